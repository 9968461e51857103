//! The program that people see: a state, messages that change it, a view of it, and effects on the world.
//!
//! [`update`] and [`view`] know no terminal and no file; this module and [`effect`], [`terminal`], [`backend`] know
//! nothing else. A pane is a file in [`pane`] and a row of its table, a command is a row in [`command`].

pub mod backend;
pub mod beside;
pub mod command;
pub mod correct;
pub mod dates;
mod dossiers;
mod effect;
pub mod find;
pub mod glyphs;
pub mod hand;
pub mod help;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod message;
pub mod name;
pub mod overlay;
pub mod page;
pub mod pane;
pub mod partial;
pub mod rows;
pub mod scene;
pub mod seek;
pub mod session;
pub mod state;
mod task;
pub mod terminal;
pub mod theme;
pub mod trail;
pub mod travel;
pub mod update;
pub mod view;
pub mod watch;

pub use session::{First, Settings, run};
pub use theme::Theme;
