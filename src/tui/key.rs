//! Keys and sequences of keys, as they are pressed and as they are written: `g g`, `C-d`, `S-Tab`, `PgDn`.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with the modifiers that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// The keys that have a name.
const NAMES: &[(&str, KeyCode)] = &[
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Space", KeyCode::Char(' ')),
    ("Tab", KeyCode::Tab),
    ("S-Tab", KeyCode::BackTab),
    ("Backspace", KeyCode::Backspace),
    ("Del", KeyCode::Delete),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
];

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let mut modifiers = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
        let mut code = event.code;
        // Terminals differ in whether they report Shift beside a capital letter, and Shift-Tab as BackTab.
        if code == KeyCode::Tab && event.modifiers.contains(KeyModifiers::SHIFT) {
            code = KeyCode::BackTab;
        }
        if let KeyCode::Char(c) = code {
            if event.modifiers.contains(KeyModifiers::SHIFT) && c.is_lowercase() && modifiers.is_empty() {
                code = KeyCode::Char(c.to_uppercase().next().unwrap_or(c));
            }
            if modifiers.contains(KeyModifiers::CONTROL) {
                code = KeyCode::Char(c.to_ascii_lowercase());
            }
        }
        if code == KeyCode::BackTab {
            modifiers = KeyModifiers::NONE;
        }
        Self { code, modifiers }
    }
}

impl Key {
    /// The character it types, if it types one.
    pub fn char(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }

    /// The digit it types, if it types one.
    pub fn digit(self) -> Option<u32> {
        self.char().and_then(|c| c.to_digit(10))
    }
}

impl FromStr for Key {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
            return Ok(Self { code: *code, modifiers: KeyModifiers::NONE });
        }
        let (modifiers, rest) = match name.strip_prefix("C-").or_else(|| name.strip_prefix("M-")) {
            Some(rest) if name.starts_with('C') => (KeyModifiers::CONTROL, rest),
            Some(rest) => (KeyModifiers::ALT, rest),
            None => (KeyModifiers::NONE, name),
        };
        let mut chars = rest.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Ok(Self { code: KeyCode::Char(c), modifiers }),
            _ => match NAMES.iter().find(|(known, _)| *known == rest) {
                Some((_, code)) => Ok(Self { code: *code, modifiers }),
                None => Err(format!("unknown key {name:?}: keys are written as in g, C-d, S-Tab, Space, PgDn")),
            },
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            f.write_str("C-")?;
        } else if self.modifiers.contains(KeyModifiers::ALT) {
            f.write_str("M-")?;
        }
        match NAMES.iter().find(|(_, code)| *code == self.code) {
            Some((name, _)) => f.write_str(name),
            None => match self.code {
                KeyCode::Char(c) => write!(f, "{c}"),
                other => write!(f, "{other}"),
            },
        }
    }
}

/// Reads a sequence: keys with spaces between.
///
/// # Errors
/// Names the key that is unknown.
pub fn sequence(words: &str) -> Result<Vec<Key>, String> {
    words.split_whitespace().map(str::parse).collect()
}

/// Writes a sequence as people do: `gg`, `]e`, but `C-w w`.
pub fn written(sequence: &[Key]) -> String {
    let names: Vec<String> = sequence.iter().map(Key::to_string).collect();
    let tight = names.iter().all(|name| name.chars().count() == 1);
    names.join(if tight { "" } else { " " })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_as_they_are_read() {
        for name in ["g", "G", "C-d", "S-Tab", "Space", "PgDn", "M-x", "?", "%", "]", "Esc", "é"] {
            assert_eq!(name.parse::<Key>().map(|key| key.to_string()).as_deref(), Ok(name));
        }
        assert!("Foo".parse::<Key>().is_err());
        assert_eq!(written(&sequence("g g").unwrap()), "gg");
    }

    #[test]
    fn what_terminals_report_differently_is_one_key() {
        let key = |code, modifiers| Key::from(KeyEvent::new(code, modifiers));
        assert_eq!(key(KeyCode::Char('G'), KeyModifiers::SHIFT), key(KeyCode::Char('G'), KeyModifiers::NONE));
        assert_eq!(key(KeyCode::Tab, KeyModifiers::SHIFT), key(KeyCode::BackTab, KeyModifiers::SHIFT));
        assert_eq!(key(KeyCode::Char('D'), KeyModifiers::CONTROL), "C-d".parse().unwrap());
    }
}
