//! What lies over the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::frame::frame;
use crate::tui::help;
use crate::tui::layout::Layout;
use crate::tui::overlay::{Hints, List, Overlay, Palette};
use crate::tui::rows::Row;
use crate::tui::state::State;
use crate::visible;

/// Draws an overlay; tells where the cursor is if one types here.
pub fn draw(state: &State, overlay: &Overlay, layout: &Layout, buffer: &mut Buffer) -> Option<Position> {
    match overlay {
        Overlay::Prompt(_) => None,
        Overlay::Palette(palette) => Some(draw_palette(state, palette, layout, buffer)),
        Overlay::Help(top) => {
            draw_help(state, *top, layout, buffer);
            None
        }
        Overlay::Card(view) => {
            let (width, height) = view.size(layout.text);
            let area = away_from_cursor(state, layout, width, height + 2);
            let inner = frame(state, area, "", buffer);
            view.draw(&state.scene(None), inner, buffer);
            None
        }
        Overlay::List(list) => {
            draw_list(state, list, layout, buffer);
            None
        }
        Overlay::Hints(hints) => {
            draw_hints(state, hints, layout, buffer);
            None
        }
    }
}

/// An area over the text that does not cover the cursor's line: below it if there is room, else above, else at the
/// bottom.
fn away_from_cursor(state: &State, layout: &Layout, width: u16, height: u16) -> Rect {
    let text = layout.text;
    let row = state.page.row_of(state.page.cursor()).unwrap_or(0) as u16;
    let height = height.min(text.height);
    let below = text.height.saturating_sub(row + 2);
    let y = if below >= height {
        text.y + row + 2
    } else if row > height {
        text.y + row - height - 1
    } else {
        text.bottom() - height
    };
    let width = (width + 2).min(text.width);
    let x = layout.lines.x.saturating_sub(2).max(text.x).min(text.right() - width);
    Rect { x, y, width, height }
}

/// The area of a palette: the middle of the screen; of one that asks about something beside that, as high as what it
/// offers needs it.
fn palette_area(state: &State, palette: &Palette, layout: &Layout) -> Rect {
    if palette.open {
        return layout.middle(WIDE, HIGH);
    }
    let row = state.page.row_of(state.page.cursor()).unwrap_or(0) as u16;
    let room = row.saturating_sub(1).max(layout.text.height.saturating_sub(row + 2)).max(LEAST);
    let height = (palette.len() as u16).saturating_add(3).min(HIGH).min(room);
    away_from_cursor(state, layout, WIDE - 2, height)
}

/// The size of a palette with its frame, and the least height of one that makes room for what it asks about.
const WIDE: u16 = 84;
const HIGH: u16 = 22;
const LEAST: u16 = 6;

fn draw_palette(state: &State, palette: &Palette, layout: &Layout, buffer: &mut Buffer) -> Position {
    let (theme, glyphs) = (&state.look.theme, state.look.glyphs);
    let inner = frame(state, palette_area(state, palette, layout), &visible::line(&palette.title), buffer);
    let line = Rect { height: 1, ..inner };
    let ask = "> ";
    let room = (inner.width as usize).saturating_sub(ask.len() + 1);
    let scroll = palette.input.visual_scroll(room);
    let typed: String = visible::line(palette.input.value()).chars().skip(scroll).collect();
    buffer.set_stringn(line.x + 1, line.y, ask, inner.width as usize, theme.key);
    buffer.set_stringn(line.x + 3, line.y, typed, room.saturating_sub(1), theme.text);
    let rows = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let first = (palette.chosen + 1).saturating_sub(rows.height as usize);
    for (nth, y) in (first..palette.found.len()).zip(rows.y..rows.bottom()) {
        let (Some(item), Some((_, fits))) = (palette.item(nth), palette.found.get(nth)) else { break };
        let kind = item.kind;
        let room = (rows.width as usize).saturating_sub(kind.width() + 4);
        buffer.set_stringn(rows.right().saturating_sub(kind.width() as u16 + 1), y, kind, kind.width(), theme.dim);
        let words = visible::cut(&item.words, room, glyphs.ellipsis);
        let mut x = rows.x + 1;
        for (at, c) in words.chars().enumerate() {
            let style = if fits.binary_search(&(at as u32)).is_ok() { theme.text.patch(theme.key) } else { theme.text };
            x = buffer.set_stringn(x, y, c.encode_utf8(&mut [0; 4]), room, style).0;
        }
        if nth == palette.chosen {
            buffer.set_style(Rect { y, height: 1, ..rows }, theme.selected);
        }
    }
    if palette.found.is_empty() {
        buffer.set_stringn(rows.x + 1, rows.y, "nothing is called that", rows.width as usize, theme.dim);
    }
    let at = palette.input.visual_cursor().saturating_sub(scroll) as u16;
    Position::new((line.x + 3 + at).min(line.right().saturating_sub(1)), line.y)
}

fn draw_help(state: &State, top: usize, layout: &Layout, buffer: &mut Buffer) {
    let (theme, ellipsis) = (&state.look.theme, state.look.glyphs.ellipsis);
    let (rows, area) = help::set(&state.look.keymap, layout);
    let inner = frame(state, area, "Keys: with a count before most of them", buffer);
    let top = top.min(rows.len().saturating_sub(inner.height as usize));
    let column = help::key_columns(inner.width) as usize;
    for (row, y) in rows.iter().skip(top).zip(inner.y..inner.bottom()) {
        buffer.set_stringn(inner.x + 1, y, visible::cut(&row.keys, column, ellipsis), column, theme.key);
        let (x, style) = if row.title { (1, theme.heading) } else { (column as u16 + 2, theme.text) };
        let room = inner.width.saturating_sub(x + 1) as usize;
        buffer.set_stringn(inner.x + x, y, visible::cut(&row.words, room, ellipsis), room, style);
    }
    if rows.len() > inner.height as usize {
        let part = format!(" {}-{}/{} ", top + 1, (top + inner.height as usize).min(rows.len()), rows.len());
        buffer.set_stringn(
            inner.right().saturating_sub(part.len() as u16 + 1),
            inner.bottom(),
            &part,
            part.len(),
            theme.dim,
        );
    }
}

fn draw_list(state: &State, list: &List, layout: &Layout, buffer: &mut Buffer) {
    let theme = &state.look.theme;
    let height = (list.rows.len() as u16).saturating_add(2).min(layout.text.height / 2).max(4);
    let area = away_from_cursor(state, layout, layout.text.width.min(100), height);
    let title = format!("{} {} {}", list.title, state.look.glyphs.separator, list.rows.len());
    let inner = frame(state, area, &title, buffer);
    let column = if state.snapshot.document.parts.is_empty() { 6 } else { 9 };
    let visible = inner.height.max(1) as usize;
    let first = list.chosen.saturating_sub(visible / 2).min(list.rows.len().saturating_sub(visible));
    for (nth, y) in (first..list.rows.len()).zip(inner.y..inner.bottom()) {
        let row = &list.rows[nth];
        let number = row.paragraph.map_or_else(String::new, |cited| cited.words(state.look.glyphs.paragraph));
        buffer.set_stringn(inner.x + 1, y, &number, column, theme.dim);
        draw_marked(
            &row.words,
            &row.mark,
            Rect { x: inner.x + 2 + column as u16, y, width: inner.width.saturating_sub(3 + column as u16), height: 1 },
            state,
            buffer,
        );
        if nth == list.chosen {
            buffer.set_style(Rect { y, height: 1, ..inner }, theme.selected);
        }
    }
}

/// A line of words with some of them strong, moved so that these can be seen.
fn draw_marked(words: &str, mark: &std::ops::Range<usize>, area: Rect, state: &State, buffer: &mut Buffer) {
    let theme = &state.look.theme;
    let before = visible::line(&words[..mark.start]).into_owned();
    let found = visible::line(&words[mark.clone()]).into_owned();
    let after = visible::line(&words[mark.end..]).into_owned();
    let room = area.width as usize;
    let most = room.saturating_sub(found.width() + 10);
    let mut x = area.x;
    let mut put = |words: &str, style: Style| {
        let room = area.right().saturating_sub(x) as usize;
        x = buffer.set_stringn(x, area.y, words, room, style).0;
    };
    if before.width() > most {
        let cut: String =
            before.chars().rev().take(most.saturating_sub(1)).collect::<Vec<_>>().into_iter().rev().collect();
        put(state.look.glyphs.ellipsis, theme.dim);
        put(&cut, theme.text);
    } else {
        put(&before, theme.text);
    }
    put(&found, theme.text.patch(theme.followed));
    let left = area.right().saturating_sub(x) as usize;
    buffer.set_stringn(x, area.y, visible::cut(&after, left, state.look.glyphs.ellipsis), left, theme.text);
}

fn draw_hints(state: &State, hints: &Hints, layout: &Layout, buffer: &mut Buffer) {
    let text = &state.snapshot.document.text;
    for (label, span, _) in &hints.labels {
        let Some(rest) = label.strip_prefix(hints.typed.as_str()) else { continue };
        let Some(row) = state.page.row_of(span.start) else { continue };
        let Some(Row::Line(_, line)) = state.page.rows().get(row) else { continue };
        if span.start < line.span.start || span.start >= line.span.end {
            continue;
        }
        let before =
            line.shown(text).take_while(|piece| (piece.at as u32) < span.start).map(|piece| piece.width).sum::<usize>();
        let x = layout.lines.x + line.indent + before as u16;
        let y = layout.text.y + row as u16;
        if x + (rest.len() as u16) <= layout.text.right() && y < layout.text.bottom() {
            buffer.set_string(x, y, rest, state.look.theme.hint);
        }
    }
}
