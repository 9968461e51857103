//! What is known of a document as a whole.

use crate::language::weights::Weights;
use crate::model::{Document, Target};

use super::super::cite::squeeze;
use super::super::index::Index;
use super::super::names::mode_words;
use super::fact::{Card, Fact, FactKind};
use super::writer::WORDS;

/// The most documents of a dossier that its card lists.
const MOST_DOCUMENTS: usize = 500;

/// The card of a dossier: how many documents, of which time, what was left out and why, and all of them by their dates.
fn dossier(document: &Document, index: &Index) -> Card {
    let parts = &document.parts;
    let mut facts = Vec::new();
    let mut fact = |kind, label, text: String, target| facts.push(Fact { kind, label, text, target });
    let dates = parts.iter().filter_map(|part| Some(part.meta.date.as_ref()?.value));
    let (first, last) = (dates.clone().min(), dates.clone().max());
    let text = match first.zip(last) {
        Some((first, last)) if first == last => format!("{} of {first}", counted(parts.len(), "document")),
        Some((first, last)) => format!("{} of {first} to {last}", counted(parts.len(), "document")),
        None => counted(parts.len(), "document"),
    };
    fact(FactKind::Stated, "dossier", text, None);
    let undated = parts.len() - dates.count();
    if undated > 0 {
        let text =
            format!("{} without a date: a file of its own can be read with --date", counted(undated, "document"));
        fact(FactKind::Inferred, "but", text, None);
    }
    fact(FactKind::Stated, "found", found(document, index), None);
    let several = document.events.iter().filter(|event| {
        let first = event.same_as.and_then(|first| document.events.get(first.index()));
        first.is_some_and(|first| document.part_at(first.trigger.start) != document.part_at(event.trigger.start))
    });
    let joined = (0..document.entities.len()).filter(|&nth| index.documents(nth.into()).is_some_and(|of| of > 1));
    let text = format!("{} of several documents, {}", counted(joined.count(), "name"), tellings(several.count()));
    fact(FactKind::Inferred, "joined", text, None);
    for warning in &document.meta.warnings {
        fact(FactKind::Why, "left out", warning.0.clone(), None);
    }
    for (nth, part) in parts.iter().take(MOST_DOCUMENTS).enumerate() {
        let name = squeeze(document.words(document.block(part.heading).span), WORDS);
        let title = part.meta.title.as_ref().map(|title| squeeze(&title.value, WORDS)).filter(|title| *title != name);
        let date = part.meta.date.as_ref().map(|date| date.value.to_string());
        let author = part.meta.author.as_ref().map(|author| squeeze(&author.value, WORDS));
        let language = part.meta.language.as_ref().map(|language| language.code.clone());
        let all: Vec<String> = [Some(name), date, title, author, language].into_iter().flatten().collect();
        let target = Target::Block(part.heading);
        fact(FactKind::Stated, "document", format!("{} {}", nth + 1, all.join(", ")), Some(target));
        for warning in &part.meta.warnings {
            fact(FactKind::Why, "but", warning.0.clone(), None);
        }
    }
    if let Some(more) = parts.len().checked_sub(MOST_DOCUMENTS).filter(|more| *more > 0) {
        fact(FactKind::Stated, "document", format!("{more} more: a number and ]f go on by so many"), None);
    }
    Card { title: squeeze(&document.name(), WORDS), kind: "dossier", facts, target: None }
}

fn tellings(count: usize) -> String {
    match count {
        0 => "no event told twice".into(),
        1 => "1 event told again in another document".into(),
        _ => format!("{count} events told again in another document"),
    }
}

/// The card of the document: its date and where that is from, what its dates count from, how it was read, what was
/// found, and what a reader should know about that.
pub fn about(document: &Document, index: &Index) -> Card {
    if !document.parts.is_empty() {
        return dossier(document, index);
    }
    let meta = &document.meta;
    let mut facts = Vec::new();
    let mut fact = |kind, label, text: String, target| facts.push(Fact { kind, label, text, target });
    match &meta.date {
        Some(date) => {
            let text = format!("{} ({})", date.value, date.by);
            fact(FactKind::Stated, "date", text, date.span.map(Target::Span));
        }
        None => fact(FactKind::Inferred, "date", "none stated: --date says it".into(), None),
    }
    if let Some(author) = &meta.author {
        let text = format!("{} ({})", squeeze(&author.value, WORDS), author.by);
        fact(FactKind::Stated, "by", text, author.span.map(Target::Span));
    }
    fact(FactKind::Inferred, "dates count", mode_words(meta), None);
    let language = meta.language.as_ref().map_or("", |language| language.code.as_str());
    let read = [meta.format.as_str(), meta.encoding.as_str(), language];
    let read: Vec<&str> = read.into_iter().filter(|part| !part.is_empty()).collect();
    fact(FactKind::Stated, "read as", read.join(", "), None);
    if !language.is_empty() && !Weights::has_names(language) {
        let text = "found by lists, capitals and patterns: there is no model for this language".into();
        fact(FactKind::Why, "names", text, None);
    }
    fact(FactKind::Stated, "found", found(document, index), None);
    for warning in &meta.warnings {
        fact(FactKind::Why, "but", warning.0.clone(), None);
    }
    Card { title: squeeze(&document.name(), WORDS), kind: "document", facts, target: None }
}

/// How much of everything there is.
fn found(document: &Document, index: &Index) -> String {
    let found = [
        counted(document.blocks.len() - document.parts.len(), "paragraph"),
        counted(document.entities.len(), "name"),
        counted(document.timexes.len(), "time expression"),
        counted(document.events.len(), "event"),
        counted(index.claimants().len(), "claimant"),
    ];
    found.join(", ")
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::petition;
    use super::*;
    use crate::model::{Language, Provenance};

    #[test]
    fn a_document_tells_its_date_and_what_was_found() {
        let mut document = petition().document;
        document.meta.warnings.push(crate::model::Warning("cut at 1 GiB".into()));
        let card = about(&document, &Index::new(&document));
        let line = |label: &str| card.facts.iter().find(|fact| fact.label == label).map(|fact| fact.text.as_str());
        assert_eq!(line("date"), Some("none stated: --date says it"));
        assert_eq!(line("but"), Some("cut at 1 GiB"));
        assert!(line("found").unwrap().contains(&counted(document.events.len(), "event")));
        assert!(about(&Document::default(), &Index::default()).facts.len() > 1);
        assert_eq!(line("names"), None);
        document.meta.language =
            Some(Language { code: "de".into(), provenance: Provenance::new("told", Vec::new(), 1.0) });
        let card = about(&document, &Index::new(&document));
        assert!(card.facts.iter().any(|fact| fact.label == "names" && fact.text.contains("no model")));
    }
}
