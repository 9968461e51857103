//! Who is in a document: a table for people, or one JSON object a document.

use std::io::{self, Write};

use serde::Serialize;

use super::exporter::Exporter;
use super::rows::{Rows, place};
use super::table::Table;
use super::value::{Each, Head, line};
use crate::model::{Document, Span};
use crate::query::{Context, Filter, Index, kind_words, role, who_rows};

/// `entities`.
pub const ENTITIES: Exporter =
    Exporter { name: "entities", extension: "txt", doc: "who is in it, as a table", write: table };

/// `entities-json`.
pub const ENTITIES_JSON: Exporter = Exporter {
    name: "entities-json",
    extension: "jsonl",
    doc: "who is in it, with all mentions, one JSON object a document",
    write: json,
};

/// Writes the table, the most mentioned first, demonyms under their country.
pub fn table(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let index = Index::new(document);
    let filter = Filter::default();
    let mut table = Table::new(["WHO", "WHAT", "ROLE", "MENTIONS", "FIRST ¶"]);
    for row in who_rows(document, &index, &nowhere(document), &filter) {
        let entity = &document.entities[row.entity.index()];
        let name = if row.under { format!("  {}", entity.name) } else { entity.name.clone() };
        let first = entity.mentions.first().and_then(|id| document.mentions.get(id.index()));
        let first = first.and_then(|mention| document.block_at(mention.span.start));
        let first = first.map_or_else(|| "1".into(), |block| place(document, block));
        let documents = index.documents(row.entity).filter(|of| *of > 1);
        let mentions = documents.map_or_else(|| row.mentions.to_string(), |of| format!("{} in {of}d", row.mentions));
        let role = role(document, &index, row.entity, &filter);
        table.row([&name, kind_words(entity.kind), &role, &mentions, &first]);
    }
    table.write(out)
}

/// A reader who is behind the end: nobody is mentioned there, so all rows are in one section.
fn nowhere(document: &Document) -> Context {
    let end = document.text.len() as u32;
    let beyond = crate::model::BlockId(u32::MAX);
    Context { offset: end, block: beyond, sentence: None, view: Span { start: end, end } }
}

/// Writes all entities in the order of their first mention, each with the places of its mentions.
pub fn json(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Entities<'a, E> {
        #[serde(flatten)]
        head: Head<'a>,
        entities: E,
    }
    let rows = Rows::new(document);
    let entities = Entities {
        head: Head::of(document),
        entities: Each(|| document.entities.iter().enumerate().map(|(index, entity)| rows.entity(index, entity))),
    };
    line(&entities, out)
}
