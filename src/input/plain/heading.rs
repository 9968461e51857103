//! Which lines are headings, and of which level.
//!
//! A line is judged twice: by its own form, and then by its neighbours, because "The Long Winter" may be a heading, a
//! signature or a line of verse. Levels come from the forms that a document uses: equal forms, equal level.

use super::super::label::{Label, Style, roman};
use super::draft::{Draft, Heading, Rank};
use super::wrap::ends_sentence;
use crate::input::date;
use crate::model::BlockKind;

/// The title of the document.
pub const TITLE: Rank = 0;
/// Underlined with `=`, all in capitals, underlined with `-`.
pub const DOUBLE: Rank = 20;
const CAPITALS: Rank = 30;
/// See [`DOUBLE`].
pub const SINGLE: Rank = 40;
const ROMAN: Rank = 45;
const NUMBERED: Rank = 50;
const LETTER: Rank = 58;
const SECTION: Rank = 61;
/// A short line that stands alone.
const ALONE: Rank = 80;

/// The widest lines that may be headings of each kind.
const WIDEST_TITLE: usize = 200;
const WIDEST_CAPITALS: usize = 120;
const WIDEST_ALONE: usize = 64;
/// The most words behind a label in a heading.
const WORDS: usize = 14;

/// What a line is by its own form, with the label that it begins with.
pub fn by_form(line: &str, label: Option<&Label>) -> Heading {
    if let Some(label) = label {
        return labelled(&line[label.rest..], label);
    }
    if is_capitals(line) {
        return Heading::Certain(CAPITALS);
    }
    if date::stated(line).is_some() {
        return Heading::No;
    }
    if roman(line).is_some_and(|_| line.starts_with(char::is_uppercase)) {
        return Heading::Possible(ROMAN);
    }
    if !line.is_empty() && line.len() <= 3 && line.bytes().all(|byte| byte.is_ascii_digit()) {
        return Heading::Possible(NUMBERED);
    }
    if line.len() <= WIDEST_ALONE * 4 && line.chars().count() <= WIDEST_ALONE && is_alone(line) {
        return Heading::Possible(ALONE);
    }
    Heading::No
}

/// A numbered line is a heading if what stands behind the number is a title, or nothing.
fn labelled(rest: &str, label: &Label) -> Heading {
    let titled = rest.is_empty() || is_title(rest) && rest.split_whitespace().count() <= WORDS;
    // "CHAPTER 1. Loomings." and "Art. 3. Costs." end with a stop and are titles all the same.
    let stopped = rest.strip_suffix('.').is_some_and(|rest| is_title(rest) && rest.split_whitespace().count() <= 6);
    let capitals = is_capitals(rest);
    match label.style {
        Style::Division(rank) if titled || capitals => Heading::Certain(rank),
        Style::Division(rank) if stopped && rank < NUMBERED => Heading::Certain(rank),
        Style::Division(rank) if stopped && rest.split_whitespace().count() <= 4 => Heading::Possible(rank),
        Style::Section if titled => Heading::Possible(SECTION),
        Style::Decimal(parts) if titled => Heading::Possible(NUMBERED + parts.min(6)),
        Style::Number(false) if capitals => Heading::Certain(NUMBERED + 1),
        Style::Roman if capitals => Heading::Certain(ROMAN),
        Style::Letter(false) if capitals => Heading::Certain(LETTER),
        Style::Number(false) if titled => Heading::Possible(NUMBERED + 1),
        Style::Roman if titled => Heading::Possible(ROMAN),
        Style::Letter(false) if titled && !rest.is_empty() => Heading::Possible(LETTER),
        _ => Heading::No,
    }
}

/// True for a line without a small letter that is no shout, no fragment and no dateline.
pub fn is_capitals(line: &str) -> bool {
    let bytes = line.as_bytes();
    if bytes.len() < 4 || bytes.len() > 4 * WIDEST_CAPITALS || bytes.iter().any(u8::is_ascii_lowercase) {
        return false;
    }
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let small = line.chars().any(|c| c.is_lowercase() || c.is_alphabetic() && !c.is_uppercase());
    let words = line.split_whitespace().count();
    let count = line.chars().count();
    let opens = line.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    let shout = line.ends_with(['!', '?']) && words < 4;
    let fragment = line.ends_with([',', ';', ':', '-', '\u{2014}', '"', '\u{201d}']);
    !small
        && letters * 2 >= count
        && letters >= 4
        && count <= WIDEST_CAPITALS
        && opens
        && !shout
        && !fragment
        && date::find(line).is_none()
}

/// True for words that begin with a capital and end with no mark, as titles do.
fn is_title(line: &str) -> bool {
    let first = line.trim_start_matches(['"', '\u{201c}', '\u{2018}', '\'', '\u{ab}', '\u{201e}']).chars().next();
    let opens = first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    let last = line.trim_end_matches(['"', '\u{201d}', '\u{2019}', '\'', '\u{bb}', ')']).chars().next_back();
    let closes = last.is_some_and(|c| c.is_alphanumeric() || c == '?');
    let asked = last == Some('?') && line.starts_with(['"', '\u{201c}', '\'', '\u{2018}']);
    opens && closes && !asked && !line.contains(['\t', '|', '=', '<', '>', '{']) && !line.contains("   ")
}

/// True for a title that is neither a question nor something said, which stand alone in prose as well.
fn is_alone(line: &str) -> bool {
    is_title(line)
        && !line.ends_with('?')
        && !line.starts_with(['"', '\u{201c}', '\u{2018}', '\'', '\u{ab}', '\u{201e}'])
}

/// True if the first line of a document, standing alone, may be its title.
pub fn may_be_title(line: &str) -> bool {
    let count = line.chars().take(WIDEST_TITLE + 1).count();
    let marked = line.ends_with(['!', '?']) && count <= 90;
    let header = line.split_once(':').is_some_and(|(name, rest)| !name.contains(' ') && !rest.is_empty());
    count <= WIDEST_TITLE
        && (is_title(line) || is_capitals(line) || marked)
        && !(header && line.len() < 60 && crate::input::metadata::is_header(line))
        && date::stated(line).is_none()
        && !crate::input::metadata::is_byline(line)
}

/// Decides about the lines that may be headings, and gives all headings their levels.
pub fn settle(text: &str, drafts: &mut [Draft]) {
    decide(text, drafts);
    demote_lists(drafts);
    demote_capitals(drafts);
    demote_signatures(drafts);
    levels(drafts);
}

/// A line that may be a heading is one if prose follows it and no sentence runs into it.
fn decide(text: &str, drafts: &mut [Draft]) {
    // From the end, so that what follows is decided already.
    for at in (0..drafts.len()).rev() {
        let rank = match drafts[at].heading {
            Heading::Possible(rank) => rank,
            Heading::Certain(CAPITALS) if at > 0 && is_open(text, &drafts[at - 1]) => {
                drafts[at].heading = Heading::No;
                continue;
            }
            _ => continue,
        };
        let (before, rest) = drafts.split_at(at);
        let follower = rest[1..].iter().find(|draft| draft.kind != BlockKind::Separator);
        let follows = follower.is_some_and(|next| match next.heading {
            Heading::Certain(of) => of > rank,
            _ => is_prose_after(text, &rest[0], next, rank),
        });
        let before = before.last();
        let clear = before.is_none_or(|before| {
            !matches!(before.heading, Heading::No)
                || before.kind != BlockKind::Paragraph
                || ends_sentence(&text[before.span.range()])
        });
        let sequel =
            |draft: &Draft| draft.label.is_some_and(|label| rest[0].label.is_some_and(|own| label.follows(own)));
        let list = rest[0].label.is_some() && rest.get(1).is_some_and(sequel);
        let certain = follows && clear && !list && rest[0].gap.max(u16::from(at == 0)) >= 1;
        drafts[at].heading = if certain { Heading::Certain(rank) } else { Heading::No };
    }
}

/// True for "Before:" above names in capitals.
fn is_open(text: &str, before: &Draft) -> bool {
    before.kind == BlockKind::Paragraph && text[before.span.range()].ends_with([':', ','])
}

fn is_prose_after(text: &str, draft: &Draft, next: &Draft, rank: Rank) -> bool {
    let words = &text[next.span.range()];
    let long = words.len() > draft.span.len().max(60) || draft.span.len() < 40 && words.len() > draft.span.len() + 12;
    match next.kind {
        BlockKind::Paragraph | BlockKind::Item => {
            rank < ALONE && !words.is_empty() || next.gap > 0 && long && (ends_sentence(words) || words.ends_with(':'))
        }
        BlockKind::Verse | BlockKind::Table => rank < ALONE || draft.gap > 1,
        _ => rank < ALONE,
    }
}

/// Many headings of one form in a row, with nothing between them, are a table of contents.
fn demote_lists(drafts: &mut [Draft]) {
    let mut start = 0;
    while start < drafts.len() {
        let Heading::Certain(rank) = drafts[start].heading else {
            start += 1;
            continue;
        };
        let run = drafts[start..].iter().take_while(|draft| draft.heading == Heading::Certain(rank)).count();
        if run >= 4 {
            for draft in &mut drafts[start..start + run] {
                draft.heading = Heading::No;
                draft.kind = if draft.label.is_some() { BlockKind::Item } else { BlockKind::Paragraph };
            }
        }
        start += run;
    }
}

/// Where most of the text is in capitals, capitals mark nothing.
fn demote_capitals(drafts: &mut [Draft]) {
    let capitals = drafts.iter().filter(|draft| draft.heading == Heading::Certain(CAPITALS)).count();
    let others = drafts.iter().filter(|draft| draft.heading == Heading::No).count();
    if capitals > 6 && capitals > 2 * others {
        for draft in drafts.iter_mut().filter(|draft| draft.heading == Heading::Certain(CAPITALS)) {
            draft.heading = Heading::No;
        }
    }
}

/// Where chapters stand far from the text before them, a word in capitals that does not is a signature or the like.
fn demote_signatures(drafts: &mut [Draft]) {
    let is_division = |draft: &&Draft| matches!(draft.heading, Heading::Certain(rank) if rank > TITLE && rank < DOUBLE);
    let mut gaps: Vec<u16> = drafts.iter().filter(is_division).map(|draft| draft.gap).collect();
    gaps.sort_unstable();
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0);
    if gaps.len() < 4 || usual < 3 {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| draft.heading == Heading::Certain(CAPITALS) && draft.gap < 2) {
        draft.heading = Heading::No;
    }
}

/// Ranks that are used become levels 1 to 6 in their order.
fn levels(drafts: &mut [Draft]) {
    let mut first_seen: Vec<Rank> = Vec::new();
    for draft in drafts.iter() {
        if let Heading::Certain(rank) = draft.heading
            && !first_seen.contains(&rank)
        {
            first_seen.push(rank);
        }
    }
    let mut order = first_seen.clone();
    order.sort_unstable();
    // Some books have parts and some parts have books: what comes first encloses the other.
    let place = |rank: Rank| first_seen.iter().position(|&seen| seen == rank);
    for pair in 1..order.len() {
        if order[pair - 1] != TITLE && order[pair] < 12 && place(order[pair]) < place(order[pair - 1]) {
            order.swap(pair - 1, pair);
        }
    }
    for draft in drafts.iter_mut() {
        if let Heading::Certain(rank) = draft.heading {
            let level = order.iter().position(|&used| used == rank).unwrap_or(0) + 1;
            draft.kind = BlockKind::Heading(level.min(6) as u8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::label::label;

    fn form(line: &str) -> Heading {
        by_form(line, label(line).as_ref())
    }

    #[test]
    fn forms_of_headings() {
        assert_eq!(form("CHAPTER I"), Heading::Certain(13));
        assert_eq!(form("Chapter 3. The Long Winter"), Heading::Certain(13));
        assert_eq!(form("CHAPTER 1. Loomings."), Heading::Certain(13));
        assert_eq!(form("Article 4"), Heading::Certain(62));
        assert_eq!(form("Article 4. The parties shall meet once a year."), Heading::No);
        assert_eq!(form("INTRODUCTION"), Heading::Certain(CAPITALS));
        assert_eq!(form("STOP!"), Heading::No);
        assert_eq!(form("NATO"), Heading::Certain(CAPITALS));
        assert_eq!(form("KYIV, 3 MARCH 2021"), Heading::No);
        assert_eq!(form("IV. The War"), Heading::Possible(ROMAN));
        assert_eq!(form("1.2 Scope"), Heading::Possible(NUMBERED + 2));
        assert_eq!(form("The Long Winter"), Heading::Possible(ALONE));
        assert_eq!(form("\u{201c}No,\u{201d} he said."), Heading::No);
        assert_eq!(form("\u{201c}Who is there?\u{201d}"), Heading::No);
        assert_eq!(form("He went out and did not come back."), Heading::No);
    }

    #[test]
    fn forms_of_titles() {
        assert!(may_be_title("Trade unions appealed to unions abroad regarding the blockade"));
        assert!(may_be_title("THE LONG CONGRESS"));
        assert!(!may_be_title("Dear Anna,"));
        assert!(!may_be_title("Geneva, 12 May 2021"));
        assert!(!may_be_title("By Jane Roe"));
        assert!(!may_be_title("From: Jane Roe"));
        assert!(!may_be_title("It began in the spring of that year."));
    }
}
