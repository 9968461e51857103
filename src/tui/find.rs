//! What the reader searches for: words as they are typed, found however the text writes them.
//!
//! White space matches any white space, line ends included; a straight quotation mark or apostrophe matches the curly
//! ones, a hyphen the dashes, a plain letter those with accents; capitals count only if one was typed, accents if they
//! were. Words are never a pattern language.

use std::ops::{Range, RangeInclusive};

use nucleo_matcher::chars::normalize;
use regex::Regex;

use crate::model::Span;

/// A search.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// The words as they were typed.
    pub words: String,
    regex: Regex,
    whole_words: bool,
}

impl Pattern {
    /// A search for words; for whole words only, if `whole_words`. `None` for nothing but white space.
    pub fn new(words: &str, whole_words: bool) -> Option<Self> {
        if words.trim().is_empty() {
            return None;
        }
        let mut source = String::new();
        if !words.chars().any(char::is_uppercase) {
            source.push_str("(?i)");
        }
        let mut blank = false;
        for c in words.chars() {
            if c.is_whitespace() {
                if !blank {
                    source.push_str(r"[\s\u{a0}]+");
                }
                blank = true;
                continue;
            }
            blank = false;
            match c {
                '\'' => source.push_str("['’‘]"),
                '"' => source.push_str("[\"“”„«»]"),
                '-' => source.push_str("[-‐‑–—]"),
                'a'..='z' | 'A'..='Z' => push_accented(c, &mut source),
                _ => source.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
            }
        }
        let regex = regex::RegexBuilder::new(&source).size_limit(1 << 20).build().ok()?;
        Some(Self { words: words.to_owned(), regex, whole_words })
    }

    fn accepts(&self, text: &str, found: &Range<usize>) -> bool {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !self.whole_words || !(word(text[..found.start].chars().next_back()) || word(text[found.end..].chars().next()))
    }

    /// The hits that begin in a range of the text, in order.
    pub fn hits<'a>(&'a self, text: &'a str, within: Range<usize>) -> impl Iterator<Item = Span> + 'a {
        let mut at = within.start;
        std::iter::from_fn(move || {
            while at < within.end {
                let found = self.regex.find_at(text, at)?.range();
                at = found.end;
                if found.start >= within.end {
                    return None;
                }
                if self.accepts(text, &found) {
                    return Some(Span::new(found.start, found.end));
                }
            }
            None
        })
    }

    /// The first hit that begins at or behind `from`, else the first of all; and whether it went round.
    pub fn next(&self, text: &str, from: usize) -> Option<(Span, bool)> {
        let ahead = self.hits(text, from..text.len()).next().map(|hit| (hit, false));
        ahead.or_else(|| self.hits(text, 0..from).next().map(|hit| (hit, true)))
    }

    /// The last hit that begins before `from`, else the last of all; and whether it went round. Looks through the text
    /// in steps backwards, so that a near hit is found soon.
    pub fn previous(&self, text: &str, from: usize) -> Option<(Span, bool)> {
        let behind = self.last_in(text, 0..from.min(text.len())).map(|hit| (hit, false));
        behind.or_else(|| self.last_in(text, from..text.len()).map(|hit| (hit, true)))
    }

    fn last_in(&self, text: &str, within: Range<usize>) -> Option<Span> {
        let mut end = within.end;
        let mut step = 16 << 10;
        while end > within.start {
            let mut start = end.saturating_sub(step).max(within.start);
            while !text.is_char_boundary(start) {
                start -= 1;
            }
            if let Some(hit) = self.hits(text, start..end).last() {
                return Some(hit);
            }
            end = start;
            step *= 4;
        }
        None
    }
}

/// Latin letters that may be others with accents: Latin-1 to Latin Extended-B, and Latin Extended Additional.
const ACCENTED: [RangeInclusive<char>; 2] = ['\u{c0}'..='\u{24f}', '\u{1e00}'..='\u{1eff}'];

/// Appends a letter with all its accented forms: who types "Kutuzov" means "Kutúzov" too.
fn push_accented(letter: char, source: &mut String) {
    source.push('[');
    source.push(letter);
    source.extend(ACCENTED.into_iter().flatten().filter(|&c| normalize(c) == letter));
    source.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, whole: bool, text: &str, expected: &[&str]) {
        let pattern = Pattern::new(words, whole).unwrap();
        let hits: Vec<&str> = pattern.hits(text, 0..text.len()).map(|hit| hit.of(text)).collect();
        assert_eq!(hits, expected);
    }

    #[test]
    fn words_are_found_however_they_are_written() {
        check("the  war", false, "The\nwar, the war and THE WAR", &["The\nwar", "the war", "THE WAR"]);
        check("The war", false, "The\nwar, the war", &["The\nwar"]);
        check("don't", false, "don’t don't", &["don’t", "don't"]);
        check("\"so", false, "“So", &["“So"]);
        check("1914-18", false, "1914–18", &["1914–18"]);
        check("a.b(", false, "a.b( axb(", &["a.b("]);
        check("kutuzov", false, "Kutúzov, KUTÚZOV, Kutuzov", &["Kutúzov", "KUTÚZOV", "Kutuzov"]);
        check("Kutuzov", false, "Kutúzov, KUTÚZOV", &["Kutúzov"]);
        check("kutúzov", false, "Kutúzov, Kutuzov", &["Kutúzov"]);
        check("war", true, "war warfare post-war", &["war", "war"]);
        assert!(Pattern::new(" ", false).is_none());
    }

    #[test]
    fn next_and_previous_go_round() {
        let text = "a..a..a";
        let pattern = Pattern::new("a", false).unwrap();
        assert_eq!(pattern.next(text, 1), Some((Span::new(3, 4), false)));
        assert_eq!(pattern.next(text, 7), Some((Span::new(0, 1), true)));
        assert_eq!(pattern.previous(text, 3), Some((Span::new(0, 1), false)));
        assert_eq!(pattern.previous(text, 0), Some((Span::new(6, 7), true)));
    }

    #[test]
    fn the_hit_before_is_found_across_steps() {
        let text = format!("needle{}", " straw".repeat(20_000));
        let pattern = Pattern::new("needle", false).unwrap();
        assert_eq!(pattern.previous(&text, text.len()), Some((Span::new(0, 6), false)));
    }
}
