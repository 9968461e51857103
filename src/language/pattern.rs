//! Patterns over tokens, with named captures: the notation that the rules of a language pack are written in.
//!
//! `assets/lang/README.md` describes the notation for those who write rules. Here a pattern is compiled to a small
//! program for a backtracking matcher. Repetitions are bounded and so are the steps of one attempt, so matching a
//! text costs time in proportion to its length, whatever the text. There are no unbounded repetitions, no back
//! references and no regular expressions inside words.

use super::lexicon::{ClassId, LexemeId, Lexicon};
use super::token::{Token, TokenKind, tokenise};
use crate::model::Span;

/// How often `*` and `+` may repeat.
const REPEAT: usize = 8;
/// Steps after which an attempt is given up.
const STEPS: usize = 20_000;
/// Most captures in a pattern.
pub const CAPTURES: usize = 12;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    program: Vec<Op>,
    names: Vec<Box<str>>,
}

/// A test on one token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Atom {
    pub(super) test: Test,
    capital: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Test {
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
enum Op {
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
    /// Compiles `source`; words in it become known to the lexicon.
    ///
    /// # Errors
    /// Says what is wrong and at which character.
    pub fn compile(source: &str, lexicon: &mut Lexicon) -> Result<Self, String> {
        let mut parser = Parser { source, at: 0, lexicon, program: Vec::new(), names: Vec::new() };
        parser.alternatives()?;
        parser.space();
        if parser.at < source.len() {
            return Err(parser.wrong("this closes nothing"));
        }
        parser.program.push(Op::Done);
        let pattern = Pattern { program: parser.program, names: parser.names };
        match pattern.first_atoms() {
            Some(_) => Ok(pattern),
            None => Err("it may match nothing at all".into()),
        }
    }

    /// The slot of the capture of that name.
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| **known == *name)
    }

    /// The names of the captures.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(AsRef::as_ref)
    }

    /// The tests that the first token of a match may have passed; `None` if a match may be empty.
    pub(super) fn first_atoms(&self) -> Option<Vec<&Atom>> {
        let (atoms, ends) = self.atoms_from(vec![0]);
        (!ends).then(|| atoms.into_iter().map(|(_, atom)| atom).collect())
    }

    /// The places behind the tests that a first token passes for which `could_be` is true.
    pub(super) fn after_first(&self, could_be: impl Fn(&Atom) -> bool) -> Vec<usize> {
        let (first, _) = self.atoms_from(vec![0]);
        first.into_iter().filter(|(_, atom)| could_be(atom)).map(|(at, _)| at + 1).collect()
    }

    /// The tests that may come next from these places, and whether a match may end there.
    pub(super) fn atoms_after(&self, places: &[usize]) -> (Vec<&Atom>, bool) {
        let (atoms, ends) = self.atoms_from(places.to_vec());
        (atoms.into_iter().map(|(_, atom)| atom).collect(), ends)
    }

    /// The tests that may come next from any of the operations in `open`, with their places, and whether a match may end
    /// before the next token. What is looked at and not taken counts as passed.
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
                    let found = self.run(on, from, token, end, at + 1, captures, steps).is_some();
                    if found == *negative {
                        return None;
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
    pub(super) fn passes(&self, atom: &Atom, token: &Token) -> bool {
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

    fn sign(&self, token: &Token) -> Option<char> {
        (token.kind == TokenKind::Sign).then(|| token.of(self.text).chars().next()).flatten()
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

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Recursive descent over the notation, emitting as it goes.
struct Parser<'a> {
    source: &'a str,
    at: usize,
    lexicon: &'a mut Lexicon,
    program: Vec<Op>,
    names: Vec<Box<str>>,
}

impl Parser<'_> {
    fn wrong(&self, what: &str) -> String {
        let before: Vec<char> = self.source[..self.at].chars().collect();
        format!("{what}, at character {} of {:?}", before.len() + 1, self.source)
    }

    fn space(&mut self) {
        let rest = &self.source[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn peek(&mut self) -> Option<char> {
        self.space();
        self.source[self.at..].chars().next()
    }

    fn take(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(sign);
        if found {
            self.at += sign.len_utf8();
        }
        found
    }

    /// `a b | c`
    fn alternatives(&mut self) -> Result<(), String> {
        let start = self.program.len();
        self.sequence()?;
        let mut ends = Vec::new();
        let mut start_of_last = start;
        while self.take('|') {
            // Make room for the choice before the alternative just parsed.
            self.insert(start_of_last, Op::Split(start_of_last + 1, 0));
            ends.iter_mut().for_each(|end: &mut usize| *end += usize::from(*end >= start_of_last));
            ends.push(self.program.len());
            self.program.push(Op::Jump(0));
            let next = self.program.len();
            self.program[start_of_last] = Op::Split(start_of_last + 1, next);
            start_of_last = next;
            self.sequence()?;
        }
        let end = self.program.len();
        for jump in ends {
            self.program[jump] = Op::Jump(end);
        }
        Ok(())
    }

    /// Inserts an operation before those from `position` on, whose targets (all of them further on) move with them.
    fn insert(&mut self, position: usize, op: Op) {
        for op in &mut self.program[position..] {
            let shift = |target: &mut usize| *target += usize::from(*target >= position);
            match op {
                Op::Split(first, second) => {
                    shift(first);
                    shift(second);
                }
                Op::Jump(to) => shift(to),
                Op::Look { end, .. } => shift(end),
                _ => {}
            }
        }
        self.program.insert(position, op);
    }

    fn sequence(&mut self) -> Result<(), String> {
        while let Some(next) = self.peek() {
            if matches!(next, '|' | ')') {
                break;
            }
            self.item()?;
        }
        Ok(())
    }

    /// One element with what follows it: `?`, `*`, `+`, `{m,n}`.
    fn item(&mut self) -> Result<(), String> {
        let start = self.program.len();
        self.element()?;
        let (least, most) = match self.peek() {
            Some('?') => (0, 1),
            Some('*') => (0, REPEAT),
            Some('+') => (1, REPEAT),
            Some('{') => return self.counted(start),
            _ => return Ok(()),
        };
        self.at += 1;
        self.repeat(start, least, most)
    }

    fn counted(&mut self, start: usize) -> Result<(), String> {
        self.at += 1;
        let close = self.source[self.at..].find('}').ok_or_else(|| self.wrong("this brace is not closed"))?;
        let inside = &self.source[self.at..self.at + close];
        let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
        let (Ok(least), Ok(most)) = (least.trim().parse(), most.trim().parse()) else {
            return Err(self.wrong("a repetition is written {2} or {1,3}"));
        };
        if most > REPEAT || least > most || most == 0 {
            return Err(self.wrong("repetitions go from 0 to 8 times"));
        }
        self.at += close + 1;
        self.repeat(start, least, most)
    }

    /// Repeats the operations from `start` on by copying them.
    fn repeat(&mut self, start: usize, least: usize, most: usize) -> Result<(), String> {
        let body: Vec<Op> = self.program.drain(start..).collect();
        let mut splits = Vec::new();
        for round in 0..most {
            if round >= least {
                splits.push(self.program.len());
                self.program.push(Op::Split(self.program.len() + 1, 0));
            }
            let offset = self.program.len();
            self.program.extend(body.iter().cloned().map(|op| moved(op, start, offset)));
        }
        let end = self.program.len();
        for split in splits {
            self.program[split] = Op::Split(split + 1, end);
        }
        if self.program.len() > 4_000 { Err(self.wrong("the pattern is too large")) } else { Ok(()) }
    }

    fn element(&mut self) -> Result<(), String> {
        match self.peek() {
            Some('(') => {
                self.at += 1;
                self.alternatives()?;
                if self.take(')') { Ok(()) } else { Err(self.wrong("this parenthesis is not closed")) }
            }
            Some('_') => {
                self.at += 1;
                self.program.push(Op::Glue);
                Ok(())
            }
            Some('!' | '&') => self.look_ahead(),
            Some('<') => self.look_behind(),
            Some('"') => self.quoted(),
            Some(c) if c.is_lowercase() => match self.capture_name() {
                Some(name) => self.capture(&name),
                None => self.atom().map(|atom| self.program.push(Op::Atom(atom))),
            },
            Some(_) => self.atom().map(|atom| self.program.push(Op::Atom(atom))),
            None => Err(self.wrong("something is missing")),
        }
    }

    fn look_ahead(&mut self) -> Result<(), String> {
        let negative = self.peek() == Some('!');
        self.at += 1;
        let at = self.program.len();
        self.program.push(Op::Done);
        self.element()?;
        self.program.push(Op::Done);
        self.program[at] = Op::Look { negative, end: self.program.len() };
        Ok(())
    }

    fn look_behind(&mut self) -> Result<(), String> {
        self.at += 1;
        let negative = match self.peek() {
            Some('!') => true,
            Some('&') => false,
            _ => return Err(self.wrong("looking back is written <! or <&")),
        };
        self.at += 1;
        let atoms = if self.take('(') {
            let mut atoms = vec![self.atom()?];
            while self.take('|') {
                atoms.push(self.atom()?);
            }
            if !self.take(')') {
                return Err(self.wrong("looking back takes one token: (a|b)"));
            }
            atoms
        } else {
            vec![self.atom()?]
        };
        if negative {
            self.program.extend(atoms.into_iter().map(|atom| Op::Behind { negative, atom }));
            return Ok(());
        }
        // One of them must hold: a choice of tests.
        let ends: Vec<usize> = (0..atoms.len()).map(|n| self.program.len() + 3 * n + 2).collect();
        let last = atoms.len() - 1;
        for (n, atom) in atoms.into_iter().enumerate() {
            let at = self.program.len();
            self.program.push(if n < last { Op::Split(at + 1, at + 3) } else { Op::Jump(at + 1) });
            self.program.push(Op::Behind { negative, atom });
            self.program.push(Op::Jump(0));
        }
        let end = self.program.len();
        for jump in ends {
            self.program[jump] = Op::Jump(end);
        }
        Ok(())
    }

    /// `"p.m."`: the tokens of the words between the quotation marks, glued as they stand.
    fn quoted(&mut self) -> Result<(), String> {
        self.at += 1;
        let close = self.source[self.at..].find('"').ok_or_else(|| self.wrong("this quotation mark is not closed"))?;
        let words = self.source[self.at..self.at + close].to_owned();
        let mut tokens = Vec::new();
        tokenise(&words, Span::new(0, words.len()), self.lexicon, &mut tokens);
        if tokens.is_empty() {
            return Err(self.wrong("nothing stands between the quotation marks"));
        }
        for (index, token) in tokens.iter().enumerate() {
            if index > 0 && token.glued {
                self.program.push(Op::Glue);
            }
            let piece = token.of(&words);
            let test = match token.kind {
                TokenKind::Sign => sign_test(piece.chars().next().unwrap_or(' ')),
                TokenKind::Digits => {
                    let number = token.number(&words).ok_or_else(|| self.wrong("this number is too large"))?;
                    Test::Digits { low: number, high: number, width: Some(piece.len()) }
                }
                _ => Test::Lexeme(self.lexicon.add_word(&piece.to_lowercase())?),
            };
            let capital = token.kind.is_capital();
            self.program.push(Op::Atom(Atom { test, capital }));
        }
        self.at += close + 1;
        Ok(())
    }

    /// The name before a colon, which is taken with it.
    fn capture_name(&mut self) -> Option<String> {
        let rest = &self.source[self.at..];
        let length = rest.find(|c: char| !(c.is_lowercase() || c == '_'))?;
        if !rest[length..].starts_with(':') {
            return None;
        }
        self.at += length + 1;
        Some(rest[..length].to_owned())
    }

    fn capture(&mut self, name: &str) -> Result<(), String> {
        let slot = match self.names.iter().position(|known| **known == *name) {
            Some(slot) => slot,
            None => {
                self.names.push(name.into());
                self.names.len() - 1
            }
        };
        if slot >= CAPTURES {
            return Err(self.wrong("there are more than twelve captures"));
        }
        self.program.push(Op::Open(slot));
        self.element()?;
        self.program.push(Op::Close(slot));
        Ok(())
    }

    /// One token: a word, a class, digits, a sign.
    fn atom(&mut self) -> Result<Atom, String> {
        let capital = self.take('^');
        let start = self.at;
        let test = match self.peek() {
            Some('#') => self.digits()?,
            Some(c) if c.is_alphabetic() => {
                let rest = &self.source[start..];
                let length = rest
                    .find(|c: char| !(c.is_alphanumeric() || c == '_' && rest.starts_with(char::is_uppercase)))
                    .unwrap_or(rest.len());
                self.at += length;
                let word = &self.source[start..start + length];
                if word.chars().count() > 1 && !word.chars().any(char::is_lowercase) {
                    self.named(word)?
                } else {
                    let lexeme = self.lexicon.add_word(&word.to_lowercase())?;
                    return Ok(Atom {
                        test: Test::Lexeme(lexeme),
                        capital: capital || word.starts_with(char::is_uppercase),
                    });
                }
            }
            Some('"') => {
                let at = self.program.len();
                self.quoted()?;
                match self.program.drain(at..).collect::<Vec<_>>().as_slice() {
                    [Op::Atom(atom)] => return Ok(atom.clone()),
                    _ => return Err(self.wrong("only one token can stand here")),
                }
            }
            Some(c) if ",./;%'’-–—$£€*=".contains(c) => {
                self.at += c.len_utf8();
                sign_test(c)
            }
            _ => return Err(self.wrong("a word, a CLASS, #, a sign or a parenthesis is expected")),
        };
        Ok(Atom { test, capital })
    }

    /// `#`, `#1-31`, `#0-59/2`
    fn digits(&mut self) -> Result<Test, String> {
        self.at += 1;
        let rest = &self.source[self.at..];
        let length = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '/'))).unwrap_or(rest.len());
        let bounds = &rest[..length];
        let (range, width) = match bounds.split_once('/') {
            Some((range, width)) => (range, Some(width.parse().map_err(|_| self.wrong("a width is a number"))?)),
            None => (bounds, None),
        };
        let (low, high) = match range.split_once('-') {
            Some((low, high)) => (low.parse(), high.parse()),
            None if range.is_empty() => (Ok(0), Ok(i32::MAX)),
            None => (range.parse(), range.parse()),
        };
        let (Ok(low), Ok(high)) = (low, high) else {
            return Err(self.wrong("digits are written #, #7, #1-31 or #0-59/2"));
        };
        self.at += length;
        Ok(Test::Digits { low, high, width })
    }

    fn named(&self, name: &str) -> Result<Test, String> {
        Ok(match name {
            "WORD" => Test::Word,
            "CAP" => Test::Capital,
            "LOWER" => Test::Lower,
            "INITIAL" => Test::Initial,
            "ALLCAPS" => Test::AllCaps,
            "DASH" => Test::Dash,
            "APOS" => Test::Apostrophe,
            "ANY" => Test::Any,
            _ => Test::Class(
                self.lexicon.class(name).ok_or_else(|| self.wrong(&format!("no file defines the class {name}")))?,
            ),
        })
    }
}

fn sign_test(sign: char) -> Test {
    match sign {
        '\'' | '’' => Test::Apostrophe,
        c if is_dash(c) => Test::Dash,
        c => Test::Sign(c),
    }
}

/// An operation copied from a body that began at `from` to one that begins at `to`.
fn moved(op: Op, from: usize, to: usize) -> Op {
    let shift = |target: usize| target - from + to;
    match op {
        Op::Split(first, second) => Op::Split(shift(first), shift(second)),
        Op::Jump(target) => Op::Jump(shift(target)),
        Op::Look { negative, end } => Op::Look { negative, end: shift(end) },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::ClassWords;
    use super::*;

    fn lexicon() -> Lexicon {
        let mut lexicon = Lexicon::default();
        let months = ClassWords::List(vec!["may".into(), "march".into(), "september".into()]);
        lexicon.add_class("MONTH", &months).unwrap();
        lexicon
    }

    /// The first match anywhere in `text`, and one of its captures.
    fn find(pattern: &str, text: &str, capture: &str) -> Option<(String, Option<String>)> {
        let mut lexicon = lexicon();
        let pattern = Pattern::compile(pattern, &mut lexicon).unwrap();
        let mut tokens = Vec::new();
        tokenise(text, Span::new(0, text.len()), &lexicon, &mut tokens);
        let on = Subject { text, tokens: &tokens, lexicon: &lexicon };
        (0..tokens.len()).find_map(|at| pattern.match_at(&on, 0, at, tokens.len())).map(|found| {
            let captured = pattern.slot(capture).and_then(|slot| found.get(slot));
            (on.words(&found.tokens).to_owned(), captured.map(|range| on.words(&range).to_owned()))
        })
    }

    fn check(pattern: &str, text: &str, expected: Option<&str>) {
        assert_eq!(find(pattern, text, "").map(|found| found.0).as_deref(), expected, "{pattern} on {text}");
    }

    #[test]
    fn sequences_options_and_captures() {
        let date = "day:#1-31 (_(st|nd|rd|th))? of? month:^MONTH (,? year:#1000-2999)?";
        assert_eq!(
            find(date, "on the 12th of September, 2020 he", "year"),
            Some(("12th of September, 2020".into(), Some("2020".into())))
        );
        check(date, "12 september", None);
        check(date, "99 September 5000", None);
        check(date, "12 September 5000", Some("12 September"));
    }

    #[test]
    fn alternatives_of_any_length() {
        let pattern = "(a b | a c d | e) f";
        check(pattern, "x a c d f", Some("a c d f"));
        check(pattern, "e f", Some("e f"));
        check(pattern, "a b d", None);
        check("(a | (b | c) d | e)+ f", "a c d b d e f", Some("a c d b d e f"));
    }

    #[test]
    fn repetition_is_bounded_and_greedy() {
        check("a{2,3}", "a a a a", Some("a a a"));
        check("a{2}", "a b a", None);
        check("a* b", "a a b", Some("a a b"));
    }

    #[test]
    fn looking_around_takes_nothing() {
        check("MONTH !(be|have)", "it may be, in May have; May came", Some("May"));
        check("MONTH & came", "may go, May came", Some("May"));
        check("<!(in|of) MONTH", "in May of March September", Some("September"));
        check("<&(in|of) MONTH", "May, of March", Some("March"));
    }

    #[test]
    fn glue_quotes_and_signs() {
        check("#1-12 \"p.m.\"", "at 5 p.m. and", Some("5 p.m."));
        check("#1000-2999 _ s", "1990 s 1980s", Some("1980s"));
        check("# DASH #/2", "1914–18", Some("1914–18"));
    }

    #[test]
    fn mistakes_are_named() {
        for (pattern, message) in [
            ("(a", "not closed"),
            ("a)", "closes nothing"),
            ("NOPE", "no file defines"),
            ("a?", "match nothing"),
            ("a{9}", "repetitions"),
            ("\"a", "not closed"),
            ("# | ]", "expected"),
        ] {
            let error = Pattern::compile(pattern, &mut lexicon()).unwrap_err();
            assert!(error.contains(message), "{pattern}: {error}");
        }
    }

    #[test]
    fn hostile_input_stays_cheap() {
        let text = "a ".repeat(400);
        check("(a|a)* (a|a)* (a|a)* b", &text, None);
    }
}
