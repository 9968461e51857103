//! What several documents tell.
//!
//! Events of different documents become one event with several tellings if they are dated to the same day, named by
//! words of one family, both told as facts, and if somebody takes part in both; a country that does is not enough, for
//! much happens in a country on a day. Told in much the same words of at least two of the same, but of another day not
//! far away, they are one event whose dates disagree. If a document tells of two that fit alike, or if the places
//! differ, they stay apart. Nothing that is denied, planned or only claimed is joined.

use rustc_hash::{FxHashMap, FxHashSet};

use super::name::{Words, is};
use crate::language::LanguagePack;
use crate::language::gazetteer::fold;
use crate::model::{
    Date, Document, EntityId, EntityKind, Event, EventClass, EventId, Granularity, Modality, Provenance,
};

/// Most days between tellings of one event that disagree.
const APART: i32 = 5;
/// Most events of one family that a telling is compared with.
const COMPARED: usize = 64;
/// The part of the words of the shorter label that tellings share which are told in much the same words.
const ALIKE: f32 = 0.5;
/// So much more alike must one be than another of the same document.
const CLEARLY: f32 = 0.2;

/// Ties the events that several documents tell. The first telling in text order is the event.
pub fn join(bound: &mut Document, words: &mut Words<'_>) {
    let mut known: FxHashMap<String, Vec<Told>> = FxHashMap::default();
    for nth in 0..bound.events.len() {
        let start = bound.events[nth].trigger.start;
        let Some(pack) = words.pack_at(bound, start) else { continue };
        let Some(told) = Told::of(bound, nth, &pack) else { continue };
        let alike = known.entry(told.family.clone()).or_default();
        if let Some((first, (rule, confidence))) = told.best(alike, bound) {
            let evidence = vec![bound.events[first.index()].trigger];
            let event = &mut bound.events[nth];
            event.same_as = Some(first);
            event.provenance =
                Provenance::new(rule, [evidence, event.provenance.evidence.clone()].concat(), confidence);
        }
        alike.push(told);
    }
}

/// A dated event that is told as a fact.
struct Told {
    event: EventId,
    part: Option<usize>,
    /// The words that it may be named by without being another one.
    family: String,
    /// True if the family says little: "make", "have".
    light: bool,
    day: Date,
    /// The words of its label that say something.
    words: FxHashSet<String>,
}

/// Why two events are one, and how sure that is.
type Reason = (&'static str, f32);

impl Told {
    fn of(bound: &Document, nth: usize, pack: &LanguagePack) -> Option<Self> {
        let event = &bound.events[nth];
        let when = event.when.as_ref().filter(|when| when.granularity == Granularity::Day)?;
        let happens = event.class == EventClass::Occurrence && event.modality == Modality::Asserted;
        if event.same_as.is_some() || !happens || event.participants.is_empty() {
            return None;
        }
        let day = when.bounds.earliest_start?.date();
        (when.bounds.latest_end?.date() == day).then_some(())?;
        let (family, light) = family(bound.words(event.trigger), pack);
        let label = fold(&event.label);
        let says = |word: &&str| word.chars().count() > 2 && !is(pack, word, "FUNCTION_WORD");
        let words = label.split(' ').filter(says).map(|word| self::family(word, pack).0).collect();
        Some(Self { event: nth.into(), part: bound.part_at(event.trigger.start), family, light, day, words })
    }

    /// The event that this one tells again.
    fn best(&self, alike: &[Told], bound: &Document) -> Option<(EventId, Reason)> {
        let near = alike.iter().rev().take(COMPARED);
        let mut fits: Vec<(&Told, Reason, f32)> =
            near.filter_map(|other| Some((other, self.same(other, bound)?, self.likeness(other)))).collect();
        // A date that agrees goes before words.
        fits.sort_by(|a, b| b.1.1.total_cmp(&a.1.1).then(b.2.total_cmp(&a.2)));
        let &(best, reason, likeness) = fits.first()?;
        let first = |told: &Told| bound.events[told.event.index()].same_as.unwrap_or(told.event);
        let rival = fits.iter().any(|(other, of, close)| {
            first(other) != first(best) && other.part == best.part && of.1 >= reason.1 && likeness - close < CLEARLY
        });
        (!rival).then(|| (first(best), reason))
    }

    /// Why the two are one event, and how sure that is.
    fn same(&self, other: &Told, bound: &Document) -> Option<Reason> {
        if self.part == other.part {
            return None;
        }
        let (one, two) = (&bound.events[self.event.index()], &bound.events[other.event.index()]);
        if one.place.zip(two.place).is_some_and(|(one, two)| one != two) {
            return None;
        }
        let (named, all) = shared(bound, one, two);
        let alike = self.likeness(other) >= ALIKE;
        match self.day.since(other.day).ok()?.get_days().abs() {
            0 if named > 0 && all > 1 && (alike || !self.light) => {
                Some(("told in another document of the same day and of others who take part in both", 0.7))
            }
            0 if all > 0 && alike => {
                Some(("told in another document of the same day, in much the same words, of somebody in both", 0.7))
            }
            1..=APART if named > 0 && all > 1 && alike && !self.light => {
                Some(("told in another document of the same people in much the same words, but of another day", 0.4))
            }
            _ => None,
        }
    }

    /// The part of the words of the shorter label that the longer one has too.
    fn likeness(&self, other: &Told) -> f32 {
        let shorter = self.words.len().min(other.words.len());
        if shorter < 2 {
            return 0.0;
        }
        self.words.intersection(&other.words).count() as f32 / shorter as f32
    }
}

/// What a word may be told by otherwise: the base form of its verb or noun, with its language; and whether that says
/// little.
fn family(word: &str, pack: &LanguagePack) -> (String, bool) {
    let word = word.to_lowercase();
    let entry = pack.lexicon.find(&word).map(|id| pack.grammar.entry(id)).unwrap_or_default();
    let base = entry.happening.or(entry.lemma).map(|id| pack.lexicon.lexeme(id).word.to_string());
    let base = base.unwrap_or(word);
    let light = is(pack, &base, "LIGHT");
    (format!("{}:{base}", pack.code), light)
}

/// How many take part in both that are no places or peoples, and how many at all.
fn shared(bound: &Document, one: &Event, other: &Event) -> (usize, usize) {
    let both = |entity: &&EntityId| other.participants.contains(*entity);
    let kind = |entity: &EntityId| bound.entities.get(entity.index()).map(|entity| entity.kind);
    let named = |entity: &&EntityId| !matches!(kind(entity), Some(EntityKind::Place | EntityKind::Norp) | None);
    let all = one.participants.iter().filter(both);
    (all.clone().filter(named).count(), all.count())
}
