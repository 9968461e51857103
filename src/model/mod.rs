//! What is known about a document: plain data, no behaviour beyond look-ups.
//!
//! A [`Document`] is born bare in [`crate::input`] (text, blocks, metadata) and gains one layer after
//! another in [`crate::analysis`]. Every position in it is a [`Span`]: bytes into [`Document::text`],
//! always on character boundaries. The terms are those of the field: TIMEX3 and TimeML for time, EDTF
//! (ISO 8601-2) for uncertain dates, PARC for attribution, CoNLL for mentions and coreference. What a reader puts right
//! by hand is a [`Correction`]; it names its place by a [`Passage`], which survives an edit of the text.
//!
//! The machine-readable contract (`dateline annotate`) is not this model's own serialisation: it lives in
//! [`crate::export`] and counts code points. This module never reads files, never draws, never infers.

mod block;
mod correction;
mod document;
mod entity;
mod event;
pub mod fnv;
pub mod index;
mod mode;
mod passage;
mod reference;
mod span;
mod timex;
pub mod when;

pub use block::{Block, BlockKind, Inline, InlineKind, Sentence};
pub use correction::{Applied, Corrected, Correction, Was};
pub use document::{Document, Language, LineEnding, Meta, Part, Source, SourceMap, Stated, Warning};
pub use entity::{Descriptor, Entity, EntityKind, Form, Mention, Relation, RelationKind};
pub use event::{Event, EventClass, Modality, TemporalLink, TemporalRelation};
pub use mode::Mode;
pub use passage::{Passage, Seeker};
pub use reference::{Quote, QuoteKind, Reference, ReferenceKind, Target};
pub use span::{BlockId, EntityId, EventId, MentionId, Provenance, QuoteId, Rule, SentenceId, Span, TimexId};
pub use timex::{Anchor, Status, Timex, TimexKind};
pub use when::{
    Bounds, Calendar, Date, Granularity, Modifier, Moment, NotADate, PartOfDay, Season, TimeOfDay, When, Written,
};
