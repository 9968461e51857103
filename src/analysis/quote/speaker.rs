//! Whose words they are: from the words that name the source to an entity.
//!
//! In the order of the text, because pronouns and dialogues without names depend on what came before. What is not
//! clear stays without a speaker.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::draft::Draft;
use super::gender;
use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::language::grammar::Parts;
use crate::language::lexicon::ClassId;
use crate::model::{BlockId, BlockKind, EntityId, EntityKind, Form, QuoteKind, Rule, Span, index};

/// Whose words a draft is, and why.
#[derive(Clone, Debug)]
pub struct Speaker {
    pub entity: Option<EntityId>,
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
        Self { entity: None, words: None, rule: None, evidence: Vec::new(), confidence: 1.0 }
    }

    fn named(entity: EntityId) -> Self {
        Self { entity: Some(entity), ..Self::nobody() }
    }

    /// Found by a rule of its own.
    pub fn inferred(entity: EntityId, evidence: Option<Span>, rule: &Rule, confidence: f32) -> Self {
        Self {
            entity: Some(entity),
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
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            pronoun: "last person named before the pronoun".into(),
            author: "document whose words they are, by those who sign it".into(),
            paragraph: "same paragraph as words of this speaker".into(),
            narration: "only person named beside the quotation".into(),
            turns: "turns of a dialogue".into(),
        }
    }
}

/// A quotation with its speaker, as the next ones remember it.
#[derive(Clone, Copy)]
struct Turn {
    block: BlockId,
    speaker: Option<EntityId>,
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
        let speaker = match &draft.source {
            Some(source) => self.of_source(source, draft),
            None if direct => self.unnamed(draft, block),
            None => Speaker::nobody(),
        };
        if direct {
            self.remember(block, speaker.entity);
        }
        if let (Some(source), Some(entity), true) = (&draft.source, speaker.entity, direct) {
            if self.spoken.len() > 2 * MENTIONS {
                self.spoken.drain(..MENTIONS);
            }
            self.spoken.push((self.phrases.work.subject().span(source), entity));
        }
        speaker
    }

    fn remember(&mut self, block: BlockId, speaker: Option<EntityId>) {
        let turn = Turn { block, speaker };
        match self.turns.last_mut() {
            Some(last) if last.block == block => last.speaker = last.speaker.or(speaker),
            Some(last) if block.0 - last.block.0 > 1 => self.turns = vec![turn],
            _ => self.turns.push(turn),
        }
        if self.turns.len() > 64 {
            self.turns.drain(..32);
        }
        if speaker.is_some() {
            self.last = Some(turn);
        }
    }

    fn of_source(&mut self, source: &Range<usize>, draft: &Draft) -> Speaker {
        if let Some(entity) = self.entity_in(source).or_else(|| self.entity_beside(source)) {
            return Speaker::named(entity);
        }
        let first = self.phrases.parts(source.start);
        if source.len() == 1 && first.has(Parts::HE.and(Parts::SHE)) {
            return self.pronoun(source.start, first);
        }
        if self.is_document(source) {
            return self.author(draft);
        }
        Speaker::nobody()
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

    /// The last person before a pronoun who may be meant by it, outside of marked words.
    fn pronoun(&self, at: usize, parts: Parts) -> Speaker {
        let document = self.phrases.work.document;
        let offset = self.phrases.work.tokens.all[at].span.start;
        let here = document.block_at(offset).unwrap_or(BlockId(0));
        let before = document.mentions.partition_point(|mention| mention.span.start < offset);
        // A pronoun that the analysis of entities resolved needs no guess.
        if let Some(mention) = document.mentions.get(before).filter(|mention| mention.span.start == offset) {
            return Speaker::named(mention.entity);
        }
        let wanted = if parts.has(Parts::HE) { Parts::HE } else { Parts::SHE };
        let named = document.mentions[..before].iter().rev().take(MENTIONS).filter_map(|mention| {
            let block = document.block_at(mention.span.start).unwrap_or(BlockId(0));
            let person = document.entities.get(mention.entity.index()).is_some_and(|e| e.kind == EntityKind::Person);
            let fits =
                person && mention.form == Form::Name && here.0 - block.0 <= BLOCKS && !self.is_marked(mention.span);
            fits.then_some((mention.span, mention.entity))
        });
        let spoke = self.spoken.iter().rev().filter(|(span, _)| span.end <= offset).take(MENTIONS).copied();
        let mut candidates: Vec<(Span, EntityId)> = named.chain(spoke).collect();
        candidates.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
        let gender = |entity: &EntityId| self.gender.get(entity).copied();
        let sure = candidates.iter().find(|(_, entity)| gender(entity) == Some(wanted));
        let doubtful = || candidates.iter().find(|(_, entity)| gender(entity).is_none());
        match (sure, doubtful()) {
            (Some((span, entity)), _) => Speaker::inferred(*entity, Some(*span), &self.rules.pronoun, 0.8),
            (None, Some((span, entity))) => Speaker::inferred(*entity, Some(*span), &self.rules.pronoun, 0.5),
            (None, None) => Speaker::nobody(),
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
    fn unnamed(&self, draft: &Draft, block: BlockId) -> Speaker {
        if let Some(entity) = self.last.filter(|last| last.block == block).and_then(|last| last.speaker) {
            return Speaker::inferred(entity, None, &self.rules.paragraph, 0.85);
        }
        if let Some((entity, span)) = self.beside(draft, block) {
            return Speaker::inferred(entity, Some(span), &self.rules.narration, 0.7);
        }
        match self.turn(block) {
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
        (adjacent && before.speaker != last.speaker).then_some(before.speaker).flatten()
    }
}
