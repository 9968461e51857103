//! What the card of a thing says: who is this, when was that, who says so, and why it is believed.
//!
//! Short lines of plain words; the words of the document in quotation marks, always with their paragraph. What the
//! text states and what was inferred are told apart, and a claim names its claimant.

mod about;
mod entity;
mod fact;
mod speech;
mod time;
mod writer;

use crate::model::{Document, Target};

use super::cite::squeeze;
use super::index::Index;
use super::scope::{Context, Filter};
use super::thing::{Thing, meant, occurrences, place_of};
use writer::{MOST, WORDS, Writer};

pub use about::about;
pub use fact::{Card, Fact, FactKind};

/// The card of a thing. `None` if the document does not have it.
pub fn card(document: &Document, index: &Index, context: &Context, filter: &Filter, thing: &Thing) -> Option<Card> {
    let mut writer = Writer { document, index, context, filter, facts: Vec::new() };
    let (title, kind) = writer.write(thing)?;
    let target = meant(document, thing);
    Some(Card { title, kind, facts: writer.facts, target })
}

impl Writer<'_> {
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
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, petition};
    use super::super::scope::context_at;
    use super::super::thing::thing_at;
    use super::*;
    use crate::model::{
        Applied, Corrected, Correction, EntityId, EventId, Passage, Provenance, QuoteId, Span, Was, Written,
    };

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
                "TIMEX3: XXXX-09-12/XXXX-09-13",
                "dates count: nothing says from what",
                "why: a calendar date: “the night of September 12 to 13” ¶5",
            ],
        );
    }

    #[test]
    fn a_date_names_what_it_dates_alone_or_in_part() {
        let mut sample = petition();
        let night = sample.at("the night of September 12 to 13");
        let event = sample.document.events.iter_mut().find(|event| event.trigger.start > night.end).expect("an event");
        event.span = event.span.join(night);
        event.timex = Some(crate::model::TimexId(2));
        let (index, label) = (Index::new(&sample.document), format!("“{}”", event_at(&mut sample, night).label));
        let lines = |sample: &Sample| {
            let thing = thing_at(&sample.document, &index, night.start).expect("a thing");
            let context = context_at(&sample.document, night.start, Span::default());
            let card = card(&sample.document, &index, &context, &Filter::default(), &thing).expect("a card");
            card.facts.into_iter().map(|fact| format!("{}: {}", fact.label, fact.text)).collect::<Vec<_>>()
        };
        assert!(lines(&sample).contains(&format!("dates: {label}")), "{:?}", lines(&sample));
        event_at(&mut sample, night).timex = None;
        assert!(lines(&sample).contains(&format!("dates: {label}")), "the other half of its time");
        event_at(&mut sample, night).timex = Some(crate::model::TimexId(2));
        sample.document.timexes[2].when = Some(super::super::sample::when("XXXX-09-13"));
        let whole = format!("part of: {label}: 12 September to 13 September, year unknown (2020 to 2026)");
        assert!(lines(&sample).contains(&whole), "{:?}", lines(&sample));
    }

    fn event_at(sample: &mut Sample, around: Span) -> &mut crate::model::Event {
        sample.document.events.iter_mut().find(|event| event.span.covers(around)).expect("an event")
    }

    #[test]
    fn a_pinned_date_says_so_and_what_the_text_says() {
        let mut sample = petition();
        let timex = &mut sample.document.timexes[1];
        let found = timex.clone();
        let when = Written::parse("2021-10").expect("a month").when;
        timex.when = Some(when);
        timex.value = "2021-10".into();
        timex.provenance = Provenance::new("pinned by the reader", vec![found.span], 1.0);
        timex.found = Some(Box::new(found));
        check_in(
            &sample,
            "September 27, 2020",
            &[
                "September 27, 2020 | date",
                "when: October 2021 (pinned by you)",
                "bounds: 2021-10-01 to 2021-10-31",
                "EDTF: 2021-10",
                "TIMEX3: 2021-10",
                "else: the text says “September 27, 2020”, found 27 September 2020 (stated), a calendar date",
                "why: pinned by the reader: “September 27, 2020” ¶3",
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
    fn what_was_put_right_by_hand_is_told() {
        let mut sample = petition();
        let (place, quote) = (sample.at("Armenia"), sample.document.quotes[0].span);
        let text = sample.document.text.clone();
        let mut name = Applied::not_yet(Correction::Rename { at: Passage::new(&text, place), name: "A".into() });
        let speaker = Some(Passage::new(&text, place));
        let mut says = Applied::not_yet(Correction::Speaker { at: Passage::new(&text, quote), speaker });
        name.settle(place, Some(Corrected::Entity(EntityId(0))), Was::Called("The Republic".into()));
        says.settle(quote, Some(Corrected::Quote(QuoteId(0))), Was::Said(None));
        sample.document.corrections = vec![name, says];
        check_in(
            &sample,
            "Armenia invaded",
            &[
                "Armenia | place",
                "named: 2 times, ¶2 to ¶4; 1 up to here",
                "by hand: “Armenia” goes by “A” (was The Republic)",
            ],
        );
        let index = Index::new(&sample.document);
        let context = context_at(&sample.document, 0, Span::default());
        let quote = Thing::Quote(QuoteId(0));
        let card = card(&sample.document, &index, &context, &Filter::default(), &quote).expect("a card");
        let by_hand = card.facts.iter().find(|fact| fact.label == "by hand").expect("it is told");
        assert!(by_hand.text.ends_with("is said by “Armenia” (was nobody’s)"), "{}", by_hand.text);
        assert!(index.is_by_hand(EntityId(0)) && !index.is_by_hand(EntityId(1)));
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
