//! When was that: dates, and events with their dates and people.

use crate::model::index::beginning_in;
use crate::model::{
    Anchor, Date, Event, EventId, Modality, Modifier, Span, Status, Target, Timex, TimexId, TimexKind, When,
};

use super::super::cite::squeeze;
use super::super::index::EchoKind;
use super::super::names::{modality_words, mode_words, value_words};
use super::super::order::Placement;
use super::super::thing::events_around;
use super::super::time::{date_of, day_words, extent, year_words};
use super::fact::FactKind;
use super::writer::{MOST, WORDS, Writer, status_kind};

impl Writer<'_> {
    /// The card of a date.
    pub fn timex(&mut self, id: TimexId) -> Option<(String, &'static str)> {
        let timex = self.document.timexes.get(id.index())?;
        match &timex.when {
            Some(when) => self.when(when, timex.modifier, how(timex), status_kind(timex.status)),
            None => self.fact(status_kind(timex.status), "value", value_words(&timex.value), None),
        }
        self.fact(FactKind::Stated, "TIMEX3", timex.value.clone(), None);
        if let Some(found) = &timex.found {
            let (value, how, rule) = (found.in_words(), how(found), &found.provenance.rule);
            let text = format!("the text says {}, found {value} ({how}), {rule}", self.quoted(found.span));
            self.fact(FactKind::Inferred, "else", text, None);
        }
        match timex.anchor {
            Some(Anchor::Timex(anchor)) => {
                let target = Target::Timex(anchor);
                self.fact(FactKind::Inferred, "from", self.target_words(&target), Some(target));
            }
            Some(Anchor::DocumentDate) => {
                let date = self.document.meta.date.as_ref();
                let text =
                    date.map_or_else(String::new, |date| format!("the document’s date, {} ({})", date.value, date.by));
                let target = date.and_then(|date| date.span).map(Target::Span);
                self.fact(FactKind::Inferred, "from", text, target);
            }
            None => {}
        }
        let in_calendar = matches!(timex.kind, TimexKind::Date | TimexKind::Time);
        if timex.anchor.is_some() || (in_calendar && timex.status == Status::Unresolved) {
            self.fact(FactKind::Inferred, "dates count", mode_words(&self.document.meta), None);
        }
        self.dated(id, timex);
        self.why(&timex.provenance);
        let kind = match timex.kind {
            TimexKind::Date => "date",
            TimexKind::Time => "time",
            TimexKind::Duration => "length of time",
            TimexKind::Set => "recurring time",
        };
        Some((self.words(timex.span), kind))
    }

    /// The events that a date dates, alone or as one of several that make up their time ("the night of the 12th and the
    /// morning of the 13th"): then with the whole of it.
    fn dated(&mut self, id: TimexId, timex: &Timex) {
        let document = self.document;
        let own = timex.when.as_ref().and_then(extent);
        for nth in events_around(document, timex.span.start) {
            let event = &document.events[nth];
            let Some(when) = &event.when else { continue };
            let text = format!("“{}”", squeeze(&event.label, WORDS));
            // Both halves of a night stand for the whole of it.
            if timex.when.as_ref() == Some(when) {
                self.fact(FactKind::Inferred, "dates", text, Some(Target::Event(nth.into())));
            } else if event.timex == Some(id) || own.is_some_and(|own| extent(when).is_some_and(|all| all.holds(&own)))
            {
                let text = format!("{text}: {}", when.in_words(None));
                self.fact(FactKind::Inferred, "part of", text, Some(Target::Event(nth.into())));
            }
        }
    }

    /// A calendar value in words, how it came about, the days it may cover, EDTF.
    fn when(&mut self, when: &When, modifier: Option<Modifier>, how: &str, kind: FactKind) {
        self.fact(kind, "when", format!("{} ({how})", when.in_words(modifier)), None);
        if let Some(extent) = extent(when).filter(|extent| extent.first != extent.last) {
            let (first, last) = (date_of(extent.first), date_of(extent.last));
            let is_fuzzy = extent.first != extent.latest_start;
            let whole_years = (first.month(), first.day(), last.month(), last.day()) == (1, 1, 12, 31);
            let words = |day: Date| if whole_years { year_words(day.year()) } else { day_words(day) };
            let text = match is_fuzzy {
                true => format!("between {} and {}", words(first), words(last)),
                false => format!("{} to {}", day_words(first), day_words(last)),
            };
            self.fact(kind, "bounds", text, None);
        }
        self.fact(FactKind::Stated, "EDTF", when.edtf.clone(), None);
    }

    /// The card of an event.
    pub fn event(&mut self, id: EventId) -> Option<(String, &'static str)> {
        let event: &Event = self.document.events.get(id.index())?;
        self.date_of(id, event);
        let first = self.index.canonical(id);
        if first != id {
            self.fact(
                FactKind::Inferred,
                "tells again",
                self.target_words(&Target::Event(first)),
                Some(Target::Event(first)),
            );
        }
        self.people(event);
        if let Some(claimant) = self.index.claimant(id) {
            let letters = Some(&claimant.letters).filter(|letters| !letters.is_empty());
            let marked = letters.map(|letters| format!(" ({letters})")).unwrap_or_default();
            let text = format!("according to {}{marked}", claimant.name);
            self.fact(FactKind::Claimed, "says who", text, claimant.entity.map(Target::Entity));
        }
        if event.modality != Modality::Asserted {
            self.fact(FactKind::Claimed, "but", modality_words(event.modality), None);
        }
        self.tellings(first);
        let told = self.place(event.trigger.start);
        let echoes = self.index.echoes(self.index.canonical(id)).len();
        let again =
            if echoes == 0 { String::new() } else { format!(", again {echoes} times").replace("1 times", "once") };
        self.fact(FactKind::Stated, "told", format!("{told}{again}"), Some(Target::Event(self.index.canonical(id))));
        self.why(&event.provenance);
        Some((squeeze(&event.label, 2 * WORDS), "event"))
    }

    /// All tellings of an event with what each says of its date, if several documents tell it or their dates disagree.
    fn tellings(&mut self, first: EventId) {
        let (document, index) = (self.document, self.index);
        let part = |event: EventId| document.part_at(document.events[event.index()].trigger.start);
        let again = index.echoes(first).iter().filter(|echo| echo.kind == EchoKind::Told);
        let again = again.filter(|echo| self.filter.knows(echo.offset)).filter_map(|echo| {
            let there = Span { start: echo.offset, end: echo.offset.saturating_add(1) };
            beginning_in(&document.events, there).map(EventId::from).find(|&event| index.canonical(event) == first)
        });
        let all: Vec<EventId> = std::iter::once(first).chain(again).collect();
        let disputed = index.is_disputed(first);
        if !disputed && all.iter().all(|&event| part(event) == part(first)) {
            return;
        }
        if disputed {
            self.fact(FactKind::Inferred, "but", "the dates of its tellings disagree", None);
        }
        for &telling in all.iter().take(MOST_TELLINGS) {
            let event = &document.events[telling.index()];
            let when = event.when.as_ref().map_or_else(|| "no date".into(), |when| when.in_words(None));
            let name = self.part_name(event.trigger.start);
            let name = if name.is_empty() { name } else { format!("{name}: ") };
            let label = squeeze(&event.label, WORDS);
            let text = format!("{name}{when}, “{label}” {}", self.place(event.trigger.start));
            self.fact(FactKind::Stated, "telling", text, Some(Target::Span(event.trigger)));
        }
        let more = all.len().saturating_sub(MOST_TELLINGS);
        if more > 0 {
            self.fact(FactKind::Stated, "telling", format!("{more} more: gr lists all places"), None);
        }
    }

    /// When an event happened: its own date, that of another telling of it, or what it is told to come after or before.
    fn date_of(&mut self, id: EventId, event: &Event) {
        let placed = self.index.placed(id);
        let dating = if event.when.is_some() { id } else { placed.dated_by };
        if let Some(telling) = self.document.events.get(dating.index())
            && let Some(when) = &telling.when
        {
            let timex = telling.timex.and_then(|timex| self.document.timexes.get(timex.index()));
            // Who pinned the time of an event has said when it was.
            let by_pin = timex.is_some_and(|timex| timex.found.is_some()) && telling.status == Status::Stated;
            let how = if by_pin { PINNED } else { status_words(telling.status) };
            self.when(when, timex.and_then(|timex| timex.modifier), how, status_kind(telling.status));
            if dating != id {
                self.fact(
                    FactKind::Inferred,
                    "dated by",
                    self.target_words(&Target::Event(dating)),
                    Some(Target::Event(dating)),
                );
            }
            return;
        }
        match placed.placement {
            Placement::After(other) => self.order("after", other, placed.weak),
            Placement::Before(other) => self.order("before", other, placed.weak),
            Placement::With(other) => self.order("during", other, placed.weak),
            _ => self.fact(FactKind::Inferred, "when", "the text does not say", None),
        }
    }

    fn order(&mut self, label: &'static str, other: EventId, weak: bool) {
        let mut text = self.target_words(&Target::Event(other));
        if weak {
            text.push_str(" (by the order of telling)");
        }
        self.fact(FactKind::Inferred, label, text, Some(Target::Event(other)));
    }

    fn people(&mut self, event: &Event) {
        if !event.participants.is_empty() {
            let names: Vec<&str> = event.participants.iter().take(MOST).map(|&id| self.name(id)).collect();
            let more = event.participants.len().saturating_sub(MOST);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let text = format!("{}{more}", names.join(", "));
            self.fact(FactKind::Stated, "who", text, event.participants.first().copied().map(Target::Entity));
        }
        if let Some(place) = event.place {
            self.fact(FactKind::Stated, "where", self.name(place), Some(Target::Entity(place)));
        }
    }
}

/// No more tellings of an event than these are listed.
const MOST_TELLINGS: usize = 8;

/// How a pinned date is known.
const PINNED: &str = "pinned by you";

/// How the value of a time came about.
fn how(timex: &Timex) -> &'static str {
    if timex.found.is_some() { PINNED } else { status_words(timex.status) }
}

fn status_words(status: Status) -> &'static str {
    match status {
        Status::Stated => "stated",
        Status::Inferred => "inferred",
        Status::Unresolved => "not settled",
    }
}
