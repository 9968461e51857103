//! One run of the program: takes the terminal, waits for messages, has them change the state, draws, carries out
//! effects, and gives the terminal back whatever happens.

use std::fs::File;
use std::io;
use std::os::fd::AsFd;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;
use std::time::Duration;

use crossterm::event::{poll, read};
use ratatui::Terminal;
use ratatui::layout::{Position, Rect};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};

use super::backend::Compact;
use super::command::rows;
use super::effect::{self, Kept, Worker};
use super::glyphs::{Glyphs, locale_is_ascii};
use super::hand::Hand;
use super::keymap::Keymap;
use super::message::{Effect, Message, Opened};
use super::state::{Look, State};
use super::terminal::{self, screen};
use super::theme::{Depth, Theme};
use super::update::update;
use super::view::view;
use super::watch::Watch;
use crate::analysis;
use crate::analysis::dossier::Dossier;
use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};
use crate::input::{self, several};
use crate::model::{Document, Source};
use crate::place::{CorrectionFiles, Corrections, Places};

/// How the program is to run.
#[derive(Debug, Default)]
pub struct Settings {
    /// What the user set once for all, with what the command line says instead.
    pub config: Config,
    /// Whether to use colours; unset, as the environment says.
    pub colour: Option<bool>,
    /// How documents are analysed.
    pub analysis: analysis::Options,
    /// Where corrections are kept; none if they are to be left out.
    pub corrections: Option<CorrectionFiles>,
}

/// What to show first.
#[derive(Debug)]
pub enum First {
    /// A document.
    Whole(Document),
    /// The beginning of a large file, see [`input::beginning`], or of a dossier: it is on the screen before the whole,
    /// which is read from this source.
    Beginning(Document, Source),
}

impl First {
    /// Several files, or a folder: the first that can be read is on the screen before the others are looked at.
    ///
    /// # Errors
    /// If nothing can be read: says of the first file why. If standard input is among them.
    pub fn of_dossier(paths: Vec<PathBuf>) -> Result<Self> {
        if paths.iter().any(|path| path == Path::new("-")) {
            let both = Error::new(ErrorKind::Usage, "standard input cannot be read together with files");
            return Err(both.hint("Save it in a file first, or read it alone."));
        }
        let (files, mut left_out) = several::files(&paths);
        let names = several::names(&files);
        for (path, name) in files.iter().zip(names) {
            match input::beginning(path).map_or_else(|| input::open(path), Ok) {
                Ok(document) if document.text.trim().is_empty() => {}
                Ok(document) => {
                    let source = Source::Dossier(paths);
                    let bound = Dossier::new(source.clone(), vec![(name, document)]);
                    return Ok(First::Beginning(bound.bare().clone(), source));
                }
                Err(error) => left_out.push(error),
            }
        }
        let nothing =
            || Error::new(ErrorKind::Input, "there is nothing to read").hint("Name a file with a text in it.");
        Err(left_out.into_iter().next().unwrap_or_else(nothing))
    }
}

/// Shows a document until the reader has enough.
///
/// # Errors
/// Settings that cannot be used, a terminal that cannot be used, a document that cannot be read.
pub fn run(first: First, settings: Settings) -> Result<()> {
    let look = look(&settings)?;
    let failed = |error: io::Error| Error::new(ErrorKind::Terminal, "the terminal cannot be used").because(error);
    let places = settings.config.resume.then(Places::of_user).flatten();
    let kept = Kept { places, corrections: settings.corrections, analyses: settings.config.cache };
    let (first, rest) = match first {
        // Who left off further down does not want to see the beginning.
        First::Beginning(document, source) if kept.places.as_ref().is_some_and(|places| places.knows(&document)) => {
            (effect::open(&source, &kept, |_, _| {})?, None)
        }
        First::Beginning(document, source) => (kept.of(document, None), Some(source)),
        First::Whole(document) => (kept.of(document, None), None),
    };
    let mut state = opened(first, look);
    restore_on_panic();
    terminal::enter(settings.config.mouse).map_err(failed)?;
    let (send, messages) = channel();
    let finished = Arc::new(AtomicBool::new(false));
    listen_to_signals(send.clone(), finished.clone()).map_err(failed)?;
    let mut session = Session {
        input: Input { send: send.clone(), go_on: None },
        watch: Watch::begin(send.clone()),
        worker: Worker::new(send, settings.analysis, kept.clone()),
        messages,
        kept,
        mouse: settings.config.mouse,
        rest,
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| session.main_loop(&mut state)));
    terminal::leave();
    if let Err(why) = session.save(&state) {
        eprintln!("dateline: {why}");
    }
    finished.store(true, Ordering::Relaxed);
    // What is known of a long book takes long to free, and the process is about to end.
    std::mem::forget(state);
    match outcome {
        Ok(Ok(None)) => Ok(()),
        Ok(Ok(Some(signal))) => {
            let _ = signal_hook::low_level::emulate_default_handler(signal);
            Ok(())
        }
        Ok(Err(error)) => Err(failed(error)),
        Err(panic) => resume_unwind(panic),
    }
}

/// The look that the settings and the environment ask for.
fn look(settings: &Settings) -> Result<Look> {
    let config = &settings.config;
    let variable = |name: &str| std::env::var(name).ok();
    let depth = match settings.colour {
        None => Depth::of(variable),
        Some(true) => Depth::of(|name| variable(name).filter(|_| name != "NO_COLOR")).max(Depth::Sixteen),
        Some(false) => Depth::None,
    };
    let ascii = config.ascii.unwrap_or_else(|| locale_is_ascii(variable));
    let size = screen().unwrap_or(ratatui::layout::Size::new(80, 24));
    Ok(Look {
        theme: Theme::named(&config.theme)?.fitted(depth),
        glyphs: Glyphs::new(ascii),
        depth,
        measure: config.measure,
        screen: Rect::from((Position::ORIGIN, size)),
        layout: None,
        keymap: Arc::new(Keymap::new(&rows(), config)?),
    })
}

/// The state that reads a document from where it was left.
fn opened(opened: Opened, look: Look) -> State {
    let mut state = State::new(Arc::new(*opened.document), look);
    state.snapshot.dossier = opened.dossier;
    state.hand = Hand::new(opened.corrections.unwrap_or_default());
    if let Some(place) = opened.place {
        state.resume(&place);
    }
    state.notice = opened.notice;
    state
}

/// A panic gives the terminal back before it is told. On other threads it is not told at all: whoever runs them does
/// that.
fn restore_on_panic() {
    let before = std::panic::take_hook();
    let drawing = thread::current().id();
    std::panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == drawing {
            terminal::leave();
            before(panic);
        }
    }));
}

/// Turns signals into messages. If nobody takes heed of the end within a second, the program ends anyhow.
fn listen_to_signals(send: Sender<Message>, finished: Arc<AtomicBool>) -> io::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT, SIGTSTP, SIGWINCH])?;
    thread::spawn(move || {
        for signal in signals.forever() {
            let message = match signal {
                // A screen that was smaller in between has lost what it showed, even if it is as large as before.
                SIGCONT | SIGWINCH => Message::Resumed,
                SIGTSTP => Message::Stop,
                _ => Message::Terminate(signal),
            };
            if send.send(message).is_err() {
                return;
            }
            if matches!(signal, SIGTERM | SIGHUP | SIGINT) {
                thread::sleep(Duration::from_secs(1));
                if !finished.load(Ordering::Relaxed) {
                    terminal::leave();
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                }
            }
        }
    });
    Ok(())
}

/// The thread that reads keys. It reads a batch, sends it, and waits to be told to go on: so it never takes keys that
/// an editor started from here should have, and a key that is held down does not pile up.
struct Input {
    send: Sender<Message>,
    go_on: Option<SyncSender<()>>,
}

impl Input {
    fn go_on(&mut self) {
        if let Some(go_on) = &self.go_on {
            let _ = go_on.try_send(());
            return;
        }
        let (go_on, wait) = sync_channel(1);
        self.go_on = Some(go_on);
        let send = self.send.clone();
        thread::spawn(move || {
            loop {
                let Ok(first) = read() else {
                    // The terminal is gone.
                    let _ = send.send(Message::Terminate(SIGHUP));
                    return;
                };
                let mut batch = vec![first];
                while batch.len() < 256 && poll(Duration::ZERO).unwrap_or(false) {
                    let Ok(event) = read() else { break };
                    batch.push(event);
                }
                if send.send(Message::Input(batch)).is_err() || wait.recv().is_err() {
                    return;
                }
            }
        });
    }
}

type Screen = Terminal<Compact<File>>;

struct Session {
    input: Input,
    worker: Worker,
    watch: Watch,
    messages: Receiver<Message>,
    kept: Kept,
    mouse: bool,
    /// Of what only the beginning is shown so far.
    rest: Option<Source>,
}

impl Session {
    /// Until the reader has enough, or a signal comes, which is returned.
    fn main_loop(&mut self, state: &mut State) -> io::Result<Option<i32>> {
        // Not through the standard library's buffer, which cuts frames at line ends.
        let out = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let mut screen: Screen = Terminal::new(Compact::new(out, screen))?;
        repaint(state, &mut screen)?;
        draw(state, &mut screen)?;
        self.input.go_on();
        let first = match self.rest.take() {
            Some(source) => state.load_rest(source),
            None => state.analyse(),
        };
        let mut effects = vec![first];
        loop {
            for effect in effects.drain(..) {
                if let Effect::Quit(signal) = effect {
                    return Ok(signal);
                }
                self.carry_out(effect, state, &mut screen)?;
            }
            draw(state, &mut screen)?;
            self.watch.look_at(state.current_file());
            let Ok(first) = self.messages.recv() else { return Ok(None) };
            let mut next = Some(first);
            while let Some(message) = next {
                let from_keys = matches!(message, Message::Input(_));
                effects.extend(update(state, message));
                let waits =
                    effects.iter().any(|effect| matches!(effect, Effect::Edit(..) | Effect::Suspend | Effect::Quit(_)));
                if from_keys && !waits {
                    self.input.go_on();
                }
                next = if waits { None } else { self.messages.try_recv().ok() };
            }
        }
    }

    fn carry_out(&mut self, effect: Effect, state: &mut State, screen: &mut Screen) -> io::Result<()> {
        match effect {
            Effect::Analyse(job, wanted) => self.worker.analyse(job, wanted),
            Effect::Keep(document, change) => {
                for effect in self.keep(state, &document, *change) {
                    self.carry_out(effect, state, screen)?;
                }
            }
            Effect::Load(job, source) => self.worker.load(job, source),
            Effect::LoadRest(job, source, beginning, corrections) => {
                self.worker.load_rest(job, source, beginning, &corrections);
            }
            Effect::Count(job, text, pattern) => self.worker.count(job, text, pattern),
            Effect::Copy(words) => terminal::copy(&words)?,
            Effect::Drop(old) => drop(thread::spawn(move || drop(old))),
            Effect::Redraw => repaint(state, screen)?,
            Effect::Suspend => {
                terminal::leave();
                let saved = self.save(state);
                let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
                terminal::enter(self.mouse)?;
                repaint(state, screen)?;
                if let Err(why) = saved {
                    state.tell(why);
                }
                self.input.go_on();
            }
            Effect::Edit(path, line) => {
                terminal::leave();
                let told = edit(&path, line);
                terminal::enter(self.mouse)?;
                repaint(state, screen)?;
                match told {
                    Ok(()) => state.tell("r reads the file again"),
                    Err(why) => state.tell(why),
                }
                self.input.go_on();
            }
            Effect::Quit(_) => {}
        }
        Ok(())
    }

    /// Keeps corrections at once, and takes those that others kept in the meantime.
    fn keep(&self, state: &mut State, document: &Document, (old, new): (Corrections, Corrections)) -> Vec<Effect> {
        let Some(files) = &self.kept.corrections else {
            state.tell("--no-corrections: this holds until you leave, and is not kept");
            return vec![];
        };
        match files.keep(document, &old, &new) {
            Ok(kept) => state.take_kept(kept),
            Err(why) => {
                state.tell(format!("this holds until you leave, but could not be kept: {why}"));
                vec![]
            }
        }
    }

    /// Keeps the places. A home that cannot be written to costs a notice and nothing else, so the error is its words.
    fn save(&self, state: &State) -> std::result::Result<(), String> {
        let Some(places) = &self.kept.places else { return Ok(()) };
        places.save(&state.place()).map_err(|error| format!("the place could not be kept: {error}"))
    }
}

/// Draws what has changed. If the terminal takes another size at this moment, nothing: a signal follows.
fn draw(state: &State, terminal: &mut Screen) -> io::Result<()> {
    let fits = |area: Rect| area == state.look.screen;
    terminal
        .draw(|frame| {
            if fits(frame.area()) {
                view(state, frame)
            }
        })
        .map(drop)
}

/// Draws everything anew, because somebody else may have written on the screen.
fn repaint(state: &mut State, terminal: &mut Screen) -> io::Result<()> {
    if let Ok(size) = screen() {
        state.look.screen = Rect::from((Position::ORIGIN, size));
        state.settle();
    }
    terminal.backend_mut().forget();
    terminal.clear()
}

/// Runs the reader's editor on a file, at a line, and waits for its end.
fn edit(path: &Path, line: usize) -> std::result::Result<(), String> {
    let editor = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()));
    let editor = editor.unwrap_or_else(|| "vi".into());
    // By the shell, as everywhere: the variable may have options and quotation marks in it.
    let command = format!("{editor} \"$@\"");
    let outcome = Command::new("sh").args(["-c", &command, "sh", &format!("+{line}")]).arg(path).status();
    let editor = crate::visible::line(&editor);
    match outcome {
        Ok(status) if status.success() => Ok(()),
        Ok(status) if status.code() == Some(127) => Err(format!("there is no such editor: {editor}")),
        Ok(status) => Err(format!("{editor} ended with {status}")),
        Err(error) => Err(format!("{editor} cannot be run: {error}")),
    }
}
