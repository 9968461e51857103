//! From names to entities: careful steps, surest first, each of which can say why.
//!
//! The steps work on forms (a name with the gender of its titles), not on places, so their cost follows the number of
//! different names. Where a form fits more than one bearer it is left apart, but for a surname, which goes to the
//! nearest bearer named before.

mod body;
mod doubtful;
mod form;
mod given;
mod lookalike;
mod people;
mod told;

use rustc_hash::FxHashMap;

use super::find::Found;
use super::kind::Names;
use super::lore::Lore;
use crate::analysis::work::Work;
use crate::model::EntityKind;
use form::{Ambiguous, Merger, forms};
pub(super) use form::{Form, Merged};

/// How far back, in bytes, a bearer of an ambiguous name must have been named.
const NEAR: u32 = 2_500;

/// So often must an ambiguous name have gone to one bearer to go there without one nearby.
const OFTEN: u32 = 5;
/// So many times as often as to all others.
const MUCH: u32 = 2;

/// Groups the places of `found` into entities.
pub(super) fn merge(work: Work<'_>, lore: &Lore<'_>, found: &[Found], names: &Names) -> Merged {
    let (forms, form_of) = forms(lore, found, names);
    let mut merger = Merger {
        work,
        lore,
        found,
        names,
        parent: (0..forms.len() as u32).collect(),
        gender: forms.iter().map(|form| form.gender).collect(),
        reasons: vec![None; forms.len()],
        rules: FxHashMap::default(),
        doubts: Vec::new(),
        forms,
        form_of,
    };
    merger.aliases();
    merger.full_names();
    merger.other_given_names();
    merger.told_aliases();
    merger.parts_of_long_names();
    let ambiguous = merger.single_names();
    let counts = merger.counts();
    merger.short_given_names(&counts);
    merger.misspelt_surnames();
    merger.lookalikes();
    merger.bracketed();
    merger.acronyms();
    merger.company_suffixes();
    merger.short_forms();
    merger.names_without_head();
    merger.finish(&ambiguous)
}

impl Merger<'_> {
    /// Country aliases, demonyms in singular and plural, bodies and their acronyms as the gazetteer knows them.
    fn aliases(&mut self) {
        let mut known: FxHashMap<(u32, EntityKind), u32> = FxHashMap::default();
        for form in 0..self.forms.len() as u32 {
            let kind = self.kind(form);
            let Some(id) = self.lore.known_id(self.key(form), self.entry(form), kind) else { continue };
            match known.get(&(id, kind)) {
                Some(&first) => {
                    let rule = match kind {
                        EntityKind::Norp => "the same people",
                        _ => "another name of the same",
                    };
                    self.join(form, first, rule, 0.95);
                }
                None => {
                    known.insert((id, kind), form);
                }
            }
        }
    }

    fn finish(mut self, ambiguous: &[Ambiguous]) -> Merged {
        let form_of = std::mem::take(&mut self.form_of);
        let roots: Vec<u32> = (0..self.forms.len() as u32).map(|form| self.root(form)).collect();
        let mut entity_of: Vec<u32> = form_of.iter().map(|&form| roots[form as usize]).collect();
        let mut nearest: FxHashMap<usize, &'static str> = FxHashMap::default();
        let root = |form: u32| roots[form as usize];
        let mut maybe: Vec<(u32, u32, &'static str)> =
            self.doubts.iter().map(|&(form, bearer, reason)| (root(form), root(bearer), reason)).collect();
        maybe.retain(|(form, bearer, _)| form != bearer);
        let doubtful: FxHashMap<u32, Vec<u32>> = ambiguous
            .iter()
            .filter(|doubt| roots[doubt.form as usize] == doubt.form)
            .map(|doubt| {
                let mut bearers: Vec<u32> = doubt.bearers.iter().map(|&form| roots[form as usize]).collect();
                bearers.sort_unstable();
                bearers.dedup();
                (doubt.form, bearers)
            })
            .collect();
        let mut last: FxHashMap<u32, usize> = FxHashMap::default();
        let mut given: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for place in 0..form_of.len() {
            if let Some(bearers) = doubtful.get(&form_of[place]) {
                let start = self.found[place].span.start;
                let near = |earlier: usize| start - self.found[earlier].span.start <= NEAR;
                let latest = bearers
                    .iter()
                    .filter_map(|bearer| Some((*last.get(bearer)?, *bearer)))
                    .filter(|(earlier, _)| near(*earlier))
                    .max();
                if let Some((_, bearer)) = latest {
                    entity_of[place] = bearer;
                    last.insert(bearer, place);
                    nearest.insert(place, "nearest bearer named before");
                    *given.entry((form_of[place], bearer)).or_default() += 1;
                }
            } else {
                last.insert(entity_of[place], place);
            }
        }
        let mostly: FxHashMap<u32, u32> = doubtful
            .iter()
            .filter_map(|(&form, bearers)| {
                Some((
                    form,
                    mostly(bearers.iter().map(|&root| (root, given.get(&(form, root)).copied().unwrap_or_default())))?,
                ))
            })
            .collect();
        for place in 0..form_of.len() {
            if let Some(&bearer) = mostly.get(&form_of[place])
                && !nearest.contains_key(&place)
            {
                entity_of[place] = bearer;
                nearest.insert(place, "the bearer whom the name mostly means");
            }
        }
        for doubt in ambiguous.iter().filter(|doubt| !mostly.contains_key(&doubt.form)) {
            let Some(bearers) = doubtful.get(&doubt.form) else { continue };
            maybe.extend(bearers.iter().map(|&bearer| (doubt.form, bearer, "a name that more than one bears")));
        }
        let organs = self.organs();
        Merged { forms: self.forms, form_of, entity_of, reasons: self.reasons, nearest, maybe, organs }
    }
}

/// The bearer to whom a name goes nearly always where one of them was named nearby, if it goes there often enough.
fn mostly(bearers: impl Iterator<Item = (u32, u32)>) -> Option<u32> {
    let mut bearers: Vec<(u32, u32)> = bearers.map(|(root, count)| (count, root)).collect();
    bearers.sort_unstable_by(|one, other| other.cmp(one));
    let others: u32 = bearers.iter().skip(1).map(|(count, _)| count).sum();
    let &(most, root) = bearers.first()?;
    (most >= OFTEN && most >= MUCH * others).then_some(root)
}
