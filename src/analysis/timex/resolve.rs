//! Makes timexes of expressions: value, calendar value, status and the record of why.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::expression::{Count, Fields, WrittenYear};
use super::find::Place;
use super::place::Placer;
use super::placed::Placed;
use super::told::{Base, Told};
use crate::analysis::work::Work;
use crate::language::timex::{Action, From, Kind, Open, Unit};
use crate::model::{
    Anchor, Calendar, Granularity, Mode, Modifier, Provenance, Rule, Span, Status, TimeOfDay, Timex, TimexId,
    TimexKind, When, Written,
};

/// Resolves expressions in text order.
pub fn resolve(readings: &[Work<'_>], mode: Mode, places: &[Place<'_>]) -> Vec<Timex> {
    let Some(own) = readings.first() else { return Vec::new() };
    let mut resolver = Resolver {
        placer: Placer::new(readings, mode, places),
        by_day: mode != Mode::Narrative && counts_days(places),
        rules: FxHashMap::default(),
        strays: strays(places),
        timexes: Vec::with_capacity(places.len()),
    };
    places.iter().for_each(|place| resolver.add(place));
    let Resolver { mut timexes, .. } = resolver;
    let latest = own.document.meta.date.as_ref().map(|date| date.value.year());
    bound_unknown_years(&mut timexes, latest);
    timexes
}

/// How sure a guess is, against what is plainly a time: "the 1975 Act".
const GUESS: f32 = 0.6;

struct Resolver<'a> {
    placer: Placer<'a>,
    /// The text tells what happens day by day: its "today" is a day.
    by_day: bool,
    /// The rule names with what supplied missing parts, shared.
    rules: FxHashMap<(*const u8, &'static str), Rule>,
    /// The places of years that the text leaves again at once, in order.
    strays: Vec<usize>,
    timexes: Vec<Timex>,
}

impl Resolver<'_> {
    fn add(&mut self, place: &Place<'_>) {
        self.placer.told.comes_to(place.expression.span.start);
        self.placer.spoken.comes_to(place.expression.span.start);
        let (found, calendar) = match place.expression.rule.then.kind {
            // Not found in the first place.
            Kind::None => return,
            Kind::Duration => (self.length(place, TimexKind::Duration), None),
            Kind::Set => (self.length(place, TimexKind::Set), None),
            Kind::Date if self.is_reference(&place.expression.rule.then) => (self.reference(place), None),
            Kind::Date => self.date(place),
        };
        if !place.quoted {
            self.placer.spoken = Told::default();
        }
        let (timex, calendar) = match &place.pinned {
            Some(written) => pinned(place, written, found),
            None => (found, calendar),
        };
        if let Some(calendar) = calendar
            && !place.aside
            && self.goes_on(place)
            && timex.status != Status::Unresolved
        {
            // What somebody says is the time of his own words, not of the text around them.
            let told = if place.quoted { &mut self.placer.spoken } else { &mut self.placer.told };
            let dated = place.pinned.is_some() || place.expression.fields.names_a_date();
            told.push(calendar, TimexId::from(self.timexes.len()), timex.span, dated);
        }
        if let Some(calendar) = calendar.filter(|_| place.expression.rule.then.accession) {
            let anchor = Anchor::Timex(TimexId::from(self.timexes.len()));
            self.placer.accession = Some(Base { calendar, anchor, span: Some(timex.span) });
        }
        self.timexes.push(timex);
        if place.expression.ends_range {
            self.join_range();
        }
    }

    fn provenance(
        &mut self,
        place: &Place<'_>,
        by: &'static str,
        mut evidence: Vec<Span>,
        confidence: f32,
    ) -> Provenance {
        let name = &place.expression.rule.name;
        let rule = if by.is_empty() {
            name.clone()
        } else {
            let key = (name.0.as_ptr(), by);
            self.rules.entry(key).or_insert_with(|| Rule(Arc::from(format!("{name}; {by}")))).clone()
        };
        evidence.insert(0, place.expression.span);
        Provenance::new(rule, evidence, confidence)
    }

    /// Whether a rule's constant value is meant. A rule that also counts from somewhere ("today") names a day where the
    /// text tells of days, and means "nowadays" in others.
    fn is_reference(&self, then: &Action) -> bool {
        then.value.is_some() && !(self.by_day && then.from.is_some())
    }

    /// "now", "recently": a reference without a place in the calendar.
    fn reference(&mut self, place: &Place<'_>) -> Timex {
        let value = place.expression.rule.then.value.as_deref().unwrap_or_default().to_owned();
        let kind = if value.contains('T') && value.starts_with('X') { TimexKind::Time } else { TimexKind::Date };
        let provenance = self.provenance(place, "", Vec::new(), 0.9);
        Timex {
            span: place.expression.span,
            kind,
            value,
            modifier: place.expression.modifier,
            when: None,
            status: Status::Unresolved,
            anchor: None,
            provenance,
            found: None,
        }
    }

    /// Durations and sets.
    fn length(&mut self, place: &Place<'_>, kind: TimexKind) -> Timex {
        let fields = &place.expression.fields;
        let value = match (&place.expression.rule.then.value, kind) {
            (Some(value), _) => value.to_string(),
            (None, TimexKind::Set) => recurring(fields),
            (None, _) => length(fields),
        };
        // "vor [drei Jahren]": a length by its words, and a time in the calendar.
        let counted = place.expression.rule.then.from.map(|_| self.placer.place(place));
        let Some(Placed { calendar: Some(calendar), status, anchor, by, evidence, confidence, .. }) = counted else {
            if kind == TimexKind::Duration && !place.aside {
                self.placer.told.lasts();
                if is_account(fields) {
                    self.placer.told.accounts();
                }
            }
            let provenance = self.provenance(place, "", Vec::new(), 1.0);
            let (modifier, status) = (place.expression.modifier, Status::Stated);
            let span = place.expression.span;
            return Timex { span, kind, value, modifier, when: None, status, anchor: None, provenance, found: None };
        };
        let provenance = self.provenance(place, by, evidence, confidence);
        Timex {
            span: place.expression.span,
            kind,
            value,
            modifier: place.expression.modifier,
            when: When::of(calendar),
            status,
            anchor,
            provenance,
            found: None,
        }
    }

    /// A date, with what the text may go on from.
    fn date(&mut self, place: &Place<'_>) -> (Timex, Option<Calendar>) {
        let expression = &place.expression;
        let time = expression.fields.time;
        let placed = self.placer.place(place);
        let Placed { calendar, extent, status, anchor, by, evidence, confidence } = placed;
        let confidence = if expression.rule.then.weak { confidence * GUESS } else { confidence };
        let value = value(calendar, time, &expression.fields);
        let unit = |calendar| match time {
            Some(time) => When::at(calendar, time).map(|when| match expression.fields.zone {
                Some(minutes) => when.in_zone(minutes),
                None => when,
            }),
            None => When::of(calendar),
        };
        let when = extent.or_else(|| calendar.and_then(unit));
        let when = when.map(|when| expression.modifier.into_iter().fold(when, When::modified)).map(|when| {
            match expression.open {
                Some(Open::Onwards) => when.onwards(),
                Some(Open::Until) => when.until(),
                None => when,
            }
        });
        let kind = if time.is_some() { TimexKind::Time } else { TimexKind::Date };
        let provenance = self.provenance(place, by, evidence, confidence);
        let (span, modifier) = (expression.span, expression.modifier);
        (Timex { span, kind, value, modifier, when, status, anchor, provenance, found: None }, calendar)
    }

    /// Whether the text goes on from a time. It does not from the end of a range, nor from what is only mentioned: "up
    /// from a year earlier", "the 1940 campaign", "until 1945". A block that opens with a time does.
    fn goes_on(&self, place: &Place<'_>) -> bool {
        let then = &place.expression.rule.then;
        if self.strays.binary_search(&self.timexes.len()).is_ok() {
            return false;
        }
        place.opens || !(place.expression.ends_range || then.keep || then.passing)
    }

    /// Gives both ends of a range the whole of it.
    fn join_range(&mut self) {
        let [.., first, last] = self.timexes.as_mut_slice() else { return };
        let (Some(from), Some(to)) = (&first.when, &last.when) else { return };
        // Who pinned an interval to one end has said what the whole is.
        let says_all = |pinned: bool, when: &When| pinned && when.edtf.contains('/');
        let whole = if says_all(last.found.is_some(), to) {
            Some(to.clone())
        } else if says_all(first.found.is_some(), from) {
            Some(from.clone())
        } else {
            When::interval(from, to)
        };
        if let Some(whole) = whole {
            first.when = Some(whole.clone());
            last.when = Some(whole);
        }
    }
}

/// A time as the reader pinned it, beside what was found, and what the text may go on from.
fn pinned(place: &Place<'_>, written: &Written, found: Timex) -> (Timex, Option<Calendar>) {
    let expression = &place.expression;
    let calendar = if expression.ends_range { written.last } else { written.first };
    // Whoever says which day "the night of the 12th" was leaves the night.
    let bare_day = written.first == written.last && !written.when.edtf.contains(['/', '?', '~', '%']);
    let stated = expression.fields.time.filter(|_| bare_day && matches!(calendar, Calendar::Day(_)));
    let time = written.time.or(stated);
    let when = if written.time.is_none() { time.and_then(|time| When::at(calendar, time)) } else { None };
    let when = when.unwrap_or_else(|| written.when.clone());
    let (kind, value) = match found.kind {
        TimexKind::Duration | TimexKind::Set => (found.kind, found.value.clone()),
        _ if time.is_some() => (TimexKind::Time, calendar.value_at(time)),
        _ => (TimexKind::Date, calendar.value()),
    };
    let timex = Timex {
        span: found.span,
        kind,
        value,
        modifier: written.about.then_some(Modifier::Approx),
        when: Some(when),
        status: Status::Stated,
        anchor: None,
        provenance: Provenance::new("pinned by the reader", vec![found.span], 1.0),
        found: Some(Box::new(found)),
    };
    (timex, Some(calendar))
}

/// Texts with fewer times than this say too little to tell whether they count in days.
const FEW: usize = 4;

/// Whether a text counts in days, by the names of weekdays or "yesterday", as reports do. A short one is taken to.
fn counts_days(places: &[Place<'_>]) -> bool {
    let by_day = |place: &Place<'_>| {
        let (fields, then) = (&place.expression.fields, &place.expression.rule.then);
        let by_steps = fields.unit == Some(Unit::Day) && then.shift != Some(0) || fields.time.is_some();
        let is_date = then.kind == Kind::Date && then.value.is_none();
        is_date && (fields.weekday.is_some() || then.from == Some(From::Said) && by_steps)
    };
    places.len() < FEW || places.iter().any(by_day)
}

/// The TIMEX3 value of a date.
fn value(calendar: Option<Calendar>, time: Option<TimeOfDay>, fields: &Fields) -> String {
    match calendar {
        Some(calendar) => {
            // Annotators of news leave out other zones than that of Greenwich; EDTF has them.
            let zone = if fields.zone == Some(0) && matches!(time, Some(TimeOfDay::Clock { .. })) { "Z" } else { "" };
            calendar.value_at(time) + zone
        }
        None if fields.decade.is_some_and(|decade| decade.abs() < 10) => {
            format!("XX{}", fields.decade.unwrap_or(0).abs())
        }
        None => match fields.unit {
            Some(Unit::Week) => "XXXX-WXX".into(),
            Some(Unit::Month) => "XXXX-XX".into(),
            Some(Unit::Quarter) => "XXXX-QX".into(),
            Some(Unit::Year) => "XXXX".into(),
            Some(Unit::Decade) => "XXX".into(),
            Some(Unit::Century) => "XX".into(),
            _ => Calendar::SomeDay.value_at(time),
        },
    }
}

/// Whether a length of time is one that accounts are drawn up for, besides the quarter: six, nine or twelve months.
fn is_account(fields: &Fields) -> bool {
    fields.unit == Some(Unit::Month) && matches!(fields.count, Some(Count::Whole(6 | 9 | 12)))
}

/// The TIMEX3 value of a duration.
fn length(fields: &Fields) -> String {
    let unit = fields.unit.unwrap_or(Unit::Day);
    if let (Some(Count::Hundredths(hundredths)), Unit::Hour | Unit::Minute, None) = (fields.count, unit, fields.more) {
        return in_sixtieths(hundredths, unit);
    }
    let first = amount(fields.count, unit);
    let Some((count, smaller)) = fields.more else { return format!("P{first}") };
    let more = amount(Some(count), smaller);
    // One T stands before all that is shorter than a day: PT2H30M.
    let more = if first.starts_with('T') { more.trim_start_matches('T') } else { &more };
    format!("P{first}{more}")
}

/// Hours and minutes are counted in sixtieths: "an hour and a half" is PT1H30M; but "half an hour" stays PT0.5H, as
/// annotators write it.
fn in_sixtieths(hundredths: i32, unit: Unit) -> String {
    let (letter, smaller) = if unit == Unit::Hour { ('H', 'M') } else { ('M', 'S') };
    let (whole, rest) = (hundredths / 100, hundredths % 100 * 60 / 100);
    match (whole, rest) {
        (0, _) => format!("P{}", amount(Some(Count::Hundredths(hundredths)), unit)),
        (_, 1..) => format!("PT{whole}{letter}{rest}{smaller}"),
        _ => format!("PT{whole}{letter}"),
    }
}

/// A number of units as durations have it, without the P before it.
fn amount(count: Option<Count>, unit: Unit) -> String {
    let (letter, factor) = match unit {
        Unit::Second => ("S", 1),
        Unit::Minute => ("M", 1),
        Unit::Hour => ("H", 1),
        Unit::Weekend => ("D", 2),
        Unit::Half => ("M", 6),
        Unit::Season => ("M", 3),
        Unit::Decade => ("Y", 10),
        Unit::Century => ("Y", 100),
        Unit::Millennium => ("Y", 1000),
        other => (other.code(), 1),
    };
    let time = if matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) { "T" } else { "" };
    match count {
        None => format!("{time}{factor}{letter}"),
        Some(Count::Whole(count)) => format!("{time}{}{letter}", i64::from(count) * factor),
        Some(Count::Hundredths(hundredths)) => {
            let number = i64::from(hundredths) * factor;
            match number % 100 {
                0 => format!("{time}{}{letter}", number / 100),
                rest => format!("{time}{}.{}{letter}", number / 100, format!("{rest:02}").trim_end_matches('0')),
            }
        }
        Some(Count::Vague) if factor > 1 => format!("X{}", unit.code()),
        Some(Count::Vague) => format!("{time}X{letter}"),
    }
}

/// The TIMEX3 value of a recurring time.
fn recurring(fields: &Fields) -> String {
    if let Some(weekday) = fields.weekday {
        return Calendar::Weekday(weekday).value_at(fields.time);
    }
    if let Some(month) = fields.month {
        return match fields.day {
            Some(day) => Calendar::DayOfYear(month, day).value_at(fields.time),
            None => Calendar::Month(None, month).value(),
        };
    }
    if let Some(season) = fields.season {
        return Calendar::Season(None, season).value();
    }
    match (fields.time, fields.unit) {
        (Some(time), None) => Calendar::SomeDay.value_at(Some(time)),
        _ => length(fields),
    }
}

/// Years between two dates of one other year, or far from two that follow each other: "papers released in 2005 show
/// that on 4 August …" in the middle of 1964.
fn strays(places: &[Place<'_>]) -> Vec<usize> {
    let year = |(index, place): (usize, &Place<'_>)| match place.expression.fields {
        _ if place.pinned.is_some() => None,
        Fields { year: Some(WrittenYear::Full(year)), month, .. } => {
            Some((index, year, month.is_none() && !place.opens))
        }
        _ => None,
    };
    let years: Vec<(usize, i16, bool)> = places.iter().enumerate().filter_map(year).collect();
    let strays = |around: &[(usize, i16, bool)]| {
        let &[(_, before, _), (index, year, is_bare), (_, behind, _)] = around else { return None };
        let strays = if before == behind { year != before } else { behind == before + 1 && (year - before).abs() > 2 };
        (is_bare && strays).then_some(index)
    };
    years.windows(3).filter_map(strays).collect()
}

/// Bounds the years of dates without one: not before the last year told before them, not after the document's date.
fn bound_unknown_years(timexes: &mut [Timex], latest: Option<i16>) {
    let mut last: Option<(i16, Span)> = None;
    for timex in timexes {
        let Some(when) = &mut timex.when else { continue };
        if timex.status == Status::Unresolved && when.bounds.is_unknown() && when.edtf.contains("XXXX") {
            let lower = last.filter(|(year, _)| latest.is_none_or(|latest| *year <= latest));
            when.candidate_years = Some((lower.map_or(-9999, |(year, _)| year), latest.unwrap_or(9999)));
            timex.provenance.evidence.extend(lower.map(|(_, span)| span));
        } else if let Some(moment) = when.bounds.earliest_start
            && when.granularity <= Granularity::Year
            && timex.status == Status::Stated
        {
            last = Some((moment.year(), timex.span));
        }
    }
}
