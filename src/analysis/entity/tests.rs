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

/// The names found in the text are exactly those marked.
fn check(marked: &str) {
    let (text, expected) = parse(marked);
    let got = fixture::with(&text, |work| {
        let document = work.document;
        let names = document.mentions.iter().filter(|mention| mention.form == Form::Name);
        names
            .map(|mention| {
                let entity = &document.entities[mention.entity.index()];
                format!("[{}|{} {}] ", document.words(mention.span), entity.kind.code(), mention.entity.0 + 1)
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
fn short_forms_and_spellings_of_given_names_meet() {
    check("Here [Robert Quill|PERSON 1] sat. Then [Bob Quill|PERSON 1] left.");
    check("Here [Sergei Lavrin|PERSON 1] sat. Then [Sergey Lavrin|PERSON 1] left, and [Maria Lavrin|PERSON 2] too.");
    check("Here [Nikol Pashanyan|PERSON 1] sat. Then [Nikol Pashanian|PERSON 1] left.");
    check("Here [Lydia Buchtmann|PERSON 1] spoke. Then Ms [Bauchtman|PERSON 1] left.");
    let often = "Then [Tommy|PERSON 1] left and [Tommy|PERSON 1] came. ".repeat(3);
    check(&format!("Here [Thomas Quill|PERSON 1] sat. {often}"));
    // Nobody calls one person two names in one sentence.
    check("Here [Robert Quill|PERSON 1] met [Bob Quill|PERSON 2] at last.");
}

#[test]
fn a_bare_surname_is_the_mans_where_the_only_full_bearer_is_a_woman() {
    check("So Mr. [Verloc|PERSON 1] sat. Then [Winnie Verloc|PERSON 2] came, and [Verloc|PERSON 1] left.");
}

#[test]
fn a_title_tells_bearers_of_one_name_apart() {
    check(
        "Here Prince [Basil Quill|PERSON 1] sat. Then Captain [Basil Reed|PERSON 2] came. Later Prince \
         [Basil|PERSON 1] left.",
    );
}

#[test]
fn a_surname_stays_with_whom_it_meant_first() {
    check(
        "Here [Matthew Quill|PERSON 1] sang. Then [Quill|PERSON 1] left. He has a son, [Ralph Quill|PERSON 2], at home. \
         Now [Quill|PERSON 1] sings again.",
    );
}

#[test]
fn a_rare_full_name_takes_nothing_from_a_frequent_one() {
    let often = "Then [Anne Shirley|PERSON 1] left. Later [Anne|PERSON 1] came back to the house. ".repeat(8);
    check(&format!("{often}So [Anne Lynde|PERSON 2] sat, and [Anne|PERSON 1] stood."));
}

#[test]
fn far_from_its_bearers_a_name_means_whom_it_mostly_means() {
    let between = "It was a long day and nothing happened in it. ".repeat(80);
    let one = "Here [Nicholas Quill|PERSON 1] sat. Then [Nicholas|PERSON 1] left. ".repeat(6);
    let other = "Here [Nicholas Reed|PERSON 2] sat. Then [Nicholas|PERSON 2] left. ".repeat(3);
    check(&format!("{one}{between}{other}{between}Then [Nicholas|PERSON 1] left."));
}

#[test]
fn a_chapter_that_names_one_bearer_means_that_one() {
    let between = "It was a long day and nothing happened in it. ".repeat(80);
    let name = |surname: &str, entity: u32| {
        let often = format!("Here [Nicholas {surname}|PERSON {entity}] sat. ").repeat(3);
        format!("CHAPTER\n\n{often}{between}Then [Nicholas|PERSON {entity}] left.\n\n")
    };
    check(&format!("{}{}", name("Quill", 1), name("Reed", 2)));
}

#[test]
fn epithets_are_no_part_of_a_name() {
    check("Here [Jo|PERSON 1] sat. Then we saw that [Poor Jo|PERSON 1] was ill.");
    check("Here [Ahab|PERSON 1] sat. Then we saw that [Old Ahab|PERSON 1] was ill.");
    // Old and young are two.
    check("So [Old Jolyon|PERSON 1] sat, and [Young Jolyon|PERSON 2] stood.");
}

#[test]
fn an_accident_bears_no_name() {
    let often = "Then [Nicholas|PERSON 1] left and came back to the house. ".repeat(20);
    check(&format!("Here [Nicholas Quill|PERSON 1] sat. {often}At last [Christmas Nicholas|PERSON 2] went."));
}

#[test]
fn bodies_of_one_country_meet() {
    check("It told the [U.S. Senate|ORG 1], for the [Senate of the United States|ORG 1] had asked.");
    check(
        "It told the [Albanian Government|ORG 1]; the [Government of Albania|ORG 1] and the [Government of Kenya|ORG 2] knew.",
    );
}

#[test]
fn a_body_within_a_body_is_another() {
    check("It told the [Faculty of Arts of Quill University|ORG 1], but not [Quill University|ORG 2] itself.");
}

#[test]
fn a_place_may_stand_behind_its_kind() {
    check("So the [City of Cleveland|PLACE 1] grew, for [Cleveland|PLACE 1] was rich.");
}

#[test]
fn names_in_other_languages_stand_in_brackets() {
    check("It was [Lisbon|PLACE 1] ([Portuguese|NORP 2]: [Lisboa|PLACE 1]) that fell.");
}

#[test]
fn letters_of_another_alphabet_are_said_not_joined() {
    fixture::with("Here Paul Adams sat. Then \u{420}\u{430}ul Adams left.", |work| {
        let [_, other] = &work.document.entities[..] else { panic!("{:?}", work.document.entities) };
        let why = other.related[0].provenance.rule.to_string();
        assert_eq!((other.related[0].kind, other.related[0].entity.0), (RelationKind::MaybeSame, 0));
        assert!(why.contains("another alphabet"), "{why}");
    });
}

#[test]
fn what_the_text_calls_one_is_one() {
    check("Here [Ada Quill|PERSON 1], better known as [Zora Vance|PERSON 1], sang. Then [Vance|PERSON 1] left.");
    check("So [Ada Quill|PERSON 1] was known as a singer when [Zora Vance|PERSON 2] came.");
    check("It was [Lisbon|PLACE 1], known as [Portugal|PLACE 2]'s garden.");
    check("Here [Ada Quill|PERSON 1] (1818–1880), also known as [Zora Vance|PERSON 1], sang.");
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
    check("The [Zorn College of Pediatricians|ORG 1] ([ZCPeds|ORG 1]) met.");
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
        assert_eq!(woman.related[0].provenance.rule.to_string(), "the same name beside another title");
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

#[test]
fn a_person_goes_by_the_name_that_a_long_text_uses() {
    let named = |text: &str| {
        fixture::with(text, |work| work.document.entities.first().map(|entity| entity.name.clone()).unwrap_or_default())
    };
    let often = "\n\nThen Angela came in, and Angela spoke.".repeat(60);
    assert_eq!(named(&format!("They met Angela Merkel in May.{often}")), "Angela");
    assert_eq!(named("They met Angela Merkel in May. Then Angela came in, and Angela spoke."), "Angela Merkel");
}

/// What the text says beside the names of people, and the bodies that it ties them to.
fn roles(text: &str) -> Vec<String> {
    fixture::with(text, |work| {
        let document = work.document;
        let entities = document.entities.iter().filter(|entity| entity.kind == EntityKind::Person);
        entities
            .map(|entity| {
                let words = document.descriptors(entity).map(|descriptor| document.words(descriptor.span));
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
fn trades_and_kinship_stand_beside_names() {
    for (text, expected) in [
        ("They asked the grammarian Ada Quill twice.", "Ada Quill: grammarian"),
        ("It met Zorn's foreign minister Ada Quill there.", "Ada Quill: Zorn's foreign minister"),
        ("Then came linguist and activist Ada Quill with it.", "Ada Quill: linguist and activist"),
        ("Then his younger brother Tom Reed left.", "Tom Reed: younger brother"),
        ("So spoke a tutor named Ada Quill at noon.", "Ada Quill: tutor"),
        ("Her landlord, Tom Reed, left at noon.", "Tom Reed: Her landlord"),
        ("The founder of the site, Tom Reed, left at noon.", "Tom Reed: founder of the site"),
        (
            "Then Tom Reed, director of the gallery at the museum, left.",
            "Tom Reed: director of the gallery at the museum",
        ),
        ("Then Tom Reed, a 14-year-old boy from the hills, left.", "Tom Reed: a 14-year-old boy from the hills"),
        ("At that moment Captain Tom Reed left.", "Tom Reed: Captain"),
        ("So said Zorn campaign manager Tom Reed at noon.", "Tom Reed: Zorn campaign manager"),
        ("Then Tom Reed, 2nd Earl of Clare, left at noon.", "Tom Reed: 2nd Earl of Clare"),
        ("Then Tom Reed (head of the museum) left.", "Tom Reed: head of the museum"),
        ("Ambassador to the United Kingdom Ada Quill left.", "Ada Quill: Ambassador to the United Kingdom"),
    ] {
        assert!(roles(text).iter().any(|told| told == expected), "{text}: {:?}", roles(text));
    }
}

#[test]
fn what_is_told_of_others_is_no_role() {
    for text in [
        "Where is your mother, Ada Quill?",
        "They will host Ada Quill at noon.",
        "Then Ada Quill, head bowed, left the room.",
        "Then came Ada Quill, the doctor and the judge.",
        "So Mr. Tom Reed left with Sir Tom Reed.",
        "So said Dean Quill at noon.",
        "In the end Ada Quill, identified by tired voters, left.",
        "They repeatedly accused Ada Quill of it.",
        "At that moment Mr. Ada Quill left.",
        "When she was with her father, Ada Quill laughed at it.",
    ] {
        assert!(roles(text).iter().all(|told| told.ends_with(": ")), "{text}: {:?}", roles(text));
    }
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

/// The entities of a text as `name: KIND`.
fn entities(text: &str) -> Vec<String> {
    fixture::with(text, |work| {
        work.document.entities.iter().map(|entity| format!("{}: {}", entity.name, entity.kind.code())).collect()
    })
}

#[test]
fn a_particle_belongs_to_the_surname() {
    check(
        "Here [F. W. de Klerk|PERSON 1] spoke. Then Mr. [de Klerk|PERSON 1] left, and they thanked [de Klerk|PERSON 1].",
    );
    check("For the record it names [Obert de Thieusies|PERSON 1].");
}

#[test]
fn formulas_in_capitals_name_nothing() {
    check("IN WITNESS WHEREOF they signed in [Paris|PLACE 1].");
    check("DONE at [Washington|PLACE 1] in May. NOT so, and it is NOT there.");
    check("It was done.\n\nRetold in plain words by nobody.");
}

#[test]
fn words_of_contracts_name_nothing() {
    check("So each Party tells the Parties, their Governments and any State of it.");
    check("Here Representatives of the Parties meet under an Act and under this Agreement.");
    check("It joined the [Northern Party|ORG 1]; later the [Party|ORG 1] left.");
    check("They broke the [Act of 1765|LAW 1] and fought in the [War of 1812|EVENT 2].");
}

#[test]
fn a_treaty_goes_by_the_name_in_its_title() {
    let text = "THE ANTARCTIC TREATY\n\nIt is agreed that this Treaty holds, and that the Treaty of Rome does not.";
    assert_eq!(entities(text), ["Antarctic Treaty: LAW", "Treaty of Rome: LAW"]);
}

#[test]
fn quotation_marks_in_brackets_give_a_short_form() {
    check("It signed the [Protocol on Environmental Protection|LAW 1] (“the [Madrid Protocol|LAW 1]”) there.");
    check("It told the [Zorn Trade Council|ORG 1] (hereinafter referred to as the “[Trade Forum Board|ORG 1]”) so.");
}

#[test]
fn a_union_of_a_country_is_a_country() {
    check("It told the [Union of Myanmar|PLACE 1], not the [Union of Mineworkers|ORG 2].");
}

#[test]
fn ships_are_named_things() {
    check(
        "In May it sailed to [Lisbon|PLACE 1] in the [Orford|OTHER 2]; the [Association|OTHER 3], his flagship, sank.",
    );
    check("They came aboard the [Eagle|OTHER 1]; the crew of the [Romney|OTHER 2] had left.");
    check(
        "They sailed in the [Mediterranean|PLACE 1], across the [Zorn|PLACE 2], past the banks of the [Morva|PLACE 3].",
    );
    check("So the _[Eagle|OTHER 1]_ went, and then followed the frigate _[Romney|OTHER 2]_ home.");
}

#[test]
fn a_town_with_a_point_of_the_compass_is_a_place() {
    check("His house is in [Orlando West|PLACE 1], said [Kanye West|PERSON 2].");
}

#[test]
fn a_building_goes_without_its_head() {
    check("The gate of [Victor Verster Prison|PLACE 1] opened. He lived at [Victor Verster|PLACE 1] then.");
    check("They met at [Zornhua University|ORG 1] twice. Later he lived in [Zornhua|ORG 1] too.");
    check("The gate of [Victor Horta Prison|PLACE 1] opened. So [Victor Horta|PERSON 2] said.");
}

#[test]
fn an_organ_is_part_of_its_body() {
    fixture::with("It told the NRL Executive Committee. Later the chairman of the NRL left.", |work| {
        let [organ, body] = &work.document.entities[..] else { panic!("{:?}", work.document.entities) };
        assert_eq!((&*organ.name, &*body.name), ("NRL Executive Committee", "NRL"));
        assert_eq!((organ.related[0].kind, organ.related[0].entity.0), (RelationKind::PartOf, 1));
    });
}

#[test]
fn a_family_is_told_apart() {
    // William goes by his given name, so Harrison is his father.
    check(
        "Here [John Harrison|PERSON 1] built it. Then [William Harrison|PERSON 2] sailed, and [William|PERSON 2] wrote. \
         [Harrison|PERSON 1] was old. The [Harrisons|PERSON 3] protested.",
    );
}

#[test]
fn a_number_tells_from_the_plain_bearer() {
    check(
        "Here [Napoleon Bonaparte|PERSON 1] spoke. Later [Napoleon III|PERSON 2] wrote. And Emperor \
         [Napoleon|PERSON 1] left; [Bonaparte|PERSON 1] was tired.",
    );
}

#[test]
fn two_named_in_one_sentence_are_two() {
    fixture::with("Here Pik Botha spoke, and P. W. Botha, to whom he is not related, left.", |work| {
        assert_eq!(work.document.entities.len(), 2);
        assert!(work.document.entities.iter().all(|entity| entity.related.is_empty()));
    });
    fixture::with("Here Pik Botha spoke. Then P. W. Botha left.", |work| {
        assert_eq!(work.document.entities[1].related[0].kind, RelationKind::MaybeSame);
    });
}

#[test]
fn a_given_name_is_not_kept_for_who_comes_much_later() {
    let between = "It was a long day and nothing happened in it. ".repeat(80);
    check(&format!("So his brother [James|PERSON 1] left. {between}Then [James Cook|PERSON 2] came."));
}

#[test]
fn neighbours_are_parted() {
    let often = "Then [Smolensk|PLACE 1] burnt and [Napoleon|PERSON 2] left [Smolensk|PLACE 1]. ".repeat(4);
    check(&format!("{often}After [Smolensk|PLACE 1] [Napoleon|PERSON 2] went on."));
    let often =
        "Then [Natasha|PERSON 1] left and Mademoiselle [Bourienne|PERSON 2] sang to [Natasha|PERSON 1]. ".repeat(4);
    check(&format!("{often}It was with [Natasha|PERSON 1]-Mademoiselle [Bourienne|PERSON 2] here."));
}

#[test]
fn the_name_shown_is_one_that_people_bear() {
    let often = "Then Starbuck left. ".repeat(30);
    assert_eq!(entities(&format!("Now Massa Starbuck came. {often}")), ["Starbuck: PERSON"]);
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

#[test]
fn without_rules_capitals_are_trusted_as_far_as_the_language_allows() {
    let read = |code: &str, text: &str| {
        let options = crate::analysis::Options { language: Some(code.into()), ..Default::default() };
        let document = crate::input::from_text(crate::model::Source::Stdin, text.to_owned());
        let document = crate::analysis::analyse(document, &options, |_| true);
        document.entities.iter().map(|entity| (entity.name.to_string(), entity.kind)).collect::<Vec<_>>()
    };
    let german = "Der Rat trat im Rathaus zusammen und hörte den Bericht der Besatzung, den Anna Weber schrieb. Die FDP aber \
        nannte das Brot der Stadt einen Wert für die Leute und die Politik.";
    let names: Vec<String> = read("de", german).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Anna Weber", "FDP"]);
    let spanish = "El consejo de la empresa Tresmares decidió ayer que la junta no se reunirá este mes con los socios de la ciudad.";
    assert_eq!(read("es", spanish), [("Tresmares".to_owned(), EntityKind::Other)]);
}

#[test]
fn what_cannot_be_a_noun_is_no_role() {
    let roles = |text: &str| {
        let document = crate::analysis::fixture::annotated(text);
        let told = |entity: &crate::model::Entity| {
            entity.descriptors.iter().map(|told| document.words(told.span).to_owned()).collect::<Vec<_>>()
        };
        document.entities.iter().flat_map(told).collect::<Vec<_>>()
    };
    assert_eq!(roles("Then Peter Marsh, taking his brother by the arm, left the room."), [] as [String; 0]);
    assert_eq!(roles("There came Peter Marsh, and the president of the board spoke."), [] as [String; 0]);
    assert_eq!(roles("Then Peter Marsh, the president of the board, left the room."), ["the president of the board"]);
}

#[test]
fn what_stands_beside_names_is_none() {
    check("The counsel, [Mark Zornley|PERSON 1], QC, went to [Washington, D.C.|PLACE 2] in May.");
    check("Then the Prime Minister spoke of it.");
}
