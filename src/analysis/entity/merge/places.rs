//! Names that several people bear, place by place: whom the passage last meant, or the chapter means.

use rustc_hash::{FxHashMap, FxHashSet};

use super::form::NEAR;
use crate::analysis::entity::find::Found;
use crate::analysis::work::Work;
use crate::model::BlockKind;

/// So often must an ambiguous name have gone to one bearer to go there without one nearby.
const OFTEN: u32 = 5;
/// So many times as often as to all others.
const MUCH: u32 = 2;
/// So many times as often as all other bearers must one be named in a chapter that names several.
const MOST_OF_CHAPTER: u32 = 4;

/// For places of names that several bear, by which rule they went to one of them.
pub(super) type Told = FxHashMap<usize, &'static str>;
/// How often something is named, by chapter and what it is.
type InChapter = FxHashMap<(u32, u32), u32>;

/// The places of a document, and the bearers of its doubtful forms.
pub(super) struct Places<'a> {
    pub work: Work<'a>,
    pub found: &'a [Found],
    pub form_of: &'a [u32],
    /// For a form that several bear the forms that stand for its bearers.
    pub bearers: &'a FxHashMap<u32, Vec<u32>>,
}

impl Places<'_> {
    /// Gives places of doubtful forms to their bearers, surest first, and tells by which rule.
    pub fn decide(&self, entity_of: &mut [u32]) -> Told {
        let mut told = Told::default();
        if self.bearers.is_empty() {
            return told;
        }
        self.by_nearest(entity_of, &mut told);
        self.by_chapter(entity_of, &mut told);
        self.by_habit(entity_of, &mut told);
        told
    }

    /// The doubtful forms some place of which was given to nobody.
    pub fn left(&self, told: &Told) -> FxHashSet<u32> {
        self.open(told).into_iter().map(|(place, _)| self.form_of[place]).collect()
    }

    /// Those of the places that several bear and that went to nobody yet, with their bearers.
    fn open(&self, told: &Told) -> Vec<(usize, &Vec<u32>)> {
        let open = self.form_of.iter().enumerate().filter(|(place, _)| !told.contains_key(place));
        open.filter_map(|(place, form)| Some((place, self.bearers.get(form)?))).collect()
    }

    /// To the bearer named last, if that was nearby.
    fn by_nearest(&self, entity_of: &mut [u32], told: &mut Told) {
        let mut last: FxHashMap<u32, usize> = FxHashMap::default();
        for (place, form) in self.form_of.iter().enumerate() {
            if let Some(bearers) = self.bearers.get(form) {
                let start = self.found[place].span.start;
                let near = |earlier: &usize| start - self.found[*earlier].span.start <= NEAR;
                let latest = bearers.iter().filter_map(|bearer| Some((*last.get(bearer)?, *bearer)));
                let Some((_, bearer)) = latest.filter(|(earlier, _)| near(earlier)).max() else { continue };
                entity_of[place] = bearer;
                told.insert(place, "nearest bearer named before");
            }
            last.insert(entity_of[place], place);
        }
    }

    /// To the only bearer whom the chapter names, or whom it names much more often than all others.
    fn by_chapter(&self, entity_of: &mut [u32], told: &mut Told) {
        let headings = self.work.document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(_)));
        let headings: Vec<u32> = headings.map(|block| block.span.start).collect();
        let chapter = |place: usize| headings.partition_point(|start| *start <= self.found[place].span.start) as u32;
        let bearers: FxHashSet<u32> = self.bearers.values().flatten().copied().collect();
        let mut named = InChapter::default();
        for (place, entity) in entity_of.iter().enumerate().filter(|(_, entity)| bearers.contains(entity)) {
            *named.entry((chapter(place), *entity)).or_default() += 1;
        }
        for (place, bearers) in self.open(told) {
            let here = chapter(place);
            let count = |bearer: &u32| Some((named.get(&(here, *bearer)).copied()?, *bearer));
            let mut counts: Vec<(u32, u32)> = bearers.iter().filter_map(count).collect();
            counts.sort_unstable_by(|one, other| other.cmp(one));
            let rule = match counts[..] {
                [_] => "the only bearer named in this chapter",
                [(most, _), ref others @ ..]
                    if most >= MOST_OF_CHAPTER * others.iter().map(|(count, _)| count).sum::<u32>() =>
                {
                    "the bearer whom this chapter names most"
                }
                _ => continue,
            };
            entity_of[place] = counts[0].1;
            told.insert(place, rule);
        }
    }

    /// To the bearer to whom the name goes nearly always where one of them is named nearby.
    fn by_habit(&self, entity_of: &mut [u32], told: &mut Told) {
        let mut given: FxHashMap<u32, FxHashMap<u32, u32>> = FxHashMap::default();
        for place in told.keys() {
            let bearers = given.entry(self.form_of[*place]).or_default();
            *bearers.entry(entity_of[*place]).or_default() += 1;
        }
        let mostly: FxHashMap<u32, u32> =
            given.into_iter().filter_map(|(form, bearers)| Some((form, mostly(bearers)?))).collect();
        for (place, _) in self.open(told) {
            if let Some(&bearer) = mostly.get(&self.form_of[place]) {
                entity_of[place] = bearer;
                told.insert(place, "the bearer whom the name mostly means");
            }
        }
    }
}

/// The bearer to whom a name goes nearly always, if it goes there often enough.
fn mostly(bearers: FxHashMap<u32, u32>) -> Option<u32> {
    let mut bearers: Vec<(u32, u32)> = bearers.into_iter().map(|(root, count)| (count, root)).collect();
    bearers.sort_unstable_by(|one, other| other.cmp(one));
    let others: u32 = bearers.iter().skip(1).map(|(count, _)| count).sum();
    let &(most, root) = bearers.first()?;
    (most >= OFTEN && most >= MUCH * others).then_some(root)
}
