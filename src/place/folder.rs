//! A folder of small files, one a document: how they are named, locked and written.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};

use crate::model::fnv::fnv;
use crate::model::{Document, Source};

/// The folder `dateline/NAME` under the XDG state folder, if there is a home.
pub fn of_user(name: &str) -> Option<PathBuf> {
    let strategy = choose_base_strategy().ok()?;
    let state = strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
    Some(state.join("dateline").join(name))
}

/// Where a document lies, as an absolute path; of a dossier where all its files and folders lie, a line each; none for
/// what came through a pipe.
pub fn path_of(document: &Document) -> Option<PathBuf> {
    match &document.meta.source {
        Source::File(path) => Some(absolute(path)),
        Source::Dossier(paths) => {
            let all: Vec<OsString> = paths.iter().map(|path| absolute(path).into()).collect();
            Some(all.join(OsStr::new("\n")).into())
        }
        Source::Stdin | Source::Line(_) => None,
    }
}

fn absolute(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Knows a text again: its length and a hash of its beginning and end, which must never change.
pub fn print(text: &str) -> String {
    const SAMPLE: usize = 32 << 10;
    let bytes = text.as_bytes();
    let ends = [&bytes[..bytes.len().min(SAMPLE)], &bytes[bytes.len().saturating_sub(SAMPLE)..]];
    let hash = ends.concat();
    format!("{:x}-{:016x}", bytes.len(), fnv(hash))
}

/// The name of the file, without its extension, for a document at this path.
pub fn path_key(path: &Path) -> String {
    format!("{:016x}", fnv(path.as_os_str().as_encoded_bytes().iter().copied()))
}

/// The name of the file, without its extension, for a document: by its path, else by its content.
pub fn key(document: &Document) -> String {
    path_of(document).map_or_else(|| print(&document.text), |path| path_key(&path))
}

/// The file for a document in a folder, whether it exists or not: by its path, else the one that [`remember`] noted for
/// its content.
pub fn file_for(folder: &Path, document: &Document) -> PathBuf {
    let own = folder.join(format!("{}.toml", key(document)));
    let noted = || {
        let name = fs::read_to_string(folder.join(format!("{}.same", print(&document.text)))).ok()?;
        let file = folder.join(Path::new(name.trim()).file_name()?);
        file.exists().then_some(file)
    };
    if own.exists() { own } else { noted().unwrap_or(own) }
}

/// Notes that a content belongs to the file of this name.
pub fn remember(folder: &Path, print: &str, file: &OsStr) -> io::Result<()> {
    write(&folder.join(format!("{print}.same")), &format!("{}\n", file.to_string_lossy()))
}

/// Makes the folder and locks it until the returned file is dropped.
pub fn lock(folder: &Path) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    let lock = File::create(folder.join(".lock"))?;
    lock.lock()?;
    Ok(lock)
}

/// Writes a file whole or not at all. It keeps the permissions that it has.
pub fn write(file: &Path, content: &str) -> io::Result<()> {
    // What a link points to is written, not the link.
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(content.as_bytes())?;
    if let Ok(known) = fs::metadata(&file) {
        fs::set_permissions(temporary.path(), known.permissions())?;
    }
    temporary.persist(&file)?;
    Ok(())
}

/// The version that a file says it has, however it looks otherwise.
pub fn version(source: &str) -> Option<u32> {
    let line = source.lines().find(|line| line.trim_start().starts_with("version"))?;
    line.split('=').nth(1)?.trim().parse().ok()
}
