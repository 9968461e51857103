//! Decides what each word of a block is: from left to right, by what it can be and what stands around it.

use super::contraction::Contractions;
use super::tag::Tag;
use crate::analysis::Work;
use crate::language::grammar::{Entry, Parts};
use crate::language::lexicon::LexemeId;
use crate::language::token::{Token, TokenKind};
use crate::model::{Block, BlockKind, EntityKind, EventClass, Form, Span, TimexKind, index};

/// How far a doubtful word looks ahead, in tokens.
const AHEAD: usize = 14;
/// How far behind a doubtful participle the verb of its clause may stand.
const CLAUSE: usize = 40;
/// How far from a participle with an agent the finite verb of its sentence may stand.
const AGENT: usize = 60;
/// Share of capitals from which a heading is set in capitals throughout.
const TITLE_CASE: (usize, usize) = (2, 3);

/// Tags the tokens of one block.
pub struct Tagger<'a> {
    work: Work<'a>,
    tokens: &'a [Token],
    /// The tokens of the block.
    range: std::ops::Range<usize>,
    /// False in a heading set in capitals: a capital means nothing there.
    cased: bool,
    /// Where the label ends that the block begins with: the first token behind it begins its text.
    labelled: usize,
    /// Names and times in the block, as token tags; most blocks have few.
    known: Vec<(usize, Tag)>,
    contractions: Contractions,
    /// True if the block has opening single marks, so that an apostrophe behind a plural may close one.
    single_marks: bool,
}

impl<'a> Tagger<'a> {
    /// A tagger for the tokens of `block`, which are those of `range`.
    pub fn new(work: Work<'a>, range: std::ops::Range<usize>, block: &Block) -> Self {
        let tokens = &work.tokens.all[..];
        let words = tokens[range.clone()].iter().filter(|token| token.kind.is_word());
        let (all, capitals) =
            words.fold((0, 0), |(all, caps), token| (all + 1, caps + usize::from(token.kind.is_capital())));
        let heading = matches!(block.kind, BlockKind::Heading(_));
        let cased = !(all > 3 && capitals * TITLE_CASE.1 >= all * TITLE_CASE.0 && (heading || capitals == all));
        let labelled = block.label.map_or(range.start, |label| {
            range.start + tokens[range.clone()].partition_point(|token| token.span.start < label.end)
        });
        let text: &str = &work.document.text;
        let single_marks = tokens[range.clone()].iter().any(|token| {
            token.kind == TokenKind::Sign && (token.of(text) == "‘" || token.of(text) == "'" && !token.glued)
        });
        let contractions = Contractions::of(work);
        let mut tagger = Self { work, tokens, range, cased, labelled, known: Vec::new(), contractions, single_marks };
        tagger.mark_known(block);
        tagger
    }

    /// Remembers which tokens belong to names and times.
    fn mark_known(&mut self, block: &Block) {
        let document = self.work.document;
        let mut at = self.range.start;
        for mention in &document.mentions[index::beginning_in(&document.mentions, block.span)] {
            if mention.form == Form::Name {
                let kind = document.entities.get(mention.entity.index()).map(|entity| entity.kind);
                let tag = if kind == Some(EntityKind::Norp) { Tag::Adjective } else { Tag::Name };
                self.mark(mention.span, tag, &mut at);
            }
        }
        let mut at = self.range.start;
        for timex in &document.timexes[index::beginning_in(&document.timexes, block.span)] {
            if matches!(timex.kind, TimexKind::Date | TimexKind::Time) {
                self.mark(timex.span, Tag::Time, &mut at);
            }
        }
        self.known.sort_by_key(|(token, _)| *token);
    }

    /// Marks the tokens in `span`; `at` moves on with spans that come in order.
    fn mark(&mut self, span: Span, tag: Tag, at: &mut usize) {
        while *at < self.range.end && self.tokens[*at].span.start < span.start {
            *at += 1;
        }
        let inside = self.tokens[*at..self.range.end].iter().take_while(|token| token.span.start < span.end);
        self.known.extend(inside.enumerate().map(|(offset, _)| (*at + offset, tag)));
    }

    /// Appends one tag a token.
    pub fn run(&self, tags: &mut Vec<Tag>) {
        let start = tags.len();
        let mut known = self.known.iter().peekable();
        // The last verb, for words that a comma or "and" sets beside it.
        let mut verb = None;
        let mut previous = Tag::Stop;
        // What stands before the last comma or coordinator.
        let mut joined = Tag::Stop;
        for at in self.range.clone() {
            let mut given = None;
            while let Some((_, tag)) = known.next_if(|(token, _)| *token == at) {
                given = Some(*tag);
            }
            let before = if at == self.labelled { None } else { tags[start..].last().copied() };
            if at == self.labelled {
                previous = Tag::Stop;
            }
            let mut tag = self.tag(at, given, previous, before.unwrap_or(Tag::Stop), verb);
            // "a loyal and disciplined member"
            let beside = joined == Tag::Adjective && matches!(previous, Tag::Comma | Tag::Coordinator);
            if beside && matches!(tag, Tag::Past | Tag::Participle) && self.noun_follows(at + 1) {
                tag = Tag::Adjective;
            }
            if tag.is_verb() {
                verb = Some(tag);
            } else if matches!(tag, Tag::Stop | Tag::Colon) {
                verb = None;
            } else if tag == Tag::Modal || tag == Tag::To {
                verb = Some(Tag::Base);
            }
            if matches!(tag, Tag::Comma | Tag::Coordinator) {
                joined = previous;
            }
            // "Article 9", "Apollo 11": a number behind a name ends the phrase instead of opening another.
            let numbered = tag == Tag::Numeral && before == Some(Tag::Name);
            if !matches!(tag, Tag::Adverb | Tag::Negative) {
                previous = if numbered { Tag::Name } else { tag };
            }
            tags.push(tag);
        }
        self.participles(&mut tags[start..]);
    }

    fn entry(&self, at: usize) -> Entry {
        if at >= self.range.end { Entry::default() } else { self.work.pack.grammar.entry(self.tokens[at].lexeme) }
    }

    fn parts(&self, at: usize) -> Parts {
        if at >= self.range.end {
            return Parts::default();
        }
        let token = &self.tokens[at];
        let entry = self.work.pack.grammar.entry(token.lexeme);
        if entry.parts == Parts::default() && matches!(token.kind, TokenKind::Lower | TokenKind::Capitalised) {
            return self.work.pack.grammar.by_suffix(token.of(&self.work.document.text));
        }
        entry.parts
    }

    /// `previous` is the tag before, adverbs apart; `before` the tag just before.
    fn tag(&self, at: usize, given: Option<Tag>, previous: Tag, before: Tag, verb: Option<Tag>) -> Tag {
        let token = &self.tokens[at];
        if let Some(tag) = self.contractions.tag(self.work, at, &self.range) {
            return tag;
        }
        match token.kind {
            TokenKind::Sign if self.is_plural_genitive(at) => return Tag::Genitive,
            TokenKind::Sign => return self.sign(at),
            TokenKind::Digits => return given.unwrap_or(Tag::Numeral),
            _ => {}
        }
        if self.is_genitive(at) {
            return Tag::Genitive;
        }
        match given {
            // The name of a people is a noun unless a noun follows.
            Some(Tag::Adjective) if !self.noun_follows(at + 1) => return Tag::Name,
            Some(tag) => return tag,
            None => {}
        }
        let entry = self.entry(at);
        let parts = self.parts(at);
        let starts =
            matches!(before, Tag::Stop | Tag::Colon | Tag::Quote) || at == self.range.start || at == self.labelled;
        if token.kind.is_capital() && self.cased && !starts && !parts.has(Parts::PRONOUN) {
            return Tag::Name;
        }
        if token.kind.is_capital()
            && starts
            && self.cased
            && entry.parts == Parts::default()
            && token.lexeme == LexemeId::NONE
        {
            return Tag::Name;
        }
        // "the secretary-general of": what a hyphen joins to a noun is no adjective without a noun behind it.
        let joined = token.glued && previous == Tag::Sign && parts.has(Parts::ADJECTIVE) && !self.noun_follows(at + 1);
        if parts == Parts::default() || joined {
            return Tag::Noun;
        }
        match self.function_word(at, parts, previous) {
            Some(tag) => tag,
            None if parts.has(Parts::ANY_VERB) => self.verb(at, entry, parts, previous, verb),
            None => Tag::Noun,
        }
    }

    /// True for the s (or what stands for it) behind an apostrophe that is glued to a word.
    fn is_genitive(&self, at: usize) -> bool {
        let text: &str = &self.work.document.text;
        at >= self.range.start + 2
            && self.tokens[at].glued
            && self.tokens[at - 1].glued
            && self.entry(at).parts.has(Parts::GENITIVE)
            && matches!(self.tokens[at - 1].of(text), "'" | "’")
    }

    /// True for the apostrophe of "the workers' rights".
    fn is_plural_genitive(&self, at: usize) -> bool {
        let text: &str = &self.work.document.text;
        let token = &self.tokens[at];
        let behind_plural = at > self.range.start && token.glued && self.tokens[at - 1].of(text).ends_with('s');
        behind_plural
            && matches!(token.of(text), "'" | "’")
            && !self.single_marks
            && at + 1 < self.range.end
            && !self.tokens[at + 1].glued
            && self.noun_follows(at + 1)
    }

    fn sign(&self, at: usize) -> Tag {
        let text: &str = &self.work.document.text;
        let token = &self.tokens[at];
        let joins = |next: usize| next < self.range.end && self.tokens[next].glued && self.tokens[next].kind.is_word();
        match token.of(text) {
            "," | "、" | "，" => Tag::Comma,
            // A stop inside an abbreviation or a number parts nothing; sentences know better where they end.
            "." => {
                if joins(at + 1) || !self.ends_sentence(at) {
                    Tag::Sign
                } else {
                    Tag::Stop
                }
            }
            "!" | "?" | "…" | "。" | "！" | "？" => Tag::Stop,
            ";" | ":" | "—" | "–" | "―" => Tag::Colon,
            "-" => {
                if token.glued && joins(at + 1) {
                    Tag::Sign
                } else {
                    Tag::Colon
                }
            }
            "'" | "’" if token.glued && joins(at + 1) => Tag::Sign,
            "“" | "”" | "\"" | "«" | "»" | "„" | "‘" | "’" | "'" | "`" | "「" | "」" | "『" | "』" => {
                Tag::Quote
            }
            _ => Tag::Sign,
        }
    }

    /// True if nothing but signs stands between the token and the end of its sentence. Signs without end are not all
    /// looked at.
    fn ends_sentence(&self, at: usize) -> bool {
        let document = self.work.document;
        let end = self.tokens[at].span.end;
        let Some(sentence) = index::last_at(&document.sentences, end.saturating_sub(1)) else { return true };
        let close = document.sentences[sentence].span.end;
        let behind = self.tokens[at + 1..self.range.end].iter().take(AHEAD);
        behind.take_while(|token| token.span.start < close).all(|token| token.kind == TokenKind::Sign)
    }

    /// True if a noun phrase seems to go on at this token.
    fn noun_follows(&self, at: usize) -> bool {
        if at >= self.range.end {
            return false;
        }
        let token = &self.tokens[at];
        if !token.kind.is_word() {
            return false;
        }
        let entry = self.entry(at);
        let closed = Parts::PREPOSITION
            .and(Parts::COORDINATOR)
            .and(Parts::SUBORDINATOR)
            .and(Parts::RELATIVE)
            .and(Parts::BE)
            .and(Parts::HAVE)
            .and(Parts::DO)
            .and(Parts::MODAL)
            .and(Parts::TO)
            .and(Parts::DETERMINER)
            .and(Parts::ADVERB)
            .and(Parts::PRONOUN)
            .and(Parts::NEGATIVE)
            .and(Parts::POSSESSIVE);
        if entry.parts.has(Parts::NOUN.and(Parts::ADJECTIVE)) {
            return true;
        }
        if entry.parts.has(closed) {
            return false;
        }
        // "say", "want": nothing but verbs.
        if entry.parts.has(Parts::BASE) && entry.happening.is_none() && !self.noun_after(at) {
            return false;
        }
        // A past or a third person is a verb here; "armed" and unknown words are not.
        !entry.parts.has(Parts::PAST.and(Parts::THIRD)) || self.noun_after(at)
    }

    /// True if the word after this one can go on with a noun phrase.
    fn noun_after(&self, at: usize) -> bool {
        at + 1 < self.range.end && self.tokens[at + 1].kind.is_word() && self.parts(at + 1).has(Parts::NOUN)
    }

    fn function_word(&self, at: usize, parts: Parts, previous: Tag) -> Option<Tag> {
        let next = self.parts(at + 1);
        let tag = if parts.has(Parts::BE) {
            Tag::Be
        } else if parts.has(Parts::HAVE) {
            Tag::Have
        } else if parts.has(Parts::DO) {
            Tag::Do
        } else if parts.has(Parts::MODAL) {
            Tag::Modal
        } else if parts.has(Parts::TO) {
            if self.infinitive_follows(at + 1) { Tag::To } else { Tag::Preposition }
        } else if parts.has(Parts::SUBORDINATOR) && parts.has(Parts::DETERMINER) {
            match previous {
                Tag::Preposition => Tag::Determiner,
                Tag::Noun if next.has(Parts::ANY_VERB.and(Parts::BE).and(Parts::HAVE).and(Parts::MODAL)) => {
                    Tag::Relative
                }
                _ if previous == Tag::Stop && next.has(Parts::NOUN) => Tag::Determiner,
                _ => Tag::Subordinator,
            }
        } else if parts.has(Parts::SUBORDINATOR) && parts.has(Parts::PREPOSITION) {
            if self.clause_ahead(at + 1) { Tag::Subordinator } else { Tag::Preposition }
        } else if parts.has(Parts::SUBORDINATOR) {
            Tag::Subordinator
        } else if parts.has(Parts::RELATIVE) {
            Tag::Relative
        } else if parts.has(Parts::POSSESSIVE) {
            if parts.has(Parts::OBJECT) && !self.noun_follows(at + 1) { Tag::Pronoun } else { Tag::Possessive }
        } else if parts.has(Parts::DETERMINER) {
            // "This causes": a singular before what would be a plural.
            let verb = next.has(Parts::THIRD) && !next.has(Parts::NOUN.and(Parts::BASE)) && !parts.has(Parts::PLURAL);
            let stands_alone = parts.has(Parts::PRONOUN) && (verb || !self.noun_follows(at + 1));
            if stands_alone { Tag::Pronoun } else { Tag::Determiner }
        } else if parts.has(Parts::PRONOUN.and(Parts::OBJECT)) {
            Tag::Pronoun
        } else if parts.has(Parts::COORDINATOR) {
            Tag::Coordinator
        } else if parts.has(Parts::PREPOSITION) {
            Tag::Preposition
        } else if parts.has(Parts::NEGATIVE) {
            Tag::Negative
        } else if parts.has(Parts::NUMERAL) {
            Tag::Numeral
        } else if parts.has(Parts::ADVERB) && !parts.has(Parts::ANY_VERB) {
            if parts.has(Parts::ADJECTIVE) && self.noun_follows(at + 1) { Tag::Adjective } else { Tag::Adverb }
        } else if parts.has(Parts::ADJECTIVE) && !parts.has(Parts::ANY_VERB) {
            Tag::Adjective
        } else {
            return None;
        };
        Some(tag)
    }

    /// True if a base form follows, behind adverbs and what joins them: "to quickly and quietly leave".
    fn infinitive_follows(&self, from: usize) -> bool {
        let base = Parts::BASE.and(Parts::BE).and(Parts::HAVE).and(Parts::DO);
        let between = Parts::ADVERB.and(Parts::COORDINATOR).and(Parts::NEGATIVE);
        for at in from..from + 4 {
            let parts = self.parts(at);
            if parts.has(base) {
                return true;
            }
            if !parts.has(between) || at == from && parts.has(Parts::COORDINATOR) {
                return false;
            }
        }
        false
    }

    /// True if a finite verb comes before the next sign that parts clauses.
    fn clause_ahead(&self, from: usize) -> bool {
        let finite = Parts::BE.and(Parts::HAVE).and(Parts::DO).and(Parts::MODAL);
        for at in from..(from + AHEAD).min(self.range.end) {
            if self.tokens[at].kind == TokenKind::Sign {
                if matches!(self.sign(at), Tag::Sign) {
                    continue;
                }
                return false;
            }
            let entry = self.entry(at);
            if entry.parts.has(finite) || entry.parts.has(Parts::PAST) && !entry.parts.has(Parts::PARTICIPLE) {
                return true;
            }
            // "after the army took", "since he attacked": a past right behind a subject.
            let subject = at > from
                && !self.entry(at - 1).parts.has(Parts::DETERMINER.and(Parts::POSSESSIVE).and(Parts::PREPOSITION));
            if subject && entry.parts.has(Parts::PAST) && !self.entry(at + 1).parts.has(Parts::AGENT) {
                return true;
            }
            if entry.parts.has(Parts::RELATIVE.and(Parts::SUBORDINATOR)) {
                return false;
            }
        }
        false
    }

    fn verb(&self, at: usize, entry: Entry, parts: Parts, previous: Tag, verb: Option<Tag>) -> Tag {
        let noun = parts.has(Parts::NOUN) || entry.happening.is_some();
        let has = |part| parts.has(part);
        match previous {
            Tag::To | Tag::Modal | Tag::Do if has(Parts::BASE) => Tag::Base,
            Tag::Have if has(Parts::PARTICIPLE) => Tag::Participle,
            Tag::Be if has(Parts::ING) => Tag::Ing,
            Tag::Be if has(Parts::PARTICIPLE) => Tag::Participle,
            Tag::Determiner | Tag::Possessive | Tag::Adjective | Tag::Numeral | Tag::Genitive | Tag::Preposition => {
                self.behind_attribute(at, parts, previous, noun)
            }
            Tag::Pronoun | Tag::Relative if has(Parts::PAST) => Tag::Past,
            Tag::Pronoun | Tag::Relative if has(Parts::THIRD) => Tag::Third,
            Tag::Pronoun if has(Parts::ING) => Tag::Ing,
            Tag::Pronoun | Tag::Relative if has(Parts::BASE) => Tag::Base,
            Tag::Noun | Tag::Name | Tag::Time | Tag::Sign | Tag::Adverb => self.behind_noun(at, parts, previous, noun),
            Tag::Coordinator | Tag::Comma => self.beside(at, parts, noun, verb),
            _ if has(Parts::ING) => Tag::Ing,
            _ if has(Parts::PARTICIPLE) && !(has(Parts::BASE) && noun) => Tag::Participle,
            _ if has(Parts::PAST) => Tag::Past,
            Tag::Stop | Tag::Quote | Tag::Colon if has(Parts::BASE) && (!noun || self.object_follows(at + 1)) => {
                Tag::Base
            }
            _ => Tag::Noun,
        }
    }

    fn behind_attribute(&self, at: usize, parts: Parts, previous: Tag, noun: bool) -> Tag {
        if parts.has(Parts::PAST.and(Parts::PARTICIPLE)) && !(noun || parts.has(Parts::BASE)) {
            return if self.noun_follows(at + 1) || previous != Tag::Numeral {
                Tag::Adjective
            } else {
                Tag::Participle
            };
        }
        if parts.has(Parts::ING) && !noun {
            return match previous {
                Tag::Preposition => Tag::Ing,
                _ if self.noun_follows(at + 1) => Tag::Adjective,
                _ => Tag::Noun,
            };
        }
        Tag::Noun
    }

    fn behind_noun(&self, at: usize, parts: Parts, previous: Tag, noun: bool) -> Tag {
        if parts.has(Parts::PAST) {
            return Tag::Past;
        }
        if parts.has(Parts::PARTICIPLE) {
            return Tag::Participle;
        }
        if parts.has(Parts::ING) && !noun {
            return Tag::Ing;
        }
        let object = self.object_follows(at + 1);
        if parts.has(Parts::THIRD) && (object || !noun) && !parts.has(Parts::PLURAL)
            || parts.has(Parts::THIRD) && object
        {
            return Tag::Third;
        }
        if parts.has(Parts::BASE) && previous != Tag::Time {
            let plural = self.plural_before(at);
            if plural && (object || !noun) || !noun && object {
                return Tag::Base;
            }
        }
        Tag::Noun
    }

    /// After a comma or "and": as the verb before, if it can be.
    fn beside(&self, at: usize, parts: Parts, noun: bool, verb: Option<Tag>) -> Tag {
        let object = self.object_follows(at + 1);
        match verb {
            Some(Tag::Third) if parts.has(Parts::THIRD) && (object || !noun) => Tag::Third,
            Some(Tag::Base) if parts.has(Parts::BASE) && (object || !noun) => Tag::Base,
            Some(Tag::Participle) if parts.has(Parts::PARTICIPLE) && !(parts.has(Parts::PAST) && object) => {
                Tag::Participle
            }
            _ if parts.has(Parts::ING) && !noun => Tag::Ing,
            // "Smith, a doctor, said he had left": a past with an object.
            None if parts.has(Parts::PAST) && self.takes_object(at) => Tag::Past,
            // "The castle, built in 1200, burnt down": no verb yet, so this may be none, if one comes.
            None if parts.has(Parts::PARTICIPLE) && (!parts.has(Parts::PAST) || self.verb_to_come(at + 1)) => {
                Tag::Participle
            }
            _ if parts.has(Parts::PAST) => Tag::Past,
            _ if parts.has(Parts::PARTICIPLE) => Tag::Participle,
            _ if parts.has(Parts::THIRD) && object && !noun => Tag::Third,
            _ => Tag::Noun,
        }
    }

    /// True if what stands behind a past can only be its object: a pronoun, or "that"; for a verb of saying also a
    /// noun.
    fn takes_object(&self, at: usize) -> bool {
        let next = self.parts(at + 1);
        let pronoun = next.has(Parts::PRONOUN) && !next.has(Parts::DETERMINER.and(Parts::RELATIVE));
        let that = next.has(Parts::SUBORDINATOR) && next.has(Parts::DETERMINER);
        let begins = Parts::NOUN.and(Parts::DETERMINER).and(Parts::POSSESSIVE).and(Parts::ADJECTIVE);
        let says = self.entry(at).class == Some(EventClass::Reporting);
        let noun = || next.has(begins) || at + 1 < self.range.end && self.tokens[at + 1].kind.is_capital();
        pronoun || that || says && noun()
    }

    /// True if a finite verb follows in the same clause, other than one that "and" joins to what stands before:
    /// "The captain, Proctor, died after they arrived" has none, "The captain, chosen by lot, died" has one.
    fn verb_to_come(&self, from: usize) -> bool {
        let finite = Parts::BE.and(Parts::HAVE).and(Parts::DO).and(Parts::MODAL).and(Parts::PAST);
        for at in from..(from + CLAUSE).min(self.range.end) {
            if self.tokens[at].kind == TokenKind::Sign {
                if matches!(self.sign(at), Tag::Stop | Tag::Colon) {
                    return false;
                }
                continue;
            }
            let parts = self.entry(at).parts;
            if parts.has(Parts::SUBORDINATOR.and(Parts::RELATIVE)) && !parts.has(Parts::PREPOSITION) {
                return false;
            }
            if parts.has(Parts::SUBORDINATOR) && self.clause_ahead(at + 1) {
                return false;
            }
            let joined = self.entry(at - 1).parts.has(Parts::COORDINATOR) || self.tokens[at].kind.is_capital();
            if !joined && (parts.has(finite) || parts.has(Parts::THIRD) && !parts.has(Parts::NOUN)) {
                return true;
            }
        }
        false
    }

    /// True if an object or complement seems to begin here.
    fn object_follows(&self, at: usize) -> bool {
        if at >= self.range.end {
            return false;
        }
        let parts = self.parts(at);
        let begins = Parts::DETERMINER.and(Parts::POSSESSIVE).and(Parts::PRONOUN).and(Parts::OBJECT);
        parts.has(begins.and(Parts::SUBORDINATOR).and(Parts::ADVERB).and(Parts::TO).and(Parts::NUMERAL))
            || self.cased && self.tokens[at].kind.is_capital()
    }

    /// True if the noun before seems to be a plural: it ends as plurals do, or is known as one.
    fn plural_before(&self, at: usize) -> bool {
        let mut before = at;
        while before > self.range.start && self.parts(before - 1).has(Parts::ADVERB.and(Parts::NEGATIVE)) {
            before -= 1;
        }
        if before == self.range.start {
            return false;
        }
        self.parts(before - 1).has(Parts::PLURAL)
    }

    /// A past behind a noun is a participle if it has an agent, or if its clause has another finite verb.
    fn participles(&self, tags: &mut [Tag]) {
        for at in 0..tags.len() {
            if tags[at] != Tag::Past || !self.parts(self.range.start + at).has(Parts::PARTICIPLE) {
                continue;
            }
            let agent = self.entry(self.range.start + at + 1).parts.has(Parts::AGENT) && {
                let inside = |tag: &&Tag| !matches!(tag, Tag::Stop);
                tags[..at].iter().rev().take(AGENT).take_while(inside).any(|tag| tag.is_finite())
                    || tags[at + 1..].iter().take(AGENT).take_while(inside).any(|tag| tag.is_finite())
            };
            let reduced = at > 0 && matches!(tags[at - 1], Tag::Noun | Tag::Name) && self.may_be_reduced(tags, at);
            if agent || reduced || self.is_governed(tags, at) {
                tags[at] = Tag::Participle;
            }
        }
    }

    /// "For the help promised in 1921, they": a noun that a preposition governs at the start of a clause is no subject.
    fn is_governed(&self, tags: &[Tag], at: usize) -> bool {
        let mut start = at;
        let step = |start: &mut usize, tag: Tag| {
            let fits = start.checked_sub(1).is_some_and(|before| tags[before] == tag);
            *start -= usize::from(fits);
            fits
        };
        let noun = step(&mut start, Tag::Noun);
        while step(&mut start, Tag::Adjective) {}
        let opens = |start: usize| {
            let begins = self.range.start + start == self.labelled;
            begins || start.checked_sub(1).is_none_or(|before| tags[before].parts() || tags[before] == Tag::Coordinator)
        };
        let governed = noun
            && (step(&mut start, Tag::Determiner) || step(&mut start, Tag::Possessive))
            && step(&mut start, Tag::Preposition)
            && opens(start);
        let joined = tags.get(at + 1) == Some(&Tag::Preposition);
        governed && joined && tags[at + 1..].iter().take(AHEAD).any(|tag| *tag == Tag::Comma)
    }

    /// A past behind a noun that takes no object, while another finite verb stands in its clause. A verb of saying or
    /// knowing before takes the noun for the subject of what is said: "she said the army left".
    fn may_be_reduced(&self, tags: &[Tag], at: usize) -> bool {
        let says = self.entry(self.range.start + at).class == Some(EventClass::Reporting);
        // "said today it had left", "said on Friday the army had left": what is said begins behind the time.
        let timed = |at: usize| match tags.get(at) {
            Some(Tag::Time | Tag::Adverb) => true,
            Some(Tag::Preposition) => tags.get(at + 1) == Some(&Tag::Time),
            _ => false,
        };
        let behind = (at + 1..at + AHEAD).find(|&next| !says || !timed(next)).unwrap_or(at + 1);
        let next = tags.get(behind).copied().unwrap_or(Tag::Stop);
        if next.is_nominal() || next.is_attribute() || next == Tag::Subordinator {
            return false;
        }
        let bound =
            |tag: Tag| tag.parts() || matches!(tag, Tag::Comma | Tag::Coordinator | Tag::Subordinator | Tag::Relative);
        let before = (at.saturating_sub(AHEAD)..at).rev().take_while(|&other| !bound(tags[other]));
        for other in before {
            if tags[other].is_finite() {
                let class = self.entry(self.range.start + other).class;
                return !matches!(class, Some(EventClass::Reporting | EventClass::State));
            }
        }
        tags[at + 1..].iter().take(AHEAD).take_while(|tag| !bound(**tag)).any(|tag| tag.is_finite())
    }
}
