//! Attribution: what a match of a rule says about who speaks, and what verbs of saying take.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::lexicon::{LexemeId, Lexicon};

/// What a match means: its words ascribe the clause around it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Where the source stands.
    pub source: SourceSide,
}

/// On which side of a cue its source stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceSide {
    /// "according to the ministry".
    After,
    /// "the ministry says".
    Before,
}

/// What a verb of saying or thinking can take: a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frames(u8);

impl Frames {
    /// Marked words.
    pub const SPEECH: Frames = Frames(1);
    /// A clause with or without "that".
    pub const CLAUSE: Frames = Frames(2);
    /// A clause with "that".
    pub const THAT: Frames = Frames(4);
    /// An infinitive.
    pub const TO: Frames = Frames(8);
    /// Somebody and an infinitive.
    pub const OBJECT_TO: Frames = Frames(16);
    /// A noun phrase.
    pub const OBJECT: Frames = Frames(32);
    /// Somebody told, before the clause.
    pub const HEARER: Frames = Frames(64);

    /// True if the two share a frame.
    pub fn has(self, other: Frames) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    pub fn and(self, other: Frames) -> Frames {
        Frames(self.0 | other.0)
    }

    fn named(name: &str) -> Frames {
        match name {
            "speech" => Self::SPEECH,
            "clause" => Frames(Self::CLAUSE.0 | Self::THAT.0),
            "that" => Self::THAT,
            "to" => Self::TO,
            "object-to" => Self::OBJECT_TO,
            "object" => Self::OBJECT,
            "hearer" => Self::HEARER,
            _ => Frames::default(),
        }
    }
}

/// The cues of a language: base forms of verbs, and nouns, with what they take.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    verbs: FxHashMap<LexemeId, Frames>,
    nouns: FxHashMap<LexemeId, Frames>,
    leading: FxHashSet<LexemeId>,
}

impl Cues {
    /// Reads the classes CUE, CUE_NOUN and CUE_PREPOSITION.
    pub fn of(lexicon: &Lexicon) -> Self {
        let leads = lexicon.class("CUE_PREPOSITION");
        let leading = lexicon.iter().filter(|(id, _)| leads.is_some_and(|class| lexicon.is(*id, class)));
        Self {
            verbs: frames(lexicon, "CUE"),
            nouns: frames(lexicon, "CUE_NOUN"),
            leading: leading.map(|(id, _)| id).collect(),
        }
    }

    /// True for "for" in "called for a ban": a preposition between a verb and what is said, not who is told.
    pub fn leads_to_content(&self, word: LexemeId) -> bool {
        self.leading.contains(&word)
    }

    /// What the verb with this base form takes; nothing if it is no cue.
    pub fn verb(&self, lemma: LexemeId) -> Frames {
        self.verbs.get(&lemma).copied().unwrap_or_default()
    }

    /// What the noun takes.
    pub fn noun(&self, word: LexemeId) -> Frames {
        self.nouns.get(&word).copied().unwrap_or_default()
    }
}

fn frames(lexicon: &Lexicon, class: &str) -> FxHashMap<LexemeId, Frames> {
    let Some(class) = lexicon.class(class) else { return FxHashMap::default() };
    let of = |text: &str| Frames(text.split(' ').fold(0, |all, name| all | Frames::named(name).0));
    lexicon.iter().filter_map(|(id, _)| Some((id, of(lexicon.text(id, class)?)))).collect()
}
