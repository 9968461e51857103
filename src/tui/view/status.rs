//! The status line and the footer: where one is, what goes on, which keys the mode has.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::model::{BlockId, BlockKind};
use crate::query::{blocks_around, cited, squeeze};
use crate::tui::key;
use crate::tui::layout::Layout;
use crate::tui::overlay::{Overlay, Prompt, PromptKind};
use crate::tui::state::{Letter, State};
use crate::visible;

/// Draws both; tells where the cursor is if one types here.
pub fn draw(state: &State, layout: &Layout, buffer: &mut Buffer) -> Option<Position> {
    if let Some(footer) = layout.footer {
        draw_footer(state, footer, buffer);
    }
    let area = layout.status;
    buffer.set_style(area, state.look.theme.status);
    if let Some(Overlay::Prompt(prompt)) = &state.overlay {
        return Some(draw_prompt(state, prompt, area, buffer));
    }
    let style = state.look.theme.status;
    let (mut modes, mut right) = (modes(state), format!("{} ", right(state)));
    let left = left(state);
    // What is told once goes before what stays: it must be read whole, and the next key brings back the rest.
    let told = state.notice.as_ref().map_or(0, |notice| notice.width() + 3);
    let taken: usize = modes.iter().map(|mode| mode.width() + 2).sum();
    if told + taken + right.width() > area.width as usize {
        right = if told > 0 { String::new() } else { right };
    }
    if told > 0 && told + taken > area.width as usize {
        modes.clear();
    }
    let room = (area.width as usize).saturating_sub(right.width());
    if room > 8 {
        buffer.set_stringn(area.x + room as u16, area.y, &right, right.width(), style);
    }
    let room = if room > 8 { room } else { area.width as usize };
    let mut x = area.x;
    for mode in modes {
        let mode = format!(" {mode} ");
        if mode.width() + 10 < room {
            x = buffer.set_stringn(x, area.y, &mode, mode.width(), style.patch(state.look.theme.mode)).0;
        }
    }
    let room = room.saturating_sub((x - area.x) as usize + 2);
    let left = visible::cut(&left, room, state.look.glyphs.ellipsis);
    buffer.set_stringn(x + 1, area.y, left, room, style);
    None
}

fn draw_prompt(state: &State, prompt: &Prompt, area: Rect, buffer: &mut Buffer) -> Position {
    let ask = match prompt.kind {
        PromptKind::Search { backward: false } => "/".into(),
        PromptKind::Search { backward: true } => "\\".into(),
        PromptKind::Between => "fold between: ".into(),
        PromptKind::Pin(span) => {
            let words = squeeze(&visible::line(state.snapshot.document.words(span)), 24);
            format!("date of “{words}”: ")
        }
        PromptKind::Rename(span) => {
            let words = squeeze(&visible::line(state.snapshot.document.words(span)), 24);
            format!("name of “{words}”: ")
        }
        PromptKind::Name => "these words are a name: ".into(),
    };
    let style = state.look.theme.status;
    let (x, _) = buffer.set_stringn(area.x, area.y, ask, area.width as usize, style);
    let room = area.right().saturating_sub(x + 1) as usize;
    let scroll = prompt.input.visual_scroll(room);
    let shown: String = visible::line(prompt.input.value()).chars().skip(scroll).collect();
    buffer.set_stringn(x, area.y, shown, room, style);
    let found = match (&prompt.wrong, &state.search.pattern, state.search.hits.is_empty()) {
        (Some(wrong), ..) if state.look.layout.as_ref().is_some_and(|layout| layout.footer.is_none()) => {
            visible::cut(&format!(" {wrong} "), usize::from(area.width / 2), state.look.glyphs.ellipsis)
        }
        (_, Some(_), true) if matches!(prompt.kind, PromptKind::Search { .. }) => " not found ".into(),
        _ => String::new(),
    };
    let width = found.width() as u16;
    if width <= area.width / 2 {
        buffer.set_string(area.right() - width, area.y, found, style);
    }
    let at = prompt.input.visual_cursor().saturating_sub(scroll) as u16;
    Position::new((x + at).min(area.right().saturating_sub(1)), area.y)
}

/// The modes that the reader set and should not forget.
fn modes(state: &State) -> Vec<String> {
    let mut modes = Vec::new();
    if let Some(entity) = state.scope.filter.entity.and_then(|id| state.snapshot.document.entities.get(id.index())) {
        modes.push(squeeze(&visible::line(&entity.name), 20));
    }
    let claimants = state.snapshot.index.claimants();
    if let Some(claimant) = state.scope.filter.claimant.and_then(|id| claimants.get(id.0 as usize)) {
        let says = format!("{} says: {}", claimant.letters, squeeze(&visible::line(&claimant.name), 20));
        modes.push(says.trim_start().to_owned());
    }
    if state.scope.known_here {
        modes.push("as known here".into());
    }
    if state.scope.fold.is_some() {
        modes.push("folded".into());
    }
    modes
}

/// What was told, else what is being typed, else title and section.
fn left(state: &State) -> String {
    if let Some(notice) = &state.notice {
        return notice.clone();
    }
    match state.typing.letter {
        Some(Letter::SetMark) => return "mark: a letter".into(),
        Some(Letter::GoToMark) => return "to mark: a letter, or ' for the last jump".into(),
        None => {}
    }
    let typing = &state.typing;
    if !typing.pending.is_empty() || typing.count.is_some() || !typing.waiting.is_empty() {
        let count = typing.count.map(|count| count.to_string()).unwrap_or_default();
        let keys = format!("{count}{}", key::written(&[&typing.pending[..], &typing.waiting].concat()));
        return if typing.waiting.is_empty() { keys } else { format!("loading, then {keys}") };
    }
    let document = &state.snapshot.document;
    let cursor = state.page.cursor();
    let title = document.meta_at(cursor).name();
    let sign = state.look.glyphs.separator;
    let file = document.part_at(cursor).map_or_else(String::new, |at| format!("{}/{} ", at + 1, document.parts.len()));
    match section(state) {
        Some((heading, _)) => {
            let heading = squeeze(document.words(document.block(heading).span), 60);
            if heading == squeeze(&title, 60) {
                format!("{file}{title}")
            } else {
                format!("{file}{title} {sign} {heading}")
            }
        }
        None => format!("{file}{title}"),
    }
}

/// The heading above the cursor, and the bytes of its section.
fn section(state: &State) -> Option<(BlockId, std::ops::Range<u32>)> {
    let document = &state.snapshot.document;
    let at = state.context.block.index();
    let is_heading = |nth: &usize| matches!(document.blocks[*nth].kind, BlockKind::Heading(_));
    let heading = (0..=at.min(document.blocks.len().checked_sub(1)?)).rev().find(is_heading)?;
    let next = (at + 1..document.blocks.len()).find(is_heading);
    let end = next.map_or(document.text.len() as u32, |next| document.blocks[next].span.start);
    Some((BlockId::from(heading), document.blocks[heading].span.start..end))
}

/// Hits, paragraph, parts of section and book, encoding, what goes on.
fn right(state: &State) -> String {
    let document = &state.snapshot.document;
    let mut parts: Vec<String> = Vec::new();
    if state.search.shown && !state.search.all.is_empty() {
        let cursor = state.page.cursor();
        let at = state.search.all.partition_point(|hit| hit.start <= cursor);
        parts.push(format!("{at}/{} hits", state.search.all.len()));
    }
    if let Some(stage) = &state.snapshot.stage {
        parts.push(format!("{stage}{}", state.look.glyphs.ellipsis));
    }
    let encoding = &document.meta_at(state.page.cursor()).encoding;
    if !matches!(encoding.as_str(), "" | "UTF-8") {
        parts.push(encoding.clone());
    }
    if state.snapshot.partial {
        // How much there is of it is not known yet.
        return parts.join(&format!(" {} ", state.look.glyphs.separator));
    }
    if !document.blocks.is_empty() {
        let around = blocks_around(document, state.context.block);
        let number = cited(document, state.context.block).paragraph;
        parts.push(format!("{} {number}/{}", state.look.glyphs.paragraph, around.len()));
    }
    let cursor = state.page.cursor();
    if let Some((_, section)) = section(state).filter(|(_, section)| section.len() < document.text.len() * 9 / 10) {
        parts.push(format!("section {}%", percent(cursor.saturating_sub(section.start), section.len())));
    }
    let end = state.page.view().end;
    let at_end = document.blocks.last().is_none_or(|last| end >= last.span.end);
    parts.push(if at_end { "end".into() } else { format!("{}%", percent(state.page.anchor(), document.text.len())) });
    parts.join(&format!(" {} ", state.look.glyphs.separator))
}

fn percent(part: u32, whole: usize) -> u64 {
    (u64::from(part) * 100 / whole.max(1) as u64).min(100)
}

/// The keys of the mode: those that one would look for.
fn draw_footer(state: &State, area: Rect, buffer: &mut Buffer) {
    let theme = &state.look.theme;
    if let Some(Overlay::Prompt(Prompt { wrong: Some(wrong), .. })) = &state.overlay {
        let room = usize::from(area.width.saturating_sub(2));
        put(buffer, area.x + 1, area.y, &visible::cut(wrong, room, state.look.glyphs.ellipsis), theme.strong);
        return;
    }
    let mut right = area.right();
    let mut rows = footer(state);
    if state.overlay.is_none() && state.typing.pending.is_empty() {
        // What tells everything else has its place for certain.
        let help = state.look.keymap.keys_of("help").into_iter().next().unwrap_or_default();
        right = right.saturating_sub(help.width() as u16 + 7).max(area.x);
        let x = put(buffer, right, area.y, &help, theme.key) + 1;
        put(buffer, x, area.y, "help", theme.dim);
        rows.retain(|(keys, _)| *keys != help);
    }
    let mut x = area.x + 1;
    for (keys, words) in rows {
        let width = (keys.width() + words.width() + 3) as u16;
        if keys.is_empty() || x + width > right {
            continue;
        }
        x = put(buffer, x, area.y, &keys, theme.key) + 1;
        x = put(buffer, x, area.y, words, theme.dim) + 3;
    }
}

fn put(buffer: &mut Buffer, x: u16, y: u16, words: &str, style: Style) -> u16 {
    buffer.set_string(x, y, words, style);
    x + words.width() as u16
}

/// Keys with what they do here, the most useful first.
type Keys = Vec<(String, &'static str)>;

fn footer(state: &State) -> Keys {
    if let Some(overlay) = &state.overlay {
        return overlay_keys(state, overlay);
    }
    if !state.typing.pending.is_empty() {
        return state.look.keymap.continuations(&state.typing.pending);
    }
    let first = |name: &str| state.look.keymap.keys_of(name).into_iter().next().unwrap_or_default();
    commands_here(state).iter().map(|&(name, words)| (first(name), words)).collect()
}

fn fixed(rows: &[(&str, &'static str)]) -> Keys {
    rows.iter().map(|&(keys, words)| (keys.to_owned(), words)).collect()
}

fn overlay_keys(state: &State, overlay: &Overlay) -> Keys {
    match overlay {
        Overlay::Prompt(prompt) => prompt_keys(prompt.kind),
        Overlay::Palette(palette) if !palette.open => {
            fixed(&[("Enter", "choose"), ("Up Down", "up and down"), ("letters", "find"), ("Esc", "leave")])
        }
        Overlay::Palette(_) => {
            fixed(&[("Enter", "go"), ("Up Down", "choose"), ("12", "paragraph 12"), ("Esc", "leave")])
        }
        Overlay::Help(_) => fixed(&[("j k", "scroll"), ("q", "close")]),
        Overlay::Card(view) => {
            let first =
                |name: &str, words| state.look.keymap.keys_of(name).into_iter().next().map(|keys| (keys, words));
            let mut rows = fixed(&[("Enter", "go there"), ("j k", "choose a line"), ("q", "close")]);
            rows.extend(first("pin-date", "pin it").filter(|_| view.is_date()));
            rows.extend(first("claimant", "what one says").filter(|_| view.has_claims()));
            rows
        }
        Overlay::List(list) if list.is_of_corrections() => fixed(&[
            ("Enter", "go there"),
            ("j k", "choose"),
            ("d", "drop"),
            ("u", "take back"),
            ("C-r", "again"),
            ("q", "close"),
        ]),
        Overlay::List(_) => fixed(&[("Enter", "go there"), ("j k", "choose"), ("q", "close")]),
        Overlay::Hints(_) => fixed(&[("letter", "go there"), ("Esc", "leave")]),
    }
}

fn prompt_keys(kind: PromptKind) -> Keys {
    match kind {
        PromptKind::Search { .. } => fixed(&[("Enter", "keep"), ("Esc", "back to where one was")]),
        PromptKind::Between => fixed(&[("1914 1918", "two dates"), ("Enter", "fold"), ("Esc", "leave")]),
        PromptKind::Pin(_) => fixed(&[
            ("1914-07-28", "a date"),
            ("1914~", "about"),
            ("1914/1918", "a span"),
            ("Enter", "pin"),
            ("C-u Enter", "no pin"),
            ("Esc", "leave"),
        ]),
        PromptKind::Rename(_) => fixed(&[("Enter", "rename"), ("C-u Enter", "as the text has it"), ("Esc", "leave")]),
        PromptKind::Name => fixed(&[("Enter", "on to what it names"), ("C-u", "other words"), ("Esc", "leave")]),
    }
}

/// The commands that are of most use where the focus is.
fn commands_here(state: &State) -> &'static [(&'static str, &'static str)] {
    match state.panes.focus {
        Some(0) => &[
            ("go", "next mention"),
            ("card", "who is this"),
            ("follow", "follow"),
            ("fold-entity", "fold to"),
            ("claimant", "what one says"),
            ("merge", "same as"),
            ("rename", "rename"),
            ("kind", "kind"),
            ("focus-next", "When"),
            ("who", "whole screen"),
            ("leave", "text"),
            ("help", "help"),
        ],
        Some(_) => &[
            ("go", "go there"),
            ("card", "when and why"),
            ("view", "next view"),
            ("zoom-in", "zoom"),
            ("every-event", "all events"),
            ("claimant", "what one says"),
            ("when", "whole screen"),
            ("leave", "text"),
            ("help", "help"),
        ],
        None if state.search.shown => &[("next-hit", "next hit"), ("previous-hit", "previous"), ("leave", "hide hits")],
        None => &[
            ("page-down", "page"),
            ("search", "search"),
            ("focus-next", "who and when"),
            ("hints", "go to"),
            ("card", "who, when, why"),
            ("palette", "find all"),
            ("back", "back"),
            ("help", "help"),
            ("close", "quit"),
        ],
    }
}
