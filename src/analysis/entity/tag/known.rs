//! What lists say of single words, looked up once for each word of a text and not at each of its places.

use rustc_hash::FxHashMap;

use crate::language::gazetteer::{Gazetteer, Walk};

/// The words that were looked up so far, by their numbers.
pub(super) struct Known<'a> {
    gazetteer: &'a Gazetteer,
    words: FxHashMap<u64, Word<'a>>,
}

#[derive(Clone, Copy)]
struct Word<'a> {
    common: bool,
    /// Where the word leads among the names, once that was asked.
    walk: Option<Walk<'a>>,
}

impl<'a> Known<'a> {
    pub fn new(gazetteer: &'a Gazetteer) -> Self {
        Self { gazetteer, words: FxHashMap::default() }
    }

    /// True if the word, whose number is `hash`, is usually written in small letters.
    pub fn is_common(&mut self, hash: u64, word: &str) -> bool {
        self.word(hash, word).common
    }

    /// A walk along the names that has read the word, whose number is `hash`.
    pub fn walk(&mut self, hash: u64, word: &str) -> Walk<'a> {
        let gazetteer = self.gazetteer;
        *self.word(hash, word).walk.get_or_insert_with(|| {
            let mut walk = gazetteer.walk();
            walk.feed(word);
            walk
        })
    }

    fn word(&mut self, hash: u64, word: &str) -> &mut Word<'a> {
        let gazetteer = self.gazetteer;
        self.words.entry(hash).or_insert_with(|| Word { common: gazetteer.is_common_word(word), walk: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::entity::tag::word::hash;

    #[test]
    fn a_word_is_known_as_the_lists_know_it_in_whatever_letters() {
        let gazetteer = Gazetteer::built_in();
        let mut known = Known::new(gazetteer);
        for word in ["Lisbon", "LISBON", "during", "During", "Möhbalıyev", "O’Brien", "İzmir", "US", "us"] {
            for _ in 0..2 {
                assert_eq!(known.is_common(hash(word), word), gazetteer.is_common_word(word), "{word}");
                assert_eq!(known.walk(hash(word), word).entry(), gazetteer.name(word), "{word}");
            }
        }
    }
}
