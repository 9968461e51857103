//! The numbers of provisions: "4", "IV", "iv", "(a)", "12bis".

/// What a number may mean: "i" is one and the letter i.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    /// Arabic or Roman.
    Count(u32),
    /// A letter, in lower case.
    Letter(char),
}

/// All that a word without brackets and stops may mean as a number; nothing if it is none.
pub fn numbers(word: &str) -> impl Iterator<Item = Number> {
    let arabic =
        (word.len() <= 6).then(|| word.parse().ok()).flatten().filter(|_| word.bytes().all(|b| b.is_ascii_digit()));
    let count = arabic.or_else(|| roman(word)).map(Number::Count);
    let mut letters = word.chars();
    let letter = match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_alphabetic() => letter.to_lowercase().next().map(Number::Letter),
        _ => None,
    };
    count.into_iter().chain(letter)
}

/// The value of a Roman number up to 399, written as the rules want it, in one case.
fn roman(word: &str) -> Option<u32> {
    const SIGNS: [(&str, u32); 9] =
        [("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)];
    let lower = word.to_ascii_lowercase();
    if word.is_empty() || word.len() > 9 || word != lower && word != word.to_ascii_uppercase() {
        return None;
    }
    let mut rest = lower.as_str();
    let mut value = 0;
    for (sign, worth) in SIGNS {
        // A ten-fold sign up to three times, a five-fold or composed one once.
        let most = if matches!(sign, "c" | "x" | "i") { 3 } else { 1 };
        for _ in 0..most {
            let Some(shorter) = rest.strip_prefix(sign) else { break };
            rest = shorter;
            value += worth;
        }
    }
    rest.is_empty().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: &[Number]) {
        assert_eq!(numbers(word).collect::<Vec<_>>(), expected, "{word}");
    }

    #[test]
    fn numbers_of_all_kinds() {
        check("12", &[Number::Count(12)]);
        check("IV", &[Number::Count(4)]);
        check("xxxix", &[Number::Count(39)]);
        check("i", &[Number::Count(1), Number::Letter('i')]);
        check("B", &[Number::Letter('b')]);
        check("iiii", &[]);
        check("Iv", &[]);
        check("the", &[]);
        check("1234567", &[]);
    }
}
