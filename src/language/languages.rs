//! All languages at hand: the built-in packs, and those that readers keep in a folder of their own.
//!
//! A folder `<code>` there holds files like those of a built-in pack. They lie over the built-in ones of the language,
//! or make a new language. Packs are compiled when a document first asks for them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::pack::{LanguagePack, PackError, PackFile, PackFiles};

/// A row of [`LANGUAGES`]: the files of a folder under `assets/lang/`.
macro_rules! language {
    ($code:literal: $($stage:literal),+) => {
        ($code, &[$((
            concat!($stage, ".toml"),
            include_str!(concat!("../../assets/lang/", $code, "/", $stage, ".toml")),
        )),+])
    };
}

/// The languages that are built in: code and files. A language is a folder and a row here.
pub const LANGUAGES: &[(&str, PackFiles<'static>)] = &[
    language!("az": "sentence", "timex"),
    language!("de": "sentence", "timex"),
    language!("en": "grammar", "sentence", "timex", "entity", "speech", "event", "reference"),
    language!("es": "sentence", "timex"),
    language!("fr": "sentence", "timex"),
    language!("hy": "sentence", "timex"),
    language!("it": "sentence", "timex"),
    language!("pt": "sentence", "timex"),
    language!("ru": "sentence", "timex"),
    language!("tr": "sentence", "timex"),
    language!("uk": "sentence", "timex"),
];

/// A file of a pack is no longer than this, in bytes: what is longer is no list of words and rules.
const LONGEST: u64 = 4 << 20;

/// The languages that documents can be read in.
#[derive(Debug, Default)]
pub struct Languages {
    /// The folder of the reader's own packs.
    own: Option<PathBuf>,
    compiled: Mutex<BTreeMap<String, Compiled>>,
}

/// A pack, if there is one, and what kept the reader's own rules for it from being used.
pub type Compiled = (Option<Arc<LanguagePack>>, Option<PackError>);

impl Languages {
    /// The built-in languages, and those in a folder, which need not exist.
    pub fn with_folder(folder: Option<PathBuf>) -> Self {
        Self { own: folder, compiled: Mutex::default() }
    }

    /// The codes of all languages at hand, in order.
    pub fn codes(&self) -> Vec<String> {
        let folders = self.own.as_deref().and_then(|own| std::fs::read_dir(own).ok()).into_iter().flatten().flatten();
        let own =
            folders.filter(|entry| entry.path().is_dir()).filter_map(|entry| entry.file_name().into_string().ok());
        let mut codes: Vec<String> = LANGUAGES.iter().map(|(code, _)| (*code).to_owned()).chain(own).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// True if the reader has packs or rules of his own for any language.
    pub fn has_own(&self) -> bool {
        let entries = self.own.as_deref().and_then(|own| std::fs::read_dir(own).ok());
        entries.is_some_and(|mut entries| entries.any(|entry| entry.is_ok_and(|entry| entry.path().is_dir())))
    }

    /// The folder of the reader's own files for a language, if there is one.
    pub fn own_folder(&self, code: &str) -> Option<PathBuf> {
        // A code from a document is no path.
        let plain = !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        self.own.as_ref().filter(|_| plain).map(|own| own.join(code)).filter(|folder| folder.is_dir())
    }

    /// The pack of a language. If the reader's own files for it are wrong, the built-in pack serves, and the problem is
    /// given besides.
    pub fn pack(&self, code: &str) -> Compiled {
        let Some(folder) = self.own_folder(code) else { return (built_in(code), None) };
        // A thread that panicked while it held the lock has left a whole map behind.
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        let known = compiled.entry(code.to_owned()).or_insert_with(|| match compile(code, &folder) {
            Ok(pack) => (Some(Arc::new(pack)), None),
            Err(problem) => (built_in(code), Some(problem)),
        });
        known.clone()
    }
}

/// The built-in pack of a language, compiled at its first use.
fn built_in(code: &str) -> Option<Arc<LanguagePack>> {
    static PACKS: OnceLock<Vec<OnceLock<Arc<LanguagePack>>>> = OnceLock::new();
    let packs = PACKS.get_or_init(|| LANGUAGES.iter().map(|_| OnceLock::new()).collect());
    let index = LANGUAGES.iter().position(|(known, _)| *known == code)?;
    // A test compiles every pack that is built in, so this cannot fail in a program that was built from a green tree.
    let compile = || match LanguagePack::compile(code, &files(code)) {
        Ok(pack) => Arc::new(pack),
        Err(error) => panic!("built-in language pack {code}: {error}"),
    };
    Some(packs[index].get_or_init(compile).clone())
}

/// The built-in files of a language.
fn files(code: &str) -> Vec<PackFile<'static>> {
    let files = LANGUAGES.iter().find(|(known, _)| *known == code).map_or(&[] as &[_], |(_, files)| files);
    files.iter().map(|&(name, source)| PackFile { name, label: name, source }).collect()
}

fn compile(code: &str, folder: &Path) -> Result<LanguagePack, PackError> {
    let problem = |file: &Path, problem: String| PackError { file: file.display().to_string(), line: 1, problem };
    let entries = std::fs::read_dir(folder).map_err(|error| problem(folder, error.to_string()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort_unstable();
    let mut own = Vec::new();
    for path in &paths {
        if std::fs::metadata(path).is_ok_and(|file| file.len() > LONGEST) {
            return Err(problem(path, format!("is longer than {} MB", LONGEST >> 20)));
        }
        let source = std::fs::read_to_string(path).map_err(|error| problem(path, error.to_string()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        own.push((name, path.display().to_string(), source));
    }
    let own = own.iter().map(|(name, label, source)| PackFile { name, label, source });
    LanguagePack::compile(code, &own.chain(files(code)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_pack_compiles_and_holds_its_examples() {
        for (code, _) in LANGUAGES {
            match LanguagePack::compile(code, &files(code)) {
                Ok(pack) => assert_eq!(pack.wrong_examples(), [] as [String; 0], "{code}"),
                Err(error) => panic!("{code}: {error}"),
            }
        }
    }

    fn folder(code: &str, source: &str) -> (tempfile::TempDir, Languages) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(code)).unwrap();
        std::fs::write(folder.path().join(code).join("timex.toml"), source).unwrap();
        let languages = Languages::with_folder(Some(folder.path().to_owned()));
        (folder, languages)
    }

    const RULE: &str = "[[rule]]\nname = \"stardate\"\npattern = \"stardate year:#\"\nthen = { kind = \"date\" }\n";

    #[test]
    fn own_rules_are_added_to_the_built_in_ones() {
        let (_folder, languages) = folder("en", RULE);
        let (pack, problem) = languages.pack("en");
        assert_eq!(problem, None);
        let pack = pack.unwrap();
        assert!(pack.timex.iter().any(|rule| &*rule.name.0 == "stardate") && pack.timex.iter().count() > 50);
    }

    #[test]
    fn a_folder_makes_a_new_language() {
        let (_folder, languages) = folder("tlh", RULE);
        assert!(languages.codes().contains(&"tlh".to_owned()));
        assert_eq!(languages.pack("tlh").0.map(|pack| pack.timex.iter().count()), Some(1));
        assert!(languages.pack("qqq").0.is_none());
        assert!(languages.pack("../tlh").0.is_none());
    }

    #[test]
    fn broken_files_are_named_and_the_built_in_pack_serves() {
        let (folder, languages) = folder("en", "[[rule]]\nname = 3\n");
        let (pack, problem) = languages.pack("en");
        let problem = problem.unwrap();
        assert_eq!((Path::new(&problem.file), problem.line), (&*folder.path().join("en/timex.toml"), 2));
        assert!(pack.is_some_and(|pack| pack.timex.iter().count() > 50));
    }
}
