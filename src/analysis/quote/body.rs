//! Texts whose whole body has one author: letters, statements, petitions, affidavits, memoranda.
//!
//! The author stands in the head ("From:", "Statement by", "We, the undersigned", "I, John Smith,") or at the foot,
//! behind words of farewell. A body ends with its foot, with the head of the next, or with its section; a salutation
//! without a farewell begins none, so that no letter runs away with a book. Letters between quotation marks are direct
//! speech already; of those only the author is found here.

use std::ops::Range;

use super::draft::{Draft, Why};
use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::language::grammar::Parts;
use crate::language::lexicon::ClassId;
use crate::language::speech::{Cues, Frames};
use crate::model::{BlockId, BlockKind, EntityId, EntityKind, Mention, QuoteKind, Span, index};

/// Most blocks from a salutation to the farewell.
const LETTER: usize = 300;
/// Most blocks of a text without a foot.
const LONGEST: usize = 2000;
/// Most tokens of a line of farewell, of a signature, of a head.
const LINE: usize = 16;
/// How many blocks behind a farewell the name may stand.
const FOOT: usize = 3;
/// How many quotations before a place are looked at for one around it.
const NESTED: usize = 6;
/// Among how many blocks at the start a title tells the author.
const TITLE: usize = 4;

/// The body of a text, and whose it is.
#[derive(Clone, Debug)]
pub struct Body {
    /// As an attribution; its source are the words that name the author.
    pub draft: Draft,
    /// The author, if the words name an entity.
    pub author: Option<EntityId>,
}

/// All bodies with an author, in text order, none inside another.
pub fn bodies(phrases: Phrases<'_>, cues: &Cues, direct: &[Draft]) -> Vec<Body> {
    let search = Search::new(phrases, cues);
    let mut found = Vec::new();
    let mut at = 0;
    while at < phrases.work.document.blocks.len() {
        match search.body(at).filter(|(body, _)| !crosses(body.draft.span, direct)) {
            Some((body, next)) => {
                found.push(body);
                at = next.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// The author of the text that an offset lies in, if it has one. `bodies` are in text order.
pub fn author_at(bodies: &[Body], offset: u32) -> Option<EntityId> {
    let before = bodies.partition_point(|body| body.draft.span.start <= offset).checked_sub(1)?;
    bodies[before].author.filter(|_| bodies[before].draft.span.end > offset)
}

/// True if marked words reach into a span from outside; they are somebody's already. `direct` is in text order.
fn crosses(span: Span, direct: &[Draft]) -> bool {
    let across = |offset: u32| {
        let next = direct.partition_point(|draft| draft.outer.start <= offset);
        direct[next.saturating_sub(NESTED)..next]
            .iter()
            .any(|draft| draft.kind == QuoteKind::Direct && draft.outer.end > offset && !span.covers(draft.outer))
    };
    across(span.start) || across(span.end - 1)
}

/// Who signs a text that lies between quotation marks, and where: at the foot of its last paragraph.
pub fn signed(phrases: Phrases<'_>, cues: &Cues, draft: &Draft) -> Option<(EntityId, Span)> {
    let document = phrases.work.document;
    let (first, last) = (document.block_at(draft.span.start)?, document.block_at(draft.span.end - 1)?);
    if first == last {
        return None;
    }
    let search = Search::new(phrases, cues);
    let farewell = (first.index().max(last.index().saturating_sub(FOOT))..=last.index())
        .find(|&block| search.farewell(block).is_some())?;
    let name = search.signature(farewell)?;
    Some((search.entity(&name)?, phrases.work.subject().span(&name)))
}

struct Search<'a> {
    phrases: Phrases<'a>,
    cues: &'a Cues,
    farewell: Option<ClassId>,
    salutation: Option<ClassId>,
    sender: Option<ClassId>,
    heads: Option<ClassId>,
    undersigned: Option<ClassId>,
    document: Option<ClassId>,
}

impl<'a> Search<'a> {
    fn new(phrases: Phrases<'a>, cues: &'a Cues) -> Self {
        let lexicon = &phrases.work.pack.lexicon;
        Self {
            phrases,
            cues,
            farewell: lexicon.class("FAREWELL"),
            salutation: lexicon.class("SALUTATION"),
            sender: lexicon.class("HEADER_SENDER"),
            heads: lexicon.class("HEADER"),
            undersigned: lexicon.class("UNDERSIGNED"),
            document: lexicon.class("DOCUMENT"),
        }
    }

    fn is(&self, at: usize, class: Option<ClassId>) -> bool {
        let token = &self.phrases.work.tokens.all[at];
        class.is_some_and(|class| self.phrases.work.pack.lexicon.is(token.lexeme, class))
    }

    fn tokens(&self, block: usize) -> Range<usize> {
        self.phrases.work.tokens.range(BlockId::from(block))
    }

    fn kind(&self, block: usize) -> BlockKind {
        self.phrases.work.document.blocks[block].kind
    }

    fn text(&self, at: usize) -> &str {
        self.phrases.work.tokens.all[at].of(&self.phrases.work.document.text)
    }

    /// The body that begins at a block or right behind it, and the block from which to look on.
    fn body(&self, block: usize) -> Option<(Body, usize)> {
        let tokens = self.tokens(block);
        if tokens.is_empty() {
            return None;
        }
        self.sent(block, &tokens)
            .or_else(|| self.letter(block, &tokens))
            .or_else(|| self.first_person(block, &tokens))
            .or_else(|| self.titled(block, &tokens))
            .or_else(|| self.announced(block, &tokens))
    }

    /// "From: Lena Brandt", among other lines of a head; the body begins behind them.
    fn sent(&self, block: usize, tokens: &Range<usize>) -> Option<(Body, usize)> {
        if !self.is(tokens.start, self.heads) || tokens.len() < 2 || self.text(tokens.start + 1) != ":" {
            return None;
        }
        let (mut sender, mut heads) = (None, 0);
        let mut last = block;
        for other in block..(block + 8).min(self.phrases.work.document.blocks.len()) {
            let inside = self.tokens(other);
            let mut any = false;
            for at in inside.clone() {
                let head = self.opens_line(at, &inside)
                    && self.is(at, self.heads)
                    && at + 1 < inside.end
                    && self.text(at + 1) == ":";
                if head {
                    any = true;
                    heads += 1;
                    if self.is(at, self.sender) {
                        sender = sender.or(Some(at + 2..self.line_end(at + 2, inside.end)));
                    }
                }
            }
            if !any && !inside.is_empty() {
                break;
            }
            last = other;
        }
        let sender = sender.filter(|sender| heads > 1 && !sender.is_empty())?;
        let source = self.name_in(sender);
        let end = self.end(last + 1, LONGEST);
        self.make(last + 1..end, source, None)
    }

    /// "Dear Sir," with a farewell and a name behind it.
    fn letter(&self, block: usize, tokens: &Range<usize>) -> Option<(Body, usize)> {
        let opens = self.is(tokens.start, self.salutation)
            || self.phrases.tag(tokens.start) == Tag::Possessive
                && tokens.len() > 1
                && self.is(tokens.start + 1, self.salutation);
        let line = self.line_end(tokens.start, tokens.end);
        let greets =
            line - tokens.start <= LINE && matches!(self.phrases.tag(line - 1), Tag::Comma | Tag::Colon | Tag::Stop);
        if !opens || !greets {
            return None;
        }
        let last = (block..self.phrases.work.document.blocks.len().min(block + LETTER))
            .find(|&other| self.farewell(other).is_some())?;
        let name = self.signature(last)?;
        let (body, _) = self.make(block..last + 1, name, None)?;
        Some((body, last + 1))
    }

    /// The token of the farewell in a block: a short line that opens with its words.
    fn farewell(&self, block: usize) -> Option<usize> {
        let tokens = self.tokens(block);
        let from = tokens.end.saturating_sub(3 * LINE).max(tokens.start);
        (from..tokens.end).find(|&at| {
            let line = self.opens_line(at, &tokens);
            let end = self.line_end(at, tokens.end);
            // "I am, Sir, your obedient servant,"
            let words = if self.phrases.tag(end - 1) == Tag::Comma { at..end } else { at..end.min(at + 3) };
            let short = end - at <= if words.end == end { LINE } else { LINE / 2 };
            line && short && words.into_iter().any(|word| self.is(word, self.farewell))
        })
    }

    /// The words behind the farewell of a block that name who signs.
    fn signature(&self, block: usize) -> Option<Range<usize>> {
        let tokens = self.tokens(block);
        let line = self.line_end(self.farewell(block)?, tokens.end);
        if line < tokens.end {
            return Some(self.name_in(line..self.line_end(line, tokens.end)));
        }
        let last = self.phrases.work.document.blocks.len().min(block + 1 + FOOT);
        let next = (block + 1..last).map(|other| self.tokens(other)).find(|tokens| !tokens.is_empty())?;
        let end = self.line_end(next.start, next.end);
        (end - next.start <= LINE).then(|| self.name_in(next.start..end))
    }

    /// "We, the undersigned," and "I, John Smith, …" at the start of a paragraph.
    fn first_person(&self, block: usize, tokens: &Range<usize>) -> Option<(Body, usize)> {
        let first = self.phrases.parts(tokens.start);
        let person = tokens.len() > 3 && self.phrases.tag(tokens.start + 1) == Tag::Comma;
        if !person || !first.has(Parts::I.and(Parts::WE)) {
            return None;
        }
        let comma = (tokens.start + 2..tokens.end.min(tokens.start + 2 + LINE))
            .find(|&at| self.phrases.tag(at) == Tag::Comma || self.phrases.tag(at).is_finite())
            .unwrap_or(tokens.end);
        let words = tokens.start + 2..comma;
        let undersigned = words.clone().any(|at| self.is(at, self.undersigned));
        let name = self.entity(&words);
        if !undersigned && (name.is_none() || !first.has(Parts::I)) {
            return None;
        }
        let end = self.end(block, LONGEST);
        let source = if undersigned { tokens.start..comma } else { self.name_in(words) };
        self.make(block..end, source, None)
    }

    /// "Statement by the Secretary-General, Mr. Renard" as a title.
    fn titled(&self, block: usize, tokens: &Range<usize>) -> Option<(Body, usize)> {
        let title = block < TITLE && tokens.len() <= 2 * LINE;
        let by = (tokens.start..tokens.end.min(tokens.start + 6)).find(|&at| self.phrases.parts(at).has(Parts::AGENT));
        let by = by.filter(|&by| title && (tokens.start..by).any(|at| self.is(at, self.document)))?;
        let words = by + 1..tokens.end;
        let before = self.phrases.work.document.blocks[..block].iter().any(|block| block.kind == BlockKind::Paragraph);
        self.entity(&words).filter(|_| !before)?;
        self.make(block + 1..self.end(block + 1, LONGEST), self.name_in(words), None)
    }

    /// "The Ministry of Defence states:" with paragraphs behind it that no marks open.
    fn announced(&self, block: usize, tokens: &Range<usize>) -> Option<(Body, usize)> {
        let last = tokens.end - 1;
        if self.text(last) != ":" || tokens.len() > 2 * LINE || block + 1 >= self.phrases.work.document.blocks.len() {
            return None;
        }
        let verb = last.checked_sub(1).filter(|verb| *verb > tokens.start)?;
        let lemma = self.phrases.work.pack.grammar.entry(self.phrases.work.tokens.all[verb].lexeme).lemma?;
        let next = self.tokens(block + 1);
        let marked = next.is_empty() || self.phrases.tag(next.start) == Tag::Quote;
        if marked || !self.cues.verb(lemma).has(Frames::SPEECH) || !self.phrases.parts(verb).has(Parts::THIRD) {
            return None;
        }
        let source = self.phrases.noun_phrase(verb - 1, tokens);
        let document = self.is(source.end - 1, self.document);
        let org = self.entity(&source).filter(|entity| {
            let kind = self.phrases.work.document.entities.get(entity.index()).map(|entity| entity.kind);
            kind == Some(EntityKind::Org)
        });
        if org.is_none() && !document {
            return None;
        }
        self.make(block + 1..self.end(block + 1, LETTER), source, Some(verb..verb + 1))
    }

    /// One past the last block of a body that begins at `from`: at its foot, the next head, or a heading.
    fn end(&self, from: usize, most: usize) -> usize {
        let blocks = self.phrases.work.document.blocks.len();
        for block in from..blocks.min(from + most) {
            let tokens = self.tokens(block);
            if block > from && matches!(self.kind(block), BlockKind::Heading(1 | 2) | BlockKind::Separator) {
                return block;
            }
            if tokens.is_empty() {
                continue;
            }
            let sender = self.is(tokens.start, self.sender) && tokens.len() > 1 && self.text(tokens.start + 1) == ":";
            if block > from && sender {
                return block;
            }
            if self.farewell(block).is_some() {
                return block + 1;
            }
        }
        blocks.min(from + most)
    }

    fn make(&self, blocks: Range<usize>, source: Range<usize>, cue: Option<Range<usize>>) -> Option<(Body, usize)> {
        // "We, the undersigned inhabitants of Sandvik" are not Sandvik.
        let together = source.clone().any(|at| self.is(at, self.undersigned));
        let all = &self.phrases.work.document.blocks;
        let first = blocks.clone().find(|&block| !self.tokens(block).is_empty())?;
        let last = blocks.clone().rev().find(|&block| !self.tokens(block).is_empty())?;
        let span = Span { start: all[first].span.start, end: all[last].span.end };
        let author = self.entity(&source).filter(|_| !together);
        let draft = Draft {
            span,
            outer: span,
            source: Some(source).filter(|source| !source.is_empty()),
            cue,
            kind: QuoteKind::Direct,
            depth: 1,
            why: Why::Body,
        };
        Some((Body { draft, author }, blocks.end))
    }

    /// The entity that some words name, persons before others.
    fn entity(&self, words: &Range<usize>) -> Option<EntityId> {
        let document = self.phrases.work.document;
        if words.is_empty() {
            return None;
        }
        let span = self.phrases.work.subject().span(words);
        let inside = &document.mentions[index::beginning_in(&document.mentions, span)];
        let rank = |entity: EntityId| match document.entities.get(entity.index()).map(|entity| entity.kind) {
            Some(EntityKind::Person) => 0,
            Some(EntityKind::Org) => 1,
            _ => 2,
        };
        // "the Minister, Anna Bell": the fuller name is the author's.
        let words = |mention: &Mention| mention.span.of(&document.text).split_whitespace().count();
        let best = inside
            .iter()
            .filter(|mention| rank(mention.entity) < 2)
            .min_by_key(|mention| (rank(mention.entity), std::cmp::Reverse(words(mention))));
        best.map(|mention| mention.entity)
    }

    /// Of some words those that name an entity, or all up to a bracket.
    fn name_in(&self, words: Range<usize>) -> Range<usize> {
        let document = self.phrases.work.document;
        let Some(entity) = self.entity(&words) else {
            let end = words.clone().find(|&at| matches!(self.text(at), "<" | "(" | ",")).unwrap_or(words.end);
            return words.start..end;
        };
        let span = self.phrases.work.subject().span(&words);
        let inside = &document.mentions[index::beginning_in(&document.mentions, span)];
        let mention = inside.iter().find(|mention| mention.entity == entity);
        mention.map_or(words, |mention| self.phrases.tokens(mention.span))
    }

    /// True for the first token of a line of a block.
    fn opens_line(&self, at: usize, block: &Range<usize>) -> bool {
        at == block.start || self.breaks_before(at)
    }

    fn breaks_before(&self, at: usize) -> bool {
        let tokens = &self.phrases.work.tokens.all;
        let between = tokens[at - 1].span.end as usize..tokens[at].span.start as usize;
        self.phrases.work.document.text[between].contains('\n')
    }

    /// One past the last token of the line that `at` stands in.
    fn line_end(&self, at: usize, end: usize) -> usize {
        (at + 1..end).find(|&next| self.breaks_before(next)).unwrap_or(end)
    }
}
