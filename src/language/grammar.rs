//! Parts of speech and the forms of verbs: what the words of a language can be, before any sentence is looked at.
//!
//! Compiled from `grammar.toml` of a pack into one table over the lexicon, so that a token's possible parts cost one
//! look-up. What a word is in its sentence is decided in [`crate::analysis::syntax`]. No word is analysed beyond
//! regular inflection and a few endings.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::lexicon::{ClassId, ClassWords, Datum, LexemeId, Lexicon};
use crate::model::EventClass;

macro_rules! bits {
    ($($(#[$doc:meta])* $name:ident = $bit:expr, $text:expr;)*) => {
        impl Parts {
            $($(#[$doc])* pub const $name: Parts = Parts(1 << $bit);)*

            fn named(name: &str) -> Option<Parts> {
                match name {
                    $($text => Some(Parts::$name),)*
                    _ => None,
                }
            }
        }
    };
}

/// A set of parts of speech, forms of verbs, and persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts(pub u64);

bits! {
    /// "the", "this", "no".
    DETERMINER = 0, "det";
    /// "my", "whose".
    POSSESSIVE = 1, "poss";
    /// A pronoun that can be a subject.
    PRONOUN = 2, "pron";
    /// A pronoun that can be an object.
    OBJECT = 3, "obj";
    /// "of", "during".
    PREPOSITION = 4, "prep";
    /// "and", "but".
    COORDINATOR = 5, "coord";
    /// "because", "that".
    SUBORDINATOR = 6, "subord";
    /// "who", "which".
    RELATIVE = 7, "rel";
    /// A form of "be".
    BE = 8, "be";
    /// A form of "have".
    HAVE = 9, "have";
    /// A form of "do".
    DO = 10, "do";
    /// "will", "must".
    MODAL = 11, "modal";
    /// "not", "no", "never".
    NEGATIVE = 12, "neg";
    /// "again", "quickly".
    ADVERB = 13, "adv";
    /// "great".
    ADJECTIVE = 14, "adj";
    /// "two".
    NUMERAL = 15, "num";
    /// "to".
    TO = 16, "to";
    /// A noun, or a verb that is also a noun.
    NOUN = 17, "noun";
    /// Marks in the data a noun that is also a verb of some class.
    VERB = 18, "verb";
    /// "attack" as an infinitive or in the present.
    BASE = 19, "base";
    /// "attacks".
    THIRD = 20, "third";
    /// "attacked", "took".
    PAST = 21, "past";
    /// "attacked", "taken".
    PARTICIPLE = 22, "participle";
    /// "attacking".
    ING = 23, "ing";
    /// More than one.
    PLURAL = 24, "plural";
    /// "he", "his".
    HE = 25, "he";
    /// "she", "her".
    SHE = 26, "she";
    /// "it".
    IT = 27, "it";
    /// "they".
    THEY = 28, "they";
    /// "I".
    I = 29, "i";
    /// "we".
    WE = 30, "we";
    /// "by".
    AGENT = 31, "agent";
    /// The "s" of "Armenia's".
    GENITIVE = 32, "genitive";
    /// A modal of what will be: "will".
    FUTURE = 33, "future";
    /// A modal of what is not, or not surely: "would", "may".
    UNREAL = 34, "unreal";
    /// A modal of what ought to be: "must".
    DUE = 35, "due";
    /// Of one only: "a", "each".
    SINGULAR = 36, "sing";
}

impl Parts {
    /// Any form of a verb that tells something.
    pub const ANY_VERB: Parts =
        Parts(Parts::BASE.0 | Parts::THIRD.0 | Parts::PAST.0 | Parts::PARTICIPLE.0 | Parts::ING.0);

    /// True if the two share a part.
    pub fn has(self, other: Parts) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    pub const fn and(self, other: Parts) -> Parts {
        Parts(self.0 | other.0)
    }
}

/// What a word can be.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry {
    /// All its parts.
    pub parts: Parts,
    /// The part that is the likeliest by the data.
    pub first: Parts,
    /// The base form, if it is a verb.
    pub lemma: Option<LexemeId>,
    /// What the verb tells; `None` for a verb that tells no event.
    pub class: Option<EventClass>,
    /// The family of a noun that names an event: a verb's base form, or the noun.
    pub happening: Option<LexemeId>,
}

/// The parts of speech of a language.
#[derive(Debug, Default)]
pub struct Grammar {
    entries: Vec<Entry>,
    suffixes: Vec<(Box<str>, Parts)>,
    /// The ends of nouns for what happens.
    happenings: Vec<Box<str>>,
    /// The ends of plurals with those of their singulars, the longest first.
    plurals: Vec<(Box<str>, Box<str>)>,
}

/// A `grammar.toml` as it is written.
#[derive(Deserialize)]
pub struct Source {
    /// Its word classes.
    #[serde(default)]
    pub classes: BTreeMap<String, ClassWords>,
    #[serde(default)]
    inflection: Vec<Inflection>,
    #[serde(default)]
    suffix: Vec<Suffix>,
}

/// How the forms of a word are made; the first whose ending fits counts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inflection {
    endings: Vec<String>,
    third: String,
    past: String,
    ing: String,
    /// Letters cut off before `third` and `past`.
    #[serde(default)]
    cut: usize,
    /// Letters cut off before `ing`.
    #[serde(default)]
    cut_ing: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suffix {
    endings: Vec<String>,
    part: String,
}

/// The part by which a `[[suffix]]` says that nouns with its endings name what happens.
const HAPPENING: &str = "happening";

/// Shortest unknown word that is judged by its end, in bytes, beyond the end itself.
const STEM: usize = 3;

const VERB_CLASSES: [(&str, Option<EventClass>); 5] = [
    ("PLAIN", None),
    ("STATE", Some(EventClass::State)),
    ("INTENTION", Some(EventClass::Intention)),
    ("OCCURRENCE", Some(EventClass::Occurrence)),
    ("REPORTING", Some(EventClass::Reporting)),
];

impl Grammar {
    /// Compiles the grammar of a pack whose classes are in the lexicon already; forms of verbs and nouns are added to
    /// it.
    ///
    /// # Errors
    /// Says what is wrong in words, without a line.
    pub fn compile(source: Source, lexicon: &mut Lexicon) -> Result<Self, String> {
        let mut making = Making { grammar: Self::default(), forms: FxHashMap::default() };
        for suffix in source.suffix {
            if suffix.part == HAPPENING {
                making.grammar.happenings.extend(suffix.endings.into_iter().map(Box::from));
                continue;
            }
            let part = Parts::named(&suffix.part).ok_or_else(|| format!("{:?} is no part of speech", suffix.part))?;
            making.grammar.suffixes.extend(suffix.endings.into_iter().map(|ending| (ending.into(), part)));
        }
        making.grammar.plurals = plurals(&source.inflection);
        making.irregular(lexicon)?;
        for (name, class) in VERB_CLASSES {
            for verb in words_of(lexicon, name) {
                making.verb(lexicon, verb, class, &source.inflection)?;
            }
        }
        making.happenings(lexicon, &source.inflection)?;
        making.parts(lexicon)?;
        Ok(making.grammar)
    }

    /// True if the pack knows no parts of speech at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What the word can be; nothing for a word that the grammar does not know.
    pub fn entry(&self, id: LexemeId) -> Entry {
        self.entries.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// True for a noun in lower case and in the singular that by its end names something that happens: "cancellation".
    pub fn ends_as_happening(&self, noun: &str) -> bool {
        self.happenings.iter().any(|ending| noun.len() >= ending.len() + 2 && noun.ends_with(&**ending))
    }

    /// The singular of a regular plural in lower case, as what is kept of the word and what is put behind it; a word
    /// that is no plural is kept whole.
    pub fn singular<'w>(&'w self, noun: &'w str) -> (&'w str, &'w str) {
        let is_singular = |ending: &str| ending.ends_with('s') && noun.ends_with(ending);
        if self.plurals.iter().any(|(_, ending)| is_singular(ending)) {
            return (noun, "");
        }
        let plural = self.plurals.iter().find_map(|(plural, ending)| {
            let stem = noun.strip_suffix(&**plural)?;
            (stem.len() + ending.len() >= STEM).then_some((stem, &**ending))
        });
        plural.unwrap_or((noun, ""))
    }

    /// What an unknown word in lower case is taken for by its end, if by anything.
    pub fn by_suffix(&self, word: &str) -> Parts {
        let mut parts = Parts::default();
        for (ending, part) in &self.suffixes {
            if word.len() >= ending.len() + STEM && word.ends_with(&**ending) {
                parts = parts.and(*part);
            }
        }
        if parts.has(Parts::PAST) { parts.and(Parts::PARTICIPLE) } else { parts }
    }
}

/// A grammar that is being compiled.
struct Making {
    grammar: Grammar,
    /// The forms of each verb so far.
    forms: FxHashMap<LexemeId, Vec<LexemeId>>,
}

impl Making {
    fn entry_mut(&mut self, id: LexemeId) -> &mut Entry {
        let entries = &mut self.grammar.entries;
        if entries.len() <= id.0 as usize {
            entries.resize(id.0 as usize + 1, Entry::default());
        }
        &mut entries[id.0 as usize]
    }

    fn add(&mut self, id: LexemeId, parts: Parts) -> &mut Entry {
        let entry = self.entry_mut(id);
        entry.parts = entry.parts.and(parts);
        if entry.first == Parts::default() {
            entry.first = parts;
        }
        entry
    }

    fn form(&mut self, id: LexemeId, parts: Parts, lemma: LexemeId, class: Option<EventClass>) {
        let entry = self.add(id, parts);
        let is_new = entry.lemma.is_none();
        entry.lemma = entry.lemma.or(Some(lemma));
        // Verb classes come from the vaguest to the most telling.
        entry.class = class.or(entry.class);
        if is_new {
            self.forms.entry(lemma).or_default().push(id);
        }
    }

    fn verb(
        &mut self,
        lexicon: &mut Lexicon,
        verb: LexemeId,
        class: Option<EventClass>,
        inflections: &[Inflection],
    ) -> Result<(), String> {
        let word = lexicon.lexeme(verb).word.to_string();
        self.form(verb, Parts::BASE, verb, class);
        let past = Parts::PAST.and(Parts::PARTICIPLE);
        let known = self.forms.get(&verb).cloned().unwrap_or_default();
        let has_past = known.iter().any(|&form| self.grammar.entry(form).parts.has(Parts::PAST));
        let doubled = lexicon.class("DOUBLED").is_some_and(|class| lexicon.is(verb, class));
        let Some(how) = inflections.iter().find(|how| how.fits(&word)) else { return Ok(()) };
        let mut forms = vec![(how.third(&word), Parts::THIRD), (how.ing(&word), Parts::ING)];
        if !has_past {
            forms.push((how.past(&word), past));
        }
        if doubled {
            let twice = word.chars().next_back().map(|last| format!("{word}{last}")).unwrap_or_default();
            forms.push((how.ing(&twice), Parts::ING));
            if !has_past {
                forms.push((how.past(&twice), past));
            }
        }
        for (form, parts) in forms {
            let id = lexicon.add_word(&form)?;
            self.form(id, parts, verb, class);
        }
        // Irregular forms were entered before the class was known.
        for form in known {
            let entry = self.entry_mut(form);
            entry.class = class.or(entry.class);
        }
        Ok(())
    }

    fn irregular(&mut self, lexicon: &mut Lexicon) -> Result<(), String> {
        for (id, text) in texts_of(lexicon, "IRREGULAR") {
            let mut words = text.split(' ');
            let lemma = lexicon.add_word(words.next().unwrap_or_default())?;
            for form in words {
                let part = Parts::named(form).ok_or_else(|| format!("{form:?} is no form of a verb"))?;
                self.form(id, part, lemma, None);
            }
        }
        Ok(())
    }

    fn happenings(&mut self, lexicon: &mut Lexicon, inflections: &[Inflection]) -> Result<(), String> {
        let plurals: Vec<(LexemeId, String)> = texts_of(lexicon, "PLURAL");
        for (noun, family) in texts_of(lexicon, "HAPPENING") {
            let word = lexicon.lexeme(noun).word.to_string();
            let family = lexicon.add_word(&family)?;
            self.add(noun, Parts::NOUN).happening = Some(family);
            let irregular = plurals.iter().find(|(_, singular)| *singular == word).map(|(id, _)| *id);
            let plural = match (irregular, inflections.iter().find(|how| how.fits(&word))) {
                (Some(id), _) => id,
                (None, Some(how)) => lexicon.add_word(&how.third(&word))?,
                (None, None) => continue,
            };
            self.add(plural, Parts::NOUN.and(Parts::PLURAL)).happening = Some(family);
        }
        Ok(())
    }

    fn parts(&mut self, lexicon: &Lexicon) -> Result<(), String> {
        for (id, text) in texts_of(lexicon, "SPEECH_PART") {
            for (rank, name) in text.split(' ').enumerate() {
                let part = Parts::named(name)
                    .ok_or_else(|| format!("{name:?} of {:?} is no part of speech", lexicon.lexeme(id).word))?;
                self.add(id, part);
                if rank == 0 {
                    self.entry_mut(id).first = part;
                }
            }
        }
        Ok(())
    }
}

impl Inflection {
    fn fits(&self, word: &str) -> bool {
        self.endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    fn third(&self, word: &str) -> String {
        join(word, self.cut, &self.third)
    }

    fn past(&self, word: &str) -> String {
        join(word, self.cut, &self.past)
    }

    fn ing(&self, word: &str) -> String {
        join(word, self.cut_ing, &self.ing)
    }
}

/// The ends of plurals with those of their singulars.
fn plurals(inflections: &[Inflection]) -> Vec<(Box<str>, Box<str>)> {
    let ends = inflections.iter().flat_map(|how| how.endings.iter().map(|ending| (how.third(ending), ending)));
    let mut plurals: Vec<(Box<str>, Box<str>)> =
        ends.map(|(plural, ending)| (plural.into(), ending.as_str().into())).collect();
    // Of two that fit the singular that was changed more is the commoner: "party", not "partie".
    plurals.sort_by_key(|(plural, ending)| (std::cmp::Reverse(plural.len()), ending.len()));
    plurals
}

/// `word` without its last `cut` letters, and `ending`.
fn join(word: &str, cut: usize, ending: &str) -> String {
    let kept = word.char_indices().rev().nth(cut.wrapping_sub(1)).map_or(word.len(), |(at, _)| at);
    format!("{}{ending}", &word[..kept])
}

fn class_of(lexicon: &Lexicon, name: &str) -> Option<ClassId> {
    lexicon.class(name)
}

fn words_of(lexicon: &Lexicon, class: &str) -> Vec<LexemeId> {
    let Some(class) = class_of(lexicon, class) else { return Vec::new() };
    lexicon.iter().map(|(id, _)| id).filter(|&id| lexicon.is(id, class)).collect()
}

fn texts_of(lexicon: &Lexicon, class: &str) -> Vec<(LexemeId, String)> {
    let Some(class) = class_of(lexicon, class) else { return Vec::new() };
    let text = |id| match lexicon.datum(id, class) {
        Some(Datum::Text(text)) => Some((id, text.to_string())),
        _ => None,
    };
    lexicon.iter().filter_map(|(id, _)| text(id)).collect()
}

#[cfg(test)]
mod tests {
    use crate::language::Languages;

    use super::*;

    fn entry(word: &str) -> Entry {
        let pack = Languages::default().pack("en").0.expect("built in");
        pack.lexicon.find(word).map(|id| pack.grammar.entry(id)).unwrap_or_default()
    }

    fn lemma(word: &str) -> Option<String> {
        let pack = Languages::default().pack("en").0.expect("built in");
        entry(word).lemma.map(|id| pack.lexicon.lexeme(id).word.to_string())
    }

    #[test]
    fn regular_and_irregular_forms_lead_to_their_verb() {
        for (form, verb, part) in [
            ("attacked", "attack", Parts::PAST),
            ("denies", "deny", Parts::THIRD),
            ("stopped", "stop", Parts::PARTICIPLE),
            ("dying", "die", Parts::ING),
            ("agreed", "agree", Parts::PAST),
            ("wrote", "write", Parts::PAST),
            ("written", "write", Parts::PARTICIPLE),
            ("launches", "launch", Parts::THIRD),
            ("leaving", "leave", Parts::ING),
        ] {
            assert_eq!(lemma(form).as_deref(), Some(verb), "{form}");
            assert!(entry(form).parts.has(part), "{form}");
        }
        assert!(!entry("wrote").parts.has(Parts::PARTICIPLE));
        assert!(!entry("writed").parts.has(Parts::PAST));
    }

    #[test]
    fn nouns_know_their_family() {
        let pack = Languages::default().pack("en").0.expect("built in");
        for (noun, family) in
            [("liberation", "liberate"), ("provocations", "provoke"), ("war", "war"), ("crises", "crisis")]
        {
            let found = entry(noun).happening.map(|id| pack.lexicon.lexeme(id).word.to_string());
            assert_eq!(found.as_deref(), Some(family), "{noun}");
        }
    }

    #[test]
    fn classes_of_irregular_verbs_reach_their_forms() {
        assert_eq!(entry("said").class, Some(EventClass::Reporting));
        assert_eq!(entry("took").class, Some(EventClass::Occurrence));
        assert_eq!(entry("glanced").class, None);
    }

    #[test]
    fn unknown_words_are_judged_by_their_end() {
        let pack = Languages::default().pack("en").0.expect("built in");
        assert!(pack.grammar.by_suffix("treacherously").has(Parts::ADVERB));
        assert!(pack.grammar.by_suffix("galvanised").has(Parts::PARTICIPLE));
        assert_eq!(pack.grammar.by_suffix("bed"), Parts::default());
        assert!(pack.grammar.ends_as_happening("cancellation"));
        assert!(!pack.grammar.ends_as_happening("table"));
        for (plural, singular) in [
            ("waivers", "waiver"),
            ("storms", "storm"),
            ("parties", "party"),
            ("matches", "match"),
            ("losses", "loss"),
            ("loss", "loss"),
            ("uses", "use"),
            ("rain", "rain"),
        ] {
            let (stem, ending) = pack.grammar.singular(plural);
            assert_eq!(format!("{stem}{ending}"), singular, "{plural}");
        }
    }
}
