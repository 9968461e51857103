//! When: the events of the document in the order in which they happened.
//!
//! Four views of the same: a list as things happened; a list as they are told; told order against happened order; lanes
//! to scale, one for each claimant and each of those whom most of it concerns.

mod curve;
mod happened;
mod lanes;
mod words;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rustc_hash::FxHashSet;

use crate::model::index::beginning_in;
use crate::model::{BlockId, EventId, Span, Target};
use crate::query::{Filter, WhenRow, fold_clusters, told_rows, when_rows};
use crate::tui::scene::{Pane, PaneCommand, Scene, Step};

use super::ink::{Ink, select, title, titled};
use super::list::List;
use curve::StoryCurve;
use happened::Happened;
use lanes::Lanes;
use words::{Legend, Letters};

/// The pane.
#[derive(Default)]
pub struct Timeline {
    view: View,
    every_event: bool,
    rows: Vec<WhenRow>,
    /// How many events they are, those in folded clusters included.
    figure: usize,
    list: List,
    happened: Happened,
    curve: StoryCurve,
    lanes: Lanes,
    seen: Option<Seen>,
    /// The first events of clusters that are open, by where they are told: numbers change as the analysis goes on.
    opened: FxHashSet<u32>,
    /// True if the selected cluster is to be opened or folded.
    turning: bool,
    /// The selected row.
    held: Option<Held>,
    /// Below this height nothing but rows is shown.
    legend: u16,
}

/// A selected row, by where its event is told: by this it is known again when the analysis gives numbers anew.
#[derive(Clone, Copy)]
struct Held {
    told: u32,
    /// True if it is the head of a cluster that begins with the event.
    head: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum View {
    #[default]
    Happened,
    Told,
    Curve,
    Lanes,
}

/// What the rows were made from.
#[derive(PartialEq)]
struct Seen {
    generation: u64,
    block: BlockId,
    filter: Filter,
    view: View,
    width: u16,
    zoom: u8,
    /// How many clusters are open.
    opened: usize,
}

/// From this height on the signs are explained, from that on the claimants too.
const LEGEND: u16 = 12;

impl Timeline {
    fn filter(&self, scene: &Scene<'_>) -> Filter {
        Filter { every_event: self.every_event || scene.filter.every_event, ..*scene.filter }
    }

    /// The lines above the rows, the rows, and the lines below them.
    fn parts(&self, area: Rect) -> (Rect, Rect, Rect) {
        let (_, area) = titled(area);
        let head = if matches!(self.view, View::Happened | View::Told) { 0 } else { 1.min(area.height) };
        let foot = if area.height >= LEGEND { self.legend } else { 0 };
        let body = area.height.saturating_sub(head + foot);
        let part = |y: u16, height: u16| Rect { y: area.y + y, height, ..area };
        (part(0, head), part(head, body), part(head + body, foot.min(area.height - head)))
    }

    fn rebuild(&mut self, scene: &Scene<'_>, area: Rect, filter: &Filter) {
        let selected = self.held_event(scene);
        (self.rows, self.figure) = self.make_rows(scene, filter);
        let selected = selected.and_then(|(event, head)| {
            self.rows.iter().position(|row| match row {
                WhenRow::Event(row) => !head && row.event == event,
                WhenRow::Cluster(cluster) => head && cluster.first == event,
                _ => false,
            })
        });
        match self.view {
            View::Happened | View::Told => {
                self.happened.measure(scene, &self.rows, area.width);
                let heights = self.rows.iter().map(|row| self.happened.height(scene, row));
                self.list.set(heights, selected);
            }
            View::Curve => {
                self.curve.measure(scene, &self.rows, area);
                self.list.set(self.rows.iter().map(curve::height), selected);
            }
            View::Lanes => {
                let nth = self.list.selected().filter(|_| self.lanes.len() == self.list.len());
                self.lanes.measure(scene, filter, area);
                self.list.set((0..self.lanes.len()).map(|_| (1, true)), nth);
            }
        }
        self.hold(scene);
    }

    fn make_rows(&self, scene: &Scene<'_>, filter: &Filter) -> (Vec<WhenRow>, usize) {
        if self.view == View::Told {
            let rows = told_rows(scene.document, scene.index, scene.context, filter);
            let figure = rows.len();
            return (rows, figure);
        }
        let rows = when_rows(scene.document, scene.index, scene.context, filter);
        let figure = rows.iter().filter(|row| matches!(row, WhenRow::Event(_))).count();
        let opened = self.opened.iter().filter_map(|&told| event_told(scene, told)).collect();
        (fold_clusters(scene.document, scene.index, rows, &opened), figure)
    }

    /// The event of the selected row by its number in this snapshot, and whether the row is the head of a cluster.
    fn held_event(&self, scene: &Scene<'_>) -> Option<(EventId, bool)> {
        let held = self.held.filter(|_| self.selected_row().is_some())?;
        Some((event_told(scene, held.told)?, held.head))
    }

    /// Remembers what is selected by its place.
    fn hold(&mut self, scene: &Scene<'_>) {
        let held = self.selected_row().and_then(|(event, head)| {
            let told = scene.document.events.get(event.index())?.trigger.start;
            Some(Held { told, head })
        });
        self.held = held;
    }

    fn legend_of(&self) -> Legend {
        match self.view {
            View::Happened | View::Told => Legend::List,
            View::Curve => Legend::Curve,
            View::Lanes => Legend::Lanes,
        }
    }

    /// The event of the selected row, and whether the row is the head of a cluster that begins with it.
    fn selected_row(&self) -> Option<(EventId, bool)> {
        match self.rows.get(self.list.selected().filter(|_| self.view != View::Lanes)?)? {
            WhenRow::Event(row) => Some((row.event, false)),
            WhenRow::Cluster(cluster) => Some((cluster.first, true)),
            _ => None,
        }
    }

    fn selected_event(&self) -> Option<EventId> {
        self.selected_row().filter(|(_, head)| !head).map(|(event, _)| event)
    }

    /// Opens or folds the cluster whose head is selected, if that was asked for.
    fn turn(&mut self) {
        let turned = self.held.filter(|held| held.head && self.turning).map(|held| held.told);
        self.turning = false;
        if let Some(told) = turned.filter(|told| !self.opened.remove(told)) {
            self.opened.insert(told);
        }
    }

    /// The rows from the first to the last that belong to the current paragraph; if they lie far apart, the first.
    fn here(&self) -> Option<usize> {
        self.rows.iter().position(|row| matches!(row, WhenRow::Event(row) if row.here))
    }

    /// The row that is to be in sight: that of the current paragraph, else that of what was told last before it.
    fn near(&self, scene: &Scene<'_>) -> Option<usize> {
        let end = scene.context.block_span(scene.document).end;
        let told = |row: &WhenRow| match row {
            WhenRow::Event(row) => {
                let start = scene.document.events.get(row.event.index())?.trigger.start;
                (start < end).then_some(start)
            }
            _ => None,
        };
        let last = || (0..self.rows.len()).filter_map(|nth| Some((told(&self.rows[nth])?, nth))).max();
        self.here().or_else(|| last().map(|(_, nth)| nth))
    }

    fn follow(&mut self, scene: &Scene<'_>) {
        if self.view == View::Lanes {
            return;
        }
        let last = self.rows.iter().rposition(|row| matches!(row, WhenRow::Event(row) if row.here));
        if let Some(near) = self.near(scene) {
            // The last first, so that the first wins if not all fit; each with its neighbour in time.
            if let Some(last) = last {
                self.list.show(last..(last + 2).min(self.list.len()));
            }
            self.list.show(near..near + 1);
            self.list.show(near.saturating_sub(1)..near);
        }
    }
}

/// The event told at an offset.
fn event_told(scene: &Scene<'_>, start: u32) -> Option<EventId> {
    let there = beginning_in(&scene.document.events, Span { start, end: start.saturating_add(1) });
    there.into_iter().next().map(EventId::from)
}

impl Pane for Timeline {
    fn refresh(&mut self, scene: &Scene<'_>, area: Rect) {
        self.legend = 1 + u16::from(!scene.index.claimants().is_empty());
        let (_, body, _) = self.parts(area);
        self.list.resize(body.height);
        let filter = self.filter(scene);
        if self.seen.as_ref().is_some_and(|old| old.generation == scene.generation) {
            self.hold(scene);
        }
        self.turn();
        let seen = Seen {
            generation: scene.generation,
            block: scene.context.block,
            filter,
            view: self.view,
            width: area.width,
            zoom: self.lanes.zoom,
            opened: self.opened.len(),
        };
        if self.seen.as_ref() == Some(&seen) {
            self.curve.choose_from(scene, self.selected_event());
            return;
        }
        let moved = self.seen.as_ref().is_none_or(|old| {
            old.block != seen.block
                || old.filter != seen.filter
                || old.view != seen.view
                || old.generation != seen.generation
        });
        self.seen = Some(seen);
        self.rebuild(scene, area, &filter);
        if moved && !scene.focused {
            self.follow(scene);
        }
        self.curve.choose_from(scene, self.selected_event());
    }

    fn step(&mut self, step: Step) {
        let here = self.here().filter(|_| self.view != View::Lanes);
        self.list.step(step, here);
    }

    fn command(&mut self, command: PaneCommand) -> bool {
        match command {
            PaneCommand::NextView => {
                self.view = match self.view {
                    View::Happened => View::Told,
                    View::Told => View::Curve,
                    View::Curve => View::Lanes,
                    View::Lanes => View::Happened,
                }
            }
            PaneCommand::ToggleAll => self.every_event = !self.every_event,
            PaneCommand::NextCell | PaneCommand::PreviousCell if self.view == View::Curve => {
                self.curve.step(command == PaneCommand::NextCell);
            }
            PaneCommand::NextCell | PaneCommand::PreviousCell => return false,
            PaneCommand::Open => {
                self.turning = self.selected_row().is_some_and(|(_, head)| head);
                return self.turning;
            }
            // Only lanes are to scale.
            PaneCommand::ZoomIn | PaneCommand::ZoomOut if self.view != View::Lanes => return false,
            PaneCommand::ZoomIn | PaneCommand::ZoomOut => self.lanes.zoom(command == PaneCommand::ZoomIn),
        }
        true
    }

    fn select_at(&mut self, area: Rect, position: Position) -> bool {
        let (_, body, _) = self.parts(area);
        let line = position.y.checked_sub(body.y).filter(|line| *line < body.height);
        let Some(row) = line.and_then(|line| self.list.row_at(line)) else { return false };
        let before = self.list.selected();
        self.list.select(row);
        if self.view == View::Curve {
            self.curve.point_at(position.x.saturating_sub(body.x));
        }
        self.list.selected() == Some(row) || before == Some(row)
    }

    fn target(&self) -> Option<Target> {
        match self.view {
            View::Lanes => self.list.selected().and_then(|nth| self.lanes.target(nth)),
            View::Curve => {
                let event = self.selected_event()?;
                Some(self.curve.target(event).unwrap_or(Target::Event(event)))
            }
            _ => self.selected_event().map(Target::Event),
        }
    }

    fn draw(&self, scene: &Scene<'_>, area: Rect, buffer: &mut Buffer) {
        let (head, body, foot) = self.parts(area);
        let how = match self.view {
            View::Happened => "as it happened",
            View::Told => "as it is told",
            View::Curve => "told against happened",
            View::Lanes => "to scale",
        };
        title(scene, titled(area).0, "When", how, &self.figure.to_string(), buffer);
        if self.list.len() == 0 {
            if let Some(mut ink) = Ink::new(scene, body, 0, buffer) {
                let words = match scene.analysing {
                    true => "looking for events",
                    false if *scene.filter == Filter::default() => "no events found",
                    false => "no events of those asked for",
                };
                ink.skip(1).put(words, scene.theme.dim);
            }
            return;
        }
        match self.view {
            View::Curve => self.curve.draw_head(scene, head, buffer),
            View::Lanes => self.lanes.draw_head(scene, head, buffer),
            View::Happened | View::Told => {}
        }
        // Only in the list rows have letters.
        let in_sight = self.list.visible().map(|(nth, _)| nth).filter(|_| self.view == View::Happened);
        let in_sight: Vec<usize> = in_sight.collect();
        let letters = Letters::of(scene, in_sight.iter().filter_map(|&nth| self.rows.get(nth)));
        for (nth, y) in self.list.visible() {
            let height = match self.view {
                View::Lanes => self.lanes.draw_row(scene, nth, body, y, buffer),
                View::Curve => self.curve.draw_row(scene, &self.rows[nth], body, y, buffer),
                View::Happened | View::Told => {
                    let before = nth.checked_sub(1).filter(|_| y > 0).and_then(|before| self.rows.get(before));
                    let rows = (&self.rows[nth], before);
                    self.happened.draw_row(scene, rows, &letters, body, y, buffer)
                }
            };
            if scene.focused && self.list.selected() == Some(nth) {
                (y..y + height).for_each(|y| select(scene, body, y, buffer));
                if self.view == View::Curve {
                    self.curve.draw_chosen(scene, body, y, buffer);
                }
            }
        }
        words::draw_legend(scene, self.legend_of(), &letters, foot, buffer);
    }
}
