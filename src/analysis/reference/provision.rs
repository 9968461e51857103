//! Numbered parts of a document: "Article 4(2)", "paragraphs 3 to 7 above", "Section II", "§ 12".
//!
//! A number is looked for among the labels of the blocks, within the part that the words stand in before the whole
//! document. A provision of another document has no target here.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::number::{Number, numbers};
use crate::analysis::Work;
use crate::language::grammar::Parts;
use crate::language::reference::{ReferenceWords, Unit};
use crate::language::token::{Token, TokenKind};
use crate::model::{BlockId, BlockKind, Provenance, Reference, ReferenceKind, Rule, Span, Target, index};

/// Blocks that one thread reads at a time.
const CHUNK: usize = 256;
/// Most numbers that one word for a provision carries.
const LIST: usize = 12;
/// The unit of labels without a word: "12.", "(a)".
const PLAIN: &str = "";
/// The unit that plain labels are called by.
const PARAGRAPH: &str = "paragraph";
/// The unit of "§".
const SIGN: &str = "section";

/// All references to provisions.
pub fn provisions(work: Work<'_>, words: ReferenceWords<'_>) -> Vec<Reference> {
    let labels = Labels::of(work, words);
    let rules = [
        Rule::from("number among the labels of this document"),
        Rule::from("no such provision in this document"),
        Rule::from("provision of another document"),
    ];
    let blocks = work.document.blocks.len();
    let chunks: Vec<Vec<Reference>> = (0..blocks.div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| {
            let reader = Reader { work, words, labels: &labels, rules: &rules };
            let mut found = Vec::new();
            for block in chunk * CHUNK..blocks.min((chunk + 1) * CHUNK) {
                reader.block(BlockId::from(block), &mut found);
            }
            found
        })
        .collect();
    chunks.into_iter().flatten().collect()
}

/// The labels of a document by what they number.
struct Labels<'a> {
    by_number: FxHashMap<(&'a str, Number), Vec<BlockId>>,
    /// Blocks whose label has a word ("Article 4"), with their unit: the parts that plain numbers belong to.
    parts: Vec<(BlockId, &'a str)>,
    /// Blocks with a plain Arabic number ("1."): the paragraphs that letters belong to.
    paragraphs: Vec<BlockId>,
}

impl<'a> Labels<'a> {
    fn of(work: Work<'a>, words: ReferenceWords<'a>) -> Self {
        let mut labels = Self { by_number: FxHashMap::default(), parts: Vec::new(), paragraphs: Vec::new() };
        for (at, block) in work.document.blocks.iter().enumerate() {
            let block_id = BlockId::from(at);
            let range = match (block.label, block.kind) {
                (Some(label), _) => work.tokens.in_span(label),
                // A heading may be numbered without its number being set apart.
                (None, BlockKind::Heading(_)) => {
                    let range = work.tokens.range(block_id);
                    range.start..range.end.min(range.start + 3)
                }
                _ => continue,
            };
            labels.add(work, words, block_id, &work.tokens.all[range.clone()]);
            labels.nested(work, block_id, range.end);
        }
        labels
    }

    fn add(&mut self, work: Work<'a>, words: ReferenceWords<'a>, block: BlockId, label: &'a [Token]) {
        let text: &str = &work.document.text;
        let mut unit = PLAIN;
        for token in label {
            if let Some(word) = words.provision(token.lexeme) {
                unit = word;
            } else if token.of(text) == "§" {
                unit = SIGN;
            } else if token.kind != TokenKind::Sign {
                let mut any = false;
                for number in numbers(token.of(text)) {
                    any = true;
                    self.by_number.entry((unit, number)).or_default().push(block);
                }
                if any && unit != PLAIN {
                    self.parts.push((block, unit));
                } else if token.kind == TokenKind::Digits {
                    self.paragraphs.push(block);
                }
                break;
            }
        }
    }

    /// Adds what stands in brackets behind a label: the "(a)" of "1. (a) This Treaty may be amended".
    fn nested(&mut self, work: Work<'a>, block: BlockId, at: usize) {
        let text: &str = &work.document.text;
        let end = work.tokens.range(block).end;
        if at + 2 < end && work.tokens.all[at].of(text) == "(" && work.tokens.all[at + 2].of(text) == ")" {
            for number in numbers(work.tokens.all[at + 1].of(text)) {
                self.by_number.entry((PLAIN, number)).or_default().push(block);
            }
        }
    }

    /// The blocks from the last paragraph with a number up to `block` to the next one.
    fn paragraph_around(&self, block: BlockId) -> Range<BlockId> {
        let next = self.paragraphs.partition_point(|start| *start <= block);
        let start = next.checked_sub(1).map_or(BlockId(0), |at| self.paragraphs[at]);
        start..self.paragraphs.get(next).copied().unwrap_or(BlockId(u32::MAX))
    }

    /// The blocks of the part that `block` stands in: from the last labelled by a word to the next of its unit.
    fn part_around(&self, block: BlockId) -> Range<BlockId> {
        match self.parts.partition_point(|(start, _)| *start <= block).checked_sub(1) {
            Some(at) => self.part(at),
            None => BlockId(0)..self.parts.first().map_or(BlockId(u32::MAX), |(start, _)| *start),
        }
    }

    /// The part that begins with the block `start`.
    fn part_from(&self, start: BlockId) -> Range<BlockId> {
        match self.parts.binary_search_by_key(&start, |(block, _)| *block) {
            Ok(at) => self.part(at),
            Err(_) => start..BlockId(u32::MAX),
        }
    }

    fn part(&self, at: usize) -> Range<BlockId> {
        self.parts[at].0..self.parts.get(at + 1).map_or(BlockId(u32::MAX), |(end, _)| *end)
    }

    /// The blocks with that number, the nearest to `from` first, in `part` before others; a letter in the same
    /// paragraph before that.
    fn find(&self, unit: &'a str, number: Number, from: BlockId, part: &Range<BlockId>) -> Vec<BlockId> {
        let Some(blocks) = self.by_number.get(&(unit, number)) else { return Vec::new() };
        let near = blocks.partition_point(|block| *block < from);
        let window = near.saturating_sub(4)..blocks.len().min(near + 4);
        let mut found = blocks[window].to_vec();
        let own = self.paragraph_around(from);
        let apart = |block: &BlockId| unit == PLAIN && matches!(number, Number::Letter(_)) && !own.contains(block);
        found.sort_by_key(|block| (!part.contains(block), apart(block), block.0.abs_diff(from.0)));
        found
    }
}

/// One number of a list, with its subdivisions.
struct Named {
    /// The tokens of the number with its subdivisions.
    tokens: Range<usize>,
    number: Vec<Number>,
    inner: Vec<Vec<Number>>,
}

struct Reader<'a> {
    work: Work<'a>,
    words: ReferenceWords<'a>,
    labels: &'a Labels<'a>,
    rules: &'a [Rule; 3],
}

impl<'a> Reader<'a> {
    fn block(&self, block: BlockId, found: &mut Vec<Reference>) {
        let range = self.work.tokens.range(block);
        let label = self.work.document.block(block).label;
        let heading = matches!(self.work.document.block(block).kind, BlockKind::Heading(_));
        for matched in self.work.pack.reference.find_all(&self.work.subject(), range.clone()) {
            let tokens = matched.found.tokens.clone();
            let own = label.is_some_and(|label| label.contains(self.all()[tokens.start].span.start));
            if own || heading && tokens.start == range.start {
                continue;
            }
            let unit = match matched.rule.then.provision {
                Unit::Sign => Some(SIGN),
                Unit::Word => matched.get("unit").and_then(|unit| self.words.provision(self.all()[unit.start].lexeme)),
            };
            if let Some(unit) = unit {
                self.list(unit, tokens, range.end, block, found);
            }
        }
    }

    fn all(&self) -> &'a [Token] {
        &self.work.tokens.all
    }

    fn of(&self, at: usize) -> &'a str {
        self.all()[at].of(&self.work.document.text)
    }

    fn parts(&self, at: usize) -> Parts {
        self.all().get(at).map(|token| self.work.pack.grammar.entry(token.lexeme).parts).unwrap_or_default()
    }

    /// The numbers behind a word for a provision: "3", "3 and 5", "3 to 7", "4(2)(a)".
    fn list(&self, unit: &'a str, word: Range<usize>, end: usize, block: BlockId, found: &mut Vec<Reference>) {
        let mut named = Vec::new();
        let mut at = word.end;
        while named.len() < LIST {
            let Some(next) = self.number(at, end, named.is_empty()) else { break };
            at = next.tokens.end;
            named.push(next);
            // What joins it to the next number.
            let mut joint = at;
            while joint < end && joint < at + 2 && self.joins(joint) {
                joint += 1;
            }
            if joint == at || joint >= end {
                break;
            }
            at = joint;
        }
        let Some(last) = named.last() else { return };
        let foreign = self.is_foreign(last.tokens.end, end);
        for (index, number) in named.iter().enumerate() {
            let start = if index == 0 { word.start } else { number.tokens.start };
            let span = self.work.subject().span(&(start..number.tokens.end));
            found.push(self.reference(unit, number, span, block, foreign));
        }
    }

    fn joins(&self, at: usize) -> bool {
        matches!(self.of(at), "," | "-" | "–" | "&")
            || self.parts(at).has(Parts::COORDINATOR)
            || self.words.is_up_to(self.all()[at].lexeme)
    }

    /// A number at this token with its subdivisions. A bare letter or word counts only as Roman capitals or behind the
    /// word itself.
    fn number(&self, at: usize, end: usize, first: bool) -> Option<Named> {
        let mut at = at;
        if at >= end {
            return None;
        }
        let start = at;
        let bracketed = self.of(at) == "(";
        if bracketed {
            at += 1;
        }
        let token = self.all().get(at).filter(|_| at < end)?;
        let fits = match token.kind {
            TokenKind::Digits => true,
            TokenKind::AllCaps | TokenKind::Initial => true,
            TokenKind::Lower => bracketed,
            _ => false,
        };
        let number: Vec<Number> = if fits { numbers(self.of(at)).collect() } else { Vec::new() };
        // Only behind the word can a single letter be a number: "Annex B", "and I".
        if number.is_empty() || token.kind == TokenKind::Initial && !first && !bracketed {
            return None;
        }
        at += 1;
        if bracketed {
            (at < end && self.of(at) == ")").then_some(())?;
            at += 1;
        }
        let mut inner = Vec::new();
        while at + 2 < end && self.of(at) == "(" && self.all()[at].glued && self.of(at + 2) == ")" {
            let number: Vec<Number> = numbers(self.of(at + 1)).collect();
            if number.is_empty() {
                break;
            }
            inner.push(number);
            at += 3;
        }
        // "4.2" and "4.2.1" number from the whole to the part.
        while at + 1 < end && self.of(at) == "." && self.all()[at].glued && self.all()[at + 1].glued {
            let number: Vec<Number> = numbers(self.of(at + 1)).collect();
            if number.is_empty() || self.all()[at + 1].kind != TokenKind::Digits {
                break;
            }
            inner.push(number);
            at += 2;
        }
        Some(Named { tokens: start..at, number, inner })
    }

    /// True if what follows says that it is a provision of something else: "of the Charter", "of Regulation 1612/68".
    fn is_foreign(&self, at: usize, end: usize) -> bool {
        if at + 1 >= end
            || !self.parts(at).has(Parts::PREPOSITION)
            || self.words.is_above(self.all()[at].lexeme).is_some()
        {
            return false;
        }
        let own = (at + 1..end.min(at + 4)).any(|next| self.words.is_own(self.all()[next].lexeme));
        let law = || {
            let offset = self.all()[at + 1].span.start;
            let mentions = &self.work.document.mentions;
            let span = Span { start: offset, end: offset + 12 };
            index::beginning_in(mentions, span).any(|mention| {
                let entity = mentions[mention].entity.index();
                let kind = self.work.document.entities.get(entity).map(|entity| entity.kind);
                kind == Some(crate::model::EntityKind::Law)
            })
        };
        let named = (at + 1..end.min(at + 3)).any(|next| self.all()[next].kind.is_capital());
        !own && (law() || named)
    }

    fn reference(&self, unit: &'a str, named: &Named, span: Span, block: BlockId, foreign: bool) -> Reference {
        let around = self.labels.part_around(block);
        let mut targets = self.targets(unit, &named.number, block, &around);
        for inner in &named.inner {
            let Some(outer) = targets.first().copied() else { break };
            let part = self.labels.part_from(outer);
            let within = self.targets(PLAIN, inner, outer, &part);
            let within: Vec<BlockId> = within.into_iter().filter(|block| part.contains(block)).collect();
            // A provision without labels of its own holds what it subdivides.
            if within.is_empty() {
                break;
            }
            targets = within;
        }
        let (rule, confidence) = match (foreign, targets.is_empty()) {
            (true, _) => (2, 0.8),
            (false, true) => (1, 0.8),
            (false, false) => (0, if targets.len() == 1 { 0.95 } else { 0.8 }),
        };
        let evidence = match targets.first() {
            Some(block) if !foreign => self.work.document.block(*block).label.into_iter().collect(),
            _ => Vec::new(),
        };
        Reference {
            span,
            kind: ReferenceKind::Provision,
            targets: if foreign { Vec::new() } else { targets.into_iter().take(4).map(Target::Block).collect() },
            provenance: Provenance::new(self.rules[rule].clone(), evidence, confidence),
        }
    }

    /// The blocks that a number may mean: those of its unit; a paragraph is also a plain number, in the part around it
    /// first.
    fn targets(&self, unit: &'a str, number: &[Number], from: BlockId, part: &Range<BlockId>) -> Vec<BlockId> {
        let mut found = Vec::new();
        for &number in number {
            found.extend(self.labels.find(unit, number, from, part));
            if unit != PLAIN {
                let plain = self.labels.find(PLAIN, number, from, part);
                // "Section II" may head its part as "II." alone; other units say their name.
                if unit == PARAGRAPH
                    || found.is_empty() && matches!(unit, "section" | "chapter" | "part" | "rule" | "clause")
                {
                    found.extend(plain);
                }
            }
        }
        found.dedup();
        found
    }
}
