//! Two names that happen to stand side by side.

use rustc_hash::FxHashMap;

use super::name::{Name, Names};
use super::score::Judge;
use crate::analysis::entity::find::{Found, Standing, key};
use crate::language::entity::Is;
use crate::language::gazetteer::Entry;
use crate::model::EntityKind;

/// A name must stand alone so often to be known as one.
const OFTEN: u32 = 3;

/// Where a row is to be parted.
struct Cut {
    /// One past the first name's last token.
    end: usize,
    /// The title of the second name, empty if it has none, begins here.
    title: usize,
    /// The second name's first token.
    start: usize,
}

impl Judge<'_> {
    /// Parts rows like "After Smolensk Napoleon sought" and "Natasha-Mademoiselle Bourienne", dashes being printed as
    /// hyphens, into two names, where the document knows both well apart and the row hardly. True if it parted any.
    pub fn part_neighbours(&self, names: &Names, found: &mut Vec<Found>) -> bool {
        let often = names.list.iter().filter(|name| name.firm >= OFTEN);
        let known: FxHashMap<&str, &Name> = often.map(|name| (&*name.key, name)).collect();
        let mut cuts = Vec::new();
        for (place, row) in found.iter().enumerate().filter(|(_, row)| row.tokens.len() > 1) {
            let name = &names.list[names.of[place] as usize];
            let cut = self.behind_place(row, name, &known).or_else(|| self.at_hyphen(row, name, &known));
            cuts.extend(cut.map(|cut| (place, cut)));
        }
        for (place, cut) in &cuts {
            let second = self.cut(&mut found[*place], cut);
            found.push(second);
        }
        found.sort_by_key(|name| name.span.start);
        !cuts.is_empty()
    }

    /// A person behind a place that is nobody's given name.
    fn behind_place(&self, row: &Found, name: &Name, known: &FxHashMap<&str, &Name>) -> Option<Cut> {
        let (first, second) = row.key.rsplit_once(' ')?;
        let (first, second) = (known.get(first)?, known.get(second)?);
        let rare = name.count * OFTEN <= first.count.min(second.count);
        let apart = first.kind == EntityKind::Place
            && !first.entry.is(Entry::GIVEN | Entry::SURNAME)
            && second.kind == EntityKind::Person;
        let start = row.tokens.end - 1;
        let plain = !self.work.tokens.all[start].glued;
        (rare && apart && plain).then_some(Cut { end: start, title: start, start })
    }

    /// Two people with a hyphen between them.
    fn at_hyphen(&self, row: &Found, name: &Name, known: &FxHashMap<&str, &Name>) -> Option<Cut> {
        let (first, rest) = row.key.split_once(' ')?;
        let first = known.get(first)?;
        let hyphen = row.tokens.start + 1;
        if !matches!(self.work.tokens.all[hyphen].of(&self.work.document.text), "-" | "‐") {
            return None;
        }
        let titled = row.tokens.len() > 3 && self.word(hyphen + 1).is(Is::Honorific);
        let rest = if titled { rest.split_once(' ')?.1 } else { rest };
        let second = known.get(rest)?;
        let rare = name.count * OFTEN <= first.count.min(second.count);
        let people = first.kind == EntityKind::Person && second.kind == EntityKind::Person;
        let start = hyphen + 1 + usize::from(titled);
        (rare && people).then_some(Cut { end: hyphen, title: hyphen + 1, start })
    }

    /// Cuts a row and gives the name behind it.
    fn cut(&self, row: &mut Found, cut: &Cut) -> Found {
        let tokens = cut.start..row.tokens.end;
        row.tokens.end = cut.end;
        row.rest = None;
        self.reread(row);
        let mut second = Found {
            title: cut.title..cut.start,
            gender: (cut.title..cut.start).map(|title| self.word(title).gender).next().unwrap_or_default(),
            cues: Default::default(),
            standing: Standing::Firm,
            article: false,
            emphasised: false,
            tokens,
            ..row.clone()
        };
        self.reread(&mut second);
        second
    }

    /// Takes span and key of a name from its tokens.
    fn reread(&self, name: &mut Found) {
        name.span = self.work.subject().span(&name.tokens);
        name.key = key(name.span.of(&self.work.document.text));
    }
}
