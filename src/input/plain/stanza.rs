//! Lines without a blank line between them: one block, or several.

use super::draft::{Draft, Heading, Mark};
use super::heading::{self, by_form};
use super::line::Line;
use super::shape::{has_columns, is_code, is_log_line, is_page_number, is_rule, is_spoken, quote_marks, underline};
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
    /// The label that the first line has by its form.
    label: Option<Label>,
    /// True if it is one, by its form or by its neighbours.
    sure: bool,
}

impl Unit {
    fn lines(self) -> usize {
        self.end - self.first
    }

    fn plain(line: usize) -> Self {
        Self { first: line, end: line + 1, label: None, sure: false }
    }

    fn label(self) -> Option<Label> {
        self.label.filter(|_| self.sure)
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
            drafts.push(self.heading(at, at + 1, Heading::Certain(rank)));
            drafts.push(Draft::new(self.span(at + 1, at + 2), BlockKind::Separator));
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
            Style::Bullet('-') => !rest.ends_with('-'),
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
        let mut forced: Vec<bool> = (at..self.lines.len() - 1).map(|line| self.is_forced(line)).collect();
        if !forced.iter().all(|&forced| forced) && self.is_wrapped_by_itself(at) {
            forced.fill(true);
        }
        let units = self.find_units(at, &forced);
        let labelled = units.iter().filter(|unit| unit.sure).count();
        let single = units.iter().filter(|unit| unit.lines() == 1).count();
        if single > 1 && labelled * 2 < units.len() && single * 2 >= self.lines.len() - at {
            return self.unwrapped(at, drafts);
        }
        let depth = u8::from(labelled == 0 && self.is_set_in(at));
        for unit in units {
            drafts.push(Draft { quote_depth: depth, ..self.plain(unit.first, unit.end, unit.label()) });
        }
    }

    /// `forced` tells for each line from `at` on, but the last, whether the break behind it is due to wrapping.
    fn find_units(&self, at: usize, forced: &[bool]) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        let mut open = self.unit(at);
        let margin = self.lines[at..].iter().map(|line| line.indent).min().unwrap_or(0);
        let wrapped = forced.iter().filter(|&&forced| forced).count() * 2 >= forced.len();
        for line in at + 1..self.lines.len() {
            let forced = forced[line - 1 - at];
            let next = if self.is_usual(line, &open, forced) { None } else { self.labelled(line, &mut open, forced) };
            if next.is_some()
                || !forced && self.parts(line, &open, wrapped)
                || self.is_set_back(line, &open, forced, margin)
            {
                units.push(std::mem::replace(&mut open, next.unwrap_or(Unit::plain(line))));
            } else {
                open.end = line + 1;
            }
        }
        units.push(open);
        units
    }

    /// A unit of one line.
    fn unit(&self, line: usize) -> Unit {
        let label = label(self.words(line));
        Unit { label, sure: label.is_some_and(|label| self.is_label(line, &label)), ..Unit::plain(line) }
    }

    /// True for a line in the middle of a wrapped paragraph; the usual case has to be quick.
    fn is_usual(&self, line: usize, open: &Unit, forced: bool) -> bool {
        forced
            && self.lines[line].indent == self.lines[line - 1].indent
            && open.label.is_none()
            && !self.words(line - 1).ends_with(['.', ':', ';'])
    }

    /// The unit that a line begins by its label. The unit before it may turn out to have one, too.
    fn labelled(&self, line: usize, open: &mut Unit, forced: bool) -> Option<Unit> {
        let closed = !forced || self.words(line - 1).ends_with(['.', ':', ';', ',', '!', '?']);
        let mut unit = if closed { self.unit(line) } else { return None };
        let label = unit.label?;
        let sibling = open.label.filter(|other| same_form(other.style, label.style));
        if sibling.is_some_and(|other| label.number == other.number + 1) {
            (open.sure, unit.sure) = (true, true);
        }
        let weak = matches!(label.style, Style::Number(_) | Style::Letter(false) | Style::Roman | Style::Bullet(_));
        let in_order = !weak || sibling.is_none_or(|other| label.number > other.number || label.number == 0);
        let expected = !weak || sibling.is_some() || !forced || label.number == 1;
        (unit.sure && in_order && expected).then_some(unit)
    }

    /// True if a line that no wrapping brought about begins something new.
    fn parts(&self, line: usize, open: &Unit, wrapped: bool) -> bool {
        let before = &self.lines[line - 1];
        let ended = ends_sentence(self.words(line - 1));
        let hanging = open.sure && self.lines[line].indent > self.lines[open.first].indent;
        if hanging {
            return ended && self.lines[line].indent != before.indent;
        }
        let short = self.width.is_none_or(|width| before.right() * 2 < width);
        ended || short || open.sure || !wrapped && self.opens_upper(line)
    }

    /// True for the first line of a paragraph that is set in, where no blank line stands between paragraphs.
    fn is_set_back(&self, line: usize, open: &Unit, forced: bool, margin: u16) -> bool {
        let (indent, before) = (self.lines[line].indent, self.lines[line - 1].indent);
        let deeper = indent > before;
        indent >= margin + 2
            && !open.sure
            && (deeper || line - 1 == open.first && !forced)
            && ends_sentence(self.words(line - 1))
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
        // Lines of a table of contents.
        Style::Division(_) if in_list && length < 80 => BlockKind::Item,
        Style::Square => BlockKind::Note,
        _ => BlockKind::Paragraph,
    }
}

fn same_form(one: Style, other: Style) -> bool {
    std::mem::discriminant(&one) == std::mem::discriminant(&other)
}
