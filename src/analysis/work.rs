//! What the stages of the analysis share.

use crate::language::LanguagePack;
use crate::language::pattern::Subject;
use crate::language::token::Tokens;
use crate::model::Document;

/// What every stage works on.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    /// The document with the layers of the stages before.
    pub document: &'a Document,
    /// Its tokens.
    pub tokens: &'a Tokens,
    /// The rules and words of its language.
    pub pack: &'a LanguagePack,
}

impl<'a> Work<'a> {
    /// What rules are matched on.
    pub fn subject(&self) -> Subject<'a> {
        Subject { text: &self.document.text, tokens: &self.tokens.all, lexicon: &self.pack.lexicon }
    }
}
