//! Whether a text without a telling name is Markdown.

use super::front_matter::yaml;
use crate::input::structure::structure;

/// Lines that are looked at.
const LINES: usize = 300;
/// Points that are needed.
const ENOUGH: u32 = 4;

/// True for text with front matter, or with clear signs of Markdown in several lines. Scripts have comments that look
/// like headings, but no blank lines around them; letters have dashes before items, but nothing else.
pub fn recognises(text: &str) -> bool {
    if text.starts_with("#!") {
        return false;
    }
    if has_front_matter(text) {
        return true;
    }
    let (mut headings, mut others, mut fences) = (0, 0, 0);
    let mut blank = true;
    let mut lines = text.lines().take(LINES).peekable();
    while let Some(line) = lines.next() {
        let before = std::mem::replace(&mut blank, line.trim().is_empty());
        let after = lines.peek().is_none_or(|next| next.trim().is_empty());
        let hashes = line.len() - line.trim_start_matches('#').len();
        if (1..=6).contains(&hashes) && line[hashes..].starts_with(' ') && before && after {
            headings += 1;
        } else if line.starts_with("```") {
            fences += 1;
        } else if line.len() < 10_000 {
            others += u32::from(is_link(line)) + u32::from(is_strong(line)) + u32::from(is_table_rule(line));
        }
    }
    let signs = 2 * headings + 2 * u32::from(fences >= 2) + others;
    signs >= ENOUGH && (headings > 0 || others > 2)
}

/// Front matter names at least one thing that is known.
fn has_front_matter(text: &str) -> bool {
    let fence = if text.starts_with("---\n") || text.starts_with("---\r\n") {
        "---"
    } else if text.starts_with("+++\n") || text.starts_with("+++\r\n") {
        "+++"
    } else {
        return false;
    };
    let inside: Vec<&str> = text.lines().skip(1).take(60).take_while(|line| line.trim_end() != fence).collect();
    let closed = text.lines().skip(1 + inside.len()).take(1).any(|line| line.trim_end() == fence);
    let named = yaml(&inside.join("\n").replace('=', ":")).iter().any(|(key, _)| structure().field(key).is_some());
    closed && named
}

fn is_link(line: &str) -> bool {
    line.contains("](http") || line.contains("](#") || line.contains("](/") || line.contains("](./")
}

fn is_strong(line: &str) -> bool {
    line.split_once("**").is_some_and(|(_, rest)| {
        !rest.starts_with([' ', '*']) && rest.find("**").is_some_and(|close| close > 0 && !rest[..close].ends_with(' '))
    })
}

fn is_table_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains("--") && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}
