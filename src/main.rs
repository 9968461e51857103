//! The program: reads the command line and hands over.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use dateline::cli::{self, Arguments, ColorName, Common, Look, Outcome};
use dateline::config::Config;
use dateline::error::{ErrorKind, Result};
use dateline::export;
use dateline::input::several::are_several;
use dateline::model::Source;
use dateline::tui::{self, First, Settings};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(answer) => return ended(cli::explain(&answer)),
    };
    if arguments.command.is_none() && arguments.files.is_empty() && io::stdin().is_terminal() {
        // Nobody can be reading this in a pipe: nothing was asked for.
        let _ = writeln!(io::stderr(), "{}", Arguments::command().render_help());
        return cli::status(ErrorKind::Usage).into();
    }
    ended(run(arguments))
}

/// The exit status of what was done; an error is told first.
fn ended(outcome: Result<Outcome>) -> ExitCode {
    match outcome {
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
    if let Some(name) = &arguments.look.theme {
        // Wrong is wrong, even where no colour is seen.
        tui::Theme::named(name)?;
    }
    let files = cli::named_or_piped(arguments.files)?;
    if io::stdout().is_terminal() {
        let settings = settings(&arguments.look, &arguments.common)?;
        tui::run(first(files)?, settings)?;
        return Ok(Outcome::Done);
    }
    cli::print(files, arguments.look.width.unwrap_or(export::text::COLUMNS))
}

/// What is on the screen first.
fn first(mut files: Vec<PathBuf>) -> Result<First> {
    if are_several(&files) {
        return tui::First::of_dossier(files);
    }
    let file = files.swap_remove(0);
    Ok(match cli::beginning(&file) {
        Some(document) => First::Beginning(document, Source::File(file)),
        None => First::Whole(cli::open(&file)?),
    })
}

/// The user's settings, with what the command line says instead.
fn settings(look: &Look, common: &Common) -> Result<Settings> {
    let mut config = Config::load()?;
    config.theme = look.theme.clone().unwrap_or(config.theme);
    config.measure = look.width.unwrap_or(config.measure);
    config.ascii = if look.ascii { Some(true) } else { config.ascii };
    let colour = match look.color {
        ColorName::Auto => None,
        ColorName::Always => Some(true),
        ColorName::Never => Some(false),
    };
    Ok(Settings { config, colour, analysis: common.options(), corrections: common.corrections() })
}
