//! Finding names: rows of capitals with the particles inside them, parted from titles, sentence starts and each other.
//!
//! This is the rule-based finder. What it hands on, a list of [`Found`], says nothing of kinds beyond the cues around
//! a name. Names never cross a block or a sentence.

mod cue;
mod found;
mod part;
mod place;
mod unit;

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::lore::Lore;
use crate::analysis::work::Work;
use crate::language::entity::Is;
use crate::language::gazetteer::fold_into;
use crate::language::token::TokenKind;
use crate::model::{Block, BlockKind};
pub(super) use found::{Found, Standing, key};
pub(super) use unit::Reader;
use unit::{Link, Unit, chunk};

/// Blocks handed to one thread at a time.
const CHUNK: usize = 128;

/// All names, in text order.
///
/// Lines where capitals say nothing come second, when the names of the other sentences are known.
pub(super) fn names(work: Work<'_>, lore: &Lore<'_>) -> Vec<Found> {
    let nothing = FxHashSet::default();
    let chunks: Vec<(Vec<Found>, Vec<Line>)> = work
        .document
        .blocks
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(number, blocks)| {
            let mut finder = Finder::new(work, lore, &nothing);
            for (offset, block) in blocks.iter().enumerate() {
                finder.block(number * CHUNK + offset, block);
            }
            (finder.found, finder.lines)
        })
        .collect();
    let mut found: Vec<Found> = Vec::with_capacity(chunks.iter().map(|(found, _)| found.len()).sum());
    let mut lines = Vec::new();
    for (names, capital_lines) in chunks {
        found.extend(names);
        lines.extend(capital_lines);
    }
    let firm = found.iter().filter(|name| name.standing == Standing::Firm).map(|name| &*name.key).collect();
    let second: Vec<Found> = lines
        .par_chunks(CHUNK)
        .flat_map_iter(|lines| {
            let mut finder = Finder::new(work, lore, &firm);
            lines.iter().for_each(|line| finder.line(line));
            finder.found
        })
        .collect();
    drop(firm);
    found.extend(second);
    found.sort_by_key(|name| name.span.start);
    found
}

/// Calls `each` with the tokens of each sentence of a block; a block without sentences is one.
pub(super) fn sentences(work: Work<'_>, number: usize, mut each: impl FnMut(Range<usize>)) {
    let block = &work.document.blocks[number];
    let tokens = work.tokens.range(number.into());
    let sentences = &work.document.sentences;
    let mut next = sentences.partition_point(|sentence| sentence.span.start < block.span.start);
    let mut at = tokens.start;
    while at < tokens.end {
        let end = match sentences.get(next) {
            Some(sentence) if sentence.span.end < block.span.end => {
                at + work.tokens.all[at..tokens.end].partition_point(|token| token.span.start < sentence.span.end)
            }
            _ => tokens.end,
        };
        next += 1;
        if end > at {
            each(at..end);
            at = end;
        }
    }
}

/// How much capitals are worth in a sentence, but for its first word.
pub(super) fn standing(reader: &Reader<'_>, sentence: &Range<usize>, kind: BlockKind) -> Standing {
    let (mut long, mut capitals, mut shouted) = (0, 0, 0);
    for token in &reader.work.tokens.all[sentence.clone()] {
        if token.kind.is_word() && token.span.len() >= 4 {
            long += 1;
            capitals += usize::from(token.kind.is_capital());
            shouted += usize::from(token.kind == TokenKind::AllCaps);
        }
    }
    let ended = reader.token(sentence.end - 1).kind == TokenKind::Sign
        && matches!(reader.byte(sentence.end - 1), b'.' | b'!' | b'?' | b'"' | b';' | b',');
    if reader.lore.capitals_are_mute || (long >= 2 && shouted * 10 >= long * 8) {
        return Standing::Shouted;
    }
    let heading = matches!(kind, BlockKind::Heading(_));
    let titled = long >= 5 && capitals * 10 >= long * if ended { 9 } else { 7 };
    if (heading && capitals * 10 >= long * 6) || titled {
        return Standing::Titled;
    }
    Standing::Firm
}

/// A sentence where capitals say little.
struct Line {
    tokens: Range<usize>,
    kind: BlockKind,
    standing: Standing,
}

struct Finder<'a> {
    reader: Reader<'a>,
    /// The names that other sentences are sure of.
    sure: &'a FxHashSet<&'a str>,
    /// The language writes too much with capitals for them to show names, and there are no rules that know better.
    mute: bool,
    units: Vec<Unit>,
    found: Vec<Found>,
    lines: Vec<Line>,
}

/// A row of words with capitals and where it stands.
struct Row {
    first: usize,
    standing: Standing,
    sentence: Range<usize>,
}

impl<'a> Finder<'a> {
    fn new(work: Work<'a>, lore: &'a Lore<'a>, sure: &'a FxHashSet<&'a str>) -> Self {
        let mute = lore.capitals_are_mute;
        Self { reader: Reader { work, lore }, sure, mute, units: Vec::new(), found: Vec::new(), lines: Vec::new() }
    }

    fn block(&mut self, number: usize, block: &Block) {
        let work = self.reader.work;
        sentences(work, number, |tokens| self.sentence(tokens, block.kind));
    }

    fn sentence(&mut self, tokens: Range<usize>, kind: BlockKind) {
        let standing = standing(&self.reader, &tokens, kind);
        let line = Line { tokens, kind, standing };
        if standing == Standing::Firm { self.line(&line) } else { self.lines.push(line) }
    }

    fn line(&mut self, line: &Line) {
        let Line { tokens: sentence, kind, standing } = line;
        let mut fresh = true;
        let mut at = sentence.start;
        let opening = if *standing == Standing::Firm { self.formula(sentence) } else { at };
        while at < sentence.end {
            let token = *self.reader.token(at);
            match token.kind {
                TokenKind::Sign => {
                    fresh |= self.opens(at, sentence);
                    at += 1;
                }
                TokenKind::Digits => at += 1,
                _ if self.reader.begins(at, sentence.end) => {
                    let first = at;
                    at = self.reader.row(at, sentence, *kind, &mut self.units);
                    let standing = match *standing {
                        Standing::Firm if first < opening => Standing::Shouted,
                        Standing::Firm if fresh => Standing::Initial,
                        standing => standing,
                    };
                    let row = Row { first, standing, sentence: sentence.clone() };
                    match standing {
                        Standing::Firm | Standing::Initial => self.part(&row),
                        Standing::Titled | Standing::Shouted => self.pick(&row),
                    }
                    fresh = false;
                }
                _ => {
                    fresh = fresh && token.span.len() == 1;
                    at += 1;
                }
            }
        }
    }

    /// Where the words in capitals end that a sentence opens with for show: "IN WITNESS WHEREOF the undersigned".
    fn formula(&self, sentence: &Range<usize>) -> usize {
        let shouted = |token: &usize| self.reader.token(*token).kind == TokenKind::AllCaps;
        let end = sentence.clone().find(|token| !shouted(token)).unwrap_or(sentence.end);
        let function = (sentence.start..end).any(|token| self.reader.word(token).is(Is::Function));
        if end > sentence.start + 1 && function { end } else { sentence.start }
    }

    /// True if behind this sign a sentence may begin inside the sentence.
    fn opens(&self, at: usize, sentence: &Range<usize>) -> bool {
        match self.reader.text(at) {
            ":" | "“" | "«" | "„" | "•" | "*" | "…" | "—" => true,
            "\"" | "'" | "‘" => {
                at == sentence.start || matches!(self.reader.byte(at - 1), b',' | b':' | b'.' | b'?' | b'!')
            }
            ")" | "]" => at - sentence.start <= 3,
            _ => false,
        }
    }

    /// Parts a row into names and titles.
    fn part(&mut self, row: &Row) {
        let mut units = std::mem::take(&mut self.units);
        let mut at = 0;
        let mut title = 0..0;
        while at < units.len() {
            let known = self.reader.known(&units[at..]);
            if known.is_none_or(|(length, _)| length == 1) && self.is_dropped(&units[at], row) {
                at += 1;
                continue;
            }
            let length = self.reader.title(&units[at..], known);
            if length > 0 {
                let tokens = units[at].first..units[at + length - 1].end;
                at += length;
                // "Mr. de Klerk": the particle belongs to the name.
                if let Some(unit) = units.get_mut(at).filter(|unit| unit.link == Link::Particle) {
                    *unit = Unit { first: tokens.end, link: Link::Space, ..*unit };
                }
                let named = units.get(at).is_some_and(|unit| unit.link == Link::Space);
                title = if named { tokens } else { 0..0 };
                continue;
            }
            let length = self.reader.length(&units[at..], known);
            self.emit(row, &units[at..at + length], std::mem::replace(&mut title, 0..0));
            at += length;
        }
        self.units = units;
    }

    /// Takes from a row whose capitals say little what is known or titled, and short rows for what they are.
    fn pick(&mut self, row: &Row) {
        let units = std::mem::take(&mut self.units);
        if row.standing == Standing::Titled && units.len() <= 4 {
            self.units = units;
            return self.part(row);
        }
        let mut at = 0;
        while at < units.len() {
            let length = self.sure(&units[at..]).max(self.reader.strong(&units[at..]));
            let length = length.max(self.reader.instrument(&units[at..])).max(self.acronym(&units, at));
            if length > 0 {
                let firm = Row { standing: Standing::Firm, first: row.first, sentence: row.sentence.clone() };
                self.emit(&firm, &units[at..at + length], 0..0);
                at += length;
                continue;
            }
            let length = self.reader.title(&units[at..], None);
            let named = chunk(&units[at..]) - length.min(chunk(&units[at..]));
            if length > 0 && named > 0 && self.reader.word(units[at].first).is(Is::Honorific) {
                let title = units[at].first..units[at + length - 1].end;
                self.emit(row, &units[at + length..at + length + named.min(3)], title);
                at += length + named.min(3);
            } else {
                at += length.max(1);
            }
        }
        self.units = units;
    }

    /// One, if capitals are mute but those of the unit at `at`, unlike its neighbours', are all of it: "die FDP".
    fn acronym(&self, units: &[Unit], at: usize) -> usize {
        let shouted = |unit: &Unit| self.reader.token(unit.first).kind == TokenKind::AllCaps;
        let alone = |other: Option<&Unit>| !other.is_some_and(shouted);
        let short = (2..=6).contains(&self.reader.token(units[at].first).span.len());
        let is_one = self.mute && short && shouted(&units[at]);
        usize::from(is_one && alone(units.get(at + 1)) && alone(at.checked_sub(1).map(|before| &units[before])))
    }

    /// How many words at the start of `units` other sentences are sure to be a name.
    fn sure(&self, units: &[Unit]) -> usize {
        let mut key = String::new();
        let mut longest = 0;
        for (index, unit) in units.iter().enumerate().take(8) {
            let span = self.reader.token(units[0].first).span.join(self.reader.token(unit.end - 1).span);
            key.clear();
            fold_into(span.of(&self.reader.work.document.text), &mut key);
            if self.sure.contains(key.as_str()) {
                longest = index + 1;
            }
        }
        longest
    }

    /// True for words that begin no name.
    fn is_dropped(&self, unit: &Unit, row: &Row) -> bool {
        let token = self.reader.token(unit.first);
        // "WHO" may be a body, "DONE" opens a formula.
        let known = || self.reader.lore.gazetteer.name(self.reader.text(unit.first)).is_some();
        let shouted = token.kind == TokenKind::AllCaps && row.standing != Standing::Shouted && known();
        let single = unit.end == unit.first + 1 || self.reader.is_apostrophe(unit.first + 1);
        let lone_initial =
            token.kind == TokenKind::Initial && self.reader.text(unit.first) == "I" && unit.end == unit.first + 1;
        let lexicon = &self.reader.work.pack.lexicon;
        let common = || self.reader.lore.common.is_some_and(|class| lexicon.is(token.lexeme, class));
        lone_initial || (single && !shouted && (self.reader.word(unit.first).is(Is::Function) || common()))
    }

    fn emit(&mut self, row: &Row, units: &[Unit], title: Range<usize>) {
        let tokens = self.reader.with_year(units[0].first..units[units.len() - 1].end, &row.sentence);
        let tokens = self.reader.with_year_behind(tokens, &row.sentence);
        let lone = tokens.len() <= 2 && units.len() == 1 && self.reader.token(tokens.start).kind == TokenKind::Initial;
        if lone && title.is_empty() {
            return;
        }
        let standing = match row.standing {
            Standing::Initial if tokens.start != row.first => Standing::Firm,
            standing => standing,
        };
        let rest = (standing == Standing::Initial
            && title.is_empty()
            && units.len() > 1
            && self.reader.looks_like_word(&units[0]))
        .then(|| units[1].first);
        let found = self.reader.found(&row.sentence, standing, tokens, title, units.len() > 1);
        self.found.push(Found { rest, ..found });
    }
}
