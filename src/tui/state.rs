//! The state of the program, by concern, and what follows from it after every change.
//!
//! Commands are methods in the modules beside this one: motions in `travel`, search in `seek`, panes and filters in
//! `beside`, what lies over the text in `overlay`. Nothing here touches the terminal or a file.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::find::Pattern;
use super::glyphs::Glyphs;
use super::hand::Hand;
use super::keymap::Keymap;
use super::layout::{Layout, Wish, layout};
use super::message::{Analysed, Effect, Job, Stage};
use super::overlay::{Overlay, Prompt, PromptKind};
use super::page::Page;
use super::pane::{self, strip::TimeStrip};
use super::scene::{Pane, Scene};
use super::theme::{Depth, Theme};
use super::trail::{Stand, Trail};
use crate::analysis::dossier::Dossier;
use crate::model::{Document, Span};
use crate::place::Place;
use crate::query::{Chosen, Context, Filter, Fold, Index, carried, context_at, unfit};

/// Everything that the screen depends on.
pub struct State {
    /// The document that is read, as far as it is known.
    pub snapshot: Snapshot,
    /// The text on the screen.
    pub page: Page,
    /// Where one has been.
    pub trail: Trail,
    /// What was put right by hand.
    pub hand: Hand,
    /// What is left out of sight.
    pub scope: Scope,
    /// What is searched for.
    pub search: Search,
    /// The panes and the focus.
    pub panes: Panes,
    /// What lies over it all.
    pub overlay: Option<Overlay>,
    /// Keys that have been typed and do not make a command yet.
    pub typing: Typing,
    /// What is told once, in the status line.
    pub notice: Option<String>,
    /// How it looks.
    pub look: Look,
    /// Where the reader is: follows from the page and the document.
    pub context: Context,
}

/// A document as far as it is known.
pub struct Snapshot {
    /// The document.
    pub document: Arc<Document>,
    /// What it is bound of, if it is a dossier.
    pub dossier: Option<Arc<Dossier>>,
    /// Its look-ups.
    pub index: Arc<Index>,
    /// Changes with the two.
    pub generation: u64,
    /// What the analysis is at; none if it is done or broke down.
    pub stage: Option<Stage>,
    /// The newest job: answers to older ones are stale.
    pub job: Job,
    /// True while only the beginning of it is here.
    pub partial: bool,
}

/// What is left out of sight.
#[derive(Default)]
pub struct Scope {
    /// For the panes and the motions.
    pub filter: Filter,
    /// True if nothing is shown that the text has not told yet.
    pub known_here: bool,
    /// What the text is folded to.
    pub fold: Option<Fold>,
    /// Whom the filter named before the text was read anew, until that is analysed.
    pub chosen: Option<Chosen>,
}

/// What is searched for.
#[derive(Default)]
pub struct Search {
    /// The pattern.
    pub pattern: Option<Pattern>,
    /// True if it was searched for backwards.
    pub backward: bool,
    /// True while hits are shown.
    pub shown: bool,
    /// The hits on the screen.
    pub hits: Vec<Span>,
    /// All hits, once they have been counted.
    pub all: Vec<Span>,
    /// The job that counts them.
    pub job: Job,
}

/// The panes.
pub struct Panes {
    /// In the order of [`pane::PANES`].
    pub list: Vec<Box<dyn Pane>>,
    /// The strip along the bottom.
    pub strip: TimeStrip,
    /// The pane that has the focus, if not the text.
    pub focus: Option<usize>,
    /// True if it takes the whole screen.
    pub full: bool,
}

/// Keys that have been typed and do not make a command yet.
#[derive(Default)]
pub struct Typing {
    /// The count before a command.
    pub count: Option<u32>,
    /// The beginning of a sequence.
    pub pending: Vec<super::key::Key>,
    /// A command that waits for a letter.
    pub letter: Option<Letter>,
    /// Keys that wait for the rest of the document.
    pub waiting: Vec<super::key::Key>,
}

/// What waits for a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// Set a mark of that name.
    SetMark,
    /// Go to the mark of that name.
    GoToMark,
}

/// How it looks.
#[derive(Clone)]
pub struct Look {
    /// The styles.
    pub theme: Theme,
    /// The signs.
    pub glyphs: &'static Glyphs,
    /// How many colours the terminal has.
    pub depth: Depth,
    /// The longest line of text.
    pub measure: u16,
    /// The screen's size.
    pub screen: Rect,
    /// The regions of the screen; none if it is too small.
    pub layout: Option<Layout>,
    /// Which keys do what.
    pub keymap: Arc<Keymap>,
}

impl Snapshot {
    /// A bare document.
    pub fn bare(document: Arc<Document>) -> Self {
        let (index, dossier) = (Arc::new(Index::default()), None);
        Self { document, dossier, index, generation: 0, stage: None, job: Job(0), partial: false }
    }
}

impl State {
    /// A state that reads a document from its beginning.
    pub fn new(document: Arc<Document>, look: Look) -> Self {
        let context = context_at(&document, 0, Span::default());
        let mut state = Self {
            snapshot: Snapshot::bare(document),
            page: Page::default(),
            trail: Trail::default(),
            hand: Hand::default(),
            scope: Scope::default(),
            search: Search::default(),
            panes: Panes {
                list: pane::PANES.iter().map(|kind| (kind.make)()).collect(),
                strip: TimeStrip::default(),
                focus: None,
                full: false,
            },
            overlay: None,
            typing: Typing::default(),
            notice: None,
            look,
            context,
        };
        state.settle();
        state
    }

    /// The document that is read.
    pub fn document(&self) -> Arc<Document> {
        self.snapshot.document.clone()
    }

    /// The reader's place.
    pub fn stand(&self) -> Stand {
        Stand { top: self.page.anchor(), cursor: self.page.cursor() }
    }

    /// The place as it is kept between sessions.
    pub fn place(&self) -> Place {
        Place::new(&self.snapshot.document, self.page.anchor(), self.page.cursor(), &self.trail.marks)
    }

    /// Goes to a kept place.
    pub fn resume(&mut self, place: &Place) {
        let document = self.document();
        let text = &document.text;
        self.trail.marks = place.marks.iter().map(|(&name, point)| (name, point.find(text))).collect();
        self.page.open(&document, place.top.find(text), place.cursor.find(text));
        self.settle();
    }

    /// Tells something once.
    pub fn tell(&mut self, notice: impl Into<String>) {
        self.notice = Some(notice.into());
    }

    /// Takes what the analysis found. The text does not move; nothing that is remembered points into the old layers.
    pub fn take(&mut self, analysed: Analysed) -> Vec<Effect> {
        let old = Analysed {
            document: std::mem::replace(&mut self.snapshot.document, analysed.document),
            index: std::mem::replace(&mut self.snapshot.index, analysed.index),
            whole: false,
        };
        let new = (&*self.snapshot.document, &*self.snapshot.index);
        self.scope.filter = carried(&self.scope.filter, (&old.document, &old.index), new);
        if let Some(chosen) = &self.scope.chosen {
            self.scope.filter = chosen.back(&self.scope.filter, new);
        }
        self.snapshot.generation += 1;
        if let Some(Overlay::Palette(palette)) = &mut self.overlay {
            palette.renew(&self.snapshot.document);
        }
        self.renew_corrections();
        if analysed.whole {
            self.snapshot.stage = None;
            self.scope.chosen = None;
            // What did not fit before the analysis ran anew was told then.
            let (told, known) = (unfit(&self.snapshot.document), unfit(&old.document));
            self.notice = self.notice.take().or_else(|| told.filter(|told| Some(told) != known.as_ref()));
        }
        // What the analysis has to say of the document besides its layers, if it has not said so before.
        let known = &old.document.meta.warnings;
        let new = self.snapshot.document.meta.warnings.iter().find(|warning| !known.contains(warning));
        self.notice = self.notice.take().or(new.map(|warning| warning.0.clone()));
        vec![Effect::Drop(old)]
    }

    /// Another text has come in the place of this one: what is remembered of it by offsets is fitted to the new text,
    /// or closed.
    pub fn forget_offsets(&mut self) {
        let text = self.snapshot.document.text.clone();
        self.trail.fit(&text);
        match &mut self.overlay {
            Some(Overlay::Prompt(Prompt {
                kind: PromptKind::Pin(_) | PromptKind::Rename(_) | PromptKind::Name,
                ..
            })) => {
                self.overlay = None;
            }
            Some(Overlay::Prompt(prompt)) => prompt.from = prompt.from.within(&text),
            Some(Overlay::Card(_) | Overlay::List(_) | Overlay::Hints(_) | Overlay::Palette(_)) => self.overlay = None,
            Some(Overlay::Help(_)) | None => {}
        }
    }

    /// What follows from a change: regions, rows, context, hits and panes. Called after every message, before drawing.
    pub fn settle(&mut self) {
        let wish = Wish { measure: self.look.measure, focus: self.panes.focus, full: self.panes.full };
        self.look.layout = layout(self.look.screen, wish);
        let Some(layout) = self.look.layout.clone() else { return };
        let document = self.document();
        self.page.resize(&document, layout.lines.width, layout.lines.height);
        let view = self.page.view();
        self.context = context_at(&document, self.page.cursor(), view);
        self.scope.filter.horizon = self.scope.known_here.then_some(view.end);
        self.find_hits(view);
        self.refresh_panes(&layout);
        if let Some(Overlay::Card(view)) = &mut self.overlay {
            view.fit(layout.text);
        }
    }

    /// The hits on the screen. One may begin above it.
    fn find_hits(&mut self, view: Span) {
        self.search.hits.clear();
        if let Some(pattern) = self.search.pattern.as_ref().filter(|_| self.search.shown) {
            let text = &self.snapshot.document.text;
            let mut start = (view.start as usize).saturating_sub(200);
            while !text.is_char_boundary(start) {
                start -= 1;
            }
            let hits = pattern.hits(text, start..view.end as usize);
            self.search.hits.extend(hits.filter(|hit| hit.end > view.start).take(5_000));
        }
    }

    fn refresh_panes(&mut self, layout: &Layout) {
        let scene = scene(&self.snapshot, &self.context, &self.scope.filter, &self.look);
        for (nth, pane) in self.panes.list.iter_mut().enumerate() {
            if let Some(area) = layout.panes.get(nth).copied().flatten() {
                pane.refresh(&Scene { focused: self.panes.focus == Some(nth), ..scene }, area);
            }
        }
        if let Some(area) = layout.strip {
            self.panes.strip.refresh(&scene, area);
        }
    }

    /// What a pane is drawn from.
    pub fn scene(&self, pane: Option<usize>) -> Scene<'_> {
        let focused = pane.is_some() && self.panes.focus == pane;
        Scene { focused, ..scene(&self.snapshot, &self.context, &self.scope.filter, &self.look) }
    }
}

/// A scene without a focus, of the parts of the state that it needs: the panes are changed while they look at it.
fn scene<'a>(snapshot: &'a Snapshot, context: &'a Context, filter: &'a Filter, look: &'a Look) -> Scene<'a> {
    Scene {
        document: &snapshot.document,
        index: &snapshot.index,
        generation: snapshot.generation,
        context,
        filter,
        theme: &look.theme,
        glyphs: look.glyphs,
        focused: false,
        analysing: snapshot.stage.is_some(),
    }
}
