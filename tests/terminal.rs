//! The reader in a real pseudo-terminal: it paints, moves, finds, fits itself to the size, and gives the terminal back.
//!
//! Every step waits for what must appear, never for a time; the deadline only ends a test that has failed. The terminal
//! answers no query, as many do not.

#![cfg(unix)]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

const PROGRAM: &str = env!("CARGO_BIN_EXE_dateline");
const DEADLINE: Duration = Duration::from_secs(30);

/// The program on a screen of its own.
struct Terminal {
    screen: Arc<(Mutex<vt100::Parser>, Condvar)>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    /// How the terminal was set before the program started.
    settings: String,
    /// Kept, so that a second start finds what the first one left.
    home: Arc<tempfile::TempDir>,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn some(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).expect("a screen has cells")
}

impl Terminal {
    fn start(arguments: &[&str], columns: u16, rows: u16) -> Self {
        let home = Arc::new(tempfile::tempdir().expect("a folder can be made"));
        Self::run(home, PROGRAM, arguments, columns, rows)
    }

    fn run(home: Arc<tempfile::TempDir>, program: &str, arguments: &[&str], columns: u16, rows: u16) -> Self {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("LC_ALL", "C.UTF-8")] {
            command.env(name, value);
        }
        command.env("HOME", home.path());
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        let pair = native_pty_system().openpty(size(columns, rows)).expect("a pseudo-terminal can be opened");
        let settings = settings(&*pair.master);
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let screen = Arc::new((Mutex::new(vt100::Parser::new(some(rows), some(columns), 0)), Condvar::new()));
        let mut output = pair.master.try_clone_reader().expect("the terminal can be read");
        let seen = Arc::clone(&screen);
        std::thread::spawn(move || {
            let mut buffer = [0; 1 << 14];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                seen.0.lock().expect("no test panics while it holds the screen").process(&buffer[..count]);
                seen.1.notify_all();
            }
        });
        let keys = pair.master.take_writer().expect("the terminal can be written to");
        Self { screen, master: pair.master, keys, child, settings, home }
    }

    /// Waits until the screen is as `is` wants it, and gives it.
    fn wait_for(&self, what: &str, is: impl Fn(&vt100::Screen) -> bool) -> String {
        let start = Instant::now();
        let mut parser = self.screen.0.lock().expect("the reading thread does not panic");
        while !is(parser.screen()) {
            let left = DEADLINE.saturating_sub(start.elapsed());
            assert!(!left.is_zero(), "{what} never came; the screen is\n{}", parser.screen().contents());
            parser = self.screen.1.wait_timeout(parser, left).expect("nor here").0;
        }
        parser.screen().contents()
    }

    fn wait_text(&self, text: &str) -> String {
        self.wait_for(text, |screen| screen.contents().contains(text))
    }

    fn wait_gone(&self, text: &str) -> String {
        self.wait_for(&format!("a screen without {text:?}"), |screen| !screen.contents().contains(text))
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).and_then(|()| self.keys.flush()).expect("keys reach the program");
    }

    fn resize(&self, columns: u16, rows: u16) {
        self.screen
            .0
            .lock()
            .expect("the reading thread does not panic")
            .screen_mut()
            .set_size(some(rows), some(columns));
        self.master.resize(size(columns, rows)).expect("the terminal can be resized");
    }

    fn signal(&self, name: &str) {
        let process = self.child.process_id().expect("it runs").to_string();
        let sent = std::process::Command::new("kill").args([&format!("-{name}"), &process]).status();
        assert!(sent.is_ok_and(|status| status.success()), "a signal can be sent");
    }

    /// Waits for the end, and holds the terminal against what it was before.
    fn ended(mut self) -> ExitStatus {
        let start = Instant::now();
        let status = loop {
            match self.child.try_wait().expect("the program can be waited for") {
                Some(status) => break status,
                None => std::thread::sleep(Duration::from_millis(5)),
            }
            assert!(start.elapsed() < DEADLINE, "it does not end; the screen is\n{}", self.wait_for("", |_| true));
        };
        self.wait_for("the screen as it was", |screen| !screen.alternate_screen() && !screen.hide_cursor());
        assert_eq!(settings(&*self.master), self.settings, "the terminal is set as it was");
        self.wait_for("the mouse given back", |screen| screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None);
        status
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A failed test must not leave the program running.
        let _ = self.child.kill();
    }
}

fn settings(master: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", master.get_termios())
}

const REPORT: &str = "assets/samples/report.txt";
const FIRST: &str = "Mandela walks out of prison";
const LAST: &str = "more than 100,000 people.";

#[test]
fn it_paints_moves_and_quits() {
    let mut terminal = Terminal::start(&[REPORT], 120, 40);
    terminal.wait_text(FIRST);
    terminal.press("G");
    terminal.wait_text(LAST);
    terminal.press("gg");
    terminal.wait_text(FIRST);
    terminal.press("q");
    assert!(terminal.ended().success());
}

#[test]
fn it_finds_what_one_types() {
    let mut terminal = Terminal::start(&[REPORT], 100, 30);
    terminal.wait_text(FIRST);
    terminal.press("/Ramaphosa\r");
    terminal.wait_text("Cyril Ramaphosa");
    terminal.press("q");
    assert!(terminal.ended().success());
}

#[test]
fn who_and_when_stand_beside_the_text() {
    let mut terminal = Terminal::start(&[REPORT], 160, 45);
    let screen = terminal.wait_text("1990-02");
    assert!(screen.contains(FIRST), "{screen}");
    terminal.wait_text("Winnie Mandela");
    terminal.press("q");
    assert!(terminal.ended().success());
}

#[test]
fn it_fits_itself_to_any_size() {
    let mut terminal = Terminal::start(&[REPORT], 120, 40);
    terminal.wait_text(FIRST);
    for (columns, rows) in [(80, 24), (200, 60), (40, 12), (20, 5), (3, 1), (1, 1), (120, 40)] {
        terminal.resize(columns, rows);
        if columns >= 40 {
            terminal.wait_text(&FIRST[..20]);
        }
    }
    terminal.press("q");
    assert!(terminal.ended().success());
}

#[test]
fn a_signal_gives_the_terminal_back() {
    for name in ["TERM", "HUP"] {
        let terminal = Terminal::start(&[REPORT], 100, 30);
        terminal.wait_text(FIRST);
        terminal.signal(name);
        assert!(!terminal.ended().success(), "{name} is told by the status");
    }
}

#[test]
fn it_begins_where_one_left_off() {
    let mut terminal = Terminal::start(&[REPORT], 100, 30);
    let home = Arc::clone(&terminal.home);
    terminal.wait_text(FIRST);
    terminal.press("G");
    terminal.wait_text(LAST);
    terminal.press("q");
    assert!(terminal.ended().success());
    let mut again = Terminal::run(home, PROGRAM, &[REPORT], 100, 30);
    again.wait_text(LAST);
    again.press("q");
    assert!(again.ended().success());
}

#[test]
fn a_pinned_date_is_kept() {
    let mut terminal = Terminal::start(&[REPORT], 160, 45);
    let home = Arc::clone(&terminal.home);
    terminal.wait_text("1990-02");
    terminal.press("]dP");
    terminal.wait_text("date of “Feb. 12, 1990”");
    terminal.press("\u{15}1991-02-12\r");
    terminal.wait_text("1991-02-11");
    terminal.press("q");
    assert!(terminal.ended().success());
    let mut again = Terminal::run(home, PROGRAM, &[REPORT], 160, 45);
    again.wait_text("1991-02-11");
    again.press("K");
    again.wait_text("12 February 1991 (pinned by you)");
    again.press("qq");
    assert!(again.ended().success());
}

#[test]
fn what_is_put_right_is_kept_at_once() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("story.txt");
    std::fs::write(&file, "Anna Berg signed it in Geneva. Karl Berg was not there.\n").expect("it can be written");
    let story = file.to_str().expect("it is UTF-8");
    let mut terminal = Terminal::start(&[story], 120, 40);
    let home = Arc::clone(&terminal.home);
    terminal.wait_text("here ─");
    terminal.press("\tR");
    terminal.wait_text("name of “Anna Berg”");
    terminal.press("\u{15}The Elder\r");
    terminal.wait_text("✎☺ The Elder");
    // Whatever ends the program now loses nothing.
    terminal.signal("KILL");
    drop(terminal);
    // The text was edited in between.
    std::fs::write(&file, "So it was told. Anna Berg signed it in Geneva. Karl Berg was not there.\n")
        .expect("written");
    let mut again = Terminal::run(home, PROGRAM, &[story], 120, 40);
    again.wait_text("✎☺ The Elder");
    again.press(":keep-beside\r");
    again.wait_text("are kept in story.txt.dateline.toml");
    again.press("q");
    assert!(again.ended().success());
    let kept = std::fs::read_to_string(folder.path().join("story.txt.dateline.toml")).expect("it lies there");
    assert!(kept.contains("name = \"The Elder\""), "{kept}");
}

#[test]
fn help_comes_and_goes() {
    let mut terminal = Terminal::start(&[REPORT], 100, 30);
    terminal.wait_text(FIRST);
    terminal.press("?");
    terminal.wait_text("next paragraph");
    terminal.press("q");
    terminal.wait_gone("next paragraph");
    terminal.press("q");
    assert!(terminal.ended().success());
}

#[test]
fn a_file_that_cannot_be_read_leaves_the_terminal_alone() {
    let terminal = Terminal::start(&["no such file"], 100, 30);
    terminal.wait_text("there is no such file");
    assert_eq!(terminal.ended().exit_code(), 1);
}

#[test]
fn without_input_it_says_what_it_can_do() {
    let terminal = Terminal::start(&[], 100, 50);
    terminal.wait_text("Usage: dateline");
    assert_eq!(terminal.ended().exit_code(), 2);
}

#[test]
fn what_is_piped_in_is_read_with_keys_from_the_terminal() {
    let home = Arc::new(tempfile::tempdir().expect("a folder can be made"));
    let line = format!("cat {REPORT} | \"$0\"");
    let mut terminal = Terminal::run(home, "/bin/sh", &["-c", &line, PROGRAM], 100, 30);
    terminal.wait_text(FIRST);
    terminal.press("G");
    terminal.wait_text(LAST);
    terminal.press("q");
    assert!(terminal.ended().success());
}
