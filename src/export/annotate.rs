//! The machine-readable contract: one JSON object a document, on one line.
//!
//! Offsets count Unicode code points of `text`, as the TextPositionSelector of the W3C Web Annotation model does. The
//! keys are documented in the README and stable. Rows are written as they are made: nothing is built up in memory. The
//! provenance (*why?*) is not part of the contract.

use std::fmt::{self, Display};
use std::io::{self, Write};

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::names;
use crate::model::index::CodePoints;
use crate::model::when::Granularity;
use crate::model::{
    Document, Entity, EntityId, Event, EventId, Mention, Moment, Quote, Reference, Source, Span, Target, TemporalLink,
    Timex, TimexKind, When,
};

/// Writes the object of `document`, with the name of its source as `id`, and a line feed.
pub fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    match &document.meta.source {
        Source::Stdin => write_as("-", document, out),
        Source::File(path) => write_as(path.to_string_lossy(), document, out),
        Source::Line(id) => write_as(id, document, out),
    }
}

/// The same under another `id`, which may be any JSON value.
pub fn write_as(id: impl Serialize, document: &Document, out: &mut dyn Write) -> io::Result<()> {
    line(&Annotation { id, document, points: CodePoints::new(&document.text) }, out)
}

/// Writes what stands in the place of a document that cannot be annotated.
pub fn write_error(id: impl Serialize, error: impl Display, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Failure<I> {
        id: I,
        error: String,
    }
    line(&Failure { id, error: error.to_string() }, out)
}

fn line(object: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    serde_json::to_writer(&mut out, object)?;
    out.write_all(b"\n")?;
    out.flush()
}

struct Annotation<'a, I> {
    id: I,
    document: &'a Document,
    points: CodePoints<'a>,
}

impl<I: Serialize> Serialize for Annotation<'_, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let document = self.document;
        let meta = &document.meta;
        let rows = Rows { document, points: &self.points, paragraphs: paragraphs(document) };
        let mut object = serializer.serialize_struct("Annotation", 13)?;
        object.serialize_field("id", &self.id)?;
        object.serialize_field("title", &meta.title.as_ref().map(|title| &title.value))?;
        object.serialize_field("date", &meta.date.as_ref().map(|date| Shown(Day(date.value))))?;
        object.serialize_field("language", &meta.language.as_ref().map(|language| &language.code))?;
        object.serialize_field("text", &*document.text)?;
        object.serialize_field("timexes", &Each(|| document.timexes.iter().map(|timex| rows.timex(timex))))?;
        object.serialize_field("entities", &Each(|| document.mentions.iter().map(|mention| rows.mention(mention))))?;
        object.serialize_field(
            "clusters",
            &Each(|| document.entities.iter().enumerate().map(|(index, entity)| rows.cluster(index, entity))),
        )?;
        object.serialize_field(
            "events",
            &Each(|| document.events.iter().enumerate().map(|(index, event)| rows.event(index, event))),
        )?;
        object.serialize_field("order", &Each(|| document.temporal_links.iter().map(order)))?;
        object.serialize_field("quotes", &Each(|| document.quotes.iter().map(|quote| rows.quote(quote))))?;
        object.serialize_field(
            "references",
            &Each(|| document.references.iter().map(|reference| rows.reference(reference))),
        )?;
        object.serialize_field("warnings", &Each(|| meta.warnings.iter().map(|warning| &warning.0)))?;
        object.end()
    }
}

/// A list that is written item by item.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A text that is written without being built first.
struct Shown<T>(T);

impl<T: Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// "e7", "ev3".
#[derive(Clone, Copy)]
struct Id(&'static str, u32);

impl Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.0, self.1)
    }
}

fn entity_id(id: EntityId) -> Shown<Id> {
    Shown(Id("e", id.0))
}

fn event_id(id: EventId) -> Shown<Id> {
    Shown(Id("ev", id.0))
}

/// `2020-09-27`, `-0043-03-15`: ISO 8601 with a year of four digits and a sign where it is negative.
struct Day(crate::model::Date);

impl Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, sign) = (self.0.year(), if self.0.year() < 0 { "-" } else { "" });
        write!(f, "{sign}{:04}-{:02}-{:02}", year.unsigned_abs(), self.0.month(), self.0.day())
    }
}

/// A bound, as fine as the value that it bounds: a day, or with the time of the day.
struct Bound(Moment, Granularity);

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
fn bounds(when: Option<&When>) -> [Option<Shown<Bound>>; 2] {
    let bound = |moment: Option<Moment>, when: &When| moment.map(|moment| Shown(Bound(moment, when.granularity)));
    when.map_or([None, None], |when| {
        let (earliest, latest) = when.bounds.hull();
        [bound(earliest, when), bound(latest, when)]
    })
}

/// The number of each block's paragraph, counted from 1 over all that is no separator.
fn paragraphs(document: &Document) -> Vec<u32> {
    let mut number = 0;
    let count = |block: &crate::model::Block| {
        number += u32::from(block.kind != crate::model::BlockKind::Separator);
        number
    };
    document.blocks.iter().map(count).collect()
}

/// Makes the rows of one document.
struct Rows<'a> {
    document: &'a Document,
    points: &'a CodePoints<'a>,
    paragraphs: Vec<u32>,
}

#[derive(Serialize)]
struct Range {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct TimexRow<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    r#type: &'static str,
    value: &'a str,
    r#mod: Option<&'static str>,
    edtf: Option<&'a str>,
    earliest: Option<Shown<Bound>>,
    latest: Option<Shown<Bound>>,
    status: &'static str,
}

#[derive(Serialize)]
struct MentionRow<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    r#type: Option<&'static str>,
    entity: Shown<Id>,
    form: &'static str,
}

#[derive(Serialize)]
struct ClusterRow<'a, D, R> {
    id: Shown<Id>,
    name: &'a str,
    r#type: &'static str,
    descriptors: D,
    related: R,
    mentions: &'a [crate::model::MentionId],
}

#[derive(Serialize)]
struct RelatedRow {
    kind: &'static str,
    entity: Shown<Id>,
}

#[derive(Serialize)]
struct EventRow<'a, P> {
    id: Shown<Id>,
    start: usize,
    end: usize,
    text: &'a str,
    label: &'a str,
    value: Option<&'a str>,
    edtf: Option<&'a str>,
    earliest: Option<Shown<Bound>>,
    latest: Option<Shown<Bound>>,
    status: &'static str,
    modality: &'static str,
    claimant: Option<Shown<Id>>,
    participants: P,
    paragraph: Option<u32>,
}

#[derive(Serialize)]
struct OrderRow {
    source: Shown<Id>,
    relation: &'static str,
    target: Shown<Id>,
}

#[derive(Serialize)]
struct QuoteRow<'a> {
    start: usize,
    end: usize,
    source: Option<[usize; 2]>,
    speaker: Option<Shown<Id>>,
    speaker_text: Option<&'a str>,
    cue: Option<[usize; 2]>,
    kind: &'static str,
    depth: u8,
}

#[derive(Serialize)]
struct ReferenceRow<'a, C> {
    start: usize,
    end: usize,
    text: &'a str,
    kind: &'static str,
    target: Option<TargetRow<'a>>,
    candidates: C,
    confidence: f64,
}

/// A place in this document, or an address outside.
#[derive(Serialize)]
#[serde(untagged)]
enum TargetRow<'a> {
    Place(Range),
    Address { url: &'a str },
}

impl<'a> Rows<'a> {
    fn range(&self, span: Span) -> Range {
        Range { start: self.points.at(span.start), end: self.points.at(span.end) }
    }

    fn pair(&self, span: Span) -> [usize; 2] {
        let Range { start, end } = self.range(span);
        [start, end]
    }

    fn timex(&self, timex: &'a Timex) -> TimexRow<'a> {
        let Range { start, end } = self.range(timex.span);
        let [earliest, latest] = bounds(timex.when.as_ref());
        TimexRow {
            start,
            end,
            text: self.document.words(timex.span),
            r#type: names::timex(timex.kind),
            value: &timex.value,
            r#mod: timex.modifier.map(names::modifier),
            edtf: timex.when.as_ref().map(|when| &*when.edtf),
            earliest,
            latest,
            status: names::status(timex.status),
        }
    }

    fn mention(&self, mention: &'a Mention) -> MentionRow<'a> {
        let Range { start, end } = self.range(mention.span);
        MentionRow {
            start,
            end,
            text: self.document.words(mention.span),
            r#type: self.document.entities.get(mention.entity.index()).map(|entity| names::entity(entity.kind)),
            entity: entity_id(mention.entity),
            form: names::form(mention.form),
        }
    }

    fn cluster(&self, index: usize, entity: &'a Entity) -> impl Serialize {
        ClusterRow {
            id: entity_id(index.into()),
            name: &entity.name,
            r#type: names::entity(entity.kind),
            descriptors: Each(move || {
                entity.descriptors.iter().map(move |descriptor| self.document.words(descriptor.span))
            }),
            related: Each(move || {
                let row = move |relation: &crate::model::Relation| RelatedRow {
                    kind: names::relation(relation.kind),
                    entity: entity_id(relation.entity),
                };
                entity.related.iter().map(row)
            }),
            mentions: &entity.mentions,
        }
    }

    fn event(&self, index: usize, event: &'a Event) -> impl Serialize {
        let Range { start, end } = self.range(event.trigger);
        let [earliest, latest] = bounds(event.when.as_ref());
        EventRow {
            id: event_id(index.into()),
            start,
            end,
            text: self.document.words(event.trigger),
            label: &event.label,
            value: self.event_value(event),
            edtf: event.when.as_ref().map(|when| &*when.edtf),
            earliest,
            latest,
            status: names::status(event.status),
            modality: names::modality(event.modality),
            claimant: event.claimant.map(entity_id),
            participants: Each(move || event.participants.iter().map(|&id| entity_id(id))),
            paragraph: self.paragraphs.get(event.block.index()).copied(),
        }
    }

    /// The TIMEX3 value of the expression that dates the event, else its EDTF where that is the same.
    fn event_value(&self, event: &'a Event) -> Option<&'a str> {
        let timex = event.timex.and_then(|id| self.document.timexes.get(id.index()));
        let dating = timex.filter(|timex| matches!(timex.kind, TimexKind::Date | TimexKind::Time));
        let plain = |edtf: &&str| edtf.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        dating.map(|timex| &*timex.value).or_else(|| event.when.as_ref().map(|when| &*when.edtf).filter(plain))
    }

    fn quote(&self, quote: &'a Quote) -> QuoteRow<'a> {
        let Range { start, end } = self.range(quote.span);
        QuoteRow {
            start,
            end,
            source: quote.source.map(|span| self.pair(span)),
            speaker: quote.speaker.map(entity_id),
            speaker_text: quote.source.map(|span| self.document.words(span)),
            cue: quote.cue.map(|span| self.pair(span)),
            kind: names::quote(quote.kind),
            depth: quote.depth,
        }
    }

    fn reference(&self, reference: &'a Reference) -> impl Serialize {
        let Range { start, end } = self.range(reference.span);
        ReferenceRow {
            start,
            end,
            text: self.document.words(reference.span),
            kind: names::reference(reference.kind),
            target: reference.targets.first().map(|target| self.target(target)),
            candidates: Each(move || reference.targets.iter().map(move |target| self.target(target))),
            confidence: (f64::from(reference.provenance.confidence) * 100.0).round() / 100.0,
        }
    }

    fn target(&self, target: &'a Target) -> TargetRow<'a> {
        let document = self.document;
        let first = |entity: &Entity| entity.mentions.first().and_then(|id| document.mentions.get(id.index()));
        let span = match target {
            Target::Url(url) => return TargetRow::Address { url },
            Target::Span(span) => Some(*span),
            Target::Block(id) => document.blocks.get(id.index()).map(|block| block.span),
            Target::Entity(id) => document.entities.get(id.index()).and_then(first).map(|mention| mention.span),
            Target::Timex(id) => document.timexes.get(id.index()).map(|timex| timex.span),
            Target::Event(id) => document.events.get(id.index()).map(|event| event.trigger),
        };
        TargetRow::Place(self.range(span.unwrap_or_default()))
    }
}

fn order(link: &TemporalLink) -> OrderRow {
    OrderRow { source: event_id(link.source), relation: names::order(link.relation), target: event_id(link.target) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::{Bounds, EntityKind, Form, Provenance, ReferenceKind, Status};

    fn written(document: &Document) -> Value {
        let mut line = Vec::new();
        write(document, &mut line).expect("memory can be written");
        assert_eq!(line.iter().filter(|&&byte| byte == b'\n').count(), 1);
        serde_json::from_slice(&line).expect("it is JSON")
    }

    /// The span of the first `words` in `text`.
    fn span(text: &str, words: &str) -> Span {
        let start = text.find(words).expect("the words stand in the text");
        Span::new(start, start + words.len())
    }

    #[test]
    fn an_empty_document_has_all_keys() {
        let object = written(&Document::default());
        let expected = json!({
            "id": "-", "title": null, "date": null, "language": null, "text": "", "timexes": [], "entities": [],
            "clusters": [], "events": [], "order": [], "quotes": [], "references": [], "warnings": []
        });
        assert_eq!(object, expected);
    }

    #[test]
    fn offsets_count_code_points() {
        let text = "🙂 In München, Łódź’s mayor met Ana on 3 May 44 BC.";
        let why = || Provenance::new("test", Vec::new(), 0.456);
        let day = jiff::civil::date(-43, 5, 3);
        let timex = Timex {
            span: span(text, "3 May 44 BC"),
            kind: TimexKind::Date,
            value: "-0043-05-03".into(),
            modifier: None,
            when: Some(When {
                edtf: "-0043-05-03".into(),
                bounds: Bounds::days(day, day),
                granularity: Granularity::Day,
                candidate_years: None,
            }),
            status: Status::Stated,
            anchor: None,
            provenance: why(),
        };
        let mention = |words, entity| Mention {
            span: span(text, words),
            entity: EntityId(entity),
            form: Form::Name,
            provenance: None,
        };
        let entity = |name: &str, kind, mention| Entity {
            name: name.into(),
            kind,
            descriptors: Vec::new(),
            related: Vec::new(),
            mentions: vec![crate::model::MentionId(mention)],
        };
        let reference = Reference {
            span: span(text, "mayor"),
            kind: ReferenceKind::Entity,
            targets: vec![Target::Entity(EntityId(1)), Target::Url("https://example.org/".into())],
            provenance: why(),
        };
        let object = written(&Document {
            text: text.into(),
            timexes: vec![timex],
            entities: vec![entity("München", EntityKind::Place, 0), entity("Ana", EntityKind::Person, 1)],
            mentions: vec![mention("München", 0), mention("Ana", 1)],
            references: vec![reference],
            ..Document::default()
        });
        let characters: Vec<char> = text.chars().collect();
        for layer in ["timexes", "entities", "references"] {
            for row in object[layer].as_array().expect("a layer is a list") {
                let offset = |key: &str| row[key].as_u64().expect("offsets are numbers") as usize;
                let words: String = characters[offset("start")..offset("end")].iter().collect();
                assert_eq!(row["text"], words);
            }
        }
        assert_eq!(object["timexes"][0]["earliest"], "-0043-05-03");
        assert_eq!(object["entities"][1]["entity"], "e1");
        assert_eq!(object["clusters"][1]["mentions"], json!([1]));
        let (ana, candidates) = (json!({"start": 31, "end": 34}), &object["references"][0]["candidates"]);
        assert_eq!((&object["references"][0]["target"], &candidates[0]), (&ana, &ana));
        assert_eq!(candidates[1], json!({"url": "https://example.org/"}));
        assert_eq!(object["references"][0]["confidence"], 0.46);
    }
}
