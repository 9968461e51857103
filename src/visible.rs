//! What may be shown of a text: every character that a terminal could take for a command, or that hides or reorders
//! others, becomes a visible sign.
//!
//! Whatever goes to a terminal goes through here: running text, file names, titles. This module knows nothing of
//! colours or of lines; a caller learns which pieces are stand-ins and may set them apart.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A piece of text as it is shown: one grapheme, or what stands for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The byte in the text at which it begins.
    pub at: usize,
    /// How many bytes of the text it stands for.
    pub bytes: usize,
    /// What is shown; empty for what has no width and no meaning on a screen.
    pub shown: Cow<'a, str>,
    /// Columns.
    pub width: usize,
    /// What it is.
    pub kind: PieceKind,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// A grapheme as it stands in the text.
    Plain,
    /// White space: one space is shown.
    Space,
    /// A tab: one space is shown, and whoever keeps columns sees to the rest.
    Tab,
    /// The end of a line.
    Break,
    /// A visible sign for a character that must not reach the terminal.
    StandIn,
}

/// How many columns lie between tab stops.
pub const TAB: usize = 8;

/// The pieces of `text`, whose first byte is byte `from` of the whole.
pub fn pieces(text: &str, from: usize) -> Pieces<'_> {
    Pieces { rest: text, at: from }
}

/// Iterator over the pieces of a text.
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    rest: &'a str,
    at: usize,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let length = grapheme_length(self.rest)?;
        let (grapheme, rest) = self.rest.split_at(length);
        let at = self.at;
        self.rest = rest;
        self.at += length;
        Some(piece(grapheme, at))
    }
}

/// The length in bytes of the first grapheme; quick for the letters of which most texts are made.
fn grapheme_length(text: &str) -> Option<usize> {
    match text.as_bytes() {
        [] => None,
        [b'\r', b'\n', ..] => Some(2),
        [first, second, ..] if first.is_ascii() && second.is_ascii() => Some(1),
        [first] if first.is_ascii() => Some(1),
        _ => {
            // Hostile text can pile marks without end upon one letter; a screen has no use for more than a few.
            // Nor may they be gone through again for each piece: what is looked at is bounded too.
            let near = &text[..ceiling(text, LONGEST + 1)];
            let length = near.graphemes(true).next().map_or(1, str::len);
            Some(if length > LONGEST { floor(text, LONGEST) } else { length })
        }
    }
}

/// No more bytes than this go into one cell of a screen.
const LONGEST: usize = 64;

fn ceiling(text: &str, byte: usize) -> usize {
    (byte..text.len()).find(|&byte| text.is_char_boundary(byte)).unwrap_or(text.len())
}

fn floor(text: &str, mut byte: usize) -> usize {
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

fn piece(grapheme: &str, at: usize) -> Piece<'_> {
    let bytes = grapheme.len();
    let make = |shown: Cow<'static, str>, kind| Piece { at, bytes, width: shown.width(), shown, kind };
    match grapheme {
        "\n" | "\r" | "\r\n" | "\u{85}" | "\u{2028}" | "\u{2029}" => return make(" ".into(), PieceKind::Break),
        "\t" => return make(" ".into(), PieceKind::Tab),
        " " => return make(" ".into(), PieceKind::Space),
        _ if bytes == 1 && !grapheme.as_bytes()[0].is_ascii_control() => {
            return Piece { at, bytes, shown: grapheme.into(), width: 1, kind: PieceKind::Plain };
        }
        _ => {}
    }
    if !grapheme.chars().any(is_unsafe) {
        // No-break spaces are spaces to look at, but no place for a line to end.
        let width = grapheme.width();
        let shown = if width == 0 { Cow::Borrowed("") } else { Cow::Borrowed(grapheme) };
        let is_space =
            grapheme.chars().all(char::is_whitespace) && !matches!(grapheme, "\u{a0}" | "\u{202f}" | "\u{2007}");
        return match is_space {
            true => Piece { at, bytes, width: width.max(1), shown: " ".into(), kind: PieceKind::Space },
            false => Piece { at, bytes, shown, width, kind: PieceKind::Plain },
        };
    }
    let mut shown = String::new();
    for c in grapheme.chars() {
        match c {
            '\u{0}'..='\u{1f}' => shown.extend(char::from_u32(0x2400 + c as u32)),
            '\u{7f}' => shown.push('\u{2421}'),
            _ if is_unsafe(c) => shown.push_str(&format!("<{:04X}>", c as u32)),
            _ => shown.push(c),
        }
    }
    make(shown.into(), PieceKind::StandIn)
}

/// True for characters that must not reach a terminal, or that hide or reorder what stands beside them.
pub fn is_unsafe(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        // C0, DEL, C1.
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        // Marks, embeddings, overrides and isolates of the bidirectional algorithm.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        // Interlinear annotation, and tags, which spell out words that nobody sees.
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        // Line and paragraph separators inside a grapheme cannot occur; deprecated format characters can.
        '\u{206a}'..='\u{206f}' => true,
        _ => false,
    }
}

/// One line that is safe to show: names, titles, messages. Line ends and tabs become spaces.
pub fn line(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| (b' '..0x7f).contains(&b)) {
        return text.into();
    }
    pieces(text, 0).map(|piece| piece.shown).collect::<String>().into()
}

/// Cuts a line that is safe to show at `columns`, with `ellipsis` in the last one if it was too long.
pub fn cut(text: &str, columns: usize, ellipsis: &str) -> String {
    let safe = line(text);
    if safe.width() <= columns {
        return safe.into_owned();
    }
    let mut result = String::new();
    let mut left = columns.saturating_sub(ellipsis.width());
    for grapheme in safe.graphemes(true) {
        let width = grapheme.width();
        if width > left {
            break;
        }
        left -= width;
        result.push_str(grapheme);
    }
    if columns > 0 {
        result.truncate(result.trim_end().len());
        result.push_str(ellipsis);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, shown: &str) {
        assert_eq!(line(text), shown);
    }

    #[test]
    fn commands_become_signs() {
        check("a\x1b[31mred\x07", "a␛[31mred␇");
        check("\u{9b}31m", "<009B>31m");
        check("\x7f\0", "␡␀");
        check("user\u{202e}txt.exe", "user<202E>txt.exe");
        check("a\u{e0041}b", "a<E0041>b");
        check("two\r\nlines\tand", "two lines and");
    }

    #[test]
    fn marks_without_end_are_cut_into_pieces() {
        let text = format!("a{}b", "\u{301}".repeat(1000));
        let lengths: Vec<usize> = pieces(&text, 0).map(|piece| piece.bytes).collect();
        assert!(lengths.iter().all(|&bytes| bytes <= LONGEST), "{lengths:?}");
        assert_eq!(lengths.iter().sum::<usize>(), text.len());
        // What is just as long as a piece may be stays whole, whatever follows.
        let text = format!("{}{}b", "a\u{301}", "\u{302}".repeat(LONGEST / 2 - 2));
        let longest = pieces(&text, 0).next().map(|piece| piece.bytes);
        assert_eq!(longest, Some(text.len() - 1));
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in ["plain", "naïve café", "漢字と、かな", "👩‍👩‍👧 family", "e\u{301}tude", "Ελλάδα “quotes”", "שלום"]
        {
            check(text, text);
        }
    }

    #[test]
    fn what_has_no_width_is_not_shown() {
        check("soft\u{ad}hyphen zero\u{200b}width", "softhyphen zerowidth");
    }

    #[test]
    fn cutting_counts_columns() {
        assert_eq!(cut("abcdef", 6, "…"), "abcdef");
        assert_eq!(cut("abcdef", 4, "…"), "abc…");
        assert_eq!(cut("漢字漢字", 5, "…"), "漢字…");
        assert_eq!(cut("漢字漢字", 4, "…"), "漢…");
        assert_eq!(cut("abc", 0, "…"), "");
    }

    proptest! {
        #[test]
        fn nothing_that_a_terminal_obeys_comes_through(text in "\\PC*|(?s).*") {
            let mut at = 0;
            for piece in pieces(&text, 0) {
                prop_assert_eq!(piece.at, at);
                at += piece.bytes;
                prop_assert!(!piece.shown.chars().any(|c| c.is_control() || is_unsafe(c)), "{:?}", piece);
                prop_assert_eq!(piece.shown.width(), piece.width);
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
