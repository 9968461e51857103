//! The strip along the bottom: all the time of the document to scale, silences broken, with the reader's place.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr;

use crate::model::{BlockId, EventId, Target};
use crate::query::{Filter, Strip, StripLabel, dated_here, strip, year_words};
use crate::tui::scene::Scene;

use super::cells::cell;
use super::ink::Ink;

/// The strip; it never has the focus.
#[derive(Default)]
pub struct TimeStrip {
    strip: Strip,
    zoom: u8,
    /// What the current paragraph tells of with a date, in the order of happening.
    here: Vec<EventId>,
    seen: Option<(u64, BlockId, Filter, u16, u16, u8)>,
}

/// More would show less than a day.
const DEEPEST: u8 = 16;
/// On one line, the dates at the ends have this room, the space towards the cells included.
const END: u16 = 9;

impl TimeStrip {
    /// Brings it up to the scene, for an area of this size: one line, or two for the dates below.
    pub fn refresh(&mut self, scene: &Scene<'_>, area: Rect) {
        let cells = Self::cells(area);
        let seen = (scene.generation, scene.context.block, *scene.filter, cells.width, area.height, self.zoom);
        if self.seen == Some(seen) {
            return;
        }
        self.seen = Some(seen);
        self.here = dated_here(scene.document, scene.index, scene.context, scene.filter);
        let width = usize::from(cells.width);
        self.strip = strip(scene.document, scene.index, scene.context, scene.filter, width, self.zoom);
    }

    /// Finer time, or coarser.
    pub fn zoom(&mut self, finer: bool) {
        self.zoom = if finer { (self.zoom + 1).min(DEEPEST) } else { self.zoom.saturating_sub(1) };
    }

    /// The event nearest to a position in the area.
    pub fn target_at(&self, scene: &Scene<'_>, area: Rect, position: Position) -> Option<Target> {
        let column = position.x.checked_sub(Self::cells(area).x)?;
        self.strip.event_near(scene.document, scene.index, usize::from(column)).map(Target::Event)
    }

    /// Where the cells stand.
    fn cells(area: Rect) -> Rect {
        let end = if area.height > 1 { 1 } else { END.min(area.width / 4) };
        Rect {
            x: area.x + end.min(area.width),
            width: area.width.saturating_sub(2 * end),
            height: 1.min(area.height),
            ..area
        }
    }

    /// Draws it into the first line or two of the area.
    pub fn draw(&self, scene: &Scene<'_>, area: Rect, buffer: &mut Buffer) {
        if self.strip.columns.is_empty() {
            if let Some(mut ink) = Ink::new(scene, area, 0, buffer) {
                let words = if scene.analysing { "looking for dates" } else { "no dates found" };
                ink.skip(1).put(words, scene.theme.dim);
            }
            return;
        }
        let cells = Self::cells(area);
        if let Some(mut ink) = Ink::new(scene, cells, 0, buffer) {
            draw_cells(scene, &self.strip, &self.strip.columns, &mut ink);
        }
        if area.height > 1 {
            draw_labels(scene, &self.strip, cells, 1, buffer);
            self.draw_here(scene, area, buffer);
        } else {
            self.draw_ends(scene, area, cells, buffer);
        }
    }

    /// What the current paragraph tells of, in words, on a third line.
    fn draw_here(&self, scene: &Scene<'_>, area: Rect, buffer: &mut Buffer) {
        let Some(mut ink) = Ink::new(scene, area, 2, buffer) else { return };
        for (nth, &event) in self.here.iter().enumerate() {
            let Some(telling) = scene.document.events.get(event.index()) else { return };
            let date = scene.index.dating(scene.document, event).map(|when| when.in_words(None));
            let gap = if nth == 0 { 1 } else { 3 };
            ink.skip(gap).put(scene.glyphs.told_here, scene.theme.place_mark).skip(1);
            if let Some(date) = date {
                ink.put(&date, scene.theme.date.remove_modifier(Modifier::UNDERLINED)).skip(2);
            }
            ink.put(&telling.label, scene.theme.text);
            if ink.room() < 24 {
                return;
            }
        }
    }

    fn draw_ends(&self, scene: &Scene<'_>, area: Rect, cells: Rect, buffer: &mut Buffer) {
        let Some((first, last)) = self.strip.days() else { return };
        let room = usize::from(cells.x.saturating_sub(area.x)).saturating_sub(1);
        let words = |day: crate::model::Date| {
            let year = year_words(day.year());
            let month = format!("{year}-{:02}", day.month());
            if first.year() == last.year() && month.width() <= room { month } else { year }
        };
        let left = Rect { width: cells.x.saturating_sub(area.x).saturating_sub(1), ..area };
        if let Some(mut ink) = Ink::new(scene, left, 0, buffer) {
            ink.put_right(&words(first), scene.theme.dim);
        }
        let right = Rect { x: cells.right().saturating_add(1), width: left.width, ..area };
        if let Some(mut ink) = Ink::new(scene, right.intersection(area), 0, buffer) {
            ink.put(&words(last), scene.theme.dim);
        }
    }
}

/// The cells of a strip or of one of its lanes.
pub(super) fn draw_cells(scene: &Scene<'_>, strip: &Strip, columns: &[crate::query::Column], ink: &mut Ink<'_>) {
    let mut breaks = strip.breaks.iter().copied().peekable();
    for (nth, column) in columns.iter().enumerate() {
        let is_break = breaks.next_if_eq(&nth).is_some();
        let (sign, style) = cell(scene, column, is_break);
        ink.put(sign, style);
    }
}

/// The dates of a strip, on the line `y` of an area as wide as its cells.
pub(super) fn draw_labels(scene: &Scene<'_>, strip: &Strip, area: Rect, y: u16, buffer: &mut Buffer) {
    for StripLabel { column, text } in &strip.labels {
        let column = (*column).min(usize::from(area.width)) as u16;
        let room = Rect { x: area.x + column, width: area.width - column, y: area.y + y, height: 1 };
        if let Some(mut ink) = Ink::new(scene, room, 0, buffer) {
            ink.put(text, scene.theme.dim);
        }
    }
}
