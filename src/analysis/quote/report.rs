//! Reported speech and thought: "X said that …", "according to X", "X accused Y of …".
//!
//! The content is what the verb of saying takes, as PolNeAR annotates it: the clause, infinitive or noun phrase behind
//! the cue, or the sentence that a verb of saying is set into. What a content says about its own times is not read
//! here.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::draft::{Draft, Why};
use crate::analysis::syntax::phrase::{Phrases, Tense};
use crate::analysis::syntax::tag::Tag;
use crate::language::grammar::Parts;
use crate::language::lexicon::ClassId;
use crate::language::speech::{Cues, Frames, SourceSide};
use crate::model::{BlockId, BlockKind, EntityKind, Mention, QuoteKind, index};

/// Blocks that one thread reads at a time.
const CHUNK: usize = 128;
/// How far back the subject of a participle is looked for.
const REACH: usize = 40;
/// How far into a bare clause its verb must come.
const CLAUSE: usize = 16;
/// Most tokens of a headline, and of what stands before its colon.
const TITLE: usize = 32;
const LABEL: usize = 8;
/// How far from its verb a "that" may stand behind times and places.
const DISTANT: usize = 16;
/// How many quotations before a word are looked at for one around it.
const NESTED: usize = 6;
/// How far behind a comma or "and" the verb of another ascription may stand.
const ANOTHER: usize = 8;

/// All reported speech, by its start. `direct` are the marked words, by their start: what is reported within them ends
/// with them, and their cues ascribe nothing else.
pub fn reported(phrases: Phrases<'_>, cues: &Cues, direct: &[Draft]) -> Vec<Draft> {
    let taken: FxHashSet<usize> = direct.iter().filter_map(|draft| draft.cue.clone()).flatten().collect();
    let blocks = &phrases.work.document.blocks;
    let chunks: Vec<Vec<Draft>> = (0..blocks.len().div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| {
            let document = phrases.work.pack.lexicon.class("DOCUMENT");
            let report = Report { phrases, cues, taken: &taken, direct, document };
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

struct Report<'a> {
    phrases: Phrases<'a>,
    cues: &'a Cues,
    taken: &'a FxHashSet<usize>,
    direct: &'a [Draft],
    document: Option<ClassId>,
}

impl Report<'_> {
    fn tag(&self, at: usize) -> Tag {
        self.phrases.tag(at)
    }

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

    /// "Poll: Voters want change", "Smith: I was wrong", as a title: what stands behind the colon is the source's.
    fn headline(&self, block: usize) -> Option<Draft> {
        let tokens = self.phrases.work.tokens.range(BlockId::from(block));
        let title = block == 0 || matches!(self.phrases.work.document.blocks[block].kind, BlockKind::Heading(_));
        if !title || tokens.len() > TITLE {
            return None;
        }
        let text: &str = &self.phrases.work.document.text;
        let all = &self.phrases.work.tokens.all;
        let colon = (tokens.start + 1..tokens.end.min(tokens.start + LABEL)).find(|&at| all[at].of(text) == ":")?;
        let person = |mention: &Mention| {
            let kind = self.phrases.work.document.entities.get(mention.entity.index()).map(|entity| entity.kind);
            matches!(kind, Some(EntityKind::Person | EntityKind::Org))
        };
        let span = self.phrases.work.subject().span(&(tokens.start..colon));
        let mentions = &self.phrases.work.document.mentions;
        let named = mentions[index::beginning_in(mentions, span)].iter().any(person);
        let lexicon = &self.phrases.work.pack.lexicon;
        let document = self.document.is_some_and(|class| lexicon.is(all[colon - 1].lexeme, class));
        let content = colon + 1..self.trim(colon + 1, tokens.end);
        let tells = content.clone().any(|at| self.phrases.parts(at).has(Parts::ANY_VERB));
        let quoted = self.tag(colon + 1) == Tag::Quote;
        if !(named || document) || !tells || quoted {
            return None;
        }
        self.draft(content, Some(tokens.start..colon), colon..colon + 1, Why::Headline)
    }

    /// What the verb at `at` takes; nothing if it is no cue.
    fn frames(&self, at: usize) -> Frames {
        let Some(token) = self.phrases.work.tokens.all.get(at) else { return Frames::default() };
        let lemma = self.phrases.work.pack.grammar.entry(token.lexeme).lemma;
        lemma.map(|lemma| self.cues.verb(lemma)).unwrap_or_default()
    }

    /// The part of the sentence that the same voice tells as the token at `at`: within the marks around it, or outside
    /// of those that the sentence begins in.
    fn voice(&self, at: usize, sentence: &Range<usize>) -> Range<usize> {
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

    fn draft(&self, content: Range<usize>, source: Option<Range<usize>>, cue: Range<usize>, why: Why) -> Option<Draft> {
        if content.is_empty() {
            return None;
        }
        let span = self.phrases.work.subject().span(&content);
        Some(Draft { span, outer: span, source, cue: Some(cue), kind: QuoteKind::Indirect, depth: 1, why })
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

    /// True for "I", "you" and "we": whoever speaks or is spoken to ascribes nothing to anybody else.
    fn is_speaker(&self, source: &Range<usize>) -> bool {
        let parts = self.phrases.parts(source.start);
        let third = Parts::HE.and(Parts::SHE).and(Parts::IT).and(Parts::THEY);
        source.len() == 1
            && parts.has(Parts::PRONOUN)
            && parts.has(Parts::OBJECT.and(Parts::I).and(Parts::WE))
            && !parts.has(third)
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

    /// The end of a content that is a clause: that of its sentence, or of its part before ";" or another ascription.
    fn sentence_end(&self, from: usize, sentence: &Range<usize>) -> usize {
        let mut at = from;
        let mut marked = false;
        while at < sentence.end {
            let breaks = match self.tag(at) {
                Tag::Quote => {
                    marked = !marked;
                    false
                }
                Tag::Colon if self.phrases.work.tokens.all[at].of(&self.phrases.work.document.text) == ";" => true,
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
    fn part_end(&self, from: usize, sentence: &Range<usize>) -> usize {
        let mut at = from;
        while at < sentence.end {
            let next = at + 1 + usize::from(self.tag(at + 1) == Tag::Coordinator);
            let breaks = match self.tag(at) {
                Tag::Colon | Tag::Stop => true,
                Tag::Comma => {
                    matches!(self.tag(next), Tag::Relative | Tag::Subordinator | Tag::Ing)
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

    fn trim(&self, from: usize, mut end: usize) -> usize {
        while end > from && matches!(self.tag(end - 1), Tag::Stop | Tag::Comma | Tag::Colon | Tag::Coordinator) {
            end -= 1;
        }
        end
    }

    /// True if another ascription begins behind the comma, dash or coordinator at `joint`: "…, she added", "… and promised
    /// to", "…, citing", "…, though he denied".
    fn another_says(&self, joint: usize, sentence: &Range<usize>) -> bool {
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

    /// True for the mark that closes words which are a part of the sentence and no speech of their own: `the plan “failed,” he
    /// said`.
    fn closes_part(&self, at: usize, sentence: &Range<usize>) -> bool {
        let comma = at > sentence.start && self.tag(at) == Tag::Quote && self.tag(at - 1) == Tag::Comma;
        let end = self.phrases.work.tokens.all[at].span.end;
        let speech = || {
            let next = self.direct.partition_point(|draft| draft.outer.start < end);
            self.direct[next.saturating_sub(NESTED)..next].iter().any(|draft| draft.outer.end == end)
        };
        comma && !speech()
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

    /// "his claim that", "the hope that"; of somebody also "his promise to go", "their criticism of the plan".
    fn noun(&self, at: usize, sentence: &Range<usize>) -> Option<Draft> {
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
                (from + 1).min(sentence.end)..self.sentence_end(from + 1, sentence)
            } else {
                self.clause_before(cue.start, sentence)
            };
            if content.start < content.end {
                drafts.extend(self.draft(content, Some(source), cue, Why::AccordingTo));
            }
        }
    }

    /// The clause that ends before `end`, from the start of the sentence or its last part.
    fn clause_before(&self, end: usize, sentence: &Range<usize>) -> Range<usize> {
        let mut start = end;
        while start > sentence.start && !matches!(self.tag(start - 1), Tag::Colon | Tag::Stop) {
            start -= 1;
        }
        start..self.trim(start, end)
    }
}

/// True for what may stand between a finite auxiliary and its verb.
fn is_auxiliary(tag: Tag) -> bool {
    matches!(tag, Tag::Be | Tag::Have | Tag::Do | Tag::Negative | Tag::Adverb)
}
