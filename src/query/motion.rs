//! Motions: the next and the previous of everything that a reader steps by.

use crate::model::index::Spanned;
use crate::model::{BlockKind, Document};

use super::index::Index;
use super::scope::Filter;

/// What is stepped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Motion {
    /// Blocks, separators left out.
    Paragraph,
    /// Sentences; headings and items count as one.
    Sentence,
    /// Headings of any level.
    Heading,
    /// Events that the filter admits where they are told.
    Event,
    /// Mentions of the filter's entity, or of anything if it has none.
    Mention,
    /// Time expressions.
    Date,
    /// Words that refer to something.
    Reference,
}

/// The offset `count` steps behind `from` (before it, if negative), or the last one that can be reached on the way.
/// `None` if there is none at all. A step back from within something leads to its beginning.
pub fn step(document: &Document, index: &Index, motion: Motion, from: u32, count: i32, filter: &Filter) -> Option<u32> {
    match motion {
        Motion::Paragraph => walk(&document.blocks, from, count, |_, block| block.kind != BlockKind::Separator),
        Motion::Sentence => walk(&document.sentences, from, count, |_, _| true),
        Motion::Heading => walk(&document.blocks, from, count, |_, block| matches!(block.kind, BlockKind::Heading(_))),
        Motion::Event => walk(&document.events, from, count, |nth, _| {
            filter.admits_here(document, index, index.canonical(nth.into()))
        }),
        Motion::Mention => match filter.entity.and_then(|entity| document.entities.get(entity.index())) {
            Some(entity) => {
                let start = |nth: usize| document.mentions[entity.mentions[nth].index()].span.start;
                walk_by(entity.mentions.len(), start, from, count, |_| true)
            }
            None => walk(&document.mentions, from, count, |_, _| true),
        },
        Motion::Date => walk(&document.timexes, from, count, |_, _| true),
        Motion::Reference => walk(&document.references, from, count, |_, reference| !reference.is_quiet()),
    }
}

fn walk<T: Spanned>(layer: &[T], from: u32, count: i32, wanted: impl Fn(usize, &T) -> bool) -> Option<u32> {
    walk_by(layer.len(), |nth| layer[nth].span().start, from, count, |nth| wanted(nth, &layer[nth]))
}

/// Walks over `length` sorted starts, of which some are wanted; those at the same place are one step.
fn walk_by(
    length: usize,
    start: impl Fn(usize) -> u32,
    from: u32,
    count: i32,
    wanted: impl Fn(usize) -> bool,
) -> Option<u32> {
    let split = |beyond: &dyn Fn(u32) -> bool| {
        let (mut low, mut high) = (0, length);
        while low < high {
            let middle = low + (high - low) / 2;
            if beyond(start(middle)) { high = middle } else { low = middle + 1 }
        }
        low
    };
    let mut reached = None;
    let mut left = count.unsigned_abs();
    let mut visit = |nth: usize| {
        if left > 0 && reached != Some(start(nth)) && wanted(nth) {
            reached = Some(start(nth));
            left -= 1;
        }
        left == 0
    };
    if count > 0 {
        let first = split(&|start| start > from);
        let _ = (first..length).any(&mut visit);
    } else if count < 0 {
        let end = split(&|start| start >= from);
        let _ = (0..end).rev().any(&mut visit);
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::super::sample::petition;
    use super::*;
    use crate::model::EntityId;

    /// Walks on from where `[` stands and expects to come to the words behind `>`.
    fn check(motion: Motion, from: &str, count: i32, to: Option<&str>) {
        let sample = petition();
        let index = Index::new(&sample.document);
        let filter = Filter { entity: Some(EntityId(0)), ..Filter::default() };
        let filter = if motion == Motion::Mention { filter } else { Filter::default() };
        let reached = step(&sample.document, &index, motion, sample.at(from).start, count, &filter);
        assert_eq!(reached, to.map(|to| sample.at(to).start), "{motion:?} by {count} from {from}");
    }

    #[test]
    fn steps_go_both_ways_and_stop_at_the_ends() {
        check(Motion::Paragraph, "Unions", 1, Some("The petition"));
        check(Motion::Paragraph, "invaded", -1, Some("The petition"));
        check(Motion::Paragraph, "Unions", 99, Some("Chairman"));
        check(Motion::Paragraph, "Unions", -1, None);
        check(Motion::Sentence, "liberated", 1, Some("Armenian forces"));
        check(Motion::Date, "Unions", 2, Some("September 27, 2020"));
        check(Motion::Event, "Unions", 2, Some("invaded"));
        check(Motion::Reference, "Unions", 1, Some("These provocations"));
        check(Motion::Heading, "Unions", 1, None);
    }

    #[test]
    fn mentions_are_those_of_the_selected() {
        check(Motion::Mention, "Unions", 1, Some("Armenia invaded"));
        check(Motion::Mention, "Armenia invaded", 1, Some("Armenia and Russia"));
        check(Motion::Mention, "MP", -1, Some("Armenia and Russia"));
    }
}
