//! The tense of the words around a time expression: it tells "on Friday" to come from "on Friday" past.

use crate::analysis::work::Work;
use crate::language::grammar::Parts;
use crate::language::lexicon::ClassId;
use crate::language::token::{Token, TokenKind};
use crate::model::Span;

/// Where a verb places what it tells, seen from when it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// Before.
    Past,
    /// At the same time.
    Present,
    /// After.
    Future,
}

/// A verb near an expression.
#[derive(Clone, Copy, Debug)]
pub struct Verb {
    /// Its tense.
    pub tense: Tense,
    /// Where it stands.
    pub span: Span,
    /// It stands so near that the expression surely belongs to it: "met on Friday".
    pub close: bool,
}

/// The words that show tense.
pub struct Tenses {
    past: Option<ClassId>,
    present: Option<ClassId>,
    future: Option<ClassId>,
    ending: Option<ClassId>,
    none: Option<ClassId>,
    limit: Option<ClassId>,
    /// "to": a verb behind it is still to come.
    to: Option<ClassId>,
    /// "be", "is": the auxiliary of a participle, which says when.
    be: Option<ClassId>,
    /// "had", 1, and "been", 2: what "had been due" is not to come any more.
    perfect: Option<ClassId>,
    /// Months that are also verbs: "May".
    month: Option<ClassId>,
    /// The verb ends its clause, so that it stands behind all that it places. So it is in languages that have what
    /// opens a span of time behind it only.
    verb_last: bool,
}

/// How far before the expression a verb is close to it, in tokens.
const CLOSE: usize = 2;
/// How far before a participle its auxiliary may stand, in tokens: "is not yet paid".
const PASSIVE: usize = 3;
/// How far an infinitive reaches, in tokens: "to leave Nairobi on Thursday".
const INFINITIVE: usize = 5;
/// How far a verb may stand from the expression, in tokens.
const REACH: usize = 25;

impl Tenses {
    /// Looks up the classes of a pack.
    pub fn new(work: Work<'_>) -> Self {
        let class = |name| work.pack.lexicon.class(name);
        Self {
            past: class("TENSE_PAST"),
            present: class("TENSE_PRESENT"),
            future: class("TENSE_FUTURE"),
            ending: class("TENSE_ENDING"),
            none: class("TENSE_NONE"),
            limit: class("LIMIT"),
            to: class("TENSE_TO"),
            be: class("TENSE_BE"),
            perfect: class("TENSE_PERFECT"),
            month: class("MONTH"),
            verb_last: class("LIMIT").is_none() && class("LIMIT_BEHIND").is_some(),
        }
    }

    /// The tense of the verb nearest to the token `at` in its sentence, and the verb. One before it counts as nearer
    /// than one after it, but where verbs end their clauses. What belongs to a noun (`attributive`: "to report a
    /// third-quarter loss") is not placed by a verb that the noun is the object of.
    pub fn near(&self, work: Work<'_>, at: usize, attributive: bool) -> Option<Verb> {
        let tokens = &work.tokens.all;
        let offset = tokens[at].span.start;
        let sentence = match work.document.sentence_at(offset) {
            Some(id) => work.document.sentences[id.index()].span,
            None => work.document.block(work.document.block_at(offset)?).span,
        };
        let inside = |token: &Token| sentence.contains(token.span.start);
        let ahead = |limit: usize| {
            let mut behind = tokens[at..].iter().enumerate().take(limit).take_while(|(_, token)| inside(token)).skip(1);
            let verb = |(step, token): (usize, &Token)| {
                self.at(work, at + step).map(|tense| Verb { tense, span: token.span, close: false })
            };
            behind.find_map(verb)
        };
        if self.verb_last
            && let Some(verb) = ahead(REACH)
        {
            return Some(verb);
        }
        let mut found: Option<Verb> = None;
        let mut limit = REACH;
        for step in 1..=REACH.min(at) {
            let token = &tokens[at - step];
            if !inside(token) {
                break;
            }
            if let Some(tense) =
                self.at(work, at - step).filter(|_| step <= INFINITIVE || self.of(work, token).is_some())
            {
                if attributive && tense == Tense::Future {
                    return None;
                }
                found = Some(Verb { tense, span: token.span, close: step <= CLOSE && !attributive });
                // "Until Saturday nobody had seen him": the verb comes behind. A "since" that counts as past says
                // enough.
                let opens = step == 1
                    && tense != Tense::Past
                    && self.limit.is_some_and(|class| work.pack.lexicon.is(token.lexeme, class))
                    && (at < 2 || !inside(&tokens[at - 2]) || !tokens[at - 2].kind.is_word());
                limit = if opens { REACH } else { step.div_ceil(2) };
                break;
            }
        }
        ahead(limit).or(found)
    }

    /// The tense of the verb at an index, together with the words right before it: "paid", "is paid", "to be paid".
    fn at(&self, work: Work<'_>, at: usize) -> Option<Tense> {
        let tokens = &work.tokens.all;
        let is = |at: usize, class: Option<ClassId>| {
            class.is_some_and(|class| work.pack.lexicon.is(tokens[at].lexeme, class))
        };
        let perfect = |at: usize, part: i32| {
            self.perfect.is_some_and(|class| work.pack.lexicon.number(tokens[at].lexeme, class) == Some(part))
        };
        let before = |steps: usize| at.checked_sub(steps);
        let own = self.of(work, &tokens[at]);
        let cancelled = |at: usize| {
            let before = |steps: usize, part: i32| at.checked_sub(steps).is_some_and(|at| perfect(at, part));
            before(1, 2) && (2..=PASSIVE).any(|steps| before(steps, 1))
        };
        if own == Some(Tense::Future) && cancelled(at) {
            return Some(Tense::Past);
        }
        // "to leave", "to be paid", "will be paid"
        let to = |at: Option<usize>| at.is_some_and(|at| is(at, self.to));
        if own != Some(Tense::Past) {
            let infinitive = || work.pack.grammar.entry(tokens[at].lexeme).parts.has(Parts::BASE);
            return match to(before(1)) && infinitive() {
                // "had been due to end"
                true if before(2).is_some_and(cancelled) => Some(Tense::Past),
                true => Some(Tense::Future),
                false => own,
            };
        }
        // "since" is no participle.
        if is(at, self.limit) {
            return own;
        }
        for steps in 1..=PASSIVE {
            let Some(at) = before(steps) else { break };
            if is(at, self.be) {
                let ahead = at.checked_sub(1).is_some_and(|at| is(at, self.future) || is(at, self.to));
                let present = self.of(work, &tokens[at]);
                return if ahead { Some(Tense::Future) } else { present.or(own) };
            }
            if tokens[at].kind != TokenKind::Lower || self.of(work, &tokens[at]).is_some() {
                break;
            }
        }
        own
    }

    fn of(&self, work: Work<'_>, token: &Token) -> Option<Tense> {
        if !token.kind.is_word() {
            return None;
        }
        let is = |class: Option<ClassId>| class.is_some_and(|class| work.pack.lexicon.is(token.lexeme, class));
        if token.kind != TokenKind::Lower && is(self.month) {
            None
        } else if is(self.future) {
            Some(Tense::Future)
        } else if is(self.past) {
            Some(Tense::Past)
        } else if is(self.present) {
            Some(Tense::Present)
        } else if token.kind == TokenKind::Lower && !is(self.none) {
            let parts = work.pack.grammar.entry(token.lexeme).parts;
            match (parts.has(Parts::BASE), parts.has(Parts::PAST)) {
                // "succeed", "need"
                (true, false) => None,
                (false, true) => Some(Tense::Past),
                _ => self.by_ending(work, token),
            }
        } else {
            None
        }
    }

    /// The tense that the longest known ending of a word shows; an ending of which nothing is said shows the past. One
    /// of "NONE" shows nothing, and so takes words out that only look like verbs.
    fn by_ending(&self, work: Work<'_>, token: &Token) -> Option<Tense> {
        let word = token.of(&work.document.text);
        let class = self.ending?;
        let lexicon = &work.pack.lexicon;
        let endings = word.char_indices().skip(2).filter(|_| word.len() > 4).map(|(at, _)| &word[at..]);
        let id = endings.filter_map(|ending| lexicon.find(ending)).find(|&id| lexicon.is(id, class))?;
        match lexicon.text(id, class) {
            Some("FUTURE") => Some(Tense::Future),
            Some("PRESENT") => Some(Tense::Present),
            Some("NONE") => None,
            _ => Some(Tense::Past),
        }
    }
}
