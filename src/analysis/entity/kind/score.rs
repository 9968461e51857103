//! Weighing names: what their words, the gazetteer and their surroundings say of their kind.

use super::name::{Name, best};
use crate::analysis::entity::find::{Found, Standing};
use crate::analysis::entity::lore::Lore;
use crate::analysis::work::Work;
use crate::language::entity::{Is, KINDS, Word};
use crate::language::gazetteer::Entry;
use crate::language::token::TokenKind;
use crate::model::EntityKind;

/// Weighs names.
pub(super) struct Judge<'a> {
    pub work: Work<'a>,
    pub lore: &'a Lore<'a>,
}

impl Judge<'_> {
    pub fn word(&self, token: usize) -> &Word {
        self.lore.vocabulary.word(self.work.tokens.all[token].lexeme)
    }

    /// Fills in what the words of a name and the cues around it say.
    pub fn score(&self, name: &mut Name, found: &[Found]) {
        let shown = &found[name.shown];
        let tokens = &self.work.tokens.all[shown.tokens.clone()];
        let capitals = tokens
            .iter()
            .filter(|token| token.kind.is_word())
            .all(|token| matches!(token.kind, TokenKind::AllCaps | TokenKind::Initial));
        name.capitals = capitals && shown.standing != Standing::Shouted;
        name.entry = self
            .lore
            .gazetteer
            .name(&name.key)
            .filter(|entry| capitals || !entry.is(Entry::CAPITALS))
            .unwrap_or_default();
        let mut scores = [0.0; KINDS];
        self.score_entry(name, &mut scores);
        self.score_words(name, shown, &mut scores);
        scores[EntityKind::Other as usize] += 0.5;
        if name.titled > 0 {
            scores[EntityKind::Person as usize] += 8.0;
        }
        let weight = 1.0 / (name.count as f32).sqrt();
        for (score, cues) in scores.iter_mut().zip(name.cues) {
            *score += (cues as f32 * weight).clamp(-8.0, 8.0);
        }
        if name.articled > 0 {
            // "The Orford" may be a ship, a river, a people; what has several words or capitals is more likely a body.
            let several = name.key.contains(' ');
            let common = several && name.words().all(|word| self.lore.gazetteer.is_common_word(word));
            let plain = !several && !name.capitals && self.head(shown, None).is_none();
            let kind = if plain { EntityKind::Other } else { EntityKind::Org };
            scores[kind as usize] += if common { 0.0 } else { (name.articled as f32 * weight).min(8.0) };
        }
        if name.emphasised > 0 {
            let kind = if name.articled > 0 { EntityKind::Other } else { EntityKind::Work };
            scores[kind as usize] += 3.0 * weight;
        }
        name.scores = scores;
        name.kind = best(&scores);
    }

    pub fn score_entry(&self, name: &Name, scores: &mut [f32; KINDS]) {
        use EntityKind::*;
        let entry = name.entry;
        let single = !name.key.contains(' ');
        let common = single && self.lore.gazetteer.is_common_word(&name.key);
        let mut add = |flag: u64, kind: EntityKind, points: f32| {
            if entry.is(flag) {
                scores[kind as usize] += points;
            }
        };
        let sure: f32 = if single { 9.0 } else { 14.0 };
        add(Entry::COUNTRY, Place, sure.max(12.0));
        add(Entry::PLACE, Place, sure);
        add(Entry::CITY, Place, if common { 1.0 } else { 4.0 });
        add(Entry::REGION, Place, 4.0);
        add(Entry::DEMONYM, Norp, 12.0);
        add(Entry::NORP, Norp, 10.0);
        add(Entry::ORG, Org, sure);
        add(Entry::EVENT, Event, sure + 1.0);
        add(Entry::LAW, Law, sure + 1.0);
        add(Entry::WORK, Work, sure);
        if single {
            add(Entry::GIVEN, Person, 5.0);
            add(Entry::SURNAME, Person, 3.0);
            let plural = name.key.strip_suffix('s').and_then(|stem| self.lore.gazetteer.name(stem));
            if plural.is_some_and(|entry| entry.is(Entry::DEMONYM | Entry::NORP)) {
                scores[Norp as usize] += 12.0;
            }
        }
    }

    /// What the words of the name itself say.
    pub fn score_words(&self, name: &Name, shown: &Found, scores: &mut [f32; KINDS]) {
        let tokens = shown.tokens.clone();
        let of = tokens.clone().skip(1).find(|&token| self.word(token).is(Is::Of) || self.word(token).is(Is::For));
        let head = self.head(shown, of);
        if let Some(head) = head {
            scores[head as usize] += if name.key.contains(' ') { 7.0 } else { 5.0 };
        }
        // "Union of Myanmar": that it is the country outweighs what its first word looks like.
        if of.is_some_and(|of| self.word(of - 1).is(Is::Polity) && self.is_of_country(of, shown)) {
            scores[EntityKind::Place as usize] += 5.0;
        }
        match name.key.contains(' ') {
            true => self.score_several(name, shown, of.is_some(), head.is_some(), scores),
            false => self.score_single(name, scores),
        }
        self.score_signs(name, shown, scores);
        // "Act of 1765" is an act, a name like "Boeing 737" a thing.
        if head.is_none() && name.key.bytes().any(|byte| byte.is_ascii_digit()) {
            scores[EntityKind::Other as usize] += 5.0;
        }
    }

    /// The head before "of" or "for", else the last word.
    pub fn head(&self, shown: &Found, of: Option<usize>) -> Option<EntityKind> {
        let last = self.word(shown.tokens.end - 1);
        match of {
            Some(of) if self.word(of - 1).is(Is::Polity) && self.is_of_country(of, shown) => Some(EntityKind::Place),
            Some(of) => self.word(of - 1).head_of.or(self.word(of - 1).head).or(last.head),
            None => last.head,
        }
    }

    /// True if a country stands behind "of".
    fn is_of_country(&self, of: usize, shown: &Found) -> bool {
        let first = of + 1 + usize::from(self.word(of + 1).is(Is::Article));
        let words = self.work.subject().span(&(first..shown.tokens.end));
        let entry = self.lore.gazetteer.name(self.work.document.words(words)).unwrap_or_default();
        first < shown.tokens.end && entry.is(Entry::COUNTRY)
    }

    pub fn score_several(&self, name: &Name, shown: &Found, of: bool, headed: bool, scores: &mut [f32; KINDS]) {
        use EntityKind::*;
        let gazetteer = self.lore.gazetteer;
        let particle = |word: &&str| self.lore.small_word(word).is_some_and(|word| word.is(Is::Particle));
        let count = name.words().filter(|word| !particle(word)).count();
        let first = name.words().next().unwrap_or_default();
        let last = name.words().next_back().unwrap_or_default();
        let mut add = |kind: EntityKind, points: f32| scores[kind as usize] += points;
        if let Some(opener) = self.word(shown.tokens.start).opener {
            add(opener, 4.0);
        }
        let given = gazetteer.name(first).unwrap_or_default();
        let surname = !of && gazetteer.name(last).is_some_and(|entry| entry.is(Entry::SURNAME));
        let words = name.words().filter(|word| !particle(word));
        let common = words.filter(|word| gazetteer.is_common_word(word)).count();
        // "Orlando West": a town and a point of the compass.
        let direction = self.word(shown.tokens.end - 1).is(Is::Direction) && count == 2;
        if direction && given.is(Entry::CITY | Entry::REGION | Entry::PLACE | Entry::COUNTRY) {
            add(Place, 4.0);
        }
        if given.is(Entry::GIVEN) {
            add(Person, if gazetteer.is_common_word(first) { 2.0 } else { 5.0 });
            let place = given.is(Entry::CITY | Entry::REGION | Entry::COUNTRY | Entry::PLACE);
            if count <= 3 && !of && !place && (!headed || surname) {
                add(Person, if headed { 1.0 } else { 3.0 });
            }
        }
        if surname && !headed {
            add(Person, 3.0);
        }
        if !of && self.lore.vocabulary.ends_like_surname(last) {
            add(Person, 2.0);
        }
        // Names of things are made of words, names of people are not.
        if common == 0 && count <= 3 && !of {
            add(Person, 3.0);
        } else if common > 0 && !given.is(Entry::GIVEN) {
            add(Other, 3.0);
            add(Org, 1.0);
        }
    }

    pub fn score_single(&self, name: &Name, scores: &mut [f32; KINDS]) {
        use EntityKind::*;
        let mut add = |kind: EntityKind, points: f32| scores[kind as usize] += points;
        if self.is_common(&name.key) {
            add(Other, 4.0);
            return;
        }
        if self.lore.vocabulary.ends_like_place(&name.key) {
            add(Place, 2.0);
        }
        if self.lore.vocabulary.ends_like_surname(&name.key) {
            add(Person, 2.0);
        }
        if name.capitals && (2..=6).contains(&name.key.len()) {
            add(Org, 4.0);
            add(Other, 4.5);
        } else {
            add(Person, 2.0);
            add(Place, 0.5);
        }
    }

    /// Initials, suffixes, digits, capitals inside words.
    pub fn score_signs(&self, name: &Name, shown: &Found, scores: &mut [f32; KINDS]) {
        use EntityKind::*;
        let text = &self.work.document.text;
        let several = name.key.contains(' ');
        let mut add = |kind: EntityKind, points: f32| scores[kind as usize] += points;
        let tokens = shown.tokens.clone();
        for token in tokens.clone() {
            let word = self.word(token);
            let piece = &self.work.tokens.all[token];
            let dotted = token + 1 < tokens.end && self.work.tokens.all[token + 1].of(text) == ".";
            if piece.kind == TokenKind::Initial && dotted && several {
                add(Person, 3.0);
            }
            if word.is(Is::CompanySuffix) && token > tokens.start {
                add(Org, 8.0);
            }
            if word.is(Is::NameSuffix) && token > tokens.start {
                add(Person, 3.0);
            }
            if piece.kind == TokenKind::Sign && piece.of(text) == "&" {
                add(Org, 9.0);
            }
            if piece.kind == TokenKind::Capitalised && has_inner_capital(piece.of(text)) {
                add(Org, 4.0);
                add(Person, -3.0);
            }
        }
    }

    /// True for a common word, in singular or plural.
    pub fn is_common(&self, word: &str) -> bool {
        let gazetteer = self.lore.gazetteer;
        gazetteer.is_common_word(word)
            || (word.len() > 4 && word.strip_suffix('s').is_some_and(|stem| gazetteer.is_common_word(stem)))
    }
}

/// "YouTube", but not "McDonald" or "LaRouche".
fn has_inner_capital(word: &str) -> bool {
    word.char_indices().skip(1).any(|(at, c)| c.is_uppercase() && at > 3)
}
