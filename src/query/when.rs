//! When: the rows of the timeline pane, in the order of happening.

use rustc_hash::FxHashSet;

use crate::model::index::beginning_in;
use crate::model::{Document, EventId, Target};

use super::index::Index;
use super::order::Placed;
use super::scope::{Context, Filter};
use super::time::length_words;

/// One row of the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenRow {
    /// Something that happened.
    Event(EventRow),
    /// A long time of which nothing is shown.
    Gap(Gap),
    /// From here on nothing says when; so many events.
    Undated(u32),
    /// Many events of one date.
    Cluster(Cluster),
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// The event, where it is first told.
    pub event: EventId,
    /// True if the current paragraph tells it, tells it again, or refers to it.
    pub here: bool,
}

/// A head above the events of one date that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// One of them, by which it is known: the one that it was opened by, else the first.
    pub first: EventId,
    /// How many there are.
    pub count: u32,
    /// True if all have a row; else the most salient one has, and those of the current paragraph.
    pub open: bool,
}

/// A long time of which nothing is shown, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// It is no shorter.
    pub least: i32,
    /// It is no longer.
    pub most: i32,
    /// How many dated events of it the filter hides.
    pub hidden: u32,
    /// True if undated events stand before it, which may lie in it.
    pub undated: bool,
}

impl Gap {
    /// "21–30 years, nothing told".
    pub fn words(&self) -> String {
        let length = length_words(self.least, self.most);
        match self.hidden {
            0 if self.undated => format!("{length}, nothing dated"),
            0 => format!("{length}, nothing told"),
            1 => format!("{length}, 1 event not shown"),
            hidden => format!("{length}, {hidden} events not shown"),
        }
    }
}

/// A silence is worth a row from this part of all the time shown on.
const GAPS: i32 = 12;

/// The rows in the order of happening, those of the current paragraph in more detail, long silences between them, the
/// undated at the end.
pub fn when_rows(document: &Document, index: &Index, context: &Context, filter: &Filter) -> Vec<WhenRow> {
    let here = events_here(document, index, context);
    let shown = places_shown(document, index, &here, filter);
    let (dated, undated) = shown.split_at(shown.partition_point(|&place| place < index.dated()));
    let placed = |place: usize| &index.happened()[place];
    let least = least_gap(dated.iter().map(|&place| placed(place)));
    let row = |place: usize| EventRow { event: placed(place).event, here: here.contains(&placed(place).event) };
    let mut silence = Silence::default();
    let mut passed = 0;
    let mut rows = Vec::with_capacity(shown.len() + GAPS as usize + 1);
    for &place in dated {
        silence.hidden += hidden(document, index, passed..place, filter);
        passed = place + 1;
        rows.extend(silence.end(placed(place), least).map(WhenRow::Gap));
        rows.push(WhenRow::Event(row(place)));
    }
    if !undated.is_empty() {
        rows.push(WhenRow::Undated(undated.len() as u32));
    }
    rows.extend(undated.iter().map(|&place| WhenRow::Event(row(place))));
    rows
}

/// The rows in the order of telling, without gaps.
pub fn told_rows(document: &Document, index: &Index, context: &Context, filter: &Filter) -> Vec<WhenRow> {
    let here = events_here(document, index, context);
    let places = places_shown(document, index, &here, filter);
    let mut events: Vec<EventId> = places.into_iter().map(|place| index.happened()[place].event).collect();
    events.sort_unstable();
    events.into_iter().map(|event| WhenRow::Event(EventRow { event, here: here.contains(&event) })).collect()
}

/// The places in the order of happening of the events that get a row, in order.
fn places_shown(document: &Document, index: &Index, here: &FxHashSet<EventId>, filter: &Filter) -> Vec<usize> {
    let told = here.iter().filter(|&&event| filter.admits_here(document, index, event));
    let mut places = filter.places(document, index);
    places.extend(told.map(|&event| index.rank(event)));
    places.sort_unstable();
    places.dedup();
    places
}

/// How many events of a range of places have a place in the calendar and are known already.
fn hidden(document: &Document, index: &Index, places: std::ops::Range<usize>, filter: &Filter) -> u32 {
    if filter.horizon.is_none() {
        return index.in_calendar(places);
    }
    let known =
        |placed: &&Placed| placed.extent.is_some() && filter.knows(document.events[placed.event.index()].trigger.start);
    index.happened()[places].iter().filter(known).count() as u32
}

/// The first tellings of everything that the current paragraph tells or refers to.
pub fn events_here(document: &Document, index: &Index, context: &Context) -> FxHashSet<EventId> {
    let span = context.block_span(document);
    let told = beginning_in(&document.events, span).map(|nth| index.canonical(nth.into()));
    let references = &document.references[beginning_in(&document.references, span)];
    let referred = references.iter().filter(|reference| !reference.is_quiet()).filter_map(|reference| match reference
        .targets
        .first()
    {
        Some(Target::Event(event)) => Some(index.canonical(*event)),
        _ => None,
    });
    told.chain(referred).collect()
}

/// What the current paragraph tells of that has a date, in the order of happening.
pub fn dated_here(document: &Document, index: &Index, context: &Context, filter: &Filter) -> Vec<EventId> {
    let here = events_here(document, index, context).into_iter();
    let dated = here.filter(|&event| index.dating(document, event).is_some());
    let mut shown: Vec<EventId> = dated.filter(|&event| filter.admits_here(document, index, event)).collect();
    shown.sort_unstable_by_key(|&event| index.rank(event));
    shown
}

/// The shortest silence that is worth a row, in days, by the time that the rows cover.
fn least_gap<'a>(shown: impl Iterator<Item = &'a Placed>) -> i32 {
    let bounds = shown.filter_map(|placed| placed.extent).fold(None, |bounds: Option<(i32, i32)>, extent| {
        let (first, last) = bounds.unwrap_or((extent.first, extent.first));
        Some((first.min(extent.first), last.max(extent.first)))
    });
    bounds.map_or(i32::MAX, |(first, last)| (last.saturating_sub(first) / GAPS).max(2))
}

/// The time since the last event shown.
#[derive(Default)]
struct Silence {
    /// The last days, earliest and latest, at which something shown ended.
    since: Option<(i32, i32)>,
    hidden: u32,
    undated: bool,
}

impl Silence {
    /// Ends with an event; gives the gap before it, if that is long.
    fn end(&mut self, placed: &Placed, least: i32) -> Option<Gap> {
        let Some(extent) = placed.extent else {
            self.undated = true;
            return None;
        };
        let gap = self.since.map(|(earliest, latest)| Gap {
            least: extent.first.saturating_sub(latest),
            most: extent.latest_start.saturating_sub(earliest),
            hidden: self.hidden,
            undated: self.undated,
        });
        let (earliest, latest) = self.since.unwrap_or((extent.earliest_end, extent.last));
        self.since = Some((earliest.max(extent.earliest_end), latest.max(extent.last)));
        (self.hidden, self.undated) = (0, false);
        gap.filter(|gap| gap.least >= least)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, petition};
    use super::super::scope::context_at;
    use super::*;
    use crate::model::{EntityId, Span};

    fn rows(sample: &Sample, at: &str, filter: &Filter) -> Vec<String> {
        let index = Index::new(&sample.document);
        let context = context_at(&sample.document, sample.at(at).start, Span::default());
        let show = |row: &WhenRow| match row {
            WhenRow::Event(row) => {
                let label = sample.document.words(sample.document.events[row.event.index()].trigger);
                format!("{label}{}", if row.here { " <" } else { "" })
            }
            WhenRow::Gap(gap) => gap.words(),
            WhenRow::Undated(count) => format!("undated {count}"),
            WhenRow::Cluster(_) => "a cluster".into(),
        };
        when_rows(&sample.document, &index, &context, filter).iter().map(show).collect()
    }

    #[test]
    fn the_petition_in_the_order_of_happening() {
        assert_eq!(
            rows(&petition(), "These", &Filter::default()),
            [
                "invaded",
                "21–30 years, nothing told",
                "counter-offensive",
                "signed",
                "provocation <",
                "undated 1",
                "appealed"
            ]
        );
    }

    #[test]
    fn a_gap_does_not_call_empty_what_the_filter_hides() {
        let mut sample = Sample::new("Ada came. Ben rose. Ada left.");
        let ada = sample.entity(&["Ada"], crate::model::EntityKind::Person);
        for (words, year, ada) in [("came", "1900", Some(ada)), ("rose", "1920", None), ("left", "1950", Some(ada))] {
            let event = sample.event(words, Some(year));
            sample.document.events[event.index()].participants.extend(ada);
        }
        let followed = Filter { entity: Some(EntityId(0)), ..Filter::default() };
        assert_eq!(rows(&sample, "Ben", &followed), ["came <", "49 years, 1 event not shown", "left <"]);
        let all = rows(&sample, "Ben", &Filter::default());
        assert_eq!(all[1], "19 years, nothing told");
    }

    #[test]
    fn the_horizon_hides_what_is_told_later() {
        let sample = petition();
        let filter = Filter { horizon: Some(sample.at("On September").start), ..Filter::default() };
        assert_eq!(rows(&sample, "invaded", &filter), ["invaded <", "undated 1", "appealed"]);
    }

    #[test]
    fn a_gap_that_may_hold_undated_events_is_not_called_empty() {
        let mut sample = Sample::new("Ada came. Ben rose. Ada left.");
        let came = sample.event("came", Some("1900"));
        let rose = sample.event("rose", None);
        sample.event("left", Some("1950"));
        sample.link(rose, crate::model::TemporalRelation::After, came, 0.9);
        let all = rows(&sample, "Ben", &Filter::default());
        assert_eq!(all, ["came <", "rose <", "49 years, nothing dated", "left <"]);
    }

    #[test]
    fn the_petition_in_the_order_of_telling() {
        let sample = petition();
        let index = Index::new(&sample.document);
        let context = context_at(&sample.document, sample.at("invaded").start, Span::default());
        let told = told_rows(&sample.document, &index, &context, &Filter::default());
        let events: Vec<EventId> =
            told.iter().filter_map(|row| if let WhenRow::Event(row) = row { Some(row.event) } else { None }).collect();
        assert!(events.is_sorted() && events.len() == told.len() && events.len() > 3, "{told:?}");
    }

    #[test]
    fn one_claimant_alone() {
        let sample = petition();
        let index = Index::new(&sample.document);
        let petition = index.claimant_of(EventId(1));
        assert_eq!(index.claimant(EventId(1)).map(|claimant| claimant.name.as_str()), Some("The petition"));
        assert_eq!(index.claimant_of(EventId(0)), None, "the appeal is the narrator's");
        let filter = Filter { claimant: petition, ..Filter::default() };
        let rows = rows(&sample, "These", &filter);
        assert!(rows.iter().any(|row| row == "invaded") && !rows.iter().any(|row| row == "appealed"), "{rows:?}");
    }

    #[test]
    fn a_long_document_shows_little_but_all_of_where_one_reads() {
        let text: Vec<String> = (0..2000).map(|nth| format!("Something{nth} happened.")).collect();
        let mut sample = Sample::new(&text.join("\n\n"));
        for nth in 0..2000 {
            let event = sample.event("happened", Some(&(1000 + nth % 900).to_string()));
            sample.document.events[event.index()].salience = if nth % 10 == 0 { 0.9 } else { 0.6 };
        }
        let index = Index::new(&sample.document);
        let count = |at: &str, filter: &Filter| {
            let context = context_at(&sample.document, sample.at(at).start, Span::default());
            let rows = when_rows(&sample.document, &index, &context, filter);
            rows.iter().filter(|row| matches!(row, WhenRow::Event(_))).count()
        };
        assert_eq!(count("Something30 ", &Filter::default()), 200);
        assert_eq!(count("Something33 ", &Filter::default()), 201, "and the one that is told there");
        assert_eq!(count("Something33 ", &Filter { every_event: true, ..Filter::default() }), 2000);
    }
}
