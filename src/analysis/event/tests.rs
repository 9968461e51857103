use crate::analysis::fixture;
use crate::model::{Document, Event, Modality, Status};

/// The events that are not only told of in passing.
fn worthwhile(document: &Document) -> Vec<&Event> {
    document.events.iter().filter(|event| event.salience >= Event::SLIGHT).collect()
}

/// Each event as "trigger: value, modality", by its trigger.
fn check(text: &str, expected: &[&str]) {
    let document: Document = fixture::annotated(text);
    let modality = |modality| match modality {
        Modality::Asserted => "",
        Modality::Negated => ", negated",
        Modality::Planned => ", planned",
        Modality::Conditional => ", conditional",
        Modality::CalledFor => ", called for",
        Modality::ReportedAsClaimed => ", claimed",
    };
    let value = |event: &Event| event.when.as_ref().map_or("-", |when| &*when.edtf).to_owned();
    let found = worthwhile(&document)
        .into_iter()
        .map(|event| format!("{}: {}{}", document.words(event.trigger), value(event), modality(event.modality)));
    assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn a_date_in_the_clause_dates_the_event() {
    check("The army attacked the town on 3 May 1921.", &["attacked: 1921-05-03"]);
    check(
        "On 3 May 1921 the army attacked the town and the rebels fled.",
        &["attacked: 1921-05-03", "fled: 1921-05-03"],
    );
    check("The army attacked the town before 1994.", &["attacked: ../1994"]);
}

#[test]
fn a_date_of_other_words_dates_nothing_else() {
    check("Mr. Smith, who fell ill in May 1921, left Paris.", &["fell: 1921-05", "left: -"]);
    check("In the spring of 1714 merchants attacked Paris.", &["attacked: 1714-21"]);
    check("In 1714 merchants attacked Paris.", &["attacked: 1714"]);
    check("On 3 May 1921 the army, by the rule that Paris kept, left.", &["left: 1921-05-03"]);
}

#[test]
fn a_headline_is_of_the_day_of_the_report() {
    let document = fixture::annotated(
        "Mr. Smith walks out of prison\n\nPARIS, May 3, 1921 — The army was away, he said yesterday.",
    );
    let event = document.events.first().expect("an event");
    assert_eq!(event.when.as_ref().map(|when| &*when.edtf), Some("1921-05-03"));
    assert_eq!(event.status, Status::Inferred);
    assert_eq!(event.provenance.rule.to_string(), "headline of a news report of this date");
}

#[test]
fn an_event_without_a_date_gets_none() {
    let document = fixture::annotated("The army attacked Paris on 3 May 1921. The rebels fled from Paris.");
    let fled = document.events.last().expect("an event");
    assert_eq!((document.words(fled.trigger), &fled.when, fled.status), ("fled", &None, Status::Unresolved));
}

#[test]
fn modality_is_read_off_what_governs() {
    check("The rebels did not attack the town in 1921.", &["attack: 1921, negated"]);
    check("The rebels refused to leave the town in 1921.", &["refused: 1921", "leave: 1921, negated"]);
    check("The government plans to build a road in 1921.", &["build: 1921, planned"]);
    check("Each party shall withdraw the army in 1921.", &["withdraw: 1921, called for"]);
    check("I shall leave the army in 1921.", &["leave: 1921"]);
    check("No army attacked the town in 1921.", &["attacked: 1921, negated"]);
    check("They must withdraw the army in 1921.", &["withdraw: 1921, called for"]);
    check("If they attack the town in 1921, we flee.", &["attack: 1921, conditional"]);
}

#[test]
fn labels_are_words_of_the_document() {
    let label = |text: &str| worthwhile(&fixture::annotated(text)).last().expect("an event").label.clone();
    assert_eq!(
        label("On 3 May 1921 the old army quickly attacked the town of the rebels in the north."),
        "the old army attacked the town"
    );
    assert_eq!(
        label("The towns, which were occupied for many years, were liberated in 1921."),
        "The towns were liberated in 1921"
    );
    assert_eq!(
        label("In 1921 the parties signed the Protocol on Environmental Protection."),
        "the parties signed the Protocol"
    );
    assert_eq!(
        label("Mr. Smith was sentenced in Paris in November of 1921 by the court."),
        "Mr. Smith was sentenced in Paris"
    );
    assert_eq!(label("The army left Paris on 3 May, the day of the great storm."), "The army left Paris on 3 May");
    assert_eq!(label("Article 1\n\n4. The army shall leave Paris."), "The army shall leave Paris");
    assert_eq!(label("The reports of the men were sent to Paris."), "The reports of the men were sent");
    assert_eq!(label("One of them was dropped in Paris."), "One of them was dropped in Paris");
    assert_eq!(label("The men named in the list met in Paris."), "The men met in Paris");
    assert_eq!(label("Those who are still in prison left Paris."), "Those left Paris");
    assert_eq!(label("Those who watched the game left Paris."), "Those left Paris");
}

#[test]
fn what_cannot_be_a_subject_has_no_verb() {
    check("In 1753 the men gave him a pocket watch.", &["gave: 1753"]);
    check("The watch was five seconds slow in 1753.", &[]);
    check("In 1753 the rods, of brass and steel works, left Paris.", &["left: 1753"]);
    check("In 1753 a bomb hit Paris.", &["hit: 1753"]);
    check("In 1753 the men attack Paris.", &["attack: -"]);
}

#[test]
fn a_heading_without_a_verb_tells_nothing() {
    check("Article 9\nMeetings\n\nThere is no meeting.\n\nArticle 10\nChange and review", &[]);
}

#[test]
fn who_says_so_is_kept() {
    let document =
        fixture::annotated("Mr. Smith said that the army attacked Paris in 1921. The army left Paris in 1922.");
    let told =
        |word: &str| document.events.iter().find(|event| document.words(event.trigger) == word).expect("an event");
    let name = |entity: crate::model::EntityId| &*document.entities[entity.index()].name;
    assert_eq!(told("attacked").claimant.map(name), Some("Mr. Smith"));
    assert_eq!((told("left").claimant, told("left").quote), (None, None));
}

#[test]
fn an_event_told_again_is_the_same() {
    let document = fixture::annotated("Rebels attacked Paris in 1921. Paris soon forgot the attack of 1921.");
    let again = document.events.iter().find_map(|event| Some((document.words(event.trigger), event.same_as?)));
    let (word, first) = again.expect("a mention");
    assert_eq!((word, document.words(document.events[first.index()].trigger)), ("attack", "attacked"));
}

/// What the petition tells, if it is there: events with their claimant, the quotation, and where its words lead.
#[test]
fn the_petition_is_read_as_a_reader_would() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/petition.txt");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return;
    };
    let document = fixture::annotated(&text);
    let quote =
        document.quotes.iter().find(|quote| quote.kind == crate::model::QuoteKind::Direct).expect("a quotation");
    let words = document.words(quote.span);
    assert!(words.starts_with("From the beginning") && words.ends_with("human rights and freedoms."), "{words}");
    assert_eq!((quote.depth, quote.source.map(|source| document.words(source))), (1, Some("The petition")));
    let author = quote.speaker.expect("somebody signs");
    assert!(document.entities[author.index()].name.contains("ATUC"));

    let event = |label: &str| document.events.iter().find(|event| event.label.contains(label)).expect(label);
    let edtf = |label: &str| event(label).when.as_ref().map(|when| when.edtf.as_str());
    assert_eq!(edtf("invaded the lands"), Some("199X"));
    assert_eq!(edtf("were liberated"), Some("2020-09-27"));
    assert_eq!(edtf("committed military provocation"), Some("XXXX-09-12/XXXX-09-13"));
    assert_eq!(edtf("were occupied"), None);
    assert_eq!(event("invaded the lands").claimant, Some(author));
    assert_eq!(event("trade unions appealed").quote, None);
    assert_eq!(event("withdraw the Armenian armed forces").modality, Modality::Negated);
    assert_eq!(event("react to the provocations").modality, Modality::CalledFor);

    let leads = |words: &str, to: &str| {
        let reference =
            document.references.iter().find(|reference| document.words(reference.span) == words).expect(words);
        let target = match reference.targets.first().expect("a target") {
            crate::model::Target::Event(event) => document.events[event.index()].trigger,
            crate::model::Target::Span(span) => *span,
            other => panic!("{words} leads to {other:?}"),
        };
        assert_eq!(document.words(target), to, "{words}");
    };
    leads("the liberated territories", "liberated");
    leads("the tripartite statements", "the tripartite declaration");
    leads("the tripartite Declarations", "the tripartite declaration");
    leads("this country", "Armenia");
}

#[test]
fn what_nobody_did_is_told_with_nobody() {
    let document =
        crate::analysis::fixture::annotated("On 3 May 1921 the mayor asked, and nobody in the room dared to answer.");
    let told: Vec<_> = document.events.iter().map(|event| (event.label.as_str(), event.modality)).collect();
    assert_eq!(
        told,
        [
            ("the mayor asked", Modality::Asserted),
            ("nobody in the room dared to answer", Modality::Negated),
            ("answer", Modality::Negated)
        ]
    );
}

/// Each event of a news report of 4 May 1921 as "trigger: value".
fn check_news(text: &str, expected: &[&str]) {
    let document = fixture::annotated(&format!("PARIS, May 4, 1921 — {text}"));
    let value = |event: &Event| event.when.as_ref().map_or("-", |when| &*when.edtf).to_owned();
    let found = document.events.iter().map(|event| format!("{}: {}", document.words(event.trigger), value(event)));
    assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn what_the_narrator_of_news_says_is_said_is_of_the_day_of_the_report() {
    check_news("The mayor said the army fled.", &["said: 1921-05-04", "fled: -"]);
    check_news("The mayor has said the army fled.", &["said: -", "fled: -"]);
    check_news("The mayor said on Monday that the army fled.", &["said: 1921-05-02", "fled: -"]);
    check_news("The mayor said today it had attacked Paris.", &["said: 1921-05-04", "attacked: -"]);
    check_news("The mayor said the army attacked Paris in 1919.", &["said: 1921-05-04", "attacked: 1919"]);
    check_news("The mayor declined to answer.", &["declined: 1921-05-04", "answer: 1921-05-04"]);
}

#[test]
fn what_goes_with_a_verb_shares_its_date() {
    let shared = |text: &str, expected: &[&str]| {
        let document = fixture::annotated(text);
        let found = document
            .events
            .iter()
            .filter(|event| event.provenance.rule.to_string() == "time of the verb that it goes with");
        let words: Vec<_> = found.map(|event| document.words(event.trigger)).collect();
        assert_eq!(words, expected, "{text}");
    };
    shared("On 3 May 1921 the army left Paris, burning the bridges.", &["burning"]);
    shared("The army left Paris on 3 May 1921, burning the bridges.", &["burning"]);
    shared("The army left Paris on 3 May 1921 when the rebels attacked.", &["attacked"]);
    shared("The army left Paris before 3 May 1921 and burnt the bridges.", &[]);
    shared("The army left Paris on 3 May 1921. The rebels burnt the bridges.", &[]);
}
