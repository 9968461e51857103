//! Documents in, answers out, in their order, whatever happens to one of them.

use std::fmt::Display;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::ending::{Outcome, report};
use super::source::open;
use super::stream::in_order;
use crate::analysis::{self, Options};
use crate::export::Exporter;
use crate::export::annotate::write_error;
use crate::model::Document;
use crate::visible;

/// What is printed in the place of one input.
pub struct Answer {
    /// The bytes, with their line feed.
    pub bytes: Vec<u8>,
    /// True if the input could not be read or annotated.
    pub failed: bool,
}

/// Analyses files in their order and writes what was found in each. One that cannot be read is told on standard error;
/// where the format is JSON lines, an error stands in its place too.
///
/// # Errors
/// Only if the output cannot be written.
pub fn files(
    paths: Vec<PathBuf>,
    options: Options,
    exporter: &'static Exporter,
    out: &mut dyn Write,
) -> io::Result<Outcome> {
    let headed = paths.len() > 1 && !exporter.is_json_lines();
    answer(
        paths.into_iter().enumerate(),
        move |(index, path)| {
            let mut answer = file(&path, &options, exporter);
            if headed && !answer.failed {
                let gap = if index == 0 { "" } else { "\n" };
                let name = path.to_string_lossy();
                answer.bytes.splice(..0, format!("{gap}== {}\n", visible::line(&name)).into_bytes());
            }
            answer
        },
        out,
    )
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

fn file(path: &Path, options: &Options, exporter: &Exporter) -> Answer {
    let problem = match open(path) {
        Ok(document) => match analysed(document, options, exporter.write) {
            Ok(bytes) => return Answer { bytes, failed: false },
            Err(problem) => {
                report(&format!("{}: {problem}", path.display()));
                problem
            }
        },
        Err(error) => {
            report(&error);
            error.to_string().lines().next().unwrap_or_default().to_owned()
        }
    };
    match exporter.is_json_lines() {
        true => failed(path.to_string_lossy(), problem),
        false => Answer { bytes: Vec::new(), failed: true },
    }
}

/// Analyses a document and writes what was found.
///
/// # Errors
/// A defect that panics is told, so that it costs the one document that met it and not the rest.
pub fn analysed(
    document: Document,
    options: &Options,
    write: impl Fn(&Document, &mut dyn Write) -> io::Result<()>,
) -> Result<Vec<u8>, String> {
    let work = || {
        let mut bytes = Vec::with_capacity(2 * document.text.len() + 1024);
        let document = analysis::analyse(document, options, |_| true);
        write(&document, &mut bytes).map(|()| bytes)
    };
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(written) => written.map_err(|error| error.to_string()),
        Err(_) => Err("the analysis failed on this document; this is a defect of dateline".into()),
    }
}

/// An error in the place of a document, as a line of JSON.
pub fn failed(id: impl Serialize, error: impl Display) -> Answer {
    let mut bytes = Vec::new();
    // Writing into memory cannot fail, and a name is always JSON.
    let written = write_error(id, error, &mut bytes);
    debug_assert!(written.is_ok());
    Answer { bytes, failed: true }
}
