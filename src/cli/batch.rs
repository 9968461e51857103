//! Documents in, answers out, in their order, whatever happens to one of them.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::ending::{Outcome, report};
use super::source::open;
use super::stream::in_order;
use crate::analysis::{self, Options};
use crate::export::Exporter;
use crate::export::annotate::write_error;
use crate::model::{Document, Warning};
use crate::place::CorrectionFiles;
use crate::query::unfit;
use crate::visible;

/// What is printed in the place of one input.
pub struct Answer {
    /// The bytes, with their line feed.
    pub bytes: Vec<u8>,
    /// True if the input could not be read or annotated.
    pub failed: bool,
}

/// Analyses files in their order, puts right what was corrected by hand, and writes what was found in each. One that
/// cannot be read is told on standard error, and so is what readers should know of it; where the format is JSON lines,
/// an error stands in its place too, and what should be known is said there.
///
/// # Errors
/// Only if the output cannot be written.
pub fn files(
    paths: Vec<PathBuf>,
    (options, corrections): (Options, Option<CorrectionFiles>),
    exporter: &'static Exporter,
    out: &mut dyn Write,
) -> io::Result<Outcome> {
    let headed = paths.len() > 1 && !exporter.is_json_lines();
    let mut outcome = Outcome::Done;
    let mut first = true;
    // Written here and not by the workers: an answer may be ten times as large as its text.
    in_order(
        paths.into_iter(),
        move |path| (file(&path, &options, corrections.as_ref()), path),
        |(document, path)| {
            let name = path.to_string_lossy();
            match document {
                Ok(document) => {
                    if headed {
                        writeln!(out, "{}== {}", if first { "" } else { "\n" }, visible::line(&name))?;
                    }
                    first = false;
                    if !exporter.is_json_lines() {
                        let warnings = document.meta.warnings.iter();
                        warnings.for_each(|warning| report(&format!("{name}: {}", warning.0)));
                    }
                    (exporter.write)(&document, out)?;
                }
                Err(problem) => {
                    outcome = Outcome::SomeFailed;
                    if exporter.is_json_lines() {
                        write_error(name, problem, out)?;
                    }
                }
            }
            out.flush()
        },
    )?;
    Ok(outcome)
}

/// Does `work` on several items at once and writes the answers in their order.
pub fn answer<T: Send + 'static>(
    items: impl Iterator<Item = T> + Send + 'static,
    work: impl Fn(T) -> Answer + Send + Sync + 'static,
    out: &mut dyn Write,
) -> io::Result<Outcome> {
    let mut outcome = Outcome::Done;
    in_order(items, work, |answer| {
        if answer.failed {
            outcome = Outcome::SomeFailed;
        }
        out.write_all(&answer.bytes)?;
        out.flush()
    })?;
    Ok(outcome)
}

/// Reads and analyses a file; what stops that is told, and given in short.
fn file(path: &Path, options: &Options, corrections: Option<&CorrectionFiles>) -> Result<Document, String> {
    let mut document = open(path).map_err(|error| {
        report(&error);
        error.to_string().lines().next().unwrap_or_default().to_owned()
    })?;
    let (corrections, told) = corrections.map(|files| files.load(&document)).unwrap_or_default();
    document.meta.warnings.extend(told.into_iter().map(Warning));
    let options = Options { corrections: corrections.all().cloned().collect(), ..options.clone() };
    let mut document =
        analysed(document, &options).inspect_err(|problem| report(&format!("{}: {problem}", path.display())))?;
    document.meta.warnings.extend(unfit(&document).map(Warning));
    Ok(document)
}

/// Analyses a document.
///
/// # Errors
/// A defect that panics is told, so that it costs the one document that met it and not the rest.
pub fn analysed(document: Document, options: &Options) -> Result<Document, String> {
    analysis::attempt(document, options, |_| true)
        .ok_or_else(|| "the analysis failed on this document; this is a defect of dateline".into())
}

/// An error in the place of a document, as a line of JSON.
pub fn failed(id: impl Serialize, error: impl Display) -> Answer {
    let mut bytes = Vec::new();
    // Writing into memory cannot fail, and a name is always JSON.
    let written = write_error(id, error, &mut bytes);
    debug_assert!(written.is_ok());
    Answer { bytes, failed: true }
}
