//! What a format is.

use std::io::{self, Write};

use crate::model::Document;

/// A format that an annotated document can be written in.
#[derive(Clone, Copy, Debug)]
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

impl Exporter {
    /// True if it writes one JSON object a document, on a line of its own.
    pub fn is_json_lines(&self) -> bool {
        self.extension == "jsonl"
    }
}
