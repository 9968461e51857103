//! Which persons are "he" and which "she", by their titles, what stands beside their names, and the pronouns that
//! follow them.
//!
//! No list of given names: what the document does not tell stays unknown.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::naming::Naming;
use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::language::grammar::Parts;
use crate::language::lexicon::ClassId;
use crate::model::EntityId;

/// How far behind a name its pronoun may stand, in tokens.
const REACH: usize = 24;
/// How many descriptions of somebody are looked at.
const DESCRIPTORS: usize = 16;
/// What a title counts against a pronoun.
const TITLE: i32 = 12;
/// How many titles count: more are those of somebody else with the same name.
const TITLES: i32 = 3;
/// By how much one must outweigh the other.
const MARGIN: i32 = 2;
/// And by which part of all.
const SHARE: i32 = 3;

/// "he" or "she", and whether a title says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The pronoun.
    pub parts: Parts,
    /// True if the text cannot mean the other.
    pub surely: bool,
}

/// "he" or "she" for those of whom the text tells it.
pub fn genders(phrases: Phrases<'_>, namings: &[Naming]) -> FxHashMap<EntityId, Told> {
    let mut votes: FxHashMap<EntityId, Votes> = FxHashMap::default();
    let class = phrases.work.pack.lexicon.class("GENDER");
    let all = &phrases.work.tokens.all;
    let mut at = 0;
    for (index, naming) in namings.iter().enumerate() {
        at += all[at..].partition_point(|token| token.span.start < naming.span.start);
        let votes = votes.entry(naming.entity).or_default();
        // "Mr. Smith", but not "the boy. Alice".
        let joined = |before: &usize| !(*before..at).any(|at| phrases.tag(at).parts() || phrases.tag(at) == Tag::Comma);
        for before in (at.saturating_sub(2)..all.len().min(at + 1)).filter(joined) {
            let token = &all[before];
            match class.and_then(|class| phrases.work.pack.lexicon.text(token.lexeme, class)) {
                Some("he") => votes.title += 1,
                Some("she") => votes.title -= 1,
                _ => {}
            }
        }
        let next = namings.get(index + 1).map_or(u32::MAX, |next| next.span.start);
        let end = phrases.work.tokens.range(naming.block).end.min(at + REACH);
        // What is said of somebody else begins or ends at a quotation mark.
        let near = (at..end).take_while(|&at| all[at].span.start < next && phrases.tag(at) != Tag::Quote);
        let weight = 1 + i32::from(naming.subject);
        for at in near {
            let parts = phrases.parts(at);
            if parts.has(Parts::SHE) {
                votes.add(-weight);
                break;
            }
            if parts.has(Parts::HE) && !parts.has(Parts::RELATIVE) {
                votes.add(weight);
                break;
            }
        }
    }
    for (entity, votes) in &mut votes {
        votes.title += described(phrases, class, *entity);
    }
    votes.into_iter().filter_map(|(entity, votes)| Some((entity, votes.told()?))).collect()
}

/// What the words beside somebody's names say, as their titles would: "his wife, Winnie Mandela".
fn described(phrases: Phrases<'_>, class: Option<ClassId>, entity: EntityId) -> i32 {
    let lexicon = &phrases.work.pack.lexicon;
    let says = |at: usize| match class.and_then(|class| lexicon.text(phrases.work.tokens.all[at].lexeme, class)) {
        Some("he") => 1,
        Some("she") => -1,
        _ => 0,
    };
    let descriptors = phrases.work.document.entities[entity.index()].descriptors.iter().take(DESCRIPTORS);
    let head = |tokens: Range<usize>| {
        let end = tokens.clone().find(|&at| phrases.tag(at) == Tag::Preposition).unwrap_or(tokens.end);
        (tokens.start..end).next_back().map_or(0, says)
    };
    descriptors.map(|descriptor| head(phrases.tokens(descriptor.span))).sum()
}

/// What speaks for "he" (above nought) and for "she" (below).
#[derive(Clone, Copy, Debug, Default)]
struct Votes {
    title: i32,
    pronouns: i32,
    all: i32,
}

impl Votes {
    fn add(&mut self, vote: i32) {
        self.pronouns += vote;
        self.all += vote.abs();
    }

    fn told(&self) -> Option<Told> {
        let title = self.title.clamp(-TITLES, TITLES);
        let all = self.all + TITLE * title.abs();
        let vote = self.pronouns + TITLE * title;
        let parts = if vote > 0 { Parts::HE } else { Parts::SHE };
        let clear = vote.abs() >= MARGIN && vote.abs() * SHARE >= all;
        clear.then_some(Told { parts, surely: title * vote > 0 })
    }
}
