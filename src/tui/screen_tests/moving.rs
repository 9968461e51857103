//! Motions, jumps, marks, search, panes, mouse.

use super::*;

#[test]
fn text_comes_first_and_says_where_one_is() {
    let mut program = open(history(), 80, 24);
    program.shows("Anna Berg signed the truce in 1921.").shows("¶ 1/35").shows("? help").hides("nobody");
    assert!(program.rows()[0].starts_with("▌   # The Long Peace"), "{}", program.rows()[0]);
    program.press("}").is_at("Anna Berg");
    assert!(program.rows()[2].starts_with("▌   Anna"));
}

#[test]
fn motions_take_counts() {
    let mut program = open(history(), 80, 24);
    program.press("3}").is_at("Paragraph 1 ").press("2{").is_at("Anna");
    program.press(")").is_at("Her brother").press("(").is_at("Anna");
    program.press("]]").is_at("# The Second War").press("[[").is_at("# The Long Peace");
    program.press("]e").is_at("signed").press("]e").is_at("began").press("9[e").is_at("signed");
    program.press("5G").is_at("Paragraph 2 ").press("gg").is_at("# The Long");
    program.press("50%").is_at("Paragraph 1").press("G").shows("Nobody remembered.").shows("end");
}

#[test]
fn mentions_are_walked_with_their_number() {
    let mut program = open(history(), 80, 24);
    program.press("}]m").shows("Anna Berg 2/2").is_at("Anna Berg left");
    program.press("[m").is_at("Anna Berg signed").shows("Anna Berg 1/2");
}

#[test]
fn a_jump_can_be_taken_back_and_again() {
    let mut program = open(history(), 80, 24);
    program.press("}G").press("<C-o>").is_at("Anna Berg signed").press("<C-i>").shows("Nobody remembered.");
    program.press("g;").is_at("Anna").press("g,").shows("Nobody");
    program.press("gg").press("''").shows("Nobody");
}

#[test]
fn marks_are_set_and_gone_to() {
    let mut program = open(history(), 80, 24);
    program.press("3}ma").shows("mark a set").press("G'a").is_at("Paragraph 1 ");
    program.press("'b").shows("no mark b");
}

#[test]
fn search_goes_along_while_one_types_and_back_if_one_gives_up() {
    let mut program = open(history(), 80, 24);
    program.press("/paragraph 25").is_at("Paragraph 25");
    program.press("<Esc>").is_at("# The Long Peace").shows("The Long Peace");
    program.press("/it rained<CR>").is_at("It rained").press("n").is_at("It rained");
    assert!(program.style_of("It rained").0.contains(Modifier::BOLD));
    program.press("<Esc>");
    assert!(!program.style_of("It rained").0.contains(Modifier::BOLD));
    program.press("/nowhere<CR>").shows("not found: nowhere");
}

#[test]
fn all_hits_are_counted() {
    let mut program = open(history(), 80, 24);
    program.press("/harvest<CR>");
    let Some(Effect::Count(job, text, pattern)) = program.effects.pop() else { panic!("not counted") };
    let hits = pattern.hits(&text, 0..text.len()).collect();
    update(&mut program.state, Message::Counted(job, hits));
    program.draw();
    program.shows("1/30 hits").press("2n").shows("3/30 hits").press("N").shows("2/30 hits");
}

#[test]
fn the_word_or_name_under_the_cursor_is_searched_for() {
    let mut program = open(history(), 80, 24);
    program.press("}*").is_at("Anna Berg left");
}

#[test]
fn panes_follow_the_text_and_lead_back_into_it() {
    let mut program = open(history(), 120, 40);
    program.shows("Anna Berg").shows("1921").press("<Tab>j<CR>");
    let at = program.state.page.cursor();
    assert!(at > 0, "Enter in a pane goes somewhere");
    program.press("<Esc><C-o>").is_at("# The Long Peace");
    assert_eq!(program.state.panes.focus, None);
}

#[test]
fn escape_never_quits_and_control_c_always_does() {
    let mut program = open(history(), 80, 24);
    program.press("<Esc><Esc><Esc>");
    assert!(!program.quits());
    for keys in ["/words", ":pal", "?", "f", "g", "m", "<Tab>"] {
        let mut program = open(history(), 80, 24);
        program.press(keys).press("<C-c>");
        assert!(program.quits(), "{keys}");
    }
}

#[test]
fn a_click_moves_the_cursor_or_goes_where_a_row_leads() {
    let mut program = open(history(), 120, 40);
    program.click(15, 2).is_at("igned");
    let y = program.rows().iter().position(|row| row.contains("1938")).unwrap();
    program.click(95, y as u16);
    assert!(program.state.page.cursor() > 100, "{}", program.text());
}

#[test]
fn the_citation_of_a_sentence_is_copied() {
    let mut program = open(history(), 80, 24);
    program.press("})y");
    let Some(Effect::Copy(words)) = program.effects.pop() else { panic!("nothing is copied") };
    assert!(words.contains("Her brother wept.") && words.contains("¶ 2"), "{words}");
}
