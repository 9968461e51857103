//! What names tell about each other: full names about single ones, long forms about acronyms, neighbours in a list.

use rustc_hash::{FxHashMap, FxHashSet};

use super::name::{Name, Names, best};
use super::score::Judge;
use crate::analysis::entity::find::Found;
use crate::language::entity::Is;
use crate::model::EntityKind;

/// What joins two names of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    Comma,
    And,
}

impl Judge<'_> {
    /// What full names tell about single ones, and long forms about acronyms.
    pub fn learn(&self, names: &mut Names, keep: &[bool], found: &[Found]) {
        self.learn_from_lists(names, found);
        let names = &mut names.list;
        self.learn_from_buildings(names);
        let mut surnames: FxHashSet<Box<str>> = FxHashSet::default();
        let mut given: FxHashSet<Box<str>> = FxHashSet::default();
        let mut initials: FxHashSet<String> = FxHashSet::default();
        let mut companies: FxHashSet<Box<str>> = FxHashSet::default();
        let mut openers: FxHashSet<Box<str>> = FxHashSet::default();
        for (name, _) in names.iter().zip(keep).filter(|(name, keep)| **keep && name.key.contains(' ')) {
            match name.kind {
                EntityKind::Person if name.scores[EntityKind::Person as usize] >= 5.0 => {
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
            let people = name.scores[EntityKind::Norp as usize] > 0.0;
            let family =
                !people && name.articled > 0 && name.key.strip_suffix('s').is_some_and(|stem| surnames.contains(stem));
            if family {
                name.scores[EntityKind::Person as usize] += 20.0;
            } else if surnames.contains(&name.key) {
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

    /// "At Victor Verster", where the document also names Victor Verster Prison and says nothing that makes it a
    /// person.
    fn learn_from_buildings(&self, names: &mut [Name]) {
        let base = |name: &Name| {
            let (base, head) = name.key.rsplit_once(' ')?;
            self.lore.small_word(head).is_some_and(|word| word.is(Is::Facility)).then(|| Box::from(base))
        };
        let places = names.iter().filter(|name| name.kind == EntityKind::Place);
        let bases: FxHashSet<Box<str>> = places.filter_map(base).collect();
        for name in names.iter_mut().filter(|name| name.kind == EntityKind::Person && bases.contains(&name.key)) {
            let cue = |kind: EntityKind| name.cues[kind as usize];
            if name.titled == 0 && cue(EntityKind::Place) > 0 && cue(EntityKind::Person) <= 0 {
                name.scores[EntityKind::Place as usize] = name.scores[EntityKind::Person as usize] + 1.0;
                name.kind = EntityKind::Place;
            }
        }
    }

    /// A document that emphasises the names of ships does so throughout: "the *Eagle*" beside "aboard the *Romney*".
    pub fn learn_from_emphasis(&self, names: &mut [Name]) {
        let thing = EntityKind::Other as usize;
        let ship = |name: &Name| name.emphasised > 0 && name.articled > 0 && name.cues[thing] > 0;
        if !names.iter().any(ship) {
            return;
        }
        for name in names.iter_mut().filter(|name| name.emphasised > 0 && name.articled > 0) {
            name.scores[thing] += 5.0;
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
