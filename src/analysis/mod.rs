//! From a bare document to an annotated one: the pipeline.
//!
//! Each stage is a pure function that returns one layer; only this module puts layers into the document. Stages know
//! the document as far as it has come, its tokens and the language pack; they never know each other's insides, and they
//! cannot fail: what they are unsure of they leave out or mark.

#[cfg(test)]
mod any_text_tests;
mod correction;
pub mod dossier;
pub mod entity;
pub mod event;
#[cfg(test)]
mod fixture;
pub mod language;
pub mod order;
mod pronoun;
pub mod quote;
pub mod reference;
pub mod sentence;
pub mod syntax;
pub mod timex;
mod work;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::language::token::Tokens;
use crate::language::weights::Feature;
use crate::language::{LanguagePack, Languages};
use crate::model::{Correction, Date, Document, Entity, Mention, MentionId, Mode, Span, Stated};
use correction::Hand;

pub use work::Work;

/// What the user may set.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The languages at hand.
    pub languages: Arc<Languages>,
    /// The document's language by its ISO 639-1 code, over what it says and what is found out.
    pub language: Option<String>,
    /// The document date, over whatever the document says.
    pub date: Option<Date>,
    /// What relative dates count from, over what is found out or was corrected.
    pub mode: Option<Mode>,
    /// What the reader put right by hand, in the order in which it counts.
    pub corrections: Vec<Correction>,
}

/// Settles the document's date: as it was set, else as the reader pinned it, else as the document states it.
fn date(document: &mut Document, options: &Options) {
    let meta = &mut document.meta;
    // It may have been pinned in an earlier analysis.
    meta.date = meta.date_found.take().or_else(|| meta.date.take());
    if let Some(date) = options.date {
        meta.date = Some(Stated { value: date, span: None, by: "--date".into() });
    } else if let Some(Stated { span: Some(span), .. }) = meta.date
        && let Some(value) = timex::pinned_day(&document.text, span, &correction::pins(&options.corrections))
    {
        let pinned = Stated { value, span: Some(span), by: "pinned by the reader".into() };
        meta.date_found = meta.date.replace(pinned);
    }
}

/// Adds entities behind the others, and their mentions among theirs.
fn add_entities(document: &mut Document, added: Vec<(Entity, Vec<Mention>)>) {
    for (entity, mentions) in added {
        document.entities.push(entity);
        document.mentions.extend(mentions);
    }
    index_mentions(document);
}

/// Puts the mentions into text order, and tells the entities which are theirs.
fn index_mentions(document: &mut Document) {
    document.mentions.sort_by_key(|mention| mention.span.start);
    for entity in &mut document.entities {
        entity.mentions.clear();
    }
    for (index, mention) in document.mentions.iter().enumerate() {
        document.entities[mention.entity.index()].mentions.push(MentionId::from(index));
    }
}

/// The stretches of a bare document that the tagger of names reads, each word with its place in the text and its
/// features: what `examples/names` trains a model on. Names that the gazetteer learnt from marked texts count only if
/// `learnt`.
pub fn stretches_of_names(mut document: Document, pack: &LanguagePack, learnt: bool) -> Vec<Vec<(Span, Vec<Feature>)>> {
    let tokens = Tokens::of(&document.text, &document.blocks, &pack.lexicon);
    document.sentences = sentence::sentences(Work { document: &document, tokens: &tokens, pack });
    let word = |stretch: &entity::Stretch, number: usize| {
        let start = number.checked_sub(1).map_or(0, |before| stretch.ends[before] as usize);
        let features = stretch.features[start..stretch.ends[number] as usize].to_vec();
        (tokens.all[stretch.tokens.start + number].span, features)
    };
    entity::stretches(Work { document: &document, tokens: &tokens, pack }, learnt)
        .iter()
        .map(|stretch| (0..stretch.ends.len()).map(|number| word(stretch, number)).collect())
        .collect()
}

/// As [`analyse`]; nothing if a defect of the program breaks the work down, so that it costs the one document that met
/// it.
pub fn attempt(document: Document, options: &Options, progress: impl FnMut(&Document) -> bool) -> Option<Document> {
    catch_unwind(AssertUnwindSafe(|| analyse(document, options, progress))).ok()
}

/// Annotates a bare document. `progress` sees the document after each stage that a reader can see the result of;
/// it returns false to stop the work, and the document is returned as far as it has come.
pub fn analyse(mut document: Document, options: &Options, mut progress: impl FnMut(&Document) -> bool) -> Document {
    date(&mut document, options);
    document.meta.language = language::language(&document, options.language.as_deref());
    let pack = language::pack(&mut document, &options.languages);
    let tokens = Tokens::of(&document.text, &document.blocks, &pack.lexicon);
    macro_rules! work {
        () => {
            Work { document: &document, tokens: &tokens, pack: &pack }
        };
    }
    document.sentences = sentence::sentences(work!());
    if !progress(&document) {
        return document;
    }
    let foreign = language::foreign(work!(), &options.languages);
    let mut hand = Hand::new(&options.corrections);
    let given = options.mode.or(correction::mode(&options.corrections));
    let (mode, timexes) = timex::timexes(work!(), &foreign, given, &correction::pins(&options.corrections));
    (document.meta.mode, document.meta.mode_given, document.timexes) = (mode, given.is_some(), timexes);
    if !progress(&document) {
        return document;
    }
    let (entities, mentions) = hand.entities(work!(), entity::entities(work!()));
    (document.entities, document.mentions) = (entities, mentions);
    if !progress(&document) {
        return document;
    }
    let syntax = syntax::syntax(work!());
    let mut told = quote::quotes(work!(), &syntax);
    if !told.added.is_empty() {
        add_entities(&mut document, told.added);
        hand.speakers(&mut document, &mut told.quotes);
    }
    document.quotes = hand.quotes(&document, told.quotes);
    document.events = event::events(work!(), &syntax);
    document.temporal_links = order::links(work!(), &syntax);
    let pronouns = pronoun::pronouns(work!(), &syntax);
    document.mentions.extend(pronouns);
    index_mentions(&mut document);
    if !progress(&document) {
        return document;
    }
    document.references = reference::references(work!(), &syntax);
    document.corrections = hand.finish(&document);
    progress(&document);
    document
}
