//! What stands around a name and tells of its kind.

use std::ops::Range;

use super::unit::Reader;
use crate::language::entity::{Is, KINDS, Points};
use crate::language::token::TokenKind;
use crate::model::{EntityKind, InlineKind};

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

    /// "Act of 1765", "War of 1812": a year behind "of" tells one law or event from others.
    pub(super) fn with_year_behind(&self, tokens: Range<usize>, sentence: &Range<usize>) -> Range<usize> {
        let head = self.word(tokens.end - 1).head;
        let year = tokens.end + 1;
        let dated = matches!(head, Some(EntityKind::Law | EntityKind::Event))
            && year < sentence.end
            && self.word(tokens.end).is(Is::Of)
            && self.token(year).kind == TokenKind::Digits
            && self.token(year).span.len() == 4;
        if dated { tokens.start..year + 1 } else { tokens }
    }

    /// What the words before and behind say of the name in `name`, which begins with its title at `first`.
    pub(super) fn cues(&self, sentence: &Range<usize>, first: usize, name: &Range<usize>) -> Points {
        let end = name.end;
        let mut points = Points::default();
        let opening = first - usize::from(first > sentence.start && self.byte(first - 1) == b'_');
        if opening > sentence.start && self.token(opening - 1).kind.is_word() {
            add(&mut points, &self.word(opening - 1).before);
        }
        let shouted = |at: usize| at < sentence.end && self.token(at).kind == TokenKind::AllCaps;
        let is = |at: usize, sign: u8| at < sentence.end && self.byte(at) == sign;
        if is(end, b'(') && shouted(end + 1) && is(end + 2, b')') {
            points[EntityKind::Org as usize] += 5;
        }
        if first > sentence.start && is(first - 1, b'(') && is(end, b')') && end == first + 1 && shouted(first) {
            points[EntityKind::Org as usize] += 3;
        }
        let article = opening.checked_sub(1).filter(|&at| at >= sentence.start && self.word(at).is(Is::Article));
        if let Some(article) = article {
            self.cues_with_article(&mut points, sentence, article, end);
        }
        self.cues_behind(&mut points, sentence, end);
        points
    }

    /// What the words around "the" and a name say.
    fn cues_with_article(&self, points: &mut Points, sentence: &Range<usize>, article: usize, end: usize) {
        let Some(before) = article.checked_sub(1).filter(|&at| at >= sentence.start) else { return };
        let of = usize::from(before > sentence.start && self.word(before).is(Is::Of));
        add(points, &self.word(before - of).before_the);
        let afloat = |mut tokens: Range<usize>| tokens.any(|token| self.word(token).is(Is::Afloat));
        let aboard =
            matches!(self.text(before), "in" | "on") && afloat(sentence.start.max(before.saturating_sub(6))..before);
        // "The Orford sailed", "the Association, his flagship,".
        let comma = end < sentence.end && self.byte(end) == b',';
        let behind = end + usize::from(comma)..sentence.end.min(end + if comma { 4 } else { 1 });
        if aboard || afloat(behind) {
            points[EntityKind::Other as usize] += 6;
        }
    }

    fn cues_behind(&self, points: &mut Points, sentence: &Range<usize>, end: usize) {
        let mut next = end;
        let sign = |at: usize, signs: &[u8]| at < sentence.end && signs.contains(&self.byte(at));
        // ", who", "-based"
        if sign(next, b",-") && next + 1 < sentence.end && self.token(next + 1).kind == TokenKind::Lower {
            next += 1;
            if self.byte(next - 1) == b',' && !matches!(self.text(next), "who" | "whose" | "where") {
                return;
            }
        }
        if next < sentence.end && self.token(next).kind == TokenKind::Lower {
            add(points, &self.word(next).after);
        }
    }

    /// True if exactly these words are emphasised, by markup or by underscores.
    pub(super) fn is_emphasised(&self, tokens: &Range<usize>) -> bool {
        let span = self.token(tokens.start).span.join(self.token(tokens.end - 1).span);
        let underscore = |at: usize| self.work.tokens.all.get(at).is_some_and(|_| self.byte(at) == b'_');
        if tokens.start > 0 && underscore(tokens.start - 1) && underscore(tokens.end) {
            return true;
        }
        let inlines = &self.work.document.inlines;
        let first = inlines.partition_point(|inline| inline.span.start < span.start);
        inlines[first..]
            .iter()
            .take_while(|inline| inline.span.start == span.start)
            .any(|inline| inline.kind == InlineKind::Emphasis && inline.span.end == span.end)
    }
}

fn add(points: &mut Points, of: &Points) {
    (0..KINDS).for_each(|kind| points[kind] += of[kind]);
}
