//! Which names of bodies, laws and events are one thing's: acronyms, suffixes, short forms.

use rustc_hash::FxHashMap;

use super::form::{MOST_WORDS, Merger, Only};
use crate::language::entity::Is;
use crate::language::gazetteer::Entry;
use crate::model::EntityKind;

/// What stands in brackets behind a name.
#[derive(Clone, Copy, Debug)]
enum Brackets {
    /// Nothing but another name.
    Plain,
    /// Another name in quotation marks, with or without words like "hereinafter" before it.
    Quoted,
}

/// Most tokens from the bracket to the short form that it introduces.
const MOST_BEFORE_SHORT: usize = 8;

impl<'a> Merger<'a> {
    /// "Long Form (LF)", "LF (Long Form)" and "Long Form (hereinafter “the Form”)".
    pub fn bracketed(&mut self) {
        for place in 1..self.found.len() {
            let (one, other) = (self.form_of[place - 1], self.form_of[place]);
            match self.brackets(place) {
                Some(Brackets::Quoted) if self.kind(one) == self.kind(other) => {
                    self.join(other, one, "short form introduced in brackets", 0.95);
                }
                Some(_) => {
                    let (long, short) = if self.key(one).contains(' ') { (one, other) } else { (other, one) };
                    if self.is_short_for(short, long) {
                        self.join(short, long, "short form introduced in brackets", 0.97);
                    }
                }
                None => {}
            }
        }
    }

    /// How the name at a place stands in brackets behind the one before it.
    fn brackets(&self, place: usize) -> Option<Brackets> {
        let tokens = &self.work.tokens.all;
        let sign = |token: usize| tokens.get(token).map(|token| token.of(&self.work.document.text));
        let (open, name) = (self.found[place - 1].tokens.end, self.found[place].tokens.clone());
        if name.start <= open || name.start - open > MOST_BEFORE_SHORT || sign(open) != Some("(") {
            return None;
        }
        if name.start == open + 1 {
            return (sign(name.end) == Some(")")).then_some(Brackets::Plain);
        }
        let opened = (open + 1..name.start).any(|token| matches!(sign(token), Some("“" | "\"" | "‘" | "«" | "„")));
        let closed = matches!(sign(name.end), Some("”" | "\"" | "’" | "»" | "“"));
        (opened && closed && sign(name.end + 1) == Some(")")).then_some(Brackets::Quoted)
    }

    fn is_short_for(&self, short: u32, long: u32) -> bool {
        let (brief, full) = (self.key(short), self.key(long));
        let capitals = self.names.list[self.forms[short as usize].name as usize].capitals;
        capitals
            && !brief.contains(' ')
            && full.contains(' ')
            && self.kind(long) != EntityKind::Person
            && self.kind(long) != EntityKind::Place
            && brief.chars().next() == full.chars().next().or(None)
            || self.initials(full).contains(&brief.to_owned())
            || self.has_capitals_of(short, full)
    }

    /// True if the capitals of a short form are the initials of a long one: "ACPeds" for the College of that name.
    fn has_capitals_of(&self, short: u32, full: &str) -> bool {
        let name = &self.names.list[self.forms[short as usize].name as usize];
        let shown = self.work.document.words(self.found[name.shown].span);
        let capitals: String = shown.chars().filter(|letter| letter.is_uppercase()).collect();
        let capitals = capitals.to_lowercase();
        !name.key.contains(' ') && capitals.len() >= 2 && self.initials(full).contains(&capitals)
    }

    /// The first letters of a name's words, with and without the small ones.
    fn initials(&self, key: &str) -> [String; 2] {
        let first = |word: &str| word.chars().next();
        let large = |word: &&str| {
            !self
                .lore
                .small_word(word)
                .is_some_and(|word| word.is(Is::Of) || word.is(Is::For) || word.is(Is::And) || word.is(Is::Article))
        };
        [key.split(' ').filter_map(first).collect(), key.split(' ').filter(large).filter_map(first).collect()]
    }

    /// Acronyms that are the initials of exactly one name.
    pub fn acronyms(&mut self) {
        let mut long: FxHashMap<String, Only> = FxHashMap::default();
        for form in 0..self.forms.len() as u32 {
            let kind = self.kind(form);
            if !self.key(form).contains(' ') || matches!(kind, EntityKind::Person | EntityKind::Norp) {
                continue;
            }
            let root = self.root(form);
            let [all, large] = self.initials(self.key(form));
            for initials in [all, large] {
                long.entry(initials)
                    .and_modify(|only| {
                        if *only != Only::One(root) {
                            *only = Only::Many;
                        }
                    })
                    .or_insert(Only::One(root));
            }
        }
        for form in 0..self.forms.len() as u32 {
            let name = &self.names.list[self.forms[form as usize].name as usize];
            let lone = self.root(form) == form && self.reasons[form as usize].is_none();
            if !name.capitals || name.key.contains(' ') || name.key.len() < 3 || !lone || name.entry.id().is_some() {
                continue;
            }
            if let Some(&Only::One(root)) = long.get(&*name.key) {
                self.join(form, root, "initials of one name", 0.85);
            }
        }
    }

    /// "Apple" and "Apple Inc."
    pub fn company_suffixes(&mut self) {
        let bodies = self.of_kind(EntityKind::Org);
        let mut bases: FxHashMap<&str, u32> = FxHashMap::default();
        for &form in &bases_first(&bodies, |form| self.without_suffix(form).is_some()) {
            let base = self.without_suffix(form).unwrap_or(self.key(form));
            match bases.get(base) {
                Some(&first) => {
                    self.join(form, first, "company with and without its suffix", 0.95);
                }
                None => {
                    bases.insert(base, form);
                }
            }
        }
    }

    fn without_suffix(&self, form: u32) -> Option<&'a str> {
        let (base, suffix) = self.key(form).rsplit_once(' ')?;
        self.lore.small_word(suffix).is_some_and(|word| word.is(Is::CompanySuffix)).then_some(base)
    }

    /// "U.S. Senate" and "Senate of the United States", "Albanian Government" and "Government of Albania".
    pub fn bodies_of_countries(&mut self) {
        let mut known: FxHashMap<(&str, u32), u32> = FxHashMap::default();
        for form in self.of_kind(EntityKind::Org) {
            let Some(body) = self.body_of_country(self.key(form)) else { continue };
            match known.get(&body) {
                Some(&first) => {
                    self.join(form, first, "the same body of the same country", 0.85);
                }
                None => {
                    known.insert(body, form);
                }
            }
        }
    }

    /// The body and the number of its country, whose name or adjective stands before it or behind "of".
    fn body_of_country<'k>(&self, key: &'k str) -> Option<(&'k str, u32)> {
        let country = |name: &str, flags: u64| self.lore.gazetteer.name(name).filter(|entry| entry.is(flags))?.id();
        let small = |word: &str, is: Is| self.lore.small_word(word).is_some_and(|word| word.is(is));
        let blanks = || key.match_indices(' ').take(MOST_WORDS).map(|(blank, _)| blank);
        for blank in blanks() {
            let (of, rest) = key[blank + 1..].split_once(' ').unwrap_or_default();
            if small(of, Is::Of) {
                let bare =
                    rest.split_once(' ').filter(|(first, _)| small(first, Is::Article)).map_or(rest, |(_, bare)| bare);
                let id = country(rest, Entry::COUNTRY).or_else(|| country(bare, Entry::COUNTRY))?;
                return Some((&key[..blank], id));
            }
        }
        let (blank, id) = blanks()
            .filter_map(|blank| Some((blank, country(&key[..blank], Entry::COUNTRY | Entry::DEMONYM)?)))
            .last()?;
        Some((&key[blank + 1..], id))
    }

    /// "City of Quillville" where "Quillville" is a place: the same.
    pub fn places_of_a_kind(&mut self) {
        let places = self.of_kind(EntityKind::Place);
        let by_key: FxHashMap<&str, u32> = places.iter().map(|&form| (self.key(form), form)).collect();
        for form in places {
            let Some((noun, rest)) = self.key(form).split_once(' ') else { continue };
            let Some((of, name)) = rest.split_once(' ') else { continue };
            let is = |word: &str, is: Is| self.lore.small_word(word).is_some_and(|word| word.is(is));
            let kind = self.lore.small_word(noun).and_then(|word| word.nominal);
            if kind == Some(EntityKind::Place)
                && !is(noun, Is::Country)
                && is(of, Is::Of)
                && self.reasons[form as usize].is_none()
                && let Some(&place) = by_key.get(name)
            {
                self.join(form, place, "the place with a word for what it is", 0.85);
            }
        }
    }

    /// "Victor Verster" for "Victor Verster Prison", "Tsinghua" for "Tsinghua University": a building or body without
    /// its head, unless a place of that name is known or the short form stands before the long one.
    pub fn names_without_head(&mut self) {
        let kinds = [EntityKind::Place, EntityKind::Org, EntityKind::Other];
        let forms: Vec<u32> = (0..self.forms.len() as u32).filter(|&form| kinds.contains(&self.kind(form))).collect();
        let mut longer: FxHashMap<&str, Only> = FxHashMap::default();
        for &form in &forms {
            let Some((base, head)) = self.key(form).rsplit_once(' ') else { continue };
            let kind = self.kind(form);
            let head = self.lore.small_word(head);
            if head.is_some_and(|word| word.is(Is::Facility) || word.head == Some(kind) && !word.is(Is::Organ)) {
                let root = self.root(form);
                let only = longer.entry(base).or_insert(Only::One(root));
                if *only != Only::One(root) {
                    *only = Only::Many;
                }
            }
        }
        let known = Entry::COUNTRY | Entry::PLACE | Entry::CITY | Entry::REGION | Entry::GIVEN | Entry::SURNAME;
        for &form in &forms {
            if let Some(&Only::One(root)) = longer.get(self.key(form))
                && !self.entry(form).is(known)
                && self.reasons[form as usize].is_none()
                && self.forms[root as usize].first < self.forms[form as usize].first
            {
                self.join(form, root, "short form of one name", 0.8);
            }
        }
    }

    /// The bodies that organs are named after, as pairs of forms: the organ and the body.
    pub fn organs(&self) -> Vec<(u32, u32)> {
        let bodies = self.of_kind(EntityKind::Org);
        let by_key: FxHashMap<&str, u32> = bodies.iter().rev().map(|&form| (self.key(form), form)).collect();
        let whole = |form: u32| {
            let key = self.key(form);
            let before = key.match_indices(' ').take(MOST_WORDS).map(|(blank, _)| &key[..blank]);
            before.filter_map(|part| by_key.get(part).copied()).next()
        };
        let organs = bodies.iter().copied().filter(|&form| self.is_organ(self.key(form)));
        organs.filter_map(|form| Some((form, whole(form)?))).collect()
    }

    /// Bodies, laws and events by their first or last words.
    pub fn short_forms(&mut self) {
        for kind in [EntityKind::Org, EntityKind::Law, EntityKind::Event] {
            self.unique_parts(kind, 1, "short form of one name", 0.8);
        }
    }
}

/// Those without a suffix before those with one, so that the short form stands first.
fn bases_first(forms: &[u32], has_suffix: impl Fn(u32) -> bool) -> Vec<u32> {
    let (with, without): (Vec<u32>, Vec<u32>) = forms.iter().partition(|&&form| has_suffix(form));
    without.into_iter().chain(with).collect()
}
