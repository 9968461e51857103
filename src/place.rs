//! Where one left off in a document, one's marks in it, and what one decided about its dates, kept between sessions.
//!
//! One small file a document under the XDG state folder, written atomically. A document is known again by its path,
//! else by its content; a place in it by its offset and the words there, so that it survives a move or a small edit. A
//! file that cannot be understood is set aside, one from a newer version is left alone; either way the reader is told
//! and nothing is lost.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};
use serde::{Deserialize, Serialize};

use crate::analysis::Pin;
use crate::model::{Document, Mode, Source};

/// The version of the files' format that this program writes.
const VERSION: u32 = 2;
/// How many bytes of the words at a place are kept with it.
const WORDS: usize = 48;

/// A place in a document, the marks that the reader set, and the decisions about its dates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    version: u32,
    /// Where the document lay, as an absolute path; none for standard input.
    path: Option<PathBuf>,
    /// Knows the content again.
    print: String,
    /// The first line on the screen.
    pub top: Point,
    /// The cursor.
    pub cursor: Point,
    /// Marks by their letter.
    #[serde(default)]
    pub marks: BTreeMap<char, Point>,
    /// What the reader decided about the dates; nothing in files of version 1.
    #[serde(default)]
    pub choices: Choices,
}

/// What a reader decided about the dates of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choices {
    /// What they count from, over what is found out.
    pub mode: Option<Mode>,
    /// Dates pinned to words. One without a date says, until it is saved, that the reader took the pin away.
    #[serde(default)]
    pub pins: Vec<Pin>,
}

/// A position that can be found again after a small edit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Bytes into the text.
    pub offset: u32,
    /// The words there.
    pub words: String,
}

impl Point {
    /// The position `offset` of `text`, which is moved to a character's boundary if it is not on one.
    pub fn new(text: &str, offset: u32) -> Self {
        let start = floor(text, offset as usize);
        let end = floor(text, start + WORDS);
        Self { offset: start as u32, words: text[start..end].to_owned() }
    }

    /// The position in a text that may have been edited since: where the same words stand nearest, else the same
    /// offset.
    pub fn find(&self, text: &str) -> u32 {
        let start = floor(text, self.offset as usize);
        if self.words.is_empty() || text[start..].starts_with(&self.words) {
            return start as u32;
        }
        let half = &self.words[..floor(&self.words, self.words.len() / 2)];
        for words in [self.words.as_str(), half] {
            let found = memchr::memmem::find_iter(text.as_bytes(), words.as_bytes());
            let nearest = found.take(10_000).min_by_key(|&at| at.abs_diff(start));
            if let Some(at) = nearest.filter(|_| words.len() >= 8) {
                return at as u32;
            }
        }
        start as u32
    }
}

fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

impl Place {
    /// The place at `top` and `cursor` in a document.
    pub fn new(document: &Document, top: u32, cursor: u32, marks: &BTreeMap<char, u32>) -> Self {
        let text = &document.text;
        let point = |offset: u32| Point::new(text, offset);
        Self {
            version: VERSION,
            path: path_of(document),
            print: print(text),
            top: point(top),
            cursor: point(cursor),
            marks: marks.iter().map(|(&name, &offset)| (name, point(offset))).collect(),
            choices: Choices::default(),
        }
    }

    /// The same with decisions about the dates.
    pub fn with(self, choices: Choices) -> Self {
        Self { choices, ..self }
    }

    /// Adds what another copy of the program kept in the meantime: marks and pins that this one knows nothing of.
    fn join(&mut self, other: Place) {
        for (name, point) in other.marks {
            self.marks.entry(name).or_insert(point);
        }
        let mine = std::mem::take(&mut self.choices.pins);
        let is_new = |pin: &Pin| !mine.iter().any(|known| known.same_place(pin));
        self.choices.pins = other.choices.pins.into_iter().filter(is_new).collect();
        self.choices.pins.extend(mine);
    }
}

fn path_of(document: &Document) -> Option<PathBuf> {
    match &document.meta.source {
        Source::File(path) => Some(fs::canonicalize(path).unwrap_or_else(|_| path.clone())),
        Source::Stdin | Source::Line(_) => None,
    }
}

/// Knows a text again: its length and a hash of its beginning and end. The hash must never change, so it is written out
/// here.
fn print(text: &str) -> String {
    const SAMPLE: usize = 32 << 10;
    let bytes = text.as_bytes();
    let ends = [&bytes[..bytes.len().min(SAMPLE)], &bytes[bytes.len().saturating_sub(SAMPLE)..]];
    let hash = ends.concat();
    format!("{:x}-{:016x}", bytes.len(), fnv(&hash))
}

/// FNV-1a, 64 bits.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The folder in which places are kept.
#[derive(Clone, Debug)]
pub struct Places {
    folder: PathBuf,
}

impl Places {
    /// The folder `dateline/places` under the XDG state folder, if there is a home.
    pub fn of_user() -> Option<Self> {
        let strategy = choose_base_strategy().ok()?;
        let state = strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
        Some(Self { folder: state.join("dateline").join("places") })
    }

    /// Some other folder.
    pub fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The place kept for a document: by its path, else by its content. A notice says what could not be read.
    pub fn load(&self, document: &Document) -> (Option<Place>, Option<String>) {
        let path = path_of(document);
        let print = print(&document.text);
        let by_path = path.as_deref().map(path_key).map(|key| self.folder.join(format!("{key}.toml")));
        if let Some(file) = by_path.filter(|file| file.exists()) {
            return self.read(&file);
        }
        match self.by_print(&print) {
            Some(file) => self.read(&file),
            None => (None, None),
        }
    }

    /// True if a place is kept for the document's path.
    pub fn knows(&self, document: &Document) -> bool {
        path_of(document).is_some_and(|path| self.folder.join(format!("{}.toml", path_key(&path))).exists())
    }

    /// Content is found through a small file named after it that holds the name of the place's file.
    fn by_print(&self, print: &str) -> Option<PathBuf> {
        let name = fs::read_to_string(self.folder.join(format!("{print}.same"))).ok()?;
        let file = self.folder.join(Path::new(name.trim()).file_name()?);
        file.exists().then_some(file)
    }

    fn read(&self, file: &Path) -> (Option<Place>, Option<String>) {
        let Ok(source) = fs::read_to_string(file) else { return (None, None) };
        let name = file.display();
        match version(&source) {
            Some(version) if version > VERSION => {
                (None, Some(format!("the place is kept by a newer version and was left alone: {name}")))
            }
            _ => match toml::from_str::<Place>(&source) {
                Ok(place) => (Some(place), None),
                Err(_) => {
                    let aside = file.with_extension("broken");
                    let _ = fs::rename(file, &aside);
                    (None, Some(format!("the kept place could not be read and was set aside: {}", aside.display())))
                }
            },
        }
    }

    /// Keeps a place. Marks and pins that another running copy set in the meantime stay.
    ///
    /// # Errors
    /// What keeps the file from being written, and if a newer version wrote it.
    pub fn save(&self, place: &Place) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let lock = File::create(self.folder.join(".lock"))?;
        lock.lock()?;
        let key = place.path.as_deref().map_or_else(|| place.print.clone(), path_key);
        let file = self.folder.join(format!("{key}.toml"));
        let mut place = place.clone();
        if let Ok(source) = fs::read_to_string(&file) {
            if version(&source).is_some_and(|version| version > VERSION) {
                return Err(std::io::Error::other("it is kept by a newer version"));
            }
            if let Ok(other) = toml::from_str::<Place>(&source) {
                place.join(other);
            }
        }
        place.choices.pins.retain(|pin| !pin.edtf.is_empty());
        let source = toml::to_string(&place).map_err(std::io::Error::other)?;
        self.write(&file, &source)?;
        self.write(&self.folder.join(format!("{}.same", place.print)), &format!("{key}.toml\n"))
    }

    fn write(&self, file: &Path, content: &str) -> std::io::Result<()> {
        let mut temporary = tempfile::NamedTempFile::new_in(&self.folder)?;
        temporary.write_all(content.as_bytes())?;
        temporary.persist(file)?;
        Ok(())
    }
}

fn path_key(path: &Path) -> String {
    format!("{:016x}", fnv(path.as_os_str().as_encoded_bytes()))
}

/// The version that a file says it has, however it looks otherwise.
fn version(source: &str) -> Option<u32> {
    let line = source.lines().find(|line| line.trim_start().starts_with("version"))?;
    line.split('=').nth(1)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(path: Option<&Path>, text: &str) -> Document {
        let mut document = Document { text: text.into(), ..Document::default() };
        document.meta.source = path.map_or(Source::Stdin, |path| Source::File(path.to_owned()));
        document
    }

    fn places() -> (tempfile::TempDir, Places) {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::at(folder.path().join("places"));
        (folder, places)
    }

    const TEXT: &str = "The first paragraph of it all.\n\nThe second paragraph, in which one stopped reading.\n";

    #[test]
    fn a_place_is_found_again_by_path_and_by_content() {
        let (folder, places) = places();
        let old = folder.path().join("old.txt");
        let place = Place::new(&document(Some(&old), TEXT), 0, 32, &[('a', 4)].into());
        places.save(&place).unwrap();
        assert_eq!(places.load(&document(Some(&old), "quite another text")), (Some(place.clone()), None));
        let moved = folder.path().join("moved.txt");
        assert_eq!(places.load(&document(Some(&moved), TEXT)), (Some(place), None));
        assert_eq!(places.load(&document(Some(&moved), "quite another text")), (None, None));
    }

    #[test]
    fn a_point_survives_a_small_edit() {
        let point = Point::new(TEXT, 32);
        assert_eq!(point.find(TEXT), 32);
        let edited = format!("A new beginning.\n\n{TEXT}");
        assert!(edited[point.find(&edited) as usize..].starts_with("The second"));
        assert_eq!(point.find("short"), 5);
        let torn = TEXT.replace("stopped", "ended");
        assert!(torn[point.find(&torn) as usize..].starts_with("The second"));
    }

    #[test]
    fn two_copies_keep_each_others_marks() {
        let (_folder, places) = places();
        let document = document(None, TEXT);
        places.save(&Place::new(&document, 0, 0, &[('a', 4)].into())).unwrap();
        places.save(&Place::new(&document, 0, 32, &[('b', 10)].into())).unwrap();
        let place = places.load(&document).0.unwrap();
        assert_eq!(place.marks.keys().collect::<String>(), "ab");
        assert_eq!(place.cursor.offset, 32);
    }

    #[test]
    fn decisions_about_dates_are_kept_and_taken_back() {
        let (_folder, places) = places();
        let document = document(None, TEXT);
        let pin = |start: usize, edtf: &str| Pin::new(TEXT, crate::model::Span::new(start, start + 5), edtf);
        let place = |mode, pins| Place::new(&document, 0, 0, &BTreeMap::new()).with(Choices { mode, pins });
        places.save(&place(Some(Mode::Narrative), vec![pin(4, "1921")])).unwrap();
        places.save(&place(Some(Mode::News), vec![pin(36, "1922/..")])).unwrap();
        let kept = Choices { mode: Some(Mode::News), pins: vec![pin(4, "1921"), pin(36, "1922/..")] };
        assert_eq!(places.load(&document).0.unwrap().choices, kept);
        places.save(&place(None, vec![pin(4, "")])).unwrap();
        let kept = Choices { mode: None, pins: vec![pin(36, "1922/..")] };
        assert_eq!(places.load(&document).0.unwrap().choices, kept);
    }

    #[test]
    fn a_place_of_the_first_version_is_read() {
        let (_folder, places) = places();
        let document = document(None, TEXT);
        let print = print(TEXT);
        let point = "\noffset = 0\nwords = \"\"\n";
        let old = format!("version = 1\nprint = \"{print}\"\n[top]{point}[cursor]{point}[marks.a]{point}");
        fs::create_dir_all(&places.folder).unwrap();
        fs::write(places.folder.join(format!("{print}.toml")), old).unwrap();
        fs::write(places.folder.join(format!("{print}.same")), format!("{print}.toml")).unwrap();
        let (found, notice) = places.load(&document);
        assert_eq!((found.map(|place| place.marks.len()), notice), (Some(1), None));
    }

    #[test]
    fn what_cannot_be_read_is_set_aside_and_what_is_newer_left_alone() {
        let (_folder, places) = places();
        let document = document(None, TEXT);
        let place = Place::new(&document, 0, 0, &BTreeMap::new());
        places.save(&place).unwrap();
        let file = places.folder.join(format!("{}.toml", place.print));
        fs::write(&file, "version = 1\ntop = ☠").unwrap();
        let (found, notice) = places.load(&document);
        assert!(found.is_none() && notice.is_some_and(|notice| notice.contains("set aside")));
        assert_eq!(fs::read_to_string(file.with_extension("broken")).unwrap(), "version = 1\ntop = ☠");
        let newer = "version = 99\nsoul = \"immortal\"\n";
        fs::write(&file, newer).unwrap();
        let (found, notice) = places.load(&document);
        assert!(found.is_none() && notice.is_some_and(|notice| notice.contains("newer version")));
        assert!(places.save(&place).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), newer);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_an_error_and_no_panic() {
        let places = Places::at(PathBuf::from("/dev/null/places"));
        assert!(places.save(&Place::new(&document(None, TEXT), 0, 0, &BTreeMap::new())).is_err());
        assert_eq!(places.load(&document(None, TEXT)), (None, None));
    }
}
