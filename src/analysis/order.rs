//! What came before what, as far as the text tells and dates do not.
//!
//! From words that put one event before another, from "had done" beside "did", and, with little confidence, from the
//! order in which a narrative tells. Two events whose dates part them already get no link.

use std::ops::Range;

use rayon::prelude::*;

use super::Work;
use super::syntax::Syntax;
use super::syntax::phrase::{Phrases, Tense};
use super::syntax::tag::Tag;
use crate::language::event::Order;
use crate::model::{
    Event, EventClass, EventId, Modality, Provenance, Rule, Span, TemporalLink, TemporalRelation, index,
};

/// Sentences that one thread reads at a time.
const CHUNK: usize = 1024;
/// Most blocks between two steps of a narrative.
const STEP: u32 = 1;
/// How far behind the words the second event may stand, in tokens.
const REACH: usize = 16;

/// All of them, by their source.
pub fn links(work: Work<'_>, syntax: &Syntax) -> Vec<TemporalLink> {
    let orderer = Orderer { phrases: Phrases::new(work, syntax), events: &work.document.events };
    let sentences = &work.document.sentences;
    let chunks: Vec<Vec<TemporalLink>> = sentences
        .par_chunks(CHUNK)
        .map(|sentences| {
            let mut links = Vec::new();
            for sentence in sentences {
                orderer.connected(sentence.span, &mut links);
            }
            links
        })
        .collect();
    let mut links: Vec<TemporalLink> = chunks.into_iter().flatten().collect();
    links.extend(orderer.told());
    links.retain(|link| !orderer.parted_by_dates(link));
    links.sort_by_key(|link| (link.source, link.target));
    // What words say comes before what the order of telling suggests.
    links.dedup_by(|later, first| {
        let same = (later.source, later.target) == (first.source, first.target);
        if same && later.provenance.confidence > first.provenance.confidence {
            std::mem::swap(later, first);
        }
        same
    });
    links
}

struct Orderer<'a> {
    phrases: Phrases<'a>,
    events: &'a [Event],
}

impl Orderer<'_> {
    /// Links by words: "after the war the towns were rebuilt".
    fn connected(&self, sentence: Span, links: &mut Vec<TemporalLink>) {
        let inside = index::beginning_in(self.events, sentence);
        if inside.len() < 2 {
            return;
        }
        let work = self.phrases.work;
        let tokens = self.phrases.tokens(sentence);
        for found in work.pack.event.find_all(&work.subject(), tokens.clone()) {
            let words = found.found.tokens.clone();
            let Some(second) = self.event_after(&words, &tokens, &inside) else { continue };
            let Some(first) = self.event_beside(&words, second, &tokens, &inside) else { continue };
            let (source, relation, target) = match found.rule.then.order {
                Order::Before => (first, TemporalRelation::Before, second),
                Order::After => (first, TemporalRelation::After, second),
                Order::During => (second, TemporalRelation::Includes, first),
            };
            links.push(TemporalLink {
                source: EventId::from(source),
                relation,
                target: EventId::from(target),
                provenance: Provenance::new(found.rule.name.clone(), vec![work.subject().span(&words)], 0.8),
            });
        }
    }

    /// The event that the words lead to: the first verb of the clause behind them, or the noun of their phrase.
    fn event_after(&self, words: &Range<usize>, sentence: &Range<usize>, inside: &Range<usize>) -> Option<usize> {
        let end = (words.end..sentence.end.min(words.end + REACH))
            .find(|&at| matches!(self.phrases.tag(at), Tag::Comma | Tag::Stop | Tag::Colon))
            .unwrap_or(sentence.end.min(words.end + REACH));
        if words.end >= end {
            return None;
        }
        let span = self.phrases.work.subject().span(&(words.end..end));
        let events = inside.clone().filter(|&event| span.covers(self.events[event].trigger));
        // A conjunction takes the finite verb, a preposition the first noun or gerund.
        let clause = self.phrases.tag(words.start) == Tag::Subordinator;
        let mut first = None;
        for event in events {
            let token = self.phrases.tokens(self.events[event].trigger).end - 1;
            if clause && self.phrases.tag(token).is_verb() {
                return Some(event);
            }
            first = first.or(Some(event));
        }
        first
    }

    /// The event that the words put before or after it: the last before them, or for words that open the sentence the
    /// first of the main clause.
    fn event_beside(
        &self,
        words: &Range<usize>,
        second: usize,
        sentence: &Range<usize>,
        inside: &Range<usize>,
    ) -> Option<usize> {
        let at = self.phrases.work.tokens.all[words.start].span.start;
        let before = inside.clone().rev().find(|&event| self.events[event].trigger.end <= at);
        if words.start > sentence.start + 1 && before.is_some() {
            return before;
        }
        let comma = (words.end..sentence.end).find(|&at| self.phrases.tag(at) == Tag::Comma)?;
        let behind = self.phrases.work.tokens.all[comma].span.end;
        let mut later = inside.clone().filter(|&event| self.events[event].trigger.start >= behind && event != second);
        let in_main = |event: &usize| {
            let start = self.phrases.tokens(self.events[*event].span).start;
            !matches!(self.phrases.tag(start), Tag::Relative | Tag::Subordinator)
        };
        later.clone().find(in_main).or_else(|| later.next())
    }

    /// Links by tense and by the order of telling.
    fn told(&self) -> Vec<TemporalLink> {
        let sequence = Rule::from("told one after the other");
        let flashback = Rule::from("\"had\" beside a simple past");
        let mut links = Vec::new();
        let mut last: Option<usize> = None;
        let tenses: Vec<Option<Tense>> = self.events.par_iter().map(|event| self.tense(event)).collect();
        for (at, event) in self.events.iter().enumerate() {
            let Some(tense) = tenses[at] else { continue };
            let near = last.filter(|&last| {
                let before = &self.events[last];
                event.block.0 - before.block.0 <= STEP && before.quote == event.quote
            });
            let mut push = |source: usize, target: usize, rule: &Rule, confidence: f32| {
                links.push(TemporalLink {
                    source: EventId::from(source),
                    relation: TemporalRelation::Before,
                    target: EventId::from(target),
                    provenance: Provenance::new(rule.clone(), vec![event.trigger], confidence),
                });
            };
            match (tense, near) {
                (Tense::PastPerfect, Some(last)) => push(at, last, &flashback, 0.6),
                (Tense::Past, Some(last)) => push(last, at, &sequence, 0.3),
                _ => {}
            }
            if tense == Tense::Past {
                last = Some(at);
            }
        }
        links
    }

    /// The tense of an event that a narrative can go on with: a fact, told by a finite verb.
    fn tense(&self, event: &Event) -> Option<Tense> {
        if event.class != EventClass::Occurrence || event.modality != Modality::Asserted {
            return None;
        }
        let sentence = self.phrases.work.document.sentence_at(event.trigger.start)?;
        let tokens = self.phrases.tokens(event.trigger);
        let head = tokens.end.checked_sub(1)?;
        if !self.phrases.tag(head).is_verb() {
            return None;
        }
        let sentence = self.phrases.work.document.sentences[sentence.index()].span;
        let start = self.phrases.work.tokens.all.partition_point(|token| token.span.start < sentence.start);
        let group = self.phrases.verb_group(head, &(start..head + 1));
        let clause = self.phrases.tokens(event.span).start;
        let subordinate = matches!(self.phrases.tag(clause), Tag::Subordinator | Tag::Relative);
        match group.tense {
            Tense::PastPerfect => Some(Tense::PastPerfect),
            Tense::Past if !subordinate => Some(Tense::Past),
            _ => None,
        }
    }

    /// True if the dates of both say already which comes first, or that both are on one day.
    fn parted_by_dates(&self, link: &TemporalLink) -> bool {
        let hull = |event: EventId| self.events[event.index()].when.as_ref().map(|when| when.bounds.hull());
        let (Some((from, to)), Some((other_from, other_to))) = (hull(link.source), hull(link.target)) else {
            return false;
        };
        let sooner = to.zip(other_from).is_some_and(|(to, from)| to < from);
        let later = other_to.zip(from).is_some_and(|(to, from)| to < from);
        sooner || later
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::fixture;
    use crate::model::TemporalRelation;

    /// Each link as "source < target", ">" for after, "[" for includes.
    fn check(text: &str, expected: &[&str]) {
        let document = fixture::annotated(text);
        let words = |event: crate::model::EventId| document.words(document.events[event.index()].trigger);
        let found = document.temporal_links.iter().map(|link| {
            let sign = match link.relation {
                TemporalRelation::Before => "<",
                TemporalRelation::After => ">",
                TemporalRelation::Includes => "[",
                TemporalRelation::Simultaneous => "=",
            };
            format!("{} {sign} {}", words(link.source), words(link.target))
        });
        assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn words_put_one_event_before_another() {
        check("The army fled after the rebels attacked the town.", &["fled > attacked"]);
        check("After the rebels attacked the town, the army fled.", &["fled > attacked"]);
        check("The army fled before the rebels attacked the town.", &["fled < attacked"]);
    }

    #[test]
    fn had_tells_of_what_came_before() {
        check("The army fled. The rebels had attacked the town.", &["attacked < fled"]);
    }

    #[test]
    fn a_narrative_goes_on() {
        check("The rebels attacked the town. The army fled.", &["attacked < fled"]);
        check("The rebels attacked the town in 1921. The army fled in 1922.", &[]);
    }
}
