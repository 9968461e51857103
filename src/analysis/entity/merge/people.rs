//! Which names of people are one person's.

use rustc_hash::{FxHashMap, FxHashSet};

use super::form::{Ambiguous, Merger};
use crate::language::entity::{Gender, Is};
use crate::model::EntityKind;

/// Most bearers of one name that are weighed.
const MOST_BEARERS: usize = 8;
/// So many places with a title make a surname somebody of its own.
const OWN_TITLE: u32 = 3;

impl<'a> Merger<'a> {
    /// Full names: the same surname, the same or an initial given name, no other middle name.
    pub fn full_names(&mut self) {
        let people: Vec<u32> =
            self.of_kind(EntityKind::Person).into_iter().filter(|&form| self.key(form).contains(' ')).collect();
        let mut by_given: FxHashMap<(&str, &str), Vec<u32>> = FxHashMap::default();
        let mut by_initial: FxHashMap<(&str, char), FxHashSet<&str>> = FxHashMap::default();
        for &form in &people {
            let Some((given, _, surname)) = self.parts(form) else { continue };
            by_given.entry((surname, given)).or_default().push(form);
            if let Some(initial) = given.chars().next() {
                by_initial.entry((surname, initial)).or_default().insert(given);
            }
        }
        for &form in &people {
            let Some((given, middle, surname)) = self.parts(form) else { continue };
            let same = &by_given[&(surname, given)];
            if same[0] == form {
                self.same_given_name(same);
            }
            let mut letters = given.chars();
            if let (Some(initial), None) = (letters.next(), letters.next()) {
                let others = &by_initial[&(surname, initial)];
                let mut full = others.iter().filter(|name| name.len() > 1);
                if let (Some(only), None) = (full.next(), full.next()) {
                    let bearer = by_given[&(surname, *only)][0];
                    let Some((_, other, _)) = self.parts(bearer) else { continue };
                    // "P. W. Botha" has a name that "Pik Botha" lacks: they may well be two.
                    if middle.is_empty() || !other.is_empty() && middles_agree(middle, other) {
                        self.join(form, bearer, "initial of a given name", 0.9);
                    } else if other.is_empty() {
                        self.doubts.push((form, bearer));
                    }
                }
            }
        }
    }

    /// Joins bearers of one full name whose middle names do not contradict each other.
    fn same_given_name(&mut self, forms: &[u32]) {
        let mut middles: FxHashMap<&str, u32> = FxHashMap::default();
        for &form in forms {
            if let Some((_, middle, _)) = self.parts(form)
                && !middle.is_empty()
            {
                let initial = &middle[..middle.chars().next().map_or(0, char::len_utf8)];
                let first = *middles.entry(initial).or_insert(form);
                self.join(form, first, "full name with and without middle names", 0.9);
            }
        }
        if middles.len() <= 1 {
            for &form in &forms[1..] {
                self.join(form, forms[0], "full name with and without middle names", 0.9);
            }
        }
    }

    /// Given name, middle names and surname of a full name; "jr" and numbers count as middle names.
    fn parts(&self, form: u32) -> Option<(&'a str, &'a str, &'a str)> {
        let key = self.key(form);
        let (given, rest) = key.split_once(' ')?;
        let (middle, surname) = rest.rsplit_once(' ').unwrap_or(("", rest));
        let suffix = self.lore.small_word(surname).is_some_and(|word| word.is(Is::NameSuffix));
        match (suffix, middle) {
            (false, _) => Some((given, middle, surname)),
            (true, "") => Some((given, "", key)),
            (true, _) => {
                let surname = middle.rsplit(' ').next().unwrap_or(middle);
                Some((given, &rest[middle.len() - surname.len()..], surname))
            }
        }
    }

    /// "Suu Kyi" for "Aung San Suu Kyi": several words at the end or the start of exactly one longer name.
    pub fn parts_of_long_names(&mut self) {
        self.unique_parts(EntityKind::Person, 2, "part of a longer name", 0.85);
    }

    /// Single names that belong to one full name; gives those that fit several.
    pub fn single_names(&mut self) -> Vec<Ambiguous> {
        let people = self.of_kind(EntityKind::Person);
        let (full, single): (Vec<u32>, Vec<u32>) = people.iter().partition(|&&form| self.key(form).contains(' '));
        let mut bearers: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for form in full {
            let root = self.root(form);
            let Some((given, _, surname)) = self.parts(form) else { continue };
            for word in [given, surname] {
                let list = bearers.entry(word).or_default();
                if !list.contains(&root) && list.len() < MOST_BEARERS {
                    list.push(root);
                }
            }
        }
        let mut ambiguous = Vec::new();
        for &form in &single {
            let Some(list) = bearers.get(self.key(form)) else { continue };
            let gender = self.forms[form as usize].gender;
            let fitting: Vec<u32> = list.iter().copied().filter(|&root| self.fits(gender, root)).collect();
            match fitting[..] {
                [] if list.len() == 1 => self.doubts.push((form, list[0])),
                [] => {}
                [only] => {
                    self.join(form, only, "surname or given name of one full name", 0.9);
                }
                // One that goes by a title all along is more likely one more bearer of the name.
                _ if gender != Gender::Unknown && self.forms[form as usize].count >= OWN_TITLE => {
                    self.doubts.extend(fitting.iter().map(|&bearer| (form, bearer)));
                }
                _ => ambiguous.push(Ambiguous { form, bearers: fitting }),
            }
        }
        self.same_single_names(&single);
        ambiguous.retain(|doubt| !self.follows_title(doubt.form, &single));
        ambiguous
    }

    /// "Mandela" goes where "Mr Mandela" went, if that was to one bearer and no other title stands with the name.
    fn follows_title(&mut self, form: u32, single: &[u32]) -> bool {
        let same = |other: &&u32| **other != form && self.key(**other) == self.key(form);
        let mut titled = single.iter().filter(same).copied();
        let (Some(only), None) = (titled.next(), titled.next()) else { return false };
        let bare = self.forms[form as usize].gender == Gender::Unknown;
        bare && self.parent[only as usize] != only && self.join(form, only, "the same name as with a title", 0.8)
    }

    /// True if a title of that gender may belong to a bearer. "Mrs Archer" is seldom the one Archer who is named in
    /// full, unless a title or given name says that this is a woman.
    fn fits(&self, gender: Gender, root: u32) -> bool {
        match gender {
            Gender::Female => self.full_gender(root) == Gender::Female,
            _ => !self.full_gender(root).conflicts(gender),
        }
    }

    /// The gender of a bearer, by titles or by the given name.
    fn full_gender(&self, root: u32) -> Gender {
        match self.gender[root as usize] {
            Gender::Unknown => self
                .key(root)
                .split(' ')
                .next()
                .and_then(|given| self.lore.small_word(given))
                .map_or(Gender::Unknown, |word| word.given),
            gender => gender,
        }
    }

    /// "Darcy" and "Mr Darcy" where there is no "Miss Darcy".
    fn same_single_names(&mut self, single: &[u32]) {
        let mut by_key: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for &form in single {
            by_key.entry(self.key(form)).or_default().push(form);
        }
        for forms in by_key.values() {
            let titled: Vec<u32> =
                forms.iter().copied().filter(|&form| self.forms[form as usize].gender != Gender::Unknown).collect();
            let plain = forms.iter().copied().find(|&form| self.forms[form as usize].gender == Gender::Unknown);
            if let (Some(plain), [titled]) = (plain, &titled[..])
                && self.reasons[plain as usize].is_none()
                && self.reasons[*titled as usize].is_none()
            {
                let (later, earlier) = if self.forms[plain as usize].first < self.forms[*titled as usize].first {
                    (*titled, plain)
                } else {
                    (plain, *titled)
                };
                self.join(later, earlier, "same name with and without a title", 0.9);
            }
        }
    }
}

/// True if one of the middle names is missing or they begin with the same letter.
fn middles_agree(one: &str, other: &str) -> bool {
    one.is_empty() || other.is_empty() || one.chars().next() == other.chars().next()
}
