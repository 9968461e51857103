//! What each sentence tells: verbs and nouns that name events, with their clause, participants and time.

use std::ops::Range;

use super::date::{Dates, Subject};
use super::draft::{DateWhy, Dated, Draft};
use super::label::Labels;
use super::modality::Modalities;
use super::shared::Sharing;
use crate::analysis::syntax::phrase::{Phrases, Tense, VerbGroup};
use crate::analysis::syntax::tag::Tag;
use crate::language::event::EventWords;
use crate::language::grammar::Parts;
use crate::language::lexicon::LexemeId;
use crate::model::{BlockId, BlockKind, EntityId, EntityKind, EventClass, Mention, Modality, Span, index};

/// Most participants of an event.
const PARTICIPANTS: usize = 8;
/// How far behind a light verb its noun may stand.
const OBJECT: usize = 8;

/// What a date that is the document's adds to the salience of an event.
const OF_DOCUMENT: f32 = 0.1;

/// Finds the events of sentences.
#[derive(Clone, Copy)]
pub struct Finder<'a> {
    phrases: Phrases<'a>,
    words: &'a EventWords,
    dates: Dates<'a>,
    modalities: Modalities<'a>,
    labels: Labels<'a>,
    sharing: Sharing<'a>,
    /// Where somebody is said to say something, by its start.
    said: &'a [Span],
}

/// Where a sentence stands, and who and when is named around it.
#[derive(Clone)]
struct Place<'a> {
    sentence: Range<usize>,
    block: BlockId,
    heading: bool,
    /// The mentions of the block.
    mentions: &'a [Mention],
}

/// A verb with what it tells.
struct Telling {
    group: VerbGroup,
    clause: Range<usize>,
    class: EventClass,
    /// The base form, or the family of the noun that it takes for its own.
    family: Option<LexemeId>,
    /// True for a bare participle behind a noun.
    reduced: bool,
    /// The noun that it takes for its own.
    object: Option<usize>,
    subject: Option<Range<usize>>,
}

impl<'a> Finder<'a> {
    /// A finder for one document; `said` are the spans of its quotations, in text order.
    pub fn new(phrases: Phrases<'a>, words: &'a EventWords, said: &'a [Span]) -> Self {
        Self {
            phrases,
            words,
            dates: Dates { phrases, words },
            modalities: Modalities { phrases, words },
            labels: Labels { phrases },
            sharing: Sharing { phrases, words },
            said,
        }
    }

    /// Appends the events of a block.
    pub fn block(&self, block: BlockId, drafts: &mut Vec<Draft>) {
        let document = self.phrases.work.document;
        let heading = matches!(document.block(block).kind, BlockKind::Heading(_));
        let span = document.block(block).span;
        let mentions = &document.mentions[index::beginning_in(&document.mentions, span)];
        let from = drafts.len();
        for sentence in self.phrases.sentences(block) {
            self.sentence(&Place { sentence, block, heading, mentions }, drafts);
        }
        self.leave_said_then(&mut drafts[from..]);
    }

    /// What is said in a paragraph that has told of an earlier day was hardly said on the document's.
    fn leave_said_then(&self, drafts: &mut [Draft]) {
        let Some(today) = self.phrases.work.document.meta.date.as_ref().map(|date| date.value) else { return };
        let mut then = false;
        for draft in drafts {
            match draft.date.why {
                DateWhy::Document if then => {
                    draft.date = Dated::UNKNOWN;
                    draft.salience = (draft.salience - OF_DOCUMENT).max(0.0);
                }
                // Neither what is reported nor what is only named moves the story to its day.
                DateWhy::Clause | DateWhy::Sentence | DateWhy::Heading
                    if !draft.nominal && self.said_around(draft.trigger.start).is_none() =>
                {
                    let last = draft.date.day(self.phrases.work.document).and_then(|when| when.bounds.latest_end);
                    then = last.map_or(then, |last| last.date() < today);
                }
                _ => {}
            }
        }
    }

    fn sentence(&self, place: &Place<'_>, drafts: &mut Vec<Draft>) {
        // A headline tells, "Meetings" only names what is told below.
        let tells = |at: usize| {
            let tag = self.phrases.tag(at);
            tag.is_finite() || tag == Tag::Base && at > place.sentence.start && self.phrases.tag(at - 1).is_nominal()
        };
        let names = place.heading && !place.sentence.clone().any(tells);
        let place = &Place { heading: place.heading && !names, ..place.clone() };
        // The noun that a light verb has taken, and the modality of the last verb, for those beside it.
        let mut taken = None;
        let mut beside = None;
        let from = drafts.len();
        for at in place.sentence.clone() {
            let tag = self.phrases.tag(at);
            if tag.is_verb() && !names {
                let (draft, object, modality) = self.verb(at, place, beside);
                beside = Some(draft.as_ref().map_or(modality, |draft| draft.modality));
                if object.is_some() {
                    taken = object;
                }
                drafts.extend(draft);
            } else if matches!(tag, Tag::Noun | Tag::Name) && taken != Some(at) {
                drafts.extend(self.noun(at, place));
            }
        }
        self.sharing.share(&mut drafts[from..], &place.sentence);
    }

    /// The event of a verb, the noun that it takes for its own, and its modality.
    fn verb(
        &self,
        head: usize,
        place: &Place<'_>,
        beside: Option<Modality>,
    ) -> (Option<Draft>, Option<usize>, Modality) {
        let group = self.phrases.verb_group(head, &place.sentence);
        let clause = self.phrases.clause(head, &place.sentence);
        let modality = self.modality(head, &group, &(place.sentence.start..clause.end), beside);
        let Some(telling) = self.telling(head, place, group, clause) else { return (None, None, modality) };
        let draft = self.told(head, place, &telling, modality);
        let modality = draft.modality;
        (Some(draft), telling.object, modality)
    }

    /// As what a verb is told, `beside` being as what the verb before it is.
    fn modality(&self, head: usize, group: &VerbGroup, within: &Range<usize>, beside: Option<Modality>) -> Modality {
        let modality = self.modalities.of_verb(head, group, within, beside);
        // "nobody dared to answer"
        let governed =
            group.infinitive && group.tokens.start > within.start && self.phrases.tag(group.tokens.start - 1).is_verb();
        match (modality, beside) {
            (Modality::Asserted, Some(Modality::Negated)) if governed => Modality::Negated,
            (modality, _) => modality,
        }
    }

    /// What a verb tells with; `None` if it tells nothing, or is none.
    fn telling(&self, head: usize, place: &Place<'_>, group: VerbGroup, clause: Range<usize>) -> Option<Telling> {
        let entry = self.phrases.work.pack.grammar.entry(self.phrases.work.tokens.all[head].lexeme);
        let class = match (entry.class, entry.lemma) {
            (Some(class), _) => class,
            // A verb that the grammar does not know tells something, as far as its form is sure.
            (None, None) if self.phrases.tag(head) != Tag::Ing => EventClass::Occurrence,
            _ => return None,
        };
        let light = entry.lemma.is_some_and(|lemma| self.words.is_light(&self.phrases.work.pack.lexicon, lemma));
        // "the operation launched by the army": the noun before a bare participle is what it is done to.
        let reduced = self.phrases.tag(head) == Tag::Participle
            && !group.passive
            && group.tense == Tense::None
            && group.tokens.start > place.sentence.start
            && matches!(self.phrases.tag(group.tokens.start - 1), Tag::Noun | Tag::Name);
        let object = match (light, reduced) {
            (true, true) => Some(group.tokens.start - 1).filter(|at| self.family(*at).is_some()),
            (true, false) => self.object(head, clause.end),
            (false, _) => None,
        };
        let subject = match (reduced, group.passive || group.tense != Tense::None) {
            (true, _) => {
                let noun = group.tokens.start - 1;
                Some(self.own_phrase(&self.phrases.noun_phrase(noun, &place.sentence), noun))
            }
            (false, true) => self.phrases.subject(group.tokens.start, &place.sentence),
            (false, false) => None,
        };
        let is_none = |subject: &Range<usize>| self.is_no_subject(subject, head, &group.tokens, &place.sentence);
        let family = object.and_then(|at| self.family(at)).or(entry.lemma);
        (!subject.as_ref().is_some_and(is_none)).then_some(Telling {
            group,
            clause,
            class,
            family,
            reduced,
            object,
            subject,
        })
    }

    /// The event that a verb tells.
    fn told(&self, head: usize, place: &Place<'_>, telling: &Telling, modality: Modality) -> Draft {
        let Telling { group, clause, class, subject, .. } = telling;
        let trigger = self.phrases.work.tokens.all[head].span;
        let of = Subject {
            head,
            clause,
            sentence: &place.sentence,
            block: place.block,
            class: *class,
            tense: group.tense,
            nominal: false,
            said: self.said_around(trigger.start),
            modality,
        };
        let mut date = self.dates.date(&of);
        let happening = telling.reduced && self.family(group.tokens.start - 1).is_some();
        if happening && date.why == DateWhy::Undated {
            date = self.dates.at_head(&of);
        }
        // "No claim shall be made", "nobody managed to": not the verb is denied, but all whom it could be about.
        let none = subject.as_ref().is_some_and(|subject| self.phrases.parts(subject.start).has(Parts::NEGATIVE));
        let modality = if none { Modality::Negated } else { modality };
        let begins = clause.start.min(subject.as_ref().map_or(clause.start, |subject| subject.start));
        let (participants, at_place) = self.participants(&(begins..clause.end), place.mentions);
        let finite = group.tense != Tense::None;
        let taken = if telling.object.is_some() { 0.05 } else { 0.0 };
        let form = form(participants.len(), finite, place.heading) + taken;
        let label = self.labels.of_verb(&group.tokens, subject.as_ref(), clause.end);
        // A lone verb without a time tells a reader nothing.
        let lone = label.len() == trigger.len() && date.why == DateWhy::Undated;
        let salience = if lone { 0.0 } else { self.salience(*class, &date, modality, form) };
        Draft {
            head,
            trigger,
            label,
            family: telling.family,
            class: *class,
            nominal: false,
            definite: false,
            participants,
            place: at_place,
            date,
            modality,
            block: place.block,
            salience,
            clause: clause.clone(),
        }
    }

    /// True for words that a verb in the present cannot have for its subject, so that it is no verb but a noun or an
    /// adjective: "made him a pocket watch", "was five seconds slow", ", of brass and steel rods".
    fn is_no_subject(
        &self,
        subject: &Range<usize>,
        verb: usize,
        group: &Range<usize>,
        sentence: &Range<usize>,
    ) -> bool {
        let tag = self.phrases.tag(verb);
        let lone = group.start == verb && !self.phrases.parts(verb).has(Parts::PAST);
        if !lone || !matches!(tag, Tag::Base | Tag::Third) || subject.end > verb {
            return false;
        }
        let before = |at: usize| at.checked_sub(1).filter(|at| sentence.contains(at)).map(|at| self.phrases.tag(at));
        let singular = tag == Tag::Base && self.phrases.parts(subject.start).has(Parts::SINGULAR);
        if singular && !before(subject.start).is_some_and(Tag::is_verb) || before(subject.start) == Some(Tag::Be) {
            return true;
        }
        let joined =
            before(subject.start) == Some(Tag::Coordinator) && before(subject.start - 1).is_some_and(Tag::is_nominal);
        joined && {
            let first = self.phrases.noun_phrase(subject.start - 2, sentence).start;
            before(first) == Some(Tag::Preposition) && before(first - 1) == Some(Tag::Comma)
        }
    }

    fn noun(&self, head: usize, place: &Place<'_>) -> Option<Draft> {
        let all = &self.phrases.work.tokens.all;
        let family = self.family(head)?;
        if self.phrases.tag(head) == Tag::Name && self.names_no_event(all[head].span, place.mentions) {
            return None;
        }
        // Of a compound the last noun counts: "peace agreement".
        if all.get(head + 1).is_some_and(|_| self.phrases.tag(head + 1) == Tag::Noun && head + 1 < place.sentence.end) {
            return None;
        }
        let clause = self.phrases.clause(head, &place.sentence);
        let phrase = self.phrases.noun_phrase(head, &place.sentence);
        let own = self.own_phrase(&phrase, head);
        let definite = self.is_definite(&own);
        let modality = self.modalities.of_noun(&own, &clause);
        let end = self.phrases.phrase_from(own.start, clause.end.max(head + 1)).end.max(head + 1);
        let told = own.start..end;
        let date = self.dates.date(&Subject {
            head,
            clause: &clause,
            sentence: &place.sentence,
            block: place.block,
            class: EventClass::Occurrence,
            tense: Tense::None,
            nominal: true,
            said: None,
            modality,
        });
        let (participants, at_place) = self.participants(&told, place.mentions);
        let named = self.phrases.tag(head) == Tag::Name;
        let salience =
            self.salience(EventClass::Occurrence, &date, modality, form(participants.len(), named, place.heading));
        Some(Draft {
            head,
            trigger: self.joined(head),
            label: self.labels.of_noun(&own, end),
            family: Some(family),
            class: EventClass::Occurrence,
            nominal: true,
            definite,
            participants,
            place: at_place,
            date,
            modality,
            block: place.block,
            salience,
            clause: told,
        })
    }

    fn family(&self, at: usize) -> Option<LexemeId> {
        let entry = self.phrases.work.pack.grammar.entry(self.phrases.work.tokens.all[at].lexeme);
        entry.happening
    }

    /// True in the name of somebody or something that does not happen: "the African National Congress".
    fn names_no_event(&self, span: Span, mentions: &[Mention]) -> bool {
        let entities = &self.phrases.work.document.entities;
        let last = index::last_at(mentions, span.start).filter(|&at| mentions[at].span.covers(span));
        let kind = last.and_then(|at| entities.get(mentions[at].entity.index())).map(|entity| entity.kind);
        kind.is_some_and(|kind| !matches!(kind, EntityKind::Event | EntityKind::Other))
    }

    /// The noun that a light verb leans on.
    fn object(&self, verb: usize, end: usize) -> Option<usize> {
        let object = self.phrases.phrase_from(verb + 1, end.min(verb + 1 + OBJECT));
        let last = (object.start..object.end).find(|&at| {
            self.phrases.tag(at) == Tag::Noun && !matches!(self.phrases.tag(at + 1), Tag::Noun | Tag::Sign)
        })?;
        self.family(last).map(|_| last)
    }

    /// The part of a phrase that belongs to its last noun: behind the last preposition before it.
    fn own_phrase(&self, phrase: &Range<usize>, head: usize) -> Range<usize> {
        let start = (phrase.start..head)
            .rev()
            .find(|&at| matches!(self.phrases.tag(at), Tag::Preposition | Tag::Coordinator))
            .map_or(phrase.start, |at| at + 1);
        start..head + 1
    }

    fn is_definite(&self, phrase: &Range<usize>) -> bool {
        phrase.clone().any(|at| match self.phrases.tag(at) {
            Tag::Determiner => {
                self.words.is_definite(&self.phrases.work.pack.lexicon, self.phrases.work.tokens.all[at].lexeme)
            }
            Tag::Possessive | Tag::Genitive => true,
            _ => false,
        })
    }

    /// A noun with what a hyphen joins to it: "counter-offensive".
    fn joined(&self, head: usize) -> Span {
        let all = &self.phrases.work.tokens.all;
        let mut start = head;
        while start >= 2 && all[start].glued && all[start - 1].glued && self.phrases.tag(start - 1) == Tag::Sign {
            start -= 2;
        }
        all[start].span.join(all[head].span)
    }

    /// The innermost quotation around, direct or reported.
    fn said_around(&self, offset: u32) -> Option<Span> {
        let next = self.said.partition_point(|span| span.start <= offset);
        self.said[next.saturating_sub(6)..next].iter().rev().copied().find(|span| span.contains(offset))
    }

    /// The entities of a clause in text order, and where it happens.
    fn participants(&self, clause: &Range<usize>, mentions: &[Mention]) -> (Vec<EntityId>, Option<EntityId>) {
        if clause.is_empty() {
            return (Vec::new(), None);
        }
        let document = self.phrases.work.document;
        let span = self.phrases.work.subject().span(clause);
        let mut found: Vec<EntityId> = Vec::new();
        let mut place = None;
        for mention in &mentions[index::beginning_in(mentions, span)] {
            let Some(entity) = document.entities.get(mention.entity.index()) else { continue };
            if entity.kind == EntityKind::Place && place.is_none() && self.stands_behind_place(mention.span, clause) {
                place = Some(mention.entity);
            } else if found.len() < PARTICIPANTS && !found.contains(&mention.entity) {
                found.push(mention.entity);
            }
        }
        (found, place)
    }

    fn stands_behind_place(&self, mention: Span, clause: &Range<usize>) -> bool {
        let first = self.phrases.tokens(mention).start;
        let least = clause.start.max(first.saturating_sub(4));
        let before =
            (least..first).rev().find(|&at| !self.phrases.tag(at).is_attribute() && self.phrases.tag(at) != Tag::Noun);
        before.is_some_and(|at| {
            let word = self.phrases.work.tokens.all[at].lexeme;
            self.words.is_place(&self.phrases.work.pack.lexicon, word)
        })
    }

    /// How much an event is worth a row: dated, told as a fact or asked for, and what `form` adds: names, a finite
    /// verb, a heading.
    fn salience(&self, class: EventClass, date: &Dated, modality: Modality, form: f32) -> f32 {
        let class = match class {
            EventClass::Occurrence => 0.2,
            EventClass::Intention => 0.1,
            EventClass::Reporting => -0.05,
            EventClass::State => -0.1,
        };
        let date = match date.why {
            DateWhy::Clause | DateWhy::Sentence | DateWhy::Heading => 0.4,
            DateWhy::Bound => 0.25,
            DateWhy::Shared | DateWhy::Document | DateWhy::Headline => OF_DOCUMENT,
            DateWhy::Undated => 0.0,
        };
        let fact = if matches!(modality, Modality::Asserted | Modality::CalledFor) { 0.05 } else { 0.0 };
        (class + date + fact + form).clamp(0.0, 1.0)
    }
}

/// What the form of an event adds to its salience.
fn form(participants: usize, finite: bool, heading: bool) -> f32 {
    let points = 2 * participants.min(2) + if finite { 2 } else { 0 } + if heading { 4 } else { 0 };
    points as f32 / 20.0
}
