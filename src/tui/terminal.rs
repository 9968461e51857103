//! Taking the terminal and giving it back: on every way out, it is as it was before.

use std::io::{self, Write};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode, size};
use ratatui::layout::Size;

/// What is switched on, and how it is switched off.
///
/// The alternate screen; no cursor; bracketed paste; kitty's keyboard protocol, by which Tab and C-i differ, pushed
/// without asking, as terminals that do not know it ignore it.
const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[>1u";
const LEAVE: &str = "\x1b[<u\x1b[?2004l\x1b[m\x1b[?25h\x1b[?1049l";
/// Buttons and the wheel, not movements; with Shift the terminal's own selection still works.
const MOUSE: &str = "\x1b[?1000h\x1b[?1006h";
const NO_MOUSE: &str = "\x1b[?1006l\x1b[?1000l";

/// Takes the terminal.
///
/// # Errors
/// What keeps it from being used.
pub fn enter(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    write(&format!("{ENTER}{}", if mouse { MOUSE } else { "" }))
}

/// Gives the terminal back. Goes on through errors: there may be no terminal any more.
pub fn leave() {
    let _ = write(&format!("{NO_MOUSE}{LEAVE}"));
    let _ = disable_raw_mode();
}

/// The terminal's size.
///
/// # Errors
/// If there is no terminal.
pub fn screen() -> io::Result<Size> {
    let (width, height) = size()?;
    // A terminal that does not know its size says 0.
    Ok(Size::new(if width == 0 { 80 } else { width }, if height == 0 { 24 } else { height }))
}

fn write(words: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(words.as_bytes())?;
    out.flush()
}

/// Puts words into the clipboard through the terminal, which may be at the other end of an ssh connection.
///
/// # Errors
/// If the terminal cannot be written to.
pub fn copy(words: &str) -> io::Result<()> {
    crossterm::execute!(io::stdout(), crossterm::clipboard::CopyToClipboard::to_clipboard_from(words))
}
