//! What the card of a thing says: who is this, when was that, who says so, and why it is believed.
//!
//! Short lines of plain words; the words of the document in quotation marks, always with their paragraph. What the
//! text states and what was inferred are told apart, and a claim names its claimant.

use crate::model::{
    Anchor, Date, Document, Entity, EntityId, Event, EventId, Form, Mention, MentionId, Modality, Modifier, Provenance,
    QuoteId, QuoteKind, Reference, ReferenceKind, RelationKind, Span, Status, Target, TimexId, TimexKind, When,
};

use super::cite::{paragraph, squeeze};
use super::index::Index;
use super::names::{kind_words, modality_words, value_words};
use super::order::Placement;
use super::scope::{Context, Filter};
use super::thing::{Thing, meant, occurrences, place_of};
use super::time::{date_of, day_words, extent, year_words};
use super::who::position;

/// What is shown of a thing without leaving the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its name or words.
    pub title: String,
    /// What it is: "person", "date", "event", …
    pub kind: &'static str,
    /// What is known of it, the most telling first.
    pub facts: Vec<Fact>,
    /// Where its best definition is, for going there.
    pub target: Option<Target>,
}

/// One line of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// How it is known.
    pub kind: FactKind,
    /// What it tells: "role", "when", "why"; a word or two.
    pub label: &'static str,
    /// The words.
    pub text: String,
    /// Where it can be looked up.
    pub target: Option<Target>,
}

/// How a line of a card is known, so that it can be set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// The text states it, or it was counted.
    Stated,
    /// It was inferred, or is unsure.
    Inferred,
    /// Somebody says so.
    Claimed,
    /// Why it is believed.
    Why,
}

/// No more roles, ties, candidates, pieces of evidence than these.
const MOST: usize = 3;
/// No more characters of the document's words than these on a line.
const WORDS: usize = 60;

/// The card of a thing. `None` if the document does not have it.
pub fn card(document: &Document, index: &Index, context: &Context, filter: &Filter, thing: &Thing) -> Option<Card> {
    let mut writer = Writer { document, index, context, filter, facts: Vec::new() };
    let (title, kind) = writer.write(thing)?;
    let target = meant(document, thing);
    Some(Card { title, kind, facts: writer.facts, target })
}

impl Card {
    /// The same card, whose lines lead to places in the text: these stay when the analysis numbers things anew.
    pub fn in_place(mut self, document: &Document) -> Self {
        let targets = self.facts.iter_mut().map(|fact| &mut fact.target).chain([&mut self.target]);
        for target in targets.flatten() {
            *target = place_of(document, target).map_or_else(|| target.clone(), Target::Span);
        }
        self
    }
}

struct Writer<'a> {
    document: &'a Document,
    index: &'a Index,
    context: &'a Context,
    filter: &'a Filter,
    facts: Vec<Fact>,
}

impl<'a> Writer<'a> {
    fn write(&mut self, thing: &Thing) -> Option<(String, &'static str)> {
        let document = self.document;
        match thing {
            Thing::Reference(nth) => Some(self.reference(document.references.get(*nth as usize)?)),
            Thing::Inline(nth) => {
                let words = self.quoted(document.inlines.get(*nth as usize)?.span);
                let target = meant(document, thing)?;
                let text = self.target_words(&target);
                self.fact(FactKind::Stated, "leads to", text, Some(target));
                Some((words, "link"))
            }
            Thing::Mention(mention) => self.mention(*mention),
            Thing::Quote(quote) => self.quote(*quote),
            Thing::Place(Target::Entity(entity)) => self.entity(*entity),
            Thing::Place(Target::Timex(timex)) => self.timex(*timex),
            Thing::Place(Target::Event(event)) => self.event(*event),
            Thing::Place(target) => {
                let (text, words) = (self.target_words(target), squeeze(&self.plain(target), 4 * WORDS));
                self.fact(FactKind::Stated, "reads", words, None);
                let others = occurrences(document, self.index, thing, self.filter);
                for other in others.iter().filter(|other| Some(other.span) != place_of(document, target)).take(MOST) {
                    let text = format!("{} {}", self.quoted(other.span), self.place(other.span.start));
                    self.fact(FactKind::Inferred, "also", text, Some(Target::Span(other.span)));
                }
                Some((text, "passage"))
            }
        }
    }

    fn fact(&mut self, kind: FactKind, label: &'static str, text: impl Into<String>, target: Option<Target>) {
        self.facts.push(Fact { kind, label, text: text.into(), target });
    }

    fn words(&self, span: Span) -> String {
        squeeze(self.document.words(span), WORDS)
    }

    fn quoted(&self, span: Span) -> String {
        format!("“{}”", self.words(span))
    }

    fn place(&self, offset: u32) -> String {
        self.document.block_at(offset).map_or_else(String::new, |block| format!("¶{}", paragraph(block)))
    }

    fn name(&self, entity: EntityId) -> &'a str {
        self.document.entities.get(entity.index()).map_or("", |entity| entity.name.as_str())
    }

    fn plain(&self, target: &Target) -> String {
        place_of(self.document, target).map_or_else(String::new, |span| squeeze(self.document.words(span), 4 * WORDS))
    }

    /// A target in a few words, with its paragraph.
    fn target_words(&self, target: &Target) -> String {
        let at = place_of(self.document, target).map(|span| self.place(span.start)).unwrap_or_default();
        match target {
            Target::Span(span) => format!("{} {at}", self.quoted(*span)),
            Target::Block(block) => {
                let block = self.document.blocks.get(block.index());
                let words = block.map_or_else(String::new, |block| self.quoted(block.span));
                format!("{at} {words}")
            }
            Target::Entity(entity) => format!("{} {at}", self.name(*entity)),
            Target::Timex(timex) => {
                let timex = self.document.timexes.get(timex.index());
                format!("{} {at}", timex.map_or_else(String::new, |timex| self.quoted(timex.span)))
            }
            Target::Event(event) => {
                let label = self.document.events.get(event.index()).map_or("", |event| event.label.as_str());
                format!("“{}” {at}", squeeze(label, WORDS))
            }
            Target::Url(address) => address.clone(),
        }
    }

    /// The rule and the words that it came from.
    fn why(&mut self, provenance: &Provenance) {
        let mut text = provenance.rule.to_string();
        for (nth, &span) in provenance.evidence.iter().take(MOST).enumerate() {
            let glue = if nth == 0 { ": " } else { ", " };
            text.push_str(&format!("{glue}{} {}", self.quoted(span), self.place(span.start)));
        }
        match provenance.confidence {
            confidence if confidence < 0.5 => text.push_str(" (a guess)"),
            confidence if confidence < 0.8 => text.push_str(" (likely)"),
            _ => {}
        }
        let target = provenance.evidence.first().copied().map(Target::Span);
        self.fact(FactKind::Why, "why", text, target);
    }

    fn mention(&mut self, id: MentionId) -> Option<(String, &'static str)> {
        let mention: &Mention = self.document.mentions.get(id.index())?;
        let head = self.entity(mention.entity)?;
        if self.document.words(mention.span) != head.0 || mention.form != Form::Name {
            let words = self.quoted(mention.span);
            let kind = if mention.form == Form::Name { FactKind::Stated } else { FactKind::Inferred };
            self.facts.insert(0, Fact { kind, label: "here", text: words, target: None });
        }
        if let Some(provenance) = &mention.provenance {
            self.why(provenance);
        }
        Some(head)
    }

    fn entity(&mut self, id: EntityId) -> Option<(String, &'static str)> {
        let entity: &Entity = self.document.entities.get(id.index())?;
        let told = entity.descriptors.iter().filter(|descriptor| self.filter.knows(descriptor.span.start));
        for descriptor in told.take(MOST) {
            let text = format!("{} {}", self.quoted(descriptor.span), self.place(descriptor.span.start));
            self.fact(FactKind::Stated, "role", text, Some(Target::Span(descriptor.span)));
        }
        for relation in entity.related.iter().take(MOST) {
            let label = match relation.kind {
                RelationKind::DemonymOf => "people of",
                RelationKind::MemberOf => "member of",
                RelationKind::PartOf => "part of",
                RelationKind::MaybeSame => "perhaps",
            };
            let unsure = relation.kind == RelationKind::MaybeSame || relation.provenance.confidence < 0.8;
            let kind = if unsure { FactKind::Inferred } else { FactKind::Stated };
            self.fact(kind, label, self.name(relation.entity), Some(Target::Entity(relation.entity)));
        }
        self.mentions(id, entity);
        let says = self.index.claimants().iter().find(|claimant| claimant.entity == Some(id));
        if let Some(claimant) = says {
            let plural = if claimant.events == 1 { "" } else { "s" };
            let text = format!("{} event{plural}, marked {}", claimant.events, claimant.letters);
            self.fact(FactKind::Claimed, "says", text, None);
        }
        Some((squeeze(&entity.name, 2 * WORDS), kind_words(entity.kind)))
    }

    fn mentions(&mut self, id: EntityId, entity: &Entity) {
        let (come_to, total) = position(self.document, id, self.context, self.filter);
        let place = |nth: usize| {
            let mention = entity.mentions.get(nth).map(|id| &self.document.mentions[id.index()]);
            mention.map_or_else(String::new, |mention| self.place(mention.span.start))
        };
        let (first, last) = (place(0), place((total as usize).saturating_sub(1)));
        let text = match total {
            0 | 1 => format!("once, {first}"),
            _ if first == last => format!("{total} times, {first}"),
            _ => format!("{total} times, {first} to {last}; {come_to} up to here"),
        };
        let target = place_of(self.document, &Target::Entity(id)).map(Target::Span);
        self.fact(FactKind::Stated, "named", text, target);
    }

    fn timex(&mut self, id: TimexId) -> Option<(String, &'static str)> {
        let timex = self.document.timexes.get(id.index())?;
        match &timex.when {
            Some(when) => self.when(when, timex.modifier, timex.status),
            None => self.fact(status_kind(timex.status), "value", value_words(&timex.value), None),
        }
        match timex.anchor {
            Some(Anchor::Timex(anchor)) => {
                let target = Target::Timex(anchor);
                self.fact(FactKind::Inferred, "from", self.target_words(&target), Some(target));
            }
            Some(Anchor::DocumentDate) => {
                let date = self.document.meta.date.as_ref();
                let text =
                    date.map_or_else(String::new, |date| format!("the document’s date, {} ({})", date.value, date.by));
                let target = date.and_then(|date| date.span).map(Target::Span);
                self.fact(FactKind::Inferred, "from", text, target);
            }
            None => {}
        }
        self.why(&timex.provenance);
        let kind = match timex.kind {
            TimexKind::Date => "date",
            TimexKind::Time => "time",
            TimexKind::Duration => "length of time",
            TimexKind::Set => "recurring time",
        };
        Some((self.words(timex.span), kind))
    }

    /// A calendar value in words, how it came about, the days it may cover, EDTF.
    fn when(&mut self, when: &When, modifier: Option<Modifier>, status: Status) {
        let how = match status {
            Status::Stated => "stated",
            Status::Inferred => "inferred",
            Status::Unresolved => "not settled",
        };
        self.fact(status_kind(status), "when", format!("{} ({how})", when.in_words(modifier)), None);
        if let Some(extent) = extent(when).filter(|extent| extent.first != extent.latest_start) {
            let (first, last) = (date_of(extent.first), date_of(extent.last));
            let whole_years = (first.month(), first.day(), last.month(), last.day()) == (1, 1, 12, 31);
            let words = |day: Date| if whole_years { year_words(day.year()) } else { day_words(day) };
            self.fact(status_kind(status), "bounds", format!("between {} and {}", words(first), words(last)), None);
        }
        self.fact(FactKind::Stated, "EDTF", when.edtf.clone(), None);
    }

    fn event(&mut self, id: EventId) -> Option<(String, &'static str)> {
        let event: &Event = self.document.events.get(id.index())?;
        self.date_of(id, event);
        let first = self.index.canonical(id);
        if first != id {
            self.fact(
                FactKind::Inferred,
                "tells again",
                self.target_words(&Target::Event(first)),
                Some(Target::Event(first)),
            );
        }
        self.people(event);
        if let Some(claimant) = self.index.claimant(id) {
            let text = format!("according to {} ({})", claimant.name, claimant.letters);
            self.fact(FactKind::Claimed, "says who", text, claimant.entity.map(Target::Entity));
        }
        if event.modality != Modality::Asserted {
            self.fact(FactKind::Claimed, "but", modality_words(event.modality), None);
        }
        let told = self.place(event.trigger.start);
        let echoes = self.index.echoes(self.index.canonical(id)).len();
        let again =
            if echoes == 0 { String::new() } else { format!(", again {echoes} times").replace("1 times", "once") };
        self.fact(FactKind::Stated, "told", format!("{told}{again}"), Some(Target::Event(self.index.canonical(id))));
        self.why(&event.provenance);
        Some((squeeze(&event.label, 2 * WORDS), "event"))
    }

    /// When an event happened: its own date, that of another telling of it, or what it is told to come after or before.
    fn date_of(&mut self, id: EventId, event: &Event) {
        let placed = self.index.placed(id);
        let dating = if event.when.is_some() { id } else { placed.dated_by };
        if let Some(telling) = self.document.events.get(dating.index())
            && let Some(when) = &telling.when
        {
            let timex = telling.timex.and_then(|timex| self.document.timexes.get(timex.index()));
            self.when(when, timex.and_then(|timex| timex.modifier), telling.status);
            if dating != id {
                self.fact(
                    FactKind::Inferred,
                    "dated by",
                    self.target_words(&Target::Event(dating)),
                    Some(Target::Event(dating)),
                );
            }
            return;
        }
        match placed.placement {
            Placement::After(other) => self.order("after", other, placed.weak),
            Placement::Before(other) => self.order("before", other, placed.weak),
            Placement::With(other) => self.order("during", other, placed.weak),
            _ => self.fact(FactKind::Inferred, "when", "the text does not say", None),
        }
    }

    fn order(&mut self, label: &'static str, other: EventId, weak: bool) {
        let mut text = self.target_words(&Target::Event(other));
        if weak {
            text.push_str(" (by the order of telling)");
        }
        self.fact(FactKind::Inferred, label, text, Some(Target::Event(other)));
    }

    fn people(&mut self, event: &Event) {
        if !event.participants.is_empty() {
            let names: Vec<&str> = event.participants.iter().take(MOST).map(|&id| self.name(id)).collect();
            let more = event.participants.len().saturating_sub(MOST);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let text = format!("{}{more}", names.join(", "));
            self.fact(FactKind::Stated, "who", text, event.participants.first().copied().map(Target::Entity));
        }
        if let Some(place) = event.place {
            self.fact(FactKind::Stated, "where", self.name(place), Some(Target::Entity(place)));
        }
    }

    fn quote(&mut self, id: QuoteId) -> Option<(String, &'static str)> {
        let quote = self.document.quotes.get(id.index())?;
        let who = match (quote.speaker, quote.source) {
            (Some(speaker), _) => format!("according to {}", self.name(speaker)),
            (None, Some(source)) => format!("according to {}", self.quoted(source)),
            (None, None) => "the text does not say whose words these are".into(),
        };
        let target = quote.source.map(Target::Span).or(quote.speaker.map(Target::Entity));
        self.fact(FactKind::Claimed, "says who", who, target);
        if let Some(cue) = quote.cue {
            self.fact(FactKind::Stated, "cue", format!("{} {}", self.quoted(cue), self.place(cue.start)), None);
        }
        let (first, last) = (self.place(quote.span.start), self.place(quote.span.end.saturating_sub(1)));
        let place = if first == last { first } else { format!("{first} to {last}") };
        let inside = if quote.depth > 1 { format!(", inside {} other", quote.depth - 1) } else { String::new() };
        self.fact(FactKind::Stated, "runs", format!("{place}{inside}"), Some(Target::Span(quote.span)));
        self.why(&quote.provenance);
        let kind = if quote.kind == QuoteKind::Direct { "quotation" } else { "reported speech" };
        Some((self.quoted(quote.span), kind))
    }

    fn reference(&mut self, reference: &Reference) -> (String, &'static str) {
        if reference.targets.is_empty() {
            self.fact(FactKind::Inferred, "leads to", "nothing that this document has", None);
        }
        for (nth, target) in reference.targets.iter().take(MOST).enumerate() {
            let unsure = nth > 0 || reference.provenance.confidence < 0.5;
            let label = if nth == 0 { "means" } else { "or" };
            let kind = if unsure { FactKind::Inferred } else { FactKind::Stated };
            self.fact(kind, label, self.target_words(target), Some(target.clone()));
        }
        self.why(&reference.provenance);
        let kind = match reference.kind {
            ReferenceKind::Event => "reference to an event",
            ReferenceKind::Agreement => "reference to an agreement",
            ReferenceKind::Entity => "reference",
            ReferenceKind::Provision => "reference to a provision",
            ReferenceKind::Note => "note mark",
            ReferenceKind::Link => "link",
        };
        (self.quoted(reference.span), kind)
    }
}

fn status_kind(status: Status) -> FactKind {
    if status == Status::Stated { FactKind::Stated } else { FactKind::Inferred }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, petition};
    use super::super::scope::context_at;
    use super::super::thing::thing_at;
    use super::*;

    fn check(words: &str, expected: &[&str]) {
        check_in(&petition(), words, expected);
    }

    fn check_in(sample: &Sample, words: &str, expected: &[&str]) {
        let index = Index::new(&sample.document);
        let offset = sample.at(words).start;
        let context = context_at(&sample.document, offset, Span::default());
        let thing = thing_at(&sample.document, &index, offset).expect("a thing");
        let card = card(&sample.document, &index, &context, &Filter::default(), &thing).expect("a card");
        let head = format!("{} | {}", card.title, card.kind);
        let lines: Vec<String> = card.facts.iter().map(|fact| format!("{}: {}", fact.label, fact.text)).collect();
        assert_eq!(std::iter::once(head).chain(lines).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_person_with_the_role_that_the_text_gives() {
        check("S. Mohbaliyev", &["S. Mohbaliyev | person", "role: “Chairman of ATUC, MP” ¶6", "named: once, ¶6"]);
    }

    #[test]
    fn a_merged_name_says_why() {
        check(
            "Armenia and Russia",
            &["Armenia | place", "named: 2 times, ¶2 to ¶4; 2 up to here", "why: the same name: “Armenia” ¶2"],
        );
    }

    #[test]
    fn a_day_without_a_year_doubts_in_public() {
        check(
            "the night of September 12 to 13",
            &[
                "the night of September 12 to 13 | date",
                "when: 12 September to 13 September, year unknown (2020 to 2026) (not settled)",
                "EDTF: XXXX-09-12/XXXX-09-13",
                "why: a calendar date: “the night of September 12 to 13” ¶5",
            ],
        );
    }

    #[test]
    fn an_event_names_its_claimant() {
        check(
            "signed",
            &[
                "The tripartite declaration was signed | event",
                "after: “the counter-offensive” ¶3",
                "says who: according to The petition (A)",
                "told: ¶4",
                "why: told by a verb",
            ],
        );
    }

    #[test]
    fn a_telling_without_a_date_has_that_of_another() {
        let mut sample = petition();
        sample.document.events[3].same_as = Some(EventId(2));
        check_in(
            &sample,
            "signed",
            &[
                "The tripartite declaration was signed | event",
                "when: 27 September 2020 (stated)",
                "EDTF: 2020-09-27",
                "dated by: “the counter-offensive” ¶3",
                "tells again: “the counter-offensive” ¶3",
                "says who: according to The petition (A)",
                "told: ¶4, again once",
                "why: told by a verb",
            ],
        );
    }

    #[test]
    fn a_reference_offers_its_candidates() {
        check(
            "These provocations",
            &[
                "“These provocations” | reference to an event",
                "means: “committed a provocation in Lachin” ¶5",
                "why: a definite phrase with the same noun: “These provocations” ¶5 (likely)",
            ],
        );
    }

    #[test]
    fn a_quotation_names_its_source() {
        check(
            "break the declaration",
            &[
                "“from the beginning of the 90s Armenia invaded the lands. On…” | quotation",
                "says who: according to “The petition”",
                "runs: ¶2 to ¶5",
                "why: quotation marks",
            ],
        );
    }
}
