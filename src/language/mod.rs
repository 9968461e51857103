//! Language packs: the words and rules of a language, compiled from the data under `assets/lang/<code>/`.
//!
//! A pack is a folder of TOML files, one a stage of the analysis. Each file may define word classes, which all files
//! of the pack share, and rules, which belong to its stage. This module knows how rules are written and matched; what
//! a match means is the business of [`crate::analysis`].

pub mod entity;
pub mod event;
pub mod gazetteer;
pub mod grammar;
mod languages;
pub mod lexicon;
mod pack;
pub mod pattern;
pub mod reference;
pub mod rules;
pub mod sentence;
mod shape;
pub mod speech;
pub mod timex;
pub mod token;
pub mod weights;

pub use languages::{LANGUAGES, Languages};
pub use pack::{LanguagePack, PackError, PackFile, PackFiles};
