//! Analysing a dossier off the drawing thread: its documents one by one on all cores, those near the reader first, and
//! what is known of them so far handed over again and again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::message::Wanted;
use super::task::Task;
use crate::analysis::{self, dossier::Dossier};
use crate::model::Document;
use crate::place::Key;

/// Analyses a dossier. Each step knows twice as many documents as the one before, so that all the binding together
/// costs about as much as two times the last.
pub fn analyse(task: &Task, dossier: &Dossier, wanted: &Wanted) {
    let count = dossier.own().len();
    let first = dossier.bare().part_at(wanted.near).unwrap_or(0);
    let order: Vec<usize> = (first..count).chain(0..first).collect();
    let last = wanted.document.sentences.last().and_then(|last| wanted.document.part_at(last.span.start));
    let is_new = last.is_none_or(|last| last == first);
    let mut known: Vec<Option<Arc<Document>>> = vec![None; count];
    let done = AtomicUsize::new(0);
    let mut broken = 0;
    let mut from = 0;
    while from < count {
        let to = (from * 2).clamp(1, count);
        let analysed: Vec<Option<One>> = (order[from..to].par_iter())
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
        broken += analysed.iter().filter(|one| one.is_none()).count();
        let analysed: Vec<One> = analysed.into_iter().flatten().collect();
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
    if broken > 0 && task.is_current() {
        task.notice(Some(format!("the analysis broke down on {broken} of {count} documents: they can be read")));
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

/// Analyses the document of a number, with what was put right in it when it was read alone; none if that breaks down.
fn analyse_one(task: &Task, dossier: &Dossier, wanted: &Wanted, nth: usize) -> Option<One> {
    let own = &dossier.own()[nth];
    let alone = task.corrections.as_ref().map_or_else(Vec::new, |files| files.all_of(own));
    let options = dossier.options(nth, alone, &wanted.corrections, &task.options);
    let (key, known) = task.known(own, &options);
    let was_known = known.is_some();
    let document = known.or_else(|| analysis::attempt(own.clone(), &options, |_| task.is_current()))?;
    Some(One { nth, document, key, was_known })
}
