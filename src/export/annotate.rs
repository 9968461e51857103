//! The machine-readable contract: one JSON object a document, on one line.
//!
//! Offsets count Unicode code points of `text`, as the TextPositionSelector of the W3C Web Annotation model does. The
//! keys are documented in the README and stable. Rows are written as they are made: nothing is built up in memory. The
//! provenance (*why?*) is not part of the contract.

use std::fmt::Display;
use std::io::{self, Write};

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::exporter::Exporter;
use super::rows::Rows;
use super::value::{Day, Each, Shown, id, line};
use crate::model::Document;

/// `annotations`.
pub const ANNOTATIONS: Exporter =
    Exporter { name: "annotations", extension: "jsonl", doc: "everything found, one JSON object a document", write };

/// Writes the object of `document`, with the name of its source as `id`, and a line feed.
pub fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    write_as(id(document), document, out)
}

/// The same under another `id`, which may be any JSON value.
pub fn write_as(id: impl Serialize, document: &Document, out: &mut dyn Write) -> io::Result<()> {
    line(&Annotation { id, document }, out)
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

struct Annotation<'a, I> {
    id: I,
    document: &'a Document,
}

impl<I: Serialize> Serialize for Annotation<'_, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let document = self.document;
        let meta = &document.meta;
        let rows = Rows::new(document);
        let mut object = serializer.serialize_struct("Annotation", 14)?;
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
            "roles",
            &Each(|| document.entities.iter().enumerate().flat_map(|(index, entity)| rows.roles(index, entity))),
        )?;
        object.serialize_field(
            "events",
            &Each(|| document.events.iter().enumerate().map(|(index, event)| rows.event(index, event))),
        )?;
        object.serialize_field("order", &Each(|| document.temporal_links.iter().map(|link| rows.order(link))))?;
        let parts = rows.parts();
        object.serialize_field(
            "quotes",
            &Each(|| document.quotes.iter().zip(&parts).map(|(quote, part)| rows.quote(quote, *part))),
        )?;
        object.serialize_field(
            "references",
            &Each(|| document.references.iter().map(|reference| rows.reference(reference))),
        )?;
        object.serialize_field("warnings", &Each(|| meta.warnings.iter().map(|warning| &warning.0)))?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::{
        Bounds, Descriptor, Entity, EntityId, EntityKind, Form, Granularity, Mention, MentionId, Provenance, Quote,
        QuoteKind, Reference, ReferenceKind, Span, Status, Target, Timex, TimexKind, When,
    };

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
    fn what_one_source_says_in_parts_is_one_act() {
        let text = "“A,” said Lena, “B.” “C,” said Omar, and “D.”";
        let quote = |words: &str, source: &str| Quote {
            span: span(text, words),
            source: Some(span(text, source)),
            cue: None,
            speaker: None,
            kind: QuoteKind::Direct,
            depth: 1,
            provenance: Provenance::new("test", Vec::new(), 1.0),
        };
        let quotes = vec![quote("A,", "Lena"), quote("B.", "Lena"), quote("C,", "Omar"), quote("D.", "Omar")];
        let object = written(&Document { text: text.into(), quotes, ..Document::default() });
        let parts: Vec<_> = object["quotes"].as_array().expect("rows").iter().map(|row| &row["part_of"]).collect();
        assert_eq!(parts, [&Value::Null, &json!(0), &Value::Null, &json!(2)]);
    }

    #[test]
    fn an_empty_document_has_all_keys() {
        let object = written(&Document::default());
        let expected = json!({
            "id": "-", "title": null, "date": null, "language": null, "text": "", "timexes": [], "entities": [],
            "clusters": [], "roles": [], "events": [], "order": [], "quotes": [], "references": [], "warnings": []
        });
        assert_eq!(object, expected);
    }

    #[test]
    fn each_role_is_written_with_its_name_but_told_once() {
        let text = "Ü: Mayor Ana spoke, and Mayor Ana left.";
        let descriptor = |from: usize| {
            let at = |words: &str| {
                let start = from + text[from..].find(words).expect("the words stand in the text");
                Span::new(start, start + words.len())
            };
            Descriptor { span: at("Mayor"), provenance: Provenance::new("test", vec![at("Ana")], 0.9) }
        };
        let object = written(&Document {
            text: text.into(),
            entities: vec![Entity {
                name: "Ana".into(),
                kind: EntityKind::Person,
                descriptors: vec![descriptor(0), descriptor(20)],
                related: Vec::new(),
                mentions: Vec::new(),
            }],
            ..Document::default()
        });
        assert_eq!(object["clusters"][0]["descriptors"], json!(["Mayor"]));
        let first = json!({"name": [9, 12], "role": [3, 8], "text": "Mayor", "entity": "e0"});
        let second = json!({"name": [30, 33], "role": [24, 29], "text": "Mayor", "entity": "e0"});
        assert_eq!(object["roles"], json!([first, second]));
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
            found: None,
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
            mentions: vec![MentionId(mention)],
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
