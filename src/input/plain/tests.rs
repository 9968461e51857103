//! Whole texts, and what blocks they have.

use proptest::prelude::*;

use super::*;

/// The blocks of a text, one line each: the kind, the depth of quotation and nesting if any, the label in brackets,
/// and the first and the last word.
pub(super) fn shape(text: &str) -> Vec<String> {
    let blocks = blocks(text);
    let line = |block: &Block| {
        let words = block.span.of(text);
        let kind = format!("{:?}", block.kind);
        let mut parts = vec![kind];
        if block.quote_depth > 0 {
            parts.push(format!("q{}", block.quote_depth));
        }
        if block.indent > 0 {
            parts.push(format!("i{}", block.indent));
        }
        parts.extend(block.label.map(|label| format!("[{}]", label.of(text))));
        let ends = (words.split_whitespace().next(), words.split_whitespace().next_back());
        parts.push(format!("{}..{}", ends.0.unwrap_or(""), ends.1.unwrap_or("")));
        parts.join(" ")
    };
    blocks.iter().map(line).collect()
}

fn check(text: &str, expected: &[&str]) {
    let found = shape(text);
    assert_eq!(found, expected, "\n{text}");
}

/// What holds of the blocks of any text.
fn assert_sound(text: &str) {
    // The marks of quoted lines are no part of their words.
    let is_blank = |c: char| c == '>' || c.is_whitespace();
    let blocks = blocks(text);
    let mut end = 0;
    for block in &blocks {
        let span = block.span.range();
        assert!(span.start >= end && span.start < span.end, "{span:?} after {end} in {text:?}");
        assert!(text[end..span.start].chars().all(is_blank), "{end} {span:?} {text:?}");
        let words = &text[span.clone()];
        assert!(words == "\u{c}" || words.trim() == words, "{words:?}");
        if let Some(label) = block.label {
            assert!(block.span.covers(label) && !label.is_empty(), "{label:?} in {text:?}");
            let _ = label.of(text);
        }
        end = span.end;
    }
    assert!(text[end..].chars().all(is_blank), "{end} {text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_of_any_text_are_sound(text in "\\PC{0,200}") {
        assert_sound(&text);
    }

    #[test]
    fn blocks_of_lines_are_sound(
        lines in proptest::collection::vec(
            prop_oneof![
                "[ \t]{0,6}[A-Za-z“”é., ]{0,80}",
                "[ \t>*#=_.\u{c}\u{2028}\u{3000}-]{0,8}",
                "(Article|CHAPTER|§|\\(a\\)|[0-9]\\.|[IVX]{1,3}\\.|\\[1\\]|- |\\*) ?[A-Z][a-z ]{0,30}",
                "",
            ],
            0..30,
        ),
        end in prop_oneof![Just("\n"), Just("\r\n"), Just("\r"), Just("\u{2029}")],
    ) {
        assert_sound(&lines.join(end));
    }
}

#[test]
fn wrapped_paragraphs_are_one_block_each() {
    check(
        "It began with the courier at the gate. By the evening of the second\nday everybody in the town had heard of \
         it, and those who had not been\nat the gate told it best.\n\nNobody believed them.\n",
        &["Paragraph It..best.", "Paragraph Nobody..them."],
    );
}

#[test]
fn long_lines_are_paragraphs() {
    let line = "The council met in the town hall on the third day of the siege and heard the report of the garrison, \
                which was short and left out what everybody knew.";
    check(
        &format!("{line}\n{line}\nNobody spoke.\n{line}\n"),
        &["Paragraph The..knew.", "Paragraph The..knew.", "Paragraph Nobody..spoke.", "Paragraph The..knew."],
    );
}

#[test]
fn a_paragraph_too_long_to_be_set_is_parted() {
    let text = "One sentence of some words. ".repeat(10_000);
    let blocks = blocks(&text);
    assert!(blocks.len() > 3 && blocks.iter().all(|block| block.span.len() <= LONGEST_BLOCK));
    assert!(blocks.iter().all(|block| block.span.of(&text).ends_with('.')));
    assert_sound(&text);
    assert_sound(&"x".repeat(200_000));
    assert_sound(&"é".repeat(100_000));
}
