//! As what an event is told: as a fact, denied, planned, asked for, under a condition, at a distance.

use std::ops::Range;

use crate::analysis::syntax::phrase::{Phrases, VerbGroup};
use crate::analysis::syntax::tag::Tag;
use crate::language::event::EventWords;
use crate::language::grammar::Parts;
use crate::model::Modality;

/// How far back what governs an infinitive or a noun is looked for.
const GOVERNOR: usize = 14;

/// Judges the modality of verbs and nouns.
#[derive(Clone, Copy)]
pub struct Modalities<'a> {
    pub phrases: Phrases<'a>,
    pub words: &'a EventWords,
}

impl Modalities<'_> {
    /// Of a verb. `beside` is the modality of the verb before that "and" or a comma joins it to.
    pub fn of_verb(&self, head: usize, group: &VerbGroup, clause: &Range<usize>, beside: Option<Modality>) -> Modality {
        if group.negated {
            return Modality::Negated;
        }
        if self.at_distance(&group.tokens) {
            return Modality::ReportedAsClaimed;
        }
        if let Some(modal) = group.modal {
            // "I shall go" tells what is to come, "each Party shall inform the others" what is owed.
            let own = self.parts(group.tokens.start.saturating_sub(1)).has(Parts::I.and(Parts::WE));
            return match () {
                () if modal.has(Parts::FUTURE) && own => self.conditional(clause).unwrap_or(Modality::Asserted),
                () if modal.has(Parts::DUE) => Modality::CalledFor,
                () if modal.has(Parts::UNREAL) => Modality::Conditional,
                () => self.conditional(clause).unwrap_or(Modality::Asserted),
            };
        }
        let gerund = self.tag(head) == Tag::Ing && self.before(group.tokens.start) == Some(Tag::Preposition);
        if group.infinitive || gerund {
            if gerund && self.parts(group.tokens.start - 1).has(Parts::NEGATIVE) {
                return Modality::Negated;
            }
            if let Some(modality) = self.governed(group.tokens.start, clause.start) {
                return modality;
            }
        }
        if self.tag(head) == Tag::Base && group.tokens.len() == 1 {
            let joined = matches!(self.before(head), Some(Tag::Comma | Tag::Coordinator | Tag::Adverb));
            match (joined, beside) {
                (true, Some(modality)) => return modality,
                // "Release them!"
                _ if self.before(head).is_none_or(|tag| tag == Tag::Stop) => return Modality::CalledFor,
                _ => {}
            }
        }
        self.conditional(clause).unwrap_or(Modality::Asserted)
    }

    /// Of a noun, which begins with `phrase.start`.
    pub fn of_noun(&self, phrase: &Range<usize>, clause: &Range<usize>) -> Modality {
        let negative = |at: usize| self.parts(at).has(Parts::NEGATIVE);
        if phrase.clone().any(negative) || phrase.start > clause.start && negative(phrase.start - 1) {
            return Modality::Negated;
        }
        if self.at_distance(phrase) {
            return Modality::ReportedAsClaimed;
        }
        let governor = (clause.start.max(phrase.start.saturating_sub(6))..phrase.start).rev();
        for at in governor {
            if self.tag(at).is_verb() {
                let group = self.phrases.verb_group(at, clause);
                let effect = self.lemma_effect(at);
                return match (group.negated, effect) {
                    (true, None) => Modality::Negated,
                    (false, Some(Modality::CalledFor)) => Modality::CalledFor,
                    (false, Some(Modality::Planned)) => Modality::Planned,
                    (false, Some(Modality::Negated)) if self.tag(at) != Tag::Noun => Modality::Negated,
                    (false, Some(Modality::ReportedAsClaimed)) => Modality::ReportedAsClaimed,
                    _ => match group.modal {
                        Some(modal) if modal.has(Parts::DUE) => Modality::CalledFor,
                        Some(modal) if modal.has(Parts::UNREAL) => Modality::Conditional,
                        _ => Modality::Asserted,
                    },
                };
            }
        }
        Modality::Asserted
    }

    fn tag(&self, at: usize) -> Tag {
        self.phrases.tag(at)
    }

    fn parts(&self, at: usize) -> Parts {
        self.phrases.parts(at)
    }

    fn before(&self, at: usize) -> Option<Tag> {
        at.checked_sub(1).map(|before| self.tag(before))
    }

    fn at_distance(&self, tokens: &Range<usize>) -> bool {
        let lexicon = &self.phrases.work.pack.lexicon;
        let all = &self.phrases.work.tokens.all;
        tokens.clone().any(|at| self.words.is_hearsay(lexicon, all[at].lexeme))
    }

    fn conditional(&self, clause: &Range<usize>) -> Option<Modality> {
        let token = self.phrases.work.tokens.all.get(clause.start)?;
        let condition = self.tag(clause.start) == Tag::Subordinator
            && self.words.is_condition(&self.phrases.work.pack.lexicon, token.lexeme);
        condition.then_some(Modality::Conditional)
    }

    fn lemma_effect(&self, at: usize) -> Option<Modality> {
        let token = self.phrases.work.tokens.all.get(at)?;
        self.words.effect(self.phrases.work.pack.grammar.entry(token.lexeme).lemma?)
    }

    /// What the verb or noun before an infinitive makes of it.
    fn governed(&self, start: usize, least: usize) -> Option<Modality> {
        let least = least.min(start).max(start.saturating_sub(GOVERNOR));
        let mut noun = None;
        for at in (least..start).rev() {
            let tag = self.tag(at);
            if tag == Tag::Noun && noun.is_none() {
                let word = self.phrases.work.tokens.all[at].lexeme;
                noun = self.words.noun_effect(&self.phrases.work.pack.lexicon, word);
            }
            if tag.parts() || tag == Tag::Subordinator {
                break;
            }
            if tag.is_verb() {
                let group = self.phrases.verb_group(at, &(least..start));
                if group.negated {
                    return Some(Modality::Negated);
                }
                let effect = self.lemma_effect(at).or(noun);
                return match (effect, group.modal) {
                    (Some(effect), _) => Some(effect),
                    (None, Some(modal)) if modal.has(Parts::DUE) => Some(Modality::CalledFor),
                    (None, Some(modal)) if modal.has(Parts::UNREAL) => Some(Modality::Conditional),
                    _ if group.infinitive => continue,
                    _ => None,
                };
            }
        }
        noun
    }
}
