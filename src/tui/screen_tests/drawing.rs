//! How it looks, at every size and in every colour.

use super::*;

#[test]
fn a_narrow_screen_shows_panes_over_the_text() {
    let mut program = open(history(), 80, 24);
    program.hides("Karl Berg").press("<Tab>").shows("Karl Berg").press("<Esc>").hides("Karl Berg");
    program.press("t").shows("1938").press("t");
    assert_eq!(program.state.panes.focus, None);
    program.press("eq").hides("Karl Berg");
    assert!(!program.quits());
    program.press("q");
    assert!(program.quits());
}

#[test]
fn resizing_keeps_the_top_text() {
    let mut program = open(history(), 120, 40);
    program.press("22}zz").press("z<CR>");
    let top = program.state.page.anchor();
    for (width, height) in [(80, 24), (30, 10), (10, 3), (200, 60), (120, 40)] {
        program.resize(width, height);
    }
    assert_eq!(program.state.page.anchor(), top);
}

#[test]
fn a_screen_that_is_too_small_says_so_in_a_line() {
    let check = |width, height, words: &str| assert_eq!(open(history(), width, height).rows()[0].trim_end(), words);
    check(1, 1, "…");
    check(2, 1, "…");
    check(10, 1, "too small");
    check(3, 500, "…");
    check(30, 2, "too small: 24 x 5 needed");
    check(500, 3, "500 x 3 columns and rows are too few: 24 x 5 are needed");
    let mut program = open(history(), 20, 3);
    program.press("jG?").resize(80, 24).shows("one line on").press("q").shows("The Long Peace");
}

#[test]
fn every_size_is_drawn() {
    let mut program = open(history(), 80, 24);
    for keys in ["", "<Tab>", "<Tab>", "<Esc>t", "?", "q:", "<Esc>f", "<Esc>}K", "qgr", "q/a"] {
        program.press(keys);
        for (width, height) in [(24, 5), (25, 6), (40, 12), (79, 15), (104, 17), (120, 40), (161, 31), (230, 70)] {
            program.resize(width, height);
        }
    }
}

#[test]
fn without_colour_nothing_has_one() {
    let mut program = open_with(history(), 120, 40, Depth::None);
    for keys in ["", "<Tab>", "<Tab>", "<Esc>?", "q/it<CR>", ":", "<Esc>f", "<Esc>}K"] {
        program.press(keys);
        let buffer = program.screen.backend().buffer();
        assert!(buffer.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset), "{keys}");
    }
}

#[test]
fn names_and_dates_are_set_apart_by_more_than_colour() {
    let mut program = open(history(), 80, 24);
    let (modifier, colour) = program.press("G").style_of("Karl Berg");
    assert!(modifier.contains(Modifier::UNDERLINED) && colour != Color::Reset);
}

#[test]
fn commands_to_the_terminal_in_the_text_are_signs() {
    let mut program =
        open(Sample::new("A \x1b[31mred\x1b[0m herring \u{202e}and\u{202c} a bell\x07.").document, 80, 24);
    program.shows("A ␛[31mred␛[0m herring <202E>and<202C> a bell␇.");
    assert!(program.style_of("␛").0.contains(Modifier::REVERSED));
}

#[test]
fn what_is_told_once_is_told_whole() {
    open(petition().document, 80, 24).press("H").shows(" as known here: nothing from further on is shown");
    open(petition().document, 80, 24)
        .press("<C-g>")
        .shows("document")
        .shows("none stated")
        .press("q")
        .hides("none stated");
}
