//! Full calendar dates in lines that state little else: datelines, bylines, headers, front matter.
//!
//! Only day, month and year together are a date here; numbers whose order nobody can tell ("03/04/2021") are not.
//! Dates in prose, and all that is vague about them, are the business of the analysis.

use std::ops::Range;

use super::structure::structure;
use crate::model::Date;

/// A piece of a line.
#[derive(Clone, Copy, Debug)]
struct Piece<'t> {
    text: &'t str,
    start: usize,
    number: Option<u32>,
}

/// The longest line that is looked at, in bytes.
const LONGEST: usize = 400;

/// The first full date in `line`, and where it stands.
pub fn find(line: &str) -> Option<(Date, Range<usize>)> {
    // Every full date has at least two digits; most lines have none.
    if line.len() > LONGEST || line.bytes().filter(u8::is_ascii_digit).count() < 4 {
        return None;
    }
    let pieces = pieces(line);
    (0..pieces.len()).find_map(|first| {
        let (year, month, day, count) = date_at(&pieces[first..])?;
        let last = pieces[first + count - 1];
        Some((Date::new(year, month, day).ok()?, pieces[first].start..last.start + last.text.len()))
    })
}

/// The date of a line that states nothing else but, before it, a place ("Geneva, 12 May 2021", "Done this 4th day of
/// March 2021", "Published: 2021-03-03 10:15").
pub fn stated(line: &str) -> Option<(Date, Range<usize>)> {
    let (date, range) = find(line)?;
    let behind = line[range.end..].split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let before = line[..range.start].split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let filler = |word: &str| structure().fills_date(word);
    // A place is a few words with capitals.
    let places = before.clone().filter(|word| !filler(word));
    let is_place = places.clone().count() <= 4 && places.clone().all(|word| word.starts_with(char::is_uppercase));
    let ends_early = line[..range.start].trim_end().ends_with(['.', ';', '"', '!', '?']);
    (behind.clone().all(filler) && is_place && !ends_early).then_some((date, range))
}

fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let class = |c: char| if c.is_ascii_digit() { 1 } else { 2 * u8::from(c.is_alphabetic()) };
        let length = match class(c) {
            0 => c.len_utf8(),
            kind => rest.char_indices().find(|&(_, c)| class(c) != kind).map_or(rest.len(), |(at, _)| at),
        };
        let text = &rest[..length];
        if !c.is_whitespace() {
            let number = if class(c) == 1 && length <= 4 { text.parse().ok() } else { None };
            pieces.push(Piece { text, start: line.len() - rest.len(), number });
        }
        rest = &rest[length..];
    }
    pieces
}

/// The date that `pieces` begin with: year, month, day and how many pieces it takes.
fn date_at(pieces: &[Piece<'_>]) -> Option<(i16, i8, i8, usize)> {
    let number = pieces[0].number;
    match number {
        Some(_) if pieces[0].text.len() == 4 => numeric(pieces, true),
        Some(_) => numeric(pieces, false).or_else(|| day_first(pieces)),
        None => month_first(pieces),
    }
}

/// "2021-03-12", "12.3.2021", "13/03/2021"
fn numeric(pieces: &[Piece<'_>], year_first: bool) -> Option<(i16, i8, i8, usize)> {
    let [first, sign, second, same, third, ..] = pieces else { return None };
    if sign.text != same.text || !matches!(sign.text, "-" | "." | "/") {
        return None;
    }
    let (first, second) = (first.number?, second.number?);
    if year_first {
        return Some((year(&pieces[0])?, second.try_into().ok()?, day(third)?, 5));
    }
    let year = year(third)?;
    let (day, month) = match (sign.text, first, second) {
        (".", day, month) => (day, month),
        (_, day @ 13..=31, month @ 1..=12) | (_, month @ 1..=12, day @ 13..=31) => (day, month),
        _ => return None,
    };
    Some((year, month.try_into().ok()?, day.try_into().ok()?, 5))
}

/// "3 March 2021", "3rd of March, 2021", "4th day of March 2021", "3. März 2021"
fn day_first(pieces: &[Piece<'_>]) -> Option<(i16, i8, i8, usize)> {
    let day = day(&pieces[0])?;
    let mut at = 1;
    let skip = |at: &mut usize, words: &[&str]| {
        while pieces.get(*at).is_some_and(|piece| words.iter().any(|word| piece.text.eq_ignore_ascii_case(word))) {
            *at += 1;
        }
    };
    skip(&mut at, &["st", "nd", "rd", "th", "er", ".", "º", "day", "of", "de", "-"]);
    let month = structure().month(pieces.get(at)?.text)?;
    at += 1;
    skip(&mut at, &[".", ",", "de", "of", "-"]);
    Some((year(pieces.get(at)?)?, month, day, at + 1))
}

/// "March 3, 2021", "Sept. 4th 2022"
fn month_first(pieces: &[Piece<'_>]) -> Option<(i16, i8, i8, usize)> {
    let month = structure().month(pieces[0].text)?;
    let mut at = 1;
    if pieces.get(at)?.text == "." {
        at += 1;
    }
    let day = day(pieces.get(at)?)?;
    at += 1;
    while matches!(pieces.get(at)?.text, "st" | "nd" | "rd" | "th" | "," | ".") {
        at += 1;
    }
    Some((year(pieces.get(at)?)?, month, day, at + 1))
}

fn day(piece: &Piece<'_>) -> Option<i8> {
    piece.number.filter(|number| (1..=31).contains(number) && piece.text.len() <= 2).map(|number| number as i8)
}

fn year(piece: &Piece<'_>) -> Option<i16> {
    piece.number.filter(|number| (1000..3000).contains(number)).map(|number| number as i16)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Brackets mark the date that must be found, and behind `=>` stands its value.
    fn check(marked: &str) {
        let (marked, expected) = marked.split_once(" => ").unwrap_or((marked, ""));
        let line = marked.replace(['[', ']'], "");
        let found = find(&line).map(|(date, range)| (date.to_string(), line[range].to_owned()));
        let words = marked.split_once('[').map(|(_, rest)| rest.split(']').next().unwrap_or("").to_owned());
        assert_eq!(found, words.map(|words| (expected.to_owned(), words)), "{marked:?}");
    }

    #[test]
    fn full_dates_are_found() {
        check("Geneva, [12 May 2021] => 2021-05-12");
        check("KYIV, [3rd of March, 2021] (a agency) => 2021-03-03");
        check("WASHINGTON, [Sept. 4, 2022] – => 2022-09-04");
        check("Dated this [4th day of March 2021] => 2021-03-04");
        check("[2021-03-03]T10:00 => 2021-03-03");
        check("Berlin, den [3. März 2021] => 2021-03-03");
        check("Madrid, [3 de mayo de 1921] => 1921-05-03");
        check("[12.3.2021] => 2021-03-12");
        check("[13/03/2021] => 2021-03-13");
        check("03/04/2021");
        check("31 February 2021");
        check("3 March");
        check("March 2021");
        check("No. 12 of 2021");
    }

    #[test]
    fn a_line_of_prose_states_no_date() {
        assert!(stated("Published on Monday, 3 May 2021 at 10:15").is_some());
        assert!(stated("Geneva, 12 May 2021").is_some());
        assert!(stated("Done at Geneva this 4th day of May 2021.").is_some());
        assert!(stated("On 12 May 2021 the council met.").is_none());
        assert!(stated("The council met on 12 May 2021").is_none());
        assert!(stated("He was born. 12 May 2021").is_none());
    }
}
