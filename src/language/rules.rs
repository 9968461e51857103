//! Sets of rules: patterns with what follows from them, tried at every token where one of them could begin.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::lexicon::{ClassId, LexemeId, Lexicon};
use super::pattern::{Atom, Found, Pattern, Subject, Test};
use super::token::{Token, TokenKind};
use crate::model::Rule;

/// A rule as a language pack writes it; `then` is what its stage makes of a match.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "T: Deserialize<'de>"))]
pub struct RuleSource<T> {
    /// In words fit for a reader who asks why.
    pub name: String,
    /// See `assets/lang/README.md`.
    pub pattern: toml::Spanned<String>,
    /// What the stage makes of it.
    pub then: T,
    /// "some [words matched] in context => what comes of them", or "!some words without a match".
    #[serde(default)]
    pub examples: Vec<String>,
}

/// A compiled rule.
#[derive(Clone, Debug)]
pub struct CompiledRule<T> {
    /// Its name, shared with everything that it finds.
    pub name: Rule,
    /// Its pattern.
    pub pattern: Pattern,
    /// What the stage makes of a match.
    pub then: T,
    /// See [`RuleSource::examples`].
    pub examples: Vec<String>,
}

/// Rules with the index that makes trying them cheap: most words begin no rule.
#[derive(Clone, Debug)]
pub struct RuleSet<T> {
    rules: Vec<CompiledRule<T>>,
    /// By the word that a match may begin with: the index of its entry, 0 for words that begin nothing.
    by_lexeme: Vec<u16>,
    /// The first is for words of which only the shape counts, the second for digits, the third for signs.
    entries: Vec<Entry>,
}

/// The rules that may begin with a token, by the token after it.
#[derive(Clone, Debug, Default)]
struct Entry {
    /// Before the end of the block.
    last: Box<[u16]>,
    digits: Box<[u16]>,
    signs: Box<[u16]>,
    /// Before a word that no rule names here.
    word: Box<[u16]>,
    words: FxHashMap<LexemeId, Box<[u16]>>,
}

const SHAPES: usize = 0;
const DIGITS: usize = 1;
const SIGNS: usize = 2;

/// A match of one of the rules of a set.
#[derive(Clone, Debug)]
pub struct RuleMatch<'r, T> {
    /// The rule.
    pub rule: &'r CompiledRule<T>,
    /// Where.
    pub found: Found,
}

impl<T> RuleMatch<'_, T> {
    /// The tokens that a capture took, if it took part.
    pub fn get(&self, name: &str) -> Option<std::ops::Range<usize>> {
        self.found.get(self.rule.pattern.slot(name)?).filter(|tokens| !tokens.is_empty())
    }
}

impl<T> RuleSet<T> {
    /// Compiles rules, in which `@NAME` stands for one of `parts`; `lexicon` must know all classes already.
    ///
    /// # Errors
    /// The index of the rule that is wrong, and what is wrong with it.
    pub fn compile(
        sources: Vec<RuleSource<T>>,
        parts: &BTreeMap<String, String>,
        lexicon: &mut Lexicon,
    ) -> Result<Self, (usize, String)> {
        let mut rules = Vec::with_capacity(sources.len());
        for (index, source) in sources.into_iter().enumerate() {
            let pattern = expanded(source.pattern.get_ref(), parts)
                .and_then(|pattern| Pattern::compile(&pattern, lexicon))
                .map_err(|problem| (index, format!("rule {:?}: {problem}", source.name)))?;
            rules.push(CompiledRule {
                name: source.name.as_str().into(),
                pattern,
                then: source.then,
                examples: source.examples,
            });
        }
        Ok(Self { rules, by_lexeme: Vec::new(), entries: vec![Entry::default(); 3] })
    }

    /// Makes ready the look-up of rules by the words that they begin with; `lexicon` must be complete. Before that, the
    /// set matches nothing.
    pub fn index(&mut self, lexicon: &Lexicon, members: &Members) {
        let mut by_lexeme: BTreeMap<LexemeId, Vec<u16>> = BTreeMap::new();
        let (mut digits, mut signs, mut shapes) = (Vec::new(), Vec::new(), Vec::new());
        for (number, rule) in self.rules.iter().enumerate() {
            let number = number as u16;
            for atom in rule.pattern.first_atoms().into_iter().flatten() {
                let mut words = |id| by_lexeme.entry(id).or_default().push(number);
                match &atom.test {
                    Test::Lexeme(id) => words(*id),
                    Test::Class(class) => members.get(*class).iter().copied().for_each(words),
                    test => {
                        let lists = [&mut digits, &mut signs, &mut shapes];
                        let kinds = [Kind::Digits, Kind::Sign, Kind::Word];
                        let lists = lists.into_iter().zip(kinds).filter(|(_, kind)| kind.may_pass(test));
                        lists.for_each(|(list, _)| list.push(number));
                    }
                }
            }
        }
        self.entries = [(Kind::Word, &shapes), (Kind::Digits, &digits), (Kind::Sign, &signs)]
            .map(|(kind, numbers)| self.entry(&self.places(numbers, |atom| kind.may_pass(&atom.test)), members))
            .into();
        // Words of one class begin the same rules in the same way: they share an entry.
        let mut known: FxHashMap<Vec<(u16, Vec<usize>)>, u16> = FxHashMap::default();
        for (id, mut numbers) in by_lexeme {
            numbers.extend(&shapes);
            let places = self.places(&numbers, |atom| match &atom.test {
                Test::Lexeme(other) => *other == id,
                Test::Class(class) => lexicon.is(id, *class),
                test => Kind::Word.may_pass(test),
            });
            let entry = known.get(&places).copied().unwrap_or_else(|| {
                self.entries.push(self.entry(&places, members));
                let entry = (self.entries.len() - 1) as u16;
                known.insert(places, entry);
                entry
            });
            let index = id.0 as usize;
            if self.by_lexeme.len() <= index {
                self.by_lexeme.resize(index + 1, SHAPES as u16);
            }
            self.by_lexeme[index] = entry;
        }
    }

    /// Rules in their order, each with the places in its pattern behind a first token that passes `could_be`.
    fn places(&self, numbers: &[u16], could_be: impl Fn(&Atom) -> bool) -> Vec<(u16, Vec<usize>)> {
        let mut numbers = numbers.to_vec();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.iter().map(|&n| (n, self.rules[n as usize].pattern.after_first(&could_be))).collect()
    }

    /// Sorts rules that have come to these places by the token that comes next.
    fn entry(&self, places: &[(u16, Vec<usize>)], members: &Members) -> Entry {
        let (mut last, mut digits, mut signs, mut word) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut words: BTreeMap<LexemeId, Vec<u16>> = BTreeMap::new();
        for &(number, ref places) in places {
            let (atoms, ends) = self.rules[number as usize].pattern.atoms_after(places);
            if ends {
                [&mut last, &mut digits, &mut signs, &mut word].into_iter().for_each(|list| list.push(number));
                continue;
            }
            for atom in atoms {
                let mut add = |id| words.entry(id).or_default().push(number);
                match &atom.test {
                    Test::Lexeme(id) => add(*id),
                    Test::Class(class) => members.get(*class).iter().copied().for_each(add),
                    test => {
                        let lists = [&mut digits, &mut signs, &mut word];
                        let kinds = [Kind::Digits, Kind::Sign, Kind::Word];
                        let lists = lists.into_iter().zip(kinds).filter(|(_, kind)| kind.may_pass(test));
                        lists.for_each(|(list, _)| list.push(number));
                    }
                }
            }
        }
        let words = words.into_iter().map(|(id, list)| (id, tidy([list, word.clone()].concat()))).collect();
        Entry { last: tidy(last), digits: tidy(digits), signs: tidy(signs), word: tidy(word), words }
    }

    /// The rules.
    pub fn iter(&self) -> impl Iterator<Item = &CompiledRule<T>> {
        self.rules.iter()
    }

    /// The longest match that begins at token `at`, of the first rule among equals. `block` is the range of tokens
    /// that a match may look at and lie in.
    pub fn match_at(&self, on: &Subject<'_>, block: &std::ops::Range<usize>, at: usize) -> Option<RuleMatch<'_, T>> {
        let next = (at + 1 < block.end).then(|| &on.tokens[at + 1]);
        let mut best: Option<RuleMatch<'_, T>> = None;
        for &number in self.candidates(&on.tokens[at], next) {
            let rule = &self.rules[number as usize];
            let Some(found) = rule.pattern.match_at(on, block.start, at, block.end) else { continue };
            if best.as_ref().is_none_or(|best| found.tokens.end > best.found.tokens.end) {
                best = Some(RuleMatch { rule, found });
            }
        }
        best
    }

    /// The rules that may match at `token` before `next`.
    fn candidates(&self, token: &Token, next: Option<&Token>) -> &[u16] {
        let index = match token.kind {
            TokenKind::Digits => DIGITS,
            TokenKind::Sign => SIGNS,
            _ => self.by_lexeme.get(token.lexeme.0 as usize).map_or(SHAPES, |&index| index as usize),
        };
        let entry = &self.entries[index];
        match next {
            None => &entry.last,
            Some(Token { kind: TokenKind::Digits, .. }) => &entry.digits,
            Some(Token { kind: TokenKind::Sign, .. }) => &entry.signs,
            Some(Token { lexeme: LexemeId::NONE, .. }) => &entry.word,
            Some(next) => entry.words.get(&next.lexeme).unwrap_or(&entry.word),
        }
    }

    /// All matches in a range of tokens, from left to right, not overlapping, the longest first.
    pub fn find_all<'r>(&'r self, on: &Subject<'_>, block: std::ops::Range<usize>) -> Vec<RuleMatch<'r, T>> {
        let mut matches = Vec::new();
        let mut at = block.start;
        while at < block.end {
            match self.match_at(on, &block, at) {
                Some(found) => {
                    at = found.found.tokens.end.max(at + 1);
                    matches.push(found);
                }
                None => at += 1,
            }
        }
        matches
    }
}

fn tidy(mut list: Vec<u16>) -> Box<[u16]> {
    list.sort_unstable();
    list.dedup();
    list.into_boxed_slice()
}

/// The kinds of tokens, as far as the index tells them apart.
#[derive(Clone, Copy)]
enum Kind {
    Word,
    Digits,
    Sign,
}

impl Kind {
    /// Whether a token of this kind may pass a test that names no words.
    fn may_pass(self, test: &Test) -> bool {
        match test {
            Test::Lexeme(_) | Test::Class(_) => false,
            Test::Digits { .. } => matches!(self, Kind::Digits),
            Test::Sign(_) | Test::Dash | Test::Apostrophe => matches!(self, Kind::Sign),
            Test::Word | Test::Capital | Test::Lower | Test::Initial | Test::AllCaps => matches!(self, Kind::Word),
            Test::Any => true,
        }
    }
}

/// The words of each class.
pub struct Members(Vec<Vec<LexemeId>>);

impl Members {
    /// The words of each class of a lexicon.
    pub fn of(lexicon: &Lexicon) -> Self {
        Self(lexicon.members())
    }

    fn get(&self, class: ClassId) -> &[LexemeId] {
        &self.0[class.0 as usize]
    }
}

/// How deep parts may stand in parts.
const DEPTH: usize = 8;

/// A pattern with the parts that it names put in their places, in parentheses.
fn expanded(pattern: &str, parts: &BTreeMap<String, String>) -> Result<String, String> {
    let mut expanded = pattern.to_owned();
    for _ in 0..DEPTH {
        let Some(at) = expanded.find('@') else { return Ok(expanded) };
        let mut next = expanded[..at].to_owned();
        for piece in expanded[at + 1..].split('@') {
            let length = piece.find(|c: char| !(c.is_uppercase() || c == '_')).unwrap_or(piece.len());
            let (name, rest) = piece.split_at(length);
            let part = parts.get(name).ok_or_else(|| format!("the file has no part {name:?}"))?;
            next.extend(["(", part, ")", rest]);
        }
        if next.len() > 20_000 {
            break;
        }
        expanded = next;
    }
    Err(format!("the parts in {pattern:?} never end"))
}

/// An example of a rule, parted: the text without its brackets, the span of the words to match (none for a text that
/// must not match), and what is expected of them.
pub struct Example {
    /// The text.
    pub text: String,
    /// The words that the rule must match.
    pub span: Option<crate::model::Span>,
    /// What stands behind `=>`.
    pub expected: Option<String>,
}

impl Example {
    /// Parts an example.
    ///
    /// # Errors
    /// Says so if it has no brackets, or no `!` in their place.
    pub fn parse(example: &str) -> Result<Self, String> {
        let (marked, expected) = match example.split_once("=>") {
            Some((marked, expected)) => (marked.trim(), Some(expected.trim().to_owned())),
            None => (example, None),
        };
        if let Some(text) = marked.strip_prefix('!') {
            return Ok(Self { text: text.to_owned(), span: None, expected });
        }
        let (Some(open), Some(close)) = (marked.find('['), marked.find(']')) else {
            return Err(format!("{example:?} marks no words with brackets"));
        };
        let text = [&marked[..open], &marked[open + 1..close], &marked[close + 1..]].concat();
        Ok(Self { text, span: Some(crate::model::Span::new(open, close - 1)), expected })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_for_their_patterns() {
        let parts: BTreeMap<String, String> = [("DAY", "#1-31"), ("DATE", "@DAY of? MONTH"), ("LOOP", "@LOOP x")]
            .map(|(a, b)| (a.into(), b.into()))
            .into();
        assert_eq!(expanded("the @DATE,", &parts).as_deref(), Ok("the ((#1-31) of? MONTH),"));
        assert!(expanded("@NOPE", &parts).is_err_and(|problem| problem.contains("NOPE")));
        assert!(expanded("@LOOP", &parts).is_err_and(|problem| problem.contains("never end")));
    }
}
