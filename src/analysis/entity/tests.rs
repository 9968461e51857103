//! Texts with their names marked: `[words|KIND number]`, the same number for the same entity.

use crate::analysis::fixture;
use crate::model::{EntityKind, Form, RelationKind};

/// Parts a marked text: the text, and all marks behind one another.
fn parse(marked: &str) -> (String, String) {
    let (mut text, mut marks) = (String::new(), String::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('[') {
        let (inside, after) = after.split_once(']').expect("a mark is closed");
        let (words, mark) = inside.split_once('|').expect("a mark has a kind");
        text += before;
        text += words;
        marks += &format!("[{words}|{mark}] ");
        rest = after;
    }
    text += rest;
    (text, marks)
}

fn kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "PERSON",
        EntityKind::Org => "ORG",
        EntityKind::Place => "PLACE",
        EntityKind::Norp => "NORP",
        EntityKind::Event => "EVENT",
        EntityKind::Law => "LAW",
        EntityKind::Work => "WORK",
        EntityKind::Other => "OTHER",
    }
}

/// The names found in the text are exactly those marked.
fn check(marked: &str) {
    let (text, expected) = parse(marked);
    let got = fixture::with(&text, |work| {
        let document = work.document;
        let names = document.mentions.iter().filter(|mention| mention.form == Form::Name);
        names
            .map(|mention| {
                let entity = &document.entities[mention.entity.index()];
                format!("[{}|{} {}] ", document.words(mention.span), kind(entity.kind), mention.entity.0 + 1)
            })
            .collect::<String>()
    });
    assert_eq!(got, expected, "in {text:?}");
}

#[test]
fn names_in_the_middle_of_a_sentence() {
    check("On Monday [Angela Merkel|PERSON 1] met [Barack Obama|PERSON 2] in [Berlin|PLACE 3].");
    check("There [Conan O’Brien|PERSON 1] wrote to [Gabriele D'Annunzio|PERSON 2] and [J.R.R. Tolkien|PERSON 3].");
    check("Later [Ludwig van Beethoven|PERSON 1] saw [Charles de Gaulle|PERSON 2] off.");
    check("They left [St. Petersburg|PLACE 1] for the [U.S.|PLACE 2] in May.");
}

#[test]
fn the_start_of_a_sentence_proves_nothing() {
    check("From the beginning it failed. During the war, nobody knew. Thus ended [Poland|PLACE 1]. Now it is over.");
    check("Negotiations failed. [Mirzoyan|PERSON 1] said so. However, [Mirzoyan|PERSON 1] stayed.");
}

#[test]
fn titles_are_no_part_of_a_name() {
    check("So Mr. [Darcy|PERSON 1] bowed to Foreign Minister [Sergey Lavrov|PERSON 2].");
    check("Then Secretary of State [Hillary Clinton|PERSON 1] spoke.");
    check(
        "The [Armenian|NORP 1] Prime Minister [Nikol Pashinyan|PERSON 2] and [US|PLACE 3] President [Joe Biden|PERSON 4] spoke.",
    );
}

#[test]
fn bodies_have_heads() {
    check("It told the [Ministry of Foreign Affairs|ORG 1] and the [Supreme Court of India|ORG 2].");
    check("It told the [Department of Health and Human Services|ORG 1], not the [Azerbaijani Army|ORG 2].");
    check("It asked the [Centre for Strategic Studies|ORG 1] and [Johnson & Johnson|ORG 2] first.");
}

#[test]
fn lists_part_their_names() {
    check("They met in [France|PLACE 1], [Germany|PLACE 2] and [Trinidad and Tobago|PLACE 3].");
    check("It concerns [Lachin|PLACE 1] and [Zangilan|PLACE 2].");
}

#[test]
fn a_surname_goes_to_its_only_bearer() {
    check("Here [Angela Merkel|PERSON 1] spoke. Later [Merkel|PERSON 1] left, and so did [Angela|PERSON 1].");
    check("Here [S. Mohbaliyev|PERSON 1] signed; [Sattar Mohbaliyev|PERSON 1] spoke.");
}

#[test]
fn two_bearers_stay_two() {
    check(
        "Here [John Adams|PERSON 1] wrote. Then [Samuel Adams|PERSON 2] came. Now [Adams|PERSON 2] drank and then \
         [John Adams|PERSON 1] left; [Adams|PERSON 1] was tired.",
    );
    check("So Mr. [Bennet|PERSON 1] laughed and Mrs. [Bennet|PERSON 2] cried.");
    check("So [Peter Kronborg|PERSON 1] left, but Mrs. [Kronborg|PERSON 2] stayed.");
}

#[test]
fn countries_have_many_names() {
    check("Once [Burma|PLACE 1], now [Myanmar|PLACE 1]; the [USA|PLACE 2] is the [United States|PLACE 2] of old.");
    check("It is [East Zangezur|PLACE 1], also [Eastern Zangezur|PLACE 1].");
}

#[test]
fn acronyms_meet_their_long_form() {
    check("The [Azerbaijan Trade Unions Confederation|ORG 1] ([ATUC|ORG 1]) met. Then [ATUC|ORG 1] left.");
    check("The [Northern Rivers League|ORG 1] met; the [NRL|ORG 1] left.");
    check("It was [Acme Widgets Inc.|ORG 1] once; [Acme Widgets|ORG 1] said so.");
}

#[test]
fn demonyms_are_a_relation() {
    fixture::with("Then Armenian forces left Armenia, and Armenians stayed.", |work| {
        let document = work.document;
        let [people, country] = &document.entities[..] else { panic!("{:?}", document.entities) };
        assert_eq!((people.kind, country.kind), (EntityKind::Norp, EntityKind::Place));
        assert_eq!(people.mentions.len(), 2);
        let relation = &people.related[0];
        assert_eq!((relation.kind, relation.entity.0), (RelationKind::DemonymOf, 1));
    });
}

#[test]
fn a_town_is_part_of_the_country_behind_the_comma() {
    let parts = |text: &str| {
        fixture::with(text, |work| {
            let related = work.document.entities.iter().flat_map(|entity| &entity.related);
            related.filter(|relation| relation.kind == RelationKind::PartOf).count()
        })
    };
    assert_eq!(parts("It was in Lyon, France at the time."), 1);
    assert_eq!(parts("It was in Lyon, France, Italy and Spain."), 0);
}

#[test]
fn doubt_leaves_apart_and_says_so() {
    fixture::with("Here Newland Archer sat. Then Mrs. Archer came.", |work| {
        let [_, woman] = &work.document.entities[..] else { panic!("{:?}", work.document.entities) };
        assert_eq!(woman.name, "Mrs. Archer");
        assert_eq!(woman.related[0].kind, RelationKind::MaybeSame);
    });
}

#[test]
fn every_later_mention_says_why() {
    fixture::with("Here Angela Merkel spoke. Later Merkel left.", |work| {
        let [first, second] = &work.document.mentions[..] else { panic!() };
        assert!(first.provenance.is_none());
        let why = second.provenance.as_ref().expect("a reason");
        assert_eq!(why.evidence, [first.span]);
        assert_eq!(work.document.entities[0].name, "Angela Merkel");
    });
}

/// What the text says beside the names of people, and the bodies that it ties them to.
fn roles(text: &str) -> Vec<String> {
    fixture::with(text, |work| {
        let document = work.document;
        let entities = document.entities.iter().filter(|entity| entity.kind == EntityKind::Person);
        entities
            .map(|entity| {
                let words = entity.descriptors.iter().map(|descriptor| document.words(descriptor.span));
                let bodies = entity.related.iter().filter(|tie| tie.kind == RelationKind::MemberOf);
                let bodies = bodies.map(|tie| format!(" @ {}", document.entities[tie.entity.index()].name));
                format!("{}: {}{}", entity.name, words.collect::<Vec<_>>().join("; "), bodies.collect::<String>())
            })
            .collect()
    })
}

#[test]
fn roles_stand_beside_names() {
    assert_eq!(roles("Later Foreign Minister Ada Quill left."), ["Ada Quill: Foreign Minister"]);
    assert_eq!(roles("So said the prime minister, Ada Quill, at noon."), ["Ada Quill: prime minister"]);
    assert_eq!(roles("So said chief economist Ada Quill at noon."), ["Ada Quill: chief economist"]);
    assert_eq!(roles("Then Ada Quill, a poet from Rome, left."), ["Ada Quill: a poet from Rome"]);
    assert_eq!(
        roles("Then Ada Quill (born 1951) and Mr. Tom Reed, 42, left."),
        ["Ada Quill: born 1951", "Tom Reed: 42"]
    );
    assert_eq!(roles("Then came Ada Quill, President Tom Reed and others."), ["Ada Quill: ", "Tom Reed: President"]);
}

#[test]
fn a_role_ties_a_person_to_a_body() {
    assert_eq!(
        roles("It ended.\n\nChairman of ATUC, MP S. Mohbaliyev"),
        ["S. Mohbaliyev: Chairman of ATUC, MP @ ATUC"]
    );
    assert_eq!(
        roles("Then Ada Quill, director of the Northern League, left."),
        ["Ada Quill: director of the Northern League @ Northern League"]
    );
}

/// The nouns that stand for a name, as `noun = name`.
fn nominals(text: &str) -> Vec<String> {
    fixture::with(text, |work| {
        let document = work.document;
        let nominals = document.mentions.iter().filter(|mention| mention.form == Form::Nominal);
        nominals
            .map(|mention| {
                assert!(mention.provenance.is_some());
                format!("{} = {}", document.words(mention.span), document.entities[mention.entity.index()].name)
            })
            .collect()
    })
}

#[test]
fn a_noun_stands_for_the_only_name_that_fits() {
    assert_eq!(nominals("Then Armenia made mines; the nature of this country is known."), ["this country = Armenia"]);
    assert_eq!(nominals("Then Armenia met Russia. So this country failed."), Vec::<String>::new());
    assert_eq!(nominals("Armenia met Russia and Iran. So this country failed."), ["this country = Armenia"]);
    assert_eq!(
        nominals("It told the Budget Commission. Later the commission left."),
        ["the commission = Budget Commission"]
    );
    assert_eq!(nominals("Here President Ada Quill spoke. Then the president left."), ["the president = Ada Quill"]);
    assert_eq!(
        nominals("It told the Budget Commission and the Trade Commission. The commission left."),
        Vec::<String>::new()
    );
    assert_eq!(nominals("Here Armenia lost. Then the country house burnt."), Vec::<String>::new());
}

#[test]
fn hostile_texts_are_harmless() {
    for text in [
        "A".repeat(10_000),
        "THE WHOLE TEXT IS WRITTEN IN CAPITALS AND NAMES NOBODY. ".repeat(200),
        "Mr. ".repeat(3_000),
        "Of And The & ".repeat(2_000),
        "John of ".repeat(3_000),
        "U.S.A.-B'C&D-".repeat(1_000),
        "(((Ab (Cd) ".repeat(1_000),
        "’s ‘’'' - & “”".repeat(500),
    ] {
        fixture::with(&text, |work| {
            for mention in &work.document.mentions {
                assert!(work.document.text.is_char_boundary(mention.span.end as usize));
            }
        });
    }
}
