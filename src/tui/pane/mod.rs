//! The panes beside the text: a pane is one file in this folder and one row in [`PANES`].

use super::scene::Pane;

/// A pane that the program can show.
pub struct PaneKind {
    /// Its title: one word.
    pub title: &'static str,
    /// What it shows, for the help.
    pub doc: &'static str,
    /// Makes one.
    pub make: fn() -> Box<dyn Pane>,
}

/// All panes that can have the focus, in the order in which Tab visits them.
pub const PANES: &[PaneKind] = &[];
