//! The command line: what was asked for, done, and told by the exit status.
//!
//! Everything that runs without a screen of its own is here; reading in the terminal is what the program does where
//! [`Arguments::command`] names nothing. No command ever uses the network.

mod args;
mod batch;
mod ending;
mod jsonl;
mod languages;
mod source;
mod stream;
mod together;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::CommandFactory;

use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};
use crate::export::{entities, text, timeline};
use crate::language::Languages;

pub use args::{Arguments, ColorName, Command, Common, Look};
pub use ending::{Outcome, report, status};
pub use source::{beginning, named_or_piped, open};

/// Says what the command line's definition says instead of doing anything: help or version on standard output, what is
/// wrong on standard error.
///
/// # Errors
/// If the answer that was asked for cannot be written.
pub fn explain(answer: &clap::Error) -> Result<Outcome> {
    if answer.use_stderr() {
        // If standard error is closed there is nobody to tell.
        let _ = answer.print();
        return Ok(Outcome::Misused);
    }
    let out = &mut io::stdout();
    ended(answer.print().map(|()| Outcome::Done), out)
}

/// Carries a command out.
///
/// # Errors
/// What stopped it. A closed output is no error: whoever reads has had enough.
pub fn run(command: Command) -> Result<Outcome> {
    let out = &mut io::stdout().lock();
    let as_one = matches!(command, Command::Timeline { together: true, .. } | Command::Entities { together: true, .. });
    let (files, common, exporter) = match command {
        Command::Annotate { jsonl: true, common, .. } => {
            return ended(jsonl::annotate(io::BufReader::new(io::stdin()), common.options(), out), out);
        }
        Command::Annotate { files, common, .. } => (files, common, &crate::export::annotate::ANNOTATIONS),
        Command::Timeline { files, json: true, common, .. } => (files, common, &timeline::TIMELINE_JSON),
        Command::Timeline { files, full: true, common, .. } => (files, common, &timeline::FULL_TIMELINE),
        Command::Timeline { files, common, .. } => (files, common, &timeline::TIMELINE),
        Command::Entities { files, json: true, common, .. } => (files, common, &entities::ENTITIES_JSON),
        Command::Entities { files, common, .. } => (files, common, &entities::ENTITIES),
        Command::Export { format, files, common } => (files, common, format),
        Command::Languages { check } => {
            let known = Languages::with_folder(Config::languages());
            return ended(if check { languages::check(&known, out) } else { languages::list(&known, out) }, out);
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "dateline", &mut script);
            return ended(out.write_all(&script).map(|()| Outcome::Done), out);
        }
        Command::Man => {
            let page = clap_mangen::Man::new(Arguments::command()).render(out);
            return ended(page.map(|()| Outcome::Done), out);
        }
    };
    let (inputs, kept) = (named_or_piped(files)?, (common.options(), common.corrections()));
    let written = match as_one {
        true => together::together(inputs, kept, exporter, out),
        false => {
            let (files, some_failed) = source::in_folders(inputs);
            batch::files(files, kept, exporter, out).map(|outcome| outcome.and_some_failed(some_failed))
        }
    };
    ended(written, out)
}

/// Prints the set text of `files` in lines of at most `columns`: what reading is where there is no screen.
///
/// # Errors
/// As [`run`].
pub fn print(files: Vec<PathBuf>, columns: u16) -> Result<Outcome> {
    let out = &mut io::stdout().lock();
    let (files, some_failed) = source::in_folders(files);
    let mut outcome = Outcome::Done.and_some_failed(some_failed);
    for (index, path) in files.iter().enumerate() {
        let written = match source::open(path) {
            Ok(document) if index == 0 => text::set(&document, columns, out),
            Ok(document) => out.write_all(b"\n\n").and_then(|()| text::set(&document, columns, out)),
            Err(error) => {
                report(&error);
                outcome = Outcome::SomeFailed;
                Ok(())
            }
        };
        if written.is_err() {
            return ended(written.map(|()| outcome), out);
        }
    }
    ended(Ok(outcome), out)
}

/// How the command ends after what was written to `out`.
fn ended(outcome: io::Result<Outcome>, out: &mut dyn Write) -> Result<Outcome> {
    match outcome.and_then(|outcome| out.flush().map(|()| outcome)) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Outcome::Done),
        Err(error) => Err(Error::new(ErrorKind::Output, "the output cannot be written").because(error)),
        Ok(outcome) => Ok(outcome),
    }
}
