//! Nouns of saying: "his claim that", "their criticism of the plan".

use std::ops::Range;

use super::reading::Report;
use crate::analysis::quote::draft::{Draft, Why};
use crate::analysis::syntax::tag::Tag;
use crate::language::grammar::Parts;
use crate::language::speech::Frames;

impl Report<'_> {
    /// "his claim that", "the hope that"; of somebody also "his promise to go", "their criticism of the plan".
    pub(super) fn noun(&self, at: usize, sentence: &Range<usize>) -> Option<Draft> {
        let next = at + 1;
        let frames = self.cues.noun(self.phrases.work.tokens.all[at].lexeme);
        if next >= sentence.end {
            return None;
        }
        let owner = self.owner(at, sentence).filter(|owner| !self.is_speaker(owner));
        let that = matches!(self.tag(next), Tag::Subordinator | Tag::Relative)
            && self.phrases.parts(next).has(Parts::DETERMINER);
        let leads = || self.cues.leads_to_content(self.phrases.work.tokens.all[next].lexeme) != Frames::default();
        let content = match self.tag(next) {
            _ if that && frames.has(Frames::THAT) => self.noun_clause(next, sentence)?,
            Tag::To if owner.is_some() && frames.has(Frames::TO) => next..self.part_end(next, sentence),
            Tag::Preposition if owner.is_some() && frames.has(Frames::ABOUT) && leads() => {
                let thing = self.phrases.phrase_from(next + 1, sentence.end);
                thing.start..self.trim(thing.start, thing.end)
            }
            _ => return None,
        };
        self.draft(content, owner, at..at + 1, Why::Noun)
    }

    /// Whose the noun at `at` is: "his claim", "the army's claim".
    fn owner(&self, at: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
        let phrase = self.phrases.noun_phrase(at, sentence);
        if self.tag(phrase.start) == Tag::Possessive {
            return Some(phrase.start..phrase.start + 1);
        }
        let genitive = phrase.clone().find(|&token| self.tag(token) == Tag::Genitive)?;
        // Without the apostrophe before the s.
        let apostrophe = genitive > phrase.start && self.tag(genitive - 1) == Tag::Sign;
        let owner = phrase.start..genitive - usize::from(apostrophe);
        (!owner.is_empty()).then_some(owner)
    }

    /// The clause that a noun takes and "that" begins at `that`; none if it only describes the noun.
    fn noun_clause(&self, that: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
        let content = that..self.sentence_end(that, sentence);
        let mut first = that + 1;
        while first < content.end && self.tag(first) == Tag::Adverb {
            first += 1;
        }
        // "demands that come with it": "that" is the subject.
        let subject = self.tag(first).is_verb() || self.tag(first).is_finite();
        (!subject && !self.lacks_object(&content)).then_some(content)
    }

    /// True for "that he made", "that it may have": a relative clause, whose object stands before it.
    fn lacks_object(&self, clause: &Range<usize>) -> bool {
        let pack = self.phrases.work.pack;
        let Some(mut verb) = clause.clone().find(|&at| self.tag(at).is_finite() || self.tag(at) == Tag::Base) else {
            return false;
        };
        let mut passive = false;
        while verb + 1 < clause.end && (self.tag(verb + 1).is_verb() || is_auxiliary(self.tag(verb + 1))) {
            passive |= self.tag(verb) == Tag::Be;
            verb += 1;
        }
        let lemma = pack.grammar.entry(self.phrases.work.tokens.all[verb].lexeme).lemma;
        let light = pack.lexicon.class("LIGHT").zip(lemma).is_some_and(|(class, lemma)| pack.lexicon.is(lemma, class));
        let next = if verb + 1 < clause.end { self.tag(verb + 1) } else { Tag::Stop };
        let object = next.is_nominal() || next.is_attribute() || matches!(next, Tag::To | Tag::Subordinator);
        (light || self.tag(verb) == Tag::Have) && !passive && !object
    }
}

/// True for what may stand between a finite auxiliary and its verb.
fn is_auxiliary(tag: Tag) -> bool {
    matches!(tag, Tag::Be | Tag::Have | Tag::Do | Tag::Negative | Tag::Adverb)
}
