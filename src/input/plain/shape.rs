//! What a line is by its signs alone: rules, underlines, page numbers, columns, code, logs, quotation marks of mail.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::draft::Rank;
use super::heading::{DOUBLE, SINGLE};
use crate::input::label::roman;

/// The depth that `>` marks at the start of a line say, and where the words behind them begin.
pub fn quote_marks(line: &str) -> (u8, usize) {
    let words = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
    let marks = &line[..line.len() - words.len()];
    (marks.bytes().filter(|&byte| byte == b'>').count().min(9) as u8, marks.len())
}

/// A line of signs that part the text: "***", "* * *", "---", "⁂".
pub fn is_rule(line: &str) -> bool {
    let Some(first) = line.chars().next() else { return false };
    if first.is_alphanumeric() || line.len() > 400 {
        return false;
    }
    if matches!(first, '⁂' | '❦' | '☙' | '§' | '◊' | '※') {
        return line.chars().all(|c| c == first || c == ' ');
    }
    let sign = |c: char| {
        matches!(c, '*' | '-' | '_' | '=' | '~' | '#' | '+' | '.' | '\u{2013}' | '\u{2014}' | '•' | '·' | '\u{2500}')
    };
    let signs = line.chars().filter(|&c| c != ' ').count();
    sign(first)
        && line.chars().all(|c| c == first || c == ' ')
        && (signs >= 3 || signs == 1 && matches!(first, '*' | '#' | '•' | '~'))
}

/// The rank of a heading that `next` underlines.
pub fn underline(line: &str, next: &str) -> Option<Rank> {
    let sign = next.chars().next()?;
    let rank = match sign {
        '=' => DOUBLE,
        '-' | '~' | '\u{2014}' | '\u{2500}' => SINGLE,
        _ => return None,
    };
    let (width, under) = (line.chars().count(), next.chars().count());
    let fits = under >= 3 && under <= width + 6 && under * 3 >= width;
    (fits && next.chars().all(|c| c == sign) && line.contains(char::is_alphabetic)).then_some(rank)
}

/// "12", "- 12 -", "Page 12 of 30", "xii"
pub fn is_page_number(line: &str) -> bool {
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    let words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    line.len() <= 20 && (digits > 0 || roman(line).is_some()) && words.count() <= 4
}

/// A page number that says so by itself, away from a form feed: "123", "[Pg 12]", "{xii}", "- 12 -".
pub fn is_page_mark(line: &str) -> bool {
    if line.len() > 20 {
        return false;
    }
    let number = line.trim_matches(['[', ']', '{', '}', '(', ')', '-', '–', '—', ' ']);
    let named = ["Page ", "page ", "Pg ", "pg ", "Pg. ", "p. "].iter().find_map(|name| number.strip_prefix(name));
    let bare = number.len() == line.len() && named.is_none();
    let number = named.unwrap_or(number).trim_start();
    let digits = (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    // A word such as "mix" is a number only between signs.
    digits || !bare && roman(number).is_some()
}

/// What parts columns where nothing else does; a searcher is built once, because every stanza is asked.
static GAP: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"   "));

/// Tabs or wide gaps inside, or bars.
pub fn has_columns(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr(b'\t', bytes).is_some()
        || GAP.find(bytes).is_some()
        || memchr::memchr_iter(b'|', bytes).take(2).count() == 2
}

/// A line that no prose has: it ends or begins as only code does.
pub fn is_code(line: &str) -> bool {
    if line.starts_with("$ ") {
        return true;
    }
    if memchr::memchr3(b'=', b'{', b'(', line.as_bytes()).is_none() {
        return line.starts_with('}')
            || line.ends_with('}')
            || line.starts_with(['$', '#']) && line.contains(['/', '-']);
    }
    line.ends_with(['{', '}', ';', '\\'])
        || line.starts_with(['$', '}', '#'])
        || line.contains("();")
        || line.contains(" == ")
        || line.contains("://") && line.contains('=')
}

/// A line of a log or a chat begins with a time or in brackets.
pub fn is_log_line(line: &str) -> bool {
    line.starts_with(['[', '<'])
        || line.len() > 8 && line.as_bytes()[..8].iter().filter(|byte| byte.is_ascii_digit()).count() >= 4
}

/// "ANNA: Who is there?"
pub fn is_spoken(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(name, words)| {
        name.len() <= 40 && name.split(' ').count() <= 4 && name.starts_with(char::is_uppercase) && !words.is_empty()
    })
}
