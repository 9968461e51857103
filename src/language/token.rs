//! Tokens: the smallest pieces that rules match, found once and used by every stage.
//!
//! A token is a run of letters, a run of digits, or one other character. Letters and digits part ("1990s" is
//! `1990` `s`, "12th" is `12` `th`), and apostrophes, hyphens and full stops stand alone, so that rules say what
//! belongs together, unless a pack knows a word with an apostrophe in it ("пʼять"). White space is not a token;
//! [`Token::glued`] tells where there was none.

use rayon::prelude::*;

use super::lexicon::{LexemeId, Lexicon};
pub use super::shape::TokenKind;
use super::shape::is_mark_in_word;
use crate::model::index::first_from;
use crate::model::{Block, BlockId, Span};

/// One piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where, in bytes.
    pub span: Span,
    /// What the language pack knows about the word; [`LexemeId::NONE`] if nothing.
    pub lexeme: LexemeId,
    /// What it is made of.
    pub kind: TokenKind,
    /// True if it follows the token before it without white space.
    pub glued: bool,
}

impl Token {
    /// The words of the token in `text`.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        self.span.of(text)
    }

    /// The value of a run of up to nine ASCII digits.
    pub fn number(&self, text: &str) -> Option<i32> {
        (self.kind == TokenKind::Digits && self.span.len() <= 9).then(|| self.of(text).parse().ok()).flatten()
    }
}

/// The tokens of a document, block after block.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// All tokens in text order.
    pub all: Vec<Token>,
    /// For each block the index of its first token, and one last entry for the end.
    firsts: Vec<u32>,
}

/// Blocks handed to one thread at a time; large enough to be worth it, small enough to share out evenly.
const CHUNK: usize = 256;

impl Tokens {
    /// Finds the tokens of all prose blocks.
    pub fn of(text: &str, blocks: &[Block], lexicon: &Lexicon) -> Self {
        Self::of_some(text, blocks, lexicon, |_| true)
    }

    /// Finds the tokens of those prose blocks that are `wanted`; the others have none.
    pub fn of_some(text: &str, blocks: &[Block], lexicon: &Lexicon, wanted: impl Fn(BlockId) -> bool + Sync) -> Self {
        let chunks: Vec<(Vec<Token>, Vec<u32>)> = blocks
            .par_chunks(CHUNK)
            .enumerate()
            .map(|(number, chunk)| {
                let mut tokens = Vec::new();
                let mut firsts = Vec::with_capacity(chunk.len());
                for (index, block) in chunk.iter().enumerate() {
                    firsts.push(tokens.len() as u32);
                    if block.kind.is_prose() && wanted(BlockId::from(number * CHUNK + index)) {
                        let first = tokens.len();
                        tokenise(text, block.span, lexicon, &mut tokens);
                        if block.quote_depth > 0 {
                            drop_line_marks(text, first, &mut tokens);
                        }
                    }
                }
                (tokens, firsts)
            })
            .collect();
        let mut chunks = chunks.into_iter();
        // The first grows in place: one block of many megabytes is not copied.
        let (mut all, mut firsts) = chunks.next().unwrap_or_default();
        all.reserve_exact(chunks.as_slice().iter().map(|(tokens, _)| tokens.len()).sum());
        firsts.reserve(blocks.len() + 1 - firsts.len());
        for (tokens, starts) in chunks {
            let base = all.len() as u32;
            firsts.extend(starts.into_iter().map(|start| base + start));
            all.extend(tokens);
        }
        firsts.push(all.len() as u32);
        Self { all, firsts }
    }

    /// The index range of a block's tokens in `all`.
    pub fn range(&self, block: BlockId) -> std::ops::Range<usize> {
        self.firsts[block.index()] as usize..self.firsts[block.index() + 1] as usize
    }

    /// A block's tokens.
    pub fn in_block(&self, block: BlockId) -> &[Token] {
        &self.all[self.range(block)]
    }

    /// The index range of the tokens that begin inside `span`.
    pub fn in_span(&self, span: Span) -> std::ops::Range<usize> {
        let first = first_from(self.all.len(), span.start, |at| self.all[at].span.start);
        // A token is a byte or longer, so that no more of them need to be looked through.
        let most = self.all.len().min(first + span.len());
        first..first + self.all[first..most].partition_point(|token| token.span.start < span.end)
    }
}

/// Takes away the `>` that mail puts before each line of a quotation: sentences run on behind them. The tokens from
/// `first` on are those of the block.
fn drop_line_marks(text: &str, first: usize, tokens: &mut Vec<Token>) {
    let mut kept = first;
    let mut at_margin = false;
    for at in first..tokens.len() {
        if at > first {
            let gap = tokens[at - 1].span.end as usize..tokens[at].span.start as usize;
            at_margin |= text[gap].contains(['\n', '\r']);
        }
        at_margin &= tokens[at].of(text) == ">";
        if !at_margin {
            // It follows a line break, even where a mark stands right before it.
            let glued = tokens[at].glued && kept > first && tokens[kept - 1].span.end == tokens[at].span.start;
            tokens[kept] = Token { glued, ..tokens[at] };
            kept += 1;
        }
    }
    tokens.truncate(kept);
}

/// Appends the tokens of `span` to `tokens`.
pub fn tokenise(text: &str, span: Span, lexicon: &Lexicon, tokens: &mut Vec<Token>) {
    let words = span.of(text);
    let bytes = words.as_bytes();
    let mut folded = String::new();
    let mut glued = false;
    let mut at = 0;
    while at < bytes.len() {
        let (mut length, kind) = piece(words, at);
        if let Some(kind) = kind {
            let joined = kind.is_word().then(|| lexicon.with_apostrophe(&words[at..], length, &mut folded)).flatten();
            let (whole, lexeme) =
                joined.unwrap_or_else(|| (length, lexicon.look_up(&words[at..at + length], kind, &mut folded)));
            let kind = match kind {
                TokenKind::Initial if whole > length => TokenKind::Capitalised,
                _ => kind,
            };
            length = whole;
            let start = span.start as usize + at;
            tokens.push(Token { span: Span::new(start, start + length), lexeme, kind, glued });
            glued = true;
        } else {
            glued = false;
        }
        at += length;
    }
}

/// Length in bytes and kind of the piece at `at`; no kind for white space and other invisible characters.
fn piece(words: &str, at: usize) -> (usize, Option<TokenKind>) {
    let bytes = &words.as_bytes()[at..];
    match bytes[0] {
        b' ' | b'\n' | b'\t' | b'\r' => (1, None),
        b'a'..=b'z' | b'A'..=b'Z' => word(&words[at..]),
        b'0'..=b'9' => (bytes.iter().take_while(|b| b.is_ascii_digit()).count(), Some(TokenKind::Digits)),
        byte if byte < 0x80 => (1, (byte > b' ').then_some(TokenKind::Sign)),
        _ => match words[at..].chars().next() {
            Some(c) if c.is_alphabetic() => word(&words[at..]),
            Some(c) if c.is_whitespace() || is_invisible(c) => (c.len_utf8(), None),
            Some(c) if c.is_numeric() => (c.len_utf8(), Some(TokenKind::Digits)),
            Some(c) => (c.len_utf8(), Some(TokenKind::Sign)),
            None => (1, None),
        },
    }
}

/// Joiners, direction marks and byte-order marks: they part nothing and mean nothing to a rule.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Length and kind of the run of letters at the start of `words`.
fn word(words: &str) -> (usize, Option<TokenKind>) {
    let bytes = words.as_bytes();
    let ascii = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    if bytes.get(ascii).is_none_or(u8::is_ascii) {
        let upper = bytes[..ascii].iter().filter(|b| b.is_ascii_uppercase()).count();
        return (ascii, Some(kind_of(bytes[0].is_ascii_uppercase(), upper, ascii)));
    }
    let mut length = 0;
    let (mut letters, mut upper) = (0, 0);
    let mut first_upper = false;
    for c in words.chars() {
        let inside = || {
            let behind = words[length + c.len_utf8()..].chars().next();
            is_mark_in_word(c) && behind.is_some_and(char::is_alphabetic)
        };
        let mark = matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}') || inside();
        if !(c.is_alphabetic() || mark) {
            break;
        }
        length += c.len_utf8();
        if !mark {
            first_upper |= letters == 0 && c.is_uppercase();
            letters += 1;
            upper += usize::from(c.is_uppercase());
        }
    }
    (length, Some(kind_of(first_upper, upper, letters)))
}

fn kind_of(first_upper: bool, upper: usize, letters: usize) -> TokenKind {
    match (first_upper, upper == letters, letters) {
        (true, true, 1) => TokenKind::Initial,
        (true, true, _) => TokenKind::AllCaps,
        (true, false, _) => TokenKind::Capitalised,
        (false, ..) => TokenKind::Lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<(String, TokenKind, bool)> {
        let mut tokens = Vec::new();
        tokenise(text, Span::new(0, text.len()), &Lexicon::default(), &mut tokens);
        tokens.iter().map(|t| (t.of(text).to_owned(), t.kind, t.glued)).collect()
    }

    #[test]
    fn letters_digits_and_signs_part() {
        use TokenKind::*;
        let expected = [
            ("In", Capitalised, false),
            ("1990", Digits, false),
            ("s", Lower, true),
            (",", Sign, true),
            ("J", Initial, false),
            (".", Sign, true),
            ("Ç", Initial, false),
            ("U", Initial, false),
            (".", Sign, true),
            ("NATO", AllCaps, false),
            ("été", Lower, false),
        ];
        let got = pieces("In 1990s, J. Ç U. NATO\nété");
        assert_eq!(got.len(), expected.len());
        for (got, expected) in got.iter().zip(expected) {
            assert_eq!((got.0.as_str(), got.1, got.2), expected);
        }
    }

    #[test]
    fn marks_of_quoted_lines_are_no_tokens() {
        let text = "I have > 3\n> reports and\n> > >more. >";
        let span = Span::new(0, text.len());
        let block = Block { span, kind: crate::model::BlockKind::Paragraph, label: None, quote_depth: 1, indent: 0 };
        let tokens = Tokens::of(text, &[block], &Lexicon::default());
        let words: Vec<&str> = tokens.all.iter().map(|token| token.of(text)).collect();
        assert_eq!(words, ["I", "have", ">", "3", "reports", "and", "more", ".", ">"]);
        assert!(!tokens.all[4].glued && !tokens.all[6].glued && tokens.all[7].glued);
    }

    #[test]
    fn known_words_hold_their_apostrophe() {
        let mut lexicon = Lexicon::default();
        lexicon.add_word("пʼять").unwrap();
        let text = "П'ять і п’ять, ім'я";
        let mut tokens = Vec::new();
        tokenise(text, Span::new(0, text.len()), &lexicon, &mut tokens);
        let words: Vec<&str> = tokens.iter().map(|token| token.of(text)).collect();
        assert_eq!(words, ["П'ять", "і", "п’ять", ",", "ім", "'", "я"]);
        assert_eq!(tokens[0].kind, TokenKind::Capitalised);
        assert!(tokens[0].lexeme == tokens[2].lexeme && tokens[0].lexeme != LexemeId::NONE);
    }

    #[test]
    fn armenian_marks_stay_inside_their_words() {
        let words: Vec<String> = pieces("Ինչո՞ւ է նա գալու վաղը՞, 2020 թ․։").into_iter().map(|piece| piece.0).collect();
        assert_eq!(words, ["Ինչո՞ւ", "է", "նա", "գալու", "վաղը", "՞", ",", "2020", "թ", "․", "։"]);
    }

    #[test]
    fn soft_hyphens_and_joiners_do_not_stop_a_match() {
        assert_eq!(pieces("\u{feff}12\u{200b}th").len(), 2);
    }
}
