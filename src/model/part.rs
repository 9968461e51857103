//! The documents that a dossier is bound of.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{BlockId, Document, Meta, Span};

/// One document of a dossier. Parts follow each other in the text, none is empty: each begins with a heading of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Its heading and its text.
    pub span: Span,
    /// Its text: offsets into the document that it is count from here.
    pub text: Span,
    /// Its heading, which names it; its own blocks follow.
    pub heading: BlockId,
    /// What is known about it as a whole. Spans in it are those of the dossier.
    pub meta: Arc<Meta>,
}

impl Document {
    /// The number of the part at `offset`, or of the one before the gap that it lies in; `None` in a document that is
    /// no dossier.
    pub fn part_at(&self, offset: u32) -> Option<usize> {
        let begun = self.parts.partition_point(|part| part.span.start <= offset);
        (!self.parts.is_empty()).then(|| begun.saturating_sub(1))
    }

    /// What is known about the document that the text at `offset` belongs to.
    pub fn meta_at(&self, offset: u32) -> &Meta {
        let part = self.part_at(offset).and_then(|nth| self.parts.get(nth));
        part.map_or(&self.meta, |part| &part.meta)
    }
}
