//! What rows of all views share: the words for a date, for how something is told, for who says so.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use unicode_width::UnicodeWidthStr;

use crate::model::{EventId, Modality, When};
use crate::query::{
    Certainty, ClaimantId, Cluster, Placement, WhenRow, Years, certainty, date_words, is_inferred, letter,
};
use crate::tui::glyphs::Glyphs;
use crate::tui::pane::ink::Ink;
use crate::tui::scene::Scene;

/// What the date column says of an event.
pub struct DateWords {
    /// The date, the beginning of an interval, or the order.
    pub start: String,
    /// The end of an interval.
    pub end: Option<String>,
    /// How to set it.
    pub style: Style,
    /// True if a part of it does not stand in the text.
    pub inferred: bool,
    /// True if another telling has another date.
    pub disputed: bool,
    /// For a day without a year: the years that it may lie in.
    pub years: Option<Years>,
}

/// The date of an event as a column shows it; empty words if there is none.
pub fn date_of(scene: &Scene<'_>, event: EventId) -> DateWords {
    let placed = scene.index.placed(event);
    let dating = &scene.document.events[placed.dated_by.index()];
    let disputed = scene.index.is_disputed(placed.event);
    if let Some(when) = &dating.when {
        let inferred = is_inferred(dating);
        let style = if inferred { scene.theme.inferred } else { scene.theme.date };
        let (start, end) = date_words(when);
        return DateWords { start, end, style: quiet(style), inferred, disputed, years: Years::of(when) };
    }
    let (up, down) = (scene.glyphs.arrow_up, scene.glyphs.arrow_down);
    let start = match placed.placement {
        Placement::After(_) => format!("after {up}"),
        Placement::Before(_) => format!("before {down}"),
        Placement::With(_) => format!("with {up}"),
        _ => String::new(),
    };
    DateWords { start, end: None, style: scene.theme.dim, inferred: placed.weak, disputed, years: None }
}

/// In a column of dates underlines would be noise.
fn quiet(style: Style) -> Style {
    style.remove_modifier(ratatui::style::Modifier::UNDERLINED)
}

/// The sign for how surely an event stands where it stands.
pub fn sign<'a>(scene: &Scene<'a>, event: EventId) -> &'a str {
    let dated_by = scene.index.placed(event).dated_by;
    match certainty(scene.document.events[dated_by.index()].when.as_ref()) {
        Certainty::Exact => scene.glyphs.day,
        Certainty::Partial => scene.glyphs.part,
        Certainty::Fuzzy => scene.glyphs.fuzzy,
        Certainty::Order => scene.glyphs.order,
    }
}

/// A word before the label of what is not told as a fact.
pub fn modality(scene: &Scene<'_>, event: EventId) -> &'static str {
    match scene.document.events[event.index()].modality {
        Modality::Asserted => "",
        Modality::Negated => "not: ",
        Modality::Planned => "planned: ",
        Modality::Conditional => "if: ",
        Modality::CalledFor => "asked: ",
        Modality::ReportedAsClaimed => "claimed: ",
    }
}

/// The widest date among rows, in columns, at most `most`. Of very many rows the first tell.
pub fn date_width(scene: &Scene<'_>, rows: &[WhenRow], most: usize) -> usize {
    let width = |row: &WhenRow| match row {
        WhenRow::Event(row) => {
            let date = date_of(scene, row.event);
            date.start.width().max(date.end.map_or(0, |end| end.width()))
        }
        _ => 0,
    };
    rows.iter().take(512).map(width).max().unwrap_or(0).clamp(4, most.max(4))
}

/// What the head of a cluster says behind the date.
pub fn draw_cluster(scene: &Scene<'_>, cluster: &Cluster, ink: &mut Ink<'_>) {
    ink.put(scene.glyphs.folds[usize::from(cluster.open)], scene.theme.bar).skip(1);
    ink.put(&format!("{} events", cluster.count), scene.theme.text);
}

/// True if an event's date takes two lines: an interval with two ends, or a day whose year may be one of several.
pub fn needs_two(scene: &Scene<'_>, event: EventId) -> bool {
    let interval = |edtf: &str| {
        let mut ends = edtf.split('/');
        let (start, end) = (ends.next(), ends.next());
        end.is_some_and(|end| end != ".." && start != Some("..") && start != Some(end))
    };
    // Every row of a long book is asked at every step, and few dates have a slash.
    let two =
        |when: &When| (when.edtf.bytes().any(|byte| byte == b'/') && interval(&when.edtf)) || Years::of(when).is_some();
    scene.index.dating(scene.document, event).is_some_and(two)
}

/// Which signs a legend explains.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Legend {
    /// Those of a list.
    List,
    /// Those of a story curve.
    Curve,
    /// Those of lanes to scale.
    Lanes,
}

/// What the signs mean, the least known first, as far as there is room for whole words.
fn signs<'a>(glyphs: &Glyphs, legend: Legend, disputes: bool) -> Vec<(&'a str, &'a str)> {
    match legend {
        Legend::List if disputes => vec![
            (glyphs.disputed, "dates disagree"),
            ("?", "inferred"),
            (glyphs.part, "part"),
            (glyphs.fuzzy, "fuzzy"),
            (glyphs.order, "order"),
            (glyphs.day, "date"),
        ],
        Legend::List => vec![
            (glyphs.part, "part"),
            (glyphs.fuzzy, "fuzzy"),
            (glyphs.order, "order"),
            ("?", "inferred"),
            (glyphs.day, "date"),
        ],
        Legend::Curve => vec![
            (glyphs.day, "first told"),
            (glyphs.again, "again"),
            (glyphs.arrow_up, "referred to"),
            (glyphs.told_here, "here"),
        ],
        Legend::Lanes => vec![
            (glyphs.told_here, "here"),
            (glyphs.fuzzy, "span"),
            ("?", "year open"),
            (glyphs.levels[5], "events"),
            (glyphs.gap, "silence"),
        ],
    }
}

/// The letters of those on whose word something is told. Where there are more of them than letters, only those of the
/// rows on the screen have one.
pub struct Letters {
    given: Vec<(ClaimantId, String)>,
}

impl Letters {
    /// Gives letters for the rows on the screen, those of the current paragraph first.
    pub fn of<'a>(scene: &Scene<'_>, rows: impl Iterator<Item = &'a WhenRow> + Clone) -> Self {
        let mut given: Vec<(ClaimantId, String)> = Vec::new();
        for here in [true, false] {
            let event = |row: &WhenRow| match row {
                WhenRow::Event(row) if row.here == here => scene.index.claimant_of(row.event),
                _ => None,
            };
            for claimant in rows.clone().filter_map(event) {
                let has_none = scene.index.claimants()[claimant.0 as usize].letters.is_empty();
                if has_none && given.iter().all(|(known, _)| *known != claimant) {
                    given.push((claimant, letter(given.len())));
                }
            }
        }
        Self { given }
    }

    /// The letter of a claimant.
    pub fn letter<'a>(&'a self, scene: &'a Scene<'_>, claimant: ClaimantId) -> &'a str {
        let given = self.given.iter().find(|(known, _)| *known == claimant);
        let own = || scene.index.claimants().get(claimant.0 as usize).map_or("", |claimant| claimant.letters.as_str());
        given.map_or_else(own, |(_, letter)| letter.as_str())
    }
}

/// What the signs mean, and who the letters are: a line each, as far as the area goes.
pub fn draw_legend(scene: &Scene<'_>, legend: Legend, letters: &Letters, area: Rect, buffer: &mut Buffer) {
    let claimants = scene.index.claimants();
    // If there is one line only, who claims matters more than the signs.
    let both = area.height > 1 || claimants.is_empty();
    if both {
        draw_pairs(scene, area, 0, 1, signs(scene.glyphs, legend, scene.index.has_disputes()).into_iter(), buffer);
    }
    let name = |(id, letters): &'_ (ClaimantId, String)| (letters.clone(), claimants[id.0 as usize].name.clone());
    let given: Vec<(String, String)> = letters.given.iter().map(name).collect();
    let given = given.iter().map(|(letters, name)| (letters.as_str(), name.as_str()));
    let names = claimants.iter().map(|claimant| (claimant.letters.as_str(), claimant.name.as_str()));
    let names = given.chain(names.filter(|(letters, _)| !letters.is_empty()));
    draw_pairs(scene, area, i32::from(both), 2, names.take(MOST), buffer);
}

/// No more claimants than this have room on a line.
const MOST: usize = 24;

fn draw_pairs<'a>(
    scene: &Scene<'_>,
    area: Rect,
    y: i32,
    apart: usize,
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
    buffer: &mut Buffer,
) {
    let Some(mut ink) = Ink::new(scene, area, y, buffer) else { return };
    for (nth, (sign, words)) in pairs.enumerate() {
        let gap = if nth > 0 { apart } else { 1 };
        if nth > 0 && ink.room() < sign.width() + words.width() + gap + 1 {
            return;
        }
        ink.skip(gap).put(sign, scene.theme.text).skip(1).put(words, scene.theme.dim);
    }
}
