//! The program: reads the command line and hands over.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use dateline::cli::{self, Arguments, Outcome};
use dateline::error::{ErrorKind, Result};
use dateline::export;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.command.is_none() && arguments.files.is_empty() && io::stdin().is_terminal() {
        // Nobody can be reading this in a pipe: nothing was asked for.
        eprintln!("{}", Arguments::command().render_help());
        return cli::status(ErrorKind::Usage).into();
    }
    match run(arguments) {
        Ok(outcome) => outcome.status().into(),
        Err(error) => {
            cli::report(&error);
            cli::status(error.kind()).into()
        }
    }
}

fn run(arguments: Arguments) -> Result<Outcome> {
    if let Some(command) = arguments.command {
        return cli::run(command);
    }
    let files = cli::named_or_piped(arguments.files)?;
    cli::print(files, arguments.look.width.unwrap_or(export::text::COLUMNS))
}
