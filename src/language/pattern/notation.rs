//! The notation that patterns are written in, and its way to a program: recursive descent that emits as it goes.

use super::program::{Atom, CAPTURES, Op, Pattern, Test, is_dash};
use crate::language::lexicon::Lexicon;
use crate::language::token::{TokenKind, tokenise};
use crate::model::Span;

/// How often `*` and `+` may repeat.
const REPEAT: usize = 8;

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
