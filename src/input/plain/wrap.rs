//! Whether a line ends where it does because the next word found no room (it was wrapped), or because its writer
//! wanted it to end there.
//!
//! Text wrapped at a width has no line beyond that width, and none that had room for the first word of the next. So
//! each pair of lines names the widths that it fits, and the width that most pairs agree on is that of the text.

use super::line::{Line, characters};

/// Widths beyond this are none that people wrap at.
const WIDEST: usize = 240;
/// Pairs looked at to find the width.
const SAMPLE: usize = 10_000;
/// How many pairs are needed, and what share of them must agree.
const ENOUGH: usize = 6;
const SHARE: f32 = 0.6;
/// Lines may end some columns early: hyphens, emphasis marks and editors that count differently.
const SLACK: usize = 3;

/// The width that `lines` are wrapped at, if they agree on one. Lines with a gap before them begin a new row of pairs.
pub fn width(text: &str, lines: &[Line]) -> Option<usize> {
    let mut steps = [0i32; WIDEST + 2];
    let mut pairs = 0;
    for pair in lines.windows(2).filter(|pair| pair[1].gap == 0) {
        let low = pair[0].right();
        let high = low + 1 + first_word(text, &pair[1]);
        if low > WIDEST {
            pairs += 1;
            continue;
        }
        steps[low] += 1;
        steps[high.min(WIDEST + 1)] -= 1;
        pairs += 1;
        if pairs >= SAMPLE {
            break;
        }
    }
    let mut agreeing = 0;
    let (mut best, mut most) = (0, 0);
    for (width, step) in steps.iter().enumerate().take(WIDEST + 1) {
        agreeing += step;
        if agreeing > most {
            (best, most) = (width, agreeing);
        }
    }
    (pairs >= ENOUGH && most as f32 >= pairs as f32 * SHARE && best >= 30).then_some(best)
}

/// Characters of the first word of a line.
pub fn first_word(text: &str, line: &Line) -> usize {
    let words = line.of(text).as_bytes();
    characters(&words[..words.iter().position(|&byte| byte == b' ').unwrap_or(words.len())])
}

/// True if the line break between `line` and `next` is due to wrapping at `width`, so that both are one paragraph.
pub fn is_forced(text: &str, line: &Line, next: &Line, width: Option<usize>) -> bool {
    match width {
        Some(width) => line.right() + 1 + first_word(text, next) + SLACK > width && line.right() <= width + width / 4,
        // Nothing is known of the width: the words themselves tell.
        None => {
            let next = next.of(text).chars().next();
            let continues = next.is_some_and(char::is_lowercase);
            continues || (45..=120).contains(&line.width) && !ends_sentence(line.of(text))
        }
    }
}

/// True if `line` ends with a mark that ends sentences, behind which quotation marks and brackets may close.
pub fn ends_sentence(line: &str) -> bool {
    let close = ['"', '\'', '\u{201d}', '\u{2019}', '\u{bb}', '\u{ab}', ')', ']', '\u{300d}', '\u{300f}', '_', '*'];
    line.trim_end_matches(close).ends_with(['.', '!', '?', '\u{2026}', '。', '！', '？', '\u{61f}', '\u{6d4}', '।'])
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::*;

    const WRAPPED: &str = "The council met in the town hall on the third day\nof the siege and heard the report of \
                           the garrison, which\nwas short. There was bread for nine days, it said,\nand water for as \
                           long as the well did not run dry.\nNobody spoke for some time. Then the mayor, who had\nnot \
                           slept for two nights, asked whether anybody had\nseen the courier who had been sent to the \
                           coast.\n";

    #[test]
    fn wrapped_text_tells_its_width() {
        let lines = lines(WRAPPED).all;
        let width = width(WRAPPED, &lines).expect("wrapped");
        assert!((50..=56).contains(&width), "{width}");
        assert!(lines.windows(2).all(|pair| is_forced(WRAPPED, &pair[0], &pair[1], Some(width))));
    }

    #[test]
    fn ragged_lines_have_no_width() {
        let text = "In the spring\nthe river rose over the meadow\nand we\nwent up to the hill with the cattle\nto wait\n\
                    for a summer that did not come\nthat year\nor the next\n";
        assert_eq!(width(text, &lines(text).all), None);
    }

    #[test]
    fn ends_of_sentences() {
        for line in ["He came.", "\u{201c}He came.\u{201d}", "(He came!)", "彼は来た。", "And then \u{2026}"] {
            assert!(ends_sentence(line), "{line}");
        }
        for line in ["He came", "He came,", "Dear Sir:", ""] {
            assert!(!ends_sentence(line), "{line}");
        }
    }
}
