//! From bytes to a bare document: text, blocks, metadata.
//!
//! A format is one file (or folder) here and one row in [`FORMATS`]. Formats find the shape of a text and what it
//! states about itself in places made for that; what the text says is the business of [`crate::analysis`].

mod date;
pub mod decode;
mod file;
mod format;
mod label;
pub mod markdown;
pub mod metadata;
mod part;
pub mod plain;
mod refusal;
pub mod several;
mod signature;
mod structure;

pub use file::{beginning, open, read};
pub use format::{FORMATS, Format, from_bytes, from_text};
pub use refusal::LIMIT;
