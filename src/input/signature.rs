//! What is often mistaken for a text, by its first bytes. Nothing else of a file is looked at.

/// Why bytes are not taken for text: what they are, and what may be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotText {
    /// Completes "this is …".
    pub what: &'static str,
    /// Advice.
    pub hint: &'static str,
}

/// Bytes at a place, and what has them there.
struct Signature {
    at: usize,
    bytes: &'static [u8],
    not_text: NotText,
}

const fn signature(at: usize, bytes: &'static [u8], what: &'static str, hint: &'static str) -> Signature {
    Signature { at, bytes, not_text: NotText { what, hint } }
}

const READS: &str = "dateline reads plain text and Markdown.";
const UTF32: &str = "Convert it first: `iconv -f UTF-32 -t UTF-8 FILE`.";

/// What no text begins with.
const CERTAIN: &[Signature] = &[
    signature(0, b"%PDF-", "a PDF file, not a text", "Turn it into text first, for example with `pdftotext FILE -`."),
    signature(
        0,
        b"PK\x03\x04",
        "a ZIP archive (as EPUB, DOCX and ODT files are), not a text",
        "Turn it into text first.",
    ),
    signature(0, b"PK\x05\x06", "an empty ZIP archive, not a text", READS),
    signature(0, b"\x1f\x8b", "a compressed file, not a text", "Unpack it first: `gzip -dc FILE | dateline`."),
    signature(0, b"\xfd7zXZ\0", "a compressed file, not a text", "Unpack it first: `xz -dc FILE | dateline`."),
    signature(0, b"(\xb5/\xfd", "a compressed file, not a text", "Unpack it first: `zstd -dc FILE | dateline`."),
    signature(0, b"7z\xbc\xaf\x27\x1c", "a 7z archive, not a text", "Unpack it first: `7z x FILE`."),
    signature(257, b"ustar", "a tar archive, not a text", "Unpack it first: `tar -xf FILE`."),
    signature(0, b"{\\rtf", "an RTF file, not a plain text", "Save it as plain text first."),
    signature(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file, not a text", "Save it as plain text first."),
    signature(0, b"SQLite format 3\0", "an SQLite database, not a text", "Export it first: `sqlite3 FILE .dump`."),
    signature(0, b"\x7fELF", "a program (ELF), not a text", READS),
    signature(0, b"\x89PNG\r\n", "a picture (PNG), not a text", READS),
    signature(0, b"\xff\xd8\xff", "a picture (JPEG), not a text", READS),
    signature(0, b"\xff\xfe\0\0", "text in UTF-32, which is not read", UTF32),
    signature(0, b"\0\0\xfe\xff", "text in UTF-32, which is not read", UTF32),
];

/// What a text might begin with, too: names for what has already been found to be none.
const LIKELY: &[Signature] = &[
    signature(0, b"GIF8", "a picture (GIF), not a text", READS),
    signature(0, b"BM", "a picture (BMP), not a text", READS),
    signature(0, b"II*\0", "a picture (TIFF), not a text", READS),
    signature(0, b"MM\0*", "a picture (TIFF), not a text", READS),
    signature(0, b"MZ", "a program (for Windows), not a text", READS),
    signature(0, b"\xcf\xfa\xed\xfe", "a program (for macOS), not a text", READS),
    signature(0, b"BZh", "a compressed file, not a text", "Unpack it first: `bzip2 -dc FILE | dateline`."),
    signature(0, b"RIFF", "a sound, a picture or a film, not a text", READS),
    signature(0, b"ID3", "a sound (MP3), not a text", READS),
    signature(0, b"OggS", "a sound or a film (Ogg), not a text", READS),
    signature(4, b"ftyp", "a film or a sound (MP4), not a text", READS),
];

/// What bytes are that begin as no text does.
pub fn certain(bytes: &[u8]) -> Option<NotText> {
    find(CERTAIN, bytes)
}

/// What bytes are that were found to be no text.
pub fn likely(bytes: &[u8]) -> NotText {
    find(LIKELY, bytes).unwrap_or(NotText { what: "binary data, not a text", hint: READS })
}

fn find(signatures: &[Signature], bytes: &[u8]) -> Option<NotText> {
    let fits = |signature: &&Signature| bytes.get(signature.at..).is_some_and(|rest| rest.starts_with(signature.bytes));
    signatures.iter().find(fits).map(|signature| signature.not_text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beginning(signature: &Signature) -> Vec<u8> {
        [&vec![b'x'; signature.at][..], signature.bytes, b"xx"].concat()
    }

    #[test]
    fn every_signature_names_what_has_it() {
        for signature in CERTAIN {
            assert_eq!(certain(&beginning(signature)), Some(signature.not_text));
        }
        for signature in LIKELY {
            let bytes = beginning(signature);
            assert_eq!((certain(&bytes), likely(&bytes)), (None, signature.not_text));
        }
        assert_eq!((certain(b"Once"), likely(b"Once").what), (None, "binary data, not a text"));
    }
}
