//! Doing what the state asks for, off the drawing thread: analysis, loading, counting.
//!
//! A newer job of a kind makes the older ones stop: what they still send is stale and dropped by the state.

use std::ops::Range;
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
use crate::model::{BlockKind, Correction, Document, Warning};
use crate::place::{CorrectionFiles, Places};
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
    pub fn analyse(&self, job: Job, document: Arc<Document>, near: u32, corrections: Vec<Correction>) {
        self.newest.store(job.0, Ordering::Relaxed);
        let (send, newest) = (self.send.clone(), self.newest.clone());
        let options = self.options(corrections);
        let current = move || newest.load(Ordering::Relaxed) == job.0;
        thread::spawn(move || {
            let work = || {
                if document.sentences.is_empty() && document.blocks.len() > NEAR.0 + NEAR.1 {
                    let at = document.block_at(near).map_or(0, |id| id.index());
                    let part = analyse_blocks(&document, &options, at.saturating_sub(NEAR.0)..at + NEAR.1);
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

    fn options(&self, corrections: Vec<Correction>) -> Options {
        // What the reader decides while reading goes before what the command line said.
        let decided = corrections.iter().any(|correction| matches!(correction, Correction::CountDates(_)));
        let mode = self.options.mode.filter(|_| !decided);
        Options { mode, corrections, ..(*self.options).clone() }
    }

    /// Reads a document from its file, and where it was left.
    pub fn load(&self, job: Job, path: &Path, kept: Kept) {
        self.newest.store(job.0, Ordering::Relaxed);
        let (send, path) = (self.send.clone(), path.to_owned());
        thread::spawn(move || {
            let _ = send.send(Message::Loaded(job, open(&path, &kept)));
        });
    }

    /// Reads a document of which the beginning is shown, and where it was left. Its first screens are analysed meanwhile;
    /// if that breaks down, the analysis of the whole will tell.
    pub fn load_rest(&self, job: Job, path: &Path, kept: Kept, beginning: Arc<Document>, corrections: Vec<Correction>) {
        let (send, path, options) = (self.send.clone(), path.to_owned(), self.options(corrections));
        thread::spawn(move || {
            // What both analyses need goes before the file, for the first names on the screen wait for it.
            let _ = catch_unwind(AssertUnwindSafe(|| analysis::prepare((*beginning).clone(), &options)));
            let send_rest = send.clone();
            thread::spawn(move || {
                let _ = send_rest.send(Message::Rest(job, open(&path, &kept)));
            });
            // Its last block may be cut.
            let whole = beginning.blocks.len().saturating_sub(1).max(1);
            let work = || analyse_blocks(&beginning, &options, 0..whole.min(NEAR.1));
            if let Ok(part) = catch_unwind(AssertUnwindSafe(work)) {
                let _ = send.send(Message::Analysed(job, part));
            }
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

/// Where what is kept of documents lies.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Places; none if one does not want to begin where one left off.
    pub places: Option<Places>,
    /// Corrections; none if they are to be left out.
    pub corrections: Option<CorrectionFiles>,
}

impl Kept {
    /// What is kept of a document. What cannot be read of it is among the document's warnings.
    pub fn of(&self, mut document: Document) -> Opened {
        let files = self.corrections.as_ref();
        let taken = files.map_or(Ok(()), |files| files.take_over(&document));
        let (corrections, told) = files.map(|files| files.load(&document)).unzip();
        let (place, notice) = self.places.as_ref().map(|places| places.load(&document)).unwrap_or_default();
        let told = told.unwrap_or_default();
        let unread = told.first().map(|_| "corrections that cannot be read count for nothing: :about says why".into());
        let taken = taken.err().map(|why| format!("corrections could not be kept: {why}"));
        let warning = document.meta.warnings.first().map(|warning| warning.0.clone());
        document.meta.warnings.extend(told.into_iter().map(Warning));
        let notice = unread.or(taken).or(notice).or(warning);
        Opened { document: Box::new(document), place, corrections, notice }
    }
}

/// A document from its file, and what is kept of it.
fn open(path: &Path, kept: &Kept) -> Result<Opened, Error> {
    input::open(path).map(|document| kept.of(document))
}

/// A document without its layers.
fn bare(document: &Document) -> Document {
    let (text, blocks, inlines) = (document.text.clone(), document.blocks.clone(), document.inlines.clone());
    Document { meta: document.meta.clone(), text, blocks, inlines, ..Document::default() }
}

/// Analyses only some blocks. All blocks keep their numbers; the others count as separators meanwhile.
fn analyse_blocks(document: &Document, options: &Options, blocks: Range<usize>) -> Analysed {
    let mut part = bare(document);
    part.blocks = (document.blocks.iter().enumerate())
        .map(|(nth, block)| {
            let mut block = block.clone();
            if !blocks.contains(&nth) {
                block.kind = BlockKind::Separator;
            }
            block
        })
        .collect();
    let mut part = analysis::analyse(part, options, |_| true);
    part.blocks = document.blocks.clone();
    // What fits nothing here may fit elsewhere.
    part.corrections.retain(|applied| applied.fits);
    let index = Arc::new(Index::new(&part));
    Analysed { document: Arc::new(part), index, whole: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::about;

    #[test]
    fn corrections_that_cannot_be_read_are_told_and_why_on_the_card_of_the_document() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("story.txt");
        std::fs::write(&file, "Anna met Karl.").unwrap();
        std::fs::write(folder.path().join("story.txt.dateline.toml"), "version = 1\n☠").unwrap();
        let files = CorrectionFiles::at(folder.path().join("state"), None);
        let kept = Kept { places: None, corrections: Some(files) };
        let opened = open(&file, &kept).unwrap();
        assert!(opened.notice.is_some_and(|notice| notice.contains(":about")));
        let card = about(&opened.document, &Index::default());
        let why = card.facts.iter().find(|fact| fact.label == "but").unwrap();
        assert!(why.text.contains("story.txt.dateline.toml:2: "), "{}", why.text);
        let left_out = open(&file, &Kept::default()).unwrap();
        assert!(left_out.corrections.is_none() && left_out.notice.is_none());
    }
}
