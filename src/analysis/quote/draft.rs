//! An attribution on its way: what was found before its speaker is known.

use std::ops::Range;

use crate::model::{QuoteKind, Span};

/// An attribution before its speaker is known.
#[derive(Clone, Debug)]
pub struct Draft {
    pub span: Span,
    /// With marks; as `span` for reported speech.
    pub outer: Span,
    pub source: Option<Range<usize>>,
    pub cue: Option<Range<usize>>,
    pub kind: QuoteKind,
    pub depth: u8,
    pub why: Why,
}

/// True for direct speech that is not inside other speech: it is a turn of a dialogue.
pub fn is_turn(draft: &Draft) -> bool {
    draft.kind == QuoteKind::Direct && draft.depth == 1
}

/// Why words are taken for speech: the rule's name for a reader, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    SaidAfter,
    SaidBefore,
    Introduced,
    Label,
    Interrupted,
    Signed,
    Led,
    Sentence,
    Paragraphs,
    Unclosed,
    Indented,
    Dash,
    ReportedClause,
    ReportedWish,
    ReportedThing,
    Inserted,
    AccordingTo,
    Noun,
    Headline,
    Turn,
    Body,
}

/// Each reason in words for a reader, and how sure it is.
pub const WHYS: [(Why, &str, f32); 21] = [
    (Why::SaidAfter, "words in quotation marks, with a verb of saying behind them", 0.95),
    (Why::SaidBefore, "words in quotation marks, with a verb of saying before them", 0.95),
    (Why::Introduced, "quotation introduced by the paragraph before", 0.9),
    (Why::Label, "speaker's name and a colon before quotation marks", 0.9),
    (Why::Interrupted, "quotation that goes on behind the verb of saying", 0.9),
    (Why::Signed, "words in quotation marks, with a dash and a name behind them", 0.9),
    (Why::Led, "words in quotation marks, behind a colon and what their speaker does", 0.7),
    (Why::Sentence, "whole sentence in quotation marks", 0.7),
    (Why::Paragraphs, "paragraphs in quotation marks", 0.9),
    (Why::Unclosed, "paragraph that opens with a quotation mark", 0.5),
    (Why::Indented, "indented paragraphs introduced by a verb of saying", 0.8),
    (Why::Dash, "paragraph that a dash opens, as it opens others here", 0.7),
    (Why::ReportedClause, "clause that a verb of saying or thinking takes", 0.8),
    (Why::ReportedWish, "what somebody wants, promises or asks for", 0.6),
    (Why::ReportedThing, "what a verb of judging takes", 0.5),
    (Why::Inserted, "sentence with a verb of saying set into it", 0.8),
    (Why::AccordingTo, "clause ascribed by a set phrase", 0.8),
    (Why::Noun, "clause that a noun of saying takes", 0.7),
    (Why::Headline, "headline with a source and a colon before it", 0.6),
    (Why::Turn, "speaker's label at the start of the line, as others here", 0.9),
    (Why::Body, "text whose head or foot names its author", 0.8),
];
