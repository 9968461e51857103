//! While a document is loaded, read again or analysed.

use super::*;

#[test]
fn a_file_read_again_with_other_words_leaves_no_place_inside_a_character() {
    let mut program = open(history(), 80, 24);
    program.press("G").press("5{").press("gg");
    for overlay in ["", "/x", "K", "}gr", "f", ":", "?", "F"] {
        program.press(&format!("<Esc><Esc>gg}}{overlay}"));
        let other = crate::input::from_text(crate::model::Source::Stdin, "ÄÖÜ — “ß” ".repeat(60));
        let job = program.state.snapshot.job;
        update(&mut program.state, Message::Loaded(job, Ok(Opened { document: Box::new(other), ..Opened::default() })));
        program.draw();
        program.press("<CR><Esc><Esc>]mK<Esc>").press("<C-o>").press("<C-o>").press("<C-o>").press("<C-i>");
        let mut again = open(history(), 80, 24);
        again.press("G").press("3{").press("gg").press("j");
        program = again;
    }
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
    let effect = state.load_rest(crate::model::Source::File("a.txt".into()));
    assert!(matches!(effect, Effect::LoadRest(..)));
    state.settle();
    let mut program = Program { state, screen: Terminal::new(TestBackend::new(80, 24)).unwrap(), effects: vec![] };
    program.draw();
    let whole = Opened { document: Box::new(read(&text)), ..Opened::default() };
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
    program.take(Opened { document: Box::new(other), ..Opened::default() }).shows("Ünd nün").press("'a<C-o>");
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
    program.state.snapshot.stage = Some("finding names".into());
    program.press("r");
    let Some(Effect::Load(job, _)) = program.effects.pop() else { panic!("not read again") };
    let error = crate::error::Error::new(crate::error::ErrorKind::Input, "there is no such file");
    let effects = update(&mut program.state, Message::Loaded(job, Err(error)));
    assert!(matches!(effects[..], [Effect::Analyse(newer, ..)] if newer > job));
    let job = program.state.snapshot.job;
    let edited = Sample::new(&format!("A new first paragraph.\n\n{}", history().text)).document;
    update(&mut program.state, Message::Loaded(job, Ok(Opened { document: Box::new(edited), ..Opened::default() })));
    program.draw();
    program.shows("read again").is_at("Paragraph 20 ");
}

#[test]
fn an_empty_document_says_so() {
    let mut program = open(Document::default(), 80, 24);
    program.shows("there is nothing in this document").press("jG}]eKf/x<CR><Tab><CR>gr?q:");
}

#[test]
fn the_names_of_the_first_screen_are_there_before_the_rest_and_stay() {
    let text = format!("Anna Berg met Karl Lund.\n\n{}The end is near.\n", "Nothing else was told.\n\n".repeat(400));
    let read = |text: &str| crate::input::from_text(crate::model::Source::File("a.txt".into()), text.to_owned());
    for corrected in [false, true] {
        let mut state = State::new(Arc::new(read(&text[..4_000])), look(120, 24, Depth::Sixteen));
        let Effect::LoadRest(job, _, beginning, corrections) =
            state.load_rest(crate::model::Source::File("a.txt".into()))
        else {
            panic!()
        };
        assert_eq!(corrections, []);
        let part = crate::analysis::analyse((*beginning).clone(), &Default::default(), |_| true);
        let index = Arc::new(Index::new(&part));
        update(&mut state, Message::Analysed(job, Analysed { document: Arc::new(part), index, whole: false }));
        let mut program = Program { state, screen: Terminal::new(TestBackend::new(120, 24)).unwrap(), effects: vec![] };
        program.draw();
        program.shows("☺ Anna Berg").shows("loading…");
        let mut rest = Opened { document: Box::new(read(&text)), ..Opened::default() };
        if corrected {
            // What was put right meanwhile may say otherwise.
            let at = crate::model::Passage::new(&text, crate::model::Span::new(0, 9));
            let own = vec![crate::model::Correction::Never { at }];
            rest.corrections = Some(crate::place::Corrections { own, ..Default::default() });
        }
        program.take(rest).hides("loading");
        let names = program.state.snapshot.document.entities.len();
        assert_eq!(names, if corrected { 0 } else { 2 });
    }
}
