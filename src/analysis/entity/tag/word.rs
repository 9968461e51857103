//! Words as numbers.

/// The number of a word in small letters (FNV-1a, Fowler, Noll and Vo): the same in every build, as models need.
pub(super) fn hash(word: &str) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x100_0000_01b3;
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    if word.is_ascii() {
        return word.bytes().fold(OFFSET, |hash, byte| step(hash, byte.to_ascii_lowercase()));
    }
    let mut buffer = [0; 4];
    word.chars()
        .flat_map(char::to_lowercase)
        .fold(OFFSET, |hash, letter| letter.encode_utf8(&mut buffer).bytes().fold(hash, step))
}
