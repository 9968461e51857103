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
    dossier.bind(&known, &[], &Options::default().languages)
}

const FIRST: &str = "LONDON, 3 May 2021 – Maria Velt met Karl Oster in London on 2 May 2021. Velt left on Monday.\n\n\
    \"We agreed,\" said Karl Oster.";
const SECOND: &str = "PARIS, 5 May 2021 – Karl Oster met Maria Velt on 2 May 2021, the ministry said. See Article 1.\n\n\
    Article 1\n\nVelt spoke.";

#[test]
fn every_span_stands_on_the_words_that_it_had() {
    let (dossier, known) = dossier(&[FIRST, SECOND]);
    let bound = dossier.bind(&known, &[], &Options::default().languages);
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
    let plain = dossier.bind(&known, &[], &Options::default().languages);
    let place = |document: &Document, words: &str| {
        let found = document.mentions.iter().rfind(|mention| document.words(mention.span) == words);
        crate::model::Passage::new(&document.text, found.expect("it is named").span)
    };
    let merge = Correction::Merge { at: place(&plain, "Oster"), with: place(&plain, "Karl Oster") };
    let bound = dossier.bind(&known, &[merge], &Options::default().languages);
    assert_eq!(bound.entities.len() + 1, plain.entities.len());
    assert!(bound.corrections.iter().all(|Applied { fits, .. }| *fits) && bound.corrections.len() == 1);
}

#[test]
fn what_is_not_analysed_yet_is_there_to_be_read() {
    let (dossier, known) = dossier(&[FIRST, SECOND]);
    let some = dossier.bind(&[None, known[1].clone()], &[], &Options::default().languages);
    assert_eq!(some.text, dossier.bare().text);
    assert!(some.mentions.iter().all(|mention| mention.span.start >= some.parts[1].text.start));
    assert!(
        Dossier::new(Source::Dossier(vec![]), vec![]).bind(&[], &[], &Options::default().languages).parts.is_empty()
    );
}

/// How many there are of the name, and who says of whom that they may be one.
fn called(bound: &Document, name: &str) -> (usize, usize) {
    let all = bound.entities.iter().filter(|entity| entity.name == name);
    let doubts = all.clone().flat_map(|entity| &entity.related);
    (all.count(), doubts.filter(|relation| relation.kind == RelationKind::MaybeSame).count())
}

#[test]
fn two_people_of_one_name_stay_apart_where_their_titles_differ() {
    let texts = ["Mr. Robin Shaw met Karl Oster in Paris. Mr. Shaw left.", "Mrs. Robin Shaw sang in London."];
    assert_eq!(called(&bound(&texts), "Robin Shaw"), (2, 2));
    let texts = ["Mr. Robin Shaw met Karl Oster in Paris. Mr. Shaw left.", "Robin Shaw sang in London."];
    assert_eq!(called(&bound(&texts), "Robin Shaw"), (1, 0));
}

#[test]
fn a_surname_is_somebody_by_the_role_that_both_documents_give() {
    let full = "Karl Oster, the president of Zornia, spoke on Monday. Mr. Oster left.";
    let bound = bound(&[full, "President Oster resigned on 7 May 2021.", "Oster, a plumber, sang."]);
    let oster = bound.entities.iter().find(|entity| entity.name == "Karl Oster").expect("he is named");
    let parts: Vec<_> = oster.mentions.iter().map(|id| bound.part_at(bound.mentions[id.index()].span.start)).collect();
    assert!(parts.contains(&Some(1)) && !parts.contains(&Some(2)), "{parts:?}");
}

#[test]
fn bodies_that_every_country_has_stay_apart() {
    let texts = ["The Supreme Court ruled in Cairo on Monday.", "Judges of the Supreme Court met in London on Monday."];
    assert_eq!(called(&bound(&texts), "Supreme Court"), (2, 2));
    let texts = ["The Zorn Rescue Committee met on Monday.", "Aid came from the Zorn Rescue Committee."];
    assert_eq!(called(&bound(&texts), "Zorn Rescue Committee"), (1, 0));
}

/// The tellings of the triggers, each by the number of the first in which it is told.
fn tellings(bound: &Document, trigger: &str) -> Vec<usize> {
    let all = (0..bound.events.len()).filter(|nth| bound.words(bound.events[*nth].trigger) == trigger);
    let all: Vec<usize> = all.collect();
    let first = |nth: usize| bound.events[nth].same_as.map_or(nth, |first| first.index());
    all.iter().map(|&nth| all.iter().position(|other| *other == first(nth)).unwrap_or(usize::MAX)).collect()
}

#[test]
fn two_reports_that_disagree_on_the_date_tell_one_event() {
    let texts = [
        "LONDON, 3 May 2021 – Maria Velt met Karl Oster in London on 2 May 2021.",
        "PARIS, 5 May 2021 – Maria Velt met Karl Oster in London on 3 May 2021.",
    ];
    assert_eq!(tellings(&bound(&texts), "met"), [0, 0]);
}

#[test]
fn two_events_of_one_day_stay_two() {
    let texts = [
        "ROME, 3 May 2021 – Zornia attacked Velden on 2 May 2021.",
        "PARIS, 5 May 2021 – Zornia attacked Bergen on 2 May 2021.",
        "PARIS, 6 May 2021 – Maria Velt did not meet Karl Oster on 2 May 2021.",
        "PARIS, 6 May 2021 – Maria Velt met Karl Oster on 2 May 2021.",
    ];
    let bound = bound(&texts);
    assert_eq!(tellings(&bound, "attacked"), [0, 1]);
    assert!(bound.events.iter().all(|event| event.same_as.is_none()));
}
