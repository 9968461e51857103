//! From a message to another state and to what must be done outside: the only way in which anything changes.

use crossterm::event::{Event, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};
use tui_input::InputRequest;

use super::command::{commands, named};
use super::help;
use super::key::Key;
use super::keymap::Meaning;
use super::message::{Effect, Message};
use super::overlay::{Choice, Item, Overlay, Palette, PromptKind, request};
use super::scene::Step;
use super::state::{State, Typing};
use super::theme::THEMES;
use crate::model::Target;
use crate::query::Chosen;

type Effects = Vec<Effect>;

/// Changes the state.
pub fn update(state: &mut State, message: Message) -> Effects {
    let effects = match message {
        Message::Input(events) => events.into_iter().flat_map(|event| input(state, event)).collect(),
        Message::Analysed(job, analysed) if job == state.snapshot.job => state.take(analysed),
        Message::Analysed(_, analysed) => vec![Effect::Drop(analysed)],
        Message::Progress(job, stage) => {
            if job == state.snapshot.job && state.snapshot.stage.is_some() {
                state.snapshot.stage = Some(stage);
            }
            vec![]
        }
        Message::Failed(job, why) => {
            if job == state.snapshot.job {
                state.snapshot.stage = None;
                state.tell(why);
            }
            vec![]
        }
        Message::Counted(job, hits) => {
            if job == state.search.job {
                state.search.all = hits;
            }
            vec![]
        }
        Message::Rest(job, rest) if job == state.snapshot.job && state.snapshot.partial => {
            let mut effects = state.take_rest(rest);
            let waiting = std::mem::take(&mut state.typing.waiting);
            effects.extend(waiting.into_iter().flat_map(|waited| key(state, waited)));
            if state.snapshot.job == job {
                effects.push(state.analyse());
            }
            effects
        }
        Message::Rest(..) => vec![],
        Message::Loaded(job, result) => loaded(state, job, result),
        Message::Changed(file, is_there) => {
            state.file_changed(&file, is_there);
            vec![]
        }
        Message::Told(notice) => {
            state.tell(notice);
            vec![]
        }
        Message::Stop => vec![Effect::Suspend],
        Message::Resumed => vec![Effect::Redraw],
        Message::Terminate(signal) => vec![Effect::Quit(Some(signal))],
    };
    state.settle();
    effects
}

/// Takes the document that was read again.
fn loaded(
    state: &mut State,
    job: super::message::Job,
    result: Result<super::message::Opened, crate::error::Error>,
) -> Effects {
    if job != state.snapshot.job {
        return vec![];
    }
    let opened = match result {
        Ok(opened) => opened,
        Err(error) => {
            state.tell(format!("not read again: {}", crate::visible::line(&error.to_string())));
            // The request for another text made the answers of an unfinished analysis stale.
            return state.snapshot.stage.is_some().then(|| state.analyse()).into_iter().collect();
        }
    };
    let place = state.place();
    if state.scope.chosen.is_none() {
        let known = (&*state.snapshot.document, &*state.snapshot.index);
        state.scope.chosen = Some(Chosen::of(&state.scope.filter, known));
    }
    let document = std::sync::Arc::new(*opened.document);
    let analysed = super::message::Analysed { document: document.clone(), index: Default::default(), whole: false };
    let mut effects = state.take(analysed);
    state.snapshot.dossier = opened.dossier;
    state.search.all.clear();
    // They may have been changed in an editor too.
    if opened.corrections.is_some_and(|corrections| state.hand.read_again(corrections)) {
        effects.push(state.keep());
    }
    state.unfold();
    state.forget_offsets();
    state.page.open(&document, 0, 0);
    state.resume(&place);
    state.tell(opened.notice.unwrap_or_else(|| "read again".into()));
    effects.push(state.analyse());
    effects
}

fn input(state: &mut State, event: Event) -> Effects {
    match event {
        Event::Key(event) if event.kind != KeyEventKind::Release => key(state, event.into()),
        Event::Mouse(event) => mouse(state, event),
        Event::Resize(width, height) => {
            state.look.screen = Rect::new(0, 0, width, height);
            state.settle();
            vec![]
        }
        Event::Paste(words) => paste(state, &words),
        _ => vec![],
    }
}

fn key(state: &mut State, key: Key) -> Effects {
    state.notice = None;
    if state.look.keymap.keys_of("quit").contains(&key.to_string()) {
        return vec![Effect::Quit(None)];
    }
    if key.char().is_none() && state.look.keymap.keys_of("suspend").contains(&key.to_string()) {
        return vec![Effect::Suspend];
    }
    if !state.typing.waiting.is_empty() {
        match key.to_string().as_str() {
            "Esc" => state.typing = Typing::default(),
            _ => state.typing.waiting.push(key),
        }
        return vec![];
    }
    if state.overlay.is_some() {
        return overlay_key(state, key);
    }
    command_key(state, key)
}

/// A key that is no part of an overlay's business: counts, sequences, letters of marks.
fn command_key(state: &mut State, key: Key) -> Effects {
    if let Some(letter) = state.typing.letter.take() {
        if let Some(name) = key.char() {
            state.letter(letter, name);
        }
        return vec![];
    }
    let may_count = |&digit: &u32| state.typing.pending.is_empty() && (digit > 0 || state.typing.count.is_some());
    if let Some(digit) = key.digit().filter(may_count) {
        let count = state.typing.count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
        state.typing.count = Some(count.min(100_000_000));
        return vec![];
    }
    state.typing.pending.push(key);
    let keymap = state.look.keymap.clone();
    match keymap.meaning(&state.typing.pending) {
        Meaning::Command(name) if named(name).is_some_and(|command| state.must_wait(command, state.typing.count)) => {
            // What was typed before it stays, so that it means the same when it is typed again.
            state.typing.pending.pop();
            state.typing.waiting.push(key);
            vec![]
        }
        Meaning::Command(name) => {
            state.typing.pending.clear();
            let count = state.typing.count.take();
            let effects = named(name).map_or_else(Vec::new, |command| (command.run)(state, count));
            state.settle();
            effects
        }
        Meaning::Beginning => vec![],
        Meaning::Nothing => {
            state.typing.pending.clear();
            state.typing.count = None;
            vec![]
        }
    }
}

fn overlay_key(state: &mut State, key: Key) -> Effects {
    let name = key.to_string();
    match &mut state.overlay {
        Some(Overlay::Prompt(_)) => prompt_key(state, key, &name),
        Some(Overlay::Palette(_)) => palette_key(state, key, &name),
        Some(Overlay::Help(_)) => help_key(state, &name),
        Some(Overlay::Card(_)) => card_key(state, key, &name),
        Some(Overlay::List(_)) => list_key(state, &name),
        Some(Overlay::Hints(_)) => hint_key(state, key),
        None => vec![],
    }
}

fn prompt_key(state: &mut State, key: Key, name: &str) -> Effects {
    let Some(Overlay::Prompt(prompt)) = &mut state.overlay else { return vec![] };
    let (kind, from) = (prompt.kind, prompt.from);
    prompt.wrong = None;
    match name {
        "Esc" => {
            state.overlay = None;
            if matches!(kind, PromptKind::Search { .. }) {
                state.search.pattern = None;
                state.search.shown = false;
                let document = state.document();
                state.page.open_at(&document, from);
            }
            vec![]
        }
        "Enter" => {
            let words = prompt.input.value().to_owned();
            state.overlay = None;
            match kind {
                PromptKind::Search { backward } => {
                    if !words.is_empty() && state.page.cursor() != from.cursor {
                        state.trail.leave(from);
                    }
                    state.accept_search(&words, backward)
                }
                PromptKind::Between => {
                    state.fold_between(&words);
                    vec![]
                }
                PromptKind::Pin(span) => state.pin_date(span, &words, from),
                PromptKind::Rename(span) => state.rename(span, &words),
                PromptKind::Name => state.ask_named(&words, from),
            }
        }
        // Who deletes a pinned date or a given name wants an empty line.
        "Backspace"
            if prompt.input.value().is_empty() && !matches!(kind, PromptKind::Pin(_) | PromptKind::Rename(_)) =>
        {
            prompt_key(state, key, "Esc")
        }
        _ => {
            if let Some(request) = request(key) {
                prompt.input.handle(request);
                typed(state);
            }
            vec![]
        }
    }
}

/// Shows what has been typed into the prompt, if it searches.
fn typed(state: &mut State) {
    let Some(Overlay::Prompt(prompt)) = &state.overlay else { return };
    if let PromptKind::Search { backward } = prompt.kind {
        let (words, from) = (prompt.input.value().to_owned(), prompt.from);
        let document = state.document();
        state.page.open_at(&document, from);
        state.search_as_typed(&words, backward, from.cursor);
    }
}

fn palette_key(state: &mut State, key: Key, name: &str) -> Effects {
    let Some(Overlay::Palette(palette)) = &mut state.overlay else { return vec![] };
    let last = palette.found.len().saturating_sub(1);
    match name {
        "Esc" => state.overlay = None,
        "Down" | "C-n" | "C-j" | "Tab" => palette.chosen = (palette.chosen + 1).min(last),
        "Up" | "C-p" | "S-Tab" => palette.chosen = palette.chosen.saturating_sub(1),
        "PgDn" => palette.chosen = (palette.chosen + 10).min(last),
        "PgUp" => palette.chosen = palette.chosen.saturating_sub(10),
        "Enter" => {
            let words = if palette.open { palette.input.value().trim().to_owned() } else { String::new() };
            let choice = palette.item(palette.chosen).map(|item| item.choice.clone());
            state.overlay = None;
            return choose(state, &words, choice);
        }
        "Backspace" if palette.input.value().is_empty() => state.overlay = None,
        _ => {
            if let Some(request) = request(key) {
                palette.input.handle(request);
                palette.filter();
            }
        }
    }
    vec![]
}

/// A number typed into the palette goes to that paragraph, with % to that part.
fn choose(state: &mut State, words: &str, choice: Option<Choice>) -> Effects {
    if let Ok(number) = words.parse() {
        return state.go_to_paragraph(Some(number));
    }
    if let Some(number) = words.strip_suffix('%').and_then(|number| number.parse().ok()) {
        return state.go_to_percent(Some(number));
    }
    match choice {
        Some(Choice::Command(name)) => named(name).map_or_else(Vec::new, |command| (command.run)(state, None)),
        Some(Choice::Target(target)) => {
            state.go_to(&target);
            vec![]
        }
        Some(Choice::Correct(correction)) => state.put_right(*correction),
        Some(Choice::Theme(name)) => {
            state.take_theme(name);
            vec![]
        }
        None => vec![],
    }
}

fn help_key(state: &mut State, name: &str) -> Effects {
    let Some(Overlay::Help(top)) = &mut state.overlay else { return vec![] };
    match name {
        "j" | "Down" => *top += 1,
        "k" | "Up" => *top = top.saturating_sub(1),
        "C-d" | "Space" | "PgDn" => *top += 15,
        "C-u" | "b" | "PgUp" => *top = top.saturating_sub(15),
        "g" | "Home" => *top = 0,
        "G" | "End" => *top = usize::MAX,
        _ => state.overlay = None,
    }
    if let (Some(Overlay::Help(top)), Some(layout)) = (&mut state.overlay, &state.look.layout) {
        *top = (*top).min(help::last_top(&state.look.keymap, layout));
    }
    vec![]
}

fn card_key(state: &mut State, key: Key, name: &str) -> Effects {
    let Some(Overlay::Card(view)) = &mut state.overlay else { return vec![] };
    match name {
        "j" | "Down" | "Tab" => view.step(Step::Rows(1)),
        "k" | "Up" | "S-Tab" => view.step(Step::Rows(-1)),
        "Enter" => {
            let target = view.target();
            state.overlay = None;
            if let Some(target) = target {
                state.go_to(&target);
            }
        }
        "Esc" | "q" | "K" => state.overlay = None,
        _ => {
            state.overlay = None;
            return command_key(state, key);
        }
    }
    vec![]
}

fn list_key(state: &mut State, name: &str) -> Effects {
    let Some(Overlay::List(list)) = &mut state.overlay else { return vec![] };
    let last = list.rows.len().saturating_sub(1);
    match name {
        "j" | "Down" => list.chosen = (list.chosen + 1).min(last),
        "k" | "Up" => list.chosen = list.chosen.saturating_sub(1),
        "C-d" | "Space" | "PgDn" => list.chosen = (list.chosen + 10).min(last),
        "C-u" | "b" | "PgUp" => list.chosen = list.chosen.saturating_sub(10),
        "g" | "Home" => list.chosen = 0,
        "G" | "End" => list.chosen = last,
        "Enter" => {
            let target = list.rows.get(list.chosen).and_then(|row| row.target.clone());
            state.overlay = None;
            if let Some(target) = target {
                state.go_to(&target);
            }
        }
        "d" | "x" | "Del" => {
            if let Some(correction) = list.rows.get(list.chosen).and_then(|row| row.correction.clone()) {
                return state.drop_correction(&correction);
            }
        }
        "u" if list.is_of_corrections() => return state.undo(None),
        "C-r" if list.is_of_corrections() => return state.redo(None),
        "Esc" | "q" => state.overlay = None,
        _ => {}
    }
    vec![]
}

fn hint_key(state: &mut State, key: Key) -> Effects {
    let Some(Overlay::Hints(hints)) = &mut state.overlay else { return vec![] };
    match key.char() {
        Some(c) => hints.typed.push(c),
        None => {
            state.overlay = None;
            return vec![];
        }
    }
    let typed = &hints.typed;
    let found = hints.labels.iter().find(|(label, ..)| label == typed).map(|(_, _, target)| target.clone());
    if let Some(target) = found {
        state.overlay = None;
        state.go_to(&target);
    } else if !hints.labels.iter().any(|(label, ..)| label.starts_with(typed.as_str())) {
        state.overlay = None;
    }
    vec![]
}

fn paste(state: &mut State, words: &str) -> Effects {
    let line = words.lines().next().unwrap_or_default();
    let characters = line.chars().filter(|c| !c.is_control()).take(500);
    match &mut state.overlay {
        Some(Overlay::Prompt(prompt)) => {
            for c in characters {
                prompt.input.handle(InputRequest::InsertChar(c));
            }
            typed(state);
        }
        Some(Overlay::Palette(palette)) => {
            for c in characters {
                palette.input.handle(InputRequest::InsertChar(c));
            }
            palette.filter();
        }
        _ => {}
    }
    vec![]
}

fn mouse(state: &mut State, event: MouseEvent) -> Effects {
    let Some(layout) = state.look.layout.clone() else { return vec![] };
    let at = Position::new(event.column, event.row);
    let pane = (0..layout.panes.len()).rev().find(|&nth| layout.panes[nth].is_some_and(|area| area.contains(at)));
    let lines = match event.kind {
        MouseEventKind::ScrollDown => 3,
        MouseEventKind::ScrollUp => -3,
        MouseEventKind::Down(MouseButton::Left) => {
            state.notice = None;
            if state.overlay.take().is_none() {
                click(state, &layout, pane, at);
            }
            return vec![];
        }
        _ => return vec![],
    };
    state.notice = None;
    match (&mut state.overlay, pane) {
        (Some(Overlay::Help(top)), _) => *top = top.saturating_add_signed(lines as isize),
        (Some(Overlay::List(list)), _) => {
            let last = list.rows.len().saturating_sub(1);
            list.chosen = list.chosen.saturating_add_signed(lines as isize).min(last);
        }
        (Some(_), _) => {}
        (None, Some(nth)) if nth < state.panes.list.len() => state.panes.list[nth].step(Step::Rows(lines)),
        (None, _) => state.scroll_lines(lines),
    }
    vec![]
}

/// A click moves the cursor in the text; in a pane it goes where the row leads.
fn click(state: &mut State, layout: &super::layout::Layout, pane: Option<usize>, at: Position) {
    if let Some((nth, area)) =
        pane.and_then(|nth| Some((nth, layout.panes[nth]?))).filter(|(nth, _)| *nth < state.panes.list.len())
    {
        if state.panes.list[nth].select_at(area, at) {
            state.panes.focus = Some(nth);
            // What the row says of itself is known once its pane has seen the choice.
            state.settle();
            state.enter_pane();
        } else {
            state.focus(Some(nth));
        }
        return;
    }
    if let Some(area) = layout.strip.filter(|area| area.contains(at)) {
        if let Some(target) = state.panes.strip.target_at(&state.scene(None), area, at) {
            state.go_to(&target);
        }
        return;
    }
    if layout.text.contains(at) {
        if state.panes.focus.is_some() {
            state.focus(None);
        }
        let document = state.document();
        let row = (at.y - layout.text.y) as usize;
        if let Some(offset) = state.page.offset_at(&document, row, at.x.saturating_sub(layout.lines.x)) {
            state.page.point(offset);
        }
    }
}

impl State {
    /// Opens the palette.
    pub fn open_palette(&mut self) -> Effects {
        let commands = commands().map(|command| {
            let keys = self.look.keymap.keys_of(command.name);
            let keys = keys.first().map(|keys| format!("  ({keys})")).unwrap_or_default();
            Item {
                words: format!("{}: {}{keys}", command.name, command.doc),
                kind: "command",
                choice: Choice::Command(command.name),
            }
        });
        let themes = THEMES.iter().map(|(name, _)| Item {
            words: format!("theme {name}"),
            kind: "theme",
            choice: Choice::Theme(name),
        });
        let document = &self.snapshot.document;
        let files = document.parts.iter().map(|part| Item {
            words: document.words(document.block(part.heading).span).to_owned(),
            kind: "file",
            choice: Choice::Target(Target::Block(part.heading)),
        });
        let first = commands.chain(themes).chain(files).collect();
        self.overlay = Some(Overlay::Palette(Box::new(Palette::new(first, &self.snapshot.document))));
        vec![]
    }

    /// Takes one of the built-in themes.
    pub fn take_theme(&mut self, name: &str) {
        if let Some(theme) = super::theme::Theme::built_in(name) {
            self.look.theme = theme.fitted(self.look.depth);
        }
    }

    /// Shows all events, or only those worth a row.
    pub fn toggle_every_event(&mut self) -> Effects {
        self.scope.filter.every_event = !self.scope.filter.every_event;
        self.tell(if self.scope.filter.every_event { "all events" } else { "only events worth a row" });
        vec![]
    }
}
