//! What names of different documents are compared by: without titles, accents and ways of spelling.
//!
//! Nothing here knows who is meant; that is for [`who`](super::who).

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::language::FALLBACK;
use crate::language::gazetteer::{Entry, Gazetteer, fold};
use crate::language::{LanguagePack, Languages};
use crate::model::{Document, Entity, EntityKind};

/// A name of somebody as others may bear it too.
#[derive(Clone, Debug, Default)]
pub struct Name {
    /// What all who bear it have in common, however they spell it; empty if it tells nobody from others.
    pub key: String,
    /// The words, folded, without titles and initials in the middle.
    pub words: String,
    /// The initials in the middle.
    pub initials: String,
    /// True if bodies of many countries are called so.
    pub generic: bool,
}

/// Classes of words that may make up a name that says nothing by itself: "the Supreme Court", "the Foreign Ministry".
const GENERIC: [&str; 10] = [
    "NAME_HEAD",
    "NAME_HEAD_OF",
    "ORGAN",
    "GENERIC_NOUN",
    "ROLE_MODIFIER",
    "NAME_DIRECTION",
    "BODY_MODIFIER",
    "LINK_OF",
    "LINK_FOR",
    "LINK_AND",
];
/// A word that is shorter has few ways of spelling, and two of them are two words.
const SPELT: usize = 4;

/// The words of the languages that a dossier's documents are in.
pub struct Words<'a> {
    languages: &'a Languages,
    packs: FxHashMap<String, Option<Arc<LanguagePack>>>,
}

impl<'a> Words<'a> {
    /// The words of all languages.
    pub fn new(languages: &'a Languages) -> Self {
        Self { languages, packs: FxHashMap::default() }
    }

    /// The pack of the document that the text at an offset belongs to.
    pub fn pack_at(&mut self, bound: &Document, offset: u32) -> Option<Arc<LanguagePack>> {
        let code = bound.meta_at(offset).language.as_ref().map_or(FALLBACK, |language| language.code.as_str());
        if let Some(pack) = self.packs.get(code) {
            return pack.clone();
        }
        let pack = self.languages.pack(code).0;
        self.packs.insert(code.to_owned(), pack.clone());
        pack
    }

    /// The pack of the document that names an entity first.
    pub fn pack_of(&mut self, bound: &Document, entity: &Entity) -> Option<Arc<LanguagePack>> {
        let first = bound.mentions.get(entity.mentions.first()?.index())?;
        self.pack_at(bound, first.span.start)
    }
}

/// True if a folded word belongs to a class.
pub fn is(pack: &LanguagePack, word: &str, class: &str) -> bool {
    let class = pack.lexicon.class(class);
    class.is_some_and(|class| pack.lexicon.find(word).is_some_and(|id| pack.lexicon.is(id, class)))
}

impl Name {
    /// The name of an entity.
    pub fn of(entity: &Entity, pack: Option<&LanguagePack>) -> Self {
        let folded = fold(&entity.name);
        let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let is = |word: &str, class: &str| pack.is_some_and(|pack| is(pack, word, class));
        match entity.kind {
            EntityKind::Person => person(words, is),
            kind => {
                if words.len() > 1 && is(words[0], "NAME_ARTICLE") {
                    words.remove(0);
                }
                while words.len() > 1 && kind == EntityKind::Org && is(words[words.len() - 1], "COMPANY_SUFFIX") {
                    words.pop();
                }
                thing(kind, &words, is)
            }
        }
    }
}

fn person(mut words: Vec<&str>, is: impl Fn(&str, &str) -> bool) -> Name {
    while words.len() > 1 && is(words[0], "HONORIFIC") || words.len() > 2 && is(words[0], "ROLE") {
        words.remove(0);
    }
    while words.len() > 2 && is(words[words.len() - 1], "DEGREE") {
        words.pop();
    }
    let last = words.len().saturating_sub(1);
    let middle = |nth: usize, word: &str| nth > 0 && nth < last && word.chars().count() == 1;
    let initials = (words.iter().enumerate()).filter(|(nth, word)| middle(*nth, word)).map(|(_, word)| *word).collect();
    let full: Vec<&str> =
        words.iter().enumerate().filter(|(nth, word)| !middle(*nth, word)).map(|(_, word)| *word).collect();
    let is_enough = full.iter().filter(|word| word.chars().count() > 1).count() > 1;
    let key = if is_enough { full.iter().map(|word| spelt(word)).collect() } else { String::new() };
    Name { key, words: full.join(" "), initials, generic: false }
}

fn thing(kind: EntityKind, words: &[&str], is: impl Fn(&str, &str) -> bool) -> Name {
    let plain = words.join(" ");
    let flags = match kind {
        EntityKind::Place => Entry::COUNTRY | Entry::PLACE,
        EntityKind::Org => Entry::ORG,
        EntityKind::Norp => Entry::DEMONYM | Entry::NORP,
        _ => 0,
    };
    let says_nothing = |word: &&str| GENERIC.iter().any(|class| is(word, class)) || word.parse::<u32>().is_ok();
    let may = matches!(kind, EntityKind::Org | EntityKind::Law | EntityKind::Event);
    let generic = may && words.iter().all(says_nothing);
    let of_a_state = generic && (words.len() == 1 || words.iter().any(|word| is(word, "STATE_ORGAN")));
    let known = Gazetteer::built_in().name(&plain).filter(|entry| flags != 0 && entry.is(flags) && !of_a_state);
    if let Some(id) = known.and_then(Entry::id) {
        return Name { key: format!("#{id}"), words: plain, ..Name::default() };
    }
    let needs_words = matches!(kind, EntityKind::Law | EntityKind::Work | EntityKind::Other);
    let key = if needs_words && words.len() < 2 { String::new() } else { plain.clone() };
    Name { key, words: plain, initials: String::new(), generic }
}

/// A word as those write it who spell it otherwise: doubled letters once, "dh" as "d". Vowels stay: "Dan" is not "Don".
fn spelt(word: &str) -> String {
    if word.chars().count() < SPELT {
        return word.to_owned();
    }
    let mut result = String::with_capacity(word.len());
    for c in word.chars() {
        match result.chars().next_back() {
            Some(last) if last == c => {}
            Some('d') if c == 'h' => {}
            _ => result.push(c),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(kind: EntityKind, name: &str) -> Name {
        let entity = Entity { name: name.into(), kind, descriptors: vec![], related: vec![], mentions: vec![] };
        Name::of(&entity, Languages::default().pack("en").0.as_deref())
    }

    #[track_caller]
    fn check_same(kind: EntityKind, one: &str, other: &str, same: bool) {
        let (one, other) = (name(kind, one), name(kind, other));
        assert!(!one.key.is_empty());
        assert_eq!(one.key == other.key, same, "{one:?} {other:?}");
    }

    #[test]
    fn people_go_by_their_full_names_without_titles() {
        use EntityKind::Person;
        check_same(Person, "Mohamed ElBaradei", "Mohammed El-Baradei", true);
        check_same(Person, "Moammar Gadhafi", "Moammar Gaddafi", true);
        check_same(Person, "Dr. José Núñez", "Jose Nunez", true);
        check_same(Person, "Carl AZUZ", "Carl Azuz", true);
        check_same(Person, "Franklin D. Roosevelt", "Franklin Roosevelt", true);
        check_same(Person, "Dan Brown", "Don Brown", false);
        check_same(Person, "Marian Reed", "Marion Reed", false);
        check_same(Person, "Martin King Jr", "Martin King", false);
        assert!(name(Person, "Mr. Oster").key.is_empty() && name(Person, "K. Oster").key.is_empty());
        assert_eq!(name(Person, "Franklin D. Roosevelt").initials, "d");
    }

    #[test]
    fn what_every_country_has_says_nothing_by_itself() {
        use EntityKind::Org;
        for generic in ["Parliament", "the Government", "Foreign Ministry", "Supreme Court", "Ministry of Defence"] {
            assert!(name(Org, generic).generic, "{generic}");
        }
        for own in ["Egyptian Parliament", "CNN", "Muslim Brotherhood", "Ministry of Defence of Norland"] {
            assert!(!name(Org, own).generic, "{own}");
        }
        check_same(EntityKind::Place, "United States", "United States of America", true);
        check_same(Org, "Zorn Works Ltd", "Zorn Works", true);
    }
}
