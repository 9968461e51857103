//! Reading the beginning of a large document while the rest of it is loaded: what can be done with the beginning alone
//! is done at once, everything else waits, and the keys behind it with it, in their order.

use std::path::PathBuf;
use std::sync::Arc;

use super::command::{Command, Needs};
use super::hand::Hand;
use super::message::{Analysed, Effect, Job, Opened};
use super::state::State;
use super::trail::Stand;
use crate::error::Error;

impl State {
    /// Has the rest of a document loaded, of which the beginning is shown.
    pub fn load_rest(&mut self, path: PathBuf) -> Effect {
        self.snapshot.job = Job(self.snapshot.job.0 + 1);
        self.snapshot.stage = Some("loading");
        self.snapshot.partial = true;
        Effect::LoadRest(self.snapshot.job, path)
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
        self.hand = Hand::new(rest.corrections.unwrap_or_default());
        let here = self.place();
        let untouched = self.stand() == Stand::default() && self.trail.marks.is_empty();
        let begins = rest.document.text.starts_with(&*self.snapshot.document.text);
        let document = Arc::new(*rest.document);
        let effects = self.take(Analysed { document: document.clone(), index: Default::default(), whole: false });
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
}
