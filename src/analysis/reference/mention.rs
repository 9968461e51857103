//! Words for what happens: verbs, nouns of their families, nouns that end like them, and names of events.
//!
//! Each is found by itself, with what it can be known by again; which of them mean the same is not asked here.

use std::borrow::Cow;
use std::hash::Hasher;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHasher;

use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::language::grammar::Parts;
use crate::language::lexicon::LexemeId;
use crate::language::reference::ReferenceWords;
use crate::model::{BlockId, EntityId, EntityKind, EventClass, Form, Span, index};

/// Blocks that one thread reads at a time.
const CHUNK: usize = 128;

/// One mention of something that happened.
#[derive(Clone, Debug)]
pub struct Mention {
    pub sort: Sort,
    /// The noun in the singular, or the verb, as a hash.
    pub word: u64,
    /// The base form that verb and noun are made of.
    pub family: Option<LexemeId>,
    /// What kind of happening it names, as a hash, where several nouns may name one.
    pub alike: Option<u64>,
    /// Whose name it is.
    pub named: Option<EntityId>,
    /// Its phrase, or the verb alone.
    pub span: Span,
    /// The verb or noun.
    pub head: Span,
    pub block: BlockId,
    pub form: Shape,
    /// The word before the noun, if it describes it, as a hash.
    pub attribute: Option<u64>,
    /// True for more than one.
    pub plural: bool,
}

/// What a mention is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A word that the pack knows for what happens.
    Happening,
    /// A noun that only ends like one.
    Ending,
    /// Any agreement.
    Agreement,
    /// A general word, which can mean anything told: "the incident".
    General,
    /// A word for what a whole sentence tells: "this result".
    Abstraction,
}

/// The form of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// "attacked".
    Verb,
    /// "an attack".
    Noun,
    /// "attack".
    Bare,
    /// "the attack", "Armenia's attack".
    Definite,
    /// "this attack".
    Demonstrative,
    /// "the liberated towns".
    Attribute,
}

impl Shape {
    /// True for what leads to something told before.
    pub fn points(self) -> bool {
        matches!(self, Shape::Definite | Shape::Demonstrative | Shape::Attribute)
    }
}

fn hash(parts: &[&str]) -> u64 {
    let mut hasher = FxHasher::default();
    for part in parts {
        hasher.write(part.as_bytes());
    }
    hasher.finish()
}

/// All mentions, in text order.
pub fn mentions(phrases: Phrases<'_>, words: ReferenceWords<'_>) -> Vec<Mention> {
    let blocks = phrases.work.document.blocks.len();
    let chunks: Vec<Vec<Mention>> = (0..blocks.div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| {
            let finder = Finder { phrases, words };
            let mut mentions = Vec::new();
            for block in chunk * CHUNK..blocks.min((chunk + 1) * CHUNK) {
                finder.block(BlockId::from(block), &mut mentions);
            }
            mentions
        })
        .collect();
    chunks.into_iter().flatten().collect()
}

struct Finder<'a> {
    phrases: Phrases<'a>,
    words: ReferenceWords<'a>,
}

impl Finder<'_> {
    fn block(&self, block: BlockId, mentions: &mut Vec<Mention>) {
        let range = self.phrases.work.tokens.range(block);
        for at in range.clone() {
            let tag = self.phrases.tag(at);
            let found = match tag {
                Tag::Noun | Tag::Name => self.noun(at, &range, block),
                Tag::Adjective => self.attribute(at, &range, block),
                tag if tag.is_verb() && self.is_used_as_noun(at, &range) => self.noun(at, &range, block),
                tag if tag.is_verb() => self.verb(at, block),
                _ => None,
            };
            mentions.extend(found);
        }
    }

    fn mention(&self, at: usize, block: BlockId, sort: Sort) -> Mention {
        let span = self.phrases.work.tokens.all[at].span;
        Mention {
            sort,
            word: hash(&[&self.lower(at)]),
            family: None,
            alike: None,
            named: None,
            span,
            head: span,
            block,
            form: Shape::Verb,
            attribute: None,
            plural: false,
        }
    }

    fn lower(&self, at: usize) -> Cow<'_, str> {
        let word = self.phrases.work.tokens.all[at].of(&self.phrases.work.document.text);
        match word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            true => Cow::Borrowed(word),
            false => Cow::Owned(word.to_lowercase()),
        }
    }

    fn verb(&self, at: usize, block: BlockId) -> Option<Mention> {
        let entry = self.phrases.work.pack.grammar.entry(self.phrases.work.tokens.all[at].lexeme);
        let gerund = self.phrases.tag(at) == Tag::Ing;
        let tells = entry.class == Some(EventClass::Occurrence);
        let family = entry.lemma.filter(|_| tells || gerund)?;
        Some(Mention { family: Some(family), ..self.mention(at, block, Sort::Happening) })
    }

    /// True for a gerund without an object ("training"), and for a word behind a demonstrative that can be a noun
    /// ("that result").
    fn is_used_as_noun(&self, at: usize, range: &Range<usize>) -> bool {
        let before = at.checked_sub(1).filter(|before| *before >= range.start);
        let tag = |at: Option<usize>| at.map(|at| self.phrases.tag(at));
        if self.phrases.tag(at) != Tag::Ing {
            let word = self.phrases.work.tokens.all[at].lexeme;
            let general = self.words.is_abstraction(word) || self.words.is_generic(word);
            let noun = general || self.phrases.parts(at).has(Parts::NOUN);
            return noun && before.is_some_and(|before| self.points_alone(before, range));
        }
        let next = Some(at + 1).filter(|next| *next < range.end);
        let object = matches!(
            tag(next),
            Some(Tag::Determiner | Tag::Possessive | Tag::Pronoun | Tag::Noun | Tag::Name | Tag::Adjective | Tag::To)
        );
        let nominal = matches!(
            tag(before),
            None | Some(
                Tag::Preposition
                    | Tag::Determiner
                    | Tag::Possessive
                    | Tag::Genitive
                    | Tag::Adjective
                    | Tag::Noun
                    | Tag::Coordinator
            )
        );
        nominal && !object
    }

    /// True for "that" that can only be the article of what follows, though it is often a conjunction: "if that error".
    fn points_alone(&self, at: usize, range: &Range<usize>) -> bool {
        if !self.words.is_demonstrative(self.phrases.work.tokens.all[at].lexeme) {
            return false;
        }
        let before = at.checked_sub(1).filter(|before| *before >= range.start).map(|before| self.phrases.tag(before));
        self.phrases.tag(at) == Tag::Determiner
            || matches!(before, None | Some(Tag::Preposition | Tag::Subordinator | Tag::Stop | Tag::Coordinator))
    }

    /// What a noun is by the pack, or by its end.
    fn sort(&self, at: usize, singular: (&str, &str)) -> Option<Sort> {
        let work = self.phrases.work;
        let word = work.tokens.all[at].lexeme;
        let base = match singular.0.len() + singular.1.len() == work.tokens.all[at].span.len() {
            true => word,
            false => work.pack.lexicon.find(&[singular.0, singular.1].concat()).unwrap_or(word),
        };
        let sort = if self.words.is_agreement(word) {
            Sort::Agreement
        } else if work.pack.grammar.entry(word).happening.is_some() || self.words.is_occasion(base) {
            Sort::Happening
        } else if self.words.is_generic(word) {
            Sort::General
        } else if self.words.is_abstraction(word) {
            Sort::Abstraction
        } else {
            let far = singular.0.len().saturating_sub(12);
            let end = (far..).find_map(|from| singular.0.get(from..)).unwrap_or_default();
            let (joined, ending);
            ending = if singular.1.is_empty() {
                end
            } else {
                joined = [end, singular.1].concat();
                &joined
            };
            if !work.pack.grammar.ends_as_happening(ending) || self.words.is_thing(base) {
                return None;
            }
            Sort::Ending
        };
        Some(sort)
    }

    fn noun(&self, at: usize, range: &Range<usize>, block: BlockId) -> Option<Mention> {
        let work = self.phrases.work;
        // The last noun of a compound is its head.
        if self.phrases.tag(at + 1) == Tag::Noun && at + 1 < range.end {
            return None;
        }
        let lower = self.lower(at);
        let singular = work.pack.grammar.singular(&lower);
        let named = self.name_around(work.tokens.all[at].span);
        let sort = match named {
            Some((entity, span)) => {
                let kind = work.document.entities.get(entity.index())?.kind;
                if kind == EntityKind::Event {
                    // Its last word stands for the whole name.
                    (work.tokens.all[at].span.end == span.end).then_some(())?;
                    self.sort(at, singular).unwrap_or(Sort::Happening)
                } else {
                    self.sort(at, singular).filter(|&sort| {
                        sort == Sort::Agreement || self.phrases.tag(at) != Tag::Name || kind == EntityKind::Other
                    })?
                }
            }
            None => self.sort(at, singular)?,
        };
        let token = &work.tokens.all[at];
        let entry = work.pack.grammar.entry(token.lexeme);
        let mention = self.mention(at, block, sort);
        let mention = Mention {
            word: hash(&[singular.0, singular.1]),
            plural: singular.0.len() < lower.len(),
            family: entry.happening.or(entry.lemma.filter(|_| self.phrases.tag(at) == Tag::Ing)),
            alike: self.words.alike(token.lexeme).map(|kind| hash(&[kind])),
            ..mention
        };
        if let Some((entity, span)) = named.filter(|_| sort != Sort::Agreement)
            && work.document.entities[entity.index()].kind == EntityKind::Event
        {
            let alike = mention.alike.or_else(|| self.alike_in(span));
            return Some(Mention { named: Some(entity), span, form: Shape::Bare, alike, ..mention });
        }
        let mut start = self.own_start(at, range);
        let mut form = self.shape(start, at);
        if form == Shape::Bare && start > range.start && self.points_alone(start - 1, range) {
            (start, form) = (start - 1, Shape::Demonstrative);
        }
        // "this day coming" is no coming.
        if self.phrases.tag(at) == Tag::Ing && form.points() && at > start && self.phrases.tag(at - 1) == Tag::Noun {
            return None;
        }
        Some(Mention {
            span: work.subject().span(&(start..at + 1)),
            form,
            attribute: self.description(start, at),
            ..mention
        })
    }

    /// What kind of happening a name says that it is: "Cyclone Idai".
    fn alike_in(&self, span: Span) -> Option<u64> {
        let tokens = self.phrases.tokens(span);
        tokens.rev().find_map(|at| self.words.alike(self.phrases.work.tokens.all[at].lexeme)).map(|kind| hash(&[kind]))
    }

    /// The name that a word stands in.
    fn name_around(&self, span: Span) -> Option<(EntityId, Span)> {
        let document = self.phrases.work.document;
        let mention = &document.mentions[index::last_at(&document.mentions, span.start)?];
        (mention.form == Form::Name && mention.span.covers(span)).then_some((mention.entity, mention.span))
    }

    /// "the liberated towns": a participle before a noun, of a verb that tells something.
    fn attribute(&self, at: usize, range: &Range<usize>, block: BlockId) -> Option<Mention> {
        let token = &self.phrases.work.tokens.all[at];
        let entry = self.phrases.work.pack.grammar.entry(token.lexeme);
        // "armed" is a word of its own.
        if !entry.parts.has(Parts::PARTICIPLE)
            || entry.parts.has(Parts::ADJECTIVE)
            || entry.class != Some(EventClass::Occurrence)
        {
            return None;
        }
        let start = self.own_start(at, range);
        if !self.shape(start, at).points() {
            return None;
        }
        let mut end = at + 1;
        while end < range.end && matches!(self.phrases.tag(end), Tag::Noun | Tag::Name | Tag::Adjective) {
            end += 1;
        }
        let span = self.phrases.work.subject().span(&(start..end));
        let mention = self.mention(at, block, Sort::Happening);
        (end > at + 1).then_some(Mention { family: Some(entry.lemma?), span, form: Shape::Attribute, ..mention })
    }

    /// Where the phrase of the noun at `at` begins, its own article included.
    fn own_start(&self, at: usize, range: &Range<usize>) -> usize {
        let phrase = self.phrases.noun_phrase(at, range);
        (phrase.start..at)
            .rev()
            .find(|&token| matches!(self.phrases.tag(token), Tag::Preposition | Tag::Coordinator))
            .map_or(phrase.start, |token| token + 1)
    }

    fn shape(&self, start: usize, head: usize) -> Shape {
        let mut shape = Shape::Bare;
        for at in start..head {
            let word = self.phrases.work.tokens.all[at].lexeme;
            match self.phrases.tag(at) {
                Tag::Determiner if self.words.is_demonstrative(word) => return Shape::Demonstrative,
                Tag::Determiner if self.words.is_definite(word) => shape = Shape::Definite,
                Tag::Possessive | Tag::Genitive => shape = Shape::Definite,
                Tag::Adjective if self.words.is_fresh(word) => return Shape::Noun,
                Tag::Determiner => shape = Shape::Noun,
                _ => {}
            }
        }
        shape
    }

    fn description(&self, start: usize, head: usize) -> Option<u64> {
        let before = head.checked_sub(1).filter(|before| *before >= start)?;
        let tag = self.phrases.tag(before);
        let describes =
            matches!(tag, Tag::Adjective | Tag::Noun | Tag::Name | Tag::Numeral | Tag::Participle | Tag::Ing);
        describes.then(|| hash(&[&self.lower(before)]))
    }
}
