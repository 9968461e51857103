//! Whose words they are: from the words that name the source, or the dialogue around them, to somebody.
//!
//! In the order of the text, because pronouns and dialogues without names depend on what came before. What is not
//! clear stays without a speaker.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::body::{Body, author_at};
use super::cast::{Candidates, Mode, Sign};
use super::draft::{Draft, is_turn};
use super::foot;
use super::gender::{self, Told};
use super::naming::Naming;
use super::narrator::Narrator;
use super::who::{Speaker, Who};
use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::language::grammar::Parts;
use crate::language::lexicon::ClassId;
use crate::model::{BlockId, EntityId, EntityKind, Form, QuoteKind, Rule, Span, index};

/// How many mentions within a quotation are looked at for somebody spoken to.
const MENTIONS: usize = 32;
/// Most blocks between two turns of one dialogue.
const GAP: u32 = 2;
/// How many turns belong to a scene.
const SCENE: usize = 12;
/// How many turns are remembered.
const MEMORY: usize = 64;
/// In how many turns back words without a name are as near as a name.
const NEAR: usize = 3;
/// How many drafts on is looked for the next turns.
const AHEAD: usize = 12;
/// For how many blocks a noun goes on to mean whom it meant.
const BOUND: u32 = 40;
/// How many roles of somebody are looked at.
const ROLES: usize = 32;
/// How far into a paragraph its narration is looked at, in tokens.
const REACH: usize = 400;
/// The weight that makes an inference sure.
const SURE: f32 = 100.0;

/// The speakers of all drafts, which are in text order.
pub fn speakers(
    phrases: Phrases<'_>,
    drafts: &[Draft],
    namings: Vec<Naming>,
    narrator: &Narrator,
    addressed: &[Option<EntityId>],
    bodies: &[Body],
) -> Vec<Speaker> {
    let lexicon = &phrases.work.pack.lexicon;
    let gender = gender::genders(phrases, &namings);
    let mut search = Search {
        phrases,
        drafts,
        addressed,
        narrator,
        bodies,
        namings,
        gender,
        document: lexicon.class("DOCUMENT"),
        genders: lexicon.class("GENDER"),
        rules: Rules::default(),
        turns: Vec::new(),
        bearers: FxHashMap::default(),
        called: FxHashMap::default(),
        bound: FxHashMap::default(),
        speaking: FxHashSet::default(),
    };
    search.bearers = search.bearers();
    (0..drafts.len()).map(|index| search.speaker(index)).collect()
}

struct Rules {
    pronoun: Rule,
    noun: Rule,
    role: Rule,
    author: Rule,
    paragraph: Rule,
    narrator: Rule,
    turns: Rule,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            pronoun: "person named before the pronoun".into(),
            noun: "person whom these words mean in the dialogue".into(),
            role: "only person to whom the text gives this role".into(),
            author: "document whose words they are, by those who sign it".into(),
            paragraph: "same paragraph as words of this speaker".into(),
            narrator: "the narrator, who says \"I\"".into(),
            turns: "turns of a dialogue, and who is named beside it".into(),
        }
    }
}

/// A draft and where it stands.
struct Place<'d> {
    index: usize,
    draft: &'d Draft,
    block: BlockId,
}

/// A paragraph of a dialogue with its speaker, as the next ones remember it.
#[derive(Clone, Copy)]
struct Turn {
    block: BlockId,
    who: Option<Who>,
    /// The words that name the speaker.
    words: Option<Span>,
    /// Who is spoken to in it by name.
    addressed: Option<EntityId>,
    /// True if the text says who speaks.
    stated: bool,
}

/// What the narration of a quotation's own paragraph tells of its speaker.
#[derive(Clone, Copy)]
enum Beat {
    /// Somebody with a name does something.
    Named(EntityId, Span),
    /// "He turned."
    Pronoun(Parts),
    /// "I turned."
    Narrator(Span),
    /// "The doctor turned", by the hash of the words.
    Called(u64, Span),
}

struct Search<'a> {
    phrases: Phrases<'a>,
    drafts: &'a [Draft],
    /// Who is spoken to by name in each draft.
    addressed: &'a [Option<EntityId>],
    narrator: &'a Narrator,
    bodies: &'a [Body],
    namings: Vec<Naming>,
    /// "he" or "she", for persons of whom the text tells it.
    gender: FxHashMap<EntityId, Told>,
    document: Option<ClassId>,
    genders: Option<ClassId>,
    rules: Rules,
    /// The last paragraphs with direct speech.
    turns: Vec<Turn>,
    /// Who bears a role, if only one person does.
    bearers: FxHashMap<u64, Option<EntityId>>,
    /// "he" or "she", for those without a name.
    called: FxHashMap<u64, Parts>,
    /// Whom nouns meant last, and where.
    bound: FxHashMap<u64, (EntityId, BlockId)>,
    /// The words without a name that were sources already.
    speaking: FxHashSet<u64>,
}

impl Search<'_> {
    fn speaker(&mut self, index: usize) -> Speaker {
        let draft = &self.drafts[index];
        let block = self.phrases.work.document.block_at(draft.outer.start).unwrap_or(BlockId(0));
        let direct = is_turn(draft);
        let place = Place { index, draft, block };
        let speaker = match &draft.source {
            Some(source) => self.of_source(source, &place),
            None if direct => self.unnamed(&place),
            None => Speaker::nobody(),
        };
        if direct {
            let words = draft.source.as_ref().map(|source| self.phrases.work.subject().span(source)).or(speaker.words);
            let stated = speaker.rule.is_none() && speaker.who.is_some();
            self.remember(Turn { block, who: speaker.who, words, addressed: self.addressed[index], stated });
        }
        speaker
    }

    fn remember(&mut self, turn: Turn) {
        match self.turns.last_mut() {
            Some(last) if last.block == turn.block => {
                last.words = if last.who.is_some() { last.words } else { turn.words };
                last.stated |= last.who.is_none() && turn.stated;
                last.who = last.who.or(turn.who);
                last.addressed = last.addressed.or(turn.addressed);
            }
            _ => self.turns.push(turn),
        }
        if self.turns.len() > 2 * MEMORY {
            self.turns.drain(..MEMORY);
        }
    }

    fn of_source(&mut self, source: &Range<usize>, place: &Place<'_>) -> Speaker {
        let first = self.phrases.parts(source.start);
        if source.len() == 1 && first.has(Parts::I) {
            let writer = author_at(self.bodies, place.draft.span.start);
            return match writer.or(self.narrator.entity) {
                Some(entity) => Speaker::inferred(Who::Named(entity), None, &self.rules.narrator, 0.8),
                None => Speaker::stated(Who::Called(self.hash(source))),
            };
        }
        if let Some(entity) = self.entity_in(source).or_else(|| self.entity_beside(source)) {
            return Speaker::stated(Who::Named(entity));
        }
        let person = Parts::HE.and(Parts::SHE);
        if source.len() == 1 && first.has(person) && !first.has(Parts::RELATIVE) {
            let wanted = if first.has(Parts::HE) { Parts::HE } else { Parts::SHE };
            return self.pronoun(source.start, wanted, place);
        }
        if self.is_document(source) {
            return foot::author(self.phrases, place.draft, &self.rules.author);
        }
        self.noun(source, place)
    }

    /// The words of a source without its article, as a number.
    fn hash(&self, source: &Range<usize>) -> u64 {
        let mut hasher = FxHasher::default();
        for at in source.clone().filter(|&at| self.phrases.tag(at) != Tag::Determiner) {
            self.phrases.work.tokens.all[at].of(&self.phrases.work.document.text).to_lowercase().hash(&mut hasher);
        }
        hasher.finish()
    }

    /// The entity that a source names by its head: what a preposition ties to it is not meant.
    fn entity_in(&self, source: &Range<usize>) -> Option<EntityId> {
        let document = self.phrases.work.document;
        let end = source.clone().find(|&at| self.phrases.tag(at) == Tag::Preposition).unwrap_or(source.end);
        if end <= source.start {
            return None;
        }
        let span = self.phrases.work.subject().span(&(source.start..end));
        let mentions = &document.mentions;
        // A mention may begin a little before, with its title.
        let first = index::beginning_in(mentions, span).start.saturating_sub(2);
        let inside = mentions[first..].iter().take_while(|mention| mention.span.start < span.end);
        let kind = |entity: EntityId| document.entities.get(entity.index()).map(|entity| entity.kind);
        inside
            .filter(|mention| mention.span.overlaps(span) && kind(mention.entity) != Some(EntityKind::Norp))
            .min_by_key(|mention| {
                let rank = match kind(mention.entity) {
                    Some(EntityKind::Person) => 0,
                    Some(EntityKind::Org) => 1,
                    _ => 2,
                };
                (rank, std::cmp::Reverse(mention.span.end))
            })
            .map(|mention| mention.entity)
    }

    /// The person whose name stands between commas behind a source: "the prime minister, Margaret Thatcher, said".
    fn entity_beside(&self, source: &Range<usize>) -> Option<EntityId> {
        let document = self.phrases.work.document;
        if self.phrases.tag(source.end) != Tag::Comma || self.phrases.tag(source.end - 1) != Tag::Noun {
            return None;
        }
        let name = self.phrases.work.tokens.all.get(source.end + 1)?.span;
        let at = index::beginning_in(&document.mentions, name).start;
        let mention = document.mentions.get(at).filter(|mention| mention.span.start == name.start)?;
        let person = document.entities.get(mention.entity.index()).is_some_and(|e| e.kind == EntityKind::Person);
        let closed = self.phrases.tag(self.phrases.tokens(mention.span).end) == Tag::Comma;
        (person && closed && mention.form == Form::Name).then_some(mention.entity)
    }

    /// The person before a pronoun who is likeliest meant by it.
    fn pronoun(&self, at: usize, wanted: Parts, place: &Place<'_>) -> Speaker {
        let document = self.phrases.work.document;
        let offset = self.phrases.work.tokens.all[at].span.start;
        let before = document.mentions.partition_point(|mention| mention.span.start < offset);
        // A pronoun that the analysis of entities resolved needs no guess.
        if let Some(mention) = document.mentions.get(before).filter(|mention| mention.span.start == offset) {
            return Speaker::stated(Who::Named(mention.entity));
        }
        let direct = is_turn(place.draft);
        let same = self.turns.last().filter(|last| direct && last.block == place.block).and_then(|last| last.who);
        if let Some(who) = same.filter(|who| self.gender_of(*who).is_none_or(|told| told.parts == wanted)) {
            return Speaker::inferred(who, None, &self.rules.paragraph, 0.85);
        }
        let mode = if direct { Mode::Pronoun } else { Mode::Reported };
        let mut candidates = self.candidates(place, offset, direct);
        candidates.only(Some(wanted), |who| self.gender_of(who));
        self.likeliest(&candidates, mode, &self.rules.pronoun)
    }

    /// Somebody without a name; or with one, if in the dialogue only one can be meant.
    fn noun(&mut self, source: &Range<usize>, place: &Place<'_>) -> Speaker {
        let hash = self.hash(source);
        let called = Speaker::stated(Who::Called(hash));
        if is_turn(place.draft) {
            self.speaking.insert(hash);
        }
        let wanted = self.gender_of_noun(source);
        if let Some(wanted) = wanted {
            self.called.insert(hash, wanted);
        }
        let definite = matches!(self.phrases.tag(source.start), Tag::Determiner | Tag::Possessive)
            && !self.phrases.parts(source.start).has(Parts::SINGULAR);
        if let Some(entity) = definite.then(|| self.bearers.get(&hash).copied().flatten()).flatten() {
            return Speaker::inferred(Who::Named(entity), None, &self.rules.role, 0.7);
        }
        if !definite || wanted.is_none() || !is_turn(place.draft) {
            return called;
        }
        if let Some(&(entity, block)) = self.bound.get(&hash)
            && place.block.0 - block.0 <= BOUND
        {
            self.bound.insert(hash, (entity, place.block));
            return Speaker::inferred(Who::Named(entity), None, &self.rules.noun, 0.5);
        }
        let offset = self.phrases.work.tokens.all[source.start].span.start;
        let mut candidates = self.candidates(place, offset, true);
        candidates.only(wanted, |who| self.gender_of(who));
        match candidates.best(Mode::Noun) {
            Some((best, weight)) if weight >= Mode::Noun.least() => match best.who {
                Who::Named(entity) => {
                    self.bound.insert(hash, (entity, place.block));
                    Speaker::inferred(best.who, best.evidence, &self.rules.noun, 0.5)
                }
                Who::Called(_) => called,
            },
            _ => called,
        }
    }

    /// Who bears each role that the text gives to one person only, by the hash of its words.
    fn bearers(&self) -> FxHashMap<u64, Option<EntityId>> {
        let mut bearers: FxHashMap<u64, Option<EntityId>> = FxHashMap::default();
        for (index, entity) in self.phrases.work.document.entities.iter().enumerate() {
            for descriptor in entity.descriptors.iter().take(ROLES).filter(|_| entity.kind == EntityKind::Person) {
                let tokens = self.phrases.tokens(descriptor.span);
                if tokens.is_empty() {
                    continue;
                }
                let bearer = EntityId::from(index);
                let known = bearers.entry(self.hash(&tokens)).or_insert(Some(bearer));
                *known = known.filter(|known| *known == bearer);
            }
        }
        bearers
    }

    /// "he" for "the old man", by the first of its words that tells.
    fn gender_of_noun(&self, source: &Range<usize>) -> Option<Parts> {
        let class = self.genders?;
        let tokens = &self.phrases.work.tokens.all[source.clone()];
        tokens.iter().rev().find_map(|token| match self.phrases.work.pack.lexicon.text(token.lexeme, class) {
            Some("he") => Some(Parts::HE),
            Some("she") => Some(Parts::SHE),
            _ => None,
        })
    }

    fn gender_of(&self, who: Who) -> Option<Told> {
        match who {
            Who::Named(entity) => self.gender.get(&entity).copied(),
            Who::Called(hash) => self.called.get(&hash).map(|parts| Told { parts: *parts, surely: true }),
        }
    }

    /// All who may be meant at `offset`: those named in the narration before, and, in a dialogue, those who speak in
    /// it.
    fn candidates(&self, place: &Place<'_>, offset: u32, dialogue: bool) -> Candidates {
        let mut candidates = Candidates::default();
        candidates.narrated(&self.namings, offset, place.block);
        let inside = self.namings.partition_point(|naming| naming.span.start < place.draft.span.start);
        for naming in self.namings[inside..].iter().take_while(|naming| place.draft.span.covers(naming.span)) {
            candidates.sign(Who::Named(naming.entity), None, Sign::Named);
        }
        if !dialogue {
            return candidates;
        }
        let mut block = place.block;
        let turns = self.turns.iter().rev().filter(|turn| turn.block != place.block);
        for (ago, turn) in turns
            .take(SCENE)
            .take_while(|turn| block.0 - std::mem::replace(&mut block, turn.block).0 <= GAP)
            .enumerate()
        {
            let sign = match ago {
                0 => Sign::LastTurn,
                1 => Sign::TurnBefore,
                _ => Sign::InScene,
            };
            if let Some(who) = turn.who {
                candidates.sign(who, turn.words, sign);
                // The names of others weigh by their nearness; so must words without a name.
                if who.entity().is_none() && ago < NEAR {
                    candidates.sign(who, turn.words, Sign::Second);
                }
                match ago {
                    0 if turn.stated => candidates.sign(who, None, Sign::LastStated),
                    1 if turn.stated => candidates.sign(who, None, Sign::BeforeStated),
                    _ => {}
                }
            }
            if let Some(entity) = turn.addressed {
                let sign = if ago == 0 { Sign::Addressed } else { Sign::AddressedAgo };
                candidates.sign(Who::Named(entity), None, sign);
            }
        }
        self.ahead(place, &mut candidates);
        candidates.without(self.addressed_in(place));
        candidates
    }

    /// Adds what the sources of the next turns tell.
    fn ahead(&self, place: &Place<'_>, candidates: &mut Candidates) {
        let mut block = place.block;
        let mut turn = 0;
        let ahead = place.index + 1..self.drafts.len().min(place.index + 1 + AHEAD);
        for (at, draft) in ahead.map(|at| (at, &self.drafts[at])).filter(|(_, draft)| is_turn(draft)) {
            let there = self.phrases.work.document.block_at(draft.outer.start).unwrap_or(BlockId(0));
            if there.0 - block.0 > GAP || turn > 2 {
                return;
            }
            turn += usize::from(there != block);
            block = there;
            if let Some(entity) = self.addressed[at].filter(|_| turn == 1) {
                candidates.sign(Who::Named(entity), None, Sign::AddressedNext);
            }
            let source = draft.source.as_ref().and_then(|source| self.entity_in(source));
            match (turn, source) {
                (1, Some(entity)) => candidates.sign(Who::Named(entity), None, Sign::NextTurn),
                (2, Some(entity)) => candidates.sign(Who::Named(entity), None, Sign::TurnAfter),
                _ => {}
            }
        }
    }

    /// Who is spoken to by name in the paragraph of a draft, as far as it goes.
    fn addressed_in(&self, place: &Place<'_>) -> Option<EntityId> {
        let before = self.turns.last().filter(|turn| turn.block == place.block).and_then(|turn| turn.addressed);
        self.addressed[place.index].or(before)
    }

    /// Whoever is likeliest; nobody if that is hardly more than a guess.
    fn likeliest(&self, candidates: &Candidates, mode: Mode, rule: &Rule) -> Speaker {
        match candidates.best(mode) {
            Some((best, weight)) if weight >= mode.least() => {
                let confidence = (0.2 + weight as f32 / SURE).clamp(0.3, 0.85);
                Speaker::inferred(best.who, best.evidence, rule, confidence)
            }
            _ => Speaker::nobody(),
        }
    }

    fn is_document(&self, source: &Range<usize>) -> bool {
        let last = source.end - 1;
        let lexeme = self.phrases.work.tokens.all[last].lexeme;
        self.document.is_some_and(|class| self.phrases.work.pack.lexicon.is(lexeme, class))
    }

    /// The speaker of marked words that nothing ascribes.
    fn unnamed(&mut self, place: &Place<'_>) -> Speaker {
        if let Some(last) = self.turns.last().filter(|last| last.block == place.block)
            && let Some(who) = last.who
        {
            let words = last.words;
            return Speaker { words, ..Speaker::inferred(who, words, &self.rules.paragraph, 0.85) };
        }
        if let Some(source) = self.later_source(place) {
            let speaker = self.of_source(&source, place);
            if let Some(who) = speaker.who {
                let words = Some(self.phrases.work.subject().span(&source));
                return Speaker { words, ..Speaker::inferred(who, words, &self.rules.paragraph, 0.8) };
            }
        }
        let mut candidates = self.candidates(place, place.draft.outer.start, true);
        match self.beat(place) {
            Some(Beat::Narrator(span)) if self.narrator.entity.is_some() => {
                let entity = self.narrator.entity.unwrap_or(EntityId(0));
                return Speaker::inferred(Who::Named(entity), Some(span), &self.rules.narrator, 0.7);
            }
            Some(Beat::Named(entity, span)) if self.addressed_in(place) != Some(entity) => {
                candidates.sign(Who::Named(entity), Some(span), Sign::Beside);
            }
            Some(Beat::Called(hash, span)) => {
                for sign in [Sign::Beside, Sign::SameBlock, Sign::Nearest] {
                    candidates.sign(Who::Called(hash), Some(span), sign);
                }
            }
            Some(Beat::Pronoun(wanted)) => candidates.only(Some(wanted), |who| self.gender_of(who)),
            _ => {}
        }
        self.likeliest(&candidates, Mode::Unnamed, &self.rules.turns)
    }

    /// The source of a later quotation in the same paragraph.
    fn later_source(&self, place: &Place<'_>) -> Option<Range<usize>> {
        let end = self.phrases.work.document.block(place.block).span.end;
        let later = self.drafts[place.index + 1..].iter().take(AHEAD).take_while(|draft| draft.outer.start < end);
        later.filter(|draft| is_turn(draft)).find_map(|draft| draft.source.clone())
    }

    /// The first in the narration of the paragraph who does something.
    fn beat(&self, place: &Place<'_>) -> Option<Beat> {
        let block = self.phrases.work.document.block(place.block).span;
        let from = self.namings.partition_point(|naming| naming.span.start < block.start);
        let inside = self.namings[from..].iter().take_while(|naming| naming.span.end <= block.end);
        let named = inside.take(MENTIONS).find(|naming| !naming.marked && naming.subject);
        let tokens = self.phrases.work.tokens.range(place.block);
        let end = named.map_or(tokens.end, |naming| self.phrases.tokens(naming.span).start);
        for at in tokens.start..end.min(tokens.start + REACH) {
            let tag = self.phrases.tag(at);
            let opens = at == tokens.start || self.phrases.tag(at - 1).parts();
            let article = opens && matches!(tag, Tag::Determiner | Tag::Possessive);
            if article && !self.is_marked(self.phrases.work.tokens.all[at].span) {
                let phrase = self.phrases.phrase_from(at, tokens.end);
                let acts = !phrase.is_empty() && self.phrases.tag(phrase.end).is_finite();
                let hash = self.hash(&phrase);
                // Only somebody who spoke before under these words: "the lamp went out" is nobody.
                if acts && self.speaking.contains(&hash) {
                    return Some(Beat::Called(hash, self.phrases.work.subject().span(&phrase)));
                }
            }
            if tag != Tag::Pronoun || !opens || self.is_marked(self.phrases.work.tokens.all[at].span) {
                continue;
            }
            let parts = self.phrases.parts(at);
            let mut verb = at + 1;
            while self.phrases.tag(verb) == Tag::Adverb && verb < tokens.end {
                verb += 1;
            }
            if !self.phrases.tag(verb).is_finite() {
                continue;
            }
            if parts.has(Parts::I) {
                return Some(Beat::Narrator(self.phrases.work.tokens.all[at].span));
            }
            if parts.has(Parts::HE.and(Parts::SHE)) {
                return Some(Beat::Pronoun(if parts.has(Parts::HE) { Parts::HE } else { Parts::SHE }));
            }
        }
        named.map(|naming| Beat::Named(naming.entity, naming.span))
    }

    /// True if a span lies in a direct quotation.
    fn is_marked(&self, span: Span) -> bool {
        let next = self.drafts.partition_point(|draft| draft.span.start <= span.start);
        self.drafts[next.saturating_sub(4)..next]
            .iter()
            .any(|draft| draft.kind == QuoteKind::Direct && draft.span.covers(span))
    }
}
