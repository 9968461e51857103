//! Names behind a word that is no part of them ("Poor Jo"), and rare longer names that are none ("Natasha Pierre").

use rustc_hash::{FxHashMap, FxHashSet};

use super::form::Merger;
use crate::analysis::entity::kind::Names;
use crate::analysis::entity::lore::Lore;
use crate::language::entity::{Epithet, Is};
use crate::language::gazetteer::Entry;
use crate::model::EntityKind;

/// So many times rarer than a single name is a longer one that may be an accident.
const RARE: u32 = 20;

/// For the names of people that begin with an epithet the same names without it, where the document has them.
///
/// "Old Quill" and "Young Quill" are two, and where several people bear the name, "little Nicholas" is one of them in
/// particular: such names are left as they are.
pub(super) fn without_epithets(lore: &Lore<'_>, names: &Names) -> FxHashMap<u32, u32> {
    let person = |name: &u32| names.list[*name as usize].kind == EntityKind::Person;
    let mut behind: Vec<(u32, &str, Epithet)> = Vec::new();
    for (id, name) in (0..).zip(&names.list) {
        if let Some((first, rest)) = name.key.split_once(' ')
            && let Some(epithet) = lore.small_word(first).and_then(|word| word.epithet)
            && person(&id)
        {
            behind.push((id, rest, epithet));
        }
    }
    if behind.is_empty() {
        return FxHashMap::default();
    }
    let epithets: FxHashSet<u32> = behind.iter().map(|(id, ..)| *id).collect();
    let others = || (0..).zip(&names.list).filter(|(id, _)| person(id) && !epithets.contains(id));
    let plain: FxHashMap<&str, u32> = others().map(|(id, name)| (&*name.key, id)).collect();
    let mut bearers: FxHashMap<&str, u32> = FxHashMap::default();
    for (_, name) in others().filter(|(_, name)| name.key.contains(' ')) {
        let ends = [name.key.split(' ').next(), name.key.rsplit(' ').next()];
        for word in ends.into_iter().flatten() {
            let rare = plain.get(word).is_some_and(|&id| names.list[id as usize].count >= RARE * name.count);
            *bearers.entry(word).or_default() += u32::from(!rare);
        }
    }
    for (_, rest, epithet) in &behind {
        *bearers.entry(rest).or_default() += u32::from(*epithet == Epithet::Telling);
    }
    let one = |rest: &str| bearers.get(rest).copied().unwrap_or_default() <= 1;
    behind
        .into_iter()
        .filter(|(_, rest, epithet)| *epithet == Epithet::Plain || one(rest))
        .filter_map(|(id, rest, _)| Some((id, *plain.get(rest)?)))
        .collect()
}

impl Merger<'_> {
    /// How often each single name of a person stands.
    pub fn single_counts(&self, single: &[u32]) -> FxHashMap<&str, u32> {
        let mut counts = FxHashMap::default();
        for &form in single {
            *counts.entry(self.key(form)).or_default() += self.forms[form as usize].count;
        }
        counts
    }

    /// Those of the full names that are hardly ever used, beside a single name that stands everywhere, and whose other
    /// word is no name of a person: "Christmas Nicholas", "Natasha Pierre" and "Pierre of Illuminism" say nothing of
    /// who bears the name.
    pub fn accidents(&self, full: &[u32], single: &FxHashMap<&str, u32>) -> FxHashSet<u32> {
        let mut surnames: FxHashMap<&str, u32> = FxHashMap::default();
        for &form in full {
            if let Some((.., surname)) = self.parts(form) {
                *surnames.entry(surname).or_default() += 1;
            }
        }
        full.iter().copied().filter(|&form| self.is_accident(form, single, &surnames)).collect()
    }

    fn is_accident(&self, form: u32, single: &FxHashMap<&str, u32>, surnames: &FxHashMap<&str, u32>) -> bool {
        let Some((given, middle, surname)) = self.parts(form) else { return false };
        let frequent =
            |word: &str| single.get(word).is_some_and(|&count| count >= RARE * self.forms[form as usize].count);
        let linked = middle.split(' ').any(|word| self.lore.small_word(word).is_some_and(|word| word.is(Is::Of)));
        match (frequent(given), frequent(surname)) {
            (false, false) => false,
            (true, _) if linked => true,
            // Two people's names that stand beside each other.
            (true, true) => {
                self.lore.gazetteer.name(surname).is_some_and(|entry| entry.is(Entry::GIVEN)) && surnames[surname] == 1
            }
            (true, false) => self.is_no_name(surname),
            (false, true) => self.is_no_name(given),
        }
    }

    /// True for a word that is a people's, or a common one and nobody's name.
    fn is_no_name(&self, word: &str) -> bool {
        let entry = |word: &str| self.lore.gazetteer.name(word);
        let people = |entry: Entry| entry.is(Entry::DEMONYM | Entry::NORP);
        let name = entry(word).is_some_and(|entry| entry.is(Entry::GIVEN));
        self.lore.small_word(word).is_some_and(|word| word.epithet.is_some())
            || entry(word).is_some_and(people)
            || word.strip_suffix('s').and_then(entry).is_some_and(people)
            || !name && word.chars().nth(1).is_some() && self.lore.gazetteer.is_common_word(word)
    }
}
