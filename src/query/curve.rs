//! Told order against happened order: the story curve.
//!
//! Rows are events as they happened, columns are parts of the text as it tells them.

use std::ops::Range;

use crate::model::index::beginning_in;
use crate::model::{Document, EventId, Span, Target};

use super::index::{EchoKind, Index};
use super::scope::{Context, Filter};

/// The columns of a story curve: runs of blocks, and the one with the current paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// How many blocks the text has.
    blocks: u32,
    /// In a dossier the first block of each document: there columns are runs of documents.
    documents: Vec<u32>,
    /// How many columns there are; none holds no block.
    pub columns: usize,
    /// The column of the current paragraph.
    pub here: usize,
}

/// What a column says of an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Nothing.
    #[default]
    None,
    /// Some words there refer to it.
    Refers,
    /// It is told again there.
    Mentioned,
    /// It is first told there.
    First,
}

/// Fewer documents than this share the columns by their length.
const FEW: usize = 8;

/// Columns for at most `most` of them; fewer if the text has fewer blocks.
pub fn curve_columns(document: &Document, context: &Context, most: usize) -> Curve {
    let blocks = document.blocks.len() as u32;
    let documents: Vec<u32> = document.parts.iter().map(|part| part.heading.0).collect();
    // Of two documents a column each would say little.
    let documents = if documents.len() < FEW { Vec::new() } else { documents };
    let units = if documents.is_empty() { blocks as usize } else { documents.len() };
    let mut curve = Curve { blocks, documents, columns: most.min(units), here: 0 };
    curve.here = curve.column(context.block.0);
    curve
}

impl Curve {
    /// The column of a block.
    pub fn column(&self, block: u32) -> usize {
        let (unit, units) = match self.documents.len() {
            0 => (block as usize, self.blocks as usize),
            units => (self.documents.partition_point(|&first| first <= block).saturating_sub(1), units),
        };
        let column = unit as u64 * self.columns as u64 / units.max(1) as u64;
        (column as usize).min(self.columns.saturating_sub(1))
    }

    /// The blocks of a column.
    pub fn blocks(&self, column: usize) -> Range<u32> {
        let units = if self.documents.is_empty() { self.blocks as usize } else { self.documents.len() };
        let unit = |column: usize| (column as u64 * units as u64).div_ceil(self.columns.max(1) as u64) as usize;
        let start = |column: usize| match self.documents.is_empty() {
            true => unit(column) as u32,
            false => self.documents.get(unit(column)).copied().unwrap_or(self.blocks),
        };
        start(column)..start(column + 1)
    }
}

/// What each column says of an event, which must be a first telling.
pub fn curve_marks(document: &Document, index: &Index, filter: &Filter, curve: &Curve, event: EventId) -> Vec<Mark> {
    let mut marks = vec![Mark::None; curve.columns];
    let mut put = |block: u32, mark: Mark| {
        if let Some(cell) = marks.get_mut(curve.column(block)) {
            *cell = mark.max(*cell);
        }
    };
    put(document.events[event.index()].block.0, Mark::First);
    for echo in index.echoes(event).iter().filter(|echo| filter.knows(echo.offset)) {
        put(echo.block.0, if echo.kind == EchoKind::Told { Mark::Mentioned } else { Mark::Refers });
    }
    marks
}

/// Where the marks of an event lead, by column: to its first telling, to a later one, or to words that refer to it.
pub fn curve_cells(
    document: &Document,
    index: &Index,
    filter: &Filter,
    curve: &Curve,
    event: EventId,
) -> Vec<(usize, Target)> {
    let echoes = index.echoes(event).iter().filter(|echo| filter.knows(echo.offset));
    let echoes = echoes.map(|echo| (curve.column(echo.block.0), echo.kind != EchoKind::Told, echo.offset));
    let first = curve.column(document.events[event.index()].block.0);
    let mut marks: Vec<(usize, bool, u32)> = echoes.filter(|&(column, _, _)| column != first).collect();
    marks.sort_unstable();
    marks.dedup_by_key(|mark| mark.0);
    let mut cells: Vec<(usize, Target)> =
        marks.into_iter().map(|(column, refers, offset)| (column, target_at(document, refers, offset))).collect();
    let at = cells.partition_point(|&(column, _)| column < first);
    cells.insert(at, (first, Target::Event(event)));
    cells
}

/// The event that is told at an offset, or the words there that refer to one.
fn target_at(document: &Document, refers: bool, offset: u32) -> Target {
    let here = Span { start: offset, end: offset + 1 };
    let told = || beginning_in(&document.events, here).next().map(|nth| Target::Event(nth.into()));
    let words = || beginning_in(&document.references, here).next().map(|nth| document.references[nth].span);
    if refers { words().map(Target::Span) } else { told() }.unwrap_or(Target::Span(here))
}

#[cfg(test)]
mod tests {
    use super::super::sample::petition;
    use super::super::scope::context_at;
    use super::*;

    #[test]
    fn columns_cover_all_blocks_in_order() {
        for (blocks, most) in [(1, 1), (5, 3), (7, 7), (9, 40), (1000, 37)] {
            let curve = Curve { blocks, documents: vec![], columns: most.min(blocks as usize), here: 0 };
            let mut next = 0;
            for column in 0..curve.columns {
                let range = curve.blocks(column);
                assert_eq!(range.start, next);
                assert!(!range.is_empty());
                assert!(range.clone().all(|block| curve.column(block) == column), "{blocks} {most} {column}");
                next = range.end;
            }
            assert_eq!(next, blocks);
        }
    }

    #[test]
    fn the_columns_of_a_dossier_are_documents() {
        let curve =
            |most: usize| Curve { blocks: 40, documents: vec![0, 3, 20, 21, 30], columns: most.min(5), here: 0 };
        assert_eq!([0, 2, 3, 19, 20, 21, 39].map(|block| curve(9).column(block)), [0, 0, 1, 1, 2, 3, 4]);
        assert_eq!([curve(9).blocks(1), curve(9).blocks(4)], [3..20, 30..40]);
        assert_eq!([curve(2).blocks(0), curve(2).blocks(1)], [0..21, 21..40]);
    }

    #[test]
    fn an_event_is_marked_where_it_is_told_and_where_it_is_meant() {
        let mut sample = petition();
        let signing = EventId(3);
        sample.document.references[0].targets = vec![crate::model::Target::Event(signing)];
        let index = Index::new(&sample.document);
        let context = context_at(&sample.document, sample.at("These").start, Span::default());
        let curve = curve_columns(&sample.document, &context, 40);
        let marks = curve_marks(&sample.document, &index, &Filter::default(), &curve, signing);
        use Mark::*;
        assert_eq!(marks, [None, None, None, First, Refers, None]);
        assert_eq!(curve.here, 4);
        let cells = curve_cells(&sample.document, &index, &Filter::default(), &curve, signing);
        let words = sample.document.references[0].span;
        assert_eq!(cells, [(3, Target::Event(signing)), (4, Target::Span(words))]);
    }
}
