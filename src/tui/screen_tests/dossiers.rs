//! Several documents at once.

use super::*;
use crate::analysis::dossier::Dossier;
use crate::analysis::{self, Options};
use crate::model::Source;
use crate::tui::effect::{self, Kept};

/// A folder of files and the program that has opened it.
fn dossier(files: &[(&str, &str)], width: u16, height: u16) -> (tempfile::TempDir, Program, Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let source = Source::Dossier(vec![folder.path().to_owned()]);
    let opened = effect::open(&source, &Kept::default(), |_, _| {}).unwrap();
    let dossier = opened.dossier.unwrap();
    let known: Vec<_> = (dossier.own().iter())
        .map(|own| Some(Arc::new(analysis::analyse(own.clone(), &Options::default(), |_| true))))
        .collect();
    let mut program = open(dossier.bind(&known, &[], &Options::default().languages), width, height);
    program.state.snapshot.dossier = Some(dossier);
    program.state.settle();
    program.draw();
    (folder, program, opened.notice)
}

const FILES: [(&str, &str); 3] = [
    ("a.txt", "LONDON, 3 May 2021 – Maria Velt met Karl Oster in London on 2 May 2021.\n\nVelt left on Monday."),
    (
        "b.txt",
        "PARIS, 5 May 2021 – Karl Oster met Maria Velt on 2 May 2021, the ministry said.\n\nShe spoke on 4 May 2021.",
    ),
    ("c.txt", " \n"),
];

#[test]
fn one_text_one_who_one_when_and_each_row_knows_its_document() {
    let (_folder, mut program, notice) = dossier(&FILES, 120, 40);
    assert!(notice.is_some_and(|notice| notice.contains("c.txt") && notice.contains("empty")));
    program.shows("a.txt").shows("1/2 ").shows("Maria Velt").shows("1¶1").shows("2¶2");
    let rows = program.rows().iter().filter(|row| row.contains("☺ Maria Velt")).count();
    assert_eq!(rows, 1, "one row for her");
    program.press("]f").shows("2/2 ").press("]f").shows("this is the last document");
    program.press("<C-o>").shows("1/2 ").press("]f2G").shows("2/2 ").is_at("She spoke");
}

#[test]
fn standard_input_is_read_alone() {
    let error = crate::tui::First::of_dossier(vec!["-".into(), "a.txt".into()]).expect_err("both").to_string();
    assert!(error.contains("standard input cannot be read together with files"), "{error}");
}

#[test]
fn references_search_and_the_jump_list_cross_documents() {
    let (_folder, mut program, _) = dossier(&FILES, 120, 40);
    program.press("/spoke<CR>").is_at("spoke").shows("2/2 ").press("<C-o>").shows("1/2 ");
    program.press("/Oster<CR>gr").shows("1¶1").shows("2¶1").press("G<CR>").shows("2/2 ").press("<C-o>").shows("1/2 ");
}

#[test]
fn a_dossier_grows_behind_what_is_read() {
    let document = |text: &str| crate::input::from_text(Source::Stdin, text.to_owned());
    let first = Dossier::new(Source::Dossier(vec![]), vec![("a.txt".into(), document(FILES[0].1))]);
    let mut state = State::new(Arc::new(first.bare().clone()), look(80, 24, Depth::Sixteen));
    state.load_rest(Source::Dossier(vec![]));
    let both = FILES[..2].iter().map(|(name, text)| ((*name).to_owned(), document(text))).collect();
    let both = Arc::new(Dossier::new(Source::Dossier(vec![]), both));
    let document = Box::new(both.bare().clone());
    let before = state.page.rows().to_vec();
    let job = state.snapshot.job;
    let rest = Opened { document, dossier: Some(both), ..Opened::default() };
    let effects = update(&mut state, Message::Rest(job, Ok(rest)));
    let wanted = effects.into_iter().find_map(|effect| match effect {
        Effect::Analyse(_, wanted) => Some(wanted),
        _ => None,
    });
    assert_eq!(wanted.unwrap().dossier.unwrap().own().len(), 2);
    assert_eq!(state.page.rows()[..before.len()], before[..]);
}

#[test]
fn rows_and_cards_tell_documents_and_dates_that_disagree() {
    let files = [
        ("a.txt", "LONDON, 3 May 2021 – Maria Velt met Karl Oster in London on 2 May 2021."),
        ("b.txt", "PARIS, 5 May 2021 – Karl Oster met Maria Velt in London on 4 May 2021, the ministry said."),
    ];
    let (_folder, mut program, _) = dossier(&files, 120, 40);
    let who = program.rows().into_iter().find(|row| row.contains("☺ Maria Velt")).unwrap();
    assert!(who.trim_end().ends_with("2 2d"), "{who}");
    let when = program.rows().into_iter().find(|row| row.contains("2021-05-02")).unwrap();
    assert!(when.contains('≠'), "{when}");
    program.press("/met<CR>K").shows("disagree").shows("a.txt (2021-05-03): 2 May 2021").shows("4 May 2021").press("q");
    program.press("/Velt<CR>K").shows("a.txt (2021-05-03): once").shows("b.txt (2021-05-05): once").press("q");
    program.press("<C-g>").shows("2 documents of 2021-05-03 to 2021-05-05").shows("2 b.txt, 2021-05-05");
    program.shows("3 names of several documents, 1 event");
}

#[test]
fn a_change_of_the_file_that_is_read_is_told_and_no_other() {
    let (folder, mut program, _) = dossier(&FILES, 80, 24);
    update(&mut program.state, Message::Changed(folder.path().join("b.txt"), true));
    program.draw();
    program.hides("has changed");
    program.press("]f");
    update(&mut program.state, Message::Changed(folder.path().join("b.txt"), true));
    program.draw();
    program.shows("b.txt has changed: r reads it again");
}
