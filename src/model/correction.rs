//! What a reader put right by hand, and what came of it in a document.

use serde::{Deserialize, Serialize};

use super::{EntityId, EntityKind, Mode, Passage, QuoteId, Span, TimexId};

/// One thing put right by hand. It wins over whatever is inferred; of two that contradict each other, the later counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Correction {
    /// Whoever is meant at one place is the same as whoever is meant at another, and goes by the other's name.
    Merge {
        /// The one.
        at: Passage,
        /// The other.
        with: Passage,
    },
    /// The words at a place mean somebody else than the rest of their entity.
    Split {
        /// The place.
        at: Passage,
        /// True if this goes for every place where the entity is called so.
        every: bool,
    },
    /// Whoever is meant goes by this name.
    Rename {
        /// A place where the entity is meant.
        at: Passage,
        /// The name, which need not stand in the text.
        name: String,
    },
    /// What is meant is of this kind.
    Kind {
        /// A place where the entity is meant.
        at: Passage,
        /// The kind.
        kind: EntityKind,
    },
    /// The words at a place are a name, and so are the same words elsewhere. What they name is of this kind.
    Name {
        /// The words.
        at: Passage,
        /// The kind.
        kind: EntityKind,
    },
    /// What is meant is no entity, nowhere in the text.
    Never {
        /// A place where it was taken for one.
        at: Passage,
    },
    /// Whose words a quotation is.
    Speaker {
        /// The quotation.
        at: Passage,
        /// A place where the speaker is meant; none if nobody can be named.
        speaker: Option<Passage>,
    },
    /// When that was.
    Date {
        /// The time expression.
        at: Passage,
        /// The date in EDTF, as [`Written`](super::Written) reads it.
        edtf: String,
    },
    /// What the dates of the document count from.
    CountDates(Mode),
}

impl Correction {
    /// The place that it was made at; none if it concerns the document as a whole.
    pub fn at(&self) -> Option<&Passage> {
        match self {
            Correction::Merge { at, .. }
            | Correction::Split { at, .. }
            | Correction::Rename { at, .. }
            | Correction::Kind { at, .. }
            | Correction::Name { at, .. }
            | Correction::Never { at }
            | Correction::Speaker { at, .. }
            | Correction::Date { at, .. } => Some(at),
            Correction::CountDates(_) => None,
        }
    }

    /// The other place that it names: whom something is merged with, who speaks.
    pub fn other(&self) -> Option<&Passage> {
        match self {
            Correction::Merge { with, .. } => Some(with),
            Correction::Speaker { speaker, .. } => speaker.as_ref(),
            _ => None,
        }
    }

    /// True if it is about somebody or something with a name.
    pub fn concerns_entities(&self) -> bool {
        matches!(
            self,
            Correction::Merge { .. }
                | Correction::Split { .. }
                | Correction::Rename { .. }
                | Correction::Kind { .. }
                | Correction::Name { .. }
                | Correction::Never { .. }
        )
    }
}

/// A correction, and what came of it in a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Applied {
    /// The correction.
    pub correction: Correction,
    /// True if the places that it names were found again, or if it needs none.
    pub fits: bool,
    /// Where the place stands that it was made at.
    pub span: Option<Span>,
    /// What it concerns now; none if it fits nothing, or if nothing is left.
    pub on: Option<Corrected>,
    /// What it stands instead of.
    pub was: Was,
}

/// What a correction concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Corrected {
    /// An entity.
    Entity(EntityId),
    /// A quotation.
    Quote(QuoteId),
    /// A time expression.
    Timex(TimexId),
    /// The document as a whole.
    Document,
}

/// What stood before a correction, as the analysis or an earlier correction had it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Was {
    /// Nothing else: it says what is so anyhow.
    #[default]
    Same,
    /// A name of its own, or that of the entity that it was a part of.
    Called(String),
    /// Another kind.
    Of(EntityKind),
    /// Another speaker by name; none if none was known.
    Said(Option<String>),
}

impl Was {
    /// What a name stands instead of.
    pub fn name(was: &str, is: &str) -> Self {
        if was == is { Was::Same } else { Was::Called(was.to_owned()) }
    }

    /// What a kind stands instead of.
    pub fn kind(was: EntityKind, is: EntityKind) -> Self {
        if was == is { Was::Same } else { Was::Of(was) }
    }
}

impl Applied {
    /// A correction before it was applied.
    pub fn not_yet(correction: Correction) -> Self {
        Self { correction, fits: false, span: None, on: None, was: Was::Same }
    }

    /// Says where the correction was applied, on what, and instead of what.
    pub fn settle(&mut self, span: Span, on: Option<Corrected>, was: Was) {
        (self.fits, self.span, self.on, self.was) = (true, Some(span), on, was);
    }
}
