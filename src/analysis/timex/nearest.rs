//! Of several times that an expression may mean, the one that a reader takes.

use jiff::civil::Date;

use super::tense::{Tense, Verb};
use super::told::Base;
use crate::model::Calendar;

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
        let malus = verb.filter(against).map_or(0, |verb| if verb.close { CLOSE_DAYS } else { TENSE_DAYS });
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
