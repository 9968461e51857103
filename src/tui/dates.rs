//! What the reader decides about dates: pins one by hand, chooses what they count from. The analysis then runs anew,
//! and what was known stays on the screen until it has finished.

use tui_input::Input;

use super::message::Effect;
use super::overlay::{Overlay, Prompt, PromptKind};
use super::state::State;
use super::trail::Stand;
use crate::model::index::beginning_in;
use crate::model::{Correction, Mode, Passage, Span, Target, TimexId, Written};
use crate::place::Corrections;
use crate::query::meant;

type Count = Option<u32>;
type Effects = Vec<Effect>;

impl State {
    /// The date that is selected in a pane, else that at the cursor, else the one that the thing at the cursor is dated
    /// by, else the next one of the paragraph.
    fn date_of_interest(&self) -> Option<TimexId> {
        let document = &self.snapshot.document;
        let dated = |target: Target| match target {
            Target::Timex(timex) => Some(timex),
            Target::Event(event) => document.events.get(event.index())?.timex,
            _ => None,
        };
        if let Some(pane) = self.panes.focus.and_then(|nth| self.panes.list.get(nth)) {
            return pane.target().and_then(dated);
        }
        let cursor = self.page.cursor();
        let here = document.timexes.partition_point(|timex| timex.span.start <= cursor).checked_sub(1);
        let here = here.filter(|&nth| document.timexes[nth].span.contains(cursor)).map(TimexId::from);
        let thing = || dated(meant(document, &self.thing()?)?);
        let block = self.context.block_span(document);
        let ahead = || Some(Span { start: cursor, end: block.end }).filter(|ahead| ahead.start < ahead.end);
        let next = || beginning_in(&document.timexes, ahead()?).next().map(TimexId::from);
        here.or_else(thing).or_else(next)
    }

    /// Asks what a date is to be; what is known of it stands in the line already.
    pub fn ask_pin(&mut self, _: Count) -> Effects {
        let document = self.document();
        let Some(timex) = self.date_of_interest().and_then(|id| document.timexes.get(id.index())) else {
            self.tell("no date is here: ]d goes to the next one");
            return vec![];
        };
        let mut prompt = Prompt::new(PromptKind::Pin(timex.span), self.stand());
        prompt.input = Input::new(timex.when.as_ref().map(|when| when.edtf.clone()).unwrap_or_default());
        self.overlay = Some(Overlay::Prompt(prompt));
        vec![]
    }

    /// Pins the date that was typed to the words of a span, or takes the pin away if nothing was typed. What is no date
    /// stays in the prompt, with the reason.
    pub fn pin_date(&mut self, span: Span, typed: &str, from: Stand) -> Effects {
        let typed = typed.trim();
        let written = match Written::parse(typed) {
            Ok(written) => Some(written),
            Err(_) if typed.is_empty() => None,
            Err(why) => {
                let prompt = Prompt::new(PromptKind::Pin(span), from);
                let (input, wrong) = (Input::new(typed.to_owned()), Some(why.to_string()));
                self.overlay = Some(Overlay::Prompt(Prompt { input, wrong, ..prompt }));
                return vec![];
            }
        };
        let document = self.document();
        let Some(nth) = document.timexes.iter().position(|timex| timex.span == span) else {
            self.tell("this date is not known any more");
            return vec![];
        };
        if written.is_none() && document.timexes[nth].found.is_none() {
            self.tell("nothing was pinned here");
            return vec![];
        }
        let edtf = written.as_ref().map_or_else(String::new, |written| written.when.edtf.clone());
        let correction = Correction::Date { at: Passage::new(&document.text, span), edtf };
        let Some(written) = written else {
            let taken = self.change(|list, replaced| list.retain(|one| !replaced.contains(one)), Some(&correction));
            self.tell("the pin is taken away");
            return taken.unwrap_or_default();
        };
        let pinned = self.put_right(correction);
        self.tell(format!("pinned: {}", written.when.in_words(None)));
        pinned
    }

    /// Has dates counted from the document's, then from the last one told, then as the analysis finds out.
    pub fn count_dates(&mut self, _: Count) -> Effects {
        let now = self.hand.all().iter().rev().find_map(|one| match one {
            Correction::CountDates(mode) => Some(*mode),
            _ => None,
        });
        let next = match now {
            None => Some(Mode::News),
            Some(Mode::News) => Some(Mode::Narrative),
            Some(_) => None,
        };
        let change = |list: &mut Corrections, _: &_| {
            list.retain(|one| !matches!(one, Correction::CountDates(_)));
            next.into_iter().for_each(|mode| list.add(Correction::CountDates(mode)));
        };
        let changed = self.change(change, None).unwrap_or_default();
        let has_date = self.snapshot.document.meta.date.is_some();
        self.tell(match next {
            Some(Mode::News) if has_date => "dates count from the document’s date",
            Some(Mode::News) => "dates count from the document’s date, which it does not state: --date gives it one",
            Some(_) => "dates count from the last one told",
            None => "what dates count from is found out",
        });
        changed
    }
}
