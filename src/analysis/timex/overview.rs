//! What only the whole document shows of its dates.

use super::expression::WrittenYear;
use super::find::Place;
use super::told::Base;
use crate::model::{Anchor, Calendar, Span, TimexId};

/// The order of numeric dates, by the first that can be read in one way only.
pub fn day_first(places: &[Place<'_>]) -> Option<(bool, Span)> {
    places.iter().find_map(|place| {
        let (first, second) = place.expression.fields.numeric.filter(|_| !place.expression.fields.impossible)?;
        (first.max(second) > 12).then_some((first > 12, place.expression.span))
    })
}

/// The latest year that is stated in full, and the words that state it.
pub fn latest_year(places: &[Place<'_>]) -> Option<Base> {
    let years = places.iter().enumerate().filter_map(|(index, place)| {
        let year = match (&place.pinned, place.expression.fields.year) {
            (Some(pinned), _) => pinned.first.year(),
            (None, Some(WrittenYear::Full(year))) => Some(year),
            _ => None,
        };
        year.filter(|year| (1..=2100).contains(year)).map(|year| (year, index))
    });
    let (year, index) = years.max_by_key(|&(year, index)| (year, std::cmp::Reverse(index)))?;
    // Every place becomes a timex, so that the one's index is the other's.
    let anchor = Anchor::Timex(TimexId::from(index));
    Some(Base { calendar: Calendar::Year(year), anchor, span: Some(places[index].expression.span) })
}
