//! Lines without a blank line between them: one block, or several.

use super::draft::{Draft, Heading, Mark, Rank};
use super::heading::{self, by_form};
use super::line::Line;
use super::wrap::{ends_sentence, first_word, is_forced};
use crate::input::label::{Label, Style, label};
use crate::input::metadata::{is_byline, is_header};
use crate::model::{BlockKind, Span};

/// Columns by which a quotation is set in.
const SET_IN: u16 = 3;
/// Lines that keep their breaks are parted into blocks of about so many, at a sentence's end if there is one.
const KEPT: usize = 24;
const KEPT_MOST: usize = 60;
/// Lines wider than this are paragraphs of their own if they were not wrapped.
const LONG: u16 = 100;

/// Lines without a blank line between them, and what is known of the document.
pub struct Stanza<'t> {
    /// The document's text.
    pub text: &'t str,
    /// The lines; at least one.
    pub lines: &'t [Line],
    /// The width that the document is wrapped at.
    pub width: Option<usize>,
    /// The indentation of most lines.
    pub base: u16,
    /// True beside a form feed, where page numbers stand.
    pub at_edge: bool,
}

/// Some of a stanza's lines that belong together: the indexes of the first and one past the last.
#[derive(Clone, Copy)]
struct Unit {
    first: usize,
    end: usize,
    label: Option<Label>,
}

impl Unit {
    fn lines(self) -> usize {
        self.end - self.first
    }
}

impl<'t> Stanza<'t> {
    /// Appends the stanza's blocks.
    pub fn part(&self, drafts: &mut Vec<Draft>) {
        let first = drafts.len();
        self.part_from(0, drafts);
        if let Some(draft) = drafts.get_mut(first) {
            draft.gap = self.lines[0].gap;
        }
    }

    fn words(&self, line: usize) -> &'t str {
        self.lines[line].of(self.text)
    }

    fn span(&self, first: usize, end: usize) -> Span {
        Span { start: self.lines[first].start, end: self.lines[end - 1].end }
    }

    /// Parts the lines from `at` on.
    fn part_from(&self, mut at: usize, drafts: &mut Vec<Draft>) {
        while let Some(taken) = self.opening(at, drafts) {
            at += taken;
            if at == self.lines.len() {
                return;
            }
        }
        if self.lines.len() - at == 1 {
            return drafts.push(self.single(at));
        }
        if self.words(at).starts_with('>') {
            return self.quoted(at, drafts);
        }
        if let Some(kind) = self.keeps_columns(at) {
            let span = self.span(at, self.lines.len());
            return drafts.push(Draft { indent: self.indent(at), ..Draft::new(span, kind) });
        }
        self.units(at, drafts);
    }

    /// A rule or a heading that more lines follow: how many lines it takes.
    fn opening(&self, at: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
        let rest = self.lines.len() - at;
        let words = self.words(at);
        if is_rule(words) {
            drafts.push(Draft::new(self.span(at, at + 1), BlockKind::Separator));
            return Some(1);
        }
        if rest < 2 {
            return None;
        }
        let next = self.words(at + 1);
        if let Some(rank) = underline(words, next) {
            drafts.push(self.heading(at, at + 2, Heading::Certain(rank)));
            return Some(2);
        }
        if self.is_forced(at) && !heading::is_capitals(words) {
            return None;
        }
        let own = label(words);
        let form = by_form(words, own.as_ref());
        let Heading::Certain(_) = form else { return None };
        let beside = label(next).filter(|label| matches!(label.style, Style::Division(_)));
        let division = own.filter(|label| matches!(label.style, Style::Division(_)));
        if own.is_none() && rest == 2 && !heading::is_capitals(next) && !ends_sentence(next) && next.len() < 60 {
            // A name in capitals above an office or an address is no heading.
            return None;
        }
        match (division, beside) {
            (Some(_), Some(_)) => None,
            (Some(division), None) if division.rest == words.len() && self.is_second_line(at + 1) => {
                drafts.push(self.heading(at, at + 2, form));
                Some(2)
            }
            _ => {
                let capitals = heading::is_capitals(next) && own.is_none();
                let both =
                    capitals && !self.lines.get(at + 2).is_some_and(|line| heading::is_capitals(line.of(self.text)));
                drafts.push(self.heading(at, at + 1 + usize::from(both), form));
                Some(1 + usize::from(both))
            }
        }
    }

    /// True if a line is the title that belongs to the "CHAPTER I" above it.
    fn is_second_line(&self, at: usize) -> bool {
        let words = self.words(at);
        let opens = words.chars().next().is_some_and(|c| c.is_uppercase() || c == '"' || c == '\u{201c}');
        let alone = self.lines.len() == at + 1 || heading::is_capitals(words);
        opens && alone && self.lines[at].width <= 60 && !words.ends_with([',', ';', ':'])
    }

    fn heading(&self, first: usize, end: usize, heading: Heading) -> Draft {
        let mut draft = self.plain(first, end, label(self.words(first)));
        draft.heading = heading;
        draft
    }

    /// A block of running text or an item, as its label says.
    fn plain(&self, first: usize, end: usize, label: Option<Label>) -> Draft {
        let mut draft = Draft::new(self.span(first, end), BlockKind::Paragraph);
        draft.indent = self.indent(first);
        draft.gap = if first == 0 { self.lines[0].gap } else { 0 };
        if let Some(label) = label {
            let start = self.lines[first].start as usize;
            let span = Span::new(start, start + label.length);
            draft.label = Some(Mark { span, style: label.style, number: label.number });
            draft.kind = kind_of(label.style, self.lines.len() > end - first, draft.span.len());
        }
        draft
    }

    fn indent(&self, line: usize) -> u16 {
        self.lines[line].indent.saturating_sub(self.base)
    }

    /// A line that stands alone.
    fn single(&self, at: usize) -> Draft {
        let words = self.words(at);
        if is_rule(words) || self.at_edge && is_page_number(words) {
            return Draft::new(self.span(at, at + 1), BlockKind::Separator);
        }
        let own = label(words).filter(|label| self.is_label(at, label));
        let mut draft = self.plain(at, at + 1, own);
        if words.starts_with('>') && words.len() > 1 {
            return quote_line(self.text, draft);
        }
        if !is_byline(words) && !is_header(words) {
            draft.heading = by_form(words, label(words).as_ref());
            if draft.heading != Heading::No && draft.label.is_none() {
                draft.label = label(words).map(|label| Mark {
                    span: Span::new(draft.span.start as usize, draft.span.start as usize + label.length),
                    style: label.style,
                    number: label.number,
                });
            }
        }
        draft
    }

    /// Whether a label is one, and not the initial of a name or a dash before speech.
    fn is_label(&self, at: usize, label: &Label) -> bool {
        let rest = &self.words(at)[label.rest..];
        match label.style {
            // "I. Newton", "A. Lincoln": a name, unless small letters or nothing follow.
            Style::Roman if label.length == 2 => !rest.starts_with(char::is_uppercase) || heading::is_capitals(rest),
            Style::Letter(false) => !rest.is_empty() && heading::is_capitals(rest),
            Style::Bullet('\u{2013}') => rest.starts_with(char::is_lowercase) || !ends_sentence(rest),
            _ => true,
        }
    }

    /// True if the break behind line `at` is due to wrapping.
    fn is_forced(&self, at: usize) -> bool {
        let (line, next) = (&self.lines[at], &self.lines[at + 1]);
        if is_forced(self.text, line, next, self.width) {
            return true;
        }
        let Some(width) = self.width else { return false };
        // Hyphens and marks that somebody replaced later leave lines that could be longer.
        line.right() * 5 >= width * 3 && self.words(at + 1).starts_with(char::is_lowercase)
            || line.right() * 4 >= width * 3 && line.right() <= width && !ends_sentence(self.words(at))
    }

    /// True if the stanza is wrapped at a width of its own: no line but the last had room for the next word.
    fn is_wrapped_by_itself(&self, at: usize) -> bool {
        let lines = &self.lines[at..];
        let width = lines.iter().map(Line::right).max().unwrap_or(0);
        if lines.len() < 3 || !(36..=160).contains(&width) {
            return false;
        }
        let full = lines.windows(2).all(|pair| pair[0].right() + 1 + first_word(self.text, &pair[1]) > width);
        full && lines.iter().any(|line| line.of(self.text).starts_with(char::is_lowercase))
    }

    /// Tables and code.
    fn keeps_columns(&self, at: usize) -> Option<BlockKind> {
        let first = self.words(at);
        let second = self.words(at + 1);
        let lines = &self.lines[at..];
        let share = |test: &dyn Fn(&str) -> bool| {
            lines.iter().filter(|line| test(line.of(self.text))).count() * 5 >= lines.len() * 3
        };
        let may_be_table = has_columns(first) || has_columns(second);
        if may_be_table && share(&has_columns) {
            return Some(BlockKind::Table);
        }
        let may_be_code = is_code(first) || is_code(second);
        if may_be_code && share(&is_code) {
            return Some(BlockKind::Code);
        }
        None
    }

    /// Paragraphs, items, or lines that keep their breaks.
    fn units(&self, at: usize, drafts: &mut Vec<Draft>) {
        let wrapped = !(at..self.lines.len() - 1).all(|line| self.is_forced(line)) && self.is_wrapped_by_itself(at);
        let units = self.find_units(at, wrapped);
        let labelled = units.iter().filter(|unit| unit.label.is_some()).count();
        let single = units.iter().filter(|unit| unit.lines() == 1).count();
        if units.len() > 1 && labelled * 2 < units.len() && single * 2 >= units.len() {
            return self.unwrapped(at, drafts);
        }
        let depth = u8::from(labelled == 0 && self.is_set_in(at));
        for unit in units {
            let mut draft = if unit.lines() == 1 && self.lines.len() - at > 1 && unit.label.is_some() {
                self.plain(unit.first, unit.end, unit.label)
            } else {
                self.plain(unit.first, unit.end, unit.label.filter(|label| self.is_label(unit.first, label)))
            };
            draft.quote_depth = depth;
            drafts.push(draft);
        }
    }

    fn find_units(&self, at: usize, wrapped: bool) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        let mut open = Unit { first: at, end: at + 1, label: label(self.words(at)) };
        let margin = self.lines[at..].iter().map(|line| line.indent).min().unwrap_or(0);
        for line in at + 1..self.lines.len() {
            let forced = wrapped || self.is_forced(line - 1);
            match self.begins_unit(line, &open, forced, margin) {
                Some(label) => {
                    units.push(open);
                    open = Unit { first: line, end: line + 1, label };
                }
                None => open.end = line + 1,
            }
        }
        units.push(open);
        units
    }

    /// Whether a line begins something new, and with which label.
    fn begins_unit(&self, line: usize, open: &Unit, forced: bool, margin: u16) -> Option<Option<Label>> {
        let indent = self.lines[line].indent;
        let before = &self.lines[line - 1];
        // The usual case, and the one that has to be quick.
        if forced && indent == before.indent && open.label.is_none() && !self.words(line - 1).ends_with(['.', ':', ';'])
        {
            return None;
        }
        let closed = !forced || self.words(line - 1).ends_with(['.', ':', ';', ',', '!', '?']);
        if closed && let Some(label) = label(self.words(line)) {
            let sibling = open
                .label
                .is_some_and(|other| std::mem::discriminant(&other.style) == std::mem::discriminant(&label.style));
            let in_order = open.label.is_none_or(|other| !sibling || label.number > other.number || label.number == 0);
            let numbered =
                matches!(label.style, Style::Number(_) | Style::Letter(false) | Style::Roman | Style::Bullet(_));
            if in_order && (!numbered || sibling || !forced || label.number == 1) {
                return Some(Some(label));
            }
        }
        let ended = ends_sentence(self.words(line - 1));
        let hanging = open.label.is_some() && indent > self.lines[open.first].indent;
        if hanging && (!ended || forced || indent == before.indent) {
            return None;
        }
        let set_in = indent >= margin + 2 && (indent > before.indent || line - 1 == open.first) && open.label.is_none();
        if set_in && ended && (indent > before.indent || !forced) {
            return Some(None);
        }
        if forced {
            return None;
        }
        let short = self.width.is_none_or(|width| before.right() * 2 < width);
        (ended || short || open.label.is_some() || self.opens_upper(line)).then_some(None)
    }

    fn opens_upper(&self, line: usize) -> bool {
        !self.words(line).starts_with(char::is_lowercase)
    }

    /// Lines that were not wrapped: a paragraph each, or lines that belong together as they stand.
    fn unwrapped(&self, at: usize, drafts: &mut Vec<Draft>) {
        let lines = &self.lines[at..];
        let count = |test: &dyn Fn(&Line) -> bool| lines.iter().filter(|line| test(line)).count();
        let long = count(&|line| line.width > LONG);
        let ended = count(&|line| ends_sentence(line.of(self.text)));
        let logged = count(&|line| is_log_line(line.of(self.text)));
        let spoken = count(&|line| is_spoken(line.of(self.text)));
        let headers = count(&|line| is_header(line.of(self.text)));
        let all = lines.len();
        let apart =
            long * 4 >= all && long > 0 || ended * 4 >= all * 3 || logged * 5 >= all * 4 || spoken * 4 >= all * 3;
        if apart && headers * 2 < all {
            for line in at..self.lines.len() {
                let mut draft = self.single(line);
                draft.gap = if line == 0 { self.lines[0].gap } else { 0 };
                if let Heading::Possible(_) = draft.heading {
                    draft.heading = Heading::No;
                }
                drafts.push(draft);
            }
            return;
        }
        self.kept(at, drafts);
    }

    /// Lines that keep their breaks, in blocks of a size that can be set at once.
    fn kept(&self, at: usize, drafts: &mut Vec<Draft>) {
        let mut first = at;
        for line in at..self.lines.len() {
            let size = line + 1 - first;
            let full = size >= KEPT && ends_sentence(self.words(line)) || size >= KEPT_MOST;
            if line + 1 == self.lines.len() || full && self.lines.len() - line > KEPT / 4 {
                let mut draft = Draft::new(self.span(first, line + 1), BlockKind::Verse);
                draft.indent = self.indent(first);
                drafts.push(draft);
                first = line + 1;
            }
        }
    }

    /// True for running text that is set in from the margin of the document, all of it.
    fn is_set_in(&self, at: usize) -> bool {
        self.lines.len() - at >= 2 && self.lines[at..].iter().all(|line| line.indent >= self.base + SET_IN)
    }

    /// Lines that begin with `>`: a paragraph for each run of one depth.
    fn quoted(&self, at: usize, drafts: &mut Vec<Draft>) {
        let mut first = at;
        for line in at + 1..=self.lines.len() {
            let depth = |line: usize| quote_marks(self.words(line)).0;
            let blank = |line: usize| quote_marks(self.words(line)).1 == self.words(line).len();
            if line < self.lines.len() && depth(line) == depth(first) && blank(line) == blank(first) && depth(first) > 0
            {
                continue;
            }
            if depth(first) == 0 {
                let rest = Stanza { lines: &self.lines[first..], ..*self };
                return rest.part_from(0, drafts);
            }
            if !blank(first) {
                drafts.push(quote_line(self.text, self.plain(first, line, None)));
            }
            first = line;
        }
    }
}

/// The depth that `>` marks at the start of a line say, and where the words behind them begin.
fn quote_marks(line: &str) -> (u8, usize) {
    let words = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
    let marks = &line[..line.len() - words.len()];
    (marks.bytes().filter(|&byte| byte == b'>').count().min(9) as u8, marks.len())
}

/// Takes the marks off the beginning of a quoted block.
fn quote_line(text: &str, mut draft: Draft) -> Draft {
    let (depth, length) = quote_marks(&text[draft.span.range()]);
    if length < draft.span.len() {
        draft.span.start += length as u32;
    }
    draft.quote_depth = depth;
    draft.label = None;
    draft
}

fn kind_of(style: Style, in_list: bool, length: usize) -> BlockKind {
    match style {
        Style::Bullet(_) | Style::Letter(_) | Style::Bracketed | Style::Number(true) => BlockKind::Item,
        Style::Number(false) | Style::Roman if in_list && length < 400 => BlockKind::Item,
        Style::Square => BlockKind::Note,
        _ => BlockKind::Paragraph,
    }
}

/// A line of signs that part the text: "***", "* * *", "---", "⁂".
fn is_rule(line: &str) -> bool {
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
fn underline(line: &str, next: &str) -> Option<Rank> {
    let sign = next.chars().next()?;
    let rank = match sign {
        '=' => heading::DOUBLE,
        '-' | '~' | '\u{2014}' | '\u{2500}' => heading::SINGLE,
        _ => return None,
    };
    let (width, under) = (line.chars().count(), next.chars().count());
    let fits = under >= 3 && under <= width + 6 && under * 3 >= width;
    (fits && next.chars().all(|c| c == sign) && line.contains(char::is_alphabetic)).then_some(rank)
}

/// "12", "- 12 -", "Page 12 of 30", "xii"
fn is_page_number(line: &str) -> bool {
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    let words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    line.len() <= 20 && (digits > 0 || crate::input::label::roman(line).is_some()) && words.count() <= 4
}

/// Tabs or wide gaps inside, or bars.
fn has_columns(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr(b'\t', bytes).is_some()
        || memchr::memmem::find(bytes, b"   ").is_some()
        || memchr::memchr_iter(b'|', bytes).take(2).count() == 2
}

/// A line that no prose has: it ends or begins as only code does.
fn is_code(line: &str) -> bool {
    line.ends_with(['{', '}', ';', '\\']) && (line.contains(['(', '=', '{', '}']) || line.ends_with(['{', '}']))
        || line.starts_with(['$', '}', '#']) && line.contains(['(', '=', '/', '-', '{'])
        || line.contains("();")
        || line.contains(" == ")
        || line.contains("://") && line.contains('=')
}

/// A line of a log or a chat begins with a time or in brackets.
fn is_log_line(line: &str) -> bool {
    line.starts_with(['[', '<'])
        || line.len() > 8 && line.as_bytes()[..8].iter().filter(|byte| byte.is_ascii_digit()).count() >= 4
}

/// "ANNA: Who is there?"
fn is_spoken(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(name, words)| {
        name.len() <= 40 && name.split(' ').count() <= 4 && name.starts_with(char::is_uppercase) && !words.is_empty()
    })
}
