//! What happened, in the order in which it happened: a table for people, or one JSON object a document.
//!
//! The order and the gaps are those of the reader's timeline, from [`crate::query`].

use std::io::{self, Write};

use serde::Serialize;

use super::exporter::Exporter;
use super::names;
use super::rows::{Rows, place};
use super::table::Table;
use super::value::{Each, Head, Id, Shown, event_id, line};
use crate::model::{Document, EventId, Modality, Span};
use crate::query::{Filter, Index, Placed, Placement, WhenRow, context_at, date_words, modality_words, when_rows};

/// `timeline`.
pub const TIMELINE: Exporter =
    Exporter { name: "timeline", extension: "txt", doc: "what happened, in that order, as a table", write: table };

/// `timeline-full`.
pub const FULL_TIMELINE: Exporter = Exporter {
    name: "timeline-full",
    extension: "txt",
    doc: "the same with every event, however slight",
    write: full_table,
};

/// `timeline-json`.
pub const TIMELINE_JSON: Exporter = Exporter {
    name: "timeline-json",
    extension: "jsonl",
    doc: "every event in the order of happening, one JSON object a document",
    write: json,
};

/// Writes the table of the events that are worth a row.
pub fn table(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    write_table(document, &Filter::default(), out)
}

/// Writes the table of all events.
pub fn full_table(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    write_table(document, &Filter { every_event: true, ..Filter::default() }, out)
}

fn write_table(document: &Document, filter: &Filter, out: &mut dyn Write) -> io::Result<()> {
    let index = Index::new(document);
    let context = context_at(document, 0, Span::default());
    let mut table = Table::new(["WHEN", "WHAT", "¶", "WHO SAYS SO", "HOW KNOWN"]);
    for row in when_rows(document, &index, &context, filter) {
        match row {
            WhenRow::Event(row) => add(&mut table, document, &index, row.event),
            WhenRow::Gap(gap) => table.note(&format!("  ⋮  {}", gap.words())),
            WhenRow::Cluster(_) => {}
            WhenRow::Undated(_) => table.note("  ⋮  nothing says when"),
        }
    }
    table.write(out)
}

fn add(table: &mut Table<5>, document: &Document, index: &Index, id: EventId) {
    let event = &document.events[id.index()];
    let mut how = names::status(event.status).to_owned();
    if index.dating(document, id).is_none() {
        how = "order only".to_owned();
    }
    if event.modality != Modality::Asserted {
        how = format!("{how}, {}", modality_words(event.modality));
    }
    if index.is_disputed(id) {
        how.push_str(", other tellings give other dates");
    }
    let claimant = index.claimant(id).map_or("", |claimant| claimant.name.as_str());
    let number = place(document, event.block);
    table.row([&when(document, index, id), &event.label, &number, claimant, &how]);
}

/// The date, or by which other event this one is placed.
fn when(document: &Document, index: &Index, id: EventId) -> String {
    if let Some(when) = index.dating(document, id) {
        let (start, end) = date_words(when);
        return end.map_or(start.clone(), |end| format!("{start} – {end}"));
    }
    let beside = |word: &str, other| match index.dating(document, other) {
        Some(when) => format!("{word} {}", date_words(when).0),
        None => format!("{word} “{}”", document.words(document.events[other.index()].trigger)),
    };
    match index.placed(id).placement {
        Placement::With(other) => beside("with", other),
        Placement::After(other) => beside("after", other),
        Placement::Before(other) => beside("before", other),
        Placement::Dated | Placement::YearUnknown | Placement::Unplaced => "?".into(),
    }
}

/// Writes all events but re-tellings, in the order of happening, with what put each where it stands.
pub fn json(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Timeline<'a, E> {
        #[serde(flatten)]
        head: Head<'a>,
        events: E,
    }
    #[derive(Serialize)]
    struct Row<E> {
        #[serde(flatten)]
        event: E,
        placement: &'static str,
        beside: Option<Shown<Id>>,
    }
    let index = Index::new(document);
    let rows = Rows::new(document);
    let row = |placed: &Placed| {
        let (placement, beside) = placement(placed.placement);
        let event = rows.event(placed.event.index(), &document.events[placed.event.index()]);
        Row { event, placement, beside: beside.map(event_id) }
    };
    let timeline = Timeline { head: Head::of(document), events: Each(|| index.happened().iter().map(row)) };
    line(&timeline, out)
}

fn placement(placement: Placement) -> (&'static str, Option<EventId>) {
    match placement {
        Placement::Dated => ("dated", None),
        Placement::YearUnknown => ("year-unknown", None),
        Placement::With(other) => ("with", Some(other)),
        Placement::After(other) => ("after", Some(other)),
        Placement::Before(other) => ("before", Some(other)),
        Placement::Unplaced => ("unplaced", None),
    }
}
