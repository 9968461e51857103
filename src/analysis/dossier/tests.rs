use super::*;
use crate::analysis::{Options, analyse};
use crate::input;
use crate::model::{Applied, Event, Form, RelationKind, Target};

fn dossier(texts: &[&str]) -> (Dossier, Vec<Option<Arc<Document>>>) {
    let bare: Vec<(String, Document)> = (texts.iter().enumerate())
        .map(|(nth, text)| (format!("{nth}.txt"), input::from_text(Source::Stdin, (*text).to_owned())))
        .collect();
    let known =
        bare.iter().map(|(_, bare)| Some(Arc::new(analyse(bare.clone(), &Options::default(), |_| true)))).collect();
    (Dossier::new(Source::Dossier(vec![]), bare), known)
}

fn bound(texts: &[&str]) -> Document {
    let (dossier, known) = dossier(texts);
    dossier.bind(&known, &[])
}

const FIRST: &str = "LONDON, 3 May 2021 – Maria Velt met Karl Oster in London on 2 May 2021. Velt left on Monday.\n\n\
    \"We agreed,\" said Karl Oster.";
const SECOND: &str = "PARIS, 5 May 2021 – Karl Oster met Maria Velt on 2 May 2021, the ministry said. See Article 1.\n\n\
    Article 1\n\nVelt spoke.";

#[test]
fn every_span_stands_on_the_words_that_it_had() {
    let (dossier, known) = dossier(&[FIRST, SECOND]);
    let bound = dossier.bind(&known, &[]);
    let words = |document: &Document| {
        let mut all: Vec<String> = Vec::new();
        let mut say = |span: Span| all.push(document.words(span).to_owned());
        document.sentences.iter().for_each(|item| say(item.span));
        document.timexes.iter().for_each(|item| say(item.span));
        document.mentions.iter().for_each(|item| say(item.span));
        document.events.iter().for_each(|item| {
            say(item.trigger);
            say(item.span);
        });
        document.quotes.iter().for_each(|item| {
            say(item.span);
            item.source.into_iter().for_each(&mut say);
        });
        document.references.iter().for_each(|item| {
            say(item.span);
            for target in &item.targets {
                match target {
                    Target::Span(span) => say(*span),
                    Target::Block(block) => say(document.block(*block).span),
                    Target::Event(event) => say(document.events[event.index()].trigger),
                    _ => {}
                }
            }
        });
        all.sort();
        all
    };
    let mut apart: Vec<String> = known.iter().flatten().flat_map(|own| words(own)).collect();
    apart.sort();
    assert_eq!(words(&bound), apart);
    assert!(apart.len() > 30, "{apart:?}");
    for part in &bound.parts {
        assert!(part.text.of(&bound.text).contains("2021") && bound.block(part.heading).span.start == part.span.start);
        assert!(part.meta.date.as_ref().is_some_and(|date| date.span.is_some_and(|s| bound.words(s).contains("May"))));
    }
    assert_eq!(bound.meta_at(bound.parts[1].text.start).date, bound.parts[1].meta.date);
}

#[test]
fn one_full_name_is_one_and_a_lone_surname_only_perhaps() {
    let bound = bound(&[FIRST, SECOND, "Mr. Oster resigned on 7 May 2021."]);
    let named = |name: &str| bound.entities.iter().filter(|entity| entity.name == name).collect::<Vec<_>>();
    assert_eq!((named("Maria Velt").len(), named("Karl Oster").len(), named("Mr. Oster").len()), (1, 1, 1));
    let parts: Vec<_> = (named("Karl Oster")[0].mentions.iter())
        .map(|mention| bound.part_at(bound.mentions[mention.index()].span.start))
        .collect();
    assert!(parts.contains(&Some(0)) && parts.contains(&Some(1)) && !parts.contains(&Some(2)), "{parts:?}");
    let perhaps = named("Mr. Oster")[0].related.iter().find(|relation| relation.kind == RelationKind::MaybeSame);
    assert_eq!(perhaps.map(|relation| bound.entities[relation.entity.index()].name.as_str()), Some("Karl Oster"));
    for (nth, mention) in bound.mentions.iter().enumerate() {
        assert!(bound.entities[mention.entity.index()].mentions.iter().any(|id| id.index() == nth));
        assert!(mention.form != Form::Name || !bound.words(mention.span).is_empty());
    }
}

#[test]
fn what_two_documents_tell_is_one_event_with_two_tellings() {
    let bound = bound(&[FIRST, SECOND]);
    let met: Vec<&Event> = bound.events.iter().filter(|event| bound.words(event.trigger) == "met").collect();
    assert_eq!(met.len(), 2);
    assert_eq!(met[1].same_as.map(|first| &bound.events[first.index()]), Some(met[0]));
}

#[test]
fn corrections_of_the_dossier_are_laid_over_what_is_bound() {
    let (dossier, known) = dossier(&[FIRST, "Mr. Oster resigned on 7 May 2021."]);
    let plain = dossier.bind(&known, &[]);
    let place = |document: &Document, words: &str| {
        let found = document.mentions.iter().rfind(|mention| document.words(mention.span) == words);
        crate::model::Passage::new(&document.text, found.expect("it is named").span)
    };
    let merge = Correction::Merge { at: place(&plain, "Oster"), with: place(&plain, "Karl Oster") };
    let bound = dossier.bind(&known, &[merge]);
    assert_eq!(bound.entities.len() + 1, plain.entities.len());
    assert!(bound.corrections.iter().all(|Applied { fits, .. }| *fits) && bound.corrections.len() == 1);
}

#[test]
fn what_is_not_analysed_yet_is_there_to_be_read() {
    let (dossier, known) = dossier(&[FIRST, SECOND]);
    let some = dossier.bind(&[None, known[1].clone()], &[]);
    assert_eq!(some.text, dossier.bare().text);
    assert!(some.mentions.iter().all(|mention| mention.span.start >= some.parts[1].text.start));
    assert!(Dossier::new(Source::Dossier(vec![]), vec![]).bind(&[], &[]).parts.is_empty());
}
