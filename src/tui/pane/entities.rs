//! Who: the entities of the passage under the eye, of the screen, of the whole document.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr;

use crate::model::{BlockId, EntityId, EntityKind, Target};
use crate::query::{Filter, Section, WhoRow, mention_at, position, presence, role, who_rows};
use crate::tui::scene::{Pane, PaneCommand, Scene, Step};

use super::ink::{Ink, heading, select, title, titled};
use super::list::List;

/// The pane.
#[derive(Default)]
pub struct Entities {
    rows: Vec<Row>,
    list: List,
    seen: Option<Seen>,
    /// Where the selected entity is first mentioned: by this it is known again when the analysis gives its numbers
    /// anew.
    held: Option<u32>,
}

/// What the rows were made from.
#[derive(PartialEq)]
struct Seen {
    generation: u64,
    block: BlockId,
    view: crate::model::Span,
    filter: Filter,
    width: u16,
}

enum Row {
    Heading(Section, u32),
    Entity(WhoRow),
}

/// How the columns of a row share a width; the name takes what is left.
struct Columns {
    /// 0 if the role stands on a line of its own.
    role: usize,
    presence: usize,
    count: usize,
    /// In a dossier how many documents name it, the space before it included.
    documents: usize,
}

/// A role gets a line of its own below this width.
const WIDE: u16 = 56;
/// The widest strip of presence.
const BINS: usize = 80;
/// A count takes no more columns than this ("1234/5678").
const COUNT: usize = 9;

impl Columns {
    fn of(width: u16, count: usize, documents: usize) -> Self {
        // One column at either side, sign and space before the name, a space before the count.
        let width = usize::from(width).saturating_sub(2 + 2 + 1 + count + documents);
        let presence = match width {
            0..18 => 0,
            18..26 => 6,
            26..44 => 10,
            44..60 => 16,
            _ => (width * 3 / 10).min(BINS),
        };
        let left = width.saturating_sub(presence + usize::from(presence > 0));
        let role = if left >= 36 { left * 3 / 5 } else { 0 };
        Self { role, presence, count, documents }
    }
}

impl Entities {
    fn rebuild(&mut self, scene: &Scene<'_>, area: Rect) {
        let (place, selected) = (self.list.selected(), self.held_entity(scene));
        let rows = who_rows(scene.document, scene.index, scene.context, scene.filter);
        self.rows.clear();
        for section in [Section::Here, Section::InView, Section::Elsewhere] {
            let here: Vec<WhoRow> = rows.iter().filter(|row| row.section == section).copied().collect();
            if !here.is_empty() {
                self.rows.push(Row::Heading(section, here.len() as u32));
            }
            self.rows.extend(here.into_iter().map(Row::Entity));
        }
        let at = |entity: EntityId| {
            let is = |row: &Row| matches!(row, Row::Entity(row) if row.entity == entity);
            self.rows.iter().position(is)
        };
        let narrow = area.width < WIDE;
        let heights = self.rows.iter().map(|row| match row {
            Row::Heading(..) => (1, false),
            Row::Entity(row) => (row_height(scene, row, narrow), true),
        });
        let there = selected.and_then(at);
        // Where it is gone, its neighbour takes its place.
        let near = || place.filter(|_| selected.is_none()).and_then(|row| self.entity_row_near(row));
        let selected = there.or_else(near);
        self.list.set(heights, selected);
        self.hold(scene);
    }

    /// The selected entity by its number in this snapshot.
    fn held_entity(&self, scene: &Scene<'_>) -> Option<EntityId> {
        let held = self.held.filter(|_| self.list.selected().is_some())?;
        mention_at(scene.document, held).map(|mention| scene.document.mentions[mention.index()].entity)
    }

    /// Remembers what is selected by its place.
    fn hold(&mut self, scene: &Scene<'_>) {
        let entity = self.selected_entity().and_then(|entity| scene.document.entities.get(entity.index()));
        let first = entity.and_then(|entity| scene.document.mentions.get(entity.mentions.first()?.index()));
        self.held = first.map(|mention| mention.span.start);
    }

    /// The row of an entity at a place in the list, else before it.
    fn entity_row_near(&self, row: usize) -> Option<usize> {
        let is_entity = |row: &usize| matches!(self.rows.get(*row), Some(Row::Entity(_)));
        (row..self.rows.len()).chain((0..row).rev()).find(is_entity)
    }

    fn selected_entity(&self) -> Option<EntityId> {
        match self.rows.get(self.list.selected()?)? {
            Row::Entity(row) => Some(row.entity),
            Row::Heading(..) => None,
        }
    }

    /// The rows of the current paragraph, with their heading.
    fn here(&self) -> Option<std::ops::Range<usize>> {
        let is_here = |row: &Row| match row {
            Row::Heading(section, _) => *section == Section::Here,
            Row::Entity(row) => row.section == Section::Here,
        };
        let end = self.rows.iter().take_while(|row| is_here(row)).count();
        (end > 0).then_some(0..end)
    }

    fn draw_row(&self, scene: &Scene<'_>, area: Rect, y: i32, row: &WhoRow, buffer: &mut Buffer) {
        let columns = Columns::of(area.width, self.count_width(), documents_width(scene));
        let entity = &scene.document.entities[row.entity.index()];
        let Some(mut ink) = Ink::new(scene, area, y, buffer) else { return };
        let by_hand = if scene.index.is_by_hand(row.entity) { scene.glyphs.by_hand } else { "" };
        ink.put_column(by_hand, 1, scene.theme.key).skip(if row.under { 2 } else { 0 }).skip_right(1);
        let kind = scene.theme.entity(entity.kind).remove_modifier(Modifier::UNDERLINED);
        ink.put_column(sign(scene, entity.kind), 2, kind);
        let (come_to, total) = position(scene.document, row.entity, scene.context, scene.filter);
        if columns.documents > 0 {
            // One document is the one that the count is of.
            let of = scene.index.documents(row.entity).filter(|of| *of > 1);
            let words = of.map_or(String::new(), |of| format!("{of}d"));
            ink.put_right(&format!(" {words:>width$}", width = columns.documents - 1), scene.theme.dim);
        }
        let count = if row.section == Section::Here { format!("{come_to}/{total}") } else { total.to_string() };
        ink.put_right(&count, scene.theme.dim);
        ink.skip_right(columns.count.saturating_sub(count.width()) + 1);
        let roomy = ink.room() > entity.name.width() + columns.presence || area.width >= WIDE;
        // Where it is narrow, a long name is worth more than its strip.
        if columns.presence > 0 && (roomy || row.section == Section::Here) {
            draw_presence(scene, row.entity, columns.presence, &mut ink);
            ink.skip_right(1);
        }
        draw_name(scene, row, &columns, &mut ink);
    }

    fn draw_role(&self, scene: &Scene<'_>, area: Rect, y: i32, row: &WhoRow, buffer: &mut Buffer) {
        if let Some(mut ink) = Ink::new(scene, area, y, buffer) {
            let words = role(scene.document, scene.index, row.entity, scene.filter);
            ink.skip(3 + if row.under { 2 } else { 0 }).skip_right(1).put(&words, scene.theme.dim);
        }
    }

    fn count_width(&self) -> usize {
        let widest = self.rows.iter().take(64).map(|row| match row {
            Row::Entity(row) if row.section == Section::Here => 2 * digits(row.mentions) + 1,
            Row::Entity(row) => digits(row.mentions),
            Row::Heading(..) => 0,
        });
        widest.max().unwrap_or(1).min(COUNT)
    }
}

/// The columns in which a dossier's rows tell how many documents name somebody: "12d", and a space before it.
fn documents_width(scene: &Scene<'_>) -> usize {
    match scene.document.parts.len() {
        0 | 1 => 0,
        parts => digits(parts as u32) + 2,
    }
}

/// The name, and the role beside it if there is room and it has no line of its own.
fn draw_name(scene: &Scene<'_>, row: &WhoRow, columns: &Columns, ink: &mut Ink<'_>) {
    let style = match row.section {
        _ if scene.filter.entity == Some(row.entity) => scene.theme.followed,
        Section::Here => scene.theme.current,
        _ => scene.theme.text,
    };
    let name = &scene.document.entities[row.entity.index()].name;
    if columns.role > 0 {
        ink.put_column(name, ink.room().saturating_sub(columns.role + 1), style).skip(1);
    } else {
        ink.put(name, style);
        if ink.room() < 13 || row_height(scene, row, true) > 1 {
            return;
        }
    }
    if row.under {
        return;
    }
    let role = role(scene.document, scene.index, row.entity, scene.filter);
    if columns.role == 0 && !role.is_empty() {
        // Without a column of its own it would read on as if it belonged to the name.
        ink.put(", ", scene.theme.dim);
    }
    ink.put(&role, scene.theme.dim);
}

/// Two lines for those of the current paragraph whose role would not fit beside the name.
fn row_height(scene: &Scene<'_>, row: &WhoRow, narrow: bool) -> u16 {
    if !narrow || row.section != Section::Here {
        return 1;
    }
    let entity = &scene.document.entities[row.entity.index()];
    1 + u16::from(entity.descriptors.iter().any(|descriptor| scene.filter.knows(descriptor.span.start)))
}

fn digits(number: u32) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}

fn sign<'a>(scene: &Scene<'a>, kind: EntityKind) -> &'a str {
    let nth = match kind {
        EntityKind::Person => 0,
        EntityKind::Org => 1,
        EntityKind::Place => 2,
        EntityKind::Norp => 3,
        EntityKind::Event => 4,
        EntityKind::Law => 5,
        EntityKind::Work => 6,
        EntityKind::Other => 7,
    };
    scene.glyphs.kinds[nth]
}

/// A bar for each part of the text that mentions the entity, at the right end of a line; where the reader is, a line.
fn draw_presence(scene: &Scene<'_>, entity: EntityId, width: usize, ink: &mut Ink<'_>) {
    let mut bins = [0; BINS];
    let bins = &mut bins[..width.min(BINS)];
    let here = presence(scene.document, entity, scene.context, scene.filter, bins);
    for (nth, &count) in bins.iter().enumerate().rev() {
        let is_here = here == Some(nth);
        let style = if is_here { scene.theme.place_mark } else { scene.theme.bar };
        let sign = match (level(count), is_here) {
            (0, true) => scene.glyphs.vertical,
            (level, _) => scene.glyphs.levels[level],
        };
        ink.put_right(sign, style);
    }
}

/// The height of a bar, on a scale by doubling, so that a single mention shows too.
fn level(count: u16) -> usize {
    count.checked_ilog2().map_or(0, |log| (2 + 2 * log as usize).min(8))
}

impl Pane for Entities {
    fn refresh(&mut self, scene: &Scene<'_>, area: Rect) {
        let (_, area) = titled(area);
        self.list.resize(area.height);
        let seen = Seen {
            generation: scene.generation,
            block: scene.context.block,
            view: scene.context.view,
            filter: *scene.filter,
            width: area.width,
        };
        if self.seen.as_ref().is_some_and(|old| old.generation == seen.generation) {
            self.hold(scene);
        }
        if self.seen.as_ref() == Some(&seen) {
            return;
        }
        let moved = self.seen.as_ref().is_none_or(|old| old.block != seen.block || old.filter != seen.filter);
        self.seen = Some(seen);
        self.rebuild(scene, area);
        if let Some(here) = self.here().filter(|_| moved && !scene.focused) {
            self.list.show(here);
        }
    }

    fn step(&mut self, step: Step) {
        let here = self.here().map(|rows| rows.start);
        self.list.step(step, here);
    }

    fn command(&mut self, _command: PaneCommand) -> bool {
        false
    }

    fn select_at(&mut self, area: Rect, position: Position) -> bool {
        let (_, area) = titled(area);
        let row = position.y.checked_sub(area.y).and_then(|line| self.list.row_at(line));
        match row.filter(|&row| matches!(self.rows.get(row), Some(Row::Entity(_)))) {
            Some(row) => {
                self.list.select(row);
                true
            }
            None => false,
        }
    }

    fn target(&self) -> Option<Target> {
        self.selected_entity().map(Target::Entity)
    }

    fn draw(&self, scene: &Scene<'_>, area: Rect, buffer: &mut Buffer) {
        let (head, area) = titled(area);
        let followed = scene.filter.entity.and_then(|entity| scene.document.entities.get(entity.index()));
        let how = followed.map(|entity| format!("with {}", entity.name)).unwrap_or_default();
        let figure = self.rows.iter().filter(|row| matches!(row, Row::Entity(_))).count();
        title(scene, head, "Who", &how, &figure.to_string(), buffer);
        if self.rows.is_empty() {
            let words = if scene.analysing { "looking for names" } else { "no names found" };
            if let Some(mut ink) = Ink::new(scene, area, 0, buffer) {
                ink.skip(1).put(words, scene.theme.dim);
            }
            return;
        }
        for (nth, y) in self.list.visible() {
            match &self.rows[nth] {
                Row::Heading(section, count) => {
                    let word = match section {
                        Section::Here => "here",
                        Section::InView => "in view",
                        Section::Elsewhere => "elsewhere",
                    };
                    heading(scene, area, y, word, &count.to_string(), buffer);
                }
                Row::Entity(row) => {
                    // A row of an older snapshot may still stand here for a moment.
                    if row.entity.index() >= scene.document.entities.len() {
                        continue;
                    }
                    let height = i32::from(row_height(scene, row, area.width < WIDE));
                    self.draw_row(scene, area, y, row, buffer);
                    if height > 1 {
                        self.draw_role(scene, area, y + 1, row, buffer);
                    }
                    if scene.focused && self.list.selected() == Some(nth) {
                        (y..y + height).for_each(|y| select(scene, area, y, buffer));
                    }
                }
            }
        }
    }
}
