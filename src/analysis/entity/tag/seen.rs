//! What the rest of the document does with a word: how often it stands in small letters and in large ones, and which
//! kinds of names the rules found it in.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::word::hash;
use crate::analysis::entity::find::Found;
use crate::analysis::entity::kind::Names;
use crate::analysis::work::Work;
use crate::language::entity::KINDS;
use crate::language::gazetteer::{Entry, Gazetteer};
use crate::language::lexicon::LexemeId;
use crate::language::token::{Token, TokenKind};

/// What is counted of one word.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    small: u32,
    large: u32,
    /// In names of each kind.
    votes: [u32; KINDS],
    /// As the last word of a name of several, and as the only one.
    last: u32,
    only: u32,
}

/// The words of a document that may be names.
pub(super) struct Seen {
    /// Those that stand with a capital inside sentences, or in names.
    counts: FxHashMap<u64, Count>,
    /// Those that stand in small letters and are countries, towns or peoples for the gazetteer, and no other words.
    small_names: FxHashSet<u64>,
}

/// Tokens handed to one thread at a time.
const CHUNK: usize = 1 << 15;

impl Seen {
    pub fn new(work: Work<'_>, gazetteer: &Gazetteer, found: &[Found], names: &Names) -> Self {
        let text = &work.document.text;
        let mut counts: FxHashMap<u64, Count> = FxHashMap::default();
        for (place, name) in found.iter().enumerate() {
            let kind = names.list[names.of[place] as usize].kind;
            for token in name.tokens.clone() {
                let word = &work.tokens.all[token];
                if word.kind.is_capital() {
                    let count = counts.entry(hash(word.of(text))).or_default();
                    count.votes[kind as usize] += 1;
                    count.last += u32::from(token + 1 == name.tokens.end && name.tokens.len() > 1);
                    count.only += u32::from(name.tokens.len() == 1);
                }
            }
        }
        let all = &work.tokens.all;
        for (before, word) in all.iter().zip(all.iter().skip(1)) {
            if word.kind == TokenKind::Capitalised && before.kind == TokenKind::Lower {
                counts.entry(hash(word.of(text))).or_default().large += 1;
            }
        }
        let small = |tokens: &[Token]| {
            let mut small: FxHashMap<u64, u32> = FxHashMap::default();
            let mut listed: FxHashMap<u64, bool> = FxHashMap::default();
            for token in tokens.iter().filter(|token| token.kind == TokenKind::Lower) {
                let words = token.of(text);
                let word = hash(words);
                if counts.contains_key(&word) {
                    *small.entry(word).or_default() += 1;
                }
                if token.lexeme == LexemeId::NONE {
                    listed.entry(word).or_insert_with(|| is_listed(gazetteer, words));
                }
            }
            (small, listed)
        };
        let parts: Vec<(FxHashMap<u64, u32>, FxHashMap<u64, bool>)> = all.par_chunks(CHUNK).map(small).collect();
        let mut small_names = FxHashSet::default();
        for (small, listed) in parts {
            for (word, number) in small {
                counts.entry(word).or_default().small += number;
            }
            small_names.extend(listed.into_iter().filter(|(_, listed)| *listed).map(|(word, _)| word));
        }
        Self { counts, small_names }
    }

    /// True for a word in small letters that lists know as a name and nothing else ("kerala").
    pub fn is_small_name(&self, words: &str) -> bool {
        !self.small_names.is_empty() && self.small_names.contains(&hash(words))
    }

    /// How often a word stands in small and large letters, in steps; and what the rules took it for elsewhere.
    pub fn of(&self, word: u64) -> (u64, u64) {
        let Some(count) = self.counts.get(&word) else { return (0, 0) };
        let step = |number: u32| match number {
            0..=2 => u64::from(number),
            3..=9 => 3,
            _ => 4,
        };
        let ratio = match (count.small, count.large) {
            (0, 0) => 0,
            (small, large) if small > large => 1,
            (small, large) if small * 8 > large => 2,
            _ => 3,
        };
        let all: u32 = count.votes.iter().sum();
        let best = (0..KINDS).max_by_key(|&kind| (count.votes[kind], std::cmp::Reverse(kind))).unwrap_or_default();
        let votes = count.votes[best];
        let vote = match votes {
            0 => 0,
            _ => (best as u64 + 1) << 1 | u64::from(votes * 4 < all * 3),
        };
        let shape = u64::from(count.last > 0) << 1 | u64::from(count.only > 0);
        (1 + (step(count.small) << 8 | step(count.large) << 4 | ratio), vote << 8 | step(all) << 4 | shape)
    }
}

/// True for a country, town, region or people that is no common word.
fn is_listed(gazetteer: &Gazetteer, word: &str) -> bool {
    let flags = Entry::COUNTRY | Entry::PLACE | Entry::REGION | Entry::CITY | Entry::DEMONYM;
    word.len() >= 4
        && gazetteer.name(word).is_some_and(|entry| entry.is(flags) && !entry.is(Entry::CAPITALS))
        && !gazetteer.is_common_word(word)
}
