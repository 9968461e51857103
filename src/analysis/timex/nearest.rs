//! Of several times that an expression may mean, the one that a reader takes.

use jiff::ToSpan;
use jiff::civil::Date;

use super::expression::Fields;
use super::tense::{Tense, Verb};
use super::told::Base;
use crate::model::{Calendar, Granularity};

/// The year with these two last digits that the document's date makes likeliest: at most ten years after it.
pub fn century_for(year: i16, base: Option<Base>) -> i16 {
    let now = base.and_then(|base| base.calendar.year()).unwrap_or(1999);
    let full = now.div_euclid(100) * 100 + year;
    if full > now + 10 { full - 100 } else { full }
}

/// How many days farther a time may be and still be the likelier one, if the tense speaks for it; and if it is that of
/// the very verb before it.
const TENSE_DAYS: i32 = 200;
const CLOSE_DAYS: i32 = 300;
/// The same for a time to come where no verb says when: more is told of what was.
const NO_TENSE_DAYS: i32 = 90;

/// The candidate nearest to the document's date, where one against the tense counts as farther than it is: people
/// leave the year out when it is plain.
pub fn likeliest(candidates: [Option<Calendar>; 3], written: (Date, Date), verb: Option<Verb>) -> Option<Calendar> {
    let days = |from: Date, to: Date| (to - from).get_days();
    let cost = |calendar: &Calendar| {
        let (first, last) = calendar.days()?;
        let (until, since) = (days(written.1, first).max(0), days(last, written.0).max(0));
        let against = |verb: &Verb| match verb.tense {
            Tense::Past => until > 0,
            Tense::Future => since > 0,
            Tense::Present => false,
        };
        let malus = match verb {
            Some(verb) if against(&verb) => {
                if verb.close {
                    CLOSE_DAYS
                } else {
                    TENSE_DAYS
                }
            }
            Some(_) => 0,
            None => {
                if until > 0 {
                    NO_TENSE_DAYS
                } else {
                    0
                }
            }
        };
        Some(until + since + malus)
    };
    candidates.into_iter().flatten().min_by_key(|calendar| cost(calendar).unwrap_or(i32::MAX))
}

/// The century in which the decade with this last figure lies nearest to a year.
pub fn nearest_century(year: i16, decade: i16) -> i16 {
    let century = year.div_euclid(100);
    let years = |century: &i16| (century * 10 + decade - year.div_euclid(10)).abs();
    (century - 1..=century + 1).min_by_key(years).unwrap_or(century)
}

/// The one of two days that lies nearer to a third.
pub fn nearest_day(before: Option<Date>, after: Option<Date>, to: Date) -> Option<Date> {
    let days = |date: Date| (date - to).get_days().abs();
    [before, after].into_iter().flatten().min_by_key(|&date| days(date))
}

/// A day of which only the number is told, in the month to which its weekday points ("Monday the 14th"), or on the side
/// of a base that its words say ("last 14th"). `None` if neither tells, or the base is longer than a month.
pub fn near_day(base: Calendar, day: i8, fields: &Fields) -> Option<Date> {
    let (from, to) = base.days().filter(|_| base.granularity() <= Granularity::Month)?;
    let fits = |date: &Date| match (fields.weekday, fields.relation) {
        (Some(weekday), _) => date.weekday().to_monday_one_offset() == weekday,
        (None, Some(steps)) => (steps < 0 && *date < from) || (steps > 0 && *date > to),
        (None, None) => false,
    };
    let in_month = |offset: i32| {
        let first = from.first_of_month().checked_add(offset.months()).ok()?;
        Date::new(first.year(), first.month(), day).ok()
    };
    [0, -1, 1].into_iter().filter_map(in_month).filter(fits).min_by_key(|&date| (date - from).get_days().abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_weekday_or_a_direction_tells_the_month_of_a_day() {
        let written = Calendar::Day(date(2019, 3, 5));
        let of = |day, fields: Fields| near_day(written, day, &fields);
        let weekday = |weekday| Fields { weekday: Some(weekday), ..Fields::default() };
        let relation = |steps| Fields { relation: Some(steps), ..Fields::default() };
        assert_eq!(of(14, weekday(4)), Some(date(2019, 3, 14)));
        assert_eq!(of(28, weekday(3)), None);
        assert_eq!(of(8, relation(-1)), Some(date(2019, 2, 8)));
        assert_eq!(of(3, relation(1)), Some(date(2019, 4, 3)));
        assert_eq!(of(3, Fields::default()), None);
        assert_eq!(near_day(Calendar::Year(2019), 3, &relation(1)), None);
    }
}
