//! Finds time expressions, block by block in parallel, with what surrounds them: brackets and quotation marks.

use rayon::prelude::*;

use super::expression::Expression;
use super::reader::Reader;
use crate::analysis::work::Work;
use crate::language::timex::Kind;
use crate::model::{BlockId, Written};

/// Blocks handed to one thread at a time.
const CHUNK: usize = 128;

/// An expression with its surroundings.
#[derive(Clone, Debug)]
pub struct Place<'r> {
    /// Which of the readings found it.
    pub reading: usize,
    /// What is said.
    pub expression: Expression<'r>,
    /// It is the first thing in its block, as in "1863: the turn of the war".
    pub opens: bool,
    /// It stands between brackets: an aside that the narrative does not go on from.
    pub aside: bool,
    /// It stands between quotation marks: its "today" is the speaker's.
    pub quoted: bool,
    /// The date that the reader gave it.
    pub pinned: Option<Box<Written>>,
}

/// All expressions of a document, in text order. The first reading is that of the document's own language, the others
/// are those of blocks in another: `in_other` tells which reading a block belongs to.
pub fn find<'a>(readings: &[Work<'a>], in_other: impl Fn(BlockId) -> Option<usize> + Sync) -> Vec<Place<'a>> {
    let Some(own) = readings.first() else { return Vec::new() };
    let readers: Vec<Reader<'a>> = readings.iter().map(|work| Reader::new(work.subject(), work.pack)).collect();
    let blocks: Vec<BlockId> = (0..own.document.blocks.len()).map(BlockId::from).collect();
    let chunks: Vec<Vec<Place<'a>>> = blocks
        .par_chunks(CHUNK)
        .map(|chunk| {
            let mut found = Vec::new();
            for &block in chunk {
                let reading = in_other(block).unwrap_or(0);
                find_in_block(readings[reading], &readers[reading], block, |place| {
                    found.push(Place { reading, ..place })
                });
            }
            found
        })
        .collect();
    let mut all = Vec::with_capacity(chunks.iter().map(Vec::len).sum());
    chunks.into_iter().for_each(|chunk| all.extend(chunk));
    all
}

fn find_in_block<'a>(work: Work<'a>, reader: &Reader<'a>, block: BlockId, mut into: impl FnMut(Place<'a>)) {
    let on = work.subject();
    let tokens = work.tokens.range(block);
    let matches = work.pack.timex.find_all(&on, tokens.clone());
    if matches.is_empty() {
        return;
    }
    let mut marks = Marks::default();
    let mut seen = tokens.start;
    let mut expressions = Vec::new();
    for found in &matches {
        if found.rule.then.kind == Kind::None {
            continue;
        }
        reader.read(found, &mut expressions);
        for expression in expressions.drain(..) {
            for token in &on.tokens[seen.min(expression.token)..expression.token] {
                marks.pass(token.of(on.text));
            }
            seen = seen.max(expression.token);
            let (aside, quoted) = (marks.brackets > 0, marks.quoted);
            let opens = expression.token == tokens.start;
            into(Place { reading: 0, expression, opens, aside, quoted, pinned: None });
        }
    }
}

/// Brackets and quotation marks open so far in a block.
#[derive(Default)]
struct Marks {
    brackets: u32,
    quoted: bool,
    /// The quotation began with a low mark.
    low: bool,
}

impl Marks {
    fn pass(&mut self, token: &str) {
        match token {
            "(" | "[" => self.brackets += 1,
            ")" | "]" => self.brackets = self.brackets.saturating_sub(1),
            "„" => (self.quoted, self.low) = (true, true),
            "”" => self.quoted = false,
            // „German“ closes with the mark that opens “English”, »German« turns those of «French» round.
            "“" => self.quoted = !std::mem::take(&mut self.low),
            "«" | "»" | "\"" => self.quoted = !self.quoted,
            _ => {}
        }
    }
}
