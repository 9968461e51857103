//! Patterns as programs: what they are compiled to, and the matcher that runs them.
//!
//! The matcher backtracks. Programs have no loops and one attempt has a bounded number of steps, so matching a text
//! costs time in proportion to its length, whatever the text.

use crate::language::lexicon::{ClassId, LexemeId, Lexicon};
use crate::language::token::{Token, TokenKind};
use crate::model::Span;

/// Steps after which an attempt is given up.
const STEPS: usize = 20_000;
/// Most captures in a pattern.
pub const CAPTURES: usize = 12;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    pub(super) program: Vec<Op>,
    pub(super) names: Vec<Box<str>>,
}

/// A test on one token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::language) struct Atom {
    pub(in crate::language) test: Test,
    pub(super) capital: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::language) enum Test {
    Lexeme(LexemeId),
    Class(ClassId),
    /// Digits with a value in a range and, if given, a fixed number of them.
    Digits {
        low: i32,
        high: i32,
        width: Option<usize>,
    },
    Sign(char),
    Dash,
    Apostrophe,
    Word,
    Capital,
    Lower,
    Initial,
    AllCaps,
    Any,
}

#[derive(Clone, Debug)]
pub(super) enum Op {
    Atom(Atom),
    /// The next token follows without white space.
    Glue,
    /// Try the first, then the second.
    Split(usize, usize),
    Jump(usize),
    Open(usize),
    Close(usize),
    /// The operations up to `end` must (or must not) match here; they take nothing.
    Look {
        negative: bool,
        end: usize,
    },
    /// The token before must (or must not) pass.
    Behind {
        negative: bool,
        atom: Atom,
    },
    Done,
}

/// Where a pattern matched: indexes of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The tokens matched.
    pub tokens: std::ops::Range<usize>,
    captures: [(u32, u32); CAPTURES],
}

impl Pattern {
    /// The slot of the capture of that name.
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| **known == *name)
    }

    /// The names of the captures.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(AsRef::as_ref)
    }

    /// The tests that the first token of a match may have passed; `None` if a match may be empty.
    pub(in crate::language) fn first_atoms(&self) -> Option<Vec<&Atom>> {
        let (atoms, ends) = self.atoms_from(vec![0]);
        (!ends).then(|| atoms.into_iter().map(|(_, atom)| atom).collect())
    }

    /// The places behind the tests that a first token passes for which `could_be` is true.
    pub(in crate::language) fn after_first(&self, could_be: impl Fn(&Atom) -> bool) -> Vec<usize> {
        let (first, _) = self.atoms_from(vec![0]);
        first.into_iter().filter(|(_, atom)| could_be(atom)).map(|(at, _)| at + 1).collect()
    }

    /// The tests that may come next from these places, and whether a match may end there.
    pub(in crate::language) fn atoms_after(&self, places: &[usize]) -> (Vec<&Atom>, bool) {
        let (atoms, ends) = self.atoms_from(places.to_vec());
        (atoms.into_iter().map(|(_, atom)| atom).collect(), ends)
    }

    /// The tests that may come next from any of the operations in `open`, with their places, and whether a match may
    /// end before the next token. What is looked at and not taken counts as passed.
    fn atoms_from(&self, mut open: Vec<usize>) -> (Vec<(usize, &Atom)>, bool) {
        let mut atoms = Vec::new();
        let mut seen = vec![false; self.program.len()];
        let mut ends = false;
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            match &self.program[at] {
                Op::Atom(atom) => atoms.push((at, atom)),
                Op::Split(first, second) => open.extend([*first, *second]),
                Op::Jump(to) => open.push(*to),
                Op::Look { end, .. } => open.push(*end),
                Op::Glue | Op::Open(_) | Op::Close(_) | Op::Behind { .. } => open.push(at + 1),
                Op::Done => ends = true,
            }
        }
        (atoms, ends)
    }

    /// Matches at the token with index `start`; the match ends at or before the token `end` of `tokens`,
    /// and looking back stops at the token `from`.
    pub fn match_at(&self, on: &Subject<'_>, from: usize, start: usize, end: usize) -> Option<Found> {
        let mut steps = STEPS;
        let captures = [(u32::MAX, u32::MAX); CAPTURES];
        self.run(on, from, start, end, 0, captures, &mut steps)
            .map(|(stop, captures)| Found { tokens: start..stop, captures })
    }

    #[allow(clippy::too_many_arguments)]
    fn run(
        &self,
        on: &Subject<'_>,
        from: usize,
        start: usize,
        end: usize,
        entry: usize,
        captures: [(u32, u32); CAPTURES],
        steps: &mut usize,
    ) -> Option<(usize, [(u32, u32); CAPTURES])> {
        let (mut at, mut token, mut captures) = (entry, start, captures);
        loop {
            *steps = steps.checked_sub(1)?;
            match &self.program[at] {
                Op::Atom(atom) => {
                    if token >= end || !on.passes(atom, &on.tokens[token]) {
                        return None;
                    }
                    token += 1;
                }
                Op::Glue => {
                    if token >= end || !on.tokens[token].glued {
                        return None;
                    }
                }
                Op::Split(first, second) => {
                    // Most first choices fail at their first token: those are not worth a call.
                    let fails = match &self.program[*first] {
                        Op::Atom(atom) => token >= end || !on.passes(atom, &on.tokens[token]),
                        _ => false,
                    };
                    if !fails && let Some(found) = self.run(on, from, token, end, *first, captures, steps) {
                        return Some(found);
                    }
                    at = *second;
                    continue;
                }
                Op::Jump(to) => {
                    at = *to;
                    continue;
                }
                Op::Open(slot) => captures[*slot].0 = token as u32,
                Op::Close(slot) => captures[*slot].1 = token as u32,
                Op::Look { negative, end: after } => {
                    match self.run(on, from, token, end, at + 1, captures, steps) {
                        // What is captured ahead stays: "10, 11 and 12 May" tells the month of the 10th.
                        Some((_, ahead)) if !negative => captures = ahead,
                        None if *negative => {}
                        _ => return None,
                    }
                    at = *after;
                    continue;
                }
                Op::Behind { negative, atom } => {
                    let found = token > from && on.passes(atom, &on.tokens[token - 1]);
                    if found == *negative {
                        return None;
                    }
                }
                Op::Done => return Some((token, captures)),
            }
            at += 1;
        }
    }
}

impl Found {
    /// The tokens of a capture, if it took part in the match.
    pub fn get(&self, slot: usize) -> Option<std::ops::Range<usize>> {
        let (start, end) = *self.captures.get(slot)?;
        (start != u32::MAX && end != u32::MAX).then_some(start as usize..end as usize)
    }
}

/// What patterns are matched on.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The text that the tokens point into.
    pub text: &'a str,
    /// All tokens.
    pub tokens: &'a [Token],
    /// The words known.
    pub lexicon: &'a Lexicon,
}

impl<'a> Subject<'a> {
    pub(in crate::language) fn passes(&self, atom: &Atom, token: &Token) -> bool {
        if atom.capital && !token.kind.is_capital() {
            return false;
        }
        match atom.test {
            Test::Lexeme(id) => token.lexeme == id,
            Test::Class(class) => self.lexicon.is(token.lexeme, class),
            Test::Digits { low, high, width } => {
                width.is_none_or(|width| token.span.len() == width)
                    && token.number(self.text).is_some_and(|number| low <= number && number <= high)
            }
            Test::Sign(sign) => self.sign(token) == Some(sign),
            Test::Dash => self.sign(token).is_some_and(is_dash),
            Test::Apostrophe => self.sign(token).is_some_and(|c| matches!(c, '\'' | '’' | '‘' | 'ʼ')),
            Test::Word => token.kind.is_word(),
            Test::Capital => token.kind.is_capital(),
            Test::Lower => token.kind == TokenKind::Lower,
            Test::Initial => token.kind == TokenKind::Initial,
            Test::AllCaps => token.kind == TokenKind::AllCaps,
            Test::Any => true,
        }
    }

    /// The sign that a token is; the dot that Armenian keyboards have for the full stop is one.
    fn sign(&self, token: &Token) -> Option<char> {
        let sign = (token.kind == TokenKind::Sign).then(|| token.of(self.text).chars().next()).flatten();
        if sign == Some('\u{2024}') { Some('.') } else { sign }
    }

    /// The span from the first to the last of a range of tokens, which must not be empty.
    pub fn span(&self, tokens: &std::ops::Range<usize>) -> Span {
        self.tokens[tokens.start].span.join(self.tokens[tokens.end - 1].span)
    }

    /// The words of a range of tokens, which must not be empty.
    pub fn words(&self, tokens: &std::ops::Range<usize>) -> &'a str {
        self.span(tokens).of(self.text)
    }
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}
