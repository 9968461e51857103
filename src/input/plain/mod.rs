//! Plain text: blocks from lines.
//!
//! The text stays as it is, so that every offset can be cited against the file; what is found is where blocks begin
//! and end, and what they are. Lines without a blank line between them are a stanza; [`stanza`] parts a stanza into
//! drafts of blocks, [`heading`] then decides by the neighbours which of them are headings. It costs one pass over the
//! text, because a reader waits for it.
//!
//! Not done: columns of newspapers, recovering text from layout.

mod draft;
mod heading;
mod line;
mod page;
mod shape;
mod stanza;
mod wrap;

use crate::input::label::Style;
use crate::input::part::push_in_parts;
use crate::model::{Block, BlockKind, Document, Span};
use draft::{Draft, Heading};
use line::{Line, Lines};
use stanza::Stanza;

/// Finds the blocks of `text`, which becomes the document's text unchanged.
pub fn read(text: String) -> Document {
    let blocks = blocks(&text);
    Document { text: text.into(), blocks: blocks.into(), ..Document::default() }
}

/// The blocks of a plain text.
pub fn blocks(text: &str) -> Vec<Block> {
    let lines = line::lines(text);
    let mut drafts = page::join(text, drafts(text, &lines));
    title(text, &mut drafts);
    notes(text, &mut drafts);
    heading::settle(text, &mut drafts);
    nest(&mut drafts);
    let mut blocks = Vec::with_capacity(drafts.len());
    for draft in drafts {
        push_in_parts(text, draft.into(), &mut blocks);
    }
    blocks
}

fn drafts(text: &str, lines: &Lines) -> Vec<Draft> {
    let width = wrap::width(text, &lines.all);
    let base = margin(&lines.all);
    let mut drafts = Vec::with_capacity(lines.all.len() / 4 + 1);
    let mut pages = lines.pages.iter().copied().peekable();
    let mut at = 0;
    let mut fences = Fences::default();
    while at < lines.all.len() {
        let mut broken = false;
        while let Some(page) = pages.next_if(|&page| page < lines.all[at].start) {
            if !broken && at > 0 {
                let span = Span::new(page as usize, page as usize + 1);
                drafts.push(Draft::new(span, BlockKind::Separator));
            }
            broken = true;
        }
        let end = match fences.closing(text, &lines.all, at) {
            Some(end) => {
                let span = Span { start: lines.all[at].start, end: lines.all[end - 1].end };
                drafts.push(Draft { gap: lines.all[at].gap, ..Draft::new(span, BlockKind::Code) });
                end
            }
            None => {
                let length = lines.all[at + 1..].iter().take_while(|line| line.gap == 0).count() + 1;
                let end = at + length;
                let page_follows = pages.peek().is_some_and(|&page| {
                    lines.all.get(end).is_none_or(|next| page < next.start) && page >= lines.all[end - 1].end
                });
                let at_edge = broken || page_follows;
                Stanza { text, lines: &lines.all[at..end], width, base, at_edge }.part(&mut drafts);
                end
            }
        };
        at = end;
    }
    drafts
}

/// The indentation that most lines have.
fn margin(lines: &[Line]) -> u16 {
    let mut counts = [0u32; 64];
    for line in lines {
        counts[usize::from(line.indent.min(63))] += 1;
    }
    (0..64).rev().max_by_key(|&indent| counts[usize::from(indent)]).unwrap_or(0)
}

/// Code between lines of three backticks, which blank lines do not end.
#[derive(Default)]
struct Fences {
    /// A fence was not closed, so no later one is.
    open: bool,
}

impl Fences {
    /// One past the line that closes the fence that opens at line `at`, if one does.
    fn closing(&mut self, text: &str, lines: &[Line], at: usize) -> Option<usize> {
        if self.open || !lines[at].of(text).starts_with("```") {
            return None;
        }
        let length = lines[at + 1..].iter().position(|line| line.of(text) == "```");
        self.open = length.is_none();
        length.map(|length| at + length + 2)
    }
}

/// The first block is the title if it has the form of one and more follows.
fn title(text: &str, drafts: &mut [Draft]) {
    let [first, second, ..] = drafts else { return };
    if first.kind != BlockKind::Paragraph || first.label.is_some() {
        return;
    }
    let words = &text[first.span.range()];
    let alone = second.gap > 0 && !words.contains(['\n', '\r']);
    if matches!(first.heading, Heading::Certain(_)) || alone && heading::may_be_title(words) {
        first.heading = Heading::Certain(heading::TITLE);
    }
}

/// "* Text" is a note if a paragraph shortly before has an asterisk in it, else an item of a list.
fn notes(text: &str, drafts: &mut [Draft]) {
    let is_star = |draft: &Draft| draft.label.is_some_and(|label| label.style == Style::Bullet('*'));
    let mut marked = false;
    for at in 0..drafts.len() {
        if !is_star(&drafts[at]) {
            let words = text[drafts[at].span.range()].as_bytes();
            marked = drafts[at].kind != BlockKind::Separator && memchr::memchr(b'*', words).is_some();
        } else if marked {
            drafts[at].kind = BlockKind::Note;
        }
    }
}

/// Turns columns of indentation into depths: an item is one deeper than the nearest before it that is further left.
fn nest(drafts: &mut [Draft]) {
    let mut open: Vec<u16> = Vec::new();
    for draft in drafts {
        let columns = draft.indent;
        draft.indent = 0;
        match draft.kind {
            BlockKind::Item => {
                open.retain(|&outer| outer < columns);
                draft.indent = open.len().min(12) as u16;
                open.push(columns);
            }
            BlockKind::Heading(_) | BlockKind::Separator => open.clear(),
            _ if columns == 0 => open.clear(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
