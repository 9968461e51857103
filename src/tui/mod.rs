//! The program that people see.

pub mod glyphs;
pub mod page;
pub mod pane;
pub mod scene;
pub mod theme;
