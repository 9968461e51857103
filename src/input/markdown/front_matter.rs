//! Front matter: the lines of YAML or TOML before the text.
//!
//! Only plain `key: value` lines of YAML and short lists are read; that is all that titles, dates and authors need.

use pulldown_cmark::MetadataBlockKind;

use crate::input::date;
use crate::input::structure::{Field, structure};
use crate::model::{Language, Meta, Provenance, Stated};

const BY: &str = "front matter";

/// Fills in what front matter states.
pub fn apply(kind: MetadataBlockKind, words: &str, meta: &mut Meta) {
    let pairs = match kind {
        MetadataBlockKind::YamlStyle => yaml(words),
        MetadataBlockKind::PlusesStyle => toml(words),
    };
    for (key, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
        let stated = |value: String| Some(Stated { value, span: None, by: BY.into() });
        match structure().field(&key) {
            Some(Field::Title) if meta.title.is_none() => meta.title = stated(value),
            Some(Field::Author) if meta.author.is_none() => meta.author = stated(value),
            Some(Field::Date) if meta.date.is_none() => {
                meta.date = date::find(&value).map(|(value, _)| Stated { value, span: None, by: BY.into() });
            }
            Some(Field::Language) => {
                let code: String = value.chars().take_while(char::is_ascii_alphabetic).collect();
                if (2..=3).contains(&code.len()) {
                    let provenance = Provenance::new(BY, Vec::new(), 1.0);
                    meta.language = Some(Language { code: code.to_lowercase(), provenance });
                }
            }
            _ => {}
        }
    }
}

/// `key: value`, `key: [a, b]`, and a key with a list of `- value` lines below.
pub(super) fn yaml(words: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for line in words.lines() {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            if let Some((_, value)) = pairs.last_mut() {
                let separator = if value.is_empty() { "" } else { ", " };
                value.push_str(separator);
                value.push_str(unquoted(item));
            }
        } else if let Some((key, value)) = line.split_once(':')
            && !line.starts_with([' ', '\t', '#'])
        {
            let value = value.trim();
            let list = value.strip_prefix('[').and_then(|value| value.strip_suffix(']'));
            let value = match list {
                Some(list) => list.split(',').map(unquoted).collect::<Vec<_>>().join(", "),
                None => unquoted(value).to_owned(),
            };
            pairs.push((key.trim().to_owned(), value));
        }
    }
    pairs
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let inside = |mark: char| value.strip_prefix(mark).and_then(|value| value.strip_suffix(mark));
    inside('"').or_else(|| inside('\'')).unwrap_or(value)
}

fn toml(words: &str) -> Vec<(String, String)> {
    let table: toml::Table = toml::from_str(words).unwrap_or_default();
    let text = |value: &toml::Value| match value {
        toml::Value::String(value) => value.clone(),
        toml::Value::Array(values) => values.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(", "),
        value => value.to_string(),
    };
    table.iter().map(|(key, value)| (key.clone(), text(value))).collect()
}
