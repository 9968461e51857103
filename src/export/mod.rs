//! What was found, for programs and for other programs' users: one file a format, one row in [`EXPORTERS`].
//!
//! Exporters write what the document holds and decide nothing: they neither read files nor analyse, and they do not
//! know the terminal.

pub mod annotate;
pub mod entities;
mod names;
mod rows;
mod table;
pub mod timeline;
mod value;

use std::io::{self, Write};

use crate::model::Document;

/// A format that an annotated document can be written in.
pub struct Exporter {
    /// Its name, as `--format` takes it.
    pub name: &'static str,
    /// The usual file name extension, without the dot.
    pub extension: &'static str,
    /// What it is, in one line.
    pub doc: &'static str,
    /// Writes one document.
    pub write: fn(&Document, &mut dyn Write) -> io::Result<()>,
}

/// All formats.
pub const EXPORTERS: &[Exporter] = &[Exporter {
    name: "annotations",
    extension: "jsonl",
    doc: "everything found, one JSON object a document, with offsets in code points",
    write: annotate::write,
}];

/// The format of this name.
pub fn named(name: &str) -> Option<&'static Exporter> {
    EXPORTERS.iter().find(|exporter| exporter.name == name)
}
