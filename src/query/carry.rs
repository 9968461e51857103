//! What the reader chose, found again in a newer snapshot of the document: the analysis gives its numbers anew.

use crate::model::index::beginning_in;
use crate::model::{Document, EntityId};

use super::index::{ClaimantId, Index};
use super::scope::Filter;

/// A document with its look-ups.
pub type Known<'a> = (&'a Document, &'a Index);

/// The filter in terms of `new`. Who is not known there any more is not looked for any more.
pub fn carried(filter: &Filter, old: Known<'_>, new: Known<'_>) -> Filter {
    Filter {
        entity: filter.entity.and_then(|id| same_entity(id, old.0, new.0)),
        claimant: filter.claimant.and_then(|id| same_claimant(id, old, new)),
        ..*filter
    }
}

/// Whom the new document means where the old one means this entity, else who is called the same.
fn same_entity(id: EntityId, old: &Document, new: &Document) -> Option<EntityId> {
    let entity = old.entities.get(id.index())?;
    let meant = entity.mentions.iter().find_map(|mention| {
        let span = old.mentions[mention.index()].span;
        let mut there = new.mentions[beginning_in(&new.mentions, span)].iter();
        there.find(|mention| mention.span == span).map(|mention| mention.entity)
    });
    // Of another text, the offsets say nothing.
    let meant = meant.filter(|_| old.text == new.text);
    meant.or_else(|| new.entities.iter().position(|other| other.name == entity.name).map(EntityId::from))
}

fn same_claimant(id: ClaimantId, old: Known<'_>, new: Known<'_>) -> Option<ClaimantId> {
    let claimant = old.1.claimants().get(id.0 as usize)?;
    match claimant.entity {
        Some(entity) => new.1.claimant_called(same_entity(entity, old.0, new.0)?),
        None => {
            let called = |other: &super::index::Claimant| other.entity.is_none() && other.name == claimant.name;
            new.1.claimants().iter().position(called).map(|nth| ClaimantId(nth as u32))
        }
    }
}

/// Whom a filter names, to be looked for once a text that was read anew has been analysed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    entity: Option<String>,
    /// A claimant's name, and true if somebody of that name is known.
    claimant: Option<(String, bool)>,
}

impl Chosen {
    /// The names of those that a filter names.
    pub fn of(filter: &Filter, known: Known<'_>) -> Self {
        let entity = filter.entity.and_then(|id| known.0.entities.get(id.index()));
        let claimant = filter.claimant.and_then(|id| known.1.claimants().get(id.0 as usize));
        Self {
            entity: entity.map(|entity| entity.name.clone()),
            claimant: claimant.map(|claimant| (claimant.name.clone(), claimant.entity.is_some())),
        }
    }

    /// The filter with those who are known by now; whom it names itself, it keeps.
    pub fn back(&self, filter: &Filter, known: Known<'_>) -> Filter {
        let entity = || {
            let name = self.entity.as_ref()?;
            known.0.entities.iter().position(|entity| entity.name == *name).map(EntityId::from)
        };
        let claimant = || {
            let (name, by_entity) = self.claimant.as_ref()?;
            let called = |other: &super::index::Claimant| other.name == *name && other.entity.is_some() == *by_entity;
            known.1.claimants().iter().position(called).map(|nth| ClaimantId(nth as u32))
        };
        Filter { entity: filter.entity.or_else(entity), claimant: filter.claimant.or_else(claimant), ..*filter }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, petition};
    use super::*;
    use crate::model::EntityKind;

    #[test]
    fn who_was_chosen_is_found_under_another_number() {
        let mut near = Sample::new("Ana met Bert. Bert left.");
        near.entity(&["Bert"], EntityKind::Person);
        let mut whole = Sample::new("Ana met Bert. Bert left.");
        whole.entity(&["Ana"], EntityKind::Person);
        whole.entity(&["Bert"], EntityKind::Person);
        let (old, new) = (Index::new(&near.document), Index::new(&whole.document));
        let filter = Filter { entity: Some(EntityId(0)), every_event: true, ..Filter::default() };
        let there = carried(&filter, (&near.document, &old), (&whole.document, &new));
        assert_eq!((there.entity, there.every_event), (Some(EntityId(1)), true));
        // A document of which nothing is known yet has nobody.
        let bare = Sample::new("Bert left.");
        assert_eq!(carried(&filter, (&near.document, &old), (&bare.document, &Index::default())).entity, None);
    }

    #[test]
    fn who_was_chosen_comes_back_once_a_text_is_known_again() {
        let sample = petition();
        let index = Index::new(&sample.document);
        let filter =
            Filter { entity: Some(EntityId(1)), claimant: Some(ClaimantId(0)), every_event: true, ..Filter::default() };
        let chosen = Chosen::of(&filter, (&sample.document, &index));
        let lost = carried(&filter, (&sample.document, &index), (&Document::default(), &Index::default()));
        assert_eq!((lost.entity, lost.claimant), (None, None));
        assert_eq!(chosen.back(&lost, (&Document::default(), &Index::default())), lost);
        assert_eq!(chosen.back(&lost, (&sample.document, &index)), filter);
    }

    #[test]
    fn a_claimant_is_the_same_by_entity_or_by_words() {
        let sample = petition();
        let index = Index::new(&sample.document);
        assert!(!index.claimants().is_empty());
        for nth in 0..index.claimants().len() as u32 {
            let filter = Filter { claimant: Some(ClaimantId(nth)), ..Filter::default() };
            let known = (&sample.document, &index);
            assert_eq!(carried(&filter, known, known).claimant, Some(ClaimantId(nth)));
        }
    }
}
