//! What the text says happened, and what came before what.

use serde::{Deserialize, Serialize};

use super::{BlockId, EntityId, EventId, Provenance, QuoteId, Span, Status, TimexId, When};

/// Something that happened, happens, will happen, or is asked for, according to somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The verb or noun that names it.
    pub trigger: Span,
    /// The clause or phrase that tells it.
    pub span: Span,
    /// A short run of the document's own words, 20 to 40 columns.
    pub label: String,
    /// TimeML-like class.
    pub class: EventClass,
    /// Who took part, in text order.
    pub participants: Vec<EntityId>,
    /// Where.
    pub place: Option<EntityId>,
    /// The time expression that dates it.
    pub timex: Option<TimexId>,
    /// When, as far as known: from the timex, or bounds from what comes before and after.
    pub when: Option<When>,
    /// How the date came about.
    pub status: Status,
    /// Whether the text says that it happened.
    pub modality: Modality,
    /// Who says so; `None` is the narrator.
    pub claimant: Option<EntityId>,
    /// The quotation it stands in.
    pub quote: Option<QuoteId>,
    /// Where it is told.
    pub block: BlockId,
    /// An earlier event that this one mentions again.
    pub same_as: Option<EventId>,
    /// From 0 to 1: how much it is worth a row.
    pub salience: f32,
    /// Why: what dates it and what makes it an event.
    pub provenance: Provenance,
}

impl Event {
    /// Below this salience an event is only told of in passing ("the report said"): nothing leads to it, and nothing
    /// tells it again.
    pub const SLIGHT: f32 = 0.34;
}

/// The class of an event, after TimeML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EventClass {
    /// Something happens: attack, sign, die.
    Occurrence,
    /// Somebody says something.
    Reporting,
    /// Something holds.
    State,
    /// Somebody intends, asks, promises.
    Intention,
}

/// Whether the text says that it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Modality {
    /// It did, does or will.
    Asserted,
    /// It did not.
    Negated,
    /// Somebody means to.
    Planned,
    /// Only if something else does.
    Conditional,
    /// Somebody asks for it.
    CalledFor,
    /// Somebody else is said to say so.
    ReportedAsClaimed,
}

/// The order of two events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TemporalLink {
    /// This event …
    pub source: EventId,
    /// … stands in this relation …
    pub relation: TemporalRelation,
    /// … to that one.
    pub target: EventId,
    /// Why.
    pub provenance: Provenance,
}

/// Relations between times, the useful part of TimeML's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TemporalRelation {
    /// Ends before the other begins.
    Before,
    /// Begins after the other ends.
    After,
    /// The other lies within.
    Includes,
    /// At the same time.
    Simultaneous,
}
