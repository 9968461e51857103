use super::*;
use proptest::prelude::*;

fn block(text: &str, kind: BlockKind) -> Block {
    Block { span: Span::new(0, text.len()), kind, label: None, quote_depth: 0, indent: 0 }
}

fn shown(text: &str, lines: &[Line]) -> Vec<String> {
    let line = |line: &Line| {
        let words: String = line.shown(text).map(|piece| piece.shown.into_owned()).collect();
        format!("{}{words}", " ".repeat(line.indent as usize))
    };
    lines.iter().map(line).collect()
}

#[track_caller]
fn check(text: &str, kind: BlockKind, columns: u16, expected: &[&str]) {
    let block = block(text, kind);
    assert_eq!(shown(text, &set(text, &block, 0, columns)), expected);
}

#[test]
fn hard_wrapped_paragraphs_are_reflowed() {
    check("It was\nnot known  who\r\nhad come.", BlockKind::Paragraph, 40, &["It was not known who had come."]);
    check("It was\nnot known who had come.", BlockKind::Paragraph, 12, &["It was not", "known who", "had come."]);
}

#[test]
fn words_broken_at_the_end_of_a_source_line_are_joined_again() {
    check("a well-\nknown man—\nor not", BlockKind::Paragraph, 40, &["a well-known man—or not"]);
}

#[test]
fn lines_end_behind_hyphens_and_dashes() {
    check("one-two three—four", BlockKind::Paragraph, 11, &["one-two", "three—four"]);
    check("abcdefgh-ijklmnop", BlockKind::Paragraph, 10, &["abcdefgh-", "ijklmnop"]);
}

#[test]
fn ideographs_break_anywhere_but_before_punctuation() {
    check("漢字漢字、漢字", BlockKind::Paragraph, 10, &["漢字漢字、", "漢字"]);
    check("漢字漢\n字", BlockKind::Paragraph, 20, &["漢字漢字"]);
    for line in shown("漢字漢字、漢字", &set("漢字漢字、漢字", &block("漢字漢字、漢字", BlockKind::Paragraph), 0, 8))
    {
        assert!(!line.starts_with('、'));
    }
}

#[test]
fn words_wider_than_the_line_are_cut() {
    check("abcdefghijklmnopqrstuvwxyz", BlockKind::Paragraph, 10, &["abcdefghij", "klmnopqrst", "uvwxyz"]);
}

#[test]
fn items_hang_behind_their_label() {
    let text = "(a) one two three";
    let mut item = block(text, BlockKind::Item);
    item.label = Some(Span::new(0, 3));
    assert_eq!(shown(text, &set(text, &item, 0, 14)), ["(a) one two", "    three"]);
    item.indent = 1;
    assert_eq!(shown(text, &set(text, &item, 0, 16)), ["  (a) one two", "      three"]);
}

#[test]
fn verse_keeps_its_lines_and_their_indents() {
    check("  Tiger, tiger\n    burning bright", BlockKind::Verse, 40, &["  Tiger, tiger", "    burning bright"]);
    check("a\r\nb\r\n\r\nc", BlockKind::Verse, 40, &["a", "b", "", "c"]);
    check("one two three four", BlockKind::Verse, 12, &["one two ", "  three four"]);
}

#[test]
fn tabs_reach_tab_stops_in_tables() {
    check("a\tb\nabc\td", BlockKind::Table, 40, &["a       b", "abc     d"]);
}

#[test]
fn control_characters_take_the_room_of_their_signs() {
    check("ab\x1bcd \u{202e}ef", BlockKind::Paragraph, 12, &["ab␛cd", "<202E>ef"]);
}

#[test]
fn a_block_of_one_long_line_is_set_in_parts() {
    let text = "The cat sat on the mat. ".repeat(4000);
    let block = block(text.trim_end(), BlockKind::Paragraph);
    let count = parts(&block);
    assert!(count > 5);
    let mut at = 0;
    for nth in 0..count {
        let part = part(&text, &block, nth);
        assert_eq!(part.start, at);
        assert!(part.of(&text).starts_with("The cat"));
        assert_eq!((part_at(&text, &block, part.start), part_at(&text, &block, part.end - 1)), (nth, nth));
        at = part.end;
    }
    assert_eq!(at, block.span.end);
}

#[test]
fn gaps_follow_the_source_in_lists_only() {
    let text = "A\n\nb\nc";
    let at = |start, end, kind| Block { span: Span::new(start, end), kind, label: None, quote_depth: 0, indent: 0 };
    assert_eq!(gap(text, &at(0, 1, BlockKind::Item), &at(3, 4, BlockKind::Item)), 1);
    assert_eq!(gap(text, &at(3, 4, BlockKind::Item), &at(5, 6, BlockKind::Item)), 0);
    assert_eq!(gap(text, &at(3, 4, BlockKind::Paragraph), &at(5, 6, BlockKind::Paragraph)), 1);
    assert_eq!(gap(text, &at(3, 4, BlockKind::Paragraph), &at(5, 6, BlockKind::Heading(1))), 2);
}

fn kinds() -> impl Strategy<Value = BlockKind> {
    prop_oneof![Just(BlockKind::Paragraph), Just(BlockKind::Verse), Just(BlockKind::Item), Just(BlockKind::Heading(1))]
}

proptest! {
    /// No character is lost, none is shown twice, and no line is wider than it may be.
    #[test]
    fn lines_hold_the_whole_text_within_the_measure(text in "[a-zé漢、 \n\t\u{1b}\u{301}-]{1,200}", kind in kinds(), columns in 12u16..60) {
        let trimmed = text.trim();
        if !trimmed.is_empty() {
            let block = block(trimmed, kind);
            let mut last = 0;
            for line in set(trimmed, &block, 0, columns) {
                prop_assert!(line.span.start >= last);
                prop_assert!(trimmed[last as usize..line.span.start as usize].chars().all(char::is_whitespace));
                let width = line.width(trimmed.trim());
                let free = line.shown(trimmed).last().is_some_and(|p| p.kind != PieceKind::Plain);
                prop_assert!(width <= columns as usize || free, "{width} > {columns}: {:?}", line.span.of(trimmed));
                last = line.span.end;
            }
            prop_assert!(trimmed[last as usize..].chars().all(char::is_whitespace));
        }
    }

    #[test]
    fn parts_tile_any_block(text in "[a-z漢. \n]{0,300}", times in 1usize..200) {
        let text = text.repeat(times);
        let block = block(&text, BlockKind::Paragraph);
        let mut at = 0;
        for nth in 0..parts(&block) {
            let part = part(&text, &block, nth);
            prop_assert_eq!(part.start, at);
            prop_assert!(part.start <= part.end && text.is_char_boundary(part.end as usize));
            at = part.end;
        }
        prop_assert_eq!(at as usize, text.len());
    }
}
