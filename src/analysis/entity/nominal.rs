//! Common nouns that stand for something named: "this country", "the commission", "the chairman".
//!
//! A noun is tied to a name only where exactly one fits nearby; pronouns are left alone.

use rustc_hash::FxHashMap;

use super::find::Found;
use super::lore::Lore;
use crate::analysis::work::Work;
use crate::language::entity::{Is, Word};
use crate::language::gazetteer::Entry;
use crate::language::grammar::Parts;
use crate::language::lexicon::LexemeId;
use crate::language::token::TokenKind;
use crate::model::{EntityKind, Span};

/// A noun and the place of the name that it stands for.
pub(super) struct Nominal {
    /// The words, with their determiner.
    pub span: Span,
    /// The place of the name.
    pub place: usize,
    /// In words for a reader.
    pub rule: &'static str,
    /// How sure.
    pub confidence: f32,
}

/// What is known of the name at a place.
pub(super) struct Named {
    /// The entity.
    pub entity: u32,
    /// What it is.
    pub kind: EntityKind,
    /// What the gazetteer knows.
    pub entry: Entry,
}

/// How far back, in bytes, a name is near.
const NEAR: u32 = 3_000;
/// Most names weighed for one noun.
const MOST: usize = 64;

/// All such nouns, in text order. `named` tells of each place, `roles` the words of people's roles by place.
pub(super) fn nominals(
    work: Work<'_>,
    lore: &Lore<'_>,
    found: &[Found],
    named: impl Fn(usize) -> Named,
    roles: &FxHashMap<usize, Vec<LexemeId>>,
) -> Vec<Nominal> {
    let mut reader = Reader { work, lore, found, named, heads: FxHashMap::default() };
    let mut nominals = Vec::new();
    let mut next = 0;
    for token in 1..work.tokens.all.len() {
        let start = work.tokens.all[token].span.start;
        while next < found.len() && found[next].tokens.end <= token {
            reader.remember(next, roles.get(&next));
            next += 1;
        }
        if work.tokens.all[token].lexeme == LexemeId::NONE
            || found.get(next).is_some_and(|name| name.tokens.start <= token)
        {
            continue;
        }
        if reader.is_nominal(token) {
            nominals.extend(reader.referent(token, next, start));
        }
    }
    nominals
}

struct Reader<'a, N> {
    work: Work<'a>,
    lore: &'a Lore<'a>,
    found: &'a [Found],
    named: N,
    /// For a head or role the entities that bear it, with their last places.
    heads: FxHashMap<LexemeId, Vec<(u32, usize)>>,
}

impl<N: Fn(usize) -> Named> Reader<'_, N> {
    fn word(&self, token: usize) -> &Word {
        self.lore.vocabulary.word(self.work.tokens.all[token].lexeme)
    }

    /// Keeps the heads of the name at a place for nouns further on.
    fn remember(&mut self, place: usize, roles: Option<&Vec<LexemeId>>) {
        let named = (self.named)(place);
        let found = &self.found[place];
        let tokens = &self.work.tokens.all;
        match named.kind {
            EntityKind::Org | EntityKind::Place | EntityKind::Law if found.tokens.len() > 1 => {
                let of = found
                    .tokens
                    .clone()
                    .skip(1)
                    .find(|&token| self.word(token).is(Is::Of) || self.word(token).is(Is::For));
                self.keep(tokens[of.unwrap_or(found.tokens.end) - 1].lexeme, named.entity, place);
            }
            EntityKind::Person => {
                for &role in roles.into_iter().flatten() {
                    self.keep(role, named.entity, place);
                }
            }
            _ => {}
        }
    }

    fn keep(&mut self, head: LexemeId, entity: u32, place: usize) {
        if head == LexemeId::NONE {
            return;
        }
        let bearers = self.heads.entry(head).or_default();
        if let Some(known) = bearers.iter_mut().find(|(known, _)| *known == entity) {
            known.1 = place;
        } else if bearers.len() < MOST {
            bearers.push((entity, place));
        }
    }

    /// True for a noun that may stand for a name: behind a determiner, and not followed by what makes it another thing.
    fn is_nominal(&self, token: usize) -> bool {
        let word = self.word(token);
        let tokens = &self.work.tokens.all;
        if tokens[token].kind != TokenKind::Lower || !(word.nominal.is_some() || word.is(Is::Role)) {
            return false;
        }
        if tokens[token].glued || !self.word(token - 1).is(Is::Determiner) {
            return false;
        }
        // "The country house", "the party leader" are other things.
        let Some(next) = tokens.get(token + 1) else { return true };
        match next.kind {
            TokenKind::Sign => !matches!(next.of(&self.work.document.text), "-" | "‐"),
            TokenKind::Lower => {
                let next = self.word(token + 1);
                let pointing = self.word(token - 1).is(Is::Demonstrative);
                let other = next.nominal.is_some() || next.is(Is::Role);
                let verb = self
                    .work
                    .pack
                    .grammar
                    .entry(tokens[token + 1].lexeme)
                    .parts
                    .has(Parts(Parts::PAST.0 | Parts::THIRD.0));
                (next.is(Is::Function) && !next.is(Is::Of) && !next.is(Is::For)) || verb || (pointing && !other)
            }
            _ => false,
        }
    }

    fn referent(&self, token: usize, next: usize, start: u32) -> Option<Nominal> {
        let word = self.word(token);
        let span = self.work.tokens.all[token - 1].span.join(self.work.tokens.all[token].span);
        let pointing = self.word(token - 1).is(Is::Demonstrative);
        let (place, rule, confidence) = match word.nominal {
            Some(EntityKind::Place) if word.is(Is::Country) => self.country(next, start, pointing)?,
            _ => (
                self.bearer(self.work.tokens.all[token].lexeme, start)?,
                "the only one of that name or role nearby",
                0.7,
            ),
        };
        Some(Nominal { span, place, rule, confidence })
    }

    /// The only entity nearby that bears a head or role.
    fn bearer(&self, head: LexemeId, start: u32) -> Option<usize> {
        let bearers = self.heads.get(&head)?;
        let near = |place: usize| start.saturating_sub(self.found[place].span.start) <= NEAR;
        let mut near = bearers.iter().filter(|(_, place)| near(*place));
        match (near.next(), near.next(), bearers.len()) {
            (Some((_, place)), None, _) => Some(*place),
            _ => None,
        }
    }

    /// The country that "this country" means: the only one in its sentence, else in its paragraph, else the one with
    /// which the paragraph begins; "the country" asks for the only one.
    fn country(&self, next: usize, start: u32, pointing: bool) -> Option<(usize, &'static str, f32)> {
        let document = self.work.document;
        let block = document.block(document.block_at(start)?).span.start;
        let sentence = document.sentence_at(start).map_or(block, |id| document.sentences[id.index()].span.start);
        let countries = |from: u32| {
            let mut places = Vec::new();
            for place in (next.saturating_sub(MOST)..next).rev() {
                if self.found[place].span.start < from {
                    break;
                }
                let named = (self.named)(place);
                if named.kind == EntityKind::Place && named.entry.is(Entry::COUNTRY) {
                    places.push((named.entity, place));
                }
            }
            places
        };
        let only = |places: &[(u32, usize)]| {
            let (entity, place) = *places.first()?;
            places.iter().all(|(other, _)| *other == entity).then_some(place)
        };
        let here = countries(sentence);
        if let Some(place) = only(&here) {
            return Some((place, "the only country named in the sentence before", 0.85));
        }
        let around = countries(block);
        if here.is_empty()
            && let Some(place) = only(&around)
        {
            return Some((place, "the only country named in the paragraph before", 0.8));
        }
        let (_, first) = *around.last()?;
        let begins = self.found[first].span.start == block;
        (pointing && here.is_empty() && begins).then_some((first, "the country with which the paragraph begins", 0.6))
    }
}
