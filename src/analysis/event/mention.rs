//! Which events are told again: "these provocations" behind a provocation.

use rustc_hash::FxHashMap;

use super::date::value;
use super::draft::Draft;
use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::language::lexicon::LexemeId;
use crate::model::{Event, EventId};

/// Most blocks between two mentions of an event that share nothing but their family.
const FAR: u32 = 60;

/// The last mention of a family, and what it mentions.
#[derive(Clone, Copy)]
struct Last {
    draft: usize,
    root: EventId,
}

/// For each event, in text order, an earlier one that it mentions again.
///
/// Only nouns that point back are taken for mentions, of the last event of their family; a date or a participant that
/// both have and that differs keeps them apart.
pub fn again(phrases: Phrases<'_>, drafts: &[Draft]) -> Vec<Option<EventId>> {
    let mut last: FxHashMap<LexemeId, Last> = FxHashMap::default();
    let mut same = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.iter().enumerate() {
        let Some(family) = draft.family.filter(|_| draft.salience >= Event::SLIGHT) else {
            same.push(None);
            continue;
        };
        let earlier = last.get(&family).copied().filter(|_| draft.nominal && draft.definite);
        let earlier = earlier.filter(|earlier| agrees(phrases, &drafts[earlier.draft], draft));
        same.push(earlier.map(|earlier| earlier.root));
        let root = earlier.map_or(EventId::from(index), |earlier| earlier.root);
        last.insert(family, Last { draft: index, root });
    }
    same
}

fn agrees(phrases: Phrases<'_>, earlier: &Draft, later: &Draft) -> bool {
    let near = later.block.0 - earlier.block.0.min(later.block.0) <= FAR;
    let dates = match (value(phrases.work.document, &earlier.date), value(phrases.work.document, &later.date)) {
        (Some(one), Some(other)) => one.edtf == other.edtf,
        _ => true,
    };
    // "the first war", "the second war": attributes that differ tell two apart.
    let attribute = |draft: &Draft| {
        let before = draft.head.checked_sub(1)?;
        (draft.nominal && matches!(phrases.tag(before), Tag::Adjective | Tag::Name | Tag::Noun | Tag::Numeral))
            .then(|| phrases.work.tokens.all[before].of(&phrases.work.document.text))
    };
    let attributes = match (attribute(earlier), attribute(later)) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        _ => true,
    };
    let people = earlier.participants.is_empty()
        || later.participants.is_empty()
        || later.participants.iter().any(|entity| earlier.participants.contains(entity));
    near && dates && attributes && people
}
