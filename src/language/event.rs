//! Events: how verbs and nouns change what they govern, and what words say of order.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::lexicon::{ClassId, LexemeId, Lexicon};
use crate::model::Modality;

/// What a match means: how what stands before it lies in time to what stands behind it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// The order of the two.
    pub order: Order,
}

/// How one event lies to another in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// It comes sooner.
    Before,
    /// It comes later.
    After,
    /// It lies within.
    During,
}

/// The word classes that events are judged by; `None` where the pack lacks one.
#[derive(Clone, Debug, Default)]
pub struct EventWords {
    effects: FxHashMap<LexemeId, Modality>,
    bounds: FxHashMap<LexemeId, Order>,
    condition: Option<ClassId>,
    hearsay: Option<ClassId>,
    place: Option<ClassId>,
    light: Option<ClassId>,
    owed: Option<ClassId>,
    meant: Option<ClassId>,
    definite: Option<ClassId>,
    speech_act: Option<ClassId>,
    implied: Option<ClassId>,
    meanwhile: Option<ClassId>,
    means: Option<ClassId>,
    occasion: Option<ClassId>,
    on_occasion: Option<ClassId>,
}

impl EventWords {
    /// Reads the classes of `event.toml`.
    pub fn of(lexicon: &Lexicon) -> Self {
        Self {
            effects: texts(lexicon, "EFFECT", |text| match text {
                "called-for" => Some(Modality::CalledFor),
                "planned" => Some(Modality::Planned),
                "negated" => Some(Modality::Negated),
                "conditional" => Some(Modality::Conditional),
                "reported-as-claimed" => Some(Modality::ReportedAsClaimed),
                _ => None,
            }),
            bounds: texts(lexicon, "BOUND", |text| match text {
                "before" => Some(Order::Before),
                "after" => Some(Order::After),
                _ => None,
            }),
            condition: lexicon.class("CONDITION"),
            hearsay: lexicon.class("HEARSAY"),
            place: lexicon.class("WHERE"),
            light: lexicon.class("LIGHT"),
            owed: lexicon.class("OWED"),
            meant: lexicon.class("MEANT"),
            definite: lexicon.class("DEFINITE"),
            speech_act: lexicon.class("SPEECH_ACT"),
            implied: lexicon.class("IMPLIED"),
            meanwhile: lexicon.class("MEANWHILE"),
            means: lexicon.class("MEANS"),
            occasion: lexicon.class("SPEECH_OCCASION"),
            on_occasion: lexicon.class("ON_SPEECH_OCCASION"),
        }
    }

    /// What a verb, by its base form, makes of what it governs.
    pub fn effect(&self, lemma: LexemeId) -> Option<Modality> {
        self.effects.get(&lemma).copied()
    }

    /// What a noun makes of the infinitive behind it.
    pub fn noun_effect(&self, lexicon: &Lexicon, word: LexemeId) -> Option<Modality> {
        match () {
            () if is(lexicon, self.owed, word) => Some(Modality::CalledFor),
            () if is(lexicon, self.meant, word) => Some(Modality::Planned),
            () => None,
        }
    }

    /// What the word makes of a time behind it, if a bound.
    pub fn bound(&self, word: LexemeId) -> Option<Order> {
        self.bounds.get(&word).copied()
    }

    /// True for "if".
    pub fn is_condition(&self, lexicon: &Lexicon, word: LexemeId) -> bool {
        is(lexicon, self.condition, word)
    }

    /// True for "allegedly".
    pub fn is_hearsay(&self, lexicon: &Lexicon, word: LexemeId) -> bool {
        is(lexicon, self.hearsay, word)
    }

    /// True for a preposition of place.
    pub fn is_place(&self, lexicon: &Lexicon, word: LexemeId) -> bool {
        is(lexicon, self.place, word)
    }

    /// True for "the", "these": words by which a noun points back.
    pub fn is_definite(&self, lexicon: &Lexicon, word: LexemeId) -> bool {
        is(lexicon, self.definite, word)
    }

    /// True for a verb, by its base form, by which somebody does something in saying it: "urge".
    pub fn is_speech_act(&self, lexicon: &Lexicon, lemma: LexemeId) -> bool {
        is(lexicon, self.speech_act, lemma)
    }

    /// True for a verb, by its base form, whose infinitive is of its own time: "begin", "refuse".
    pub fn is_implied(&self, lexicon: &Lexicon, lemma: LexemeId) -> bool {
        is(lexicon, self.implied, lemma)
    }

    /// True for "when": what it begins is of the time of what it hangs on.
    pub fn is_meanwhile(&self, lexicon: &Lexicon, word: LexemeId) -> bool {
        is(lexicon, self.meanwhile, word)
    }

    /// True for "by" before a gerund.
    pub fn is_means(&self, lexicon: &Lexicon, word: LexemeId) -> bool {
        is(lexicon, self.means, word)
    }

    /// True for a noun of an occasion at which somebody speaks: "interview".
    pub fn is_occasion(&self, lexicon: &Lexicon, word: LexemeId) -> bool {
        is(lexicon, self.occasion, word)
    }

    /// True for the prepositions before an occasion.
    pub fn is_on_occasion(&self, lexicon: &Lexicon, word: LexemeId) -> bool {
        is(lexicon, self.on_occasion, word)
    }

    /// True for a verb, by its base form, that tells less than its object.
    pub fn is_light(&self, lexicon: &Lexicon, lemma: LexemeId) -> bool {
        is(lexicon, self.light, lemma)
    }
}

fn is(lexicon: &Lexicon, class: Option<ClassId>, word: LexemeId) -> bool {
    class.is_some_and(|class| lexicon.is(word, class))
}

fn texts<T>(lexicon: &Lexicon, class: &str, of: impl Fn(&str) -> Option<T>) -> FxHashMap<LexemeId, T> {
    let Some(class) = lexicon.class(class) else { return FxHashMap::default() };
    lexicon.iter().filter_map(|(id, _)| Some((id, of(lexicon.text(id, class)?)?))).collect()
}
