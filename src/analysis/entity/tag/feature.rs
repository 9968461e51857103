//! What a tagger sees of a word: itself, its neighbours, the lists it stands in, what the rules took it for, and what
//! the rest of the document does with it.
//!
//! A feature is the question asked (a template) and its answer, mixed into one number. Adding, dropping or changing a
//! template changes the numbers, so that the model must be trained again.

use std::ops::Range;

use super::known::Known;
use super::seen::Seen;
use super::trace::Trace;
use super::word::hash;
use crate::analysis::entity::find::Reader;
use crate::language::entity::Is;
use crate::language::gazetteer::Entry;
use crate::language::token::TokenKind;
use crate::language::weights::Feature;
use crate::model::{BlockKind, EntityKind};

/// One word with what is asked of it more than once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct View {
    word: u64,
    shape: u64,
    common: bool,
    glued: bool,
    /// What the word alone may be, by the flags of its entry.
    entry: u64,
    /// The longest known name that it stands in: where in it, and the flags.
    listed: u64,
    /// What the language knows of the word.
    class: u64,
    head: u64,
    /// Its last letters.
    ending: u64,
    trace: Trace,
    seen: u64,
    votes: u64,
}

/// Where the words stand.
pub(super) struct Place {
    /// The sentence.
    pub sentence: Range<usize>,
    /// What its block is.
    pub block: BlockKind,
    /// How much capitals are worth in it.
    pub standing: u64,
}

/// The classes whose words stand in or beside names.
const CLASSES: [Is; 18] = [
    Is::Honorific,
    Is::Role,
    Is::RoleModifier,
    Is::Particle,
    Is::Of,
    Is::For,
    Is::And,
    Is::Article,
    Is::NotName,
    Is::Function,
    Is::CompanySuffix,
    Is::NameSuffix,
    Is::Direction,
    Is::Organ,
    Is::Facility,
    Is::Generic,
    Is::Kin,
    Is::EventNoun,
];

/// Views of the words of a sentence, and the features that come of them.
pub(super) struct Lens<'a> {
    pub reader: Reader<'a>,
    pub seen: &'a Seen,
    pub traces: &'a [Trace],
}

impl Lens<'_> {
    /// Puts the views of `tokens` into `views`.
    pub fn look(&self, tokens: Range<usize>, known: &mut Known<'_>, views: &mut Vec<View>) {
        views.clear();
        for token in tokens.clone() {
            views.push(self.view(token, known));
        }
        self.list(tokens, known, views);
    }

    fn view(&self, at: usize, known: &mut Known<'_>) -> View {
        let token = self.reader.token(at);
        let text = self.reader.text(at);
        let word = self.reader.word(at);
        let class = CLASSES.iter().enumerate().fold(0, |set, (bit, &class)| set | u64::from(word.is(class)) << bit);
        let kind = |kind: Option<EntityKind>| kind.map_or(0, |kind| kind as u64 + 1);
        let lexical = token.kind.is_word();
        let capital = token.kind.is_capital() || self.seen.is_small_name(text);
        let hash = hash(text);
        let entry = if capital { known.walk(hash, text).entry().map_or(0, Entry::flags) } else { 0 };
        let (seen, votes) = if capital { self.seen.of(hash) } else { (0, 0) };
        View {
            word: hash,
            shape: shape(text, token.kind),
            common: lexical && known.is_common(hash, text),
            glued: token.glued,
            entry,
            listed: 0,
            class,
            ending: if lexical { ending(text) } else { 0 },
            head: kind(word.head) | kind(word.opener) << 4 | kind(word.head_of) << 8,
            trace: self.traces[at],
            seen,
            votes,
        }
    }

    /// Marks the words of the longest names of the gazetteer.
    fn list(&self, tokens: Range<usize>, known: &mut Known<'_>, views: &mut [View]) {
        let text = &self.reader.work.document.text;
        let mut at = tokens.start;
        while at < tokens.end {
            if !self.reader.token(at).kind.is_capital() && !self.seen.is_small_name(self.reader.text(at)) {
                at += 1;
                continue;
            }
            let mut walk = known.walk(views[at - tokens.start].word, self.reader.text(at));
            let mut from = self.reader.token(at).span.end as usize;
            let mut longest = walk.entry().map(|entry| (at + 1, entry));
            for next in at + 1..tokens.end.min(at + MOST_LISTED) {
                if !walk.is_alive() {
                    break;
                }
                let end = self.reader.token(next).span.end as usize;
                walk.feed(&text[from..end]);
                from = end;
                longest = walk.entry().map(|entry| (next + 1, entry)).or(longest);
            }
            let Some((end, entry)) = longest else {
                at += 1;
                continue;
            };
            let flags = entry.flags() << 2;
            for token in at..end {
                let whole = u64::from(end - at == 1);
                let place = if token == at { whole } else { 2 + u64::from(token + 1 == end) };
                views[token - tokens.start].listed = 1 << 32 | flags | place;
            }
            at = end;
        }
    }

    /// Gives `emit` the features of the word at `at`, whose neighbours `views` shows from `first` on.
    pub fn features(&self, place: &Place, views: &[View], first: usize, at: usize, emit: &mut impl FnMut(Feature)) {
        let nothing = View::default();
        let view = |offset: isize| -> &View {
            let token = at.wrapping_add_signed(offset);
            let inside = place.sentence.contains(&token) && token >= first;
            if inside { views.get(token - first).unwrap_or(&nothing) } else { &nothing }
        };
        let (w, p, n) = (view(0), view(-1), view(1));
        let (pp, nn) = (view(-2), view(2));
        let mut ask = |template: u64, answer: u64| emit(mix(template, answer));
        ask(1, 0);
        words(&mut ask, [pp, p, w, n, nn]);
        shapes(&mut ask, [pp, p, w, n, nn]);
        self.letters(&mut ask, at, w);
        known(&mut ask, [p, w, n]);
        traced(&mut ask, [pp, p, w, n, nn]);
        ask(90, w.seen);
        ask(91, mix3(w.seen, w.shape, u64::from(at == place.sentence.start)));
        ask(92, w.votes);
        ask(93, mix3(w.votes, p.votes, n.votes));
        ask(94, mix3(w.seen, w.trace.rule(), u64::from(w.common)));
        ask(41, mix3(p.ending, w.shape, 0));
        ask(42, mix3(n.ending, w.shape, 0));
        if place.standing > 1 {
            without_capitals(&mut ask, place.standing, [p, w, n]);
        }
        self.position(&mut ask, place, at, w);
        self.around(&mut ask, place, views, first, at, w);
    }

    /// Beginnings and ends of the word.
    fn letters(&self, ask: &mut impl FnMut(u64, u64), at: usize, w: &View) {
        if !self.reader.token(at).kind.is_word() {
            return;
        }
        let text = self.reader.text(at);
        for length in 2..=4 {
            if let Some((end, _)) = text.char_indices().nth(length) {
                ask(30 + length as u64, hash(&text[..end]));
            }
            if let Some((start, _)) = text.char_indices().rev().nth(length - 1)
                && start > 0
            {
                ask(35 + length as u64, hash(&text[start..]));
                if length == 3 {
                    ask(40, mix3(hash(&text[start..]), w.shape, u64::from(w.common)));
                }
            }
        }
    }

    /// Where in its sentence and block the word stands.
    fn position(&self, ask: &mut impl FnMut(u64, u64), place: &Place, at: usize, w: &View) {
        let start = at - place.sentence.start;
        let fresh = start == 0
            || (start < 4 && (place.sentence.start..at).all(|token| !self.reader.token(token).kind.is_word()));
        let end = (place.sentence.end - at).min(3) as u64;
        let block = match place.block {
            BlockKind::Heading(_) => 1,
            BlockKind::Paragraph => 2,
            BlockKind::Item => 3,
            BlockKind::Verse => 4,
            BlockKind::Table => 5,
            _ => 6,
        };
        ask(100, mix3(u64::from(fresh), w.shape, place.standing));
        ask(101, mix3(u64::from(fresh), u64::from(w.common), w.entry));
        ask(102, mix3(block, w.shape, start.min(3) as u64));
        ask(103, mix3(place.standing, w.trace.rule(), w.listed));
        ask(104, mix3(block, end, start.min(1) as u64));
        ask(105, place.standing);
    }

    /// What stands before and behind the row of capitals that the word is in, and the first and last word of the row.
    fn around(&self, ask: &mut impl FnMut(u64, u64), place: &Place, views: &[View], first: usize, at: usize, w: &View) {
        let capital = |token: usize| self.reader.token(token).kind.is_capital();
        if !capital(at) {
            return;
        }
        let mut start = at;
        while start > place.sentence.start && start > first && at - start < FAR && capital(start - 1) {
            start -= 1;
        }
        let mut end = at + 1;
        while end < place.sentence.end && end - first < views.len() && end - at < FAR && capital(end) {
            end += 1;
        }
        let view = |token: usize| views[token - first];
        let (before, behind) = ((at - start).min(3) as u64, (end - 1 - at).min(3) as u64);
        ask(110, before << 4 | behind);
        ask(111, mix3(before << 4 | behind, w.shape, u64::from(w.common)));
        if start > place.sentence.start && start > first {
            let word = view(start - 1).word;
            ask(112, mix3(word, before.min(1), 0));
            ask(113, view(start - 1).class << 2 | before.min(1));
        }
        if end < place.sentence.end && end - first < views.len() {
            let word = view(end).word;
            ask(114, mix3(word, behind.min(1), 0));
            ask(115, view(end).class << 2 | behind.min(1));
        }
        if behind > 0 {
            let last = view(end - 1);
            ask(116, last.word);
            ask(117, last.head);
            ask(118, last.entry);
        }
        if before > 0 {
            let opening = view(start);
            ask(119, opening.word);
            ask(120, opening.entry);
        }
        // The names before and behind: those of a list are of one kind.
        let low = place.sentence.start.max(first);
        let high = place.sentence.end.min(first + views.len());
        if let Some(gap) = (1..=BESIDE).take_while(|gap| start >= low + gap).find(|gap| capital(start - gap)) {
            let between = if gap == 2 { view(start - 1).word } else { gap as u64 };
            beside(ask, 121, &view(start - gap), between, w);
        }
        if let Some(gap) = (1..=BESIDE).take_while(|gap| end - 1 + gap < high).find(|gap| capital(end - 1 + gap)) {
            let between = if gap == 2 { view(end).word } else { gap as u64 };
            beside(ask, 125, &view(end - 1 + gap), between, w);
        }
    }
}

/// How many words lie at most between a row of capitals and the next one, and one more.
const BESIDE: usize = 4;

/// What the nearest word of the row of capitals beside the word's own says, with what stands between.
fn beside(ask: &mut impl FnMut(u64, u64), template: u64, other: &View, between: u64, w: &View) {
    ask(template, mix3(other.trace.rule() >> 2, between, w.trace.rule() >> 2));
    ask(template + 1, mix3(other.head, between, w.shape));
    ask(template + 2, mix3(other.word, between, 0));
    ask(template + 3, mix3(other.entry, between, w.entry));
}

/// The words and lists once more for lines whose capitals say little.
fn without_capitals(ask: &mut impl FnMut(u64, u64), standing: u64, [p, w, n]: [&View; 3]) {
    ask(130, mix3(w.word, standing, 0));
    ask(131, mix3(p.word, standing, 0));
    ask(132, mix3(n.word, standing, 0));
    ask(133, mix3(w.entry, standing, u64::from(w.common)));
    ask(134, mix3(w.listed, standing, u64::from(w.common)));
    ask(135, mix3(p.class, standing, w.entry));
    ask(136, mix3(n.class, standing, w.entry));
    ask(137, mix3(p.entry, n.entry, mix3(w.entry, standing, 0)));
    ask(138, mix3(w.votes, standing, u64::from(w.common)));
    ask(139, mix3(w.ending, standing, u64::from(w.common)));
    ask(140, mix3(w.head, standing, p.entry));
    let commons = u64::from(p.common) << 2 | u64::from(w.common) << 1 | u64::from(n.common);
    ask(141, mix3(commons, standing, w.class));
}

/// Most words of a listed name.
const MOST_LISTED: usize = 12;
/// How far a row of capitals is followed.
const FAR: usize = 6;

fn words(ask: &mut impl FnMut(u64, u64), [pp, p, w, n, nn]: [&View; 5]) {
    ask(2, w.word);
    ask(3, p.word);
    ask(4, n.word);
    ask(5, pp.word);
    ask(6, nn.word);
    ask(7, mix3(p.word, w.word, 0));
    ask(8, mix3(w.word, n.word, 0));
    ask(9, mix3(w.word, w.shape, 0));
    ask(10, mix3(p.word, w.shape, 0));
    ask(11, mix3(n.word, w.shape, 0));
    ask(12, mix3(pp.word, p.word, w.shape));
    ask(13, mix3(n.word, nn.word, w.shape));
}

fn shapes(ask: &mut impl FnMut(u64, u64), [pp, p, w, n, nn]: [&View; 5]) {
    let commons = u64::from(p.common) << 2 | u64::from(w.common) << 1 | u64::from(n.common);
    let glue = u64::from(w.glued) << 1 | u64::from(n.glued);
    ask(20, w.shape);
    ask(21, mix3(p.shape, w.shape, 0));
    ask(22, mix3(w.shape, n.shape, 0));
    ask(23, mix3(p.shape, w.shape, n.shape));
    ask(24, mix3(pp.shape, p.shape, w.shape));
    ask(25, mix3(w.shape, n.shape, nn.shape));
    ask(26, mix3(commons, w.shape, mix3(p.shape, n.shape, 1)));
    ask(27, mix3(glue, w.shape, commons));
}

/// What lists and word classes know.
fn known(ask: &mut impl FnMut(u64, u64), [p, w, n]: [&View; 3]) {
    for (template, view) in [(50, w), (51, p), (52, n)] {
        ask(template, view.entry);
        ask(template + 4, view.listed);
        if view.class != 0 {
            ask(template + 8, view.class);
        }
        if view.head != 0 {
            ask(template + 12, view.head);
        }
    }
    for bit in 0..13 {
        if w.entry >> bit & 1 == 1 {
            ask(70, bit);
        }
        if w.listed >> (bit + 2) & 1 == 1 {
            ask(71, bit << 2 | (w.listed & 3));
        }
    }
    ask(72, mix3(w.entry, u64::from(w.common), w.shape));
    ask(73, mix3(p.entry, w.entry, n.entry));
    ask(74, mix3(p.class, w.entry, n.class));
}

/// What the rules took the words for.
fn traced(ask: &mut impl FnMut(u64, u64), [pp, p, w, n, nn]: [&View; 5]) {
    ask(80, w.trace.rule());
    ask(81, w.trace.whole());
    ask(82, mix3(p.trace.rule(), w.trace.rule(), n.trace.rule()));
    ask(83, mix3(w.trace.rule(), w.word, 0));
    ask(84, mix3(w.trace.rule(), w.entry, u64::from(w.common)));
    ask(85, mix3(w.trace.whole(), w.listed, 0));
    ask(86, mix3(w.trace.rule(), p.word, 0));
    ask(87, mix3(w.trace.rule(), n.word, 0));
    ask(88, mix3(pp.trace.rule(), p.trace.rule(), mix3(w.trace.rule(), n.trace.rule(), nn.trace.rule())));
    ask(89, mix3(w.trace.rule(), w.shape, w.head));
}

/// The last three letters of a word.
fn ending(text: &str) -> u64 {
    let start = text.char_indices().rev().nth(2).map_or(0, |(start, _)| start);
    hash(&text[start..])
}

/// How a word is made: its kind, and for capitals inside it, vowels and length.
fn shape(text: &str, kind: TokenKind) -> u64 {
    let class = match kind {
        TokenKind::Lower => 1,
        TokenKind::Capitalised => 2,
        TokenKind::AllCaps => 3,
        TokenKind::Initial => 4,
        TokenKind::Digits => 5,
        TokenKind::Sign => return 16 + u64::from(text.bytes().next().unwrap_or_default()),
    };
    let length = match text.len() {
        1..=3 => text.len() as u64,
        4..=6 => 4,
        _ => 5,
    };
    let inner = kind == TokenKind::Capitalised && text.chars().skip(1).any(char::is_uppercase);
    let length = if matches!(kind, TokenKind::Digits | TokenKind::AllCaps) { length } else { 0 };
    class | length << 9 | u64::from(inner) << 12
}

fn mix3(one: u64, two: u64, three: u64) -> u64 {
    stir(stir(one.wrapping_add(0x9e37_79b9_7f4a_7c15)) ^ two.rotate_left(21)).wrapping_add(stir(three ^ 0x5851_f42d))
}

/// A template and its answer as one number.
fn mix(template: u64, answer: u64) -> Feature {
    let answer = stir(answer.wrapping_add(template.wrapping_mul(0x9e37_79b9_7f4a_7c15))) >> 40;
    (template << 24 | answer) as Feature
}

fn stir(value: u64) -> u64 {
    let value = (value ^ value >> 31).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (value ^ value >> 29).wrapping_mul(0x94d0_49bb_1331_11eb)
}
