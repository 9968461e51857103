//! What the machine-readable formats share: lines, ids, days, bounds, and lists that are written item by item.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

use crate::model::{Date, Document, EntityId, EventId, Granularity, Moment, Source, When};
use crate::visible;

/// One JSON object on a line. What a terminal could take for a command, or what reorders text, is written as an escape,
/// which reads back as the same character.
pub fn line(object: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    object.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Escaping))?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Compact JSON without control characters, whichever end they are from.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        if fragment.is_ascii() && !fragment.as_bytes().contains(&0x7f) {
            return out.write_all(fragment.as_bytes());
        }
        let mut written = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| c.is_control() || visible::is_unsafe(*c)) {
            out.write_all(&fragment.as_bytes()[written..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            written = at + c.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[written..])
    }
}

/// The name of a document's source.
pub fn id(document: &Document) -> Cow<'_, str> {
    match &document.meta.source {
        Source::Stdin => "-".into(),
        Source::File(path) => path.to_string_lossy(),
        Source::Line(id) => id.into(),
        Source::Dossier(_) => document.meta.source.name().into(),
    }
}

/// What every object of a document begins with.
#[derive(Serialize)]
pub struct Head<'a> {
    id: Cow<'a, str>,
    title: Option<&'a str>,
    date: Option<Shown<Day>>,
}

impl<'a> Head<'a> {
    /// The head of a document.
    pub fn of(document: &'a Document) -> Self {
        let meta = &document.meta;
        Self {
            id: id(document),
            title: meta.title.as_ref().map(|title| title.value.as_str()),
            date: meta.date.as_ref().map(|date| Shown(Day(date.value))),
        }
    }
}

/// A list that is written item by item.
pub struct Each<F>(pub F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A text that is written without being built first.
pub struct Shown<T>(pub T);

impl<T: Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// "e7", "ev3".
#[derive(Clone, Copy)]
pub struct Id(&'static str, u32);

impl Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.0, self.1)
    }
}

/// The id of an entity.
pub fn entity_id(id: EntityId) -> Shown<Id> {
    Shown(Id("e", id.0))
}

/// The id of an event.
pub fn event_id(id: EventId) -> Shown<Id> {
    Shown(Id("ev", id.0))
}

/// `2020-09-27`, `-0043-03-15`: ISO 8601 with a year of four digits and a sign where it is negative.
pub struct Day(pub Date);

impl Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, sign) = (self.0.year(), if self.0.year() < 0 { "-" } else { "" });
        write!(f, "{sign}{:04}-{:02}-{:02}", year.unsigned_abs(), self.0.month(), self.0.day())
    }
}

/// A bound, as fine as the value that it bounds: a day, or with the time of the day.
pub struct Bound(Moment, Granularity);

impl Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Day(self.0.date()).fmt(f)?;
        if self.1 < Granularity::Day {
            write!(f, "T{:02}:{:02}", self.0.hour(), self.0.minute())?;
        }
        Ok(())
    }
}

/// The earliest and the latest that `when` may cover.
pub fn bounds(when: Option<&When>) -> [Option<Shown<Bound>>; 2] {
    let bound = |moment: Option<Moment>, when: &When| moment.map(|moment| Shown(Bound(moment, when.granularity)));
    when.map_or([None, None], |when| {
        let (earliest, latest) = when.bounds.hull();
        [bound(earliest, when), bound(latest, when)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_command_reaches_a_terminal() {
        let text = "\u{1b}[2J \u{7f} \u{9b}2J \u{202e} \u{e0041} “café” 😀";
        let mut out = Vec::new();
        line(&text, &mut out).expect("memory takes everything");
        let out = String::from_utf8(out).expect("JSON is UTF-8");
        assert_eq!(out.trim_end(), r#""\u001b[2J \u007f \u009b2J \u202e \udb40\udc41 “café” 😀""#);
        assert_eq!(serde_json::from_str::<String>(&out).expect("it is JSON"), text);
    }
}
