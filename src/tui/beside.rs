//! What lies beside and over the text: focus, panes, filters, folding, cards, lists, hints; and the file behind it.

use std::path::Path;

use super::message::{Effect, Job, Wanted};
use super::overlay::{Hints, List, Overlay, Prompt, PromptKind};
use super::pane::card::CardView;
use super::scene::{PaneCommand, Step};
use super::state::State;
use crate::model::{Date, Document, EntityId, Source, Span, Target};
use crate::query::{
    Card, Context, Fold, Motion, Thing, about, card, cite, claimed_by, definition, folded, meant, occurrences,
    place_of, position, span_of, speaking_at, targets_in,
};

type Count = Option<u32>;
type Effects = Vec<Effect>;

impl State {
    /// Gives the focus to the next pane, or to the one before.
    pub fn move_focus(&mut self, forward: bool) {
        let panes = self.panes.list.len();
        if self.panes.full {
            self.panes.full = false;
        }
        let stations = panes + 1;
        let at = self.panes.focus.map_or(0, |nth| nth + 1);
        let next = if forward { at + 1 } else { at + stations - 1 } % stations;
        self.focus(next.checked_sub(1));
    }

    /// Gives the focus to a pane or to the text. A pane begins at the row of the reader's place.
    pub fn focus(&mut self, pane: Option<usize>) {
        self.panes.focus = pane.filter(|nth| *nth < self.panes.list.len());
        if self.panes.focus.is_none() {
            self.panes.full = false;
        }
        self.settle();
        if let Some(nth) = self.panes.focus {
            self.panes.list[nth].step(Step::Here);
        }
    }

    /// Opens a pane full screen, or closes it.
    pub fn toggle_full(&mut self, pane: usize) {
        if self.panes.full && self.panes.focus == Some(pane) {
            self.panes.full = false;
            self.focus(None);
        } else {
            self.panes.full = true;
            self.focus(Some(pane));
        }
    }

    /// Steps over the cells of the selected row, if a pane with cells has the focus, else over things in the text.
    pub fn step_across(&mut self, count: i32) {
        let command = if count > 0 { PaneCommand::NextCell } else { PaneCommand::PreviousCell };
        let pane = self.panes.focus.and_then(|nth| self.panes.list.get_mut(nth));
        if !pane.is_some_and(|pane| (0..count.unsigned_abs().min(1_000)).all(|_| pane.command(command))) {
            self.step_thing(count);
        }
    }

    /// Moves the selection of the pane that has the focus.
    pub fn step_pane(&mut self, step: Step) {
        if let Some(pane) = self.panes.focus.and_then(|nth| self.panes.list.get_mut(nth)) {
            pane.step(step);
        }
    }

    /// Tells the pane that has the focus to do something, else every pane and the strip.
    pub fn command_pane(&mut self, command: PaneCommand) {
        let focused = self.panes.focus.and_then(|nth| self.panes.list.get_mut(nth));
        if focused.is_some_and(|pane| pane.command(command)) {
            return;
        }
        let zoom = matches!(command, PaneCommand::ZoomIn | PaneCommand::ZoomOut);
        let scaled = self.look.layout.as_ref().is_none_or(|layout| layout.strip.is_some());
        let mut understood = false;
        for pane in &mut self.panes.list {
            understood |= pane.command(command);
        }
        if zoom {
            self.panes.strip.zoom(command == PaneCommand::ZoomIn);
        }
        if zoom && !scaled {
            self.tell("no time axis is in view: in When, v goes on to the view to scale");
        } else if !understood && !zoom {
            self.tell("no pane here knows what to do with that");
        }
    }

    /// Goes where the selected row leads. The focus stays in a pane beside the text, so that one can go on.
    pub fn enter_pane(&mut self) {
        if self.panes.focus.and_then(|nth| self.panes.list.get_mut(nth)).is_some_and(|p| p.command(PaneCommand::Open)) {
            return;
        }
        let Some(target) = self.panes.focus.and_then(|nth| self.panes.list.get(nth)).and_then(|pane| pane.target())
        else {
            return self.tell("nothing is selected");
        };
        let over = self.panes.full || self.look.layout.as_ref().is_some_and(|layout| layout.over);
        if over {
            self.focus(None);
        }
        match target {
            Target::Entity(entity) => self.go_to_entity(entity),
            target => self.go_to(&target),
        }
    }

    /// Goes to an entity's next mention from here; from its last one to its first.
    fn go_to_entity(&mut self, entity: EntityId) {
        let document = self.document();
        let Some(entity) = document.entities.get(entity.index()) else { return };
        let starts = entity.mentions.iter().map(|mention| document.mentions[mention.index()].span.start);
        let cursor = self.page.cursor();
        match starts.clone().find(|&start| start > cursor).or(starts.clone().next()) {
            Some(start) => self.jump(start),
            None => self.tell("it is mentioned nowhere"),
        }
    }

    /// The entity that is followed, else selected in a pane, else under the cursor.
    pub fn entity_of_interest(&self) -> Option<EntityId> {
        if self.scope.filter.entity.is_some() {
            return self.scope.filter.entity;
        }
        if let Some(Target::Entity(entity)) =
            self.panes.focus.and_then(|nth| self.panes.list.get(nth)).and_then(|pane| pane.target())
        {
            return Some(entity);
        }
        match self.thing().and_then(|thing| meant(&self.snapshot.document, &thing)) {
            Some(Target::Entity(entity)) => Some(entity),
            _ => None,
        }
    }

    /// Steps over mentions and tells which of how many it is.
    pub fn step_mention(&mut self, count: i32) {
        let entity = self.entity_of_interest();
        self.step(Motion::Mention, count);
        self.settle();
        let Some(entity) = entity.filter(|_| self.notice.is_none()) else { return };
        let document = self.document();
        let here = Context { offset: self.page.cursor(), ..self.context };
        let (at, of) = position(&document, entity, &here, &self.scope.filter);
        let name = crate::visible::line(&document.entities[entity.index()].name).into_owned();
        self.tell(format!("{name} {at}/{of}"));
    }

    /// Follows an entity through panes and motions, or no longer.
    pub fn follow(&mut self, _: Count) -> Effects {
        if self.scope.filter.entity.take().is_some() {
            self.tell("following nobody any more");
            return vec![];
        }
        match self.entity_of_interest() {
            Some(entity) => {
                self.scope.filter.entity = Some(entity);
                let name = crate::visible::line(&self.snapshot.document.entities[entity.index()].name).into_owned();
                self.tell(format!("following {name}: ]m and [m walk the mentions, F ends it"));
            }
            None => self.tell("choose somebody first: in Who, or with the cursor"),
        }
        vec![]
    }

    /// Shows only what one claimant says, or everything again.
    pub fn toggle_claimant(&mut self, _: Count) -> Effects {
        if self.scope.filter.claimant.take().is_some() {
            self.tell("everybody’s version again");
            return vec![];
        }
        let (document, index) = (self.document(), self.snapshot.index.clone());
        let row = self.panes.focus.and_then(|nth| self.panes.list.get(nth)).and_then(|pane| pane.target());
        let here = || self.thing_or_quotation().and_then(|thing| claimed_by(&document, &index, &thing));
        let claimant = match row {
            Some(row) => claimed_by(&document, &index, &Thing::Place(row)),
            None => here().or_else(|| speaking_at(&document, &index, self.page.cursor())),
        };
        match claimant.and_then(|id| Some((id, index.claimants().get(id.0 as usize)?))) {
            Some((id, claimant)) => {
                self.scope.filter.claimant = Some(id);
                let name = crate::visible::line(&claimant.name);
                let whose = match claimant.letters.as_str() {
                    "" => format!("{name} says"),
                    letters => format!("{letters} says, {name}"),
                };
                self.tell(format!("only what {whose}: {} told; Esc ends it", events(claimant.events)));
            }
            None => self.tell("nothing told on this word: choose somebody whom When gives a letter"),
        }
        vec![]
    }

    /// Hides what the text has not told yet, or shows it again.
    pub fn toggle_known_here(&mut self, _: Count) -> Effects {
        self.scope.known_here = !self.scope.known_here;
        self.tell(if self.scope.known_here {
            "as known here: nothing from further on is shown"
        } else {
            "everything is shown again"
        });
        vec![]
    }

    /// Folds the text to the paragraphs that mention the entity of interest, or unfolds it.
    pub fn fold_to_entity(&mut self, _: Count) -> Effects {
        if self.scope.fold.is_some() {
            self.unfold();
            return vec![];
        }
        match self.entity_of_interest() {
            Some(entity) => self.fold(Fold::Entity(entity)),
            None => self.tell("choose somebody first: in Who, or with the cursor"),
        }
        vec![]
    }

    /// Asks between which dates to fold the text.
    pub fn ask_between(&mut self, _: Count) -> Effects {
        self.overlay = Some(Overlay::Prompt(Prompt::new(PromptKind::Between, self.stand())));
        vec![]
    }

    /// Folds the text to what is told between two dates, as they were typed: `1914 1918`, `1914-07..1915`.
    pub fn fold_between(&mut self, words: &str) {
        match between(words) {
            Some((first, last)) => self.fold(Fold::Between(first, last)),
            None => self.tell("two dates are needed: 1914 1918, or 1914-07-28..1914-08"),
        }
    }

    fn fold(&mut self, fold: Fold) {
        let document = self.document();
        let kept = folded(&document, fold, &self.scope.filter);
        if kept.is_empty() {
            return self.tell("nothing in the text is about that");
        }
        self.tell(format!("folded to {} of {} paragraphs: Esc unfolds", kept.len(), document.blocks.len()));
        self.trail.leave(self.stand());
        self.scope.fold = Some(fold);
        self.page.keep(&document, Some(kept.into()));
    }

    /// Shows the whole text again.
    pub fn unfold(&mut self) {
        self.scope.fold = None;
        let document = self.document();
        self.page.keep(&document, None);
    }

    /// Shows what is known of the thing under the cursor or of the selected row.
    pub fn show_card(&mut self, _: Count) -> Effects {
        let document = self.document();
        let row = self.panes.focus.and_then(|nth| self.panes.list.get(nth)).and_then(|pane| pane.target());
        let Some(thing) = row.map(Thing::Place).or_else(|| self.thing_or_quotation()) else {
            self.tell(self.nothing_here());
            return vec![];
        };
        match card(&document, &self.snapshot.index, &self.context, &self.scope.filter, &thing) {
            Some(card) => self.lay_card(card),
            None => self.tell(self.nothing_here()),
        }
        vec![]
    }

    fn nothing_here(&self) -> String {
        match &self.snapshot.stage {
            Some(stage) => format!("nothing is known here yet: {stage}"),
            None => "nothing is known about this: ]m ]d ]e ]r go to what is".into(),
        }
    }

    /// Lists all places that mean the same as the thing under the cursor.
    pub fn list_references(&mut self, _: Count) -> Effects {
        let document = self.document();
        let row = self.panes.focus.and_then(|nth| self.panes.list.get(nth)).and_then(|pane| pane.target());
        let Some(thing) = row.map(Thing::Place).or_else(|| self.thing()) else {
            self.tell(self.nothing_here());
            return vec![];
        };
        let places = occurrences(&document, &self.snapshot.index, &thing, &self.scope.filter);
        if places.is_empty() {
            self.tell("nothing else refers to this");
            return vec![];
        }
        let words = span_of(&document, &thing).map(|span| crate::query::squeeze(document.words(span), 40));
        let title = match meant(&document, &thing) {
            Some(Target::Entity(entity)) => document.entities[entity.index()].name.clone(),
            _ => words.unwrap_or_default(),
        };
        let list = List::new(&document, crate::visible::line(&title).into_owned(), &places, self.page.cursor());
        self.overlay = Some(Overlay::List(list));
        vec![]
    }

    /// Puts letters on everything in view.
    pub fn show_hints(&mut self, _: Count) -> Effects {
        let things = targets_in(&self.snapshot.document, self.page.view(), &self.scope.filter);
        if things.is_empty() {
            self.tell(self.nothing_here());
        } else {
            let document = self.document();
            let places = things.into_iter().map(|(span, thing)| (span, leads_to(&document, span, &thing))).collect();
            self.overlay = Some(Overlay::Hints(Hints::new(places, self.page.cursor())));
        }
        vec![]
    }

    /// Copies a citation of the sentence under the cursor.
    pub fn copy_citation(&mut self, _: Count) -> Effects {
        let document = self.document();
        let sentence = self.context.sentence.map(|id| document.sentences[id.index()].span);
        let block = self.context.block_span(&document);
        let span = sentence.filter(|span| block.covers(*span)).unwrap_or(block);
        if span.is_empty() || span.len() > 64 << 10 {
            self.tell("nothing here that could be copied");
            return vec![];
        }
        let words = cite(&document, span);
        self.tell(format!("copied: {}", crate::query::squeeze(&words, 60)));
        vec![Effect::Copy(words)]
    }

    /// Reads the file again; the place stays.
    pub fn reload(&mut self, _: Count) -> Effects {
        let source = self.snapshot.document.meta.source.clone();
        if matches!(source, Source::Stdin | Source::Line(_)) {
            self.tell("what came through a pipe cannot be read again");
            return vec![];
        }
        self.snapshot.job = Job(self.snapshot.job.0 + 1);
        vec![Effect::Load(self.snapshot.job, source)]
    }

    /// The file that is being read.
    pub fn current_file(&self) -> Option<&Path> {
        match &self.snapshot.document.meta_at(self.page.cursor()).source {
            Source::File(path) => Some(path),
            _ => None,
        }
    }

    /// Tells that the file that is being read was written by somebody else, or is gone.
    pub fn file_changed(&mut self, file: &Path, is_there: bool) {
        if self.current_file() != Some(file) {
            return;
        }
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
        let name = crate::visible::line(&name).into_owned();
        self.tell(match is_there {
            true => format!("{name} has changed: r reads it again and keeps the place"),
            false => format!("{name} is not there any more: what is shown stays"),
        });
    }

    /// Opens the reader's editor at the cursor's line.
    pub fn edit(&mut self, _: Count) -> Effects {
        let document = self.document();
        let cursor = self.page.cursor();
        let meta = document.meta_at(cursor);
        let Source::File(path) = &meta.source else {
            self.tell("what came through a pipe has no file to edit");
            return vec![];
        };
        let own =
            document.part_at(cursor).map_or(document.text.as_ref(), |nth| document.words(document.parts[nth].text));
        let cursor = cursor - document.part_at(cursor).map_or(0, |nth| document.parts[nth].text.start.min(cursor));
        let offset = meta.source_map.as_ref().map_or(cursor, |map| map.source_offset(cursor));
        // With a map, lines of the text are not lines of the source, but near enough to be found.
        let before = &own.as_bytes()[..(offset as usize).min(own.len())];
        let line = 1 + memchr::memchr_iter(b'\n', before).count();
        vec![Effect::Edit(path.clone(), line)]
    }

    /// Begins to analyse the document that is read, first what is near the cursor if nothing is known of it yet.
    pub fn analyse(&mut self) -> Effect {
        self.snapshot.job = Job(self.snapshot.job.0 + 1);
        self.snapshot.stage = Some("reading".into());
        let (document, dossier) = (self.document(), self.snapshot.dossier.clone());
        let (near, corrections) = (self.page.anchor(), self.hand.all());
        Effect::Analyse(self.snapshot.job, Wanted { document, dossier, near, corrections })
    }

    /// Shows what is known of the document as a whole.
    pub fn show_document(&mut self, _: Count) -> Effects {
        self.lay_card(about(&self.document(), &self.snapshot.index));
        vec![]
    }

    fn lay_card(&mut self, card: Card) {
        let room = self.look.layout.as_ref().map_or(self.look.screen, |layout| layout.text);
        self.overlay = Some(Overlay::Card(Box::new(CardView::new(card.in_place(&self.document()), room))));
    }
}

fn events(count: u32) -> String {
    if count == 1 { "1 event".into() } else { format!("{count} events") }
}

/// Where a hint on a thing leads: to what the thing refers to, if that is elsewhere, else to the thing itself.
fn leads_to(document: &Document, span: Span, thing: &Thing) -> Target {
    let refers = matches!(thing, Thing::Reference(_) | Thing::Inline(_));
    match definition(document, thing).into_iter().next().filter(|_| refers) {
        Some(target) => place_of(document, &target).map_or(target, Target::Span),
        None => Target::Span(span),
    }
}

/// Two dates as they were typed.
fn between(words: &str) -> Option<(Date, Date)> {
    let words = words.replace("..", " ").replace('/', " ").replace(['–', '—'], " ");
    let mut parts = words.split_whitespace();
    let first = parts.next()?;
    let last = parts.next().unwrap_or(first);
    let (start, end) = (day_range(first)?.0, day_range(last)?.1);
    (parts.next().is_none() && start <= end).then_some((start, end))
}

/// The first and the last day of a year, a month or a day.
fn day_range(words: &str) -> Option<(Date, Date)> {
    let (sign, digits) = words.strip_prefix('-').map_or((1, words), |rest| (-1, rest));
    let mut parts = digits.split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let first = Date::new(sign * year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (None, _) => Date::new(sign * year, 12, 31).ok()?,
        (Some(_), None) => first.last_of_month(),
        _ => first,
    };
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: Option<(&str, &str)>) {
        let found = between(words).map(|(first, last)| (first.to_string(), last.to_string()));
        assert_eq!(found, expected.map(|(first, last)| (first.to_owned(), last.to_owned())));
    }

    #[test]
    fn two_dates_are_read_as_people_type_them() {
        check("1914 1918", Some(("1914-01-01", "1918-12-31")));
        check("1914-07..1914-08-04", Some(("1914-07-01", "1914-08-04")));
        check("2020-02", Some(("2020-02-01", "2020-02-29")));
        check("-43 14", Some(("-000043-01-01", "0014-12-31")));
        check("1918 1914", None);
        check("yesterday", None);
    }
}
