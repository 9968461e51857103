//! Reported speech and thought: "X said that …", "according to X", "X accused Y of …".
//!
//! The content is what the verb of saying takes, as PolNeAR annotates it: the clause, infinitive or noun phrase behind
//! the cue, or the sentence that a verb of saying is set into. What a content says about its own times is not read
//! here.

mod headline;
mod noun;
mod reading;

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use self::reading::Report;
use super::draft::{Draft, Why};
use crate::analysis::syntax::phrase::{Phrases, Tense};
use crate::analysis::syntax::tag::Tag;
use crate::language::grammar::Parts;
use crate::language::speech::{Cues, Frames, SourceSide};
use crate::model::BlockId;

/// Blocks that one thread reads at a time.
const CHUNK: usize = 128;
/// How far back the subject of a participle is looked for.
const REACH: usize = 40;
/// How far into a bare clause its verb must come.
const CLAUSE: usize = 16;
/// How far from its verb a "that" may stand behind times and places.
const DISTANT: usize = 16;

/// All reported speech, by its start. `direct` are the marked words, by their start: what is reported within them ends
/// with them, and their cues ascribe nothing else.
pub fn reported(phrases: Phrases<'_>, cues: &Cues, direct: &[Draft]) -> Vec<Draft> {
    let taken: FxHashSet<usize> = direct.iter().filter_map(|draft| draft.cue.clone()).flatten().collect();
    let blocks = &phrases.work.document.blocks;
    let chunks: Vec<Vec<Draft>> = (0..blocks.len().div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| {
            let document = phrases.work.pack.lexicon.class("DOCUMENT");
            let unfolds = phrases.work.pack.lexicon.class("UNFOLDING");
            let report = Report { phrases, cues, taken: &taken, direct, document, unfolds };
            let mut drafts = Vec::new();
            for block in chunk * CHUNK..blocks.len().min((chunk + 1) * CHUNK) {
                drafts.extend(report.headline(block));
                for sentence in phrases.sentences(BlockId::from(block)) {
                    report.sentence(sentence, &mut drafts);
                }
            }
            drafts
        })
        .collect();
    let mut drafts = chunks.concat();
    drafts.sort_by_key(|draft| (draft.span.start, std::cmp::Reverse(draft.span.end)));
    drafts.dedup_by_key(|draft| draft.span);
    drafts
}

impl Report<'_> {
    fn sentence(&self, sentence: Range<usize>, drafts: &mut Vec<Draft>) {
        let tokens = &self.phrases.work.tokens.all;
        for at in sentence.clone() {
            if self.taken.contains(&at) {
                continue;
            }
            let tag = self.tag(at);
            if tag.is_verb() {
                let frames = self.frames(at);
                if frames != Frames::default() {
                    drafts.extend(self.verb(at, frames, &self.voice(at, &sentence)));
                }
            } else if tag == Tag::Noun && self.cues.noun(tokens[at].lexeme) != Frames::default() {
                drafts.extend(self.noun(at, &self.voice(at, &sentence)));
            }
        }
        self.set_phrases(&sentence, drafts);
    }

    fn verb(&self, at: usize, frames: Frames, sentence: &Range<usize>) -> Option<Draft> {
        let group = self.phrases.verb_group(at, sentence);
        let cue = group.tokens.start..at + 1;
        if self.tag(at) == Tag::Participle && !group.passive && group.tense == Tense::None {
            return self.as_stated(at, sentence);
        }
        if group.passive && frames.has(Frames::RAISED) && self.tag(at + 1) == Tag::To && at + 1 < sentence.end {
            return self.raised(at, &group.tokens, sentence);
        }
        if let Some((content, why)) = self.complement(at, frames, sentence) {
            let source = self.source(at, group.passive, sentence);
            let told = source.is_some() || why == Why::ReportedClause && frames.has(Frames::SPEECH);
            // What somebody did not want, or means to praise, is not said by anybody.
            let meant = why != Why::ReportedClause && (group.negated || group.infinitive);
            let by_speaker = source.as_ref().is_some_and(|source| self.is_speaker(source));
            if !told
                || meant
                || by_speaker
                || self.is_supposed(at, source.is_none() || why == Why::ReportedThing, sentence)
            {
                return None;
            }
            return self.draft(content, source, cue, why);
        }
        if group.passive || !frames.has(Frames::CLAUSE) {
            return None;
        }
        // "It is late, I think."
        if self.phrases.subject(group.tokens.start, sentence).is_some_and(|source| self.is_speaker(&source)) {
            return None;
        }
        self.inserted(at, &group.tokens, sentence)
    }

    /// "The veto is expected to come": the subject belongs to what is said, and who says it stays unsaid.
    fn raised(&self, at: usize, group: &Range<usize>, sentence: &Range<usize>) -> Option<Draft> {
        let subject = self.phrases.subject(group.start, sentence)?;
        if self.is_speaker(&subject) || self.is_supposed(at, false, sentence) {
            return None;
        }
        // "Smith is ill and is expected to come": only what is said of him.
        let apart = (subject.end..group.start).any(|at| self.tag(at).is_finite());
        let content = if apart { at + 1 } else { subject.start }..self.part_end(at + 1, sentence);
        self.draft(content, None, group.start..at + 1, Why::ReportedClause)
    }

    /// True if the verb stands under a condition ("if he says that"), or, without a speaker or a clause, under any
    /// conjunction ("when it is told that", "when he explained the plan"): then nothing is said.
    fn is_supposed(&self, at: usize, weak: bool, sentence: &Range<usize>) -> bool {
        let start = self.phrases.clause(at, sentence).start;
        if self.tag(start) != Tag::Subordinator || start == at {
            return false;
        }
        let pack = self.phrases.work.pack;
        let word = self.phrases.work.tokens.all[start].lexeme;
        weak || pack.lexicon.class("CONDITION").is_some_and(|class| pack.lexicon.is(word, class))
    }

    /// "as stated in the declaration", "as reported by the agency": what stands before is ascribed to what stands
    /// behind.
    fn as_stated(&self, at: usize, sentence: &Range<usize>) -> Option<Draft> {
        let before = at.checked_sub(1).filter(|before| *before > sentence.start)?;
        let joined = matches!(self.tag(before), Tag::Preposition | Tag::Subordinator);
        let source = self.phrases.phrase_from(at + 2, sentence.end);
        if !joined || self.tag(at + 1) != Tag::Preposition || source.is_empty() {
            return None;
        }
        let content = self.clause_before(before, sentence);
        // "has not kept its promise, as stated in the treaty": the treaty stated the promise.
        let denied = content.clone().any(|at| self.phrases.parts(at).has(Parts::NEGATIVE));
        if denied {
            return None;
        }
        self.draft(content, Some(source), at..at + 1, Why::Inserted)
    }

    /// What stands behind the verb, if the verb takes it.
    fn complement(&self, verb: usize, frames: Frames, sentence: &Range<usize>) -> Option<(Range<usize>, Why)> {
        let mut at = verb + 1;
        while at < sentence.end {
            at += match self.tag(at) {
                Tag::Adverb | Tag::Negative | Tag::Time => 1,
                // "said in February 1986 that"
                Tag::Preposition if self.tag(at + 1) == Tag::Time => 2,
                _ => break,
            };
        }
        if at >= sentence.end {
            return None;
        }
        let end = self.sentence_end(at, sentence);
        match self.tag(at) {
            Tag::Subordinator if frames.has(Frames::THAT) => return Some((at..end, Why::ReportedClause)),
            // Who knows or finds out what time it is claims nothing; who says or asks it does.
            Tag::Relative if frames.has(Frames::THAT) && frames.has(Frames::SPEECH) && self.is_question(at) => {
                return Some((at..end, Why::ReportedClause));
            }
            Tag::To if frames.has(Frames::TO) => return Some((at..self.part_end(at, sentence), Why::ReportedWish)),
            _ => {}
        }
        if let Some(that) = frames.has(Frames::SPEECH).then(|| self.distant_that(at, end)).flatten() {
            return Some((that..end, Why::ReportedClause));
        }
        let hearer = frames.has(Frames::HEARER.and(Frames::OBJECT_TO).and(Frames::THAT));
        if let Some(found) = hearer.then(|| self.behind_hearer(at, frames, sentence, end)).flatten() {
            return Some(found);
        }
        let begins = at + usize::from(self.tag(at) == Tag::Quote);
        // Who says something says a clause, however long its subject is.
        let says = frames.has(Frames::SPEECH) && !frames.has(Frames::OBJECT) && !frames.has(Frames::HEARER);
        if frames.has(Frames::CLAUSE) && (self.clause_begins(begins, end) || says && self.tells(begins, end)) {
            return Some((at..end, Why::ReportedClause));
        }
        if frames.has(Frames::OBJECT.and(Frames::ABOUT).and(Frames::TOWARD)) {
            return self.object(at, frames, sentence);
        }
        None
    }

    /// "said during a rally on Friday in the capital that": the "that" behind phrases that prepositions open.
    fn distant_that(&self, at: usize, end: usize) -> Option<usize> {
        if !matches!(self.tag(at), Tag::Preposition | Tag::Time) {
            return None;
        }
        let fits = |tag: Tag| {
            tag.is_attribute() || matches!(tag, Tag::Preposition | Tag::Time | Tag::Noun | Tag::Name | Tag::Sign)
        };
        let that = (at..end.min(at + DISTANT)).find(|&next| !fits(self.tag(next)))?;
        let clause = self.tag(that) == Tag::Subordinator && self.phrases.parts(that).has(Parts::DETERMINER);
        clause.then_some(that)
    }

    /// "told reporters that", "urged him to", "said in a statement that".
    fn behind_hearer(
        &self,
        at: usize,
        frames: Frames,
        sentence: &Range<usize>,
        end: usize,
    ) -> Option<(Range<usize>, Why)> {
        let start = if self.tag(at) == Tag::Preposition { at + 1 } else { at };
        let hearer = self.phrases.phrase_from(start, end);
        if hearer.is_empty() {
            return None;
        }
        let mut next = hearer.end;
        // A time may stand between: "told the members on that day that".
        while next < end {
            next += match self.tag(next) {
                Tag::Time | Tag::Adverb => 1,
                Tag::Preposition if next + 1 < end && self.tag(next + 1) == Tag::Time => 2,
                _ => break,
            };
        }
        match self.tag(next) {
            // "found a way that": without a hearer or a preposition the words behind a noun only describe it.
            Tag::Subordinator
                if self.phrases.parts(next).has(Parts::DETERMINER)
                    && (start > at || frames.has(Frames::HEARER.and(Frames::OBJECT_TO))) =>
            {
                Some((next..end, Why::ReportedClause))
            }
            Tag::To if frames.has(Frames::OBJECT_TO) && start == at => {
                Some((at..self.part_end(at, sentence), Why::ReportedWish))
            }
            _ if frames.has(Frames::HEARER) && start == at && next < end && self.clause_begins(next, end) => {
                Some((next..end, Why::ReportedClause))
            }
            _ => None,
        }
    }

    /// True for "what", "where", "who" behind a verb: a question, no relative clause.
    fn is_question(&self, at: usize) -> bool {
        self.phrases.parts(at).has(Parts::RELATIVE)
    }

    /// True if a noun phrase with a finite verb begins here.
    fn clause_begins(&self, at: usize, end: usize) -> bool {
        let starts = self.tag(at).is_nominal()
            || self.tag(at).is_attribute()
            || matches!(self.tag(at), Tag::Time | Tag::Preposition);
        let object = self.tag(at) == Tag::Pronoun && !self.phrases.parts(at).has(Parts::PRONOUN);
        if !starts || object && self.phrases.parts(at).has(Parts::OBJECT) {
            return false;
        }
        for next in at + 1..end.min(at + CLAUSE) {
            let tag = self.tag(next);
            if tag.is_finite() || tag == Tag::Base && self.tag(next - 1).is_nominal() {
                return true;
            }
            let another = tag == Tag::Comma && self.tag(next + 1) == Tag::Coordinator;
            let parts = tag.parts() && tag != Tag::Quote;
            if another || parts || matches!(tag, Tag::Relative | Tag::Subordinator | Tag::To) {
                return false;
            }
        }
        false
    }

    /// True if a noun phrase begins here and a finite verb follows, be it in a clause of its own.
    fn tells(&self, at: usize, end: usize) -> bool {
        let starts =
            self.tag(at).is_nominal() && !self.phrases.parts(at).has(Parts::OBJECT) || self.tag(at).is_attribute();
        let parts = |tag: Tag| tag.parts() && tag != Tag::Quote;
        let inside = (at + 1..end.min(at + REACH)).take_while(|&next| !parts(self.tag(next)));
        starts && inside.skip(1).any(|next| self.tag(next).is_finite() || self.tag(next) == Tag::Base)
    }

    /// "criticised the plan", "accused him of theft", "called for a ban", "spoke of war".
    fn object(&self, at: usize, frames: Frames, sentence: &Range<usize>) -> Option<(Range<usize>, Why)> {
        let preposition = self.tag(at) == Tag::Preposition;
        let start = if preposition { at + 1 } else { at };
        let leads = || self.cues.leads_to_content(self.phrases.work.tokens.all[at].lexeme).has(frames);
        if preposition && !leads() || !preposition && !frames.has(Frames::OBJECT) {
            return None;
        }
        if self.phrases.phrase_from(start, sentence.end).is_empty() && self.tag(start) != Tag::Ing {
            return None;
        }
        Some((start..self.part_end(start, sentence), Why::ReportedThing))
    }

    /// Who says it: the subject, in the passive nobody but an agent, for a participle the subject of the sentence.
    fn source(&self, at: usize, passive: bool, sentence: &Range<usize>) -> Option<Range<usize>> {
        if passive {
            let agent = self.phrases.parts(at + 1).has(Parts::AGENT);
            return agent.then(|| self.phrases.phrase_from(at + 2, sentence.end)).filter(|source| !source.is_empty());
        }
        let group = self.phrases.verb_group(at, sentence);
        let least = sentence.start.max(at.saturating_sub(REACH));
        let says = Frames::CLAUSE.and(Frames::THAT);
        let before = self.tag(group.tokens.start.max(1) - 1);
        // "He said it failed, citing the cost, and promised to go": who said it cites and promises.
        let joined = before == Tag::Comma && self.tag(at) == Tag::Ing
            || before == Tag::Coordinator && self.tag(at) != Tag::Ing && self.frames(at).has(says);
        let goes_on = joined.then(|| {
            let cue = |verb: &usize| {
                matches!(self.tag(*verb), Tag::Past | Tag::Third) && self.frames(*verb).has(says.and(Frames::SPEECH))
            };
            (least..group.tokens.start).rev().find(cue)
        });
        let goes_on = goes_on.flatten();
        let finite = !group.infinitive && matches!(self.tag(at), Tag::Past | Tag::Third | Tag::Base)
            || group.tense != Tense::None;
        let own = || finite.then(|| self.phrases.subject(group.tokens.start, sentence)).flatten();
        if let Some(subject) = goes_on.is_none().then(own).flatten() {
            return Some(subject);
        }
        let main = goes_on.or_else(|| {
            (least..group.tokens.start).rev().find(|&verb| {
                matches!(self.tag(verb), Tag::Past | Tag::Third)
                    || self.tag(verb).is_finite() && !self.tag(verb + 1).is_verb()
                    || self.tag(verb) == Tag::Participle && matches!(self.tag(verb.max(1) - 1), Tag::Have | Tag::Be)
            })
        })?;
        self.phrases.subject(self.phrases.verb_group(main, sentence).tokens.start, sentence)
    }

    /// "The plan failed, she said." "The plan, she said, failed." "The plan failed, said the chairman."
    fn inserted(&self, at: usize, group: &Range<usize>, sentence: &Range<usize>) -> Option<Draft> {
        if !matches!(self.tag(at), Tag::Past | Tag::Third | Tag::Base | Tag::Participle) {
            return None;
        }
        let before = group.start.checked_sub(1).filter(|before| *before >= sentence.start)?;
        // "…, his daughter, who read it": a relative clause is about what stands before it, and does not ascribe it.
        if self.tag(before) == Tag::Relative {
            return None;
        }
        let parts = |at: usize| self.tag(at) == Tag::Comma || self.closes_part(at, sentence);
        let (source, comma) = if parts(before) {
            (self.phrases.phrase_from(at + 1, sentence.end), before)
        } else {
            let source = self.phrases.subject(group.start, sentence)?;
            let comma = source.start.checked_sub(1).filter(|comma| *comma >= sentence.start)?;
            (source, comma)
        };
        if source.is_empty() || !parts(comma) {
            return None;
        }
        let behind = source.end.max(at + 1);
        let content = self.content_around(comma, behind, sentence)?;
        self.draft(content, Some(source), at..at + 1, Why::Inserted)
    }

    /// The clause that ends at a comma, and goes on `behind` the insertion if another comma stands there; one of the
    /// two parts has its verb, and it is not marked as direct speech.
    fn content_around(&self, comma: usize, behind: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
        let text: &str = &self.phrases.work.document.text;
        let parts = |at: usize| match self.tag(at) {
            Tag::Colon => matches!(self.phrases.work.tokens.all[at].of(text), ":" | ";"),
            tag => tag == Tag::Stop,
        };
        let mut start = comma;
        while start > sentence.start && !parts(start - 1) {
            start -= 1;
        }
        let marked = self.tag(comma) == Tag::Quote;
        while !marked && start < comma && matches!(self.tag(start), Tag::Coordinator | Tag::Quote) {
            start += 1;
        }
        let quoted = self.tag(comma.checked_sub(1)?) == Tag::Quote;
        let close = comma + usize::from(marked);
        let tells = |part: Range<usize>| part.into_iter().any(|at| self.tag(at).is_finite());
        let goes_on = behind < sentence.end && self.tag(behind) == Tag::Comma && self.tag(behind + 1) != Tag::Relative;
        let end = if goes_on { self.sentence_end(behind + 1, sentence) } else { comma };
        let all = start..if goes_on && tells(behind + 1..end) { end } else { close };
        (!quoted && (tells(start..comma) || all.end > comma)).then_some(all)
    }

    /// "according to the ministry, …", "…, according to the ministry".
    fn set_phrases(&self, sentence: &Range<usize>, drafts: &mut Vec<Draft>) {
        let pack = self.phrases.work.pack;
        let on = self.phrases.work.subject();
        for found in pack.speech.find_all(&on, sentence.clone()) {
            let cue = found.found.tokens.clone();
            if found.rule.then.source != SourceSide::After {
                continue;
            }
            let source = self.phrases.phrase_from(cue.end, sentence.end);
            if source.is_empty() {
                continue;
            }
            let starts =
                cue.start == sentence.start || matches!(self.tag(cue.start - 1), Tag::Subordinator | Tag::Quote);
            let content = if starts {
                let mut from = source.end;
                while from < sentence.end && self.tag(from) != Tag::Comma {
                    from += 1;
                }
                let from = (from + 1).min(sentence.end);
                from..self.sentence_end(from, sentence)
            } else {
                self.clause_before(cue.start, sentence)
            };
            if content.start < content.end {
                drafts.extend(self.draft(content, Some(source), cue, Why::AccordingTo));
            }
        }
    }
}
