//! The panes beside the text: a pane is one file in this folder and one row in [`PANES`].

pub mod card;
mod cells;
pub mod entities;
mod ink;
mod list;
pub mod strip;
pub mod text;
pub mod timeline;

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
pub const PANES: &[PaneKind] = &[
    PaneKind {
        title: "Who",
        doc: "people, organisations, places: those of the passage first",
        make: || Box::<entities::Entities>::default(),
    },
    PaneKind {
        title: "When",
        doc: "events in the order in which they happened",
        make: || Box::<timeline::Timeline>::default(),
    },
];

#[cfg(test)]
mod tests;
