//! Texts with their names marked, and how they are read.

use std::fs;
use std::path::Path;

use dateline::language::LanguagePack;
use dateline::language::entity::{Is, Vocabulary};
use dateline::language::weights::Label;
use dateline::model::{EntityKind, Span};

use crate::settings::Failure;

/// Peoples are names in some files and none in others.
pub const NO_PEOPLES: &[EntityKind] = &[EntityKind::Norp];
/// The heads of judgments mark the parties and the judges only.
pub const PARTIES: &[EntityKind] = &[EntityKind::Place, EntityKind::Norp, EntityKind::Law, EntityKind::Other];
/// What may stand unmarked where names are left out here and there.
pub const GAPS: &[EntityKind] =
    &[EntityKind::Person, EntityKind::Org, EntityKind::Place, EntityKind::Norp, EntityKind::Other];

/// A file to learn from.
pub struct Corpus {
    pub name: &'static str,
    /// How much a text counts.
    pub weight: f32,
    /// Kinds that it leaves unmarked and that are common enough to matter.
    pub unmarked: &'static [EntityKind],
    /// It leaves names of every kind unmarked here and there.
    pub gaps: bool,
}

const fn corpus(name: &'static str, weight: f32, unmarked: &'static [EntityKind], gaps: bool) -> Corpus {
    Corpus { name, weight, unmarked, gaps }
}

/// What is learnt from.
pub const TRAINING: &[Corpus] = &[
    corpus("gum.train.open", 1.5, NO_PEOPLES, false),
    corpus("uner_ewt.train", 1.0, &[], false),
    corpus("litbank.train", 1.3, NO_PEOPLES, false),
    corpus("crossner_politics.train", 2.0, &[], false),
    corpus("crossner_literature.train", 1.0, &[], false),
    corpus("wikigold.train", 1.0, &[], false),
    corpus("redocred.train", 0.5, &[], true),
    corpus("legalner.train", 1.0, NO_PEOPLES, false),
    corpus("legalner_preamble.train", 0.5, PARTIES, false),
    corpus("re3d.train", 1.0, &[], false),
    corpus("wnut17.train", 0.5, NO_PEOPLES, false),
];

/// How the letters of a text are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    AsWritten,
    Capitals,
    Titles,
}

/// A text with its names: bytes and kind.
pub struct Record {
    pub text: String,
    pub names: Vec<(Span, EntityKind)>,
}

pub fn read(data: &str, name: &str) -> Result<Vec<Record>, Failure> {
    let path = Path::new(data).join(format!("ner_{name}.jsonl"));
    let lines = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    lines.lines().filter(|line| !line.trim().is_empty()).map(record).collect()
}

pub fn record(line: &str) -> Result<Record, Failure> {
    let value: serde_json::Value = serde_json::from_str(line)?;
    let text = value["text"].as_str().ok_or("no text")?.to_owned();
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let mut names = Vec::new();
    for entity in value["entities"].as_array().into_iter().flatten() {
        let at = |key: &str| entity[key].as_u64().and_then(|at| bytes.get(at as usize)).copied();
        let (Some(start), Some(end)) = (at("start"), at("end")) else { continue };
        let name = entity["type"].as_str().unwrap_or_default();
        let Some(kind) = EntityKind::from_code(name) else { continue };
        names.push((Span::new(start, end), kind));
    }
    Ok(Record { text, names })
}

/// The text in other capitals; characters whose other form has another length stay, so that positions hold.
pub fn recase(text: &str, case: Case) -> String {
    let mut inside = false;
    let mut recased = String::with_capacity(text.len());
    for c in text.chars() {
        let large = match case {
            Case::AsWritten => false,
            Case::Capitals => true,
            Case::Titles => c.is_alphabetic() && !inside,
        };
        inside = c.is_alphanumeric() || matches!(c, '\'' | '’');
        let mut upper = c.to_uppercase();
        match (large, upper.next(), upper.next()) {
            (true, Some(upper), None) if upper.len_utf8() == c.len_utf8() => recased.push(upper),
            _ => recased.push(c),
        }
    }
    recased
}

/// The names of a text by their bytes, without titles, articles and marks around them.
pub struct Gold(pub Vec<(Span, EntityKind)>);

impl Gold {
    pub fn new(record: &Record, text: &str, pack: &LanguagePack) -> Self {
        let vocabulary = Vocabulary::of(&pack.lexicon);
        Self(record.names.iter().map(|&(span, kind)| (trim(span, kind, text, pack, &vocabulary), kind)).collect())
    }

    /// The label of a word, or outside.
    pub fn label(&self, word: Span) -> Label {
        match self.0.iter().find(|(span, _)| span.start <= word.start && word.end <= span.end) {
            Some((span, kind)) if span.start == word.start => Label::First(*kind),
            Some((_, kind)) => Label::Further(*kind),
            None => Label::Outside,
        }
    }

    pub fn allowed(&self, word: Span, text: &str, corpus: &Corpus) -> u32 {
        let label = self.label(word);
        let mut allowed = 1 << label.number();
        if label == Label::Outside {
            let capital = word.of(text).starts_with(char::is_uppercase);
            let open = if corpus.gaps && capital { GAPS } else { corpus.unmarked };
            for &kind in open {
                allowed |= 1 << Label::First(kind).number() | 1 << Label::Further(kind).number();
            }
        }
        allowed
    }
}

pub fn trim(span: Span, kind: EntityKind, text: &str, pack: &LanguagePack, vocabulary: &Vocabulary) -> Span {
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    let mark = |c: char| !c.is_alphanumeric();
    loop {
        let words = &text[start..end];
        start += words.len() - words.trim_start_matches(mark).len();
        let words = &text[start..end];
        let Some((first, _)) = words.split_once(|c: char| c.is_whitespace() || c == '.') else { break };
        let small = first.to_lowercase();
        let Some(word) = pack.lexicon.find(&small).map(|id| vocabulary.word(id)) else { break };
        let titled = kind == EntityKind::Person && (word.is(Is::Honorific) || word.is(Is::Role));
        if !(titled || word.is(Is::Article) || word.is(Is::Determiner) || word.is(Is::Possessor)) {
            break;
        }
        start += first.len();
    }
    let words = text[start..end].trim_end_matches(|c: char| mark(c) && !matches!(c, '.' | ')' | '!' | '?'));
    let words = ["'s", "’s", "'S", "’S"].iter().find_map(|suffix| words.strip_suffix(suffix)).unwrap_or(words);
    end = start + words.trim_end_matches(mark).len();
    if start < end { Span::new(start, end) } else { span }
}
