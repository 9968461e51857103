//! A name as a document uses it.

use crate::language::entity::KINDS;
use crate::language::gazetteer::Entry;
use crate::model::EntityKind;

/// A name as the document uses it, over all its places.
#[derive(Clone, Debug)]
pub struct Name {
    /// The words folded.
    pub key: Box<str>,
    /// What it names.
    pub kind: EntityKind,
    /// What the gazetteer knows of it.
    pub entry: Entry,
    /// The place that shows its words best.
    pub shown: usize,
    /// How often it stands in the text.
    pub count: u32,
    /// Places where its capitals prove it.
    pub firm: u32,
    /// Places behind a title.
    pub titled: u32,
    /// Places where it is emphasised.
    pub emphasised: u32,
    /// Places behind an article.
    pub articled: u32,
    /// Written in capitals throughout, where other words are not.
    pub capitals: bool,
    /// Points for each kind.
    pub scores: [f32; KINDS],
    /// What stands around it says, summed over its places.
    pub cues: [i32; KINDS],
}

impl Name {
    /// How much surer its kind is than any other.
    pub fn margin(&self) -> f32 {
        let others = self.scores.iter().enumerate().filter(|(kind, _)| *kind != self.kind as usize);
        self.scores[self.kind as usize] - others.map(|(_, score)| *score).fold(0.0, f32::max)
    }

    /// The words of the name, folded.
    pub fn words(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.key.split(' ')
    }
}

/// All names of a document, and which name stands at each place.
pub struct Names {
    /// The names, in the order of their first place.
    pub list: Vec<Name>,
    /// For each place its name.
    pub of: Vec<u32>,
}

/// The kind with most points; nothing at all is OTHER.
pub(super) fn best(scores: &[f32; KINDS]) -> EntityKind {
    let mut best = EntityKind::Other;
    let mut points = 0.0;
    for kind in EntityKind::ALL {
        if scores[kind as usize] > points {
            (best, points) = (kind, scores[kind as usize]);
        }
    }
    best
}
