//! What words point to: events and agreements told before, nouns for named things, numbered provisions, notes, links.
//!
//! Each kind is found by itself and lists its targets best first. Where nothing fits there is no target: a wrong jump
//! costs a reader more than none.

mod happening;
mod link;
mod mention;
mod naming;
mod number;
mod provision;

use super::Work;
use super::syntax::Syntax;
use super::syntax::phrase::Phrases;
use crate::language::reference::ReferenceWords;
use crate::model::Reference;

/// All of them, in text order.
pub fn references(work: Work<'_>, syntax: &Syntax) -> Vec<Reference> {
    let phrases = Phrases::new(work, syntax);
    let words = ReferenceWords::of(&work.pack.lexicon);
    let mut references = provision::provisions(work, words);
    references.extend(happening::happenings(phrases, words));
    references.extend(happening::alone(phrases, words));
    references.extend(naming::namings(work));
    references.extend(link::links(work));
    references.sort_by_key(|reference| (reference.span.start, std::cmp::Reverse(reference.span.end)));
    references.dedup_by_key(|reference| reference.span);
    references
}

#[cfg(test)]
mod tests;
