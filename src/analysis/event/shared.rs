//! Dates that a verb shares with what goes with it: a verb that "and" joins to it, a participle, an infinitive, what
//! happens meanwhile, the occasion at which somebody speaks.
//!
//! Only within a sentence, and only where the form ties the two: that two verbs stand near each other is no reason.

use std::ops::Range;

use super::draft::{DateWhy, Dated, Draft};
use crate::analysis::syntax::phrase::{Phrases, Tense};
use crate::analysis::syntax::tag::Tag;
use crate::language::event::EventWords;
use crate::language::lexicon::LexemeId;
use crate::model::{EventClass, Status};

/// How many events off the one may be that another goes with.
const REACH: usize = 12;
/// How far before an infinitive its verb may stand.
const GOVERNOR: usize = 4;

/// Finds which verb an event shares its date with.
#[derive(Clone, Copy)]
pub struct Sharing<'a> {
    pub phrases: Phrases<'a>,
    pub words: &'a EventWords,
}

impl Sharing<'_> {
    /// Dates those of a sentence that go with a dated one.
    pub fn share(&self, drafts: &mut [Draft], sentence: &Range<usize>) {
        if drafts.iter().all(|draft| draft.date.why == DateWhy::Undated) {
            return;
        }
        for at in 0..drafts.len() {
            if drafts[at].date.why != DateWhy::Undated {
                continue;
            }
            let governor = match drafts[at].nominal {
                true => self.of_noun(at, drafts, sentence),
                false => self.of_verb(at, drafts, sentence),
            };
            if let Some(date) = governor.map(|governor| drafts[governor].date).filter(is_shared) {
                drafts[at].date = Dated { status: Status::Inferred, why: DateWhy::Shared, ..date };
            }
        }
    }

    /// The one that the verb draft `at` goes with.
    fn of_verb(&self, at: usize, drafts: &[Draft], sentence: &Range<usize>) -> Option<usize> {
        let head = drafts[at].head;
        let group = self.phrases.verb_group(head, sentence);
        let first = group.tokens.start;
        let before = first.checked_sub(1).filter(|before| sentence.contains(before));
        if group.infinitive {
            return self.before(at, drafts, sentence).filter(|&governor| {
                let near = first - drafts[governor].head.min(first) <= GOVERNOR;
                near && drafts[governor].head < first
                    && self
                        .lemma(drafts[governor].head)
                        .is_some_and(|lemma| self.words.is_implied(&self.phrases.work.pack.lexicon, lemma))
            });
        }
        match (group.tense, self.phrases.tag(head)) {
            (Tense::None, Tag::Ing) => match before.map(|before| (before, self.phrases.tag(before))) {
                None | Some((_, Tag::Quote)) => self.behind(at, drafts, sentence),
                Some((_, Tag::Comma)) => {
                    self.before(at, drafts, sentence).or_else(|| self.behind(at, drafts, sentence))
                }
                Some((by, Tag::Preposition)) if self.words.is_means(self.lexicon(), self.word(by)) => {
                    self.before(at, drafts, sentence)
                }
                _ => None,
            },
            // "was seized and burnt", "left and burnt it".
            (Tense::None, Tag::Participle) => self.joined(before?, at, drafts, sentence),
            (Tense::Past | Tense::Present, _) => self
                .joined(before?, at, drafts, sentence)
                .or_else(|| self.meanwhile(at, drafts, sentence))
                .filter(|&governor| self.tense(&drafts[governor], sentence) == group.tense),
            _ => None,
        }
    }

    /// The finite verb that "and", at `before`, joins the verb to that has no subject of its own, if it is of a day:
    /// who was born in March and grew up did not grow up in March.
    fn joined(&self, before: usize, at: usize, drafts: &[Draft], sentence: &Range<usize>) -> Option<usize> {
        let of_a_day = |governor: &usize| {
            let date = drafts[*governor].date;
            date.timex.is_none() || date.day(self.phrases.work.document).is_some()
        };
        let joins = self.phrases.tag(before) == Tag::Coordinator;
        joins.then(|| self.before(at, drafts, sentence)).flatten().filter(of_a_day)
    }

    /// The verb that "when" ties its clause to: no verb of saying, behind which the words may be those that are said.
    fn meanwhile(&self, at: usize, drafts: &[Draft], sentence: &Range<usize>) -> Option<usize> {
        let word = self.phrases.work.tokens.all.get(drafts[at].clause.start)?.lexeme;
        let governor = self.words.is_meanwhile(self.lexicon(), word).then(|| self.before(at, drafts, sentence))??;
        (drafts[governor].class != EventClass::Reporting).then_some(governor)
    }

    /// The verb of the clause for "in an interview".
    fn of_noun(&self, at: usize, drafts: &[Draft], sentence: &Range<usize>) -> Option<usize> {
        let noun = &drafts[at];
        let occasion = self.words.is_occasion(self.lexicon(), self.word(noun.head));
        let before = noun.clause.start.checked_sub(1).filter(|before| sentence.contains(before))?;
        if !occasion || !self.words.is_on_occasion(self.lexicon(), self.word(before)) {
            return None;
        }
        let clause = self.phrases.clause(noun.head, sentence);
        let inside = |governor: &usize| clause.contains(&drafts[*governor].head);
        self.before(at, drafts, sentence).filter(inside).or_else(|| self.behind(at, drafts, sentence).filter(inside))
    }

    /// The last finite verb before a draft.
    fn before(&self, at: usize, drafts: &[Draft], sentence: &Range<usize>) -> Option<usize> {
        let clause = drafts[at].head;
        (at.saturating_sub(REACH)..at)
            .rev()
            .find(|&other| drafts[other].head < clause && self.is_finite(&drafts[other], sentence))
    }

    /// The first finite verb behind a draft.
    fn behind(&self, at: usize, drafts: &[Draft], sentence: &Range<usize>) -> Option<usize> {
        (at + 1..drafts.len().min(at + REACH)).find(|&other| self.is_finite(&drafts[other], sentence))
    }

    fn is_finite(&self, draft: &Draft, sentence: &Range<usize>) -> bool {
        !draft.nominal && self.tense(draft, sentence) != Tense::None
    }

    fn tense(&self, draft: &Draft, sentence: &Range<usize>) -> Tense {
        if draft.nominal { Tense::None } else { self.phrases.verb_group(draft.head, sentence).tense }
    }

    fn lemma(&self, at: usize) -> Option<LexemeId> {
        self.phrases.work.pack.grammar.entry(self.word(at)).lemma
    }

    fn word(&self, at: usize) -> LexemeId {
        self.phrases.work.tokens.all[at].lexeme
    }

    fn lexicon(&self) -> &crate::language::lexicon::Lexicon {
        &self.phrases.work.pack.lexicon
    }
}

/// True for a date that others can have too: not for a bound.
fn is_shared(date: &Dated) -> bool {
    !matches!(date.why, DateWhy::Undated | DateWhy::Bound)
}
