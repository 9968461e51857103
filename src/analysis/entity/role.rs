//! What the text says of people beside their names: titles, appositions, years of life, and whom they belong to.
//!
//! Only what stands directly before or behind a name is taken, in the document's own words. What a sentence says with
//! a verb ("she became mayor") is not.

use std::ops::Range;

use super::find::Found;
use super::lore::Lore;
use crate::analysis::work::Work;
use crate::language::entity::{Gender, Is, Word};
use crate::language::grammar::Parts;
use crate::language::token::TokenKind;
use crate::model::{EntityKind, Span};

/// Something said beside a name.
pub(super) struct Said {
    /// The place of the name.
    pub place: usize,
    /// The words.
    pub span: Span,
    /// In words for a reader.
    pub rule: &'static str,
    /// The place of the body that the words tie the person to.
    pub body: Option<usize>,
}

/// Longest apposition, in tokens.
const LONGEST: usize = 16;

/// What is said beside the names of people.
pub(super) fn roles(work: Work<'_>, lore: &Lore<'_>, found: &[Found], kind: impl Fn(usize) -> EntityKind) -> Vec<Said> {
    let reader = Reader { work, lore, found, kind };
    (0..found.len())
        .filter(|&place| (reader.kind)(place) == EntityKind::Person)
        .flat_map(|place| reader.said(place))
        .collect()
}

struct Reader<'a, K> {
    work: Work<'a>,
    lore: &'a Lore<'a>,
    found: &'a [Found],
    kind: K,
}

impl<K: Fn(usize) -> EntityKind> Reader<'_, K> {
    fn word(&self, token: usize) -> &Word {
        self.lore.vocabulary.word(self.work.tokens.all[token].lexeme)
    }

    fn kind_of(&self, token: usize) -> TokenKind {
        self.work.tokens.all[token].kind
    }

    fn is(&self, token: usize, sign: &str) -> bool {
        self.work.tokens.all.get(token).is_some_and(|token| token.of(&self.work.document.text) == sign)
    }

    /// The tokens of the sentence, or else of the block, that a name stands in.
    fn bounds(&self, found: &Found) -> Range<usize> {
        let document = self.work.document;
        match document.sentence_at(found.span.start) {
            Some(id) if document.sentences[id.index()].span.covers(found.span) => {
                self.work.tokens.in_span(document.sentences[id.index()].span)
            }
            _ => found.tokens.clone(),
        }
    }

    fn said(&self, place: usize) -> Vec<Said> {
        let found = &self.found[place];
        let bounds = self.bounds(found);
        let before = self.before(place, &bounds);
        let behind = self.behind(place, &bounds);
        before
            .into_iter()
            .chain(behind)
            .map(|(tokens, rule)| Said {
                place,
                span: self.work.subject().span(&tokens),
                rule,
                body: self.body(place, &tokens),
            })
            .collect()
    }

    /// "Foreign Minister", "the chairman," or "Chairman of ATUC, MP" before a name.
    fn before(&self, place: usize, bounds: &Range<usize>) -> Option<(Range<usize>, &'static str)> {
        let found = &self.found[place];
        let mut start = if found.title.is_empty() { found.tokens.start } else { found.title.start };
        let end = if found.title.is_empty() { found.tokens.start } else { found.title.end };
        let telling = found.title.clone().any(|token| {
            let word = self.word(token);
            word.is(Is::Role) || word.is(Is::RoleModifier) || (word.is(Is::Honorific) && word.gender == Gender::Unknown)
        });
        if !telling && !found.title.is_empty() {
            return None;
        }
        // "chief executive Jane Roe" in small letters.
        if found.title.is_empty() {
            while start > bounds.start && start + 4 > found.tokens.start && self.is_lower_role(start - 1) {
                start -= 1;
            }
        }
        if start < end && !self.word(end - 1).is(Is::Role) && found.title.is_empty() {
            return None;
        }
        if let Some(first) = self.apposition_before(start, bounds) {
            let last = if start < end { end } else { start - 1 };
            return Some((first..last, "role before the name"));
        }
        if start == end {
            return None;
        }
        // The body or country before the title belongs to it: "Armenian Prime Minister".
        if let Some(earlier) = place.checked_sub(1).map(|earlier| &self.found[earlier])
            && earlier.tokens.end == start
            && earlier.tokens.start >= bounds.start
        {
            start = earlier.tokens.start;
        }
        Some((start..end, "title before the name"))
    }

    fn is_lower_role(&self, token: usize) -> bool {
        let word = self.word(token);
        self.kind_of(token) == TokenKind::Lower && (word.is(Is::Role) || word.is(Is::RoleModifier))
    }

    /// Where a role begins that ends with the comma before the token `end`.
    fn apposition_before(&self, end: usize, bounds: &Range<usize>) -> Option<usize> {
        let comma = end.checked_sub(1).filter(|&comma| comma > bounds.start && self.is(comma, ","))?;
        let first = bounds.start.max(comma.saturating_sub(LONGEST));
        let mut start = comma;
        while start > first && self.kind_of(start - 1) != TokenKind::Sign {
            start -= 1;
            if self.word(start).is(Is::Article) || self.word(start).is(Is::Possessor) {
                start += 1;
                return self.role_near(start, comma).then_some(start);
            }
        }
        // A line that begins with the role: a signature.
        (start == bounds.start && self.kind_of(start) != TokenKind::Sign && self.role_near(start, start + 2))
            .then_some(start)
    }

    /// True if one of the first tokens is a role.
    fn role_near(&self, start: usize, end: usize) -> bool {
        (start..end.min(start + 4)).any(|token| self.word(token).is(Is::Role))
    }

    /// True if one of the first tokens is a role or says whose kin somebody is: "the younger daughter of the prisoner".
    fn tells_who(&self, start: usize, end: usize) -> bool {
        let kin = |token: usize| self.kind_of(token) == TokenKind::Lower && self.word(token).is(Is::Kin);
        self.role_near(start, end) || (start..end.min(start + 4)).any(kin)
    }

    /// True if the words can be a noun with what belongs to it: not "taking her brother's arm", "and the princess",
    /// "said the count", nor a lone title, by which somebody is spoken to: "Come, Peter, Countess!"
    fn may_describe(&self, start: usize, end: usize) -> bool {
        let token = &self.work.tokens.all[start];
        if end == start + 1 && self.word(start).is(Is::Honorific) {
            return false;
        }
        let likeliest = self.work.pack.grammar.entry(token.lexeme).first;
        let links = Parts::COORDINATOR.and(Parts::PREPOSITION).and(Parts::SUBORDINATOR).and(Parts::PRONOUN);
        let next_opens = || self.word(start + 1).is(Is::Article) || self.word(start + 1).is(Is::Possessor);
        token.kind != TokenKind::Lower
            || !(likeliest.has(links.and(Parts::ING)) || likeliest.has(Parts::ANY_VERB) && next_opens())
    }

    /// ", the chair of Y,", ", 42," or "(born 1951)" behind a name.
    fn behind(&self, place: usize, bounds: &Range<usize>) -> Option<(Range<usize>, &'static str)> {
        let found = &self.found[place];
        let open = found.tokens.end;
        if open + 1 >= bounds.end {
            return None;
        }
        if self.is(open, "(") {
            let end = (open + 1..bounds.end.min(open + LONGEST)).find(|&token| self.is(token, ")"))?;
            let year = (open + 1..end)
                .any(|token| self.work.tokens.all[token].span.len() == 4 && self.kind_of(token) == TokenKind::Digits);
            return (end > open + 1 && (year || self.word(open + 1).is(Is::Born)))
                .then_some((open + 1..end, "words in brackets behind the name"));
        }
        if !self.is(open, ",") {
            return None;
        }
        let start = open + 1;
        let stop = |token: usize| {
            matches!(
                self.work.tokens.all[token].of(&self.work.document.text),
                "," | ";" | ":" | "." | "(" | ")" | "—" | "–" | "”" | "\"" | "!" | "?"
            ) || (self.kind_of(token) == TokenKind::Lower && self.word(token).is(Is::Relative))
        };
        let end = (start..bounds.end.min(start + LONGEST))
            .find(|&token| stop(token))
            .unwrap_or(bounds.end.min(start + LONGEST));
        if end == start + 1 && self.kind_of(start) == TokenKind::Digits && self.work.tokens.all[start].span.len() <= 2 {
            return Some((start..end, "age behind the name"));
        }
        let articled = start + usize::from(self.word(start).is(Is::Article));
        if end <= start || !self.tells_who(articled, end) || !self.may_describe(start, end) {
            return None;
        }
        // "X, President Y and Z": the title is that of the next name.
        let next_title = self.found.get(place + 1).is_some_and(|next| !next.title.is_empty() && next.title.start < end);
        (!next_title).then_some((start..end, "apposition behind the name"))
    }

    /// The body that the words beside a name tie the person to.
    fn body(&self, place: usize, tokens: &Range<usize>) -> Option<usize> {
        let near = place.saturating_sub(4)..self.found.len().min(place + 5);
        near.into_iter().find(|&other| {
            let found = &self.found[other];
            (self.kind)(other) == EntityKind::Org
                && tokens.start <= found.tokens.start
                && found.tokens.end <= tokens.end
        })
    }
}
