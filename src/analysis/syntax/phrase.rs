//! Verb groups, noun phrases, subjects and the bounds of clauses, read off the tags around a word.
//!
//! Every question looks at a bounded number of tokens, so that asking it for every verb stays linear.

use std::ops::Range;

use super::Syntax;
use super::tag::Tag;
use crate::analysis::Work;
use crate::language::grammar::Parts;
use crate::model::{BlockId, Sentence, index};

/// How far a phrase may reach, in tokens.
const PHRASE: usize = 48;
/// Most tokens between brackets that stand inside a noun phrase.
const BRACKET: usize = 10;
/// How far a clause may reach to either side of its verb.
const CLAUSE: usize = 80;
/// Most auxiliaries and adverbs before a verb.
const GROUP: usize = 8;

/// Most tokens of an aside.
const ASIDE: usize = 6;

/// What a noun phrase that is no subject lies in.
enum Modifier {
    /// A relative clause, by the token of its pronoun.
    Relative(usize),
    /// What a bare participle begins, by the token of the noun before it.
    Reduced(usize),
}

/// Tense and aspect, as far as the form shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// "attacks", "is attacking".
    Present,
    /// "attacked", "was attacking".
    Past,
    /// "has attacked".
    Perfect,
    /// "had attacked".
    PastPerfect,
    /// "will attack".
    Future,
    /// "to attack", "attacking", "attacked" without an auxiliary.
    None,
}

/// A verb with its auxiliaries.
#[derive(Clone, Debug)]
pub struct VerbGroup {
    /// From the first auxiliary or adverb to the verb.
    pub tokens: Range<usize>,
    /// Tense and aspect.
    pub tense: Tense,
    /// True for "was attacked".
    pub passive: bool,
    /// True if negated within the group.
    pub negated: bool,
    /// True if an infinitive with "to".
    pub infinitive: bool,
    /// What the modal says, if there is one.
    pub modal: Option<Parts>,
}

/// The phrases of one document, asked by token index.
#[derive(Clone, Copy)]
pub struct Phrases<'a> {
    /// The document, its tokens and its language.
    pub work: Work<'a>,
    /// Its tags.
    pub syntax: &'a Syntax,
}

impl<'a> Phrases<'a> {
    /// The phrases of a document that was tagged.
    pub fn new(work: Work<'a>, syntax: &'a Syntax) -> Self {
        Self { work, syntax }
    }

    /// The tag of a token.
    pub fn tag(&self, at: usize) -> Tag {
        self.syntax.tag(at)
    }

    /// What the word of a token can be.
    pub fn parts(&self, at: usize) -> Parts {
        self.work.tokens.all.get(at).map(|token| self.work.pack.grammar.entry(token.lexeme).parts).unwrap_or_default()
    }

    /// The verb group that ends with the verb at `head`; it begins in `within`.
    pub fn verb_group(&self, head: usize, within: &Range<usize>) -> VerbGroup {
        let mut group = VerbGroup {
            tokens: head..head + 1,
            tense: match self.tag(head) {
                Tag::Past => Tense::Past,
                Tag::Third => Tense::Present,
                Tag::Base => Tense::Present,
                _ => Tense::None,
            },
            passive: false,
            negated: false,
            infinitive: false,
            modal: None,
        };
        let participle = self.tag(head) == Tag::Participle;
        let mut at = head;
        while at > within.start && head - at < GROUP {
            at -= 1;
            let parts = self.parts(at);
            match self.tag(at) {
                Tag::Adverb => {}
                // "to quickly and quietly leave"
                Tag::Coordinator if self.tag(at + 1) == Tag::Adverb && at > 0 && self.tag(at - 1) == Tag::Adverb => {}
                Tag::Negative => group.negated = true,
                Tag::Be => {
                    group.passive |= participle;
                    if !parts.has(Parts::PARTICIPLE.and(Parts::ING)) {
                        group.tense = if parts.has(Parts::PAST) { Tense::Past } else { Tense::Present };
                    }
                }
                Tag::Have => group.tense = if parts.has(Parts::PAST) { Tense::PastPerfect } else { Tense::Perfect },
                Tag::Do => group.tense = if parts.has(Parts::PAST) { Tense::Past } else { Tense::Present },
                Tag::Modal => {
                    group.modal = Some(parts);
                    group.negated |= parts.has(Parts::NEGATIVE);
                    if parts.has(Parts::FUTURE) {
                        group.tense = Tense::Future;
                    }
                }
                Tag::To => {
                    group.infinitive = true;
                    group.tense = Tense::None;
                    group.tokens.start = at;
                    break;
                }
                _ => break,
            }
            group.negated |= self.tag(at) == Tag::Adverb && parts.has(Parts::NEGATIVE);
            group.tokens.start = at;
        }
        group
    }

    /// The noun phrase that ends with token `last`, going left no further than `within`.
    pub fn noun_phrase(&self, last: usize, within: &Range<usize>) -> Range<usize> {
        if self.tag(last) == Tag::Pronoun {
            return self.part_of_pronoun(last, within).unwrap_or(last)..last + 1;
        }
        let least = within.start.max((last + 1).saturating_sub(PHRASE));
        let mut start = last;
        let mut at = last;
        while at > least {
            at -= 1;
            match self.tag(at) {
                // An article closes a phrase, unless a preposition ties it to a noun before.
                Tag::Determiner | Tag::Possessive => {
                    start = at;
                    match self.tied(at, least) {
                        Some(before) if self.tag(before) == Tag::Pronoun => return before..last + 1,
                        Some(before) => at = before + 1,
                        None => break,
                    }
                }
                Tag::Noun | Tag::Name | Tag::Adjective | Tag::Numeral | Tag::Genitive => start = at,
                Tag::Sign if self.inside_word(at) => start = at,
                Tag::Preposition => match self.tied(at + 1, least) {
                    Some(before) if self.tag(before) == Tag::Pronoun => return before..last + 1,
                    Some(before) => at = before + 1,
                    None => break,
                },
                Tag::Coordinator => match self.tag(at.max(least + 1) - 1) {
                    Tag::Noun | Tag::Name if !self.is_object(at - 1, least) => {}
                    _ => break,
                },
                _ => break,
            }
        }
        start..last + 1
    }

    /// Where "one of them", "all of us" begins.
    fn part_of_pronoun(&self, pronoun: usize, within: &Range<usize>) -> Option<usize> {
        let part = pronoun.checked_sub(2).filter(|part| *part >= within.start)?;
        let joined = self.tag(pronoun - 1) == Tag::Preposition && self.parts(pronoun).has(Parts::OBJECT);
        match self.tag(part) {
            Tag::Noun if joined => Some(self.noun_phrase(part, within).start),
            Tag::Numeral | Tag::Determiner | Tag::Pronoun if joined => Some(part),
            _ => None,
        }
    }

    /// The noun phrase that begins at `start`, with what prepositions tie to it; empty if none begins there.
    pub fn phrase_from(&self, start: usize, end: usize) -> Range<usize> {
        let end = end.min(start + PHRASE);
        let mut last = start;
        let mut at = start;
        while at < end {
            match self.tag(at) {
                Tag::Pronoun if at == start => return start..start + 1,
                Tag::Noun | Tag::Name => last = at + 1,
                tag if tag.is_attribute() => {
                    // A new article begins another phrase, unless a preposition leads there.
                    let fresh = matches!(tag, Tag::Determiner | Tag::Possessive) && at > start;
                    if fresh && !matches!(self.tag(at - 1), Tag::Preposition | Tag::Determiner | Tag::Adjective) {
                        break;
                    }
                }
                Tag::Preposition if last == at && at > start => {}
                Tag::Sign if self.inside_word(at) => {}
                _ => break,
            }
            at += 1;
        }
        start..last
    }

    /// For a phrase that begins at `start`: the noun before it that a preposition ties it to, or the "nobody" of
    /// "nobody in the room".
    fn tied(&self, start: usize, least: usize) -> Option<usize> {
        let preposition = start.checked_sub(1)?;
        (self.tag(preposition) == Tag::Preposition && preposition > least).then_some(())?;
        let noun = preposition - 1;
        let denies = || self.tag(noun) == Tag::Pronoun && self.parts(noun).has(Parts::NEGATIVE);
        (matches!(self.tag(noun), Tag::Noun | Tag::Name) || denies()).then_some(noun)
    }

    /// True if the noun phrase that ends at `last` stands behind a verb: it is an object then, no part of a subject.
    fn is_object(&self, last: usize, least: usize) -> bool {
        let mut at = last;
        while at > least && (self.tag(at).is_attribute() || matches!(self.tag(at), Tag::Noun | Tag::Name)) {
            at -= 1;
        }
        self.tag(at).is_verb()
            || self.tag(at) == Tag::Be
            || self.tag(at) == Tag::Preposition && !self.is_tied_noun(at, least)
    }

    fn is_tied_noun(&self, preposition: usize, least: usize) -> bool {
        preposition > least && matches!(self.tag(preposition - 1), Tag::Noun | Tag::Name)
    }

    /// True for a hyphen, apostrophe or stop inside a word or name.
    fn inside_word(&self, at: usize) -> bool {
        let tokens = &self.work.tokens.all;
        tokens.get(at).is_some_and(|token| token.glued) && tokens.get(at + 1).is_some_and(|token| token.glued)
            || matches!(tokens.get(at).map(|token| token.of(&self.work.document.text)), Some("." | "&"))
    }

    /// The subject of a verb group that begins at `first`: the noun phrase before it, across relative clauses and
    /// appositions between commas; for a verb that "and" or a comma sets beside another, the subject of that one.
    pub fn subject(&self, first: usize, within: &Range<usize>) -> Option<Range<usize>> {
        self.own_subject(first, within).or_else(|| self.shared_subject(first, within))
    }

    fn own_subject(&self, first: usize, within: &Range<usize>) -> Option<Range<usize>> {
        let mut at = first.checked_sub(1)?;
        for _ in 0..PHRASE {
            if at < within.start {
                return None;
            }
            match self.tag(at) {
                tag if tag.is_nominal() => {
                    let phrase = self.noun_phrase(at, within);
                    match self.around_modifier(phrase.start, within) {
                        Some(Modifier::Relative(relative)) => {
                            return self.antecedent(relative, within).or(Some(phrase));
                        }
                        Some(Modifier::Reduced(noun)) => at = noun,
                        None => return Some(phrase),
                    }
                }
                Tag::Numeral | Tag::Determiner if at + 1 == first => return Some(self.noun_phrase(at, within)),
                Tag::Adverb | Tag::Negative | Tag::Time | Tag::Genitive => at = at.checked_sub(1)?,
                Tag::Relative => return self.antecedent(at, within),
                Tag::Comma => at = self.before_insertion(at, within)?,
                Tag::Sign if self.inside_word(at) => at = at.checked_sub(1)?,
                Tag::Sign => at = self.before_bracket(at, within)?,
                _ => return None,
            }
        }
        None
    }

    /// The token before a short pair of brackets that closes at `close`: "Smith (R-Ohio) said".
    fn before_bracket(&self, close: usize, within: &Range<usize>) -> Option<usize> {
        let text = |at: usize| self.work.tokens.all[at].of(&self.work.document.text);
        if self.tag(close) != Tag::Sign || text(close) != ")" {
            return None;
        }
        let open = (within.start.max(close.saturating_sub(BRACKET))..close).rev().find(|&at| text(at) == "(")?;
        open.checked_sub(1).filter(|before| *before >= within.start)
    }

    /// What the noun phrase that begins at `start` belongs to, if it is no subject but lies inside a relative clause
    /// without commas ("those who watched the game left") or behind a bare participle ("the men named in the list
    /// met").
    fn around_modifier(&self, start: usize, within: &Range<usize>) -> Option<Modifier> {
        let mut at = start.checked_sub(1)?;
        if self.tag(at) == Tag::Preposition {
            at = at.checked_sub(1)?;
        }
        while at > within.start && self.tag(at) == Tag::Adverb {
            at -= 1;
        }
        if at <= within.start || !(self.tag(at).is_verb() || self.tag(at) == Tag::Be) {
            return None;
        }
        let group = self.verb_group(at, within).tokens;
        let before = group.start.checked_sub(1).filter(|before| *before >= within.start)?;
        if self.tag(before) == Tag::Relative {
            return Some(Modifier::Relative(before));
        }
        let bare = self.tag(at) == Tag::Participle && group.len() == 1 && self.tag(start - 1) == Tag::Preposition;
        (bare && matches!(self.tag(before), Tag::Noun | Tag::Name)).then_some(Modifier::Reduced(before))
    }

    /// What a relative pronoun stands for: a person's the whole phrase before it, a thing's the nearest noun.
    fn antecedent(&self, relative: usize, within: &Range<usize>) -> Option<Range<usize>> {
        let mut at = relative.checked_sub(1)?;
        while at > within.start && matches!(self.tag(at), Tag::Comma | Tag::Preposition) {
            at -= 1;
        }
        if at < within.start || !self.tag(at).is_nominal() {
            return None;
        }
        let phrase = self.noun_phrase(at, within);
        if self.parts(relative).has(Parts::HE) {
            // "Newton, by then over seventy, who": between commas stands what is told of somebody named before.
            let head = phrase.clone().find(|&at| self.tag(at) == Tag::Preposition).unwrap_or(phrase.end) - 1;
            let named = (self.tag(at + 1) == Tag::Comma && self.tag(head) != Tag::Name)
                .then(|| self.before_insertion(at + 1, within))
                .flatten()
                .filter(|&before| self.tag(before) == Tag::Name && self.tag(before + 2) != Tag::Coordinator);
            return Some(named.map_or(phrase, |before| self.noun_phrase(before, within)));
        }
        let nearest =
            phrase.clone().rev().find(|&at| self.tag(at) == Tag::Preposition).map_or(phrase.start, |at| at + 1);
        Some(nearest..phrase.end)
    }

    /// The subject of the verbs beside which a comma or coordinator before `first` sets another.
    fn shared_subject(&self, first: usize, within: &Range<usize>) -> Option<Range<usize>> {
        let least = within.start.max(first.saturating_sub(PHRASE));
        let mut joint = first.checked_sub(1)?;
        while joint > least && matches!(self.tag(joint), Tag::Adverb | Tag::Negative) {
            joint -= 1;
        }
        if joint < least || !matches!(self.tag(joint), Tag::Comma | Tag::Coordinator) {
            return None;
        }
        let mut at = joint;
        while at > least {
            at -= 1;
            let tag = self.tag(at);
            if tag.parts() || tag == Tag::Subordinator {
                return None;
            }
            if tag.is_verb() && tag != Tag::Ing {
                let start = self.verb_group(at, within).tokens.start;
                if let Some(subject) = self.own_subject(start, within) {
                    return Some(subject);
                }
                at = start.min(at);
            }
        }
        None
    }

    /// The token before the comma that opens the insertion which the comma at `close` ends. A part with a finite verb
    /// is an insertion only if it is a relative clause.
    fn before_insertion(&self, close: usize, within: &Range<usize>) -> Option<usize> {
        let least = within.start.max(close.saturating_sub(PHRASE));
        let mut at = close;
        let mut finite = false;
        while at > least {
            at -= 1;
            match self.tag(at) {
                Tag::Comma => {
                    let relative = self.tag(at + 1) == Tag::Relative || self.tag(at + 2) == Tag::Relative;
                    let before = at.checked_sub(1)?;
                    let before = self.before_bracket(before, within).unwrap_or(before);
                    let aside = || self.is_aside(at + 1..close);
                    let fits =
                        before >= within.start && self.tag(before).is_nominal() && (relative || !finite || aside());
                    // If the clause around has its verb already, the next one goes on with the relative clause.
                    let served = relative
                        && (least..before)
                            .rev()
                            .take_while(|&at| !self.tag(at).parts() && self.tag(at) != Tag::Comma)
                            .any(|at| self.tag(at).is_finite() || self.tag(at) == Tag::Base);
                    return (fits && !served).then_some(before);
                }
                tag if tag.parts() => return None,
                tag => finite |= tag.is_finite() || tag == Tag::Base,
            }
        }
        None
    }

    /// True for "it is told", "he thought": a short clause that ends with its verb, set between commas.
    fn is_aside(&self, tokens: Range<usize>) -> bool {
        tokens.len() >= 2
            && tokens.len() <= ASIDE
            && self.tag(tokens.end - 1).is_verb()
            && (self.tag(tokens.start).is_nominal() || self.tag(tokens.start).is_attribute())
    }

    /// The clause around the token `at`: up to signs that part sentences, conjunctions that begin another clause, and
    /// relative pronouns; a relative clause between commas is stepped over.
    pub fn clause(&self, at: usize, within: &Range<usize>) -> Range<usize> {
        let mut start = at;
        let least = within.start.max(at.saturating_sub(CLAUSE));
        while start > least {
            let before = start - 1;
            let tag = self.tag(before);
            if tag == Tag::Comma {
                match self.insertion_start(before, least) {
                    Some(open) => {
                        start = open;
                        continue;
                    }
                    None if self.begins_clause(start, at) => break,
                    None => {}
                }
            }
            if tag.parts() {
                break;
            }
            if matches!(tag, Tag::Subordinator | Tag::Relative) {
                start = before;
                break;
            }
            if tag == Tag::Coordinator && self.begins_clause(start, at) {
                break;
            }
            // "said today it had left": the verb before takes this clause, and the adverbs behind it are its own.
            if matches!(tag, Tag::Past | Tag::Third)
                && start < at
                && (self.begins_clause(start, at) || self.has_subject(start, at))
            {
                while start < at && matches!(self.tag(start), Tag::Time | Tag::Adverb | Tag::Preposition) {
                    start += 1;
                }
                break;
            }
            start = before;
        }
        start..self.clause_end(at, within)
    }

    /// Where the clause of the token `at` ends.
    pub fn clause_end(&self, at: usize, within: &Range<usize>) -> usize {
        let mut end = at + 1;
        let most = within.end.min(at + CLAUSE);
        while end < most {
            let tag = self.tag(end);
            if tag.parts() || matches!(tag, Tag::Subordinator | Tag::Relative) {
                break;
            }
            if matches!(tag, Tag::Comma | Tag::Coordinator) {
                let next = end + 1 + usize::from(self.tag(end + 1) == Tag::Coordinator);
                if matches!(self.tag(next), Tag::Relative | Tag::Subordinator) || self.finite_ahead(next, most) {
                    break;
                }
            }
            end += 1;
        }
        while end > at + 1 && matches!(self.tag(end - 1), Tag::Comma | Tag::Coordinator | Tag::Preposition) {
            end -= 1;
        }
        end
    }

    /// True if the tokens from `start` up to the verb at `verb` hold its subject already, so that what stands before is
    /// another clause.
    fn begins_clause(&self, start: usize, verb: usize) -> bool {
        let finite = self.tag(verb).is_finite() || self.tag(verb) == Tag::Base && self.tag(verb - 1).is_nominal();
        // Its own auxiliaries are no other verb: "a smith, John Brown, had made it".
        let own = self.verb_group(verb, &(start..verb + 1)).tokens.start;
        (start..verb).any(|at| self.tag(at).is_nominal()) && finite || (start..own).any(|at| self.tag(at).is_finite())
    }

    /// True if the tokens from `start` up to the auxiliaries of the verb at `verb` hold a subject: "it had left".
    fn has_subject(&self, start: usize, verb: usize) -> bool {
        let group = self.verb_group(verb, &(start..verb + 1)).tokens;
        group.clone().any(|at| self.tag(at).is_finite()) && (start..group.start).any(|at| self.tag(at).is_nominal())
    }

    /// True if a finite verb follows within its own clause, with or without a subject.
    fn finite_ahead(&self, from: usize, most: usize) -> bool {
        for at in from..most.min(from + 24) {
            let tag = self.tag(at);
            if tag.is_finite() || tag == Tag::Base {
                return true;
            }
            if tag.parts() || matches!(tag, Tag::Comma | Tag::Subordinator | Tag::Relative) {
                return false;
            }
        }
        false
    }

    /// If the comma at `close` ends a relative clause or a participle phrase between commas: where that begins.
    pub fn insertion_start(&self, close: usize, least: usize) -> Option<usize> {
        let mut at = close;
        while at > least {
            at -= 1;
            let tag = self.tag(at);
            if tag.parts() {
                return None;
            }
            if tag == Tag::Comma {
                let opens = matches!(self.tag(at + 1), Tag::Relative | Tag::Participle | Tag::Ing)
                    || self.tag(at + 1) == Tag::Preposition && self.tag(at + 2) == Tag::Relative;
                return opens.then_some(at);
            }
        }
        None
    }

    /// The token ranges of the sentences of a block, without the label that it begins with; all of it if it has none.
    pub fn sentences(&self, block: BlockId) -> Vec<Range<usize>> {
        let document = self.work.document;
        let mut range = self.work.tokens.range(block);
        if let Some(label) = document.block(block).label {
            range.start = self.tokens(label).end.clamp(range.start, range.end);
        }
        if range.is_empty() {
            return Vec::new();
        }
        let sentences = index::beginning_in(&document.sentences, document.block(block).span);
        let within = |sentence: &Sentence| {
            let tokens = self.tokens(sentence.span);
            tokens.start.max(range.start)..tokens.end
        };
        let found: Vec<_> =
            document.sentences[sentences].iter().map(within).filter(|found| !found.is_empty()).collect();
        if found.is_empty() { vec![range] } else { found }
    }

    /// The first and one past the last token of a sentence or other span.
    pub fn tokens(&self, span: crate::model::Span) -> Range<usize> {
        self.work.tokens.in_span(span)
    }
}
