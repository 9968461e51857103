//! A name that was not found: the reader says which words it is and what they name.

use tui_input::Input;

use super::message::Effect;
use super::overlay::{Choice, Item, Overlay, Prompt, PromptKind};
use super::state::State;
use super::trail::Stand;
use crate::model::{Correction, EntityKind, Form, Passage, Span};
use crate::query::{kind_words, mention_at, squeeze};

/// How far from the cursor words are looked for, in bytes.
const REACH: usize = 400;
/// No name is longer, in bytes.
const LONGEST: usize = 90;
/// So many characters of it are told.
const SHOWN: usize = 40;

impl State {
    /// Asks which words at the cursor are a name.
    pub fn ask_words(&mut self, _: Option<u32>) -> Vec<Effect> {
        let window = self.window(self.page.cursor());
        let text = window.of(&self.snapshot.document.text);
        let at = self.page.cursor().saturating_sub(window.start) as usize;
        // Words that were searched for and are gone to have been chosen.
        let hit = self.search.hits.iter().find(|hit| hit.contains(self.page.cursor()));
        let words = hit.map_or_else(|| likely(text, at), |hit| hit.of(&self.snapshot.document.text));
        let mut prompt = Prompt::new(PromptKind::Name, self.stand());
        prompt.input = Input::new(squeezed(words));
        self.overlay = Some(Overlay::Prompt(prompt));
        vec![]
    }

    /// Asks what the typed words name that stand nearest to where it was asked.
    pub fn ask_named(&mut self, typed: &str, from: Stand) -> Vec<Effect> {
        let words = squeezed(typed);
        if words.is_empty() {
            return vec![];
        }
        let document = self.document();
        let window = self.window(from.cursor);
        let told = squeeze(&crate::visible::line(&words), SHOWN);
        let nearest = standing(window.of(&document.text), &words)
            .map(|(start, end)| Span { start: window.start + start as u32, end: window.start + end as u32 })
            .min_by_key(|span| (!span.contains(from.cursor), span.start.abs_diff(from.cursor)));
        let Some(span) = nearest.filter(|_| words.len() <= LONGEST) else {
            self.tell(format!("“{told}” does not stand here in whole words"));
            return vec![];
        };
        let known = mention_at(&document, span.start).map(|id| &document.mentions[id.index()]);
        if known.is_some_and(|known| known.span == span && known.form == Form::Name) {
            self.tell(format!("“{told}” is known as a name here"));
            return vec![];
        }
        let at = Passage::new(&document.text, span);
        let item = |kind: EntityKind| {
            let choice = Choice::Correct(Box::new(Correction::Name { at: at.clone(), kind }));
            Item { words: kind_words(kind).into(), kind: "", choice }
        };
        let items = EntityKind::ALL.into_iter().map(item).collect();
        self.choose_from(format!("“{told}” is the name of a"), items)
    }

    /// The part of the cursor's paragraph that is near it.
    fn window(&self, cursor: u32) -> Span {
        let document = &self.snapshot.document;
        let text = &document.text;
        let block = document.block_at(cursor).map_or(Span::new(0, text.len()), |id| document.block(id).span);
        let (first, last) = (block.start as usize, (block.end as usize).min(text.len()));
        let near = cursor as usize;
        let start = (near.saturating_sub(REACH).max(first)..=near).find(|&at| text.is_char_boundary(at));
        let end = (near..=(near + REACH).min(last).max(near)).rev().find(|&at| text.is_char_boundary(at));
        let start = start.unwrap_or(first).min(last);
        Span::new(start, end.unwrap_or(last).max(start))
    }
}

/// Words on one line.
fn squeezed(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The word at a byte of a text or the next one, with the words in capitals on either side if it has one itself.
fn likely(text: &str, at: usize) -> &str {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
    let mut words: Vec<(usize, &str)> = Vec::new();
    for word in text.split(|c| !is_word(c)) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let trimmed = word.trim_matches(|c: char| !c.is_alphanumeric());
        if let Some(inner) = word.find(trimmed).filter(|_| !trimmed.is_empty()) {
            words.push((start + inner, trimmed));
        }
    }
    let Some(here) = words.iter().position(|(start, word)| start + word.len() > at) else { return "" };
    let end = |nth: usize| words[nth].0 + words[nth].1.len();
    let capital = |nth: usize| words[nth].1.starts_with(char::is_uppercase);
    let joined = |nth: usize| {
        let gap = text[end(nth)..words[nth + 1].0].trim();
        capital(nth) && capital(nth + 1) && (gap.is_empty() || (gap == "." && words[nth].1.chars().count() < 3))
    };
    let (mut first, mut last) = (here, here);
    while first > 0 && joined(first - 1) {
        first -= 1;
    }
    while last + 1 < words.len() && joined(last) {
        last += 1;
    }
    &text[words[first].0..end(last)]
}

/// Where words stand in a text that are not parts of longer words. White space of any length counts as one space.
fn standing<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
    let begins = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
    let ends = |at: usize| !text[at..].starts_with(char::is_alphanumeric);
    text.char_indices().map(|(at, _)| at).filter(move |&at| begins(at)).filter_map(move |start| {
        let mut rest = &text[start..];
        for (nth, word) in words.split(' ').enumerate() {
            let gap = rest.trim_start();
            if nth > 0 && gap.len() == rest.len() {
                return None;
            }
            rest = if nth > 0 { gap } else { rest }.strip_prefix(word)?;
        }
        let end = text.len() - rest.len();
        ends(end).then_some((start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_likely(marked: &str, words: &str) {
        let at = marked.find('|').expect("a cursor");
        assert_eq!(likely(&marked.replace('|', ""), at), words, "{marked}");
    }

    #[test]
    fn the_likely_name_is_the_capitals_around_the_cursor() {
        check_likely("he saw Peter |Lund there", "Peter Lund");
        check_likely("he saw| J. R.\nO’Neill-Lund, there", "J. R.\nO’Neill-Lund");
        check_likely("he saw. |Peter. Lund", "Peter");
        check_likely("the |wall of Peter", "wall");
        check_likely("“|Peter’ said", "Peter");
        check_likely("nothing. |", "");
        check_likely("|", "");
    }

    #[test]
    fn words_stand_whole() {
        let all = |text: &str, words: &str| standing(text, words).collect::<Vec<_>>();
        assert_eq!(all("Lund, Lunds, blund, Peter\n Lund", "Lund"), [(0, 4), (27, 31)]);
        assert_eq!(all("Lund, Peter\n Lund PeterLund", "Peter Lund"), [(6, 17)]);
        assert_eq!(all("in Österreich", "Öster"), []);
        assert_eq!(all("", "a"), []);
    }
}
