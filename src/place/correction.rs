//! What a reader put right in a document: in a file of one's own beside the kept places, and by wish in one beside the
//! document, which goes where the document goes.
//!
//! A change is kept at once. What another copy of the program or an editor changed in the meantime stays. A file that
//! cannot be understood is told of and never written.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::folder::{file_for, key, lock, of_user, path_of, print, remember, write};
use super::left::Places;
use super::sheet::{Sheet, Wrong};
use crate::model::{Correction, Document, Source};
use crate::visible;

/// No file of corrections is larger: ten thousand of them take four megabytes.
const LARGEST: u64 = 64 << 20;

/// The corrections of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrections {
    /// Those in one's own file.
    pub own: Vec<Correction>,
    /// Those in the file beside the document; none if there is no such file.
    pub beside: Option<Vec<Correction>>,
    /// True if that file cannot be written: those in it stay, and new ones are one's own.
    pub fixed: bool,
}

impl Corrections {
    /// All of them in the order in which they count: those beside the document first, so that one's own win.
    pub fn all(&self) -> impl Iterator<Item = &Correction> {
        self.beside.iter().flatten().chain(&self.own)
    }

    /// Adds one at the end of the file that is in use: that beside the document, if there is one.
    pub fn add(&mut self, correction: Correction) {
        self.in_use().push(correction);
    }

    /// Takes those away that are meant.
    pub fn retain(&mut self, mut stays: impl FnMut(&Correction) -> bool) {
        self.own.retain(&mut stays);
        self.beside.iter_mut().filter(|_| !self.fixed).for_each(|list| list.retain(&mut stays));
    }

    /// Puts all of them beside the document, if that can be.
    pub fn put_beside(&mut self) {
        if self.fixed {
            return;
        }
        let own = std::mem::take(&mut self.own);
        self.beside.get_or_insert_default().extend(own);
    }

    /// These with the change from `old` to `new` made in them, in which others may have changed something since.
    pub fn changed(&self, old: &Self, new: &Self) -> Self {
        let list = |of: &Self| of.beside.clone().unwrap_or_default();
        let beside = joined(&list(old), &list(new), list(self));
        let own = joined(&old.own, &new.own, self.own.clone());
        let stays = new.beside.is_some() || !beside.is_empty();
        Self { own, beside: stays.then_some(beside), fixed: self.fixed }
    }

    fn in_use(&mut self) -> &mut Vec<Correction> {
        self.beside.as_mut().filter(|_| !self.fixed).unwrap_or(&mut self.own)
    }
}

/// Where corrections are kept.
#[derive(Clone, Debug)]
pub struct CorrectionFiles {
    /// None if there is no home: then only the file beside the document is read and written.
    folder: Option<PathBuf>,
    /// Where older versions kept the dates that were pinned.
    places: Option<Places>,
}

impl CorrectionFiles {
    /// The folder `dateline/corrections` under the XDG state folder, if there is a home.
    pub fn of_user() -> Self {
        Self { folder: of_user("corrections"), places: Places::of_user() }
    }

    /// Some other folder, and one in which places are kept.
    pub fn at(folder: PathBuf, places: Option<Places>) -> Self {
        Self { folder: Some(folder), places }
    }

    /// The corrections of a document, and what must be told of them: files that cannot be understood count as empty.
    pub fn load(&self, document: &Document) -> (Corrections, Vec<String>) {
        let mut told = Vec::new();
        let mut known = |file: Option<PathBuf>| match file.map_or(Ok(None), |file| read(&file)) {
            Ok(sheet) => Ok(sheet.map(|sheet| sheet.corrections())),
            Err(why) => {
                told.push(format!("{why}; the corrections in it count for nothing until that is mended"));
                Err(())
            }
        };
        let own = known(self.folder.as_deref().map(|folder| file_for(folder, document)));
        let own = match own {
            Ok(own) => own.unwrap_or_else(|| self.older(document)),
            Err(()) => Vec::new(),
        };
        let file = beside(document);
        let beside = known(file.clone()).unwrap_or_default();
        let fixed = beside.is_some() && file.is_some_and(|file| OpenOptions::new().append(true).open(file).is_err());
        (Corrections { own, beside, fixed }, told)
    }

    /// The dates that an older version kept with the place.
    fn older(&self, document: &Document) -> Vec<Correction> {
        self.places.as_ref().map(|places| places.corrections(document)).unwrap_or_default()
    }

    /// Keeps as corrections what an older version kept with the place, before that place is kept anew.
    ///
    /// # Errors
    /// As [`Self::keep`].
    pub fn take_over(&self, document: &Document) -> io::Result<()> {
        let Some(folder) = self.folder.as_deref().filter(|folder| !file_for(folder, document).exists()) else {
            return Ok(());
        };
        let own = self.older(document);
        if own.is_empty() {
            return Ok(());
        }
        let _lock = lock(folder)?;
        self.change_own(folder, document, (&[], &own)).map(drop)
    }

    /// The corrections of a document in the order in which they count, as far as they can be understood.
    pub fn all_of(&self, document: &Document) -> Vec<Correction> {
        self.load(document).0.all().cloned().collect()
    }

    /// Keeps what changed from `old` to `new`, and gives what is kept then: with what others changed in the meantime.
    ///
    /// # Errors
    /// What keeps a file from being written, and if one cannot be understood: it stays as it is.
    pub fn keep(&self, document: &Document, old: &Corrections, new: &Corrections) -> io::Result<Corrections> {
        let _lock = self.folder.as_deref().map(lock).transpose()?;
        let mut kept = new.clone();
        // First where they go, then where they came from: what breaks off in between loses nothing.
        let goes = new.beside.as_ref().is_none_or(Vec::is_empty);
        if let Some(file) = beside(document).filter(|_| !goes && old.beside != new.beside) {
            kept.beside = Some(change_beside(&file, document, old, new)?);
        }
        if old.own != new.own {
            let folder =
                self.folder.as_deref().ok_or_else(|| io::Error::other("there is no home folder to keep it in"))?;
            kept.own = self.change_own(folder, document, (&old.own, &new.own))?;
        }
        if let Some(file) = beside(document).filter(|_| goes && old.beside != new.beside) {
            let left = change_beside(&file, document, old, new)?;
            kept.beside = (new.beside.is_some() || !left.is_empty()).then_some(left);
            if kept.beside.is_none() {
                // It was made by the wish that was taken back just now.
                fs::remove_file(&file)?;
            }
        }
        Ok(kept)
    }

    fn change_own(
        &self,
        folder: &Path,
        document: &Document,
        change_of: (&[Correction], &[Correction]),
    ) -> io::Result<Vec<Correction>> {
        let file = folder.join(format!("{}.toml", key(document)));
        let list = change(&file_for(folder, document), &file, change_of, &about(document))?;
        remember(folder, &print(&document.text), file.file_name().unwrap_or_default())?;
        Ok(list)
    }

    /// True if corrections can be kept beside a document: it came from a file.
    pub fn can_lie_beside(document: &Document) -> bool {
        beside(document).is_some()
    }
}

/// The file beside a document: `NAME.dateline.toml`.
fn beside(document: &Document) -> Option<PathBuf> {
    let Source::File(path) = &document.meta.source else { return None };
    let mut name = path.file_name()?.to_owned();
    name.push(".dateline.toml");
    Some(path.with_file_name(name))
}

/// Makes a change in the file beside a document.
fn change_beside(
    file: &Path,
    document: &Document,
    old: &Corrections,
    new: &Corrections,
) -> io::Result<Vec<Correction>> {
    let (old, new) = (old.beside.as_deref().unwrap_or_default(), new.beside.as_deref().unwrap_or_default());
    change(file, file, (old, new), &about(document))
}

/// How a file says what it is about.
fn about(document: &Document) -> String {
    path_of(document).map_or_else(|| document.meta.source.name(), |path| path.to_string_lossy().into_owned())
}

/// Reads a file, if there is one.
///
/// # Errors
/// Why it cannot be understood, with its name and the line.
fn read(file: &Path) -> Result<Option<Sheet>, String> {
    let name = visible::line(&file.to_string_lossy()).into_owned();
    let why = |error: io::Error| format!("{name}: {error}");
    match fs::metadata(file) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(None),
        Err(error) => return Err(why(error)),
        Ok(known) if !known.is_file() => return Err(format!("{name}: it is no file")),
        Ok(known) if known.len() > LARGEST => return Err(format!("{name}: it is larger than 64 MiB")),
        Ok(_) => {}
    }
    let source = fs::read_to_string(file).map_err(why)?;
    let wrong = |Wrong { line, problem }| format!("{name}:{line}: {}", visible::line(&problem));
    Sheet::read(source).map(Some).map_err(wrong)
}

/// Changes the corrections that lie in `from` and writes them to `to`; gives those that lie there then.
fn change(
    from: &Path,
    to: &Path,
    (old, new): (&[Correction], &[Correction]),
    about: &str,
) -> io::Result<Vec<Correction>> {
    let sheet = read(from).map_err(io::Error::other)?.unwrap_or_default();
    let theirs = sheet.corrections();
    let list = joined(old, new, theirs);
    write(to, &sheet.with(&list, about))?;
    Ok(list)
}

/// The change from `old` to `new` made in `theirs`, to which others may have changed the old in the meantime.
fn joined(old: &[Correction], new: &[Correction], theirs: Vec<Correction>) -> Vec<Correction> {
    if theirs == old {
        return new.to_vec();
    }
    let (before, after): (FxHashSet<&Correction>, FxHashSet<&Correction>) =
        (old.iter().collect(), new.iter().collect());
    let known: FxHashSet<Correction> = theirs.iter().cloned().collect();
    let mut list = theirs;
    list.retain(|correction| after.contains(correction) || !before.contains(correction));
    list.extend(new.iter().filter(|correction| !before.contains(correction) && !known.contains(correction)).cloned());
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Passage, Span};

    const TEXT: &str = "Anna met Karl.\n";

    fn document(path: Option<&Path>) -> Document {
        let mut document = Document { text: TEXT.into(), ..Document::default() };
        document.meta.source = path.map_or(Source::Stdin, |path| Source::File(path.to_owned()));
        document
    }

    fn name(name: &str) -> Correction {
        Correction::Rename { at: Passage::new(TEXT, Span::new(0, 4)), name: name.into() }
    }

    fn own(names: &[&str]) -> Corrections {
        Corrections { own: names.iter().map(|one| name(one)).collect(), ..Corrections::default() }
    }

    fn files() -> (tempfile::TempDir, CorrectionFiles) {
        let folder = tempfile::tempdir().unwrap();
        let files = CorrectionFiles::at(folder.path().join("state"), None);
        (folder, files)
    }

    #[test]
    fn they_are_found_again_by_path_and_by_content() {
        let (folder, files) = files();
        let there = document(Some(&folder.path().join("a.txt")));
        assert_eq!(files.load(&there), (Corrections::default(), vec![]));
        assert_eq!(files.keep(&there, &own(&[]), &own(&["A"])).unwrap(), own(&["A"]));
        assert_eq!(files.load(&there).0, own(&["A"]));
        // Moved, and then changed where it lies now.
        let moved = document(Some(&folder.path().join("b.txt")));
        assert_eq!(files.load(&moved).0, own(&["A"]));
        files.keep(&moved, &own(&["A"]), &own(&["A", "B"])).unwrap();
        assert_eq!((files.load(&moved).0, files.load(&there).0), (own(&["A", "B"]), own(&["A"])));
        files.keep(&moved, &own(&["A", "B"]), &own(&[])).unwrap();
        assert_eq!(files.load(&moved).0, own(&[]));
        let piped = document(None);
        files.keep(&piped, &own(&[]), &own(&["C"])).unwrap();
        assert_eq!(files.load(&piped).0, own(&["C"]));
    }

    #[test]
    fn two_copies_lose_nothing_of_each_others() {
        let (_folder, files) = files();
        let document = document(None);
        files.keep(&document, &own(&[]), &own(&["A", "B"])).unwrap();
        // Both know A and B; one takes A away, the other adds C.
        files.keep(&document, &own(&["A", "B"]), &own(&["B"])).unwrap();
        let kept = files.keep(&document, &own(&["A", "B"]), &own(&["A", "B", "C"])).unwrap();
        assert_eq!((&kept, &files.load(&document).0), (&own(&["B", "C"]), &own(&["B", "C"])));
        // The same change twice is made once, and an order that nobody disturbed is kept.
        assert_eq!(files.keep(&document, &own(&["B"]), &own(&["B", "C"])).unwrap(), own(&["B", "C"]));
        assert_eq!(files.keep(&document, &own(&["B", "C"]), &own(&["C", "A", "B"])).unwrap(), own(&["C", "A", "B"]));
    }

    #[test]
    fn many_copies_at_once_lose_nothing() {
        let (_folder, files) = files();
        std::thread::scope(|scope| {
            for copy in 0..8 {
                let files = files.clone();
                scope.spawn(move || {
                    let document = document(None);
                    let mut known = own(&[]);
                    for nth in 0..10 {
                        let mut new = known.clone();
                        new.add(name(&format!("{copy}.{nth}")));
                        known = files.keep(&document, &known, &new).unwrap();
                    }
                });
            }
        });
        assert_eq!(files.load(&document(None)).0.own.len(), 80);
    }

    #[test]
    fn they_lie_beside_the_document_by_wish() {
        let (folder, files) = files();
        let path = folder.path().join("a report.txt");
        let there = document(Some(&path));
        let old = files.keep(&there, &own(&[]), &own(&["A"])).unwrap();
        let mut new = old.clone();
        new.put_beside();
        new.add(name("B"));
        assert_eq!(files.keep(&there, &old, &new).unwrap(), new);
        let text = fs::read_to_string(folder.path().join("a report.txt.dateline.toml")).unwrap();
        assert!(text.contains("name = \"A\"") && text.contains("name = \"B\""), "{text}");
        assert_eq!(files.load(&there).0, Corrections { beside: Some(vec![name("A"), name("B")]), ..own(&[]) });
        // Whoever has no home has them too, and can change them.
        let homeless = CorrectionFiles { folder: None, places: None };
        assert_eq!(homeless.load(&there).0.all().count(), 2);
        let mut less = new.clone();
        less.retain(|correction| *correction != name("A"));
        assert_eq!(homeless.keep(&there, &new, &less).unwrap(), less);
        // The wish can be taken back: then the file goes.
        assert_eq!(files.keep(&there, &less, &own(&["A", "B"])).unwrap(), own(&["A", "B"]));
        assert!(!folder.path().join("a report.txt.dateline.toml").exists());
        assert_eq!(files.load(&there).0.own.len(), 2);
        assert!(homeless.keep(&document(None), &own(&[]), &own(&["A"])).is_err());
        assert!(CorrectionFiles::can_lie_beside(&there) && !CorrectionFiles::can_lie_beside(&document(None)));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the document itself was not written");
    }

    #[test]
    fn beside_a_file_that_cannot_be_written_new_ones_are_ones_own() {
        let mut list = Corrections { beside: Some(vec![name("A")]), fixed: true, ..own(&["B"]) };
        list.add(name("C"));
        list.retain(|one| *one != name("A") && *one != name("B"));
        list.put_beside();
        assert_eq!(list, Corrections { beside: Some(vec![name("A")]), fixed: true, ..own(&["C"]) });
    }

    #[test]
    fn what_cannot_be_understood_is_told_and_left_alone() {
        let (folder, files) = files();
        let path = folder.path().join("a.txt");
        let there = document(Some(&path));
        let broken = "version = 1\n[[correction]]\ndo = \"marry\"\n";
        let file = folder.path().join("a.txt.dateline.toml");
        fs::write(&file, broken).unwrap();
        let (found, told) = files.load(&there);
        assert_eq!(found, Corrections::default());
        assert!(told.len() == 1 && told[0].contains("a.txt.dateline.toml:3: "), "{told:?}");
        let mut new = found.clone();
        new.put_beside();
        assert!(files.keep(&there, &found, &new).is_err_and(|why| why.to_string().contains(":3: ")));
        assert_eq!(fs::read_to_string(&file).unwrap(), broken);
        // One's own still are kept.
        assert_eq!(files.keep(&there, &found, &own(&["A"])).unwrap(), own(&["A"]));
        fs::write(file_for(files.folder.as_deref().unwrap(), &there), "version = 99").unwrap();
        let (found, told) = files.load(&there);
        assert!(found == Corrections::default() && told.len() == 2 && told[0].contains("newer"), "{told:?}");
        assert!(files.keep(&there, &own(&[]), &own(&["A"])).is_err());
    }

    #[test]
    fn dates_that_an_older_version_kept_are_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let places = folder.path().join("places");
        let document = document(None);
        let point = "\noffset = 0\nwords = \"\"\n";
        let name = key(&document);
        let old = format!(
            "version = 2\nprint = \"{name}\"\n[top]{point}[cursor]{point}[marks]\n[choices]\nmode = \"Narrative\"\n"
        );
        fs::create_dir_all(&places).unwrap();
        fs::write(places.join(format!("{name}.toml")), old).unwrap();
        let files = CorrectionFiles::at(folder.path().join("corrections"), Some(Places::at(places)));
        let expected = [Correction::CountDates(crate::model::Mode::Narrative)];
        assert_eq!(files.load(&document).0.own, expected);
        files.take_over(&document).unwrap();
        let places = files.places.clone().unwrap();
        places.save(&super::super::left::Place::new(&document, 0, 0, &Default::default())).unwrap();
        assert_eq!(files.load(&document).0.own, expected);
    }
}
