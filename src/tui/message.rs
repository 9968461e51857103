//! What comes in, and what goes out: messages change the state, effects change the world.

use std::path::PathBuf;
use std::sync::Arc;

use crossterm::event::Event;

use super::find::Pattern;
use crate::error::Error;
use crate::model::{Correction, Document, Span};
use crate::place::{Corrections, Place};
use crate::query::Index;

/// Something that happened outside the state.
#[derive(Debug)]
pub enum Message {
    /// Keys, mouse, pasted text or a new size, as many as had come.
    Input(Vec<Event>),
    /// A document was read from its file.
    Loaded(Job, Result<Opened, Error>),
    /// The whole of a document was read of which the beginning was shown.
    Rest(Job, Result<Opened, Error>),
    /// A document was analysed: near the reader's place, or whole.
    Analysed(Job, Analysed),
    /// The analysis has come so far.
    Progress(Job, &'static str),
    /// The analysis broke down, and why. The text can still be read.
    Failed(Job, String),
    /// All hits of a search were counted.
    Counted(Job, Vec<Span>),
    /// The program is asked to stop for a while.
    Stop,
    /// The program was stopped and goes on.
    Resumed,
    /// Somebody wants the program to end.
    Terminate(i32),
}

/// A document that was read from its file.
#[derive(Debug)]
pub struct Opened {
    /// The document.
    pub document: Box<Document>,
    /// Where it was left the last time.
    pub place: Option<Place>,
    /// What was put right in it by hand; none if that is left out.
    pub corrections: Option<Corrections>,
    /// What must be told about these.
    pub notice: Option<String>,
}

/// A document with its layers and look-ups.
#[derive(Clone, Debug)]
pub struct Analysed {
    /// The document.
    pub document: Arc<Document>,
    /// Its look-ups.
    pub index: Arc<Index>,
    /// True if all of it was analysed.
    pub whole: bool,
}

/// The number of a job: a newer one makes older answers stale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Job(pub u64);

/// Something to do outside the state.
#[derive(Debug)]
pub enum Effect {
    /// Analyse this document with these corrections, first what is near the offset if nothing is known of it yet.
    Analyse(Job, Arc<Document>, u32, Vec<Correction>),
    /// Keep what changed from these corrections of the document to those.
    Keep(Arc<Document>, Box<(Corrections, Corrections)>),
    /// Read this file.
    Load(Job, PathBuf),
    /// Read this file, of which the beginning is shown, and analyse that meanwhile with these corrections.
    LoadRest(Job, PathBuf, Arc<Document>, Vec<Correction>),
    /// Find all hits in the text.
    Count(Job, Arc<str>, Pattern),
    /// Put words into the clipboard, through the terminal.
    Copy(String),
    /// Open the reader's editor on a file, at a line.
    Edit(PathBuf, usize),
    /// Free what takes long to free.
    Drop(Analysed),
    /// Draw everything anew.
    Redraw,
    /// Stop, as the shell's job control wants it.
    Suspend,
    /// End. With a signal: as if the signal had ended the program.
    Quit(Option<i32>),
}
