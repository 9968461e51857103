//! From a block to lines: reflow, hanging indents, verse and tables as they stand.
//!
//! A line is a range of the text's bytes, so that everything known about the text can be found again on the screen;
//! what of these bytes is shown, [`Line::shown`] tells, and nothing else does. Blocks are set one by one and on demand.
//! A block of many kilobytes is set in parts, each by itself, so that a file of one line costs no more than its screen.
//! This module neither hyphenates nor justifies: the one breaks names and dates, the other makes rivers in a fixed
//! pitch.

use std::borrow::Cow;

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_optimal_fit};
use textwrap::{WordSeparator, core::Word as Separated};

use crate::model::{Block, BlockKind, Span};
use crate::visible::{self, Piece, PieceKind, TAB};

/// A line as it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The bytes it shows, without white space at its end.
    pub span: Span,
    /// Columns left free before it.
    pub indent: u16,
    /// True if spaces and tabs count, as in verse and tables.
    pub keeps: bool,
}

/// Columns that one level of quotation or of a list takes.
const STEP: u16 = 2;
/// No label is hung further out than this.
const HANG: usize = 8;
/// Text is never set narrower than this, however deep it is nested.
const NARROWEST: u16 = 10;
/// The size of the parts in which a big block is set, in bytes.
const PART: usize = 8 << 10;

/// In how many parts a block is set: one, unless it is very long.
pub fn parts(block: &Block) -> u32 {
    match block.span.len() / PART {
        0..=2 => 1,
        parts => parts as u32,
    }
}

/// The bytes of a part. Parts end behind a sentence if one ends near, else behind a word.
pub fn part(text: &str, block: &Block, nth: u32) -> Span {
    let count = parts(block);
    let begins = |nth: u32| match nth {
        0 => block.span.start as usize,
        _ if nth >= count => block.span.end as usize,
        _ => part_start(text, block, block.span.start as usize + nth as usize * PART),
    };
    Span::new(begins(nth), begins(nth + 1))
}

/// The part that holds `offset`.
pub fn part_at(text: &str, block: &Block, offset: u32) -> u32 {
    let near = (offset.saturating_sub(block.span.start) as usize / PART).min(parts(block) as usize - 1) as u32;
    // A part begins up to a half of its size behind its nominal place.
    if near > 0 && offset < part(text, block, near).start { near - 1 } else { near }
}

fn part_start(text: &str, block: &Block, near: usize) -> usize {
    let end = (near + PART / 2).min(block.span.end as usize);
    let bytes = &text.as_bytes()[near..end];
    let blank = |b: u8| matches!(b, b' ' | b'\n' | b'\t' | b'\r');
    let line = || bytes.iter().position(|&b| b == b'\n');
    let sentence =
        || bytes.windows(2).position(|pair| matches!(pair[0], b'.' | b'?' | b'!') && blank(pair[1])).map(|at| at + 1);
    let word = || bytes.iter().position(|&b| blank(b));
    let found = if block.kind.keeps_lines() { line().or_else(word) } else { sentence().or_else(word) };
    let mut at = match found {
        // The white space goes with the part before.
        Some(at) => near + at + bytes[at..].iter().take_while(|&&b| blank(b)).count(),
        None => near,
    };
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Sets a part of a block in so many columns. Never empty.
pub fn set(text: &str, block: &Block, nth: u32, columns: u16) -> Vec<Line> {
    let span = part(text, block, nth);
    let quoted = u16::from(block.quote_depth) * STEP;
    let base = (quoted + u16::from(block.indent) * STEP).min(columns.saturating_sub(NARROWEST));
    let mut lines = Vec::new();
    if block.kind.keeps_lines() {
        keep(text, span, base, columns, &mut lines);
    } else {
        let hang = base + if matches!(block.kind, BlockKind::Item | BlockKind::Note) { hang(text, block) } else { 0 };
        let hang = hang.min(columns.saturating_sub(NARROWEST));
        let first = if nth == 0 { base } else { hang };
        flow(text, span, (first, hang), columns, &mut lines);
    }
    if lines.is_empty() {
        lines.push(Line { span, indent: base, keeps: false });
    }
    lines
}

/// The columns that an item's label takes with the space behind it.
fn hang(text: &str, block: &Block) -> u16 {
    let Some(label) = block.label.filter(|label| block.span.start == label.start) else { return 0 };
    let width: usize = run(label.of(text), 0, false).map(|piece| piece.width).sum();
    if width < HANG { width as u16 + 1 } else { STEP }
}

/// How many rows stay blank between two blocks that follow each other.
pub fn gap(text: &str, before: &Block, after: &Block) -> u16 {
    use BlockKind::{Heading, Item, Note, Separator};
    let between = &text.as_bytes()[before.span.end as usize..after.span.start as usize];
    let source_gap = between.iter().filter(|&&b| b == b'\n').count() > 1;
    match (before.kind, after.kind) {
        (Heading(_), Heading(_)) => 1,
        (_, Heading(1 | 2)) => 2,
        (Separator, _) | (_, Separator) => 1,
        (Item, Item) | (Note, Note) => u16::from(source_gap),
        (a, b) if a == b && a.keeps_lines() => u16::from(source_gap),
        _ => 1,
    }
}

impl Line {
    /// What of the line is shown, piece by piece: white space as one space, control characters as signs.
    pub fn shown<'a>(&self, text: &'a str) -> impl Iterator<Item = Piece<'a>> + use<'a> {
        run(self.span.of(text), self.span.start as usize, self.keeps)
    }

    /// The columns it takes, its indent included.
    pub fn width(&self, text: &str) -> usize {
        self.indent as usize + self.shown(text).map(|piece| piece.width).sum::<usize>()
    }
}

/// The pieces that are shown of `text`. Unless spaces count, every run of white space is one space, and none where a
/// line of the source ends between two wide characters, or behind a hyphen or dash that joins words.
fn run(text: &str, from: usize, keeps: bool) -> impl Iterator<Item = Piece<'_>> {
    let mut pieces = visible::pieces(text, from).peekable();
    let mut column = 0;
    let mut last: Option<char> = None;
    let mut wide = false;
    std::iter::from_fn(move || {
        let mut piece = pieces.next()?;
        let is_blank = |kind| matches!(kind, PieceKind::Space | PieceKind::Tab | PieceKind::Break);
        if keeps {
            if piece.kind == PieceKind::Tab {
                piece.width = TAB - column % TAB;
                piece.shown = Cow::Borrowed(&SPACES[..piece.width]);
            }
            column += piece.width;
            return Some(piece);
        }
        if is_blank(piece.kind) {
            let mut broken = piece.kind == PieceKind::Break;
            while let Some(more) = pieces.next_if(|next| is_blank(next.kind)) {
                piece.bytes += more.bytes;
                broken |= more.kind == PieceKind::Break;
            }
            let next_wide = pieces.peek().is_some_and(|next| next.width == 2);
            let joins = matches!(last, Some('-' | '\u{2010}' | '—'));
            let closed = broken && (joins || (wide && next_wide));
            (piece.shown, piece.width) = if closed { ("".into(), 0) } else { (" ".into(), 1) };
            piece.kind = PieceKind::Space;
            return Some(piece);
        }
        last = piece.shown.chars().next_back();
        wide = piece.width == 2;
        Some(piece)
    })
}

const SPACES: &str = "        ";

/// What is kept together on a line.
#[derive(Clone, Copy, Debug)]
struct Chunk {
    span: Span,
    width: usize,
    /// Columns of the white space behind it, which vanishes at the end of a line.
    space: usize,
}

impl Fragment for Chunk {
    fn width(&self) -> f64 {
        self.width as f64
    }
    fn whitespace_width(&self) -> f64 {
        self.space as f64
    }
    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// Sets running text.
fn flow(text: &str, span: Span, (first, rest): (u16, u16), columns: u16, lines: &mut Vec<Line>) {
    let room = |indent: u16| columns.saturating_sub(indent).max(1) as usize;
    let chunks = chunks(text, span, room(first.max(rest)));
    let widths = [room(first) as f64, room(rest) as f64];
    // Overflow is reported for absurd widths only; then any division will do.
    let penalties = Penalties { nline_penalty: 400, ..Penalties::new() };
    let sets = wrap_optimal_fit(&chunks, &widths, &penalties).unwrap_or_else(|_| chunks.chunks(1).collect());
    for set in sets {
        let (Some(head), Some(tail)) = (set.first(), set.last()) else { continue };
        let indent = if lines.is_empty() { first } else { rest };
        lines.push(Line { span: Span { start: head.span.start, end: tail.span.end }, indent, keeps: false });
    }
}

/// The chunks of running text between which a line may end, none wider than `room` unless a single character is.
fn chunks(text: &str, span: Span, room: usize) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::with_capacity(span.len() / 5 + 1);
    let mut word: Option<(Span, usize)> = None;
    for piece in run(span.of(text), span.start as usize, false) {
        let end = piece.at + piece.bytes;
        if piece.kind == PieceKind::Space {
            if let Some((span, width)) = word.take() {
                split(text, span, width, room, &mut chunks);
            }
            if let Some(chunk) = chunks.last_mut() {
                chunk.space = piece.width;
            }
        } else {
            let (span, width) = word.get_or_insert((Span::new(piece.at, piece.at), 0));
            span.end = end as u32;
            *width += piece.width;
        }
    }
    if let Some((span, width)) = word {
        split(text, span, width, room, &mut chunks);
    }
    chunks
}

/// Splits what stands between two spaces where Unicode lets a line end: behind hyphens and dashes, between ideographs.
/// What is too wide even so is cut at the margin.
fn split(text: &str, span: Span, width: usize, room: usize, chunks: &mut Vec<Chunk>) {
    let words = span.of(text);
    let simple = words
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b',' | b';' | b':' | b'\'' | b'"' | b'(' | b')'));
    if simple && width <= room {
        chunks.push(Chunk { span, width, space: 0 });
        return;
    }
    let mut at = span.start as usize;
    for part in WordSeparator::UnicodeBreakProperties.find_words(words) {
        let Separated { word, whitespace, .. } = part;
        let end = at + word.len() + whitespace.len();
        while let Some(hyphen) = hyphen(&text[at..end]) {
            cut(text, Span::new(at, at + hyphen), room, chunks);
            at += hyphen;
        }
        cut(text, Span::new(at, end), room, chunks);
        at = end;
    }
    if at < span.end as usize {
        cut(text, Span { start: at as u32, end: span.end }, room, chunks);
    }
}

/// Where a line may end behind a hyphen between letters. Textwrap leaves these to its splitters.
fn hyphen(word: &str) -> Option<usize> {
    let mut hyphens = word.match_indices(['-', '\u{2010}']);
    hyphens.find_map(|(at, hyphen)| {
        let behind = at + hyphen.len();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        (letter(word[..at].chars().next_back()) && letter(word[behind..].chars().next())).then_some(behind)
    })
}

fn cut(text: &str, span: Span, room: usize, chunks: &mut Vec<Chunk>) {
    let mut chunk = Chunk { span: Span { start: span.start, end: span.start }, width: 0, space: 0 };
    for piece in visible::pieces(span.of(text), span.start as usize) {
        if chunk.width > 0 && chunk.width + piece.width > room {
            chunks.push(chunk);
            chunk = Chunk { span: Span::new(piece.at, piece.at), width: 0, space: 0 };
        }
        chunk.span.end = (piece.at + piece.bytes) as u32;
        chunk.width += piece.width;
    }
    if !chunk.span.is_empty() {
        chunks.push(chunk);
    }
}

/// Sets lines that keep their breaks. What is too long goes on below, a little further in.
fn keep(text: &str, span: Span, indent: u16, columns: u16, lines: &mut Vec<Line>) {
    let mut start = span.start as usize;
    let whole = span.of(text);
    for line in whole.split_inclusive(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        let at = start;
        start += line.len();
        if line == "\n" && text[..at].ends_with('\r') {
            continue;
        }
        keep_line(text, Span::new(at, at + line.trim_end().len()), indent, columns, lines);
    }
}

fn keep_line(text: &str, span: Span, indent: u16, columns: u16, lines: &mut Vec<Line>) {
    let mut line = Line { span, indent, keeps: true };
    loop {
        let room = columns.saturating_sub(line.indent).max(1) as usize;
        let end = fitting(text, line.span, room);
        lines.push(Line { span: Span { end, ..line.span }, ..line });
        if end >= span.end {
            return;
        }
        line = Line { span: Span { start: end, end: span.end }, indent: indent + STEP, keeps: true };
    }
}

/// The end of what fits into `room` columns: behind a space if there is one, and behind one character at least.
fn fitting(text: &str, span: Span, room: usize) -> u32 {
    let mut width = 0;
    let mut space = None;
    for piece in run(span.of(text), span.start as usize, true) {
        if width > 0 && width + piece.width > room {
            return space.unwrap_or(piece.at as u32);
        }
        width += piece.width;
        if matches!(piece.kind, PieceKind::Space | PieceKind::Tab) && width > piece.width {
            space = Some((piece.at + piece.bytes) as u32);
        }
    }
    span.end
}

#[cfg(test)]
#[path = "typeset_tests.rs"]
mod tests;
