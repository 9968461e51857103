//! The cells of a proportional time axis.

use ratatui::style::Style;

use crate::query::Column;
use crate::tui::scene::Scene;

/// What a cell shows: by its sign alone one sees whether something happened there for sure (a bar, the higher the
/// more), may have (a question mark), spans it (a shade), or belongs to the current paragraph (a lozenge, a full
/// block).
pub fn cell<'a>(scene: &Scene<'a>, column: &Column, is_break: bool) -> (&'a str, Style) {
    let (glyphs, theme) = (scene.glyphs, scene.theme);
    match column {
        _ if is_break => (glyphs.gap, theme.gap),
        Column { here: true, events: 0, .. } => (glyphs.span, theme.place_mark),
        Column { here: true, .. } => (glyphs.told_here, theme.place_mark),
        Column { events, .. } if *events > 0 => (glyphs.levels[level(*events)], theme.bar),
        Column { ghost_here: true, .. } => (glyphs.part, theme.place_mark),
        Column { ghost: true, .. } => ("?", theme.inferred),
        Column { span: true, .. } => (glyphs.fuzzy, theme.rule),
        _ => (glyphs.levels[1], theme.rule),
    }
}

/// The height of a bar, on a scale by doubling; a single event stands clear of the base line.
fn level(count: u32) -> usize {
    count.checked_ilog2().map_or(1, |log| (5 + log as usize).min(8))
}
