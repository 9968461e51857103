//! The list: one event below the other as they happened, silences between them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::model::{BlockId, EntityId, Event, EventId};
use crate::query::{Cited, EventRow, WhenRow, cited, date_words};
use crate::tui::pane::ink::{Ink, heading};
use crate::tui::scene::Scene;

use super::words::{DateWords, Letters, date_of, date_width, draw_cluster, modality, needs_two, sign};

/// How the columns of all rows share a width.
#[derive(Default)]
pub struct Happened {
    width: u16,
    date: usize,
    paragraph: usize,
    letters: usize,
    /// True if there is no room to cite documents and paragraphs both.
    short: bool,
}

/// The widest date column: `2020-09-27`, `-0479-08-27`.
const DATE: usize = 11;
/// From this width on claimants are named, not lettered.
const WIDE: u16 = 76;
/// A claimant's name takes no more than this.
const NAME: usize = 18;
/// From this width on those who took part are named in a column of their own, which takes a quarter.
const PARTICIPANTS: u16 = 110;

/// No more other dates of an event are shown.
const DISPUTED: usize = 3;
/// From this width on a label has room enough on one line.
const ROOMY: u16 = 64;
/// A label of a dossier needs at least this room, or places are cited in short.
const LABEL: usize = 16;

impl Happened {
    /// Fits the columns to the rows and the width.
    pub fn measure(&mut self, scene: &Scene<'_>, rows: &[WhenRow], width: u16) {
        let digits = |number: usize| number.max(1).ilog10() as usize + 1;
        let parts = &scene.document.parts;
        let longest = parts.windows(2).map(|pair| pair[1].heading.0 - pair[0].heading.0).max().unwrap_or_default();
        let last = scene.document.blocks.len() - parts.last().map_or(0, |part| part.heading.index());
        let number = digits(last.max(longest as usize)) + if parts.is_empty() { 0 } else { digits(parts.len()) };
        self.width = width;
        self.date = date_width(scene, rows, DATE);
        self.paragraph = number + 1;
        self.letters = usize::from(!scene.index.claimants().is_empty());
        self.short = !parts.is_empty() && self.label_room() < LABEL;
        if self.short {
            self.paragraph = digits(parts.len()).max(1 + digits(last.max(longest as usize)));
        }
    }

    /// The height of a row, and whether it can be selected. A second line holds the end of an interval, the rest of a
    /// label of the current paragraph, or the years that a day may lie in.
    pub fn height(&self, scene: &Scene<'_>, row: &WhenRow) -> (u16, bool) {
        match row {
            WhenRow::Event(row) => {
                let two = needs_two(scene, row.event);
                let long = row.here && self.label(scene, row).1.is_some();
                let years = two && long && date_of(scene, row.event).years.is_some();
                let disputed = scene.index.other_dates(row.event).len().min(DISPUTED) as u16;
                (1 + u16::from(two || long) + u16::from(years) + disputed, true)
            }
            WhenRow::Cluster(_) => (1, true),
            _ => (1, false),
        }
    }

    /// The label of an event on one line, or, where it is narrow and the event belongs to the current paragraph, on
    /// two.
    fn label(&self, scene: &Scene<'_>, row: &EventRow) -> (String, Option<String>) {
        let label = &scene.document.events[row.event.index()].label;
        let room = self.label_room();
        let prefix = modality(scene, row.event).width();
        if !row.here || self.width >= ROOMY || room < 8 || label.width() + prefix <= room {
            return (label.clone(), None);
        }
        let safe = crate::visible::line(label);
        let mut first = String::new();
        for word in safe.split_inclusive(' ') {
            if prefix + first.width() + word.trim_end().width() > room {
                break;
            }
            first.push_str(word);
        }
        match safe[first.len()..].trim() {
            rest if first.is_empty() || rest.is_empty() => (label.clone(), None),
            rest => (first.trim_end().to_owned(), Some(rest.to_owned())),
        }
    }

    /// The columns that a label has, between the date and what stands at the right.
    fn label_room(&self) -> usize {
        let width = usize::from(self.width);
        let date = self.date.min(width.saturating_sub(1) / 2) + 2;
        let letters = if self.letters > 0 && self.width >= 24 { self.letters + 1 } else { 0 };
        let paragraph = if self.width >= 30 { self.paragraph + 1 } else { 0 };
        width.saturating_sub(1 + date + 2 + paragraph + letters + 1)
    }

    /// Draws a row, the one before it in sight given; returns its height.
    pub fn draw_row(
        &self,
        scene: &Scene<'_>,
        (row, before): (&WhenRow, Option<&WhenRow>),
        letters: &Letters,
        area: Rect,
        y: i32,
        buffer: &mut Buffer,
    ) -> i32 {
        match row {
            WhenRow::Gap(gap) => {
                if let Some(mut ink) = Ink::new(scene, area, y, buffer) {
                    ink.skip(3).put(scene.glyphs.gap, scene.theme.gap).skip(1).put(&gap.words(), scene.theme.gap);
                }
                1
            }
            WhenRow::Undated(count) => {
                heading(scene, area, y, "undated", &count.to_string(), buffer);
                1
            }
            WhenRow::Cluster(cluster) if cluster.first.index() >= scene.document.events.len() => 1,
            WhenRow::Cluster(cluster) => {
                if let Some(mut ink) = Ink::new(scene, area, y, buffer) {
                    ink.skip(1);
                    let date = DateWords { disputed: false, ..date_of(scene, cluster.first) };
                    self.draw_date(scene, &date, &date.start, "", &mut ink);
                    draw_cluster(scene, cluster, &mut ink);
                }
                1
            }
            // A row of an older snapshot may still stand here for a moment.
            WhenRow::Event(row) if row.event.index() >= scene.document.events.len() => 1,
            WhenRow::Event(row) => self.draw_event(scene, (row, before), letters, area, y, buffer),
        }
    }

    fn draw_event(
        &self,
        scene: &Scene<'_>,
        (row, before): (&EventRow, Option<&WhenRow>),
        letters: &Letters,
        area: Rect,
        y: i32,
        buffer: &mut Buffer,
    ) -> i32 {
        let mut date = date_of(scene, row.event);
        let (first, rest) = self.label(scene, row);
        let end = date.end.take();
        let brackets = if end.is_some() { scene.glyphs.bracket } else { [""; 2] };
        if let Some(mut ink) = Ink::new(scene, area, y, buffer) {
            let start = if same_date(scene, row, before) { "" } else { &date.start };
            ink.skip(1);
            self.draw_date(scene, &date, start, brackets[0], &mut ink);
            self.draw_right(scene, row, letters, area.width, &mut ink);
            self.draw_label(scene, row, &first, area.width, &mut ink);
        }
        let style = if row.here { scene.theme.current } else { scene.theme.text };
        let years = date.years.map(|years| (format!("year {}?", years.words()), scene.theme.inferred));
        let more: Vec<(String, Style)> = rest.map(|rest| (rest, style)).into_iter().chain(years).collect();
        let lines = more.len().max(usize::from(end.is_some()));
        (date.inferred, date.disputed) = (false, false);
        for nth in 0..lines {
            let end = end.as_deref().filter(|_| nth == 0).map_or(("", ""), |end| (end, brackets[1]));
            let (words, style) = more.get(nth).map_or(("", style), |(words, style)| (words.as_str(), *style));
            if let Some(mut ink) = Ink::new(scene, area, y + 1 + nth as i32, buffer) {
                ink.skip(1);
                self.draw_date(scene, &date, end.0, end.1, &mut ink);
                ink.skip(2).put(words, style);
            }
        }
        let disputed = self.draw_disputed(scene, row, area, y + 1 + lines as i32, buffer);
        1 + lines as i32 + disputed
    }

    /// The other dates that an event has in other tellings, each with who says so and where; how many lines they take.
    fn draw_disputed(&self, scene: &Scene<'_>, row: &EventRow, area: Rect, y: i32, buffer: &mut Buffer) -> i32 {
        let others = scene.index.other_dates(row.event).iter().take(DISPUTED);
        for (nth, &other) in others.clone().enumerate() {
            let Some(mut ink) = Ink::new(scene, area, y + nth as i32, buffer) else { continue };
            let telling = &scene.document.events[other.index()];
            let date = telling.when.as_ref().map_or(String::new(), |when| date_words(when).0);
            ink.skip(1);
            let room = self.date.min(ink.room() / 2);
            ink.put_column(&date, room, scene.theme.warning).skip(2);
            ink.put(scene.glyphs.disputed, scene.theme.warning).skip(1);
            let place = cited(scene.document, telling.block).words(scene.glyphs.paragraph);
            ink.put(&place, scene.theme.dim).skip(1);
            let claimant = scene.index.claimant(other).map_or("", |claimant| claimant.name.as_str());
            ink.put(claimant, scene.theme.quote);
        }
        others.len() as i32
    }

    fn draw_date(&self, scene: &Scene<'_>, date: &DateWords, words: &str, bracket: &str, ink: &mut Ink<'_>) {
        let room = self.date.min(ink.room() / 2);
        ink.put_column(words, room, date.style);
        let mark = if bracket.is_empty() && date.inferred && !words.is_empty() { "?" } else { bracket };
        ink.put_column(mark, 1, date.style);
        // An interval that was inferred has room for its mark behind the bracket.
        let mark = match date.disputed {
            true => scene.glyphs.disputed,
            false if !bracket.is_empty() && date.inferred => "?",
            false => "",
        };
        ink.put_column(mark, 1, date.style);
    }

    /// From the right: the pointer, who says so, the paragraph.
    fn draw_right(&self, scene: &Scene<'_>, row: &EventRow, letters: &Letters, width: u16, ink: &mut Ink<'_>) {
        if row.here {
            ink.put_right(scene.glyphs.pointer, scene.theme.place_mark);
        } else {
            ink.skip_right(1);
        }
        let claimant = scene.index.claimant(row.event);
        if self.letters > 0 && width >= 24 {
            let letters = scene.index.claimant_of(row.event).map_or("", |id| letters.letter(scene, id));
            ink.put_right(&format!("{letters:<width$}", width = self.letters), scene.theme.quote);
            if width >= WIDE {
                let name =
                    claimant.map_or(String::new(), |c| crate::visible::cut(&c.name, NAME, scene.glyphs.ellipsis));
                let fill = NAME.saturating_sub(name.width()) + 1;
                ink.skip_right(1).put_right(&name, scene.theme.dim);
                ink.skip_right(fill);
            } else {
                ink.skip_right(1);
            }
        }
        if width >= 30 {
            let block = scene.document.events[row.event.index()].block;
            let words = self.place(scene, block);
            ink.put_right(&format!("{words:>width$}", width = self.paragraph), scene.theme.dim).skip_right(1);
        }
    }

    /// How a place is cited. In short, a place in the document that is read by its paragraph, any other by its
    /// document.
    fn place(&self, scene: &Scene<'_>, block: BlockId) -> String {
        let place = cited(scene.document, block);
        let here = cited(scene.document, scene.context.block);
        match place.part.filter(|_| self.short) {
            Some(part) if here.part != Some(part) => part.to_string(),
            Some(_) => Cited { part: None, ..place }.words(scene.glyphs.paragraph),
            None => place.words(scene.glyphs.paragraph),
        }
    }

    fn draw_label(&self, scene: &Scene<'_>, row: &EventRow, label: &str, area_width: u16, ink: &mut Ink<'_>) {
        let event = &scene.document.events[row.event.index()];
        let style = if row.here { scene.theme.current } else { scene.theme.text };
        ink.put(sign(scene, row.event), scene.theme.bar).skip(1);
        ink.put(modality(scene, row.event), scene.theme.inferred);
        if area_width >= PARTICIPANTS {
            let people = usize::from(area_width / 4);
            ink.put_column(label, ink.room().saturating_sub(people + 1), style).skip(1);
            ink.put(&participants(scene, event), scene.theme.dim);
        } else {
            ink.put(label, style);
        }
    }
}

/// Who took part and where, as one line.
fn participants(scene: &Scene<'_>, event: &Event) -> String {
    let mut all: Vec<EntityId> = event.participants.iter().copied().take(MOST).collect();
    all.extend(event.place.filter(|place| !all.contains(place)));
    let names = all.iter().filter_map(|id| scene.document.entities.get(id.index())).map(|entity| entity.name.as_str());
    names.collect::<Vec<_>>().join(", ")
}

/// No more participants than this are named.
const MOST: usize = 4;

/// True if the row before shows the same date, so that it need not be said again.
fn same_date(scene: &Scene<'_>, row: &EventRow, before: Option<&WhenRow>) -> bool {
    let before = match before {
        Some(WhenRow::Event(before)) => before.event,
        Some(WhenRow::Cluster(cluster)) => cluster.first,
        _ => return false,
    };
    let when = |event: EventId| scene.index.dating(scene.document, event).map(|when| when.edtf.as_str());
    let known = before.index() < scene.document.events.len();
    known && when(row.event).is_some() && when(row.event) == when(before) && !needs_two(scene, row.event)
}
