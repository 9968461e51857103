//! A card and its lines: plain data.

use crate::model::{Document, Target};

use super::super::thing::place_of;

/// What is shown of a thing without leaving the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its name or words.
    pub title: String,
    /// What it is: "person", "date", "event", …
    pub kind: &'static str,
    /// What is known of it, the most telling first.
    pub facts: Vec<Fact>,
    /// Where its best definition is, for going there.
    pub target: Option<Target>,
}

/// One line of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// How it is known.
    pub kind: FactKind,
    /// What it tells: "role", "when", "why"; a word or two.
    pub label: &'static str,
    /// The words.
    pub text: String,
    /// Where it can be looked up.
    pub target: Option<Target>,
}

/// How a line of a card is known, so that it can be set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// The text states it, or it was counted.
    Stated,
    /// It was inferred, or is unsure.
    Inferred,
    /// Somebody says so.
    Claimed,
    /// Why it is believed.
    Why,
}

impl Card {
    /// The same card, whose lines lead to places in the text: these stay when the analysis numbers things anew.
    pub fn in_place(mut self, document: &Document) -> Self {
        let targets = self.facts.iter_mut().map(|fact| &mut fact.target).chain([&mut self.target]);
        for target in targets.flatten() {
            *target = place_of(document, target).map_or_else(|| target.clone(), Target::Span);
        }
        self
    }
}
