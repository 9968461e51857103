//! Analysing one document off the drawing thread, in steps that a reader can see.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, OnceLock};

use super::message::{Analysed, Job, Message, Stage, Wanted};
use crate::analysis::{self, Options};
use crate::model::{BlockKind, Document};
use crate::place::{Analyses, CorrectionFiles, Key};
use crate::query::Index;

/// A job of analysing, which stops once there is a newer one.
pub struct Task {
    /// Its number.
    pub job: Job,
    /// Where to answer to.
    pub send: Sender<Message>,
    /// The number of the newest job.
    pub newest: Arc<AtomicU64>,
    /// How the document is analysed, with its corrections.
    pub options: Options,
    /// Where those of single documents are kept.
    pub corrections: Option<CorrectionFiles>,
    /// Where what was found is kept, opened at the first use; none if it is not to be kept.
    pub analyses: Option<Arc<OnceLock<Option<Analyses>>>>,
}

/// How many blocks before and behind the reader's place are analysed first.
const NEAR: (usize, usize) = (8, 48);
/// What the analysis is at after each of its stages.
const STAGES: [&str; 5] =
    ["finding dates", "finding names", "finding events", "finding references", "putting in order"];

impl Task {
    /// True until there is a newer job.
    pub fn is_current(&self) -> bool {
        self.newest.load(Ordering::Relaxed) == self.job.0
    }

    /// Tells what the work is at.
    pub fn tell(&self, stage: impl Into<Stage>) {
        let _ = self.send.send(Message::Progress(self.job, stage.into()));
    }

    /// Hands over what is known, unless nobody wants it any more.
    pub fn hand_over(&self, document: impl Into<Arc<Document>>, whole: bool) {
        if self.is_current() {
            let document = document.into();
            let index = Arc::new(Index::new(&document));
            let _ = self.send.send(Message::Analysed(self.job, Analysed { document, index, whole }));
        }
    }

    /// What was found in documents before, if that is kept.
    fn analyses(&self) -> Option<&Analyses> {
        let open = || {
            let (analyses, told) = Analyses::of_user();
            self.notice(told);
            analyses
        };
        self.analyses.as_ref()?.get_or_init(open).as_ref()
    }

    /// Tells the reader something, if there is something.
    pub fn notice(&self, told: Option<String>) {
        if let Some(told) = told {
            let _ = self.send.send(Message::Told(told));
        }
    }

    /// What was found in a bare document before.
    pub fn known(&self, bare: &Document, options: &Options) -> (Option<Key>, Option<Document>) {
        let key = Key::new(bare, options);
        let known = key.as_ref().and_then(|key| self.analyses()?.find(key, bare));
        (key, known)
    }

    /// Keeps what was found in documents, and notes which were known.
    pub fn keep(&self, found: &[(Key, &Document)], used: &[Key]) {
        if let Some(analyses) = self.analyses().filter(|_| self.is_current()) {
            self.notice(analyses.keep(found, used).err());
        }
    }

    /// Analyses a document that is no dossier.
    pub fn analyse(&self, wanted: &Wanted) {
        let document = &wanted.document;
        let (key, known) = self.known(document, &self.options);
        if let Some(known) = known {
            self.hand_over(known, true);
            return self.keep(&[], key.as_slice());
        }
        if document.sentences.is_empty() && document.blocks.len() > NEAR.0 + NEAR.1 {
            let at = document.block_at(wanted.near).map_or(0, |id| id.index());
            let near = at.saturating_sub(NEAR.0)..at + NEAR.1;
            self.hand_over(analyse_blocks(document, &self.options, near), false);
        }
        let mut stage = STAGES.iter();
        let whole = analysis::analyse(bare(document), &self.options, |_| {
            if let Some(stage) = stage.next() {
                self.tell(*stage);
            }
            self.is_current()
        });
        // Work that was stopped has not found all.
        let found = key.filter(|_| self.is_current());
        let whole = Arc::new(whole);
        self.hand_over(whole.clone(), true);
        if let Some(key) = found {
            self.keep(&[(key, &whole)], &[]);
        }
    }
}

/// Analyses the first screens of a document of which only the beginning is there.
pub fn analyse_beginning(beginning: &Document, options: &Options) -> Analysed {
    // Its last block may be cut.
    let whole = beginning.blocks.len().saturating_sub(1).max(1);
    let part = analyse_blocks(beginning, options, 0..whole.min(NEAR.1));
    let index = Arc::new(Index::new(&part));
    Analysed { document: Arc::new(part), index, whole: false }
}

/// A document without its layers.
fn bare(document: &Document) -> Document {
    let (text, blocks, inlines) = (document.text.clone(), document.blocks.clone(), document.inlines.clone());
    let (meta, parts) = (document.meta.clone(), document.parts.clone());
    Document { meta, text, blocks, inlines, parts, ..Document::default() }
}

/// Analyses only some blocks. All blocks keep their numbers; the others count as separators meanwhile.
fn analyse_blocks(document: &Document, options: &Options, blocks: Range<usize>) -> Document {
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
    part
}
