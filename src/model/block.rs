//! The shape of the text: blocks, inline marks, sentences.

use serde::{Deserialize, Serialize};

use super::{BlockId, Span};

/// A paragraph, heading, list item …: the unit that is set, scrolled and cited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// From the first to the last character that is not white space.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// The label it begins with, if it is numbered ("Article 4", "§ 12", "IV.", "12.", "(a)"), or its list bullet.
    pub label: Option<Span>,
    /// Nesting: depth of quotation marks by indentation or `>`; 0 outside.
    pub quote_depth: u8,
    /// Nesting of list items and of indented provisions; 0 at the margin.
    pub indent: u8,
}

/// What a block is, and so how it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BlockKind {
    /// A title or section heading; 1 is the highest level, 6 the lowest.
    Heading(u8),
    /// Running text: white space in it, line breaks included, is one space.
    Paragraph,
    /// An item of a list, set with a hanging indent behind its label.
    Item,
    /// Lines that keep their breaks: verse, addresses, signatures.
    Verse,
    /// Lines that keep their breaks and their columns.
    Table,
    /// Lines that keep everything.
    Code,
    /// A rule, asterisks, a form feed: a break in the text without words.
    Separator,
    /// The text of a footnote or endnote; its label is the mark.
    Note,
}

impl BlockKind {
    /// True if line breaks inside the block are part of the text.
    pub fn keeps_lines(self) -> bool {
        matches!(self, BlockKind::Verse | BlockKind::Table | BlockKind::Code)
    }

    /// True if names, dates and events are looked for in it.
    pub fn is_prose(self) -> bool {
        !matches!(self, BlockKind::Code | BlockKind::Separator)
    }
}

/// A mark inside a block: only formats with markup have them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inline {
    /// The words marked.
    pub span: Span,
    /// How.
    pub kind: InlineKind,
}

/// What an inline mark means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InlineKind {
    /// Usually italic.
    Emphasis,
    /// Usually bold.
    Strong,
    /// Literal text.
    Code,
    /// A link to an address, or to `#fragment` of this document.
    Link(String),
    /// A note mark; the block is the note.
    NoteMark(BlockId),
}

/// A sentence; never crosses a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Without the white space around it.
    pub span: Span,
    /// The block it stands in.
    pub block: BlockId,
}
