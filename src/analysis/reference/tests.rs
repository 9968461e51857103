use crate::analysis::fixture;
use crate::model::{Document, Target};

/// Each reference as "words > first words of its target", or "words > -".
fn check(text: &str, expected: &[&str]) {
    let document: Document = fixture::annotated(text);
    let target = |target: &Target| match target {
        Target::Block(block) => {
            let words = document.words(document.block(*block).span).split_whitespace();
            words.take(2).collect::<Vec<_>>().join(" ")
        }
        Target::Event(event) => document.words(document.events[event.index()].trigger).to_owned(),
        Target::Span(span) => document.words(*span).to_owned(),
        Target::Url(url) => url.clone(),
        Target::Entity(_) | Target::Timex(_) => String::new(),
    };
    let found = document.references.iter().map(|reference| {
        let first = reference.targets.first().map_or("-".to_owned(), target);
        format!("{} > {}", document.words(reference.span), first)
    });
    assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
}

const TREATY: &str = "Article 1\n\nThe parties keep the peace, as far as Article 2(2) allows.\n\nArticle 2\n\n1. No arms are kept.\n\n2. Paragraph 1 above does not bind the police.\n\nArticle 3\n\n1. Articles 1 and 2 bind all. See also Article 9, and Article 4 of the Vienna Convention.";

#[test]
fn provisions_lead_to_their_blocks() {
    check(
        TREATY,
        &[
            "Article 2(2) > 2. Paragraph",
            "Paragraph 1 > 1. No",
            "Articles 1 > Article 1",
            "2 > Article 2",
            "Article 9 > -",
            "Article 4 > -",
        ],
    );
}

#[test]
fn a_letter_belongs_to_its_own_paragraph() {
    check(
        "Article 1\n\n1. There is:\n\n(a) one;\n\n(b) two.\n\nArticle 2\n\n1. (a) All may change it.\n\n\
         (b) Under subparagraph (a) it is kept.\n\n2. (a) See Article 1(1)(b) and Article 2(1)(a).",
        &["subparagraph (a) > 1. (a)", "Article 1(1)(b) > (b) two.", "Article 2(1)(a) > 1. (a)"],
    );
}

#[test]
fn an_event_told_before_is_found_by_its_family() {
    check("Rebels liberated the towns. Later the liberated towns were rebuilt.", &["the liberated towns > liberated"]);
    check("The army committed a provocation. These provocations must end.", &["These provocations > committed"]);
}

#[test]
fn an_occasion_is_found_by_its_own_noun() {
    check("They lost a game in May. Paris forgot the game. The parties met.", &["the game > a game"]);
    check("An incident was told. The incident is over.", &["The incident > An incident"]);
    check("The guests sat in the room. This room is old.", &[]);
}

#[test]
fn long_words_of_other_letters_are_no_harm() {
    check("Ein ökonomisches Unding: Ökonomisierungen, Größenordnungen, Änderungen.", &[]);
}

#[test]
fn a_word_used_again_leads_to_where_it_stood_before() {
    check("A transfer was asked for. The law knows of no transfers.", &["no transfers > A transfer"]);
    check("They like cancellation. No cancellation came.", &["No cancellation > cancellation"]);
    check("The parliament met. A parliament is a house.", &[]);
}

#[test]
fn a_noun_that_can_mean_the_same_leads_to_the_other() {
    check("A cyclone came ashore. The storm killed nobody.", &["The storm > A cyclone"]);
}

#[test]
fn what_a_sentence_tells_is_a_guess() {
    check("The rates were cut by half. This result was bad.", &["This result > The rates were cut by half."]);
    check("The rates were cut by half. This was bad.", &["This > The rates were cut by half."]);
    check("This result was bad.", &["This result > -"]);
}

#[test]
fn agreements_of_one_description_are_one() {
    check(
        "They signed a tripartite declaration. It was a long day. The tripartite statements bind them.",
        &["The tripartite statements > a tripartite declaration"],
    );
}

#[test]
fn addresses_are_links() {
    check("See https://example.org/a_(b), and write.", &["https://example.org/a_(b) > https://example.org/a_(b)"]);
}
