//! Motions and jumps: everything that moves the cursor.

use super::message::Effect;
use super::page::Put;
use super::state::{Letter, State};
use super::trail::{Stand, boundary};
use crate::model::{Span, Target};
use crate::query::{
    Motion, Thing, blocks_around, definition, last_before, place_of, span_of, step, targets_in, thing_at,
};

type Count = Option<u32>;
type Effects = Vec<Effect>;

impl State {
    /// Scrolls by lines.
    pub fn scroll_lines(&mut self, lines: i32) {
        let document = self.document();
        self.page.scroll(&document, lines);
    }

    /// Scrolls by half screens.
    pub fn scroll_half(&mut self, screens: i32) {
        let rows = self.page.half().saturating_mul(screens);
        self.scroll_lines(rows);
    }

    /// Turns pages.
    pub fn turn(&mut self, pages: i32) {
        let document = self.document();
        self.page.turn(&document, pages);
    }

    /// Steps by something; a notice says if there is none.
    pub fn step(&mut self, motion: Motion, count: i32) {
        let document = self.document();
        let mut filter = self.scope.filter;
        if motion == Motion::Mention {
            filter.entity = self.entity_of_interest().or(filter.entity);
        }
        let found = step(&document, &self.snapshot.index, motion, self.page.cursor(), count, &filter);
        match found.filter(|&offset| offset != self.page.cursor()) {
            Some(offset) => self.page.go(&document, offset, Put::Near),
            None => self.tell(self.why_no_step(motion, count)),
        }
    }

    fn why_no_step(&self, motion: Motion, count: i32) -> String {
        let what = match motion {
            Motion::Paragraph => "paragraph",
            Motion::Sentence => "sentence",
            Motion::Heading => "heading",
            Motion::Event => "event",
            Motion::Mention => "mention",
            Motion::Date => "date",
            Motion::Reference => "reference",
        };
        let way = if count < 0 { "before" } else { "after" };
        let still = match (self.snapshot.partial, &self.snapshot.stage) {
            (true, _) => " yet: the text is still being loaded",
            (_, Some(_)) => " yet: the text is still being analysed",
            _ => "",
        };
        format!("no {what} {way} this one{still}")
    }

    /// Jumps to the beginning of another document of a dossier.
    pub fn step_part(&mut self, count: i32) -> Effects {
        let document = self.document();
        let Some(here) = document.part_at(self.page.cursor()) else {
            self.tell("only one document is open");
            return vec![];
        };
        let last = document.parts.len() - 1;
        let there = (here as i64 + i64::from(count)).clamp(0, last as i64) as usize;
        match there == here {
            true => self.tell(if count < 0 { "this is the first document" } else { "this is the last document" }),
            false => self.go_to(&Target::Block(document.parts[there].heading)),
        }
        vec![]
    }

    /// Steps over things of all kinds.
    pub fn step_thing(&mut self, count: i32) {
        let document = self.document();
        let cursor = self.page.cursor();
        // Things of the page and of the pages around it are enough to step through.
        let view = self.page.view();
        let margin = (view.len() as u32).max(4096);
        let around =
            Span { start: view.start.saturating_sub(margin), end: (view.end + margin).min(document.text.len() as u32) };
        let starts: Vec<u32> =
            targets_in(&document, around, &self.scope.filter).into_iter().map(|(span, _)| span.start).collect();
        let to = if count > 0 {
            starts.iter().copied().filter(|&start| start > cursor).nth(count as usize - 1)
        } else {
            starts.iter().rev().copied().filter(|&start| start < cursor).nth(count.unsigned_abs() as usize - 1)
        };
        match to {
            Some(offset) => self.page.go(&document, offset, Put::Near),
            None => self.tell("nothing to go to here"),
        }
    }

    /// Jumps to an offset; the place that one leaves is kept.
    pub fn jump(&mut self, offset: u32) {
        self.trail.leave(self.stand());
        let document = self.document();
        self.page.go(&document, offset, Put::Near);
    }

    /// Jumps to where a target is told, unfolding the text if it is folded away.
    pub fn go_to(&mut self, target: &Target) {
        if let Target::Url(address) = target {
            self.tell(format!("outside this document: {}", crate::visible::line(address)));
            return;
        }
        let document = self.document();
        let Some(span) = place_of(&document, target) else {
            return self.tell("this is told nowhere in the text");
        };
        if self.page.kept().is_some_and(|kept| !kept.iter().any(|&id| document.block(id).span.contains(span.start))) {
            self.unfold();
        }
        self.jump(span.start);
    }

    /// What begins at the cursor, else what the cursor stands in, else the first thing behind it in its sentence or
    /// line.
    pub fn thing(&self) -> Option<Thing> {
        let document = &self.snapshot.document;
        let cursor = self.page.cursor();
        let here = thing_at(document, &self.snapshot.index, cursor);
        let words = here.as_ref().and_then(|thing| span_of(document, thing));
        if words.is_some_and(|span| span.start == cursor) {
            return here;
        }
        let sentence = self.context.sentence.map(|id| document.sentences[id.index()].span);
        let within = sentence.filter(|span| span.contains(cursor)).unwrap_or(self.context.block_span(document));
        let ahead = Span { start: cursor.max(within.start), end: within.end.max(cursor) };
        let next = targets_in(document, ahead, &self.scope.filter).into_iter().next();
        // Words that the cursor stands in come before those behind it; a quotation is too wide to be meant.
        let inside = words.is_some_and(|span| span.contains(cursor)) && !matches!(here, Some(Thing::Quote(_)));
        match next {
            Some((span, thing)) if span.start == cursor || !inside => Some(thing),
            _ => here,
        }
    }

    /// The quotation that begins at the cursor or behind the mark there, for what asks whose words these are; else
    /// [`Self::thing`].
    pub fn thing_or_quotation(&self) -> Option<Thing> {
        let document = &self.snapshot.document;
        let cursor = self.page.cursor();
        let mark = document.text[cursor as usize..].chars().next().filter(|c| !c.is_alphanumeric());
        let begins = cursor + mark.map_or(0, |mark| mark.len_utf8() as u32);
        let mut quotes = self.snapshot.index.quotes_at(document, begins);
        let begun = quotes.find(|quote| document.quotes[quote.index()].span.start == begins).map(Thing::Quote);
        let named = thing_at(document, &self.snapshot.index, cursor)
            .filter(|thing| span_of(document, thing).is_some_and(|span| span.start == cursor));
        named.or(begun).or_else(|| self.thing())
    }

    /// Goes to what the thing under the cursor refers to; repeated, through its candidates.
    pub fn go_to_definition(&mut self, _: Count) -> Effects {
        let document = self.document();
        let Some(thing) = self.thing_or_quotation() else {
            self.tell("nothing here refers to anything");
            return vec![];
        };
        let here = span_of(&document, &thing);
        let targets = definition(&document, &thing);
        let elsewhere =
            targets.iter().find(|target| place_of(&document, target) != here || matches!(target, Target::Url(_)));
        match elsewhere {
            Some(target) => self.go_to(target),
            None => self.tell("this is where it is introduced"),
        }
        vec![]
    }

    /// Goes to the last place before here that means the same as what is under the cursor.
    pub fn go_to_last_mention(&mut self, _: Count) -> Effects {
        let document = self.document();
        let Some(thing) = self.thing() else {
            self.tell("nothing here was told before");
            return vec![];
        };
        match last_before(&document, &self.snapshot.index, &thing, &self.scope.filter) {
            Some(span) => self.go_to(&Target::Span(span)),
            None => self.tell("this is the first mention"),
        }
        vec![]
    }

    /// Goes back along the trail.
    pub fn back(&mut self, count: Count) -> Effects {
        let from = self.stand();
        let to = self.trail.back(from, count.unwrap_or(1) as usize);
        self.return_to(to, "the trail begins here");
        vec![]
    }

    /// Goes forward along the trail.
    pub fn forward(&mut self, count: Count) -> Effects {
        let to = self.trail.forward(count.unwrap_or(1) as usize);
        self.return_to(to, "the trail ends here");
        vec![]
    }

    fn return_to(&mut self, to: Option<Stand>, otherwise: &str) {
        let Some(stand) = to else { return self.tell(otherwise) };
        let document = self.document();
        self.page.open_at(&document, stand);
        let (at, of) = self.trail.position();
        self.tell(format!("jump {at}/{of}"));
    }

    /// Goes to the first paragraph, or to the one of a number.
    pub fn go_to_paragraph(&mut self, count: Count) -> Effects {
        let document = self.document();
        // In a dossier a number counts in the document that is read.
        let around = match count {
            Some(_) => blocks_around(&document, self.context.block),
            None => 0..document.blocks.len() as u32,
        };
        let block = around.start + count.unwrap_or(1).max(1).min(around.len() as u32).saturating_sub(1);
        let offset = document.blocks.get(block as usize).map_or(0, |block| block.span.start);
        self.trail.leave(self.stand());
        let put = if count.is_none() { Put::Top } else { Put::Near };
        self.page.go(&document, offset, put);
        vec![]
    }

    /// Goes to the end, or to the paragraph of a number.
    pub fn go_to_end(&mut self, count: Count) -> Effects {
        if count.is_some() {
            return self.go_to_paragraph(count);
        }
        let document = self.document();
        self.trail.leave(self.stand());
        let end = self.page.end(&document);
        self.page.go(&document, end, Put::Bottom);
        vec![]
    }

    /// Goes to a percentage of the text.
    pub fn go_to_percent(&mut self, count: Count) -> Effects {
        let Some(percent) = count else {
            self.tell("a number before % goes to that part of the text: 50%");
            return vec![];
        };
        let document = self.document();
        let length = document.text.len() as u64;
        let offset = (length * u64::from(percent.min(100)) / 100) as u32;
        let start = document.block_at(offset).map_or(0, |id| document.block(id).span.start);
        // A text of few blocks is gone into, not to the start of a block.
        self.jump(if offset.abs_diff(start) < 2_000 { start } else { boundary(&document.text, offset) });
        vec![]
    }

    /// Sets a mark, or goes to one.
    pub fn letter(&mut self, letter: Letter, name: char) {
        match letter {
            Letter::SetMark if name.is_alphanumeric() => {
                self.trail.marks.insert(name, self.page.cursor());
                self.tell(format!("mark {name} set"));
            }
            Letter::SetMark => self.tell("a mark's name is a letter or a digit"),
            Letter::GoToMark if name == '\'' || name == '`' => {
                let to = self.trail.last();
                let from = self.stand();
                self.return_to(to, "no place to go back to");
                self.trail.leave(from);
            }
            Letter::GoToMark => match self.trail.marks.get(&name).copied() {
                Some(offset) => self.jump(offset),
                None => self.tell(format!("no mark {name}")),
            },
        }
    }
}
