//! What is followed, folded, hidden: modes of reading.

use super::*;

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
    update(&mut program.state, Message::Loaded(job, Ok(Opened { document: Box::new(bare), ..Opened::default() })));
    assert_eq!(program.state.scope.filter.entity, None);
    let (job, index) = (program.state.snapshot.job, Arc::new(Index::new(&again)));
    update(&mut program.state, Message::Analysed(job, Analysed { document: again, index, whole: true }));
    assert_eq!(program.state.scope.filter.entity, followed);
}
