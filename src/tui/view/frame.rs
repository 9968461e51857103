//! Blank areas and frames for what lies over the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::state::State;
use crate::visible;

/// Makes an area blank.
pub fn clear(area: Rect, buffer: &mut Buffer) {
    for y in area.y..area.bottom() {
        for x in area.x..area.right() {
            buffer[(x, y)].reset();
        }
    }
}

/// Clears an area and draws a frame; gives what is inside.
pub fn frame(state: &State, area: Rect, title: &str, buffer: &mut Buffer) -> Rect {
    let (theme, glyphs) = (&state.look.theme, state.look.glyphs);
    clear(area, buffer);
    buffer.set_style(area, theme.text);
    let style = theme.rule;
    for x in area.x..area.right() {
        buffer.set_string(x, area.y, glyphs.horizontal, style);
        buffer.set_string(x, area.bottom().saturating_sub(1), glyphs.horizontal, style);
    }
    for y in area.y..area.bottom() {
        buffer.set_string(area.x, y, glyphs.vertical, style);
        buffer.set_string(area.right().saturating_sub(1), y, glyphs.vertical, style);
    }
    let unicode = !glyphs.horizontal.is_ascii();
    let corners = if unicode { ["╭", "╮", "╰", "╯"] } else { ["+"; 4] };
    let (right, bottom) = (area.right().saturating_sub(1), area.bottom().saturating_sub(1));
    for ((x, y), corner) in
        [(area.x, area.y), (right, area.y), (area.x, bottom), (right, bottom)].into_iter().zip(corners)
    {
        buffer.set_string(x, y, corner, style);
    }
    if !title.is_empty() && area.width > 8 {
        let title = visible::cut(title, area.width as usize - 6, glyphs.ellipsis);
        buffer.set_string(area.x + 2, area.y, format!(" {title} "), theme.pane);
    }
    Rect { x: area.x + 1, y: area.y + 1, width: area.width.saturating_sub(2), height: area.height.saturating_sub(2) }
}
