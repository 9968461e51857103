//! The statistical finder: a linear-chain model over the words around capitals, which leans on what the rules found.
//!
//! The rules ([`super::find`], [`super::kind`]) read first; what they took each word for is evidence for the model like
//! the word itself. Only stretches with capitals in them are read, so that the cost follows the number of capitals.
//! Languages without a model keep what the rules found. The model decides where names begin and end and what each
//! place is; that one name is one kind throughout a document is settled in [`super::kind`].

mod feature;
mod known;
mod seen;
mod trace;
mod word;

use std::ops::Range;

use rayon::prelude::*;

use super::find::{Found, Reader, Standing, sentences, standing};
use super::kind::Names;
use super::lore::Lore;
use crate::analysis::work::Work;
use crate::language::entity::Is;
use crate::language::token::TokenKind;
use crate::language::weights::{Feature, Label, Scores, Weights};
use crate::model::{BlockKind, EntityKind};
use feature::{Lens, Place, View};
use known::Known;
use seen::Seen;

/// A run of words that is labelled at once, with the features of each.
#[derive(Clone, Debug, Default)]
pub struct Stretch {
    /// The words, as token indexes.
    pub tokens: Range<usize>,
    /// The features of all words, one word behind the other.
    pub features: Vec<Feature>,
    /// Where the features of each word end.
    pub ends: Vec<u32>,
}

/// What the model takes for a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tagged {
    /// The words, as token indexes.
    pub tokens: Range<usize>,
    /// What it names here.
    pub kind: EntityKind,
    /// The sentence that it stands in.
    pub sentence: Range<usize>,
    /// How much its capitals are worth.
    pub standing: Standing,
}

/// Blocks handed to one thread at a time.
const CHUNK: usize = 64;
/// Words without a capital that may stand between two capitals of one stretch.
const GAP: usize = 3;

/// What the rules found.
#[derive(Clone, Copy)]
pub(super) struct Rules<'a> {
    /// Every row of words that they looked at, those included that were let go again.
    pub every: &'a [Range<usize>],
    /// The names.
    pub found: &'a [Found],
    /// What they are.
    pub names: &'a Names,
}

/// A word has hardly ever more features.
const MOST_FEATURES: usize = 128;

/// The names that the model finds, in text order.
pub(super) fn tag(work: Work<'_>, lore: &Lore<'_>, weights: &Weights, rules: Rules<'_>) -> Vec<Tagged> {
    over_stretches(work, lore, rules, |tagged: &mut Vec<Tagged>, lens, stretch: &Run| {
        let mut scores: Vec<Scores> = Vec::with_capacity(stretch.tokens.len());
        let mut features = Vec::with_capacity(MOST_FEATURES);
        for at in stretch.tokens.clone() {
            features.clear();
            lens.features(&stretch.place, stretch.views, stretch.first, at, &mut |feature| features.push(feature));
            let mut points = Scores::default();
            weights.add(&features, &mut points);
            scores.push(points);
        }
        let mut labels = Vec::new();
        weights.decode(&scores, &mut labels);
        collect(stretch, &labels, tagged);
    })
}

/// The stretches of a document with their features, for training.
pub(super) fn stretches(work: Work<'_>, lore: &Lore<'_>, rules: Rules<'_>) -> Vec<Stretch> {
    over_stretches(work, lore, rules, |stretches: &mut Vec<Stretch>, lens, run: &Run| {
        let mut stretch = Stretch { tokens: run.tokens.clone(), ..Stretch::default() };
        for at in run.tokens.clone() {
            lens.features(&run.place, run.views, run.first, at, &mut |feature| stretch.features.push(feature));
            stretch.ends.push(stretch.features.len() as u32);
        }
        stretches.push(stretch);
    })
}

/// One stretch as it is read.
struct Run<'a> {
    tokens: Range<usize>,
    place: Place,
    standing: Standing,
    /// The views of the words around, from `first` on.
    views: &'a [View],
    first: usize,
}

/// Calls `each` for every stretch of the document, in text order, and gives what it collected.
fn over_stretches<T: Send>(
    work: Work<'_>,
    lore: &Lore<'_>,
    rules: Rules<'_>,
    each: impl Fn(&mut Vec<T>, &Lens<'_>, &Run<'_>) + Sync,
) -> Vec<T> {
    let seen = Seen::new(work, lore.gazetteer, rules.found, rules.names);
    let traces = trace::traces(work.tokens.all.len(), rules.every, rules.found, rules.names);
    let reader = Reader { work, lore };
    let lens = Lens { reader, seen: &seen, traces: &traces };
    let new_known = || Known::new(lore.gazetteer);
    let parts: Vec<Vec<T>> = work
        .document
        .blocks
        .par_chunks(CHUNK)
        .enumerate()
        .map_init(new_known, |known, (number, blocks)| {
            let mut collected = Vec::new();
            let mut views = Vec::new();
            for (offset, block) in blocks.iter().enumerate() {
                sentences(work, number * CHUNK + offset, |sentence| {
                    let standing = standing(&reader, &sentence, block.kind);
                    let mut at = sentence.start;
                    while let Some(tokens) = stretch(&lens, &sentence, block.kind, at) {
                        at = tokens.end;
                        let first = tokens.start.saturating_sub(2).max(sentence.start);
                        lens.look(first..sentence.end.min(tokens.end + 2), known, &mut views);
                        let place = Place { sentence: sentence.clone(), block: block.kind, standing: standing as u64 };
                        let run = Run { tokens, place, standing, views: &views, first };
                        each(&mut collected, &lens, &run);
                    }
                });
            }
            collected
        })
        .collect();
    parts.into_iter().flatten().collect()
}

/// The next stretch of a sentence from `at` on: capitals with a few other words between them, and what the rules hung
/// on them.
fn stretch(lens: &Lens<'_>, sentence: &Range<usize>, kind: BlockKind, at: usize) -> Option<Range<usize>> {
    let reader = &lens.reader;
    let first = (at..sentence.end).find(|&token| is_read(lens, sentence, token))?;
    let parted = |token: usize| kind.keeps_lines() && reader.parted_by_line(token, token);
    let mut end = first + 1;
    for token in first + 1..sentence.end {
        if parted(token) || token > end + GAP || token - first >= LONGEST {
            break;
        }
        if is_read(lens, sentence, token) {
            end = token + 1;
        }
    }
    let hangs = |token: usize| {
        let kind = reader.token(token).kind;
        kind == TokenKind::Digits || lens.traces[token].is_name() || reader.word(token).is(Is::Particle)
    };
    let mut start = first;
    while start > at && !parted(start) && hangs(start - 1) {
        start -= 1;
    }
    while end < sentence.end && !parted(end) && hangs(end) {
        end += 1;
    }
    Some(start..end)
}

/// Most words of a stretch: a text all in capitals is read in pieces.
const LONGEST: usize = 200;

/// True for a capital, unless it is that of a plain word that opens a sentence, has no other beside it, and is no name
/// for the rules; and for a word in small letters that is nothing but a name.
fn is_read(lens: &Lens<'_>, sentence: &Range<usize>, token: usize) -> bool {
    let reader = &lens.reader;
    let kind = reader.token(token).kind;
    if !kind.is_capital() {
        return kind == TokenKind::Lower && lens.seen.is_small_name(reader.text(token));
    }
    let next = token + 1;
    let alone = next >= sentence.end || !reader.token(next).kind.is_capital();
    let opens = token == sentence.start || (token == sentence.start + 1 && !reader.token(token - 1).kind.is_word());
    let plain = || reader.word(token).is(Is::Function) || reader.lore.gazetteer.is_common_word(reader.text(token));
    !(alone && opens && kind != TokenKind::AllCaps && !lens.traces[token].is_name() && plain())
}

/// Puts the names that `labels` mark into `tagged`.
fn collect(run: &Run<'_>, labels: &[Label], tagged: &mut Vec<Tagged>) {
    let mut open: Option<(usize, EntityKind)> = None;
    let mut close = |open: &mut Option<(usize, EntityKind)>, end: usize| {
        if let Some((start, kind)) = open.take() {
            let sentence = run.place.sentence.clone();
            tagged.push(Tagged { tokens: start..end, kind, sentence, standing: run.standing });
        }
    };
    for (at, label) in run.tokens.clone().zip(labels) {
        match *label {
            Label::Outside => close(&mut open, at),
            Label::First(kind) => {
                close(&mut open, at);
                open = Some((at, kind));
            }
            Label::Further(_) => {}
        }
    }
    close(&mut open, run.tokens.end);
}
