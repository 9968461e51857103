//! What names name: one decision for each name and document, from its words, the gazetteer and all its places.
//!
//! A name is taken for the same kind wherever a document uses it; that a town and its football club share a name is
//! beyond this stage. Names whose capitals prove nothing are let go here.

mod learn;
mod name;
mod neighbour;
mod score;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::find::{Found, Standing};
use super::lore::Lore;
use crate::analysis::work::Work;
use crate::language::entity::{Is, KINDS};
use crate::language::gazetteer::Entry;
use crate::language::token::TokenKind;
use crate::model::EntityKind;
use name::best;
pub(super) use name::{Name, Names};
use score::Judge;

/// Decides what the names found are, and drops from `found` those that are none.
pub(super) fn names(work: Work<'_>, lore: &Lore<'_>, found: &mut Vec<Found>) -> Names {
    drop_first_words(work, found);
    let mut names = gather(work, found);
    let judge = Judge { work, lore };
    names.list.par_iter_mut().for_each(|name| judge.score(name, found));
    if judge.part_neighbours(&names, found) {
        names = gather(work, found);
        names.list.par_iter_mut().for_each(|name| judge.score(name, found));
    }
    let small = written_small(work, &names.list, |_| true);
    judge.learn_from_emphasis(&mut names.list);
    let heads = judge.heads(&names.list);
    let keep: Vec<bool> = names
        .list
        .iter()
        .enumerate()
        .map(|(id, name)| {
            let small = small.contains(&(id as u32));
            judge.is_name(name, found[name.shown].standing, small) && !judge.is_generic(name, &heads)
        })
        .collect();
    judge.learn(&mut names, &keep, found);
    if !lore.has_rules {
        names.list.iter_mut().for_each(forget_guess);
    }
    keep_only(&keep, names, found)
}

/// Points for the kind that a finder took all places of a name for.
const TAGGED: f32 = 8.0;
/// Points that what the rules took for a law or an event has before the finder is asked.
const RULED: f32 = 7.0;
/// Points for what a finder found to be none of the other kinds.
const TAGGED_OTHER: f32 = 5.0;

/// What a finder took one place for.
pub(super) struct Place {
    /// What it names.
    pub kind: EntityKind,
    /// The points that the rules gave the same words, if they found them.
    pub scores: Option<[f32; KINDS]>,
}

/// Gathers the names of `found` anew, where a finder has said of each place what it is: the kind of a name is what most
/// of its places are, unless the rules are much surer of another.
pub(super) fn as_tagged(work: Work<'_>, lore: &Lore<'_>, found: &mut Vec<Found>, places: &[Place]) -> Names {
    let mut names = gather(work, found);
    let judge = Judge { work, lore };
    names.list.par_iter_mut().for_each(|name| judge.score(name, found));
    let mut votes = vec![[0_u32; KINDS]; names.list.len()];
    let mut known = vec![None; names.list.len()];
    for (name, place) in names.of.iter().zip(places) {
        votes[*name as usize][place.kind as usize] += 1;
        known[*name as usize] = known[*name as usize].or(place.scores);
    }
    for ((name, votes), known) in names.list.iter_mut().zip(votes).zip(known) {
        name.scores = known.unwrap_or(name.scores);
        // Of laws and events a finder has seen few; what their words say counts for more.
        let ruled = best(&name.scores);
        if matches!(ruled, EntityKind::Law | EntityKind::Event) {
            name.scores[ruled as usize] += RULED;
        }
        for (kind, votes) in votes.into_iter().enumerate() {
            let points = if kind == EntityKind::Other as usize { TAGGED_OTHER } else { TAGGED };
            name.scores[kind] += points * votes as f32 / name.count as f32;
        }
        name.kind = if is_ship(name) { EntityKind::Other } else { best(&name.scores) };
    }
    bear_surnames(&mut names.list);
    let keep = judge.keep_tagged(&names.list);
    if keep.iter().all(|keep| *keep) { names } else { keep_only(&keep, names, found) }
}

/// So often a name of one word stands for a person before it makes people of longer names that end in it.
const KNOWN_PERSON: u32 = 5;

/// "Massa Starbuck" is a person, if "Starbuck" is one all over the document and no list knows better.
fn bear_surnames(names: &mut [Name]) {
    let known = |name: &&Name| name.kind == EntityKind::Person && name.count >= KNOWN_PERSON && !name.key.contains(' ');
    let people: FxHashSet<Box<str>> = names.iter().filter(known).map(|name| name.key.clone()).collect();
    for name in names.iter_mut().filter(|name| matches!(name.kind, EntityKind::Org | EntityKind::Place)) {
        let two = name.words().count() == 2 && name.entry.id().is_none();
        if two && name.count < KNOWN_PERSON && name.words().next_back().is_some_and(|last| people.contains(last)) {
            name.kind = EntityKind::Person;
        }
    }
}

/// True if at half of its places or more a name stands as ships do ("aboard the Orford"), whatever its words are.
fn is_ship(name: &Name) -> bool {
    let afloat = name.cues[EntityKind::Other as usize];
    name.entry.id().is_none() && name.articled > 0 && afloat >= 5 && afloat >= 3 * name.count as i32
}

/// Without rules for the words around it, a single word that no list knows is a name and no more.
fn forget_guess(name: &mut Name) {
    if name.kind == EntityKind::Person && !name.key.contains(' ') && name.entry == Entry::default() {
        name.kind = EntityKind::Other;
    }
}

/// "Yesterday Obama", if "Obama" stands firm elsewhere and "Yesterday Obama" does not.
fn drop_first_words(work: Work<'_>, found: &mut [Found]) {
    let firm: FxHashSet<Box<str>> =
        found.iter().filter(|name| name.standing == Standing::Firm).map(|name| name.key.clone()).collect();
    for name in found.iter_mut() {
        let Some(rest) = name.rest else { continue };
        let Some((_, key)) = name.key.split_once(' ') else { continue };
        if !firm.contains(&*name.key) && firm.contains(key) {
            name.key = key.into();
            name.tokens.start = rest;
            name.span = work.subject().span(&name.tokens);
            name.standing = Standing::Firm;
        }
    }
}

fn gather(work: Work<'_>, found: &[Found]) -> Names {
    let large = |place: usize| !work.document.words(found[place].span).contains(char::is_lowercase);
    let mut list: Vec<Name> = Vec::new();
    let mut of = Vec::with_capacity(found.len());
    let mut index: FxHashMap<&str, u32> = FxHashMap::default();
    for (place, name) in found.iter().enumerate() {
        let id = *index.entry(&*name.key).or_insert_with(|| {
            list.push(Name {
                key: name.key.clone(),
                kind: EntityKind::Other,
                entry: Entry::default(),
                shown: place,
                count: 0,
                firm: 0,
                titled: 0,
                emphasised: 0,
                articled: 0,
                capitals: false,
                scores: [0.0; KINDS],
                cues: [0; KINDS],
            });
            (list.len() - 1) as u32
        });
        of.push(id);
        let entry = &mut list[id as usize];
        entry.count += 1;
        if name.standing == Standing::Firm {
            if entry.firm == 0 || (large(entry.shown) && !large(place)) {
                entry.shown = place;
            }
            entry.firm += 1;
        }
        entry.titled += u32::from(!name.title.is_empty());
        entry.emphasised += u32::from(name.emphasised);
        entry.articled += u32::from(name.article);
        (0..KINDS).for_each(|kind| entry.cues[kind] += i32::from(name.cues[kind]));
    }
    Names { list, of }
}

/// Which single names, of those that may be `doubted`, are also written in small letters in the document.
fn written_small(work: Work<'_>, names: &[Name], doubted: impl Fn(&Name) -> bool) -> FxHashSet<u32> {
    let doubtful: FxHashMap<&str, u32> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| name.key.is_ascii() && !name.key.contains(' ') && !name.capitals && doubted(name))
        .map(|(id, name)| (&*name.key, id as u32))
        .collect();
    if doubtful.is_empty() {
        return FxHashSet::default();
    }
    let text = &work.document.text;
    work.tokens
        .all
        .par_chunks(1 << 14)
        .flat_map_iter(|tokens| {
            let found: FxHashSet<u32> = tokens
                .iter()
                .filter(|token| token.kind == TokenKind::Lower)
                .filter_map(|token| doubtful.get(token.of(text)).copied())
                .collect();
            found
        })
        .collect()
}

fn keep_only(keep: &[bool], names: Names, found: &mut Vec<Found>) -> Names {
    let mut places = vec![u32::MAX; found.len()];
    let mut kept = 0;
    for (place, id) in names.of.iter().enumerate() {
        if keep[*id as usize] {
            places[place] = kept;
            kept += 1;
        }
    }
    let mut ids = vec![0; keep.len()];
    let mut list = Vec::with_capacity(keep.len());
    for (id, mut name) in names.list.into_iter().enumerate() {
        if keep[id] {
            ids[id] = list.len() as u32;
            name.shown = places[name.shown] as usize;
            list.push(name);
        }
    }
    let of = names.of.iter().filter(|id| keep[**id as usize]).map(|id| ids[*id as usize]).collect();
    let mut place = 0;
    found.retain(|_| {
        place += 1;
        places[place - 1] != u32::MAX
    });
    Names { list, of }
}

/// True for a common word that its surroundings or its emphasis make the name of a thing: a ship, say.
fn is_thing(name: &Name) -> bool {
    name.firm > 0
        && name.articled > 0
        && name.kind == EntityKind::Other
        && (name.emphasised > 0 || name.cues[EntityKind::Other as usize] >= 6)
}

impl Judge<'_> {
    /// The heads of all sure names of several words: what a generic noun may be short for.
    fn heads<'n>(&self, names: &'n [Name]) -> FxHashSet<&'n str> {
        let several = names.iter().filter(|name| name.firm > 0 && name.key.contains(' '));
        several
            .filter(|name| !name.entry.is(Entry::COUNTRY | Entry::PLACE))
            .filter(|name| !name.key.bytes().any(|byte| byte.is_ascii_digit()))
            .filter(|name| !name.words().all(|word| self.is_empty(word)))
            .filter_map(|name| {
                let link =
                    |word: &str| self.lore.small_word(word).is_some_and(|word| word.is(Is::Of) || word.is(Is::For));
                name.words().take_while(|word| !link(word)).last()
            })
            .collect()
    }

    /// Which names that a finder found stay: not "Iodine" at the start of a sentence, if the document writes "iodine"
    /// too and nothing longer has it in its name.
    fn keep_tagged(&self, names: &[Name]) -> Vec<bool> {
        let doubtful = |name: &Name| {
            name.firm == 0
                && name.titled == 0
                && name.entry.id().is_none()
                && !name.key.contains(' ')
                && self.is_common(&name.key)
        };
        let mut keep = vec![true; names.len()];
        if !names.iter().any(doubtful) {
            return keep;
        }
        let longer: FxHashSet<&str> =
            names.iter().filter(|name| name.key.contains(' ')).flat_map(|name| name.words()).collect();
        for id in written_small(self.work, names, doubtful) {
            keep[id as usize] = longer.contains(&*names[id as usize].key);
        }
        keep
    }

    /// True for a word that names nothing by itself.
    fn is_empty(&self, word: &str) -> bool {
        self.lore.small_word(word).is_some_and(|word| {
            word.is(Is::Generic) || word.is(Is::Of) || word.is(Is::For) || word.is(Is::And) || word.is(Is::Article)
        })
    }

    /// True for "Party" and "Representatives of the Parties", unless a longer name has that head.
    fn is_generic(&self, name: &Name, heads: &FxHashSet<&str>) -> bool {
        name.titled == 0
            && name.entry.id().is_none()
            && name.words().all(|word| self.is_empty(word))
            && !heads.contains(&*name.key)
    }

    /// True if it is a name at all. `small` says that the document writes it in small letters too.
    fn is_name(&self, name: &Name, standing: Standing, small: bool) -> bool {
        let strong = Entry::COUNTRY
            | Entry::PLACE
            | Entry::DEMONYM
            | Entry::NORP
            | Entry::ORG
            | Entry::EVENT
            | Entry::LAW
            | Entry::WORK;
        let gazetteer = self.lore.gazetteer;
        let common = !name.key.contains(' ') && self.is_common(&name.key);
        let plain = common && (small || name.kind == EntityKind::Other) && !is_thing(name);
        if name.titled > 0 || name.entry.is(strong) {
            return true;
        }
        if name.firm > 0 {
            return !plain;
        }
        let points = name.scores[name.kind as usize];
        if name.key.contains(' ') {
            let known = name.entry.is(Entry::CITY | Entry::REGION);
            return match standing {
                Standing::Shouted => known,
                Standing::Titled => known || points >= 7.0,
                _ => known || points >= 7.0 || !name.words().all(|word| gazetteer.is_common_word(word)),
            };
        }
        let norp = name.kind == EntityKind::Norp && points >= 12.0;
        match standing {
            Standing::Shouted => norp,
            Standing::Titled => norp || name.capitals || (points >= 6.0 && !common),
            _ => norp || (!common && (name.capitals || (!small && !self.looks_like_word(name)))),
        }
    }

    /// True for a word that no list knows and that is made as words of the language are ("Crucially", "Retold").
    fn looks_like_word(&self, name: &Name) -> bool {
        let known = name.entry.is(Entry::GIVEN | Entry::SURNAME | Entry::CITY | Entry::REGION);
        let word = |rest: &str| rest.len() >= 3 && self.lore.gazetteer.is_common_word(rest);
        !known
            && (self.lore.vocabulary.ends_like_word(&name.key)
                || self.lore.vocabulary.without_prefix(&name.key).is_some_and(word))
    }
}
