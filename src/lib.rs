//! Reads prose in which things happen and keeps who and when beside it.
//!
//! Layers, each using only those below it:
//!
//! ```text
//! main
//! cli │ tui
//! export
//! query │ config │ place │ typeset
//! input │ analysis
//! language
//! model │ error │ visible
//! ```
//!
//! A newcomer's five minutes: [`model`], [`analysis::analyse`], [`query`], then `tui/update.rs`.

pub mod analysis;
pub mod cli;
pub mod config;
pub mod error;
pub mod export;
pub mod input;
pub mod language;
pub mod model;
pub mod place;
pub mod query;
pub mod tui;
pub mod typeset;
pub mod visible;
