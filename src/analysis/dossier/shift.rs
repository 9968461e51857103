//! Moving what is known of a document to where its text stands in a dossier.

use crate::model::{
    Anchor, Applied, Block, BlockId, Corrected, Correction, Descriptor, Entity, EntityId, Event, EventId, Inline,
    InlineKind, Language, Mention, MentionId, Meta, Passage, Provenance, Quote, QuoteId, Reference, Relation, Sentence,
    Span, Stated, Target, TemporalLink, Timex, TimexId,
};

/// How far each kind of number is moved.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shift {
    pub text: u32,
    pub block: u32,
    pub entity: u32,
    pub mention: u32,
    pub timex: u32,
    pub event: u32,
    pub quote: u32,
}

impl Shift {
    /// A shift of text and blocks, before anything else is known.
    pub fn to(text: u32, block: u32) -> Self {
        Self { text, block, ..Self::default() }
    }
}

/// What can be moved.
pub trait Shifted: Sized {
    /// Moves it.
    fn shift(&mut self, by: &Shift);

    /// The same, moved.
    fn shifted(mut self, by: &Shift) -> Self {
        self.shift(by);
        self
    }
}

macro_rules! ids {
    ($($id:ident: $field:ident),*) => {$(
        impl Shifted for $id {
            fn shift(&mut self, by: &Shift) {
                self.0 += by.$field;
            }
        }
    )*};
}
ids!(BlockId: block, EntityId: entity, MentionId: mention, TimexId: timex, EventId: event, QuoteId: quote);

impl Shifted for Span {
    fn shift(&mut self, by: &Shift) {
        self.start += by.text;
        self.end += by.text;
    }
}

impl<T: Shifted> Shifted for Option<T> {
    fn shift(&mut self, by: &Shift) {
        if let Some(one) = self {
            one.shift(by);
        }
    }
}

impl<T: Shifted> Shifted for Vec<T> {
    fn shift(&mut self, by: &Shift) {
        self.iter_mut().for_each(|one| one.shift(by));
    }
}

impl<T: Shifted> Shifted for Box<T> {
    fn shift(&mut self, by: &Shift) {
        (**self).shift(by);
    }
}

/// Says of which fields of a type a move makes others; all that are not named stay as they are.
macro_rules! fields {
    ($($type:ty: $($field:ident),+;)*) => {$(
        impl Shifted for $type {
            fn shift(&mut self, by: &Shift) {
                $(self.$field.shift(by);)+
            }
        }
    )*};
}
fields! {
    Applied: correction, span, on;
    Block: span, label;
    Descriptor: span, provenance;
    Entity: descriptors, related, mentions;
    Event: trigger, span, participants, place, timex, claimant, quote, block, same_as, provenance;
    Inline: span, kind;
    Language: provenance;
    Mention: span, entity, provenance;
    Meta: title, date, date_found, author, language;
    Provenance: evidence;
    Quote: span, source, cue, speaker, provenance;
    Reference: span, targets, provenance;
    Relation: entity, provenance;
    Sentence: span, block;
    TemporalLink: source, target, provenance;
    Timex: span, anchor, provenance, found;
}

impl<T> Shifted for Stated<T> {
    fn shift(&mut self, by: &Shift) {
        self.span.shift(by);
    }
}

impl Shifted for InlineKind {
    fn shift(&mut self, by: &Shift) {
        if let InlineKind::NoteMark(block) = self {
            block.shift(by);
        }
    }
}

impl Shifted for Anchor {
    fn shift(&mut self, by: &Shift) {
        if let Anchor::Timex(timex) = self {
            timex.shift(by);
        }
    }
}

impl Shifted for Target {
    fn shift(&mut self, by: &Shift) {
        match self {
            Target::Span(span) => span.shift(by),
            Target::Block(block) => block.shift(by),
            Target::Entity(entity) => entity.shift(by),
            Target::Timex(timex) => timex.shift(by),
            Target::Event(event) => event.shift(by),
            Target::Url(_) => {}
        }
    }
}

impl Shifted for Corrected {
    fn shift(&mut self, by: &Shift) {
        match self {
            Corrected::Entity(entity) => entity.shift(by),
            Corrected::Quote(quote) => quote.shift(by),
            Corrected::Timex(timex) => timex.shift(by),
            Corrected::Document => {}
        }
    }
}

impl Shifted for Passage {
    fn shift(&mut self, by: &Shift) {
        self.offset += by.text;
    }
}

impl Shifted for Correction {
    fn shift(&mut self, by: &Shift) {
        match self {
            Correction::Merge { at, with } => {
                at.shift(by);
                with.shift(by);
            }
            Correction::Speaker { at, speaker } => {
                at.shift(by);
                speaker.shift(by);
            }
            Correction::Split { at, .. }
            | Correction::Rename { at, .. }
            | Correction::Kind { at, .. }
            | Correction::Never { at }
            | Correction::Name { at, .. }
            | Correction::Date { at, .. } => at.shift(by),
            Correction::CountDates(_) => {}
        }
    }
}
