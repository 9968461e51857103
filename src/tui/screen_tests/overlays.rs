//! What lies over the text: cards, hints, lists, palette, help.

use super::*;

#[test]
fn hints_stand_on_everything_in_view_and_lead_there() {
    let mut program = open(history(), 80, 24);
    program.press("f");
    let label = program.text().lines().nth(2).unwrap().trim_start_matches(['▌', ' ']).chars().next().unwrap();
    program.press(&label.to_string()).is_at("Anna Berg");
    program.press("f<Esc>").hides("fnna");
}

#[test]
fn a_card_says_who_it_is_and_goes_away() {
    let mut program = open(history(), 80, 24);
    program.press("}K").shows("person").press("<Esc>").hides("person");
    program.press("K").press("q").hides("person");
    assert!(!program.quits());
}

/// A treaty that is referred to in other words, in a quotation, with an event behind the reference.
fn treaty() -> Document {
    let mut sample = Sample::new(
        "# The Appeal\n\nThe union said: “From 1990 on they fought. They signed the joint treaty. Later the common treaties failed.”",
    );
    sample.quote(
        "From 1990 on they fought. They signed the joint treaty. Later the common treaties failed.",
        "The union",
        1,
    );
    sample.event("fought", None);
    sample.event("failed", None);
    let first = sample.at("the joint treaty");
    sample.reference("the common treaties", ReferenceKind::Agreement, vec![Target::Span(first)]);
    sample.timex("1990", "199X", Status::Stated);
    sample.document
}

#[test]
fn words_within_a_reference_are_the_reference() {
    let mut program = open(treaty(), 80, 24);
    program.press("/common tr<CR>K").shows("reference to an agreement").press("<Esc>gd").is_at("the joint treaty");
    program.press("gr").shows("the joint treaty · 2").press("<Esc>");
    program.press("K").shows("“the common treaties” ¶2");
}

#[test]
fn a_quotation_is_asked_for_at_its_beginning() {
    let mut program = open(treaty(), 80, 24);
    program.press("/“From<CR>K").shows("according to “The union”").press("<Esc>/From<CR>gd").is_at("The union said");
}

#[test]
fn all_places_are_listed() {
    let mut program = open(history(), 80, 24);
    program.press("}gr").shows("Anna Berg · 2").shows("left the city").press("j<CR>").is_at("Anna Berg left");
}

#[test]
fn the_palette_finds_names_headings_and_commands() {
    let mut program = open(history(), 120, 40);
    program.press(":second war").shows("heading").press("<CR>").is_at("# The Second War");
    program.press("<C-p>karl<CR>").is_at("Karl Berg");
    program.press(":12<CR>").is_at("Paragraph 9 ");
    program.press(":known-here<CR>").shows("as known here");
}

#[test]
fn help_is_made_from_the_table() {
    let mut program = open(history(), 120, 100);
    program.press("?");
    for command in crate::tui::command::commands() {
        program.shows(command.doc);
    }
    program.press("q").hides("Step by what is told");
    assert!(!program.quits());
}

#[test]
fn control_z_stops_from_everywhere_and_closes_nothing() {
    for keys in ["", "/", ":", "?", "}K", "f", "}gr", "zd"] {
        let mut program = open(history(), 80, 24);
        program.press(keys);
        let before = program.text();
        program.press("<C-z>");
        assert!(matches!(program.effects.last(), Some(Effect::Suspend)), "{keys}");
        assert_eq!(program.text(), before, "{keys}");
    }
}

#[test]
fn what_lies_over_the_text_keeps_off_its_frame_when_the_screen_changes() {
    for keys in ["}K", "}gr", ":", "?"] {
        let mut program = open(history(), 120, 40);
        program.press(keys);
        for (width, height) in [(40, 12), (24, 5), (64, 20), (33, 30), (120, 40), (40, 12)] {
            program.resize(width, height);
            let framed = |row: &&String| width < 104 && row.ends_with('│') && row.matches('│').count() > 1;
            for row in program.rows().iter().filter(framed) {
                assert!(row.ends_with(" │"), "{keys} at {width} x {height}: {row}\n{}", program.text());
            }
        }
        assert!(program.state.overlay.is_some(), "{keys}");
    }
    let mut program = open(history(), 120, 40);
    program.press("?G").resize(40, 12).press("G").shows("quit at once").press("k").hides("quit at once");
}

#[test]
fn the_palette_has_the_names_that_the_analysis_finds_while_it_is_open() {
    let document = Arc::new(petition().document);
    let (text, blocks, meta) = (document.text.clone(), document.blocks.clone(), document.meta.clone());
    let bare = Document { text, blocks, meta, ..Document::default() };
    let mut program = open(bare, 80, 24);
    let name = document.entities[0].name.clone();
    program.press(&format!(":{name}")).hides("  place │");
    let index = Arc::new(Index::new(&document));
    let job = program.state.snapshot.job;
    update(&mut program.state, Message::Analysed(job, Analysed { document, index, whole: true }));
    program.draw();
    program.shows(" place │").shows(&format!("> {name}"));
}
