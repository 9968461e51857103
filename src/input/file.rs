//! Reading bytes: what can be opened, how much of it, and what to say if it cannot.
//!
//! Regular files and anything that can be read as a stream (pipes, `<(command)`, files under `/proc`) are read to their
//! end. A named pipe that nobody writes to is waited for, as every tool does. Nothing is ever written.

use std::fs::{File, FileType, Metadata};
use std::io::Read;
use std::path::Path;

use super::decode::{SAMPLE, refuse_beginning};
use super::format::from_bytes;
use super::refusal::{LIMIT, no_text, too_large, unreadable};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Document, Source, Warning};

/// Reads a document from a file.
///
/// # Errors
/// Names the file and says what to do if it is missing, a folder, a device, too large, unreadable or no text.
pub fn open(path: &Path) -> Result<Document> {
    let source = Source::File(path.to_owned());
    // What it is comes first: opening a device or a socket may have effects, or never end.
    let metadata = std::fs::metadata(path).map_err(|cause| unreadable(&source, cause))?;
    if let Some((what, hint)) = unfit(metadata.file_type()) {
        return Err(Error::new(ErrorKind::Input, what).about(path).hint(hint));
    }
    if metadata.len() > LIMIT as u64 {
        return Err(too_large(&source));
    }
    let file = File::open(path).map_err(|cause| unreadable(&source, cause))?;
    let bytes = read_bytes(&source, file, metadata.len() as usize)?;
    let changed = has_changed(path, &metadata, bytes.len());
    let mut document = from_bytes(source, bytes)?;
    if changed {
        let warning = "The file changed while it was read; reload it to see it as it is now.";
        document.meta.warnings.push(Warning(warning.into()));
    }
    Ok(document)
}

/// How much of a file [`beginning`] reads: more than the largest screen holds.
const BEGINNING: usize = 24 * 1024;

/// The beginning of a large file in UTF-8, as a bare document whose text begins the whole document's: something to
/// show at once while the whole is read. Its last blocks may be cut.
///
/// `None` where reading the whole is as quick, or where its beginning cannot be told alone: then [`open`] it.
pub fn beginning(path: &Path) -> Option<Document> {
    let metadata = std::fs::metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() < 10 * BEGINNING as u64 {
        return None;
    }
    let mut bytes = Vec::with_capacity(BEGINNING);
    File::open(path).ok()?.take(BEGINNING as u64).read_to_end(&mut bytes).ok()?;
    if let Err(error) = std::str::from_utf8(&bytes) {
        // Only a character that the cut parted may be wrong.
        let whole = error.valid_up_to();
        if bytes.len() - whole > 3 {
            return None;
        }
        bytes.truncate(whole);
    }
    let blank = bytes.windows(2).rposition(|pair| pair == b"\n\n");
    bytes.truncate(blank.unwrap_or(bytes.len()));
    from_bytes(Source::File(path.to_owned()), bytes).ok()
}

/// Reads a document from a stream, to its end; for [`Source::Stdin`] and the like.
///
/// # Errors
/// Names the source and says what to do if the stream breaks, is too large or is no text.
pub fn read(source: Source, stream: impl Read) -> Result<Document> {
    let bytes = read_bytes(&source, stream, 0)?;
    from_bytes(source, bytes)
}

/// `size` is how many bytes are expected; there may be more or fewer.
fn read_bytes(source: &Source, stream: impl Read, size: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size.min(SAMPLE) + 1);
    let mut stream = stream.take(LIMIT as u64 + 1);
    let read = |stream: &mut dyn Read, bytes: &mut Vec<u8>| {
        stream.read_to_end(bytes).map_err(|cause| unreadable(source, cause)).map(drop)
    };
    // A film need not be read to its end to be known for one.
    read(&mut (&mut stream).take(SAMPLE as u64), &mut bytes)?;
    refuse_beginning(&bytes).map_err(|not_text| no_text(source, not_text))?;
    bytes.reserve_exact((size + 1).saturating_sub(bytes.len()));
    read(&mut stream, &mut bytes)?;
    if bytes.len() > LIMIT {
        return Err(too_large(source));
    }
    Ok(bytes)
}

/// True if a regular file was cut, extended or written while it was read. Files under `/proc` say that they are empty.
fn has_changed(path: &Path, before: &Metadata, read: usize) -> bool {
    if !before.is_file() || before.len() == 0 {
        return false;
    }
    let written = std::fs::metadata(path).is_ok_and(|after| after.modified().ok() != before.modified().ok());
    written || read as u64 != before.len()
}

/// What it is and what to do instead, for what is not opened at all.
fn unfit(kind: FileType) -> Option<(&'static str, &'static str)> {
    if kind.is_dir() {
        return Some(("this is a folder", "Name a file in it."));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_socket() {
            return Some(("this is a socket, not a document", "Name a file, or pipe a text into dateline."));
        }
        if kind.is_block_device() || kind.is_char_device() {
            return Some(("this is a device, not a document", "Name a file, or pipe a text into dateline."));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use std::io::Write;

    fn problem(path: &Path) -> String {
        let error = open(path).expect_err("cannot be opened");
        assert_eq!(error.kind(), ErrorKind::Input);
        let text = error.to_string();
        assert!(text.starts_with(&path.display().to_string()) && text.contains("\n  "), "{text}");
        text
    }

    fn written(bytes: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().expect("a place for temporary files");
        file.write_all(bytes).expect("written");
        file
    }

    #[test]
    fn a_file_is_read_as_it_is() {
        let file = written("One.\r\n\r\nTwo.".as_bytes());
        let document = open(file.path()).expect("text");
        assert_eq!(&*document.text, "One.\r\n\r\nTwo.");
        assert_eq!(document.meta.source, Source::File(file.path().to_owned()));
        assert_eq!(document.meta.encoding, "UTF-8");
        assert_eq!(document.meta.warnings, []);
    }

    #[test]
    fn the_beginning_of_a_large_file_begins_the_whole() {
        let paragraph = "It was a long day “in the town”, and nobody came.\nNobody left either.\n\n";
        let file = written(["CHAPTER I\n\n", &paragraph.repeat(8_000)].concat().as_bytes());
        let (some, whole) = (beginning(file.path()).expect("large"), open(file.path()).expect("text"));
        assert!(whole.text.starts_with(&*some.text) && some.text.len() > 20_000);
        assert_eq!(some.blocks[..], whole.blocks[..some.blocks.len()]);
        assert_eq!(some.meta.title, whole.meta.title);
    }

    #[test]
    fn what_has_no_beginning_of_its_own_is_left_to_be_opened() {
        assert!(beginning(written(paragraphs(100).as_bytes()).path()).is_none(), "short");
        let legacy = [b"caf\xe9 au lait\n\n".repeat(30_000), Vec::new()].concat();
        assert!(beginning(written(&legacy).path()).is_none(), "not UTF-8");
        assert!(beginning(Path::new("/dev/zero")).is_none() && beginning(Path::new("no such file")).is_none());
    }

    fn paragraphs(number: usize) -> String {
        "A paragraph.\n\n".repeat(number)
    }

    #[test]
    fn what_is_no_document_is_named() {
        let folder = tempfile::tempdir().expect("a place for temporary files");
        assert!(problem(folder.path()).contains("this is a folder"));
        assert!(problem(&folder.path().join("no such file")).contains("no such file"));
        let file = written(b"x");
        assert!(problem(&file.path().join("below")).contains("no folder"));
        assert!(problem(written(&[0; 64]).path()).contains("binary data"));
    }

    #[cfg(unix)]
    #[test]
    fn devices_and_sockets_are_not_opened() {
        assert!(problem(Path::new("/dev/zero")).contains("device"));
        let folder = tempfile::tempdir().expect("a place for temporary files");
        let socket = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("bound");
        assert!(problem(&socket).contains("socket"));
    }

    #[test]
    fn a_file_over_the_limit_is_refused_unread() {
        let file = written(b"x");
        file.as_file().set_len(LIMIT as u64 + 1).expect("a sparse file");
        assert!(problem(file.path()).contains("larger than 1 GiB"));
    }

    #[test]
    fn an_empty_file_is_an_empty_document() {
        let document = open(written(b"").path()).expect("opened");
        assert_eq!((&*document.text, document.blocks.len(), document.meta.warnings.len()), ("", 0, 1));
    }

    #[test]
    fn what_is_no_text_is_not_read_to_its_end() {
        struct Film(usize);
        impl Read for Film {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0 += buffer.len();
                assert!(self.0 <= 4 * SAMPLE, "read on and on");
                buffer.fill(1);
                Ok(buffer.len())
            }
        }
        let error = read(Source::Stdin, Film(0)).expect_err("no text").to_string();
        assert!(error.contains("binary data"), "{error}");
    }

    #[test]
    fn a_stream_that_breaks_is_an_error() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("gone"))
            }
        }
        let error = read(Source::Stdin, b"some text".chain(Broken)).expect_err("breaks").to_string();
        assert!(error.starts_with("standard input: it cannot be read: gone"), "{error}");
        assert_eq!(&*read(Source::Stdin, &b"some text"[..]).expect("read").text, "some text");
    }

    #[test]
    fn a_file_that_is_cut_while_it_is_read_is_reported() {
        let file = written(b"0123456789");
        let before = std::fs::metadata(file.path()).expect("there");
        assert!(!has_changed(file.path(), &before, 10));
        assert!(has_changed(file.path(), &before, 7));
    }
}
