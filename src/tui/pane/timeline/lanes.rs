//! Time to scale, a lane for the narrator, for each claimant, and for those whom most events concern.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::Target;
use crate::query::{Column, Filter, Lane, Strip, lanes, strip};
use crate::tui::pane::ink::Ink;
use crate::tui::pane::strip::{draw_cells, draw_labels};
use crate::tui::scene::Scene;

/// The strip of the filter's events, and its lanes.
#[derive(Default)]
pub struct Lanes {
    strip: Strip,
    lanes: Vec<(Lane, Vec<Column>)>,
    targets: Vec<Option<Target>>,
    name: usize,
    /// How often the time shown is halved.
    pub zoom: u8,
}

/// No more lanes than this are of use.
const MOST: usize = 40;
/// More zoom would show less than a day.
const DEEPEST: u8 = 16;

impl Lanes {
    /// How many lanes there are.
    pub fn len(&self) -> usize {
        self.lanes.len()
    }

    /// Finer time, or coarser.
    pub fn zoom(&mut self, finer: bool) {
        self.zoom = if finer { (self.zoom + 1).min(DEEPEST) } else { self.zoom.saturating_sub(1) };
    }

    /// Whom a lane is about.
    pub fn target(&self, nth: usize) -> Option<Target> {
        self.targets.get(nth).cloned().flatten()
    }

    /// Makes the lanes for a width.
    pub fn measure(&mut self, scene: &Scene<'_>, filter: &Filter, area: Rect) {
        let width = usize::from(area.width).saturating_sub(2);
        self.name = (width / 4).clamp(width.min(8), 24);
        let cells = width.saturating_sub(self.name + 1);
        self.strip = strip(scene.document, scene.index, scene.context, filter, cells, self.zoom);
        self.lanes = lanes(scene.document, scene.index, scene.context, &self.strip, MOST);
        let target = |lane: &Lane| match *lane {
            Lane::Narrator => None,
            Lane::Claimant(id) => scene.index.claimants()[id.0 as usize].entity.map(Target::Entity),
            Lane::Entity(entity) => Some(Target::Entity(entity)),
        };
        self.targets = self.lanes.iter().map(|(lane, _)| target(lane)).collect();
    }

    /// Where the cells stand.
    fn cells(&self, area: Rect) -> Rect {
        let left = (self.name as u16 + 2).min(area.width);
        Rect { x: area.x + left, width: (area.width - left).saturating_sub(1), ..area }
    }

    /// Draws the dates.
    pub fn draw_head(&self, scene: &Scene<'_>, area: Rect, buffer: &mut Buffer) {
        if area.height > 0 {
            draw_labels(scene, &self.strip, self.cells(area), 0, buffer);
        }
    }

    /// Draws a lane; returns its height.
    pub fn draw_row(&self, scene: &Scene<'_>, nth: usize, area: Rect, y: i32, buffer: &mut Buffer) -> i32 {
        let Some((lane, columns)) = self.lanes.get(nth) else { return 1 };
        let claimants = scene.index.claimants();
        let (mark, name) = match *lane {
            Lane::Narrator => ("", "the text itself"),
            Lane::Claimant(id) => {
                claimants.get(id.0 as usize).map_or(("", ""), |c| (c.letters.as_str(), c.name.as_str()))
            }
            Lane::Entity(id) => ("", scene.document.entities.get(id.index()).map_or("", |entity| entity.name.as_str())),
        };
        if let Some(mut ink) = Ink::new(scene, area, y, buffer) {
            ink.skip(1);
            if mark.is_empty() {
                ink.put_column(name, self.name, scene.theme.text);
            } else {
                let letters = format!("{mark} ");
                ink.put(&letters, scene.theme.quote).put_column(
                    name,
                    self.name.saturating_sub(letters.len()),
                    scene.theme.dim,
                );
            }
        }
        if let Some(mut ink) = Ink::new(scene, self.cells(area), y, buffer) {
            draw_cells(scene, &self.strip, columns, &mut ink);
        }
        1
    }
}
