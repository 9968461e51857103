//! The card of a thing: who is this, when was that, who says so, and why it is believed.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::model::Target;
use crate::query::{Card, Fact, FactKind};
use crate::tui::scene::{Scene, Step};
use crate::visible;

use super::ink::{Ink, select};
use super::list::List;

/// A card that is shown: its facts as a list, in which each that leads somewhere can be chosen.
pub struct CardView {
    card: Card,
    list: List,
    /// By fact its words, set to the width.
    set: Vec<Vec<String>>,
}

/// Labels take no more columns than this, the space behind them included.
const LABEL: usize = 12;
/// A card is no wider than this.
const WIDTH: u16 = 64;

impl CardView {
    /// A view of a card, set to the size that a screen can give it.
    pub fn new(card: Card, screen: Rect) -> Self {
        let mut view = Self { card, list: List::default(), set: Vec::new() };
        view.fit(screen);
        view
    }

    /// Sets the card for a screen of another size.
    pub fn fit(&mut self, screen: Rect) {
        let width = usize::from(columns(screen)).saturating_sub(2 + LABEL).max(1);
        let lines = |fact: &Fact| -> Vec<String> {
            let safe = visible::line(&fact.text);
            textwrap::wrap(&safe, width).into_iter().map(|line| line.into_owned()).collect()
        };
        self.set = self.card.facts.iter().map(lines).collect();
        let selected = self.list.selected();
        let rows = self.set.iter().zip(&self.card.facts).map(|(set, fact)| (set.len() as u16, fact.target.is_some()));
        let rows: Vec<(u16, bool)> = rows.collect();
        self.list.resize(self.size(screen).1.saturating_sub(1));
        self.list.set(rows.into_iter(), selected);
    }

    /// Columns and lines that the card takes on a screen, inside its frame.
    pub fn size(&self, screen: Rect) -> (u16, u16) {
        let lines: usize = 1 + self.set.iter().map(Vec::len).sum::<usize>();
        let widest = self.set.iter().flatten().map(|line| line.width() + LABEL).max().unwrap_or(0);
        let title = self.card.title.width() + self.card.kind.width() + 2;
        let width = (widest.max(title) + 2).min(usize::from(columns(screen)));
        (width as u16, lines.min(usize::from(screen.height.saturating_sub(2))) as u16)
    }

    /// True if something here is told on somebody's word.
    pub fn has_claims(&self) -> bool {
        self.card.facts.iter().any(|fact| fact.kind == FactKind::Claimed)
    }

    /// True if it is the card of a time in the calendar.
    pub fn is_date(&self) -> bool {
        matches!(self.card.kind, "date" | "time")
    }

    /// Moves the selection among the facts that lead somewhere.
    pub fn step(&mut self, step: Step) {
        self.list.step(step, None);
    }

    /// Selects what is at a position inside the area.
    pub fn select_at(&mut self, area: Rect, position: Position) -> bool {
        let line = position.y.checked_sub(area.y + 1);
        let row = line.and_then(|line| self.list.row_at(line));
        row.is_some_and(|row| {
            self.list.select(row);
            self.list.selected() == Some(row)
        })
    }

    /// Where the selected fact leads; without a selection, what the card is about.
    pub fn target(&self) -> Option<Target> {
        match self.list.selected() {
            Some(row) => self.card.facts.get(row)?.target.clone(),
            None => self.card.target.clone(),
        }
    }

    /// Draws the card into the area, which should have its size.
    pub fn draw(&self, scene: &Scene<'_>, area: Rect, buffer: &mut Buffer) {
        if let Some(mut ink) = Ink::new(scene, area, 0, buffer) {
            ink.skip(1).skip_right(1).put_right(self.card.kind, scene.theme.dim);
            ink.skip_right(1).put(&self.card.title, scene.theme.strong);
        }
        let body = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
        for (nth, top) in self.list.visible() {
            let (fact, lines) = (&self.card.facts[nth], &self.set[nth]);
            for (y, line) in (top..).zip(lines) {
                let Some(mut ink) = Ink::new(scene, body, y, buffer) else { continue };
                let label = if y == top { fact.label } else { "" };
                ink.skip(1).put_column(label, LABEL, scene.theme.dim).put(line, fact_style(scene, fact.kind));
                if self.list.selected() == Some(nth) {
                    select(scene, body, y, buffer);
                }
            }
        }
    }
}

/// Columns for a card on a screen, inside its frame.
fn columns(screen: Rect) -> u16 {
    WIDTH.min(screen.width.saturating_sub(2))
}

fn fact_style(scene: &Scene<'_>, kind: FactKind) -> Style {
    match kind {
        FactKind::Stated => scene.theme.text,
        FactKind::Inferred => scene.theme.inferred,
        FactKind::Claimed => scene.theme.emphasis,
        FactKind::Why => scene.theme.dim,
    }
}
