//! A name at one place, as the finders hand it on.

use std::ops::Range;

use crate::language::entity::{Gender, Points};
use crate::language::gazetteer::fold;
use crate::model::Span;

/// One place where something is named.
#[derive(Clone, Debug)]
pub(in crate::analysis::entity) struct Found {
    /// The words, as token indexes.
    pub tokens: Range<usize>,
    /// The words.
    pub span: Span,
    /// The words folded, so that all spellings of a name share it.
    pub key: Box<str>,
    /// The title before it ("Foreign Minister"), as token indexes; empty if there is none.
    pub title: Range<usize>,
    /// What the title implies.
    pub gender: Gender,
    /// What stands around it says of its kind.
    pub cues: Points,
    /// How much its capitals are worth.
    pub standing: Standing,
    /// Emphasised, in the middle of a sentence that is not.
    pub emphasised: bool,
    /// An article stands before it.
    pub article: bool,
    /// It may be that it begins only with its second word, at this token.
    pub rest: Option<usize>,
}

/// How much the capitals of a name are worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analysis::entity) enum Standing {
    /// In the middle of a sentence: it is a name.
    Firm,
    /// At the start of a sentence, where every word has a capital.
    Initial,
    /// In a line where most words have capitals.
    Titled,
    /// In a line all in capitals.
    Shouted,
}

/// The words folded; initials with blanks between them close up ("U. S.").
pub(in crate::analysis::entity) fn key(words: &str) -> Box<str> {
    let folded = fold(words);
    match folded.split(' ').all(|word| word.chars().nth(1).is_none()) {
        true => folded.replace(' ', "").into(),
        false => folded.into(),
    }
}
