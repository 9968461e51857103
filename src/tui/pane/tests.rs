//! What the panes look like, and that they can be drawn anywhere.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::card::CardView;
use super::entities::Entities;
use super::strip::TimeStrip;
use super::timeline::Timeline;
use crate::model::{EntityId, EntityKind, EventId, RelationKind, Span, Target};
use crate::query::sample::{Sample, petition};
use crate::query::{Context, Filter, Index, Thing, card, context_at, thing_at};
use crate::tui::glyphs::Glyphs;
use crate::tui::scene::{Pane, PaneCommand, Scene, Step};
use crate::tui::theme::Theme;

/// A document with everything around it that a scene needs.
struct Stage {
    sample: Sample,
    index: Index,
    context: Context,
    filter: Filter,
    theme: Theme,
    glyphs: &'static Glyphs,
    focused: bool,
}

impl Stage {
    fn new(sample: Sample, at: &str) -> Self {
        let offset = sample.at(at).start;
        let view = Span::new(offset as usize, sample.document.text.len());
        Self {
            index: Index::new(&sample.document),
            context: context_at(&sample.document, offset, view),
            sample,
            filter: Filter::default(),
            theme: Theme::built_in("mono").expect("it is built in"),
            glyphs: Glyphs::new(false),
            focused: false,
        }
    }

    fn ascii(mut self) -> Self {
        self.glyphs = Glyphs::new(true);
        self
    }

    fn focused(mut self) -> Self {
        self.focused = true;
        self
    }

    fn go(&mut self, at: &str) {
        let offset = self.sample.at(at).start;
        self.context = context_at(&self.sample.document, offset, self.context.view);
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            document: &self.sample.document,
            index: &self.index,
            generation: 1,
            context: &self.context,
            filter: &self.filter,
            theme: &self.theme,
            glyphs: self.glyphs,
            focused: self.focused,
            analysing: false,
        }
    }

    fn draw(&self, pane: &mut dyn Pane, width: u16, height: u16) -> String {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        pane.refresh(&self.scene(), area);
        pane.draw(&self.scene(), area, &mut buffer);
        lines(&buffer)
    }
}

/// What a buffer shows; lines in reverse are marked, since a picture of letters has no styles.
fn lines(buffer: &Buffer) -> String {
    let area = buffer.area;
    let line = |y: u16| -> String {
        let cells = (area.left()..area.right()).map(|x| &buffer[(x, y)]);
        let text: String = cells.clone().map(|cell| cell.symbol()).collect();
        let reversed = cells.clone().all(|cell| cell.modifier.contains(ratatui::style::Modifier::REVERSED));
        let mark = if reversed && area.width > 0 { "  <- selected" } else { "" };
        format!("|{text}|{mark}\n")
    };
    (area.top()..area.bottom()).map(line).collect()
}

/// The petition, with a place in the world and a few more events: what a real document looks like.
fn history() -> Sample {
    let mut sample = Sample::new(
        "# The long peace\n\nAda Byron, a clerk of the Ministry of Works, arrived in Vienna in March 1919.\n\n\
         Ten years before, her brother Ben Byron had left Vienna. He said that the war would come.\n\n\
         The treaty was signed on 28 June 1919 by the Ministry of Works. Ada watched the signing.\n\n\
         Many years later, in 1955, the Austrian state treaty ended it. By then Ada Byron was dead.",
    );
    let ada = sample.entity(&["Ada Byron", "Ada"], EntityKind::Person);
    let ben = sample.entity(&["Ben Byron"], EntityKind::Person);
    let vienna = sample.entity(&["Vienna"], EntityKind::Place);
    let ministry = sample.entity(&["Ministry of Works"], EntityKind::Org);
    let austrian = sample.entity(&["Austrian"], EntityKind::Norp);
    let _ = austrian;
    sample.role(ada, "a clerk of the Ministry of Works");
    sample.role(ben, "her brother");
    sample.relate(ada, RelationKind::MemberOf, ministry);
    sample.relate(ben, RelationKind::MaybeSame, ada);
    sample.quote("the war would come", "He", 1);
    let arrival = sample.event("arrived", Some("1919"));
    let leaving = sample.event("left", Some("1909"));
    let war = sample.event("war", None);
    let signing = sample.event("signed", Some("1919-06-28"));
    let again = sample.event("signing", None);
    let end = sample.event("ended", Some("1955"));
    let death = sample.event("dead", None);
    let events = &mut sample.document.events;
    for (event, label) in [
        (arrival, "Ada Byron arrived in Vienna"),
        (leaving, "her brother Ben Byron had left Vienna"),
        (war, "the war would come"),
        (signing, "The treaty was signed"),
        (end, "the Austrian state treaty ended it"),
        (death, "Ada Byron was dead"),
    ] {
        events[event.index()].label = label.into();
    }
    events[again.index()].same_as = Some(signing);
    events[war.index()].modality = crate::model::Modality::ReportedAsClaimed;
    events[arrival.index()].participants.push(ada);
    events[arrival.index()].status = crate::model::Status::Inferred;
    events[leaving.index()].participants.push(ben);
    events[leaving.index()].place = Some(vienna);
    events[signing.index()].participants.push(ministry);
    sample.link(death, crate::model::TemporalRelation::Before, end, 0.8);
    sample
}

macro_rules! snapshot {
    ($name:expr, $drawn:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($name, $drawn)
        })
    };
}

#[test]
fn who_at_every_width() {
    for width in [24, 38, 60, 80, 120] {
        let stage = Stage::new(history(), "Ada Byron");
        snapshot!(format!("who_{width}"), stage.draw(&mut Entities::default(), width, 14));
    }
    let stage = Stage::new(petition(), "invaded").ascii().focused();
    let mut pane = Entities::default();
    stage.draw(&mut pane, 38, 14);
    pane.step(Step::First);
    snapshot!("who_38_ascii_focused", stage.draw(&mut pane, 38, 14));
}

#[test]
fn happened_at_every_width() {
    for width in [24, 38, 60, 80, 120] {
        let stage = Stage::new(petition(), "committed");
        snapshot!(format!("happened_{width}"), stage.draw(&mut Timeline::default(), width, 14));
    }
    let stage = Stage::new(petition(), "committed").ascii().focused();
    let mut pane = Timeline::default();
    stage.draw(&mut pane, 38, 14);
    pane.step(Step::Here);
    snapshot!("happened_38_ascii_focused", stage.draw(&mut pane, 38, 14));
    let stage = Stage::new(history(), "signed");
    snapshot!("happened_history_60", stage.draw(&mut Timeline::default(), 60, 14));
}

#[test]
fn told_against_happened_at_every_width() {
    for width in [24, 38, 60, 80, 120] {
        let stage = Stage::new(petition(), "committed");
        let mut pane = Timeline::default();
        pane.command(PaneCommand::NextView);
        pane.command(PaneCommand::NextView);
        snapshot!(format!("curve_{width}"), stage.draw(&mut pane, width, 12));
    }
    let stage = Stage::new(history(), "signed").ascii();
    let mut pane = Timeline::default();
    pane.command(PaneCommand::NextView);
    pane.command(PaneCommand::NextView);
    snapshot!("curve_60_ascii", stage.draw(&mut pane, 60, 12));
}

#[test]
fn lanes_at_every_width() {
    for width in [24, 38, 60, 80, 120] {
        let stage = Stage::new(petition(), "committed");
        let mut pane = Timeline::default();
        (0..3).for_each(|_| {
            pane.command(PaneCommand::NextView);
        });
        snapshot!(format!("lanes_{width}"), stage.draw(&mut pane, width, 12));
    }
}

/// Seven tellings of one day, and one of another day that is the same event.
fn day() -> Sample {
    let mut sample = Sample::new("a b c d e f g\n\nagain");
    let first = sample.event("a", Some("1990-02-03"));
    for word in ["b", "c", "d", "e", "f", "g"] {
        sample.event(word, Some("1990-02-03"));
    }
    let again = sample.event("again", Some("1990-02-05"));
    sample.document.events[again.index()].same_as = Some(first);
    sample
}

#[test]
fn a_cluster_is_opened_and_folded_and_another_date_stands_below_the_first() {
    let stage = Stage::new(day(), "again").focused();
    let mut pane = Timeline::default();
    stage.draw(&mut pane, 60, 14);
    pane.step(Step::First);
    assert_eq!(pane.target(), None, "the head of a cluster leads nowhere");
    let mut all = stage.draw(&mut pane, 60, 14);
    for _ in 0..2 {
        assert!(pane.command(PaneCommand::Open));
        all.push_str(&stage.draw(&mut pane, 60, 14));
    }
    snapshot!("cluster", all);
    pane.step(Step::Rows(1));
    assert!(!pane.command(PaneCommand::Open), "an event is no cluster");
}

#[test]
fn every_cell_of_a_story_curve_leads_to_where_it_tells_the_event() {
    let stage = Stage::new(day(), "again").focused();
    let mut pane = Timeline::default();
    (0..2).for_each(|_| {
        pane.command(PaneCommand::NextView);
    });
    let area = Rect::new(0, 0, 80, 14);
    pane.refresh(&stage.scene(), area);
    pane.step(Step::First);
    while pane.target() != Some(Target::Event(EventId(0))) {
        pane.step(Step::Rows(1));
        pane.refresh(&stage.scene(), area);
    }
    assert!(pane.command(PaneCommand::NextCell));
    assert_eq!(pane.target(), Some(Target::Event(EventId(7))));
    assert!(pane.command(PaneCommand::PreviousCell));
    assert_eq!(pane.target(), Some(Target::Event(EventId(0))));
    let drawn = stage.draw(&mut pane, 80, 14);
    let selected = drawn.lines().position(|line| line.contains('∙')).expect("a row") as u16;
    let line: Vec<char> = drawn.lines().nth(selected.into()).expect("a row").chars().collect();
    let x = line.iter().position(|sign| *sign == '∙').expect("a cell") as u16 - 1;
    assert!(pane.select_at(area, Position::new(x, selected)));
    pane.refresh(&stage.scene(), area);
    assert_eq!(pane.target(), Some(Target::Event(EventId(7))), "{drawn}");
}

fn draw_strip(stage: &Stage, width: u16, height: u16) -> String {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    let mut strip = TimeStrip::default();
    strip.refresh(&stage.scene(), area);
    strip.draw(&stage.scene(), area, &mut buffer);
    lines(&buffer)
}

#[test]
fn the_strip_on_one_line_and_on_two() {
    let stage = Stage::new(petition(), "invaded");
    let mut all = String::new();
    for (width, height) in [(38, 1), (80, 1), (120, 2), (160, 2)] {
        all.push_str(&draw_strip(&stage, width, height));
    }
    let stage = Stage::new(history(), "signed").ascii();
    for (width, height) in [(38, 1), (80, 1), (120, 2)] {
        all.push_str(&draw_strip(&stage, width, height));
    }
    snapshot!("strip", all);
}

#[test]
fn cards() {
    let mut all = String::new();
    for (sample, words, width) in [
        (petition(), "Armenia and Russia", 60),
        (petition(), "signed", 60),
        (petition(), "the night of September", 38),
        (petition(), "These provocations", 80),
        (history(), "Ben Byron", 60),
        (history(), "the war", 60),
    ] {
        let stage = Stage::new(sample, words);
        let thing = thing_at(&stage.sample.document, &stage.index, stage.context.offset).expect("a thing");
        all.push_str(&draw_card(&stage, &thing, width, None));
    }
    let stage = Stage::new(history(), "Ada Byron");
    all.push_str(&draw_card(&stage, &Thing::Place(Target::Entity(EntityId(0))), 60, Some(Step::First)));
    snapshot!("cards", all);
}

fn draw_card(stage: &Stage, thing: &Thing, width: u16, step: Option<Step>) -> String {
    let scene = stage.scene();
    let card = card(scene.document, scene.index, scene.context, scene.filter, thing).expect("a card");
    let mut view = CardView::new(card, Rect::new(0, 0, width, 20));
    if let Some(step) = step {
        view.step(step);
    }
    let (width, height) = view.size(Rect::new(0, 0, width, 20));
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    view.draw(&scene, area, &mut buffer);
    lines(&buffer) + "\n"
}

#[test]
fn rows_of_the_current_paragraph_come_into_sight_and_a_selection_stays() {
    let mut stage = Stage::new(petition(), "appealed");
    let mut pane = Timeline::default();
    stage.draw(&mut pane, 38, 3);
    stage.go("committed");
    let drawn = stage.draw(&mut pane, 38, 3);
    assert!(drawn.contains("????-09-12"), "{drawn}");
    let mut stage = stage.focused();
    stage.draw(&mut pane, 38, 3);
    pane.step(Step::First);
    stage.go("appealed");
    let drawn = stage.draw(&mut pane, 38, 3);
    assert!(drawn.contains("199X"), "the selection stays in sight: {drawn}");
    assert_eq!(pane.target(), Some(Target::Event(crate::model::EventId(1))));
}

#[test]
fn a_click_selects_the_row_under_it() {
    let stage = Stage::new(petition(), "invaded").focused();
    let area = Rect::new(5, 2, 38, 14);
    let mut pane = Timeline::default();
    pane.refresh(&stage.scene(), area);
    assert!(pane.select_at(area, Position::new(9, 6)));
    assert_eq!(pane.target(), Some(Target::Event(crate::model::EventId(2))));
    assert!(!pane.select_at(area, Position::new(9, 5)), "a silence is not selected");
    assert_eq!(pane.target(), Some(Target::Event(crate::model::EventId(2))));
}

#[test]
fn hostile_names_stay_words() {
    let mut sample = petition();
    sample.document.entities[0].name = "Ar\u{1b}[31m\u{202e}menia".into();
    sample.document.events[1].label = "invaded\u{7}\n\tthe lands".into();
    let stage = Stage::new(sample, "invaded");
    for pane in [&mut Entities::default() as &mut dyn Pane, &mut Timeline::default()] {
        let drawn = stage.draw(pane, 60, 12);
        assert!(drawn.lines().all(|line| !line.contains(|c: char| c.is_control() || c == '\u{202e}')), "{drawn:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn any_size_and_any_place_can_be_drawn(
        width in 0u16..130,
        height in 0u16..20,
        x in 0u16..4,
        place in 0usize..8,
        steps in prop::collection::vec(0u8..9, 0..6),
        ascii: bool,
        horizon: bool,
    ) {
        let places = ["Unions", "invaded", "September 27", "signed", "committed", "These", "Chairman", "MP"];
        let mut stage = Stage::new(petition(), places[place]).focused();
        if ascii {
            stage = stage.ascii();
        }
        stage.filter.horizon = horizon.then_some(stage.context.offset);
        let area = Rect::new(x, 1, width, height);
        let mut buffer = Buffer::empty(Rect::new(0, 0, width + 4, height + 2));
        let outside = buffer.clone();
        let mut strip = TimeStrip::default();
        let (mut who, mut when) = (Entities::default(), Timeline::default());
        for step in std::iter::once(0).chain(steps) {
            for pane in [&mut who as &mut dyn Pane, &mut when] {
                pane.refresh(&stage.scene(), area);
                pane.draw(&stage.scene(), area, &mut buffer);
                match step {
                    0 => pane.step(Step::Rows(1)),
                    1 => pane.step(Step::Last),
                    2 => pane.step(Step::HalfPages(-1)),
                    3 => pane.step(Step::Here),
                    4 => { pane.command(PaneCommand::NextView); }
                    5 => { pane.command(PaneCommand::ZoomIn); }
                    6 => { pane.command([PaneCommand::ToggleAll, PaneCommand::NextCell, PaneCommand::Open][width as usize % 3]); }
                    7 => { pane.select_at(area, Position::new(x, 3)); }
                    _ => pane.step(Step::First),
                }
                let _ = pane.target();
            }
            strip.zoom(step % 2 == 0);
            strip.refresh(&stage.scene(), area);
            strip.draw(&stage.scene(), area, &mut buffer);
            strip.target_at(&stage.scene(), area, Position::new(x + 1, 1));
        }
        for y in 0..buffer.area.height {
            for x in 0..buffer.area.width {
                if !area.contains(Position::new(x, y)) {
                    prop_assert_eq!(&buffer[(x, y)], &outside[(x, y)], "nothing is drawn outside: {} {}", x, y);
                }
            }
        }
        let offset = stage.context.offset;
        if let Some(thing) = thing_at(&stage.sample.document, &stage.index, offset) {
            let scene = stage.scene();
            let card = card(scene.document, scene.index, scene.context, scene.filter, &thing).expect("a card");
            let mut view = CardView::new(card, area);
            view.step(Step::Rows(2));
            view.draw(&scene, area, &mut buffer);
        }
    }
}
