//! What the text says of people beside their names: titles, trades, appositions, kinship, years of life, and whom they
//! belong to.
//!
//! Only what stands directly before or behind a name is taken, in the document's own words. What a sentence says with
//! a verb ("she became mayor") is not.

mod phrase;

use std::ops::Range;

use super::find::Found;
use super::lore::Lore;
use crate::analysis::work::Work;
use crate::language::entity::{Is, RoleWord};
use crate::language::gazetteer::Entry;
use crate::language::grammar::Parts;
use crate::language::token::TokenKind;
use crate::model::{EntityKind, Span};
use phrase::{Phrase, Phrases};

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

/// Longest description, in tokens.
const LONGEST: usize = 24;
/// Most nouns with "of" or "at" between them before a name: "the president of the bank of the city, Ada Quill".
const MOST_NOUNS: usize = 4;
/// So early in a sentence, in tokens, it may begin with a description.
const EARLY: usize = 1;

/// What is said beside the names of people.
pub(super) fn roles(work: Work<'_>, lore: &Lore<'_>, found: &[Found], kind: impl Fn(usize) -> EntityKind) -> Vec<Said> {
    let reader = Reader { phrases: Phrases { work, lore, found, kind } };
    (0..found.len())
        .filter(|&place| (reader.phrases.kind)(place) == EntityKind::Person)
        .flat_map(|place| reader.said(place))
        .collect()
}

struct Reader<'a, K> {
    phrases: Phrases<'a, K>,
}

/// Words and the rule that found them.
type Told = (Range<usize>, &'static str);

impl<K: Fn(usize) -> EntityKind> Reader<'_, K> {
    fn found(&self, place: usize) -> &Found {
        &self.phrases.found[place]
    }

    /// The tokens of the sentence, or else of the block, that a name stands in.
    fn bounds(&self, found: &Found) -> Range<usize> {
        let work = self.phrases.work;
        match work.document.sentence_at(found.span.start) {
            Some(id) if work.document.sentences[id.index()].span.covers(found.span) => {
                work.tokens.in_span(work.document.sentences[id.index()].span)
            }
            _ => found.tokens.clone(),
        }
    }

    fn said(&self, place: usize) -> Vec<Said> {
        let bounds = self.bounds(self.found(place));
        let told = self.before(place, &bounds).into_iter().chain(self.behind(place, &bounds));
        told.map(|(tokens, rule)| Said {
            place,
            span: self.phrases.work.subject().span(&tokens),
            rule,
            body: self.body(place, &tokens),
        })
        .collect()
    }

    /// All that stands before a name: "Foreign Minister", "the chairman,", "Chairman of ATUC, MP".
    fn before(&self, place: usize, bounds: &Range<usize>) -> Vec<Told> {
        let mut told = Vec::new();
        let start = self.without_courtesy(self.found(place).tokens.start, bounds.start);
        let title = self.title(place, start, bounds);
        let first = title.as_ref().map_or(start, |title| title.start);
        let aside = self.apposition_before(place, first, bounds);
        match (title, aside) {
            // A line that begins with the role: a signature.
            (Some(title), Some(aside)) if aside.start == bounds.start && aside.core == aside.start => {
                told.push((aside.start..title.end, "role before the name"));
            }
            (title, aside) => {
                told.extend(aside.map(|aside| {
                    let owned = aside.start < aside.core && !self.phrases.word(aside.start).is(Is::Article);
                    (if owned { aside.start } else { aside.core }..aside.end, "role before the name")
                }));
                told.extend(title.map(|title| (title.core..title.end, "title before the name")));
            }
        }
        told.extend(self.title_inside(place));
        told
    }

    /// Where the name begins with its "Mr", which tells nothing.
    fn without_courtesy(&self, mut start: usize, floor: usize) -> usize {
        while start > floor {
            let dot = start >= floor + 2 && self.phrases.is(start - 1, ".");
            let word = start - 1 - usize::from(dot);
            if !self.phrases.is_courtesy(word) {
                break;
            }
            start = word;
        }
        start
    }

    /// The words before a name, up to the token `end`, if they are a title, an office or a trade: "Foreign Minister",
    /// "US President", "the linguist and activist", "Minister of Trade".
    fn title(&self, place: usize, end: usize, bounds: &Range<usize>) -> Option<Phrase> {
        let title = self.found(place).title.clone();
        let mut phrase = self.phrases.before(end, bounds.start)?;
        if phrase.tells {
            return self.names_a_role(&phrase, bounds).then_some(phrase);
        }
        if !title.is_empty() && title.end == end {
            return Some(self.phrases.leftwards(title.start, title.end - 1, end, bounds.start));
        }
        if self.named(phrase.head) {
            phrase = self.phrases.before(phrase.head, bounds.start)?;
            let indefinite = phrase.determined && !self.phrases.word(phrase.start).is(Is::Determiner);
            return (indefinite && phrase.tells).then_some(phrase);
        }
        // An office with what it is for: "Ambassador to the United States Ada Quill".
        for _ in 1..MOST_NOUNS {
            let link = phrase.start.checked_sub(1).filter(|&link| link > bounds.start)?;
            let large = self.phrases.kind_of(phrase.head).is_capital();
            if !large || !self.phrases.parts(link).has(Parts::PREPOSITION.and(Parts::TO)) {
                return None;
            }
            phrase = self.phrases.before(link, bounds.start)?;
            if phrase.tells && self.phrases.kind_of(phrase.core).is_capital() {
                return Some(Phrase { end, ..phrase });
            }
        }
        None
    }

    /// True unless the head is a verb before its object ("they host Peter").
    fn names_a_role(&self, phrase: &Phrase, bounds: &Range<usize>) -> bool {
        let phrases = &self.phrases;
        let lone = phrase.core == phrase.head && phrases.kind_of(phrase.head) == TokenKind::Lower;
        if !lone {
            return true;
        }
        let verb = !phrase.determined
            && phrases.parts(phrase.head).has(Parts::BASE)
            && phrase.head > bounds.start
            && phrases.follows_subject(phrase.head);
        !verb
    }

    /// "A lawyer named Ada Quill".
    fn named(&self, token: usize) -> bool {
        self.phrases.word(token).role == Some(RoleWord::Naming)
    }

    /// A title that the name itself begins with: "GEN. ADA QUILL".
    fn title_inside(&self, place: usize) -> Option<Told> {
        let tokens = &self.found(place).tokens;
        let mut end = tokens.start;
        let short = |token: usize| self.phrases.word(token).is(Is::Abbreviated) && self.phrases.is(token + 1, ".");
        while end + 1 < tokens.end && self.phrases.describes(end) && (short(end) || !self.is_given(end)) {
            end += 1;
            end += usize::from(end + 1 < tokens.end && self.phrases.is(end, "."));
        }
        (end > tokens.start).then_some((tokens.start..end, "title before the name"))
    }

    fn is_given(&self, token: usize) -> bool {
        let name = self.phrases.lore.gazetteer.name(&self.phrases.text(token).to_lowercase());
        name.is_some_and(|entry| entry.is(Entry::GIVEN))
    }

    /// The role that ends with the comma before the token `end`, where the name begins with its title.
    fn apposition_before(&self, place: usize, end: usize, bounds: &Range<usize>) -> Option<Phrase> {
        let comma = end.checked_sub(1).filter(|&comma| comma > bounds.start)?;
        let introduces = matches!(self.phrases.text(comma), "," | "–" | "—" | ":");
        if !introduces {
            return None;
        }
        let floor = bounds.start.max(comma.saturating_sub(LONGEST));
        let mut close = comma;
        if comma > floor && self.phrases.is(comma - 1, ")") {
            close = (floor..comma).rev().find(|&token| self.phrases.is(token, "("))?;
        }
        for _ in 0..MOST_NOUNS {
            let phrase = self.phrases.before(close, floor)?;
            let opens = phrase.start == bounds.start;
            if phrase.tells && (phrase.determined || opens) {
                // "His brothers, Tom and Ned", not "he left the gentlemen, Tom".
                let next = self.found(place).tokens.end;
                let one_more = self.phrases.is(next, ",") && self.phrases.name_at(next + 1).is_some();
                let listed = next < bounds.end && (self.phrases.word(next).is(Is::And) || one_more);
                if self.phrases.is_plural(phrase.head) && !listed {
                    return None;
                }
                let early = phrase.start <= bounds.start + EARLY;
                let closed = self.closed(place, bounds);
                return (closed || (early && !self.is_spoken_to(place, bounds)))
                    .then_some(Phrase { end: comma, ..phrase });
            }
            let link = phrase.start.checked_sub(1).filter(|&link| link > floor)?;
            if !self.phrases.parts(link).has(Parts::PREPOSITION.and(Parts::TO)) {
                return None;
            }
            close = link;
        }
        None
    }

    /// True if the clause goes on behind a second comma, or ends, with the name.
    fn closed(&self, place: usize, bounds: &Range<usize>) -> bool {
        let next = self.found(place).tokens.end;
        next >= bounds.end || matches!(self.phrases.text(next), "," | ";" | "." | ")" | "–" | "—" | ":" | "(" | "[")
    }

    /// "Where is your mother, Ada?"
    fn is_spoken_to(&self, place: usize, bounds: &Range<usize>) -> bool {
        let next = self.found(place).tokens.end;
        next < bounds.end && matches!(self.phrases.text(next), "?" | "!")
    }

    /// All that stands behind a name: ", the chair of Y,", ", 42," or "(born 1951)".
    fn behind(&self, place: usize, bounds: &Range<usize>) -> Option<Told> {
        let phrases = &self.phrases;
        let mut open = self.found(place).tokens.end;
        // "Quill I, Queen of Zorn".
        open += usize::from(open + 1 < bounds.end && phrases.is(open, "I") && phrases.is(open + 1, ","));
        if open + 1 >= bounds.end {
            return None;
        }
        let limit = bounds.end.min(open + 1 + LONGEST);
        match phrases.text(open) {
            "(" => self.in_brackets(open, limit),
            "," | "–" | "—" => self.apposition_behind(place, open + 1, bounds, limit),
            _ => None,
        }
    }

    /// "(born 1951)", "(director of the museum)".
    fn in_brackets(&self, open: usize, limit: usize) -> Option<Told> {
        let phrases = &self.phrases;
        let end = (open + 1..limit).find(|&token| phrases.is(token, ")"))?;
        let rule = "words in brackets behind the name";
        let year = (open + 1..end)
            .any(|token| phrases.work.tokens.all[token].span.len() == 4 && phrases.kind_of(token) == TokenKind::Digits);
        // "(1973)" alone is a work.
        if end > open + 2 && (year || phrases.word(open + 1).is(Is::Born)) {
            return Some((open + 1..end, rule));
        }
        let phrase = phrases.after(open + 1, end)?;
        phrase.tells.then_some((open + 1..end, rule))
    }

    fn apposition_behind(&self, place: usize, start: usize, bounds: &Range<usize>, limit: usize) -> Option<Told> {
        let phrases = &self.phrases;
        let at = |token: usize| if token < bounds.end { phrases.text(token) } else { "." };
        if phrases.kind_of(start) == TokenKind::Digits && phrases.work.tokens.all[start].span.len() <= 2 {
            let alone = matches!(at(start + 1), "," | "." | ";" | ")");
            if alone {
                return Some((start..start + 1, "age behind the name"));
            }
        }
        let phrase = phrases.after(start, limit)?;
        let lone = phrase.core == phrase.head && phrase.end == phrase.head + 1;
        let several = !phrase.determined && phrases.is_plural(phrase.head);
        if !phrase.tells || several || (lone && phrases.word(phrase.head).is(Is::Honorific)) {
            return None;
        }
        // "X, President Y and Z": the title is that of the next name.
        let next = phrases.name_at(phrase.end).or_else(|| phrases.name_at(phrase.end + 1));
        let belongs = |next: usize| {
            let title = &self.found(next).title;
            (phrases.kind)(next) == EntityKind::Person
                && (self.found(next).tokens.start == phrase.end || !title.is_empty() && title.start <= phrase.head)
        };
        if next.is_some_and(belongs) {
            return None;
        }
        let end = phrases.complement(&phrase, limit);
        // "Ada, the princess and the count": one more in a list.
        let bare = lone && end == phrase.end && phrase.determined && phrases.word(start).is(Is::Article);
        // "Ada, head bowed, left".
        let loose = lone && end == phrase.end && !phrase.determined;
        if loose && end < bounds.end && phrases.kind_of(end) != TokenKind::Sign {
            return None;
        }
        let and = |token: usize| token < bounds.end && phrases.word(token).is(Is::And);
        if bare && (and(end) || at(end) == "," && and(end + 1)) {
            return None;
        }
        let spoken_to = lone && !phrase.determined && matches!(at(end), "!" | "?") || self.is_spoken_to(place, bounds);
        (!spoken_to).then_some((start..end, "apposition behind the name"))
    }

    /// The body that the words beside a name tie the person to.
    fn body(&self, place: usize, tokens: &Range<usize>) -> Option<usize> {
        let near = place.saturating_sub(4)..self.phrases.found.len().min(place + 5);
        near.into_iter().find(|&other| {
            let found = self.found(other);
            (self.phrases.kind)(other) == EntityKind::Org
                && tokens.start <= found.tokens.start
                && found.tokens.end <= tokens.end
        })
    }
}
