//! Attribution: what a match of a rule says about who speaks, and what verbs of saying take.

use rustc_hash::FxHashMap;
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
pub struct Frames(u16);

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
    /// What "of" or "about" leads to.
    pub const ABOUT: Frames = Frames(256);
    /// What "to" leads to.
    pub const TOWARD: Frames = Frames(512);
    /// In the passive an infinitive about the subject: "it is said to be".
    pub const RAISED: Frames = Frames(128);

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
            "raised" => Self::RAISED,
            "about" => Self::ABOUT,
            "toward" => Self::TOWARD,
            _ => Frames::default(),
        }
    }
}

/// The cues of a language: base forms of verbs, and nouns, with what they take.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    verbs: FxHashMap<LexemeId, Frames>,
    nouns: FxHashMap<LexemeId, Frames>,
    leading: FxHashMap<LexemeId, Frames>,
}

impl Cues {
    /// Reads the classes CUE and CUE_NOUN, and CUE_PREPOSITION, CUE_ABOUT and CUE_TOWARD.
    pub fn of(lexicon: &Lexicon) -> Self {
        let mut leading: FxHashMap<LexemeId, Frames> = FxHashMap::default();
        let classes =
            [("CUE_PREPOSITION", Frames::OBJECT), ("CUE_ABOUT", Frames::ABOUT), ("CUE_TOWARD", Frames::TOWARD)];
        for (name, frame) in classes {
            let Some(class) = lexicon.class(name) else { continue };
            for (id, _) in lexicon.iter().filter(|(id, _)| lexicon.is(*id, class)) {
                let frames = leading.entry(id).or_default();
                *frames = frames.and(frame);
            }
        }
        Self { verbs: frames(lexicon, "CUE"), nouns: frames(lexicon, "CUE_NOUN"), leading }
    }

    /// The frames whose content a preposition leads to: "for" in "called for a ban" those of a noun phrase, "of" in
    /// "spoke of war" that of a topic; others lead to who is told, or where.
    pub fn leads_to_content(&self, word: LexemeId) -> Frames {
        self.leading.get(&word).copied().unwrap_or_default()
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
