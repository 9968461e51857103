//! Names, what they name, and which of them name the same.
//!
//! Rules read first: [`find`] finds names, [`kind`] decides what they are. Where there is a model for the language,
//! [`tag`] reads again with what the rules found as evidence, and [`adopt`] makes one of both. [`merge`] says which are
//! one, and this module puts together what the others found out.

mod adopt;
mod find;
mod kind;
mod lore;
mod merge;
mod nominal;
mod role;
mod tag;
#[cfg(test)]
mod tests;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Work;
use crate::language::entity::Is;
use crate::language::gazetteer::Entry;
use crate::language::lexicon::LexemeId;
use crate::language::weights::Weights;
use crate::model::{
    Descriptor, Entity, EntityId, EntityKind, Form, Mention, MentionId, Provenance, Relation, RelationKind, Rule, Span,
};
use find::Found;
use kind::Names;
use lore::Lore;
use merge::Merged;
use role::Said;
pub use tag::Stretch;

/// The entities in the order of their first mention, and all mentions in text order.
pub fn entities(work: Work<'_>) -> (Vec<Entity>, Vec<Mention>) {
    let lore = Lore::new(work);
    let (every, mut found, mut names) = by_rules(work, &lore);
    if let Some(weights) = Weights::names(&lore.pack.code) {
        let rules = tag::Rules { every: &every, found: &found, names: &names };
        let tagged = tag::tag(work, &lore, weights, rules);
        (found, names) = adopt::adopt(work, &lore, &found, &names, tagged);
    }
    let merged = merge::merge(work, &lore, &found, &names);
    let cast = Cast { work, lore: &lore, found: &found, names: &names, merged: &merged };
    cast.assemble()
}

/// The stretches of a document that the tagger reads, with the features of their words, for the training of a model.
/// Names that the gazetteer learnt from marked texts count only if `learnt`.
pub fn stretches(work: Work<'_>, learnt: bool) -> Vec<Stretch> {
    let lore = if learnt { Lore::new(work) } else { Lore::without_learnt(work) };
    let (every, found, names) = by_rules(work, &lore);
    tag::stretches(work, &lore, tag::Rules { every: &every, found: &found, names: &names })
}

/// What the rules find: every row of words that looked like a name, and the names among them with what they are.
fn by_rules(work: Work<'_>, lore: &Lore<'_>) -> (Vec<Range<usize>>, Vec<Found>, Names) {
    let mut found = find::names(work, lore);
    let every = found.iter().map(|name| name.tokens.clone()).collect();
    let names = kind::names(work, lore, &mut found);
    (every, found, names)
}

/// How well a name stands for an entity; see [`Cast::rank`].
type Rank = (bool, bool, usize, usize, usize, usize);

/// So many times rarer than the usual name of an entity is rare.
const RARE: u32 = 20;
/// So often a given name and another word do not meet by chance: "Will Starbuck come?"
const SEVERAL: u32 = 3;
/// So many times rarer, a form is a curiosity: nobody who reads the text knows a person by it.
const CURIOUS: u32 = 100;

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
        let (mut entities, ids) = self.rows();
        let said = role::roles(self.work, self.lore, self.found, |place| self.kind(place));
        let mut mentions = self.mentions(&ids);
        mentions.extend(self.nominals(&ids, &said));
        mentions.sort_by_key(|mention| mention.span.start);
        for (index, mention) in mentions.iter().enumerate() {
            entities[mention.entity.index()].mentions.push(MentionId::from(index));
        }
        self.name_all(&mut entities, &ids);
        self.relate(&mut entities, &ids);
        self.describe(&mut entities, &ids, &said);
        (entities, mentions)
    }

    /// An empty row for each entity, in the order of first mention.
    fn rows(&self) -> (Vec<Entity>, FxHashMap<u32, EntityId>) {
        let mut entities = Vec::new();
        let mut ids = FxHashMap::default();
        for root in &self.merged.entity_of {
            ids.entry(*root).or_insert_with(|| {
                entities.push(Entity {
                    name: String::new(),
                    kind: EntityKind::Other,
                    descriptors: Vec::new(),
                    related: Vec::new(),
                    mentions: Vec::new(),
                });
                EntityId::from(entities.len() - 1)
            });
        }
        (entities, ids)
    }

    /// What the name at a place names.
    fn kind(&self, place: usize) -> EntityKind {
        self.names.list[self.names.of[place] as usize].kind
    }

    /// All places with their reasons.
    fn mentions(&self, ids: &FxHashMap<u32, EntityId>) -> Vec<Mention> {
        let (same, epithet) = (Rule::from("same name"), Rule::from("same name behind an epithet"));
        let mut rules: FxHashMap<&str, Rule> = FxHashMap::default();
        let mut first: Vec<Option<Span>> = vec![None; ids.len()];
        let mut last: Vec<Option<Span>> = vec![None; ids.len()];
        let mut of_form: Vec<Option<Span>> = vec![None; self.merged.forms.len()];
        let mut mentions = Vec::with_capacity(self.found.len());
        for (place, found) in self.found.iter().enumerate() {
            let form = self.merged.form_of[place];
            let entity = ids[&self.merged.entity_of[place]];
            let nearest = self.merged.nearest.get(&place);
            let provenance = match (first[entity.index()], last[entity.index()], of_form[form as usize]) {
                (Some(_), Some(last), _) if let Some(&rule) = nearest => {
                    let rule = rules.entry(rule).or_insert_with(|| rule.into()).clone();
                    Some(Provenance::new(rule, vec![last], 0.6))
                }
                (Some(_), _, Some(earlier)) if self.names.of[place] != self.merged.forms[form as usize].name => {
                    Some(Provenance::new(epithet.clone(), vec![earlier], 0.85))
                }
                (Some(_), _, Some(earlier)) => Some(Provenance::new(same.clone(), vec![earlier], 0.95)),
                (Some(first), ..) => Some(self.reason(form, first)),
                (None, ..) => None,
            };
            first[entity.index()].get_or_insert(found.span);
            last[entity.index()] = Some(found.span);
            of_form[form as usize].get_or_insert(found.span);
            mentions.push(Mention { span: found.span, entity, form: Form::Name, provenance });
        }
        mentions
    }

    /// Nouns that stand for names.
    fn nominals(&self, ids: &FxHashMap<u32, EntityId>, said: &[Said]) -> Vec<Mention> {
        let mut roles: FxHashMap<usize, Vec<LexemeId>> = FxHashMap::default();
        for said in said {
            let tokens = self.work.tokens.in_span(said.span);
            let words = self.work.tokens.all[tokens].iter().map(|token| token.lexeme);
            let role = words.filter(|&lexeme| self.lore.vocabulary.word(lexeme).is(Is::Role));
            roles.entry(said.place).or_default().extend(role);
        }
        let named = |place: usize| nominal::Named {
            entity: self.merged.entity_of[place],
            kind: self.kind(place),
            entry: self.names.list[self.names.of[place] as usize].entry,
        };
        nominal::nominals(self.work, self.lore, self.found, named, &roles)
            .into_iter()
            .map(|nominal| Mention {
                span: nominal.span,
                entity: ids[&self.merged.entity_of[nominal.place]],
                form: Form::Nominal,
                provenance: Some(Provenance::new(
                    nominal.rule,
                    vec![self.found[nominal.place].span],
                    nominal.confidence,
                )),
            })
            .collect()
    }

    /// Roles and years beside names, and the bodies that they tie people to.
    fn describe(&self, entities: &mut [Entity], ids: &FxHashMap<u32, EntityId>, said: &[Said]) {
        for said in said {
            let entity = ids[&self.merged.entity_of[said.place]];
            let provenance = Provenance::new(said.rule, vec![self.found[said.place].span], 0.9);
            entities[entity.index()].descriptors.push(Descriptor { span: said.span, provenance });
            let Some(body) = said.body else { continue };
            let body = ids[&self.merged.entity_of[body]];
            let related = &mut entities[entity.index()].related;
            if body != entity && !related.iter().any(|tie| tie.entity == body) {
                let provenance = Provenance::new(said.rule, vec![said.span], 0.8);
                related.push(Relation { kind: RelationKind::MemberOf, entity: body, provenance });
            }
        }
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
        let usual = self.usual(entities.len(), ids);
        let mut best: Vec<Option<(Rank, u32)>> = vec![None; entities.len()];
        let mut votes: Vec<FxHashMap<EntityKind, u32>> = vec![FxHashMap::default(); entities.len()];
        let mut several: FxHashMap<u32, u32> = FxHashMap::default();
        for place in 0..self.found.len() {
            let form = self.merged.form_of[place];
            let entity = ids[&self.merged.entity_of[place]].index();
            let name = &self.names.list[self.merged.forms[form as usize].name as usize];
            if self.merged.reasons[form as usize].as_ref().is_some_and(|reason| &*reason.rule.0 == merge::TRANSLATED) {
                continue;
            }
            *votes[entity].entry(name.kind).or_default() += 1;
            if self.merged.nearest.contains_key(&place) {
                *several.entry(form).or_default() += 1;
                continue;
            }
            let rank = self.rank(name, usual[entity].map_or(0, |usual| self.merged.forms[usual as usize].count));
            if best[entity].is_none_or(|(known, _)| known < rank) {
                best[entity] = Some((rank, form));
            }
        }
        let capitals = self.names.list.iter().filter(|name| name.capitals && !name.key.contains(' '));
        let capitals: FxHashSet<&str> = capitals.map(|name| &*name.key).collect();
        for (entity, (best, (votes, usual))) in entities.iter_mut().zip(best.iter().zip(votes.iter().zip(usual))) {
            let fullest = best.map(|(_, form)| self.names.list[self.merged.forms[form as usize].name as usize].kind);
            entity.kind = votes
                .iter()
                .max_by_key(|(kind, count)| (**count, Some(**kind) == fullest, std::cmp::Reverse(**kind)))
                .map_or(EntityKind::Other, |(kind, _)| *kind);
            if let Some((_, form)) = best {
                let usual = usual.filter(|_| entity.kind == EntityKind::Person);
                let known = usual.filter(|&usual| self.is_known_by(usual, *form, &several));
                entity.name = self.full_form(known.unwrap_or(*form), &capitals);
            }
        }
    }

    /// The form by which each entity mostly goes.
    fn usual(&self, entities: usize, ids: &FxHashMap<u32, EntityId>) -> Vec<Option<u32>> {
        let mut usual: Vec<Option<u32>> = vec![None; entities];
        for (index, form) in self.merged.forms.iter().enumerate() {
            let usual = &mut usual[ids[&self.merged.entity_of[form.first]].index()];
            if usual.is_none_or(|usual| self.merged.forms[usual as usize].count < form.count) {
                *usual = Some(index as u32);
            }
        }
        usual
    }

    /// True if nobody who reads the text knows a person by the fullest form, because a long text has it once or twice
    /// only, and the usual form is nobody else's: "Emma" for "Emma Woodhouse".
    fn is_known_by(&self, usual: u32, fullest: u32, several: &FxHashMap<u32, u32>) -> bool {
        let count = self.merged.forms[usual as usize].count;
        let shared = several.get(&usual).is_some_and(|places| places.saturating_mul(RARE) > count);
        let full = &self.names.list[self.merged.forms[fullest as usize].name as usize];
        full.count.saturating_mul(CURIOUS) < count && !shared
    }

    /// How well a name stands for an entity whose most frequent form stands `most` times.
    ///
    /// A people goes by what it is mostly called, anything else by its fullest form; but a rare long form of a person
    /// must begin as names of people do ("Overhearing Starbuck", "Massa Stubb"). Of two forms of a person with as many
    /// words the usual one is better.
    fn rank(&self, name: &kind::Name, most: u32) -> Rank {
        let several = name.key.contains(' ');
        let first = name.words().next().unwrap_or_default();
        let given = || self.lore.gazetteer.name(first).is_some_and(|entry| entry.is(Entry::GIVEN));
        let odd = name.kind == EntityKind::Person
            && several
            && name.count * RARE < most
            && first.chars().nth(1).is_some()
            && (!given() || name.count < SEVERAL && name.words().any(|word| self.lore.gazetteer.is_common_word(word)));
        // A line in capitals may run a name and other words together.
        let shouted = name.kind == EntityKind::Person && name.capitals && several && name.count == 1 && most > 1;
        let person = name.kind == EntityKind::Person;
        let often = if name.kind == EntityKind::Norp { name.count as usize } else { 0 };
        let length = if person { name.count as usize } else { name.key.len() };
        let count = name.count as usize;
        (!odd && !shouted, !name.capitals || several, often, name.words().count(), length, count)
    }

    /// The words of a form on one line, with its title if it is a bare surname.
    fn full_form(&self, form: u32, capitals: &FxHashSet<&str>) -> String {
        let form = &self.merged.forms[form as usize];
        let name = &self.names.list[form.name as usize];
        let shown = &self.found[name.shown];
        let titled = &self.found[form.first];
        let bare = name.kind == EntityKind::Person && !name.key.contains(' ') && titled.gender != Default::default();
        let mut tokens = shown.tokens.clone();
        if bare && !titled.title.is_empty() {
            tokens = titled.title.start..titled.tokens.end;
        }
        let words = self.work.document.words(self.work.subject().span(&tokens));
        let words: Vec<&str> = words.split_whitespace().collect();
        match words.len() > 1 && words.iter().all(|word| !word.contains(char::is_lowercase)) {
            true => words.iter().map(|word| self.in_title_case(word, capitals)).collect::<Vec<_>>().join(" "),
            false => words.join(" "),
        }
    }

    /// A word of a name that the document writes in capitals only, unless it stands so alone among `capitals`, as names
    /// are written: "TREATY" as "Treaty".
    fn in_title_case(&self, word: &str, capitals: &FxHashSet<&str>) -> String {
        let small = word.to_lowercase();
        let link = |is: Is| self.lore.small_word(&small).is_some_and(|word| word.is(is));
        if [Is::Of, Is::For, Is::And, Is::Article, Is::Particle].into_iter().any(link) {
            return small;
        }
        let known = self.lore.gazetteer.name(word).is_some_and(|entry| entry.is(Entry::CAPITALS))
            || capitals.contains(small.as_str());
        let mut letters = small.chars();
        match letters.next() {
            Some(first) if !known && !word.contains('.') => first.to_uppercase().chain(letters).collect(),
            _ => word.to_owned(),
        }
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
        self.relate_places(entities, ids);
        self.relate_organs(entities, ids);
        for &(form, bearer, reason) in &self.merged.maybe {
            let (Some(&one), Some(&other)) = (ids.get(&form), ids.get(&bearer)) else { continue };
            if entities[one.index()].related.iter().any(|tie| tie.entity == other) {
                continue;
            }
            let evidence = vec![
                self.found[self.merged.forms[form as usize].first].span,
                self.found[self.merged.forms[bearer as usize].first].span,
            ];
            entities[one.index()].related.push(Relation {
                kind: RelationKind::MaybeSame,
                entity: other,
                provenance: Provenance::new(reason, evidence, 0.4),
            });
        }
    }

    /// "ATUC Executive Committee" is a part of ATUC.
    fn relate_organs(&self, entities: &mut [Entity], ids: &FxHashMap<u32, EntityId>) {
        for &(organ, body) in &self.merged.organs {
            let first = |form: u32| self.merged.forms[form as usize].first;
            let (part, whole) = (first(organ), first(body));
            let evidence = vec![self.found[part].span, self.found[whole].span];
            let (part, whole) = (ids[&self.merged.entity_of[part]], ids[&self.merged.entity_of[whole]]);
            let related = &mut entities[part.index()].related;
            if part != whole && !related.iter().any(|tie| tie.entity == whole) {
                let provenance = Provenance::new("an organ with the name of its body", evidence, 0.8);
                related.push(Relation { kind: RelationKind::PartOf, entity: whole, provenance });
            }
        }
    }

    /// "Baku, Azerbaijan": a town with its country behind a comma, outside of a list.
    fn relate_places(&self, entities: &mut [Entity], ids: &FxHashMap<u32, EntityId>) {
        let entry = |place: usize| self.names.list[self.names.of[place] as usize].entry;
        let comma = |one: usize, other: usize| {
            self.found.get(other).is_some_and(|found| {
                let between = self.found[one].tokens.end..found.tokens.start;
                between.len() == 1 && self.work.tokens.all[between.start].of(&self.work.document.text) == ","
            })
        };
        for place in 1..self.found.len() {
            let town = self.kind(place - 1) == EntityKind::Place && entry(place - 1).is(Entry::CITY | Entry::REGION);
            let country = self.kind(place) == EntityKind::Place && entry(place).is(Entry::COUNTRY);
            let list = comma(place, place + 1) || (place > 1 && comma(place - 2, place - 1));
            if !town || entry(place - 1).is(Entry::COUNTRY) || !country || list || !comma(place - 1, place) {
                continue;
            }
            let (part, whole) = (ids[&self.merged.entity_of[place - 1]], ids[&self.merged.entity_of[place]]);
            let related = &mut entities[part.index()].related;
            if part != whole && !related.iter().any(|tie| tie.entity == whole) {
                let evidence = vec![self.found[place - 1].span, self.found[place].span];
                let provenance = Provenance::new("a country behind a comma", evidence, 0.85);
                related.push(Relation { kind: RelationKind::PartOf, entity: whole, provenance });
            }
        }
    }
}
