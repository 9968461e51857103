//! Several files and folders at once: which files these are, what each is called among the others, and what is left
//! out.
//!
//! A folder stands for the files in it and below it, in the order of their names; hidden ones, and files in which
//! corrections are kept, are passed over. Nothing is said of a file that is left out but in the list of them: the
//! others are read.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::file::open;
use super::refusal::LIMIT;
use crate::error::{Error, ErrorKind};
use crate::model::Document;

/// Documents that were read together.
#[derive(Debug, Default)]
pub struct Several {
    /// In their order, each with what it is called among them.
    pub documents: Vec<(String, Document)>,
    /// What was left out, and why.
    pub left_out: Vec<Error>,
}

/// How deep folders are searched.
const DEPTH: usize = 32;
/// How many files are read at most.
const MOST: usize = 100_000;

/// True if a list of what to read names several documents: more than one file, or a folder.
pub fn are_several(paths: &[PathBuf]) -> bool {
    paths.len() > 1 || paths.iter().any(|path| path.is_dir())
}

/// The files that are named or lie in folders that are named, in order, each once.
pub fn files(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<Error>) {
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let known = (found.len(), left_out.len());
        search(path, DEPTH, &mut found, &mut left_out);
        if known == (found.len(), left_out.len()) {
            let nothing = Error::new(ErrorKind::Input, "there are no files in this folder").about(path);
            left_out.push(nothing.hint("Name a folder with texts in it; hidden files are passed over."));
        }
    }
    let mut known = FxHashSet::default();
    found.retain(|path| known.insert(path.clone()));
    if found.len() > MOST {
        let more = found.len() - MOST;
        found.truncate(MOST);
        let problem = format!("{more} files more than the {MOST} that are read together");
        left_out.push(Error::new(ErrorKind::Input, problem).hint("Name fewer files or folders."));
    }
    (found, left_out)
}

fn search(folder: &Path, depth: usize, found: &mut Vec<PathBuf>, left_out: &mut Vec<Error>) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) => {
            let error = Error::new(ErrorKind::Input, "this folder cannot be read").about(folder);
            left_out.push(error.because(cause).hint("Ask for the right to read it: `ls -ld` shows it."));
            return;
        }
    };
    let hidden = |name: &str| name.starts_with('.') || name.ends_with(".dateline.toml") || name.ends_with('~');
    let mut below: Vec<(PathBuf, bool)> = (entries.filter_map(Result::ok))
        .filter(|entry| !hidden(&entry.file_name().to_string_lossy()))
        // A link to a folder may lead back up.
        .filter_map(|entry| Some((entry.path(), entry.file_type().ok()?.is_dir())))
        .filter(|(path, folder)| *folder || path.is_file())
        .collect();
    below.sort_by(|(one, _), (other, _)| by_name(one, other));
    for (path, is_folder) in below {
        match is_folder {
            true if depth > 0 => search(&path, depth - 1, found, left_out),
            true => {}
            false => found.push(path),
        }
    }
}

/// Numbers in names count as numbers: "part 2" before "part 10".
fn by_name(one: &Path, other: &Path) -> std::cmp::Ordering {
    let key = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let mut key: Vec<(String, u64)> = vec![(String::new(), 0)];
        for c in name.chars() {
            let Some(last) = key.last_mut() else { break };
            match c.to_digit(10) {
                Some(digit) => last.1 = last.1.saturating_mul(10).saturating_add(u64::from(digit) + 1),
                None if last.1 > 0 => key.push((c.into(), 0)),
                None => last.0.push(c),
            }
        }
        key
    };
    key(one).cmp(&key(other)).then_with(|| one.cmp(other))
}

/// Reads files, on all cores; `read` is told how many have been. What cannot be read, is empty, or says word for word
/// what another one says, is left out and told.
pub fn read_all(files: &[PathBuf], read: impl Fn(usize) + Sync) -> Several {
    let done = AtomicUsize::new(0);
    let opened: Vec<_> = (files.par_iter())
        .map(|path| {
            let opened = open(path);
            read(done.fetch_add(1, Ordering::Relaxed) + 1);
            opened
        })
        .collect();
    let names = names(files);
    let mut several = Several::default();
    let mut known: FxHashMap<Arc<str>, usize> = FxHashMap::default();
    let mut size = 0;
    for ((path, opened), name) in files.iter().zip(opened).zip(names) {
        let document = match opened {
            Ok(document) => document,
            Err(error) => {
                several.left_out.push(error);
                continue;
            }
        };
        let problem = |problem: String| Error::new(ErrorKind::Input, problem).about(path);
        if document.text.trim().is_empty() {
            several.left_out.push(problem("it is empty".into()));
        } else if let Some(&same) = known.get(&document.text) {
            several.left_out.push(problem(format!("it says word for word what {} says", several.documents[same].0)));
        } else if size + document.text.len() > LIMIT {
            let full = problem(format!("with the others it is more than {} GiB", LIMIT >> 30));
            several.left_out.push(full.hint("Name fewer files."));
        } else {
            size += document.text.len();
            known.insert(document.text.clone(), several.documents.len());
            several.documents.push((name, document));
        }
    }
    several
}

/// What files are called among each other: their paths without the folders that all have in common.
pub fn names(files: &[PathBuf]) -> Vec<String> {
    let mut common: Option<Vec<Component<'_>>> = None;
    for path in files {
        let folders = path.parent().unwrap_or(Path::new("")).components();
        common = Some(match common {
            None => folders.collect(),
            Some(known) => known.into_iter().zip(folders).take_while(|(a, b)| a == b).map(|(a, _)| a).collect(),
        });
    }
    let common: PathBuf = common.unwrap_or_default().iter().collect();
    files.iter().map(|path| path.strip_prefix(&common).unwrap_or(path).to_string_lossy().into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a place for temporary files");
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, text).expect("written");
        }
        folder
    }

    #[test]
    fn a_folder_is_its_files_in_the_order_of_their_names() {
        let folder = folder(&[
            ("part 10.txt", "Ten."),
            ("part 2.txt", "Two."),
            ("below/a.md", "# A"),
            (".hidden", "No."),
            ("part 2.txt.dateline.toml", "version = 1"),
        ]);
        let paths = [folder.path().to_owned()];
        assert!(are_several(&paths));
        let (files, left_out) = files(&paths);
        assert_eq!(names(&files), ["below/a.md", "part 2.txt", "part 10.txt"]);
        assert!(left_out.is_empty());
        assert!(!are_several(&files[..1]));
    }

    #[test]
    fn what_is_left_out_is_told_and_the_rest_is_read() {
        let folder = folder(&[("a.txt", "One day."), ("b.txt", "One day."), ("c.txt", " \n"), ("d.txt", "\0\0\0\0")]);
        let paths: Vec<PathBuf> =
            ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"].map(|name| folder.path().join(name)).into();
        let read = AtomicUsize::new(0);
        let several = read_all(&files(&paths).0, |nth| {
            read.fetch_max(nth, Ordering::Relaxed);
        });
        assert_eq!(read.into_inner(), 5);
        assert_eq!(several.documents.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["a.txt"]);
        let told: Vec<String> = several.left_out.iter().map(Error::to_string).collect();
        let expected = ["says word for word what a.txt says", "it is empty", "this is binary", "no such file"];
        for (told, expected) in told.iter().zip(expected) {
            assert!(told.contains(expected), "{told}");
        }
        assert_eq!(told.len(), expected.len());
    }

    #[test]
    fn files_are_called_by_what_tells_them_apart() {
        let called = |paths: &[&str]| names(&paths.iter().map(PathBuf::from).collect::<Vec<_>>());
        assert_eq!(called(&["/x/y/a.txt", "/x/y/b.txt"]), ["a.txt", "b.txt"]);
        assert_eq!(called(&["/x/y/a.txt", "/x/z/a.txt"]), ["y/a.txt", "z/a.txt"]);
        assert_eq!(called(&["a.txt", "/x/a.txt"]), ["a.txt", "/x/a.txt"]);
    }
}
