//! The set text: what the reader would show, for a pipe or a printer. Nothing of what was found is in it.

use std::io::{self, Write};

use super::exporter::Exporter;
use crate::model::Document;
use crate::typeset;

/// `text`.
pub const TEXT: Exporter = Exporter { name: "text", extension: "txt", doc: "the text, set in lines", write };

/// The columns of a line where nobody asks for another width.
pub const COLUMNS: u16 = 72;

/// Writes the text in lines of at most [`COLUMNS`].
pub fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    set(document, COLUMNS, out)
}

/// Writes the text in lines of at most `columns`. Control characters become visible signs.
pub fn set(document: &Document, columns: u16, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    let mut line = String::new();
    let mut before = None;
    for block in document.blocks.iter() {
        for _ in 0..before.map_or(0, |before| typeset::gap(&document.text, before, block)) {
            out.write_all(b"\n")?;
        }
        for nth in 0..typeset::parts(block) {
            for set in typeset::set(&document.text, block, nth, columns) {
                line.clear();
                line.extend(std::iter::repeat_n(' ', set.indent.into()));
                set.shown(&document.text).for_each(|piece| line.push_str(&piece.shown));
                writeln!(out, "{}", line.trim_end())?;
            }
        }
        before = Some(block);
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input;
    use crate::model::Source;

    #[test]
    fn text_is_reflowed_and_safe() {
        let text = "A first paragraph that is\nwrapped, with an escape \u{1b}[31m in it.\n\n\n\nA second.\n";
        let mut out = Vec::new();
        let document = input::from_text(Source::Stdin, text.into());
        set(&document, 40, &mut out).expect("memory can be written");
        let out = String::from_utf8(out).expect("it is text");
        assert!(!out.contains('\u{1b}'), "{out:?}");
        assert!(out.lines().all(|line| line.chars().count() <= 40), "{out}");
        assert!(out.ends_with("it.\n\nA second.\n"), "{out}");
        assert!(out.contains("that is wrapped,"), "{out}");
    }
}
