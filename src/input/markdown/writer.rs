//! The text that grows while Markdown is read, with its blocks, inline marks and the map back to the source.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::table::Table;
use crate::input::label::{Style, label};
use crate::input::part::push_in_parts;
use crate::model::{Block, BlockId, BlockKind, Document, Inline, InlineKind, SourceMap, Span};

/// Items deeper than this are set as deep as this.
const DEEPEST: usize = 12;

/// Writes the document's text.
pub struct Writer<'s> {
    source: &'s str,
    text: String,
    map: Vec<(u32, u32)>,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    /// Inline marks that are open: where they began and what they mean.
    marks: Vec<(usize, InlineKind)>,
    /// The block that is open, and where it began.
    open: Option<(usize, BlockKind)>,
    /// Its label.
    label: Option<Span>,
    place: Place,
    table: Option<Table>,
    /// Note marks by the name of their note, to be linked when all notes are known.
    note_marks: Vec<(Span, String)>,
    notes: FxHashMap<String, BlockId>,
}

/// Where in the structure of the document the writer is.
#[derive(Default)]
struct Place {
    quote_depth: u8,
    /// For each list that is open: the number of the next item, if it has numbers.
    lists: Vec<Option<u64>>,
    /// The marker of an item that has no block yet, and the source offset where it stands.
    marker: Option<(String, usize)>,
    /// True inside an item, a note.
    in_item: bool,
    note: Option<String>,
}

impl<'s> Writer<'s> {
    pub fn new(source: &'s str) -> Self {
        Self {
            source,
            text: String::with_capacity(source.len()),
            map: Vec::new(),
            blocks: Vec::new(),
            inlines: Vec::new(),
            marks: Vec::new(),
            open: None,
            label: None,
            place: Place::default(),
            table: None,
            note_marks: Vec::new(),
            notes: FxHashMap::default(),
        }
    }

    /// Some of the source.
    pub fn source(&self, range: Range<usize>) -> &'s str {
        &self.source[range]
    }

    /// Where `words` stand inside `range` of the source: code spans come with their backticks.
    pub fn inside(&self, words: &str, range: Range<usize>) -> Range<usize> {
        match self.source[range.clone()].find(words) {
            Some(at) => range.start + at..range.start + at + words.len(),
            None => range,
        }
    }

    /// Begins a block; one that is open (an item without a paragraph) ends.
    pub fn open(&mut self, kind: BlockKind) {
        self.close();
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let kind = match kind {
            BlockKind::Paragraph if self.place.note.is_some() => BlockKind::Note,
            BlockKind::Paragraph if self.place.in_item => BlockKind::Item,
            kind => kind,
        };
        self.open = Some((self.text.len(), kind));
        self.label = None;
        self.write_label();
    }

    /// Writes the mark of a note or the marker of an item before its first block.
    fn write_label(&mut self) {
        let start = self.text.len();
        if let Some(name) = self.place.note.take_if(|name| !self.notes.contains_key(name)) {
            self.notes.insert(name.clone(), BlockId::from(self.blocks.len()));
            self.text.push_str(&format!("[{name}] "));
            self.place.note = Some(name);
        } else if let Some((marker, offset)) = self.place.marker.take() {
            self.map_to(offset);
            self.text.push_str(&marker);
            self.text.push(' ');
        } else {
            return;
        }
        self.label = Some(Span::new(start, self.text.len() - 1));
    }

    /// Appends words that stand at `range` of the source, in the open block or a new one.
    pub fn words(&mut self, words: &str, range: Range<usize>) {
        if let Some(table) = &mut self.table {
            return table.words(words, range.start);
        }
        if self.open.is_none() {
            self.open(BlockKind::Paragraph);
        }
        self.map_to(range.start);
        self.text.push_str(words);
    }

    /// Appends words that have no single place in the source, as a paragraph.
    pub fn unmapped(&mut self, words: &str) {
        if !words.trim().is_empty() {
            self.open(BlockKind::Paragraph);
            self.text.push_str(words.trim());
            self.close();
        }
    }

    /// A line break in running text, which is a space.
    pub fn space(&mut self, offset: usize) {
        self.words(" ", offset..offset + 1);
    }

    /// A line break that is meant: the block keeps its lines.
    pub fn hard_break(&mut self) {
        if self.table.is_some() {
            return;
        }
        if let Some((_, kind)) = &mut self.open {
            if *kind == BlockKind::Paragraph {
                *kind = BlockKind::Verse;
            }
            self.text.push('\n');
        }
    }

    /// Notes that what is written next stands at `offset` of the source.
    fn map_to(&mut self, offset: usize) {
        let here = self.text.len() as u32;
        let offset = offset as u32;
        let goes_on = self.map.last().is_some_and(|&(text, source)| offset >= source && offset - source == here - text);
        if !goes_on {
            self.map.push((here, offset));
        }
    }

    /// Ends the open block.
    pub fn close(&mut self) {
        let Some((start, kind)) = self.open.take() else { return };
        let words = self.text[start..].trim_end();
        let end = start + words.len();
        let first = end - words.trim_start().len();
        self.text.truncate(end);
        while self.map.pop_if(|&mut (text, _)| text as usize > end).is_some() {}
        // Marks may have covered white space at the ends, which is no part of the block.
        for inline in self.inlines.iter_mut().rev().take_while(|inline| inline.span.end as usize > start) {
            inline.span.end = inline.span.end.min(end as u32);
            inline.span.start = inline.span.start.clamp(first as u32, inline.span.end.max(first as u32));
        }
        let start = first;
        if start == end {
            return;
        }
        let label = self.label.take().or_else(|| self.find_label(start..end, kind));
        let indent = self.place.lists.len().saturating_sub(1).min(DEEPEST) as u8;
        let block = Block { span: Span::new(start, end), kind, label, quote_depth: self.place.quote_depth, indent };
        let before = self.blocks.len();
        push_in_parts(&self.text, block, &mut self.blocks);
        if self.blocks.len() > before + 1 {
            // A mark that a cut goes through is given up.
            let parts = &self.blocks[before..];
            let inside = |span: Span| parts.iter().any(|part| part.span.covers(span));
            self.inlines.retain(|inline| (inline.span.start as usize) < start || inside(inline.span));
        }
    }

    /// The label that a heading or a paragraph begins with ("Article 4").
    fn find_label(&self, block: Range<usize>, kind: BlockKind) -> Option<Span> {
        if !matches!(kind, BlockKind::Heading(_) | BlockKind::Paragraph) {
            return None;
        }
        let found = label(&self.text[block.clone()])?;
        let sure = match found.style {
            Style::Division(_) | Style::Section | Style::Decimal(_) | Style::Bracketed => true,
            Style::Number(_) | Style::Roman | Style::Letter(_) => matches!(kind, BlockKind::Heading(_)),
            Style::Bullet(_) | Style::Square => false,
        };
        sure.then(|| Span::new(block.start, block.start + found.length))
    }

    /// Enters or leaves a block quotation.
    pub fn deeper(&mut self, by: i8) {
        self.close();
        self.place.quote_depth = self.place.quote_depth.saturating_add_signed(by);
    }

    pub fn open_list(&mut self, first: Option<u64>) {
        self.close();
        self.place.lists.push(first);
    }

    pub fn close_list(&mut self) {
        self.close();
        self.place.lists.pop();
        self.place.in_item = !self.place.lists.is_empty();
    }

    /// Begins an item; its marker is written when it has words.
    pub fn open_item(&mut self, range: Range<usize>) {
        self.close();
        let marker = self.source[range.clone()].split_whitespace().next().unwrap_or("-");
        let marker = match self.place.lists.last_mut() {
            Some(Some(number)) => {
                let stop = marker.trim_start_matches(|c: char| c.is_ascii_digit()).chars().next().unwrap_or('.');
                let marker = format!("{number}{stop}");
                *number = number.saturating_add(1);
                marker
            }
            _ => marker.chars().take(1).collect(),
        };
        self.place.marker = Some((marker, range.start));
        self.place.in_item = true;
    }

    pub fn close_item(&mut self) {
        self.close();
        self.place.marker = None;
    }

    pub fn open_note(&mut self, name: &str) {
        self.close();
        self.place.note = Some(name.to_owned());
    }

    pub fn close_note(&mut self) {
        self.close();
        self.place.note = None;
    }

    /// A mark that leads to the note of that name.
    pub fn note_mark(&mut self, name: &str, range: Range<usize>) {
        let mark = format!("[{name}]");
        let start = self.text.len();
        self.words(&mark, range);
        if self.table.is_none() {
            // Opening a block may have written its label first.
            let start = self.text.len().saturating_sub(mark.len()).max(start);
            self.note_marks.push((Span::new(start, self.text.len()), name.to_owned()));
        }
    }

    pub fn open_inline(&mut self, kind: InlineKind) {
        if self.table.is_none() && self.open.is_none() {
            self.open(BlockKind::Paragraph);
        }
        self.marks.push((self.text.len(), kind));
    }

    pub fn close_inline(&mut self) {
        let Some((start, kind)) = self.marks.pop() else { return };
        if start < self.text.len() && self.table.is_none() {
            self.inlines.push(Inline { span: Span::new(start, self.text.len()), kind });
        }
    }

    pub fn open_table(&mut self) {
        self.close();
        self.table = Some(Table::default());
    }

    pub fn table_row(&mut self) {
        if let Some(table) = &mut self.table {
            table.row();
        }
    }

    pub fn table_cell(&mut self) {
        if let Some(table) = &mut self.table {
            table.cell();
        }
    }

    /// Writes the table as lines with aligned columns.
    pub fn close_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        for rows in table.parts() {
            self.open(BlockKind::Table);
            table.write(rows, |words, offset| {
                if let Some(offset) = offset {
                    self.map_to(offset);
                }
                self.text.push_str(words);
            });
            self.close();
        }
    }

    /// The document.
    pub fn finish(mut self) -> Document {
        self.close();
        for (span, name) in std::mem::take(&mut self.note_marks) {
            if let Some(&note) = self.notes.get(&name) {
                self.inlines.push(Inline { span, kind: InlineKind::NoteMark(note) });
            }
        }
        self.inlines.sort_by_key(|inline| (inline.span.start, std::cmp::Reverse(inline.span.end)));
        self.inlines.retain(|inline| inline.span.start < inline.span.end);
        let mut document = Document {
            text: self.text.into(),
            blocks: self.blocks.into(),
            inlines: self.inlines.into(),
            ..Document::default()
        };
        document.meta.source_map = Some(SourceMap(self.map));
        document
    }
}
