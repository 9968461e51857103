//! The command line's definition: help, completions and the man page come from it.

use std::path::PathBuf;
use std::sync::Arc;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::analysis::Options;
use crate::config::Config;
use crate::export::{self, EXPORTERS, Exporter};
use crate::language::Languages;
use crate::model::{Date, Mode};
use crate::place::CorrectionFiles;

const AFTER_HELP: &str = "\
Exit status:
  0  all was done
  1  an input could not be read, and that was said; the others were done
  2  the command line or the configuration is wrong
  3  the terminal cannot be used
  4  the result could not be written";

const EXAMPLES: &str = "\
Examples:
  dateline report.txt                      read it, with who and when beside it
  curl -s https://… | html2text | dateline  the same with what is piped in
  dateline timeline --date 2022-09-16 statement.txt
  dateline annotate *.txt | jq '.events[] | select(.claimant)'";

/// Reads prose in the terminal and keeps who and when beside the text
///
/// If standard output is no terminal, the text is printed, set in lines.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, after_help = AFTER_HELP, after_long_help = format!("{EXAMPLES}\n\n{AFTER_HELP}"))]
#[command(args_conflicts_with_subcommands = true, max_term_width = 100)]
pub struct Arguments {
    /// What to do, if not to read.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What to read; `-`, or nothing and a pipe, is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// How to read it.
    #[command(flatten)]
    pub common: Common,
    /// How to show it.
    #[command(flatten)]
    pub look: Look,
}

/// What can be done besides reading.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print all that is found as JSON, one object a document, one document a line
    ///
    /// Offsets count Unicode code points of the text that the object carries. An input that cannot be read gets
    /// {"id","error"} in its place.
    Annotate {
        /// What to annotate; `-`, or nothing and a pipe, is standard input
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Read documents from standard input, one {"id","text","dct"} a line; dct is the document date or null
        #[arg(long, conflicts_with_all = ["files", "date"])]
        jsonl: bool,
        /// How to read it.
        #[command(flatten)]
        common: Common,
    },
    /// Print what happened, in the order in which it happened
    Timeline {
        /// What to read; `-`, or nothing and a pipe, is standard input
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Every event, however slight
        #[arg(long)]
        full: bool,
        /// One table over all files and folders, what several of them tell in one row
        #[arg(long, conflicts_with = "json")]
        together: bool,
        /// One JSON object a document, with every event
        #[arg(long)]
        json: bool,
        /// How to read it.
        #[command(flatten)]
        common: Common,
    },
    /// Print who is in it: people, organisations, places, laws …
    Entities {
        /// What to read; `-`, or nothing and a pipe, is standard input
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// One table over all files and folders, whom several of them name in one row
        #[arg(long, conflicts_with = "json")]
        together: bool,
        /// One JSON object a document, with every mention
        #[arg(long)]
        json: bool,
        /// How to read it.
        #[command(flatten)]
        common: Common,
    },
    /// Print what is found in one of the formats
    Export {
        /// Which
        #[arg(long, value_parser = formats())]
        format: &'static Exporter,
        /// What to read; `-`, or nothing and a pipe, is standard input
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// How to read it.
        #[command(flatten)]
        common: Common,
    },
    /// List the languages that documents can be read in, your own packs among them
    Languages {
        /// Hold every rule to its examples, and say which fail
        #[arg(long)]
        check: bool,
    },
    /// Print a completion script
    #[command(hide = true)]
    Completions {
        /// For this shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(hide = true)]
    Man,
}

/// The names of the formats, with what they are, as values of `--format`.
fn formats() -> impl TypedValueParser<Value = &'static Exporter> {
    let values = EXPORTERS.iter().map(|exporter| PossibleValue::new(exporter.name).help(exporter.doc));
    PossibleValuesParser::new(values).try_map(|name| export::named(&name).ok_or("there is no such format"))
}

/// How the reader looks.
#[derive(Args, Clone, Debug, Default)]
pub struct Look {
    /// The colours: terminal, dark, light, mono, or a theme file
    #[arg(long, value_name = "THEME")]
    pub theme: Option<String>,
    /// No line of text is longer than so many columns
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..=400))]
    pub width: Option<u16>,
    /// Draw with ASCII signs only
    #[arg(long)]
    pub ascii: bool,
    /// Whether to use colours; auto asks the environment (NO_COLOR)
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorName,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorName {
    /// As the environment says
    #[default]
    Auto,
    /// Whatever the environment says
    Always,
    /// Bold, underline and reverse only
    Never,
}

/// What holds for every command.
#[derive(Args, Clone, Debug, Default)]
pub struct Common {
    /// The document's date, from which "yesterday" and "last May" are counted
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
    /// What relative dates count from: the document's date, or the last date told; found out if not given
    #[arg(long, value_name = "MODE")]
    pub mode: Option<ModeName>,
    /// The document's language by its ISO 639-1 code, such as de; found out if not given
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,
    /// Leave out what was put right by hand: in FILE.dateline.toml beside a file, and in the reader
    #[arg(long)]
    pub no_corrections: bool,
}

/// The modes by name.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ModeName {
    /// The document's own date: news, letters, statements
    News,
    /// The last date told: histories, biographies
    Narrative,
}

impl Common {
    /// The same for the analysis.
    pub fn options(&self) -> Options {
        let mode = self.mode.map(|mode| match mode {
            ModeName::News => Mode::News,
            ModeName::Narrative => Mode::Narrative,
        });
        let languages = Arc::new(Languages::with_folder(Config::languages()));
        Options { languages, language: self.language.clone(), date: self.date, mode, corrections: Vec::new() }
    }

    /// Where corrections by hand are kept; none if they are to be left out.
    pub fn corrections(&self) -> Option<CorrectionFiles> {
        (!self.no_corrections).then(CorrectionFiles::of_user)
    }
}

/// A day in ISO 8601; a time behind it is ignored, as document dates in the wild often have one.
pub fn date(text: &str) -> Result<Date, String> {
    let day = text.trim().split(['T', ' ']).next().unwrap_or_default();
    // ISO 8601 writes years before 1 BC with four digits, the calendar library wants six.
    let long = day.strip_prefix('-').filter(|rest| rest.find('-') == Some(4)).map(|rest| format!("-00{rest}"));
    long.as_deref().unwrap_or(day).parse().map_err(|_| format!("{text:?} is no day of the form 2022-09-16"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn dates_are_iso_days() {
        let check = |text, year, month, day| assert_eq!(date(text), Ok(jiff::civil::date(year, month, day)), "{text}");
        check("2022-09-16", 2022, 9, 16);
        check("2022-09-16T08:30:00Z", 2022, 9, 16);
        check("2022-09-16 08:30", 2022, 9, 16);
        check("-0043-03-15", -43, 3, 15);
        for wrong in ["", "2022", "2022-02-30", "16.9.2022", "yesterday", "-", "99999-01-01"] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }
}
