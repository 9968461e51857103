//! Analysing a dossier off the drawing thread: its documents one by one on all cores, those near the reader first, and
//! what is known of them so far handed over again and again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::message::Wanted;
use super::task::Task;
use crate::analysis::dossier::Dossier;
use crate::analysis::{self, Options};
use crate::model::{Correction, Document};
use crate::place::Key;

/// Analyses a dossier. Each step knows twice as many documents as the one before, so that all the binding together costs
/// about as much as two times the last.
pub fn analyse(task: &Task, dossier: &Dossier, wanted: &Wanted) {
    let count = dossier.own().len();
    let first = dossier.bare().part_at(wanted.near).unwrap_or(0);
    let order: Vec<usize> = (first..count).chain(0..first).collect();
    let last = wanted.document.sentences.last().and_then(|last| wanted.document.part_at(last.span.start));
    let is_new = last.is_none_or(|last| last == first);
    let mut known: Vec<Option<Arc<Document>>> = vec![None; count];
    let done = AtomicUsize::new(0);
    let mut from = 0;
    while from < count {
        let to = (from * 2).clamp(1, count);
        let analysed: Vec<One> = (order[from..to].par_iter())
            .filter(|_| task.is_current())
            .map(|&nth| {
                let one = analyse_one(task, dossier, wanted, nth);
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                if done.is_multiple_of(1 + count / 100) {
                    task.tell(format!("{done} of {count} read"));
                }
                one
            })
            .collect();
        keep(task, &analysed);
        for one in analysed {
            known[one.nth] = Some(Arc::new(one.document));
        }
        from = to;
        // What is known from before is more than what is known so far.
        if from == count || is_new && task.is_current() {
            task.hand_over(dossier.bind(&known, &wanted.corrections, &task.options.languages), from == count);
        }
    }
}

/// One document of a dossier, analysed.
struct One {
    nth: usize,
    document: Document,
    /// By which it is known again, and whether it was.
    key: Option<Key>,
    was_known: bool,
}

fn keep(task: &Task, analysed: &[One]) {
    let keyed = |one: &'_ One, known: bool| one.key.clone().filter(|_| one.was_known == known);
    let found: Vec<_> = analysed.iter().filter_map(|one| Some((keyed(one, false)?, &one.document))).collect();
    let used: Vec<Key> = analysed.iter().filter_map(|one| keyed(one, true)).collect();
    task.keep(&found, &used);
}

/// Analyses the document of a number, with what was put right in it when it was read alone.
fn analyse_one(task: &Task, dossier: &Dossier, wanted: &Wanted, nth: usize) -> One {
    let own = &dossier.own()[nth];
    let mut corrections = task.corrections.as_ref().map(|files| files.load(own).0.all().cloned().collect());
    let corrections: &mut Vec<Correction> = corrections.get_or_insert_default();
    corrections.extend(dossier.early(&wanted.corrections, nth));
    let options = Options { corrections: std::mem::take(corrections), ..task.options.clone() };
    let (key, known) = task.known(own, &options);
    let was_known = known.is_some();
    let document = known.unwrap_or_else(|| analysis::analyse(own.clone(), &options, |_| task.is_current()));
    One { nth, document, key, was_known }
}
