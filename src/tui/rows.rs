//! Rows of the set text, reached from one another: blocks are set when their rows are wanted, and no sooner.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::{Block, BlockId, Document};
use crate::typeset::{self, Line};

/// A row of the set text: a line of a block, or one of the blank rows before the block's first line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The block.
    pub block: u32,
    /// The part of the block.
    pub part: u32,
    /// The line in the part.
    pub line: u32,
    /// How many rows before the line: 0 is the line itself.
    pub blank: u16,
}

/// What a row of the screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// Nothing.
    Blank,
    /// So many blocks are folded away here.
    Folded(u32),
    /// A line of a block.
    Line(BlockId, Line),
}

/// Sets blocks on demand and keeps what it set.
#[derive(Debug, Default)]
pub struct Setter {
    /// The columns that blocks are set in.
    pub columns: u16,
    /// What has been set, by block and part.
    lines: FxHashMap<(u32, u32), Arc<[Line]>>,
    /// The blocks that are shown, if not all are.
    pub kept: Option<Arc<[BlockId]>>,
}

/// More set parts than this are not worth keeping.
const KEPT: usize = 2048;

impl Setter {
    /// Forgets what it set.
    pub fn clear(&mut self) {
        self.lines.clear();
    }

    fn lines(&mut self, document: &Document, block: u32, part: u32) -> Arc<[Line]> {
        if self.lines.len() > KEPT {
            self.lines.clear();
        }
        let columns = self.columns;
        let set = || typeset::set(&document.text, &document.blocks[block as usize], part, columns).into();
        self.lines.entry((block, part)).or_insert_with(set).clone()
    }

    fn next_block(&self, document: &Document, block: u32) -> Option<u32> {
        match &self.kept {
            None => Some(block + 1).filter(|&next| (next as usize) < document.blocks.len()),
            Some(kept) => kept.get(kept.partition_point(|id| id.0 <= block)).map(|id| id.0),
        }
    }

    fn previous_block(&self, block: u32) -> Option<u32> {
        match &self.kept {
            None => block.checked_sub(1),
            Some(kept) => kept.partition_point(|id| id.0 < block).checked_sub(1).map(|nth| kept[nth].0),
        }
    }

    /// The block itself if it is shown, else the next that is, else the last.
    pub fn nearest_block(&self, block: u32) -> u32 {
        match &self.kept {
            Some(kept) if !kept.is_empty() => kept[kept.partition_point(|id| id.0 < block).min(kept.len() - 1)].0,
            _ => block,
        }
    }

    /// How many rows stay free before a block's first line.
    fn gap(&self, document: &Document, block: u32) -> u16 {
        let Some(previous) = self.previous_block(block) else { return 0 };
        if previous + 1 < block {
            return 3;
        }
        typeset::gap(&document.text, &document.blocks[previous as usize], &document.blocks[block as usize])
    }

    /// The line that shows an offset, or the first one behind it that is shown.
    pub fn spot_at(&mut self, document: &Document, offset: u32) -> Spot {
        let at = document.block_at(offset).map_or(0, |id| id.0);
        let block = self.nearest_block(at);
        if block != at {
            return Spot { block, ..Spot::default() };
        }
        let part = typeset::part_at(&document.text, &document.blocks[block as usize], offset);
        let lines = self.lines(document, block, part);
        let line = lines.partition_point(|line| line.span.start <= offset).saturating_sub(1) as u32;
        Spot { block, part, line, blank: 0 }
    }

    /// The line at a spot.
    pub fn line(&mut self, document: &Document, spot: Spot) -> Line {
        self.lines(document, spot.block, spot.part)[spot.line as usize]
    }

    /// What the row at a spot shows.
    pub fn row(&mut self, document: &Document, spot: Spot) -> Row {
        if spot.blank == 0 {
            return Row::Line(BlockId(spot.block), self.line(document, spot));
        }
        let folded = self.previous_block(spot.block).map_or(0, |previous| spot.block - previous - 1);
        if folded > 0 && spot.blank == 2 { Row::Folded(folded) } else { Row::Blank }
    }

    /// The next row.
    pub fn next(&mut self, document: &Document, spot: Spot) -> Option<Spot> {
        if spot.blank > 0 {
            return Some(Spot { blank: spot.blank - 1, ..spot });
        }
        if (spot.line as usize) + 1 < self.lines(document, spot.block, spot.part).len() {
            return Some(Spot { line: spot.line + 1, ..spot });
        }
        let block: &Block = &document.blocks[spot.block as usize];
        if spot.part + 1 < typeset::parts(block) {
            return Some(Spot { part: spot.part + 1, line: 0, ..spot });
        }
        let next = self.next_block(document, spot.block)?;
        Some(Spot { block: next, part: 0, line: 0, blank: self.gap(document, next) })
    }

    fn previous(&mut self, document: &Document, spot: Spot) -> Option<Spot> {
        if spot.line == 0 && spot.part == 0 {
            if spot.blank < self.gap(document, spot.block) {
                return Some(Spot { blank: spot.blank + 1, ..spot });
            }
            let block = self.previous_block(spot.block)?;
            return Some(self.last_of(document, block, typeset::parts(&document.blocks[block as usize]) - 1));
        }
        if spot.line > 0 {
            return Some(Spot { line: spot.line - 1, ..spot });
        }
        Some(self.last_of(document, spot.block, spot.part - 1))
    }

    /// The last line of a part of a block.
    pub fn last_of(&mut self, document: &Document, block: u32, part: u32) -> Spot {
        let line = self.lines(document, block, part).len() as u32 - 1;
        Spot { block, part, line, blank: 0 }
    }

    /// Walks up to `rows` rows on, or back if negative; tells where it came to and how many rows it went.
    pub fn walk(&mut self, document: &Document, mut spot: Spot, rows: i32) -> (Spot, u32) {
        for gone in 0..rows.unsigned_abs() {
            let step = if rows > 0 { self.next(document, spot) } else { self.previous(document, spot) };
            match step {
                Some(next) => spot = next,
                None => return (spot, gone),
            }
        }
        (spot, rows.unsigned_abs())
    }
}
