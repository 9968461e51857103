//! What the reader may set once for all: `dateline/config.toml` under the XDG configuration folder.
//!
//! Everything has a default, and an unknown key is an error that names the line. Command names under `[keys]` are
//! checked by whoever knows the commands.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};
use serde::Deserialize;

use crate::error::{Error, ErrorKind, Result};

/// The settings.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// `terminal`, `dark`, `light`, `mono`, or the path of a theme file.
    pub theme: String,
    /// No line of text is longer than so many columns.
    pub measure: u16,
    /// Draw with ASCII signs only. Unset: as the locale says.
    pub ascii: Option<bool>,
    /// Let wheel and clicks reach the program.
    pub mouse: bool,
    /// Begin where one left off.
    pub resume: bool,
    /// Keep what is found in documents on disk, so that they open faster the next time.
    pub cache: bool,
    /// Keys by command name, instead of the ones it has: `page-down = ["Space", "PgDn"]`.
    pub keys: BTreeMap<String, Keys>,
    /// The file these settings came from.
    #[serde(skip)]
    pub file: Option<PathBuf>,
}

/// One key sequence or several.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Keys {
    /// One.
    One(String),
    /// Several; none takes the command its keys away.
    Many(Vec<String>),
}

impl Keys {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        match self {
            Keys::One(keys) => std::slice::from_ref(keys).iter(),
            Keys::Many(keys) => keys.iter(),
        }
        .map(String::as_str)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            theme: "terminal".into(),
            measure: 72,
            ascii: None,
            mouse: true,
            resume: true,
            cache: true,
            keys: BTreeMap::new(),
            file: None,
        }
    }
}

fn folder() -> Option<PathBuf> {
    Some(choose_base_strategy().ok()?.config_dir().join("dateline"))
}

/// The narrowest and the widest measure that may be set.
pub const MEASURES: std::ops::RangeInclusive<u16> = 20..=200;

impl Config {
    /// Where the settings lie, if there is a home.
    pub fn path() -> Option<PathBuf> {
        Some(folder()?.join("config.toml"))
    }

    /// Where the reader's own language packs lie, if there is a home.
    pub fn languages() -> Option<PathBuf> {
        Some(folder()?.join("lang"))
    }

    /// The user's settings; the defaults if there is no file.
    ///
    /// # Errors
    /// As [`Config::parse`].
    pub fn load() -> Result<Self> {
        let Some(path) = Self::path() else { return Ok(Self::default()) };
        match std::fs::read_to_string(&path) {
            Ok(source) => Self::parse(&source, &path),
            Err(_) => Ok(Self::default()),
        }
    }

    /// Reads settings.
    ///
    /// # Errors
    /// Names the file, the line, what is wrong and what may stand there.
    pub fn parse(source: &str, path: &Path) -> Result<Self> {
        let wrong = |problem: String| Error::new(ErrorKind::Usage, problem).about(path);
        let mut config: Config =
            toml::from_str(source).map_err(|error| wrong(format!("cannot read the configuration\n{error}")))?;
        if !MEASURES.contains(&config.measure) {
            let hint = format!("it may be from {} to {} columns", MEASURES.start(), MEASURES.end());
            return Err(wrong(format!("measure = {} is out of range", config.measure)).hint(hint));
        }
        config.file = Some(path.to_owned());
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(source: &str) -> std::result::Result<Config, String> {
        Config::parse(source, Path::new("config.toml")).map_err(|error| error.to_string())
    }

    #[test]
    fn nothing_set_is_the_default() {
        let config = parse("").unwrap();
        assert_eq!(Config { file: None, ..config }, Config::default());
    }

    #[test]
    fn everything_can_be_set() {
        let config = parse("theme = \"dark\"\nmeasure = 66\nascii = true\nmouse = false\nresume = false\n[keys]\nquit = \"x\"\nhelp = []\n").unwrap();
        assert_eq!((config.theme.as_str(), config.measure, config.ascii), ("dark", 66, Some(true)));
        assert_eq!(config.keys["quit"].iter().collect::<Vec<_>>(), ["x"]);
        assert_eq!(config.keys["help"].iter().count(), 0);
    }

    #[test]
    fn mistakes_are_named() {
        let error = parse("mesure = 60\n").unwrap_err();
        assert!(error.contains("config.toml") && error.contains("mesure") && error.contains("measure"), "{error}");
        let error = parse("theme = \"dark\"\nmeasure = 7\n").unwrap_err();
        assert!(error.contains("20 to 200"), "{error}");
        let error = parse("measure = wide\n").unwrap_err();
        assert!(error.contains("line 1"), "{error}");
    }
}
