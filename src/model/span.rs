//! The one coordinate of the program, the typed indexes of its layers, and the record of why.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A half-open range of bytes into [`Document::text`](super::Document::text), on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Input refuses texts over 1 GiB, so that offsets fit into 32 bits.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && end <= u32::MAX as usize);
        Self { start: start as u32, end: end as u32 }
    }

    /// The same as a range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text that the span covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True for a span of no bytes.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True if `offset` lies inside.
    pub fn contains(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// True if `other` lies wholly inside.
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True if the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(pub u32);

        impl $name {
            /// As an index into its layer.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            fn from(index: usize) -> Self {
                Self(index as u32)
            }
        }
    )*};
}

ids! {
    /// Index into `Document::blocks`.
    BlockId,
    /// Index into `Document::sentences`.
    SentenceId,
    /// Index into `Document::timexes`.
    TimexId,
    /// Index into `Document::entities`.
    EntityId,
    /// Index into `Document::mentions`.
    MentionId,
    /// Index into `Document::events`.
    EventId,
    /// Index into `Document::quotes`.
    QuoteId,
}

/// The name of the rule that led to something, as the language pack or the stage calls it ("surname of a full name").
///
/// Shared, because one rule may stand behind a hundred thousand mentions.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rule(pub Arc<str>);

impl From<&str> for Rule {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why something is believed: the answer to the reader's *why?*.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The rule that led there, in words fit for a reader.
    pub rule: Rule,
    /// The words that it came from, in the order in which the rule used them.
    pub evidence: Vec<Span>,
    /// From 0 (a guess) to 1 (stated in the text).
    pub confidence: f32,
}

impl Provenance {
    /// A record with its evidence; `confidence` is clamped to 0…1.
    pub fn new(rule: impl Into<Rule>, evidence: Vec<Span>, confidence: f32) -> Self {
        Self { rule: rule.into(), evidence, confidence: confidence.clamp(0.0, 1.0) }
    }
}
