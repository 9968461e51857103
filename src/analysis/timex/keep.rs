//! Drops what only looked like a time: guesses without support, and words that mean a time in other documents only.

use super::expression::WrittenYear;
use super::find::Place;
use crate::analysis::work::Work;
use crate::language::timex::Only;
use crate::model::Mode;

/// How far, in years, another year may lie to support a guess.
const REACH: i16 = 60;

/// Keeps the expressions that are times in this document.
pub fn keep(work: Work<'_>, mode: Mode, places: &mut Vec<Place<'_>>) {
    let written = work.document.meta.date.as_ref().map(|date| date.value.year());
    let mut years: Vec<i16> =
        places.iter().filter(|place| !place.expression.rule.then.weak).filter_map(full_year).chain(written).collect();
    years.sort_unstable();
    let supported = |year: i16| {
        let next = years.partition_point(|&known| known < year - REACH);
        years.get(next).is_some_and(|&known| known <= year + REACH)
    };
    places.retain(|place| {
        let then = &place.expression.rule.then;
        let here = match then.only {
            Some(Only::Narrative) => mode == Mode::Narrative,
            Some(Only::News) => mode != Mode::Narrative,
            None => true,
        };
        here && (!then.weak || full_year(place).is_some_and(supported))
    });
}

fn full_year(place: &Place<'_>) -> Option<i16> {
    match place.expression.fields.year {
        Some(WrittenYear::Full(year)) => Some(year),
        _ => None,
    }
}
