//! Words as numbers.

use crate::model::fnv::fnv;

/// The number of a word in small letters: the same in every build, as models need.
pub(super) fn hash(word: &str) -> u64 {
    if word.is_ascii() {
        return fnv(word.bytes().map(|byte| byte.to_ascii_lowercase()));
    }
    let letters = word.chars().flat_map(char::to_lowercase);
    fnv(letters.flat_map(|letter| {
        let mut bytes = [0; 4];
        let length = letter.encode_utf8(&mut bytes).len();
        bytes.into_iter().take(length)
    }))
}
