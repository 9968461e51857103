//! Whose words they are: from the words that name the source to an entity.
//!
//! In the order of the text, because pronouns and dialogues without names depend on what came before. What is not
//! clear stays without a speaker.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};

use super::draft::Draft;
use super::gender;
use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::language::grammar::Parts;
use crate::language::lexicon::ClassId;
use crate::model::{BlockId, BlockKind, EntityId, EntityKind, Form, Mention, QuoteKind, Rule, Span, index};

/// Who has a turn in a dialogue: somebody with a name, or only with words of his own ("the old man", "I").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// An entity.
    Named(EntityId),
    /// The hash of the words.
    Called(u64),
}

/// Whose words a draft is, and why.
#[derive(Clone, Debug)]
pub struct Speaker {
    pub entity: Option<EntityId>,
    /// The same for a dialogue, where it matters only that one is not the other.
    pub who: Option<Who>,
    /// Who is spoken to by name, and so is not the speaker.
    pub addressed: Option<EntityId>,
    /// The words that name the speaker, where the draft has no source of its own.
    pub words: Option<Span>,
    /// Set if the speaker was inferred; it then says more than the rule that found the words.
    pub rule: Option<Rule>,
    pub evidence: Vec<Span>,
    /// How sure, as a factor.
    pub confidence: f32,
}

impl Speaker {
    fn nobody() -> Self {
        Self {
            entity: None,
            who: None,
            addressed: None,
            words: None,
            rule: None,
            evidence: Vec::new(),
            confidence: 1.0,
        }
    }

    fn named(entity: EntityId) -> Self {
        Self { entity: Some(entity), who: Some(Who::Named(entity)), ..Self::nobody() }
    }

    /// Found by a rule of its own.
    pub fn inferred(entity: EntityId, evidence: Option<Span>, rule: &Rule, confidence: f32) -> Self {
        Self {
            entity: Some(entity),
            who: Some(Who::Named(entity)),
            addressed: None,
            words: None,
            rule: Some(rule.clone()),
            evidence: evidence.into_iter().collect(),
            confidence,
        }
    }
}

/// How many mentions back a pronoun is looked for.
const MENTIONS: usize = 32;
/// How many blocks back.
const BLOCKS: u32 = 12;
/// Most tokens of a title before a name.
const TITLE: usize = 3;
/// Most blocks between two turns of one dialogue.
pub const GAP: u32 = 2;
/// What counts for or against a person whom a pronoun may mean: each nearer one, each mention, a known gender, the
/// subject of a clause, having the turn just before, having the turn before that.
const NEAR: i32 = 2;
const OFTEN: i32 = 1;
const MOST: usize = 6;
const KNOWN: i32 = 6;
const SUBJECT: i32 = 3;
const AGAIN: i32 = 10;
const IN_TURN: i32 = 4;
/// How many blocks behind a document's words its signature is looked for.
const SIGNATURE: usize = 4;

/// The speakers of all drafts, which are in text order.
pub fn speakers(phrases: Phrases<'_>, drafts: &[Draft]) -> Vec<Speaker> {
    let lexicon = &phrases.work.pack.lexicon;
    let mut search = Search {
        phrases,
        drafts,
        gender: gender::genders(phrases),
        document: lexicon.class("DOCUMENT"),
        signatory: lexicon.class("SIGNATORY"),
        rules: Rules::default(),
        last: None,
        turns: Vec::new(),
        spoken: Vec::new(),
    };
    drafts.iter().map(|draft| search.speaker(draft)).collect()
}

struct Rules {
    pronoun: Rule,
    author: Rule,
    paragraph: Rule,
    narration: Rule,
    turns: Rule,
    answer: Rule,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            pronoun: "person named before the pronoun".into(),
            author: "document whose words they are, by those who sign it".into(),
            paragraph: "same paragraph as words of this speaker".into(),
            narration: "only person named beside the quotation".into(),
            turns: "turns of a dialogue".into(),
            answer: "spoken to by name just before".into(),
        }
    }
}

/// A draft, where it stands, and whom it speaks to.
struct Place<'d> {
    draft: &'d Draft,
    block: BlockId,
    addressed: Option<EntityId>,
}

/// A quotation with its speaker, as the next ones remember it.
#[derive(Clone, Copy)]
struct Turn {
    block: BlockId,
    who: Option<Who>,
    /// Who is spoken to in it by name.
    addressed: Option<EntityId>,
}

impl Turn {
    fn speaker(&self) -> Option<EntityId> {
        match self.who {
            Some(Who::Named(entity)) => Some(entity),
            _ => None,
        }
    }
}

struct Search<'a> {
    phrases: Phrases<'a>,
    drafts: &'a [Draft],
    /// "he" or "she", for persons of whom the text tells it.
    gender: FxHashMap<EntityId, Parts>,
    document: Option<ClassId>,
    signatory: Option<ClassId>,
    rules: Rules,
    /// The last direct quotation with a speaker.
    last: Option<Turn>,
    /// The last paragraphs of a dialogue.
    turns: Vec<Turn>,
    /// The words that named the last speakers, and whom: a pronoun may mean them again.
    spoken: Vec<(Span, EntityId)>,
}

impl Search<'_> {
    fn speaker(&mut self, draft: &Draft) -> Speaker {
        let block = self.phrases.work.document.block_at(draft.outer.start).unwrap_or(BlockId(0));
        let direct = draft.kind == QuoteKind::Direct && draft.depth == 1;
        let addressed = if direct { self.addressed(draft) } else { None };
        let place = Place { draft, block, addressed };
        let mut speaker = match &draft.source {
            Some(source) => self.of_source(source, &place),
            None if direct => self.unnamed(&place),
            None => Speaker::nobody(),
        };
        speaker.addressed = addressed;
        if direct {
            self.remember(&place, speaker.who);
        }
        if let (Some(source), Some(entity), true) = (&draft.source, speaker.entity, direct) {
            if self.spoken.len() > 2 * MENTIONS {
                self.spoken.drain(..MENTIONS);
            }
            self.spoken.push((self.phrases.work.subject().span(source), entity));
        }
        speaker
    }

    /// Whom the words speak to: a name between commas, or between a comma and the end.
    fn addressed(&self, draft: &Draft) -> Option<EntityId> {
        let document = self.phrases.work.document;
        let inside = index::beginning_in(&document.mentions, draft.span);
        let tokens = self.phrases.tokens(draft.span);
        let spoken_to = |mention: &&Mention| {
            let at = self.phrases.tokens(mention.span);
            // A title may stand outside of the mention.
            let title = |before: &usize| matches!(self.phrases.tag(*before), Tag::Name | Tag::Sign | Tag::Noun);
            let least = tokens.start.max(at.start.saturating_sub(TITLE));
            let start = (least..at.start).rev().take_while(title).last().unwrap_or(at.start);
            let parts = |at: usize| matches!(self.phrases.tag(at), Tag::Comma | Tag::Stop);
            let opens = start <= tokens.start || parts(start - 1);
            let closes = at.end >= tokens.end || parts(at.end);
            // A name alone may be an answer.
            let alone = start <= tokens.start && at.end + 1 >= tokens.end;
            let person = document.entities.get(mention.entity.index()).is_some_and(|e| e.kind == EntityKind::Person);
            mention.form == Form::Name && person && opens && closes && !alone
        };
        document.mentions[inside].iter().take(MENTIONS).find(spoken_to).map(|mention| mention.entity)
    }

    fn remember(&mut self, place: &Place<'_>, who: Option<Who>) {
        let &Place { block, addressed, .. } = place;
        let turn = Turn { block, who, addressed };
        match self.turns.last_mut() {
            Some(last) if last.block == block => {
                last.who = last.who.or(who);
                last.addressed = last.addressed.or(addressed);
            }
            Some(last) if block.0 - last.block.0 > GAP => self.turns = vec![turn],
            _ => self.turns.push(turn),
        }
        if self.turns.len() > 64 {
            self.turns.drain(..32);
        }
        if who.is_some() {
            self.last = Some(turn);
        }
    }

    fn of_source(&mut self, source: &Range<usize>, place: &Place<'_>) -> Speaker {
        if let Some(entity) = self.entity_in(source).or_else(|| self.entity_beside(source)) {
            return Speaker::named(entity);
        }
        let first = self.phrases.parts(source.start);
        if source.len() == 1 && first.has(Parts::HE.and(Parts::SHE)) {
            return self.pronoun(source.start, first, place);
        }
        if self.is_document(source) {
            return self.author(place.draft);
        }
        Speaker { who: Some(Who::Called(self.hash(source))), ..Speaker::nobody() }
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

    /// The person before a pronoun who is likeliest meant by it, outside of marked words: near, a subject, of the same
    /// gender; whoever spoke last hardly speaks again in the next paragraph, and nobody names himself in what he says.
    fn pronoun(&self, at: usize, parts: Parts, place: &Place<'_>) -> Speaker {
        let &Place { draft, block, addressed } = place;
        let document = self.phrases.work.document;
        let offset = self.phrases.work.tokens.all[at].span.start;
        let before = document.mentions.partition_point(|mention| mention.span.start < offset);
        // A pronoun that the analysis of entities resolved needs no guess.
        if let Some(mention) = document.mentions.get(before).filter(|mention| mention.span.start == offset) {
            return Speaker::named(mention.entity);
        }
        let wanted = if parts.has(Parts::HE) { Parts::HE } else { Parts::SHE };
        let named = document.mentions[..before].iter().rev().take(MENTIONS).filter_map(|mention| {
            let there = document.block_at(mention.span.start).unwrap_or(BlockId(0));
            let person = document.entities.get(mention.entity.index()).is_some_and(|e| e.kind == EntityKind::Person);
            let fits = person
                && mention.form == Form::Name
                && block.0 - there.0 <= BLOCKS
                && !draft.span.covers(mention.span)
                && !self.is_marked(mention.span);
            fits.then_some((mention.span, mention.entity))
        });
        let spoke = self.spoken.iter().rev().filter(|(span, _)| span.end <= offset).take(MENTIONS).copied();
        let mut candidates: Vec<(Span, EntityId)> = named.chain(spoke).collect();
        // "Graham's clock … he said": who only owns something comes after those who do something.
        let owner = |span: &Span| document.text[span.end as usize..].starts_with(['’', '\'']);
        candidates.sort_by_key(|(span, _)| (owner(span), std::cmp::Reverse(span.start)));
        candidates.dedup();
        let last = self.turns.last().filter(|turn| draft.kind == QuoteKind::Direct && turn.block != block);
        let others = self.turns.len().checked_sub(2).and_then(|at| self.turns[at].speaker());
        let mut best: Option<(i32, Span, EntityId)> = None;
        for (rank, &(span, entity)) in candidates.iter().enumerate() {
            let gender = self.gender.get(&entity).copied();
            if gender.is_some_and(|gender| gender != wanted) || addressed == Some(entity) {
                continue;
            }
            let mut score = -(rank as i32) * NEAR;
            let often = candidates.iter().filter(|(_, other)| *other == entity).count();
            // A dialogue is full of pronouns for those whom it names most; a report goes on with its last subject.
            score += if draft.kind == QuoteKind::Direct { OFTEN * often.min(MOST) as i32 } else { 0 };
            score += if gender.is_some() { KNOWN } else { 0 };
            score += if self.phrases.tag(self.phrases.tokens(span).end).is_finite() { SUBJECT } else { 0 };
            score -= if last.is_some_and(|turn| turn.speaker() == Some(entity)) { AGAIN } else { 0 };
            score += if last.is_some() && others == Some(entity) { IN_TURN } else { 0 };
            if best.is_none_or(|(most, ..)| score > most) {
                best = Some((score, span, entity));
            }
        }
        match best {
            Some((_, span, entity)) => {
                let confidence = if self.gender.contains_key(&entity) { 0.8 } else { 0.5 };
                Speaker::inferred(entity, Some(span), &self.rules.pronoun, confidence)
            }
            None => Speaker::nobody(),
        }
    }

    /// True if a span lies in a direct quotation.
    fn is_marked(&self, span: Span) -> bool {
        let next = self.drafts.partition_point(|draft| draft.span.start <= span.start);
        self.drafts[next.saturating_sub(4)..next]
            .iter()
            .any(|draft| draft.kind == QuoteKind::Direct && draft.span.covers(span))
    }

    fn is_document(&self, source: &Range<usize>) -> bool {
        let last = source.end - 1;
        let lexeme = self.phrases.work.tokens.all[last].lexeme;
        self.document.is_some_and(|class| self.phrases.work.pack.lexicon.is(lexeme, class))
    }

    /// Who signs a document: at the foot of the quotation, in its metadata.
    fn author(&self, draft: &Draft) -> Speaker {
        let document = self.phrases.work.document;
        let last = document.block_at(draft.outer.end.saturating_sub(1)).unwrap_or(BlockId(0));
        let foot = document.blocks.iter().enumerate().skip(last.index() + 1).take(SIGNATURE);
        for (block, _) in foot.take_while(|(_, block)| !matches!(block.kind, BlockKind::Heading(1 | 2))) {
            let range = self.phrases.work.tokens.range(BlockId::from(block));
            if range.is_empty() || range.len() > 30 || !self.signs(range.clone()) {
                continue;
            }
            let span = self.phrases.work.subject().span(&range);
            let mentions = &document.mentions[index::beginning_in(&document.mentions, span)];
            let org = mentions.iter().find(|mention| {
                document.entities.get(mention.entity.index()).is_some_and(|entity| entity.kind == EntityKind::Org)
            });
            if let Some(mention) = org.or(mentions.first()) {
                return Speaker::inferred(mention.entity, Some(mention.span), &self.rules.author, 0.8);
            }
        }
        let author = document.meta.author.as_ref();
        let stated = author.and_then(|author| document.entities.iter().position(|entity| entity.name == author.value));
        match stated {
            Some(entity) => {
                let span = author.and_then(|author| author.span);
                Speaker::inferred(EntityId::from(entity), span, &self.rules.author, 0.7)
            }
            None => Speaker::nobody(),
        }
    }

    /// True if a block names an office or body: it may be a signature.
    fn signs(&self, tokens: Range<usize>) -> bool {
        let Some(class) = self.signatory else { return false };
        let lexicon = &self.phrases.work.pack.lexicon;
        self.phrases.work.tokens.all[tokens].iter().any(|token| lexicon.is(token.lexeme, class))
    }

    /// The speaker of marked words that nothing ascribes.
    fn unnamed(&self, place: &Place<'_>) -> Speaker {
        let &Place { draft, block, addressed } = place;
        if let Some(last) = self.last.filter(|last| last.block == block) {
            return match last.speaker() {
                Some(entity) => Speaker::inferred(entity, None, &self.rules.paragraph, 0.85),
                None => Speaker { who: last.who, ..Speaker::nobody() },
            };
        }
        if let Some((entity, span)) = self.beside(draft, block).filter(|(entity, _)| addressed != Some(*entity)) {
            return Speaker::inferred(entity, Some(span), &self.rules.narration, 0.7);
        }
        let before = self.turns.last().filter(|last| block.0 - last.block.0 <= 1 && last.addressed != last.speaker());
        if let Some(entity) = before.and_then(|last| last.addressed).filter(|entity| addressed != Some(*entity)) {
            return Speaker::inferred(entity, None, &self.rules.answer, 0.6);
        }
        match self.turn(block).filter(|entity| addressed != Some(*entity)) {
            Some(entity) => Speaker::inferred(entity, None, &self.rules.turns, 0.6),
            None => Speaker::nobody(),
        }
    }

    /// The only person whom the narration of the paragraph names as a subject.
    fn beside(&self, draft: &Draft, block: BlockId) -> Option<(EntityId, Span)> {
        let document = self.phrases.work.document;
        let mentions = &document.mentions[index::beginning_in(&document.mentions, document.block(block).span)];
        let mut found = None;
        for mention in mentions.iter().take(MENTIONS) {
            let person = document.entities.get(mention.entity.index()).is_some_and(|e| e.kind == EntityKind::Person);
            if !person || draft.outer.covers(mention.span) || self.is_marked(mention.span) {
                continue;
            }
            let next = self.phrases.tokens(mention.span).end;
            if self.phrases.tag(next).is_finite() && found.is_none() {
                found = Some((mention.entity, mention.span));
            }
        }
        found
    }

    /// In a dialogue of two, whoever spoke two turns ago.
    fn turn(&self, block: BlockId) -> Option<EntityId> {
        let [.., before, last] = &self.turns[..] else { return None };
        let adjacent = block.0 == last.block.0 + 1 && last.block.0 == before.block.0 + 1;
        (adjacent && before.who != last.who).then(|| before.speaker()).flatten()
    }
}
