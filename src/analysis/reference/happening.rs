//! Events and agreements that were told before: "these provocations", "the war", "the liberated towns", "the tripartite
//! declaration".
//!
//! A noun leads to where the same noun stood before; one that points back also to a word of its family ("her death" to
//! "died"), to a noun that can mean the same ("the storm" to "Cyclone Idai"), and an agreement to an agreement of the
//! same description, whatever noun it was called by. The first mention of a chain is its target, the last the next
//! candidate. Where nothing fits, "this result" leads to the sentence before, as a guess.

use rustc_hash::FxHashMap;

use super::mention::{Mention, Shape, Sort, mentions};
use crate::analysis::Work;
use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::language::event::EventWords;
use crate::language::lexicon::LexemeId;
use crate::language::reference::ReferenceWords;
use crate::model::{
    EntityId, Event, EventId, Provenance, Reference, ReferenceKind, Rule, Sentence, Span, Target, index,
};

/// How many mentions of a family are looked back through.
const BACK: usize = 12;
/// Most words that sum a sentence up: "this unhappy result".
const SUMMING_UP: usize = 3;
/// Most blocks between an event of a general name and what it means.
const NEAR: u32 = 2;

/// What mentions of one thing share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Word(u64),
    Family(LexemeId),
    Alike(u64),
    Name(EntityId),
    Agreement,
}

/// All references to events and agreements.
pub fn happenings(phrases: Phrases<'_>, words: ReferenceWords<'_>) -> Vec<Reference> {
    let mentions = mentions(phrases, words);
    Linker::new(phrases, words, &mentions).link()
}

struct Linker<'a> {
    phrases: Phrases<'a>,
    words: ReferenceWords<'a>,
    mentions: &'a [Mention],
    /// For each mention the first of its chain.
    first: Vec<usize>,
    events: EventWords,
    told: FxHashMap<Key, Vec<usize>>,
    rules: Rules,
}

/// Why a mention leads where it does.
struct Rules {
    same: Rule,
    family: Rule,
    alike: Rule,
    name: Rule,
    description: Rule,
    general: Rule,
    sentence: Rule,
    nothing: Rule,
}

impl<'a> Linker<'a> {
    fn new(phrases: Phrases<'a>, words: ReferenceWords<'a>, mentions: &'a [Mention]) -> Self {
        Self {
            phrases,
            words,
            mentions,
            first: (0..mentions.len()).collect(),
            events: EventWords::of(&phrases.work.pack.lexicon),
            told: FxHashMap::default(),
            rules: Rules {
                same: "same noun told before".into(),
                family: "word of the same family told before".into(),
                alike: "noun that can mean the same told before".into(),
                name: "named before".into(),
                description: "agreement of the same description".into(),
                general: "last event told before words for any event".into(),
                sentence: "the sentence before, for want of something nearer".into(),
                nothing: "nothing told before that fits".into(),
            },
        }
    }

    fn link(mut self) -> Vec<Reference> {
        let mut references = Vec::new();
        // The last event that was told as a fact, for "the incident".
        let mut last_event: Option<usize> = None;
        for (at, mention) in self.mentions.iter().enumerate() {
            let points = mention.form.points();
            let earlier = (mention.form != Shape::Verb).then(|| self.earlier(mention)).flatten();
            references.extend(match earlier {
                Some(earlier) => Some(self.reference(at, earlier)),
                None if mention.sort == Sort::General && points => {
                    last_event.and_then(|event| self.general(at, event)).or_else(|| self.unfound(mention))
                }
                None => self.unfound(mention),
            });
            // "the incident" without an incident before leads on to nothing.
            let bare = matches!(mention.sort, Sort::General | Sort::Abstraction) && points && earlier.is_none();
            if bare || mention.form == Shape::Attribute && earlier.is_some() {
                continue;
            }
            if let Some(earlier) = earlier {
                self.first[at] = self.first[earlier];
            }
            self.tell(at);
            if mention.form == Shape::Verb || mention.sort == Sort::Happening {
                last_event = Some(at);
            }
        }
        references
    }

    /// Remembers a mention by all that others may find it by.
    fn tell(&mut self, at: usize) {
        let mention = &self.mentions[at];
        let word = (mention.form != Shape::Verb).then_some(Key::Word(mention.word));
        let agreement = (mention.sort == Sort::Agreement).then_some(Key::Agreement);
        let others = [
            word,
            agreement,
            mention.family.map(Key::Family),
            mention.alike.map(Key::Alike),
            mention.named.map(Key::Name),
        ];
        for key in others.into_iter().flatten() {
            self.told.entry(key).or_default().push(at);
        }
    }

    /// The mentions told by a key that may be meant, the last first.
    fn back(&self, key: Key, mention: &'a Mention) -> impl Iterator<Item = usize> + Clone + '_ {
        let told = self.told.get(&key).map_or(&[][..], Vec::as_slice);
        told.iter().rev().take(BACK).copied().filter(|&told| !self.mentions[told].span.overlaps(mention.span))
    }

    /// The last mention of the same thing before this one.
    fn earlier(&self, mention: &'a Mention) -> Option<usize> {
        if let Some(entity) = mention.named {
            return self.back(Key::Name(entity), mention).next();
        }
        let described =
            |told: &usize| mention.attribute.is_some() && self.mentions[*told].attribute == mention.attribute;
        let agrees = |told: &usize| self.agree(&self.mentions[*told], mention);
        let words = self.back(Key::Word(mention.word), mention);
        if mention.sort == Sort::Agreement {
            // Of agreements the one of the same description, wherever it stands; else the last, if one is undescribed.
            let found = self.back(Key::Agreement, mention).find(described);
            return found.or_else(|| words.clone().find(agrees));
        }
        let same = words.clone().find(described).or_else(|| words.clone().find(agrees));
        if !mention.form.points() {
            return same;
        }
        let mut kinds = mention.alike.into_iter().flat_map(|alike| self.back(Key::Alike(alike), mention));
        let alike = kinds.clone().find(agrees);
        // A name says what is meant better than a noun, unless that is described alike.
        let told = mention.plural || words.clone().any(|told| described(&told));
        let name = kinds.find(|&kind| self.mentions[kind].named.is_some() && !told && agrees(&kind));
        let family = mention.family.and_then(|family| self.back(Key::Family(family), mention).find(agrees));
        // A noun that is described otherwise than before is as likely to be the verb told last: "the first meeting".
        let nearest = if mention.attribute.is_some() && !told { same.max(family) } else { same.or(family) };
        name.or(nearest).or(alike)
    }

    /// False if both are described, and differently: "the first war", "the second war".
    fn agree(&self, earlier: &Mention, later: &Mention) -> bool {
        match (earlier.attribute, later.attribute) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        }
    }

    fn kind(mention: &Mention) -> ReferenceKind {
        match mention.sort {
            Sort::Agreement if mention.form.points() => ReferenceKind::Agreement,
            // What only ends like a noun for what happens is set apart if it points clearly.
            Sort::Ending | Sort::Abstraction if mention.form != Shape::Demonstrative => ReferenceKind::Repeated,
            _ if mention.form.points() => ReferenceKind::Event,
            _ => ReferenceKind::Repeated,
        }
    }

    fn reference(&self, at: usize, earlier: usize) -> Reference {
        let mention = &self.mentions[at];
        let (first, last) = (&self.mentions[self.first[earlier]], &self.mentions[earlier]);
        let rules = &self.rules;
        let described = mention.attribute.is_some() && last.attribute == mention.attribute;
        let (rule, confidence) = if mention.named.is_some() {
            (&rules.name, 0.9)
        } else if mention.sort == Sort::Agreement && described {
            (&rules.description, 0.9)
        } else if last.form != Shape::Verb && last.word == mention.word {
            (&rules.same, if described { 0.9 } else { 0.7 })
        } else if mention.family.is_some() && mention.family == last.family {
            (&rules.family, if mention.form == Shape::Demonstrative { 0.7 } else { 0.6 })
        } else {
            (&rules.alike, 0.6)
        };
        let kind = Self::kind(mention);
        let mut targets = vec![match mention.named {
            Some(entity) => Target::Entity(entity),
            // Words used again lead to words, not to the verb that carries them.
            None if kind == ReferenceKind::Repeated => Target::Span(first.span),
            None => self.target(first),
        }];
        if self.first[earlier] != earlier {
            targets.push(self.target(last));
        }
        // A word used again without an article for it may tell of another case: the nearest is the surest.
        if kind == ReferenceKind::Repeated && mention.named.is_none() {
            targets.reverse();
        }
        targets.dedup();
        Reference {
            span: mention.span,
            kind,
            targets,
            provenance: Provenance::new(rule.clone(), vec![last.head], confidence),
        }
    }

    /// "this incident": the event told last, if it is near, or the sentence before.
    fn general(&self, at: usize, event: usize) -> Option<Reference> {
        let (mention, event) = (&self.mentions[at], &self.mentions[event]);
        let near = mention.block.0 - event.block.0 <= NEAR && !event.span.overlaps(mention.span);
        if mention.form != Shape::Demonstrative || !near {
            return None;
        }
        let before = sentence_before(self.phrases.work, mention.span).map(Target::Span);
        Some(Reference {
            span: mention.span,
            kind: ReferenceKind::Event,
            targets: [Some(self.target(event)), before].into_iter().flatten().collect(),
            provenance: Provenance::new(self.rules.general.clone(), vec![event.head], 0.4),
        })
    }

    /// "these provocations" with nothing before: pointing, but nobody knows where; if at something told, then likeliest
    /// at the sentence before.
    fn unfound(&self, mention: &Mention) -> Option<Reference> {
        (mention.form == Shape::Demonstrative).then_some(())?;
        let noun = self.phrases.tokens(mention.head).start;
        let told =
            mention.sort != Sort::Agreement || self.words.is_abstraction(self.phrases.work.tokens.all[noun].lexeme);
        if mention.sort == Sort::Abstraction && self.phrases.tokens(mention.span).len() > SUMMING_UP {
            return None;
        }
        let before = told.then(|| sentence_before(self.phrases.work, mention.span)).flatten();
        let (rule, confidence) =
            if before.is_some() { (&self.rules.sentence, 0.4) } else { (&self.rules.nothing, 0.3) };
        Some(Reference {
            span: mention.span,
            kind: if mention.sort == Sort::Agreement { ReferenceKind::Agreement } else { ReferenceKind::Event },
            targets: before.map(Target::Span).into_iter().collect(),
            provenance: Provenance::new(rule.clone(), before.into_iter().collect(), confidence),
        })
    }

    /// The event that a mention is, or its words.
    fn target(&self, mention: &Mention) -> Target {
        let events: &[Event] = &self.phrases.work.document.events;
        let event = index::last_at(events, mention.head.start)
            .filter(|&at| events[at].salience >= Event::SLIGHT)
            .filter(|&at| events[at].trigger.overlaps(mention.head) || self.carries(&events[at], mention));
        event.map_or(Target::Span(mention.span), |event| Target::Event(EventId::from(event)))
    }

    /// True for the verb that carries a noun: "committed" of "committed a provocation".
    fn carries(&self, event: &Event, mention: &Mention) -> bool {
        let verb = self.phrases.tokens(event.trigger).start;
        let entry = self.phrases.work.pack.grammar.entry(self.phrases.work.tokens.all[verb].lexeme);
        let lexicon = &self.phrases.work.pack.lexicon;
        mention.sort != Sort::Agreement
            && event.span.covers(mention.head)
            && event.trigger.end <= mention.span.start
            && mention.span.start - event.trigger.end <= 2
            && entry.lemma.is_some_and(|lemma| self.events.is_light(lexicon, lemma))
    }
}

/// The sentence before the one that `span` stands in, in the same block or the one before.
fn sentence_before(work: Work<'_>, span: Span) -> Option<Span> {
    let sentences = &work.document.sentences;
    let here = index::last_at(sentences, span.start)?;
    let before = &sentences[here.checked_sub(1)?];
    (sentences[here].block.0 - before.block.0 <= 1).then_some(before.span)
}

/// "This" or "that" alone as the first word of a sentence and its subject: the sentence before, as a guess.
pub fn alone(phrases: Phrases<'_>, words: ReferenceWords<'_>) -> Vec<Reference> {
    let rule = Rule::from("this alone: the sentence before");
    let work = phrases.work;
    let sentence = |sentence: &Sentence| {
        let at = work.tokens.in_span(sentence.span).start;
        let token = work.tokens.all.get(at).filter(|token| words.stands_alone(token.lexeme))?;
        let next = phrases.tag(at + 1);
        let subject = next.is_finite() || next == Tag::Adverb && phrases.tag(at + 2).is_finite();
        let before = sentence_before(work, token.span).filter(|_| subject)?;
        Some(Reference {
            span: token.span,
            kind: ReferenceKind::Event,
            targets: vec![Target::Span(before)],
            provenance: Provenance::new(rule.clone(), vec![before], 0.45),
        })
    };
    work.document.sentences.iter().filter_map(sentence).collect()
}
