//! Names, what they name, and which of them name the same.
//!
//! [`find`] finds names, [`kind`] decides what they are, [`merge`] which are one, and this module puts together what
//! the others found out. The finder can be replaced or helped by a statistical one without touching the rest.

mod find;
mod kind;
mod lore;
mod merge;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;

use super::Work;
use crate::model::{
    Entity, EntityId, EntityKind, Form, Mention, MentionId, Provenance, Relation, RelationKind, Rule, Span,
};
use find::Found;
use kind::Names;
use lore::Lore;
use merge::Merged;

/// The entities in the order of their first mention, and all mentions in text order.
pub fn entities(work: Work<'_>) -> (Vec<Entity>, Vec<Mention>) {
    let lore = Lore::new(work.pack);
    let mut found = find::names(work, &lore);
    let names = kind::names(work, &lore, &mut found);
    let merged = merge::merge(work, &lore, &found, &names);
    let cast = Cast { work, lore: &lore, found: &found, names: &names, merged: &merged };
    cast.assemble()
}

/// All that was found out, ready to be put into the model.
struct Cast<'a> {
    work: Work<'a>,
    lore: &'a Lore<'a>,
    found: &'a [Found],
    names: &'a Names,
    merged: &'a Merged,
}

impl Cast<'_> {
    fn assemble(&self) -> (Vec<Entity>, Vec<Mention>) {
        let mut entities: Vec<Entity> = Vec::new();
        let mut ids: FxHashMap<u32, EntityId> = FxHashMap::default();
        let mut first_of_form: FxHashMap<(u32, u32), Span> = FxHashMap::default();
        let mut mentions: Vec<Mention> = Vec::with_capacity(self.found.len());
        let same = Rule::from("same name");
        let nearest = Rule::from("nearest bearer named before");
        for (place, found) in self.found.iter().enumerate() {
            let (root, form) = (self.merged.entity_of[place], self.merged.form_of[place]);
            let entity = *ids.entry(root).or_insert_with(|| {
                entities.push(Entity {
                    name: String::new(),
                    kind: EntityKind::Other,
                    descriptors: Vec::new(),
                    related: Vec::new(),
                    mentions: Vec::new(),
                });
                EntityId::from(entities.len() - 1)
            });
            let members = &mut entities[entity.index()].mentions;
            let provenance = match (members.last(), first_of_form.get(&(root, form))) {
                (None, _) => None,
                (Some(earlier), _) if self.merged.nearest.contains(&place) => {
                    Some(Provenance::new(nearest.clone(), vec![mentions[earlier.index()].span], 0.6))
                }
                (Some(_), Some(&earlier)) => Some(Provenance::new(same.clone(), vec![earlier], 0.95)),
                (Some(first), None) => {
                    Some(self.reason(form, mentions[members[0].index()].span.min(mentions[first.index()].span)))
                }
            };
            first_of_form.entry((root, form)).or_insert(found.span);
            members.push(MentionId::from(mentions.len()));
            mentions.push(Mention { span: found.span, entity, form: Form::Name, provenance });
        }
        self.name_all(&mut entities, &ids);
        self.relate(&mut entities, &ids);
        (entities, mentions)
    }

    /// Why the first mention of a form belongs to an entity that was named before, at `earlier`.
    fn reason(&self, form: u32, earlier: Span) -> Provenance {
        match &self.merged.reasons[form as usize] {
            Some(reason) => {
                let span = self.found[self.merged.forms[reason.form as usize].first].span;
                Provenance::new(reason.rule.clone(), vec![span], reason.confidence)
            }
            None => Provenance::new("fuller form of the same name", vec![earlier], 0.9),
        }
    }

    /// Names and kinds: the fullest form, and what most mentions are.
    fn name_all(&self, entities: &mut [Entity], ids: &FxHashMap<u32, EntityId>) {
        let mut best: Vec<Option<(bool, usize, usize, u32)>> = vec![None; entities.len()];
        let mut votes: Vec<FxHashMap<EntityKind, u32>> = vec![FxHashMap::default(); entities.len()];
        for place in 0..self.found.len() {
            let form = self.merged.form_of[place];
            let entity = ids[&self.merged.entity_of[place]].index();
            let name = &self.names.list[self.merged.forms[form as usize].name as usize];
            *votes[entity].entry(name.kind).or_default() += 1;
            if self.merged.nearest.contains(&place) {
                continue;
            }
            let rank = (!name.capitals, name.words().count(), name.key.len(), form);
            if best[entity].is_none_or(|known| (known.0, known.1, known.2) < (rank.0, rank.1, rank.2)) {
                best[entity] = Some(rank);
            }
        }
        for (entity, (best, votes)) in entities.iter_mut().zip(best.iter().zip(&votes)) {
            entity.kind = votes
                .iter()
                .max_by_key(|(kind, count)| (**count, std::cmp::Reverse(**kind)))
                .map_or(EntityKind::Other, |(kind, _)| *kind);
            if let Some((.., form)) = best {
                entity.name = self.full_form(*form);
            }
        }
    }

    /// The words of a form on one line, with its title if it is a bare surname.
    fn full_form(&self, form: u32) -> String {
        let form = &self.merged.forms[form as usize];
        let name = &self.names.list[form.name as usize];
        let shown = &self.found[name.shown];
        let titled = &self.found[form.first];
        let bare = name.kind == EntityKind::Person && !name.key.contains(' ') && titled.gender != Default::default();
        let span = match bare && !titled.title.is_empty() {
            true => self.work.subject().span(&(titled.title.end - 1..titled.tokens.end)),
            false => shown.span,
        };
        // A full stop behind the title is a token of its own.
        let mut words = self.work.document.words(span).split_whitespace().collect::<Vec<_>>().join(" ");
        if words.starts_with('.') {
            words = self
                .work
                .document
                .words(self.work.subject().span(&(titled.title.start..titled.tokens.end)))
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
        }
        words
    }

    fn relate(&self, entities: &mut [Entity], ids: &FxHashMap<u32, EntityId>) {
        let mut places: FxHashMap<u32, (EntityId, Span)> = FxHashMap::default();
        let known = |form: &merge::Form| {
            let name = &self.names.list[form.name as usize];
            self.lore.known_id(&name.key, name.entry, name.kind).map(|id| (id, name.kind))
        };
        for form in &self.merged.forms {
            if let Some((id, EntityKind::Place)) = known(form)
                && let Some(entity) = ids.get(&self.merged.entity_of[form.first])
            {
                places.entry(id).or_insert((*entity, self.found[form.first].span));
            }
        }
        for form in &self.merged.forms {
            if let Some((id, EntityKind::Norp)) = known(form)
                && let Some(people) = ids.get(&self.merged.entity_of[form.first])
                && let Some((place, span)) = places.get(&id)
                && !entities[people.index()].related.iter().any(|relation| relation.entity == *place)
            {
                let evidence = vec![self.found[form.first].span, *span];
                entities[people.index()].related.push(Relation {
                    kind: RelationKind::DemonymOf,
                    entity: *place,
                    provenance: Provenance::new("demonym of a place", evidence, 0.95),
                });
            }
        }
        for &(form, bearer) in &self.merged.maybe {
            let (Some(&one), Some(&other)) = (ids.get(&form), ids.get(&bearer)) else { continue };
            let evidence = vec![
                self.found[self.merged.forms[form as usize].first].span,
                self.found[self.merged.forms[bearer as usize].first].span,
            ];
            entities[one.index()].related.push(Relation {
                kind: RelationKind::MaybeSame,
                entity: other,
                provenance: Provenance::new("a name that more than one bears", evidence, 0.4),
            });
        }
    }
}
