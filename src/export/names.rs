//! The words that the formats use for what the model holds: part of the documented contract, so they never change.

use crate::model::{
    Form, Modality, Modifier, QuoteKind, ReferenceKind, RelationKind, Status, TemporalRelation, TimexKind,
};

/// TIMEX3 `type`.
pub fn timex(kind: TimexKind) -> &'static str {
    match kind {
        TimexKind::Date => "DATE",
        TimexKind::Time => "TIME",
        TimexKind::Duration => "DURATION",
        TimexKind::Set => "SET",
    }
}

/// TIMEX3 `mod`.
pub fn modifier(modifier: Modifier) -> &'static str {
    match modifier {
        Modifier::Before => "BEFORE",
        Modifier::After => "AFTER",
        Modifier::OnOrBefore => "ON_OR_BEFORE",
        Modifier::OnOrAfter => "ON_OR_AFTER",
        Modifier::LessThan => "LESS_THAN",
        Modifier::MoreThan => "MORE_THAN",
        Modifier::EqualOrLess => "EQUAL_OR_LESS",
        Modifier::EqualOrMore => "EQUAL_OR_MORE",
        Modifier::Start => "START",
        Modifier::Mid => "MID",
        Modifier::End => "END",
        Modifier::Approx => "APPROX",
    }
}

/// How a value came about.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Stated => "stated",
        Status::Inferred => "inferred",
        Status::Unresolved => "unresolved",
    }
}

/// How a mention names its entity.
pub fn form(form: Form) -> &'static str {
    match form {
        Form::Name => "name",
        Form::Nominal => "nominal",
        Form::Pronoun => "pronoun",
    }
}

/// The ties between entities.
pub fn relation(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::DemonymOf => "demonym-of",
        RelationKind::MemberOf => "member-of",
        RelationKind::PartOf => "part-of",
        RelationKind::MaybeSame => "maybe-same",
    }
}

/// Whether the text says that an event happened.
pub fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Asserted => "asserted",
        Modality::Negated => "negated",
        Modality::Planned => "planned",
        Modality::Conditional => "conditional",
        Modality::CalledFor => "called-for",
        Modality::ReportedAsClaimed => "reported-as-claimed",
    }
}

/// The order of two events.
pub fn order(relation: TemporalRelation) -> &'static str {
    match relation {
        TemporalRelation::Before => "before",
        TemporalRelation::After => "after",
        TemporalRelation::Includes => "includes",
        TemporalRelation::Simultaneous => "simultaneous",
    }
}

/// How words are given.
pub fn quote(kind: QuoteKind) -> &'static str {
    match kind {
        QuoteKind::Direct => "direct",
        QuoteKind::Indirect => "indirect",
    }
}

/// What words point to.
pub fn reference(kind: ReferenceKind) -> &'static str {
    match kind {
        ReferenceKind::Event => "event",
        ReferenceKind::Agreement => "agreement",
        ReferenceKind::Entity => "entity",
        ReferenceKind::Provision => "provision",
        ReferenceKind::Note => "note",
        ReferenceKind::Link => "link",
        ReferenceKind::Repeated => "repeated",
    }
}
