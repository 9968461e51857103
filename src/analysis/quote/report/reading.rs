//! What all that reports is read by: verbs that are cues, whose voice a word is in, and where what is said ends.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::analysis::quote::draft::{Draft, Why};
use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::language::grammar::Parts;
use crate::language::lexicon::ClassId;
use crate::language::speech::{Cues, Frames};
use crate::model::QuoteKind;

/// How many quotations before a word are looked at for one around it.
const NESTED: usize = 6;
/// How far behind a comma or "and" the verb of another ascription may stand.
const ANOTHER: usize = 8;

/// A document as its reported speech is read.
pub(super) struct Report<'a> {
    pub(super) phrases: Phrases<'a>,
    pub(super) cues: &'a Cues,
    pub(super) taken: &'a FxHashSet<usize>,
    pub(super) direct: &'a [Draft],
    pub(super) document: Option<ClassId>,
    /// Words behind a comma that unfold what stands before it.
    pub(super) unfolds: Option<ClassId>,
}

impl Report<'_> {
    pub(super) fn tag(&self, at: usize) -> Tag {
        self.phrases.tag(at)
    }

    /// What the verb at `at` takes; nothing if it is no cue.
    pub(super) fn frames(&self, at: usize) -> Frames {
        let Some(token) = self.phrases.work.tokens.all.get(at) else { return Frames::default() };
        let lemma = self.phrases.work.pack.grammar.entry(token.lexeme).lemma;
        lemma.map(|lemma| self.cues.verb(lemma)).unwrap_or_default()
    }

    /// The part of the sentence that the same voice tells as the token at `at`: within the marks around it, or outside
    /// of those that the sentence begins in.
    pub(super) fn voice(&self, at: usize, sentence: &Range<usize>) -> Range<usize> {
        let offset = self.phrases.work.tokens.all[at].span.start;
        let next = self.direct.partition_point(|draft| draft.outer.start <= offset);
        let mut voice = sentence.clone();
        for draft in self.direct[next.saturating_sub(NESTED)..next].iter().rev() {
            let inside = self.phrases.tokens(draft.span);
            if draft.outer.end > offset {
                voice.start = voice.start.max(inside.start);
                voice.end = voice.end.min(inside.end);
                break;
            }
            if self.phrases.tokens(draft.outer).start < sentence.start {
                voice.start = voice.start.max(self.phrases.tokens(draft.outer).end);
            }
        }
        voice.start = voice.start.min(at);
        voice.end = voice.end.max(at + 1);
        voice
    }

    pub(super) fn draft(
        &self,
        content: Range<usize>,
        source: Option<Range<usize>>,
        cue: Range<usize>,
        why: Why,
    ) -> Option<Draft> {
        if content.is_empty() {
            return None;
        }
        let span = self.phrases.work.subject().span(&content);
        Some(Draft { span, outer: span, source, cue: Some(cue), kind: QuoteKind::Indirect, depth: 1, why })
    }

    /// True for "I", "you" and "we": whoever speaks or is spoken to ascribes nothing to anybody else.
    pub(super) fn is_speaker(&self, source: &Range<usize>) -> bool {
        let parts = self.phrases.parts(source.start);
        let third = Parts::HE.and(Parts::SHE).and(Parts::IT).and(Parts::THEY);
        source.len() == 1
            && parts.has(Parts::PRONOUN)
            && parts.has(Parts::OBJECT.and(Parts::I).and(Parts::WE))
            && !parts.has(third)
    }

    /// The end of a content that is a clause: that of its sentence, or of its part before ";" or another ascription.
    pub(super) fn sentence_end(&self, from: usize, sentence: &Range<usize>) -> usize {
        let mut at = from;
        let mut marked = false;
        let opens = self.opens(from, sentence);
        while at < sentence.end {
            let breaks = match self.tag(at) {
                Tag::Quote => {
                    marked = !marked;
                    false
                }
                Tag::Colon if self.phrases.work.tokens.all[at].of(&self.phrases.work.document.text) == ";" => true,
                Tag::Comma if opens && self.goes_on(at + 1, sentence) => true,
                Tag::Comma | Tag::Colon | Tag::Coordinator => at > from && self.another_says(at, sentence),
                _ => false,
            };
            if breaks && !marked {
                break;
            }
            at += 1;
        }
        self.trim(from, at)
    }

    /// The end of a content that is less than a clause.
    pub(super) fn part_end(&self, from: usize, sentence: &Range<usize>) -> usize {
        let mut at = from;
        while at < sentence.end {
            let next = at + 1 + usize::from(self.tag(at + 1) == Tag::Coordinator);
            let breaks = match self.tag(at) {
                Tag::Colon | Tag::Stop => true,
                Tag::Comma if self.exemplifies(at + 1, sentence) => false,
                Tag::Comma => {
                    !self.lists(at, sentence) && self.tag(next) != Tag::Comma && self.tag(next) != Tag::Quote
                        || matches!(self.tag(next), Tag::Relative | Tag::Subordinator | Tag::Ing)
                        || self.phrases.clause_end(at.max(from + 1) - 1, sentence) <= at
                }
                Tag::Coordinator => at > from && self.another_says(at, sentence),
                _ => false,
            };
            if breaks {
                break;
            }
            at += 1;
        }
        self.trim(from, at)
    }

    /// True for "including" and "such as", which only unfold what stands before.
    fn exemplifies(&self, at: usize, sentence: &Range<usize>) -> bool {
        let lexeme = self.phrases.work.tokens.all[at.min(sentence.end - 1)].lexeme;
        at < sentence.end && self.unfolds.is_some_and(|class| self.phrases.work.pack.lexicon.is(lexeme, class))
    }

    /// True if "and" or "or" follows soon behind the comma at `comma`: it parts what is listed.
    fn lists(&self, comma: usize, sentence: &Range<usize>) -> bool {
        let near = (comma + 1..sentence.end.min(comma + 1 + ANOTHER)).take_while(|&at| !self.tag(at).is_finite());
        near.take_while(|&at| !self.tag(at).parts()).any(|at| self.tag(at) == Tag::Coordinator)
    }

    /// True if a subordinate clause or a phrase opens the sentence and reaches up to `at`, so that the main clause is
    /// still to come: "While he said that it failed, …", "Contrary to his claim that …".
    fn opens(&self, at: usize, sentence: &Range<usize>) -> bool {
        matches!(self.tag(sentence.start), Tag::Subordinator | Tag::Preposition)
            && !(sentence.start..at).any(|before| self.tag(before) == Tag::Comma || self.tag(before).parts())
    }

    /// True if a clause begins at `start`, behind a comma: a noun phrase and a finite verb.
    fn goes_on(&self, start: usize, sentence: &Range<usize>) -> bool {
        if self.tag(start) == Tag::Pronoun {
            return self.tag(start + 1).is_finite();
        }
        let phrase = self.phrases.phrase_from(start, sentence.end);
        !phrase.is_empty() && (self.tag(phrase.end).is_finite() || self.tag(phrase.end + 1).is_finite())
    }

    pub(super) fn trim(&self, from: usize, mut end: usize) -> usize {
        while end > from && matches!(self.tag(end - 1), Tag::Stop | Tag::Comma | Tag::Colon | Tag::Coordinator) {
            end -= 1;
        }
        end
    }

    /// True if another ascription begins behind the comma, dash or coordinator at `joint`: "…, she added", "… and
    /// promised to", "…, citing", "…, though he denied".
    pub(super) fn another_says(&self, joint: usize, sentence: &Range<usize>) -> bool {
        let mut start = joint + 1;
        if self.tag(joint) != Tag::Coordinator && matches!(self.tag(start), Tag::Coordinator | Tag::Subordinator) {
            start += 1;
        }
        while start < sentence.end && self.tag(start) == Tag::Adverb {
            start += 1;
        }
        let says = Frames::CLAUSE.and(Frames::THAT);
        if self.tag(start).is_verb() {
            let (tag, frames) = (self.tag(start), self.frames(start));
            return match tag {
                Tag::Ing => self.tag(joint) == Tag::Comma && frames.has(says.and(Frames::SPEECH).and(Frames::OBJECT)),
                Tag::Past | Tag::Third => frames.has(says),
                _ => false,
            };
        }
        for verb in start..sentence.end.min(start + ANOTHER) {
            if self.tag(verb).is_verb() {
                return verb > start && self.frames(verb).has(says) && matches!(self.tag(verb), Tag::Past | Tag::Third);
            }
            if self.tag(verb).parts() || matches!(self.tag(verb), Tag::Comma | Tag::Be | Tag::Modal | Tag::Do) {
                return false;
            }
        }
        false
    }

    /// The clause that ends before `end`, from the start of the sentence or its last part.
    pub(super) fn clause_before(&self, end: usize, sentence: &Range<usize>) -> Range<usize> {
        let mut start = end;
        while start > sentence.start && !matches!(self.tag(start - 1), Tag::Colon | Tag::Stop) {
            start -= 1;
        }
        start..self.trim(start, end)
    }

    /// True for the mark that closes words which are a part of the sentence and no speech of their own: `the plan
    /// “failed,” he said`.
    pub(super) fn closes_part(&self, at: usize, sentence: &Range<usize>) -> bool {
        let comma = at > sentence.start && self.tag(at) == Tag::Quote && self.tag(at - 1) == Tag::Comma;
        let end = self.phrases.work.tokens.all[at].span.end;
        let speech = || {
            let next = self.direct.partition_point(|draft| draft.outer.start < end);
            self.direct[next.saturating_sub(NESTED)..next].iter().any(|draft| draft.outer.end == end)
        };
        comma && !speech()
    }
}
