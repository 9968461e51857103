use crate::analysis::fixture;
use crate::model::{Document, QuoteKind};

/// Each quotation as "source | cue | words", by its start.
fn found(text: &str, kind: QuoteKind) -> Vec<String> {
    let document: Document = fixture::annotated(text);
    let words = |span: Option<crate::model::Span>| span.map_or("-", |span| document.words(span)).to_owned();
    let quotes = document.quotes.iter().filter(|quote| quote.kind == kind);
    quotes.map(|q| format!("{} | {} | {}", words(q.source), words(q.cue), document.words(q.span))).collect()
}

fn direct(text: &str, expected: &[&str]) {
    assert_eq!(found(text, QuoteKind::Direct), expected, "{text}");
}

fn indirect(text: &str, expected: &[&str]) {
    assert_eq!(found(text, QuoteKind::Indirect), expected, "{text}");
}

#[test]
fn a_source_stands_before_inside_or_after() {
    direct("“We are late,” said the old man.", &["the old man | said | We are late,"]);
    direct("She said, “We are late.”", &["She | said | We are late."]);
    direct("“We are late,” she said, “and it rains.”", &["she | said | We are late,", "she | said | and it rains."]);
    direct(
        "The chairman of the board replied: “We are late.”",
        &["The chairman of the board | replied | We are late."],
    );
}

#[test]
fn brackets_behind_a_name_do_not_hide_it() {
    direct("“We are late,” Mr. Smith (R-Ohio) said.", &["Mr. Smith | said | We are late,"]);
    direct(
        "“We are late,” Mr. John Smith (R-Ohio), a farmer, said on Friday.",
        &["Mr. John Smith | said | We are late,"],
    );
    indirect("Mr. Smith (R-Ohio) said that it failed.", &["Mr. Smith | said | that it failed"]);
}

#[test]
fn what_goes_on_in_a_paragraph_has_its_source() {
    direct(
        "“We are late,” said Mr. Smith at the end of a long day of talks with the members of the board in the old hall of the ministry, where it had rained in for weeks. “We are tired.”",
        &["Mr. Smith | said | We are late,", "Mr. Smith | - | We are tired."],
    );
}

#[test]
fn a_dash_and_a_name_sign_what_is_said() {
    direct("“It is a shame.” — Ellen Moss", &["Ellen Moss | — | It is a shame."]);
    direct(
        "“It is a shame.” ― Ellen Moss “He should go home.”― John Smith\n\nIt rained.",
        &["Ellen Moss | ― | It is a shame.", "John Smith | ― | He should go home."],
    );
    direct("“All is vanity.”\n\n— John Smith\n\nIt rained.", &["John Smith | — | All is vanity."]);
    direct("“It is a shame.” — John Smith left the room.", &["- | - | It is a shame."]);
}

#[test]
fn words_behind_a_full_stop_have_a_source_of_their_own() {
    direct(
        "“It is gone, Miss.” said the waggoner. “Then I heard it fall.” said the girl.",
        &["the waggoner | said | It is gone, Miss.", "the girl | said | Then I heard it fall."],
    );
    direct(
        "“Go,” he said to his mother. “Never, Henry,” she had answered.",
        &["he | said | Go,", "she | answered | Never, Henry,"],
    );
    direct("“We are late.” This was said with a smile. “Go.”", &["- | - | We are late.", "- | - | Go."]);
}

#[test]
fn what_two_pairs_of_marks_hold_is_said_once() {
    direct("“‘Death,’” quoted Mr. Smith, and left.", &["Mr. Smith | quoted | ‘Death,’"]);
}

#[test]
fn who_acts_before_a_colon_speaks() {
    direct("She turned to him at the door: “You knew.”", &["She | turned | You knew."]);
    direct(
        "Mr. Smith addressed the meeting as follows:\n\n“The dam has failed.”",
        &["Mr. Smith | addressed | The dam has failed."],
    );
    direct("The sign hung over the door: “You may go in.”", &["- | - | You may go in."]);
}

#[test]
fn a_paragraph_may_introduce_the_next() {
    direct(
        "The petition reads:\n\n“One is here.\n\nTwo is there.”",
        &["The petition | reads | One is here.\n\nTwo is there."],
    );
}

#[test]
fn a_dash_opens_speech_where_dashes_do() {
    direct(
        "—Yes, said Mr. Bloom. I will go.\n\n—Is it late? he asked.\n\n―No, Mrs. Jones answered quietly. She left.\n\nIt rained.\n\n—Go.",
        &[
            "Mr. Bloom | said | Yes,",
            "Mr. Bloom | said | I will go.",
            "he | asked | Is it late?",
            "Mrs. Jones | answered | No,",
            "- | - | Go.",
        ],
    );
    direct(
        "— Bonjour, dit-il.\n\n— Bonjour.\n\n— Vous partez ?",
        &["- | - | Bonjour, dit-il.", "- | - | Bonjour.", "- | - | Vous partez ?"],
    );
    direct("All is vanity.\n\n— The Preacher", &[]);
}

#[test]
fn titles_and_doubted_words_are_no_speech() {
    direct("They watched “Saturday Night Live” at home.", &[]);
    direct("The so-called “peace process” is dead.", &[]);
    direct("He read “The Hobbit.” Then he slept.", &[]);
}

#[test]
fn nicknames_and_words_held_at_arms_length_are_no_speech() {
    direct("William “Bill” Smith left the house.", &[]);
    direct("The so-called “Iron Lady” was late.", &[]);
    direct("The “experts” and their ‘facts’ were wrong.", &[]);
    direct("It was a \"war\" of words, and a 'peace' of none.", &[]);
}

#[test]
fn speech_is_found_between_all_usual_marks() {
    for (open, close) in
        [("“", "”"), ("\"", "\""), ("„", "“"), ("»", "«"), ("«", "»"), ("‹", "›"), ("‘", "’"), ("'", "'"), ("「", "」")]
    {
        direct(
            &format!("{open}It is late,{close} said the guard. {open}It rains.{close}"),
            &["the guard | said | It is late,", "the guard | said | It rains."],
        );
    }
}

#[test]
fn a_paragraph_may_introduce_the_next_with_a_verb_alone() {
    direct(
        "The doctor, with a very good grace, immediately exclaimed,\n\n“It is late.”",
        &["The doctor | exclaimed | It is late."],
    );
}

#[test]
fn others_without_a_noun_speak_too() {
    direct("“It is a lie!” said another loudly.", &["another | said | It is a lie!"]);
}

#[test]
fn reported_speech_is_what_the_verb_takes() {
    indirect("The minister said that the army withdrew.", &["The minister | said | that the army withdrew"]);
    indirect("The minister told reporters that it failed.", &["The minister | told | that it failed"]);
    indirect("The plan failed, the minister said.", &["the minister | said | The plan failed"]);
    indirect("The plan failed, according to the ministry.", &["the ministry | according to | The plan failed"]);
    indirect("In the view of Mr. Smith, the plan failed.", &["Mr. Smith | In the view of | the plan failed"]);
    indirect("According to the ministry, the plan failed.", &["the ministry | According to | the plan failed"]);
    indirect("The minister, who was tired, said the plan had failed.", &["The minister | said | the plan had failed"]);
}

#[test]
fn reported_speech_goes_on_around_the_verb() {
    indirect(
        "The plan, the minister said, had failed.",
        &["the minister | said | The plan, the minister said, had failed"],
    );
    indirect(
        "The foreign minister, Mr. Smith, said in May 1921 that it failed.",
        &["The foreign minister | said | that it failed"],
    );
}

#[test]
fn marked_words_inside_a_reported_clause_are_part_of_it() {
    direct("Police say they have “adequate resources” for the city.", &[]);
    indirect(
        "Police say they have “adequate resources” for the city.",
        &["Police | say | they have “adequate resources” for the city"],
    );
    indirect("The plan “failed,” the minister said.", &["the minister | said | The plan “failed,”"]);
    direct("She said “it is late.”", &["She | said | it is late."]);
}

#[test]
fn another_ascription_ends_what_is_reported() {
    indirect(
        "The minister said the plan had failed, citing the costs, and promised to resign.",
        &[
            "The minister | said | the plan had failed",
            "The minister | citing | the costs",
            "The minister | promised | to resign",
        ],
    );
    indirect(
        "The army said it withdrew, though the minister denied that it did.",
        &["The army | said | it withdrew", "the minister | denied | that it did"],
    );
}

#[test]
fn reported_speech_ends_with_the_marks_around_it() {
    indirect(
        "“The doctor says the patient is well,” said Mr. Smith on Friday.",
        &["The doctor | says | the patient is well"],
    );
}

#[test]
fn what_is_only_unfolded_belongs_to_what_is_reported() {
    indirect(
        "The union condemned the plan, including its costs.",
        &["The union | condemned | the plan, including its costs"],
    );
    indirect(
        "The union praised some plans, such as the new bridge.",
        &["The union | praised | some plans, such as the new bridge"],
    );
}

#[test]
fn a_passive_takes_its_subject_into_what_is_said() {
    indirect("The veto is expected to come on Friday.", &["- | is expected | The veto is expected to come on Friday"]);
}

#[test]
fn a_headline_may_name_its_source_before_a_colon() {
    indirect("Poll: Voters want change\n\nIt rained.", &["Poll | : | Voters want change"]);
    indirect("It rained.\n\nThey came: it was late.", &[]);
}

#[test]
fn what_opens_a_sentence_ends_where_its_main_clause_begins() {
    indirect("While the minister said it failed, the army withdrew.", &["the minister | said | it failed"]);
    indirect("The union endorsed the plan, another sign of its strength.", &["The union | endorsed | the plan"]);
    indirect("It is late, I think.", &[]);
}

#[test]
fn nouns_of_saying_ascribe_what_they_take() {
    indirect("He repeated his promise to leave the army.", &["his | promise | to leave the army"]);
    indirect("They heard the minister’s criticism of the plan.", &["the minister | criticism | the plan"]);
    indirect("The demands that come with it are many.", &[]);
}

#[test]
fn a_clause_may_stand_far_behind_its_verb() {
    indirect(
        "The minister said during a rally on Friday in the capital that it failed.",
        &["The minister | said | that it failed"],
    );
    indirect(
        "Smith, director of the Institute, said parents still want schools.",
        &["Smith | said | parents still want schools"],
    );
}

#[test]
fn who_wants_or_knows_or_supposes_claims_nothing() {
    indirect("The minister does not want to come to terms.", &[]);
    indirect("This country intends to continue its policy.", &[]);
    indirect("Knowing how much it cost, the parties agree.", &[]);
    indirect("To know the hour one must know what time it is.", &[]);
    indirect("If the minister says that it failed, we leave.", &[]);
    indirect("They find a way that both can accept.", &[]);
    indirect("No right or claim that it may have, by law or use, is lost.", &[]);
    indirect("For the help promised in Article 2, the parties shall meet.", &[]);
    indirect("The unions appealed to all parties regarding the war.", &[]);
    indirect("The army has not kept its promise, as stated in the treaty.", &[]);
}

/// The name of the speaker of each quotation.
fn speakers(text: &str, expected: &[&str]) {
    let document: Document = fixture::annotated(text);
    let name =
        |quote: &crate::model::Quote| quote.speaker.map_or("-", |speaker| &*document.entities[speaker.index()].name);
    let quotes = document.quotes.iter().filter(|quote| quote.kind == QuoteKind::Direct);
    assert_eq!(quotes.map(name).collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn speakers_take_turns() {
    speakers(
        "“Is it late?” said Mr. Smith.\n\n“It is,” said Mrs. Jones.\n\n“Then we go.”\n\n“Yes, we go.”",
        &["Mr. Smith", "Mrs. Jones", "Mr. Smith", "Mrs. Jones"],
    );
}

#[test]
fn turns_go_on_around_words_without_a_name() {
    speakers(
        "“Is it late?” said Mr. Smith.\n\n“It is,” said the guard.\n\n“Then we go.”\n\n“Yes.”\n\nIt rained.\n\n“Now.”",
        &["Mr. Smith", "-", "Mr. Smith", "-", "Mr. Smith"],
    );
}

#[test]
fn a_role_leads_to_its_only_bearer() {
    speakers(
        "The prime minister, Margaret Thatcher, met the press. “We will not sign,” the prime minister said.",
        &["Margaret Thatcher"],
    );
}

#[test]
fn who_is_spoken_to_answers() {
    speakers(
        "Mrs. Jones came in. “Is it late, Mr. Smith?” she said.\n\n“Yes.”\n\n“Then go, Mr. Smith.”",
        &["Mrs. Jones", "Mr. Smith", "Mrs. Jones"],
    );
}

#[test]
fn a_sentence_that_goes_on_behind_words_says_whose_they_are() {
    direct("“Go!” quavered the old man.", &["the old man | quavered | Go!"]);
    direct("“Well,” Mr. Smith smirked, and went.", &["Mr. Smith | smirked | Well,"]);
    direct("“Well.” Mr. Smith was there.", &["- | - | Well."]);
}

#[test]
fn who_spoke_last_does_not_answer_himself() {
    speakers(
        "Mr. Smith met Mr. Jones. Mr. Jones was late. “Go,” said Mr. Smith.\n\n“I stay,” he said.",
        &["Mr. Smith", "Mr. Jones"],
    );
}

#[test]
fn a_pronoun_means_the_last_it_can_mean() {
    speakers("Mrs. Jones met Mr. Smith in Paris. “Is it late?” she asked.", &["Mrs. Jones"]);
}

#[test]
fn nobody_is_named_in_what_he_reports() {
    let document: Document = fixture::annotated("Mr. Smith left early. Mr. Jones was a fool, he said, but harmless.");
    let speaker = document.quotes.first().and_then(|quote| quote.speaker);
    assert_eq!(speaker.map(|speaker| document.entities[speaker.index()].name.as_str()), Some("Mr. Smith"));
}

#[test]
fn a_speaker_is_named_around_an_insertion() {
    speakers("George III, it is told, muttered: “They are wronged.”", &["George III"]);
    speakers("The prime minister, Margaret Thatcher, said: “It is late.”", &["Margaret Thatcher"]);
    speakers("They asked Isaac Newton, by then over seventy, who said: “It is late.”", &["Isaac Newton"]);
}

#[test]
fn who_signs_a_document_speaks_in_it() {
    speakers(
        "The petition reads:\n\n“We protest against the war.”\n\nRed Cross Committee:\n\nChairman J. Smith",
        &["Red Cross Committee"],
    );
}

#[test]
fn a_source_that_ends_the_text_is_no_harm() {
    let document = crate::analysis::fixture::annotated("According to Mr.");
    assert!(document.quotes.is_empty());
}
