//! Forms, the way in which they are joined, and what came of it.

use rustc_hash::FxHashMap;

use crate::analysis::entity::find::Found;
use crate::analysis::entity::kind::Names;
use crate::analysis::entity::lore::Lore;
use crate::analysis::work::Work;
use crate::language::entity::{Gender, Is, Word};
use crate::language::gazetteer::Entry;
use crate::model::{Block, BlockKind, EntityKind, Rule};

/// A name, and for people the gender of the titles it stands with.
#[derive(Clone, Debug)]
pub struct Form {
    /// Index into the names; for "Poor Jo" that of "Jo".
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
pub struct Reason {
    /// In words for a reader.
    pub rule: Rule,
    /// The form that led there.
    pub form: u32,
    /// How sure.
    pub confidence: f32,
}

/// What the steps found out.
pub struct Merged {
    /// All forms.
    pub forms: Vec<Form>,
    /// For each place its form.
    pub form_of: Vec<u32>,
    /// For each place its entity, named by the form that stands for it.
    pub entity_of: Vec<u32>,
    /// Why a form is not an entity of its own.
    pub reasons: Vec<Option<Reason>>,
    /// For places of a name that several bear, by which rule they went to one of them.
    pub nearest: FxHashMap<usize, &'static str>,
    /// Forms kept apart from entities that they might be, with the reason in words.
    pub maybe: Vec<(u32, u32, &'static str)>,
    /// Forms of organs, each with a form of the body that it is named after.
    pub organs: Vec<(u32, u32)>,
}

/// All forms, and for each place its form; for `plain` names those that they stand for are taken.
pub(super) fn forms(
    lore: &Lore<'_>,
    found: &[Found],
    names: &Names,
    plain: &FxHashMap<u32, u32>,
) -> (Vec<Form>, Vec<u32>) {
    let mut forms: Vec<Form> = Vec::new();
    let mut index: FxHashMap<(u32, Gender), u32> = FxHashMap::default();
    let mut form_of = Vec::with_capacity(found.len());
    for (place, of) in found.iter().enumerate() {
        let name = plain.get(&names.of[place]).copied().unwrap_or(names.of[place]);
        let listed = &names.list[name as usize];
        let single = listed.kind == EntityKind::Person && lore.lone_word(&listed.key).is_some();
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
pub(super) struct Ambiguous {
    pub form: u32,
    pub bearers: Vec<u32>,
}

/// The joining of forms.
pub(super) struct Merger<'a> {
    pub work: Work<'a>,
    pub lore: &'a Lore<'a>,
    pub found: &'a [Found],
    pub names: &'a Names,
    pub forms: Vec<Form>,
    /// For each place its form.
    pub form_of: Vec<u32>,
    pub parent: Vec<u32>,
    pub gender: Vec<Gender>,
    pub reasons: Vec<Option<Reason>>,
    pub rules: FxHashMap<&'static str, Rule>,
    /// Forms that might belong to another's entity but were left apart, with the reason in words.
    pub doubts: Vec<(u32, u32, &'static str)>,
}

/// A way to a bearer: none yet, one, or too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Only {
    One(u32),
    Many,
}

impl<'a> Merger<'a> {
    pub fn root(&mut self, mut form: u32) -> u32 {
        while self.parent[form as usize] != form {
            let above = self.parent[self.parent[form as usize] as usize];
            self.parent[form as usize] = above;
            form = above;
        }
        form
    }

    /// The same without shortening the way.
    pub fn root_of(&self, mut form: u32) -> u32 {
        while self.parent[form as usize] != form {
            form = self.parent[form as usize];
        }
        form
    }

    pub fn key(&self, form: u32) -> &'a str {
        &self.names.list[self.forms[form as usize].name as usize].key
    }

    pub fn kind(&self, form: u32) -> EntityKind {
        self.names.list[self.forms[form as usize].name as usize].kind
    }

    pub fn entry(&self, form: u32) -> Entry {
        self.names.list[self.forms[form as usize].name as usize].entry
    }

    /// The forms of a kind, in the order of their first place.
    pub fn of_kind(&self, kind: EntityKind) -> Vec<u32> {
        (0..self.forms.len() as u32).filter(|&form| self.kind(form) == kind).collect()
    }

    /// Puts `form` to the entity of `to`, unless their genders forbid it.
    pub fn join(&mut self, form: u32, to: u32, rule: &'static str, confidence: f32) -> bool {
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

    /// Joins names of at least `least` words that begin or end exactly one longer name of the same kind, or the name in
    /// the document's title ("this Treaty").
    pub fn unique_parts(&mut self, kind: EntityKind, least: usize, rule: &'static str, confidence: f32) {
        let forms = self.of_kind(kind);
        let title = self.in_title(&forms);
        let mut longer: FxHashMap<&str, Only> = FxHashMap::default();
        for &form in &forms {
            let root = self.root(form);
            let key = self.key(form);
            for (blank, _) in key.match_indices(' ').take(MOST_WORDS) {
                let (first, last) = match kind {
                    EntityKind::Org => self.parts_of_body(key, blank),
                    _ => (true, true),
                };
                let parts = [(first, &key[..blank]), (last, &key[blank + 1..])];
                for (_, part) in parts.into_iter().filter(|(is_short, _)| *is_short) {
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
            match longer.get(key) {
                Some(&Only::One(root)) => {
                    self.join(form, root, rule, confidence);
                }
                Some(Only::Many) => {
                    let is_part = |title: &u32| {
                        let rest = self.key(*title).strip_suffix(key);
                        rest.is_some_and(|rest| rest.ends_with(' '))
                    };
                    if let Some(title) = title.filter(is_part) {
                        self.join(form, title, "short form of the name in the title", confidence);
                    }
                }
                None => {}
            }
        }
    }

    /// Whether the words before and behind a blank in the name of a body may be short for it: not a body within a body
    /// ("University" of "University Relations", "Faculty of Arts of Quill University").
    fn parts_of_body(&self, key: &str, blank: usize) -> (bool, bool) {
        let word = |word: &str| self.lore.small_word(word);
        let (before, behind) = (&key[..blank], &key[blank + 1..]);
        let is_body = |name: &str| {
            let of = name.match_indices(' ').find(|(at, _)| word(first_word(&name[at + 1..])).is_some_and(is_link));
            let head = name[..of.map_or(name.len(), |(at, _)| at)].rsplit(' ').next().unwrap_or_default();
            word(head).is_some_and(|word| word.head == Some(EntityKind::Org))
        };
        let continued = word(first_word(behind)).is_some_and(is_link);
        let several = behind.contains(' ') && is_body(behind);
        let link = |word: &Word| is_link(word) || word.is(Is::Article) || word.is(Is::Function);
        let held = several && before.rsplit(' ').next().and_then(word).is_some_and(link);
        (!self.is_organ(key) && (continued || !is_body(before)), !held)
    }

    /// The form of a kind that the document's first heading names, or with which the document begins.
    pub fn in_title(&self, forms: &[u32]) -> Option<u32> {
        let blocks = &self.work.document.blocks;
        let heading = |block: &&Block| matches!(block.kind, BlockKind::Heading(_));
        let title = blocks.iter().take(FIRST_BLOCKS).find(heading).map(|block| block.span);
        let first = |form: u32| self.found[self.forms[form as usize].first].span;
        let begins = |form: u32| blocks.first().is_some_and(|block| block.span.start == first(form).start);
        forms.iter().copied().find(|&form| title.map_or_else(|| begins(form), |title| title.covers(first(form))))
    }

    /// True if the name of a body ends with the head of an organ: what stands before it is the body it belongs to, no
    /// short form ("ATUC Executive Committee").
    pub fn is_organ(&self, key: &str) -> bool {
        key.rsplit(' ').next().and_then(|last| self.lore.small_word(last)).is_some_and(|word| word.is(Is::Organ))
    }
}

/// How far back, in bytes, a bearer of an ambiguous name must have been named.
pub(super) const NEAR: u32 = 2_500;
fn first_word(words: &str) -> &str {
    words.split(' ').next().unwrap_or_default()
}

fn is_link(word: &Word) -> bool {
    word.is(Is::Of) || word.is(Is::For)
}

/// How many blocks the first heading stands among.
const FIRST_BLOCKS: usize = 4;
/// Most words of a name whose beginnings and ends are looked up.
pub(super) const MOST_WORDS: usize = 8;
