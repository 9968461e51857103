//! Words that an apostrophe has drawn together: "don't", "he'd", "they've".
//!
//! Each of their tokens gets the tag of the word that it stands for; the apostrophe itself counts as an adverb, which
//! every phrase steps over. "'s" is a verb only behind a pronoun; elsewhere it stays a genitive.

use std::ops::Range;

use super::tag::Tag;
use crate::analysis::Work;
use crate::language::grammar::Parts;
use crate::language::lexicon::ClassId;

/// What a pack knows of contracted words.
#[derive(Clone, Copy, Debug)]
pub struct Contractions {
    /// What stands behind an apostrophe: "ll", "t".
    enclitic: Option<ClassId>,
    /// What is a verb only before "'t": "don", "won".
    stem: Option<ClassId>,
}

impl Contractions {
    /// Reads the classes ENCLITIC and CONTRACTED.
    pub fn of(work: Work<'_>) -> Self {
        let lexicon = &work.pack.lexicon;
        Self { enclitic: lexicon.class("ENCLITIC"), stem: lexicon.class("CONTRACTED") }
    }

    /// The tag of the token `at` if it is part of a contracted word that lies in `range`.
    pub fn tag(&self, work: Work<'_>, at: usize, range: &Range<usize>) -> Option<Tag> {
        let enclitic = self.enclitic?;
        let apostrophe = |mark: usize| {
            let between = mark > range.start && mark + 1 < range.end;
            between
                && work.tokens.all[mark].glued
                && work.tokens.all[mark + 1].glued
                && matches!(work.tokens.all[mark].of(&work.document.text), "'" | "’")
        };
        let what = |at: usize| work.pack.lexicon.text(work.tokens.all[at].lexeme, enclitic);
        if apostrophe(at) {
            return self.joins(work, at).then_some(Tag::Adverb);
        }
        if at > range.start && apostrophe(at - 1) {
            return self.joins(work, at - 1).then(|| behind(work, at, range, what(at)?)).flatten();
        }
        if apostrophe(at + 1) && what(at + 2) == Some("neg") {
            return match work.pack.lexicon.text(work.tokens.all[at].lexeme, self.stem?) {
                Some("do") => Some(Tag::Do),
                Some("have") => Some(Tag::Have),
                Some("modal") => Some(Tag::Modal),
                _ => None,
            };
        }
        None
    }

    /// True if the apostrophe at `mark` draws two words together, and no genitive.
    fn joins(&self, work: Work<'_>, mark: usize) -> bool {
        let Some(class) = self.enclitic else { return false };
        let parts = work.pack.grammar.entry(work.tokens.all[mark - 1].lexeme).parts;
        match work.pack.lexicon.text(work.tokens.all[mark + 1].lexeme, class) {
            None => false,
            Some("own") => parts.has(Parts::PRONOUN.and(Parts::RELATIVE)) && !parts.has(Parts::DETERMINER),
            Some(_) => true,
        }
    }
}

/// The tag of what stands behind an apostrophe.
fn behind(work: Work<'_>, at: usize, range: &Range<usize>, what: &str) -> Option<Tag> {
    let next = (at + 1..range.end).map(|next| work.pack.grammar.entry(work.tokens.all[next].lexeme).parts);
    let next = next.take(2).find(|parts| !parts.has(Parts::ADVERB.and(Parts::NEGATIVE))).unwrap_or_default();
    let auxiliary = Parts::BE.and(Parts::HAVE);
    match what {
        "neg" => Some(Tag::Negative),
        "modal" => Some(Tag::Modal),
        "have" => Some(Tag::Have),
        "be" => Some(Tag::Be),
        // "he'd battled", "he'd been", but "he'd battle".
        "would" if next.has(Parts::PARTICIPLE) && !next.has(Parts::BASE) => Some(Tag::Have),
        "would" => Some(Tag::Modal),
        // "it's been", but "it's late".
        "own" if next.has(Parts::PARTICIPLE) && next.has(auxiliary) => Some(Tag::Have),
        "own" => Some(Tag::Be),
        _ => None,
    }
}
