//! Annotated documents of a few lines, for tests. (Each item says so, because it uses what no stage may.)

use super::Work;
use super::syntax::{self, Syntax};
use crate::language::Languages;
use crate::language::token::Tokens;
use crate::model::{Document, Source};

#[cfg(test)]
/// Calls `test` with the bare document of `text`, its sentences, times and names.
pub fn with<T>(text: &str, test: impl FnOnce(Work<'_>) -> T) -> T {
    let mut document = crate::input::from_text(Source::Stdin, text.to_owned());
    let pack = Languages::default().pack("en").0.expect("built in");
    let tokens = Tokens::of(&document.text, &document.blocks, &pack.lexicon);
    macro_rules! work {
        () => {
            Work { document: &document, tokens: &tokens, pack: &pack }
        };
    }
    document.sentences = super::sentence::sentences(work!());
    document.timexes = super::timex::timexes(work!(), &[], None, &[]).1;
    let (entities, mentions) = super::entity::entities(work!());
    (document.entities, document.mentions) = (entities, mentions);
    test(work!())
}

#[cfg(test)]
/// As [`with`], with the tags of the words.
pub fn tagged<T>(text: &str, test: impl FnOnce(Work<'_>, &Syntax) -> T) -> T {
    with(text, |work| test(work, &syntax::syntax(work)))
}

#[cfg(test)]
/// All layers.
pub fn annotated(text: &str) -> Document {
    super::analyse(crate::input::from_text(Source::Stdin, text.to_owned()), &super::Options::default(), |_| true)
}
