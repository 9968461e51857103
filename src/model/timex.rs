//! Time expressions as TIMEX3 knows them, with the calendar value beside.

use serde::{Deserialize, Serialize};

use super::{Modifier, Provenance, Span, TimexId, When, when::duration_in_words};

/// A time expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timex {
    /// The words, without a leading preposition.
    pub span: Span,
    /// TIMEX3 `type`.
    pub kind: TimexKind,
    /// TIMEX3 `value`: `2020-09-27`, `199`, `XXXX-09-12`, `2014-SU`, `P3M`, `PRESENT_REF`.
    pub value: String,
    /// TIMEX3 `mod`.
    pub modifier: Option<Modifier>,
    /// The same for people and for the timeline. `None` for durations, sets and what has no calendar value.
    pub when: Option<When>,
    /// How the value came about.
    pub status: Status,
    /// What it was counted from.
    pub anchor: Option<Anchor>,
    /// Why: the rule that found it, then what supplied the missing parts.
    pub provenance: Provenance,
    /// What the text says by itself, where the reader pinned this date to the words. `None` for all that is not pinned.
    pub found: Option<Box<Timex>>,
}

impl Timex {
    /// The value in English words: "27 September 2020", "3 months", "early in the 1990s".
    pub fn in_words(&self) -> String {
        match (&self.when, self.value.as_str()) {
            (Some(when), _) => when.in_words(self.modifier),
            (None, "PRESENT_REF") => "now".into(),
            (None, "PAST_REF") => "some time past".into(),
            (None, "FUTURE_REF") => "some time to come".into(),
            (None, value) => duration_in_words(value),
        }
    }
}

/// TIMEX3 `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TimexKind {
    /// A calendar time of a day or longer.
    Date,
    /// A time of the day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

/// How a value came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Status {
    /// All of it stands in the text.
    Stated,
    /// A part was supplied, by the rule and from the words that the provenance names.
    Inferred,
    /// It could not be placed in the calendar.
    Unresolved,
}

/// What a relative or partial time was counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Anchor {
    /// The document's date.
    DocumentDate,
    /// Another time expression.
    Timex(TimexId),
}
