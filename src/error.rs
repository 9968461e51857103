//! The one error of the library: which file, what is wrong, what to do.

use std::fmt;
use std::path::{Path, PathBuf};

/// The result of whatever touches the outside world.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, said so that the user can act on it.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    subject: Option<PathBuf>,
    problem: String,
    hint: Option<String>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of errors, one an exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The document cannot be read.
    Input,
    /// The command line or the configuration is wrong.
    Usage,
    /// The result cannot be written.
    Output,
    /// The terminal cannot be used.
    Terminal,
}

impl Error {
    /// An error that names no file yet.
    pub fn new(kind: ErrorKind, problem: impl Into<String>) -> Self {
        Self { kind, subject: None, problem: problem.into(), hint: None, cause: None }
    }

    /// Names the file.
    pub fn about(mut self, subject: impl AsRef<Path>) -> Self {
        self.subject = Some(subject.as_ref().to_owned());
        self
    }

    /// Says what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Keeps the underlying error.
    pub fn because(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// What kind it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(subject) = &self.subject {
            write!(f, "{}: ", subject.display())?;
        }
        f.write_str(&self.problem)?;
        if let Some(cause) = &self.cause {
            write!(f, ": {cause}")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n  {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause.as_ref() as &(dyn std::error::Error + 'static))
    }
}
