//! Who says what, and what words point to.

use serde::{Deserialize, Serialize};

use super::{BlockId, EntityId, EventId, Provenance, Span, TimexId};

/// An attribution: some words, and whose they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// The words said, without their quotation marks; may run over many blocks.
    pub span: Span,
    /// The words that name the source ("the petition", "she").
    pub source: Option<Span>,
    /// The words that say that something is said ("said", "according to", "reads").
    pub cue: Option<Span>,
    /// Whose words they are.
    pub speaker: Option<EntityId>,
    /// Marked or reported.
    pub kind: QuoteKind,
    /// 1 for a quotation, 2 for one inside it, …
    pub depth: u8,
    /// Why it is taken for speech, and why for this speaker's.
    pub provenance: Provenance,
}

/// How words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum QuoteKind {
    /// Between quotation marks.
    Direct,
    /// In the narrator's words: "said that …".
    Indirect,
}

/// Words that point to something told, named or numbered elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// The words.
    pub span: Span,
    /// What kind of pointing.
    pub kind: ReferenceKind,
    /// Where they may lead, best first; empty if that is not known.
    pub targets: Vec<Target>,
    /// Why the first target, and how sure.
    pub provenance: Provenance,
}

/// The kinds of references.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReferenceKind {
    /// "these provocations", "the war".
    Event,
    /// "the tripartite declaration".
    Agreement,
    /// "this country".
    Entity,
    /// "Article 4(2)", "paragraph 12 above".
    Provision,
    /// A note mark.
    Note,
    /// A link to a place in this document or outside.
    Link,
    /// "waiver" behind "a waiver": a word for something that happens, used again without pointing back.
    Repeated,
}

impl Reference {
    /// Surest of what a guess is.
    const GUESS: f32 = 0.5;

    /// True for what one can go to without its words pointing there, and for a mere guess: it is known when asked
    /// for, but not set apart in the text.
    pub fn is_quiet(&self) -> bool {
        self.kind == ReferenceKind::Repeated || self.provenance.confidence <= Self::GUESS && !self.targets.is_empty()
    }
}

/// Something that one can go to. Every row in a pane and every reference carries one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// Some words.
    Span(Span),
    /// A block.
    Block(BlockId),
    /// An entity.
    Entity(EntityId),
    /// A time expression.
    Timex(TimexId),
    /// An event.
    Event(EventId),
    /// An address outside the document.
    Url(String),
}
