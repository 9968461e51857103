//! From names to entities: careful steps, surest first, each of which can say why.
//!
//! The steps work on forms (a name with the gender of its titles), not on places, so their cost follows the number of
//! different names. Where a form fits more than one bearer, each of its places is decided for itself ([`places`]) or
//! left apart.

mod body;
mod doubtful;
mod epithet;
mod form;
mod given;
mod lookalike;
mod people;
mod places;
mod told;

use rustc_hash::FxHashMap;

use super::find::Found;
use super::kind::Names;
use super::lore::Lore;
use crate::analysis::work::Work;
use crate::model::EntityKind;
use form::{Ambiguous, Merger, forms};
pub(super) use form::{Form, Merged};
use places::Places;
pub(super) use told::TRANSLATED;

/// Groups the places of `found` into entities.
pub(super) fn merge(work: Work<'_>, lore: &Lore<'_>, found: &[Found], names: &Names) -> Merged {
    let (forms, form_of) = forms(lore, found, names, &epithet::without_epithets(lore, names));
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
    merger.in_other_languages();
    merger.parts_of_long_names();
    let ambiguous = merger.single_names();
    let counts = merger.counts();
    merger.short_given_names(&counts);
    merger.misspelt_surnames();
    merger.lookalikes();
    merger.bracketed();
    merger.acronyms();
    merger.company_suffixes();
    merger.bodies_of_countries();
    merger.places_of_a_kind();
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
        let root = |form: u32| roots[form as usize];
        let mut maybe: Vec<(u32, u32, &'static str)> =
            self.doubts.iter().map(|&(form, bearer, reason)| (root(form), root(bearer), reason)).collect();
        maybe.retain(|(form, bearer, _)| form != bearer);
        let bearers: FxHashMap<u32, Vec<u32>> = ambiguous
            .iter()
            .filter(|doubt| root(doubt.form) == doubt.form)
            .map(|doubt| {
                let mut bearers: Vec<u32> = doubt.bearers.iter().map(|&form| root(form)).collect();
                bearers.sort_unstable();
                bearers.dedup();
                (doubt.form, bearers)
            })
            .collect();
        let mut entity_of: Vec<u32> = form_of.iter().map(|&form| root(form)).collect();
        let places = Places { work: self.work, found: self.found, form_of: &form_of, bearers: &bearers };
        let told = places.decide(&mut entity_of);
        let left = places.left(&told);
        for doubt in ambiguous.iter().filter(|doubt| left.contains(&doubt.form)) {
            let Some(bearers) = bearers.get(&doubt.form) else { continue };
            maybe.extend(bearers.iter().map(|&bearer| (doubt.form, bearer, "a name that more than one bears")));
        }
        let organs = self.organs();
        Merged { forms: self.forms, form_of, entity_of, reasons: self.reasons, nearest: told, maybe, organs }
    }
}
