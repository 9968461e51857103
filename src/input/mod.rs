//! From bytes to a bare document: text, blocks, metadata.
//!
//! A format is one file in this folder and one row in [`FORMATS`]. Formats find the shape of a text; what the text
//! says is the business of [`crate::analysis`].

pub mod decode;
pub mod markdown;
pub mod plain;

use std::path::Path;

use crate::error::Result;
use crate::model::{Document, Source};

/// A format that can be read.
pub struct Format {
    /// Its name, as the status line shows it.
    pub name: &'static str,
    /// File name extensions, in lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// Makes a bare document of the decoded text.
    pub read: fn(text: String) -> Document,
}

/// All formats; the last takes whatever no other claims.
pub const FORMATS: &[Format] = &[
    Format { name: "Markdown", extensions: &["md", "markdown", "mdown", "mkd"], read: markdown::read },
    Format { name: "plain text", extensions: &["txt", "text"], read: plain::read },
];

/// Reads a document from a file.
///
/// # Errors
/// Names the file and says what to do if it is missing, a folder, a device, too large, unreadable or no text.
pub fn open(path: &Path) -> Result<Document> {
    let _ = path;
    unimplemented!()
}

/// Makes a bare document of bytes that came from `source`, which may tell the format by its name.
///
/// # Errors
/// As [`open`], for content that is no text.
pub fn from_bytes(source: Source, bytes: Vec<u8>) -> Result<Document> {
    let _ = (source, bytes);
    unimplemented!()
}

/// Makes a bare document of plain text. Cannot fail.
pub fn from_text(source: Source, text: String) -> Document {
    let mut document = plain::read(text);
    document.meta.source = source;
    document
}
