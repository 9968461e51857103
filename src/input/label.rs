//! The labels that blocks begin with: bullets, numbers, and named divisions with their numbers.
//!
//! Only the form of a line is looked at here. Whether a line that could begin with a label does so is decided by those
//! who see its neighbours.

use super::structure::structure;

/// A label at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its length in bytes, with the stop or bracket that belongs to it.
    pub length: usize,
    /// Where the words behind it begin, in bytes; the length of the line if there are none.
    pub rest: usize,
    /// Its form.
    pub style: Style,
    /// Its value, if it has one.
    pub number: u32,
}

/// The forms of labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `-`, `*`, `•` …
    Bullet(char),
    /// "Article 4", "PART TWO", with the rank of the division.
    Division(u8),
    /// "§ 12"
    Section,
    /// "12." or, if it is true, "12)"
    Number(bool),
    /// "1.2", "1.2.3", with the number of parts.
    Decimal(u8),
    /// "IV."
    Roman,
    /// "A." or, if it is true, "a)"
    Letter(bool),
    /// "(a)", "(iv)", "(12)"
    Bracketed,
    /// `[12]`
    Square,
}

/// The label that `line` begins with, if it has the form of one. `line` has no white space around it.
pub fn label(line: &str) -> Option<Label> {
    let bytes = line.as_bytes();
    match bytes.first()? {
        b'a'..=b'z' => lettered(line),
        b'A'..=b'Z' => lettered(line).or_else(|| division(line)),
        b'0'..=b'9' => numbered(line),
        b'-' | b'*' | b'+' => bullet(line, bytes[0] as char),
        b'(' => bracketed(line, ')', Style::Bracketed),
        b'[' => bracketed(line, ']', Style::Square),
        0x80.. => match line.chars().next()? {
            '§' => section(line),
            sign if matches!(sign, '•' | '‣' | '◦' | '▪' | '●' | '○' | '·' | '–' | '■' | '►') => {
                bullet(line, sign)
            }
            letter if letter.is_uppercase() => division(line),
            _ => None,
        },
        _ => None,
    }
}

/// A label of `length` bytes, if white space or nothing follows it.
fn complete(line: &str, length: usize, style: Style, number: u32) -> Option<Label> {
    let behind = &line[length..];
    let rest = behind.trim_start();
    (rest.is_empty() || rest.len() < behind.len()).then_some(Label {
        length,
        rest: line.len() - rest.len(),
        style,
        number,
    })
}

fn bullet(line: &str, sign: char) -> Option<Label> {
    complete(line, sign.len_utf8(), Style::Bullet(sign), 0).filter(|label| label.rest < line.len())
}

fn section(line: &str) -> Option<Label> {
    let signs = line.len() - line.trim_start_matches('§').len();
    let spaces = line[signs..].len() - line[signs..].trim_start().len();
    let start = signs + spaces;
    let (number, digits) = leading_number(&line[start..])?;
    let letter = line[start + digits..].chars().next().filter(char::is_ascii_lowercase).map_or(0, char::len_utf8);
    let stop = usize::from(line[start + digits + letter..].starts_with('.'));
    complete(line, start + digits + letter + stop, Style::Section, number)
}

fn numbered(line: &str) -> Option<Label> {
    let (number, digits) = leading_number(line).filter(|&(_, digits)| digits <= 3)?;
    match line.as_bytes().get(digits)? {
        b')' => complete(line, digits + 1, Style::Number(true), number),
        b'.' => complete(line, digits + 1, Style::Number(false), number).or_else(|| decimal(line, number)),
        _ => None,
    }
}

/// "1.2", "1.2.3."; what follows begins with a capital, so that "1.5 million" is none.
fn decimal(line: &str, first: u32) -> Option<Label> {
    let mut parts = 0;
    let mut at = 0;
    while let Some((_, digits)) = leading_number(&line[at..]) {
        if digits > 2 {
            return None;
        }
        parts += 1;
        at += digits;
        if line[at..].starts_with('.') {
            at += 1;
        } else {
            break;
        }
    }
    let label = complete(line, at, Style::Decimal(parts), first).filter(|_| (2..=6).contains(&parts))?;
    line[label.rest..].chars().next().is_none_or(char::is_uppercase).then_some(label)
}

/// "IV.", "A.", "a)", "iv)"
fn lettered(line: &str) -> Option<Label> {
    let letters = line.bytes().take(9).take_while(u8::is_ascii_alphabetic).count();
    let bracket = match line.as_bytes().get(letters)? {
        b')' => true,
        b'.' => false,
        _ => return None,
    };
    let word = &line[..letters];
    let small = word.as_bytes()[0].is_ascii_lowercase();
    if small && !bracket {
        return None;
    }
    // A single letter that could be either ("C.", "i)") is left open: the neighbours tell.
    if let Some(number) = roman(word).filter(|_| letters > 1 || matches!(word, "I" | "V" | "X" | "i" | "v" | "x")) {
        return complete(line, letters + 1, Style::Roman, number);
    }
    if letters > 1 {
        return None;
    }
    let number = u32::from(word.as_bytes()[0].to_ascii_lowercase() - b'a') + 1;
    complete(line, 2, Style::Letter(bracket), number)
}

fn bracketed(line: &str, close: char, style: Style) -> Option<Label> {
    let inside = &line[1..line.bytes().take(8).position(|byte| byte == close as u8)?];
    let number = match leading_number(inside) {
        Some((number, digits)) if digits == inside.len() && digits <= 4 => number,
        Some(_) => return None,
        None if style == Style::Square => return None,
        None => match inside.as_bytes() {
            [letter] if letter.is_ascii_alphabetic() => u32::from(letter.to_ascii_lowercase() - b'a') + 1,
            [one, two] if one == two && one.is_ascii_lowercase() && roman(inside).is_none() => {
                u32::from(one - b'a') + 27
            }
            _ => roman(inside)?,
        },
    };
    let label = complete(line, inside.len() + 2, style, number)?;
    // "(c) 2020" is a claim of copyright.
    let claim = inside.eq_ignore_ascii_case("c") && line[label.rest..].starts_with(|c: char| c.is_ascii_digit());
    (!claim).then_some(label)
}

/// "Article 4", "PART TWO", "Chapter 3. Title"; "Article 4 provides" is prose and no label.
fn division(line: &str) -> Option<Label> {
    let name = word(line);
    let behind = &line[name.len()..];
    let stop = usize::from(behind.starts_with('.'));
    let space = behind[stop..].len() - behind[stop..].trim_start().len();
    if space == 0 || name.len() > 24 {
        return None;
    }
    let start = name.len() + stop + space;
    // Most lines of prose go on with a small letter, and need not be looked up; "Chapter one" is a line of its own.
    if line[start..].starts_with(|c: char| c.is_ascii_lowercase()) && line.len() > 60 {
        return None;
    }
    let (rank, number, length) = match structure().division(name) {
        Some(rank) => division_number(&line[start..]).map(|(number, digits)| (rank, number, start + digits))?,
        // "FIRST PART", "Second Book"
        None => {
            let second = word(&line[start..]);
            let number = structure().ordinal(name).filter(|_| second.starts_with(char::is_uppercase))?;
            (structure().division(second)?, number, start + second.len())
        }
    };
    let behind = &line[length..];
    let rest = behind.trim_start_matches([' ', '\t', '\u{a0}', '.', ':', ')', '-', '\u{2013}', '\u{2014}']);
    let parted = behind.starts_with(['.', ':', ')']) || behind.trim_start().starts_with(['-', '\u{2013}', '\u{2014}']);
    let titled = behind.starts_with(char::is_whitespace) && rest.starts_with(|c: char| c.is_uppercase() || c == '(');
    (rest.is_empty() || parted && rest.len() < behind.len() || titled).then_some(Label {
        length,
        rest: line.len() - rest.len(),
        style: Style::Division(rank),
        number,
    })
}

/// "4", "12a", "4.2", "IV", "Two", "A": the value and the length.
fn division_number(text: &str) -> Option<(u32, usize)> {
    if let Some((number, mut digits)) = leading_number(text) {
        while let Some((_, more)) = text[digits..].strip_prefix('.').and_then(leading_number) {
            digits += 1 + more;
        }
        let letter = text[digits..].bytes().take_while(u8::is_ascii_alphabetic).count();
        return match letter {
            0 => Some((number, digits)),
            1 => Some((number, digits + 1)),
            _ => None,
        };
    }
    let word = word(text);
    if let Some(number) = roman(word).filter(|_| word.starts_with(char::is_uppercase)) {
        return Some((number, word.len()));
    }
    match word.as_bytes() {
        [letter @ b'A'..=b'Z'] => Some((u32::from(letter - b'A') + 1, 1)),
        _ => structure().ordinal(word).map(|number| (number, word.len())),
    }
}

/// The letters that `text` begins with.
fn word(text: &str) -> &str {
    let end = text.char_indices().find(|(_, c)| !c.is_alphabetic()).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// The digits that `text` begins with, at most nine: their value and their number.
fn leading_number(text: &str) -> Option<(u32, usize)> {
    let digits = text.bytes().take(10).take_while(u8::is_ascii_digit).count();
    (1..=9).contains(&digits).then(|| text[..digits].parse().ok().map(|number| (number, digits))).flatten()
}

/// The value of a Roman numeral, all in capitals or all in small letters, up to 399.
pub fn roman(word: &str) -> Option<u32> {
    if word.is_empty() || word.len() > 9 {
        return None;
    }
    let small = word.as_bytes()[0].is_ascii_lowercase();
    let mut rest = word.to_owned();
    if small {
        rest.make_ascii_uppercase();
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
    }
    let mut value = 0;
    let mut rest = rest.as_str();
    for (numerals, unit) in [(["C", "CC", "CCC"].as_slice(), 100), (&TENS, 10), (&ONES, 1)] {
        let longest = numerals.iter().enumerate().filter(|(_, numeral)| rest.starts_with(*numeral));
        if let Some((index, numeral)) = longest.max_by_key(|(_, numeral)| numeral.len()) {
            value += (index as u32 + 1) * unit;
            rest = &rest[numeral.len()..];
        }
    }
    rest.is_empty().then_some(value)
}

const TENS: [&str; 9] = ["X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"];
const ONES: [&str; 9] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(&str, &str, Style, u32)>) {
        let found = label(line);
        let found = found.map(|label| (&line[..label.length], &line[label.rest..], label.style, label.number));
        assert_eq!(found, expected, "{line:?}");
    }

    #[test]
    fn labels_are_told_from_prose() {
        use Style::*;
        check("Article 4", Some(("Article 4", "", Division(62), 4)));
        check("ARTICLE IV. Of the Boundary", Some(("ARTICLE IV", "Of the Boundary", Division(62), 4)));
        check("Art. 7 – Costs", Some(("Art. 7", "Costs", Division(62), 7)));
        check("Chapter 3. Title", Some(("Chapter 3", "Title", Division(13), 3)));
        check("Part Two", Some(("Part Two", "", Division(10), 2)));
        check("Глава 3", Some(("Глава 3", "", Division(13), 3)));
        check("Section 3. The parties shall meet.", Some(("Section 3", "The parties shall meet.", Division(60), 3)));
        check("Section 12a", Some(("Section 12a", "", Division(60), 12)));
        check("FIRST PART", Some(("FIRST PART", "", Division(10), 1)));
        check("Second Book: 1812", Some(("Second Book", "1812", Division(9), 2)));
        check("First chapters are hard.", None);
        check("First Part of it", None);
        check("Article 4 provides for this.", None);
        check("Article of faith", None);
        check("Book I loved", None);
        check("Part of it", None);
        check("§ 12 Costs", Some(("§ 12", "Costs", Section, 12)));
        check("§12a. Costs", Some(("§12a.", "Costs", Section, 12)));
        check("IV.", Some(("IV.", "", Roman, 4)));
        check("12. The Court", Some(("12.", "The Court", Number(false), 12)));
        check("1990. It was", None);
        check("3) milk", Some(("3)", "milk", Number(true), 3)));
        check("1.2 Scope", Some(("1.2", "Scope", Decimal(2), 1)));
        check("1.2.3. Scope", Some(("1.2.3.", "Scope", Decimal(3), 1)));
        check("1.5 million people", None);
        check("12.05.2020 Berlin", None);
        check("12 May 1921", None);
        check("(a) the first", Some(("(a)", "the first", Bracketed, 1)));
        check("(iv) the fourth", Some(("(iv)", "the fourth", Bracketed, 4)));
        check("(aa) more", Some(("(aa)", "more", Bracketed, 27)));
        check("(c) 2020 Somebody", None);
        check("(no) way", None);
        check("[12] See above.", Some(("[12]", "See above.", Square, 12)));
        check("- milk", Some(("-", "milk", Bullet('-'), 0)));
        check("-milk", None);
        check("• milk", Some(("•", "milk", Bullet('•'), 0)));
        check("a) milk", Some(("a)", "milk", Letter(true), 1)));
        check("B. Origins", Some(("B.", "Origins", Letter(false), 2)));
        check("Civil. Law", None);
        check("Mix. it", None);
        check("", None);
        check("—", None);
    }

    #[test]
    fn roman_numerals() {
        for (word, value) in [("I", 1), ("IV", 4), ("XIX", 19), ("XL", 40), ("XCIX", 99), ("CCCXII", 312), ("xii", 12)]
        {
            assert_eq!(roman(word), Some(value), "{word}");
        }
        for word in ["", "IIII", "Iv", "CIVIL", "MIX", "IC", "É"] {
            assert_eq!(roman(word), None, "{word}");
        }
    }
}
