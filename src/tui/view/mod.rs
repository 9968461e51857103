//! From the state to a screen. Drawing changes nothing: what can be computed was computed when the state settled.

mod frame;
mod overlay;
mod status;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::frame::clear;
use super::layout::SMALLEST;
use super::pane::text::Text;
use super::state::State;
use crate::model::{Span, Target};
use crate::query::{span_of, thing_at};

/// Draws the state.
pub fn view(state: &State, frame: &mut Frame<'_>) {
    if let Some(cursor) = draw(state, frame.buffer_mut()) {
        frame.set_cursor_position(cursor);
    }
}

/// Draws the state into a buffer and tells where the terminal's cursor is to be, if it is shown.
fn draw(state: &State, buffer: &mut Buffer) -> Option<Position> {
    let Some(layout) = &state.look.layout else {
        draw_too_small(state, buffer);
        return None;
    };
    buffer.set_style(layout.screen, state.look.theme.text);
    draw_text(state, layout.text, layout.lines, buffer);
    draw_panes(state, buffer);
    if let Some(area) = layout.strip {
        state.panes.strip.draw(&state.scene(None), area, buffer);
    }
    let mut cursor = status::draw(state, layout, buffer);
    if let Some(overlay) = &state.overlay {
        cursor = overlay::draw(state, overlay, layout, buffer).or(cursor);
    }
    cursor
}

/// Says that the screen is too small, in as many words as it has room for.
fn draw_too_small(state: &State, buffer: &mut Buffer) {
    let Rect { width, height, .. } = buffer.area;
    let (least_width, least_height) = SMALLEST;
    let words = [
        format!("{width} x {height} columns and rows are too few: {least_width} x {least_height} are needed"),
        format!("too small: {least_width} x {least_height} needed"),
        "too small".into(),
        "small".into(),
    ];
    let fits = words.iter().find(|words| words.len() <= width as usize);
    let words = fits.map_or(state.look.glyphs.ellipsis, String::as_str);
    buffer.set_stringn(0, 0, words, width as usize, state.look.theme.text);
}

fn draw_text(state: &State, area: Rect, lines: Rect, buffer: &mut Buffer) {
    let document = &state.snapshot.document;
    if document.blocks.is_empty() {
        buffer.set_stringn(
            lines.x,
            area.y,
            "(there is nothing in this document)",
            lines.width as usize,
            state.look.theme.dim,
        );
        return;
    }
    let cursor = state.page.cursor();
    let thing = thing_at(document, &state.snapshot.index, cursor).and_then(|thing| span_of(document, &thing));
    let on_thing = thing.filter(|span| span.start == cursor && span.len() < 200);
    let selected = state.panes.focus.and_then(|nth| state.panes.list.get(nth)).and_then(|pane| pane.target());
    let marked = match selected {
        Some(Target::Entity(entity)) => Some(entity),
        _ => None,
    };
    let marks: Vec<(char, u32)> = state.trail.marks.iter().map(|(&name, &offset)| (name, offset)).collect();
    let text = Text {
        scene: state.scene(None),
        page: &state.page,
        hits: &state.search.hits,
        cursor: on_thing.or_else(|| letter_at(state, cursor)),
        marked,
        marks: &marks,
    };
    text.draw(area, lines, buffer);
}

/// The letter at the cursor, if it stands within a line: at a line's start the margin says enough.
fn letter_at(state: &State, cursor: u32) -> Option<Span> {
    let row = state.page.row_of(cursor)?;
    let super::rows::Row::Line(_, line) = state.page.rows().get(row)? else { return None };
    let letter = state.snapshot.document.text[cursor as usize..].chars().next()?;
    (line.span.start < cursor).then(|| Span::new(cursor as usize, cursor as usize + letter.len_utf8()))
}

fn draw_panes(state: &State, buffer: &mut Buffer) {
    let Some(layout) = &state.look.layout else { return };
    for (nth, pane) in state.panes.list.iter().enumerate() {
        let Some(area) = layout.panes.get(nth).copied().flatten() else { continue };
        let focused = state.panes.focus == Some(nth);
        if focused && (layout.over || state.panes.full) {
            clear(area, buffer);
            buffer.set_style(area, state.look.theme.text);
        }
        pane.draw(&state.scene(Some(nth)), area, buffer);
        draw_border(state, area, buffer);
    }
}

/// A quiet line between a pane and the text beside it.
fn draw_border(state: &State, area: Rect, buffer: &mut Buffer) {
    let Some(layout) = &state.look.layout else { return };
    let x = if area.x > layout.text.x { area.x.checked_sub(1) } else { Some(area.right()) };
    let Some(x) = x.filter(|&x| x < layout.screen.right() && area.width < layout.screen.width) else { return };
    for y in area.y..area.bottom() {
        buffer[(x, y)].set_symbol(state.look.glyphs.vertical).set_style(state.look.theme.rule);
    }
}

#[cfg(test)]
#[path = "../screen_tests/mod.rs"]
mod tests;
