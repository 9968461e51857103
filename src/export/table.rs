//! Tables for people: columns as wide as they need to be, one row a line.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::visible;

/// Rows of cells, the first row being the heads; everything that goes in is made safe to show.
pub struct Table<const COLUMNS: usize> {
    rows: Vec<Row<COLUMNS>>,
}

enum Row<const COLUMNS: usize> {
    Cells([String; COLUMNS]),
    Note(String),
}

/// Between columns.
const GAP: &str = "  ";

impl<const COLUMNS: usize> Table<COLUMNS> {
    /// A table with these heads.
    pub fn new(heads: [&str; COLUMNS]) -> Self {
        Self { rows: vec![Row::Cells(heads.map(String::from))] }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: [&str; COLUMNS]) {
        self.rows.push(Row::Cells(cells.map(|cell| visible::line(cell).into_owned())));
    }

    /// Adds a line that belongs to no column.
    pub fn note(&mut self, words: &str) {
        self.rows.push(Row::Note(visible::line(words).into_owned()));
    }

    /// Writes the lines, without white space at their ends.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let widths = self.widths();
        let mut line = String::new();
        for row in &self.rows {
            line.clear();
            match row {
                Row::Note(words) => line.push_str(words),
                Row::Cells(cells) => {
                    for (cell, width) in cells.iter().zip(widths) {
                        line.push_str(cell);
                        line.extend(std::iter::repeat_n(' ', width - cell.width().min(width)));
                        line.push_str(GAP);
                    }
                }
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn widths(&self) -> [usize; COLUMNS] {
        let mut widths = [0; COLUMNS];
        for row in &self.rows {
            if let Row::Cells(cells) = row {
                for (cell, width) in cells.iter().zip(&mut widths) {
                    *width = cell.width().max(*width);
                }
            }
        }
        widths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_nothing_dangerous_gets_through() {
        let mut table = Table::new(["WHO", "WHAT"]);
        table.row(["漢字", "a place"]);
        table.note("  nothing told");
        table.row(["Ana", "a\u{1b}[2J\nperson"]);
        let mut out = Vec::new();
        table.write(&mut out).expect("memory can be written");
        let text = String::from_utf8(out).expect("it is text");
        assert!(!text.contains('\u{1b}'));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[..3], ["WHO   WHAT", "漢字  a place", "  nothing told"]);
        assert_eq!(lines[3].find("a"), Some(2));
        assert_eq!(lines.len(), 4);
    }
}
