//! Words in quotation marks: which of them are speech, and which words around them say so.

use std::ops::Range;

use super::dash::dashed;
use super::draft::{Draft, Why};
use super::marks::{Marked, marked};
use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::language::grammar::Parts;
use crate::language::lexicon::ClassId;
use crate::language::speech::{Cues, Frames};
use crate::language::token::TokenKind;
use crate::model::{BlockId, BlockKind, QuoteKind, Span};

/// How far a verb of saying may stand from the quotation mark, in tokens.
const REACH: usize = 24;
/// How far before the comma that ends a paragraph its verb of saying may stand, in tokens.
const NEAR: usize = 3;
/// Most tokens of a name that signs marked words.
const NAME: usize = 8;
/// Words from which a quotation without any cue is speech, if nothing else speaks for it.
const LONG: usize = 12;

/// Who and what ascribes a quotation.
#[derive(Clone, Debug)]
struct Ascription {
    source: Option<Range<usize>>,
    cue: Range<usize>,
    why: Why,
}

/// All direct speech, by its start.
pub fn speech(phrases: Phrases<'_>, cues: &Cues) -> Vec<Draft> {
    let direct = Direct { phrases, cues, of_names: phrases.work.pack.lexicon.class("OF_NAMES") };
    let mut marked = marked(phrases.work);
    marked.extend(dashed(phrases, |at| direct.is_cue(at, Frames::SPEECH)));
    marked.sort_by_key(|words| (words.outer.start, std::cmp::Reverse(words.outer.end)));
    let mut drafts: Vec<Draft> = Vec::new();
    for words in &marked {
        let place = direct.place(words);
        // “'Death,' he read”: what two pairs of marks hold together is said once.
        if drafts.last().is_some_and(|around| around.span == words.outer) {
            continue;
        }
        let interrupted = || direct.interrupted(&place, &drafts);
        let ascribed = direct.anew(&place).or_else(interrupted).or_else(|| direct.ascribed(&place));
        let why = match &ascribed {
            Some(ascribed) => ascribed.why,
            None if words.dash => Why::Dash,
            None if !words.closed => Why::Unclosed,
            None if words.blocks.0 != words.blocks.1 => Why::Paragraphs,
            None => Why::Sentence,
        };
        if !direct.is_speech(&place, ascribed.is_some()) {
            continue;
        }
        let ascribed = ascribed.or_else(|| direct.led(&place));
        let why = ascribed.as_ref().map_or(why, |ascribed| ascribed.why);
        let (source, cue) = ascribed.map_or((None, None), |ascribed| (ascribed.source, Some(ascribed.cue)));
        drafts.push(Draft {
            span: words.span,
            outer: words.outer,
            source,
            cue,
            kind: QuoteKind::Direct,
            depth: words.depth,
            why,
        });
    }
    direct.indented(&mut drafts);
    drafts
}

/// A quotation with its place among the tokens.
struct Place<'m> {
    words: &'m Marked,
    /// The opening mark, or what stands there.
    open: usize,
    /// One past the closing mark.
    close: usize,
    /// The tokens of the block it begins in, and of the block it ends in.
    blocks: (Range<usize>, Range<usize>),
}

struct Direct<'a> {
    phrases: Phrases<'a>,
    cues: &'a Cues,
    /// Prepositions that tie something to a name.
    of_names: Option<ClassId>,
}

impl Direct<'_> {
    fn place<'m>(&self, words: &'m Marked) -> Place<'m> {
        let tokens = self.phrases.work.tokens;
        let at = tokens.in_span(words.outer);
        let blocks = (tokens.range(words.blocks.0), tokens.range(words.blocks.1));
        Place { words, open: at.start, close: at.end, blocks }
    }

    fn text(&self) -> &str {
        &self.phrases.work.document.text
    }

    fn tag(&self, at: usize) -> Tag {
        self.phrases.tag(at)
    }

    /// True for a verb that can ascribe marked words, in a form that can stand beside them.
    fn is_cue(&self, at: usize, frames: Frames) -> bool {
        let Some(token) = self.phrases.work.tokens.all.get(at) else { return false };
        let entry = self.phrases.work.pack.grammar.entry(token.lexeme);
        let Some(lemma) = entry.lemma else { return false };
        // "so-called" ascribes nothing.
        if token.glued {
            return false;
        }
        let formed =
            self.tag(at).is_verb() || entry.parts.has(Parts::PAST.and(Parts::THIRD)) && entry.happening.is_none();
        formed && self.cues.verb(lemma).has(frames)
    }

    fn ascribed(&self, place: &Place<'_>) -> Option<Ascription> {
        let after = if place.words.closed && !self.is_part(place) { self.after(place) } else { None };
        let before = || self.before(place).or_else(|| self.introduced(place));
        let behind = || self.continued(place).or_else(|| self.signed(place)).filter(|_| place.words.closed);
        after.or_else(before).or_else(behind)
    }

    /// `“Go,” he said. “Never!” said the girl.`: words behind a full stop, with a verb of saying of their own behind
    /// them.
    fn anew(&self, place: &Place<'_>) -> Option<Ascription> {
        let all = &self.phrases.work.tokens.all;
        let parted = place.open > place.blocks.0.start && self.tag(place.open - 1) == Tag::Stop;
        let lower = all.get(place.close).is_some_and(|next| next.kind == TokenKind::Lower);
        let goes_on = lower || !place.words.span.of(self.text()).ends_with('.');
        (parted && goes_on && place.words.closed).then(|| self.after(place)).flatten()
    }

    /// `She turned to him: “…”`: the subject of the last verb before a colon, if it is somebody; also where the colon
    /// ends the paragraph before.
    fn led(&self, place: &Place<'_>) -> Option<Ascription> {
        let tokens = &self.phrases.work.tokens;
        let within = match place.open > place.blocks.0.start {
            true => place.blocks.0.start..place.open,
            false => tokens.range(BlockId(place.words.blocks.0.0.checked_sub(1)?)),
        };
        let colon = within.end.checked_sub(1).filter(|&colon| colon > within.start)?;
        if place.words.depth > 1 || place.words.dash || tokens.all[colon].of(self.text()) != ":" {
            return None;
        }
        let least = within.start.max(colon.saturating_sub(REACH));
        let told = (least..colon).rev().take_while(|&at| !self.tag(at).parts());
        let verb = told.into_iter().find(|&at| matches!(self.tag(at), Tag::Past | Tag::Third))?;
        let group = self.phrases.verb_group(verb, &within);
        let source = self.phrases.subject(group.tokens.start, &within).filter(|_| !group.passive)?;
        let person = Parts::HE.and(Parts::SHE).and(Parts::I).and(Parts::WE).and(Parts::THEY);
        let pronoun = source.len() == 1 && self.phrases.parts(source.start).has(person);
        let somebody = pronoun || source.clone().any(|at| self.tag(at) == Tag::Name);
        somebody.then(|| Ascription { source: Some(source), cue: verb..verb + 1, why: Why::Led })
    }

    /// `“…” — Ellen Moss`: a dash and a name, with nothing else in their line, behind marked words; or a paragraph of
    /// these.
    fn signed(&self, place: &Place<'_>) -> Option<Ascription> {
        let tokens = &self.phrases.work.tokens;
        let next = || {
            let block = BlockId(place.words.blocks.1.0 + 1);
            (block.index() < self.phrases.work.document.blocks.len()).then(|| tokens.range(block))
        };
        let line = if place.close < place.blocks.1.end { place.close..place.blocks.1.end } else { next()? };
        let dash = line.start;
        let name = dash + 1;
        if place.words.dash || name >= line.end || !matches!(tokens.all[dash].of(self.text()), "—" | "―" | "–") {
            return None;
        }
        let source = self.phrases.phrase_from(name, line.end.min(name + NAME));
        let named = source.clone().any(|at| self.tag(at) == Tag::Name) && !source.is_empty();
        let ends = source.end >= line.end
            || self.tag(source.end) == Tag::Quote
            || self.tag(source.end) == Tag::Stop && source.end + 1 >= line.end
            || self.breaks_before(source.end);
        (named && ends).then_some(Ascription { source: Some(source), cue: dash..name, why: Why::Signed })
    }

    /// True if a line begins at `at`.
    fn breaks_before(&self, at: usize) -> bool {
        let all = &self.phrases.work.tokens.all;
        self.text()[all[at - 1].span.end as usize..all[at].span.start as usize].contains('\n')
    }

    /// True if the narrator's sentence runs into the marked words: `The plan “failed,” she said`. A verb behind them
    /// then ascribes all of it.
    fn is_part(&self, place: &Place<'_>) -> bool {
        let tokens = &self.phrases.work.tokens;
        if place.open <= place.blocks.0.start || place.words.depth > 1 || place.words.dash {
            return false;
        }
        let before = self.tag(place.open - 1);
        let first = tokens.in_span(place.words.span).start;
        let lower = tokens.all.get(first).is_some_and(|first| first.kind == TokenKind::Lower);
        lower && !before.parts() && before != Tag::Comma
    }

    /// `“…,” she said`, `“…,” said the chairman of the board`.
    fn after(&self, place: &Place<'_>) -> Option<Ascription> {
        let end = place.blocks.1.end;
        let mut from = place.close;
        if from < end && matches!(self.tag(from), Tag::Comma | Tag::Colon) {
            from += 1;
        }
        let within = from..end;
        for at in from..end.min(from + REACH) {
            let tag = self.tag(at);
            if tag.parts() {
                break;
            }
            if !self.is_cue(at, Frames::SPEECH) {
                continue;
            }
            let group = self.phrases.verb_group(at, &within);
            // "This was said with a smile."
            if group.passive {
                break;
            }
            let inverted = (from..at).all(|before| matches!(self.tag(before), Tag::Adverb | Tag::Be | Tag::Have));
            let source = if inverted {
                self.behind(at + 1, end)
            } else {
                self.phrases.subject(group.tokens.start, &within).filter(|source| source.start <= from + 2)
            };
            if let Some(source) = source {
                return Some(Ascription { source: Some(source), cue: at..at + 1, why: Why::SaidAfter });
            }
            if inverted {
                return None;
            }
        }
        None
    }

    /// The source that begins behind an inverted verb: a noun phrase, or "another", "the other", "a third".
    fn behind(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let phrase = self.phrases.phrase_from(start, end);
        if !phrase.is_empty() {
            return Some(self.without_circumstance(phrase));
        }
        // "the burly Moze": not every word in -ly is an adverb.
        if matches!(self.tag(start), Tag::Determiner) && start + 2 < end && self.tag(start + 1) == Tag::Adverb {
            let rest = self.phrases.phrase_from(start + 2, end);
            if !rest.is_empty() {
                return Some(self.without_circumstance(start..rest.end));
            }
        }
        let mut last = start;
        while last < end && self.tag(last).is_attribute() {
            last += 1;
        }
        let begins = matches!(self.tag(start), Tag::Determiner | Tag::Numeral);
        (begins && last > start && self.tag(last - 1) != Tag::Genitive).then_some(start..last)
    }

    /// Without what a name does not have of its own: "Mr. Smith at the end of the day", but "Mr. Smith of Leith".
    fn without_circumstance(&self, phrase: Range<usize>) -> Range<usize> {
        let own = |at: usize| {
            let lexeme = self.phrases.work.tokens.all[at].lexeme;
            self.of_names.is_some_and(|class| self.phrases.work.pack.lexicon.is(lexeme, class))
        };
        let preposition = phrase.clone().find(|&at| self.tag(at) == Tag::Preposition);
        match preposition {
            Some(at) if at > phrase.start && self.tag(at - 1) == Tag::Name && !own(at) => phrase.start..at,
            _ => phrase,
        }
    }

    /// `“…!” quavered the old man`, `“…,” Newland smiled`: where the sentence goes on behind a whole quotation, any
    /// verb says whose it is.
    fn continued(&self, place: &Place<'_>) -> Option<Ascription> {
        let all = &self.phrases.work.tokens.all;
        let (from, end) = (place.close, place.blocks.1.end);
        let parted = place.open <= place.blocks.0.start || {
            let before = self.tag(place.open - 1);
            before.parts() || before == Tag::Comma
        };
        if !parted || from >= end {
            return None;
        }
        let lower = all[from].kind == TokenKind::Lower;
        if lower && matches!(self.tag(from), Tag::Past | Tag::Third | Tag::Participle) {
            let source = self.phrases.phrase_from(from + 1, end);
            let named = !source.is_empty() && !self.phrases.parts(source.start).has(Parts::OBJECT);
            return named.then(|| Ascription { source: Some(source), cue: from..from + 1, why: Why::SaidAfter });
        }
        if !place.words.span.of(self.text()).ends_with(',') {
            return None;
        }
        let source = self.phrases.phrase_from(from, end.min(from + REACH));
        let mut verb = source.end;
        while verb < end && self.tag(verb) == Tag::Adverb {
            verb += 1;
        }
        let tells = !source.is_empty() && verb < end && matches!(self.tag(verb), Tag::Past | Tag::Third);
        tells.then(|| Ascription { source: Some(source), cue: verb..verb + 1, why: Why::SaidAfter })
    }

    /// `she said, “…”`, `the report reads: “…”`, `Smith: “…”`.
    fn before(&self, place: &Place<'_>) -> Option<Ascription> {
        if place.open <= place.blocks.0.start {
            return None;
        }
        let last = place.open - 1;
        let direct = matches!(self.tag(last), Tag::Comma | Tag::Colon);
        let within = place.blocks.0.start..place.open;
        let found = self.cue_before(last, &within, direct)?;
        // Without a comma or colon only the verb itself, with little behind it, can take the words.
        let near = found.cue.end + 3 >= place.open && !self.is_mixed(place, &found);
        (direct || near).then_some(found)
    }

    /// True if the marked words are part of a clause that the verb takes, narrated for the rest: `said he had “no
    /// time”`,
    /// `said “no time” was left`.
    fn is_mixed(&self, place: &Place<'_>, found: &Ascription) -> bool {
        let tokens = &self.phrases.work.tokens.all;
        let lemma = self.phrases.work.pack.grammar.entry(tokens[found.cue.start].lexeme).lemma;
        let frames = lemma.map(|lemma| self.cues.verb(lemma)).unwrap_or_default();
        let clause = Frames::CLAUSE.and(Frames::THAT).and(Frames::OBJECT).and(Frames::OBJECT_TO);
        let stops = place.words.span.of(self.text()).ends_with(['.', '!', '?', '…', ',', ';', '—', '–']);
        let ends = stops
            || place.close >= place.blocks.1.end
            || self.tag(place.close).parts()
            || self.tag(place.close) == Tag::Comma;
        let first = self.phrases.work.tokens.in_span(place.words.span).start;
        let capital = tokens.get(first).is_some_and(|first| first.kind.is_capital());
        found.why == Why::SaidBefore && frames.has(clause) && (!ends || found.cue.end < place.open && !capital)
    }

    /// Looks back from `last` for a verb of saying in the same sentence.
    fn cue_before(&self, last: usize, within: &Range<usize>, label: bool) -> Option<Ascription> {
        let least = within.start.max((last + 1).saturating_sub(REACH));
        for at in (least..=last).rev() {
            if matches!(self.tag(at), Tag::Stop | Tag::Quote) {
                break;
            }
            if self.is_cue(at, Frames::SPEECH) {
                let group = self.phrases.verb_group(at, within);
                let source = match group.passive {
                    true => None,
                    false => self.phrases.subject(group.tokens.start, within).or_else(|| self.main_subject(at, within)),
                };
                return Some(Ascription { source, cue: at..at + 1, why: Why::SaidBefore });
            }
        }
        // `Smith: “…”` at the start of a paragraph.
        let colon = label && self.phrases.work.tokens.all[last].of(self.text()) == ":";
        if colon && last > within.start && last - within.start <= 8 && self.tag(last - 1) == Tag::Name {
            let source = self.phrases.noun_phrase(last - 1, within);
            let starts = source.start == within.start;
            return starts.then_some(Ascription { source: Some(source), cue: last..last + 1, why: Why::Label });
        }
        None
    }

    /// The subject of the nearest finite verb before a participle: "She turned away, saying".
    fn main_subject(&self, participle: usize, within: &Range<usize>) -> Option<Range<usize>> {
        let least = within.start.max(participle.saturating_sub(REACH));
        let verb = (least..participle).rev().find(|&at| matches!(self.tag(at), Tag::Past | Tag::Third))?;
        self.phrases.subject(self.phrases.verb_group(verb, within).tokens.start, within)
    }

    /// A quotation that begins a paragraph, behind one that ends with a colon.
    fn introduced(&self, place: &Place<'_>) -> Option<Ascription> {
        if place.open > place.blocks.0.start {
            return None;
        }
        self.introduction(place.words.blocks.0)
    }

    /// What the block before `block` says of it, if that ends with a colon, or with a verb of saying and a comma or
    /// dash.
    fn introduction(&self, block: BlockId) -> Option<Ascription> {
        let before = self.phrases.work.tokens.range(BlockId(block.0.checked_sub(1)?));
        let last = before.end.checked_sub(1).filter(|last| *last >= before.start)?;
        let colon = self.phrases.work.tokens.all[last].of(self.text()) == ":";
        if !colon && !matches!(self.tag(last), Tag::Comma | Tag::Colon) {
            return None;
        }
        let found = self.cue_before(last, &before, true)?;
        if !colon && found.cue.end + NEAR < last {
            return None;
        }
        Some(Ascription { why: Why::Introduced, ..found })
    }

    /// `“…,” said she, “…”`: what stands between two quotations ascribed the first, and so the second.
    fn interrupted(&self, place: &Place<'_>, drafts: &[Draft]) -> Option<Ascription> {
        let before = drafts.iter().rev().take(4).find(|draft| draft.depth == place.words.depth)?;
        let end = self.phrases.work.tokens.in_span(before.outer).end;
        let cue = before.cue.clone()?;
        let between = end <= cue.start && cue.end <= place.open && end >= place.blocks.0.start;
        let short = place.open - end.min(place.open) <= REACH;
        let joined = matches!(self.tag(place.open.checked_sub(1)?), Tag::Comma | Tag::Stop | Tag::Colon);
        (between && short && joined).then(|| Ascription { source: before.source.clone(), cue, why: Why::Interrupted })
    }

    /// Whether the words are said, or only named or doubted.
    fn is_speech(&self, place: &Place<'_>, ascribed: bool) -> bool {
        let words = place.words;
        if words.blocks.0 != words.blocks.1 || !words.closed {
            return true;
        }
        let all = &self.phrases.work.tokens.all;
        let inside = self.phrases.work.tokens.in_span(words.span);
        let is_word = |at: &usize| all[*at].kind.is_word();
        let count = inside.clone().filter(is_word).count();
        let capital =
            all.get(inside.start).is_some_and(|first| first.kind.is_capital() || first.kind == TokenKind::Digits);
        // “Saturday Night Live.” ends a sentence and is none.
        let small = |at: usize| matches!(self.tag(at), Tag::Preposition | Tag::Determiner | Tag::Coordinator);
        let title = count > 1 && inside.clone().filter(is_word).all(|at| all[at].kind.is_capital() || small(at));
        let opens_block = place.open <= place.blocks.0.start;
        let parted = opens_block || self.tag(place.open - 1).parts() || self.tag(place.open - 1) == Tag::Comma;
        if ascribed {
            // "called it “a farce”" is speech, "read “The Hobbit”" is not.
            return parted || !title || self.tag(place.close).is_verb();
        }
        let text = words.span.of(self.text());
        let stops = text.ends_with(['.', '!', '?', '…', ',', ';', '—', '–', '-', '。', '！', '？', '、']);
        let whole_block = opens_block && place.close + 1 >= place.blocks.1.end;
        match (stops || whole_block, parted) {
            (false, _) => parted && capital && count >= LONG,
            (true, true) => capital || opens_block || count >= 3,
            (true, false) => capital && !title && count >= 3 && !text.ends_with(','),
        }
    }

    /// Paragraphs set as a quotation, behind one that introduces them, without marks of their own.
    fn indented(&self, drafts: &mut Vec<Draft>) {
        let blocks = &self.phrases.work.document.blocks;
        let quoted = |index: usize| blocks.get(index).is_some_and(|block| block.quote_depth > 0);
        let mut added = Vec::new();
        let mut at = 0;
        while at < blocks.len() {
            let first = at;
            at += 1;
            if !quoted(first) || first > 0 && quoted(first - 1) {
                continue;
            }
            while quoted(at) && blocks[at].kind != BlockKind::Separator {
                at += 1;
            }
            let span = Span { start: blocks[first].span.start, end: blocks[at - 1].span.end };
            let marked = drafts.binary_search_by_key(&span.start, |draft| draft.outer.start).is_ok();
            let Some(found) = self.introduction(BlockId::from(first)).filter(|_| !marked) else { continue };
            added.push(Draft {
                span,
                outer: span,
                source: found.source,
                cue: Some(found.cue),
                kind: QuoteKind::Direct,
                depth: 1,
                why: Why::Indented,
            });
        }
        if !added.is_empty() {
            drafts.append(&mut added);
            drafts.sort_by_key(|draft| (draft.outer.start, std::cmp::Reverse(draft.outer.end)));
        }
    }
}
