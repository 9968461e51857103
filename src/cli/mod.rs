//! The command line: what was asked for, done, and told by the exit status.
//!
//! Everything that runs without a screen of its own is here; reading in the terminal is what the program does where
//! [`Arguments::command`] names nothing. No command ever uses the network.

mod annotate;
mod args;
mod stream;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};
use crate::input;
use crate::model::{Document, Source};

pub use args::{Arguments, Command, Common};

/// How a command ends, if nothing stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All was done.
    Done,
    /// Some inputs could not be read, and that was said; the others were done.
    SomeFailed,
}

impl Outcome {
    /// The exit status of the program.
    pub fn status(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::SomeFailed => status(ErrorKind::Input),
        }
    }
}

/// The exit status of the program for an error of this kind.
pub fn status(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Input => 1,
        ErrorKind::Usage => 2,
        ErrorKind::Terminal => 3,
        ErrorKind::Output => 4,
    }
}

/// Tells an error on standard error.
pub fn report(error: &Error) {
    // If standard error is closed there is nobody to tell.
    let _ = writeln!(io::stderr(), "dateline: {error}");
}

/// Carries a command out.
///
/// # Errors
/// What stopped it. A closed output is no error: whoever reads has had enough.
pub fn run(command: Command) -> Result<Outcome> {
    let mut out = io::stdout().lock();
    let outcome = match command {
        Command::Annotate { jsonl: true, common, .. } => {
            annotate::stream(io::BufReader::new(io::stdin()), common.options(), &mut out)
        }
        Command::Annotate { files, common, .. } => annotate::files(inputs(files)?, common.options(), &mut out),
    };
    match outcome.and_then(|outcome| out.flush().map(|()| outcome)) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Outcome::Done),
        Err(error) => Err(Error::new(ErrorKind::Output, "the output cannot be written").because(error)),
        Ok(outcome) => Ok(outcome),
    }
}

/// The inputs that were named, or standard input if none was and something is piped into it.
fn inputs(files: Vec<PathBuf>) -> Result<Vec<PathBuf>> {
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

/// Reads a file, or standard input for `-`.
fn open(path: &Path) -> Result<Document> {
    if path != Path::new("-") {
        return input::open(path);
    }
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut io::stdin().lock(), &mut bytes)
        .map_err(|error| Error::new(ErrorKind::Input, "standard input cannot be read").because(error))?;
    input::from_bytes(Source::Stdin, bytes)
}
