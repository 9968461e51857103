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
    judge.learn(&mut names, &keep, found);
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

/// Which single names are also written in small letters in the document.
fn written_small(work: Work<'_>, names: &[Name]) -> FxHashSet<u32> {
    let doubtful: FxHashMap<&str, u32> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| name.key.is_ascii() && !name.key.contains(' ') && !name.capitals)
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

/// What joins two names of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    Comma,
    And,
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
        scores[EntityKind::Other as usize] += 0.5;
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
        let sure: f32 = if single { 9.0 } else { 14.0 };
        add(Entry::COUNTRY, Place, sure.max(12.0));
        add(Entry::PLACE, Place, sure);
        add(Entry::CITY, Place, if common { 1.0 } else { 4.0 });
        add(Entry::REGION, Place, 4.0);
        add(Entry::DEMONYM, Norp, 12.0);
        add(Entry::NORP, Norp, 10.0);
        add(Entry::ORG, Org, sure);
        add(Entry::EVENT, Event, sure + 1.0);
        add(Entry::LAW, Law, sure + 1.0);
        add(Entry::WORK, Work, sure);
        if single {
            add(Entry::GIVEN, Person, 5.0);
            add(Entry::SURNAME, Person, 3.0);
            let plural = name.key.strip_suffix('s').and_then(|stem| self.lore.gazetteer.name(stem));
            if plural.is_some_and(|entry| entry.is(Entry::DEMONYM | Entry::NORP)) {
                scores[Norp as usize] += 12.0;
            }
        }
    }

    /// What the words of the name itself say.
    fn score_words(&self, name: &Name, shown: &Found, scores: &mut [f32; KINDS]) {
        let tokens = shown.tokens.clone();
        let of = tokens.clone().skip(1).find(|&token| self.word(token).is(Is::Of) || self.word(token).is(Is::For));
        let head = self.head(shown, of);
        if let Some(head) = head {
            scores[head as usize] += if name.key.contains(' ') { 7.0 } else { 5.0 };
        }
        match name.key.contains(' ') {
            true => self.score_several(name, shown, of.is_some(), head.is_some(), scores),
            false => self.score_single(name, scores),
        }
        self.score_signs(name, shown, scores);
    }

    /// The head before "of" or "for", else the last word.
    fn head(&self, shown: &Found, of: Option<usize>) -> Option<EntityKind> {
        let last = self.word(shown.tokens.end - 1);
        match of {
            Some(of) => self.word(of - 1).head_of.or(self.word(of - 1).head).or(last.head),
            None => last.head,
        }
    }

    fn score_several(&self, name: &Name, shown: &Found, of: bool, headed: bool, scores: &mut [f32; KINDS]) {
        use EntityKind::*;
        let gazetteer = self.lore.gazetteer;
        let count = name.words().count();
        let first = name.words().next().unwrap_or_default();
        let last = name.words().next_back().unwrap_or_default();
        let mut add = |kind: EntityKind, points: f32| scores[kind as usize] += points;
        if let Some(opener) = self.word(shown.tokens.start).opener {
            add(opener, 4.0);
        }
        let given = gazetteer.name(first).unwrap_or_default();
        let surname = !of && gazetteer.name(last).is_some_and(|entry| entry.is(Entry::SURNAME));
        let common = name.words().filter(|word| gazetteer.is_common_word(word)).count();
        if given.is(Entry::GIVEN) {
            add(Person, if gazetteer.is_common_word(first) { 2.0 } else { 5.0 });
            let place = given.is(Entry::CITY | Entry::REGION | Entry::COUNTRY | Entry::PLACE);
            if count <= 3 && !of && !place && (!headed || surname) {
                add(Person, if headed { 1.0 } else { 3.0 });
            }
        }
        if surname && !headed {
            add(Person, 3.0);
        }
        if !of && self.lore.vocabulary.ends_like_surname(last) {
            add(Person, 2.0);
        }
        // Names of things are made of words, names of people are not.
        if common == 0 && count <= 3 && !of {
            add(Person, 3.0);
        } else if common > 0 && !given.is(Entry::GIVEN) {
            add(Other, 3.0);
            add(Org, 1.0);
        }
    }

    fn score_single(&self, name: &Name, scores: &mut [f32; KINDS]) {
        use EntityKind::*;
        let mut add = |kind: EntityKind, points: f32| scores[kind as usize] += points;
        if self.is_common(&name.key) {
            add(Other, 4.0);
            return;
        }
        if self.lore.vocabulary.ends_like_place(&name.key) {
            add(Place, 2.0);
        }
        if self.lore.vocabulary.ends_like_surname(&name.key) {
            add(Person, 2.0);
        }
        if name.capitals && (2..=6).contains(&name.key.len()) {
            add(Org, 4.0);
            add(Other, 4.5);
        } else {
            add(Person, 2.0);
            add(Place, 0.5);
        }
    }

    /// Initials, suffixes, digits, capitals inside words.
    fn score_signs(&self, name: &Name, shown: &Found, scores: &mut [f32; KINDS]) {
        use EntityKind::*;
        let text = &self.work.document.text;
        let several = name.key.contains(' ');
        let mut add = |kind: EntityKind, points: f32| scores[kind as usize] += points;
        let tokens = shown.tokens.clone();
        for token in tokens.clone() {
            let word = self.word(token);
            let piece = &self.work.tokens.all[token];
            let dotted = token + 1 < tokens.end && self.work.tokens.all[token + 1].of(text) == ".";
            if piece.kind == TokenKind::Initial && dotted && several {
                add(Person, 3.0);
            }
            if word.is(Is::CompanySuffix) && token > tokens.start {
                add(Org, 8.0);
            }
            if word.is(Is::NameSuffix) && token > tokens.start {
                add(Person, 3.0);
            }
            if piece.kind == TokenKind::Sign && piece.of(text) == "&" {
                add(Org, 9.0);
            }
            if piece.kind == TokenKind::Capitalised && has_inner_capital(piece.of(text)) {
                add(Org, 4.0);
                add(Person, -3.0);
            }
        }
        if name.key.bytes().any(|byte| byte.is_ascii_digit()) {
            add(Other, 5.0);
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
        let gazetteer = self.lore.gazetteer;
        let common = !name.key.contains(' ') && self.is_common(&name.key);
        let plain = common && (small || name.kind == EntityKind::Other);
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
            _ => norp || name.capitals || (!small && !common && !self.ends_like_word(name)),
        }
    }

    /// True for a common word, in singular or plural.
    fn is_common(&self, word: &str) -> bool {
        let gazetteer = self.lore.gazetteer;
        gazetteer.is_common_word(word)
            || (word.len() > 4 && word.strip_suffix('s').is_some_and(|stem| gazetteer.is_common_word(stem)))
    }

    /// True for a word that no list knows and that ends as words of the language do ("Crucially").
    fn ends_like_word(&self, name: &Name) -> bool {
        let known = name.entry.is(Entry::GIVEN | Entry::SURNAME | Entry::CITY | Entry::REGION);
        !known && self.lore.vocabulary.ends_like_word(&name.key)
    }

    /// What full names tell about single ones, and long forms about acronyms.
    fn learn(&self, names: &mut Names, keep: &[bool], found: &[Found]) {
        self.learn_from_lists(names, found);
        let names = &mut names.list;
        let mut surnames: FxHashSet<Box<str>> = FxHashSet::default();
        let mut given: FxHashSet<Box<str>> = FxHashSet::default();
        let mut initials: FxHashSet<String> = FxHashSet::default();
        let mut companies: FxHashSet<Box<str>> = FxHashSet::default();
        let mut openers: FxHashSet<Box<str>> = FxHashSet::default();
        for (name, _) in names.iter().zip(keep).filter(|(name, keep)| **keep && name.key.contains(' ')) {
            match name.kind {
                EntityKind::Person => {
                    surnames.extend(name.words().next_back().map(Box::from));
                    given.extend(name.words().next().map(Box::from));
                }
                EntityKind::Org => {
                    openers.extend(name.words().next().map(Box::from));
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
            if name.capitals && (initials.contains(&*name.key) || openers.contains(&*name.key)) {
                name.scores[EntityKind::Org as usize] += 6.0;
            }
            name.kind = best(&name.scores);
        }
    }

    /// Names in a row share a kind: "Meretz, Shas and the Labour Party"; and a place before its country is a place.
    fn learn_from_lists(&self, names: &mut Names, found: &[Found]) {
        let mut hints: FxHashMap<u32, (EntityKind, f32)> = FxHashMap::default();
        let sure = |name: &Name| name.scores[name.kind as usize] >= 8.0;
        let open = |name: &Name| name.scores[name.kind as usize] < 5.0;
        for place in 1..found.len() {
            let Some(joint) = self.joint(&found[place - 1], &found[place]) else { continue };
            let (before, after) = (names.of[place - 1], names.of[place]);
            let (one, other) = (&names.list[before as usize], &names.list[after as usize]);
            if open(one) && sure(other) {
                let place = other.kind == EntityKind::Place && joint == Joint::Comma;
                hints.insert(before, (other.kind, if place { 4.0 } else { 3.0 }));
            } else if open(other) && sure(one) {
                hints.insert(after, (one.kind, 3.0));
            }
        }
        for (id, (kind, points)) in hints {
            let name = &mut names.list[id as usize];
            name.scores[kind as usize] += points;
            name.kind = best(&name.scores);
        }
    }

    /// What stands between two names in a row, if nothing else does.
    fn joint(&self, one: &Found, other: &Found) -> Option<Joint> {
        let between = one.tokens.end..other.tokens.start;
        if between.len() > 3 || !other.title.is_empty() {
            return None;
        }
        let mut joint = None;
        for token in between {
            let comma = self.work.tokens.all[token].of(&self.work.document.text) == ",";
            let word = self.word(token);
            match joint {
                _ if word.is(Is::And) => joint = Some(Joint::And),
                None if comma => joint = Some(Joint::Comma),
                Some(_) if word.is(Is::Article) => {}
                _ => return None,
            }
        }
        joint
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

/// "YouTube", but not "McDonald" or "LaRouche".
fn has_inner_capital(word: &str) -> bool {
    word.char_indices().skip(1).any(|(at, c)| c.is_uppercase() && at > 3)
}
