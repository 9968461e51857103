//! Keys in, screen out: the program without a terminal.

mod corrections;
mod dates;
mod dossiers;
mod drawing;
mod loading;
mod moving;
mod overlays;
mod scope;

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

/// The program with a text that was analysed as the program does it; see [`Program::analysed`].
fn read(text: &str, width: u16, height: u16) -> Program {
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

    /// Runs the analysis that was asked for last.
    #[track_caller]
    fn analysed(&mut self) -> &mut Self {
        let asked = self.effects.drain(..).rev().find_map(|effect| match effect {
            Effect::Analyse(job, wanted) => Some((job, wanted.document, wanted.corrections)),
            _ => None,
        });
        let (job, document, corrections) = asked.expect("something to analyse");
        let options = crate::analysis::Options { corrections, ..Default::default() };
        let (text, blocks, meta) = (document.text.clone(), document.blocks.clone(), document.meta.clone());
        let bare = Document { text, blocks, meta, ..Document::default() };
        let document = Arc::new(crate::analysis::analyse(bare, &options, |_| true));
        let index = Arc::new(Index::new(&document));
        update(&mut self.state, Message::Analysed(job, Analysed { document, index, whole: true }));
        self.draw();
        self
    }

    /// The corrections as the last change of them is to be kept.
    #[track_caller]
    fn kept(&self) -> crate::place::Corrections {
        let kept = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Keep(_, change) => Some(change.1.clone()),
            _ => None,
        });
        kept.expect("something to keep")
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
