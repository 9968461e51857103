//! What a document states about itself in places made for that: title, date, author.
//!
//! Such places are headings, header lines ("Date: …"), bylines, datelines, and lines that hold a place and a date and
//! nothing else, all at the head; at the foot, closing lines ("Done at Geneva, …"). A date in running prose is never
//! the document's, a date without a year is none, and who signed a document is left to the analysis.

use std::ops::Range;

use super::date;
use super::structure::{Field, structure};
use crate::model::{Block, BlockKind, Date, Document, Span, Stated};

/// Blocks at the head and at the foot that are looked at.
const HEAD: usize = 12;
const FOOT: usize = 6;
/// A paragraph of this many bytes is prose: the head ends with it.
const PROSE: usize = 240;
/// A dateline stands within so many bytes of its paragraph's start.
const DATELINE: usize = 90;

/// Fills in what the text states and the format has not found yet.
pub fn find(document: &mut Document) {
    let mut found = Found::default();
    let text = &*document.text;
    let blocks = &*document.blocks;
    for block in head(blocks) {
        found.block(text, block);
    }
    if found.date.is_none() {
        for block in blocks.iter().rev().take(FOOT) {
            found.closing(text, block);
        }
    }
    let meta = &mut document.meta;
    meta.title = meta.title.take().or_else(|| heading(text, blocks)).or(found.title);
    meta.date = meta.date.take().or(found.date);
    meta.author = meta.author.take().or(found.author);
}

/// The blocks at the head, up to the first that is prose, and that one.
fn head(blocks: &[Block]) -> &[Block] {
    let prose = |block: &Block| block.kind == BlockKind::Paragraph && block.span.len() >= PROSE;
    let end = blocks.iter().take(HEAD).position(prose).map_or(HEAD, |at| at + 1);
    &blocks[..end.min(blocks.len())]
}

/// The first heading at the head that is no "Chapter 1".
fn heading(text: &str, blocks: &[Block]) -> Option<Stated<String>> {
    let heading = |block: &&Block| matches!(block.kind, BlockKind::Heading(_)) && block.label.is_none();
    let block = blocks.iter().take(HEAD).find(heading)?;
    let first_level = blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading(_))).map(|block| block.kind);
    // A heading below the first is one of a part of the document, unless parts come before it.
    (Some(block.kind) == first_level || block.kind == BlockKind::Heading(1)).then(|| Stated {
        value: without_rule(block.span.of(text)),
        span: Some(block.span),
        by: "heading".into(),
    })
}

/// The words of a heading on one line, without the line of signs that underlines them.
fn without_rule(words: &str) -> String {
    let lines = words.lines().map(str::trim).filter(|line| line.contains(char::is_alphanumeric));
    lines.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Default)]
struct Found {
    title: Option<Stated<String>>,
    date: Option<Stated<Date>>,
    author: Option<Stated<String>>,
}

impl Found {
    fn block(&mut self, text: &str, block: &Block) {
        if matches!(block.kind, BlockKind::Code | BlockKind::Separator) {
            return;
        }
        for (line, start) in lines(text, block).take(12) {
            if header(line).is_some() {
                self.header(line, start);
            } else if is_byline(line) {
                self.byline(line, start);
            } else if let Some((date, range)) = date::stated(line) {
                self.date(date, start, range, "date line");
            }
            self.closing_line(line, start);
        }
        if self.date.is_none() && block.kind == BlockKind::Paragraph {
            let words = block.span.of(text);
            if let Some((date, range)) = dateline(words) {
                self.date(date, block.span.start as usize, range, "dateline");
            }
        }
    }

    fn closing(&mut self, text: &str, block: &Block) {
        for (line, start) in lines(text, block).take(6) {
            self.closing_line(line, start);
            if block.span.len() < PROSE
                && let Some((date, range)) = date::stated(line)
            {
                self.date(date, start, range, "date line at the foot");
            }
        }
    }

    /// "Done at Geneva, on 12 May 2021, in two originals"
    fn closing_line(&mut self, line: &str, start: usize) {
        let first = line.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        if first.starts_with(char::is_uppercase)
            && structure().closes(first)
            && let Some((date, range)) = date::find(line).filter(|(_, range)| range.end <= 160)
        {
            self.date(date, start, range, "closing line");
        }
    }

    fn date(&mut self, date: Date, start: usize, range: Range<usize>, by: &str) {
        let span = Some(Span::new(start + range.start, start + range.end));
        self.date.get_or_insert(Stated { value: date, span, by: by.into() });
    }

    fn header(&mut self, line: &str, start: usize) {
        let Some((field, value)) = header(line) else { return };
        let offset = start + line.len() - value.len();
        let stated = Stated {
            value: value.to_owned(),
            span: Some(Span::new(offset, offset + value.len())),
            by: "header".to_owned(),
        };
        match field {
            Field::Title => drop(self.title.get_or_insert(stated)),
            Field::Author => drop(self.author.get_or_insert(stated)),
            Field::Date => {
                if let Some((date, range)) = date::find(value) {
                    self.date(date, offset, range, "header");
                }
            }
            Field::Language | Field::Other => {}
        }
    }

    /// "By Jane Roe, 3 May 2021"
    fn byline(&mut self, line: &str, start: usize) {
        if let Some((date, range)) = date::find(line) {
            self.date(date, start, range, "byline");
        }
        let behind = line.find(char::is_whitespace).unwrap_or(line.len());
        let name = behind + (line[behind..].len() - line[behind..].trim_start().len());
        let end = name + names(&line[name..]);
        if end > name {
            let span = Some(Span::new(start + name, start + end));
            self.author.get_or_insert(Stated { value: line[name..end].to_owned(), span, by: "byline".into() });
        }
    }
}

/// The lines of a block with the offsets where they begin.
fn lines<'t>(text: &'t str, block: &Block) -> impl Iterator<Item = (&'t str, usize)> {
    let base = text.as_ptr() as usize;
    let lines = block.span.of(text).split(['\n', '\r', '\u{2028}', '\u{85}']);
    lines.map(str::trim).filter(|line| !line.is_empty()).map(move |line| (line, line.as_ptr() as usize - base))
}

/// The field that a header line states ("Date: 3 May 1921"), and its value.
fn header(line: &str) -> Option<(Field, &str)> {
    let (name, value) = line.split_once(':')?;
    let mut words = name.split_whitespace();
    let (first, second) = (words.next()?, words.next());
    // "Published on: …", "Release date: …"
    let field = structure().field(first)?;
    let names = second.is_none_or(|second| structure().fills_date(second) || structure().field(second) == Some(field));
    let value = value.trim();
    (names && words.next().is_none() && first.starts_with(char::is_uppercase) && !value.is_empty())
        .then_some((field, value))
}

/// True for a line like "Date: 3 May 1921".
pub fn is_header(line: &str) -> bool {
    header(line).is_some()
}

/// True for a line like "By Jane Roe", with a date behind or without.
pub fn is_byline(line: &str) -> bool {
    let Some((first, rest)) = line.split_once(char::is_whitespace) else { return false };
    let rest = rest.trim_start();
    if line.len() > 160 || !first.starts_with(char::is_uppercase) || !structure().opens_byline(first) {
        return false;
    }
    let end = names(rest);
    let behind = rest[end..].trim_start_matches([' ', ',', '|', '\u{2013}', '\u{2014}', '-', '(', '.', ':']);
    let count = rest[..end].split_whitespace().count();
    (1..=12).contains(&count) && (behind.is_empty() || date::stated(behind).is_some())
}

/// The length of the names that `text` begins with: words with capitals, joined by small words.
fn names(text: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let name = word.trim_end();
        let bare = name.trim_end_matches([',', '.']);
        let joins = matches!(
            bare,
            "and" | "de" | "van" | "von" | "der" | "la" | "del" | "da" | "bin" | "al" | "&" | "und" | "et" | "y"
        );
        if !joins && !name.starts_with(char::is_uppercase) || structure().month(bare).is_some() {
            break;
        }
        if !joins {
            // The stop of an initial belongs to the name, a comma does not.
            let initial = name.ends_with('.') && bare.chars().count() <= 3;
            end = at + if initial { name.len() } else { bare.len() };
        }
        at += word.len();
    }
    end
}

/// The full date in a dateline: "WASHINGTON, Sept. 4, 2022 (Agency) – The talks …".
fn dateline(paragraph: &str) -> Option<(Date, Range<usize>)> {
    let mut limit = paragraph.len().min(DATELINE);
    while !paragraph.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &paragraph[..limit];
    let dashes = [" \u{2013}", " \u{2014}", " - ", "\u{2014}", " --"];
    let end = dashes.iter().filter_map(|dash| head.find(dash)).min()?;
    let opening = &head[..end];
    let place = opening.split(|c: char| !c.is_alphabetic()).next()?;
    let agency = opening.find('(').filter(|_| opening.trim_end().ends_with(')')).unwrap_or(end);
    let (date, range) = date::stated(&opening[..agency])?;
    (place.starts_with(char::is_uppercase) && range.start > 0).then_some((date, range))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::from_text;
    use crate::model::Source;

    const PROSE_TEXT: &str = "The council met for the third time since the spring, and again the seats of the southern \
        towns stayed empty. On 9 June 1999 it had been the same. Nobody had expected anything else, least of all the \
        mayor, who had sent the letters himself and knew that most of them had come back unopened.";

    /// The title, date and author that a text states: each with the words that state it.
    fn check(head: &str, foot: &str, title: Option<&str>, date: Option<(&str, &str)>, author: Option<&str>) {
        let text = format!("{head}{PROSE_TEXT}\n\n{PROSE_TEXT}{foot}\n");
        let document = from_text(Source::Stdin, text);
        let meta = &document.meta;
        let words = |span: Option<Span>| span.map(|span| document.words(span)).unwrap_or("").to_owned();
        assert_eq!(meta.title.as_ref().map(|title| title.value.as_str()), title, "title of {head:?}");
        let found = meta.date.as_ref().map(|date| (date.value.to_string(), words(date.span)));
        assert_eq!(found, date.map(|(value, words)| (value.to_owned(), words.to_owned())), "date of {head:?} {foot:?}");
        assert_eq!(meta.author.as_ref().map(|author| words(author.span)).as_deref(), author, "author of {head:?}");
    }

    #[test]
    fn nothing_is_invented() {
        check("", "", None, None, None);
        check("The mayor said on 12 May 2021 that nothing would change.\n\n", "", None, None, None);
        check("KYIV, 3 March (Agency) \u{2014} ", "", None, None, None);
    }

    #[test]
    fn titles_bylines_and_datelines_are_found() {
        check("A Town Waits\n\n", "", Some("A Town Waits"), None, None);
        check(
            "A Town Waits\n\nBy Jane Roe and J. R. Doe, 3 May 2021\n\n",
            "",
            Some("A Town Waits"),
            Some(("2021-05-03", "3 May 2021")),
            Some("Jane Roe and J. R. Doe"),
        );
        check("WASHINGTON, Sept. 4, 2022 \u{2013} ", "", None, Some(("2022-09-04", "Sept. 4, 2022")), None);
        check("LONDON, 3 March 2021 (Agency) \u{2014} ", "", None, Some(("2021-03-03", "3 March 2021")), None);
        check("Geneva, 12 May 2021\n\n", "", None, Some(("2021-05-12", "12 May 2021")), None);
    }

    #[test]
    fn headers_are_found() {
        check(
            "From: Jane Roe\nTo: The Council\nDate: Mon, 3 May 2021 10:15\nSubject: The empty seats\n\n",
            "",
            Some("The empty seats"),
            Some(("2021-05-03", "3 May 2021")),
            Some("Jane Roe"),
        );
        check("Published: 2021-05-03\n\n", "", None, Some(("2021-05-03", "2021-05-03")), None);
    }

    #[test]
    fn closing_lines_are_found() {
        check(
            "",
            "\n\nDone at Geneva, on 12 May 2021, in two originals.",
            None,
            Some(("2021-05-12", "12 May 2021")),
            None,
        );
        check("", "\n\nDated this 4th day of May 2021", None, Some(("2021-05-04", "4th day of May 2021")), None);
    }
}
