//! Doing what the state asks for, off the drawing thread: analysis, loading, counting.
//!
//! A newer job of a kind makes the older ones stop: what they still send is stale and dropped by the state.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

use super::find::Pattern;
use super::message::{Analysed, Job, Message, Opened};
use crate::analysis::{self, Options};
use crate::error::Error;
use crate::input;
use crate::model::{BlockKind, Document};
use crate::place::{Choices, Places};
use crate::query::Index;

/// Runs jobs and sends what comes of them.
pub struct Worker {
    send: Sender<Message>,
    options: Arc<Options>,
    newest: Arc<AtomicU64>,
}

/// How many blocks before and behind the reader's place are analysed first.
const NEAR: (usize, usize) = (8, 48);
/// What the analysis is at after each of its stages.
const STAGES: [&str; 5] =
    ["finding dates", "finding names", "finding events", "finding references", "putting in order"];

impl Worker {
    /// A worker that sends to `send`.
    pub fn new(send: Sender<Message>, options: Options) -> Self {
        Self { send, options: Arc::new(options), newest: Arc::default() }
    }

    /// Analyses a document: first what is near the offset, so that the screen has its names at once, then all of it. A
    /// document that was analysed before keeps what is known of it until all is known anew.
    pub fn analyse(&self, job: Job, document: Arc<Document>, near: u32, choices: Choices) {
        self.newest.store(job.0, Ordering::Relaxed);
        let (send, newest) = (self.send.clone(), self.newest.clone());
        let mode = choices.mode.or(self.options.mode);
        let options = Options { mode, pins: choices.pins, ..(*self.options).clone() };
        let current = move || newest.load(Ordering::Relaxed) == job.0;
        thread::spawn(move || {
            let work = || {
                if document.sentences.is_empty() && document.blocks.len() > NEAR.0 + NEAR.1 {
                    let part = analyse_near(&document, &options, near);
                    let _ = send.send(Message::Analysed(job, part));
                }
                let mut stage = STAGES.iter();
                let whole = analysis::analyse(bare(&document), &options, |_| {
                    if let Some(stage) = stage.next() {
                        let _ = send.send(Message::Progress(job, stage));
                    }
                    current()
                });
                if current() {
                    let index = Arc::new(Index::new(&whole));
                    let _ =
                        send.send(Message::Analysed(job, Analysed { document: Arc::new(whole), index, whole: true }));
                }
            };
            if catch_unwind(AssertUnwindSafe(work)).is_err() {
                let why = "the analysis broke down: the text can be read, Who and When stay empty".to_owned();
                let _ = send.send(Message::Failed(job, why));
            }
        });
    }

    /// Reads a document from its file, and where it was left.
    pub fn load(&self, job: Job, path: &Path, places: Option<Places>) {
        self.newest.store(job.0, Ordering::Relaxed);
        let (send, path) = (self.send.clone(), path.to_owned());
        thread::spawn(move || {
            let _ = send.send(Message::Loaded(job, open(&path, places)));
        });
    }

    /// Reads a document of which the beginning is shown, and where it was left.
    pub fn load_rest(&self, job: Job, path: &Path, places: Option<Places>) {
        let (send, path) = (self.send.clone(), path.to_owned());
        thread::spawn(move || {
            let _ = send.send(Message::Rest(job, open(&path, places)));
        });
    }

    /// Finds all hits of a search.
    pub fn count(&self, job: Job, text: Arc<str>, pattern: Pattern) {
        let send = self.send.clone();
        thread::spawn(move || {
            let hits = pattern.hits(&text, 0..text.len()).take(1_000_000).collect();
            let _ = send.send(Message::Counted(job, hits));
        });
    }
}

/// A document from its file, and where it was left.
fn open(path: &Path, places: Option<Places>) -> Result<Opened, Error> {
    let document = input::open(path)?;
    let (place, notice) = places.map(|places| places.load(&document)).unwrap_or_default();
    let warning = document.meta.warnings.first().map(|warning| warning.0.clone());
    Ok(Opened { document: Box::new(document), place, notice: notice.or(warning) })
}

/// A document without its layers.
fn bare(document: &Document) -> Document {
    let (text, blocks, inlines) = (document.text.clone(), document.blocks.clone(), document.inlines.clone());
    Document { meta: document.meta.clone(), text, blocks, inlines, ..Document::default() }
}

/// Analyses only the blocks near an offset. All blocks keep their numbers; those far away count as separators
/// meanwhile.
fn analyse_near(document: &Document, options: &Options, near: u32) -> Analysed {
    let at = document.block_at(near).map_or(0, |id| id.index());
    let mut part = bare(document);
    part.blocks = (document.blocks.iter().enumerate())
        .map(|(nth, block)| {
            let mut block = block.clone();
            if nth + NEAR.0 < at || nth > at + NEAR.1 {
                block.kind = BlockKind::Separator;
            }
            block
        })
        .collect();
    let mut part = analysis::analyse(part, options, |_| true);
    part.blocks = document.blocks.clone();
    let index = Arc::new(Index::new(&part));
    Analysed { document: Arc::new(part), index, whole: false }
}
