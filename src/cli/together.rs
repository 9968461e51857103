//! Several documents as one: one table over all of them.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use super::batch::analysed;
use super::ending::{Outcome, report};
use crate::analysis::Options;
use crate::analysis::dossier::Dossier;
use crate::export::Exporter;
use crate::input::several;
use crate::model::{Document, Source};
use crate::place::CorrectionFiles;

/// Reads files and folders, binds what is found in them into one, and writes that. What is left out is told on standard
/// error, and the others are done.
///
/// # Errors
/// Only if the output cannot be written.
pub fn together(
    paths: Vec<PathBuf>,
    (options, corrections): (Options, Option<CorrectionFiles>),
    exporter: &'static Exporter,
    out: &mut dyn Write,
) -> io::Result<Outcome> {
    let (files, mut left_out) = several::files(&paths);
    let several = several::read_all(&files, |_| {});
    left_out.extend(several.left_out);
    left_out.iter().for_each(report);
    let mut outcome = Outcome::Done.and_some_failed(!left_out.is_empty());
    let dossier = Dossier::new(Source::Dossier(paths), several.documents);
    let load = |document: &Document| corrections.as_ref().map_or_else(Vec::new, |files| files.all_of(document));
    let own = load(dossier.bare());
    let one = |(nth, document): (usize, &Document)| {
        analysed(document.clone(), &dossier.options(nth, load(document), &own, &options)).map(Arc::new)
    };
    let known: Vec<_> = dossier.own().par_iter().enumerate().map(one).collect();
    for problem in known.iter().filter_map(|one| one.as_ref().err()) {
        report(problem);
        outcome = Outcome::SomeFailed;
    }
    let known: Vec<_> = known.into_iter().map(Result::ok).collect();
    (exporter.write)(&dossier.bind(&known, &own, &options.languages), out)?;
    Ok(outcome)
}
