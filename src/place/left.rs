//! Where one left off in a document, and one's marks in it.
//!
//! A place in a document is known again by its offset and the words there, so that it survives a move or a small edit.
//! A file that cannot be understood is set aside and the reader is told: nothing is lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::folder::{file_for, lock, of_user, path_key, path_of, print, remember, version, write};
use crate::model::{Correction, Document, Mode, Passage};

/// The version of the files' format that this program writes.
const VERSION: u32 = 3;
/// How many bytes of the words at a place are kept with it.
const WORDS: usize = 48;

/// A place in a document, and the marks that the reader set.
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
    /// What the reader decided about the dates, in files of version 2.
    #[serde(default, skip_serializing)]
    choices: Choices,
}

/// What a reader decided about the dates of a document, as files of version 2 have it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Choices {
    mode: Option<Mode>,
    #[serde(default)]
    pins: Vec<Pin>,
}

/// A date pinned to words, as files of version 2 have it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pin {
    words: String,
    before: String,
    after: String,
    offset: u32,
    edtf: String,
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

    /// What was decided about the dates, where an older version kept it with the place.
    fn corrections(&self) -> Vec<Correction> {
        let mode = self.choices.mode.map(Correction::CountDates);
        let pins = self.choices.pins.iter().map(|pin| Correction::Date {
            at: Passage {
                words: pin.words.clone(),
                before: pin.before.clone(),
                after: pin.after.clone(),
                offset: pin.offset,
            },
            edtf: pin.edtf.clone(),
        });
        mode.into_iter().chain(pins).collect()
    }

    /// Adds what another copy of the program kept in the meantime: marks that this one knows nothing of.
    fn join(&mut self, other: Place) {
        for (name, point) in other.marks {
            self.marks.entry(name).or_insert(point);
        }
    }
}

/// The folder in which places are kept.
#[derive(Clone, Debug)]
pub struct Places {
    folder: PathBuf,
}

impl Places {
    /// The folder `dateline/places` under the XDG state folder, if there is a home.
    pub fn of_user() -> Option<Self> {
        Some(Self { folder: of_user("places")? })
    }

    /// Some other folder.
    pub fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The place kept for a document: by its path, else by its content. A notice says what could not be read.
    pub fn load(&self, document: &Document) -> (Option<Place>, Option<String>) {
        self.read(&file_for(&self.folder, document))
    }

    /// What was decided about the dates of a document, where an older version kept it with the place. Changes nothing.
    pub fn corrections(&self, document: &Document) -> Vec<Correction> {
        let source = fs::read_to_string(file_for(&self.folder, document)).ok();
        let place = source.and_then(|source| toml::from_str::<Place>(&source).ok());
        place.map(|place| place.corrections()).unwrap_or_default()
    }

    /// True if a place is kept for the document's path.
    pub fn knows(&self, document: &Document) -> bool {
        path_of(document).is_some_and(|path| self.folder.join(format!("{}.toml", path_key(&path))).exists())
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

    /// Keeps a place. Marks that another running copy set in the meantime stay.
    ///
    /// # Errors
    /// What keeps the file from being written, and if a newer version wrote it.
    pub fn save(&self, place: &Place) -> std::io::Result<()> {
        let _lock = lock(&self.folder)?;
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
        let source = toml::to_string(&place).map_err(std::io::Error::other)?;
        write(&file, &source)?;
        remember(&self.folder, &place.print, file.file_name().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Source;

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
    fn a_dossier_is_known_by_what_it_is_bound_of() {
        let (folder, places) = places();
        let dossier = |paths: &[&str], text: &str| {
            let mut document = document(None, text);
            document.meta.source = Source::Dossier(paths.iter().map(|path| folder.path().join(path)).collect());
            document
        };
        let place = Place::new(&dossier(&["a", "b"], TEXT), 0, 32, &BTreeMap::new());
        places.save(&place).unwrap();
        let grown = format!("{TEXT}And more.");
        assert_eq!(places.load(&dossier(&["a", "b"], &grown)), (Some(place), None));
        assert!(places.knows(&dossier(&["a", "b"], &grown)));
        assert_eq!(places.load(&dossier(&["a"], &grown)), (None, None));
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
    fn decisions_about_dates_that_an_older_version_kept_are_read() {
        let (_folder, places) = places();
        let document = document(None, TEXT);
        let print = print(TEXT);
        let point = "\noffset = 0\nwords = \"\"\n";
        let pin = "words = \"first\"\nbefore = \"The \"\nafter = \" par\"\noffset = 4\nedtf = \"1921\"\n";
        let choices = format!("[choices]\nmode = \"Narrative\"\n[[choices.pins]]\n{pin}");
        let old = format!("version = 2\nprint = \"{print}\"\n[top]{point}[cursor]{point}[marks]\n{choices}");
        fs::create_dir_all(&places.folder).unwrap();
        fs::write(places.folder.join(format!("{print}.toml")), old).unwrap();
        let (found, notice) = places.load(&document);
        assert_eq!(notice, None);
        let at = Passage { words: "first".into(), before: "The ".into(), after: " par".into(), offset: 4 };
        let kept = [Correction::CountDates(Mode::Narrative), Correction::Date { at, edtf: "1921".into() }];
        assert_eq!(found.unwrap().corrections(), kept);
        places.save(&Place::new(&document, 0, 0, &BTreeMap::new())).unwrap();
        assert_eq!(places.load(&document).0.unwrap().corrections(), []);
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
