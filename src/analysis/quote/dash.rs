//! Speech that a dash opens instead of quotation marks: "—Yes, said Mr. Bloom. I will."
//!
//! Read only where paragraph after paragraph opens so, because a single dash is a pause or names an author. What is
//! said ends with its paragraph, or where a verb of saying steps in; narration behind it is told from speech by "he"
//! and "she".

use std::ops::Range;

use super::marks::Marked;
use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::language::grammar::Parts;
use crate::language::token::TokenKind;
use crate::model::{BlockId, BlockKind, Span};

/// How many paragraphs must open with a dash, and of how many at least one must.
const LEAST: (usize, usize) = (3, 20);
/// Most tokens from a verb of saying to the end of what the narrator says with it.
const ASIDE: usize = 16;

/// All speech that dashes open, in text order; nothing in documents whose dialogues are set otherwise. `is_cue` tells
/// verbs of saying.
pub fn dashed(phrases: Phrases<'_>, is_cue: impl Fn(usize) -> bool) -> Vec<Marked> {
    let work = phrases.work;
    let text: &str = &work.document.text;
    let (mut blocks, mut prose, mut quoted) = (Vec::new(), 0, 0);
    for (at, block) in work.document.blocks.iter().enumerate() {
        if block.kind != BlockKind::Paragraph {
            continue;
        }
        let range = work.tokens.range(BlockId::from(at));
        let Some(first) = work.tokens.all[range.clone()].first() else { continue };
        prose += 1;
        let twice = || range.len() > 2 && work.tokens.all[range.start + 1].of(text) == "-";
        match first.of(text) {
            "—" | "―" => blocks.push((BlockId::from(at), range.start + 1..range.end)),
            "-" if twice() => blocks.push((BlockId::from(at), range.start + 2..range.end)),
            "“" | "\"" | "«" | "„" | "‘" | "'" => quoted += 1,
            _ => {}
        }
    }
    if blocks.len() < LEAST.0 || blocks.len() * LEAST.1 < prose || blocks.len() <= quoted {
        return Vec::new();
    }
    let dashes = Dashes { phrases, is_cue };
    let mut found = Vec::new();
    for (block, tokens) in blocks {
        dashes.paragraph(block, tokens, &mut found);
    }
    found
}

struct Dashes<'a, F> {
    phrases: Phrases<'a>,
    is_cue: F,
}

impl<F: Fn(usize) -> bool> Dashes<'_, F> {
    /// Appends what is said in a paragraph, whose `tokens` follow its dash.
    fn paragraph(&self, block: BlockId, tokens: Range<usize>, found: &mut Vec<Marked>) {
        if tokens.is_empty() {
            return;
        }
        let aside = (tokens.start + 1..tokens.end).find_map(|at| self.aside(at, tokens.end));
        let said = tokens.start..aside.as_ref().map_or(tokens.end, |aside| aside.start);
        let start = self.phrases.work.document.block(block).span.start;
        self.push(block, said, Some(start), found);
        if let Some(rest) = aside.map(|aside| aside.end..tokens.end).filter(|rest| !self.narrates(rest)) {
            self.push(block, rest, None, found);
        }
    }

    fn push(&self, block: BlockId, tokens: Range<usize>, dash: Option<u32>, found: &mut Vec<Marked>) {
        if tokens.is_empty() {
            return;
        }
        let span = self.phrases.work.subject().span(&tokens);
        let outer = Span { start: dash.unwrap_or(span.start), end: span.end };
        found.push(Marked { span, outer, depth: 1, blocks: (block, block), closed: true, dash: true });
    }

    /// What the narrator says from `at` on, if he does: behind a comma, "?" or "!", a verb of saying with its subject,
    /// up to the next stop or comma.
    fn aside(&self, at: usize, end: usize) -> Option<Range<usize>> {
        let lower = self.phrases.work.tokens.all[at].kind == TokenKind::Lower;
        match self.phrases.tag(at - 1) {
            Tag::Comma => {}
            Tag::Stop if lower => {}
            _ => return None,
        }
        let inverted = lower && (self.is_cue)(at);
        let source = self.phrases.phrase_from(if inverted { at + 1 } else { at }, end);
        // "—Well, I said so" is said by whoever speaks.
        let own = Parts::I.and(Parts::WE);
        if source.is_empty() || self.phrases.parts(source.start).has(own) {
            return None;
        }
        let mut verb = if inverted { at } else { source.end };
        while !inverted && verb < end && self.phrases.tag(verb) == Tag::Adverb {
            verb += 1;
        }
        let behind = source.end.max(verb + 1);
        let ends = behind >= end
            || matches!(
                self.phrases.tag(behind),
                Tag::Stop | Tag::Comma | Tag::Colon | Tag::Adverb | Tag::Preposition | Tag::Ing
            );
        if verb >= end || !(self.is_cue)(verb) || !ends {
            return None;
        }
        let stop = (behind..end.min(behind + ASIDE))
            .find(|&at| matches!(self.phrases.tag(at), Tag::Stop | Tag::Comma | Tag::Colon));
        Some(at..stop.map_or(end, |stop| stop + 1))
    }

    /// True for "He turned away."
    fn narrates(&self, tokens: &Range<usize>) -> bool {
        let third = Parts::HE.and(Parts::SHE).and(Parts::THEY);
        tokens.len() > 1
            && self.phrases.parts(tokens.start).has(third)
            && matches!(self.phrases.tag(tokens.start + 1), Tag::Past | Tag::Have | Tag::Be)
    }
}
