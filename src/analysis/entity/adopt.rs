//! What becomes of the names that the model finds: the rules mend their ends and their titles, add what they are sure
//! of, and have a say in what a name is.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::find::{Found, Reader, Standing};
use super::kind::{self, Names, Place};
use super::lore::Lore;
use super::tag::Tagged;
use crate::analysis::work::Work;
use crate::language::entity::Is;
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
    let (found, places): (Vec<Found>, Vec<Place>) = places.into_iter().unzip();
    let names = kind::as_tagged(work, lore, &found, &places);
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

/// Each name with the place that the rules found the same words at, if they did; in text order.
fn reconcile(reader: &Reader<'_>, known: &[Found], names: &Names, tagged: Vec<Tagged>) -> Vec<(Tagged, Option<usize>)> {
    // "The Party", where there is a Northern Party; "the Board", where there is a Board of Longitude.
    let head = |name: &Tagged| {
        let of = name.tokens.clone().skip(1).find(|&token| reader.word(token).is(Is::Of));
        reader.text(of.unwrap_or(name.tokens.end) - 1)
    };
    let heads: FxHashSet<&str> = tagged.iter().filter(|name| name.tokens.len() > 1).map(head).collect();
    let is_short = |rule: &Found| {
        rule.tokens.len() == 1 && rule.standing == Standing::Firm && heads.contains(reader.text(rule.tokens.start))
    };
    let is_left = |rule: usize| is_sure(reader, known, names, rule) || is_short(&known[rule]);
    let mut reconciled: Vec<(Tagged, Option<usize>)> = Vec::with_capacity(tagged.len());
    let mut rules = 0;
    let mut next = 0;
    while next < tagged.len() {
        let mut name = tagged[next].clone();
        trim(reader, &mut name);
        // What the rules found before it.
        while rules < known.len() && known[rules].tokens.end <= name.tokens.start {
            reconciled.extend(is_left(rules).then(|| (as_tagged(known, names, rules), Some(rules))));
            rules += 1;
        }
        let overlapping =
            rules..rules + known[rules..].iter().take_while(|rule| rule.tokens.start < name.tokens.end).count();
        let whole = |range: &Range<usize>| {
            range.len() > 1
                && known[range.start].tokens.start == name.tokens.start
                && known[range.end - 1].tokens.end == name.tokens.end
        };
        let alone = |rule: &Found| tagged.get(next + 1).is_none_or(|other| other.tokens.start >= rule.tokens.end);
        let same = |&rule: &usize| {
            let (rule, kind) = (&known[rule], names.list[names.of[rule] as usize].kind);
            rule.tokens == name.tokens
                || is_with_initials(reader, rule, &name)
                || (kind == name.kind && kind != EntityKind::Person && is_longer(rule, &name) && alone(rule))
        };
        if let Some(rule) = overlapping.clone().find(same) {
            name.tokens = known[rule].tokens.clone();
            reconciled.push((name, Some(rule)));
            next += 1;
        } else if whole(&overlapping) && overlapping.clone().all(|rule| is_known(names, rule)) {
            for rule in overlapping.clone() {
                reconciled.push((as_tagged(known, names, rule), Some(rule)));
            }
            next += 1;
        } else if let Some(count) = overlapping.clone().next().and_then(|rule| joined(known, rule, &tagged[next..])) {
            reconciled.push((as_tagged(known, names, overlapping.start), Some(overlapping.start)));
            next += count;
        } else {
            reconciled.extend((!is_provision(reader, &name)).then_some((name, None)));
            next += 1;
        }
        rules = overlapping.end;
    }
    let rest = (rules..known.len()).filter(|&rule| is_left(rule));
    reconciled.extend(rest.map(|rule| (as_tagged(known, names, rule), Some(rule))));
    reconciled
}

/// True for "Article 9": a place in a law, not its name.
fn is_provision(reader: &Reader<'_>, name: &Tagged) -> bool {
    let [.., word, number] = &name.tokens.clone().collect::<Vec<_>>()[..] else { return false };
    name.kind == EntityKind::Law && *word == name.tokens.start && reader.token(*number).kind == TokenKind::Digits
}

/// True if the rules took the name for a part of a longer one ("Union of Myanmar").
fn is_longer(rule: &Found, name: &Tagged) -> bool {
    rule.tokens.start <= name.tokens.start && name.tokens.end <= rule.tokens.end
}

/// True if a name that only the rules found is one.
fn is_sure(reader: &Reader<'_>, known: &[Found], names: &Names, rule: usize) -> bool {
    let (found, name) = (&known[rule], &names.list[names.of[rule] as usize]);
    // Where every word has a capital, the rules take too much for names.
    if !matches!(found.standing, Standing::Firm | Standing::Initial) && name.entry.id().is_none() {
        return false;
    }
    let at = &found.tokens;
    let quoted = at.start > 0 && matches!(reader.text(at.start - 1), "“" | "\"" | "«" | "„" | "‘" | "'");
    match name.kind {
        EntityKind::Person | EntityKind::Org if at.len() > 2 && (found.standing == Standing::Firm || quoted) => {
            margin(names, rule) >= SEVERAL_SURE
        }
        EntityKind::Person | EntityKind::Org | EntityKind::Place => margin(names, rule) >= SURE,
        _ => true,
    }
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

/// What the rules found, as if it had been tagged.
fn as_tagged(known: &[Found], names: &Names, rule: usize) -> Tagged {
    let found = &known[rule];
    Tagged {
        tokens: found.tokens.clone(),
        kind: names.list[names.of[rule] as usize].kind,
        sentence: found.tokens.clone(),
        standing: found.standing,
    }
}

/// True if a list knows what the rules found there.
fn is_known(names: &Names, rule: usize) -> bool {
    let name = &names.list[names.of[rule] as usize];
    name.entry.flags() != 0 || name.count > 2
}

/// How much surer the rules are of the kind than of any other.
fn margin(names: &Names, rule: usize) -> f32 {
    let name = &names.list[names.of[rule] as usize];
    let best = name.scores[name.kind as usize];
    let others = name.scores.iter().enumerate().filter(|(kind, _)| *kind != name.kind as usize);
    best - others.map(|(_, score)| *score).fold(0.0, f32::max)
}

/// Takes titles off the beginning of a person's name, and gives the name the full stop of its last initial or
/// abbreviation.
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
    let end = name.tokens.end;
    let stop = end < name.sentence.end && reader.token(end).glued && reader.text(end) == ".";
    if stop && (reader.token(end - 1).kind == TokenKind::Initial || reader.word(end - 1).is(Is::Abbreviated)) {
        name.tokens.end += 1;
    }
}
