//! What the words of a language say about names: heads, titles, particles, cues; and rules for offices.
//!
//! The classes of `entity.toml` are read into one table with a row for each word of the lexicon, so that the
//! analysis asks one question a token. This module knows no names; those are in [`super::gazetteer`].

use serde::Deserialize;

use super::lexicon::{ClassId, LexemeId, Lexicon};
use crate::model::EntityKind;

/// What a match means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// The words matched are an office that several words name ("Secretary of State").
    #[serde(default)]
    pub office: bool,
    /// The words matched stand between two names of one ("better known as").
    #[serde(default)]
    pub alias: bool,
}

/// How many kinds of entities there are.
pub const KINDS: usize = EntityKind::ALL.len();

/// Points for each kind, in the order of [`EntityKind`].
pub type Points = [i8; KINDS];

/// What is known of one word; the flags are the classes of `entity.toml`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    flags: u64,
    /// As the last word of a name, or before "of": what the name is ("ministry", "river", "treaty").
    pub head: Option<EntityKind>,
    /// Before "of", where it says something else than at the end of a name ("house").
    pub head_of: Option<EntityKind>,
    /// As the first word of a name: what the name is ("lake", "hurricane").
    pub opener: Option<EntityKind>,
    /// As a common noun with a determiner: the kind of what it may stand for.
    pub nominal: Option<EntityKind>,
    /// Before a name: points for its kinds.
    pub before: Points,
    /// Before "the" and a name, or before "of the" and a name: points for its kinds.
    pub before_the: Points,
    /// Behind a name: points for its kinds.
    pub after: Points,
    /// Which gender the title implies.
    pub gender: Gender,
    /// Which gender the given name is mostly of.
    pub given: Gender,
    /// For a word of kinship, what it implies.
    pub kin: Gender,
    /// What else the word does in descriptions of people.
    pub role: Option<RoleWord>,
    /// What the word does before a person's name.
    pub epithet: Option<Epithet>,
}

/// A word before a person's name that is no part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Epithet {
    /// "poor": says nothing of who is meant.
    Plain,
    /// "old": may tell one bearer of the name from another.
    Telling,
}

/// What a word that is no role does in descriptions of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleWord {
    /// "Mr": a title that tells no role.
    Courtesy,
    /// "named": between a role and a name.
    Naming,
    /// "head": tells a role only before "of".
    OfSomething,
}

/// The gender that a title implies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Gender {
    /// None.
    #[default]
    Unknown,
    /// "Mr".
    Male,
    /// "Mrs".
    Female,
}

impl Gender {
    /// True if one is male and the other female.
    pub fn conflicts(self, other: Gender) -> bool {
        self != Gender::Unknown && other != Gender::Unknown && self != other
    }
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $class:literal),* $(,)?) => {
        /// A yes-or-no class of `entity.toml`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Is { $($(#[$doc])* $name),* }

        const FLAGS: &[(Is, &str)] = &[$((Is::$name, $class)),*];
    };
}

classes! {
    /// "Mr", "Dr": before a person's name, no part of it.
    Honorific = "HONORIFIC",
    /// "president", "minister": a role that may stand before a name.
    Role = "ROLE",
    /// "former", "deputy", "foreign": before a role.
    RoleModifier = "ROLE_MODIFIER",
    /// "von", "de", "al": inside a name, in small letters.
    Particle = "NAME_PARTICLE",
    /// "von", "de": such a particle begins a surname, whatever stands before it.
    SurnameParticle = "SURNAME_PARTICLE",
    /// "of".
    Of = "LINK_OF",
    /// "for", "on": after the head of a body or law.
    For = "LINK_FOR",
    /// "and".
    And = "LINK_AND",
    /// "the".
    Article = "NAME_ARTICLE",
    /// Months, weekdays and other capitals that name nothing.
    NotName = "NOT_NAME",
    /// Words that never begin a name.
    Function = "FUNCTION_WORD",
    /// "Inc".
    CompanySuffix = "COMPANY_SUFFIX",
    /// "Jr", "III".
    NameSuffix = "NAME_SUFFIX",
    /// Written with a full stop that ends no name ("St", "Mt", "Gen").
    Abbreviated = "ABBREVIATED_IN_NAMES",
    /// "this", "the": before a nominal.
    Determiner = "ENTITY_DETERMINER",
    /// "this", "that": a determiner that points at what was just named.
    Demonstrative = "ENTITY_DEMONSTRATIVE",
    /// "don't", "I'm": what stands behind the apostrophe.
    Contraction = "NAME_CONTRACTION",
    /// "east", "southern": before a place it is part of the name.
    Direction = "NAME_DIRECTION",
    /// "born", "née": behind a person's name in brackets.
    Born = "NAME_BORN",
    /// "his", "my": before a role.
    Possessor = "ENTITY_POSSESSOR",
    /// "who", "which": ends an apposition.
    Relative = "ENTITY_RELATIVE",
    /// A nominal for a country.
    Country = "COUNTRY_NOUN",
    /// "daughter", "brother": like a role, in an apposition.
    Kin = "KIN",
    /// Before "of" and the name of a country it says that the whole is a country: "union", "commonwealth".
    Polity = "POLITY",
    /// The organ of a body: "committee", "secretariat".
    Organ = "ORGAN",
    /// A building or ground: the place may go by its name without this head ("Victor Verster" for its prison).
    Facility = "FACILITY",
    /// Names nothing by itself, even with a capital: "party", "government".
    Generic = "GENERIC_NOUN",
    /// What ships are and do: "flagship", "sailed".
    Afloat = "AFLOAT",
    /// "teacher", "magician": a trade or standing that is no title.
    RoleNoun = "ROLE_NOUN",
    /// Closes the name of an event behind a year and a place: "election".
    EventNoun = "EVENT_NOUN",
    /// "QC", "MP", "PhD": behind a person's name, no part of it.
    Degree = "DEGREE",
}

impl Word {
    /// True if the word belongs to the class.
    pub fn is(&self, class: Is) -> bool {
        self.flags >> class as u64 & 1 == 1
    }
}

/// The words of a pack as the search for names sees them.
#[derive(Debug)]
pub struct Vocabulary {
    words: Vec<Word>,
    surname_endings: Vec<Box<str>>,
    place_endings: Vec<Box<str>>,
    word_endings: Vec<Box<str>>,
    role_endings: Vec<Box<str>>,
    word_prefixes: Vec<Box<str>>,
}

impl Vocabulary {
    /// Reads the classes out of a lexicon. What it does not define is empty.
    pub fn of(lexicon: &Lexicon) -> Self {
        let flags: Vec<(u64, ClassId)> =
            FLAGS.iter().filter_map(|&(is, name)| Some((is as u64, lexicon.class(name)?))).collect();
        let class = |name: &str| lexicon.class(name);
        let (head, opener, nominal) = (class("NAME_HEAD"), class("NAME_OPENER"), class("ENTITY_NOUN"));
        let (before, after, honorific) = (class("CUE_BEFORE"), class("CUE_AFTER"), class("HONORIFIC"));
        let (head_of, before_the) = (class("NAME_HEAD_OF"), class("CUE_BEFORE_THE"));
        let (role, given, kin) = (class("ROLE"), class("GIVEN_GENDER"), class("KIN"));
        let (role_word, epithet) = (class("ROLE_WORD"), class("NAME_EPITHET"));
        let words = lexicon
            .iter()
            .map(|(id, _)| {
                let text = |class: Option<ClassId>| class.and_then(|class| lexicon.text(id, class));
                Word {
                    flags: flags
                        .iter()
                        .filter(|(_, class)| lexicon.is(id, *class))
                        .fold(0, |set, (bit, _)| set | 1 << bit),
                    head: text(head).and_then(EntityKind::from_code),
                    head_of: text(head_of).and_then(EntityKind::from_code),
                    opener: text(opener).and_then(EntityKind::from_code),
                    nominal: text(nominal).and_then(EntityKind::from_code),
                    before: text(before).and_then(points).unwrap_or_default(),
                    before_the: text(before_the).and_then(points).unwrap_or_default(),
                    after: text(after).and_then(points).unwrap_or_default(),
                    gender: text(honorific).or(text(role)).map_or(Gender::Unknown, gender),
                    given: text(given).map_or(Gender::Unknown, gender),
                    kin: text(kin).map_or(Gender::Unknown, gender),
                    role: text(role_word).and_then(self::role_word),
                    epithet: text(epithet).and_then(self::epithet),
                }
            })
            .collect();
        let list = |name: &str| {
            class(name).map_or_else(Vec::new, |class| {
                lexicon.iter().filter(|(id, _)| lexicon.is(*id, class)).map(|(_, word)| word.word.clone()).collect()
            })
        };
        Self {
            words,
            surname_endings: list("SURNAME_ENDING"),
            place_endings: list("PLACE_ENDING"),
            word_endings: list("COMMON_ENDING"),
            role_endings: list("ROLE_ENDING"),
            word_prefixes: list("COMMON_PREFIX"),
        }
    }

    /// What is known of a word.
    pub fn word(&self, id: LexemeId) -> &Word {
        &self.words[id.0 as usize]
    }

    /// True if a word, in small letters, ends as surnames do.
    pub fn ends_like_surname(&self, word: &str) -> bool {
        ends(word, &self.surname_endings)
    }

    /// True if a word, in small letters, ends as places do.
    pub fn ends_like_place(&self, word: &str) -> bool {
        ends(word, &self.place_endings)
    }

    /// True if a word, in small letters, ends as common words do.
    pub fn ends_like_word(&self, word: &str) -> bool {
        ends(word, &self.word_endings)
    }

    /// True if a word, in small letters, ends as trades do.
    pub fn ends_like_role(&self, word: &str) -> bool {
        ends(word, &self.role_endings)
    }

    /// What is left of a word, in small letters, behind a prefix that makes common words of others ("told" of
    /// "retold").
    pub fn without_prefix<'w>(&self, word: &'w str) -> Option<&'w str> {
        self.word_prefixes.iter().find_map(|prefix| word.strip_prefix(&**prefix))
    }
}

fn ends(word: &str, endings: &[Box<str>]) -> bool {
    endings.iter().any(|ending| word.len() >= ending.len() + 3 && word.ends_with(&**ending))
}

fn epithet(text: &str) -> Option<Epithet> {
    match text {
        "plain" => Some(Epithet::Plain),
        "telling" => Some(Epithet::Telling),
        _ => None,
    }
}

fn role_word(text: &str) -> Option<RoleWord> {
    match text {
        "courtesy" => Some(RoleWord::Courtesy),
        "naming" => Some(RoleWord::Naming),
        "of" => Some(RoleWord::OfSomething),
        _ => None,
    }
}

/// "PLACE 3 PERSON -1"
fn points(text: &str) -> Option<Points> {
    let mut points = Points::default();
    let mut words = text.split_whitespace();
    while let Some(name) = words.next() {
        points[EntityKind::from_code(name)? as usize] = words.next()?.parse().ok()?;
    }
    Some(points)
}

fn gender(text: &str) -> Gender {
    match text {
        "m" => Gender::Male,
        "f" => Gender::Female,
        _ => Gender::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{LANGUAGES, Languages};
    use super::*;

    #[test]
    fn what_the_data_says_of_words_is_understood() {
        for (code, _) in LANGUAGES {
            let lexicon = &Languages::default().pack(code).0.expect("listed").lexicon;
            for (name, understood) in [
                ("NAME_HEAD", (|text| EntityKind::from_code(text).is_some()) as fn(&str) -> bool),
                ("NAME_HEAD_OF", |text| EntityKind::from_code(text).is_some()),
                ("NAME_OPENER", |text| EntityKind::from_code(text).is_some()),
                ("ENTITY_NOUN", |text| EntityKind::from_code(text).is_some()),
                ("CUE_BEFORE", |text| points(text).is_some()),
                ("CUE_BEFORE_THE", |text| points(text).is_some()),
                ("CUE_AFTER", |text| points(text).is_some()),
                ("ROLE_WORD", |text| role_word(text).is_some()),
                ("NAME_EPITHET", |text| epithet(text).is_some()),
            ] {
                let Some(class) = lexicon.class(name) else { continue };
                for (id, word) in lexicon.iter() {
                    if let Some(text) = lexicon.text(id, class) {
                        assert!(understood(text), "{code}: {name} says {text:?} of {:?}", word.word);
                    }
                }
            }
        }
    }

    #[test]
    fn words_know_their_classes() {
        let lexicon = &Languages::default().pack("en").0.expect("listed").lexicon;
        let vocabulary = Vocabulary::of(lexicon);
        let word = |word: &str| *vocabulary.word(lexicon.find(word).expect("known"));
        assert!(word("mrs").is(Is::Honorific) && word("mrs").gender == Gender::Female);
        assert_eq!((word("ministry").head, word("river").head), (Some(EntityKind::Org), Some(EntityKind::Place)));
        assert!(word("in").before[EntityKind::Place as usize] > 0);
        assert!(vocabulary.ends_like_surname("mohbaliyev") && !vocabulary.ends_like_surname("lev"));
    }
}
