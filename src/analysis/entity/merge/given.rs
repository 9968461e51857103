//! Given names that stand for each other: short forms ("Bob" for Robert) and other spellings ("Sergei", "Sergey").

use rustc_hash::FxHashMap;

use super::form::Merger;
use crate::language::entity::{Gender, Is};
use crate::language::gazetteer::Entry;
use crate::model::EntityKind;

/// Most bearers of one given name or surname that are weighed.
const MOST_BEARERS: usize = 8;
/// So many times as often named as the other is much more often.
const MUCH: u32 = 4;
/// So many mentions are few.
const FEW: u32 = 2;
/// So many mentions are many enough to expect two people to be named together.
const OFTEN: u32 = 3;
/// Shortest word, in bytes, whose spelling may vary.
const LONG: usize = 5;
/// The same for a surname without a given name.
const LONGER: usize = 7;
/// Fewest consonants that tell a word from others.
const CONSONANTS: usize = 3;

const SHORT: &str = "short form of a given name";
const SPELLING: &str = "other spelling of the same name";

impl<'a> Merger<'a> {
    /// Full names of one surname whose given names are short for each other or spelt otherwise, and of one given name
    /// whose surnames are, if no third bearer makes it doubtful and no sentence names both.
    pub fn other_given_names(&mut self) {
        let mut people = self.of_kind(EntityKind::Person);
        people.retain(|&form| self.lore.lone_word(self.key(form)).is_none());
        let mut by_surname: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        let mut by_sound: FxHashMap<(&str, String), Vec<u32>> = FxHashMap::default();
        for &form in &people {
            let Some((given, _, surname)) = self.parts(form) else { continue };
            let root = self.root(form);
            let rows = by_surname.entry(surname).or_default();
            if !rows.contains(&root) && rows.len() < MOST_BEARERS {
                rows.push(root);
            }
            if let Some(sound) = sound(surname).filter(|_| given.chars().nth(1).is_some()) {
                let rows = by_sound.entry((given, sound)).or_default();
                if !rows.contains(&root) && rows.len() < MOST_BEARERS {
                    rows.push(root);
                }
            }
        }
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        let mut rules: FxHashMap<(u32, u32), &'static str> = FxHashMap::default();
        for &form in people.iter().filter(|&&form| self.root_of(form) == form) {
            let Some((given, _, surname)) = self.parts(form) else { continue };
            let others = by_surname[surname].iter().copied().filter(|&other| other != form);
            let related: Vec<(u32, &'static str)> =
                others.filter_map(|other| Some((other, self.related_given(given, self.parts(other)?.0)?))).collect();
            let spelt: Vec<(u32, &'static str)> = sound(surname)
                .and_then(|sound| by_sound.get(&(given, sound)))
                .into_iter()
                .flatten()
                .filter(|&&other| other != form && self.parts(other).is_some_and(|(.., name)| name != surname))
                .map(|&other| (other, SPELLING))
                .collect();
            for alone in [related, spelt] {
                if let [(other, rule)] = alone[..] {
                    pairs.push((form.max(other), form.min(other)));
                    rules.insert((form.max(other), form.min(other)), rule);
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let apart = self.named_together(&pairs);
        for pair in pairs {
            if !apart.contains(&pair) && !self.genders_differ(pair.0, pair.1) {
                self.join(pair.0, pair.1, rules[&pair], 0.8);
            }
        }
    }

    /// How two different given names may be one: "Bob" and "Robert", "Sergei" and "Sergey".
    fn related_given(&self, one: &str, other: &str) -> Option<&'static str> {
        if one == other {
            return None;
        }
        let stands_for = |one: &str, other: &str| self.lore.formal(one).any(|formal| formal == other);
        let both = || self.lore.formal(one).any(|formal| stands_for(other, formal));
        if stands_for(one, other) || stands_for(other, one) || both() {
            return Some(SHORT);
        }
        let start = |name: &str| name.chars().take(2).collect::<String>();
        (start(one) == start(other) && sound(one).is_some() && sound(one) == sound(other)).then_some(SPELLING)
    }

    /// "Tommy" for "Thomas Beresford" and "Beth" for "Elizabeth", where one name is used all along and the other hardly
    /// ever; others are left apart as doubtful.
    pub fn short_given_names(&mut self, counts: &FxHashMap<u32, u32>) {
        let people = self.of_kind(EntityKind::Person);
        let mut bearers: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for &form in &people {
            let given = match self.parts(form) {
                Some((given, ..)) if self.lore.lone_word(self.key(form)).is_none() => given,
                _ => self.key(form),
            };
            let root = self.root(form);
            for name in std::iter::once(given).chain(self.lore.formal(given)) {
                let rows = bearers.entry(name).or_default();
                if !rows.contains(&root) && rows.len() < MOST_BEARERS {
                    rows.push(root);
                }
            }
        }
        let count = |root: u32| counts.get(&root).copied().unwrap_or_default();
        let mut pairs = Vec::new();
        for &form in &people {
            let key = self.key(form);
            let alone = self.root(form) == form && self.lore.lone_word(key).is_some();
            if !alone || self.lore.formal(key).next().is_none() {
                continue;
            }
            let mut others: Vec<u32> =
                self.lore.formal(key).filter_map(|formal| bearers.get(formal)).flatten().copied().collect();
            others.sort_unstable();
            others.dedup();
            others.retain(|&other| other != form && !self.genders_differ(form, other));
            if let [only] = others[..] {
                pairs.push((form, only));
            }
        }
        let apart = self.named_together(&pairs);
        for (form, other) in pairs.into_iter().filter(|pair| !apart.contains(pair)) {
            let (short, formal) = (count(form), count(other));
            let lone = self.lore.lone_word(self.key(other)).is_some();
            // Two who are both named often would meet in some sentence.
            let often = short.min(formal) >= OFTEN;
            if often || short >= MUCH * formal || (lone && formal >= MUCH * short) {
                self.join(form, other, SHORT, 0.75);
            } else {
                self.doubts.push((form, other, SHORT));
            }
        }
    }

    /// A rare surname that sounds like that of exactly one person: "Ms Bauchtman" for Lydia Buchtmann.
    pub fn misspelt_surnames(&mut self) {
        let people = self.of_kind(EntityKind::Person);
        let (single, full): (Vec<u32>, Vec<u32>) =
            people.iter().partition(|&&form| self.lore.lone_word(self.key(form)).is_some());
        let mut bearers: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for form in full {
            let root = self.root(form);
            if let Some(sound) = self.parts(form).and_then(|(.., surname)| sound(surname)) {
                let rows = bearers.entry(sound).or_default();
                if !rows.contains(&root) && rows.len() < MOST_BEARERS {
                    rows.push(root);
                }
            }
        }
        for form in single {
            let key = self.key(form);
            let known = Entry::GIVEN | Entry::SURNAME;
            let rare = self.root(form) == form && self.forms[form as usize].count <= FEW;
            if !rare || key.len() < LONGER || self.entry(form).is(known) {
                continue;
            }
            if let Some([only]) = sound(key).and_then(|sound| bearers.get(&sound)).map(Vec::as_slice)
                && !self.genders_differ(form, *only)
            {
                self.join(form, *only, SPELLING, 0.7);
            }
        }
    }

    fn genders_differ(&self, one: u32, other: u32) -> bool {
        self.full_gender(one).conflicts(self.full_gender(other))
    }

    /// The gender of a bearer, by titles or by the given name.
    pub fn full_gender(&self, root: u32) -> Gender {
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

    /// True for "jr", "iii", and "i" behind a name.
    pub fn is_number(&self, last: &str) -> bool {
        matches!(last, "i" | "v" | "x") || self.lore.small_word(last).is_some_and(|word| word.is(Is::NameSuffix))
    }

    /// Given name, middle names and surname of a full name; "jr" and numbers count as middle names.
    pub fn parts(&self, form: u32) -> Option<(&'a str, &'a str, &'a str)> {
        let key = self.key(form);
        let (given, rest) = key.split_once(' ')?;
        let (middle, surname) = rest.rsplit_once(' ').unwrap_or(("", rest));
        let suffix = self.is_number(surname);
        match (suffix, middle) {
            (false, _) => Some((given, middle, surname)),
            (true, "") => Some((given, "", key)),
            (true, _) => {
                let surname = middle.rsplit(' ').next().unwrap_or(middle);
                Some((given, &rest[middle.len() - surname.len()..], surname))
            }
        }
    }
}

/// The first letter of a word and its consonants, doubled ones once: what spellings of a foreign name share. Nothing
/// for a word that is too short to tell.
fn sound(word: &str) -> Option<String> {
    if word.len() < LONG || word.len() > LONG * 8 || !word.is_ascii() {
        return None;
    }
    let mut sound = String::with_capacity(word.len());
    for (index, letter) in word.chars().enumerate() {
        let vowel = matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j');
        if (index == 0 || !vowel) && !sound.ends_with(letter) {
            sound.push(letter);
        }
    }
    (sound.len() >= CONSONANTS).then_some(sound)
}

#[cfg(test)]
mod tests {
    use super::sound;

    #[test]
    fn spellings_sound_alike() {
        for (one, other) in [("zelensky", "zelenskyy"), ("buchtmann", "bauchtman"), ("sergei", "sergey")] {
            assert_eq!(sound(one), sound(other));
        }
        for (one, other) in [("miller", "muller"), ("kim", "kem")] {
            assert!(sound(one).is_none() || sound(one) == sound(other));
        }
        assert_ne!(sound("zelensky"), sound("zaluzhny"));
        assert!(sound("kim").is_none());
        assert!(sound(&"a".repeat(10_000)).is_none());
    }
}
