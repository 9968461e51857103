//! The proportional view of time: an axis with its silences broken, and how much happened where on it.

use rustc_hash::FxHashMap;

use crate::model::{Date, Document, EntityId, EventId};

use super::index::{ClaimantId, Index};
use super::scope::{Context, Filter};
use super::time::{Extent, Years, date_of, day_number, year_words};
use super::when::events_here;

/// An axis of days over a row of columns. Long silences take one column each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Axis {
    segments: Vec<Segment>,
    columns: usize,
}

/// A run of days drawn to scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    first: i32,
    last: i32,
    column: usize,
    width: usize,
}

/// What happened in the days of one column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// How many events begin there for sure, as far as their dates go.
    pub events: u32,
    /// A fuzzy span, or one longer than the column, lies over it.
    pub span: bool,
    /// A day whose year is unknown may lie there.
    pub ghost: bool,
    /// Something of the current paragraph lies there.
    pub here: bool,
    /// A day of the current paragraph whose year is unknown may lie there.
    pub ghost_here: bool,
}

/// A label under the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StripLabel {
    /// Its first column.
    pub column: usize,
    /// "1921", "Mar 1921", "3 May 1921".
    pub text: String,
}

/// The strip of the whole document, or of the part that is zoomed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strip {
    /// The axis, for placing more on it.
    pub axis: Axis,
    /// By column.
    pub columns: Vec<Column>,
    /// The columns that stand for a long silence.
    pub breaks: Vec<usize>,
    /// Dates, not overlapping, in order.
    pub labels: Vec<StripLabel>,
    /// The events that it was made from.
    shown: Vec<EventId>,
}

/// Whose events a lane of the proportional view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// What the narrator tells.
    Narrator,
    /// What somebody else says.
    Claimant(ClaimantId),
    /// What concerns somebody.
    Entity(EntityId),
}

/// No more silences than this are broken.
const BREAKS: usize = 4;
/// There must be so many dates for each silence that is broken because it takes half of the axis: a few are best seen
/// in proportion.
const EVENTS: usize = 6;

/// The strip on `width` columns. Each level of `zoom` halves the time shown, around what the cursor has come to.
/// Empty if nothing has a date.
pub fn strip(document: &Document, index: &Index, context: &Context, filter: &Filter, width: usize, zoom: u8) -> Strip {
    let places = filter.places(document, index);
    let dated = places.iter().take_while(|&&place| place < index.dated());
    let shown: Vec<EventId> = dated.map(|&place| index.happened()[place].event).collect();
    let dated = shown.iter().filter_map(|&event| index.placed(event).extent);
    let ghosts = shown.iter().filter_map(|&event| ghost(document, index, event));
    let extents: Vec<Extent> = dated.chain(ghosts).collect();
    let Some(range) = window(&extents, now(document, context, index), zoom) else { return Strip::default() };
    let axis = Axis::new(&extents, range, width);
    let here = events_here(document, index, context);
    let mut columns = vec![Column::default(); axis.columns];
    for &event in &shown {
        axis.draw(&mut columns, document, index, event, here.contains(&event));
    }
    Strip { breaks: axis.breaks(), labels: axis.labels(), columns, axis, shown }
}

/// The lanes that have something on the strip: the narrator's, the claimants', then the entities with the most events,
/// at most `most` in all, each with its columns.
pub fn lanes(
    document: &Document,
    index: &Index,
    context: &Context,
    strip: &Strip,
    most: usize,
) -> Vec<(Lane, Vec<Column>)> {
    let mut counts: FxHashMap<Lane, usize> = FxHashMap::default();
    for &id in &strip.shown {
        lanes_of(document, index, id, |lane| *counts.entry(lane).or_default() += 1);
    }
    let mut order: Vec<(Lane, usize)> = counts.into_iter().collect();
    // Of very many claimants those matter on whose word most is told, and they leave room for others.
    let voice = |&(lane, events): &(Lane, usize)| match lane {
        Lane::Claimant(claimant) => Some((std::cmp::Reverse(events), claimant.0)),
        _ => None,
    };
    let mut voices: Vec<_> = order.iter().filter_map(voice).collect();
    let many = voices.len() > most / 2;
    if many {
        voices.sort_unstable();
        let last = voices[most / 2];
        order.retain(|lane| voice(lane).is_none_or(|voice| voice < last));
    }
    order.sort_unstable_by_key(|&(lane, events)| match lane {
        Lane::Narrator => (0, 0, 0),
        Lane::Claimant(claimant) if many => (1, usize::MAX - events, claimant.0),
        Lane::Claimant(claimant) => (1, 0, claimant.0),
        Lane::Entity(entity) => (2, usize::MAX - events, entity.0),
    });
    // Some turn out empty, because their events have no date.
    order.truncate(most.saturating_mul(2));
    let slots: FxHashMap<Lane, usize> = order.iter().enumerate().map(|(slot, &(lane, _))| (lane, slot)).collect();
    let mut drawn = vec![vec![Column::default(); strip.axis.columns]; order.len()];
    let here = events_here(document, index, context);
    for &id in &strip.shown {
        lanes_of(document, index, id, |lane| {
            if let Some(&slot) = slots.get(&lane) {
                strip.axis.draw(&mut drawn[slot], document, index, id, here.contains(&id));
            }
        });
    }
    let full = |columns: &[Column]| columns.iter().any(|column| *column != Column::default());
    let lanes = order.into_iter().map(|(lane, _)| lane).zip(drawn);
    lanes.filter(|(_, columns)| full(columns)).take(most).collect()
}

/// Calls `visit` with each lane that an event belongs to, once.
fn lanes_of(document: &Document, index: &Index, id: EventId, mut visit: impl FnMut(Lane)) {
    let event = &document.events[id.index()];
    visit(index.claimant_of(id).map_or(Lane::Narrator, Lane::Claimant));
    event.participants.iter().for_each(|&entity| visit(Lane::Entity(entity)));
    if let Some(place) = event.place.filter(|place| !event.participants.contains(place)) {
        visit(Lane::Entity(place));
    }
}

/// The years that a day without a year may lie in.
fn ghost(document: &Document, index: &Index, event: EventId) -> Option<Extent> {
    if index.placed(event).extent.is_some() {
        return None;
    }
    let years = Years::of(index.dating(document, event)?)?;
    let day = |year: Option<i16>, month, day| Date::new(year?, month, day).ok().map(day_number);
    let (first, last) = (day(years.first, 1, 1), day(years.last, 12, 31));
    // An open end goes on for as long as the axis does, and makes it no longer.
    let first = first.or(last.map(|last| last - OPEN))?;
    let last = last.unwrap_or(first + OPEN).max(first);
    Some(Extent { first, latest_start: last, earliest_end: first, last })
}

/// The day of a value without a year, in each of the years that it may lie in; `None` if it has no month, or if the
/// years are very many.
fn yearly(edtf: &str, years: Extent) -> Option<impl Iterator<Item = i32>> {
    let mut fields = edtf.strip_prefix("XXXX-")?.split(['-', '/', 'T']);
    let month: i8 = fields.next()?.parse().ok()?;
    let day: i8 = fields.next().and_then(|day| day.parse().ok()).unwrap_or(1);
    let (first, last) = (date_of(years.first).year(), date_of(years.last).year());
    let few = (1..=12).contains(&month) && i32::from(last) - i32::from(first) < YEARS;
    few.then(move || (first..=last).filter_map(move |year| Date::new(year, month, day).ok()).map(day_number))
}

/// In more years than this a day is not drawn one by one.
const YEARS: i32 = 400;

/// How far into the open the years of a day are drawn, in days.
const OPEN: i32 = 2 * 365;

/// The days to show: all, or a part of them around `now`.
fn window(extents: &[Extent], now: Option<i32>, zoom: u8) -> Option<(i32, i32)> {
    let first = extents.iter().map(|extent| extent.first).min()?;
    let last = extents.iter().map(|extent| extent.last).max()?;
    let length = (i64::from(last) - i64::from(first)) >> zoom.min(24);
    if zoom == 0 || length < 1 {
        let middle = now.unwrap_or(first).clamp(first, last);
        return Some(if zoom == 0 { (first, last) } else { (middle, middle) });
    }
    let middle = i64::from(now.unwrap_or(first));
    let start = (middle - length / 2).clamp(i64::from(first), i64::from(last) - length);
    Some((start as i32, (start + length) as i32))
}

/// The day that the cursor has come to: that of the current paragraph, else of what was last told before it.
fn now(document: &Document, context: &Context, index: &Index) -> Option<i32> {
    let end = context.block_span(document).end;
    let told = document.events.partition_point(|event| event.trigger.start < end);
    let extent = |nth: usize| index.placed(nth.into()).extent;
    (0..told).rev().take(256).find_map(extent).map(|extent| extent.first)
}

impl Strip {
    /// The event that begins nearest to a column, the more salient of equals.
    pub fn event_near(&self, document: &Document, index: &Index, column: usize) -> Option<EventId> {
        let distance = |event: EventId| {
            let extent = index.placed(event).extent?;
            Some(self.axis.column(extent.first)?.abs_diff(column))
        };
        let salience = |event: EventId| (-1000.0 * document.events[event.index()].salience) as i32;
        let near = self.shown.iter().filter_map(|&event| Some((distance(event)?, salience(event), event)));
        near.min().map(|(_, _, event)| event)
    }

    /// The first and the last day of the axis, if anything has a date.
    pub fn days(&self) -> Option<(Date, Date)> {
        let (first, last) = (self.axis.segments.first()?, self.axis.segments.last()?);
        Some((date_of(first.first), date_of(last.last)))
    }
}

impl Axis {
    fn new(extents: &[Extent], (first, last): (i32, i32), columns: usize) -> Self {
        let silences = silences(extents, first, last);
        let mut axis = Axis { segments: Vec::new(), columns };
        let broken = if columns >= 16 { silences } else { Vec::new() };
        let mut from = first;
        let mut runs = Vec::new();
        for (start, end) in broken {
            runs.push((from, start));
            from = end;
        }
        runs.push((from, last.max(from)));
        let length = |&(first, last): &(i32, i32)| i64::from(last) - i64::from(first) + 1;
        let mut left_days: i64 = runs.iter().map(length).sum();
        let mut left = columns.saturating_sub(runs.len() - 1);
        let mut column = 0;
        for (nth, run) in runs.iter().enumerate() {
            let rest = runs.len() - 1 - nth;
            let share = (left as i64 * length(run) / left_days.max(1)) as usize;
            let width = if rest == 0 { left } else { share.clamp(1, left.saturating_sub(rest * 2).max(1)) };
            axis.segments.push(Segment { first: run.0, last: run.1, column, width });
            column += width + 1;
            left = left.saturating_sub(width);
            left_days -= length(run);
        }
        axis
    }

    /// The column of a day; `None` outside the axis and in a silence.
    pub fn column(&self, day: i32) -> Option<usize> {
        let nth = self.segments.partition_point(|segment| segment.first <= day).checked_sub(1)?;
        let segment = &self.segments[nth];
        if day > segment.last || segment.width == 0 {
            return None;
        }
        let days = i64::from(segment.last) - i64::from(segment.first) + 1;
        let into = i64::from(day) - i64::from(segment.first);
        Some(segment.column + (into * segment.width as i64 / days) as usize).filter(|&column| column < self.columns)
    }

    /// The columns that a run of days lies over, cut to the axis.
    fn columns_of(&self, first: i32, last: i32) -> Option<(usize, usize)> {
        let start = self.segments.iter().find(|segment| segment.last >= first)?;
        let end = self.segments.iter().rev().find(|segment| segment.first <= last)?;
        let (from, to) = (self.column(first.max(start.first))?, self.column(last.min(end.last))?);
        (from <= to).then_some((from, to))
    }

    /// Draws an event where it happened, or where it may have.
    fn draw(&self, columns: &mut [Column], document: &Document, index: &Index, event: EventId, here: bool) {
        if let Some(extent) = index.placed(event).extent {
            self.draw_dated(columns, extent, here);
        } else if let Some(years) = ghost(document, index, event) {
            // Where years have room, the day stands once in each; else they run together.
            let when = index.dating(document, event);
            match when.filter(|_| self.has_room(years)).and_then(|when| yearly(&when.edtf, years)) {
                Some(days) => days.for_each(|day| self.draw_ghost(columns, (day, day), here)),
                None => self.draw_ghost(columns, (years.first, years.last), here),
            }
        }
    }

    fn draw_dated(&self, columns: &mut [Column], extent: Extent, here: bool) {
        let Some((from, to)) = self.columns_of(extent.first, extent.last) else { return };
        let wide = from < to;
        for column in &mut columns[from..=to] {
            column.span |= wide;
            column.here |= here;
        }
        if !wide || extent.first == extent.latest_start {
            columns[from].events += 1;
        }
    }

    /// True if each year has at least two columns.
    fn has_room(&self, years: Extent) -> bool {
        let count = (i64::from(years.last) - i64::from(years.first)) / 365;
        self.columns_of(years.first, years.last).is_some_and(|(from, to)| (to - from + 1) as i64 >= 2 * count.max(1))
    }

    fn draw_ghost(&self, columns: &mut [Column], (first, last): (i32, i32), here: bool) {
        let Some((from, to)) = self.columns_of(first, last) else { return };
        for column in &mut columns[from..=to] {
            column.ghost = true;
            column.ghost_here |= here;
        }
    }

    fn breaks(&self) -> Vec<usize> {
        self.segments.iter().skip(1).map(|segment| segment.column - 1).collect()
    }

    fn labels(&self) -> Vec<StripLabel> {
        let mut labels: Vec<StripLabel> = Vec::new();
        let mut free = 0;
        for segment in &self.segments {
            for (day, text) in segment.ticks() {
                let Some(column) = self.column(day).filter(|&column| column >= free) else { continue };
                if column + text.len() <= self.columns {
                    free = column + text.len() + 1;
                    labels.push(StripLabel { column, text });
                }
            }
        }
        labels
    }
}

impl Segment {
    /// The days that are worth a label, with it: the first one, then round years, months or days as there is room.
    fn ticks(&self) -> Vec<(i32, String)> {
        let days = (i64::from(self.last) - i64::from(self.first) + 1).max(1) as f64;
        let per_label = days / (self.width as f64 / 14.0).max(1.0);
        let years = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000];
        let (first, last) = (date_of(self.first), date_of(self.last));
        if per_label >= 180.0 {
            let step = years.into_iter().find(|&step| f64::from(step) * 365.0 >= per_label).unwrap_or(10_000);
            let from = i32::from(first.year()).div_euclid(step) * step + step;
            let round = (from..=i32::from(last.year())).step_by(step as usize);
            // Round years before Christ are one off in the count that has a year 0; after it comes 1.
            let round = round.map(|year| if step > 1 && year <= 0 { year + 1 } else { year });
            let round = round.filter_map(|year| Date::new(i16::try_from(year).ok()?, 1, 1).ok());
            return std::iter::once(first).chain(round).map(|day| (day_number(day), year_words(day.year()))).collect();
        }
        let step = per_label.max(1.0).ceil() as usize;
        let round = (self.first..=self.last).step_by(step);
        round.map(|day| (day, tick_words(date_of(day), days > 300.0))).collect()
    }
}

fn tick_words(day: Date, month_only: bool) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS[(day.month() as usize).saturating_sub(1) % 12];
    match month_only {
        true => format!("{month} {}", year_words(day.year())),
        false => format!("{} {month} {}", day.day(), year_words(day.year())),
    }
}

/// The silences that are broken, as days (the last before, the first behind), in order.
fn silences(extents: &[Extent], first: i32, last: i32) -> Vec<(i32, i32)> {
    let mut inside: Vec<(i32, i32)> = extents
        .iter()
        .filter(|extent| extent.first <= last && extent.last >= first)
        .map(|extent| (extent.first.max(first), extent.last.min(last)))
        .collect();
    inside.sort_unstable();
    let dates = inside.chunk_by(|a, b| a == b).count();
    let mut gaps = Vec::new();
    let mut end = first;
    for (from, to) in inside {
        if from > end {
            gaps.push((end, from));
        }
        end = end.max(to);
    }
    if last > end {
        gaps.push((end, last));
    }
    let length = |&(from, to): &(i32, i32)| i64::from(to) - i64::from(from);
    gaps.sort_by_key(|gap| std::cmp::Reverse(length(gap)));
    let mut left = i64::from(last) - i64::from(first);
    let mut broken = Vec::new();
    for gap in gaps.into_iter().take(BREAKS) {
        let half = length(&gap) * 2 >= left && broken.len() < dates / EVENTS;
        let nearly_all = length(&gap) * 10 >= left * 9;
        if !(half || nearly_all) || gap.0 == first && gap.1 == last {
            break;
        }
        left -= length(&gap);
        broken.push(gap);
    }
    broken.sort_unstable();
    broken
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, petition};
    use super::super::scope::context_at;
    use super::*;
    use crate::model::Span;

    fn draw(sample: &Sample, at: &str, width: usize, zoom: u8) -> (String, String) {
        let index = Index::new(&sample.document);
        let context = context_at(&sample.document, sample.at(at).start, Span::default());
        let strip = strip(&sample.document, &index, &context, &Filter::default(), width, zoom);
        let cell = |(nth, column): (usize, &Column)| match column {
            _ if strip.breaks.contains(&nth) => '/',
            Column { here: true, .. } => '#',
            Column { events, .. } if *events > 0 => char::from_digit(*events, 10).unwrap_or('+'),
            Column { ghost_here: true, .. } => '%',
            Column { ghost: true, .. } => '?',
            Column { span: true, .. } => '=',
            _ => '.',
        };
        let mut labels = vec![' '; width];
        for label in &strip.labels {
            labels.splice(label.column..label.column + label.text.len(), label.text.chars());
        }
        (strip.columns.iter().enumerate().map(cell).collect(), labels.iter().collect::<String>().trim_end().into())
    }

    #[test]
    fn a_day_without_a_year_stands_once_in_each_year_that_has_room() {
        let mut sample = Sample::new("a b c");
        sample.event("a", Some("2020-01-01"));
        sample.event("b", Some("2022-12-31"));
        sample.event("c", Some("XXXX-09-12"));
        let (cells, _) = draw(&sample, "a", 36, 0);
        let ghosts = cells.chars().filter(|cell| *cell == '%').count();
        assert_eq!(ghosts, 7, "once in each year from 2020 to 2026: {cells}");
        assert!(cells.contains("%....%"), "{cells}");
    }

    #[test]
    fn the_day_recurs_in_its_years_only() {
        let day = |year| day_number(Date::new(year, 9, 12).expect("a date"));
        let years = |first, last| Extent {
            first: day(first),
            latest_start: day(last),
            earliest_end: day(first),
            last: day(last),
        };
        let days = |edtf, first, last| yearly(edtf, years(first, last)).map(Iterator::collect::<Vec<_>>);
        assert_eq!(days("XXXX-09-12", 2020, 2022), Some(vec![day(2020), day(2021), day(2022)]));
        assert_eq!(days("XXXX-09-12/XXXX-09-13", 2020, 2020), Some(vec![day(2020)]));
        assert_eq!(days("XXXX-WXX-4", 2020, 2022), None, "a weekday lies everywhere in a year");
        assert_eq!(days("XXXX-09-12", 0, 2022), None, "too many");
    }

    #[test]
    fn a_span_a_day_and_the_years_that_a_day_may_lie_in() {
        let (cells, labels) = draw(&petition(), "signed", 40, 0);
        assert_eq!(cells, "===========.....................?1??????");
        assert_eq!(labels, "1990      2000                  2020");
        let (cells, _) = draw(&petition(), "These", 40, 0);
        assert_eq!(cells, "===========.....................%1%%%%%%");
    }

    #[test]
    fn a_long_silence_is_broken() {
        let mut sample = Sample::new("a\n\nb\n\nc\n\nd");
        for (label, year) in [("a", "0044"), ("b", "1990"), ("c", "1995"), ("d", "2000")] {
            sample.event(label, Some(year));
        }
        let (cells, labels) = draw(&sample, "b", 40, 0);
        assert_eq!(cells, "1==/####............1===............1===");
        assert_eq!(labels, "44  1990            1995            2000");
    }

    #[test]
    fn zooming_shows_a_part_around_what_is_told() {
        let mut sample = Sample::new("a b c d");
        for (label, year) in [("a", "1900"), ("b", "1910"), ("c", "1930"), ("d", "1940")] {
            sample.event(label, Some(year));
        }
        let (whole, _) = draw(&sample, "a", 41, 0);
        let (near, labels) = draw(&sample, "a", 41, 2);
        assert_ne!(whole, near);
        assert!(labels.contains("1910") || labels.contains("19"), "{labels}");
    }

    #[test]
    fn any_width_and_any_zoom_is_safe() {
        let sample = petition();
        for width in 0..60 {
            for zoom in [0, 1, 5, 200] {
                let (cells, _) = draw(&sample, "These", width, zoom);
                assert_eq!(cells.chars().count(), width);
            }
        }
        let bare = Sample::new("Nothing.");
        assert_eq!(draw(&bare, "Nothing", 10, 0).0, "");
    }
}
