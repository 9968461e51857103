//! The help: all commands with their keys, set to the width that there is for it.

use ratatui::layout::Rect;

use super::command::GROUPS;
use super::keymap::Keymap;
use super::layout::Layout;

/// A line of the help.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HelpRow {
    /// The keys of a command; empty for a title, and where the words go on.
    pub keys: String,
    /// What the command does, or a title.
    pub words: String,
    /// True for a title.
    pub title: bool,
}

/// The columns of the keys, for words in so many columns in all.
pub fn key_columns(width: u16) -> u16 {
    19.min(width / 3)
}

/// All lines, for so many columns inside the frame.
pub fn rows(keymap: &Keymap, width: u16) -> Vec<HelpRow> {
    let room = width.saturating_sub(key_columns(width) + 3).max(1) as usize;
    let mut rows = Vec::new();
    for (nth, group) in GROUPS.iter().enumerate() {
        if nth > 0 {
            rows.push(HelpRow::default());
        }
        rows.push(HelpRow { words: group.title.into(), title: true, ..HelpRow::default() });
        for command in group.commands {
            let mut keys = keymap.keys_of(command.name).join("  ");
            for words in textwrap::wrap(command.doc, room) {
                rows.push(HelpRow { keys: std::mem::take(&mut keys), words: words.into_owned(), title: false });
            }
        }
    }
    rows
}

/// The help's lines, and the area that it takes with its frame.
pub fn set(keymap: &Keymap, layout: &Layout) -> (Vec<HelpRow>, Rect) {
    let rows = rows(keymap, layout.middle(WIDTH, 0).width.saturating_sub(2));
    let area = layout.middle(WIDTH, rows.len() as u16 + 2);
    (rows, area)
}

/// The last line that may stand at the top.
pub fn last_top(keymap: &Keymap, layout: &Layout) -> usize {
    let (rows, area) = set(keymap, layout);
    rows.len().saturating_sub(area.height.saturating_sub(2) as usize)
}

/// The help is no wider than this, with its frame.
const WIDTH: u16 = 84;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::tui::command::{commands, rows as table};
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn every_command_is_told_whole_at_every_width() {
        let keymap = Keymap::new(&table(), &Config::default()).expect("the table is sound");
        for width in 22..90 {
            let rows = rows(&keymap, width);
            let told: String = rows.iter().map(|row| format!("{} ", row.words)).collect();
            for command in commands() {
                assert!(told.contains(command.doc), "{}", command.name);
            }
            let room = (width - key_columns(width) - 3) as usize;
            assert!(rows.iter().all(|row| row.title || row.words.width() <= room), "{width}");
        }
    }
}
