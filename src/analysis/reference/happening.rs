//! Events and agreements that were told before: "these provocations", "the war", "the liberated towns", "the tripartite
//! declaration".
//!
//! Words of one family meet: a noun leads to the verb it is made of, an agreement to an agreement of the same
//! description, whatever noun it was called by. The first mention of a chain is its target, the last the next
//! candidate.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::language::event::EventWords;
use crate::language::grammar::Parts;
use crate::language::lexicon::LexemeId;
use crate::language::reference::ReferenceWords;
use crate::model::{
    BlockId, EntityKind, Event, EventClass, EventId, Provenance, Reference, ReferenceKind, Rule, Span, Target, index,
};

/// Blocks that one thread reads at a time.
const CHUNK: usize = 128;
/// How many mentions of a family are looked back through.
const BACK: usize = 12;
/// Most blocks between an event of a general name and what it means.
const NEAR: u32 = 2;

/// One mention of something that happened.
#[derive(Clone, Debug)]
struct Mention {
    key: Key,
    /// Its phrase, or the verb alone.
    span: Span,
    /// The verb or noun.
    head: Span,
    block: BlockId,
    form: Shape,
    /// The word before the noun, if it describes it.
    attribute: Option<Box<str>>,
}

/// What mentions of one thing share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// A base form, or a noun.
    Family(LexemeId),
    /// Any agreement.
    Agreement,
    /// Anything that this general word can mean: "the incident".
    Any(LexemeId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Verb,
    /// "an attack".
    Noun,
    /// "the attack", "Armenia's attack".
    Definite,
    /// "this attack".
    Demonstrative,
    /// "the liberated towns".
    Attribute,
}

/// A mention that others may lead to, with the first of its chain.
#[derive(Clone)]
struct Told {
    mention: usize,
    first: usize,
}

/// All references to events and agreements.
pub fn happenings(phrases: Phrases<'_>, words: ReferenceWords<'_>) -> Vec<Reference> {
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
    let mentions: Vec<Mention> = chunks.into_iter().flatten().collect();
    Linker::new(phrases, &mentions).link()
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
                Tag::Noun | Tag::Name => self.noun(at, &range),
                Tag::Adjective => self.attribute(at, &range),
                tag if tag.is_verb() => self.verb(at),
                _ => None,
            };
            mentions.extend(found.map(|(key, span, form, attribute)| Mention {
                key,
                span,
                head: self.phrases.work.tokens.all[at].span,
                block,
                form,
                attribute,
            }));
        }
    }

    fn verb(&self, at: usize) -> Option<(Key, Span, Shape, Option<Box<str>>)> {
        let token = &self.phrases.work.tokens.all[at];
        let entry = self.phrases.work.pack.grammar.entry(token.lexeme);
        (entry.class == Some(EventClass::Occurrence)).then_some(())?;
        Some((Key::Family(entry.lemma?), token.span, Shape::Verb, None))
    }

    fn noun(&self, at: usize, range: &Range<usize>) -> Option<(Key, Span, Shape, Option<Box<str>>)> {
        let token = &self.phrases.work.tokens.all[at];
        let family = self.phrases.work.pack.grammar.entry(token.lexeme).happening;
        let key = match family {
            _ if self.words.is_agreement(token.lexeme) => Key::Agreement,
            Some(family) => Key::Family(family),
            None if self.words.is_occasion(token.lexeme) => Key::Family(token.lexeme),
            None if self.words.is_generic(token.lexeme) => Key::Any(token.lexeme),
            None => return None,
        };
        if key != Key::Agreement && self.phrases.tag(at) == Tag::Name && self.names_somebody(token.span) {
            return None;
        }
        // The last noun of a compound is its head.
        if self.phrases.tag(at + 1) == Tag::Noun && at + 1 < range.end {
            return None;
        }
        let start = self.own_start(at, range);
        let form = self.shape(start, at);
        let span = self.phrases.work.subject().span(&(start..at + 1));
        Some((key, span, form, self.description(start, at)))
    }

    /// True in the name of somebody or something that does not happen: "the African National Congress".
    fn names_somebody(&self, span: Span) -> bool {
        let document = self.phrases.work.document;
        let last = index::last_at(&document.mentions, span.start);
        let mention = last.map(|at| &document.mentions[at]).filter(|mention| mention.span.covers(span));
        let kind = mention.and_then(|mention| document.entities.get(mention.entity.index())).map(|entity| entity.kind);
        kind.is_some_and(|kind| !matches!(kind, EntityKind::Event | EntityKind::Other))
    }

    /// "the liberated towns": a participle before a noun, of a verb that tells something.
    fn attribute(&self, at: usize, range: &Range<usize>) -> Option<(Key, Span, Shape, Option<Box<str>>)> {
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
        if self.shape(start, at) == Shape::Noun {
            return None;
        }
        let mut end = at + 1;
        while end < range.end && matches!(self.phrases.tag(end), Tag::Noun | Tag::Name | Tag::Adjective) {
            end += 1;
        }
        let span = self.phrases.work.subject().span(&(start..end));
        (end > at + 1).then_some((Key::Family(entry.lemma?), span, Shape::Attribute, None))
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
        let mut shape = Shape::Noun;
        for at in start..head {
            let word = self.phrases.work.tokens.all[at].lexeme;
            match self.phrases.tag(at) {
                Tag::Determiner if self.words.is_demonstrative(word) => return Shape::Demonstrative,
                Tag::Determiner if self.words.is_definite(word) => shape = Shape::Definite,
                Tag::Possessive | Tag::Genitive => shape = Shape::Definite,
                Tag::Adjective if self.words.is_fresh(word) => return Shape::Noun,
                _ => {}
            }
        }
        shape
    }

    fn description(&self, start: usize, head: usize) -> Option<Box<str>> {
        let before = head.checked_sub(1).filter(|before| *before >= start)?;
        let tag = self.phrases.tag(before);
        let describes =
            matches!(tag, Tag::Adjective | Tag::Noun | Tag::Name | Tag::Numeral | Tag::Participle | Tag::Ing);
        describes.then(|| {
            let word = self.phrases.work.tokens.all[before].of(&self.phrases.work.document.text);
            word.to_lowercase().into()
        })
    }
}

struct Linker<'a> {
    phrases: Phrases<'a>,
    mentions: &'a [Mention],
    events: EventWords,
    told: FxHashMap<Key, Vec<Told>>,
    same: Rule,
    family: Rule,
    description: Rule,
    general: Rule,
    nothing: Rule,
}

impl<'a> Linker<'a> {
    fn new(phrases: Phrases<'a>, mentions: &'a [Mention]) -> Self {
        Self {
            phrases,
            mentions,
            events: EventWords::of(&phrases.work.pack.lexicon),
            told: FxHashMap::default(),
            same: "same noun told before".into(),
            family: "word of the same family told before".into(),
            description: "agreement of the same description".into(),
            general: "last event told before words for any event".into(),
            nothing: "nothing told before that fits".into(),
        }
    }

    fn link(mut self) -> Vec<Reference> {
        let mut references = Vec::new();
        // The last event that was told as a fact, for "the incident".
        let mut last_event: Option<usize> = None;
        for (at, mention) in self.mentions.iter().enumerate() {
            let points = matches!(mention.form, Shape::Definite | Shape::Demonstrative | Shape::Attribute);
            let earlier = self.earlier(mention);
            if points {
                references.extend(match (&earlier, mention.key) {
                    (Some(told), _) => Some(self.reference(at, told)),
                    (None, Key::Any(_)) => last_event.and_then(|event| self.general(at, event)),
                    (None, _) => self.unfound(mention),
                });
            }
            // "the incident" without an incident before leads on to nothing.
            let bare = matches!(mention.key, Key::Any(_)) && points && earlier.is_none();
            if bare || mention.form == Shape::Attribute && earlier.is_some() {
                continue;
            }
            let first = earlier.filter(|_| points).map_or(at, |told| told.first);
            self.told.entry(mention.key).or_default().push(Told { mention: at, first });
            if mention.form == Shape::Verb || matches!(mention.key, Key::Family(_)) {
                last_event = Some(at);
            }
        }
        references
    }

    /// The last mention of the same thing before this one.
    fn earlier(&self, mention: &Mention) -> Option<Told> {
        let told = self.told.get(&mention.key)?;
        let back = told.iter().rev().take(BACK);
        let fits = |told: &&Told| self.agree(&self.mentions[told.mention], mention) && !self.overlap(told, mention);
        if mention.key == Key::Agreement {
            // Of agreements the one of the same description, wherever it stands; else the last, if one is undescribed.
            let same = |told: &&Told| {
                mention.attribute.is_some() && self.mentions[told.mention].attribute == mention.attribute
            };
            return back
                .clone()
                .find(|told| same(told) && !self.overlap(told, mention))
                .or_else(|| back.clone().find(fits))
                .cloned();
        }
        back.clone().find(fits).cloned()
    }

    fn overlap(&self, told: &Told, mention: &Mention) -> bool {
        self.mentions[told.mention].span.overlaps(mention.span)
    }

    /// False if both are described, and differently: "the first war", "the second war".
    fn agree(&self, earlier: &Mention, later: &Mention) -> bool {
        match (&earlier.attribute, &later.attribute) {
            (Some(one), Some(other)) => one == other,
            // Agreements called by different words meet only under one description: "this Treaty" is not "the Charter".
            _ => later.key != Key::Agreement || self.same_word(earlier, later),
        }
    }

    fn same_word(&self, one: &Mention, other: &Mention) -> bool {
        let text = &self.phrases.work.document.text;
        one.head.of(text).eq_ignore_ascii_case(other.head.of(text))
    }

    fn kind(mention: &Mention) -> ReferenceKind {
        if mention.key == Key::Agreement { ReferenceKind::Agreement } else { ReferenceKind::Event }
    }

    fn reference(&self, at: usize, told: &Told) -> Reference {
        let mention = &self.mentions[at];
        let (first, last) = (&self.mentions[told.first], &self.mentions[told.mention]);
        let same = self.same_word(first, mention);
        let (rule, confidence) =
            match (mention.key, same, mention.attribute.is_some() && first.attribute == mention.attribute) {
                (Key::Agreement, _, true) => (&self.description, 0.9),
                (_, true, true) => (&self.same, 0.9),
                (_, true, false) => (&self.same, 0.7),
                _ => (&self.family, if mention.form == Shape::Demonstrative { 0.7 } else { 0.6 }),
            };
        let mut targets = vec![self.target(first)];
        if told.first != told.mention {
            targets.push(self.target(last));
        }
        targets.dedup();
        Reference {
            span: mention.span,
            kind: Self::kind(mention),
            targets,
            provenance: Provenance::new(rule.clone(), vec![first.head], confidence),
        }
    }

    /// "this incident": the event told last, if it is near.
    fn general(&self, at: usize, event: usize) -> Option<Reference> {
        let (mention, event) = (&self.mentions[at], &self.mentions[event]);
        if mention.form != Shape::Demonstrative {
            return None;
        }
        let near = mention.block.0 - event.block.0 <= NEAR && !event.span.overlaps(mention.span);
        Some(Reference {
            span: mention.span,
            kind: ReferenceKind::Event,
            targets: near.then(|| self.target(event)).into_iter().collect(),
            provenance: Provenance::new(self.general.clone(), vec![event.head], 0.4),
        })
    }

    /// "these provocations" with nothing before: pointing, but nobody knows where.
    fn unfound(&self, mention: &Mention) -> Option<Reference> {
        (mention.form == Shape::Demonstrative).then(|| Reference {
            span: mention.span,
            kind: Self::kind(mention),
            targets: Vec::new(),
            provenance: Provenance::new(self.nothing.clone(), Vec::new(), 0.3),
        })
    }

    /// The event that a mention is, or its words.
    fn target(&self, mention: &Mention) -> Target {
        let events: &[Event] = &self.phrases.work.document.events;
        let event = index::last_at(events, mention.head.start)
            .filter(|&at| events[at].trigger.overlaps(mention.head) || self.carries(&events[at], mention));
        event.map_or(Target::Span(mention.span), |event| Target::Event(EventId::from(event)))
    }

    /// True for the verb that carries a noun: "committed" of "committed a provocation".
    fn carries(&self, event: &Event, mention: &Mention) -> bool {
        let verb = self.phrases.tokens(event.trigger).start;
        let entry = self.phrases.work.pack.grammar.entry(self.phrases.work.tokens.all[verb].lexeme);
        let lexicon = &self.phrases.work.pack.lexicon;
        mention.key != Key::Agreement
            && event.span.covers(mention.head)
            && event.trigger.end <= mention.span.start
            && mention.span.start - event.trigger.end <= 2
            && entry.lemma.is_some_and(|lemma| self.events.is_light(lexicon, lemma))
    }
}
