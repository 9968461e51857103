//! The list: one event below the other as they happened, silences between them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use crate::model::{EntityId, Event};
use crate::query::{EventRow, WhenRow, paragraph};
use crate::tui::pane::ink::{Ink, heading};
use crate::tui::scene::Scene;

use super::words::{DateWords, date_of, date_width, modality, needs_two, sign};

/// How the columns of all rows share a width.
#[derive(Default)]
pub struct Happened {
    date: usize,
    paragraph: usize,
    letters: usize,
}

/// The widest date column: `2020-09-27`, `-0479-08-27`.
const DATE: usize = 11;
/// From this width on claimants are named, not lettered.
const WIDE: u16 = 76;
/// A claimant's name takes no more than this.
const NAME: usize = 18;
/// From this width on those who took part are named in a column of their own, which takes a quarter.
const PARTICIPANTS: u16 = 110;

/// The height of a row, and whether it can be selected. A second line holds the end of an interval, or the years that
/// a day may lie in.
pub fn height(scene: &Scene<'_>, row: &WhenRow) -> (u16, bool) {
    match row {
        WhenRow::Event(row) => (1 + u16::from(needs_two(scene, row.event)), true),
        _ => (1, false),
    }
}

impl Happened {
    /// Fits the columns to the rows.
    pub fn measure(&mut self, scene: &Scene<'_>, rows: &[WhenRow]) {
        let number = scene.document.blocks.len().max(1).ilog10() as usize + 1;
        self.date = date_width(scene, rows, DATE);
        self.paragraph = number + 1;
        self.letters = scene.index.claimants().iter().map(|claimant| claimant.letters.len()).max().unwrap_or(0);
    }

    /// Draws a row, the one before it in sight given; returns its height.
    pub fn draw_row(
        &self,
        scene: &Scene<'_>,
        row: &WhenRow,
        before: Option<&WhenRow>,
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
            // A row of an older snapshot may still stand here for a moment.
            WhenRow::Event(row) if row.event.index() >= scene.document.events.len() => 1,
            WhenRow::Event(row) => self.draw_event(scene, row, before, area, y, buffer),
        }
    }

    fn draw_event(
        &self,
        scene: &Scene<'_>,
        row: &EventRow,
        before: Option<&WhenRow>,
        area: Rect,
        y: i32,
        buffer: &mut Buffer,
    ) -> i32 {
        let mut date = date_of(scene, row.event);
        let two = needs_two(scene, row.event);
        if same_date(scene, row, before) {
            date.start.clear();
        }
        if let Some(mut ink) = Ink::new(scene, area, y, buffer) {
            ink.skip(1);
            let bracket = if date.end.is_some() { scene.glyphs.bracket[0] } else { "" };
            self.draw_date(&date, &date.start, bracket, &mut ink);
            self.draw_right(scene, row, area.width, &mut ink);
            self.draw_label(scene, row, area.width, &mut ink);
        }
        if let Some(mut ink) = Ink::new(scene, area, y + 1, buffer).filter(|_| two) {
            ink.skip(1);
            let bracket = if date.end.is_some() { scene.glyphs.bracket[1] } else { "" };
            self.draw_date(
                &DateWords { inferred: false, ..date_of(scene, row.event) },
                date.end.as_deref().unwrap_or(""),
                bracket,
                &mut ink,
            );
            if let Some(years) = date.years {
                let years = format!("year {}?", years.words());
                ink.skip(2).put(&years, scene.theme.inferred);
            }
        }
        1 + i32::from(two)
    }

    fn draw_date(&self, date: &DateWords, words: &str, bracket: &str, ink: &mut Ink<'_>) {
        let room = self.date.min(ink.room() / 2);
        ink.put_column(words, room, date.style);
        let mark = if bracket.is_empty() && date.inferred && !words.is_empty() { "?" } else { bracket };
        ink.put_column(mark, 1, date.style);
        // An interval that was inferred has room for its mark behind the bracket.
        let mark = if !bracket.is_empty() && date.inferred { "?" } else { "" };
        ink.put_column(mark, 1, date.style);
    }

    /// From the right: the pointer, who says so, the paragraph.
    fn draw_right(&self, scene: &Scene<'_>, row: &EventRow, width: u16, ink: &mut Ink<'_>) {
        if row.here {
            ink.put_right(scene.glyphs.pointer, scene.theme.place_mark);
        } else {
            ink.skip_right(1);
        }
        let claimant = scene.index.claimant(row.event);
        if self.letters > 0 && width >= 24 {
            let letters = claimant.map_or("", |claimant| claimant.letters.as_str());
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
            let words = format!("{}{}", scene.glyphs.paragraph, paragraph(block));
            ink.put_right(&format!("{words:>width$}", width = self.paragraph), scene.theme.dim).skip_right(1);
        }
    }

    fn draw_label(&self, scene: &Scene<'_>, row: &EventRow, area_width: u16, ink: &mut Ink<'_>) {
        let event = &scene.document.events[row.event.index()];
        let style = if row.here { scene.theme.current } else { scene.theme.text };
        ink.put(sign(scene, row.event), scene.theme.bar).skip(1);
        ink.put(modality(scene, row.event), scene.theme.inferred);
        if area_width >= PARTICIPANTS {
            let people = usize::from(area_width / 4);
            ink.put_column(&event.label, ink.room().saturating_sub(people + 1), style).skip(1);
            ink.put(&participants(scene, event), scene.theme.dim);
        } else {
            ink.put(&event.label, style);
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
    let when = |row: &EventRow| scene.index.dating(scene.document, row.event).map(|when| when.edtf.as_str());
    match before {
        Some(WhenRow::Event(before)) if before.event.index() < scene.document.events.len() => {
            when(row).is_some() && when(row) == when(before) && !needs_two(scene, row.event)
        }
        _ => false,
    }
}
