//! An event on its way: what one sentence tells of it.

use std::ops::Range;

use crate::language::event::Order;
use crate::language::lexicon::LexemeId;
use crate::model::{BlockId, Document, EntityId, EventClass, Granularity, Modality, Span, Status, TimexId, When};

/// An event as its sentence tells it, before claimants, re-mentions and order are known.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The token of the trigger.
    pub head: usize,
    /// The verb or noun, with what a hyphen joins to it.
    pub trigger: Span,
    /// The tokens of its clause or phrase.
    pub clause: Range<usize>,
    /// The base form of its verb or the family of its noun; that of the object for "commit an attack".
    pub family: Option<LexemeId>,
    /// A short run of the document's words.
    pub label: String,
    /// After TimeML.
    pub class: EventClass,
    /// True for a noun.
    pub nominal: bool,
    /// True for a noun with "the", "this", "its": it may mention something told before.
    pub definite: bool,
    /// Who took part.
    pub participants: Vec<EntityId>,
    /// Where.
    pub place: Option<EntityId>,
    /// When, and why.
    pub date: Dated,
    /// As what it is told.
    pub modality: Modality,
    /// Where it is told.
    pub block: BlockId,
    /// From 0 to 1.
    pub salience: f32,
}

/// When an event is, as far as its sentence tells: where its value comes from, not the value, of which there are many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The expression that dates it.
    pub timex: Option<TimexId>,
    /// That the expression only bounds it, and to which side.
    pub bound: Option<Order>,
    /// How it came about.
    pub status: Status,
    /// Why.
    pub why: DateWhy,
}

impl Dated {
    /// No date.
    pub const UNKNOWN: Dated = Dated { timex: None, bound: None, status: Status::Unresolved, why: DateWhy::Undated };

    /// The value of the expression that dates it, if that tells a day, and no bound of it.
    pub fn day(self, document: &Document) -> Option<&When> {
        let when = document.timexes[self.timex?.index()].when.as_ref()?;
        (self.bound.is_none() && when.granularity <= Granularity::Day).then_some(when)
    }
}

/// Where the date of an event comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateWhy {
    /// A time in its own clause.
    Clause,
    /// A time that opens its sentence.
    Sentence,
    /// A time that heads or labels its paragraph.
    Heading,
    /// The date of the verb that it hangs on or that "and" joins it to.
    Shared,
    /// The document's date, for what is said in it.
    Document,
    /// The document's date, for what the headline of a news report tells.
    Headline,
    /// "before 1994": a bound.
    Bound,
    /// Nothing.
    Undated,
}

/// Each reason in words for a reader, and how sure it is.
pub const DATE_WHYS: [(DateWhy, &str, f32); 8] = [
    (DateWhy::Clause, "time in the same clause", 0.9),
    (DateWhy::Sentence, "time that opens the sentence", 0.8),
    (DateWhy::Heading, "time that heads the paragraph", 0.7),
    (DateWhy::Shared, "time of the verb that it goes with", 0.7),
    (DateWhy::Document, "said by the date of the document", 0.6),
    (DateWhy::Headline, "headline of a news report of this date", 0.6),
    (DateWhy::Bound, "told to lie before or after a time", 0.8),
    (DateWhy::Undated, "no time told", 0.5),
];
