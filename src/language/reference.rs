//! References: what a match of a rule points to.

use serde::Deserialize;

use super::lexicon::{ClassId, LexemeId, Lexicon};

/// What a match means: a numbered part of a document is named behind it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// How the unit is named.
    pub provision: Unit,
}

/// How the unit of a provision is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// By a word of the class PROVISION: "Article".
    Word,
    /// By the sign "§".
    Sign,
}

/// The word classes that references are read by; `None` where the pack lacks one.
#[derive(Clone, Copy, Debug)]
pub struct ReferenceWords<'a> {
    lexicon: &'a Lexicon,
    agreement: Option<ClassId>,
    generic: Option<ClassId>,
    occasion: Option<ClassId>,
    abstraction: Option<ClassId>,
    alike: Option<ClassId>,
    thing: Option<ClassId>,
    bare: Option<ClassId>,
    demonstrative: Option<ClassId>,
    definite: Option<ClassId>,
    fresh: Option<ClassId>,
    own: Option<ClassId>,
    up_to: Option<ClassId>,
    provision: Option<ClassId>,
    side: Option<ClassId>,
}

impl<'a> ReferenceWords<'a> {
    /// Finds the classes of `reference.toml`.
    pub fn of(lexicon: &'a Lexicon) -> Self {
        Self {
            lexicon,
            agreement: lexicon.class("AGREEMENT"),
            generic: lexicon.class("GENERIC"),
            occasion: lexicon.class("OCCASION"),
            abstraction: lexicon.class("ABSTRACTION"),
            alike: lexicon.class("ALIKE"),
            thing: lexicon.class("THING"),
            bare: lexicon.class("ALONE"),
            demonstrative: lexicon.class("DEMONSTRATIVE"),
            definite: lexicon.class("DEFINITE"),
            fresh: lexicon.class("FRESH"),
            own: lexicon.class("SELF"),
            up_to: lexicon.class("UPTO"),
            provision: lexicon.class("PROVISION"),
            side: lexicon.class("SIDE"),
        }
    }

    fn is(&self, class: Option<ClassId>, word: LexemeId) -> bool {
        class.is_some_and(|class| self.lexicon.is(word, class))
    }

    /// True for "treaty".
    pub fn is_agreement(&self, word: LexemeId) -> bool {
        self.is(self.agreement, word)
    }

    /// True for "incident".
    pub fn is_generic(&self, word: LexemeId) -> bool {
        self.is(self.generic, word)
    }

    /// True for "game".
    pub fn is_occasion(&self, word: LexemeId) -> bool {
        self.is(self.occasion, word)
    }

    /// True for "result": what a whole sentence can be called afterwards.
    pub fn is_abstraction(&self, word: LexemeId) -> bool {
        self.is(self.abstraction, word)
    }

    /// True for "government", which only ends like a noun for what happens.
    pub fn is_thing(&self, word: LexemeId) -> bool {
        self.is(self.thing, word)
    }

    /// True for "this" and "that", which alone can stand for a whole sentence.
    pub fn stands_alone(&self, word: LexemeId) -> bool {
        self.is(self.bare, word)
    }

    /// "storm" for "cyclone": what kind of happening a noun names.
    pub fn alike(&self, word: LexemeId) -> Option<&'a str> {
        self.lexicon.text(word, self.alike?)
    }

    /// True for "these".
    pub fn is_demonstrative(&self, word: LexemeId) -> bool {
        self.is(self.demonstrative, word)
    }

    /// True for "the": words by which a noun points back.
    pub fn is_definite(&self, word: LexemeId) -> bool {
        self.is(self.definite, word)
    }

    /// True for "next" and "new", which tell of something not told before.
    pub fn is_fresh(&self, word: LexemeId) -> bool {
        self.is(self.fresh, word)
    }

    /// True for "this" and "present" in "of the present Treaty".
    pub fn is_own(&self, word: LexemeId) -> bool {
        self.is(self.own, word)
    }

    /// True for "to" in "paragraphs 3 to 7".
    pub fn is_up_to(&self, word: LexemeId) -> bool {
        self.is(self.up_to, word)
    }

    /// "article" for "Art.": what a word for a part of a document stands for.
    pub fn provision(&self, word: LexemeId) -> Option<&'a str> {
        self.lexicon.text(word, self.provision?)
    }

    /// True for "above", false for "below".
    pub fn is_above(&self, word: LexemeId) -> Option<bool> {
        Some(self.lexicon.text(word, self.side?)? == "before")
    }
}
