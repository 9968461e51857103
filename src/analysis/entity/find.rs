//! Finding names: rows of capitals with the particles inside them, parted from titles, sentence starts and each other.
//!
//! This is the rule-based finder. What it hands on, a list of [`Found`], says nothing of kinds beyond the cues around
//! a name; a statistical finder can take its place or add to its list. Names never cross a block or a sentence.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::lore::Lore;
use crate::analysis::work::Work;
use crate::language::entity::{Gender, Is, KINDS, Points, Word};
use crate::language::gazetteer::{Entry, fold, fold_into};
use crate::language::token::{Token, TokenKind};
use crate::model::{Block, BlockKind, EntityKind, Span};

/// One place where something is named.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The words, as token indexes.
    pub tokens: Range<usize>,
    /// The words.
    pub span: Span,
    /// The words folded, so that all spellings of a name share it.
    pub key: Box<str>,
    /// The title before it ("Foreign Minister"), as token indexes; empty if there is none.
    pub title: Range<usize>,
    /// What the title implies.
    pub gender: Gender,
    /// What stands around it says of its kind.
    pub cues: Points,
    /// How much its capitals are worth.
    pub standing: Standing,
    /// It may be that it begins only with its second word, at this token.
    pub rest: Option<usize>,
}

/// How much the capitals of a name are worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// In the middle of a sentence: it is a name.
    Firm,
    /// At the start of a sentence, where every word has a capital.
    Initial,
    /// In a line where most words have capitals.
    Titled,
    /// In a line all in capitals.
    Shouted,
}

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

/// A sentence where capitals say little.
struct Line {
    tokens: Range<usize>,
    kind: BlockKind,
    standing: Standing,
}

struct Finder<'a> {
    work: Work<'a>,
    lore: &'a Lore<'a>,
    /// The names that other sentences are sure of.
    sure: &'a FxHashSet<&'a str>,
    units: Vec<Unit>,
    found: Vec<Found>,
    lines: Vec<Line>,
}

/// A word of a name with what is glued to it: "O'Brien", "al-Assad", "J.R.R.", "AT&T".
#[derive(Clone, Copy, Debug)]
struct Unit {
    first: usize,
    end: usize,
    link: Link,
}

/// How a word of a name hangs on the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    Start,
    Space,
    Particle,
    Of,
    For,
    And,
    Possessive,
}

/// A row of words with capitals and where it stands.
struct Row {
    first: usize,
    standing: Standing,
    sentence: Range<usize>,
}

impl<'a> Finder<'a> {
    fn new(work: Work<'a>, lore: &'a Lore<'a>, sure: &'a FxHashSet<&'a str>) -> Self {
        Self { work, lore, sure, units: Vec::new(), found: Vec::new(), lines: Vec::new() }
    }

    fn text(&self, token: usize) -> &str {
        self.work.tokens.all[token].of(&self.work.document.text)
    }

    fn token(&self, token: usize) -> &Token {
        &self.work.tokens.all[token]
    }

    fn word(&self, token: usize) -> &Word {
        self.lore.vocabulary.word(self.token(token).lexeme)
    }

    /// The first byte of a token, which tells signs apart.
    fn byte(&self, token: usize) -> u8 {
        self.work.document.text.as_bytes()[self.token(token).span.start as usize]
    }

    fn is_apostrophe(&self, token: usize) -> bool {
        self.token(token).kind == TokenKind::Sign && matches!(self.text(token), "'" | "’" | "ʼ")
    }

    fn is_hyphen(&self, token: usize) -> bool {
        self.token(token).kind == TokenKind::Sign && matches!(self.text(token), "-" | "‐" | "‑")
    }

    fn block(&mut self, number: usize, block: &Block) {
        let tokens = self.work.tokens.range(number.into());
        let sentences = &self.work.document.sentences;
        let mut next = sentences.partition_point(|sentence| sentence.span.start < block.span.start);
        let mut at = tokens.start;
        while at < tokens.end {
            let end = match sentences.get(next) {
                Some(sentence) if sentence.span.end < block.span.end => {
                    at + self.work.tokens.all[at..tokens.end]
                        .partition_point(|token| token.span.start < sentence.span.end)
                }
                _ => tokens.end,
            };
            next += 1;
            if end > at {
                self.sentence(at..end, block.kind);
                at = end;
            }
        }
    }

    fn sentence(&mut self, tokens: Range<usize>, kind: BlockKind) {
        let standing = self.standing(&tokens, kind);
        let line = Line { tokens, kind, standing };
        if standing == Standing::Firm { self.line(&line) } else { self.lines.push(line) }
    }

    fn line(&mut self, line: &Line) {
        let Line { tokens: sentence, kind, standing } = line;
        let mut fresh = true;
        let mut at = sentence.start;
        while at < sentence.end {
            let token = *self.token(at);
            match token.kind {
                TokenKind::Sign => {
                    fresh |= self.opens(at, sentence);
                    at += 1;
                }
                TokenKind::Digits => at += 1,
                _ if self.begins(at, sentence.end) => {
                    let first = at;
                    at = self.row(at, sentence, *kind);
                    let standing = if *standing == Standing::Firm && fresh { Standing::Initial } else { *standing };
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

    /// How much capitals are worth in a sentence, but for its first word.
    fn standing(&self, sentence: &Range<usize>, kind: BlockKind) -> Standing {
        let (mut long, mut capitals, mut shouted) = (0, 0, 0);
        for token in &self.work.tokens.all[sentence.clone()] {
            if token.kind.is_word() && token.span.len() >= 4 {
                long += 1;
                capitals += usize::from(token.kind.is_capital());
                shouted += usize::from(token.kind == TokenKind::AllCaps);
            }
        }
        let ended = self.token(sentence.end - 1).kind == TokenKind::Sign
            && matches!(self.byte(sentence.end - 1), b'.' | b'!' | b'?' | b'"' | b';' | b',');
        if long >= 2 && shouted * 10 >= long * 8 {
            return Standing::Shouted;
        }
        let heading = matches!(kind, BlockKind::Heading(_));
        if (heading && capitals * 10 >= long * 6) || (long >= 5 && !ended && capitals * 10 >= long * 7) {
            return Standing::Titled;
        }
        Standing::Firm
    }

    /// True if behind this sign a sentence may begin inside the sentence.
    fn opens(&self, at: usize, sentence: &Range<usize>) -> bool {
        match self.text(at) {
            ":" | "“" | "«" | "„" | "•" | "*" | "…" | "—" => true,
            "\"" | "'" | "‘" => at == sentence.start || matches!(self.byte(at - 1), b',' | b':' | b'.' | b'?' | b'!'),
            ")" | "]" => at - sentence.start <= 3,
            _ => false,
        }
    }

    /// True if a name may begin with this token.
    fn begins(&self, at: usize, end: usize) -> bool {
        let token = self.token(at);
        if token.kind == TokenKind::Lower {
            return self.word(at).is(Is::Particle)
                && at + 2 < end
                && self.token(at + 1).glued
                && self.is_hyphen(at + 1)
                && self.token(at + 2).glued
                && self.token(at + 2).kind.is_capital();
        }
        if token.glued && at > 0 && self.token(at - 1).kind == TokenKind::Digits {
            return false;
        }
        !self.word(at).is(Is::NotName)
            || (token.kind == TokenKind::Initial && at + 1 < end && self.byte(at + 1) == b'.')
    }

    /// Fills `units` with the row of words that begins at `at`; gives the token behind it.
    fn row(&mut self, at: usize, sentence: &Range<usize>, kind: BlockKind) -> usize {
        self.units.clear();
        let mut end = self.unit_end(at, sentence.end);
        self.units.push(Unit { first: at, end, link: Link::Start });
        while let Some((link, first)) = self.link(end, sentence.end) {
            if kind.keeps_lines() && self.parted_by_line(end, first) {
                break;
            }
            end = self.unit_end(first, sentence.end);
            self.units.push(Unit { first, end, link });
        }
        // A possessive or full stop behind the last word is skipped by the search itself.
        end
    }

    fn parted_by_line(&self, end: usize, first: usize) -> bool {
        let gap = self.token(end - 1).span.end as usize..self.token(first).span.start as usize;
        self.work.document.text.as_bytes()[gap].contains(&b'\n')
    }

    /// One past the last token of the word that begins at `at`.
    fn unit_end(&self, at: usize, end: usize) -> usize {
        let mut next = at + 1;
        while next < end && self.token(next).glued {
            let behind = next + 1;
            let word_behind = behind < end && self.token(behind).glued && self.token(behind).kind.is_word();
            if self.token(next).kind == TokenKind::Digits {
                next += 1;
            } else if self.token(next).kind != TokenKind::Sign {
                if self.token(next - 1).kind != TokenKind::Digits {
                    break;
                }
                next += 1;
            } else if self.byte(next) == b'.' {
                let before = self.token(next - 1);
                if before.kind != TokenKind::Initial && !self.word(next - 1).is(Is::Abbreviated) {
                    break;
                }
                next += 1;
                if !(word_behind && self.token(behind).kind.is_capital()) {
                    break;
                }
                next += 1;
            } else if self.is_apostrophe(next) {
                if !word_behind || self.text(behind).eq_ignore_ascii_case("s") || self.word(behind).is(Is::Contraction)
                {
                    break;
                }
                next += 2;
            } else if self.is_hyphen(next) {
                let behind_token = (behind < end && self.token(behind).glued).then(|| self.token(behind));
                match behind_token {
                    Some(token) if token.kind.is_capital() || token.kind == TokenKind::Digits => next += 2,
                    Some(token)
                        if token.kind == TokenKind::Lower
                            && token.span.len() <= 4
                            && !self.lore.gazetteer.is_common_word(self.text(behind)) =>
                    {
                        next += 2
                    }
                    _ => break,
                }
            } else if self.byte(next) == b'&' && word_behind && self.token(behind).kind.is_capital() {
                next += 2;
            } else {
                break;
            }
        }
        next
    }

    /// How a further word hangs on a name that ends before `end`, and where it begins.
    fn link(&self, at: usize, end: usize) -> Option<(Link, usize)> {
        if at >= end {
            return None;
        }
        let goes_on = |next: usize| next < end && !self.token(next).glued && self.goes_on(next);
        if self.token(at).glued {
            if self.byte(at) == b',' && at + 1 < end {
                let word = self.word(at + 1);
                let suffix = word.is(Is::CompanySuffix) || word.is(Is::NameSuffix);
                return (suffix && self.token(at + 1).kind.is_capital()).then_some((Link::Space, at + 1));
            }
            if self.is_apostrophe(at) {
                let s = at + 1 < end && self.token(at + 1).glued && self.text(at + 1).eq_ignore_ascii_case("s");
                let next = at + 1 + usize::from(s);
                let plural = self.text(at - 1).ends_with(['s', 'S']);
                return ((s || plural) && goes_on(next)).then_some((Link::Possessive, next));
            }
            return None;
        }
        let token = self.token(at);
        let word = self.word(at);
        if token.kind == TokenKind::Sign {
            return (self.byte(at) == b'&' && goes_on(at + 1)).then_some((Link::And, at + 1));
        }
        if token.kind == TokenKind::Lower {
            return self.lower_link(at, end);
        }
        // "Of", "And" in a line with capitals.
        if token.kind == TokenKind::Capitalised && (word.is(Is::Of) || word.is(Is::And)) {
            return self.lower_link(at, end);
        }
        goes_on(at).then_some((Link::Space, at))
    }

    /// The same for a word in small letters: "of the", "for", "and", "von der".
    fn lower_link(&self, at: usize, end: usize) -> Option<(Link, usize)> {
        let word = self.word(at);
        let capital = |next: usize| next < end && !self.token(next).glued && self.goes_on(next);
        let article = |next: usize| next < end && self.token(next).kind == TokenKind::Lower && self.text(next) == "the";
        if word.is(Is::Of) || word.is(Is::For) {
            let link = if word.is(Is::Of) { Link::Of } else { Link::For };
            let next = at + 1 + usize::from(article(at + 1));
            return capital(next).then_some((link, next));
        }
        if word.is(Is::And) {
            return capital(at + 1).then_some((Link::And, at + 1));
        }
        if !word.is(Is::Particle) {
            return None;
        }
        let mut next = at;
        while next < end
            && next < at + 3
            && self.token(next).kind == TokenKind::Lower
            && self.word(next).is(Is::Particle)
        {
            next += 1;
            // "al-Assad", "d'Estaing"
            if next + 1 < end && self.token(next).glued && (self.is_hyphen(next) || self.is_apostrophe(next)) {
                let capital = self.token(next + 1).glued && self.token(next + 1).kind.is_capital();
                return capital.then_some((Link::Particle, next + 1));
            }
        }
        capital(next).then_some((Link::Particle, next))
    }

    /// True if a name may go on with this token.
    fn goes_on(&self, at: usize) -> bool {
        let token = self.token(at);
        let word = self.word(at);
        if !token.kind.is_capital() {
            return token.kind == TokenKind::Lower && self.begins(at, self.work.tokens.all.len());
        }
        if token.kind == TokenKind::Initial && self.text(at) == "I" {
            return at + 1 < self.work.tokens.all.len() && self.byte(at + 1) == b'.';
        }
        if word.is(Is::NotName) {
            return word.is(Is::NameSuffix) || self.is_name_of_month(at);
        }
        !word.is(Is::Function) || token.kind != TokenKind::Capitalised
    }

    /// "Theresa May": a month behind a given name.
    fn is_name_of_month(&self, at: usize) -> bool {
        at > 0
            && self.token(at).kind == TokenKind::Capitalised
            && self.token(at - 1).kind == TokenKind::Capitalised
            && self.token(at - 1).span.end + 1 == self.token(at).span.start
            && self.lore.gazetteer.name(self.text(at - 1)).is_some_and(|entry| entry.is(Entry::GIVEN))
            && self.work.tokens.all.get(at + 1).is_none_or(|next| next.kind != TokenKind::Digits)
    }
}

// From rows to names.
impl Finder<'_> {
    /// Parts a row into names and titles.
    fn part(&mut self, row: &Row) {
        let units = std::mem::take(&mut self.units);
        let mut at = 0;
        let mut title = 0..0;
        while at < units.len() {
            let known = self.known(&units[at..]);
            if known.is_none_or(|(length, _)| length == 1) && self.is_dropped(&units[at], row) {
                at += 1;
                continue;
            }
            let length = self.title(&units[at..], known);
            if length > 0 {
                let tokens = units[at].first..units[at + length - 1].end;
                at += length;
                let named = units.get(at).is_some_and(|unit| unit.link == Link::Space);
                title = if named { tokens } else { 0..0 };
                continue;
            }
            let length = self.length(&units[at..], known);
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
            let length = self.sure(&units[at..]).max(self.strong(&units[at..]));
            if length > 0 {
                let firm = Row { standing: Standing::Firm, first: row.first, sentence: row.sentence.clone() };
                self.emit(&firm, &units[at..at + length], 0..0);
                at += length;
                continue;
            }
            let length = self.title(&units[at..], None);
            let named = chunk(&units[at..]) - length.min(chunk(&units[at..]));
            if length > 0 && named > 0 && self.word(units[at].first).is(Is::Honorific) {
                let title = units[at].first..units[at + length - 1].end;
                self.emit(row, &units[at + length..at + length + named.min(3)], title);
                at += length + named.min(3);
            } else {
                at += length.max(1);
            }
        }
        self.units = units;
    }

    /// How many words at the start of `units` other sentences are sure to be a name.
    fn sure(&self, units: &[Unit]) -> usize {
        let mut key = String::new();
        let mut longest = 0;
        for (index, unit) in units.iter().enumerate().take(8) {
            let span = self.token(units[0].first).span.join(self.token(unit.end - 1).span);
            key.clear();
            fold_into(span.of(&self.work.document.text), &mut key);
            if self.sure.contains(key.as_str()) {
                longest = index + 1;
            }
        }
        longest
    }

    /// How many words at the start of `units` the gazetteer takes for one well-known thing or for a full name.
    fn strong(&self, units: &[Unit]) -> usize {
        let strong = Entry::COUNTRY | Entry::PLACE | Entry::DEMONYM | Entry::NORP | Entry::ORG | Entry::EVENT;
        if let Some((length, entry)) = self.known(units)
            && (entry.is(strong) || (length > 1 && entry.is(Entry::CITY | Entry::REGION)))
            && !entry.is(Entry::CAPITALS)
        {
            return length;
        }
        let full = units.len() > 1
            && units[1].link == Link::Space
            && !self.is_common(&units[0])
            && self.is_entry(&units[0], Entry::GIVEN)
            && !self.is_common(&units[1]);
        if full { 2 } else { 0 }
    }

    /// True for words that begin no name.
    fn is_dropped(&self, unit: &Unit, row: &Row) -> bool {
        let token = self.token(unit.first);
        let shouted = token.kind == TokenKind::AllCaps && row.standing != Standing::Shouted;
        let single = unit.end == unit.first + 1 || self.is_apostrophe(unit.first + 1);
        let lone_initial =
            token.kind == TokenKind::Initial && self.text(unit.first) == "I" && unit.end == unit.first + 1;
        lone_initial || (single && !shouted && self.word(unit.first).is(Is::Function))
    }

    /// The longest known name at the start of `units`, and what it may be.
    fn known(&self, units: &[Unit]) -> Option<(usize, Entry)> {
        let text = &self.work.document.text;
        let mut walk = self.lore.gazetteer.walk();
        let mut longest = None;
        let mut from = self.token(units[0].first).span.start;
        let mut capitals = true;
        for (index, unit) in units.iter().enumerate().take(10) {
            let end = self.token(unit.end - 1).span.end;
            walk.feed(&text[from as usize..end as usize]);
            if !walk.is_alive() {
                break;
            }
            from = end;
            capitals &= matches!(self.token(unit.first).kind, TokenKind::AllCaps | TokenKind::Initial);
            if let Some(entry) = walk.entry()
                && (capitals || !entry.is(Entry::CAPITALS))
            {
                longest = Some((index + 1, entry));
            }
        }
        longest
    }

    /// How many words at the start of `units` are a title of what follows, or a role without a name.
    fn title(&self, units: &[Unit], known: Option<(usize, Entry)>) -> usize {
        let office = self.office(units);
        if office > 0 {
            return office;
        }
        if known.is_some_and(|(length, entry)| length > 1 && !entry.is(Entry::CITY | Entry::GIVEN | Entry::SURNAME)) {
            return 0;
        }
        let chunk = chunk(units);
        let mut length = 0;
        for (index, unit) in units[..chunk].iter().enumerate() {
            let word = self.word(unit.first);
            if word.is(Is::Honorific) || word.is(Is::Role) {
                length = index + 1;
            } else if !word.is(Is::RoleModifier) {
                break;
            }
        }
        if length == 0 {
            return 0;
        }
        let rest = &units[length..chunk];
        let strict = self.word(units[length - 1].first);
        let firm = strict.is(Is::Honorific) && strict.gender != Gender::Unknown;
        match rest {
            [] => length,
            _ if firm => length,
            [.., last] if self.word(last.end - 1).head.is_some() => {
                let given = rest.len() > 1 && self.is_entry(&rest[0], Entry::GIVEN);
                if given { length } else { 0 }
            }
            _ => length,
        }
    }

    /// How many words at the start of `units` a rule takes for an office ("Secretary of State").
    fn office(&self, units: &[Unit]) -> usize {
        let first = units[0].first;
        if !self.word(first).is(Is::Role) && !self.word(first).is(Is::RoleModifier) {
            return 0;
        }
        let Some(last) = units.last() else { return 0 };
        let end = (last.end + 4).min(self.work.tokens.all.len());
        match self.work.pack.entity.match_at(&self.work.subject(), &(first..end), first) {
            Some(found) if found.rule.then.office => {
                units.iter().take_while(|unit| unit.first < found.found.tokens.end).count()
            }
            _ => 0,
        }
    }

    fn is_entry(&self, unit: &Unit, flags: u64) -> bool {
        let span = self.token(unit.first).span.join(self.token(unit.end - 1).span);
        self.lore.gazetteer.name(span.of(&self.work.document.text)).is_some_and(|entry| entry.is(flags))
    }

    fn is_common(&self, unit: &Unit) -> bool {
        unit.end == unit.first + 1 && self.lore.gazetteer.is_common_word(self.text(unit.first))
    }

    /// How many words at the start of `units` are one name.
    fn length(&self, units: &[Unit], known: Option<(usize, Entry)>) -> usize {
        let (known_length, entry) = known.unwrap_or_default();
        let mut length = self.simple_length(units, known_length, entry);
        while length < units.len() && self.joins(units, length) {
            length += chunk(&units[length..]);
        }
        length.max(known_length)
    }

    /// The same up to the first "of", "and" or possessive.
    fn simple_length(&self, units: &[Unit], known: usize, entry: Entry) -> usize {
        let chunk = chunk(units);
        let headed = self.word(units[chunk - 1].end - 1).head.is_some();
        if known >= chunk || chunk == 1 {
            return chunk.max(1);
        }
        if headed {
            return chunk;
        }
        // "Armenian Foreign Minister Mirzoyan", "Microsoft CEO Jane Roe": a title parts two names.
        if let Some(role) = (1..chunk).find(|&index| self.word(units[index].first).is(Is::Role)) {
            let mut start = role;
            while start > 1 && self.word(units[start - 1].first).is(Is::RoleModifier) {
                start -= 1;
            }
            return start;
        }
        let whole = known > 0 && entry.is(Entry::DEMONYM | Entry::NORP | Entry::COUNTRY);
        if whole && self.is_entry(&units[known], Entry::GIVEN) {
            return known;
        }
        chunk
    }

    /// True if the name before `at` goes on over the link there.
    fn joins(&self, units: &[Unit], at: usize) -> bool {
        let before = self.word(units[at - 1].end - 1);
        let next = &units[at..at + chunk(&units[at..])];
        let next_head = self.word(next[next.len() - 1].end - 1).head;
        let head_before = units[..at].iter().any(|unit| self.word(unit.end - 1).head.is_some());
        let common = |units: &[Unit]| units.iter().all(|unit| self.is_common(unit));
        match units[at].link {
            Link::Of => {
                before.head.is_some()
                    || (head_before && common(&units[at - 1..at]))
                    || (at == 1 && self.is_entry(&units[0], Entry::GIVEN) && !common(&units[..1]) && next.len() == 1)
            }
            Link::For => before.head.is_some_and(|head| matches!(head, EntityKind::Org | EntityKind::Law)),
            Link::And => {
                let name = Entry::COUNTRY | Entry::PLACE | Entry::DEMONYM | Entry::GIVEN | Entry::CITY | Entry::REGION;
                if self.byte(units[at].first - 1) == b'&' {
                    return !self.is_entry(&units[at - 1], Entry::COUNTRY) && !self.is_entry(&next[0], Entry::COUNTRY);
                }
                let inside = units[..at].iter().any(|unit| matches!(unit.link, Link::Of | Link::For)) && head_before;
                if inside && before.head.is_none() {
                    return !self.is_entry(&next[0], name) && common(next);
                }
                let shared = next_head == Some(EntityKind::Org) && next.len() > 1;
                shared && before.head.is_none() && common(&units[..at]) && !self.is_entry(&units[at - 1], name)
            }
            Link::Possessive => {
                let plain = at == 1 && self.is_common(&units[0]) && !self.word(units[0].first).is(Is::Role);
                plain && next_head.is_some() && !self.is_entry(&units[0], Entry::GIVEN | Entry::COUNTRY)
            }
            Link::Start | Link::Space | Link::Particle => false,
        }
    }

    fn emit(&mut self, row: &Row, units: &[Unit], title: Range<usize>) {
        let tokens = units[0].first..units[units.len() - 1].end;
        let lone = tokens.len() <= 2 && units.len() == 1 && self.token(tokens.start).kind == TokenKind::Initial;
        if lone && title.is_empty() {
            return;
        }
        let standing = match row.standing {
            Standing::Initial if tokens.start != row.first => Standing::Firm,
            standing => standing,
        };
        let gender = title.clone().map(|token| self.word(token).gender).find(|gender| *gender != Gender::Unknown);
        let span = self.work.subject().span(&tokens);
        let before = if title.is_empty() { tokens.start } else { title.start };
        let cues = self.cues(&row.sentence, before, tokens.end);
        let rest = (standing == Standing::Initial && title.is_empty() && units.len() > 1 && self.is_common(&units[0]))
            .then(|| units[1].first);
        self.found.push(Found {
            tokens,
            key: fold(span.of(&self.work.document.text)).into(),
            span,
            title,
            gender: gender.unwrap_or_default(),
            cues,
            standing,
            rest,
        });
    }

    /// What the words before and behind say.
    fn cues(&self, sentence: &Range<usize>, first: usize, end: usize) -> Points {
        let mut points = Points::default();
        let mut add = |of: &Points| (0..KINDS).for_each(|kind| points[kind] += of[kind]);
        if first > sentence.start && self.token(first - 1).kind.is_word() {
            add(&self.word(first - 1).before);
        }
        let mut next = end;
        let sign = |at: usize, signs: &[u8]| at < sentence.end && signs.contains(&self.byte(at));
        // ", who", "-based"
        if sign(next, b",-") && next + 1 < sentence.end && self.token(next + 1).kind == TokenKind::Lower {
            next += 1;
            if self.byte(next - 1) == b',' && !matches!(self.text(next), "who" | "whose" | "where") {
                return points;
            }
        }
        if next < sentence.end && self.token(next).kind == TokenKind::Lower {
            add(&self.word(next).after);
        }
        points
    }
}

/// How many words stand together without "of", "and" or a possessive.
fn chunk(units: &[Unit]) -> usize {
    1 + units[1..].iter().take_while(|unit| matches!(unit.link, Link::Space | Link::Particle)).count()
}
