//! Where the reader is, and what is left out of sight.

use crate::model::{BlockId, Document, EntityId, Event, EventId, SentenceId, Span};

use super::index::{ClaimantId, Index, LEAST_SALIENCE};

/// Where the reader is: the only state that panes share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// The cursor, in bytes into the text.
    pub offset: u32,
    /// The block it stands in.
    pub block: BlockId,
    /// The sentence it stands in, if sentences are known yet.
    pub sentence: Option<SentenceId>,
    /// The part of the text that is on the screen.
    pub view: Span,
}

/// The context of the cursor at `offset` while `view` is on the screen.
pub fn context_at(document: &Document, offset: u32, view: Span) -> Context {
    let block = document.block_at(offset).unwrap_or(BlockId(0));
    Context { offset, block, sentence: document.sentence_at(offset), view }
}

impl Context {
    /// The span of the current block; empty in a document without blocks.
    pub fn block_span(&self, document: &Document) -> Span {
        document.blocks.get(self.block.index()).map_or(Span::default(), |block| block.span)
    }
}

/// What the reader wants to see of it all. The default shows everything that is worth a row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Filter {
    /// Only what concerns this entity.
    pub entity: Option<EntityId>,
    /// Only what this claimant says.
    pub claimant: Option<ClaimantId>,
    /// "As known here": only what the text has told before this offset, in bytes.
    pub horizon: Option<u32>,
    /// Events of any salience, not only those worth a row.
    pub every_event: bool,
}

impl Filter {
    /// True if what stands at `offset` may be seen already.
    pub fn knows(&self, offset: u32) -> bool {
        self.horizon.is_none_or(|horizon| offset < horizon)
    }

    /// True if an event is worth a row wherever one reads. Salience is a matter of the first telling, so `id` should be
    /// the canonical one.
    pub fn admits(&self, document: &Document, index: &Index, id: EventId) -> bool {
        self.admits_from(document, index, id, index.salience())
    }

    /// True if an event is worth a row, or a step, while one reads where it is told: in a long document that is more.
    pub fn admits_here(&self, document: &Document, index: &Index, id: EventId) -> bool {
        self.admits_from(document, index, id, LEAST_SALIENCE)
    }

    /// The places in [`Index::happened`] of the events that are worth a row wherever one reads, in order. Few of a long
    /// book's are, so mostly not all are looked at.
    pub fn places(&self, document: &Document, index: &Index) -> Vec<usize> {
        let admitted = |place: &usize| self.admits(document, index, index.happened()[*place].event);
        if self.every_event {
            (0..index.happened().len()).filter(admitted).collect()
        } else {
            index.salient().iter().map(|&place| place as usize).filter(admitted).collect()
        }
    }

    fn admits_from(&self, document: &Document, index: &Index, id: EventId, salience: f32) -> bool {
        let event = &document.events[id.index()];
        self.knows(event.trigger.start)
            && (self.every_event || event.salience >= salience)
            && self.entity.is_none_or(|entity| concerns(event, entity))
            && self.claimant.is_none_or(|claimant| index.claimant_of(id) == Some(claimant))
    }
}

/// True if an entity takes part in an event, is its place, or claims it.
fn concerns(event: &Event, entity: EntityId) -> bool {
    event.participants.contains(&entity) || event.place == Some(entity) || event.claimant == Some(entity)
}
