//! The words by which the shape of a text is seen, from `assets/structure.toml`.
//!
//! They are no part of a language pack: shape is found before the language is known and before the first paint, when
//! no pack is compiled yet.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// The word lists.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Structure {
    divisions: FxHashMap<String, u8>,
    ordinals: FxHashMap<String, u32>,
    months: FxHashMap<String, i8>,
    fields: FxHashMap<String, Field>,
    bylines: Words,
    date_fillers: Words,
    closings: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
}

/// What a header line or a line of front matter states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The title.
    Title,
    /// The date.
    Date,
    /// The author.
    Author,
    /// The language.
    Language,
    /// Something that is no metadata here, but that only headers have.
    Other,
}

/// The lists, read at the first use.
pub fn structure() -> &'static Structure {
    static STRUCTURE: OnceLock<Structure> = OnceLock::new();
    STRUCTURE.get_or_init(|| match toml::from_str(include_str!("../../assets/structure.toml")) {
        Ok(structure) => structure,
        // The file is built in, and a test reads it.
        Err(error) => panic!("built-in structure.toml: {error}"),
    })
}

impl Structure {
    /// The rank of the division that `word` names in any case: smaller ranks enclose larger ones.
    pub fn division(&self, word: &str) -> Option<u8> {
        look_up(&self.divisions, word).copied()
    }

    /// The number that `word` says.
    pub fn ordinal(&self, word: &str) -> Option<u32> {
        look_up(&self.ordinals, word).copied()
    }

    /// The month that `word` names, 1 to 12.
    pub fn month(&self, word: &str) -> Option<i8> {
        look_up(&self.months, word).copied()
    }

    /// The field that `word` names.
    pub fn field(&self, word: &str) -> Option<Field> {
        look_up(&self.fields, word).copied()
    }

    /// True for a word that opens a byline.
    pub fn opens_byline(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.bylines.words.contains(&word)
    }

    /// True for a word that opens the line in which an instrument says where and when it was made.
    pub fn closes(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.closings.words.contains(&word)
    }

    /// True for a word that may stand beside a date that a line states.
    pub fn fills_date(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.date_fillers.words.contains(&word)
    }
}

/// Looks `word` up in lower case, without allocating for short words in ASCII.
fn look_up<'t, T>(table: &'t FxHashMap<String, T>, word: &str) -> Option<&'t T> {
    let mut folded = [0; 16];
    if let Some(folded) = folded.get_mut(..word.len())
        && word.is_ascii()
    {
        folded.copy_from_slice(word.as_bytes());
        folded.make_ascii_lowercase();
        return table.get(std::str::from_utf8(folded).ok()?);
    }
    if word.len() > 40 { None } else { table.get(&word.to_lowercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case() {
        let words = structure();
        assert_eq!((words.division("CHAPTER"), words.division("Глава")), (Some(13), Some(13)));
        assert_eq!((words.month("Sept"), words.month("août")), (Some(9), Some(8)));
        assert_eq!((words.ordinal("Two"), words.ordinal("tWo thousand and some more words")), (Some(2), None));
        assert_eq!(words.field("Date"), Some(Field::Date));
        assert!(words.opens_byline("By") && words.fills_date("Monday") && !words.fills_date("war"));
    }
}
