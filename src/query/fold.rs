//! Folding the text to what concerns somebody, or some time.

use crate::model::{BlockId, BlockKind, Date, Document, EntityId};

use super::scope::Filter;
use super::time::{day_number, extent};

/// What the text is folded to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Blocks that mention this entity.
    Entity(EntityId),
    /// Blocks that tell of something between two days, both included.
    Between(Date, Date),
}

/// The blocks that stay, in order, each section's with the headings above them. Empty if nothing stays.
pub fn folded(document: &Document, fold: Fold, filter: &Filter) -> Vec<BlockId> {
    let mut keep = match fold {
        Fold::Entity(entity) => blocks_of_entity(document, entity),
        Fold::Between(first, last) => blocks_between(document, day_number(first), day_number(last)),
    };
    keep.retain(|&block| filter.knows(document.block(block).span.start));
    keep.sort_unstable();
    keep.dedup();
    with_headings(document, &keep)
}

fn blocks_of_entity(document: &Document, entity: EntityId) -> Vec<BlockId> {
    let Some(entity) = document.entities.get(entity.index()) else { return Vec::new() };
    let offsets = entity.mentions.iter().map(|mention| document.mentions[mention.index()].span.start);
    offsets.filter_map(|offset| document.block_at(offset)).collect()
}

fn blocks_between(document: &Document, first: i32, last: i32) -> Vec<BlockId> {
    let inside = |when: &crate::model::When| extent(when).is_some_and(|e| e.first <= last && first <= e.last);
    let events = document.events.iter().filter(|event| event.when.as_ref().is_some_and(inside));
    let timexes = document.timexes.iter().filter(|timex| timex.when.as_ref().is_some_and(inside));
    events.map(|event| event.block).chain(timexes.filter_map(|timex| document.block_at(timex.span.start))).collect()
}

/// Adds, for every kept block, the nearest heading of each higher level above it. `keep` is sorted.
fn with_headings(document: &Document, keep: &[BlockId]) -> Vec<BlockId> {
    let mut open: Vec<(u8, BlockId, bool)> = Vec::new();
    let mut result = Vec::new();
    let mut wanted = keep.iter().copied().peekable();
    for (index, block) in document.blocks.iter().enumerate() {
        let Some(&next) = wanted.peek() else { break };
        let id = BlockId::from(index);
        if let BlockKind::Heading(level) = block.kind {
            open.retain(|&(other, ..)| other < level);
            open.push((level, id, false));
        }
        if id != next {
            continue;
        }
        wanted.next();
        for (_, heading, shown) in &mut open {
            if !std::mem::replace(shown, true) {
                result.push(*heading);
            }
        }
        if result.last() != Some(&id) {
            result.push(id);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::model::EntityKind;
    use jiff::civil::date;

    #[test]
    fn what_stays_keeps_its_headings() {
        let mut sample = Sample::new("# One\n\nAda came.\n\nRain.\n\n# Two\n\nRain.\n\n# Three\n\nAda left in 1921.");
        let ada = sample.entity(&["Ada"], EntityKind::Person);
        sample.event("left", Some("1921"));
        let blocks = |fold, filter: &Filter| -> Vec<u32> {
            folded(&sample.document, fold, filter).iter().map(|block| block.0).collect()
        };
        let all = Filter::default();
        assert_eq!(blocks(Fold::Entity(ada), &all), [0, 1, 5, 6]);
        assert_eq!(blocks(Fold::Between(date(1920, 1, 1), date(1921, 1, 1)), &all), [5, 6]);
        assert_eq!(blocks(Fold::Between(date(1930, 1, 1), date(1931, 1, 1)), &all), Vec::<u32>::new());
        let early = Filter { horizon: Some(20), ..all };
        assert_eq!(blocks(Fold::Entity(ada), &early), [0, 1]);
    }
}
