//! The words of names: what is glued to a capital, and what joins it to the next.

use std::ops::Range;

use crate::analysis::entity::lore::Lore;
use crate::analysis::work::Work;
use crate::language::entity::{Is, Word};
use crate::language::gazetteer::Entry;
use crate::language::token::{Token, TokenKind};
use crate::model::BlockKind;

/// Reads tokens as names are read.
#[derive(Clone, Copy)]
pub(in crate::analysis::entity) struct Reader<'a> {
    pub work: Work<'a>,
    pub lore: &'a Lore<'a>,
}

/// A word of a name with what is glued to it: "O'Brien", "al-Assad", "J.R.R.", "AT&T".
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub first: usize,
    pub end: usize,
    pub link: Link,
}

/// How a word of a name hangs on the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    Start,
    Space,
    Particle,
    Of,
    For,
    And,
    Possessive,
}

impl<'a> Reader<'a> {
    pub(in crate::analysis::entity) fn text(&self, token: usize) -> &'a str {
        self.work.tokens.all[token].of(&self.work.document.text)
    }

    pub(in crate::analysis::entity) fn token(&self, token: usize) -> &'a Token {
        &self.work.tokens.all[token]
    }

    pub(in crate::analysis::entity) fn word(&self, token: usize) -> &'a Word {
        self.lore.vocabulary.word(self.token(token).lexeme)
    }

    /// The first byte of a token, which tells signs apart.
    pub(super) fn byte(&self, token: usize) -> u8 {
        self.work.document.text.as_bytes()[self.token(token).span.start as usize]
    }

    pub(super) fn is_apostrophe(&self, token: usize) -> bool {
        self.token(token).kind == TokenKind::Sign && matches!(self.text(token), "'" | "’" | "ʼ")
    }

    pub(super) fn is_hyphen(&self, token: usize) -> bool {
        self.token(token).kind == TokenKind::Sign && matches!(self.text(token), "-" | "‐" | "‑")
    }

    /// True if a name may begin with this token.
    pub(super) fn begins(&self, at: usize, end: usize) -> bool {
        let token = self.token(at);
        if token.kind == TokenKind::Lower {
            return self.hangs_on(at, end) || self.is_surname_particle(at, end);
        }
        if token.glued && at > 0 && self.token(at - 1).kind == TokenKind::Digits {
            return false;
        }
        !self.word(at).is(Is::NotName)
            || (token.kind == TokenKind::Initial && at + 1 < end && self.byte(at + 1) == b'.')
    }

    /// "al-" in "al-Assad".
    fn hangs_on(&self, at: usize, end: usize) -> bool {
        self.word(at).is(Is::Particle)
            && at + 2 < end
            && self.token(at + 1).glued
            && self.is_hyphen(at + 1)
            && self.token(at + 2).glued
            && self.token(at + 2).kind.is_capital()
    }

    /// "de" in "thanked de Klerk": a particle that is no word of the language and stands before a capital.
    fn is_surname_particle(&self, at: usize, end: usize) -> bool {
        self.word(at).is(Is::SurnameParticle)
            && at + 1 < end
            && !self.token(at + 1).glued
            && self.token(at + 1).kind == TokenKind::Capitalised
            && !self.word(at + 1).is(Is::NotName)
    }

    /// Fills `units` with the row of words that begins at `at`; gives the token behind it.
    pub(super) fn row(&self, at: usize, sentence: &Range<usize>, kind: BlockKind, units: &mut Vec<Unit>) -> usize {
        units.clear();
        let word = at + usize::from(self.is_surname_particle(at, sentence.end));
        let mut end = self.unit_end(word, sentence.end);
        units.push(Unit { first: at, end, link: Link::Start });
        while let Some((link, first)) = self.link(end, sentence.end) {
            if kind.keeps_lines() && self.parted_by_line(end, first) {
                break;
            }
            end = self.unit_end(first, sentence.end);
            units.push(Unit { first, end, link });
        }
        // A possessive or full stop behind the last word is skipped by the search itself.
        end
    }

    pub(in crate::analysis::entity) fn parted_by_line(&self, end: usize, first: usize) -> bool {
        let gap = self.token(end - 1).span.end as usize..self.token(first).span.start as usize;
        self.work.document.text.as_bytes()[gap].contains(&b'\n')
    }

    /// One past the last token of the word that begins at `at`.
    pub(super) fn unit_end(&self, at: usize, end: usize) -> usize {
        let mut next = at + 1;
        while next < end && self.token(next).glued {
            let behind = next + 1;
            let word_behind = behind < end && self.token(behind).glued && self.token(behind).kind.is_word();
            if self.token(next).kind == TokenKind::Digits {
                next += 1;
            } else if self.token(next).kind != TokenKind::Sign {
                if self.token(next - 1).kind != TokenKind::Digits {
                    break;
                }
                next += 1;
            } else if self.byte(next) == b'.' {
                let before = self.token(next - 1);
                if before.kind != TokenKind::Initial && !self.word(next - 1).is(Is::Abbreviated) {
                    break;
                }
                next += 1;
                if !(word_behind && self.token(behind).kind.is_capital()) {
                    break;
                }
                next += 1;
            } else if self.is_apostrophe(next) {
                if !word_behind || self.text(behind).eq_ignore_ascii_case("s") || self.word(behind).is(Is::Contraction)
                {
                    break;
                }
                next += 2;
            } else if self.is_hyphen(next) {
                let behind_token = (behind < end && self.token(behind).glued).then(|| self.token(behind));
                match behind_token {
                    // A dash before the pronoun, printed as a hyphen.
                    Some(_) if self.text(behind) == "I" => break,
                    Some(token) if token.kind.is_capital() || token.kind == TokenKind::Digits => next += 2,
                    Some(token)
                        if token.kind == TokenKind::Lower
                            && token.span.len() <= 4
                            && !self.lore.gazetteer.is_common_word(self.text(behind)) =>
                    {
                        next += 2
                    }
                    _ => break,
                }
            } else if self.byte(next) == b'&' && word_behind && self.token(behind).kind.is_capital() {
                next += 2;
            } else {
                break;
            }
        }
        next
    }

    /// How a further word hangs on a name that ends before `end`, and where it begins.
    pub(super) fn link(&self, at: usize, end: usize) -> Option<(Link, usize)> {
        if at >= end {
            return None;
        }
        let goes_on = |next: usize| next < end && !self.token(next).glued && self.goes_on(next);
        if self.token(at).glued {
            if self.byte(at) == b',' && at + 1 < end {
                let word = self.word(at + 1);
                let suffix = word.is(Is::CompanySuffix) || word.is(Is::NameSuffix);
                let goes_on = (suffix && self.token(at + 1).kind.is_capital()) || self.is_known_over_comma(at, end);
                return goes_on.then_some((Link::Space, at + 1));
            }
            if self.is_apostrophe(at) {
                let s = at + 1 < end && self.token(at + 1).glued && self.text(at + 1).eq_ignore_ascii_case("s");
                let next = at + 1 + usize::from(s);
                let plural = self.text(at - 1).ends_with(['s', 'S']);
                return ((s || plural) && goes_on(next)).then_some((Link::Possessive, next));
            }
            return None;
        }
        let token = self.token(at);
        let word = self.word(at);
        if token.kind == TokenKind::Sign {
            return (self.byte(at) == b'&' && goes_on(at + 1)).then_some((Link::And, at + 1));
        }
        if token.kind == TokenKind::Lower {
            return self.lower_link(at, end);
        }
        // "Of", "And" in a line with capitals.
        if token.kind == TokenKind::Capitalised && (word.is(Is::Of) || word.is(Is::And)) {
            return self.lower_link(at, end);
        }
        goes_on(at).then_some((Link::Space, at))
    }

    /// "Washington, D.C."
    pub(super) fn is_known_over_comma(&self, comma: usize, end: usize) -> bool {
        if comma + 2 >= end || self.token(comma + 1).kind != TokenKind::Initial || self.byte(comma + 2) != b'.' {
            return false;
        }
        let last = self.unit_end(comma + 1, end) - 1;
        let span = self.token(comma - 1).span.join(self.token(last).span);
        self.lore.gazetteer.name(span.of(&self.work.document.text)).is_some_and(|entry| entry.is(Entry::PLACE))
    }

    /// The same for a word in small letters: "of the", "for", "and", "von der".
    pub(super) fn lower_link(&self, at: usize, end: usize) -> Option<(Link, usize)> {
        let word = self.word(at);
        let capital = |next: usize| next < end && !self.token(next).glued && self.goes_on(next);
        let article = |next: usize| next < end && self.token(next).kind == TokenKind::Lower && self.text(next) == "the";
        if word.is(Is::Of) || word.is(Is::For) {
            let link = if word.is(Is::Of) { Link::Of } else { Link::For };
            let next = at + 1 + usize::from(article(at + 1));
            return capital(next).then_some((link, next));
        }
        if word.is(Is::And) {
            return capital(at + 1).then_some((Link::And, at + 1));
        }
        if !word.is(Is::Particle) {
            return None;
        }
        let mut next = at;
        while next < end
            && next < at + 3
            && self.token(next).kind == TokenKind::Lower
            && self.word(next).is(Is::Particle)
        {
            next += 1;
            // "al-Assad", "d'Estaing"
            if next + 1 < end && self.token(next).glued && (self.is_hyphen(next) || self.is_apostrophe(next)) {
                let capital = self.token(next + 1).glued && self.token(next + 1).kind.is_capital();
                return capital.then_some((Link::Particle, next + 1));
            }
        }
        capital(next).then_some((Link::Particle, next))
    }

    /// True if a name may go on with this token.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        let token = self.token(at);
        let word = self.word(at);
        if !token.kind.is_capital() {
            return token.kind == TokenKind::Lower && self.hangs_on(at, self.work.tokens.all.len());
        }
        if token.kind == TokenKind::Initial && self.text(at) == "I" {
            return at + 1 < self.work.tokens.all.len() && self.byte(at + 1) == b'.';
        }
        if word.is(Is::NotName) {
            return word.is(Is::NameSuffix) || self.is_name_of_month(at);
        }
        !word.is(Is::Function) || token.kind != TokenKind::Capitalised
    }

    /// "Theresa May": a month behind a given name.
    pub(super) fn is_name_of_month(&self, at: usize) -> bool {
        at > 0
            && self.token(at).kind == TokenKind::Capitalised
            && self.token(at - 1).kind == TokenKind::Capitalised
            && self.token(at - 1).span.end + 1 == self.token(at).span.start
            && self.lore.gazetteer.name(self.text(at - 1)).is_some_and(|entry| entry.is(Entry::GIVEN))
            && self.work.tokens.all.get(at + 1).is_none_or(|next| next.kind != TokenKind::Digits)
    }
}

/// How many words stand together without "of", "and" or a possessive.
pub(super) fn chunk(units: &[Unit]) -> usize {
    1 + units[1..].iter().take_while(|unit| matches!(unit.link, Link::Space | Link::Particle)).count()
}
