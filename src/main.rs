//! The program: reads the command line and hands over.

use std::process::ExitCode;

use clap::Parser;
use dateline::cli::{self, Arguments};
use dateline::error::{Error, ErrorKind, Result};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(outcome) => outcome.status().into(),
        Err(error) => {
            cli::report(&error);
            cli::status(error.kind()).into()
        }
    }
}

fn run(arguments: Arguments) -> Result<cli::Outcome> {
    match arguments.command {
        Some(command) => cli::run(command),
        None => Err(Error::new(ErrorKind::Usage, "nothing to do")),
    }
}
