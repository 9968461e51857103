//! One language pack, compiled from its files.
//!
//! Several files of one name lie one over the other: rules and parts of the first replace those of the same name in
//! later ones, words are added up. Where files come from is the business of [`super::Languages`].

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::thread;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::grammar::{self, Grammar};
use super::lexicon::{ClassWords, Lexicon};
use super::pattern::Subject;
use super::rules::{Example, Members, RuleSet, RuleSource};
use super::{entity, event, reference, sentence, speech, timex, token};
use crate::model::Span;

/// The files of a built-in language pack, by name, with their contents.
pub type PackFiles<'a> = &'a [(&'a str, &'a str)];

/// A file of a pack.
#[derive(Clone, Copy, Debug)]
pub struct PackFile<'a> {
    /// The stage that it is for, as the file is called: "timex.toml".
    pub name: &'a str,
    /// How it is called where something is wrong with it.
    pub label: &'a str,
    /// What it says.
    pub source: &'a str,
}

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

/// One file as it is written: classes for all, rules for one stage.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "T: Deserialize<'de>"))]
struct Written<T> {
    #[serde(default)]
    classes: BTreeMap<String, ClassWords>,
    /// Pieces of patterns by name, for all rules of the stage: `@NAME` in a pattern stands for its piece.
    #[serde(default)]
    parts: BTreeMap<String, String>,
    #[serde(default = "Vec::new")]
    rule: Vec<RuleSource<T>>,
}

/// All files of one stage, laid one over the other.
struct Stage<T> {
    rules: Vec<RuleSource<T>>,
    parts: BTreeMap<String, String>,
    /// For each rule the file and the line of its pattern.
    places: Vec<(String, usize)>,
}

impl LanguagePack {
    /// Compiles a pack from its files, those that lie on top first. A missing file leaves its stage without rules.
    ///
    /// # Errors
    /// The first file that cannot be understood, with the line and the problem.
    pub fn compile(code: &str, files: &[PackFile<'_>]) -> Result<Self, PackError> {
        let ((entity, speech, event, reference), (grammar, sentence, timex)) = both(
            || {
                let (entity, speech) = (written(files, "entity.toml"), written(files, "speech.toml"));
                (entity, speech, written(files, "event.toml"), written(files, "reference.toml"))
            },
            || (grammar(files), written(files, "sentence.toml"), written(files, "timex.toml")),
        );
        let mut lexicon = Lexicon::default();
        let grammar = grammar?;
        if let Some((file, source)) = &grammar {
            add_classes(file, &source.classes, &mut lexicon)?;
        }
        let sentence = stage(sentence?, &mut lexicon)?;
        let timex = stage(timex?, &mut lexicon)?;
        let entity = stage(entity?, &mut lexicon)?;
        let speech = stage(speech?, &mut lexicon)?;
        let event = stage(event?, &mut lexicon)?;
        let reference = stage(reference?, &mut lexicon)?;
        // Patterns may name the classes of all files, so that they come last.
        let grammar = match grammar {
            Some((file, source)) => Grammar::compile(source, &mut lexicon).map_err(|problem| PackError {
                file: file.label.into(),
                line: 1,
                problem,
            })?,
            None => Grammar::default(),
        };
        let mut pack = Self {
            code: code.to_owned(),
            grammar,
            sentence: compiled(sentence, &mut lexicon)?,
            timex: compiled(timex, &mut lexicon)?,
            entity: compiled(entity, &mut lexicon)?,
            speech: compiled(speech, &mut lexicon)?,
            event: compiled(event, &mut lexicon)?,
            reference: compiled(reference, &mut lexicon)?,
            lexicon,
        };
        pack.index();
        Ok(pack)
    }

    /// Makes ready the look-up of rules by the words that they begin with, now that all words are known.
    fn index(&mut self) {
        let (lexicon, members) = (&self.lexicon, &Members::of(&self.lexicon));
        both(
            || {
                self.entity.index(lexicon, members);
                self.speech.index(lexicon, members);
                self.event.index(lexicon, members);
            },
            || {
                self.sentence.index(lexicon, members);
                self.timex.index(lexicon, members);
                self.reference.index(lexicon, members);
            },
        );
    }

    /// Holds every rule to its examples: each must be matched by that rule and no other, exactly at the marked words,
    /// and a counter-example by anything but that rule. What is wrong, a line each; nothing if all is right.
    pub fn wrong_examples(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        wrong_in(self, &self.sentence, &mut wrong);
        wrong_in(self, &self.timex, &mut wrong);
        wrong_in(self, &self.entity, &mut wrong);
        wrong_in(self, &self.speech, &mut wrong);
        wrong_in(self, &self.event, &mut wrong);
        wrong_in(self, &self.reference, &mut wrong);
        wrong
    }
}

fn wrong_in<T>(pack: &LanguagePack, set: &RuleSet<T>, wrong: &mut Vec<String>) {
    for rule in set.iter() {
        for source in &rule.examples {
            let example = match Example::parse(source) {
                Ok(example) => example,
                Err(problem) => {
                    wrong.push(format!("rule {:?}: {problem}", rule.name.0));
                    continue;
                }
            };
            let mut tokens = Vec::new();
            token::tokenise(&example.text, Span::new(0, example.text.len()), &pack.lexicon, &mut tokens);
            let on = Subject { text: &example.text, tokens: &tokens, lexicon: &pack.lexicon };
            let all = set.find_all(&on, 0..tokens.len());
            let found = all.iter().find(|found| found.rule.name == rule.name).map(|found| on.span(&found.found.tokens));
            if found != example.span {
                let words = found.map_or("nothing", |span| span.of(&example.text));
                wrong.push(format!("rule {:?} on {source:?} matches {words:?}", rule.name.0));
            }
        }
    }
}

/// Does two things at once: no name of the first screen is found before the pack is compiled.
///
/// Not on the threads of the analysis: one that waits here might take up another document, which waits for this pack.
fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        match one.join() {
            Ok(one) => (one, other),
            Err(panic) => resume_unwind(panic),
        }
    })
}

fn parse<T: DeserializeOwned>(file: &PackFile<'_>) -> Result<T, PackError> {
    toml::from_str(file.source).map_err(|error| PackError {
        file: file.label.into(),
        line: line_at(file.source, error.span().map_or(0, |span| span.start)),
        problem: error.message().to_owned(),
    })
}

/// Reads the grammar, if there is one.
fn grammar<'a>(files: &'a [PackFile<'a>]) -> Result<Option<(&'a PackFile<'a>, grammar::Source)>, PackError> {
    let file = files.iter().find(|file| file.name == "grammar.toml");
    file.map(|file| Ok((file, parse(file)?))).transpose()
}

/// The files of a stage as they are written.
type Files<'a, T> = Vec<(&'a PackFile<'a>, Written<T>)>;

/// Reads the files of a stage.
fn written<'a, T: DeserializeOwned>(files: &'a [PackFile<'a>], name: &str) -> Result<Files<'a, T>, PackError> {
    files.iter().filter(|file| file.name == name).map(|file| Ok((file, parse(file)?))).collect()
}

/// Lays the files of a stage one over the other and adds their words to the lexicon.
fn stage<T>(files: Files<'_, T>, lexicon: &mut Lexicon) -> Result<Stage<T>, PackError> {
    let mut stage = Stage { rules: Vec::new(), parts: BTreeMap::new(), places: Vec::new() };
    for (file, written) in files {
        add_classes(file, &written.classes, lexicon)?;
        for (name, piece) in written.parts {
            stage.parts.entry(name).or_insert(piece);
        }
        let above = stage.rules.len();
        let breaks: Vec<usize> = file.source.match_indices('\n').map(|(at, _)| at).collect();
        for rule in written.rule {
            if !stage.rules[..above].iter().any(|known| known.name == rule.name) {
                let line = breaks.partition_point(|&at| at < rule.pattern.span().start) + 1;
                stage.places.push((file.label.into(), line));
                stage.rules.push(rule);
            }
        }
    }
    Ok(stage)
}

fn compiled<T>(stage: Stage<T>, lexicon: &mut Lexicon) -> Result<RuleSet<T>, PackError> {
    RuleSet::compile(stage.rules, &stage.parts, lexicon).map_err(|(rule, problem)| {
        let (file, line) = stage.places.get(rule).cloned().unwrap_or_default();
        PackError { file, line, problem }
    })
}

fn add_classes(
    file: &PackFile<'_>,
    classes: &BTreeMap<String, ClassWords>,
    lexicon: &mut Lexicon,
) -> Result<(), PackError> {
    for (name, words) in classes {
        lexicon.add_class(name, words).map_err(|problem| PackError {
            file: file.label.into(),
            line: file.source.lines().position(|line| line.starts_with(name.as_str())).map_or(1, |n| n + 1),
            problem: format!("class {name}: {problem}"),
        })?;
    }
    Ok(())
}

fn line_at(source: &str, offset: usize) -> usize {
    source.as_bytes()[..offset.min(source.len())].iter().filter(|&&b| b == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file<'a>(label: &'a str, source: &'a str) -> PackFile<'a> {
        PackFile { name: "timex.toml", label, source }
    }

    #[test]
    fn a_broken_pack_names_file_and_line() {
        let source = "[classes]\nMONTH = [\"may\"]\n\n[[rule]]\nname = \"x\"\npattern = \"(MONTH\"\nthen = { kind = \"date\" }\n";
        let error = LanguagePack::compile("xx", &[file("here/timex.toml", source)]).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("here/timex.toml", 6));
        let source = "[classes]\nMONTH = [\"may\"]\nDAY = 3\n";
        assert_eq!(LanguagePack::compile("xx", &[file("timex.toml", source)]).unwrap_err().line, 3);
    }

    #[test]
    fn the_file_on_top_replaces_rules_of_the_same_name_and_adds_words() {
        let below = "[classes]\nMONTH = { may = 5 }\n[parts]\nDAY = \"#1-31\"\n\
            [[rule]]\nname = \"month\"\npattern = \"MONTH\"\nthen = { kind = \"date\" }\n\
            [[rule]]\nname = \"day\"\npattern = \"@DAY MONTH\"\nthen = { kind = \"date\" }\n";
        let above = "[classes]\nMONTH = { floreal = 4 }\n\
            [[rule]]\nname = \"month\"\npattern = \"in MONTH\"\nthen = { kind = \"date\" }\nexamples = [\"he came [in Floreal]\"]\n";
        let pack = LanguagePack::compile("xx", &[file("above", above), file("below", below)]).unwrap();
        assert_eq!(pack.timex.iter().map(|rule| &*rule.name.0).collect::<Vec<_>>(), ["month", "day"]);
        assert_eq!(pack.wrong_examples(), [] as [String; 0]);
        let month = pack.lexicon.class("MONTH").unwrap();
        let number = |word| pack.lexicon.number(pack.lexicon.find(word).unwrap(), month);
        assert_eq!((number("may"), number("floreal")), (Some(5), Some(4)));
    }

    #[test]
    fn examples_that_do_not_hold_are_told() {
        let source = "[[rule]]\nname = \"x\"\npattern = \"may\"\nthen = { kind = \"date\" }\nexamples = [\"in [June]\", \"!in may\", \"in [may]\"]\n";
        let wrong = LanguagePack::compile("xx", &[file("timex.toml", source)]).unwrap().wrong_examples();
        assert_eq!(wrong.len(), 2, "{wrong:?}");
    }
}
