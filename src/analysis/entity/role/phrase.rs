//! Noun phrases around names, read just far enough to say whether they tell who somebody is.
//!
//! A phrase is read from its known end, to the left from a name or comma, to the right from a comma. There is no
//! parsing: nouns, adjectives and names in a row are one phrase, and its last word is its head.

use crate::analysis::entity::find::Found;
use crate::analysis::entity::lore::Lore;
use crate::analysis::work::Work;
use crate::language::entity::{Is, RoleWord, Word};
use crate::language::grammar::Parts;
use crate::language::lexicon::LexemeId;
use crate::language::token::TokenKind;
use crate::model::EntityKind;

/// A noun phrase, as token indexes.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// Its first token, which may be a determiner.
    pub start: usize,
    /// Its first token behind the determiner.
    pub core: usize,
    /// Its last word.
    pub head: usize,
    /// The token behind it.
    pub end: usize,
    /// It has a determiner, a number or an owner.
    pub determined: bool,
    /// It says who somebody is.
    pub tells: bool,
}

/// Most steps from the head of a phrase to its beginning, or back.
const MOST_STEPS: usize = 12;

/// Reads phrases.
pub(super) struct Phrases<'a, K> {
    pub work: Work<'a>,
    pub lore: &'a Lore<'a>,
    pub found: &'a [Found],
    pub kind: K,
}

/// What cannot stand inside a noun phrase, unless it can also be an adjective or noun.
const OUTSIDE: Parts = Parts::PREPOSITION
    .and(Parts::COORDINATOR)
    .and(Parts::SUBORDINATOR)
    .and(Parts::PRONOUN)
    .and(Parts::OBJECT)
    .and(Parts::RELATIVE)
    .and(Parts::BE)
    .and(Parts::HAVE)
    .and(Parts::DO)
    .and(Parts::MODAL)
    .and(Parts::TO)
    .and(Parts::NEGATIVE)
    .and(Parts::DETERMINER)
    .and(Parts::POSSESSIVE);

impl<K: Fn(usize) -> EntityKind> Phrases<'_, K> {
    pub fn word(&self, token: usize) -> &Word {
        self.lore.vocabulary.word(self.work.tokens.all[token].lexeme)
    }

    pub fn kind_of(&self, token: usize) -> TokenKind {
        self.work.tokens.all[token].kind
    }

    pub fn text(&self, token: usize) -> &str {
        self.work.tokens.all.get(token).map_or("", |token| token.of(&self.work.document.text))
    }

    pub fn is(&self, token: usize, sign: &str) -> bool {
        self.text(token) == sign
    }

    pub fn parts(&self, token: usize) -> Parts {
        self.work.pack.grammar.entry(self.work.tokens.all[token].lexeme).parts
    }

    fn first_part(&self, token: usize) -> Parts {
        self.work.pack.grammar.entry(self.work.tokens.all[token].lexeme).first
    }

    /// The name, if one ends before a token.
    pub fn name_before(&self, token: usize) -> Option<usize> {
        let place = self.found.partition_point(|found| found.tokens.start < token).checked_sub(1)?;
        (self.found[place].tokens.end == token).then_some(place)
    }

    /// The name, if one begins at a token.
    pub fn name_at(&self, token: usize) -> Option<usize> {
        let place = self.found.partition_point(|found| found.tokens.start < token);
        self.found.get(place).is_some_and(|found| found.tokens.start == token).then_some(place)
    }

    /// True for a title like "Mr" that tells no more than that somebody is a man or woman.
    pub fn is_courtesy(&self, token: usize) -> bool {
        self.word(token).role == Some(RoleWord::Courtesy)
    }

    pub fn is_determiner(&self, token: usize) -> bool {
        let word = self.word(token);
        self.kind_of(token).is_word()
            && !self.is_genitive(token)
            && (word.is(Is::Article)
                || word.is(Is::Possessor)
                || self.first_part(token).has(Parts::DETERMINER.and(Parts::POSSESSIVE)))
    }

    /// True for a determiner of a phrase that can say who somebody is: "the", "a", "his", not "no" or "any".
    fn points(&self, token: usize) -> bool {
        let word = self.word(token);
        word.is(Is::Article) || word.is(Is::Possessor) || word.is(Is::Determiner)
    }

    /// True for a word of several people: "captains".
    pub fn is_plural(&self, token: usize) -> bool {
        self.parts(token).has(Parts::PLURAL) || (self.text(token).ends_with('s') && !self.text(token).ends_with("ss"))
    }

    /// True for the "s" of "Armenia's".
    fn is_genitive(&self, token: usize) -> bool {
        token >= 2
            && self.work.tokens.all[token].glued
            && matches!(self.text(token), "s" | "S")
            && matches!(self.text(token - 1), "'" | "’")
            && self.work.tokens.all[token - 1].glued
    }

    /// True for the apostrophe of "Galois’ cousin".
    fn is_bare_genitive(&self, token: usize) -> bool {
        let glued = |token: usize| self.work.tokens.all.get(token).is_some_and(|token| token.glued);
        token >= 1
            && matches!(self.text(token), "'" | "’")
            && glued(token)
            && !glued(token + 1)
            && self.text(token - 1).ends_with('s')
    }

    /// True for a hyphen between two words.
    fn is_hyphen(&self, token: usize, end: usize) -> bool {
        token + 1 < end
            && matches!(self.text(token), "-" | "‐" | "‑" | "–")
            && self.work.tokens.all[token].glued
            && self.work.tokens.all[token + 1].glued
    }

    /// True for a word that says who or what somebody is: a title, an office, a trade, a kinship.
    pub fn describes(&self, token: usize) -> bool {
        let at = &self.work.tokens.all[token];
        if !at.kind.is_word() || at.kind == TokenKind::Initial {
            return false;
        }
        let tells = |word: &Word| {
            word.is(Is::Role)
                || word.is(Is::RoleNoun)
                || word.is(Is::Kin)
                || (word.is(Is::Honorific) && word.role != Some(RoleWord::Courtesy))
        };
        if tells(self.word(token)) {
            return true;
        }
        // "The head of the museum", not "his head bowed".
        if self.word(token).role == Some(RoleWord::OfSomething) {
            let next = self.work.tokens.all.get(token + 1);
            return next.is_some_and(|next| self.lore.vocabulary.word(next.lexeme).is(Is::Of));
        }
        let text = self.text(token);
        let Some(stem) = text.strip_suffix('s').filter(|stem| stem.len() > 2) else {
            return at.lexeme == LexemeId::NONE
                && at.kind == TokenKind::Lower
                && self.lore.vocabulary.ends_like_role(text);
        };
        self.lore.small_word(&stem.to_lowercase()).is_some_and(tells)
    }

    /// True for a word that may stand before the head of a phrase. `opened` says that the phrase begins with it.
    fn modifies(&self, token: usize, opened: bool) -> bool {
        let at = &self.work.tokens.all[token];
        if !at.kind.is_word() || self.word(token).is(Is::Relative) || self.is_courtesy(token) {
            return false;
        }
        // "Under President Quill" is no under-president.
        let link = at.kind == TokenKind::Lower && self.first_part(token).has(Parts::PREPOSITION);
        if self.describes(token) || (self.word(token).is(Is::RoleModifier) && !link) {
            return true;
        }
        let grammar = &self.work.pack.grammar;
        let (parts, first) = match at.lexeme {
            LexemeId::NONE if at.kind == TokenKind::Lower => {
                let parts = grammar.by_suffix(self.text(token));
                (parts, parts)
            }
            _ => (self.parts(token), self.first_part(token)),
        };
        let attributive = Parts::ADJECTIVE.and(Parts::NOUN).and(Parts::NUMERAL);
        if first.has(OUTSIDE) || (parts.has(OUTSIDE) && !parts.has(attributive)) {
            return false;
        }
        if first.has(attributive) || (parts.has(Parts::ADJECTIVE) && (opened || !first.has(Parts::ANY_VERB))) {
            return true;
        }
        match first.has(Parts::ANY_VERB) {
            // "Campaign manager".
            true if parts.has(Parts::NOUN) && parts.has(Parts::BASE) => !self.follows_subject(token),
            true => opened && (parts.has(Parts::ING.and(Parts::PARTICIPLE).and(Parts::NOUN))),
            false => !self.word(token).is(Is::Function),
        }
    }

    /// True behind what a verb stands behind: "they", "to", "will".
    pub fn follows_subject(&self, token: usize) -> bool {
        let subject = Parts::TO.and(Parts::MODAL).and(Parts::PRONOUN).and(Parts::ADVERB).and(Parts::DO);
        token > 0 && self.parts(token - 1).has(subject)
    }

    /// The phrase that ends before the token `end` and begins no earlier than `floor`.
    pub fn before(&self, end: usize, floor: usize) -> Option<Phrase> {
        let mut head = end.checked_sub(1).filter(|&head| head >= floor)?;
        if self.is(head, ".") && head > floor && self.word(head - 1).is(Is::Abbreviated) {
            head -= 1;
        }
        let core = match self.name_before(end) {
            Some(place) if self.found[place].tokens.start >= floor => self.found[place].tokens.start,
            _ if self.kind_of(head).is_word() && !self.is_genitive(head) => head,
            _ => return None,
        };
        let nothing = self.parts(head).has(OUTSIDE) && !self.describes(head);
        (!nothing).then(|| self.leftwards(core, head, end, floor))
    }

    /// The phrase with that head and end whose tokens from `core` on are known, with what stands before.
    pub fn leftwards(&self, mut core: usize, head: usize, end: usize, floor: usize) -> Phrase {
        let tells = self.describes(head);
        for _ in 0..MOST_STEPS {
            if core <= floor {
                break;
            }
            let before = core - 1;
            if self.is_hyphen(before, end) && before > floor {
                if !self.fits_title(before - 1, head, floor) {
                    break;
                }
                core = before - 1;
            } else if self.is_genitive(before) && before >= floor + 2 {
                let owner = before - 1;
                if let Some(place) = self.name_before(owner).filter(|&place| self.found[place].tokens.start >= floor) {
                    core = self.found[place].tokens.start;
                    let article = core > floor && self.is_determiner(core - 1);
                    return Phrase { start: core - usize::from(article), core, head, end, determined: true, tells };
                }
                if !self.modifies(owner - 1, true) {
                    break;
                }
                core = owner - 1;
            } else if self.is_bare_genitive(before) && before > floor && self.name_before(before).is_some() {
                // "Galois’ cousin".
                core = before;
                if let Some(place) = self.name_before(before).filter(|&place| self.found[place].tokens.start >= floor) {
                    core = self.found[place].tokens.start;
                }
                return Phrase { start: core, core, head, end, determined: true, tells };
            } else if let Some(place) = self.name_before(core) {
                let found = &self.found[place];
                if found.tokens.start < floor {
                    break;
                }
                if (self.kind)(place) == EntityKind::Person {
                    // "Quill spokesman Tom Reed".
                    if found.tokens.len() == 1 && self.kind_of(head) == TokenKind::Lower {
                        core = found.tokens.start;
                    }
                    break;
                }
                core = found.tokens.start;
            } else if self.is_determiner(before) {
                let tells = tells && self.points(before);
                return Phrase { start: before, core, head, end, determined: true, tells };
            } else if self.word(before).is(Is::And) {
                // "A linguist and philosopher", not "the linguist spoke and philosopher".
                let alike =
                    |one: usize, other: usize| self.kind_of(one).is_capital() == self.kind_of(other).is_capital();
                if before <= floor || !self.describes(before - 1) || !(alike(before - 1, head) || before - 1 == floor) {
                    break;
                }
                core = before - 1;
            } else {
                let opened = before == floor || self.opens(before - 1);
                if !self.modifies(before, opened) || !self.fits_title(before, head, floor) {
                    break;
                }
                core = before;
            }
        }
        let determined = self.parts(core).has(Parts::NUMERAL);
        Phrase { start: core, core, head, end, determined, tells }
    }

    /// True unless the head has a capital, as titles have, and the word before it is a small noun or the first of a
    /// sentence and tells nothing: "at that moment Prince Basil left", "Suddenly Prince Basil left".
    fn fits_title(&self, token: usize, head: usize, floor: usize) -> bool {
        let large = self.kind_of(token).is_capital() && (token > floor || self.word(token).head.is_some());
        let tells = self.describes(token) || self.word(token).is(Is::RoleModifier);
        large || tells || !self.kind_of(head).is_capital() || self.parts(token).has(Parts::ADJECTIVE)
    }

    /// True for what stands before the first adjective of a phrase.
    fn opens(&self, token: usize) -> bool {
        self.is_determiner(token) || self.is_genitive(token)
    }

    /// The phrase that begins at a token and ends before `limit`.
    pub fn after(&self, start: usize, limit: usize) -> Option<Phrase> {
        let mut at = start;
        let mut determined = at < limit && self.is_determiner(at);
        at += usize::from(determined);
        let core = at;
        let points = !determined || self.points(start);
        let (mut head, mut tells) = (None, false);
        for _ in 0..MOST_STEPS {
            if at >= limit {
                break;
            }
            let owner = |end: usize| end + 1 < limit && self.is_genitive(end + 1);
            if let Some(place) = self.name_at(at) {
                let end = self.found[place].tokens.end;
                if owner(end) {
                    determined = true;
                    at = end + 2;
                    continue;
                }
                // A name inside a phrase belongs to its head.
                if (self.kind)(place) == EntityKind::Person || end > limit {
                    break;
                }
                head = Some(end - 1);
                at = end;
            } else if self.is_hyphen(at, limit) && at > core {
                at += 1;
            } else if owner(at) && head.is_some() {
                determined = true;
                at += 2;
            } else if self.kind_of(at) == TokenKind::Digits {
                at += 1;
            } else if self.word(at).is(Is::And) {
                let joins = at + 1 < limit && self.name_at(at + 1).is_none() && self.modifies(at + 1, true);
                let Some(first) = head.filter(|_| joins) else { break };
                tells |= self.describes(first);
                at += 1;
            } else if self.modifies(at, head.is_none() && determined) {
                head = Some(at);
                at += 1;
            } else {
                break;
            }
        }
        let head = head.filter(|&head| head < at)?;
        let tells = points && (tells || self.describes(head));
        Some(Phrase { start, core, head, end: head + 1, determined, tells })
    }

    /// Where the words end that belong to a phrase: "of the gallery at the university" behind "director".
    pub fn complement(&self, phrase: &Phrase, limit: usize) -> usize {
        let finite = Parts::PAST.and(Parts::THIRD).and(Parts::BE).and(Parts::HAVE).and(Parts::DO).and(Parts::MODAL);
        let clause = finite.and(Parts::SUBORDINATOR).and(Parts::PRONOUN).and(Parts::RELATIVE);
        let mut at = phrase.end;
        while at < limit {
            if let Some(place) = self.name_at(at) {
                at = self.found[place].tokens.end.min(limit);
                continue;
            }
            let stop = match self.kind_of(at) {
                TokenKind::Sign => !matches!(self.text(at), "-" | "‐" | "‑" | "'" | "’" | "&" | "/"),
                TokenKind::Lower => {
                    self.word(at).is(Is::Relative)
                        || self.first_part(at).has(clause)
                        || (self.word(at).is(Is::And) && self.parts_company(at + 1, limit))
                }
                _ => false,
            };
            if stop {
                break;
            }
            at += 1;
        }
        let link = |token: usize| self.first_part(token).has(Parts::PREPOSITION.and(Parts::TO).and(Parts::COORDINATOR));
        while at > phrase.end && (self.kind_of(at - 1) == TokenKind::Sign || link(at - 1)) {
            at -= 1;
        }
        at
    }

    /// True if somebody or something else begins behind "and".
    fn parts_company(&self, token: usize, limit: usize) -> bool {
        token >= limit
            || self.is_determiner(token)
            || self.parts(token).has(Parts::PRONOUN)
            || self.name_at(token).is_some_and(|place| (self.kind)(place) == EntityKind::Person)
    }
}
