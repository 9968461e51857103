//! Language packs: the words and rules of a language, compiled from the data under `assets/lang/<code>/`.
//!
//! A pack is a folder of TOML files, one a stage of the analysis. Each file may define word classes, which all files
//! of the pack share, and rules, which belong to its stage. This module knows how rules are written and matched; what
//! a match means is the business of [`crate::analysis`].

pub mod entity;
pub mod event;
pub mod gazetteer;
pub mod grammar;
pub mod lexicon;
pub mod pattern;
pub mod reference;
pub mod rules;
pub mod sentence;
mod shape;
pub mod speech;
pub mod timex;
pub mod token;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use grammar::Grammar;
use lexicon::{ClassWords, Lexicon};
use rules::{RuleSet, RuleSource};

/// The files of a language pack, by name, with their contents.
pub type PackFiles<'a> = &'a [(&'a str, &'a str)];

/// The languages that are built in: code and files. A language is a folder and a row here.
pub const LANGUAGES: &[(&str, PackFiles<'static>)] = &[(
    "en",
    &[
        ("grammar.toml", include_str!("../../assets/lang/en/grammar.toml")),
        ("sentence.toml", include_str!("../../assets/lang/en/sentence.toml")),
        ("timex.toml", include_str!("../../assets/lang/en/timex.toml")),
        ("entity.toml", include_str!("../../assets/lang/en/entity.toml")),
        ("speech.toml", include_str!("../../assets/lang/en/speech.toml")),
        ("event.toml", include_str!("../../assets/lang/en/event.toml")),
        ("reference.toml", include_str!("../../assets/lang/en/reference.toml")),
    ],
)];

/// The words and rules of one language.
#[derive(Debug)]
pub struct LanguagePack {
    /// ISO 639-1: "en".
    pub code: String,
    /// All words known, with their classes.
    pub lexicon: Lexicon,
    /// What the words can be: parts of speech, forms of verbs.
    pub grammar: Grammar,
    /// What ends a sentence and what does not.
    pub sentence: RuleSet<sentence::Action>,
    /// Time expressions.
    pub timex: RuleSet<timex::Action>,
    /// Names, titles, roles, and how they hang together.
    pub entity: RuleSet<entity::Action>,
    /// Who says what.
    pub speech: RuleSet<speech::Action>,
    /// What happens.
    pub event: RuleSet<event::Action>,
    /// What words point to.
    pub reference: RuleSet<reference::Action>,
}

/// What is wrong with a language pack, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    /// The file in the pack.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

impl std::fmt::Display for PackError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.problem)
    }
}

impl std::error::Error for PackError {}

/// One file of a pack: classes for all, rules for one stage.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "T: Deserialize<'de>"))]
struct PackFile<T> {
    #[serde(default)]
    classes: BTreeMap<String, ClassWords>,
    /// Pieces of patterns by name, for all rules of the file: `@NAME` in a pattern stands for its piece.
    #[serde(default)]
    parts: BTreeMap<String, String>,
    #[serde(default = "Vec::new")]
    rule: Vec<RuleSource<T>>,
}

/// The classes of a file, whatever its rules are.
#[derive(Deserialize)]
struct Classes {
    #[serde(default)]
    classes: BTreeMap<String, ClassWords>,
}

impl LanguagePack {
    /// The built-in pack of a language, compiled at its first use.
    pub fn built_in(code: &str) -> Option<&'static LanguagePack> {
        static PACKS: OnceLock<Vec<OnceLock<LanguagePack>>> = OnceLock::new();
        let packs = PACKS.get_or_init(|| LANGUAGES.iter().map(|_| OnceLock::new()).collect());
        let index = LANGUAGES.iter().position(|(known, _)| *known == code)?;
        let (code, files) = LANGUAGES[index];
        // A test compiles every pack that is built in, so this cannot fail in a program that was built from a green tree.
        Some(packs[index].get_or_init(|| match Self::compile(code, files) {
            Ok(pack) => pack,
            Err(error) => panic!("built-in language pack {code}: {error}"),
        }))
    }

    /// Compiles a pack from its files. A missing file leaves its stage without rules.
    ///
    /// # Errors
    /// The first file that cannot be understood, with the line and the problem.
    pub fn compile(code: &str, files: PackFiles<'_>) -> Result<Self, PackError> {
        let mut lexicon = Lexicon::default();
        for &(file, source) in files {
            let parsed: Classes = parse(file, source)?;
            for (name, words) in &parsed.classes {
                lexicon.add_class(name, words).map_err(|problem| PackError {
                    file: file.into(),
                    line: source.lines().position(|line| line.starts_with(name.as_str())).map_or(1, |n| n + 1),
                    problem: format!("class {name}: {problem}"),
                })?;
            }
        }
        let grammar = files.iter().find(|(name, _)| *name == "grammar.toml").map_or("", |(_, source)| source);
        let grammar = Grammar::compile(grammar, &mut lexicon).map_err(|problem| PackError {
            file: "grammar.toml".into(),
            line: 1,
            problem,
        })?;
        Ok(Self {
            code: code.to_owned(),
            grammar,
            sentence: rules(files, "sentence.toml", &mut lexicon)?,
            timex: rules(files, "timex.toml", &mut lexicon)?,
            entity: rules(files, "entity.toml", &mut lexicon)?,
            speech: rules(files, "speech.toml", &mut lexicon)?,
            event: rules(files, "event.toml", &mut lexicon)?,
            reference: rules(files, "reference.toml", &mut lexicon)?,
            lexicon,
        })
    }
}

fn parse<T: DeserializeOwned>(file: &str, source: &str) -> Result<T, PackError> {
    toml::from_str(source).map_err(|error| PackError {
        file: file.into(),
        line: line_at(source, error.span().map_or(0, |span| span.start)),
        problem: error.message().to_owned(),
    })
}

fn rules<T: DeserializeOwned>(
    files: PackFiles<'_>,
    file: &str,
    lexicon: &mut Lexicon,
) -> Result<RuleSet<T>, PackError> {
    let source = files.iter().find(|(name, _)| *name == file).map_or("", |(_, source)| source);
    let parsed: PackFile<T> = parse(file, source)?;
    let _ = parsed.classes;
    RuleSet::compile(parsed.rule, &parsed.parts, lexicon).map_err(|(offset, problem)| PackError {
        file: file.into(),
        line: line_at(source, offset),
        problem,
    })
}

fn line_at(source: &str, offset: usize) -> usize {
    source.as_bytes()[..offset.min(source.len())].iter().filter(|&&b| b == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::pattern::Subject;
    use super::rules::Example;
    use super::*;
    use crate::model::Span;

    #[test]
    fn every_built_in_pack_compiles() {
        for &(code, files) in LANGUAGES {
            if let Err(error) = LanguagePack::compile(code, files) {
                panic!("{code}: {error}");
            }
        }
    }

    /// Every example of a rule matches with that rule, exactly the marked words; a counter-example matches nothing of it.
    fn check_examples<T>(pack: &LanguagePack, set: &RuleSet<T>) {
        let mut wrong = Vec::new();
        for rule in set.iter() {
            for source in &rule.examples {
                let example = Example::parse(source).unwrap_or_else(|problem| panic!("{}: {problem}", rule.name));
                let mut tokens = Vec::new();
                token::tokenise(&example.text, Span::new(0, example.text.len()), &pack.lexicon, &mut tokens);
                let on = Subject { text: &example.text, tokens: &tokens, lexicon: &pack.lexicon };
                let found: Vec<Span> = set
                    .find_all(&on, 0..tokens.len())
                    .into_iter()
                    .filter(|found| found.rule.name == rule.name)
                    .map(|found| on.span(&found.found.tokens))
                    .collect();
                if found.first().copied() != example.span {
                    wrong.push(format!("rule {:?} on {source:?}", rule.name.0));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_rule_matches_its_examples() {
        for (code, _) in LANGUAGES {
            let pack = LanguagePack::built_in(code).expect("listed");
            check_examples(pack, &pack.sentence);
            check_examples(pack, &pack.timex);
            check_examples(pack, &pack.entity);
            check_examples(pack, &pack.speech);
            check_examples(pack, &pack.event);
            check_examples(pack, &pack.reference);
        }
    }

    #[test]
    fn a_broken_pack_names_file_and_line() {
        let files: PackFiles<'_> = &[(
            "timex.toml",
            "[classes]\nMONTH = [\"may\"]\n\n[[rule]]\nname = \"x\"\npattern = \"(MONTH\"\nthen = { kind = \"date\" }\n",
        )];
        let error = LanguagePack::compile("xx", files).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("timex.toml", 6));
        let files: PackFiles<'_> = &[("timex.toml", "[classes]\nMONTH = [\"may\"]\nDAY = 3\n")];
        assert_eq!(LanguagePack::compile("xx", files).unwrap_err().line, 3);
    }
}
