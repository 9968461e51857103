//! What stands around a name and tells of its kind.

use std::ops::Range;

use super::unit::Reader;
use crate::language::entity::{Is, KINDS, Points};
use crate::language::token::TokenKind;
use crate::model::EntityKind;

impl Reader<'_> {
    /// "2019 Canadian federal election": a year before and a noun behind make an event of a name.
    pub(super) fn with_year(&self, tokens: Range<usize>, sentence: &Range<usize>) -> Range<usize> {
        let year = tokens.start.checked_sub(1).filter(|&year| year >= sentence.start);
        let dated = year.is_some_and(|year| {
            self.token(year).kind == TokenKind::Digits
                && self.token(year).span.len() == 4
                && !self.token(year + 1).glued
        });
        if !dated {
            return tokens;
        }
        let end = (tokens.end..sentence.end.min(tokens.end + 4))
            .take_while(|&token| self.token(token).kind == TokenKind::Lower && !self.token(token).glued)
            .find(|&token| self.word(token).is(Is::EventNoun));
        match end {
            Some(noun) => tokens.start - 1..noun + 1,
            None => tokens,
        }
    }

    /// What the words before and behind say.
    pub(super) fn cues(&self, sentence: &Range<usize>, first: usize, end: usize) -> Points {
        let mut points = Points::default();
        let add = |points: &mut Points, of: &Points| (0..KINDS).for_each(|kind| points[kind] += of[kind]);
        if first > sentence.start && self.token(first - 1).kind.is_word() {
            add(&mut points, &self.word(first - 1).before);
        }
        let shouted = |at: usize| at < sentence.end && self.token(at).kind == TokenKind::AllCaps;
        let is = |at: usize, sign: u8| at < sentence.end && self.byte(at) == sign;
        if is(end, b'(') && shouted(end + 1) && is(end + 2, b')') {
            points[EntityKind::Org as usize] += 5;
        }
        if first > sentence.start && is(first - 1, b'(') && is(end, b')') && end == first + 1 && shouted(first) {
            points[EntityKind::Org as usize] += 3;
        }
        let mut next = end;
        let sign = |at: usize, signs: &[u8]| at < sentence.end && signs.contains(&self.byte(at));
        // ", who", "-based"
        if sign(next, b",-") && next + 1 < sentence.end && self.token(next + 1).kind == TokenKind::Lower {
            next += 1;
            if self.byte(next - 1) == b',' && !matches!(self.text(next), "who" | "whose" | "where") {
                return points;
            }
        }
        if next < sentence.end && self.token(next).kind == TokenKind::Lower {
            add(&mut points, &self.word(next).after);
        }
        points
    }
}
