//! English words for what the model calls by a name of its own.

use crate::model::when::duration_in_words;
use crate::model::{EntityKind, Meta, Modality, Mode};

/// The word for a kind of entity.
pub fn kind_words(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Org => "organisation",
        EntityKind::Place => "place",
        EntityKind::Norp => "people",
        EntityKind::Event => "named event",
        EntityKind::Law => "agreement or law",
        EntityKind::Work => "work",
        EntityKind::Other => "name",
    }
}

/// What kind of telling an event is, where it is not told as a fact.
pub fn modality_words(modality: Modality) -> &'static str {
    match modality {
        Modality::Asserted => "told as a fact",
        Modality::Negated => "told as not so",
        Modality::Planned => "planned",
        Modality::Conditional => "only if something else does",
        Modality::CalledFor => "asked for",
        Modality::ReportedAsClaimed => "told as somebody’s claim",
    }
}

/// What a document's dates count from, and who says so, behind "dates count".
pub fn mode_words(meta: &Meta) -> String {
    let words = match meta.mode {
        Mode::News => "from the document’s date",
        Mode::Narrative => "from the last one told",
        Mode::Unknown => return "nothing says from what".into(),
    };
    format!("{words} ({})", if meta.mode_given { "chosen by you" } else { "found out" })
}

/// A TIMEX3 value that is no place in the calendar, in words.
pub fn value_words(value: &str) -> String {
    match value {
        "PRESENT_REF" => "the present of whoever speaks".into(),
        "PAST_REF" => "some time before".into(),
        "FUTURE_REF" => "some time to come".into(),
        _ => duration_in_words(value),
    }
}
