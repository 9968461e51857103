//! Searching: from the prompt, again, for the word under the cursor.

use super::find::Pattern;
use super::message::{Effect, Job};
use super::overlay::{Overlay, Prompt, PromptKind};
use super::page::Put;
use super::state::State;
use crate::query::span_of;

type Count = Option<u32>;
type Effects = Vec<Effect>;

impl State {
    /// Opens the prompt.
    pub fn open_search(&mut self, backward: bool) -> Effects {
        self.overlay = Some(Overlay::Prompt(Prompt::new(PromptKind::Search { backward }, self.stand())));
        vec![]
    }

    /// Shows the first hit of what is being typed, from where the search began.
    pub fn search_as_typed(&mut self, words: &str, backward: bool, from: u32) {
        self.search.pattern = Pattern::new(words, false);
        self.search.backward = backward;
        self.search.shown = true;
        self.search.all.clear();
        let document = self.document();
        let Some(pattern) = &self.search.pattern else { return };
        let found = if backward {
            pattern.previous(&document.text, from as usize)
        } else {
            pattern.next(&document.text, from as usize)
        };
        if let Some((hit, _)) = found {
            self.page.go(&document, hit.start, Put::Near);
        }
    }

    /// Keeps what was typed, and has all hits counted.
    pub fn accept_search(&mut self, words: &str, backward: bool) -> Effects {
        if words.is_empty() {
            return if self.search.pattern.is_some() { self.search_again(None, backward) } else { vec![] };
        }
        match Pattern::new(words, false) {
            Some(pattern) => self.begin(pattern, backward),
            None => vec![],
        }
    }

    fn begin(&mut self, pattern: Pattern, backward: bool) -> Effects {
        let document = self.document();
        if pattern.next(&document.text, 0).is_none() {
            self.tell(format!("not found: {}", crate::visible::line(&pattern.words)));
            self.search.pattern = Some(pattern);
            self.search.all.clear();
            return vec![];
        }
        self.search.backward = backward;
        self.search.shown = true;
        self.search.all.clear();
        self.search.job = Job(self.search.job.0 + 1);
        let count = Effect::Count(self.search.job, document.text.clone(), pattern.clone());
        self.search.pattern = Some(pattern);
        vec![count]
    }

    /// Goes to the next hit in the direction of the search, or against it.
    pub fn search_again(&mut self, count: Count, against: bool) -> Effects {
        let Some(pattern) = self.search.pattern.clone() else {
            self.tell("nothing has been searched for: / searches");
            return vec![];
        };
        let document = self.document();
        let backward = self.search.backward != against;
        self.search.shown = true;
        let (mut at, mut round) = (self.page.cursor(), false);
        for _ in 0..count.unwrap_or(1).min(10_000) {
            let found = match backward {
                true => pattern.previous(&document.text, at as usize),
                false => pattern.next(&document.text, next_boundary(&document.text, at)),
            };
            let Some((hit, wrapped)) = found else {
                self.tell(format!("not found: {}", crate::visible::line(&pattern.words)));
                return vec![];
            };
            at = hit.start;
            round |= wrapped;
        }
        self.jump(at);
        if round {
            self.tell(if backward { "went on from the end" } else { "went on from the beginning" });
        }
        vec![]
    }

    /// Searches for the name or word under the cursor.
    pub fn search_word(&mut self, _: Count) -> Effects {
        let document = self.document();
        let cursor = self.page.cursor();
        let thing = self
            .thing()
            .and_then(|thing| span_of(&document, &thing))
            .filter(|span| span.contains(cursor) && span.len() < 80);
        let words = match thing {
            Some(span) => document.words(span).to_owned(),
            None => word_at(&document.text, cursor as usize).to_owned(),
        };
        let Some(pattern) = Pattern::new(&words, true) else {
            self.tell("no word here");
            return vec![];
        };
        let effects = self.begin(pattern, false);
        self.search_again(None, false);
        effects
    }
}

fn next_boundary(text: &str, at: u32) -> usize {
    let at = at as usize;
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

/// The word at or behind an offset.
fn word_at(text: &str, at: usize) -> &str {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
    let start = text[..at].char_indices().rev().take_while(|(_, c)| is_word(*c)).last().map_or(at, |(at, _)| at);
    let start = start + text[start..].find(is_word).unwrap_or(0);
    let end = text[start..].find(|c| !is_word(c)).map_or(text.len(), |length| start + length);
    &text[start..end]
}
