//! A terminal as ratatui draws on it, with few bytes: over ssh every one of them is waited for.
//!
//! It knows what the terminal shows, and so writes over a short gap of equal words instead of moving across it, changes
//! only those attributes that differ, and sends each frame at once, as one synchronised update. It never asks the
//! terminal anything.

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// The look of what is written.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const PLAIN: Pen = Pen { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

impl Pen {
    fn of(cell: &Cell) -> Self {
        // What the program draws uses these attributes and no others.
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }
}

impl Pen {
    /// What of the look can be seen on a blank.
    fn blank(self) -> Option<Color> {
        let shows = Modifier::REVERSED | Modifier::UNDERLINED;
        (!self.modifier.intersects(shows)).then_some(self.bg)
    }
}

/// Attributes with the codes that set and reset them.
const ATTRIBUTES: [(Modifier, u8, u8); 5] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::REVERSED, 7, 27),
];

/// Gaps up to so many cells are written over.
const BRIDGE: u16 = 6;
/// So many blank cells or more are erased instead of written.
const ERASE: usize = 9;

/// Draws on a terminal.
pub struct Compact<W: Write> {
    out: W,
    bytes: String,
    shown: Buffer,
    pen: Pen,
    at: Option<Position>,
    cursor: bool,
    size: fn() -> io::Result<Size>,
}

impl<W: Write> Compact<W> {
    /// Draws on `out`, whose size is asked for with `size`.
    pub fn new(out: W, size: fn() -> io::Result<Size>) -> Self {
        Self { out, bytes: String::new(), shown: Buffer::empty(Rect::ZERO), pen: PLAIN, at: None, cursor: false, size }
    }

    /// Forgets what the terminal shows, because somebody else wrote on it.
    pub fn forget(&mut self) {
        (self.pen, self.at, self.cursor) = (PLAIN, None, false);
    }

    fn go(&mut self, to: Position) {
        match self.at {
            Some(at) if at == to => return,
            Some(at) if at.y == to.y && at.x < to.x => {
                if to.x - at.x <= BRIDGE && self.bridge(at, to) {
                    return;
                }
                let _ = match to.x - at.x {
                    1 => write!(self.bytes, "\x1b[C"),
                    columns => write!(self.bytes, "\x1b[{columns}C"),
                };
            }
            Some(at) if at.y + 1 == to.y && to.x < 100 => {
                self.bytes.push_str("\r\n");
                if to.x > 0 {
                    let _ = write!(self.bytes, "\x1b[{}C", to.x);
                }
            }
            _ => {
                let _ = match to.x {
                    0 => write!(self.bytes, "\x1b[{}H", to.y + 1),
                    x => write!(self.bytes, "\x1b[{};{}H", to.y + 1, x + 1),
                };
            }
        }
        self.at = Some(to);
    }

    /// Writes again what stands in a gap, if that takes no change of the pen.
    fn bridge(&mut self, from: Position, to: Position) -> bool {
        let mut words = String::new();
        for x in from.x..to.x {
            match self.shown.cell((x, from.y)) {
                Some(cell) if cell.symbol().len() == 1 && self.writes(cell) => words.push_str(cell.symbol()),
                _ => return false,
            }
        }
        self.bytes.push_str(&words);
        self.at = Some(to);
        true
    }

    fn take(&mut self, pen: Pen) {
        if pen == self.pen {
            return;
        }
        let (mut change, mut anew) = (Codes::default(), Codes::default());
        anew.push(0);
        for (attribute, set, _) in ATTRIBUTES {
            if pen.modifier.contains(attribute) {
                anew.push(set);
            }
        }
        anew.colour(pen.fg, PLAIN.fg, 30);
        anew.colour(pen.bg, PLAIN.bg, 40);
        let mut kept = self.pen.modifier;
        for (attribute, _, reset) in ATTRIBUTES {
            if kept.contains(attribute) && !pen.modifier.contains(attribute) {
                change.push(reset);
                // Bold and dim are reset together.
                kept -= if reset == 22 { Modifier::BOLD | Modifier::DIM } else { attribute };
            }
        }
        for (attribute, set, _) in ATTRIBUTES {
            if pen.modifier.contains(attribute) && !kept.contains(attribute) {
                change.push(set);
            }
        }
        change.colour(pen.fg, self.pen.fg, 30);
        change.colour(pen.bg, self.pen.bg, 40);
        let codes = if change.0.len() <= anew.0.len() { change.0 } else { anew.0 };
        let codes = if codes == "0" { "" } else { &codes };
        let _ = write!(self.bytes, "\x1b[{codes}m");
        self.pen = pen;
    }

    fn put(&mut self, at: Position, cell: &Cell) {
        self.go(at);
        if !self.writes(cell) {
            self.take(Pen::of(cell));
        }
        self.bytes.push_str(cell.symbol());
        let x = at.x + (cell.symbol().width() as u16).max(1);
        // At the end of a row, terminals differ in where the cursor is.
        self.at = (x < self.shown.area.right()).then_some(Position::new(x, at.y));
    }

    /// True if the pen writes a cell as it is to look. A blank shows its background alone, unless it has a line or is
    /// reversed.
    fn writes(&self, cell: &Cell) -> bool {
        let pen = Pen::of(cell);
        pen == self.pen || (cell.symbol() == " " && pen.blank().is_some() && pen.blank() == self.pen.blank())
    }

    fn remember(&mut self, x: u16, y: u16, cell: &Cell) {
        if let Some(shown) = self.shown.cell_mut((x, y)) {
            *shown = cell.clone();
        }
        // What a wide character hides must not be written over a gap.
        for hidden in 1..cell.symbol().width() as u16 {
            if let Some(shown) = self.shown.cell_mut((x + hidden, y)) {
                shown.set_symbol("");
            }
        }
    }

    /// How many columns may be erased from the first of these changed cells on, and how many changed cells lie in them.
    /// What is blank already and between them counts.
    fn blanks(&self, cells: &[(u16, u16, &Cell)]) -> (usize, usize) {
        let Some(&(start, y, first)) = cells.first() else { return (0, 0) };
        let look = Pen::of(first).blank();
        let is_blank = |cell: &Cell| cell.symbol() == " " && look.is_some() && Pen::of(cell).blank() == look;
        let (mut changed, mut columns) = (0, 0);
        for x in start..self.shown.area.right() {
            match cells.get(changed).filter(|(column, row, _)| (*column, *row) == (x, y)) {
                Some((_, _, cell)) if is_blank(cell) => {
                    changed += 1;
                    columns = (x + 1 - start) as usize;
                }
                None if self.shown.cell((x, y)).is_some_and(is_blank) => {}
                _ => break,
            }
        }
        (columns, changed)
    }

    fn erase(&mut self, at: Position, pen: Pen, columns: usize) {
        self.go(at);
        if pen.blank() != self.pen.blank() {
            self.take(pen);
        }
        if at.x as usize + columns >= self.shown.area.right() as usize {
            self.bytes.push_str("\x1b[K");
        } else {
            let _ = write!(self.bytes, "\x1b[{columns}X");
        }
    }
}

/// Codes of an SGR sequence.
#[derive(Default)]
struct Codes(String);

impl Codes {
    fn push(&mut self, code: u8) {
        if !self.0.is_empty() {
            self.0.push(';');
        }
        let _ = write!(self.0, "{code}");
    }

    fn colour(&mut self, colour: Color, now: Color, base: u8) {
        if colour == now {
            return;
        }
        let basic = |code: u8, bright: bool| base + code + if bright { 60 } else { 0 };
        let code = match colour {
            Color::Reset => base + 9,
            Color::Black => basic(0, false),
            Color::Red => basic(1, false),
            Color::Green => basic(2, false),
            Color::Yellow => basic(3, false),
            Color::Blue => basic(4, false),
            Color::Magenta => basic(5, false),
            Color::Cyan => basic(6, false),
            Color::Gray => basic(7, false),
            Color::DarkGray => basic(0, true),
            Color::LightRed => basic(1, true),
            Color::LightGreen => basic(2, true),
            Color::LightYellow => basic(3, true),
            Color::LightBlue => basic(4, true),
            Color::LightMagenta => basic(5, true),
            Color::LightCyan => basic(6, true),
            Color::White => basic(7, true),
            Color::Indexed(index) => {
                self.push(base + 8);
                self.push(5);
                index
            }
            Color::Rgb(r, g, b) => {
                self.push(base + 8);
                self.push(2);
                self.push(r);
                self.push(g);
                b
            }
        };
        self.push(code);
    }
}

impl<W: Write> Backend for Compact<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let cells: Vec<(u16, u16, &Cell)> = content.collect();
        let mut nth = 0;
        while let Some(&(x, y, cell)) = cells.get(nth) {
            let (columns, changed) = self.blanks(&cells[nth..]);
            if columns >= ERASE {
                self.erase(Position::new(x, y), Pen::of(cell), columns);
            } else {
                self.put(Position::new(x, y), cell);
            }
            let gone = if columns >= ERASE { changed } else { 1 };
            for (x, y, cell) in &cells[nth..nth + gone] {
                self.remember(*x, *y, cell);
            }
            nth += gone;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor {
            self.bytes.push_str("\x1b[?25l");
            self.cursor = false;
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if !self.cursor {
            self.bytes.push_str("\x1b[?25h");
            self.cursor = true;
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.at.unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let to = position.into();
        if self.at != Some(to) {
            let _ = write!(self.bytes, "\x1b[{};{}H", to.y + 1, to.x + 1);
            self.at = Some(to);
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.bytes.push_str("\x1b[m\x1b[2J");
        (self.pen, self.at) = (PLAIN, None);
        self.shown = Buffer::empty(Rect::from((Position::ORIGIN, (self.size)()?)));
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        (self.size)()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: (self.size)()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let frame = format!("\x1b[?2026h{}\x1b[?2026l", self.bytes);
        self.bytes.clear();
        self.out.write_all(frame.as_bytes())?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::Terminal;
    use ratatui::style::Style;
    use ratatui::widgets::Widget;

    /// Draws buffers one after another and gives what a terminal shows in the end, beside the bytes of the last frame.
    fn shown(frames: &[Buffer]) -> (vt100::Parser, usize) {
        let backend = Compact::new(Vec::new(), || Ok(Size::new(20, 4)));
        let mut terminal = Terminal::new(backend).unwrap();
        terminal.clear().unwrap();
        let mut before = 0;
        for frame in frames {
            before = terminal.backend().out.len();
            let draw = |buffer: &mut Buffer| *buffer = frame.clone();
            terminal.draw(|f| draw(f.buffer_mut())).unwrap();
        }
        let size = |n: u16| std::num::NonZero::new(n).unwrap();
        let mut parser = vt100::Parser::new(size(4), size(20), 0);
        parser.process(&terminal.backend().out);
        (parser, terminal.backend().out.len() - before)
    }

    fn frame(rows: &[(&str, Style)]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 4));
        for (y, (words, style)) in rows.iter().enumerate() {
            ratatui::text::Line::styled(*words, *style).render(Rect::new(0, y as u16, 20, 1), &mut buffer);
        }
        buffer
    }

    #[track_caller]
    fn check(frames: &[Buffer]) -> usize {
        let (parser, bytes) = shown(frames);
        let last = frames.last().unwrap();
        for y in 0..4 {
            for x in 0..20 {
                let (cell, wanted) = (parser.screen().cell(y, x).unwrap(), &last[(x, y)]);
                if cell.is_wide_continuation() {
                    continue;
                }
                let symbol = if cell.has_contents() { cell.contents() } else { " " };
                assert_eq!(symbol, wanted.symbol(), "{x},{y}");
                assert_eq!(cell.underline(), wanted.modifier.contains(Modifier::UNDERLINED), "{x},{y}");
                assert_eq!(cell.inverse(), wanted.modifier.contains(Modifier::REVERSED), "{x},{y}");
                if symbol == " " && Pen::of(wanted).blank().is_some() {
                    continue;
                }
                assert_eq!(cell.bold(), wanted.modifier.contains(Modifier::BOLD), "{x},{y}");
                let colour = match wanted.fg {
                    Color::Reset => vt100::Color::Default,
                    Color::Cyan => vt100::Color::Idx(6),
                    Color::Indexed(index) => vt100::Color::Idx(index),
                    Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
                    other => panic!("{other:?} is not in these tests"),
                };
                assert_eq!(cell.fgcolor(), colour, "{x},{y}");
            }
        }
        bytes
    }

    #[test]
    fn the_terminal_shows_what_was_drawn() {
        let bold = Style::new().bold();
        let cyan = Style::new().fg(Color::Cyan).underlined();
        let rgb = Style::new().fg(Color::Rgb(1, 2, 3)).reversed();
        check(&[frame(&[("plain", Style::new()), ("bold", bold), ("漢字 wide", cyan), ("rgb", rgb)])]);
        check(&[
            frame(&[("one two three four", Style::new()), ("x", bold)]),
            frame(&[("one 2 three 4", cyan), ("漢字漢字漢字漢字漢字", bold)]),
            frame(&[("a", rgb), ("漢 字", Style::new()), ("", bold), ("end", cyan)]),
        ]);
    }

    #[test]
    fn short_gaps_are_written_over() {
        let old = frame(&[("one two one", Style::new())]);
        let new = frame(&[("eno two eno", Style::new())]);
        let bytes = check(&[old, new]);
        assert!(bytes <= "\x1b[?2026h\x1b[?2026l\x1b[1Heno two eno".len() + 4, "{bytes}");
    }

    #[test]
    fn nothing_new_is_nothing_sent() {
        let same = frame(&[("the same", Style::new().bold())]);
        assert_eq!(check(&[same.clone(), same]), 0);
    }

    fn style() -> impl Strategy<Value = Style> {
        prop_oneof![
            Just(Style::new()),
            Just(Style::new().bold()),
            Just(Style::new().italic().underlined()),
            Just(Style::new().fg(Color::Cyan).bold()),
            Just(Style::new().fg(Color::Indexed(200)).reversed()),
        ]
    }

    fn any_frame() -> impl Strategy<Value = Buffer> {
        proptest::collection::vec(("[a-c 漢é]{0,20}", style(), 0u16..20, style()), 4).prop_map(|rows| {
            let mut buffer = frame(&rows.iter().map(|(words, style, ..)| (words.as_str(), *style)).collect::<Vec<_>>());
            for (y, (words, _, x, style)) in rows.iter().enumerate() {
                // Ratatui does not tell of a hidden half whose look alone changes.
                if words.is_ascii() {
                    buffer.set_style(Rect::new(*x, y as u16, 20 - x, 1), *style);
                }
            }
            buffer
        })
    }

    proptest! {
        #[test]
        fn any_sequence_of_frames_is_shown(frames in proptest::collection::vec(any_frame(), 1..5)) {
            check(&frames);
        }
    }
}
