//! What is known of a document as a whole.

use crate::language::weights::Weights;
use crate::model::{Document, Target};

use super::super::cite::squeeze;
use super::super::index::Index;
use super::super::names::mode_words;
use super::fact::{Card, Fact, FactKind};
use super::writer::WORDS;

/// The card of the document: its date and where that is from, what its dates count from, how it was read, what was
/// found, and what a reader should know about that.
pub fn about(document: &Document, index: &Index) -> Card {
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
    let found = [
        counted(document.blocks.len(), "paragraph"),
        counted(document.entities.len(), "name"),
        counted(document.timexes.len(), "time expression"),
        counted(document.events.len(), "event"),
        counted(index.claimants().len(), "claimant"),
    ];
    fact(FactKind::Stated, "found", found.join(", "), None);
    for warning in &meta.warnings {
        fact(FactKind::Why, "but", warning.0.clone(), None);
    }
    Card { title: squeeze(&document.name(), WORDS), kind: "document", facts, target: None }
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
