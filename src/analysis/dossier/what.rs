//! What several documents tell.
//!
//! Events of different documents become one event with several tellings if they are dated to the same day, named by
//! words of one stem, both told as facts, and if somebody takes part in both. Told alike of at least two of the same
//! but on another day not far away, they are one event whose dates disagree. Everything else stays apart.

use rustc_hash::FxHashMap;

use crate::model::{Date, Document, Event, EventId, Granularity, Modality, Provenance};

/// Letters of which words of one stem share the first.
const STEM: usize = 5;
/// Most days between tellings of one event that disagree.
const APART: i32 = 10;
/// Most events of one stem that a telling is compared with.
const COMPARED: usize = 64;

/// Ties the events that several documents tell. The first telling in text order is the event.
pub fn join(bound: &mut Document) {
    let mut known: FxHashMap<String, Vec<Told>> = FxHashMap::default();
    for nth in 0..bound.events.len() {
        let Some(told) = Told::of(bound, nth) else { continue };
        let alike = known.entry(told.stem.clone()).or_default();
        let other = alike.iter().rev().take(COMPARED).find_map(|other| Some((other.event, told.same(other, bound)?)));
        if let Some((first, (rule, confidence))) = other {
            let evidence = vec![bound.events[first.index()].trigger];
            let event = &mut bound.events[nth];
            event.same_as = Some(first);
            event.provenance =
                Provenance::new(rule, [evidence, event.provenance.evidence.clone()].concat(), confidence);
        } else {
            alike.push(told);
        }
    }
}

/// A dated event that is told as a fact.
struct Told {
    event: EventId,
    part: Option<usize>,
    stem: String,
    day: Date,
}

impl Told {
    fn of(bound: &Document, nth: usize) -> Option<Self> {
        let event = &bound.events[nth];
        let when = event.when.as_ref().filter(|when| when.granularity == Granularity::Day)?;
        if event.same_as.is_some() || event.modality != Modality::Asserted || event.participants.is_empty() {
            return None;
        }
        let day = when.bounds.earliest_start?.date();
        (when.bounds.latest_end?.date() == day).then_some(())?;
        let stem = bound.words(event.trigger).to_lowercase().chars().take(STEM).collect();
        Some(Self { event: nth.into(), part: bound.part_at(event.trigger.start), stem, day })
    }

    /// Why the two are one event, and how sure that is.
    fn same(&self, other: &Told, bound: &Document) -> Option<(&'static str, f32)> {
        if self.part == other.part {
            return None;
        }
        let shared = shared(&bound.events[self.event.index()], &bound.events[other.event.index()]);
        let apart = self.day.since(other.day).ok()?.get_days().abs();
        match (apart, shared) {
            (0, 1..) => Some(("told in another document of the same day and somebody who takes part in both", 0.7)),
            (1..=APART, 2..) => Some(("told in another document of the same people, but of another day", 0.5)),
            _ => None,
        }
    }
}

/// How many take part in both.
fn shared(one: &Event, other: &Event) -> usize {
    one.participants.iter().filter(|entity| other.participants.contains(entity)).count()
}
