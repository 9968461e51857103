//! Paragraphs that a page break has cut: the text stays as it is, the two halves become one block around the break.
//!
//! Not done: leaving out running heads, which look like any other line.

use super::draft::{Draft, Heading};
use super::shape::is_page_mark;
use crate::model::BlockKind;

/// A break takes no more blocks than these: a number, a form feed, a number.
const BREAK: usize = 3;
/// What is cut has so many words before the break, else it may be a row of a list.
const WORDS: usize = 4;

/// Joins halves of paragraphs where the first ends without closing punctuation, the second begins in lower case, and
/// nothing but form feeds and page numbers stands between them.
pub fn join(text: &str, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut joined: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        match first_half(text, &joined, &draft) {
            Some(first) => {
                joined.truncate(first + 1);
                joined[first].span.end = draft.span.end;
            }
            None => joined.push(draft),
        }
    }
    joined
}

/// The draft that `second` goes on with behind a page break.
fn first_half(text: &str, before: &[Draft], second: &Draft) -> Option<usize> {
    let is_prose = |draft: &Draft| {
        let plain = draft.label.is_none() && draft.quote_depth == 0 && !matches!(draft.heading, Heading::Certain(_));
        draft.kind == BlockKind::Paragraph && plain
    };
    if !is_prose(second) || !text[second.span.range()].starts_with(char::is_lowercase) {
        return None;
    }
    let is_break = |draft: &Draft| {
        let words = &text[draft.span.range()];
        words == "\u{c}" || is_page_mark(words)
    };
    let breaks = before.iter().rev().take(BREAK + 1).take_while(|draft| is_break(draft)).count();
    let first = before.len().checked_sub(breaks + 1).filter(|_| (1..=BREAK).contains(&breaks))?;
    let words = &text[before[first].span.range()];
    let is_open = words.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ';' | '-' | '–' | '—'));
    (is_prose(&before[first]) && is_open && words.split_whitespace().take(WORDS).count() == WORDS).then_some(first)
}
