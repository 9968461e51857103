//! Putting words on a line of a pane: cut to columns, safe to show, styled.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use unicode_width::UnicodeWidthStr;

use crate::tui::scene::Scene;
use crate::visible;

/// A line of an area that is written from the left, and from the right.
pub struct Ink<'a> {
    buffer: &'a mut Buffer,
    y: u16,
    left: u16,
    right: u16,
    ellipsis: &'a str,
}

impl<'a> Ink<'a> {
    /// The line `y` lines below the top of `area`; `None` if that lies outside.
    pub fn new(scene: &Scene<'a>, area: Rect, y: i32, buffer: &'a mut Buffer) -> Option<Self> {
        let area = area.intersection(buffer.area);
        let y = u16::try_from(y).ok().filter(|&y| y < area.height)?;
        let ellipsis = scene.glyphs.ellipsis;
        Some(Self { buffer, y: area.y + y, left: area.x, right: area.right(), ellipsis })
    }

    /// Columns that are left.
    pub fn room(&self) -> usize {
        usize::from(self.right.saturating_sub(self.left))
    }

    /// Writes words, cut with an ellipsis to what is left.
    pub fn put(&mut self, words: &str, style: Style) -> &mut Self {
        self.put_within(words, self.room(), style)
    }

    /// Writes words, cut with an ellipsis to `columns` and to what is left.
    pub fn put_within(&mut self, words: &str, columns: usize, style: Style) -> &mut Self {
        let words = self.plain(visible::cut(words, columns.min(self.room()), self.ellipsis));
        let (x, _) = self.buffer.set_stringn(self.left, self.y, &words, self.room(), style);
        self.left = x;
        self
    }

    /// For terminals that show ASCII only: typographic signs by what they stand for, one column each.
    fn plain(&self, words: String) -> String {
        if !self.ellipsis.is_ascii() || words.is_ascii() {
            return words;
        }
        let plain = |c: char| match c {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '‚' => '\'',
            '–' | '—' | '−' => '-',
            '…' => '~',
            '¶' => '#',
            _ => c,
        };
        words.chars().map(plain).collect()
    }

    /// Writes words on exactly `columns`: cut or filled up.
    pub fn put_column(&mut self, words: &str, columns: usize, style: Style) -> &mut Self {
        let end = self.left + columns.min(self.room()) as u16;
        self.put_within(words, columns, style);
        self.left = end.min(self.right);
        self
    }

    /// Leaves columns blank.
    pub fn skip(&mut self, columns: usize) -> &mut Self {
        self.left += columns.min(self.room()) as u16;
        self
    }

    /// Writes words at the right end, if they fit.
    pub fn put_right(&mut self, words: &str, style: Style) -> &mut Self {
        let words = self.plain(visible::line(words).into_owned());
        let width = words.width();
        if width <= self.room() {
            self.right -= width as u16;
            self.buffer.set_stringn(self.right, self.y, &words, width, style);
        }
        self
    }

    /// Leaves columns blank at the right end.
    pub fn skip_right(&mut self, columns: usize) -> &mut Self {
        self.right -= columns.min(self.room()) as u16;
        self
    }

    /// Fills what is left with a sign of one column.
    pub fn fill(&mut self, sign: &str, style: Style) {
        for x in self.left..self.right {
            self.buffer.set_string(x, self.y, sign, style);
        }
        self.left = self.right;
    }
}

/// Shows a whole line as selected. The colours of what it says give way, so that it is one bar.
pub fn select(scene: &Scene<'_>, area: Rect, y: i32, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    if let Some(y) = u16::try_from(y).ok().filter(|&y| y < area.height) {
        let plain = Style::new().fg(Color::Reset).bg(Color::Reset);
        let style = plain.patch(scene.theme.text).patch(scene.theme.selected);
        buffer.set_style(Rect { y: area.y + y, height: 1, ..area }, style);
    }
}

/// From this height on a pane has a line for its title.
pub const TITLED: u16 = 6;

/// The line for the title, which may have no height, and the rest.
pub fn titled(area: Rect) -> (Rect, Rect) {
    let height = u16::from(area.height >= TITLED);
    (Rect { height, ..area }, Rect { y: area.y + height, height: area.height - height, ..area })
}

/// The title of a pane, what it shows of how many, and a rule.
pub fn title(scene: &Scene<'_>, area: Rect, word: &str, how: &str, figure: &str, buffer: &mut Buffer) {
    let style = if scene.focused { scene.theme.focus } else { scene.theme.pane };
    let Some(mut ink) = Ink::new(scene, area, 0, buffer) else { return };
    ink.skip(1).put(word, style).skip(1);
    if !how.is_empty() {
        ink.put(how, scene.theme.dim).skip(1);
    }
    ink.skip_right(1).put_right(figure, scene.theme.rule);
    if !figure.is_empty() {
        ink.skip_right(1);
    }
    ink.fill(scene.glyphs.horizontal, scene.theme.rule);
}

/// A quiet heading: a word, a rule, a figure at the end.
pub fn heading(scene: &Scene<'_>, area: Rect, y: i32, word: &str, figure: &str, buffer: &mut Buffer) {
    let style = scene.theme.rule;
    if let Some(mut ink) = Ink::new(scene, area, y, buffer) {
        ink.put(" ", style).put(word, style).put(" ", style).skip_right(1).put_right(figure, style);
        if !figure.is_empty() {
            ink.skip_right(1);
        }
        ink.fill(scene.glyphs.horizontal, style);
    }
}
