//! What an event is called: a short run of the document's own words.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::language::grammar::Parts;
use crate::language::token::TokenKind;
use crate::model::index::last_at;

/// Columns that a label may take.
const WIDEST: usize = 40;
/// Columns that its subject may take.
const SUBJECT: usize = 28;

/// Makes labels.
#[derive(Clone, Copy)]
pub struct Labels<'a> {
    pub phrases: Phrases<'a>,
}

impl Labels<'_> {
    /// Of a verb: its subject, the verb without adverbs, and as much of what follows as there is room for.
    pub fn of_verb(&self, group: &Range<usize>, subject: Option<&Range<usize>>, end: usize) -> String {
        let mut label = String::new();
        let told = |at: &usize| !matches!(self.phrases.tag(*at), Tag::Adverb | Tag::To | Tag::Coordinator);
        let verb: usize = group.clone().filter(told).map(|at| self.width(&(at..at + 1)) + 1).sum();
        if let Some(subject) = subject {
            let subject = self.with_year(subject);
            self.append(&self.shortened(&subject, SUBJECT.min(WIDEST.saturating_sub(verb))), WIDEST, &mut label);
        }
        for at in group.clone().filter(told) {
            self.append(&(at..at + 1), WIDEST, &mut label);
        }
        let end = end.max(group.end);
        let room = WIDEST.saturating_sub(label.width() + 1);
        let object = self.phrases.phrase_from(group.end, end);
        let head = self.head(&object);
        if !object.is_empty() && self.width(&(object.start..head)) > room {
            self.append(&self.behind_attributes(&(object.start..head), room), WIDEST, &mut label);
        } else {
            self.append(&self.fitting(&(group.end..end), room), WIDEST, &mut label);
        }
        label
    }

    /// Of a noun: its phrase without the article, and what a preposition ties to it.
    pub fn of_noun(&self, phrase: &Range<usize>, end: usize) -> String {
        let mut start = phrase.start;
        while start + 1 < phrase.end && matches!(self.phrases.tag(start), Tag::Determiner | Tag::Possessive) {
            start += 1;
        }
        let mut label = String::new();
        self.append(&self.fitting(&(start..end.max(phrase.end)), WIDEST), WIDEST, &mut label);
        label
    }

    /// "An Act of 1765" whole, though its year is a time.
    fn with_year(&self, subject: &Range<usize>) -> Range<usize> {
        let next = self.phrases.work.tokens.all.get(subject.end);
        let year = next.is_some_and(|next| next.kind == TokenKind::Digits);
        let open = subject.end > subject.start && self.joins_names(subject.end - 1);
        subject.start..subject.end + usize::from(open && year)
    }

    /// A subject with its first noun phrase only, if it is long, and without attributes, if that is long too.
    fn shortened(&self, subject: &Range<usize>, columns: usize) -> Range<usize> {
        if self.width(subject) <= columns {
            return subject.clone();
        }
        let short = subject.start..self.head(subject);
        if self.width(&short) <= columns { short } else { self.behind_attributes(&short, columns) }
    }

    /// One past the head of a phrase: where its first preposition or coordinator stands, be it in a name ("the Protocol
    /// on Environmental Protection").
    fn head(&self, phrase: &Range<usize>) -> usize {
        let joint =
            |at: &usize| matches!(self.phrases.tag(*at), Tag::Preposition | Tag::Coordinator) || self.joins_names(*at);
        phrase.clone().skip(1).find(joint).unwrap_or(phrase.end)
    }

    /// True for a preposition inside of a name.
    fn joins_names(&self, at: usize) -> bool {
        self.phrases.tag(at) == Tag::Name
            && self.phrases.work.tokens.all[at].kind == TokenKind::Lower
            && self.phrases.parts(at).has(Parts::PREPOSITION)
    }

    /// The end of a phrase, as many whole words as fit: a head needs its attributes less than they need it.
    fn behind_attributes(&self, phrase: &Range<usize>, columns: usize) -> Range<usize> {
        let mut start = phrase.start;
        while start < phrase.end
            && (self.width(&(start..phrase.end)) > columns || self.glued(start) && start > phrase.start)
        {
            start += 1;
        }
        start..phrase.end
    }

    /// As many whole tokens as fit into `columns`, without a word at the end that wants another.
    fn fitting(&self, tokens: &Range<usize>, columns: usize) -> Range<usize> {
        let mut end = tokens.start;
        while end < tokens.end && self.width(&(tokens.start..end + 1)) <= columns {
            end += 1;
        }
        while end < tokens.end && end > tokens.start && self.glued(end) {
            end -= 1;
        }
        if end < tokens.end {
            end = self.before_halves(tokens.start, end);
        }
        let dangles = |at: usize| {
            let tag = self.phrases.tag(at);
            tag.is_attribute() && tag != Tag::Genitive && tag != Tag::Numeral
                || tag.parts()
                || self.joins_names(at)
                || matches!(
                    tag,
                    Tag::Preposition
                        | Tag::To
                        | Tag::Coordinator
                        | Tag::Comma
                        | Tag::Sign
                        | Tag::Adverb
                        | Tag::Subordinator
                        | Tag::Relative
                )
        };
        while end > tokens.start && dangles(end - 1) && !self.closes(end - 1) {
            end -= 1;
        }
        tokens.start..end
    }

    /// Where words that are cut at `end` end instead, so that no half of a time, a name or an insertion stays: "was
    /// sentenced in November of".
    fn before_halves(&self, start: usize, mut end: usize) -> usize {
        let document = self.phrases.work.document;
        let all = &self.phrases.work.tokens.all;
        let cut = all[end].span.start;
        let time = last_at(&document.timexes, cut).map(|nth| document.timexes[nth].span);
        if let Some(time) = time.filter(|time| time.start < cut && time.contains(cut)) {
            while end > start && all[end - 1].span.start >= time.start {
                end -= 1;
            }
        }
        // The first part of a name with a preposition inside does stand for the whole.
        let named = |at: usize| self.phrases.tag(at) == Tag::Name && !self.joins_names(at);
        while end > start && named(end - 1) && named(end) {
            end -= 1;
        }
        (start + 1..end).rfind(|&at| self.phrases.tag(at) == Tag::Comma).unwrap_or(end)
    }

    /// True for a bracket that closes, or a sign that ends a word.
    fn closes(&self, at: usize) -> bool {
        matches!(self.phrases.work.tokens.all[at].of(&self.phrases.work.document.text), ")" | "%")
    }

    fn glued(&self, at: usize) -> bool {
        self.phrases.work.tokens.all.get(at).is_some_and(|token| token.glued)
    }

    fn words(&self, tokens: &Range<usize>) -> &str {
        if tokens.is_empty() { "" } else { self.phrases.work.subject().words(tokens) }
    }

    fn width(&self, tokens: &Range<usize>) -> usize {
        self.words(tokens).width()
    }

    /// Appends the words with single spaces, as far as there is room.
    fn append(&self, tokens: &Range<usize>, columns: usize, label: &mut String) {
        for (index, word) in self.words(tokens).split_whitespace().enumerate() {
            let glued = index == 0
                && !tokens.is_empty()
                && self.glued(tokens.start)
                && !word.starts_with(char::is_alphanumeric);
            let space = usize::from(!label.is_empty() && !glued);
            if label.width() + space + word.width() > columns {
                if label.is_empty() {
                    // A single word wider than a label is cut.
                    label.extend(word.chars().take(columns));
                }
                break;
            }
            if space == 1 {
                label.push(' ');
            }
            label.push_str(word);
        }
    }
}
