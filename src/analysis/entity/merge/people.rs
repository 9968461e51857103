//! Which names of people are one person's.

use rustc_hash::{FxHashMap, FxHashSet};

use super::NEAR;
use super::form::{Ambiguous, Merger};
use crate::language::entity::{Gender, Is};
use crate::language::lexicon::LexemeId;
use crate::model::EntityKind;

/// Most bearers of one name that are weighed.
const MOST_BEARERS: usize = 8;
/// So many mentions are few.
const FEW: u32 = 3;
/// So many mentions are hardly any.
const HARDLY: u32 = 2;
/// So many times as often named is much more famous.
const MUCH: u32 = 8;
/// A title that stands with every so manieth place of a name is a usual one.
const OF_TITLES: u32 = 4;
/// So many places with a title make a surname somebody of its own.
const OWN_TITLE: u32 = 3;

/// Words of titles and how often they stand before a name.
type Titles = Vec<(LexemeId, u32)>;

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
        let mut bearers: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        // The last words of people's names, with the first form that bears them.
        let mut borne: FxHashMap<&str, u32> = FxHashMap::default();
        for &form in &people {
            borne.entry(self.key(form).rsplit(' ').next().unwrap_or_default()).or_insert(form);
        }
        // Where each bearer is first named in full, and how often.
        let mut first: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
        for form in full {
            let root = self.root(form);
            let named = first.entry(root).or_insert((u32::MAX, 0));
            named.0 = named.0.min(self.start(form));
            named.1 += self.forms[form as usize].count;
            let Some((given, _, surname)) = self.parts(form) else { continue };
            for word in [given, surname] {
                let list = bearers.entry(word).or_default();
                if !list.contains(&root) && list.len() < MOST_BEARERS {
                    list.push(root);
                }
            }
        }
        let mut ambiguous = Vec::new();
        let men: FxHashSet<&str> = single
            .iter()
            .filter(|&&form| self.forms[form as usize].gender == Gender::Male)
            .map(|&form| self.key(form))
            .collect();
        for &form in &single {
            let key = self.key(form);
            let Some(list) = self.lore.lone_word(key).and_then(|word| bearers.get(word)) else { continue };
            let list: Vec<u32> = match key.contains(' ') {
                // "De Klerk" is no other Klerk.
                true => list.iter().copied().filter(|&root| self.key(root).ends_with(key)).collect(),
                false => list.clone(),
            };
            let list = self.without_numbered(list);
            let gender = self.forms[form as usize].gender;
            let mut fitting: Vec<u32> = list.iter().copied().filter(|&root| self.fits(gender, root)).collect();
            let sure = |root: &u32| gender != Gender::Unknown && self.full_gender(*root) == gender;
            if fitting.iter().filter(|root| sure(root)).count() == 1 {
                fitting.retain(sure);
            }
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
        let called = self.called_by_given_name(&single);
        ambiguous.retain(|doubt| !self.others_go_by_given_name(doubt, &called));
        let (titles, counts) = (self.titles(), self.counts());
        ambiguous.retain(|doubt| !self.bears_the_title(doubt, &titles, &counts));
        ambiguous.retain(|doubt| !self.goes_to_the_famous(doubt, &counts));
        let title = self.in_title(&people);
        ambiguous.retain(|doubt| !self.goes_to_the_first(doubt, title, &first));
        // One that goes by a title all along is more likely one more bearer of the name.
        ambiguous.retain(|doubt| {
            let form = &self.forms[doubt.form as usize];
            let own = form.gender != Gender::Unknown && form.count >= OWN_TITLE;
            if own {
                let reason = "the same surname beside a title";
                self.doubts.extend(doubt.bearers.iter().map(|&bearer| (doubt.form, bearer, reason)));
            }
            !own
        });
        self.same_single_names(&single);
        ambiguous.retain(|doubt| !self.follows_title(doubt.form, &single));
        ambiguous
    }

    /// Where a form first stands, in bytes.
    fn start(&self, form: u32) -> u32 {
        self.found[self.forms[form as usize].first].span.start
    }

    /// A surname stays with the bearer whom it meant before the others were named, or whom the title names, unless
    /// another is named in full more often: "Quill" is the subject of a life, not the subject's daughter.
    fn goes_to_the_first(&mut self, doubt: &Ambiguous, title: Option<u32>, first: &FxHashMap<u32, (u32, u32)>) -> bool {
        let key = self.key(doubt.form);
        let named = |root: u32| first.get(&root).copied().unwrap_or((u32::MAX, 0));
        let start = self.start(doubt.form);
        let mut earlier = doubt.bearers.iter().copied().filter(|&root| named(root).0 < start);
        let established = match (earlier.next(), earlier.next()) {
            (Some(only), None) => only,
            (Some(_), Some(_)) => match title.map(|title| self.root_of(title)) {
                Some(title) if doubt.bearers.contains(&title) => title,
                _ => return false,
            },
            _ => return false,
        };
        let most = doubt.bearers.iter().map(|&root| named(root).1).max().unwrap_or_default();
        let surname = self.parts(established).is_some_and(|(.., surname)| surname == key);
        surname
            && named(established).1 >= most
            && self.join(doubt.form, established, "the bearer whom the name meant before others came", 0.75)
    }

    /// Leaves out "Napoleon III" where "Napoleon Bonaparte" bears the name too: a number tells from the plain bearer.
    fn without_numbered(&self, list: Vec<u32>) -> Vec<u32> {
        let numbered = |root: u32| {
            let last = self.key(root).rsplit(' ').next().unwrap_or_default();
            self.lore.small_word(last).is_some_and(|word| word.is(Is::NameSuffix))
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

    /// True for a surname without a title whose only full bearer is a woman, where a man has it with a title: "Verloc" is
    /// Mr Verloc, not Winnie Verloc.
    fn is_a_mans(&self, form: u32, bearer: u32, men: &FxHashSet<&str>) -> bool {
        let surname = self.parts(bearer).is_some_and(|(.., surname)| surname == self.key(form));
        let bare = self.forms[form as usize].gender == Gender::Unknown;
        bare && surname && self.full_gender(bearer) == Gender::Female && men.contains(self.key(form))
    }

    /// The words of the titles that each entity is named with and how often, by its form that stands for it.
    fn titles(&self) -> FxHashMap<u32, Titles> {
        let mut titles: FxHashMap<u32, Titles> = FxHashMap::default();
        for (place, found) in self.found.iter().enumerate().filter(|(_, found)| !found.title.is_empty()) {
            let rows = titles.entry(self.root_of(self.form_of[place])).or_default();
            for token in found.title.clone() {
                let lexeme = self.work.tokens.all[token].lexeme;
                if !self.lore.vocabulary.word(lexeme).is(Is::Role) {
                    continue;
                }
                if let Some((_, count)) = rows.iter_mut().find(|(title, _)| *title == lexeme) {
                    *count += 1;
                } else if rows.len() < MOST_BEARERS {
                    rows.push((lexeme, 1));
                }
            }
        }
        titles
    }

    /// "Prince Basil" is Prince Basil Quill, not Captain Basil Reed.
    fn bears_the_title(
        &mut self,
        doubt: &Ambiguous,
        titles: &FxHashMap<u32, Titles>,
        counts: &FxHashMap<u32, u32>,
    ) -> bool {
        let Some(own) = titles.get(&doubt.form) else { return false };
        let total: u32 = own.iter().map(|(_, count)| count).sum();
        // A name that stands with several titles may be several people's, so that all of them must fit.
        let usual: Vec<LexemeId> =
            own.iter().filter(|(_, count)| count * OF_TITLES >= total).map(|(title, _)| *title).collect();
        let bears = |root: &u32| {
            titles
                .get(root)
                .is_some_and(|theirs| usual.iter().all(|usual| theirs.iter().any(|(title, _)| title == usual)))
        };
        let bearers: Vec<u32> = doubt.bearers.iter().copied().filter(bears).collect();
        match bearers[..] {
            [] => false,
            [only] => self.join(doubt.form, only, "the only bearer of the name with that title", 0.8),
            _ => self.goes_to_the_famous(&Ambiguous { form: doubt.form, bearers }, counts),
        }
    }

    /// The bearers of full names that the document also calls by the given name alone.
    fn called_by_given_name(&self, single: &[u32]) -> FxHashSet<u32> {
        let given = |root: u32| self.parts(root).map(|(given, ..)| given);
        let roots = single.iter().map(|&form| (form, self.root_of(form)));
        roots.filter(|&(form, root)| given(root) == Some(self.key(form))).map(|(_, root)| root).collect()
    }

    /// "Harrison" goes to John Harrison where all others of that name are called by their given names.
    fn others_go_by_given_name(&mut self, doubt: &Ambiguous, called: &FxHashSet<u32>) -> bool {
        let surname = |root: u32| self.parts(root).is_some_and(|(.., surname)| surname == self.key(doubt.form));
        let mut others = doubt.bearers.iter().copied().filter(|root| !called.contains(root));
        let (Some(only), None) = (others.next(), others.next()) else { return false };
        surname(only) && self.join(doubt.form, only, "the others of that name go by their given names", 0.7)
    }

    /// How often each entity is named, by its form that stands for it.
    pub fn counts(&self) -> FxHashMap<u32, u32> {
        let mut counts = FxHashMap::default();
        for (form, row) in self.forms.iter().enumerate() {
            *counts.entry(self.root_of(form as u32)).or_default() += row.count;
        }
        counts
    }

    /// A name goes to the bearer who is named many times as often as all others, who are hardly named.
    fn goes_to_the_famous(&mut self, doubt: &Ambiguous, counts: &FxHashMap<u32, u32>) -> bool {
        let mut bearers: Vec<(u32, u32)> =
            doubt.bearers.iter().map(|&root| (counts.get(&root).copied().unwrap_or_default(), root)).collect();
        bearers.sort_unstable_by(|one, other| other.cmp(one));
        let [(most, famous), (second, _), ..] = bearers[..] else { return false };
        second <= HARDLY
            && most >= MUCH * second
            && self.join(doubt.form, famous, "the bearer of the name who is named most", 0.7)
    }

    /// "Mandela" goes where "Mr Mandela" went, if that was to one bearer and no other title stands with the name.
    fn follows_title(&mut self, form: u32, single: &[u32]) -> bool {
        let same = |other: &&u32| **other != form && self.key(**other) == self.key(form);
        let mut titled = single.iter().filter(same).copied();
        let (Some(only), None) = (titled.next(), titled.next()) else { return false };
        let (bare, titled) = (&self.forms[form as usize], &self.forms[only as usize]);
        let bare = bare.gender == Gender::Unknown && bare.count <= titled.count;
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
