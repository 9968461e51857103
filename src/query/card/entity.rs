//! Who is this: roles, ties, mentions, what is told on one's word.

use crate::model::{Corrected, Entity, EntityId, Form, Mention, MentionId, RelationKind, Target};

use super::super::cite::squeeze;
use super::super::names::kind_words;
use super::super::thing::place_of;
use super::super::who::position;
use super::fact::{Fact, FactKind};
use super::writer::{MOST, WORDS, Writer};

/// No more documents than these are named.
const MOST_DOCUMENTS: usize = 6;

impl Writer<'_> {
    /// The card of somebody, from a mention.
    pub fn mention(&mut self, id: MentionId) -> Option<(String, &'static str)> {
        let mention: &Mention = self.document.mentions.get(id.index())?;
        let head = self.entity(mention.entity)?;
        if self.document.words(mention.span) != head.0 || mention.form != Form::Name {
            let words = self.quoted(mention.span);
            let kind = if mention.form == Form::Name { FactKind::Stated } else { FactKind::Inferred };
            self.facts.insert(0, Fact { kind, label: "here", text: words, target: None });
        }
        if let Some(provenance) = &mention.provenance {
            self.why(provenance);
        }
        Some(head)
    }

    /// The card of somebody.
    pub fn entity(&mut self, id: EntityId) -> Option<(String, &'static str)> {
        let entity: &Entity = self.document.entities.get(id.index())?;
        let told = self.document.descriptors(entity).filter(|descriptor| self.filter.knows(descriptor.span.start));
        for descriptor in told.take(MOST) {
            let text = format!("{} {}", self.quoted(descriptor.span), self.place(descriptor.span.start));
            self.fact(FactKind::Stated, "role", text, Some(Target::Span(descriptor.span)));
        }
        for relation in entity.related.iter().take(MOST) {
            let label = match relation.kind {
                RelationKind::DemonymOf => "people of",
                RelationKind::MemberOf => "member of",
                RelationKind::PartOf => "part of",
                RelationKind::MaybeSame => "perhaps",
            };
            let unsure = relation.kind == RelationKind::MaybeSame || relation.provenance.confidence < 0.8;
            let kind = if unsure { FactKind::Inferred } else { FactKind::Stated };
            let text = match relation.kind {
                RelationKind::MaybeSame => format!("{}: {}", self.name(relation.entity), relation.provenance.rule),
                _ => self.name(relation.entity).to_owned(),
            };
            self.fact(kind, label, text, Some(Target::Entity(relation.entity)));
        }
        self.mentions(id, entity);
        self.documents(id, entity);
        self.by_hand(Corrected::Entity(id));
        let says = self.index.claimants().iter().find(|claimant| claimant.entity == Some(id));
        if let Some(claimant) = says {
            let plural = if claimant.events == 1 { "" } else { "s" };
            let marked = match claimant.letters.as_str() {
                "" => String::new(),
                letters => format!(", marked {letters}"),
            };
            let text = format!("{} event{plural}{marked}", claimant.events);
            self.fact(FactKind::Claimed, "says", text, None);
        }
        Some((squeeze(&entity.name, 2 * WORDS), kind_words(entity.kind)))
    }

    /// Which documents of a dossier name it, and how often, in their order.
    fn documents(&mut self, id: EntityId, entity: &Entity) {
        let Some(all) = self.index.documents(id) else { return };
        let (document, filter) = (self.document, self.filter);
        let spans = entity.mentions.iter().filter_map(|id| Some(document.mentions.get(id.index())?.span));
        let spans: Vec<_> = spans.filter(|span| filter.knows(span.start)).collect();
        let in_parts = spans.chunk_by(|one, other| document.part_at(one.start) == document.part_at(other.start));
        for spans in in_parts.take(MOST_DOCUMENTS) {
            let Some(&first) = spans.first() else { continue };
            let times = if spans.len() == 1 { "once".into() } else { format!("{} times", spans.len()) };
            let text = format!("{}: {times}, {}", self.part_name(first.start), self.place(first.start));
            self.fact(FactKind::Stated, "in", text, Some(Target::Span(first)));
        }
        let more = (all as usize).saturating_sub(MOST_DOCUMENTS);
        if more > 0 && filter.horizon.is_none() {
            let plural = if more == 1 { "" } else { "s" };
            self.fact(FactKind::Stated, "in", format!("{more} document{plural} more: gr lists all places"), None);
        }
    }

    fn mentions(&mut self, id: EntityId, entity: &Entity) {
        let (come_to, total) = position(self.document, id, self.context, self.filter);
        let place = |nth: usize| {
            let mention = entity.mentions.get(nth).map(|id| &self.document.mentions[id.index()]);
            mention.map_or_else(String::new, |mention| self.place(mention.span.start))
        };
        let (first, last) = (place(0), place((total as usize).saturating_sub(1)));
        let text = match total {
            0 | 1 => format!("once, {first}"),
            _ if first == last => format!("{total} times, {first}"),
            _ => format!("{total} times, {first} to {last}; {come_to} up to here"),
        };
        let target = place_of(self.document, &Target::Entity(id)).map(Target::Span);
        self.fact(FactKind::Stated, "named", text, target);
    }
}
