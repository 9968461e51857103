//! Which names of bodies, laws and events are one thing's: acronyms, suffixes, short forms.

use rustc_hash::FxHashMap;

use super::form::{Merger, Only};
use crate::language::entity::Is;
use crate::model::EntityKind;

impl<'a> Merger<'a> {
    /// "Long Form (LF)" and "LF (Long Form)".
    pub fn bracketed(&mut self, form_of: &[u32]) {
        let text = &self.work.document.text;
        let tokens = &self.work.tokens.all;
        for place in 1..self.found.len() {
            let (before, after) = (&self.found[place - 1], &self.found[place]);
            let open = before.tokens.end;
            if after.tokens.start != open + 1 || tokens[open].of(text) != "(" {
                continue;
            }
            if tokens.get(after.tokens.end).is_none_or(|token| token.of(text) != ")") {
                continue;
            }
            let (long, short) = (form_of[place - 1], form_of[place]);
            let (long, short) = if self.key(long).contains(' ') { (long, short) } else { (short, long) };
            if self.is_short_for(short, long) {
                self.join(short, long, "short form introduced in brackets", 0.97);
            }
        }
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
