//! Several documents bound into one: one text, one Who, one When.
//!
//! Each document is analysed by itself, with its own language, date and mode; here its layers are moved to where its
//! text stands among the others, those whom several documents name become one entity where nothing speaks against it,
//! and what several documents tell becomes one event with several tellings. Nothing here reads files or looks at words
//! that no document's own analysis found.

mod name;
mod shift;
#[cfg(test)]
mod tests;
mod what;
mod who;

use std::sync::Arc;

use super::Options;
use super::correction::Hand;
use crate::language::Languages;
use crate::model::{Block, BlockId, BlockKind, Correction, Document, Inline, Meta, Part, Passage, Source, Span};
use name::Words;
use shift::{Shift, Shifted};

/// Documents bound into one, before anything is known of them.
#[derive(Clone, Debug)]
pub struct Dossier {
    bare: Document,
    own: Vec<Document>,
}

/// What stands behind the heading of a part, and between parts.
const BEHIND_HEADING: &str = "\n\n";
const BETWEEN: &str = "\n\n\n";

impl Dossier {
    /// Binds bare documents, each under a name that tells it from the others. Together they must stay below 4 GiB.
    ///
    /// The text begins with that of the first document alone: it does not change when others follow.
    pub fn new(source: Source, documents: Vec<(String, Document)>) -> Self {
        let mut text = String::with_capacity(documents.iter().map(|(name, own)| name.len() + own.text.len() + 5).sum());
        let mut blocks: Vec<Block> = Vec::new();
        let mut inlines: Vec<Inline> = Vec::new();
        let mut parts = Vec::with_capacity(documents.len());
        for (name, own) in &documents {
            if !parts.is_empty() {
                text.push_str(BETWEEN);
            }
            let start = text.len();
            text.extend(name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }));
            let heading = Span::new(start, text.len());
            text.push_str(BEHIND_HEADING);
            let shift = Shift::to(text.len() as u32, blocks.len() as u32 + 1);
            let own_text = Span::new(text.len(), text.len() + own.text.len());
            text.push_str(&own.text);
            let mut meta = own.meta.clone();
            meta.shift(&shift);
            let span = Span::new(start, own_text.range().end);
            parts.push(Part { span, text: own_text, heading: BlockId::from(blocks.len()), meta: Arc::new(meta) });
            blocks.push(Block { span: heading, kind: BlockKind::Heading(1), label: None, quote_depth: 0, indent: 0 });
            blocks.extend(own.blocks.iter().cloned().map(|block| block.shifted(&shift)));
            inlines.extend(own.inlines.iter().cloned().map(|inline| inline.shifted(&shift)));
        }
        let meta = Meta { source, ..Meta::default() };
        let (text, blocks, inlines) = (text.into(), blocks.into(), inlines.into());
        let own = documents.into_iter().map(|(_, own)| own).collect();
        Self { bare: Document { meta, text, blocks, inlines, parts, ..Document::default() }, own }
    }

    /// The bare documents, in order.
    pub fn own(&self) -> &[Document] {
        &self.own
    }

    /// How the document of a number is analysed: with what was put right in it when it was read alone, and with what
    /// the dossier's corrections say of it.
    pub fn options(
        &self,
        nth: usize,
        alone: Vec<Correction>,
        corrections: &[Correction],
        options: &Options,
    ) -> Options {
        let corrections = [alone, self.early(corrections, nth)].concat();
        Options { corrections, ..options.clone() }
    }

    /// Those of the dossier's corrections that the analysis of one of its documents must know: what its dates mean, and
    /// what is a name.
    fn early(&self, corrections: &[Correction], nth: usize) -> Vec<Correction> {
        let Some(part) = self.bare.parts.get(nth) else { return vec![] };
        let own = |correction: &Correction| match correction {
            Correction::CountDates(mode) => Some(Correction::CountDates(*mode)),
            Correction::Name { at, kind } => {
                let at = Passage { offset: at.offset.saturating_sub(part.text.start), ..at.clone() };
                Some(Correction::Name { at, kind: *kind })
            }
            Correction::Date { at, edtf } if part.text.contains(at.offset) => {
                let at = Passage { offset: at.offset - part.text.start, ..at.clone() };
                Some(Correction::Date { at, edtf: edtf.clone() })
            }
            _ => None,
        };
        corrections.iter().filter_map(own).collect()
    }

    /// The text with its blocks and parts.
    pub fn bare(&self) -> &Document {
        &self.bare
    }

    /// Binds what is known of the documents so far, in their order; `None` for those that are not analysed yet.
    /// Corrections are those of the dossier: what was put right in a document by itself is known there already.
    /// The languages are those that the documents were analysed with.
    pub fn bind(&self, known: &[Option<Arc<Document>>], corrections: &[Correction], languages: &Languages) -> Document {
        let mut bound = self.bare.clone();
        let mut owners: Vec<usize> = Vec::new();
        for (nth, own) in known.iter().enumerate() {
            let (Some(own), Some(part)) = (own, self.bare.parts.get(nth)) else { continue };
            let shift = Shift {
                text: part.text.start,
                block: part.heading.0 + 1,
                entity: bound.entities.len() as u32,
                mention: bound.mentions.len() as u32,
                timex: bound.timexes.len() as u32,
                event: bound.events.len() as u32,
                quote: bound.quotes.len() as u32,
            };
            let mut meta = own.meta.clone();
            meta.shift(&shift);
            bound.parts[nth].meta = Arc::new(meta);
            owners.extend(std::iter::repeat_n(nth, own.entities.len()));
            append(&mut bound.sentences, &own.sentences, &shift);
            append(&mut bound.timexes, &own.timexes, &shift);
            append(&mut bound.entities, &own.entities, &shift);
            append(&mut bound.mentions, &own.mentions, &shift);
            append(&mut bound.events, &own.events, &shift);
            append(&mut bound.temporal_links, &own.temporal_links, &shift);
            append(&mut bound.quotes, &own.quotes, &shift);
            append(&mut bound.references, &own.references, &shift);
            append(&mut bound.corrections, &own.corrections, &shift);
        }
        let mut words = Words::new(languages);
        who::join(&mut bound, &owners, &mut words);
        what::join(&mut bound, &mut words);
        put_right(&mut bound, corrections);
        bound
    }
}

fn append<T: Shifted + Clone>(layer: &mut Vec<T>, own: &[T], shift: &Shift) {
    layer.extend(own.iter().cloned().map(|item| item.shifted(shift)));
}

/// Lays the dossier's own corrections over what is bound.
fn put_right(bound: &mut Document, corrections: &[Correction]) {
    if corrections.is_empty() {
        return;
    }
    let mut hand = Hand::new(corrections);
    let ids = hand.known_entities(bound);
    who::renumber(bound, |id| ids[id.index()]);
    let quotes = std::mem::take(&mut bound.quotes);
    bound.quotes = hand.quotes(bound, quotes);
    let applied = hand.finish(bound);
    bound.corrections.extend(applied);
}
