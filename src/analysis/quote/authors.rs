use crate::analysis::fixture;
use crate::model::{Document, QuoteKind};

/// Each direct quotation as "speaker | depth | first words".
fn authors(text: &str, expected: &[&str]) {
    let document: Document = fixture::annotated(text);
    let name = |quote: &crate::model::Quote| {
        quote.speaker.map_or("-", |speaker| document.entities[speaker.index()].name.as_str()).to_owned()
    };
    let words = |quote: &crate::model::Quote| {
        document.words(quote.span).split_whitespace().take(3).collect::<Vec<_>>().join(" ")
    };
    let direct = document.quotes.iter().filter(|quote| quote.kind == QuoteKind::Direct);
    let found: Vec<String> =
        direct.map(|quote| format!("{} | {} | {}", name(quote), quote.depth, words(quote))).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn who_signs_a_letter_wrote_it() {
    authors(
        "Dear Mr. Pettigrew,\n\nThe dredger sank on 27 February 1931.\n\nYours faithfully,\n\nMrs. Edith Marlow\n\nHe read it.",
        &["Edith Marlow | 1 | Dear Mr. Pettigrew,"],
    );
    authors(
        "Sir,\n\nThe bridge fell on 2 May 1921.\n\nI am, Sir, your obedient servant,\n\nMr. George Hart\n\nIt rained.",
        &["George Hart | 1 | Sir, The bridge"],
    );
    authors("Dear me, it rained.\n\nThey went home.\n\nIt was late.", &[]);
}

#[test]
fn a_head_names_the_sender() {
    authors(
        "FROM: Mr. Tomas Rehn\n\nTO: The Board\n\nDATE: 6 May 2014\n\nThe mill closed on 2 May 2014. It rained.",
        &["Tomas Rehn | 1 | The mill closed"],
    );
}

#[test]
fn who_says_i_and_a_name_testifies() {
    authors(
        "I, Mr. Harold Pym, of Kelso, make oath and say:\n\nI saw the fire on 9 August 1963. “Run!” she cried.",
        &["Harold Pym | 1 | I, Mr. Harold", "- | 2 | Run!"],
    );
    authors(
        "We, the undersigned inhabitants of Sandvik, state that the ford was closed.",
        &["We, the undersigned inhabitants of Sandvik | 1 | We, the undersigned"],
    );
}

#[test]
fn a_letter_in_marks_belongs_to_who_signs_it() {
    authors(
        "Her father had written:\n\n“My dear Anne,\n\nThe mine was flooded.\n\nYour loving father,\nMr. Josiah Hollis”\n\nShe wept.",
        &["Josiah Hollis | 1 | My dear Anne,"],
    );
}

#[test]
fn labels_that_come_again_make_a_transcript() {
    authors(
        "Mr. James Corrie (Leith): The pier was closed on 3 July.\n\nMr. Alan Reeve: The piles were rotten.\n\nMr. Corrie: Thank you.",
        &["James Corrie | 1 | The pier was", "Alan Reeve | 1 | The piles were", "James Corrie | 1 | Thank you."],
    );
    authors(
        "THE COURT: Good morning.\n\nTHE WITNESS: I came on 2 March 1999.\n\nTHE COURT: Overruled.",
        &["COURT | 1 | Good morning.", "THE WITNESS | 1 | I came on", "COURT | 1 | Overruled."],
    );
    authors(
        "A kitchen. It is night.\n\nMARTHA. Who left the gate open?\n\nJONAS. The soldiers came.\n\nMARTHA. And then?",
        &["MARTHA | 1 | Who left the", "JONAS | 1 | The soldiers came.", "MARTHA | 1 | And then?"],
    );
    authors("It began.\n\nBOOK I. It rained.\n\nBOOK II. It snowed.\n\nBOOK I. It rained again.", &[]);
    authors("Note: it rained.\n\nPoll: it rained.\n\nUpdate: it rained again.", &[]);
}

#[test]
fn who_is_interviewed_answers() {
    authors(
        "A talk with Mrs. Ines Calder\n\nQ: When did you leave?\n\nA: We left on 2 January 1988.\n\nQ: Were you afraid?\n\nA: Once.",
        &[
            "- | 1 | When did you",
            "Ines Calder | 1 | We left on",
            "- | 1 | Were you afraid?",
            "Ines Calder | 1 | Once.",
        ],
    );
}

#[test]
fn a_narrator_has_the_name_that_others_call_him() {
    authors(
        "“Is it late, Mr. Watt?” said Mrs. Jones.\n\n“It is,” I said.\n\n“Come in, Mr. Watt,” said Mrs. Jones.\n\n“Yes,” I said.",
        &[
            "Mrs. Jones | 1 | Is it late,",
            "Mr. Watt | 1 | It is,",
            "Mrs. Jones | 1 | Come in, Mr.",
            "Mr. Watt | 1 | Yes,",
        ],
    );
    authors("“It is late,” I said.\n\nIt rained.", &["the narrator | 1 | It is late,"]);
}

#[test]
fn events_in_a_letter_are_its_authors_claims() {
    let document = fixture::annotated(
        "Dear Mr. Pettigrew,\n\nThe dredger sank on 27 February 1931.\n\nYours faithfully,\n\nMrs. Edith Marlow\n\nThe board met on 3 March 1931.",
    );
    let claimants: Vec<bool> = document.events.iter().map(|event| event.claimant.is_some()).collect();
    assert_eq!(claimants, [true, false]);
}
