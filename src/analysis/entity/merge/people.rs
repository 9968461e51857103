//! Which names of people are one person's.

use rustc_hash::{FxHashMap, FxHashSet};

use super::form::{Ambiguous, Merger, NEAR};
use crate::language::entity::Gender;
use crate::model::EntityKind;

/// Most bearers of one name that are weighed.
const MOST_BEARERS: usize = 8;
/// So many mentions are few.
const FEW: u32 = 3;

impl<'a> Merger<'a> {
    /// Full names: the same surname, the same or an initial given name, no other middle name.
    pub fn full_names(&mut self) {
        let mut people = self.of_kind(EntityKind::Person);
        people.retain(|&form| self.lore.lone_word(self.key(form)).is_none());
        let mut by_given: FxHashMap<(&str, &str), Vec<u32>> = FxHashMap::default();
        let mut doubts = Vec::new();
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
                        doubts.push((form, bearer));
                    }
                }
            }
        }
        let apart = self.named_together(&doubts);
        let open = doubts.into_iter().filter(|pair| !apart.contains(pair));
        self.doubts.extend(open.map(|(form, bearer)| (form, bearer, "the same surname and initial")));
    }

    /// Those of the pairs that some sentence names both of: nobody calls one person two names in one sentence.
    pub fn named_together(&self, pairs: &[(u32, u32)]) -> FxHashSet<(u32, u32)> {
        let mut partners: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for &(form, bearer) in pairs {
            partners.entry(bearer).or_default().push(form);
            partners.entry(form).or_default().push(bearer);
        }
        let mut together = FxHashSet::default();
        let mut here = (None, Vec::new());
        for (place, &form) in self.form_of.iter().enumerate().filter(|_| !pairs.is_empty()) {
            let Some(others) = partners.get(&form) else { continue };
            let sentence = self.work.document.sentence_at(self.found[place].span.start);
            if here.0 != sentence {
                here = (sentence, Vec::new());
            }
            for other in others.iter().filter(|other| here.1.contains(*other)) {
                together.extend([(form, *other), (*other, form)]);
            }
            if here.1.len() < MOST_BEARERS && !here.1.contains(&form) {
                here.1.push(form);
            }
        }
        together
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

    /// "Suu Kyi" for "Aung San Suu Kyi": several words at the end or the start of exactly one longer name.
    pub fn parts_of_long_names(&mut self) {
        self.unique_parts(EntityKind::Person, 2, "part of a longer name", 0.85);
    }

    /// Single names that belong to one full name; gives those that fit several.
    pub fn single_names(&mut self) -> Vec<Ambiguous> {
        let people = self.of_kind(EntityKind::Person);
        let (single, full): (Vec<u32>, Vec<u32>) =
            people.iter().partition(|&&form| self.lore.lone_word(self.key(form)).is_some());
        // The last words of people's names, with the first form that bears them.
        let mut borne: FxHashMap<&str, u32> = FxHashMap::default();
        for &form in &people {
            borne.entry(self.key(form).rsplit(' ').next().unwrap_or_default()).or_insert(form);
        }
        let male = |form: &u32| self.forms[*form as usize].gender == Gender::Male;
        let men: FxHashSet<&str> = single.iter().copied().filter(male).map(|form| self.key(form)).collect();
        let accidents = self.accidents(&full, &self.single_counts(&single));
        let full: Vec<u32> = full.into_iter().filter(|form| !accidents.contains(form)).collect();
        let bearers = self.bearers(&full);
        let mut ambiguous = Vec::new();
        for &form in &single {
            let list = self.bearers_of(form, &bearers);
            let fitting = self.fitting(self.forms[form as usize].gender, &list);
            match fitting[..] {
                [] if list.len() == 1 => self.doubts.push((form, list[0], "the same name beside another title")),
                [] => {}
                [only] if self.is_new_name(form, only, &borne) => {}
                [only] if self.is_a_mans(form, only, &men) => {}
                [only] => {
                    self.join(form, only, "surname or given name of one full name", 0.9);
                }
                _ => ambiguous.push(Ambiguous { form, bearers: fitting }),
            }
        }
        let full = self.full_mentions(&full);
        self.settle(&mut ambiguous, &single, &full);
        ambiguous
    }

    /// The entities of people's full names by their given names and surnames.
    fn bearers(&mut self, full: &[u32]) -> FxHashMap<&'a str, Vec<u32>> {
        let mut bearers: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for &form in full {
            let root = self.root(form);
            let Some((given, _, surname)) = self.parts(form) else { continue };
            for word in [given, surname] {
                let list = bearers.entry(word).or_default();
                if !list.contains(&root) && list.len() < MOST_BEARERS {
                    list.push(root);
                }
            }
        }
        bearers
    }

    /// Those who bear a single name.
    fn bearers_of(&self, form: u32, bearers: &FxHashMap<&str, Vec<u32>>) -> Vec<u32> {
        let key = self.key(form);
        let Some(list) = self.lore.lone_word(key).and_then(|word| bearers.get(word)) else { return Vec::new() };
        self.without_numbered(match key.contains(' ') {
            // "De Klerk" is no other Klerk.
            true => list.iter().copied().filter(|&root| self.key(root).ends_with(key)).collect(),
            false => list.clone(),
        })
    }

    /// Those of a list whom a title of that gender may mean; only the one of whom that is sure, if there is one.
    fn fitting(&self, gender: Gender, list: &[u32]) -> Vec<u32> {
        let mut fitting: Vec<u32> = list.iter().copied().filter(|&root| self.fits(gender, root)).collect();
        let sure = |root: &u32| gender != Gender::Unknown && self.full_gender(*root) == gender;
        if fitting.iter().filter(|root| sure(root)).count() == 1 {
            fitting.retain(sure);
        }
        fitting
    }

    /// Where a form first stands, in bytes.
    pub fn start(&self, form: u32) -> u32 {
        self.found[self.forms[form as usize].first].span.start
    }

    /// Leaves out "Napoleon III" where "Napoleon Bonaparte" bears the name too: a number tells from the plain bearer.
    fn without_numbered(&self, list: Vec<u32>) -> Vec<u32> {
        let numbered = |root: u32| {
            let last = self.key(root).rsplit(' ').next().unwrap_or_default();
            self.is_number(last)
        };
        match list.iter().all(|&root| numbered(root)) {
            true => list,
            false => list.into_iter().filter(|&root| !numbered(root)).collect(),
        }
    }

    /// True for a given name of few mentions long before its only full bearer, whose surname nobody bore before.
    fn is_new_name(&self, form: u32, bearer: u32, borne: &FxHashMap<&str, u32>) -> bool {
        let Some((given, _, surname)) = self.parts(bearer) else { return false };
        given == self.key(form)
            && self.forms[form as usize].count <= FEW
            && self.start(form) + NEAR < self.start(bearer)
            && borne.get(surname).is_none_or(|&first| first > form)
    }

    /// True for a surname without a title whose only full bearer is a woman, where a man has it with a title: "Verloc"
    /// is Mr Verloc, not Winnie Verloc.
    fn is_a_mans(&self, form: u32, bearer: u32, men: &FxHashSet<&str>) -> bool {
        let surname = self.parts(bearer).is_some_and(|(.., surname)| surname == self.key(form));
        let bare = self.forms[form as usize].gender == Gender::Unknown;
        bare && surname && self.full_gender(bearer) == Gender::Female && men.contains(self.key(form))
    }

    /// True if a title of that gender may belong to a bearer. "Mrs Archer" is seldom the one Archer who is named in
    /// full, unless a title or given name says that this is a woman.
    fn fits(&self, gender: Gender, root: u32) -> bool {
        match gender {
            Gender::Female => self.full_gender(root) == Gender::Female,
            _ => !self.full_gender(root).conflicts(gender),
        }
    }

    /// "Darcy" and "Mr Darcy" where there is no "Miss Darcy".
    pub fn same_single_names(&mut self, single: &[u32]) {
        let mut by_key: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for &form in single {
            by_key.entry(self.key(form)).or_default().push(form);
        }
        for forms in by_key.values() {
            let titled: Vec<u32> =
                forms.iter().copied().filter(|&form| self.forms[form as usize].gender != Gender::Unknown).collect();
            let plain = forms.iter().copied().find(|&form| self.forms[form as usize].gender == Gender::Unknown);
            let men = || titled.iter().copied().filter(|&form| self.forms[form as usize].gender == Gender::Male);
            let titled = match titled[..] {
                // "Verloc" beside Mr and Mrs Verloc is the man.
                [_, _, ..] => men().collect(),
                _ => titled,
            };
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
