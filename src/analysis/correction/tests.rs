use crate::analysis::{Options, analyse};
use crate::input;
use crate::model::{Applied, Corrected, Correction, Document, EntityKind, Mode, Passage, Source, Span, Was};

const STORY: &str = "Anna Berg signed the treaty in Geneva. Karl Berg was not there. Later Berg said that it was over.\n\n\
                     “We have lost,” said the mayor. Geneva slept.\n\n\
                     “So have we,” Anna Berg said, “and long ago.”";

fn nth_at(text: &str, words: &str, nth: usize) -> Passage {
    let (start, _) = text.match_indices(words).nth(nth).expect("the words stand there");
    Passage::new(text, Span::new(start, start + words.len()))
}

fn at(words: &str) -> Passage {
    nth_at(STORY, words, 0)
}

fn read(text: &str, corrections: Vec<Correction>) -> Document {
    let options = Options { corrections, ..Options::default() };
    let document = analyse(input::from_text(Source::Stdin, text.to_owned()), &options, |_| true);
    assert_eq!(document.corrections.len(), options.corrections.len());
    sound(&document);
    document
}

/// Every number leads to what it is the number of.
fn sound(document: &Document) {
    for (nth, mention) in document.mentions.iter().enumerate() {
        assert!(document.entities[mention.entity.index()].mentions.contains(&nth.into()));
    }
    let firsts: Vec<_> = document.entities.iter().map(|entity| entity.mentions[0]).collect();
    assert!(firsts.is_sorted(), "{firsts:?}");
    let mentions: usize = document.entities.iter().map(|entity| entity.mentions.len()).sum();
    assert_eq!(mentions, document.mentions.len());
    let ties = document.entities.iter().flat_map(|entity| &entity.related);
    assert!(ties.map(|tie| tie.entity.index()).all(|other| other < document.entities.len()));
}

/// The entities as "name: mentions", in the order of first mention.
fn cast(document: &Document) -> Vec<String> {
    let words = |entity: &crate::model::Entity| -> Vec<&str> {
        entity.mentions.iter().map(|id| document.words(document.mentions[id.index()].span)).collect()
    };
    document.entities.iter().map(|entity| format!("{}: {}", entity.name, words(entity).join(", "))).collect()
}

#[track_caller]
fn check(corrections: Vec<Correction>, expected: &[&str]) -> Document {
    let document = read(STORY, corrections);
    assert_eq!(cast(&document), expected);
    document
}

fn entity<'a>(document: &'a Document, applied: &Applied) -> &'a crate::model::Entity {
    let Some(Corrected::Entity(id)) = applied.on else { panic!("{applied:?} concerns no entity") };
    &document.entities[id.index()]
}

const AS_FOUND: [&str; 3] = ["Anna Berg: Anna Berg, Anna Berg", "Geneva: Geneva, Geneva", "Karl Berg: Karl Berg, Berg"];

#[test]
fn two_are_one() {
    check(vec![], &AS_FOUND);
    let merge = Correction::Merge { at: at("Karl Berg"), with: at("Anna Berg") };
    let document = check(vec![merge], &["Anna Berg: Anna Berg, Karl Berg, Berg, Anna Berg", "Geneva: Geneva, Geneva"]);
    let applied = &document.corrections[0];
    assert_eq!((applied.fits, &applied.was), (true, &Was::Called("Karl Berg".into())));
    assert_eq!(entity(&document, applied).name, "Anna Berg");
    let why = document.mentions.iter().find(|mention| document.words(mention.span) == "Karl Berg");
    let why = why.and_then(|mention| mention.provenance.as_ref()).expect("why it is one");
    assert_eq!((why.rule.0.as_ref(), document.words(why.evidence[0])), ("put together by the reader", "Anna Berg"));
}

#[test]
fn one_is_two() {
    let berg = || nth_at(STORY, "Berg", 2);
    let here = Correction::Split { at: berg(), every: false };
    let apart = ["Anna Berg: Anna Berg, Anna Berg", "Geneva: Geneva, Geneva", "Karl Berg: Karl Berg", "Berg: Berg"];
    check(vec![here.clone()], &apart);
    check(vec![Correction::Split { at: berg(), every: true }], &apart);
    // Somebody else's after all.
    let merge = Correction::Merge { at: berg(), with: at("Anna Berg") };
    let hers = ["Anna Berg: Anna Berg, Berg, Anna Berg", "Geneva: Geneva, Geneva", "Karl Berg: Karl Berg"];
    check(vec![here, merge], &hers);
    // Who loses the name is called by what is left.
    let document = check(
        vec![Correction::Split { at: at("Karl Berg"), every: true }],
        &["Anna Berg: Anna Berg, Anna Berg", "Geneva: Geneva, Geneva", "Karl Berg: Karl Berg", "Berg: Berg"],
    );
    assert_eq!(document.corrections[0].was, Was::Called("Karl Berg".into()));
    // There is nothing to split where all is called so.
    let document = check(vec![Correction::Split { at: at("Geneva"), every: true }], &AS_FOUND);
    assert_eq!((document.corrections[0].fits, &document.corrections[0].was), (true, &Was::Same));
    check(
        vec![Correction::Split { at: at("Geneva"), every: false }],
        &["Anna Berg: Anna Berg, Anna Berg", "Geneva: Geneva", "Karl Berg: Karl Berg, Berg", "Geneva: Geneva"],
    );
}

#[test]
fn names_and_kinds_are_the_readers() {
    let rename = Correction::Rename { at: nth_at(STORY, "Berg", 2), name: "Karl the Younger".into() };
    let kind = Correction::Kind { at: at("Geneva"), kind: EntityKind::Org };
    let document = read(STORY, vec![rename, kind]);
    assert_eq!(entity(&document, &document.corrections[0]).name, "Karl the Younger");
    assert_eq!(document.corrections[0].was, Was::Called("Karl Berg".into()));
    assert_eq!(entity(&document, &document.corrections[1]).kind, EntityKind::Org);
    assert_eq!(document.corrections[1].was, Was::Of(EntityKind::Place));
}

#[test]
fn what_is_no_entity_is_none_anywhere() {
    let document = check(
        vec![Correction::Never { at: nth_at(STORY, "Geneva", 1) }],
        &["Anna Berg: Anna Berg, Anna Berg", "Karl Berg: Karl Berg, Berg"],
    );
    assert_eq!((document.corrections[0].fits, document.corrections[0].on), (true, None));
}

#[test]
fn of_two_that_contradict_each_other_the_later_counts() {
    let name = |name: &str| Correction::Rename { at: at("Anna Berg"), name: name.into() };
    assert_eq!(read(STORY, vec![name("A"), name("B")]).entities[0].name, "B");
    let merge = Correction::Merge { at: at("Karl Berg"), with: at("Anna Berg") };
    let split = Correction::Split { at: at("Karl Berg"), every: true };
    let document = read(STORY, vec![merge.clone(), split.clone()]);
    assert!(cast(&document).contains(&"Karl Berg: Karl Berg".to_owned()), "{:?}", cast(&document));
    let document = read(STORY, vec![split, merge]);
    assert!(
        cast(&document).contains(&"Anna Berg: Anna Berg, Karl Berg, Anna Berg".to_owned()),
        "{:?}",
        cast(&document)
    );
}

/// Who says the `nth` quotation.
fn speaker(document: &Document, nth: usize) -> Option<&str> {
    document.quotes[nth].speaker.map(|id| document.entities[id.index()].name.as_str())
}

#[test]
fn a_speaker_is_set_and_so_is_that_of_what_goes_on() {
    let quotes = |document: &Document| -> Vec<String> {
        let name = |quote| speaker(document, quote).unwrap_or("?").to_owned();
        let words = |quote: usize| document.words(document.quotes[quote].span);
        (0..document.quotes.len()).map(|quote| format!("{}: {}", name(quote), words(quote))).collect()
    };
    let found = read(STORY, vec![]);
    let number = |words: &str| {
        let found = found.quotes.iter().position(|quote| found.words(quote.span).starts_with(words));
        found.expect("the quotation is found")
    };
    let (lost, so, and) = (number("We have lost"), number("So have we"), number("and long ago"));
    assert_eq!(
        (speaker(&found, so), speaker(&found, and)),
        (Some("Anna Berg"), Some("Anna Berg")),
        "{:?}",
        quotes(&found)
    );
    let quote = |nth: usize| Passage::new(STORY, found.quotes[nth].span);
    let document = read(
        STORY,
        vec![
            Correction::Speaker { at: quote(lost), speaker: Some(at("Karl Berg")) },
            Correction::Speaker { at: quote(and), speaker: Some(at("Geneva")) },
        ],
    );
    assert_eq!(speaker(&document, lost), Some("Karl Berg"));
    assert_eq!((speaker(&document, so), speaker(&document, and)), (Some("Geneva"), Some("Geneva")));
    assert_eq!(document.corrections[1].was, Was::Said(Some("Anna Berg".into())));
    assert_eq!(document.quotes[so].provenance.rule.0.as_ref(), "speaker set by the reader");
    let document = read(STORY, vec![Correction::Speaker { at: quote(so), speaker: None }]);
    assert_eq!((speaker(&document, so), document.quotes[so].source), (None, None));
}

#[test]
fn they_fit_a_text_that_was_edited() {
    let edited = format!(
        "Geneva was full of Bergs in those days, and Karl Berg was one of them.\n\n{}",
        STORY.replace("Later Berg said", "Much\nlater Berg said").replace("was not there", "was there too")
    );
    let document = read(&edited, vec![Correction::Split { at: nth_at(STORY, "Berg", 2), every: false }]);
    let applied = &document.corrections[0];
    assert_eq!(applied.span.map(|span| span.start as usize), edited.find("Berg said"));
    // A name means the same wherever it stands; a single place is lost if it is gone.
    let other = "Nothing is left of it all, but Karl Berg was seen again. Berg was old.";
    let all = vec![
        Correction::Rename { at: at("Karl Berg"), name: "Charles".into() },
        Correction::Split { at: nth_at(STORY, "Berg", 2), every: false },
        Correction::Kind { at: at("Geneva"), kind: EntityKind::Org },
        Correction::Merge { at: at("Karl Berg"), with: at("Anna Berg") },
        Correction::CountDates(Mode::Narrative),
        Correction::Date { at: at("Later"), edtf: "1921".into() },
    ];
    let document = read(other, all);
    let fits: Vec<bool> = document.corrections.iter().map(|applied| applied.fits).collect();
    assert_eq!(fits, [true, false, false, false, true, false]);
    assert_eq!((document.entities[0].name.as_str(), document.meta.mode), ("Charles", Mode::Narrative));
}

#[test]
fn what_is_said_beside_a_name_goes_with_it() {
    let text = "Karl Berg, the mayor of Geneva, left. Nobody wept. Then Berg, a painter, came home.";
    let found = read(text, vec![]);
    assert_eq!(cast(&found)[0], "Karl Berg: Karl Berg, Berg", "{:?}", cast(&found));
    let document = read(text, vec![Correction::Split { at: nth_at(text, "Berg", 1), every: true }]);
    let roles = |name: &str| -> Vec<&str> {
        let entity = document.entities.iter().find(|entity| entity.name == name).expect("it is there");
        entity.descriptors.iter().map(|role| document.words(role.span)).collect()
    };
    let all: Vec<&str> = found.entities[0].descriptors.iter().map(|role| found.words(role.span)).collect();
    assert_eq!([roles("Karl Berg"), roles("Berg")].concat(), all);
    assert!(!all.contains(&"a painter") || roles("Berg").contains(&"a painter"));
}

#[test]
fn ten_thousand_corrections_of_ten_thousand_names_are_soon_applied() {
    let name = |nth: usize| {
        let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
        format!("Mr Zu{}{}{}k", letter(nth), letter(nth / 26), letter(nth / 676))
    };
    let text: String = (0..10_000).map(|nth| format!("Then {} spoke of Berg.\n\n", name(nth))).collect();
    let bergs: Vec<usize> = text.match_indices("Berg").map(|(at, _)| at).collect();
    let berg = |nth: usize| Passage::new(&text, Span::new(bergs[nth], bergs[nth] + 4));
    let all: Vec<Correction> = (0..10_000)
        .map(|nth| match nth % 4 {
            0 => Correction::Rename { at: berg(nth), name: name(nth) },
            1 => Correction::Split { at: berg(nth), every: nth % 8 == 1 },
            2 => Correction::Merge { at: berg(nth), with: berg(nth - 1) },
            _ => Correction::Kind { at: berg(nth), kind: EntityKind::Org },
        })
        .collect();
    let bare = input::from_text(Source::Stdin, text.clone());
    let quick = analyse(bare.clone(), &Options::default(), |_| true);
    assert!(quick.mentions.len() >= 10_000);
    let document = analyse(bare, &Options { corrections: all, ..Options::default() }, |_| true);
    assert!(document.corrections.iter().filter(|applied| applied.fits).count() > 9_900);
}

#[test]
fn a_name_that_was_missed_is_shown() {
    let text = "Anna Berg went to the old mill. Karl Berg was at the old\nmill too, not at the old mills. It was at Old Mill \
                that they met, and old Mr. Mill came home.";
    let shown = || Correction::Name { at: nth_at(text, "old mill", 0), kind: EntityKind::Place };
    let found = cast(&read(text, vec![]));
    let document = read(text, vec![shown()]);
    let mut expected = found.clone();
    expected.insert(1, "old mill: old mill, old\nmill".into());
    assert_eq!(cast(&document), expected);
    let mill = entity(&document, &document.corrections[0]);
    assert_eq!((mill.kind, document.corrections[0].fits), (EntityKind::Place, true));
    let why = |nth: usize| {
        let why = document.mentions[mill.mentions[nth].index()].provenance.as_ref().expect("why it is a name");
        (why.rule.0.to_string(), why.evidence.clone())
    };
    let first = document.mentions[mill.mentions[0].index()].span;
    assert_eq!((why(0), why(1)), (("shown by the reader".into(), vec![]), ("same name".into(), vec![first])));
    // What was shown can be put right like what was found, and the later counts.
    let name = Correction::Rename { at: nth_at(text, "old mill", 0), name: "The Mill".into() };
    assert!(cast(&read(text, vec![shown(), name]))[1].starts_with("The Mill: "));
    let never = || Correction::Never { at: nth_at(text, "old mill", 0) };
    assert_eq!(cast(&read(text, vec![shown(), never()])), found);
    assert_eq!(cast(&read(text, vec![never(), shown()])), expected);
    let gone = read("Nothing of it is left.", vec![shown()]);
    assert!(!gone.corrections[0].fits && gone.entities.is_empty());
}

#[test]
fn a_name_that_is_shown_goes_before_what_was_found_there() {
    let name = |at: Passage, kind: EntityKind| Correction::Name { at, kind };
    // A longer one than was found.
    let treaty = name(at("treaty in Geneva"), EntityKind::Law);
    check(
        vec![treaty],
        &[
            "Anna Berg: Anna Berg, Anna Berg",
            "treaty in Geneva: treaty in Geneva",
            "Karl Berg: Karl Berg, Berg",
            "Geneva: Geneva",
        ],
    );
    // A shorter one, which elsewhere stays a part of the longer; who is called so already is meant.
    let berg = name(nth_at(STORY, "Berg", 0), EntityKind::Person);
    check(vec![berg], &["Karl Berg: Berg, Karl Berg, Berg", "Geneva: Geneva, Geneva", "Anna Berg: Anna Berg"]);
    // What was found as it is shown has another kind and nothing more.
    let document = check(vec![name(at("Geneva"), EntityKind::Org)], &AS_FOUND);
    assert_eq!(
        (document.entities[1].kind, &document.corrections[0].was),
        (EntityKind::Org, &Was::Of(EntityKind::Place))
    );
    // Of two that overlap, the later one counts where both were shown.
    let both = vec![name(at("the treaty"), EntityKind::Law), name(at("treaty in"), EntityKind::Work)];
    let document = read(STORY, both);
    assert!(cast(&document).contains(&"treaty in: treaty in".to_owned()), "{:?}", cast(&document));
    assert!(!cast(&document).iter().any(|row| row.starts_with("the treaty")));
}

#[test]
fn speakers_without_a_name_are_put_right_too() {
    let text = "THE COURT: Where were you?\n\nTHE WITNESS: I was at home.\n\nTHE COURT: All day?\n\n\
                THE WITNESS: All day, with Anna Berg.\n\nTHE COURT: Karl Lund, stand up.";
    // Without corrections such speakers stand behind all others, whatever `sound` holds for the rest.
    let found = analyse(input::from_text(Source::Stdin, text.to_owned()), &Options::default(), |_| true);
    assert!(cast(&found).contains(&"THE WITNESS: THE WITNESS, THE WITNESS".to_owned()), "{:?}", cast(&found));
    let witness = || nth_at(text, "THE WITNESS", 0);
    let merge = Correction::Merge { at: witness(), with: nth_at(text, "Karl Lund", 0) };
    let document =
        read(text, vec![merge, Correction::Kind { at: nth_at(text, "Anna Berg", 0), kind: EntityKind::Org }]);
    assert!(
        cast(&document).contains(&"Karl Lund: THE WITNESS, THE WITNESS, Karl Lund".to_owned()),
        "{:?}",
        cast(&document)
    );
    let lund = document.entities.iter().position(|entity| entity.name == "Karl Lund");
    let said = document.quotes.iter().filter(|quote| document.words(quote.span).contains("at home"));
    assert_eq!(said.map(|quote| quote.speaker.map(|id| id.index())).collect::<Vec<_>>(), [lund]);
    assert_eq!(entity(&document, &document.corrections[0]).name, "Karl Lund");
    assert_eq!(entity(&document, &document.corrections[1]).name, "Anna Berg");
    let document = read(text, vec![Correction::Never { at: witness() }]);
    assert!(document.corrections[0].fits && !cast(&document).iter().any(|row| row.contains("WITNESS")));
}
