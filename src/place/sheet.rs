//! Corrections as a text that a person can read and write: TOML, one `[[correction]]` each.
//!
//! Where the program changes such a text, all that stays is left as it was written, comments and order included.

use std::fmt::Write as _;
use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use super::folder::version;
use crate::model::{Correction, EntityKind, Mode, Passage};
use crate::visible;

/// The version of the format that this program writes.
const VERSION: u32 = 1;

/// What stands at the top of a new file.
const HEAD: &str = "\
# What a reader put right by hand. dateline applies it whenever it reads the document, in this order: of two that
# contradict each other the later counts. You may change, add and delete entries here.
#
# do = \"merge\"        whoever is meant `at` one place is the same as whoever is meant `with` another, and has its name
# do = \"split\"        the words `at` a place mean somebody else; with `every = true` wherever their entity is called so
# do = \"rename\"       the entity goes by `name`
# do = \"kind\"         it is a `kind`: person, organisation, place, people, event, law, work, other
# do = \"name\"         the words `at` a place are a name, there and elsewhere, of something of this `kind`
# do = \"never\"        it is no entity
# do = \"speaker\"      the quotation `at` a place is the words of whoever is meant `with`; nobody's without it
# do = \"date\"         the words `at` a place are the `date` (EDTF: 1914-07-28, 1914~, 1914/1918)
# do = \"count-dates\"  dates count `from` the \"document\"'s date or the \"last\" one told
#
# A place is given by its `words`, with a little of what stands `before` and `after` them and their `offset` in bytes;
# only the words are needed.
";

/// The kinds of entities, as they are written.
const KINDS: [(&str, EntityKind); 8] = [
    ("person", EntityKind::Person),
    ("organisation", EntityKind::Org),
    ("place", EntityKind::Place),
    ("people", EntityKind::Norp),
    ("event", EntityKind::Event),
    ("law", EntityKind::Law),
    ("work", EntityKind::Work),
    ("other", EntityKind::Other),
];
/// What dates may count from, as it is written.
const FROM: [(&str, Mode); 2] = [("document", Mode::News), ("last", Mode::Narrative)];

/// What is wrong in a text, and in which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong in it.
    pub problem: String,
}

/// A text that was read.
#[derive(Debug, Default)]
pub struct Sheet {
    source: String,
    /// The corrections in their order, and where in the text each stands, with the comment above it.
    rows: Vec<(Correction, Range<usize>)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "version")]
    _version: u32,
    #[serde(default, rename = "document")]
    _document: Option<String>,
    #[serde(default)]
    correction: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(rename = "do")]
    what: Spanned<String>,
    at: Option<Passage>,
    with: Option<Passage>,
    #[serde(default)]
    every: bool,
    name: Option<String>,
    kind: Option<String>,
    date: Option<String>,
    from: Option<String>,
}

impl Sheet {
    /// Reads a text.
    ///
    /// # Errors
    /// The first line that cannot be understood; a text of a newer version.
    pub fn read(source: String) -> Result<Self, Wrong> {
        if version(&source).is_some_and(|version| version > VERSION) {
            return Err(Wrong { line: 1, problem: "it was written by a newer version".into() });
        }
        let line = |at: usize| 1 + memchr::memchr_iter(b'\n', &source.as_bytes()[..at.min(source.len())]).count();
        let file: File = toml::from_str(&source).map_err(|error| Wrong {
            line: line(error.span().map_or(0, |span| span.start)),
            problem: error.message().lines().next().unwrap_or_default().to_owned(),
        })?;
        let mut rows: Vec<(Correction, Range<usize>)> = Vec::with_capacity(file.correction.len());
        for row in file.correction {
            let at = row.what.span().start;
            let correction = row.correction().map_err(|problem| Wrong { line: line(at), problem })?;
            let start = block_start(&source, at);
            if let Some((_, last)) = rows.last_mut() {
                last.end = start;
            }
            rows.push((correction, start..source.len()));
        }
        Ok(Self { source, rows })
    }

    /// The corrections in their order.
    pub fn corrections(&self) -> Vec<Correction> {
        self.rows.iter().map(|(correction, _)| correction.clone()).collect()
    }

    /// The text with these corrections instead of those that it has; what stays, stays as it is written. `about` names
    /// the document in a text that is new.
    pub fn with(&self, corrections: &[Correction], about: &str) -> String {
        let head = self.rows.first().map_or(self.source.len(), |(_, range)| range.start);
        let mut text = match self.source[..head].trim_end() {
            "" => format!("{HEAD}version = {VERSION}\ndocument = {}", quoted(about)),
            head => head.to_owned(),
        };
        let mut known: FxHashMap<&Correction, Vec<&Range<usize>>> = FxHashMap::default();
        for (correction, range) in self.rows.iter().rev() {
            known.entry(correction).or_default().push(range);
        }
        for correction in corrections {
            text.push_str("\n\n");
            match known.get_mut(correction).and_then(Vec::pop) {
                Some(range) => text.push_str(self.source[range.clone()].trim_end()),
                None => text.push_str(row(correction).trim_end()),
            }
        }
        text.push('\n');
        // Something that was written in a way that nobody thought of must not change what is meant.
        match Self::read(text.clone()) {
            Ok(sheet) if sheet.rows.iter().map(|(correction, _)| correction).eq(corrections) => text,
            _ => written(corrections, about),
        }
    }
}

/// A new text with these corrections. `about` names the document.
pub fn written(corrections: &[Correction], about: &str) -> String {
    let mut text = format!("{HEAD}version = {VERSION}\ndocument = {}\n", quoted(about));
    for correction in corrections {
        text.push('\n');
        text.push_str(&row(correction));
    }
    text
}

/// Where the entry begins whose first value stands at `at`: at its heading, with the comment that stands right above
/// it.
fn block_start(source: &str, at: usize) -> usize {
    let mut start = source[..at].rfind("[[correction]]").map_or(at, |heading| line_start(source, heading));
    while start > 0 {
        let above = line_start(source, start - 1);
        if !source[above..start].trim_start().starts_with('#') {
            break;
        }
        start = above;
    }
    start
}

fn line_start(source: &str, at: usize) -> usize {
    source[..at].rfind('\n').map_or(0, |feed| feed + 1)
}

impl Row {
    /// What it means.
    fn correction(self) -> Result<Correction, String> {
        let what = self.what.into_inner();
        let missing = |key: &str| format!("do = {what:?} needs `{key}`");
        let at = self.at.map(fitted);
        let with = self.with.map(fitted);
        let place = || at.clone().ok_or_else(|| missing("at"));
        let one_of = |value: &str, names: &[&str]| format!("{value:?} is none of {}", names.join(", "));
        Ok(match what.as_str() {
            "merge" => Correction::Merge { at: place()?, with: with.ok_or_else(|| missing("with"))? },
            "split" => Correction::Split { at: place()?, every: self.every },
            "rename" => match self.name.map(|name| name.trim().to_owned()) {
                Some(name) if !name.is_empty() => Correction::Rename { at: place()?, name },
                _ => return Err(missing("name")),
            },
            "kind" | "name" => {
                let name = self.kind.ok_or_else(|| missing("kind"))?;
                let known = KINDS.iter().find(|(known, _)| *known == name);
                let kind = known.ok_or_else(|| one_of(&name, &KINDS.map(|(name, _)| name)))?.1;
                match what.as_str() {
                    "kind" => Correction::Kind { at: place()?, kind },
                    _ => Correction::Name { at: place()?, kind },
                }
            }
            "never" => Correction::Never { at: place()? },
            "speaker" => Correction::Speaker { at: place()?, speaker: with },
            "date" => Correction::Date { at: place()?, edtf: self.date.ok_or_else(|| missing("date"))? },
            "count-dates" => {
                let name = self.from.ok_or_else(|| missing("from"))?;
                let known = FROM.iter().find(|(known, _)| *known == name);
                Correction::CountDates(known.ok_or_else(|| one_of(&name, &FROM.map(|(name, _)| name)))?.1)
            }
            _ => {
                let known = ["merge", "split", "rename", "kind", "name", "never", "speaker", "date", "count-dates"];
                return Err(one_of(&what, &known));
            }
        })
    }
}

/// A passage as somebody may have typed it, in the form in which passages are kept.
fn fitted(passage: Passage) -> Passage {
    let words = Passage::new(&passage.words, crate::model::Span::new(0, passage.words.len())).words;
    Passage { words, ..passage }
}

/// An entry.
fn row(correction: &Correction) -> String {
    let mut text = String::from("[[correction]]\n");
    let mut put = |key: &str, value: &str| {
        let _ = writeln!(text, "{key} = {value}");
    };
    let what = match correction {
        Correction::Merge { .. } => "merge",
        Correction::Split { .. } => "split",
        Correction::Rename { .. } => "rename",
        Correction::Kind { .. } => "kind",
        Correction::Name { .. } => "name",
        Correction::Never { .. } => "never",
        Correction::Speaker { .. } => "speaker",
        Correction::Date { .. } => "date",
        Correction::CountDates(_) => "count-dates",
    };
    put("do", &quoted(what));
    if let Some(at) = correction.at() {
        put("at", &place(at));
    }
    if let Some(other) = correction.other() {
        put("with", &place(other));
    }
    match correction {
        Correction::Split { every: true, .. } => put("every", "true"),
        Correction::Rename { name, .. } => put("name", &quoted(name)),
        Correction::Kind { kind, .. } | Correction::Name { kind, .. } => put("kind", &quoted(name_of(&KINDS, *kind))),
        Correction::Date { edtf, .. } => put("date", &quoted(edtf)),
        Correction::CountDates(mode) => put("from", &quoted(name_of(&FROM, *mode))),
        _ => {}
    }
    text
}

fn name_of<T: PartialEq + Copy>(names: &[(&'static str, T)], value: T) -> &'static str {
    names.iter().find(|(_, known)| *known == value).map_or("", |(name, _)| name)
}

fn place(passage: &Passage) -> String {
    let Passage { words, before, after, offset } = passage;
    let (words, before, after) = (quoted(words), quoted(before), quoted(after));
    format!("{{ words = {words}, before = {before}, after = {after}, offset = {offset} }}")
}

/// A TOML string on one line. What an editor would hide or reorder is written by its number.
fn quoted(words: &str) -> String {
    let mut text = String::from("\"");
    for c in words.chars() {
        let number = c as u32;
        let _ = match c {
            '"' | '\\' => write!(text, "\\{c}"),
            _ if !(c.is_control() || visible::is_unsafe(c)) => write!(text, "{c}"),
            ..='\u{ffff}' => write!(text, "\\u{number:04X}"),
            _ => write!(text, "\\U{number:08X}"),
        };
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(words: &str) -> Passage {
        Passage { words: words.into(), before: "so said ".into(), after: ", and".into(), offset: 7 }
    }

    fn all() -> Vec<Correction> {
        vec![
            Correction::CountDates(Mode::Narrative),
            Correction::CountDates(Mode::News),
            Correction::Merge { at: at("Karl"), with: at("Anna \"B\" \\ 漢") },
            Correction::Split { at: at("Karl"), every: true },
            Correction::Split { at: at("Karl"), every: false },
            Correction::Rename { at: at("Karl"), name: "Karl the\u{202e} Great\u{e0041}".into() },
            Correction::Kind { at: at("Geneva"), kind: EntityKind::Org },
            Correction::Name { at: at("Karl"), kind: EntityKind::Person },
            Correction::Never { at: at("May") },
            Correction::Speaker { at: at("So it is"), speaker: Some(at("Karl")) },
            Correction::Speaker { at: at("So it is"), speaker: None },
            Correction::Date { at: at("May\u{1b}"), edtf: "1914~".into() },
        ]
    }

    #[test]
    fn all_that_can_be_put_right_is_read_as_it_was_written() {
        let mut corrections = all();
        corrections.extend(KINDS.map(|(_, kind)| Correction::Kind { at: at("Geneva"), kind }));
        let text = written(&corrections, "a \"report\".txt");
        assert!(!text.contains(['\u{202e}', '\u{1b}']), "{text}");
        let sheet = Sheet::read(text.clone()).expect("what was written can be read");
        assert_eq!(sheet.corrections(), corrections);
        assert_eq!(sheet.with(&corrections, ""), text);
        assert_eq!(Sheet::default().with(&corrections, "a \"report\".txt"), text);
    }

    #[test]
    fn what_a_person_wrote_stays_as_it_is() {
        let source = "# mine\nversion = 1\n\n# he is her brother\n[[correction]]\nat = { words = 'Karl' } # here\n\
                      do = 'never'\n\n# the town\n[[correction]]\ndo = \"kind\"\nkind = \"place\"\n[correction.at]\nwords = \"Geneva\"\n\n\
                      [[correction]]\ndo='rename'\nname='K'\nat.words='Karl'\n# at the end\n";
        let sheet = Sheet::read(source.into()).expect("it can be read");
        let known = sheet.corrections();
        assert_eq!(known.len(), 3);
        assert_eq!(sheet.with(&known, ""), source);
        let fresh = Correction::Never { at: at("May") };
        let text = sheet.with(&[known[1].clone(), fresh.clone(), known[0].clone()], "");
        assert!(text.starts_with("# mine\nversion = 1\n\n# the town\n[[correction]]\ndo = \"kind\""), "{text}");
        assert!(text.ends_with("# he is her brother\n[[correction]]\nat = { words = 'Karl' } # here\ndo = 'never'\n"));
        assert!(!text.contains("'rename'"));
        assert_eq!(Sheet::read(text).expect("it can be read").corrections()[1], fresh);
        assert!(sheet.with(&[], "").starts_with("# mine\nversion = 1\n"));
    }

    #[test]
    fn odd_texts_are_written_anew_rather_than_wrong() {
        let odd = "version = 1\ncorrection = [{ do = 'never', at = { words = 'A' } }, { do = 'never', at = { words = 'B' } }]\n";
        let sheet = Sheet::read(odd.into()).expect("it is TOML too");
        let left = &sheet.corrections()[1..];
        assert_eq!(Sheet::read(sheet.with(left, "")).expect("it can be read").corrections(), left);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let wrong = |source: &str, line: usize, words: &str| {
            let wrong = Sheet::read(source.to_owned()).expect_err(source);
            assert!(wrong.line == line && wrong.problem.contains(words), "{wrong:?}");
        };
        let head = "version = 1\n[[correction]]\n";
        wrong("version = 1\n☠", 2, "");
        wrong("", 1, "version");
        wrong("version = 99\nsoul = 1", 1, "newer");
        wrong(&format!("{head}do = \"merge\"\nat = {{ words = \"A\" }}\n"), 3, "needs `with`");
        wrong(&format!("{head}at = {{ words = \"A\" }}\ndo = \"rename\"\nname = \" \"\n"), 4, "needs `name`");
        wrong(&format!("{head}do = \"marry\"\n"), 3, "none of merge, split");
        wrong(&format!("{head}do = \"kind\"\nkind = \"god\"\nat = {{ words = \"A\" }}"), 3, "none of person");
        wrong(&format!("{head}do = \"never\"\nat = {{ word = \"A\" }}"), 4, "word");
        wrong(&format!("{head}do = \"never\"\n"), 3, "needs `at`");
        wrong(&format!("{head}at = 3\n"), 3, "");
    }

    #[test]
    fn ten_thousand_are_read_and_changed_in_no_time() {
        let many: Vec<Correction> = (0..10_000)
            .map(|nth| Correction::Rename { at: Passage { offset: nth, ..at("Karl") }, name: nth.to_string() })
            .collect();
        let sheet = Sheet::read(written(&many, "")).expect("it can be read");
        let changed = sheet.with(&many[1..], "");
        assert_eq!(Sheet::read(changed).expect("it can be read").corrections(), &many[1..]);
    }
}
