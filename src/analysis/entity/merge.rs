//! From names to entities: careful steps, surest first, each of which can say why.
//!
//! The steps work on forms (a name with the gender of its titles), not on places, so their cost follows the number of
//! different names. Where a form fits more than one bearer it is left apart, but for a surname, which goes to the
//! nearest bearer named before.

use rustc_hash::{FxHashMap, FxHashSet};

use super::find::Found;
use super::kind::Names;
use super::lore::Lore;
use crate::analysis::work::Work;
use crate::language::entity::{Gender, Is};
use crate::language::gazetteer::Entry;
use crate::model::{EntityKind, Rule};

/// A name, and for people the gender of the titles it stands with.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// Index into the names.
    pub name: u32,
    /// What its titles imply.
    pub gender: Gender,
    /// The first place where it stands.
    pub first: usize,
    /// How often it stands in the text.
    pub count: u32,
}

/// Why a form belongs to an entity.
#[derive(Clone, Debug)]
pub(super) struct Reason {
    /// In words for a reader.
    pub rule: Rule,
    /// The form that led there.
    pub form: u32,
    /// How sure.
    pub confidence: f32,
}

/// What the steps found out.
pub(super) struct Merged {
    /// All forms.
    pub forms: Vec<Form>,
    /// For each place its form.
    pub form_of: Vec<u32>,
    /// For each place its entity, named by the form that stands for it.
    pub entity_of: Vec<u32>,
    /// Why a form is not an entity of its own.
    pub reasons: Vec<Option<Reason>>,
    /// For places that went to the nearest bearer.
    pub nearest: FxHashSet<usize>,
    /// Forms kept apart from entities that they might be.
    pub maybe: Vec<(u32, u32)>,
}

/// Groups the places of `found` into entities.
pub(super) fn merge(work: Work<'_>, lore: &Lore<'_>, found: &[Found], names: &Names) -> Merged {
    let (forms, form_of) = forms(found, names);
    let mut merger = Merger {
        work,
        lore,
        found,
        names,
        parent: (0..forms.len() as u32).collect(),
        gender: forms.iter().map(|form| form.gender).collect(),
        reasons: vec![None; forms.len()],
        rules: FxHashMap::default(),
        doubts: Vec::new(),
        forms,
    };
    merger.aliases();
    merger.full_names();
    merger.parts_of_long_names();
    let ambiguous = merger.single_names();
    merger.bracketed(&form_of);
    merger.acronyms();
    merger.company_suffixes();
    merger.short_forms();
    merger.finish(form_of, &ambiguous)
}

fn forms(found: &[Found], names: &Names) -> (Vec<Form>, Vec<u32>) {
    let mut forms: Vec<Form> = Vec::new();
    let mut index: FxHashMap<(u32, Gender), u32> = FxHashMap::default();
    let mut form_of = Vec::with_capacity(found.len());
    for (place, of) in found.iter().enumerate() {
        let name = names.of[place];
        let listed = &names.list[name as usize];
        let single = listed.kind == EntityKind::Person && !listed.key.contains(' ');
        let gender = if single { of.gender } else { Gender::Unknown };
        let form = *index.entry((name, gender)).or_insert_with(|| {
            forms.push(Form { name, gender, first: place, count: 0 });
            (forms.len() - 1) as u32
        });
        forms[form as usize].count += 1;
        if !single && forms[form as usize].gender == Gender::Unknown {
            forms[form as usize].gender = of.gender;
        }
        form_of.push(form);
    }
    (forms, form_of)
}

/// A single name that fits more than one bearer.
struct Ambiguous {
    form: u32,
    bearers: Vec<u32>,
}

struct Merger<'a> {
    work: Work<'a>,
    lore: &'a Lore<'a>,
    found: &'a [Found],
    names: &'a Names,
    forms: Vec<Form>,
    parent: Vec<u32>,
    gender: Vec<Gender>,
    reasons: Vec<Option<Reason>>,
    rules: FxHashMap<&'static str, Rule>,
    /// Forms that might belong to another's entity but were left apart.
    doubts: Vec<(u32, u32)>,
}

/// A way to a bearer: none yet, one, or too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Only {
    One(u32),
    Many,
}

impl<'a> Merger<'a> {
    fn root(&mut self, mut form: u32) -> u32 {
        while self.parent[form as usize] != form {
            let above = self.parent[self.parent[form as usize] as usize];
            self.parent[form as usize] = above;
            form = above;
        }
        form
    }

    fn key(&self, form: u32) -> &'a str {
        &self.names.list[self.forms[form as usize].name as usize].key
    }

    fn kind(&self, form: u32) -> EntityKind {
        self.names.list[self.forms[form as usize].name as usize].kind
    }

    fn entry(&self, form: u32) -> Entry {
        self.names.list[self.forms[form as usize].name as usize].entry
    }

    /// The forms of a kind, in the order of their first place.
    fn of_kind(&self, kind: EntityKind) -> Vec<u32> {
        (0..self.forms.len() as u32).filter(|&form| self.kind(form) == kind).collect()
    }

    /// Puts `form` to the entity of `to`, unless their genders forbid it.
    fn join(&mut self, form: u32, to: u32, rule: &'static str, confidence: f32) -> bool {
        let (from, into) = (self.root(form), self.root(to));
        if from == into {
            return true;
        }
        if self.gender[from as usize].conflicts(self.gender[into as usize]) {
            return false;
        }
        if self.gender[into as usize] == Gender::Unknown {
            self.gender[into as usize] = self.gender[from as usize];
        }
        self.parent[from as usize] = into;
        let rule = self.rules.entry(rule).or_insert_with(|| rule.into()).clone();
        // The reason is told of the form itself; if it stood for others already, they keep theirs.
        let told = if self.reasons[form as usize].is_none() { form } else { from };
        self.reasons[told as usize] = Some(Reason { rule, form: to, confidence });
        true
    }

    /// Country aliases, demonyms in singular and plural, bodies and their acronyms as the gazetteer knows them.
    fn aliases(&mut self) {
        let mut known: FxHashMap<(u32, EntityKind), u32> = FxHashMap::default();
        for form in 0..self.forms.len() as u32 {
            let kind = self.kind(form);
            let Some(id) = self.lore.known_id(self.key(form), self.entry(form), kind) else { continue };
            match known.get(&(id, kind)) {
                Some(&first) => {
                    let rule = match kind {
                        EntityKind::Norp => "the same people",
                        _ => "another name of the same",
                    };
                    self.join(form, first, rule, 0.95);
                }
                None => {
                    known.insert((id, kind), form);
                }
            }
        }
    }

    /// Full names: the same surname, the same or an initial given name, no other middle name.
    fn full_names(&mut self) {
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
                    if self.parts(bearer).is_some_and(|(_, other, _)| middles_agree(middle, other)) {
                        self.join(form, bearer, "initial of a given name", 0.9);
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
    fn parts_of_long_names(&mut self) {
        self.unique_parts(EntityKind::Person, 2, "part of a longer name", 0.85);
    }

    /// Single names that belong to one full name; gives those that fit several.
    fn single_names(&mut self) -> Vec<Ambiguous> {
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
        ambiguous
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

    /// "Long Form (LF)" and "LF (Long Form)".
    fn bracketed(&mut self, form_of: &[u32]) {
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
    fn acronyms(&mut self) {
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
    fn company_suffixes(&mut self) {
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
    fn short_forms(&mut self) {
        for kind in [EntityKind::Org, EntityKind::Law, EntityKind::Event] {
            self.unique_parts(kind, 1, "short form of one name", 0.8);
        }
    }

    /// Joins names of at least `least` words that begin or end exactly one longer name of the same kind.
    fn unique_parts(&mut self, kind: EntityKind, least: usize, rule: &'static str, confidence: f32) {
        let forms = self.of_kind(kind);
        let mut longer: FxHashMap<&str, Only> = FxHashMap::default();
        for &form in &forms {
            let root = self.root(form);
            let key = self.key(form);
            for (blank, _) in key.match_indices(' ').take(MOST_WORDS) {
                for part in [&key[..blank], &key[blank + 1..]] {
                    longer
                        .entry(part)
                        .and_modify(|only| {
                            if *only != Only::One(root) {
                                *only = Only::Many;
                            }
                        })
                        .or_insert(Only::One(root));
                }
            }
        }
        for &form in &forms {
            let key = self.key(form);
            let lone = self.reasons[form as usize].is_none() && self.entry(form).id().is_none();
            if !lone || key.split(' ').count() < least {
                continue;
            }
            if let Some(&Only::One(root)) = longer.get(key) {
                self.join(form, root, rule, confidence);
            }
        }
    }

    fn finish(mut self, form_of: Vec<u32>, ambiguous: &[Ambiguous]) -> Merged {
        let roots: Vec<u32> = (0..self.forms.len() as u32).map(|form| self.root(form)).collect();
        let mut entity_of: Vec<u32> = form_of.iter().map(|&form| roots[form as usize]).collect();
        let mut nearest = FxHashSet::default();
        let mut maybe: Vec<(u32, u32)> =
            self.doubts.iter().map(|&(form, bearer)| (roots[form as usize], roots[bearer as usize])).collect();
        maybe.retain(|(form, bearer)| form != bearer);
        let doubtful: FxHashMap<u32, Vec<u32>> = ambiguous
            .iter()
            .filter(|doubt| roots[doubt.form as usize] == doubt.form)
            .map(|doubt| {
                let mut bearers: Vec<u32> = doubt.bearers.iter().map(|&form| roots[form as usize]).collect();
                bearers.sort_unstable();
                bearers.dedup();
                (doubt.form, bearers)
            })
            .collect();
        let mut last: FxHashMap<u32, usize> = FxHashMap::default();
        for place in 0..form_of.len() {
            if let Some(bearers) = doubtful.get(&form_of[place]) {
                let start = self.found[place].span.start;
                let near = |earlier: usize| start - self.found[earlier].span.start <= NEAR;
                let latest = bearers
                    .iter()
                    .filter_map(|bearer| Some((*last.get(bearer)?, *bearer)))
                    .filter(|(earlier, _)| near(*earlier))
                    .max();
                if let Some((_, bearer)) = latest {
                    entity_of[place] = bearer;
                    last.insert(bearer, place);
                    nearest.insert(place);
                }
            } else {
                last.insert(entity_of[place], place);
            }
        }
        for doubt in ambiguous {
            let Some(bearers) = doubtful.get(&doubt.form) else { continue };
            maybe.extend(bearers.iter().map(|&bearer| (doubt.form, bearer)));
        }
        Merged { forms: self.forms, form_of, entity_of, reasons: self.reasons, nearest, maybe }
    }
}

/// Most bearers of one name that are weighed.
const MOST_BEARERS: usize = 8;
/// So many places with a title make a surname somebody of its own.
const OWN_TITLE: u32 = 3;
/// How far back, in bytes, a bearer of an ambiguous name must have been named.
const NEAR: u32 = 2_500;
/// Most words of a name whose beginnings and ends are looked up.
const MOST_WORDS: usize = 8;

/// True if one of the middle names is missing or they begin with the same letter.
fn middles_agree(one: &str, other: &str) -> bool {
    one.is_empty() || other.is_empty() || one.chars().next() == other.chars().next()
}

/// Those without a suffix before those with one, so that the short form stands first.
fn bases_first(forms: &[u32], has_suffix: impl Fn(u32) -> bool) -> Vec<u32> {
    let (with, without): (Vec<u32>, Vec<u32>) = forms.iter().partition(|&&form| has_suffix(form));
    without.into_iter().chain(with).collect()
}
