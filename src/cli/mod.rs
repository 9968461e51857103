//! The command line: what was asked for, done, and told by the exit status.
//!
//! Everything that runs without a screen of its own is here; reading in the terminal is what the program does where
//! [`Arguments::command`] names nothing. No command ever uses the network.

mod annotate;
mod args;
mod ending;
mod source;
mod stream;

use std::io::{self, Write};

use crate::error::{Error, ErrorKind, Result};

pub use args::{Arguments, Command, Common};
pub use ending::{Outcome, report, status};

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
        Command::Annotate { files, common, .. } => {
            annotate::files(source::named_or_piped(files)?, common.options(), &mut out)
        }
    };
    match outcome.and_then(|outcome| out.flush().map(|()| outcome)) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Outcome::Done),
        Err(error) => Err(Error::new(ErrorKind::Output, "the output cannot be written").because(error)),
        Ok(outcome) => Ok(outcome),
    }
}
