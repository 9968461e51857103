//! What is said where something cannot be read.

use std::io;
use std::path::PathBuf;

use super::signature::NotText;
use crate::error::{Error, ErrorKind};
use crate::model::Source;

/// The most bytes that are read: 1 GiB, so that all offsets fit into 32 bits.
pub const LIMIT: usize = 1 << 30;

/// A file or a stream that the system does not let us read.
pub fn unreadable(source: &Source, cause: io::Error) -> Error {
    let (problem, hint) = match cause.kind() {
        io::ErrorKind::NotFound => ("there is no such file", "Check the name, and the folder you are in."),
        io::ErrorKind::PermissionDenied => ("you may not read this", "Ask for the right to read it: `ls -l` shows it."),
        io::ErrorKind::NotADirectory => ("a part of this path is no folder", "Check the path."),
        io::ErrorKind::IsADirectory => ("this is a folder", "Name a file in it."),
        io::ErrorKind::OutOfMemory => ("there is not enough memory for it", "Split it: `split -b 100M FILE`."),
        _ => ("it cannot be read", "Try again, or copy it somewhere else first."),
    };
    Error::new(ErrorKind::Input, problem).about(subject(source)).hint(hint).because(cause)
}

/// What is no text.
pub fn no_text(source: &Source, NotText { what, hint }: NotText) -> Error {
    Error::new(ErrorKind::Input, format!("this is {what}")).about(subject(source)).hint(hint)
}

/// More than [`LIMIT`].
pub fn too_large(source: &Source) -> Error {
    Error::new(ErrorKind::Input, format!("it is larger than {} GiB, the most that is read", LIMIT >> 30))
        .about(subject(source))
        .hint("Split it first: `split -b 100M FILE`.")
}

/// How messages name the source.
pub fn subject(source: &Source) -> PathBuf {
    match source {
        Source::File(path) => path.clone(),
        Source::Stdin | Source::Line(_) | Source::Dossier(_) => source.name().into(),
    }
}
