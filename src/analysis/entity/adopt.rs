//! What becomes of the names that the model finds: the rules mend their ends and their titles, add what they are sure
//! of, and have a say in what a name is.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::find::{Found, Reader, Standing};
use super::kind::{self, Name, Names, Place};
use super::lore::Lore;
use super::tag::Tagged;
use crate::analysis::work::Work;
use crate::language::entity::Is;
use crate::language::gazetteer::Entry;
use crate::language::token::TokenKind;
use crate::model::EntityKind;

/// How much surer of a name's kind than of any other the rules must be to add a person, body or place to what the model
/// found; of other kinds it has seen too little to know better.
const SURE: f32 = 5.0;
/// The same for the name of a person or body of three words and signs or more, inside a sentence or marks.
const SEVERAL_SURE: f32 = 2.0;

/// The names that the model `tagged`, with what the rules `known` of their places, and the names that only the rules
/// found and are sure of.
pub(super) fn adopt(
    work: Work<'_>,
    lore: &Lore<'_>,
    known: &[Found],
    names: &Names,
    tagged: Vec<Tagged>,
) -> (Vec<Found>, Names) {
    let reader = Reader { work, lore };
    let tagged = reconcile(&reader, known, names, tagged);
    let places: Vec<(Found, Place)> = tagged
        .into_par_iter()
        .map(|(name, rule)| {
            let place =
                Place { kind: name.kind, scores: rule.map(|place| names.list[names.of[place] as usize].scores) };
            let found = match rule {
                Some(rule) => known[rule].clone(),
                None => found(&reader, &name),
            };
            (found, place)
        })
        .collect();
    let (mut found, places): (Vec<Found>, Vec<Place>) = places.into_iter().unzip();
    let names = kind::as_tagged(work, lore, &mut found, &places);
    (found, names)
}

fn found(reader: &Reader<'_>, name: &Tagged) -> Found {
    let title = reader.title_before(name.sentence.start, name.tokens.start);
    let standing = match name.standing {
        Standing::Firm if name.tokens.start == name.sentence.start => Standing::Initial,
        standing => standing,
    };
    reader.found(&name.sentence, standing, name.tokens.clone(), title, name.tokens.len() > 1)
}

/// A name, and the place that the rules found the same words at, if they did.
type Adopted = (Tagged, Option<usize>);

/// All names in text order.
fn reconcile(reader: &Reader<'_>, known: &[Found], names: &Names, tagged: Vec<Tagged>) -> Vec<Adopted> {
    let rules = Rules::new(reader, known, names, &tagged);
    let mut adopted: Vec<Adopted> = Vec::with_capacity(tagged.len());
    let (mut next, mut rule) = (0, 0);
    while next < tagged.len() {
        let mut name = tagged[next].clone();
        trim(reader, &mut name);
        let before = known[rule..].iter().take_while(|found| found.tokens.end <= name.tokens.start).count();
        adopted.extend(rules.left(rule..rule + before));
        rule += before;
        let beside = rule..rule + known[rule..].iter().take_while(|found| found.tokens.start < name.tokens.end).count();
        let behind = tagged.get(next + 1).map(|name| name.tokens.start);
        let joined = beside.clone().next().and_then(|rule| joined(known, rule, &tagged[next..]));
        next += 1;
        if is_degree(reader, &name, adopted.last()) || with_comma(reader, &mut adopted, &name) {
            rule = beside.end;
            continue;
        }
        if let Some(same) = beside.clone().find(|&rule| rules.is_same(rule, &name, behind)) {
            name.tokens = known[same].tokens.clone();
            adopted.push((name, Some(same)));
        } else if rules.part(&beside, &name) {
            adopted.extend(beside.clone().map(|rule| rules.as_tagged(rule)));
        } else if let Some(count) = joined {
            adopted.push(rules.as_tagged(beside.start));
            next += count - 1;
        } else if !is_no_name(reader, &name) {
            adopted.push((name, None));
        }
        rule = beside.end;
    }
    adopted.extend(rules.left(rule..known.len()));
    adopted
}

/// What the rules found, beside what the model did.
struct Rules<'a> {
    reader: &'a Reader<'a>,
    known: &'a [Found],
    names: &'a Names,
    /// The heads of names of several words: "The Party" may be short for a Northern Party, "the Board" for a Board of
    /// Longitude.
    heads: FxHashSet<&'a str>,
}

impl<'a> Rules<'a> {
    fn new(reader: &'a Reader<'a>, known: &'a [Found], names: &'a Names, tagged: &[Tagged]) -> Self {
        let head = |name: &Tagged| {
            let of = name.tokens.clone().skip(1).find(|&token| reader.word(token).is(Is::Of));
            reader.text(of.unwrap_or(name.tokens.end) - 1)
        };
        let heads = tagged.iter().filter(|name| name.tokens.len() > 1).map(head).collect();
        Self { reader, known, names, heads }
    }

    fn name(&self, rule: usize) -> &Name {
        &self.names.list[self.names.of[rule] as usize]
    }

    /// What the rules found, as if it had been tagged.
    fn as_tagged(&self, rule: usize) -> Adopted {
        let found = &self.known[rule];
        let (tokens, kind) = (found.tokens.clone(), self.name(rule).kind);
        let tagged = Tagged { tokens: tokens.clone(), kind, sentence: tokens, standing: found.standing };
        (tagged, Some(rule))
    }

    /// Those of some names that only the rules found and that are names.
    fn left(&self, rules: Range<usize>) -> impl Iterator<Item = Adopted> {
        rules.filter(|&rule| self.is_sure(rule) || self.is_short(rule)).map(|rule| self.as_tagged(rule))
    }

    fn is_short(&self, rule: usize) -> bool {
        let found = &self.known[rule];
        let head = || self.heads.contains(self.reader.text(found.tokens.start));
        found.tokens.len() == 1 && found.standing == Standing::Firm && head()
    }

    /// True if the rules are sure enough of a name to do without the model.
    fn is_sure(&self, rule: usize) -> bool {
        let (found, name) = (&self.known[rule], self.name(rule));
        // Where every word has a capital, the rules take too much for names.
        if !matches!(found.standing, Standing::Firm | Standing::Initial) && name.entry.id().is_none() {
            return false;
        }
        let at = &found.tokens;
        // "The Mall", "the Academy": a head alone may be any of its kind.
        let ordinary = matches!(name.kind, EntityKind::Person | EntityKind::Org | EntityKind::Place);
        let bare = ordinary && at.len() == 1 && name.entry.id().is_none();
        if bare && self.reader.lore.gazetteer.is_common_word(self.reader.text(at.start)) {
            return false;
        }
        let quoted = at.start > 0 && matches!(self.reader.text(at.start - 1), "“" | "\"" | "«" | "„" | "‘" | "'");
        match name.kind {
            EntityKind::Person | EntityKind::Org if at.len() > 2 && (found.standing == Standing::Firm || quoted) => {
                name.margin() >= SEVERAL_SURE
            }
            EntityKind::Person | EntityKind::Org | EntityKind::Place => name.margin() >= SURE,
            _ => true,
        }
    }

    /// True if the rules found a name where the model did: the same words, or more of them that belong to it and reach
    /// no further than where the next name begins, at `behind`.
    fn is_same(&self, rule: usize, name: &Tagged, behind: Option<usize>) -> bool {
        let (found, kind) = (&self.known[rule], self.name(rule).kind);
        let longer = found.tokens.start <= name.tokens.start && name.tokens.end <= found.tokens.end;
        let alone = behind.is_none_or(|behind| behind >= found.tokens.end);
        found.tokens == name.tokens
            || is_with_initials(self.reader, found, name)
            // "Union of Myanmar"
            || (kind == name.kind && kind != EntityKind::Person && longer && alone)
    }

    /// True if the rules part the words of a name into several that lists know, or that stand elsewhere too.
    fn part(&self, beside: &Range<usize>, name: &Tagged) -> bool {
        let known = |rule: usize| self.name(rule).entry.flags() != 0 || self.name(rule).count > 2;
        beside.len() > 1
            && self.known[beside.start].tokens.start == name.tokens.start
            && self.known[beside.end - 1].tokens.end == name.tokens.end
            && beside.clone().all(known)
    }
}

/// True if a list knows a place, its comma and what the model found behind it as one name ("Washington, D.C."); the
/// name is then given to the last one of `adopted`.
fn with_comma(reader: &Reader<'_>, adopted: &mut [Adopted], name: &Tagged) -> bool {
    let Some((before, rule)) = adopted.last_mut() else { return false };
    let comma = before.tokens.end;
    if comma + 1 != name.tokens.start || reader.text(comma) != "," || before.kind != EntityKind::Place {
        return false;
    }
    let tokens = before.tokens.start..name.tokens.end;
    let whole = reader.work.document.words(reader.work.subject().span(&tokens));
    let known = reader.lore.gazetteer.name(whole).is_some_and(|entry| entry.is(Entry::PLACE));
    if known {
        (before.tokens, *rule) = (tokens, None);
    }
    known
}

/// True for what the model takes for a name now and then and is none.
fn is_no_name(reader: &Reader<'_>, name: &Tagged) -> bool {
    is_provision(reader, name) || is_office(reader, name)
}

/// True for "Minister" of "Prime Minister": a whole title, and no name behind it.
fn is_office(reader: &Reader<'_>, name: &Tagged) -> bool {
    let start = name.tokens.start;
    let modified = start > name.sentence.start
        && reader.word(start - 1).is(Is::RoleModifier)
        && reader.token(start - 1).kind.is_capital();
    name.kind == EntityKind::Person && modified && name.tokens.clone().all(|token| reader.word(token).is(Is::Role))
}

/// True for "QC" behind a person and a comma.
fn is_degree(reader: &Reader<'_>, name: &Tagged, before: Option<&Adopted>) -> bool {
    let behind = before.is_some_and(|(before, _)| {
        let comma = before.tokens.end;
        before.kind == EntityKind::Person && comma + 1 == name.tokens.start && reader.text(comma) == ","
    });
    behind && name.tokens.clone().all(|token| reader.word(token).is(Is::Degree))
}

/// True for "Article 9": a place in a law, not its name.
fn is_provision(reader: &Reader<'_>, name: &Tagged) -> bool {
    let number = name.tokens.end - 1;
    let law = name.kind == EntityKind::Law
        || (name.kind == EntityKind::Other && reader.word(name.tokens.start).opener == Some(EntityKind::Law));
    law && name.tokens.len() == 2 && reader.token(number).kind == TokenKind::Digits
}

/// True if the rules found the same name with its initials before it ("S. Mohbaliyev").
fn is_with_initials(reader: &Reader<'_>, rule: &Found, name: &Tagged) -> bool {
    let initial = |token: usize| reader.token(token).kind == TokenKind::Initial || reader.text(token) == ".";
    name.kind == EntityKind::Person
        && rule.tokens.end == name.tokens.end
        && (rule.tokens.start..name.tokens.start).all(initial)
        && rule.tokens.start < name.tokens.start
}

/// How many names at the start of `tagged` the rules took for one.
fn joined(known: &[Found], rule: usize, tagged: &[Tagged]) -> Option<usize> {
    let tokens = &known[rule].tokens;
    let count = tagged.iter().take_while(|name| name.tokens.start < tokens.end).count();
    let ends = count > 1 && tagged[0].tokens.start == tokens.start && tagged[count - 1].tokens.end == tokens.end;
    (ends && tagged[..count].iter().all(|name| name.kind == tagged[0].kind)).then_some(count)
}

/// Takes titles off the beginning of a person's name and degrees and seats off its end ("Conservative Party MP"), and
/// gives the name the full stop of its last initial or abbreviation.
fn trim(reader: &Reader<'_>, name: &mut Tagged) {
    let person = name.kind == EntityKind::Person;
    let mut start = name.tokens.start;
    while person && start + 1 < name.tokens.end {
        let word = reader.word(start);
        if !(word.is(Is::Honorific) || word.is(Is::Role) || word.is(Is::RoleModifier)) {
            break;
        }
        start += 1;
        let stop = reader.text(start) == ".";
        start += usize::from(stop && start + 1 < name.tokens.end);
    }
    if reader.token(start).kind.is_capital() || reader.word(start).is(Is::Particle) {
        name.tokens.start = start;
    }
    while name.tokens.len() > 1 && matches!(name.kind, EntityKind::Person | EntityKind::Org) {
        let last = name.tokens.end - 1;
        let degree = reader.word(last).is(Is::Degree) && reader.token(last).kind == TokenKind::AllCaps;
        if !degree || name.standing == Standing::Shouted {
            break;
        }
        name.tokens.end = last;
    }
    let end = name.tokens.end;
    let stop = end < name.sentence.end && reader.token(end).glued && reader.text(end) == ".";
    if stop && (reader.token(end - 1).kind == TokenKind::Initial || reader.word(end - 1).is(Is::Abbreviated)) {
        name.tokens.end += 1;
    }
}
