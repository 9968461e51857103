//! Lines: where they begin and end, how far they are indented, what stands between them.

use memchr::{memchr, memchr2, memchr3, memmem};

/// A line that is not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The first byte that is not white space.
    pub start: u32,
    /// One past the last byte that is not white space.
    pub end: u32,
    /// Columns of white space before.
    pub indent: u16,
    /// Characters from `start` to `end`.
    pub width: u16,
    /// Blank lines before it; a form feed or a paragraph separator counts as one.
    pub gap: u16,
}

impl Line {
    /// The line without the white space around it.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..self.end as usize]
    }

    /// The column after its last character.
    pub fn right(&self) -> usize {
        self.indent as usize + self.width as usize
    }
}

/// The lines of a text.
#[derive(Debug, Default)]
pub struct Lines {
    /// Those that are not blank.
    pub all: Vec<Line>,
    /// The offsets of form feeds.
    pub pages: Vec<u32>,
}

/// How far a tab stop is from the next.
const TAB: u16 = 8;

/// Finds the lines of `text`. Lines end with LF, CR, CRLF, form feed, vertical tab, NEL, U+2028 or U+2029.
pub fn lines(text: &str) -> Lines {
    let bytes = text.as_bytes();
    let ends = Ends::of(bytes);
    let mut lines = Lines { all: Vec::with_capacity(bytes.len() / 64 + 1), pages: Vec::new() };
    let mut gap = 0u16;
    let mut start = 0;
    while start < bytes.len() {
        let (end, next, sign) = line_end(text, start, ends);
        match line(text, start, end) {
            Some(line) => {
                lines.all.push(Line { gap, ..line });
                gap = 0;
            }
            None => gap = gap.saturating_add(1),
        }
        match sign {
            '\u{c}' => {
                lines.pages.push(end as u32);
                gap = gap.max(1);
            }
            '\u{2029}' => gap = gap.max(1),
            _ => {}
        }
        start = next;
    }
    lines
}

/// The line ends that a text has, so that it is searched for no others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// LF only.
    Lf,
    /// LF, CR, form feed.
    Usual,
    /// Those beyond ASCII as well, and vertical tabs.
    Any,
}

impl Ends {
    fn of(bytes: &[u8]) -> Self {
        let rare = ["\u{85}", "\u{2028}", "\u{2029}"];
        if memchr(0x0b, bytes).is_some() || rare.iter().any(|mark| memmem::find(bytes, mark.as_bytes()).is_some()) {
            return Ends::Any;
        }
        if memchr2(b'\r', 0x0c, bytes).is_some() { Ends::Usual } else { Ends::Lf }
    }
}

/// Where the line from `start` ends, where the next begins, and the sign between them.
fn line_end(text: &str, start: usize, ends: Ends) -> (usize, usize, char) {
    let bytes = text.as_bytes();
    let rest = &bytes[start..];
    if ends == Ends::Any {
        let is_end = |c: char| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        let Some((at, sign)) = text[start..].char_indices().find(|&(_, c)| is_end(c)) else {
            return (text.len(), text.len(), '\n');
        };
        let crlf = usize::from(rest[at..].starts_with(b"\r\n"));
        return (start + at, start + at + sign.len_utf8() + crlf, sign);
    }
    let found = if ends == Ends::Lf { memchr(b'\n', rest) } else { memchr3(b'\n', b'\r', 0x0c, rest) };
    match found {
        None => (text.len(), text.len(), '\n'),
        Some(at) => {
            let crlf = usize::from(rest[at] == b'\r' && rest.get(at + 1) == Some(&b'\n'));
            (start + at, start + at + 1 + crlf, rest[at] as char)
        }
    }
}

/// The line between two offsets; none if it is blank.
fn line(text: &str, mut start: usize, mut end: usize) -> Option<Line> {
    let bytes = text.as_bytes();
    let mut indent = 0u16;
    while start < end {
        match bytes[start] {
            b' ' => indent = indent.saturating_add(1),
            b'\t' => indent = (indent / TAB).saturating_add(1).saturating_mul(TAB),
            0x80.. => {
                let rest = &text[start..end];
                let spaces = rest.len() - rest.trim_start().len();
                // An ideographic space is two columns wide, and three bytes long.
                indent = indent.saturating_add((spaces as u16).saturating_mul(2) / 3);
                start += spaces;
                if spaces == 0 {
                    break;
                }
                continue;
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => break,
        }
        start += 1;
    }
    while start < end && (bytes[end - 1] == b' ' || bytes[end - 1].is_ascii_whitespace()) {
        end -= 1;
    }
    if start < end && bytes[end - 1] >= 0x80 {
        end = start + text[start..end].trim_end().len();
    }
    if start >= end {
        return None;
    }
    let width = u16::try_from(characters(&bytes[start..end])).unwrap_or(u16::MAX);
    Some(Line { start: start as u32, end: end as u32, indent, width, gap: 0 })
}

/// The number of characters in some UTF-8.
pub fn characters(bytes: &[u8]) -> usize {
    if bytes.is_ascii() { bytes.len() } else { bytes.iter().filter(|&&byte| (byte as i8) >= -0x40).count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, u16, u16)]) {
        let lines = lines(text);
        let found: Vec<_> = lines.all.iter().map(|line| (line.of(text), line.indent, line.gap)).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn all_line_ends_are_known() {
        for end in ["\n", "\r", "\r\n", "\u{b}", "\u{85}", "\u{2028}"] {
            check(&format!("one{end}  two {end}{end}three"), &[("one", 0, 0), ("two", 2, 0), ("three", 0, 1)]);
        }
        check("one\u{2029}two\u{c}three\n\n\nfour", &[("one", 0, 0), ("two", 0, 1), ("three", 0, 1), ("four", 0, 2)]);
    }

    #[test]
    fn white_space_of_any_kind_is_taken_off() {
        check("\u{3000}一\u{3000}\n\ta\u{a0}\n \u{a0} \n b", &[("一", 2, 0), ("a", 8, 0), ("b", 1, 1)]);
        check("", &[]);
        check(" \n\t\n", &[]);
    }
}
