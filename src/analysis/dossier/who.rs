//! Whom several documents name.
//!
//! Entities of different documents become one by their full names: a person by a name of at least two words, whatever
//! titles stand before it; a body also by letters that stand for the same name elsewhere, and what the gazetteer knows
//! by any of its names. Bodies that every country has stay apart unless the same whole is named for them. Whoever goes
//! by a single word stays apart, unless all documents know one bearer only and give both the same role. What stays
//! apart and may be one says so on its card. No document's own entities are joined here.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use super::name::{Name, Words, is};
use crate::language::LanguagePack;
use crate::language::gazetteer::{self, Gazetteer, fold};
use crate::model::{
    Corrected, Document, Entity, EntityId, EntityKind, Form, Mention, MentionId, Provenance, Relation, RelationKind,
    Rule, Span, Target,
};

/// Most others of whom a card says that they may be the same.
const DOUBTS: usize = 4;
/// Most others of one name that an entity is compared with.
const COMPARED: usize = 16;
/// Most places of a name that are asked for a title before it.
const ASKED: usize = 8;

/// Joins the entities that several documents name. `owners` tells for each entity which document names it.
pub fn join(bound: &mut Document, owners: &[usize], words: &mut Words<'_>) {
    let mut joining = Joining::new(bound, owners, words);
    joining.by_names();
    joining.by_roles();
    let Joining { parent, reasons, doubts, .. } = joining;
    let new = gather(bound, parent, &reasons);
    join_mentions(bound, &new);
    renumber(bound, |id| new.get(id.index()).copied());
    let owners = sole_owners(bound);
    for (one, other, rule) in doubts {
        relate(bound, new[one], new[other], rule);
    }
    doubt(bound, &owners);
}

/// Why an entity is another one, and how sure that is.
type Reason = (&'static str, f32);

/// What is compared of an entity.
struct Profile {
    name: Name,
    kind: EntityKind,
    /// What its titles imply: "m", "f" or nothing.
    gender: String,
    /// The names of the wholes that it belongs to.
    wholes: Vec<String>,
    /// The words for roles in its descriptions.
    roles: FxHashSet<String>,
}

struct Joining<'a> {
    owners: &'a [usize],
    profiles: Vec<Profile>,
    /// By entity, one before it that it is the same as, or itself.
    parent: Vec<usize>,
    /// By first entity of a group, the documents that name it.
    named_in: Vec<FxHashSet<usize>>,
    reasons: Vec<Option<Reason>>,
    doubts: Vec<(usize, usize, &'static str)>,
}

impl<'a> Joining<'a> {
    fn new(bound: &Document, owners: &'a [usize], words: &mut Words<'_>) -> Self {
        let letters = letters(bound, words);
        let profiles = bound.entities.iter().map(|entity| profile(bound, entity, &letters, words)).collect();
        let count = bound.entities.len();
        Self {
            owners,
            profiles,
            parent: (0..count).collect(),
            named_in: owners.iter().map(|owner| std::iter::once(*owner).collect()).collect(),
            reasons: vec![None; count],
            doubts: Vec::new(),
        }
    }

    /// Those who share a full name.
    fn by_names(&mut self) {
        let mut known: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for nth in 0..self.profiles.len() {
            let key = self.profiles[nth].name.key.clone();
            if key.is_empty() {
                continue;
            }
            let others = match known.entry(key) {
                Entry::Vacant(first) => {
                    first.insert(vec![nth]);
                    continue;
                }
                Entry::Occupied(others) => others.into_mut(),
            };
            let near = others.iter().rev().take(COMPARED).copied();
            let alike: Vec<(usize, Result<Reason, &'static str>)> =
                near.map(|other| (other, self.compare(other, nth))).collect();
            let same: Vec<_> = alike.iter().filter_map(|(other, same)| Some((*other, (*same).ok()?))).collect();
            match same.as_slice() {
                [(other, reason)] => self.tie(*other, nth, *reason),
                [] => {
                    let doubts = alike.iter().filter_map(|(other, same)| Some((nth, *other, same.err()?)));
                    self.doubts.extend(doubts.take(DOUBTS));
                    others.push(nth);
                }
                several => {
                    let rule = "a name that several bear in other documents";
                    self.doubts.extend(several.iter().take(DOUBTS).map(|(other, _)| (nth, *other, rule)));
                    others.push(nth);
                }
            }
        }
    }

    /// Whether two of one name are one, and why; else why it is doubtful.
    fn compare(&self, one: usize, other: usize) -> Result<Reason, &'static str> {
        let (first, second) = (&self.profiles[one], &self.profiles[other]);
        let kinds = [first.kind, second.kind];
        if self.named_in[one].contains(&self.owners[other]) {
            return Err("the same name, told apart in one of the documents");
        }
        if kinds[0] != kinds[1] && !kinds.contains(&EntityKind::Other) {
            return Err("the same name in another document, but of another kind there");
        }
        let differ = |one: &str, other: &str| !one.is_empty() && !other.is_empty() && one != other;
        if differ(&first.gender, &second.gender) || differ(&first.name.initials, &second.name.initials) {
            return Err("the same name in another document, but with another title or initial");
        }
        let share = first.wholes.iter().any(|whole| second.wholes.contains(whole));
        let both = !first.wholes.is_empty() && !second.wholes.is_empty();
        if (first.name.generic || second.name.generic) && !share {
            return Err("called so in another document; nothing says that it is the same country’s");
        }
        if both && !share && first.kind == EntityKind::Place && !first.name.key.starts_with('#') {
            return Err("the same name in another document, but said to lie elsewhere");
        }
        Ok(match () {
            () if first.name.words == second.name.words => ("the same full name in another document", 0.8),
            () if first.name.key.starts_with('#') => ("another name of the same, in another document", 0.8),
            () => ("the same full name in another document, spelt otherwise", 0.6),
        })
    }

    fn root(&self, mut nth: usize) -> usize {
        while self.parent[nth] != nth {
            nth = self.parent[nth];
        }
        nth
    }

    fn tie(&mut self, one: usize, other: usize, reason: Reason) {
        let (one, other) = (self.root(one), self.root(other));
        let (first, last) = (one.min(other), one.max(other));
        if first == last {
            return;
        }
        self.parent[last] = first;
        self.reasons[other.max(one)] = Some(reason);
        let documents = std::mem::take(&mut self.named_in[last]);
        self.named_in[first].extend(documents);
        let lost = |profile: &mut Profile| (std::mem::take(&mut profile.wholes), std::mem::take(&mut profile.roles));
        let (wholes, roles) = lost(&mut self.profiles[last]);
        let (gender, initials) = (self.profiles[last].gender.clone(), self.profiles[last].name.initials.clone());
        let kept = &mut self.profiles[first];
        kept.wholes.extend(wholes);
        kept.roles.extend(roles);
        if kept.gender.is_empty() {
            kept.gender = gender;
        }
        if kept.name.initials.is_empty() {
            kept.name.initials = initials;
        }
    }

    /// People who go by a surname that one only bears in all documents, and whom both give the same role.
    fn by_roles(&mut self) {
        let mut bearers: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let surname = |words: &str| words.rsplit(' ').next().unwrap_or_default().to_owned();
        for (nth, profile) in self.profiles.iter().enumerate() {
            if profile.kind == EntityKind::Person && !profile.name.key.is_empty() {
                let root = self.root(nth);
                let known = bearers.entry(surname(&profile.name.words)).or_default();
                if !known.contains(&root) {
                    known.push(root);
                }
            }
        }
        for nth in 0..self.profiles.len() {
            let lone = &self.profiles[nth];
            if lone.kind != EntityKind::Person || !lone.name.key.is_empty() || lone.name.words.contains(' ') {
                continue;
            }
            let Some([bearer]) = bearers.get(&lone.name.words).map(Vec::as_slice) else { continue };
            let bearer = self.root(*bearer);
            let other = &self.profiles[bearer];
            let fits = !self.named_in[bearer].contains(&self.owners[nth])
                && (lone.gender.is_empty() || other.gender.is_empty() || lone.gender == other.gender)
                && lone.roles.iter().any(|role| other.roles.contains(role));
            if fits {
                let rule = "the same surname and role in another document, and nobody else bears the name";
                self.tie(bearer, nth, (rule, 0.6));
            }
        }
    }
}

/// What is compared of an entity.
fn profile(
    bound: &Document,
    entity: &Entity,
    letters: &FxHashMap<String, Option<String>>,
    words: &mut Words<'_>,
) -> Profile {
    let pack = words.pack_of(bound, entity);
    let pack = pack.as_deref();
    let mut name = Name::of(entity, pack);
    if let Some(Some(long)) = letters.get(&name.words).filter(|_| entity.kind == EntityKind::Org) {
        name.key.clone_from(long);
    }
    let wholes = entity.related.iter().filter(|relation| relation.kind == RelationKind::PartOf);
    let wholes = wholes.map(|relation| fold(&bound.entities[relation.entity.index()].name));
    let said = countries(bound, entity).filter(|_| name.generic);
    let wholes = wholes.chain(said).collect();
    let person = entity.kind == EntityKind::Person;
    let role = |word: &str| person && pack.is_some_and(|pack| is(pack, word, "ROLE"));
    let told = entity.descriptors.iter().filter(|_| person).map(|told| fold(bound.words(told.span)));
    let roles = told.flat_map(|told| told.split(' ').filter(|word| role(word)).map(str::to_owned).collect::<Vec<_>>());
    let roles = roles.collect();
    let gender = pack.filter(|_| person).map(|pack| gender(bound, entity, pack)).unwrap_or_default();
    Profile { name, kind: entity.kind, gender, wholes, roles }
}

/// The countries and peoples named right before a name: "the Norwegian parliament", "Norway's Supreme Court".
fn countries(bound: &Document, entity: &Entity) -> impl Iterator<Item = String> {
    let before = entity.mentions.iter().take(ASKED).filter_map(|id| {
        let mention = bound.mentions.get(id.index()).filter(|mention| mention.form == Form::Name)?;
        let word = bound.text[..mention.span.start as usize].split_whitespace().next_back()?;
        let word = word.strip_suffix("’s").or(word.strip_suffix("'s")).unwrap_or(word);
        let entry = Gazetteer::built_in().name(&fold(word))?;
        let flags = gazetteer::Entry::COUNTRY | gazetteer::Entry::DEMONYM;
        entry.is(flags).then(|| entry.id()).flatten().map(|id| format!("#{id}"))
    });
    before.collect::<Vec<_>>().into_iter()
}

/// What the titles before a name imply, if they do not contradict each other.
fn gender(bound: &Document, entity: &Entity, pack: &LanguagePack) -> String {
    let Some(class) = pack.lexicon.class("HONORIFIC") else { return String::new() };
    let names = entity.mentions.iter().map(|id| &bound.mentions[id.index()]).filter(|one| one.form == Form::Name);
    let title = |mention: &Mention| {
        let before = bound.text[..mention.span.start as usize].split_whitespace().next_back();
        let own = bound.words(mention.span).split_whitespace().next();
        let implied = |word: &str| {
            let id = pack.lexicon.find(&fold(word))?;
            pack.lexicon.text(id, class).filter(|text| matches!(*text, "m" | "f"))
        };
        before.and_then(implied).or(own.and_then(implied))
    };
    let mut implied = names.take(ASKED).filter_map(title);
    let first = implied.next();
    first.filter(|first| implied.all(|other| other == *first)).unwrap_or_default().to_owned()
}

/// Makes one entity of each group, in the order of their first mention; gives each its new number.
fn gather(bound: &mut Document, mut parent: Vec<usize>, reasons: &[Option<Reason>]) -> Vec<EntityId> {
    let found = std::mem::take(&mut bound.entities);
    let mut new: Vec<EntityId> = Vec::with_capacity(found.len());
    for (nth, mut entity) in found.into_iter().enumerate() {
        // Parents stand before their children, so that theirs is settled.
        let root = parent[parent[nth]];
        parent[nth] = root;
        if root == nth {
            new.push(bound.entities.len().into());
            bound.entities.push(entity);
            continue;
        }
        let id = new[root];
        new.push(id);
        let first = &mut bound.entities[id.index()];
        let evidence: Vec<Span> =
            first.mentions.first().map(|mention| bound.mentions[mention.index()].span).into_iter().collect();
        if let Some((rule, confidence)) = reasons[nth] {
            for mention in &entity.mentions {
                let why = &mut bound.mentions[mention.index()].provenance;
                why.get_or_insert_with(|| Provenance::new(Rule::from(rule), evidence.clone(), confidence));
            }
        }
        let is_fuller = first.name.split(' ').count() < 2 && entity.name.contains(' ');
        if is_loud(&first.name) && !is_loud(&entity.name) || first.kind == EntityKind::Person && is_fuller {
            first.name = std::mem::take(&mut entity.name);
        }
        if first.kind == EntityKind::Other {
            first.kind = entity.kind;
        }
        first.descriptors.append(&mut entity.descriptors);
        first.related.append(&mut entity.related);
        first.mentions.append(&mut entity.mentions);
    }
    bound.entities.iter_mut().for_each(|entity| entity.mentions.sort_unstable());
    new
}

/// True for a name in capitals, as headlines have it.
fn is_loud(name: &str) -> bool {
    name.contains(' ') && !name.chars().any(char::is_lowercase)
}

/// Letters that bodies go by, with the keys of the long names that they stand for; none if they stand for several.
fn letters(bound: &Document, words: &mut Words<'_>) -> FxHashMap<String, Option<String>> {
    let mut known: FxHashMap<String, Option<String>> = FxHashMap::default();
    for entity in bound.entities.iter().filter(|entity| entity.kind == EntityKind::Org && entity.name.contains(' ')) {
        let mut key = None;
        let mut last = "";
        for mention in &entity.mentions {
            let said = bound.words(bound.mentions[mention.index()].span);
            if said == last || said.len() > 10 || !said.chars().all(char::is_uppercase) || said.len() < 2 {
                continue;
            }
            last = said;
            let pack = words.pack_of(bound, entity);
            let long = key.get_or_insert_with(|| Name::of(entity, pack.as_deref()).key).clone();
            let other = known.entry(fold(said)).or_insert_with(|| Some(long.clone()));
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

/// The only document that names each entity, if it is only one.
fn sole_owners(bound: &Document) -> Vec<Option<usize>> {
    let part = |mention: &MentionId| bound.part_at(bound.mentions[mention.index()].span.start);
    let sole = |entity: &Entity| {
        let first = part(entity.mentions.first()?)?;
        // Mentions stand in text order.
        (part(entity.mentions.last()?) == Some(first)).then_some(first)
    };
    bound.entities.iter().map(sole).collect()
}

/// Says of two entities, of each, that they may be one.
fn relate(bound: &mut Document, one: EntityId, other: EntityId, rule: &'static str) {
    if one == other {
        return;
    }
    let first = |id: EntityId| bound.entities[id.index()].mentions.first().map(|id| bound.mentions[id.index()].span);
    let evidence: Vec<Span> = first(one).into_iter().chain(first(other)).collect();
    for (from, to) in [(one, other), (other, one)] {
        let related = &mut bound.entities[from.index()].related;
        let doubts = related.iter().filter(|relation| relation.kind == RelationKind::MaybeSame).count();
        if doubts < DOUBTS && related.iter().all(|relation| relation.entity != to) {
            let provenance = Provenance::new(rule, evidence.clone(), 0.3);
            related.push(Relation { kind: RelationKind::MaybeSame, entity: to, provenance });
        }
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
