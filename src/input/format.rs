//! The formats, and how the one that a text is in is found.

use crate::error::Result;
use crate::model::{Document, Meta, Source, Warning};

use super::refusal::{LIMIT, no_text, too_large};
use super::{decode, markdown, metadata, plain};

/// A format that can be read.
pub struct Format {
    /// Its name, as the status line shows it.
    pub name: &'static str,
    /// File name extensions, in lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// True for a text that is in this format, whatever it is called; asked where the name does not tell.
    pub recognises: fn(text: &str) -> bool,
    /// Makes a bare document of the decoded text.
    pub read: fn(text: String) -> Document,
}

/// All formats; the last takes whatever no other claims.
pub const FORMATS: &[Format] = &[
    Format {
        name: "Markdown",
        extensions: &["md", "markdown", "mdown", "mkd", "mdx", "qmd", "rmd"],
        recognises: markdown::recognises,
        read: markdown::read,
    },
    Format { name: "plain text", extensions: &["txt", "text", "log"], recognises: |_| true, read: plain::read },
];

/// Makes a bare document of bytes that came from `source`, which may tell the format by its name.
///
/// # Errors
/// Names the source and says what it is, for content that is no text or is too large.
pub fn from_bytes(source: Source, bytes: Vec<u8>) -> Result<Document> {
    if bytes.len() > LIMIT {
        return Err(too_large(&source));
    }
    let decoded = match decode::decode(bytes) {
        Ok(decoded) => decoded,
        Err(not_text) => return Err(no_text(&source, not_text)),
    };
    let format = format_of(&source, &decoded.text);
    let mut document = build(format, source, decoded.text);
    document.meta.encoding = decoded.encoding.into();
    document.meta.replaced = decoded.replaced;
    if decoded.replaced {
        let warning = format!("Some bytes are not valid in {} and are shown as \u{fffd}.", decoded.encoding);
        document.meta.warnings.push(Warning(warning));
    }
    Ok(document)
}

/// Makes a bare document of plain text. Cannot fail.
pub fn from_text(source: Source, text: String) -> Document {
    build(&FORMATS[FORMATS.len() - 1], source, text)
}

fn build(format: &Format, source: Source, text: String) -> Document {
    let line_ending = decode::line_ending(&text);
    let mut document = (format.read)(text);
    document.meta = Meta { source, format: format.name.into(), encoding: "UTF-8".into(), line_ending, ..document.meta };
    if document.text.trim().is_empty() {
        document.meta.warnings.push(Warning("There is nothing in it to read.".into()));
    }
    metadata::find(&mut document);
    document
}

/// The format that the name tells, else the first that recognises the text.
fn format_of(source: &Source, text: &str) -> &'static Format {
    let extension = match source {
        Source::File(path) => path.extension().map(|extension| extension.to_string_lossy().to_lowercase()),
        Source::Stdin | Source::Line(_) | Source::Dossier(_) => None,
    };
    let by_name = |format: &&Format| extension.as_ref().is_some_and(|name| format.extensions.contains(&name.as_str()));
    let by_content = |format: &&Format| (format.recognises)(text);
    FORMATS.iter().find(by_name).or_else(|| FORMATS.iter().find(by_content)).unwrap_or(&FORMATS[FORMATS.len() - 1])
}
