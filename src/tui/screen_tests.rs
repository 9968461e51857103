//! Keys in, screen out: the program without a terminal.

use std::sync::Arc;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use super::view;
use crate::config::Config;
use crate::model::{Document, EntityKind, ReferenceKind, Status, Target};
use crate::query::Index;
use crate::query::sample::{Sample, petition};
use crate::tui::glyphs::Glyphs;
use crate::tui::keymap::Keymap;
use crate::tui::message::{Analysed, Effect, Message, Opened};
use crate::tui::state::{Look, State};
use crate::tui::theme::{Depth, Theme};
use crate::tui::update::update;

/// The program with a screen that can be looked at.
struct Program {
    state: State,
    screen: Terminal<TestBackend>,
    effects: Vec<Effect>,
}

fn look(width: u16, height: u16, depth: Depth) -> Look {
    Look {
        theme: Theme::built_in("terminal").unwrap().fitted(depth),
        glyphs: Glyphs::new(false),
        depth,
        measure: 72,
        screen: Rect::new(0, 0, width, height),
        layout: None,
        keymap: Arc::new(Keymap::new(&crate::tui::command::rows(), &Config::default()).unwrap()),
    }
}

fn open_with(document: Document, width: u16, height: u16, depth: Depth) -> Program {
    let document = Arc::new(document);
    let (text, blocks, meta) = (document.text.clone(), document.blocks.clone(), document.meta.clone());
    let bare = Document { text, blocks, meta, ..Document::default() };
    let mut state = State::new(Arc::new(bare), look(width, height, depth));
    let index = Arc::new(Index::new(&document));
    let job = state.snapshot.job;
    update(&mut state, Message::Analysed(job, Analysed { document, index, whole: true }));
    let screen = Terminal::new(TestBackend::new(width, height)).unwrap();
    let mut program = Program { state, screen, effects: vec![] };
    program.draw();
    program
}

fn open(document: Document, width: u16, height: u16) -> Program {
    open_with(document, width, height, Depth::Sixteen)
}

impl Program {
    fn draw(&mut self) {
        let state = &self.state;
        self.screen.draw(|frame| view(state, frame)).unwrap();
    }

    /// Presses keys: characters, or names between angle brackets, as in `]e<Tab><C-d>`.
    fn press(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|inside| inside.split_once('>'));
            let event = match named {
                Some((name, behind)) => {
                    rest = behind;
                    let (modifiers, name) = match name.strip_prefix("C-") {
                        Some(name) => (KeyModifiers::CONTROL, name),
                        None => (KeyModifiers::NONE, name),
                    };
                    let code = match name {
                        "Tab" => KeyCode::Tab,
                        "S-Tab" => KeyCode::BackTab,
                        "Esc" => KeyCode::Esc,
                        "CR" => KeyCode::Enter,
                        "BS" => KeyCode::Backspace,
                        "Down" => KeyCode::Down,
                        letter => KeyCode::Char(letter.chars().next().unwrap()),
                    };
                    KeyEvent::new(code, modifiers)
                }
                None => {
                    rest = &rest[c.len_utf8()..];
                    KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)
                }
            };
            let effects = update(&mut self.state, Message::Input(vec![Event::Key(event)]));
            self.effects.extend(effects);
        }
        self.draw();
        self
    }

    fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        update(&mut self.state, Message::Input(vec![Event::Resize(width, height)]));
        self.screen = Terminal::new(TestBackend::new(width, height)).unwrap();
        self.draw();
        self
    }

    fn click(&mut self, column: u16, row: u16) -> &mut Self {
        let kind = MouseEventKind::Down(MouseButton::Left);
        let event = MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
        update(&mut self.state, Message::Input(vec![Event::Mouse(event)]));
        self.draw();
        self
    }

    fn rows(&self) -> Vec<String> {
        let buffer = self.screen.backend().buffer();
        let row = |y| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        (0..buffer.area.height).map(|y| row(y).trim_end().to_owned()).collect()
    }

    fn text(&self) -> String {
        self.rows().join("\n")
    }

    #[track_caller]
    fn shows(&mut self, words: &str) -> &mut Self {
        assert!(self.text().contains(words), "{words:?} is not shown:\n{}", self.text());
        self
    }

    #[track_caller]
    fn hides(&mut self, words: &str) -> &mut Self {
        assert!(!self.text().contains(words), "{words:?} is shown:\n{}", self.text());
        self
    }

    /// The words under the cursor.
    #[track_caller]
    fn is_at(&mut self, words: &str) -> &mut Self {
        let rest = &self.state.snapshot.document.text[self.state.page.cursor() as usize..];
        assert!(rest.starts_with(words), "{:?} is at {:?}", words, &rest[..rest.len().min(40)]);
        self
    }

    /// The attributes of the first place on the screen where some words stand.
    #[track_caller]
    fn style_of(&self, words: &str) -> (Modifier, Color) {
        let rows = self.rows();
        let y = rows.iter().position(|row| row.contains(words)).unwrap_or_else(|| panic!("{words:?} is not shown"));
        let x = rows[y][..rows[y].find(words).unwrap()].chars().count();
        let cell = &self.screen.backend().buffer()[(x as u16, y as u16)];
        (cell.modifier, cell.fg)
    }

    fn quits(&self) -> bool {
        self.effects.iter().any(|effect| matches!(effect, Effect::Quit(None)))
    }
}

/// A small history: two chapters, two people of one surname, three dated events.
fn history() -> Document {
    let mut text = String::from("# The Long Peace\n\nAnna Berg signed the truce in 1921. Her brother wept.\n\n");
    for nth in 0..30 {
        text.push_str(&format!("Paragraph {nth} tells of the weather and of the harvest. It rained. It was cold.\n\n"));
    }
    text.push_str("# The Second War\n\nThe war began in 1938. Anna Berg left the city. Karl Berg stayed.\n\n");
    text.push_str("Long before, the city had burned in 1890. Nobody remembered.");
    let mut sample = Sample::new(&text);
    sample.entity(&["Anna Berg"], EntityKind::Person);
    sample.entity(&["Karl Berg"], EntityKind::Person);
    sample.event("signed", Some("1921"));
    sample.event("began", Some("1938"));
    sample.event("burned", Some("1890"));
    sample.document
}

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
fn panes_follow_the_text_and_lead_back_into_it() {
    let mut program = open(history(), 120, 40);
    program.shows("Anna Berg").shows("1921").press("<Tab>j<CR>");
    let at = program.state.page.cursor();
    assert!(at > 0, "Enter in a pane goes somewhere");
    program.press("<Esc><C-o>").is_at("# The Long Peace");
    assert_eq!(program.state.panes.focus, None);
}

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
fn selecting_somebody_marks_all_mentions() {
    let mut program = open(history(), 120, 40);
    assert!(!program.style_of("Anna Berg signed").0.contains(Modifier::BOLD));
    program.press("<Tab>");
    assert!(program.style_of("Anna Berg signed").0.contains(Modifier::BOLD), "{}", program.text());
}

#[test]
fn following_somebody_filters_and_is_shown_as_a_mode() {
    let mut program = open(history(), 120, 40);
    program.press("}F").shows(" Anna Berg ").press("]m").is_at("Anna Berg left").press("F");
    assert_eq!(program.state.scope.filter.entity, None);
}

#[test]
fn one_claimants_version_alone_is_shown_as_a_mode() {
    let document = petition().document;
    let index = Index::new(&document);
    let is_claimed = |nth: &usize| index.claimant_of((*nth).into()).is_some();
    let claimed = (0..document.events.len()).find(is_claimed).expect("a claim");
    let told = (0..document.events.len()).find(|nth| !is_claimed(nth)).expect("what the narrator tells");
    let words = |nth: usize| document.events[nth].trigger.of(&document.text).to_owned();
    let rows = |program: &Program| {
        let (snapshot, scope) = (&program.state.snapshot, &program.state.scope);
        crate::query::when_rows(&snapshot.document, &snapshot.index, &program.state.context, &scope.filter).len()
    };
    let mut program = open(document.clone(), 120, 40);
    program.press(&format!("/{}<CR><Esc>", words(told))).press("c").shows("nothing told on");
    program.press(&format!("gg/{}<CR><Esc>", words(claimed)));
    let all = rows(&program);
    let claimant = &index.claimants()[0];
    let mode = format!(" {} says: {}", claimant.letters, claimant.name);
    program.press("c").shows(&mode);
    assert!(rows(&program) < all);
    program.press("c").hides(&mode).press("c").shows(&mode).press("<Esc>").hides(&mode);
    assert_eq!(rows(&program), all);
    program.press(":claimant what the one<CR>").shows(&mode);
}

#[test]
fn who_is_followed_stays_the_same_when_the_analysis_numbers_anew() {
    let text = "Ana met Bert in 1921. Bert left.";
    let mut near = Sample::new(text);
    near.entity(&["Bert"], EntityKind::Person);
    let mut program = open(near.document, 80, 24);
    program.press("F:leave").shows("Bert");
    let mut whole = Sample::new(text);
    whole.entity(&["Ana"], EntityKind::Person);
    whole.entity(&["Bert"], EntityKind::Person);
    let document = Arc::new(whole.document);
    let index = Arc::new(Index::new(&document));
    let job = program.state.snapshot.job;
    update(&mut program.state, Message::Analysed(job, Analysed { document, index, whole: true }));
    assert_eq!(program.state.scope.filter.entity, Some(crate::model::EntityId(1)));
    program.press("<Esc>").press("]m]m").is_at("Bert left");
}

#[test]
fn a_file_read_again_with_other_words_leaves_no_place_inside_a_character() {
    let mut program = open(history(), 80, 24);
    program.press("G").press("5{").press("gg");
    for overlay in ["", "/x", "K", "}gr", "f", ":", "?", "F"] {
        program.press(&format!("<Esc><Esc>gg}}{overlay}"));
        let other = crate::input::from_text(crate::model::Source::Stdin, "ÄÖÜ — “ß” ".repeat(60));
        let job = program.state.snapshot.job;
        update(
            &mut program.state,
            Message::Loaded(job, Ok(Opened { document: Box::new(other), place: None, notice: None })),
        );
        program.draw();
        program.press("<CR><Esc><Esc>]mK<Esc>").press("<C-o>").press("<C-o>").press("<C-o>").press("<C-i>");
        let mut again = open(history(), 80, 24);
        again.press("G").press("3{").press("gg").press("j");
        program = again;
    }
}

#[test]
fn folding_keeps_only_what_mentions_somebody() {
    let mut program = open(history(), 80, 24);
    program.press("}zf").shows("folded").shows("⋯ 30 folded ⋯").shows("Karl Berg stayed").hides("Paragraph 3 ");
    program.press("<Esc>").shows("Paragraph 0 ").hides("folded ⋯");
    program.press("zd1930 1940<CR>").shows("The war began in 1938").hides("Paragraph 3 ");
    program.press("zdsoon<CR>").shows("two dates are needed");
}

#[test]
fn as_known_here_hides_what_is_told_later() {
    let mut program = open(history(), 120, 24);
    program.shows("1938").press("H").hides("1938").press("GH").shows("1938");
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
fn a_click_moves_the_cursor_or_goes_where_a_row_leads() {
    let mut program = open(history(), 120, 40);
    program.click(15, 2).is_at("igned");
    let y = program.rows().iter().position(|row| row.contains("1938")).unwrap();
    program.click(95, y as u16);
    assert!(program.state.page.cursor() > 100, "{}", program.text());
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
fn the_citation_of_a_sentence_is_copied() {
    let mut program = open(history(), 80, 24);
    program.press("})y");
    let Some(Effect::Copy(words)) = program.effects.pop() else { panic!("nothing is copied") };
    assert!(words.contains("Her brother wept.") && words.contains("¶ 2"), "{words}");
}

#[test]
fn analysis_that_arrives_does_not_move_the_text() {
    let full = history();
    let bare = Document { text: full.text.clone(), blocks: full.blocks.clone(), ..Document::default() };
    let mut state = State::new(Arc::new(bare), look(80, 24, Depth::Sixteen));
    let job = state.snapshot.job;
    update(&mut state, Message::Input(vec![Event::Key(KeyEvent::from(KeyCode::Char('}')))]));
    let before = (state.page.rows().to_vec(), state.page.cursor());
    let index = Arc::new(Index::new(&full));
    update(&mut state, Message::Analysed(job, Analysed { document: Arc::new(full), index, whole: true }));
    assert_eq!((state.page.rows().to_vec(), state.page.cursor()), before);
}

/// A program that shows the beginning of a long text, and the whole of it.
fn begun() -> (Program, Opened, Document) {
    let words = |nth: usize| format!("Paragraph {nth} has no more to tell than this.\n\n");
    let text: String = (1..=400).map(words).collect::<String>() + "The end is near.\n";
    let read = |text: &str| crate::input::from_text(crate::model::Source::File("a.txt".into()), text.to_owned());
    let mut state = State::new(Arc::new(read(&text[..4_000])), look(80, 24, Depth::Sixteen));
    let effect = state.load_rest("a.txt".into());
    assert!(matches!(effect, Effect::LoadRest(..)));
    state.settle();
    let mut program = Program { state, screen: Terminal::new(TestBackend::new(80, 24)).unwrap(), effects: vec![] };
    program.draw();
    let whole = Opened { document: Box::new(read(&text)), place: None, notice: None };
    (program, whole, read(&text))
}

impl Program {
    fn take(&mut self, rest: Opened) -> &mut Self {
        let job = self.state.snapshot.job;
        let effects = update(&mut self.state, Message::Rest(job, Ok(rest)));
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Analyse(..))));
        self.draw();
        self
    }
}

#[test]
fn the_beginning_is_read_while_the_rest_is_loaded() {
    let (mut program, rest, _) = begun();
    program.shows("loading…").hides("%").press("3}").is_at("Paragraph 4 ").press("jj");
    let before = program.rows()[..20].to_vec();
    program.take(rest).hides("loading");
    assert_eq!(program.rows()[..20], before, "the text stands still");
    program.press("G").shows("The end is near.");
}

#[test]
fn keys_that_need_the_rest_wait_for_it_in_their_order() {
    let (mut program, rest, _) = begun();
    program.press("G").shows("loading, then G").press("{{").shows("loading, then G{{").shows("Paragraph 1 ");
    program.take(rest).shows("The end is near.").is_at("Paragraph 399 ");

    let (mut program, rest, _) = begun();
    program.press("3G/near<CR>").take(rest).is_at("near.").press("<C-o>").is_at("Paragraph 3 ");

    let (mut program, rest, _) = begun();
    program.press("200j").shows("loading, then 200j").press("<Esc>").shows("Paragraph 1 ");
    program.press("j").take(rest).shows("Paragraph 2 ").shows("0%");
}

#[test]
fn a_rest_that_was_written_to_in_between_is_no_harm() {
    let (mut program, _, _) = begun();
    program.press("3}<C-d>ma");
    let other = crate::input::from_text(crate::model::Source::Stdin, "Ünd nün. Ä ö ü.\n".into());
    program.take(Opened { document: Box::new(other), place: None, notice: None }).shows("Ünd nün").press("'a<C-o>");
    let (mut program, ..) = begun();
    let job = program.state.snapshot.job;
    let gone = crate::error::Error::new(crate::error::ErrorKind::Input, "there is no such file").about("a.txt");
    update(&mut program.state, Message::Rest(job, Err(gone)));
    program.draw();
    program.shows("only the beginning is shown: a.txt: there").shows("Paragraph 1 ");
}

#[test]
fn a_place_kept_from_before_is_gone_to_if_the_reader_did_not_move() {
    for moves in [false, true] {
        let (mut program, mut rest, whole) = begun();
        let at = whole.text.find("Paragraph 300 ").unwrap() as u32;
        rest.place = Some(crate::place::Place::new(&whole, at, at, &Default::default()));
        program.press(if moves { "2}" } else { "" }).take(rest);
        program.is_at(if moves { "Paragraph 3 " } else { "Paragraph 300 " });
    }
}

#[test]
fn a_file_read_again_keeps_the_place_and_a_vanished_one_the_text() {
    let mut document = history();
    document.meta.source = crate::model::Source::File("/nowhere/history.txt".into());
    let mut program = open(document, 80, 24);
    program.press("22}r");
    let Some(Effect::Load(job, _)) = program.effects.pop() else { panic!("not read again") };
    let error = crate::error::Error::new(crate::error::ErrorKind::Input, "there is no such file");
    update(&mut program.state, Message::Loaded(job, Err(error)));
    program.draw();
    program.shows("not read again: there is no such file").is_at("Paragraph 20 ").hides("reading…");
    // An analysis that was under way goes on.
    program.state.snapshot.stage = Some("finding names");
    program.press("r");
    let Some(Effect::Load(job, _)) = program.effects.pop() else { panic!("not read again") };
    let error = crate::error::Error::new(crate::error::ErrorKind::Input, "there is no such file");
    let effects = update(&mut program.state, Message::Loaded(job, Err(error)));
    assert!(matches!(effects[..], [Effect::Analyse(newer, ..)] if newer > job));
    let job = program.state.snapshot.job;
    let edited = Sample::new(&format!("A new first paragraph.\n\n{}", history().text)).document;
    update(
        &mut program.state,
        Message::Loaded(job, Ok(Opened { document: Box::new(edited), place: None, notice: None })),
    );
    program.draw();
    program.shows("read again").is_at("Paragraph 20 ");
}

#[test]
fn an_empty_document_says_so() {
    let mut program = open(Document::default(), 80, 24);
    program.shows("there is nothing in this document").press("jG}]eKf/x<CR><Tab><CR>gr?q:");
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

#[test]
fn whom_one_follows_one_follows_in_the_text_read_again() {
    let mut document = petition().document;
    document.meta.source = crate::model::Source::File("/nowhere/petition.txt".into());
    let mut program = open(document, 120, 40);
    program.press("]mF").shows("following ").press("r");
    let followed = program.state.scope.filter.entity;
    assert!(followed.is_some());
    let Some(Effect::Load(job, _)) = program.effects.pop() else { panic!("not read again") };
    let again = Arc::new(petition().document);
    let bare = Document { text: again.text.clone(), blocks: again.blocks.clone(), ..Document::default() };
    update(
        &mut program.state,
        Message::Loaded(job, Ok(Opened { document: Box::new(bare), place: None, notice: None })),
    );
    assert_eq!(program.state.scope.filter.entity, None);
    let (job, index) = (program.state.snapshot.job, Arc::new(Index::new(&again)));
    update(&mut program.state, Message::Analysed(job, Analysed { document: again, index, whole: true }));
    assert_eq!(program.state.scope.filter.entity, followed);
}

/// A short narrative that was analysed as the program does it, and what the effects of its decisions come to.
fn narrative(width: u16, height: u16) -> Program {
    let text = "It began in the spring. Two days later the mayor left the town. The following year she returned.";
    let bare = crate::input::from_text(crate::model::Source::Stdin, text.to_owned());
    let mut program = Program {
        state: State::new(Arc::new(bare), look(width, height, Depth::Sixteen)),
        screen: Terminal::new(TestBackend::new(width, height)).unwrap(),
        effects: vec![],
    };
    let effect = program.state.analyse();
    program.effects.push(effect);
    program.analysed();
    program
}

impl Program {
    /// Runs the analysis that was asked for last.
    #[track_caller]
    fn analysed(&mut self) -> &mut Self {
        let Some(Effect::Analyse(job, document, _, choices)) = self.effects.pop() else { panic!("nothing to analyse") };
        let options = crate::analysis::Options { mode: choices.mode, pins: choices.pins, ..Default::default() };
        let document = Arc::new(crate::analysis::analyse((*document).clone(), &options, |_| true));
        let index = Arc::new(Index::new(&document));
        update(&mut self.state, Message::Analysed(job, Analysed { document, index, whole: true }));
        self.draw();
        self
    }
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
    let place = program.state.place();
    assert!(place.choices.pins.iter().all(|pin| pin.edtf.is_empty()));
}

#[test]
fn a_pinned_date_is_kept_with_the_place() {
    let mut program = narrative(100, 30);
    program.press("]dP<C-u>1921~<CR>").analysed();
    let place = program.state.place();
    let mut again = narrative(100, 30);
    again.state.resume(&place);
    let effect = again.state.analyse();
    again.effects.push(effect);
    again.analysed().press("K").shows("about 1921 (pinned by you)");
    // Pinned anew, the older date is gone.
    again.press("<Esc>P<C-u>1922<CR>").analysed().press("K").shows("1922 (pinned by you)").hides("1921");
    assert_eq!(again.state.place().choices.pins.len(), 1);
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
