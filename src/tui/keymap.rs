//! Which keys do what: from the table of commands and the configuration. Knows commands by their names only.

use super::key::{Key, sequence, written};
use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};

/// The name of a command and the sequences that it has of itself.
pub type Row = (&'static str, &'static [&'static str]);

/// All sequences with the names of their commands.
pub struct Keymap {
    bindings: Vec<(Vec<Key>, &'static str)>,
}

impl std::fmt::Debug for Keymap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.bindings.iter().map(|(keys, command)| (written(keys), command))).finish()
    }
}

/// What a sequence means.
pub enum Meaning {
    /// A command.
    Command(&'static str),
    /// The beginning of longer ones.
    Beginning,
    /// Nothing.
    Nothing,
}

impl Keymap {
    /// The keys of the table, with the configuration's instead where it gives some.
    ///
    /// # Errors
    /// Names the command or the key that is unknown, and keys that hide one another.
    pub fn new(commands: &[Row], config: &Config) -> Result<Self> {
        let wrong = |problem: String| {
            let error = Error::new(ErrorKind::Usage, problem);
            match &config.file {
                Some(file) => error.about(file),
                None => error,
            }
        };
        for name in config.keys.keys() {
            if !commands.iter().any(|(known, _)| known == name) {
                let near = commands.iter().map(|(known, _)| *known).filter(|known| related(known, name));
                let near: Vec<&str> = near.take(3).collect();
                let hint = match near.is_empty() {
                    true => "the help (?) lists the keys, the palette (:) the names".to_owned(),
                    false => format!("did you mean {}?", near.join(" or ")),
                };
                return Err(wrong(format!("[keys] names no command: {name:?}")).hint(hint));
            }
        }
        let mut bindings: Vec<(Vec<Key>, &'static str)> = Vec::new();
        for &(command, own) in commands {
            let set: Vec<&str> = match config.keys.get(command) {
                Some(keys) => keys.iter().collect(),
                None => own.to_vec(),
            };
            for keys in set {
                let sequence = sequence(keys).map_err(|problem| wrong(format!("[keys] {command}: {problem}")))?;
                if !sequence.is_empty() {
                    bindings.push((sequence, command));
                }
            }
        }
        let configured = |command: &str| config.keys.contains_key(command);
        // A key that the configuration gives to one command is taken from the others.
        let taken: Vec<Vec<Key>> =
            bindings.iter().filter(|(_, command)| configured(command)).map(|(keys, _)| keys.clone()).collect();
        bindings.retain(|(keys, command)| {
            configured(command) || !taken.iter().any(|other| keys.starts_with(other) || other.starts_with(keys))
        });
        for (nth, (a, command)) in bindings.iter().enumerate() {
            if let Some((_, other)) = bindings[..nth].iter().find(|(b, _)| a.starts_with(b) || b.starts_with(a)) {
                return Err(wrong(format!("[keys] {other} and {command} have the same keys: {}", written(a))));
            }
        }
        Ok(Self { bindings })
    }

    /// What a sequence means.
    pub fn meaning(&self, keys: &[Key]) -> Meaning {
        let mut found = Meaning::Nothing;
        for (sequence, command) in &self.bindings {
            if sequence == keys {
                return Meaning::Command(command);
            }
            if sequence.starts_with(keys) {
                found = Meaning::Beginning;
            }
        }
        found
    }

    /// The keys of a command, as people write them.
    pub fn keys_of(&self, name: &str) -> Vec<String> {
        let own = self.bindings.iter().filter(|(_, command)| *command == name);
        own.map(|(keys, _)| written(keys)).collect()
    }

    /// The commands that a sequence may become, with what is left to type.
    pub fn continuations(&self, keys: &[Key]) -> Vec<(String, &'static str)> {
        let longer =
            self.bindings.iter().filter(|(sequence, _)| sequence.starts_with(keys) && sequence.len() > keys.len());
        longer.map(|(sequence, command)| (written(&sequence[keys.len()..]), *command)).collect()
    }
}

/// True if two names share a word, or most of their letters at the start.
fn related(known: &str, name: &str) -> bool {
    let prefix = known.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    prefix >= 3 || known.split('-').any(|word| word.len() > 2 && name.split(['-', '_']).any(|other| other == word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn rows() -> Vec<Row> {
        vec![
            ("line-down", &["j", "Down"]),
            ("page-down", &["Space"]),
            ("beginning", &["g g"]),
            ("next-event", &["] e"]),
            ("help", &["?"]),
            ("quit", &["C-c"]),
        ]
    }

    fn keymap(source: &str) -> Result<Keymap> {
        Keymap::new(&rows(), &Config::parse(source, Path::new("config.toml")).unwrap())
    }

    #[track_caller]
    fn check(keymap: &Keymap, keys: &str, expected: Option<&str>) {
        let found = match keymap.meaning(&sequence(keys).unwrap()) {
            Meaning::Command(command) => Some(command),
            Meaning::Beginning => Some("…"),
            Meaning::Nothing => None,
        };
        assert_eq!(found, expected, "{keys}");
    }

    #[test]
    fn sequences_mean_commands() {
        let keymap = keymap("").unwrap();
        check(&keymap, "g g", Some("beginning"));
        check(&keymap, "g", Some("…"));
        check(&keymap, "] e", Some("next-event"));
        check(&keymap, "g x", None);
    }

    #[test]
    fn the_configuration_takes_keys_and_gives_them() {
        let keymap = keymap("[keys]\nquit = \"x\"\npage-down = [\"j\", \"C-f\"]\nhelp = []\n").unwrap();
        check(&keymap, "x", Some("quit"));
        check(&keymap, "C-c", None);
        check(&keymap, "j", Some("page-down"));
        check(&keymap, "Down", Some("line-down"));
        check(&keymap, "?", None);
    }

    #[test]
    fn mistakes_are_named() {
        let error = keymap("[keys]\npagedown = \"x\"\n").unwrap_err().to_string();
        assert!(error.contains("config.toml") && error.contains("page-down"), "{error}");
        let error = keymap("[keys]\nquit = \"Spce\"\n").unwrap_err().to_string();
        assert!(error.contains("Spce"), "{error}");
        let error = keymap("[keys]\nquit = \"x\"\nhelp = \"x y\"\n").unwrap_err().to_string();
        assert!(error.contains("quit") && error.contains("help"), "{error}");
    }
}
