//! The text on the screen: which lines, where the cursor is, and how both move.
//!
//! The viewport is held by a spot in the set text, never by a count of lines from the beginning, and only what is on
//! the screen is set: a file of any size is scrolled at the same price. Everything here is about lines; what the lines
//! mean is the business of [`crate::query`].

use std::sync::Arc;

use crate::model::{BlockId, Document, Span};
use crate::typeset::{self, Line};

use super::rows::{Row, Setter, Spot};
use super::trail::Stand;

/// Where a motion puts its goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// Nowhere new if the goal can be seen well; else a quarter down the screen.
    Near,
    /// At the top.
    Top,
    /// In the middle.
    Middle,
    /// At the bottom.
    Bottom,
}

/// The text region's state.
#[derive(Debug, Default)]
pub struct Page {
    setter: Setter,
    top: Spot,
    cursor: u32,
    height: u16,
    rows: Vec<Row>,
    /// After a page turn: where the lines begin that were not on the page before.
    fresh: Option<u32>,
    /// The offset that the reader left at the top: other sizes of the screen may show less or more, but come back to
    /// it.
    held: u32,
}

impl Page {
    /// What every row of the screen shows, from the top.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The cursor: a byte offset into the text.
    pub fn cursor(&self) -> u32 {
        self.cursor
    }

    /// Where the lines begin that were not on the page before it was turned.
    pub fn fresh(&self) -> Option<u32> {
        self.fresh
    }

    /// The blocks that are shown, if not all are.
    pub fn kept(&self) -> Option<&[BlockId]> {
        self.setter.kept.as_deref()
    }

    /// The columns that the text is set in.
    pub fn columns(&self) -> u16 {
        self.setter.columns
    }

    /// The text on the screen, from the first line's first byte to the last one's last.
    pub fn view(&self) -> Span {
        let mut lines = self.lines().map(|(_, line)| line.span);
        let Some(first) = lines.next() else { return Span::default() };
        Span { start: first.start, end: lines.next_back().unwrap_or(first).end }
    }

    /// The offset of the first line on the screen: what is kept when the text is set anew.
    pub fn anchor(&self) -> u32 {
        self.view().start
    }

    fn lines(&self) -> impl DoubleEndedIterator<Item = (usize, Line)> + '_ {
        self.rows.iter().enumerate().filter_map(|(nth, row)| match row {
            Row::Line(_, line) => Some((nth, *line)),
            _ => None,
        })
    }

    /// The row on the screen that shows `offset`.
    pub fn row_of(&self, offset: u32) -> Option<usize> {
        if !self.view().contains(offset) && self.view().end != offset {
            return None;
        }
        self.lines().take_while(|(_, line)| line.span.start <= offset).last().map(|(nth, _)| nth)
    }

    /// The offset of what is shown at a column of a row; the line's start left of it, its end right of it.
    pub fn offset_at(&self, document: &Document, row: usize, column: u16) -> Option<u32> {
        let Some(Row::Line(_, line)) = self.rows.get(row) else { return None };
        let mut at = line.indent as usize;
        for piece in line.shown(&document.text) {
            at += piece.width;
            if at > column as usize {
                return Some(piece.at as u32);
            }
        }
        Some(line.span.start)
    }

    /// Takes a new size. The top text stays.
    pub fn resize(&mut self, document: &Document, columns: u16, height: u16) {
        let same_columns = self.setter.columns == columns;
        if same_columns && self.height == height {
            return;
        }
        if !same_columns {
            self.setter.columns = columns;
            self.setter.clear();
            self.fresh = None;
        }
        self.height = height;
        if !document.blocks.is_empty() {
            self.top = self.setter.spot_at(document, self.held);
        }
        self.fill(document);
    }

    /// Takes another document, at a place in it.
    pub fn open(&mut self, document: &Document, top: u32, cursor: u32) {
        self.setter.clear();
        self.setter.kept = None;
        self.fresh = None;
        self.cursor = cursor.min(document.text.len() as u32);
        self.top = if document.blocks.is_empty() { Spot::default() } else { self.setter.spot_at(document, top) };
        self.rest(document);
    }

    /// Goes back to a stand, exactly.
    pub fn open_at(&mut self, document: &Document, stand: Stand) {
        if document.blocks.is_empty() {
            return;
        }
        self.fresh = None;
        self.top = self.setter.spot_at(document, stand.top);
        self.cursor = stand.cursor;
        self.rest(document);
    }

    /// Moves the cursor to something on the screen.
    pub fn point(&mut self, offset: u32) {
        self.cursor = offset;
        self.fresh = None;
    }

    /// Shows only some blocks, or all again, with the cursor still on the screen.
    pub fn keep(&mut self, document: &Document, kept: Option<Arc<[BlockId]>>) {
        self.setter.kept = kept;
        self.fresh = None;
        if document.blocks.is_empty() {
            return;
        }
        let spot = self.setter.spot_at(document, self.cursor);
        self.cursor = if spot.line == 0 && spot.part == 0 {
            let start = document.blocks[spot.block as usize].span.start;
            if document.block_at(self.cursor).is_some_and(|block| block.0 == spot.block) {
                self.cursor.max(start)
            } else {
                start
            }
        } else {
            self.cursor
        };
        self.put(document, self.cursor, Put::Middle);
    }

    /// Scrolls by rows; the cursor stays at its words as long as they can be seen well.
    pub fn scroll(&mut self, document: &Document, rows: i32) {
        if document.blocks.is_empty() || rows == 0 {
            return;
        }
        self.fresh = None;
        let before = self.top;
        self.top = self.setter.walk(document, self.top, rows).0;
        self.rest(document);
        if self.top == before {
            self.move_by_line(rows);
        } else {
            self.pull_cursor(document);
        }
    }

    /// Turns the page, keeping two lines; the cursor goes to the first new line.
    pub fn turn(&mut self, document: &Document, pages: i32) {
        let rows = i32::from(self.height.saturating_sub(2).max(1));
        let end = self.view().end;
        for _ in 0..pages.unsigned_abs().min(10_000) {
            self.scroll(document, rows * pages.signum());
        }
        if pages == 1 {
            let fresh = self.lines().map(|(_, line)| line.span.start).find(|&start| start >= end);
            if let Some(fresh) = fresh {
                self.cursor = fresh;
                self.fresh = Some(fresh);
            }
        }
    }

    /// Half a screen of rows.
    pub fn half(&self) -> i32 {
        i32::from(self.height / 2).max(1)
    }

    /// Moves the cursor and shows it.
    pub fn go(&mut self, document: &Document, offset: u32, put: Put) {
        self.cursor = offset.min(document.text.len() as u32);
        self.fresh = None;
        if document.blocks.is_empty() {
            return;
        }
        if put == Put::Near && self.is_well_in_view(document) {
            return;
        }
        self.put(document, self.cursor, put);
    }

    /// Puts the cursor's row somewhere on the screen.
    pub fn put(&mut self, document: &Document, offset: u32, put: Put) {
        if document.blocks.is_empty() {
            return;
        }
        let height = i32::from(self.height.max(1));
        let above = match put {
            Put::Near => height / 4,
            Put::Top => 0,
            Put::Middle => height / 2,
            Put::Bottom => height - 1,
        };
        let spot = self.setter.spot_at(document, offset);
        self.top = self.setter.walk(document, spot, -above).0;
        self.rest(document);
    }

    /// The offset of the last line.
    pub fn end(&mut self, document: &Document) -> u32 {
        let Some(block) = document.blocks.len().checked_sub(1) else { return 0 };
        let block = self.setter.nearest_block(block as u32);
        let last = self.setter.last_of(document, block, typeset::parts(&document.blocks[block as usize]) - 1);
        self.setter.line(document, last).span.start
    }

    /// True if the cursor's row can be seen and is not in the last quarter, unless its block ends there.
    fn is_well_in_view(&self, document: &Document) -> bool {
        let Some(row) = self.row_of(self.cursor) else { return false };
        let ends =
            document.block_at(self.cursor).is_some_and(|block| document.block(block).span.end <= self.view().end);
        row < self.height as usize * 3 / 4 || (ends && row + 1 < self.height as usize)
    }

    /// Moves the cursor by lines on the screen.
    fn move_by_line(&mut self, rows: i32) {
        let lines: Vec<u32> = self.lines().map(|(_, line)| line.span.start).collect();
        let here = lines.partition_point(|&start| start <= self.cursor).saturating_sub(1) as i64;
        let there = (here + i64::from(rows)).clamp(0, lines.len().saturating_sub(1) as i64);
        if let Some(&start) = lines.get(there as usize).filter(|_| there != here) {
            self.cursor = start;
        }
    }

    /// Brings the cursor into the middle half of the screen, or as near to it as the text's ends let it.
    fn pull_cursor(&mut self, document: &Document) {
        let height = self.height as usize;
        let margin = (height / 4) as i32;
        let above = self.setter.walk(document, self.top, -margin).1 as usize;
        let (last, shown) = self.setter.walk(document, self.top, height as i32 - 1);
        let below = self.setter.walk(document, last, margin).1 as usize;
        let (lowest, highest) = (above, (shown as usize).saturating_sub(below).max(above));
        let view = self.view();
        let row = if self.cursor < view.start { None } else { Some(self.row_of(self.cursor).unwrap_or(usize::MAX)) };
        let lines: Vec<(usize, Line)> = self.lines().collect();
        let to = match row {
            Some(row) if row > highest => lines.iter().rev().find(|(nth, _)| *nth <= highest),
            Some(row) if row >= lowest => None,
            _ => lines.iter().find(|(nth, _)| *nth >= lowest).or(lines.last()),
        };
        if let Some((_, line)) = to {
            self.cursor = line.span.start;
        }
    }

    /// Comes to rest where the reader went.
    fn rest(&mut self, document: &Document) {
        self.fill(document);
        self.held = self.anchor();
    }

    /// Settles the top so that the screen is full if it can be, and collects its rows.
    fn fill(&mut self, document: &Document) {
        self.rows.clear();
        let height = i32::from(self.height);
        if document.blocks.is_empty() || height == 0 {
            return;
        }
        let (last, rows) = self.setter.walk(document, self.top, height - 1);
        if (rows as i32) < height - 1 {
            self.top = self.setter.walk(document, last, 1 - height).0;
        }
        let mut spot = self.top;
        for _ in 0..height {
            self.rows.push(self.setter.row(document, spot));
            match self.setter.next(document, spot) {
                Some(next) => spot = next,
                None => break,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockKind};

    fn document(paragraphs: usize) -> Document {
        let text: String = (0..paragraphs).map(|nth| format!("Paragraph {nth} has some words in it.\n\n")).collect();
        let mut at = 0;
        let blocks: Vec<Block> = text
            .split_inclusive("\n\n")
            .map(|words| {
                let span = Span::new(at, at + words.trim_end().len());
                at += words.len();
                Block { span, kind: BlockKind::Paragraph, label: None, quote_depth: 0, indent: 0 }
            })
            .collect();
        Document { text: text.into(), blocks: blocks.into(), ..Document::default() }
    }

    fn page(document: &Document, columns: u16, height: u16) -> Page {
        let mut page = Page::default();
        page.resize(document, columns, height);
        page
    }

    fn first_words(page: &Page, document: &Document) -> String {
        document.words(page.view()).split('.').next().unwrap_or_default().to_owned()
    }

    #[test]
    fn scrolling_there_and_back_comes_back() {
        let document = document(100);
        let mut page = page(&document, 20, 10);
        let start = page.top;
        for rows in [1, 7, 30, 200] {
            page.scroll(&document, rows);
            page.scroll(&document, -rows);
        }
        assert_eq!(page.top, start);
    }

    #[test]
    fn the_last_page_is_full() {
        let document = document(100);
        let mut page = page(&document, 40, 10);
        page.scroll(&document, 100_000);
        assert_eq!(page.rows().len(), 10);
        assert!(matches!(page.rows().last(), Some(Row::Line(BlockId(99), _))));
        let before = page.cursor();
        page.scroll(&document, 1);
        assert!(page.cursor() >= before);
    }

    #[test]
    fn a_page_turn_keeps_two_lines_and_puts_the_cursor_on_the_first_new_one() {
        let document = document(100);
        let mut page = page(&document, 20, 9);
        let last = page.view().end;
        page.turn(&document, 1);
        assert!(page.view().start < last);
        assert_eq!(page.fresh(), Some(page.cursor()));
        assert!(page.cursor() >= last);
        assert!(page.row_of(page.cursor()).is_some_and(|row| row <= 3));
    }

    #[test]
    fn another_width_keeps_the_top_text() {
        let document = document(100);
        let mut page = page(&document, 40, 10);
        page.go(&document, document.blocks[50].span.start, Put::Top);
        for columns in [20, 72, 12, 40] {
            page.resize(&document, columns, 10);
            assert_eq!(first_words(&page, &document), "Paragraph 50 has some words in it");
        }
    }

    #[test]
    fn what_can_be_seen_is_gone_to_without_scrolling() {
        let document = document(100);
        let mut page = page(&document, 72, 20);
        page.go(&document, document.blocks[3].span.start, Put::Near);
        assert_eq!(page.view().start, 0);
        page.go(&document, document.blocks[60].span.start, Put::Near);
        assert_eq!(page.row_of(page.cursor()), Some(5));
    }

    #[test]
    fn folding_shows_what_is_kept_and_says_what_is_not() {
        let document = document(100);
        let mut page = page(&document, 72, 12);
        page.go(&document, document.blocks[30].span.start, Put::Near);
        page.keep(&document, Some([BlockId(5), BlockId(31), BlockId(32)].into()));
        let block = |row: &Row| match row {
            Row::Line(block, _) => Some(block.0),
            _ => None,
        };
        let shown: Vec<u32> = page.rows().iter().filter_map(block).collect();
        assert_eq!(shown, [5, 31, 32]);
        assert!(page.rows().contains(&Row::Folded(25)));
        assert_eq!(page.cursor(), document.blocks[31].span.start);
    }

    #[test]
    fn an_empty_document_is_no_trouble() {
        let document = Document::default();
        let mut page = page(&document, 72, 12);
        page.scroll(&document, 5);
        page.turn(&document, 1);
        page.go(&document, 0, Put::Middle);
        assert!(page.rows().is_empty() && page.view().is_empty() && page.end(&document) == 0);
    }
}
