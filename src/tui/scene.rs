//! What every pane draws from, and what the program asks of a pane.
//!
//! Panes never talk to each other: they share nothing but the scene.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::glyphs::Glyphs;
use super::theme::Theme;
use crate::model::{Document, Target};
use crate::query::{Context, Filter, Index};

/// One moment: the document as far as it is known, where the reader is, and how things look.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The document with the layers found so far.
    pub document: &'a Document,
    /// Look-ups built for this snapshot of it.
    pub index: &'a Index,
    /// Changes whenever the document or its index does.
    pub generation: u64,
    /// Where the reader is.
    pub context: &'a Context,
    /// What the reader chose to see.
    pub filter: &'a Filter,
    /// How things look.
    pub theme: &'a Theme,
    /// The signs to draw with.
    pub glyphs: &'a Glyphs,
    /// True if the pane has the focus.
    pub focused: bool,
    /// True while the analysis has not finished.
    pub analysing: bool,
}

/// A movement of a pane's selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many rows down, or up if negative.
    Rows(i32),
    /// So many screens down, or up if negative; in halves.
    HalfPages(i32),
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// To the row of the current paragraph.
    Here,
}

/// What a pane may be told beside moving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaneCommand {
    /// Finer time.
    ZoomIn,
    /// Coarser time.
    ZoomOut,
    /// The next way of looking at the same thing.
    NextView,
    /// Shows all rows, or only those worth one.
    ToggleAll,
    /// The next cell of the selected row.
    NextCell,
    /// The cell before it.
    PreviousCell,
    /// Opens the selected row if it stands for several, or folds it again.
    Open,
}

/// A view of the document beside the text.
///
/// `refresh` computes, `draw` only draws. The program calls `refresh` after every change of the scene or the area and
/// before the next `draw`, with the same area; it must take no longer than a millisecond for 10,000 entities or events,
/// so rows are computed anew only if the generation, the context's block or the filter changed.
pub trait Pane: Send {
    /// Brings rows, selection and scroll position up to the scene, for an area of this size.
    fn refresh(&mut self, scene: &Scene<'_>, area: Rect);

    /// Moves the selection.
    fn step(&mut self, step: Step);

    /// Does what it is told; false if it means nothing to this pane.
    fn command(&mut self, command: PaneCommand) -> bool {
        let _ = command;
        false
    }

    /// Selects what is at a position inside the area; false if nothing is there.
    fn select_at(&mut self, area: Rect, position: Position) -> bool;

    /// Where the selected row leads.
    fn target(&self) -> Option<Target>;

    /// Draws into the area and nowhere else. Works in any area, however small.
    fn draw(&self, scene: &Scene<'_>, area: Rect, buffer: &mut Buffer);
}
