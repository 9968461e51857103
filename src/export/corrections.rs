//! What was put right by hand, in the form in which it can lie beside the document.

use std::io::{self, Write};

use super::exporter::Exporter;
use super::value::id;
use crate::model::{Correction, Document};
use crate::place;

/// `corrections`.
pub const CORRECTIONS: Exporter = Exporter {
    name: "corrections",
    extension: "toml",
    doc: "what was put right by hand, for a file NAME.dateline.toml beside the document",
    write,
};

/// Writes all corrections of the document, those too that fit nothing in it any more.
pub fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let corrections: Vec<Correction> = document.corrections.iter().map(|applied| applied.correction.clone()).collect();
    out.write_all(place::written(&corrections, &id(document)).as_bytes())
}
