//! Whatever a text holds, the whole pipeline comes through, and all that it finds stands on whole characters of the
//! text.

use proptest::prelude::*;

use super::{Options, analyse};
use crate::input::from_text;
use crate::model::{Document, Source, Span, Target};

/// What texts are put together of: words and signs that some stage looks at more closely, in several scripts.
const PARTS: &[&str] = &[
    "Mr.",
    "Mrs.",
    "Anna",
    "Müller",
    "Österreich",
    "ökonomisches",
    "Größenordnungen",
    "Mohbaliyev",
    "Möhbalıyev",
    "İstanbul",
    "O’Brien",
    "d'Arc",
    "naïveté",
    "coöperation",
    "réélection",
    "Красноярск",
    "заявил",
    "Հայաստան",
    "日本政府",
    "🙂",
    "e\u{301}",
    "a\u{200d}b",
    "\u{202e}x",
    "the",
    "a",
    "this",
    "these",
    "said",
    "says",
    "according to",
    "told",
    "met",
    "was",
    "been",
    "has",
    "attacks",
    "cancellation",
    "Änderungen",
    "waiver",
    "storm",
    "declaration",
    "incident",
    "result",
    "storming",
    "burnt",
    "and",
    "to",
    "by",
    "of",
    "in",
    "on",
    "behind",
    "who",
    "he",
    "she",
    "it",
    "I",
    "We",
    "ANC",
    "U.S.",
    "the United Nations",
    "Article 4(2)",
    "paragraphs 3 to 7 above",
    "§ 12",
    "Annex II",
    "3 May 1921",
    "May",
    "Monday",
    "1990s",
    "September 12",
    "the 18th century",
    "two years later",
    "44 BC",
    "yesterday",
    "last week",
    "at 10.30",
    "XVI",
    "“",
    "”",
    "\"",
    "'",
    "’",
    "‘",
    "«",
    "»",
    "„",
    "—",
    "–",
    "-",
    "(",
    ")",
    "[",
    "]",
    ",",
    ";",
    ":",
    ".",
    "!",
    "?",
    "…",
    "\n",
    "\n\n",
    "\n\n    ",
    "\n\n— ",
    "\n\n> ",
    "Q.",
    "A.",
];

/// Languages to read them in, English most often; none is as it is found out.
const LANGUAGES: &[&str] =
    &["en", "en", "en", "en", "", "", "de", "es", "fr", "it", "pt", "ru", "uk", "tr", "az", "hy"];

fn check(document: &Document) {
    let text = &document.text;
    let stands = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
    document.sentences.iter().for_each(|item| stands(item.span));
    document.timexes.iter().for_each(|item| stands(item.span));
    for (nth, mention) in document.mentions.iter().enumerate() {
        stands(mention.span);
        assert!(document.entities[mention.entity.index()].mentions.iter().any(|id| id.index() == nth), "{text:?}");
    }
    for event in &document.events {
        stands(event.trigger);
        stands(event.span);
        let known = event.participants.iter().chain(&event.place).chain(&event.claimant);
        known.for_each(|entity| assert!(entity.index() < document.entities.len(), "{text:?}"));
    }
    for quote in &document.quotes {
        [Some(quote.span), quote.source, quote.cue].into_iter().flatten().for_each(stands);
    }
    for reference in &document.references {
        stands(reference.span);
        for target in &reference.targets {
            match target {
                Target::Span(span) => stands(*span),
                Target::Event(event) => assert!(event.index() < document.events.len(), "{text:?}"),
                Target::Entity(entity) => assert!(entity.index() < document.entities.len(), "{text:?}"),
                _ => {}
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_stops_the_analysis(
        parts in prop::collection::vec((prop::sample::select(PARTS), any::<bool>()), 1..120),
        language in prop::sample::select(LANGUAGES),
    ) {
        let text: String = parts.iter().flat_map(|(part, glued)| [*part, if *glued { "" } else { " " }]).collect();
        let language = (!language.is_empty()).then(|| language.to_owned());
        check(&analyse(from_text(Source::Stdin, text), &Options { language, ..Options::default() }, |_| true));
    }

    #[test]
    fn letters_at_random_do_not_either(text in "\\PC{0,300}") {
        check(&analyse(from_text(Source::Stdin, text), &Options { language: Some("en".into()), ..Options::default() }, |_| true));
    }
}
