//! Where the texts come from: named files, or what is piped in.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::ending::report;
use crate::error::{Error, ErrorKind, Result};
use crate::input::{self, several};
use crate::model::{Document, Source};

/// The inputs that were named, or standard input if none was and something is piped into it.
pub fn named_or_piped(files: Vec<PathBuf>) -> Result<Vec<PathBuf>> {
    if !files.is_empty() {
        return Ok(files);
    }
    if io::stdin().is_terminal() {
        return Err(
            Error::new(ErrorKind::Usage, "no input").hint("name a file, or pipe a text into it; --help tells more")
        );
    }
    Ok(vec!["-".into()])
}

/// The inputs with the files in folders in the place of these. Folders that cannot be read are told, and give true.
pub fn in_folders(inputs: Vec<PathBuf>) -> (Vec<PathBuf>, bool) {
    if !inputs.iter().any(|path| path.is_dir()) {
        return (inputs, false);
    }
    let (files, left_out) = several::files(&inputs);
    left_out.iter().for_each(report);
    (files, !left_out.is_empty())
}

/// Reads a file, or standard input for `-`.
pub fn open(path: &Path) -> Result<Document> {
    if path != Path::new("-") {
        return input::open(path);
    }
    input::read(Source::Stdin, io::stdin().lock())
}

/// The beginning of a large file, see [`input::beginning`].
pub fn beginning(path: &Path) -> Option<Document> {
    (path != Path::new("-")).then(|| input::beginning(path)).flatten()
}
