//! Quotation marks: which of them open, which close, and which belong together.
//!
//! Marks are paired within a paragraph with a stack. A mark that is still open at its end carries over if the next
//! paragraph opens with the same mark again, or if one of the next closes it before opening another; otherwise it is
//! a stray, and what follows is read afresh. So a missing mark costs a paragraph, never a book. Apostrophes are no
//! marks.

use rayon::prelude::*;

use crate::analysis::Work;
use crate::language::lexicon::ClassId;
use crate::language::token::TokenKind;
use crate::model::{BlockId, BlockKind, Span};

/// Words between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Without the marks.
    pub span: Span,
    /// With the marks.
    pub outer: Span,
    /// 1 for the outermost.
    pub depth: u8,
    /// The blocks that it begins and ends in.
    pub blocks: (BlockId, BlockId),
    /// False if its closing mark is missing.
    pub closed: bool,
    /// True if a dash opens it instead of a mark.
    pub dash: bool,
}

/// Marks that can only close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Double,
    Single,
    Angle,
    SingleAngle,
    Corner,
    WhiteCorner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    /// Closes what is open, else opens.
    Either,
    /// An apostrophe, unless a single mark waits to be closed.
    Apostrophe,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    span: Span,
    family: Family,
    side: Side,
    /// True for signs that are apostrophes as often as marks: they never carry over.
    weak: bool,
    block: u32,
}

/// A mark that waits to be closed.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    mark: Mark,
    depth: u8,
}

/// Most paragraphs that a quotation may run through without repeating its opening mark.
const SILENT: usize = 60;
/// Most paragraphs that a quotation may run through altogether.
const LONGEST: u32 = 400;
/// How many marks one mark looks ahead within its paragraph.
const NEAR: usize = 64;
/// More of the same mark in a row than this are a rule or an ornament.
const LONGEST_RUN: usize = 4;
/// Blocks that one thread looks through at a time.
const CHUNK: usize = 256;

/// All words between quotation marks, by their start.
pub fn marked(work: Work<'_>) -> Vec<Marked> {
    let marks = marks(work);
    let mut pairs = Pairs { work, marks: &marks, waiting: Vec::new(), found: Vec::new() };
    let mut next = 0;
    while next < marks.len() {
        let block = marks[next].block;
        let end = next + marks[next..].partition_point(|mark| mark.block == block);
        pairs.block(next, end);
        next = end;
    }
    let mut found = pairs.found;
    found.sort_by_key(|marked| (marked.outer.start, std::cmp::Reverse(marked.outer.end)));
    found
}

/// All quotation marks in text order.
fn marks(work: Work<'_>) -> Vec<Mark> {
    let elision = work.pack.lexicon.class("ELISION");
    let blocks = &work.document.blocks;
    let mut chunks: Vec<Vec<Mark>> = blocks
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, blocks)| {
            let mut marks = Vec::new();
            for index in 0..blocks.len() {
                let block = BlockId::from(chunk * CHUNK + index);
                marks_in(work, block, elision, &mut marks);
            }
            marks
        })
        .collect();
    if chunks.len() == 1 { chunks.swap_remove(0) } else { chunks.concat() }
}

fn marks_in(work: Work<'_>, block: BlockId, elision: Option<ClassId>, marks: &mut Vec<Mark>) {
    let text: &str = &work.document.text;
    let range = work.tokens.range(block);
    let mut after = range.start;
    for at in range.clone() {
        let token = &work.tokens.all[at];
        if token.kind != TokenKind::Sign || at < after {
            continue;
        }
        let Some(sign) = token.of(text).chars().next() else { continue };
        let Some((family, side)) = natural_side(sign) else { continue };
        let run = &work.tokens.all[at + 1..range.end];
        let run = 1 + run.iter().take_while(|next| next.glued && next.of(text) == token.of(text)).count();
        if run > LONGEST_RUN {
            after = at + run;
            continue;
        }
        let mut span = token.span;
        // Two single marks are a double one.
        let twice = matches!(sign, '\'' | '`') && run > 1;
        let family = if twice {
            span = span.join(work.tokens.all[at + 1].span);
            after = at + 2;
            Family::Double
        } else if sign == '`' {
            continue;
        } else {
            family
        };
        let elided = || {
            at + 1 < range.end && {
                let next = &work.tokens.all[at + 1];
                next.glued
                    && (next.kind == TokenKind::Digits
                        || elision.is_some_and(|class| work.pack.lexicon.is(next.lexeme, class)))
            }
        };
        let side = if family == Family::Single {
            match single_side(text, span, sign) {
                Some(Side::Open) if elided() => continue,
                Some(side) => side,
                None => continue,
            }
        } else {
            double_side(text, span, side)
        };
        let weak = family == Family::Single && sign != '‘';
        marks.push(Mark { span, family, side, weak, block: block.0 });
    }
}

/// What a sign is by itself.
fn natural_side(sign: char) -> Option<(Family, Side)> {
    Some(match sign {
        '"' | '＂' => (Family::Double, Side::Either),
        '“' | '„' | '‟' => (Family::Double, Side::Open),
        '”' => (Family::Double, Side::Close),
        '«' => (Family::Angle, Side::Open),
        '»' => (Family::Angle, Side::Close),
        '‹' => (Family::SingleAngle, Side::Open),
        '›' => (Family::SingleAngle, Side::Close),
        '「' => (Family::Corner, Side::Open),
        '」' => (Family::Corner, Side::Close),
        '『' => (Family::WhiteCorner, Side::Open),
        '』' => (Family::WhiteCorner, Side::Close),
        '‘' | '‚' | '‛' => (Family::Single, Side::Open),
        '’' | '\'' => (Family::Single, Side::Close),
        '`' => (Family::Double, Side::Open),
        _ => return None,
    })
}

/// The characters before and after a mark; `None` at the ends of the text.
fn around(text: &str, span: Span) -> (Option<char>, Option<char>) {
    (text[..span.start as usize].chars().next_back(), text[span.end as usize..].chars().next())
}

fn is_blank(c: Option<char>) -> bool {
    c.is_none_or(char::is_whitespace)
}

/// True if a mark with these neighbours can open: white space, a bracket, a dash or another mark before, something
/// after.
fn can_open(before: Option<char>, after: Option<char>) -> bool {
    (is_blank(before) || before.is_some_and(|c| "([{—–―-‘“\"'„«".contains(c))) && !is_blank(after)
}

/// True if a mark with these neighbours can close: something before, white space or punctuation after.
fn can_close(before: Option<char>, after: Option<char>) -> bool {
    !is_blank(before) && after.is_none_or(|c| !c.is_alphanumeric())
}

fn double_side(text: &str, span: Span, natural: Side) -> Side {
    let (before, after) = around(text, span);
    match (natural, can_open(before, after), can_close(before, after)) {
        (Side::Either, true, false) => Side::Open,
        (Side::Either, false, true) => Side::Close,
        // Some languages close with “ and open with ”, or turn « and » about.
        (Side::Open, false, true) if !is_blank(before) => Side::Either,
        (Side::Close, true, false) if is_blank(before) => Side::Either,
        (side, ..) => side,
    }
}

/// None inside of a word, where nothing opens or closes.
fn single_side(text: &str, span: Span, sign: char) -> Option<Side> {
    let (before, after) = around(text, span);
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    Some(match sign {
        // German closes with ‘ what ‚ opens.
        '‘' if !can_open(before, after) && can_close(before, after) => Side::Close,
        '‘' | '‚' | '‛' => Side::Open,
        _ if letter(before) && letter(after) => return None,
        '\'' if can_open(before, after) && letter(after) => Side::Open,
        // "workers’ rights" and "‘the workers’" look alike; a stop before settles it.
        _ if letter(before) => Side::Apostrophe,
        _ if can_close(before, after) => Side::Close,
        _ => Side::Apostrophe,
    })
}

struct Pairs<'a> {
    work: Work<'a>,
    marks: &'a [Mark],
    waiting: Vec<Waiting>,
    found: Vec<Marked>,
}

impl Pairs<'_> {
    /// Pairs the marks of one block, which are those from `from` to `end`.
    fn block(&mut self, from: usize, end: usize) {
        let block = self.marks[from].block;
        self.drop_stale(from);
        for at in from..end {
            let mark = self.marks[at];
            match mark.side {
                Side::Open => self.open(at, end),
                Side::Close => {
                    self.close(mark);
                }
                Side::Either => {
                    if !self.close(mark) {
                        self.open(at, end);
                    }
                }
                Side::Apostrophe => self.apostrophe(at, end),
            }
        }
        self.end_of_block(block, end);
    }

    /// A mark that waits for a paragraph that did not come is given up.
    fn drop_stale(&mut self, from: usize) {
        let block = self.marks[from].block;
        self.waiting.retain(|waiting| block - waiting.mark.block <= LONGEST);
    }

    fn open(&mut self, at: usize, end: usize) {
        let mark = self.marks[at];
        let same = self.waiting.iter().rposition(|waiting| waiting.mark.family == mark.family);
        if let Some(same) = same {
            let before = self.waiting[same].mark;
            if before.block != mark.block {
                if self.begins_block(mark) {
                    return;
                }
                self.give_up(same, self.marks[at].block);
            } else if !self.nests(at, end) {
                self.waiting.truncate(same);
            }
        }
        let closes = |later: &Mark| later.family == mark.family && later.side != Side::Open;
        if mark.weak && !self.marks[at + 1..end].iter().take(NEAR).any(closes) {
            return;
        }
        let depth = self.waiting.last().map_or(1, |waiting| waiting.depth.saturating_add(1));
        self.waiting.push(Waiting { mark, depth });
    }

    /// True if the block holds closing marks enough for this opening mark and the one that waits.
    fn nests(&self, at: usize, end: usize) -> bool {
        let family = self.marks[at].family;
        let mut open = 2_i32;
        for later in self.marks[at + 1..end].iter().take(NEAR).filter(|later| later.family == family) {
            open += match later.side {
                Side::Open => 1,
                Side::Close | Side::Either => -1,
                Side::Apostrophe => 0,
            };
            if open == 0 {
                return true;
            }
        }
        false
    }

    /// Closes the last mark of the family that waits, if there is one.
    fn close(&mut self, mark: Mark) -> bool {
        let Some(same) = self.waiting.iter().rposition(|waiting| waiting.mark.family == mark.family) else {
            return false;
        };
        let waiting = self.waiting[same];
        self.waiting.truncate(same);
        self.push(waiting, mark.span.start, mark.span.end, mark.block, true);
        true
    }

    /// An apostrophe closes a single mark of this block if no better closing mark follows.
    fn apostrophe(&mut self, at: usize, end: usize) {
        let mark = self.marks[at];
        let (before, after) = around(&self.work.document.text, mark.span);
        let waits = self
            .waiting
            .last()
            .is_some_and(|waiting| waiting.mark.family == Family::Single && waiting.mark.block == mark.block);
        if !waits || !can_close(before, after) {
            return;
        }
        let better = self.marks[at + 1..end]
            .iter()
            .take(NEAR)
            .take_while(|later| !(later.family == Family::Single && later.side == Side::Open))
            .any(|later| later.family == Family::Single && later.side == Side::Close);
        if !better {
            self.close(mark);
        }
    }

    fn push(&mut self, waiting: Waiting, end: u32, outer_end: u32, block: u32, closed: bool) {
        let open = waiting.mark.span;
        if end <= open.end {
            return;
        }
        let text = &self.work.document.text[open.end as usize..end as usize];
        let start = open.end + (text.len() - text.trim_start().len()) as u32;
        let end = open.end + text.trim_end().len() as u32;
        if end > start {
            self.found.push(Marked {
                span: Span { start, end },
                outer: Span { start: open.start, end: outer_end },
                depth: waiting.depth,
                blocks: (BlockId(waiting.mark.block), BlockId(block)),
                closed,
                dash: false,
            });
        }
    }

    fn begins_block(&self, mark: Mark) -> bool {
        self.work.document.blocks[mark.block as usize].span.start + 3 >= mark.span.start
    }

    /// Decides for each mark that is open at the end of `block` whether it carries over.
    fn end_of_block(&mut self, block: u32, next: usize) {
        let mut keep = 0;
        while keep < self.waiting.len() {
            if self.carries(self.waiting[keep].mark, block, next) {
                keep += 1;
            } else {
                self.give_up(keep, block + 1);
            }
        }
    }

    /// Ends what waits at `from` and all in it. A paragraph that is quoted from its start, or that goes on with a
    /// quotation, keeps its words as a quotation without an end; any other mark was a stray.
    fn give_up(&mut self, from: usize, before_block: u32) {
        let waiting = self.waiting[from];
        self.waiting.truncate(from);
        let last = before_block.saturating_sub(1);
        if !waiting.mark.weak && (self.begins_block(waiting.mark) || last > waiting.mark.block) {
            let block = self.last_reopened(waiting.mark, last);
            let end = self.work.document.blocks[block as usize].span.end;
            self.push(waiting, end, end, block, false);
        }
    }

    /// The last block up to `last` that opens with the same mark again without a break.
    fn last_reopened(&self, mark: Mark, last: u32) -> u32 {
        let mut block = mark.block;
        let mut at = self.marks.partition_point(|other| other.block <= mark.block);
        while block < last && at < self.marks.len() {
            let other = self.marks[at];
            if other.block != block + 1 || other.family != mark.family || !self.begins_block(other) {
                break;
            }
            block += 1;
            at = self.marks.partition_point(|other| other.block <= block);
        }
        block
    }

    /// True if a mark that is open at the end of `block` is closed or repeated later; `next` is the next block's first
    /// mark.
    fn carries(&self, mark: Mark, block: u32, next: usize) -> bool {
        if mark.weak {
            return false;
        }
        let blocks = &self.work.document.blocks;
        let stops = |index: u32| {
            blocks
                .get(index as usize)
                .is_none_or(|block| matches!(block.kind, BlockKind::Heading(_) | BlockKind::Separator))
        };
        if stops(block + 1) {
            return false;
        }
        let counts = |other: &&Mark| other.family == mark.family && other.side != Side::Apostrophe;
        let Some(following) = self.marks[next..].iter().take(4 * NEAR).find(counts) else { return false };
        if following.block == block + 1 && self.begins_block(*following) && following.side != Side::Close {
            return true;
        }
        let near = (following.block - block) as usize <= SILENT;
        near && following.side == Side::Close && !(block + 1..following.block).any(stops)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture;

    /// The words between marks, each behind its depth.
    fn check(text: &str, expected: &[(u8, &str)]) {
        fixture::with(text, |work| {
            let found = marked(work);
            let found: Vec<(u8, &str)> = found.iter().map(|m| (m.depth, m.span.of(&work.document.text))).collect();
            assert_eq!(found, expected, "{text}");
        });
    }

    #[test]
    fn all_usual_marks_pair() {
        check("He said “yes” and “no”.", &[(1, "yes"), (1, "no")]);
        check("He said \"yes\" and \"no\".", &[(1, "yes"), (1, "no")]);
        check("Il dit « oui » puis «non».", &[(1, "oui"), (1, "non")]);
        check("Er sagte „ja“ und »nein«.", &[(1, "ja"), (1, "nein")]);
        check("Han sa ”ja” nu.", &[(1, "ja")]);
        check("彼は「はい」と言った。", &[(1, "はい")]);
        check("„Ja,“ sagte er. ‚Nein,‘ sagte sie. ‚Doch‘.", &[(1, "Ja,"), (1, "Nein,"), (1, "Doch")]);
        check("He said ''yes'' and ``no''.", &[(1, "yes"), (1, "no")]);
        check("‘Yes,’ he said. 'No,' she said.", &[(1, "Yes,"), (1, "No,")]);
    }

    #[test]
    fn marks_nest() {
        check("“He said ‘no’ to me,” she said.", &[(1, "He said ‘no’ to me,"), (2, "no")]);
        check("'He said \"no\" to me,' she said.", &[(1, "He said \"no\" to me,"), (2, "no")]);
        check("“One “two” three”", &[(1, "One “two” three"), (2, "two")]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check("It’s the workers’ day and Armenia's in the '90s; 'tis rock 'n' roll.", &[]);
        check("‘It’s the workers’ day,’ he said.", &[(1, "It’s the workers’ day,")]);
        check("'It's the workers' day,' he said.", &[(1, "It's the workers' day,")]);
    }

    #[test]
    fn a_quotation_may_run_over_paragraphs() {
        check("It reads:\n\n“One.\n\nTwo, it’s two.\n\nThree.”\n\nFour.", &[(1, "One.\n\nTwo, it’s two.\n\nThree.")]);
        check("“One.\n\n“Two.\n\n“Three,” he said.\n\n“Four.”", &[(1, "One.\n\n“Two.\n\n“Three,"), (1, "Four.")]);
        check("\"One.\n\n\"Two,\" he said.", &[(1, "One.\n\n\"Two,")]);
    }

    #[test]
    fn a_missing_mark_costs_a_paragraph() {
        check(
            "“One, he said.\n\nHe said “two” and left.\n\n“Three.”",
            &[(1, "One, he said."), (1, "two"), (1, "Three.")],
        );
        check("He said “one, and left.\n\nHe said “two” then.", &[(1, "two")]);
        check("He said “one, and “two” then.", &[(1, "two")]);
        check("Nothing” here “one” and.", &[(1, "one")]);
        let mut book = "“It began.\n\n".to_owned();
        book.push_str(&"And it went on.\n\n".repeat(300));
        book.push_str("It ended.”");
        fixture::with(&book, |work| assert_eq!(marked(work).len(), 1));
        fixture::with(&book, |work| assert_eq!(marked(work)[0].blocks, (BlockId(0), BlockId(0))));
    }

    #[test]
    fn what_parts_or_decorates_is_no_mark() {
        check("\"\"\"\"\"\" He said \"one\" '''''''' and left.", &[(1, "one")]);
    }

    #[test]
    fn a_heading_ends_what_is_open() {
        check("“One.\n\nCHAPTER II\n\nTwo.” Three.", &[(1, "One.")]);
    }

    #[test]
    fn hostile_marks_stay_linear() {
        let text = "“ ".repeat(50_000) + &"\"a ' ".repeat(20_000) + &"\n\n“x".repeat(5_000);
        fixture::with(&text, |work| {
            marked(work);
        });
    }
}
