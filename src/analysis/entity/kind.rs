//! What names name: one decision for each name and document, from its words, the gazetteer and all its places.
//!
//! A name is taken for the same kind wherever a document uses it; that a town and its football club share a name is
//! beyond this stage. Names whose capitals prove nothing are let go here.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::find::{Found, Standing};
use super::lore::Lore;
use crate::analysis::work::Work;
use crate::language::entity::{ALL_KINDS, Is, KINDS, Word};
use crate::language::gazetteer::Entry;
use crate::language::token::TokenKind;
use crate::model::EntityKind;

/// A name as the document uses it, over all its places.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// The words folded.
    pub key: Box<str>,
    /// What it names.
    pub kind: EntityKind,
    /// What the gazetteer knows of it.
    pub entry: Entry,
    /// The place that shows its words best.
    pub shown: usize,
    /// How often it stands in the text.
    pub count: u32,
    /// Places where its capitals prove it.
    firm: u32,
    /// Places behind a title.
    pub titled: u32,
    /// Written in capitals throughout, where other words are not.
    pub capitals: bool,
    scores: [f32; KINDS],
    cues: [i32; KINDS],
}

impl Name {
    /// The words of the name, folded.
    pub fn words(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.key.split(' ')
    }
}

/// All names of a document, and which name stands at each place.
pub(super) struct Names {
    /// The names, in the order of their first place.
    pub list: Vec<Name>,
    /// For each place its name.
    pub of: Vec<u32>,
}

/// Decides what the names found are, and drops from `found` those that are none.
pub(super) fn names(work: Work<'_>, lore: &Lore<'_>, found: &mut Vec<Found>) -> Names {
    drop_first_words(work, found);
    let mut names = gather(found);
    let judge = Judge { work, lore };
    names.list.par_iter_mut().for_each(|name| judge.score(name, found));
    let small = written_small(work, &names.list);
    let keep: Vec<bool> = names
        .list
        .iter()
        .enumerate()
        .map(|(id, name)| judge.is_name(name, found[name.shown].standing, small.contains(&(id as u32))))
        .collect();
    judge.learn(&mut names.list, &keep);
    keep_only(&keep, names, found)
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

fn gather(found: &[Found]) -> Names {
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
            if entry.firm == 0 {
                entry.shown = place;
            }
            entry.firm += 1;
        }
        entry.titled += u32::from(!name.title.is_empty());
        (0..KINDS).for_each(|kind| entry.cues[kind] += i32::from(name.cues[kind]));
    }
    Names { list, of }
}

/// Which of the names that no place proves are also written in small letters in the document.
fn written_small(work: Work<'_>, names: &[Name]) -> FxHashSet<u32> {
    let doubtful: FxHashMap<&str, u32> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| name.firm == 0 && name.key.is_ascii() && !name.key.contains(' '))
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

/// Weighs names.
struct Judge<'a> {
    work: Work<'a>,
    lore: &'a Lore<'a>,
}

impl Judge<'_> {
    fn word(&self, token: usize) -> &Word {
        self.lore.vocabulary.word(self.work.tokens.all[token].lexeme)
    }

    /// Fills in what the words of a name and the cues around it say.
    fn score(&self, name: &mut Name, found: &[Found]) {
        let shown = &found[name.shown];
        let tokens = &self.work.tokens.all[shown.tokens.clone()];
        let capitals = tokens
            .iter()
            .filter(|token| token.kind.is_word())
            .all(|token| matches!(token.kind, TokenKind::AllCaps | TokenKind::Initial));
        name.capitals = capitals && shown.standing != Standing::Shouted;
        name.entry = self
            .lore
            .gazetteer
            .name(&name.key)
            .filter(|entry| capitals || !entry.is(Entry::CAPITALS))
            .unwrap_or_default();
        let mut scores = [0.0; KINDS];
        self.score_entry(name, &mut scores);
        self.score_words(name, shown, &mut scores);
        if name.titled > 0 {
            scores[EntityKind::Person as usize] += 8.0;
        }
        let weight = 1.0 / (name.count as f32).sqrt();
        for (score, cues) in scores.iter_mut().zip(name.cues) {
            *score += (cues as f32 * weight).clamp(-8.0, 8.0);
        }
        name.scores = scores;
        name.kind = best(&scores);
    }

    fn score_entry(&self, name: &Name, scores: &mut [f32; KINDS]) {
        use EntityKind::*;
        let entry = name.entry;
        let single = !name.key.contains(' ');
        let common = single && self.lore.gazetteer.is_common_word(&name.key);
        let mut add = |flag: u64, kind: EntityKind, points: f32| {
            if entry.is(flag) {
                scores[kind as usize] += points;
            }
        };
        add(Entry::COUNTRY, Place, 12.0);
        add(Entry::PLACE, Place, 9.0);
        add(Entry::CITY, Place, if common { 1.0 } else { 4.0 });
        add(Entry::REGION, Place, 4.0);
        add(Entry::DEMONYM, Norp, 12.0);
        add(Entry::NORP, Norp, 10.0);
        add(Entry::ORG, Org, 9.0);
        add(Entry::EVENT, Event, 10.0);
        add(Entry::LAW, Law, 10.0);
        add(Entry::WORK, Work, 9.0);
        if single {
            add(Entry::GIVEN, Person, 5.0);
            add(Entry::SURNAME, Person, 3.0);
            let plural = name.key.strip_suffix('s').and_then(|stem| self.lore.gazetteer.name(stem));
            if plural.is_some_and(|entry| entry.is(Entry::DEMONYM | Entry::NORP)) {
                scores[Norp as usize] += 12.0;
            }
        }
    }

    fn score_words(&self, name: &Name, shown: &Found, scores: &mut [f32; KINDS]) {
        use EntityKind::*;
        let text = &self.work.document.text;
        let tokens = shown.tokens.clone();
        let count = name.words().count();
        let first = name.words().next().unwrap_or_default();
        let last = name.words().next_back().unwrap_or_default();
        let gazetteer = self.lore.gazetteer;
        let mut add = |kind: EntityKind, points: f32| scores[kind as usize] += points;
        add(Person, 1.0);
        let of = tokens.clone().skip(1).find(|&token| self.word(token).is(Is::Of) || self.word(token).is(Is::For));
        let head = match of {
            Some(of) => self.word(of - 1).head.or(self.word(tokens.end - 1).head),
            None => self.word(tokens.end - 1).head,
        };
        if let Some(head) = head {
            add(head, if count > 1 { 7.0 } else { 5.0 });
        }
        if let Some(opener) = self.word(tokens.start).opener
            && count > 1
        {
            add(opener, 4.0);
        }
        if count > 1 {
            let given = gazetteer.name(first).unwrap_or_default();
            if given.is(Entry::GIVEN) {
                add(Person, if gazetteer.is_common_word(first) { 2.0 } else { 5.0 });
                if count == 2 && of.is_none() && !given.is(Entry::CITY | Entry::REGION | Entry::COUNTRY | Entry::PLACE)
                {
                    add(Person, 3.0);
                }
            }
            if gazetteer.name(last).is_some_and(|entry| entry.is(Entry::SURNAME)) && of.is_none() {
                add(Person, 2.0);
            }
            if count <= 3 && of.is_none() {
                add(Person, 2.0);
            }
        } else if self.lore.vocabulary.ends_like_place(last) {
            add(Place, 2.0);
        }
        if of.is_none() && self.lore.vocabulary.ends_like_surname(last) {
            add(Person, 2.0);
        }
        for token in tokens.clone() {
            let word = self.word(token);
            let initial = self.work.tokens.all[token].kind == TokenKind::Initial;
            let dotted = token + 1 < tokens.end && self.work.tokens.all[token + 1].of(text) == ".";
            if initial && dotted && count > 1 {
                add(Person, 3.0);
            }
            if word.is(Is::CompanySuffix) && token > tokens.start {
                add(Org, 8.0);
            }
            if word.is(Is::NameSuffix) && token > tokens.start {
                add(Person, 3.0);
            }
            if self.work.tokens.all[token].of(text) == "&" {
                add(Org, 9.0);
            }
        }
        if name.capitals && count == 1 && (2..=6).contains(&name.key.len()) {
            add(Org, 5.0);
        }
        if name.key.bytes().any(|byte| byte.is_ascii_digit()) {
            add(Other, 4.0);
        }
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
        if name.firm > 0 || name.titled > 0 || name.entry.is(strong) {
            return true;
        }
        let gazetteer = self.lore.gazetteer;
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
            Standing::Titled => norp || name.capitals || (points >= 6.0 && !gazetteer.is_common_word(&name.key)),
            _ => norp || name.capitals || (!small && !gazetteer.is_common_word(&name.key)),
        }
    }

    /// What full names tell about single ones, and long forms about acronyms.
    fn learn(&self, names: &mut [Name], keep: &[bool]) {
        let mut surnames: FxHashSet<Box<str>> = FxHashSet::default();
        let mut given: FxHashSet<Box<str>> = FxHashSet::default();
        let mut initials: FxHashSet<String> = FxHashSet::default();
        let mut companies: FxHashSet<Box<str>> = FxHashSet::default();
        for (name, _) in names.iter().zip(keep).filter(|(name, keep)| **keep && name.key.contains(' ')) {
            match name.kind {
                EntityKind::Person => {
                    surnames.extend(name.words().next_back().map(Box::from));
                    given.extend(name.words().next().map(Box::from));
                }
                EntityKind::Org => {
                    initials.insert(name.words().filter_map(|word| word.chars().next()).collect());
                    if let Some((base, suffix)) = name.key.rsplit_once(' ')
                        && self.lore.small_word(suffix).is_some_and(|word| word.is(Is::CompanySuffix))
                    {
                        companies.insert(base.into());
                    }
                    let short = name.words().filter(|word| !self.is_small_word(word));
                    initials.insert(short.filter_map(|word| word.chars().next()).collect());
                }
                _ => {}
            }
        }
        for name in names.iter_mut() {
            if companies.contains(&name.key) {
                name.scores[EntityKind::Org as usize] += 8.0;
            }
            if surnames.contains(&name.key) {
                name.scores[EntityKind::Person as usize] += 6.0;
            } else if given.contains(&name.key) {
                name.scores[EntityKind::Person as usize] += 5.0;
            }
            if name.capitals && initials.contains(&*name.key) {
                name.scores[EntityKind::Org as usize] += 6.0;
            }
            name.kind = best(&name.scores);
        }
    }

    fn is_small_word(&self, word: &str) -> bool {
        self.lore
            .small_word(word)
            .is_some_and(|word| word.is(Is::Of) || word.is(Is::For) || word.is(Is::And) || word.is(Is::Article))
    }
}

/// The kind with most points; nothing at all is OTHER.
fn best(scores: &[f32; KINDS]) -> EntityKind {
    let mut best = EntityKind::Other;
    let mut points = 0.0;
    for kind in ALL_KINDS {
        if scores[kind as usize] > points {
            (best, points) = (kind, scores[kind as usize]);
        }
    }
    best
}
