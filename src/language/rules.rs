//! Sets of rules: patterns with what follows from them, tried at every token where one of them could begin.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::lexicon::{LexemeId, Lexicon};
use super::pattern::{Found, Pattern, Subject, Test};
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
    /// By the word that a match may begin with.
    by_lexeme: FxHashMap<LexemeId, Vec<u16>>,
    /// By what else it may begin with: digits, signs, any word by its shape.
    digits: Vec<u16>,
    signs: Vec<u16>,
    shapes: Vec<u16>,
}

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
    /// The byte offset in the file of the rule that is wrong, and what is wrong with it.
    pub fn compile(
        sources: Vec<RuleSource<T>>,
        parts: &BTreeMap<String, String>,
        lexicon: &mut Lexicon,
    ) -> Result<Self, (usize, String)> {
        let mut rules = Vec::with_capacity(sources.len());
        for source in sources {
            let offset = source.pattern.span().start;
            let pattern = expanded(source.pattern.get_ref(), parts)
                .and_then(|pattern| Pattern::compile(&pattern, lexicon))
                .map_err(|problem| (offset, format!("rule {:?}: {problem}", source.name)))?;
            rules.push(CompiledRule {
                name: source.name.as_str().into(),
                pattern,
                then: source.then,
                examples: source.examples,
            });
        }
        let mut set = Self { rules, by_lexeme: FxHashMap::default(), digits: vec![], signs: vec![], shapes: vec![] };
        set.index(lexicon);
        Ok(set)
    }

    fn index(&mut self, lexicon: &Lexicon) {
        for (number, rule) in self.rules.iter().enumerate() {
            let number = number as u16;
            for atom in rule.pattern.first_atoms().into_iter().flatten() {
                match atom.test {
                    Test::Lexeme(id) => self.by_lexeme.entry(id).or_default().push(number),
                    Test::Class(class) => {
                        for (id, _) in lexicon.iter().filter(|(id, _)| lexicon.is(*id, class)) {
                            self.by_lexeme.entry(id).or_default().push(number);
                        }
                    }
                    Test::Digits { .. } => self.digits.push(number),
                    Test::Sign(_) | Test::Dash | Test::Apostrophe => self.signs.push(number),
                    Test::Word | Test::Capital | Test::Lower | Test::Initial | Test::AllCaps => {
                        self.shapes.push(number)
                    }
                    Test::Any => {
                        self.digits.push(number);
                        self.signs.push(number);
                        self.shapes.push(number);
                    }
                }
            }
        }
        for list in self.by_lexeme.values_mut().chain([&mut self.digits, &mut self.signs, &mut self.shapes]) {
            list.sort_unstable();
            list.dedup();
        }
    }

    /// The rules.
    pub fn iter(&self) -> impl Iterator<Item = &CompiledRule<T>> {
        self.rules.iter()
    }

    /// The longest match that begins at token `at`, of the first rule among equals. `block` is the range of tokens
    /// that a match may look at and lie in.
    pub fn match_at(&self, on: &Subject<'_>, block: &std::ops::Range<usize>, at: usize) -> Option<RuleMatch<'_, T>> {
        let (known, shaped) = self.candidates(&on.tokens[at]);
        let mut best: Option<RuleMatch<'_, T>> = None;
        for &number in known.iter().chain(shaped) {
            let rule = &self.rules[number as usize];
            let Some(found) = rule.pattern.match_at(on, block.start, at, block.end) else { continue };
            if best.as_ref().is_none_or(|best| found.tokens.end > best.found.tokens.end) {
                best = Some(RuleMatch { rule, found });
            }
        }
        best
    }

    fn candidates(&self, token: &Token) -> (&[u16], &[u16]) {
        match token.kind {
            TokenKind::Digits => (&self.digits, &[]),
            TokenKind::Sign => (&self.signs, &[]),
            _ if token.lexeme == LexemeId::NONE => (&[], &self.shapes),
            _ => (self.by_lexeme.get(&token.lexeme).map_or(&[][..], Vec::as_slice), &self.shapes),
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
