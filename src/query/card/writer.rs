//! The words that all cards are written in: quotations, places, targets, reasons.

use crate::model::{Corrected, Document, EntityId, Provenance, Span, Status, Target};

use super::super::cite::{cited, squeeze};
use super::super::corrected::{correction_words, corrections_of, was_words};
use super::super::index::Index;
use super::super::scope::{Context, Filter};
use super::super::thing::place_of;
use super::fact::{Fact, FactKind};

/// No more roles, ties, candidates, pieces of evidence than these.
pub const MOST: usize = 3;
/// No more corrections than these.
const MOST_BY_HAND: usize = 6;
/// No more characters of the document's words than these on a line.
pub const WORDS: usize = 60;

/// Collects the lines of a card.
pub struct Writer<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its look-ups.
    pub index: &'a Index,
    /// Where the reader is.
    pub context: &'a Context,
    /// What the reader wants to see.
    pub filter: &'a Filter,
    /// The lines so far.
    pub facts: Vec<Fact>,
}

impl<'a> Writer<'a> {
    /// Adds a line.
    pub fn fact(&mut self, kind: FactKind, label: &'static str, text: impl Into<String>, target: Option<Target>) {
        self.facts.push(Fact { kind, label, text: text.into(), target });
    }

    /// The words of a span, shortened.
    pub fn words(&self, span: Span) -> String {
        squeeze(self.document.words(span), WORDS)
    }

    /// The words of a span in quotation marks.
    pub fn quoted(&self, span: Span) -> String {
        format!("“{}”", self.words(span))
    }

    /// The paragraph of an offset.
    pub fn place(&self, offset: u32) -> String {
        self.document.block_at(offset).map_or_else(String::new, |block| cited(self.document, block).words("¶"))
    }

    /// What the document of a dossier is called that an offset lies in, with its date.
    pub fn part_name(&self, offset: u32) -> String {
        let part = self.document.part_at(offset).and_then(|nth| self.document.parts.get(nth));
        part.map_or_else(String::new, |part| {
            let name = squeeze(self.document.words(self.document.block(part.heading).span), WORDS);
            part.meta.date.as_ref().map_or(name.clone(), |date| format!("{name} ({})", date.value))
        })
    }

    /// The name of an entity.
    pub fn name(&self, entity: EntityId) -> &'a str {
        self.document.entities.get(entity.index()).map_or("", |entity| entity.name.as_str())
    }

    /// The words that a target leads to.
    pub fn plain(&self, target: &Target) -> String {
        place_of(self.document, target).map_or_else(String::new, |span| squeeze(self.document.words(span), 4 * WORDS))
    }

    /// A target in a few words, with its paragraph.
    pub fn target_words(&self, target: &Target) -> String {
        let at = place_of(self.document, target).map(|span| self.place(span.start)).unwrap_or_default();
        match target {
            Target::Span(span) => format!("{} {at}", self.quoted(*span)),
            Target::Block(block) => {
                let block = self.document.blocks.get(block.index());
                let words = block.map_or_else(String::new, |block| self.quoted(block.span));
                format!("{at} {words}")
            }
            Target::Entity(entity) => format!("{} {at}", self.name(*entity)),
            Target::Timex(timex) => {
                let timex = self.document.timexes.get(timex.index());
                format!("{} {at}", timex.map_or_else(String::new, |timex| self.quoted(timex.span)))
            }
            Target::Event(event) => {
                let label = self.document.events.get(event.index()).map_or("", |event| event.label.as_str());
                format!("“{}” {at}", squeeze(label, WORDS))
            }
            Target::Url(address) => address.clone(),
        }
    }

    /// What the reader put right about this.
    pub fn by_hand(&mut self, on: Corrected) {
        let document = self.document;
        for applied in corrections_of(document, on).take(MOST_BY_HAND) {
            let was = was_words(applied).map(|was| format!(" ({was})")).unwrap_or_default();
            let text = format!("{}{was}", correction_words(&applied.correction));
            self.fact(FactKind::Stated, "by hand", text, applied.span.map(Target::Span));
        }
    }

    /// The rule and the words that it came from.
    pub fn why(&mut self, provenance: &Provenance) {
        let mut text = provenance.rule.to_string();
        for (nth, &span) in provenance.evidence.iter().take(MOST).enumerate() {
            let glue = if nth == 0 { ": " } else { ", " };
            text.push_str(&format!("{glue}{} {}", self.quoted(span), self.place(span.start)));
        }
        match provenance.confidence {
            confidence if confidence < 0.5 => text.push_str(" (a guess)"),
            confidence if confidence < 0.8 => text.push_str(" (likely)"),
            _ => {}
        }
        let target = provenance.evidence.first().copied().map(Target::Span);
        self.fact(FactKind::Why, "why", text, target);
    }
}

/// How a value of this status is known.
pub fn status_kind(status: Status) -> FactKind {
    if status == Status::Stated { FactKind::Stated } else { FactKind::Inferred }
}
