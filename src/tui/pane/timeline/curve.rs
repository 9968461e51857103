//! Told order against happened order: rows as things happened, columns as the text tells them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::model::{BlockId, EventId, Target};
use crate::query::{Curve, EventRow, Mark, WhenRow, cited, curve_cells, curve_columns, curve_marks};
use crate::tui::pane::ink::{Ink, heading};
use crate::tui::scene::Scene;

use super::words::{date_of, date_width, draw_cluster};

/// How dates, labels and the matrix share a width.
#[derive(Default)]
pub struct StoryCurve {
    date: usize,
    label: usize,
    curve: Option<Curve>,
    /// Columns of the screen for one of the matrix.
    step: usize,
    /// The event of the selected row, and the columns that tell it, each with where it leads.
    cells: Option<(EventId, Vec<(usize, Target)>)>,
    /// The chosen one of them.
    chosen: usize,
    /// The column that was clicked on and does not tell the event: it leads to its first paragraph.
    pointed: Option<usize>,
    /// True until the cells of the row that was clicked on are there.
    clicked: bool,
}

/// No label needs more columns.
const LABEL: usize = 44;

/// The height of a row, and whether it can be selected.
pub fn height(row: &WhenRow) -> (u16, bool) {
    (1, matches!(row, WhenRow::Event(_) | WhenRow::Cluster(_)))
}

impl StoryCurve {
    /// Fits the columns to the rows and the width.
    pub fn measure(&mut self, scene: &Scene<'_>, rows: &[WhenRow], area: Rect) {
        let width = usize::from(area.width).saturating_sub(2);
        self.date = date_width(scene, rows, if width < 50 { 7 } else { 11 }).min(width / 3);
        let left = width.saturating_sub(self.date + 2);
        self.label = (left * 2 / 5).clamp(left.min(8), 40);
        let matrix = left.saturating_sub(self.label + 1);
        let curve = curve_columns(scene.document, scene.context, matrix);
        // A short text has air between its columns, and each still is as long as the others.
        self.step = (matrix / curve.columns.max(1)).clamp(1, 3);
        let spare = matrix.saturating_sub(self.step * curve.columns);
        self.label = (self.label + spare).min(LABEL.max(self.label));
        self.curve = Some(curve);
    }

    /// Takes the cells of the selected row. Another row begins with the cell that tells it first.
    pub fn choose_from(&mut self, scene: &Scene<'_>, selected: Option<EventId>) {
        let Some((curve, event)) = self.curve.as_ref().zip(selected) else {
            self.cells = None;
            return;
        };
        if event.index() >= scene.document.events.len() {
            return;
        }
        let cells = curve_cells(scene.document, scene.index, scene.filter, curve, event);
        if self.cells.as_ref().is_none_or(|(old, _)| *old != event) {
            self.chosen = cells.iter().position(|(_, target)| *target == Target::Event(event)).unwrap_or(0);
            self.pointed = self.pointed.filter(|_| self.clicked);
        }
        self.chosen = self.chosen.min(cells.len().saturating_sub(1));
        if let Some(nth) = cells.iter().position(|&(column, _)| Some(column) == self.pointed) {
            (self.chosen, self.pointed) = (nth, None);
        }
        self.clicked = false;
        self.cells = Some((event, cells));
    }

    /// Goes to the next of the cells, or to the one before.
    pub fn step(&mut self, forward: bool) {
        let last = self.cells.as_ref().map_or(0, |(_, cells)| cells.len().saturating_sub(1));
        self.pointed = None;
        self.chosen = if forward { (self.chosen + 1).min(last) } else { self.chosen.saturating_sub(1) };
    }

    /// The column `x` of the pane was clicked on.
    pub fn point_at(&mut self, x: u16) {
        let into = usize::from(x).checked_sub(self.matrix());
        self.pointed = into.map(|into| into / self.step.max(1));
        self.clicked = true;
    }

    /// Where the matrix begins.
    fn matrix(&self) -> usize {
        1 + self.date + 2 + self.label + 1
    }

    /// Where the chosen cell of an event leads.
    pub fn target(&self, event: EventId) -> Option<Target> {
        let (_, cells) = self.cells.as_ref().filter(|(of, _)| *of == event)?;
        let blocks = |column: usize| Some(self.curve.as_ref()?.blocks(column)).filter(|blocks| !blocks.is_empty());
        let pointed = self.pointed.and_then(blocks).map(|blocks| Target::Block(BlockId(blocks.start)));
        pointed.or_else(|| cells.get(self.chosen).map(|(_, target)| target.clone()))
    }

    /// Marks the chosen cell in the selected row, which is set in reverse.
    pub fn draw_chosen(&self, scene: &Scene<'_>, area: Rect, y: i32, buffer: &mut Buffer) {
        let Some((_, cells)) = &self.cells else { return };
        let column = self.pointed.or_else(|| cells.get(self.chosen).map(|&(column, _)| column));
        let (Some(column), Ok(y)) = (column, u16::try_from(y)) else { return };
        let x = self.matrix() + column * self.step;
        if x < usize::from(area.width) && y < area.height {
            let at = Rect { x: area.x + x as u16, y: area.y + y, width: 1, height: 1 }.intersection(buffer.area);
            buffer.set_style(at, scene.theme.place_mark.remove_modifier(Modifier::REVERSED));
        }
    }

    /// Draws the paragraphs that the columns stand for.
    pub fn draw_head(&self, scene: &Scene<'_>, area: Rect, buffer: &mut Buffer) {
        let (glyphs, theme) = (scene.glyphs, scene.theme);
        let Some(curve) = &self.curve else { return };
        let Some(mut ink) = Ink::new(scene, area, 0, buffer) else { return };
        let words = format!("happened {} told {}", glyphs.arrow_down, glyphs.arrow_right);
        ink.skip(1).put_column(&words, self.date + self.label + 2, theme.rule);
        ink.skip(1);
        let mut at = 0;
        for column in 0..curve.columns {
            let cited = cited(scene.document, crate::model::BlockId(curve.blocks(column).start));
            // Of a dossier the documents are counted.
            let number = cited.part.unwrap_or(cited.paragraph).to_string();
            let place = column * self.step;
            let words = if column == 0 { format!("{}{number}", glyphs.paragraph) } else { number };
            if place >= at + usize::from(column > 0) && ink.room() >= place - at + words.len() {
                ink.skip(place - at);
                ink.put(&words, theme.dim);
                at = place + words.chars().count();
            }
        }
    }

    /// Draws a row; returns its height.
    pub fn draw_row(&self, scene: &Scene<'_>, row: &WhenRow, area: Rect, y: i32, buffer: &mut Buffer) -> i32 {
        match row {
            WhenRow::Gap(gap) => {
                if let Some(mut ink) = Ink::new(scene, area, y, buffer) {
                    ink.skip(3).put(scene.glyphs.gap, scene.theme.gap).skip(1).put(&gap.words(), scene.theme.gap);
                }
            }
            WhenRow::Cluster(cluster) => {
                if let Some(mut ink) = Ink::new(scene, area, y, buffer) {
                    let date = date_of(scene, cluster.first);
                    ink.skip(1).put_column(&date.start, self.date, date.style).skip(2);
                    draw_cluster(scene, cluster, &mut ink);
                }
            }
            WhenRow::Undated(count) => heading(scene, area, y, "undated", &count.to_string(), buffer),
            WhenRow::Event(row) if row.event.index() >= scene.document.events.len() => {}
            WhenRow::Event(row) => {
                if let Some(mut ink) = Ink::new(scene, area, y, buffer) {
                    self.draw_event(scene, row, &mut ink);
                }
            }
        }
        1
    }

    fn draw_event(&self, scene: &Scene<'_>, row: &EventRow, ink: &mut Ink<'_>) {
        let date = date_of(scene, row.event);
        let label = &scene.document.events[row.event.index()].label;
        let style = if row.here { scene.theme.current } else { scene.theme.text };
        ink.skip(1).put_column(&date.start, self.date, date.style);
        ink.put_column(if date.inferred { "?" } else { "" }, 2, date.style);
        ink.put_column(label, self.label, style).skip(1);
        let Some(curve) = &self.curve else { return };
        let marks = curve_marks(scene.document, scene.index, scene.filter, curve, row.event);
        for (column, &mark) in marks.iter().enumerate() {
            let (sign, style) = self.cell(scene, mark, column == curve.here);
            ink.put(sign, style).skip(self.step.saturating_sub(1));
        }
    }

    fn cell<'a>(&self, scene: &Scene<'a>, mark: Mark, here: bool) -> (&'a str, ratatui::style::Style) {
        let (glyphs, theme) = (scene.glyphs, scene.theme);
        match (mark, here) {
            (Mark::None, true) => (glyphs.vertical, theme.place_mark),
            (Mark::None, false) => (glyphs.empty, theme.rule),
            (Mark::First, true) => (glyphs.told_here, theme.place_mark),
            (Mark::First, false) => (glyphs.day, theme.bar),
            (Mark::Mentioned, _) => (glyphs.again, if here { theme.place_mark } else { theme.bar }),
            (Mark::Refers, _) => (glyphs.arrow_up, if here { theme.place_mark } else { theme.bar }),
        }
    }
}
