//! What is found in the samples, as tables: a change of the annotation shows in review as a change of these.
//!
//! `INSTA_UPDATE=always cargo test --test annotation` writes them anew. What must be true is held by `samples.rs`.

use dateline::analysis::{self, Options};
use dateline::input;
use dateline::model::{Document, EntityId, Span, Target};
use std::fmt::Write as _;
use std::path::Path;

/// How many characters of the document's words a row shows.
const WORDS: usize = 60;

fn document(name: &str) -> Document {
    let document = input::open(&Path::new("assets/samples").join(name)).expect("the sample can be read");
    analysis::analyse(document, &Options::default(), |_| true)
}

fn words(document: &Document, span: Span) -> String {
    let words = document.words(span).split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}

fn who(document: &Document, id: Option<EntityId>) -> &str {
    id.and_then(|id| document.entities.get(id.index())).map_or("-", |entity| &entity.name)
}

fn place(document: &Document, target: &Target) -> String {
    let span = match target {
        Target::Span(span) => Some(*span),
        Target::Block(id) => document.blocks.get(id.index()).map(|block| block.span),
        Target::Event(id) => document.events.get(id.index()).map(|event| event.span),
        Target::Timex(id) => document.timexes.get(id.index()).map(|timex| timex.span),
        Target::Entity(id) => return who(document, Some(*id)).to_owned(),
        Target::Url(url) => return url.clone(),
    };
    span.map_or("-".into(), |span| words(document, span))
}

/// All of a document's annotation that a reader sees.
fn table(document: &Document) -> String {
    let mut out = String::from("TIMES: words | value | dates | how known\n");
    for timex in &document.timexes {
        let dates = timex.when.as_ref().map_or("-", |when| when.edtf.as_str());
        let _ = writeln!(out, "{} | {} | {dates} | {:?}", words(document, timex.span), timex.value, timex.status);
    }
    out.push_str("\nENTITIES: name | kind | mentions | said of them\n");
    for entity in &document.entities {
        let told: Vec<String> = document.descriptors(entity).map(|told| words(document, told.span)).collect();
        let count = entity.mentions.len();
        let _ = writeln!(out, "{} | {:?} | {count} | {}", entity.name, entity.kind, told.join("; "));
    }
    out.push_str("\nQUOTATIONS: speaker | kind | depth | words\n");
    for quote in &document.quotes {
        let speaker = who(document, quote.speaker);
        let _ = writeln!(out, "{speaker} | {:?} | {} | {}", quote.kind, quote.depth, words(document, quote.span));
    }
    out.push_str("\nEVENTS with a time: label | when | how known | claimant\n");
    for event in &document.events {
        let Some(when) = &event.when else { continue };
        let claimant = who(document, event.claimant);
        let _ = writeln!(out, "{} | {} | {:?} | {claimant}", event.label, when.edtf.as_str(), event.status);
    }
    out.push_str("\nREFERENCES: words | kind | first place\n");
    for reference in &document.references {
        let first = reference.targets.first().map_or("-".into(), |target| place(document, target));
        let _ = writeln!(out, "{} | {:?} | {first}", words(document, reference.span), reference.kind);
    }
    out
}

#[test]
fn the_report() {
    insta::assert_snapshot!("report", table(&document("report.txt")));
}

#[test]
fn the_treaty() {
    insta::assert_snapshot!("treaty", table(&document("treaty.txt")));
}

#[test]
fn the_history() {
    insta::assert_snapshot!("history", table(&document("history.md")));
}
