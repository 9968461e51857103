//! Analysing one document off the drawing thread, in steps that a reader can see.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;

use super::message::{Analysed, Job, Message, Stage, Wanted};
use crate::analysis::{self, Options};
use crate::model::{BlockKind, Document};
use crate::place::CorrectionFiles;
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
    pub fn hand_over(&self, document: Document, whole: bool) {
        if self.is_current() {
            let index = Arc::new(Index::new(&document));
            let analysed = Analysed { document: Arc::new(document), index, whole };
            let _ = self.send.send(Message::Analysed(self.job, analysed));
        }
    }

    /// Analyses a document that is no dossier.
    pub fn analyse(&self, wanted: &Wanted) {
        let document = &wanted.document;
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
        self.hand_over(whole, true);
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
