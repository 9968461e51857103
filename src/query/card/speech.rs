//! Who says so, and what does this refer to: quotations and references.

use crate::model::{Corrected, QuoteId, QuoteKind, Reference, ReferenceKind, Target};

use super::fact::FactKind;
use super::writer::{MOST, Writer};

impl Writer<'_> {
    /// The card of a quotation.
    pub fn quote(&mut self, id: QuoteId) -> Option<(String, &'static str)> {
        let quote = self.document.quotes.get(id.index())?;
        let who = match (quote.speaker, quote.source) {
            (Some(speaker), _) => format!("according to {}", self.name(speaker)),
            (None, Some(source)) => format!("according to {}", self.quoted(source)),
            (None, None) => "the text does not say whose words these are".into(),
        };
        let target = quote.source.map(Target::Span).or(quote.speaker.map(Target::Entity));
        self.fact(FactKind::Claimed, "says who", who, target);
        if let Some(cue) = quote.cue {
            self.fact(FactKind::Stated, "cue", format!("{} {}", self.quoted(cue), self.place(cue.start)), None);
        }
        let (first, last) = (self.place(quote.span.start), self.place(quote.span.end.saturating_sub(1)));
        let place = if first == last { first } else { format!("{first} to {last}") };
        let inside = if quote.depth > 1 { format!(", inside {} other", quote.depth - 1) } else { String::new() };
        self.fact(FactKind::Stated, "runs", format!("{place}{inside}"), Some(Target::Span(quote.span)));
        self.by_hand(Corrected::Quote(id));
        self.why(&quote.provenance);
        let kind = if quote.kind == QuoteKind::Direct { "quotation" } else { "reported speech" };
        Some((self.quoted(quote.span), kind))
    }

    /// The card of a reference.
    pub fn reference(&mut self, reference: &Reference) -> (String, &'static str) {
        if reference.targets.is_empty() {
            self.fact(FactKind::Inferred, "leads to", "nothing that this document has", None);
        }
        for (nth, target) in reference.targets.iter().take(MOST).enumerate() {
            let unsure = nth > 0 || reference.provenance.confidence < 0.5;
            let label = if nth == 0 { "means" } else { "or" };
            let kind = if unsure { FactKind::Inferred } else { FactKind::Stated };
            self.fact(kind, label, self.target_words(target), Some(target.clone()));
        }
        self.why(&reference.provenance);
        let kind = match reference.kind {
            ReferenceKind::Event => "reference to an event",
            ReferenceKind::Agreement => "reference to an agreement",
            ReferenceKind::Entity => "reference",
            ReferenceKind::Provision => "reference to a provision",
            ReferenceKind::Note => "note mark",
            ReferenceKind::Link => "link",
            ReferenceKind::Repeated => "told before",
        };
        (self.quoted(reference.span), kind)
    }
}
