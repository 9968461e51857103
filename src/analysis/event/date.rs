//! When an event happened: a time of its own clause before one of its sentence before one that heads its paragraph.
//!
//! Never the nearest date for its own sake: an event beside which no time stands has none.

use std::ops::Range;

use super::draft::{DateWhy, Dated};
use crate::analysis::syntax::phrase::{Phrases, Tense};
use crate::analysis::syntax::tag::Tag;
use crate::language::event::{EventWords, Order};
use crate::language::grammar::Parts;
use crate::model::when::Calendar;
use crate::model::{
    BlockId, BlockKind, Document, EventClass, Modality, Mode, Span, Status, Timex, TimexId, TimexKind, When, index,
};

/// How many tokens from the start of a sentence an opening time may end.
const OPENING: usize = 12;

/// What is known of the verb or noun to be dated.
pub struct Subject<'a> {
    pub head: usize,
    pub clause: &'a Range<usize>,
    pub sentence: &'a Range<usize>,
    pub block: BlockId,
    pub class: EventClass,
    pub tense: Tense,
    pub nominal: bool,
    /// The quotation or clause that somebody is said to say around it.
    pub said: Option<Span>,
    /// As what it is told.
    pub modality: Modality,
}

/// Dates events.
#[derive(Clone, Copy)]
pub struct Dates<'a> {
    pub phrases: Phrases<'a>,
    pub words: &'a EventWords,
}

impl Dates<'_> {
    /// When the event is.
    pub fn date(&self, of: &Subject<'_>) -> Dated {
        if let Some((timex, bound)) = self.in_clause(of) {
            return self.dated(timex, bound, DateWhy::Clause);
        }
        if of.nominal || of.tense == Tense::None {
            return Dated::UNKNOWN;
        }
        // A relative clause tells of another time, if it tells of any.
        let relative = self.is_relative(of);
        if of.tense != Tense::PastPerfect && !relative {
            if let Some(timex) = self.opening(of) {
                return self.dated(timex, None, DateWhy::Sentence);
            }
            if let Some(timex) = self.heading(of) {
                return self.dated(timex, None, DateWhy::Heading);
            }
        }
        self.by_document(of).unwrap_or(Dated::UNKNOWN)
    }

    /// When something is that a noun of happening names at the head of its sentence, before its verb: "On 27 September,
    /// as a result of the operation launched by the army, the town was freed".
    pub fn at_head(&self, of: &Subject<'_>) -> Dated {
        let finite = (of.sentence.start..of.head).any(|at| self.phrases.tag(at).is_finite());
        let timex = (!finite).then(|| self.opening(of)).flatten();
        timex.map_or(Dated::UNKNOWN, |timex| self.dated(timex, None, DateWhy::Sentence))
    }

    /// True behind "who", and behind "that" with a noun before it: "the calendar that England kept".
    fn is_relative(&self, of: &Subject<'_>) -> bool {
        let start = of.clause.start;
        let that = || {
            let before = start.checked_sub(1).map(|before| self.phrases.tag(before));
            self.phrases.tag(start) == Tag::Subordinator
                && self.phrases.parts(start).has(Parts::DETERMINER)
                && matches!(before, Some(Tag::Noun | Tag::Name))
                && !(start..of.head).any(|at| self.phrases.tag(at) == Tag::Comma)
        };
        self.phrases.tag(start) == Tag::Relative || that()
    }

    fn timexes_in(&self, span: Span) -> impl DoubleEndedIterator<Item = (TimexId, &Timex)> {
        let timexes = &self.phrases.work.document.timexes;
        index::beginning_in(timexes, span).map(move |at| (TimexId::from(at), &timexes[at]))
    }

    fn is_date(&self, timex: &Timex) -> bool {
        matches!(timex.kind, TimexKind::Date | TimexKind::Time) && timex.when.is_some()
    }

    /// The time of the clause that belongs to the head, and what makes it a bound.
    fn in_clause(&self, of: &Subject<'_>) -> Option<(TimexId, Option<Order>)> {
        if of.clause.is_empty() {
            return None;
        }
        let span = self.phrases.work.subject().span(of.clause);
        let mut best: Option<(usize, TimexId, Option<Order>)> = None;
        for (id, timex) in self.timexes_in(span).take(12) {
            if !self.is_date(timex) {
                continue;
            }
            let at = self.phrases.tokens(timex.span);
            let attributive = !self.ends_report(&at, of) && self.is_attributive(&at, of.clause);
            let distance = if at.start > of.head { at.start - of.head } else { of.head + 1 - at.end.min(of.head) };
            // "the 1967 war" dates the war and nothing else.
            if attributive != of.nominal && attributive
                || of.nominal && !self.belongs_to_noun(of.head, &at, attributive)
            {
                continue;
            }
            // An infinitive or participle has only what stands behind it.
            if !of.nominal && of.tense == Tense::None && (at.start < of.head || self.verb_between(of.head, at.start)) {
                continue;
            }
            if !of.nominal
                && (self.is_aside(&at, of)
                    || self.is_meant(&at, of)
                    || self.is_past(timex, of)
                    || self.is_of_another(at.start, of))
            {
                continue;
            }
            let bound = self.bound_before(at.start, of.clause);
            // A time behind the verb is likelier its own than one before it.
            let cost = 2 * distance - usize::from(at.start > of.head);
            if best.is_none_or(|(least, ..)| cost < least) {
                best = Some((cost, id, bound));
            }
        }
        best.map(|(_, id, bound)| (id, bound))
    }

    /// True for a time in a relative clause between commas that the verb does not stand in: "Tambo, who fell ill last
    /// August, recovers".
    fn is_aside(&self, timex: &Range<usize>, of: &Subject<'_>) -> bool {
        (timex.end..of.head)
            .filter(|&at| self.phrases.tag(at) == Tag::Comma)
            .filter_map(|comma| self.phrases.insertion_start(comma, of.clause.start))
            .any(|open| open < timex.start)
    }

    /// True for a time behind another verb that has it for its own: "said the king left on Friday", "rose, leaving it
    /// in May", "confirmed a report published in May". What "and" joins shares it.
    fn is_of_another(&self, time: usize, of: &Subject<'_>) -> bool {
        let tag = |at: usize| self.phrases.tag(at);
        let joined = |at: usize| matches!(tag(at - 1), Tag::Coordinator | Tag::Adverb);
        (of.head + 1..time).any(|at| match tag(at) {
            Tag::Ing => tag(at - 1) == Tag::Comma,
            Tag::Participle => {
                let near = (at + 1..time).all(|at| tag(at).is_attribute() || tag(at) == Tag::Preposition);
                near && matches!(tag(at - 1), Tag::Noun | Tag::Name)
            }
            finite => of.tense != Tense::None && finite.is_finite() && !joined(at) && tag(at + 1) != Tag::Comma,
        })
    }

    /// True for a time right behind a verb of saying: in "said Friday talks had begun" it is no attribute.
    fn ends_report(&self, timex: &Range<usize>, of: &Subject<'_>) -> bool {
        of.class == EventClass::Reporting && timex.start == of.head + 1 && self.phrases.tag(timex.end) != Tag::Genitive
    }

    /// True for a time behind the infinitive that a verb of meaning or asking takes: who plans to leave in May plans
    /// now.
    fn is_meant(&self, timex: &Range<usize>, of: &Subject<'_>) -> bool {
        let lemma = |at: usize| self.phrases.work.pack.grammar.entry(self.phrases.work.tokens.all[at].lexeme).lemma;
        let effect = lemma(of.head).and_then(|lemma| self.words.effect(lemma));
        matches!(effect, Some(Modality::Planned | Modality::CalledFor))
            && (of.head + 1..timex.start).any(|at| self.phrases.tag(at) == Tag::To)
    }

    /// True for a time that lies behind a report which asks for the event, or tells it as going to happen.
    fn is_past(&self, timex: &Timex, of: &Subject<'_>) -> bool {
        let meta = &self.phrases.work.document.meta;
        let ahead = of.tense == Tense::Future || matches!(of.modality, Modality::Planned | Modality::CalledFor);
        let day = meta.date.as_ref().filter(|_| ahead && meta.mode == Mode::News).map(|date| date.value);
        let last = timex.when.as_ref().and_then(|when| when.bounds.hull().1);
        day.zip(last).is_some_and(|(day, last)| last.date() < day)
    }

    fn verb_between(&self, head: usize, time: usize) -> bool {
        (head + 1..time).any(|at| self.phrases.tag(at).is_verb())
    }

    /// True if a noun follows the time, or an 's: "the 1967 war", "Monday's vote".
    fn is_attributive(&self, timex: &Range<usize>, clause: &Range<usize>) -> bool {
        let genitive = |at: usize| self.phrases.tag(at) == Tag::Genitive;
        // "In 1714 merchants petitioned", "in the spring of 1714 merchants": a subject begins behind the time.
        let opens = timex
            .start
            .checked_sub(1)
            .is_some_and(|before| self.phrases.tag(before) == Tag::Preposition && before == clause.start);
        let determined = self.phrases.parts(timex.start).has(Parts::DETERMINER) && timex.len() > 1;
        !opens
            && !determined
            && timex.end < clause.end
            && matches!(self.phrases.tag(timex.end), Tag::Noun | Tag::Adjective)
            || (timex.end..timex.end + 2).any(genitive)
    }

    /// True if a time stands in the phrase of a noun: before it, or behind it with nothing but a preposition or a short
    /// phrase between.
    fn belongs_to_noun(&self, noun: usize, timex: &Range<usize>, attributive: bool) -> bool {
        if timex.end <= noun {
            return attributive && noun - timex.end <= 4;
        }
        timex.start - noun <= 8
            && (noun + 1..timex.start).all(|at| {
                let tag = self.phrases.tag(at);
                tag == Tag::Preposition || tag.is_attribute() || matches!(tag, Tag::Noun | Tag::Name | Tag::Coordinator)
            })
    }

    /// "before", "since": the word before a time that makes it a bound.
    fn bound_before(&self, start: usize, clause: &Range<usize>) -> Option<Order> {
        (start.saturating_sub(2)..start)
            .rev()
            .filter(|at| *at + 1 >= clause.start)
            .take_while(|at| {
                let tag = self.phrases.tag(*at);
                tag.is_attribute() || matches!(tag, Tag::Preposition | Tag::Subordinator | Tag::Adverb)
            })
            .find_map(|at| self.words.bound(self.phrases.work.tokens.all[at].lexeme))
    }

    /// A time before the first verb of the sentence, parted from what follows by a comma.
    fn opening(&self, of: &Subject<'_>) -> Option<TimexId> {
        let tokens = of.sentence.start..of.sentence.end.min(of.sentence.start + OPENING);
        if tokens.is_empty() {
            return None;
        }
        let span = self.phrases.work.subject().span(&tokens);
        let (id, timex) = self.timexes_in(span).find(|(_, timex)| self.is_date(timex))?;
        // What is reported in a sentence is not of the time at which it was said.
        if of.said.is_some_and(|said| !said.covers(timex.span) && self.is_reported(said)) {
            return None;
        }
        let at = self.phrases.tokens(timex.span);
        let leads = (tokens.start..at.start).all(|token| {
            let tag = self.phrases.tag(token);
            tag.is_attribute() || matches!(tag, Tag::Preposition | Tag::Adverb | Tag::Coordinator | Tag::Noun)
        });
        let bounded = self.bound_before(at.start, of.sentence).is_some();
        (leads && !bounded && at.end <= of.head && !self.is_attributive(&at, of.sentence)).then_some(id)
    }

    /// True for what stands right behind a verb of saying.
    fn is_reported(&self, said: Span) -> bool {
        let first = self.phrases.tokens(said).start;
        let verb = (first.saturating_sub(3)..first).rev().find(|&at| self.phrases.tag(at).is_verb());
        let class = |at: usize| self.phrases.work.pack.grammar.entry(self.phrases.work.tokens.all[at].lexeme).class;
        verb.and_then(class) == Some(EventClass::Reporting)
    }

    /// A time that is all that a heading says, or that begins the paragraph as a label: a chronicle, a diary.
    fn heading(&self, of: &Subject<'_>) -> Option<TimexId> {
        let document = self.phrases.work.document;
        let block = document.block(of.block);
        let whole = |span: Span| {
            let (id, timex) = self.timexes_in(span).find(|(_, timex)| self.is_date(timex))?;
            (timex.span.len() * 2 >= span.len()).then_some(id)
        };
        if let Some(label) = block.label {
            return whole(label);
        }
        let first = self.timexes_in(block.span).next().filter(|(_, timex)| timex.span.start == block.span.start);
        if let Some((id, timex)) = first.filter(|(_, timex)| self.is_date(timex)) {
            let next = document.text[timex.span.end as usize..].chars().next();
            if matches!(next, Some(':' | '.' | '—' | '–')) {
                return Some(id);
            }
        }
        let above = of.block.index().checked_sub(1)?;
        let above = &document.blocks[above];
        matches!(above.kind, BlockKind::Heading(_)).then(|| whole(above.span)).flatten()
    }

    /// In news, what is said without a time, and what the headline tells, is of the document's date.
    fn by_document(&self, of: &Subject<'_>) -> Option<Dated> {
        let meta = &self.phrases.work.document.meta;
        if of.nominal || of.said.is_some() || meta.mode != Mode::News {
            return None;
        }
        let fact = matches!(of.modality, Modality::Asserted | Modality::Negated);
        let why = match of.class {
            _ if fact && self.is_said_now(of) => DateWhy::Document,
            EventClass::Occurrence
                if matches!(of.tense, Tense::Past | Tense::Present | Tense::Perfect) && self.is_headline(of) =>
            {
                DateWhy::Headline
            }
            _ => return None,
        };
        meta.date.as_ref()?;
        Some(Dated { timex: None, bound: None, status: Status::Inferred, why })
    }

    /// True for a verb of saying in the simple present or past, and for one by which somebody does something in saying
    /// it ("urged") in the past; "has said" and "is saying" tell of no day.
    fn is_said_now(&self, of: &Subject<'_>) -> bool {
        let simple = self.phrases.tag(of.head) != Tag::Ing && !self.is_relative(of);
        let grammar = &self.phrases.work.pack.grammar;
        let act = || {
            let lemma = grammar.entry(self.phrases.work.tokens.all[of.head].lexeme).lemma;
            lemma.is_some_and(|lemma| self.words.is_speech_act(&self.phrases.work.pack.lexicon, lemma))
        };
        simple
            && match of.tense {
                Tense::Past => of.class == EventClass::Reporting || act(),
                Tense::Present => of.class == EventClass::Reporting,
                _ => false,
            }
    }

    /// True in the heading that a document begins with, outside of its relative clauses, for what it tells as a fact.
    fn is_headline(&self, of: &Subject<'_>) -> bool {
        let block = self.phrases.work.document.block(of.block);
        of.block.index() == 0
            && matches!(block.kind, BlockKind::Heading(_))
            && of.modality == Modality::Asserted
            && !self.is_relative(of)
    }

    fn dated(&self, id: TimexId, bound: Option<Order>, why: DateWhy) -> Dated {
        let timex = &self.phrases.work.document.timexes[id.index()];
        if timex.when.is_none() {
            return Dated::UNKNOWN;
        }
        match bound {
            None => {
                let status = match (timex.status, why) {
                    (Status::Stated, DateWhy::Clause) => Status::Stated,
                    (Status::Stated, _) => Status::Inferred,
                    (status, _) => status,
                };
                Dated { timex: Some(id), bound: None, status, why }
            }
            Some(_) => Dated { timex: Some(id), bound, status: Status::Unresolved, why: DateWhy::Bound },
        }
    }
}

/// The value of a date.
pub fn value(document: &Document, date: &Dated) -> Option<When> {
    let stated = || document.timexes[date.timex?.index()].when.as_ref();
    match (date.why, date.bound) {
        (DateWhy::Undated, _) => None,
        (_, Some(order)) => bounded(stated()?, order),
        (_, None) if date.timex.is_some() => stated().cloned(),
        (_, None) => When::of(Calendar::Day(document.meta.date.as_ref()?.value)),
    }
}

/// Only a bound: until `when`, or from then on.
fn bounded(when: &When, order: Order) -> Option<When> {
    match order {
        Order::Before => Some(when.clone().until()),
        Order::After => Some(when.clone().onwards()),
        Order::During => None,
    }
}
