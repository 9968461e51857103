//! What is worth computing once per snapshot of a document, off the drawing thread.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{BlockId, Corrected, Document, EntityId, Event, EventId, QuoteId, RelationKind, Span, Target, When};

use super::cite::squeeze;
use super::order::{Placed, happened_order};
use super::time::extent;

/// Index into [`Index::claimants`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClaimantId(pub u32);

/// Somebody who says what happened, other than the narrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimant {
    /// The name, or the words of the source ("The petition").
    pub name: String,
    /// The entity, if the speaker is one that is known.
    pub entity: Option<EntityId>,
    /// How the claimant is marked beside an event: A, B, … Z, or `?` for somebody unnamed. Nothing where there are more
    /// claimants than letters: then only those on the screen get one.
    pub letters: String,
    /// How many events are told on this claimant's word.
    pub events: u32,
}

/// A later place that means an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Echo {
    /// The event, where it is first told.
    pub event: EventId,
    /// Where in the text, in bytes.
    pub offset: u32,
    /// The block.
    pub block: BlockId,
    /// How.
    pub kind: EchoKind,
}

/// How a later place means an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EchoKind {
    /// It is told again.
    Told,
    /// Some words refer to it.
    Referred,
}

/// Derived orders and ties of one snapshot of a document. Valid for that snapshot only.
#[derive(Clone, Debug, Default)]
pub struct Index {
    happened: Vec<Placed>,
    other_dates: FxHashMap<EventId, Vec<EventId>>,
    dated: usize,
    rank: Vec<u32>,
    canonical: Vec<EventId>,
    echoes: Vec<Echo>,
    by_mentions: Vec<EntityId>,
    demonyms: Demonyms,
    claimants: Vec<Claimant>,
    claimant_of: Vec<Option<ClaimantId>>,
    quote_parents: Vec<Option<QuoteId>>,
    introduced: Vec<Span>,
    salience: f32,
    by_hand: FxHashSet<EntityId>,
    /// Places in `happened` of what is worth a row wherever one reads.
    salient: Vec<u32>,
    /// For each place in `happened`, and the end, how many before it have a place in the calendar.
    in_calendar: Vec<u32>,
    /// By entity, how many documents of a dossier name it; empty for a document that is none.
    documents: Vec<u32>,
}

/// Peoples and their countries, both ways.
#[derive(Clone, Debug, Default)]
struct Demonyms {
    of: FxHashMap<EntityId, EntityId>,
    under: FxHashMap<EntityId, Vec<EntityId>>,
}

/// A pane stays readable with about this many events; above it, the threshold of salience rises.
const ROWS: usize = 400;
/// Events below this salience are not worth a row however few there are, and however near.
pub(super) const LEAST_SALIENCE: f32 = 0.5;

impl Index {
    /// Builds it: linear in the layers, but for sorting.
    pub fn new(document: &Document) -> Self {
        let canonical = canonical_events(document);
        let (happened, dated) = happened_order(document, &canonical);
        let mut rank = vec![0; canonical.len()];
        for (position, placed) in happened.iter().enumerate() {
            rank[placed.event.index()] = position as u32;
        }
        for (event, &first) in canonical.iter().enumerate() {
            rank[event] = rank[first.index()];
        }
        let mut by_mentions: Vec<EntityId> = (0..document.entities.len()).map(EntityId::from).collect();
        by_mentions.sort_by_key(|id| std::cmp::Reverse(document.entities[id.index()].mentions.len()));
        let (claimants, claimant_of) = claimants(document);
        let salience = salience(document, &happened);
        let salient = |placed: &Placed| document.events[placed.event.index()].salience >= salience;
        Self {
            salient: (0..).zip(&happened).filter(|(_, placed)| salient(placed)).map(|(place, _)| place).collect(),
            in_calendar: running_count(happened.iter().map(|placed| placed.extent.is_some())),
            other_dates: other_dates(document, &canonical, |event| happened[rank[event.index()] as usize]),
            echoes: echoes(document, &canonical),
            quote_parents: quote_parents(document),
            demonyms: demonyms(document),
            introduced: introduced(document),
            by_hand: by_hand(document),
            documents: documents(document),
            salience,
            happened,
            dated,
            rank,
            canonical,
            by_mentions,
            claimants,
            claimant_of,
        }
    }

    /// All events but re-tellings, in the order in which they happened.
    pub fn happened(&self) -> &[Placed] {
        &self.happened
    }

    /// How many of [`Index::happened`] are placed by a date or by their ties to others; the rest is in told order.
    pub fn dated(&self) -> usize {
        self.dated
    }

    /// The places in [`Index::happened`] of the events of at least [`Index::salience`].
    pub fn salient(&self) -> &[u32] {
        &self.salient
    }

    /// How many events of a range of [`Index::happened`] have a place in the calendar.
    pub fn in_calendar(&self, places: std::ops::Range<usize>) -> u32 {
        self.in_calendar[places.end] - self.in_calendar[places.start]
    }

    /// The place of an event, or of what it tells again, in [`Index::happened`].
    pub fn rank(&self, event: EventId) -> usize {
        self.rank[event.index()] as usize
    }

    /// True if the reader put something right about an entity.
    pub fn is_by_hand(&self, entity: EntityId) -> bool {
        self.by_hand.contains(&entity)
    }

    /// Where an event stands in the order of happening.
    pub fn placed(&self, event: EventId) -> &Placed {
        &self.happened[self.rank(event)]
    }

    /// The date by which an event is placed: its own, or that of a later telling of it.
    pub fn dating<'a>(&self, document: &'a Document, event: EventId) -> Option<&'a When> {
        document.events[self.placed(event).dated_by.index()].when.as_ref()
    }

    /// The tellings of an event whose dates cannot be the one that it is placed by, in text order: for each such date
    /// the first.
    pub fn other_dates(&self, event: EventId) -> &[EventId] {
        self.other_dates.get(&self.canonical(event)).map_or(&[], Vec::as_slice)
    }

    /// The first telling of an event.
    pub fn canonical(&self, event: EventId) -> EventId {
        self.canonical[event.index()]
    }

    /// The later places that mean an event, in text order. `event` must be a first telling.
    pub fn echoes(&self, event: EventId) -> &[Echo] {
        let first = self.echoes.partition_point(|echo| echo.event < event);
        let length = self.echoes[first..].partition_point(|echo| echo.event == event);
        &self.echoes[first..first + length]
    }

    /// All entities, the most mentioned first.
    pub fn by_mentions(&self) -> &[EntityId] {
        &self.by_mentions
    }

    /// The country or place that an entity is the demonym of.
    pub fn demonym_of(&self, entity: EntityId) -> Option<EntityId> {
        self.demonyms.of.get(&entity).copied()
    }

    /// The demonyms of a country or place.
    pub fn demonyms(&self, entity: EntityId) -> &[EntityId] {
        self.demonyms.under.get(&entity).map_or(&[], Vec::as_slice)
    }

    /// Everybody on whose word something is told, in the order in which they first speak.
    pub fn claimants(&self) -> &[Claimant] {
        &self.claimants
    }

    /// On whose word an event is told; `None` is the narrator's.
    pub fn claimant_of(&self, event: EventId) -> Option<ClaimantId> {
        self.claimant_of.get(event.index()).copied().flatten()
    }

    /// The claimant that an entity is, if anything is told on its word.
    pub fn claimant_called(&self, entity: EntityId) -> Option<ClaimantId> {
        self.claimants.iter().position(|claimant| claimant.entity == Some(entity)).map(|nth| ClaimantId(nth as u32))
    }

    /// The claimant of an event.
    pub fn claimant(&self, event: EventId) -> Option<&Claimant> {
        self.claimant_of(event).and_then(|id| self.claimants.get(id.0 as usize))
    }

    /// The quotations around `offset`, the innermost first.
    pub fn quotes_at<'a>(&'a self, document: &'a Document, offset: u32) -> impl Iterator<Item = QuoteId> + 'a {
        let last = crate::model::index::last_at(&document.quotes, offset).map(QuoteId::from);
        std::iter::successors(last, |id| self.quote_parents[id.index()])
            .filter(move |id| document.quotes[id.index()].span.contains(offset))
    }

    /// How many documents of a dossier name an entity; `None` in a document that is no dossier.
    pub fn documents(&self, entity: EntityId) -> Option<u32> {
        self.documents.get(entity.index()).copied()
    }

    /// True if tellings of an event give it dates that cannot both be right. `event` must be a first telling.
    pub fn is_disputed(&self, event: EventId) -> bool {
        self.other_dates.contains_key(&event)
    }

    /// True if the dates of any event disagree.
    pub fn has_disputes(&self) -> bool {
        !self.other_dates.is_empty()
    }

    /// The words that references lead to, sorted: where something is introduced that is neither an event nor a name.
    pub fn introduced(&self) -> &[Span] {
        &self.introduced
    }

    /// Events below this salience are not shown unless all are asked for.
    pub fn salience(&self) -> f32 {
        self.salience
    }
}

/// How many of the items are true before each of them, and before the end.
fn running_count(items: impl Iterator<Item = bool>) -> Vec<u32> {
    let mut count = 0;
    std::iter::once(0)
        .chain(items.map(|item| {
            count += u32::from(item);
            count
        }))
        .collect()
}

/// By entity, how many documents name it.
fn documents(document: &Document) -> Vec<u32> {
    let mut count = vec![0; if document.parts.is_empty() { 0 } else { document.entities.len() }];
    for (entity, count) in document.entities.iter().zip(&mut count) {
        let mut last = None;
        for mention in entity.mentions.iter().filter_map(|id| document.mentions.get(id.index())) {
            let part = document.part_at(mention.span.start);
            *count += u32::from(part != last);
            last = part;
        }
    }
    count
}

/// The entities that the reader put something right about.
fn by_hand(document: &Document) -> FxHashSet<EntityId> {
    let entity = |on: Option<Corrected>| match on? {
        Corrected::Entity(entity) => Some(entity),
        _ => None,
    };
    document.corrections.iter().filter_map(|applied| entity(applied.on)).collect()
}

/// Most bytes of words that introduce something: a sentence that a guess leads to does not.
const INTRODUCED: usize = 80;

/// The words that the targets of references are, without the sentences that are only guessed at.
fn introduced(document: &Document) -> Vec<Span> {
    let targets = document.references.iter().flat_map(|reference| &reference.targets);
    let mut spans: Vec<Span> =
        targets.filter_map(|t| if let Target::Span(span) = t { Some(*span) } else { None }).collect();
    spans.retain(|span| span.len() <= INTRODUCED);
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// For each event its first telling. A telling can only point back, so there are no cycles.
fn canonical_events(document: &Document) -> Vec<EventId> {
    let mut canonical: Vec<EventId> = Vec::with_capacity(document.events.len());
    for (index, event) in document.events.iter().enumerate() {
        let first = event.same_as.and_then(|first| canonical.get(first.index()).copied());
        canonical.push(first.unwrap_or(EventId::from(index)));
    }
    canonical
}

/// For each event that is told again with another date, those tellings. Nothing is averaged: all dates stay.
fn other_dates(
    document: &Document,
    canonical: &[EventId],
    placed: impl Fn(EventId) -> Placed,
) -> FxHashMap<EventId, Vec<EventId>> {
    let mut disputed: FxHashMap<EventId, Vec<EventId>> = FxHashMap::default();
    for (nth, event) in document.events.iter().enumerate() {
        let (telling, first) = (EventId::from(nth), canonical[nth]);
        let placed = placed(first);
        if (telling == first && placed.dated_by == first) || telling == placed.dated_by {
            continue;
        }
        let (Some(when), Some(days)) = (&event.when, placed.extent) else { continue };
        if extent(when).is_some_and(|other| other.last < days.first || days.last < other.first) {
            let others = disputed.entry(first).or_default();
            let known = |other: &EventId| {
                document.events[other.index()].when.as_ref().is_some_and(|other| other.edtf == when.edtf)
            };
            if !others.iter().any(known) {
                others.push(telling);
            }
        }
    }
    disputed
}

fn echoes(document: &Document, canonical: &[EventId]) -> Vec<Echo> {
    let retold = document.events.iter().enumerate().filter_map(|(index, event)| {
        let first = canonical[index];
        (first.index() != index).then_some(Echo {
            event: first,
            offset: event.trigger.start,
            block: event.block,
            kind: EchoKind::Told,
        })
    });
    let pointing = document.references.iter().filter(|reference| !reference.is_quiet());
    let referred = pointing.filter_map(|reference| match reference.targets.first() {
        Some(Target::Event(event)) => Some(Echo {
            event: *canonical.get(event.index())?,
            offset: reference.span.start,
            block: document.block_at(reference.span.start)?,
            kind: EchoKind::Referred,
        }),
        _ => None,
    });
    let mut echoes: Vec<Echo> = retold.chain(referred).collect();
    echoes.sort_unstable();
    echoes
}

fn demonyms(document: &Document) -> Demonyms {
    let mut demonyms = Demonyms::default();
    for (index, entity) in document.entities.iter().enumerate() {
        let people = EntityId::from(index);
        let of = entity.related.iter().find(|relation| relation.kind == RelationKind::DemonymOf);
        if let Some(place) = of.map(|relation| relation.entity).filter(|&place| place != people) {
            demonyms.of.insert(people, place);
            demonyms.under.entry(place).or_default().push(people);
        }
    }
    demonyms
}

/// Marks what is told inside a quotation whose speaker nobody names.
const NOBODY: &str = "?";

fn claimants(document: &Document) -> (Vec<Claimant>, Vec<Option<ClaimantId>>) {
    let mut claimants: Vec<Claimant> = Vec::new();
    let mut known: FxHashMap<Voice, ClaimantId> = FxHashMap::default();
    let mut claimant_of = Vec::with_capacity(document.events.len());
    for event in &document.events {
        let Some(voice) = voice(document, event) else {
            claimant_of.push(None);
            continue;
        };
        let next = ClaimantId(claimants.len() as u32);
        let id = *known.entry(voice.clone()).or_insert(next);
        if id == next {
            let letters = match voice {
                Voice::Nobody => NOBODY.into(),
                _ => letter(known.len() - 1 - usize::from(known.contains_key(&Voice::Nobody))),
            };
            let (name, entity) = match voice {
                Voice::Entity(entity) => (document.entities[entity.index()].name.clone(), Some(entity)),
                Voice::Words(words) => (words, None),
                Voice::Nobody => ("somebody unnamed".into(), None),
            };
            claimants.push(Claimant { name, entity, letters, events: 0 });
        }
        claimants[id.0 as usize].events += 1;
        claimant_of.push(Some(id));
    }
    if known.len() > LETTERS {
        claimants.iter_mut().filter(|claimant| claimant.letters != NOBODY).for_each(|one| one.letters.clear());
    }
    (claimants, claimant_of)
}

/// On whose word something is told.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Voice {
    Entity(EntityId),
    /// The words of a source that is no known entity: "The petition".
    Words(String),
    /// A pronoun, or nothing: whose it is remains open, and two of them need not be the same.
    Nobody,
}

/// The voice of an event; `None` is the narrator's.
fn voice(document: &Document, event: &Event) -> Option<Voice> {
    let quote = event.quote.and_then(|quote| document.quotes.get(quote.index()));
    if let Some(entity) = event.claimant.or(quote.and_then(|quote| quote.speaker)) {
        return Some(Voice::Entity(entity));
    }
    let words = quote?.source.map(|source| squeeze(document.words(source), 60)).unwrap_or_default();
    // A source in one word ("he", "they") tells nobody from anybody.
    Some(if words.contains(' ') { Voice::Words(words) } else { Voice::Nobody })
}

/// How many claimants can have a letter.
const LETTERS: usize = 26;

/// A, B, … Z; nothing behind that.
pub fn letter(number: usize) -> String {
    (number < LETTERS).then(|| char::from(b'A' + number as u8)).into_iter().collect()
}

/// For each quotation the one around it.
fn quote_parents(document: &Document) -> Vec<Option<QuoteId>> {
    let mut open: Vec<QuoteId> = Vec::new();
    let mut parents = Vec::with_capacity(document.quotes.len());
    for (index, quote) in document.quotes.iter().enumerate() {
        while open.last().is_some_and(|id| document.quotes[id.index()].span.end <= quote.span.start) {
            open.pop();
        }
        parents.push(open.last().copied());
        open.push(QuoteId::from(index));
    }
    parents
}

/// The salience from which on events are worth a row wherever one reads: such that a long document gets about [`ROWS`]
/// of them. Many events may share a salience; then it is the one above, unless too little would be left.
fn salience(document: &Document, happened: &[Placed]) -> f32 {
    let mut all: Vec<f32> = happened.iter().map(|placed| document.events[placed.event.index()].salience).collect();
    if all.len() <= ROWS {
        return LEAST_SALIENCE;
    }
    all.sort_unstable_by(|a, b| b.total_cmp(a));
    let nth = all[ROWS];
    let above = all.partition_point(|&salience| salience > nth);
    let equal = all.partition_point(|&salience| salience >= nth);
    let threshold = if equal > 2 * ROWS && above >= ROWS / 8 { all[above - 1] } else { nth };
    threshold.max(LEAST_SALIENCE)
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn nobody_is_marked_by_more_than_a_letter() {
        assert_eq!([0, 25, 26].map(letter), ["A", "Z", ""]);
    }

    #[test]
    fn tellings_with_no_day_in_common_are_disputed() {
        let mut sample = Sample::new("They attacked on Monday. The attack failed. The attack was in May. An attack.");
        let first = sample.event("attacked", Some("1990-05-03"));
        let alike = sample.event("attack was", Some("1990-05-03"));
        sample.document.events[alike.index()].same_as = Some(first);
        assert!(!Index::new(&sample.document).is_disputed(first));
        let again = sample.event("attack.", Some("1990-05-04"));
        sample.document.events[again.index()].same_as = Some(first);
        let index = Index::new(&sample.document);
        assert!(index.is_disputed(first) && index.has_disputes());
        assert_eq!(index.documents(EntityId(0)), None);
    }

    #[test]
    fn a_retelling_is_an_echo_of_the_first() {
        let mut sample = Sample::new("They attacked. It was long ago. The attack failed.");
        let first = sample.event("attacked", None);
        let again = sample.event("attack failed", Some("1990"));
        sample.document.events[again.index()].same_as = Some(first);
        let index = Index::new(&sample.document);
        assert_eq!(index.happened().len(), 1);
        assert_eq!(index.placed(again).dated_by, again, "the retelling dates it");
        assert_eq!(index.echoes(first).len(), 1);
    }

    #[test]
    fn another_date_is_kept_beside_the_first() {
        let mut sample = Sample::new("They attacked. The attack came. The attack was bad. The attack failed.");
        let first = sample.event("attacked", Some("1990-05-03"));
        for (words, date) in [("attack came", "1990"), ("attack was", "1990-05-04"), ("attack failed", "1990-05-04")] {
            let again = sample.event(words, Some(date));
            sample.document.events[again.index()].same_as = Some(first);
        }
        let index = Index::new(&sample.document);
        assert_eq!(index.other_dates(first), [EventId(2)], "the year agrees, and a date is told once");
    }

    #[test]
    fn quotations_nest() {
        let mut sample = Sample::new("He said: I heard her say: come here. And I did.");
        sample.quote("I heard her say: come here. And I did.", "He", 1);
        sample.quote("come here.", "her", 2);
        let index = Index::new(&sample.document);
        let depth = |needle: &str| index.quotes_at(&sample.document, sample.at(needle).start).count();
        assert_eq!((depth("He said"), depth("I heard"), depth("come"), depth("And I")), (0, 1, 2, 1));
    }
}
