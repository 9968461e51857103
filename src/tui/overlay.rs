//! What can lie over the screen, at most one at a time: prompt, palette, help, card, list, hints.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use rustc_hash::FxHashMap;
use tui_input::{Input, InputRequest};

use super::pane::card::CardView;
use super::trail::Stand;
use crate::model::{Applied, BlockKind, Correction, Document, EntityKind, Passage, Span, Target};
use crate::query::{Cited, Occurrence, cited, correction_words, excerpt, place_of, squeeze, was_words};

/// What lies over the screen.
pub enum Overlay {
    /// A line to type into.
    Prompt(Prompt),
    /// Everything that has a name, to choose from by typing.
    Palette(Box<Palette>),
    /// All commands, from this row on.
    Help(usize),
    /// What is known of a thing.
    Card(Box<CardView>),
    /// Places to choose from.
    List(List),
    /// Letters on everything that one can go to.
    Hints(Hints),
}

/// What a prompt asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromptKind {
    /// Words to search for.
    Search {
        /// Towards the beginning.
        backward: bool,
    },
    /// Two dates between which the text is folded.
    Between,
    /// The date of the words there.
    Pin(Span),
    /// The name of whoever is meant there.
    Rename(Span),
    /// The words that are a name.
    Name,
}

/// A line to type into.
#[derive(Debug)]
pub struct Prompt {
    /// What for.
    pub kind: PromptKind,
    /// What has been typed.
    pub input: Input,
    /// Where to return to if it is left without an answer.
    pub from: Stand,
    /// Why what was typed is no answer; told until something else is typed.
    pub wrong: Option<String>,
}

impl Prompt {
    /// An empty prompt.
    pub fn new(kind: PromptKind, from: Stand) -> Self {
        Self { kind, input: Input::default(), from, wrong: None }
    }
}

/// What is done with a line's input for a key, by its name; none if the key types or edits nothing.
pub fn request(key: super::key::Key) -> Option<InputRequest> {
    if let Some(c) = key.char() {
        return Some(InputRequest::InsertChar(c));
    }
    Some(match key.to_string().as_str() {
        "Space" => InputRequest::InsertChar(' '),
        "Backspace" | "C-h" => InputRequest::DeletePrevChar,
        "Del" => InputRequest::DeleteNextChar,
        "Left" | "C-b" => InputRequest::GoToPrevChar,
        "Right" | "C-f" => InputRequest::GoToNextChar,
        "Home" | "C-a" => InputRequest::GoToStart,
        "End" | "C-e" => InputRequest::GoToEnd,
        "C-w" => InputRequest::DeletePrevWord,
        "C-u" => InputRequest::DeleteFromStart,
        "C-k" => InputRequest::DeleteTillEnd,
        _ => return None,
    })
}

/// Places to choose from.
#[derive(Debug)]
pub struct List {
    /// What they have in common.
    pub title: String,
    /// The places.
    pub rows: Vec<ListRow>,
    /// The chosen one.
    pub chosen: usize,
}

/// A place in a list.
#[derive(Debug)]
pub struct ListRow {
    /// The paragraph; none if it stands nowhere.
    pub paragraph: Option<Cited>,
    /// The words around it.
    pub words: String,
    /// Which bytes of them are the place itself.
    pub mark: std::ops::Range<usize>,
    /// Where it leads.
    pub target: Option<Target>,
    /// The correction that it stands for, in a list of these.
    pub correction: Option<Box<Correction>>,
}

impl List {
    /// The places where something occurs; the last one before the cursor is chosen.
    pub fn new(document: &Document, title: String, places: &[Occurrence], cursor: u32) -> Self {
        let chosen = places.iter().rposition(|place| place.span.start <= cursor).unwrap_or(0);
        let row = |place: &Occurrence| {
            let (words, mark) = excerpt(document, place.span, 100);
            let target = Some(Target::Span(place.span));
            ListRow { paragraph: Some(cited(document, place.block)), words, mark, target, correction: None }
        };
        Self { title, rows: places.iter().take(5_000).map(row).collect(), chosen }
    }

    /// What was put right by hand, in the order in which it counts.
    pub fn of_corrections(document: &Document, corrections: &[Correction]) -> Self {
        let known: FxHashMap<&Correction, &Applied> =
            document.corrections.iter().map(|applied| (&applied.correction, applied)).collect();
        let row = |correction: &Correction| {
            let applied = known.get(correction);
            // Until it is applied it stands where it was made.
            let made = |at: &Passage| Span { start: at.offset, end: at.offset };
            let span = applied.map_or_else(|| correction.at().map(made), |applied| applied.span);
            let mut words = correction_words(correction);
            if let Some(was) = applied.and_then(|applied| was_words(applied)) {
                words.push_str(&format!(" ({was})"));
            }
            if applied.is_some_and(|applied| !applied.fits) {
                words.push_str(" (stands nowhere in the text any more)");
            }
            ListRow {
                paragraph: span.and_then(|span| document.block_at(span.start)).map(|block| cited(document, block)),
                words,
                mark: 0..0,
                target: span.map(Target::Span),
                correction: Some(Box::new(correction.clone())),
            }
        };
        Self { title: "By hand".into(), rows: corrections.iter().map(row).collect(), chosen: 0 }
    }

    /// True for a list of corrections.
    pub fn is_of_corrections(&self) -> bool {
        self.rows.first().is_some_and(|row| row.correction.is_some())
    }
}

/// Letters on everything that one can go to.
#[derive(Debug)]
pub struct Hints {
    /// The letters, the words they stand on, and where they lead.
    pub labels: Vec<(String, Span, Target)>,
    /// What has been typed of them.
    pub typed: String,
}

/// The letters of hints: those under the fingers first.
const LETTERS: &[u8] = b"fjdkslaghrueiwoqptyvnbmcxz";

impl Hints {
    /// Letters for things, as short as they can be: one for those nearest to the cursor, two for the rest if there are
    /// many.
    pub fn new(mut things: Vec<(Span, Target)>, cursor: u32) -> Self {
        let letters = LETTERS.len();
        things.truncate(letters * letters);
        // Each letter that begins longer labels stands for one label less, and for as many more as there are letters.
        let longer = (things.len().saturating_sub(letters)).div_ceil(letters - 1);
        let single = letters - longer;
        let letter = |nth: usize| LETTERS[nth] as char;
        let label = |rank: usize| match rank.checked_sub(single) {
            None => letter(rank).to_string(),
            Some(rank) => [letter(single + rank / letters), letter(rank % letters)].iter().collect(),
        };
        let mut order: Vec<usize> = (0..things.len()).collect();
        order.sort_by_key(|&nth| things[nth].0.start.abs_diff(cursor));
        let mut names = vec![String::new(); things.len()];
        for (rank, nth) in order.into_iter().enumerate() {
            names[nth] = label(rank);
        }
        let labels = names.into_iter().zip(things).map(|(name, (span, target))| (name, span, target)).collect();
        Self { labels, typed: String::new() }
    }
}

/// Something that the palette offers.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its words.
    pub words: String,
    /// What it is, in a word.
    pub kind: &'static str,
    /// What choosing it does.
    pub choice: Choice,
}

/// What choosing something in the palette does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Runs a command, by its name.
    Command(&'static str),
    /// Goes there.
    Target(Target),
    /// Takes a theme, by its name.
    Theme(&'static str),
    /// Makes a correction.
    Correct(Box<Correction>),
}

/// Everything that has a name, to choose from by typing; or what one is asked to choose from.
pub struct Palette {
    /// What is chosen.
    pub title: String,
    /// True if it offers whatever the document has.
    pub open: bool,
    /// What has been typed.
    pub input: Input,
    /// All there is: first what is no part of the document.
    items: Vec<Item>,
    /// How many of them are that.
    first: usize,
    /// What fits, best first, with the characters that fit.
    pub found: Vec<(usize, Vec<u32>)>,
    /// The chosen one among those.
    pub chosen: usize,
    matcher: Matcher,
}

impl std::fmt::Debug for Palette {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Palette").field("input", &self.input).field("items", &self.items.len()).finish_non_exhaustive()
    }
}

/// No more rows than these are kept of what fits.
const MOST_FOUND: usize = 200;
/// No more paragraphs than these are offered.
const MOST_PARAGRAPHS: usize = 20_000;

impl Palette {
    /// A palette of `first` (commands and such) and of what the document has.
    pub fn new(first: Vec<Item>, document: &Document) -> Self {
        let mut palette = Self { open: true, ..Self::of("Find".into(), first) };
        palette.renew(document);
        palette
    }

    /// A palette of `items` and nothing else.
    pub fn of(title: String, items: Vec<Item>) -> Self {
        let mut palette = Self {
            title,
            open: false,
            input: Input::default(),
            first: items.len(),
            items,
            found: vec![],
            chosen: 0,
            matcher: Matcher::new(Config::DEFAULT),
        };
        palette.filter();
        palette
    }

    /// Offers what the document has by now. What was chosen stays chosen, if it is still there.
    pub fn renew(&mut self, document: &Document) {
        if !self.open {
            return;
        }
        let chosen = if self.chosen > 0 { self.item(self.chosen).map(|item| item.choice.clone()) } else { None };
        self.items.truncate(self.first);
        self.items.extend(items_of(document));
        self.filter();
        let is_chosen = |choice: Choice| self.found.iter().position(|&(nth, _)| self.items[nth].choice == choice);
        self.chosen = chosen.and_then(is_chosen).unwrap_or(0);
    }

    /// How much it offers, whatever has been typed.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// True if it offers nothing.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// An item by its number in `found`.
    pub fn item(&self, nth: usize) -> Option<&Item> {
        self.found.get(nth).map(|(item, _)| &self.items[*item])
    }

    /// Finds anew what fits what has been typed.
    pub fn filter(&mut self) {
        let words = self.input.value().trim();
        self.chosen = 0;
        if words.is_empty() {
            self.found = (0..self.items.len().min(MOST_FOUND)).map(|nth| (nth, vec![])).collect();
            return;
        }
        let pattern = Pattern::parse(words, CaseMatching::Smart, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, usize)> = Vec::new();
        for (nth, item) in self.items.iter().enumerate() {
            if let Some(score) = pattern.score(Utf32Str::new(&item.words, &mut buffer), &mut self.matcher) {
                // Names and headings before running text, where letters fit by chance.
                let score = if item.kind == "text" { score / 2 } else { score };
                scored.push((score, nth));
            }
        }
        scored.sort_by_key(|&(score, nth)| (std::cmp::Reverse(score), nth));
        scored.truncate(MOST_FOUND);
        let matcher = &mut self.matcher;
        let items = &self.items;
        self.found = scored
            .into_iter()
            .map(|(_, nth)| {
                let mut indices = Vec::new();
                pattern.indices(Utf32Str::new(&items[nth].words, &mut buffer), matcher, &mut indices);
                indices.sort_unstable();
                (nth, indices)
            })
            .collect();
    }
}

fn items_of(document: &Document) -> Vec<Item> {
    // Places in the text stay when the analysis numbers things anew.
    let item = |words: String, kind, target: Target| {
        let target = place_of(document, &target).map_or(target, Target::Span);
        Item { words, kind, choice: Choice::Target(target) }
    };
    let blocks = || document.blocks.iter().enumerate();
    let headings = blocks().filter(|(_, block)| matches!(block.kind, BlockKind::Heading(_)));
    let headings = headings
        .map(|(nth, block)| item(squeeze(document.words(block.span), 100), "heading", Target::Block(nth.into())));
    let entities = document.entities.iter().enumerate();
    let entities = entities
        .map(|(nth, entity)| item(squeeze(&entity.name, 100), kind_word(entity.kind), Target::Entity(nth.into())));
    let events = document.events.iter().enumerate().filter(|(_, event)| event.same_as.is_none());
    let events = events.map(|(nth, event)| item(squeeze(&event.label, 100), "event", Target::Event(nth.into())));
    let paragraphs =
        blocks().filter(|(_, block)| block.kind.is_prose() && !matches!(block.kind, BlockKind::Heading(_)));
    let paragraphs = paragraphs
        .take(MOST_PARAGRAPHS)
        .map(|(nth, block)| item(squeeze(document.words(block.span), 120), "text", Target::Block(nth.into())));
    headings.chain(entities).chain(events).chain(paragraphs).collect()
}

fn kind_word(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Org => "organisation",
        EntityKind::Place => "place",
        EntityKind::Norp => "people",
        EntityKind::Event => "event",
        EntityKind::Law => "law",
        EntityKind::Work => "work",
        EntityKind::Other => "name",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_are_as_short_as_they_can_be_and_never_the_beginning_of_another() {
        for count in [0, 1, 26, 27, 300, 2000] {
            let things = (0..count).map(|_| (Span::default(), Target::Span(Span::default()))).collect();
            let hints = Hints::new(things, 0);
            let labels: Vec<&str> = hints.labels.iter().map(|(label, ..)| label.as_str()).collect();
            for (nth, label) in labels.iter().enumerate() {
                assert!(!label.is_empty() && label.len() <= 2);
                assert!(labels[..nth].iter().all(|other| !other.starts_with(label) && !label.starts_with(other)));
            }
            assert_eq!(labels.iter().filter(|label| label.len() == 1).count() > 20, count > 20 && count < 150);
            let unique: std::collections::BTreeSet<&str> = labels.iter().copied().collect();
            assert_eq!(unique.len(), (count as usize).min(26 * 26));
        }
    }

    #[test]
    fn the_palette_finds_by_letters_and_prefers_names_to_running_text() {
        let first = vec![
            Item { words: "quit".into(), kind: "command", choice: Choice::Command("quit") },
            Item { words: "a very quaint text about it".into(), kind: "text", choice: Choice::Command("x") },
        ];
        let mut palette = Palette::new(first, &Document::default());
        assert_eq!(palette.found.len(), 2);
        palette.input = Input::new("qit".into());
        palette.filter();
        assert_eq!(palette.item(0).map(|item| item.words.as_str()), Some("quit"));
        palette.input = Input::new("zzz".into());
        palette.filter();
        assert!(palette.found.is_empty());
    }
}
