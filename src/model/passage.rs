//! Words of a text that can be found again after the text was edited: what the W3C Web Annotation model calls a
//! TextQuoteSelector, with the offset beside it.

use std::borrow::Cow;
use std::cmp::Reverse;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::Span;

/// How much of the text on either side is kept, in bytes.
const AROUND: usize = 32;
/// How much of the words themselves is kept, in bytes: a quotation may run over chapters.
const LONGEST: usize = 96;
/// How many bytes of a text are looked through for as many bytes as are kept: white space may be long.
const REACH: usize = 4;
/// How many equal words on either side of where the passage was are looked at.
const NEAR: usize = 256;

/// Words of a text, with what stood around them.
///
/// White space of any kind and length counts as one space, so a paragraph may be set anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// The words, or the beginning of very many.
    pub words: String,
    /// What stood before them.
    #[serde(default)]
    pub before: String,
    /// What stood behind them.
    #[serde(default)]
    pub after: String,
    /// Where they stood, in bytes.
    #[serde(default)]
    pub offset: u32,
}

impl Passage {
    /// The passage at a span of a text.
    pub fn new(text: &str, span: Span) -> Self {
        let (start, end) = (span.start as usize, span.end as usize);
        let from = ceiling(text, start.saturating_sub(AROUND));
        let to = floor(text, end + AROUND);
        Self {
            words: kept(&text[start..end]).into_owned(),
            before: squeezed_line(&text[from..start]).into_owned(),
            after: squeezed_line(&text[end..to]).into_owned(),
            offset: span.start,
        }
    }

    /// True if the words stand at a span, with enough of what stood around them.
    pub fn stands_at(&self, text: &str, span: Span) -> bool {
        kept(span.of(text)) == self.words.as_str() && self.fit(text, span).is_some()
    }

    /// How much of what stood around the words stands around a span, in bytes. `None` if it is less than half.
    fn fit(&self, text: &str, span: Span) -> Option<usize> {
        let behind = text.as_bytes()[span.end as usize..].iter().copied();
        let ahead = text.as_bytes()[..span.start as usize].iter().rev().copied();
        let alike = alike(self.after.bytes(), behind) + alike(self.before.bytes().rev(), ahead);
        (alike * 2 >= self.before.len() + self.after.len()).then_some(alike)
    }

    fn fits_whole(&self, text: &str, span: Span) -> bool {
        self.fit(text, span) == Some(self.before.len() + self.after.len())
    }
}

/// How many bytes of kept words a text begins with, white space counting as one space.
fn alike(kept: impl ExactSizeIterator<Item = u8>, text: impl Iterator<Item = u8>) -> usize {
    let text = text.take(kept.len() * REACH);
    kept.zip(squeezed(text)).take_while(|(a, b)| a == b).count()
}

/// Bytes with one space for any white space.
fn squeezed(bytes: impl Iterator<Item = u8>) -> impl Iterator<Item = u8> {
    let mut blank = false;
    bytes.filter_map(move |byte| {
        let again = std::mem::replace(&mut blank, byte.is_ascii_whitespace()) && blank;
        (!again).then_some(if blank { b' ' } else { byte })
    })
}

fn squeezed_line(text: &str) -> Cow<'_, str> {
    let odd = |pair: &[u8]| pair[0].is_ascii_whitespace() && (pair[0] != b' ' || pair[1].is_ascii_whitespace());
    let bytes = text.as_bytes();
    let last = bytes.last().is_some_and(|&byte| byte.is_ascii_whitespace() && byte != b' ');
    if !last && !bytes.windows(2).any(odd) {
        return Cow::Borrowed(text);
    }
    // Only whole ASCII characters are changed or left out.
    Cow::Owned(String::from_utf8_lossy(&squeezed(bytes.iter().copied()).collect::<Vec<u8>>()).into_owned())
}

/// Words in the form in which passages keep them.
fn kept(words: &str) -> Cow<'_, str> {
    if words.len() <= LONGEST {
        return squeezed_line(words);
    }
    let near = &words[..floor(words, LONGEST * REACH)];
    match squeezed_line(near) {
        Cow::Borrowed(line) => Cow::Borrowed(&line[..floor(line, LONGEST)]),
        Cow::Owned(mut line) => {
            line.truncate(floor(&line, LONGEST));
            Cow::Owned(line)
        }
    }
}

fn floor(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn ceiling(text: &str, byte: usize) -> usize {
    (byte..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// Finds passages among the spans of one layer, however many of both there are.
pub struct Seeker<'a> {
    text: &'a str,
    /// By words, the spans where they stand with their numbers, in text order.
    by_words: FxHashMap<&'a str, Vec<(Span, u32)>>,
}

impl<'a> Seeker<'a> {
    /// A seeker of these passages among `spans`, which are in text order.
    pub fn new(
        text: &'a str,
        passages: impl IntoIterator<Item = &'a Passage>,
        spans: impl IntoIterator<Item = Span>,
    ) -> Self {
        let mut by_words: FxHashMap<&str, Vec<(Span, u32)>> =
            passages.into_iter().map(|passage| (passage.words.as_str(), Vec::new())).collect();
        if !by_words.is_empty() {
            for (number, span) in (0..).zip(spans) {
                if let Some(found) = by_words.get_mut(&*kept(span.of(text))) {
                    found.push((span, number));
                }
            }
        }
        Self { text, by_words }
    }

    /// The number of the span that a passage means: the one with most of what stood around its words, of equal ones
    /// the nearest to where it was. `None` if its words are gone, or stand nowhere with half of that around them.
    pub fn find(&self, passage: &Passage) -> Option<usize> {
        let near = self.near(passage);
        let there = near.iter().find(|(span, _)| span.start == passage.offset);
        if let Some((_, number)) = there.filter(|(span, _)| passage.fits_whole(self.text, *span)) {
            return Some(*number as usize);
        }
        let fits = near.iter().filter_map(|&(span, number)| {
            Some((passage.fit(self.text, span)?, Reverse(span.start.abs_diff(passage.offset)), number))
        });
        fits.max().map(|(.., number)| number as usize)
    }

    /// The number of the nearest span with the words of a passage, whatever stands around them.
    pub fn nearest(&self, passage: &Passage) -> Option<usize> {
        let near = self.near(passage).iter();
        near.min_by_key(|(span, _)| span.start.abs_diff(passage.offset)).map(|(_, number)| *number as usize)
    }

    /// The numbers of all spans with the words of a passage.
    pub fn all(&self, passage: &Passage) -> impl Iterator<Item = usize> {
        self.by_words.get(passage.words.as_str()).into_iter().flatten().map(|(_, number)| *number as usize)
    }

    /// The spans with the words of a passage, as many as are looked at.
    fn near(&self, passage: &Passage) -> &[(Span, u32)] {
        let found = self.by_words.get(passage.words.as_str()).map_or(&[][..], Vec::as_slice);
        let at = found.partition_point(|(span, _)| span.start < passage.offset);
        &found[at.saturating_sub(NEAR)..(at + NEAR).min(found.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str, words: &str) -> Vec<Span> {
        text.match_indices(words).map(|(at, words)| Span::new(at, at + words.len())).collect()
    }

    /// Where the `nth` of equal words of one text is found in another, as the number among them there.
    #[track_caller]
    fn check(old: &str, words: &str, nth: usize, new: &str, expected: Option<usize>) {
        let passage = Passage::new(old, spans(old, words)[nth]);
        let seeker = Seeker::new(new, [&passage], spans(new, words));
        assert_eq!(seeker.find(&passage), expected, "{passage:?} in {new:?}");
    }

    const TEXT: &str = "Anna Berg left the city. Two years later Karl Berg came home, and Anna Berg wept.";

    #[test]
    fn words_are_told_apart_by_what_stands_around_them() {
        for nth in 0..3 {
            check(TEXT, "Berg", nth, TEXT, Some(nth));
            check(TEXT, "Berg", nth, &format!("The Bergs.\n\n{TEXT}"), Some(nth + 1));
        }
        check(
            TEXT,
            "Berg",
            1,
            "Two years later Karl Berg came home, and nobody wept. Anna Berg left the city.",
            Some(0),
        );
        check(TEXT, "Karl", 0, "Nobody called Karl was ever seen in that town of ours, they say.", None);
        check(TEXT, "Karl", 0, "", None);
    }

    #[test]
    fn a_paragraph_may_be_set_anew() {
        let anew = TEXT.replace("Two years", "\n\n  Two\tyears").replace("and Anna Berg", "and\r\nAnna Berg");
        for nth in 0..3 {
            check(TEXT, "Berg", nth, &anew, Some(nth));
            check(&anew, "Berg", nth, TEXT, Some(nth));
        }
        let passage = Passage::new("the Black\n  Sea", Span::new(4, 15));
        assert_eq!(passage.words, "Black Sea");
        assert!(passage.stands_at("the Black Sea", Span::new(4, 13)));
    }

    #[test]
    fn of_equal_places_the_nearest_counts() {
        let text = "So said Berg once more. ".repeat(40);
        check(&text, "Berg", 20, &text, Some(20));
        let passage = Passage::new(&text, spans(&text, "Berg")[20]);
        let passage = Passage { before: String::new(), after: String::new(), ..passage };
        let seeker = Seeker::new(&text, [&passage], spans(&text, "Berg"));
        assert_eq!((seeker.find(&passage), seeker.nearest(&passage)), (Some(20), Some(20)));
        assert_eq!(seeker.all(&passage).count(), 40);
    }

    #[test]
    fn long_words_are_known_by_their_beginning() {
        let text = format!("He said: {} And so on.", "é漢 a  word ".repeat(500));
        let span = Span::new(9, text.len() - 12);
        let passage = Passage::new(&text, span);
        assert!(passage.words.len() <= LONGEST && passage.stands_at(&text, span));
    }

    #[test]
    fn hostile_passages_break_nothing() {
        let text = format!("é{}é", " ".repeat(100_000));
        let odd = Passage { words: "é".into(), before: "x".repeat(9000), after: " ".repeat(9000), offset: u32::MAX };
        let seeker = Seeker::new(&text, [&odd], spans(&text, "é"));
        assert_eq!(seeker.find(&odd), None);
        let empty = Passage::default();
        let seeker = Seeker::new("", [&empty], [Span::default()]);
        assert_eq!(seeker.find(&empty), Some(0));
    }

    #[test]
    fn many_passages_among_many_equal_words_take_no_longer_than_each() {
        let text = "Berg, ".repeat(20_000);
        let all = spans(&text, "Berg");
        let passages: Vec<Passage> = all.iter().map(|&span| Passage::new(&text, span)).collect();
        let seeker = Seeker::new(&text, &passages, all.iter().copied());
        let found = passages.iter().enumerate().filter(|(nth, passage)| seeker.find(passage) == Some(*nth)).count();
        assert!(found >= passages.len() - 12, "those at the ends have less around them: {found}");
    }
}
