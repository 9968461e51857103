//! Whom several documents name.
//!
//! Entities of different documents become one only by their full names: a person by a name of at least two words, a body
//! also by letters that stand for the same name elsewhere. Who goes by a single word in a document stays apart from those
//! who are called so in others, and the card says that they may be one. No document's own entities are joined here.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{
    Corrected, Document, Entity, EntityId, EntityKind, Mention, MentionId, Provenance, Relation, RelationKind, Rule,
    Span, Target,
};

/// What entities that are one share: their kind, and a name without regard to case and a leading article.
type Key = (EntityKind, String);

/// Most others of whom a card says that they may be the same.
const DOUBTS: usize = 4;
/// How sure it is that one full name means one.
const SURE: f32 = 0.8;

/// Joins the entities that several documents name. `owners` tells for each entity which document names it.
pub fn join(bound: &mut Document, owners: &[usize]) {
    let found = std::mem::take(&mut bound.entities);
    let letters = letters(bound, &found);
    let mut joined = Joined { by_key: FxHashMap::default(), entities: Vec::new(), owners: Vec::new(), new: Vec::new() };
    for (entity, &owner) in found.into_iter().zip(owners) {
        let key = key(&entity, &letters);
        joined.add(entity, owner, key, &mut bound.mentions);
    }
    let Joined { entities, owners, new, .. } = joined;
    bound.entities = entities;
    join_mentions(bound, &new);
    renumber(bound, |id| new.get(id.index()).copied());
    doubt(bound, &owners);
}

struct Joined {
    by_key: FxHashMap<Key, EntityId>,
    entities: Vec<Entity>,
    /// The only document that names it, as long as it is only one.
    owners: Vec<Option<usize>>,
    new: Vec<EntityId>,
}

impl Joined {
    fn add(&mut self, mut entity: Entity, owner: usize, key: Option<Key>, mentions: &mut [Mention]) {
        let next = EntityId::from(self.entities.len());
        let id = key.map_or(next, |key| *self.by_key.entry(key).or_insert(next));
        // What a document tells apart stays apart.
        let id = if self.owners.get(id.index()).is_some_and(|known| *known == Some(owner)) { next } else { id };
        self.new.push(id);
        let Some(first) = self.entities.get_mut(id.index()) else {
            self.entities.push(entity);
            self.owners.push(Some(owner));
            return;
        };
        self.owners[id.index()] = None;
        let evidence: Vec<Span> =
            first.mentions.first().map(|mention| mentions[mention.index()].span).into_iter().collect();
        for mention in &entity.mentions {
            let why = &mut mentions[mention.index()].provenance;
            why.get_or_insert_with(|| Provenance::new(by_name(), evidence.clone(), SURE));
        }
        if is_loud(&first.name) && !is_loud(&entity.name) {
            first.name = std::mem::take(&mut entity.name);
        }
        first.descriptors.append(&mut entity.descriptors);
        first.related.append(&mut entity.related);
        first.mentions.append(&mut entity.mentions);
    }
}

fn by_name() -> Rule {
    "the same full name in another document".into()
}

/// True for a name in capitals, as headlines have it.
fn is_loud(name: &str) -> bool {
    name.contains(' ') && !name.chars().any(char::is_lowercase)
}

/// The name of an entity, if it tells it from others of the kind.
fn key(entity: &Entity, letters: &FxHashMap<String, Option<String>>) -> Option<Key> {
    let name = plain(&entity.name);
    // Neither "Mr." nor an initial tells one from another.
    let words = name.split_whitespace().filter(|word| !word.ends_with('.')).count();
    let is_enough = match entity.kind {
        EntityKind::Person | EntityKind::Law | EntityKind::Work | EntityKind::Other => words > 1,
        EntityKind::Org | EntityKind::Place | EntityKind::Norp | EntityKind::Event => true,
    };
    let long = (entity.kind == EntityKind::Org && words == 1).then(|| letters.get(&name).cloned().flatten()).flatten();
    is_enough.then(|| (entity.kind, long.unwrap_or(name)))
}

fn plain(name: &str) -> String {
    let name = name.to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters that bodies go by, with the long names that they stand for; none if they stand for several.
fn letters(bound: &Document, entities: &[Entity]) -> FxHashMap<String, Option<String>> {
    let mut known: FxHashMap<String, Option<String>> = FxHashMap::default();
    for entity in entities.iter().filter(|entity| entity.kind == EntityKind::Org && entity.name.contains(' ')) {
        let long = plain(&entity.name);
        let mut last = "";
        for mention in &entity.mentions {
            let words = bound.words(bound.mentions[mention.index()].span);
            if words == last || words.len() > 10 || !words.chars().all(char::is_uppercase) || words.len() < 2 {
                continue;
            }
            last = words;
            let other = known.entry(words.to_lowercase()).or_insert_with(|| Some(long.clone()));
            if other.as_ref().is_some_and(|other| *other != long) {
                *other = None;
            }
        }
    }
    known
}

/// Gives the layers that name entities the new numbers of these; who has none is not named any more.
pub fn renumber(bound: &mut Document, new: impl Fn(EntityId) -> Option<EntityId>) {
    let to = |id: &mut Option<EntityId>| *id = id.and_then(&new);
    for event in &mut bound.events {
        let mut known = FxHashSet::default();
        let participants = event.participants.iter().filter_map(|&id| new(id));
        event.participants = participants.filter(|entity| known.insert(*entity)).collect();
        to(&mut event.place);
        to(&mut event.claimant);
    }
    bound.quotes.iter_mut().for_each(|quote| to(&mut quote.speaker));
    for reference in &mut bound.references {
        reference.targets.retain_mut(|target| match target {
            Target::Entity(entity) => new(*entity).map(|id| *entity = id).is_some(),
            _ => true,
        });
    }
    for applied in &mut bound.corrections {
        if let Some(Corrected::Entity(entity)) = applied.on {
            applied.on = new(entity).map(Corrected::Entity);
        }
    }
}

/// Gives mentions and relations the numbers of the entities that were joined.
fn join_mentions(bound: &mut Document, new: &[EntityId]) {
    bound.mentions.iter_mut().for_each(|mention| mention.entity = new[mention.entity.index()]);
    for (nth, entity) in bound.entities.iter_mut().enumerate() {
        let mut known = FxHashSet::default();
        entity.related.retain_mut(|relation| {
            relation.entity = new[relation.entity.index()];
            relation.entity.index() != nth && known.insert((relation.kind, relation.entity))
        });
    }
}

/// Says of those who go by a single word who else, in other documents, is called so.
fn doubt(bound: &mut Document, owners: &[Option<usize>]) {
    let mut called: FxHashMap<String, Vec<(EntityId, MentionId)>> = FxHashMap::default();
    for (nth, entity) in bound.entities.iter().enumerate().filter(|(_, entity)| entity.kind == EntityKind::Person) {
        let mut known = FxHashSet::default();
        for mention in &entity.mentions {
            let words = bound.words(bound.mentions[mention.index()].span);
            let Some(word) = words.split_whitespace().next_back().map(str::to_lowercase) else { continue };
            if known.insert(word.clone()) {
                called.entry(word).or_default().push((nth.into(), *mention));
            }
        }
    }
    for nth in 0..bound.entities.len() {
        let entity = &bound.entities[nth];
        let names = |word: &&str| !word.ends_with('.');
        let mut words = entity.name.split_whitespace().filter(names);
        let (EntityKind::Person, Some(word), None) = (entity.kind, words.next(), words.next()) else { continue };
        let own = entity.mentions.first().map(|mention| bound.mentions[mention.index()].span);
        let elsewhere = |(other, _): &&(EntityId, MentionId)| {
            other.index() != nth && (owners[nth].is_none() || owners[other.index()] != owners[nth])
        };
        let others = called.get(&word.to_lowercase()).map(Vec::as_slice).unwrap_or_default();
        let related: Vec<Relation> = (others.iter().filter(elsewhere).take(DOUBTS))
            .map(|&(other, mention)| {
                let evidence = own.into_iter().chain([bound.mentions[mention.index()].span]).collect();
                let why = Provenance::new("called the same in another document", evidence, 0.3);
                Relation { kind: RelationKind::MaybeSame, entity: other, provenance: why }
            })
            .collect();
        let known: Vec<EntityId> = bound.entities[nth].related.iter().map(|relation| relation.entity).collect();
        bound.entities[nth].related.extend(related.into_iter().filter(|one| !known.contains(&one.entity)));
    }
}
