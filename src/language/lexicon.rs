//! The words that a language pack knows, each with its classes.
//!
//! All word lists of a pack go into one table, so that every token is looked up once, whatever number of stages
//! asks about it. Words are kept in lower case; rules ask for capitals where these matter.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::shape::{TokenKind, is_mark_in_word};

/// The index of a known word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LexemeId(pub u32);

impl LexemeId {
    /// A word that the pack does not know.
    pub const NONE: LexemeId = LexemeId(0);
}

/// The index of a word class ("MONTH").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClassId(pub u8);

/// A set of classes. A pack may have up to 256, as many as there are ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct ClassSet([u128; 2]);

impl ClassSet {
    /// How many classes a set can hold.
    const MOST: usize = 256;

    fn insert(&mut self, class: ClassId) {
        self.0[usize::from(class.0 >> 7)] |= 1 << (class.0 & 127);
    }

    fn iter(self) -> impl Iterator<Item = ClassId> {
        self.0.into_iter().zip([0, 128]).flat_map(|(mut bits, first)| {
            std::iter::from_fn(move || {
                let next = (bits != 0).then(|| ClassId(first + bits.trailing_zeros() as u8))?;
                bits &= bits - 1;
                Some(next)
            })
        })
    }

    fn has(&self, class: ClassId) -> bool {
        self.0[usize::from(class.0 >> 7)] >> (class.0 & 127) & 1 == 1
    }
}

/// A word, its classes, and what each of them says of it.
#[derive(Clone, Debug, Default)]
pub struct Lexeme {
    /// In lower case.
    pub word: Box<str>,
    classes: ClassSet,
    data: Vec<(ClassId, Datum)>,
}

/// What a class says of one of its words: MONTH says 9 of "september", UNIT says "W" of "week".
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Datum {
    /// A number.
    Number(i32),
    /// A text.
    Text(Arc<str>),
}

/// A class as a language pack writes it: a plain list, or words with what they mean.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum ClassWords {
    /// `HONORIFIC = ["mr", "mrs"]`
    List(Vec<String>),
    /// `MONTH = { january = 1, jan = 1 }`
    Table(std::collections::BTreeMap<String, Datum>),
}

/// The table of all words of a language pack.
#[derive(Clone, Debug)]
pub struct Lexicon {
    lexemes: Vec<Lexeme>,
    by_word: FxHashMap<Box<str>, LexemeId>,
    classes: Vec<Box<str>>,
    longest: usize,
    /// Some words have an apostrophe inside.
    apostrophes: bool,
    /// Whether the language has the letter ı, whose capital is I.
    dotless: bool,
}

/// The letter that stands for any apostrophe inside the words of a pack: "пʼять".
pub const APOSTROPHE: char = '\u{2bc}';

impl Default for Lexicon {
    fn default() -> Self {
        Self {
            lexemes: vec![Lexeme::default()],
            by_word: FxHashMap::default(),
            classes: Vec::new(),
            longest: 0,
            apostrophes: false,
            dotless: false,
        }
    }
}

impl Lexicon {
    /// Adds the words of a class; more of the same class may follow from another file.
    ///
    /// # Errors
    /// Says what is wrong if there are more than 256 classes, or a word is not a single token in lower case.
    pub fn add_class(&mut self, name: &str, words: &ClassWords) -> Result<ClassId, String> {
        let class = self.class_or_new(name)?;
        let mut add = |word: &str, datum: Option<&Datum>| -> Result<(), String> {
            for form in forms(word)? {
                let id = self.add_word(&form)?;
                let lexeme = &mut self.lexemes[id.0 as usize];
                lexeme.classes.insert(class);
                lexeme.data.extend(datum.map(|datum| (class, datum.clone())));
            }
            Ok(())
        };
        match words {
            ClassWords::List(list) => list.iter().try_for_each(|word| add(word, None))?,
            ClassWords::Table(table) => table.iter().try_for_each(|(word, datum)| add(word, Some(datum)))?,
        }
        Ok(class)
    }

    /// The id of `word`, which becomes known if it was not.
    ///
    /// # Errors
    /// Says so if it is not made of letters in lower case alone.
    pub fn add_word(&mut self, word: &str) -> Result<LexemeId, String> {
        if word.is_empty() || !word.chars().all(|c| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')) {
            return Err(format!("{word:?} is not a single word of letters"));
        }
        if word.chars().any(char::is_uppercase) {
            return Err(format!("{word:?} must be written in lower case"));
        }
        if let Some(&id) = self.by_word.get(word) {
            return Ok(id);
        }
        let id = LexemeId(self.lexemes.len() as u32);
        self.lexemes.push(Lexeme { word: word.into(), ..Lexeme::default() });
        self.by_word.insert(word.into(), id);
        self.longest = self.longest.max(word.len());
        self.apostrophes |= word.contains(APOSTROPHE);
        self.dotless |= word.contains('ı');
        Ok(id)
    }

    fn class_or_new(&mut self, name: &str) -> Result<ClassId, String> {
        if let Some(class) = self.class(name) {
            return Ok(class);
        }
        if self.classes.len() >= ClassSet::MOST {
            return Err(format!("too many word classes: {name} would be one more than {}", ClassSet::MOST));
        }
        self.classes.push(name.into());
        Ok(ClassId((self.classes.len() - 1) as u8))
    }

    /// The class of that name, if a pack's file has defined it.
    pub fn class(&self, name: &str) -> Option<ClassId> {
        self.classes.iter().position(|known| **known == *name).map(|index| ClassId(index as u8))
    }

    /// The words of each class, by the ids of the classes.
    pub fn members(&self) -> Vec<Vec<LexemeId>> {
        let mut members = vec![Vec::new(); self.classes.len()];
        for (id, lexeme) in self.iter() {
            lexeme.classes.iter().for_each(|class| members[usize::from(class.0)].push(id));
        }
        members
    }

    /// The id of a token's word. `folded` is scratch space, so that nothing is allocated per word.
    pub fn look_up(&self, word: &str, kind: TokenKind, folded: &mut String) -> LexemeId {
        // A capital may be shorter than its small letter (İ), hence the room.
        if !kind.is_word() || word.len() > self.longest + 4 {
            return LexemeId::NONE;
        }
        let key = if kind == TokenKind::Lower && word.is_ascii() {
            word
        } else {
            fold(word, folded);
            &*folded
        };
        if let Some(&id) = self.by_word.get(key) {
            return id;
        }
        // In a language with ı its capital looks like that of i: "ARALIK".
        if self.dotless && kind != TokenKind::Lower && word.contains('I') {
            fold(&word.replace('I', "ı"), folded);
            return self.by_word.get(folded.as_str()).copied().unwrap_or(LexemeId::NONE);
        }
        LexemeId::NONE
    }

    /// If `text` begins with a known word that has an apostrophe behind its first `letters` bytes: its length in bytes
    /// and its id.
    pub fn with_apostrophe(&self, text: &str, letters: usize, folded: &mut String) -> Option<(usize, LexemeId)> {
        if !self.apostrophes || letters > self.longest {
            return None;
        }
        let mark = text[letters..].chars().next().filter(|mark| matches!(mark, '\'' | '’'))?;
        let rest = &text[letters + mark.len_utf8()..];
        let more = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        if more == 0 || more > self.longest {
            return None;
        }
        folded.clear();
        folded.extend(text[..letters].chars().flat_map(char::to_lowercase));
        folded.push(APOSTROPHE);
        folded.extend(rest[..more].chars().flat_map(char::to_lowercase));
        let id = self.find(folded)?;
        Some((letters + mark.len_utf8() + more, id))
    }

    /// The id of a word in lower case, if it is known.
    pub fn find(&self, word: &str) -> Option<LexemeId> {
        self.by_word.get(word).copied()
    }

    /// What is known of a word.
    pub fn lexeme(&self, id: LexemeId) -> &Lexeme {
        &self.lexemes[id.0 as usize]
    }

    /// True if the word belongs to the class.
    pub fn is(&self, id: LexemeId, class: ClassId) -> bool {
        self.lexemes[id.0 as usize].classes.has(class)
    }

    /// What the class says of the word, if anything.
    pub fn datum(&self, id: LexemeId, class: ClassId) -> Option<&Datum> {
        self.lexemes[id.0 as usize].data.iter().find(|(of, _)| *of == class).map(|(_, datum)| datum)
    }

    /// The number that the class gives the word.
    pub fn number(&self, id: LexemeId, class: ClassId) -> Option<i32> {
        match self.datum(id, class) {
            Some(Datum::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The text that the class gives the word.
    pub fn text(&self, id: LexemeId, class: ClassId) -> Option<&str> {
        match self.datum(id, class) {
            Some(Datum::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// All known words with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (LexemeId, &Lexeme)> {
        self.lexemes.iter().enumerate().map(|(index, lexeme)| (LexemeId(index as u32), lexeme))
    }
}

/// A word as it is looked up: in lower case, without soft hyphens and without the marks that Armenian sets inside
/// words.
fn fold(word: &str, folded: &mut String) {
    folded.clear();
    for c in word.chars().filter(|&c| c != '\u{ad}' && !is_mark_in_word(c)) {
        match c {
            // Its small letter is i, not the two characters that Unicode makes of it.
            'İ' => folded.push('i'),
            _ => folded.extend(c.to_lowercase()),
        }
    }
}

/// More forms of one word than this are a mistake.
const MOST_FORMS: usize = 200;

/// The forms that a word is written for: "letzt(e|en|er)" stands for three, "år(et|)" for two.
fn forms(word: &str) -> Result<Vec<String>, String> {
    let mut forms = vec![String::new()];
    let mut rest = word;
    while let Some((before, behind)) = rest.split_once('(') {
        let (endings, after) = behind.split_once(')').ok_or_else(|| format!("{word:?} lacks a closing parenthesis"))?;
        let longer =
            |form: &String| endings.split('|').map(|ending| [form, before, ending].concat()).collect::<Vec<_>>();
        forms = forms.iter().flat_map(longer).collect();
        if forms.len() > MOST_FORMS {
            return Err(format!("{word:?} stands for more than {MOST_FORMS} forms"));
        }
        rest = after;
    }
    forms.iter_mut().for_each(|form| form.push_str(rest));
    Ok(forms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_its_members() {
        let mut lexicon = Lexicon::default();
        for number in 0..200 {
            let name: String = [number / 20, number % 20].map(|n| char::from(b'A' + n as u8)).iter().collect();
            lexicon.add_class(&name, &ClassWords::List(vec!["word".into(), name.to_lowercase()])).expect("words");
        }
        let members = lexicon.members();
        assert_eq!(members.len(), 200);
        for (class, members) in members.iter().enumerate() {
            assert_eq!(members.len(), 2, "{class}");
            assert!(members.iter().all(|&id| lexicon.is(id, ClassId(class as u8))));
        }
    }

    #[test]
    fn one_entry_may_stand_for_many_forms() {
        assert_eq!(forms("may").unwrap(), ["may"]);
        assert_eq!(forms("letzt(e|en)").unwrap(), ["letzte", "letzten"]);
        assert_eq!(forms("(a|)b(c|d)").unwrap(), ["abc", "abd", "bc", "bd"]);
        assert!(forms("letzt(e|en").is_err());
        assert!(forms(&"(a|b)".repeat(40)).is_err());
    }

    #[test]
    fn a_word_is_found_in_any_case_with_what_its_classes_say() {
        let mut lexicon = Lexicon::default();
        let month =
            lexicon.add_class("MONTH", &ClassWords::Table([("may".to_owned(), Datum::Number(5))].into())).unwrap();
        let modal = lexicon.add_class("MODAL", &ClassWords::List(vec!["may".into()])).unwrap();
        let id = lexicon.look_up("MAY", TokenKind::AllCaps, &mut String::new());
        assert!(lexicon.is(id, month) && lexicon.is(id, modal));
        assert_eq!((lexicon.number(id, month), lexicon.number(id, modal)), (Some(5), None));
        assert_eq!(lexicon.look_up("june", TokenKind::Lower, &mut String::new()), LexemeId::NONE);
    }

    #[test]
    fn capitals_of_dotted_and_dotless_i_are_told_apart() {
        let mut lexicon = Lexicon::default();
        for word in ["iyun", "ilk", "aralık", "yılı"] {
            lexicon.add_word(word).unwrap();
        }
        let word = |word: &str, kind| lexicon.lexeme(lexicon.look_up(word, kind, &mut String::new())).word.to_string();
        assert_eq!(word("İyun", TokenKind::Capitalised), "iyun");
        assert_eq!(word("Iyun", TokenKind::Capitalised), "iyun");
        assert_eq!(word("İLK", TokenKind::AllCaps), "ilk");
        assert_eq!(word("ARALIK", TokenKind::AllCaps), "aralık");
        assert_eq!(word("YILI", TokenKind::AllCaps), "yılı");
        assert_eq!(word("YIL", TokenKind::AllCaps), "");
    }

    #[test]
    fn marks_inside_armenian_words_do_not_hide_them() {
        let mut lexicon = Lexicon::default();
        let id = lexicon.add_word("երեկ").unwrap();
        assert_eq!(lexicon.look_up("Երե՞կ", TokenKind::Capitalised, &mut String::new()), id);
    }

    #[test]
    fn only_single_words_in_lower_case_are_taken() {
        let mut lexicon = Lexicon::default();
        assert!(lexicon.add_word("new year").is_err());
        assert!(lexicon.add_word("May").is_err());
        assert!(lexicon.add_word("").is_err());
    }
}
