//! What comes in, and what goes out: messages change the state, effects change the world.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use crossterm::event::Event;

use super::find::Pattern;
use crate::analysis::dossier::Dossier;
use crate::error::Error;
use crate::model::{Correction, Document, Source, Span};
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
    /// Something that the reader should know.
    Told(String),
    /// A file was written by somebody else, or taken away: then false.
    Changed(PathBuf, bool),
    /// The analysis has come so far.
    Progress(Job, Stage),
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

/// What the analysis is at, in words for the status line.
pub type Stage = Cow<'static, str>;

/// A document that was read from its file.
#[derive(Debug, Default)]
pub struct Opened {
    /// The document.
    pub document: Box<Document>,
    /// What it is bound of, if it is a dossier.
    pub dossier: Option<Arc<Dossier>>,
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

/// A document that is to be analysed.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The document.
    pub document: Arc<Document>,
    /// What it is bound of, if it is a dossier.
    pub dossier: Option<Arc<Dossier>>,
    /// Where the reader is: what is near this offset comes first if nothing is known of the document yet.
    pub near: u32,
    /// What was put right by hand.
    pub corrections: Vec<Correction>,
}

/// Something to do outside the state.
#[derive(Debug)]
pub enum Effect {
    /// Analyse a document.
    Analyse(Job, Wanted),
    /// Keep what changed from these corrections of the document to those.
    Keep(Arc<Document>, Box<(Corrections, Corrections)>),
    /// Read this again.
    Load(Job, Source),
    /// Read this, of which the beginning is shown, and analyse that meanwhile with these corrections.
    LoadRest(Job, Source, Arc<Document>, Vec<Correction>),
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
