//! Who and where: entities, their mentions, what the text says of them by form.

use serde::{Deserialize, Serialize};

use super::{EntityId, MentionId, Provenance, Span};

/// Somebody or something with a name: one row in the sidebar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// The fullest form that the text gives.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Roles and epithets as the text gives them ("Chairman of ATUC, MP"), wherever they stand beside a name; each only
    /// once in [`Document::descriptors`](super::Document::descriptors).
    pub descriptors: Vec<Descriptor>,
    /// What the text says by form about it and others.
    pub related: Vec<Relation>,
    /// Indexes into `Document::mentions`, in text order; never empty.
    pub mentions: Vec<MentionId>,
}

/// The kinds of entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EntityKind {
    /// A human being, real or not.
    Person,
    /// A company, body, party, army, court.
    Org,
    /// A country, town, region, river, building.
    Place,
    /// A people, a faith, a party's followers: "Armenian", "Catholics".
    Norp,
    /// A named event: "the Congress of Vienna".
    Event,
    /// A treaty, statute, declaration, resolution, case.
    Law,
    /// A book, film, newspaper, song.
    Work,
    /// A name of something else.
    Other,
}

impl EntityKind {
    /// All kinds, in order.
    pub const ALL: [EntityKind; 8] = [
        EntityKind::Person,
        EntityKind::Org,
        EntityKind::Place,
        EntityKind::Norp,
        EntityKind::Event,
        EntityKind::Law,
        EntityKind::Work,
        EntityKind::Other,
    ];

    /// The code of the kind, as in marked corpora.
    pub fn code(self) -> &'static str {
        match self {
            EntityKind::Person => "PERSON",
            EntityKind::Org => "ORG",
            EntityKind::Place => "PLACE",
            EntityKind::Norp => "NORP",
            EntityKind::Event => "EVENT",
            EntityKind::Law => "LAW",
            EntityKind::Work => "WORK",
            EntityKind::Other => "OTHER",
        }
    }

    /// The kind of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A role or epithet, in the document's own words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Descriptor {
    /// The words.
    pub span: Span,
    /// Why it belongs to this entity: the evidence is the name beside which it stands.
    pub provenance: Provenance,
}

/// A tie between two entities that the text states by form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// Which tie.
    pub kind: RelationKind,
    /// To whom.
    pub entity: EntityId,
    /// Why.
    pub provenance: Provenance,
}

/// The ties between entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RelationKind {
    /// "Armenian" to Armenia.
    DemonymOf,
    /// A person to an organisation.
    MemberOf,
    /// A place or body to the larger one.
    PartOf,
    /// A person of the same surname, a place of the same name: kept apart, though they might be one.
    MaybeSame,
}

/// One place where an entity is meant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// The words, without a leading article, with an honorific only where it is part of the name.
    pub span: Span,
    /// Who is meant.
    pub entity: EntityId,
    /// How.
    pub form: Form,
    /// Why these words mean this entity; `None` for its own first, full name.
    pub provenance: Option<Provenance>,
}

/// How a mention names its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Form {
    /// By name.
    Name,
    /// By a common noun: "this country", "the chairman".
    Nominal,
    /// By a pronoun.
    Pronoun,
}
