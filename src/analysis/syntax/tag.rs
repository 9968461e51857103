//! The parts of speech that a token can turn out to be.

/// What a token is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// "the", "this", "no".
    Determiner,
    /// "my", "whose".
    Possessive,
    /// "great"; a participle or the name of a people before a noun.
    Adjective,
    /// A common noun, and whatever is not known better.
    Noun,
    /// A part of a name.
    Name,
    /// A part of a date or time of the day.
    Time,
    /// "she".
    Pronoun,
    /// "two", digits.
    Numeral,
    /// "of".
    Preposition,
    /// "to" before a verb.
    To,
    /// "and".
    Coordinator,
    /// "because", "that".
    Subordinator,
    /// "who".
    Relative,
    /// A form of "be".
    Be,
    /// A form of "have".
    Have,
    /// A form of "do".
    Do,
    /// "will".
    Modal,
    /// "not".
    Negative,
    /// "again".
    Adverb,
    /// A verb in its base form: an infinitive, an imperative, a plural present.
    Base,
    /// A verb in the third person.
    Third,
    /// A finite past.
    Past,
    /// A past participle.
    Participle,
    /// A present participle or gerund.
    Ing,
    /// The 's of a name or noun.
    Genitive,
    /// ","
    Comma,
    /// What ends a sentence.
    Stop,
    /// ";", ":", a dash.
    Colon,
    /// A quotation mark.
    Quote,
    /// Any other sign.
    Sign,
}

impl Tag {
    /// True for verbs that tell something.
    pub fn is_verb(self) -> bool {
        matches!(self, Tag::Base | Tag::Third | Tag::Past | Tag::Participle | Tag::Ing)
    }

    /// True for what makes a clause finite.
    pub fn is_finite(self) -> bool {
        matches!(self, Tag::Third | Tag::Past | Tag::Be | Tag::Have | Tag::Do | Tag::Modal)
    }

    /// True for the head of a noun phrase.
    pub fn is_nominal(self) -> bool {
        matches!(self, Tag::Noun | Tag::Name | Tag::Pronoun)
    }

    /// True for what can stand between the start of a noun phrase and its head.
    pub fn is_attribute(self) -> bool {
        matches!(self, Tag::Determiner | Tag::Possessive | Tag::Adjective | Tag::Numeral | Tag::Genitive)
    }

    /// True for signs that part clauses.
    pub fn parts(self) -> bool {
        matches!(self, Tag::Stop | Tag::Colon | Tag::Quote)
    }
}
