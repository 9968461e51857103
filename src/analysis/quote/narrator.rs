//! Who says "I" outside of all quotation marks: the narrator of a novel, the writer of a letter.
//!
//! The text names a narrator where others speak to him, or where he gives his name behind "I". Otherwise he is one
//! person without a name. That "we" includes him is not looked at.

use rustc_hash::FxHashMap;

use super::body::{Body, author_at};
use super::draft::{Draft, is_turn};
use super::naming::Naming;
use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::language::grammar::Parts;
use crate::model::{EntityId, Span};

/// How many quotations away from one of the narrator's a quotation that speaks to somebody may stand.
const NEAR: usize = 3;
/// Of how many quotations one at least must be the narrator's.
const RARE: usize = 100;
/// How often a narrator must be spoken to.
const LEAST: usize = 2;
/// Of how many names in direct speech one may stand in the narration.
const SHARE: usize = 4;

/// Who tells the document, if he shows.
#[derive(Clone, Debug, Default)]
pub struct Narrator {
    /// An entity of the document, or the next one that will be added to it; `None` if nobody says "I".
    pub entity: Option<EntityId>,
    /// True if the entity is still to be added, because the text does not name him.
    pub unnamed: bool,
    /// Where he says "I" as the source of some words.
    pub mentions: Vec<Span>,
}

/// Finds the narrator by the sources of direct speech, outside of texts that have an author of their own. `addressed`
/// says who is spoken to in each draft.
pub fn narrator(
    phrases: Phrases<'_>,
    drafts: &[Draft],
    namings: &[Naming],
    addressed: &[Option<EntityId>],
    bodies: &[Body],
) -> Narrator {
    let narrated = |draft: &Draft| author_at(bodies, draft.span.start).is_none();
    let own: Vec<usize> =
        (0..drafts.len()).filter(|&index| says_i(phrases, &drafts[index]) && narrated(&drafts[index])).collect();
    // Once in a long book "I said" is somebody else's slip, no narrator.
    if own.len() * RARE < drafts.iter().filter(|draft| is_turn(draft)).count() {
        return Narrator::default();
    }
    let mentions: Vec<Span> = own
        .iter()
        .filter_map(|&index| drafts[index].source.as_ref())
        .map(|source| phrases.work.subject().span(source))
        .collect();
    let named = introduced(phrases, namings).or_else(|| spoken_to(phrases, drafts, namings, addressed, &own));
    match (named, mentions.is_empty()) {
        (Some(entity), _) => Narrator { entity: Some(entity), unnamed: false, mentions },
        (None, true) => Narrator::default(),
        (None, false) => {
            let next = EntityId::from(phrases.work.document.entities.len());
            Narrator { entity: Some(next), unnamed: true, mentions }
        }
    }
}

/// True for direct speech with the source "I".
fn says_i(phrases: Phrases<'_>, draft: &Draft) -> bool {
    let source = draft.source.as_ref().filter(|source| source.len() == 1);
    is_turn(draft) && source.is_some_and(|source| phrases.parts(source.start).has(Parts::I))
}

/// "I, John Smith, state": the name behind an "I" that opens a paragraph.
fn introduced(phrases: Phrases<'_>, namings: &[Naming]) -> Option<EntityId> {
    let named = namings.iter().filter(|naming| !naming.marked).find(|naming| {
        let at = phrases.tokens(naming.span).start;
        // A title may stand outside of the name.
        let start = (at.saturating_sub(2)..at).rev().take_while(|&before| phrases.tag(before) == Tag::Name).last();
        let at = start.unwrap_or(at);
        let block = phrases.work.tokens.range(naming.block);
        at == block.start + 2 && phrases.tag(at - 1) == Tag::Comma && phrases.parts(block.start).has(Parts::I)
    });
    named.map(|naming| naming.entity)
}

/// The one whom others speak to by name near the narrator's words, and whom the narration hardly names and nobody is
/// said to be when he speaks.
fn spoken_to(
    phrases: Phrases<'_>,
    drafts: &[Draft],
    namings: &[Naming],
    addressed: &[Option<EntityId>],
    own: &[usize],
) -> Option<EntityId> {
    let mut votes: FxHashMap<EntityId, usize> = FxHashMap::default();
    let mut next = 0;
    for (index, entity) in addressed.iter().enumerate().filter_map(|(index, entity)| Some((index, (*entity)?))) {
        while next < own.len() && own[next] + NEAR < index {
            next += 1;
        }
        let near = own.get(next).is_some_and(|&other| other != index && other <= index + NEAR);
        if near && !says_i(phrases, &drafts[index]) {
            *votes.entry(entity).or_default() += 1;
        }
    }
    let mut places: FxHashMap<EntityId, (usize, usize)> = FxHashMap::default();
    for naming in namings.iter().filter(|naming| votes.contains_key(&naming.entity)) {
        let (inside, outside) = places.entry(naming.entity).or_default();
        *(if naming.marked { inside } else { outside }) += 1;
    }
    for source in drafts.iter().filter(|draft| is_turn(draft)).filter_map(|draft| draft.source.as_ref()) {
        let span = phrases.work.subject().span(source);
        let first = namings.partition_point(|naming| naming.span.end <= span.start);
        for naming in namings[first..].iter().take_while(|naming| naming.span.start < span.end) {
            votes.remove(&naming.entity);
        }
    }
    let told = |entity: &EntityId| places.get(entity).is_some_and(|(inside, outside)| outside * SHARE <= *inside);
    let mut best: Vec<(usize, EntityId)> =
        votes.into_iter().filter(|(entity, _)| told(entity)).map(|(entity, count)| (count, entity)).collect();
    best.sort_by_key(|&(count, entity)| (std::cmp::Reverse(count), entity.0));
    best.first().filter(|(count, _)| *count >= LEAST).map(|(_, entity)| *entity)
}
