//! Which persons are "he" and which "she", by their titles and by the pronouns that follow their names.
//!
//! No list of given names: what the document does not tell stays unknown.

use rustc_hash::FxHashMap;

use crate::analysis::syntax::phrase::Phrases;
use crate::language::grammar::Parts;
use crate::model::{EntityId, EntityKind, Form};

/// How far behind a name its pronoun may stand, in tokens.
const REACH: usize = 24;
/// What a title counts against a pronoun.
const TITLE: i32 = 20;
/// By how much one must outweigh the other.
const MARGIN: i32 = 2;

/// "he" or "she" for those of whom the text tells it clearly.
pub fn genders(phrases: Phrases<'_>) -> FxHashMap<EntityId, Parts> {
    let document = phrases.work.document;
    let mut votes: FxHashMap<EntityId, i32> = FxHashMap::default();
    let persons: Vec<_> = document
        .mentions
        .iter()
        .filter(|mention| mention.form == Form::Name)
        .filter(|mention| document.entities.get(mention.entity.index()).is_some_and(|e| e.kind == EntityKind::Person))
        .collect();
    let class = phrases.work.pack.lexicon.class("GENDER");
    let all = &phrases.work.tokens.all;
    let mut at = 0;
    for (index, mention) in persons.iter().enumerate() {
        at += all[at..].partition_point(|token| token.span.start < mention.span.start);
        let vote = votes.entry(mention.entity).or_default();
        for token in &all[at.saturating_sub(2)..all.len().min(at + 1)] {
            match class.and_then(|class| phrases.work.pack.lexicon.text(token.lexeme, class)) {
                Some("he") => *vote += TITLE,
                Some("she") => *vote -= TITLE,
                _ => {}
            }
        }
        let next = persons.get(index + 1).map_or(u32::MAX, |next| next.span.start);
        for token in all[at..].iter().take(REACH).take_while(|token| token.span.start < next) {
            let parts = phrases.work.pack.grammar.entry(token.lexeme).parts;
            if parts.has(Parts::SHE) {
                *vote -= 1;
                break;
            }
            if parts.has(Parts::HE) && !parts.has(Parts::RELATIVE) {
                *vote += 1;
                break;
            }
        }
    }
    let told = |vote: i32| match vote {
        MARGIN.. => Some(Parts::HE),
        _ if vote <= -MARGIN => Some(Parts::SHE),
        _ => None,
    };
    votes.into_iter().filter_map(|(entity, vote)| Some((entity, told(vote)?))).collect()
}
