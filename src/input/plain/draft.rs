//! Blocks as they are found, before their neighbours have been heard about them.

use crate::input::label::Style;
use crate::model::{Block, BlockKind, Span};

/// A block in the making.
#[derive(Clone, Copy, Debug)]
pub struct Draft {
    /// As in [`Block`].
    pub span: Span,
    /// What it is unless it is a heading.
    pub kind: BlockKind,
    /// Whether it is a heading.
    pub heading: Heading,
    /// The label that it begins with.
    pub label: Option<Mark>,
    /// As in [`Block`].
    pub quote_depth: u8,
    /// Columns of indentation at first, then nesting as in [`Block`].
    pub indent: u16,
    /// Blank lines before it.
    pub gap: u16,
}

/// The form of a heading; smaller ranks enclose larger ones. Divisions have their ranks from `assets/structure.toml`.
pub type Rank = u8;

/// Whether something is a heading, and of which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// It is not.
    No,
    /// It is if its neighbours agree.
    Possible(Rank),
    /// It is.
    Certain(Rank),
}

/// A label in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub span: Span,
    /// Its form.
    pub style: Style,
    /// Its value.
    pub number: u32,
}

impl Mark {
    /// True if it is the next after `before` in one row.
    pub fn follows(self, before: Mark) -> bool {
        match (self.style, before.style) {
            (Style::Bullet(_), Style::Bullet(_)) => self.style == before.style,
            (own, other) => own == other && self.number == before.number + 1,
        }
    }
}

impl Draft {
    /// A block of a kind, at the margin and not quoted.
    pub fn new(span: Span, kind: BlockKind) -> Self {
        Self { span, kind, heading: Heading::No, label: None, quote_depth: 0, indent: 0, gap: 0 }
    }
}

impl From<Draft> for Block {
    fn from(draft: Draft) -> Self {
        Self {
            span: draft.span,
            kind: draft.kind,
            label: draft.label.map(|label| label.span),
            quote_depth: draft.quote_depth,
            indent: draft.indent.min(u16::from(u8::MAX)) as u8,
        }
    }
}
