//! What becomes of an expression: its place in the calendar, and why it is there.

use super::told::Base;
use crate::model::{Anchor, Calendar, Span, Status, When};

/// Where an expression lies, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The time, as far as it is known.
    pub calendar: Option<Calendar>,
    /// What it covers, where that is not the whole of the unit of the calendar: its first half.
    pub extent: Option<When>,
    /// How it came about.
    pub status: Status,
    /// What it was counted from.
    pub anchor: Option<Anchor>,
    /// What supplied the missing parts, in words for a reader; empty if nothing did.
    pub by: &'static str,
    /// The words that supplied them.
    pub evidence: Vec<Span>,
    /// From 0 to 1.
    pub confidence: f32,
}

impl Placed {
    /// As the words say.
    pub fn stated(calendar: Calendar) -> Self {
        let (status, confidence) = (Status::Stated, 1.0);
        let calendar = Some(calendar);
        Self { calendar, extent: None, status, anchor: None, by: "", evidence: Vec::new(), confidence }
    }

    /// Not, or in part only, and why not.
    pub fn unresolved(calendar: Option<Calendar>, by: &'static str) -> Self {
        let (status, confidence) = (Status::Unresolved, 0.3);
        Self { calendar, extent: None, status, anchor: None, by, evidence: Vec::new(), confidence }
    }

    /// By counting from a base.
    pub fn from(base: Base, calendar: Option<Calendar>, by: &'static str, confidence: f32) -> Self {
        match calendar {
            Some(calendar) => Self {
                calendar: Some(calendar),
                extent: None,
                status: Status::Inferred,
                anchor: Some(base.anchor),
                by,
                evidence: base.span.into_iter().collect(),
                confidence,
            },
            None => Self::unresolved(None, "what it counts from does not reach there"),
        }
    }

    /// Covering that only.
    pub fn covering(self, extent: Option<When>) -> Self {
        Self { extent, ..self }
    }

    /// With more words that supplied something.
    pub fn because(mut self, span: Option<Span>) -> Self {
        self.evidence.extend(span);
        self
    }
}
