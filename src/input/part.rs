//! Blocks that are too long to be set at once, and where to part them.

use crate::model::{Block, Span};

/// Blocks longer than this are parted, so that what is done a block at a time (setting, finding) stays quick.
pub const LONGEST: usize = 64 * 1024;

/// Appends a block, in parts if it is too long: parted where a sentence ends, else at white space, else between two
/// characters. What lies between the parts is blank.
pub fn push_in_parts(text: &str, block: Block, blocks: &mut Vec<Block>) {
    if block.span.len() <= LONGEST {
        return blocks.push(block);
    }
    let whole = block.span.range();
    let mut start = whole.start;
    let mut part = block;
    while start < whole.end {
        let rest = &text[start..whole.end];
        let end = start + if rest.len() <= LONGEST { rest.len() } else { cut(rest) };
        let words = text[start..end].trim_end();
        if !words.is_empty() {
            part.span = Span::new(start, start + words.len());
            blocks.push(part.clone());
            part.label = None;
        }
        start = end + (text[end..whole.end].len() - text[end..whole.end].trim_start().len());
    }
}

/// Where to cut `words`, which are longer than a block may be.
fn cut(words: &str) -> usize {
    let mut limit = LONGEST;
    while !words.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &words[..limit];
    let ends = [". ", ".\n", "! ", "? ", ".\u{201d} ", ".\" "];
    let sentence = ends.iter().filter_map(|end| head.rfind(end).map(|at| at + end.len())).max();
    let space = || head.char_indices().rfind(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
    let wanted = |at: &usize| *at > LONGEST / 4;
    sentence.filter(wanted).or_else(|| space().filter(wanted)).unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockKind;

    fn parts(text: &str) -> Vec<&str> {
        let span = Span::new(0, text.len());
        let block = Block { span, kind: BlockKind::Paragraph, label: None, quote_depth: 0, indent: 0 };
        let mut blocks = Vec::new();
        push_in_parts(text, block, &mut blocks);
        assert!(blocks.iter().all(|block| block.span.len() <= LONGEST));
        blocks.iter().map(|block| block.span.of(text)).collect()
    }

    #[test]
    fn a_long_block_is_parted_at_sentences_spaces_or_characters() {
        let text = ["One sentence of some words."; 10_000].join(" ");
        let found = parts(&text);
        assert!(found.len() > 3 && found.iter().all(|part| part.ends_with('.')));
        assert_eq!(found.join(" "), text);
        let text = ["word"; 50_000].join("\u{a0}");
        assert_eq!(parts(&text).join("\u{a0}"), text);
        let text = "é".repeat(100_000);
        assert_eq!(parts(&text).concat(), text);
    }

    #[test]
    fn a_short_block_stays_whole() {
        assert_eq!(parts("One. Two."), ["One. Two."]);
    }
}
