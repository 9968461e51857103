//! Reading the beginning of a large document while the rest of it is loaded: what can be done with the beginning alone
//! is done at once, everything else waits, and the keys behind it with it, in their order. The names of the first
//! screen are found meanwhile, and stay when the rest has come.

use std::sync::Arc;

use super::command::{Command, Needs};
use super::hand::Hand;
use super::message::{Analysed, Effect, Job, Opened};
use super::state::State;
use super::trail::Stand;
use crate::error::Error;
use crate::model::{Document, Source};
use crate::query::Index;

impl State {
    /// Has the rest of a document loaded, of which the beginning is shown.
    pub fn load_rest(&mut self, source: Source) -> Effect {
        self.snapshot.job = Job(self.snapshot.job.0 + 1);
        self.snapshot.stage = Some("loading".into());
        self.snapshot.partial = true;
        Effect::LoadRest(self.snapshot.job, source, self.document(), self.hand.all())
    }

    /// True if a command has to wait for the rest of the document.
    pub fn must_wait(&self, command: &Command, count: Option<u32>) -> bool {
        if !self.snapshot.partial {
            return false;
        }
        match command.needs {
            Needs::Shown => false,
            Needs::WholeIfCounted => count.is_some(),
            Needs::Whole => true,
            Needs::Ahead => {
                // So many screens ahead can be seen from here, by a rough estimate.
                let view = self.page.view();
                let left = (self.snapshot.document.text.len() as u64).saturating_sub(u64::from(view.end));
                (u64::from(count.unwrap_or(1)) + 1) * view.len().max(1) as u64 > left
            }
        }
    }

    /// Puts the whole document in the place of its beginning: at the kept place, unless the reader went on already.
    pub fn take_rest(&mut self, rest: Result<Opened, Error>) -> Vec<Effect> {
        self.snapshot.partial = false;
        let rest = match rest {
            Ok(rest) => rest,
            Err(error) => {
                let why = error.to_string();
                self.tell(format!("only the beginning is shown: {}", crate::visible::line(&why)));
                return vec![];
            }
        };
        // Nothing was put right by hand yet: that waits for the whole.
        let hand = Hand::new(rest.corrections.unwrap_or_default());
        let same_hand = hand.all() == self.hand.all();
        self.hand = hand;
        let here = self.place();
        let untouched = self.stand() == Stand::default() && self.trail.marks.is_empty();
        let goes_on = untouched && rest.place.is_some();
        let mut document = *rest.document;
        let begins = document.text.starts_with(&*self.snapshot.document.text);
        let mut index = Default::default();
        if begins && same_hand && !goes_on && self.view_is_known() {
            keep_layers(&self.snapshot.document, &mut document);
            index = Arc::new(Index::new(&document));
        }
        self.snapshot.dossier = rest.dossier;
        let effects = self.take(Analysed { document: Arc::new(document), index, whole: false });
        if !begins {
            // It was written to in between.
            self.forget_offsets();
        }
        self.resume(rest.place.as_ref().filter(|_| untouched).unwrap_or(&here));
        if let Some(notice) = rest.notice {
            self.tell(notice);
        }
        effects
    }

    /// True if what is on the screen has been analysed.
    fn view_is_known(&self) -> bool {
        let end = self.page.view().end;
        self.snapshot.document.sentences.last().is_some_and(|last| last.span.end >= end)
    }
}

/// Puts what is known of the beginning of a document into the whole. What is known of the document as a whole is not:
/// that is found out anew.
fn keep_layers(beginning: &Document, whole: &mut Document) {
    whole.sentences = beginning.sentences.clone();
    whole.timexes = beginning.timexes.clone();
    whole.entities = beginning.entities.clone();
    whole.mentions = beginning.mentions.clone();
    whole.events = beginning.events.clone();
    whole.temporal_links = beginning.temporal_links.clone();
    whole.quotes = beginning.quotes.clone();
    whole.references = beginning.references.clone();
    whole.corrections = beginning.corrections.clone();
}
