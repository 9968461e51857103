//! How a command ends: its exit status, and what it says on standard error.

use std::fmt::Display;
use std::io::{self, Write};

use crate::error::ErrorKind;
use crate::visible;

/// How a command ends, if nothing stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All was done.
    Done,
    /// Some inputs could not be read, and that was said; the others were done.
    SomeFailed,
    /// The command line is wrong, and that was said.
    Misused,
}

impl Outcome {
    /// This, or that some inputs could not be read.
    pub fn and_some_failed(self, some_failed: bool) -> Self {
        if some_failed && self == Outcome::Done { Outcome::SomeFailed } else { self }
    }

    /// The exit status of the program.
    pub fn status(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::SomeFailed => status(ErrorKind::Input),
            Outcome::Misused => status(ErrorKind::Usage),
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

/// Tells an error on standard error. What it quotes (file names) is made safe to show.
pub fn report(error: &impl Display) {
    let message = format!("dateline: {error}");
    let lines: Vec<_> = message.lines().map(visible::line).collect();
    // If standard error is closed there is nobody to tell.
    let _ = writeln!(io::stderr(), "{}", lines.join("\n"));
}
