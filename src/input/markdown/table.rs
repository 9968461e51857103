//! Tables of Markdown, set as lines with aligned columns.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

/// Rows of a table that make one block.
const ROWS: usize = 60;
/// Columns are padded to at most this width.
const WIDEST: usize = 60;

/// A table that is being read.
#[derive(Default)]
pub struct Table {
    rows: Vec<Vec<Cell>>,
}

/// A cell: its words, each run with the source offset that it was read from.
#[derive(Default)]
struct Cell {
    runs: Vec<(String, usize)>,
}

impl Cell {
    fn width(&self) -> usize {
        self.runs.iter().map(|(words, _)| words.width()).sum()
    }
}

impl Table {
    /// Begins a row.
    pub fn row(&mut self) {
        self.rows.push(Vec::new());
    }

    /// Begins a cell.
    pub fn cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.push(Cell::default());
        }
    }

    /// Appends words to the open cell.
    pub fn words(&mut self, words: &str, offset: usize) {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            cell.runs.push((words.replace(['\n', '\r'], " "), offset));
        }
    }

    /// The rows that make a block each.
    pub fn parts(&self) -> Vec<Range<usize>> {
        (0..self.rows.len()).step_by(ROWS).map(|first| first..self.rows.len().min(first + ROWS)).collect()
    }

    /// Hands out the text of some rows, piece by piece, with the source offset of those that have one.
    pub fn write(&self, rows: Range<usize>, mut piece: impl FnMut(&str, Option<usize>)) {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(Cell::width).max();
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0).min(WIDEST)).collect();
        for (index, row) in self.rows[rows].iter().enumerate() {
            if index > 0 {
                piece("\n", None);
            }
            let mut owed = 0;
            for (cell, width) in row.iter().zip(&widths) {
                // Spaces are owed until words follow, so that no line ends with them.
                if cell.width() > 0 && owed > 0 {
                    piece(&" ".repeat(owed), None);
                    owed = 0;
                }
                for (words, offset) in &cell.runs {
                    piece(words, Some(*offset));
                }
                owed += width.saturating_sub(cell.width()) + 3;
            }
        }
    }
}
