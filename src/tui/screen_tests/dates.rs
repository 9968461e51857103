//! Dates that are pinned, and what dates count from.

use super::*;

fn narrative(width: u16, height: u16) -> Program {
    let text = "It began in the spring. Two days later the mayor left the town. The following year she returned.";
    read(text, width, height)
}

#[test]
fn a_date_is_pinned_by_hand_and_what_follows_counts_from_it() {
    let mut program = narrative(100, 30);
    program.press("]dK").shows("spring, year unknown").shows("not settled").shows("TIMEX3").press("<Esc>");
    program
        .press("K")
        .shows("P pin it")
        .press("P")
        .shows("1914~ about")
        .shows("date of “the spring”: XXXX-21")
        .press("<C-u>May 1921<CR>");
    program.shows("no date: write 1914").shows("“the spring”: May 1921").is_at("the spring");
    program.press("<C-u>1921-05-03").hides("no date: write").press("<CR>").shows("pinned: 3 May 1921");
    program.shows("It began in the spring.").analysed().is_at("the spring");
    program.press("K").shows("3 May 1921 (pinned by you)").shows("the text says “the spring”");
    program.press("<Esc>]dK").shows("5 May 1921 (inferred)").shows("from").shows("“the spring”");
    program.press("j<CR>").is_at("the spring");
    // An empty line takes it away again.
    program.press("P").shows(": 1921-05-03").press("<C-u><CR>").shows("the pin is taken away").analysed();
    program.press("K").shows("not settled").hides("pinned").press("<Esc>");
    program.press("P<C-u><CR>").shows("nothing was pinned here");
    assert_eq!(program.state.hand.all(), []);
}

#[test]
fn a_pinned_date_is_kept() {
    let mut program = narrative(100, 30);
    program.press("]dP<C-u>1921~<CR>");
    let mut again = narrative(100, 30);
    let effects = again.state.take_kept(program.kept());
    again.effects.extend(effects);
    again.analysed().press("]dK").shows("about 1921 (pinned by you)");
    // Pinned anew, the older date is gone.
    again.press("<Esc>P<C-u>1922<CR>").analysed().press("K").shows("1922 (pinned by you)").hides("1921");
    assert_eq!(again.state.hand.all().len(), 1);
    // A row of When stands for the date that its event has.
    again.resize(130, 40).press("<Esc><Tab><Tab>P").shows("date of “");
}

#[test]
fn a_pin_is_refused_without_a_footer_too() {
    let mut program = narrative(100, 16);
    program.press("]dP<C-u>May<CR>").shows("no date: write").press("<Esc>").hides("no date: write");
}

#[test]
fn what_dates_count_from_is_told_and_can_be_chosen() {
    let mut program = narrative(160, 30);
    program.press("<C-g>").shows("nothing says from what").press("q");
    program.press("D").shows("dates count from the document’s date, which it does not state").analysed();
    program.press("D").shows("dates count from the last one told").analysed();
    program.press("<C-g>").shows("from the last one told (chosen by you)").press("q");
    program.press("]dK").shows("dates count").shows("(chosen by you)").press("<Esc>");
    program.press("D").shows("is found out").analysed().press("<C-g>").hides("chosen by you").press("q");
    program.press(":count-dates").shows("count dates from the document").press("<Esc>");
    program.press(":pin-date").shows("pin this date");
}
