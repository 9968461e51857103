//! The kinds of tokens, by the signs that they are made of.

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, all of them lower case or without case.
    Lower,
    /// Letters, the first of them a capital and not all.
    Capitalised,
    /// Two or more letters, all of them capitals.
    AllCaps,
    /// One capital letter.
    Initial,
    /// Digits of any script.
    Digits,
    /// A single character of punctuation or another sign.
    Sign,
}

impl TokenKind {
    /// True for letters.
    pub fn is_word(self) -> bool {
        !matches!(self, TokenKind::Digits | TokenKind::Sign)
    }

    /// True if the first letter is a capital.
    pub fn is_capital(self) -> bool {
        matches!(self, TokenKind::Capitalised | TokenKind::AllCaps | TokenKind::Initial)
    }
}

/// True for the Armenian marks of stress, exclamation and question, which stand inside the word, behind its vowel.
pub fn is_mark_in_word(c: char) -> bool {
    matches!(c, '\u{55b}' | '\u{55c}' | '\u{55e}')
}
