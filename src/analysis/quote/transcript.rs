//! Speech that labels ascribe: interviews, minutes of parliaments, transcripts of courts, plays.
//!
//! A label stands at the start of a paragraph or line: "MR. LOMAX:", "Mr. Corrie (Leith):", "Q.", "MARTHA." One alone
//! proves nothing, because "Note:" and "Poll:" look like it; labels count where several stand and one comes again.
//! Stage directions are not told from speech, unless they stand between brackets in a paragraph of their own.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::draft::{Draft, Why};
use crate::analysis::syntax::phrase::Phrases;
use crate::language::lexicon::ClassId;
use crate::language::token::TokenKind;
use crate::model::{BlockId, BlockKind, EntityId, EntityKind, Mention, QuoteKind, Span, index};

/// Longest label, in tokens.
const LABEL: usize = 16;
/// Most small words in a label: "The Minister of Transport".
const SMALL: usize = 4;
/// How many labels there must be.
const LEAST: usize = 3;
/// Most paragraphs from one label to the next.
const GAP: u32 = 12;

/// A label and where what it ascribes begins.
#[derive(Clone, Debug)]
struct Label {
    words: Range<usize>,
    sign: usize,
    block: BlockId,
    /// What is the same in all labels of a speaker: the last word that is no bracket.
    key: String,
    /// True if it is set in capitals.
    capitals: bool,
}

/// Whom a label means.
#[derive(Clone, Copy, Debug)]
pub enum Labelled {
    /// An entity of the document.
    Entity(EntityId),
    /// Somebody whom only the label names.
    Words,
    /// Nobody in particular: "Q."
    Nobody,
}

/// What each label ascribes, in text order, if the document is a transcript or has one in it; and whom
/// the label means.
pub fn transcript(phrases: Phrases<'_>) -> Vec<(Draft, Labelled)> {
    let lexicon = &phrases.work.pack.lexicon;
    let search = Search { phrases, heads: lexicon.class("HEADER"), answer: lexicon.class("ANSWER") };
    let mut found = Vec::new();
    for (index, block) in phrases.work.document.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Paragraph | BlockKind::Verse | BlockKind::Item) {
            search.labels(BlockId::from(index), &mut found);
        }
    }
    let mut drafts = Vec::new();
    let mut start = 0;
    while start < found.len() {
        let apart = |pair: &[Label]| pair[1].block.0 - pair[0].block.0 > GAP;
        let end = found[start..].windows(2).position(apart).map_or(found.len(), |at| start + at + 1);
        if is_transcript(&found[start..end]) {
            search.turns(&found[start..end], &mut drafts);
        }
        start = end;
    }
    drafts
}

/// True if one of several labels comes again, and another stands between.
fn is_transcript(labels: &[Label]) -> bool {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for label in labels {
        *counts.entry(&label.key).or_default() += 1;
    }
    let again = counts.len() > 1 && counts.values().any(|count| *count > 1);
    let capitals = 2 * labels.iter().filter(|label| label.capitals).count() >= labels.len();
    labels.len() >= LEAST && again && (capitals || 2 * counts.len() <= 2 + labels.len())
}

struct Search<'a> {
    phrases: Phrases<'a>,
    /// Words that stand before a colon in the heads of letters and notices.
    heads: Option<ClassId>,
    /// What stands for whoever answers: "A.".
    answer: Option<ClassId>,
}

impl Search<'_> {
    fn text(&self, at: usize) -> &str {
        self.phrases.work.tokens.all[at].of(&self.phrases.work.document.text)
    }

    /// True for the first token of a line.
    fn opens_line(&self, at: usize, block: &Range<usize>) -> bool {
        let tokens = &self.phrases.work.tokens.all;
        let between = |at: usize| tokens[at - 1].span.end as usize..tokens[at].span.start as usize;
        at == block.start || self.phrases.work.document.text[between(at)].contains('\n')
    }

    /// Appends the labels of a paragraph.
    fn labels(&self, block: BlockId, found: &mut Vec<Label>) {
        let range = self.phrases.work.tokens.range(block);
        let mut at = range.start;
        while at < range.end {
            if self.opens_line(at, &range)
                && let Some((words, sign)) = self.label(at, range.end)
            {
                let key = self.key(&words);
                at = sign;
                let capitals = words.clone().all(|at| !self.text(at).contains(char::is_lowercase));
                found.push(Label { words, sign, block, key, capitals });
            }
            at += 1;
        }
    }

    /// The words of a label that begins at `start`, and the sign behind them.
    fn label(&self, start: usize, end: usize) -> Option<(Range<usize>, usize)> {
        let tokens = &self.phrases.work.tokens.all;
        let first = &tokens[start];
        if !first.kind.is_capital() || self.heads.is_some_and(|class| self.is(start, class)) {
            return None;
        }
        let (mut small, mut brackets, mut all_caps) = (0, 0_i32, true);
        for (at, token) in tokens.iter().enumerate().take(end.min(start + LABEL)).skip(start) {
            let text = self.text(at);
            match text {
                "(" | "[" => brackets += 1,
                ")" | "]" => brackets -= 1,
                ":" if brackets == 0 => return Some((start..at, at)),
                // "MR. LOMAX." and "Q." but not "Mr."
                "." if brackets == 0 && all_caps && self.ends_label(start, at, end) => return Some((start..at, at)),
                "." | "," | "-" | "'" | "’" => {}
                _ if brackets > 0 => {}
                _ if token.kind == TokenKind::Lower => {
                    small += 1;
                    all_caps = false;
                    if small > SMALL {
                        return None;
                    }
                }
                _ if token.kind.is_capital() => {
                    let single = text.chars().count() == 1;
                    all_caps &= single && start == at || text.chars().all(|c| !c.is_lowercase()) && !single;
                }
                _ if token.kind == TokenKind::Digits => {}
                _ => return None,
            }
        }
        None
    }

    /// True if the full stop at `at` ends a label in capitals: what follows is a sentence.
    fn ends_label(&self, start: usize, at: usize, end: usize) -> bool {
        let tokens = &self.phrases.work.tokens.all;
        let title = at == start + 1 && self.text(start).chars().count() > 1 && {
            let next = tokens.get(at + 1).map(|next| next.of(&self.phrases.work.document.text)).unwrap_or_default();
            next.chars().count() > 1 && next.chars().all(|c| !c.is_lowercase())
        };
        at + 1 < end && !tokens[at + 1].glued && !title
    }

    fn is(&self, at: usize, class: ClassId) -> bool {
        self.phrases.work.pack.lexicon.is(self.phrases.work.tokens.all[at].lexeme, class)
    }

    /// The last word of a label before its brackets, in small letters.
    fn key(&self, words: &Range<usize>) -> String {
        let bracket = words.clone().find(|&at| matches!(self.text(at), "(" | "["));
        let last = words.start..bracket.unwrap_or(words.end);
        let word = last.rev().find(|&at| self.phrases.work.tokens.all[at].kind.is_word());
        word.map(|at| self.text(at).to_lowercase()).unwrap_or_default()
    }

    /// Appends what each label ascribes: up to the next label, the last one's to the end of its paragraph.
    fn turns(&self, labels: &[Label], drafts: &mut Vec<(Draft, Labelled)>) {
        let document = self.phrases.work.document;
        let guest = self.guest(labels);
        let named: FxHashMap<&str, EntityId> =
            labels.iter().filter_map(|label| Some((&*label.key, self.named(&label.words)?))).collect();
        for (index, label) in labels.iter().enumerate() {
            let next = labels.get(index + 1);
            let mut block = label.block;
            let stops = |block: u32| {
                let inner = &document.blocks[block as usize];
                let text = inner.span.of(&document.text).trim();
                !matches!(inner.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Verse)
                    || text.starts_with('[') && text.ends_with(']')
                    || text.starts_with('(') && text.ends_with(')')
            };
            if let Some(next) = next {
                while block.0 + 1 < next.block.0 && !stops(block.0 + 1) {
                    block.0 += 1;
                }
            }
            let range = self.phrases.work.tokens.range(block);
            let end = next.filter(|next| next.block == label.block).map_or(range.end, |next| next.words.start);
            let tokens = label.sign + 1..end;
            if tokens.is_empty() {
                continue;
            }
            let span: Span = self.phrases.work.subject().span(&tokens);
            let answers = label.words.len() == 1 && self.answer.is_some_and(|class| self.is(label.words.start, class));
            let speaker = if answers { guest } else { named.get(&*label.key).copied() };
            let draft = Draft {
                span,
                outer: span,
                source: Some(label.words.clone()),
                cue: Some(label.sign..label.sign + 1),
                kind: QuoteKind::Direct,
                depth: 1,
                why: Why::Turn,
            };
            // "Q." stands for nobody in particular.
            let letter = label.words.len() == 1 && self.text(label.words.start).chars().count() == 1;
            let nobody = if letter { Labelled::Nobody } else { Labelled::Words };
            drafts.push((draft, speaker.map_or(nobody, Labelled::Entity)));
        }
    }

    /// The entity that a label names: the person nearest to its end.
    fn named(&self, words: &Range<usize>) -> Option<EntityId> {
        let document = self.phrases.work.document;
        let span = self.phrases.work.subject().span(words);
        let inside = &document.mentions[index::beginning_in(&document.mentions, span)];
        let kind = |entity: EntityId| document.entities.get(entity.index()).map(|entity| entity.kind);
        let person = inside.iter().find(|mention| kind(mention.entity) == Some(EntityKind::Person));
        let body = || inside.iter().find(|mention| kind(mention.entity) == Some(EntityKind::Org));
        person.or_else(body).map(|mention| mention.entity)
    }

    /// Who answers in an interview: the only person named before it.
    fn guest(&self, labels: &[Label]) -> Option<EntityId> {
        let document = self.phrases.work.document;
        let start = document.block(labels.first()?.block).span.start;
        let before = &document.mentions[..document.mentions.partition_point(|mention| mention.span.start < start)];
        let person = |mention: &&Mention| {
            let kind = document.entities.get(mention.entity.index()).map(|entity| entity.kind);
            kind == Some(EntityKind::Person)
        };
        let first = before.iter().find(person)?.entity;
        before.iter().filter(person).all(|mention| mention.entity == first).then_some(first)
    }
}
