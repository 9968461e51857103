//! What is put right by hand.

use super::*;
use crate::model::{Correction, EntityKind};

const STORY: &str = "Anna Berg signed the treaty in Geneva. Karl Berg was not there. Later Berg said that it was over.\n\n\
                     “We have lost,” said the mayor. Geneva slept. Nobody in Geneva woke up.\n\n\
                     Peter Lund came home.";

/// Goes to the words and presses keys there.
fn at<'a>(program: &'a mut Program, words: &str, keys: &str) -> &'a mut Program {
    let start = program.state.snapshot.document.text.find(words).unwrap() as u32;
    program.state.page.point(start);
    program.state.settle();
    program.press(keys)
}

fn names(program: &Program) -> Vec<&str> {
    program.state.snapshot.document.entities.iter().map(|entity| entity.name.as_str()).collect()
}

#[test]
fn two_are_made_one_by_choosing_the_other() {
    let mut program = read(STORY, 120, 40);
    assert_eq!(names(&program), ["Anna Berg", "Geneva", "Karl Berg", "Peter Lund"]);
    // Who shares a word of the name comes first.
    at(&mut program, "Karl Berg", "M").shows("“Karl Berg” is the same as").shows("> ").press("<CR>");
    program.shows("“Karl Berg” is the same as “Anna Berg”: u takes it back").is_at("Karl Berg").analysed();
    assert_eq!(names(&program), ["Anna Berg", "Geneva", "Peter Lund"]);
    program.is_at("Karl Berg").shows("✎☺ Anna Berg").press("K").shows("by hand     “Karl Berg” is the same");
    program.shows("put together by the reader").press("<Esc>u").shows("taken back: “Karl Berg” is the same");
    program.analysed().hides("✎");
    assert_eq!(names(&program).len(), 4);
    program.press("<C-r>").shows("put right again").analysed();
    assert_eq!(names(&program).len(), 3);
    program.press("<C-r>").shows("nothing was taken back").press("uu").shows("nothing was put right since");
}

#[test]
fn it_works_on_the_rows_of_who_and_the_selection_stays() {
    let mut program = read(STORY, 120, 40);
    program.press("<Tab>jj").press("M").shows("“Karl Berg” is the same as").press("peter<CR>").analysed();
    assert_eq!(names(&program), ["Anna Berg", "Geneva", "Peter Lund"]);
    // The row of whom it became a part is selected.
    program.press("R").shows("name of “Peter Lund”: Peter Lund").press("<C-u>Pete<CR>").analysed();
    assert_eq!(names(&program), ["Anna Berg", "Geneva", "Pete"]);
    program.press("R<C-u><CR>").shows("the name that was given is taken away").analysed();
    assert_eq!(names(&program)[2], "Peter Lund");
    program.press("R<C-u><CR>").shows("no name was given by hand");
    // What is no name any more leaves the selection to its neighbour.
    program.press("<Esc>").press("<Tab>jX").shows("“Geneva” is no name").analysed();
    assert_eq!(names(&program), ["Anna Berg", "Peter Lund"]);
    program.press("K").shows("Peter Lund");
}

#[test]
fn names_kinds_and_single_places_are_put_right_at_the_cursor() {
    let mut program = read(STORY, 80, 24);
    at(&mut program, "Geneva slept", "C").shows("“Geneva” is no place but").press("<CR>").shows("“Geneva”: person");
    program.analysed();
    at(&mut program, "Geneva slept", "Corg<CR>").analysed();
    let geneva = program.state.snapshot.document.entities[1].kind;
    assert_eq!((geneva, program.state.hand.all().len()), (EntityKind::Org, 1), "the later stands for the earlier");
    at(&mut program, "Geneva slept", "S").shows("only here: “Geneva” ¶2").press("<CR>").analysed();
    assert_eq!(names(&program).iter().filter(|name| **name == "Geneva").count(), 2);
    at(&mut program, "Berg said", "S").shows("Not “Karl Berg” but another").press("<CR>").analysed();
    at(&mut program, "Berg said", "RKarl the Elder<Esc>").hides("name of");
    at(&mut program, "Peter Lund", "S").shows("named only once").press("X").analysed();
    assert!(!names(&program).contains(&"Peter Lund"));
    at(&mut program, "signed", "M").shows("nobody is here");
}

#[test]
fn a_quotation_is_given_its_speaker() {
    let mut program = read(STORY, 120, 40);
    at(&mut program, "lost", "W").shows("“We have lost” is said by").shows("nobody who has a name").press("karl<CR>");
    program.shows("“We have lost” is said by “Karl Berg”").analysed();
    let speaker = program.state.snapshot.document.quotes[0].speaker;
    assert_eq!(speaker.map(|id| id.index()), Some(2));
    at(&mut program, "lost", "K").shows("according to Karl Berg").press("<Esc>");
    at(&mut program, "Peter", "W").shows("no quotation is here");
}

#[test]
fn all_are_listed_and_each_can_be_dropped() {
    let mut program = read(STORY, 80, 24);
    program.press("L").shows("nothing is put right by hand: M R C W do that");
    at(&mut program, "Karl Berg", "RCharles<CR>").analysed();
    at(&mut program, "Karl Berg", "R<C-u>Charles<CR>").analysed();
    at(&mut program, "Geneva", "Corg<CR>").analysed();
    program.press("L").shows("By hand · 2").shows("“Karl Berg” goes by “Charles”").shows("(was: place)");
    program
        .shows("d drop")
        .press("d")
        .shows("By hand · 1")
        .hides("│ ¶1     “Karl Berg”")
        .shows("was: place")
        .analysed();
    program.shows("By hand · 1").press("u").shows("By hand · 2").analysed();
    assert!(names(&program).contains(&"Charles"));
    program.press("j<CR>").hides("By hand").is_at("Geneva");
    program.press("Ldd").hides("By hand").analysed().press("L").shows("nothing is put right");
}

#[test]
fn what_fits_nothing_any_more_is_told_and_listed() {
    let mut program = read(STORY, 100, 30);
    at(&mut program, "Peter", "X");
    let kept = program.kept();
    let mut other = read("Something else altogether, in which Anna Berg is named.", 100, 30);
    let effects = other.state.take_kept(kept);
    other.effects.extend(effects);
    other.analysed().shows("fits nothing in the text any more: “Peter Lund” is no name");
    other.press("L").shows("(stands nowhere in the text any more)").press("d");
    assert_eq!(other.state.hand.all(), []);
}

#[test]
fn they_can_be_kept_beside_a_file_only() {
    let mut program = read(STORY, 100, 30);
    program.press(":keep-beside<CR>").shows("has nothing beside it");
    let mut document = (*program.state.document()).clone();
    document.meta.source = crate::model::Source::File("/nowhere/story.txt".into());
    let mut program = open(document, 100, 30);
    program.press(":keep-beside<CR>").shows("corrections are kept in story.txt.dateline.toml");
    assert_eq!(program.kept().beside, Some(vec![]));
    at(&mut program, "Peter", "X");
    assert_eq!(program.kept().beside.map(|list| list.len()), Some(1));
    program.press(":keep-beside<CR>").shows("already").press("uu");
    assert_eq!(program.kept(), crate::place::Corrections::default());
}

#[test]
fn what_another_copy_put_right_is_taken_over() {
    let mut program = read(STORY, 100, 30);
    at(&mut program, "Peter", "X");
    let mut kept = program.kept();
    assert!(program.state.take_kept(kept.clone()).is_empty(), "nothing else was kept");
    let text = program.state.snapshot.document.text.clone();
    let here = crate::model::Passage::new(&text, crate::model::Span::new(0, 9));
    kept.add(Correction::Rename { at: here, name: "Anne".into() });
    let effects = program.state.take_kept(kept);
    program.effects.extend(effects);
    program.analysed();
    assert!(names(&program).contains(&"Anne"));
    program.press("u").analysed();
    assert_eq!(program.state.hand.all().len(), 1, "one takes back only what one did oneself");
}

#[test]
fn a_question_survives_an_analysis_that_ends_meanwhile_and_not_another_text() {
    let mut program = read(STORY, 80, 24);
    at(&mut program, "Peter", "X");
    at(&mut program, "Karl Berg", "R").shows("name of “Karl Berg”").analysed().shows("name of “Karl Berg”");
    program.press("<Esc>").press("M").shows("is the same as");
    let effect = program.state.analyse();
    program.effects.push(effect);
    program.analysed().shows("is the same as");
    program.state.forget_offsets();
    program.draw();
    program.hides("is the same as");
}

#[test]
fn a_name_that_was_not_found_is_added() {
    let story = STORY.replace("the mayor", "the old mill") + " The old mill stood empty.";
    let mut program = read(&story, 120, 40);
    let found = names(&program).len();
    at(&mut program, "mill", "A").shows("these words are a name: mill").press("<C-u>old mill<CR>");
    program.shows("“old mill” is the name of a").press("place<CR>").shows("“old mill” is a name: place").analysed();
    assert_eq!(names(&program).len(), found + 1);
    program.shows("✎⌂ old mill").is_at("mill").press("A").shows("name: mill").press("<C-u>old mill<CR>");
    program.shows("“old mill” is known as a name here");
    at(&mut program, "Anna", "/old mill<CR>A").shows("these words are a name: old mill").press("<Esc><Esc>");
    // Another kind takes the place of the first, and all of it can be taken back.
    at(&mut program, "old mill", "Corg<CR>").analysed().press("u").analysed().press("u").analysed();
    assert_eq!((names(&program).len(), program.state.hand.all().len()), (found, 0));
    at(&mut program, "Peter Lund", "A").shows("name: Peter Lund").press("<C-u>Peter L<CR>");
    program.shows("“Peter L” does not stand here in whole words").press("A<C-u><CR>").hides("names: ");
}
