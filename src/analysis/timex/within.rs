//! The units of the calendar: what the words of an expression name within a year, and how units of counting fit it.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::expression::Fields;
use super::feasts::{easter, orthodox_easter};
use crate::language::timex::{Action, Unit};
use crate::model::{Calendar, Granularity};

/// The size of the calendar units that a unit of counting moves by, and how many of them.
pub fn size_of(unit: Unit) -> (Option<Granularity>, i32) {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => (None, 1),
        Unit::Day => (Some(Granularity::Day), 1),
        Unit::Weekend => (Some(Granularity::Weekend), 1),
        Unit::Week => (Some(Granularity::Week), 1),
        Unit::Month => (Some(Granularity::Month), 1),
        Unit::Season => (Some(Granularity::Season), 1),
        Unit::Quarter => (Some(Granularity::Quarter), 1),
        Unit::Half => (Some(Granularity::Half), 1),
        Unit::Year => (Some(Granularity::Year), 1),
        Unit::Decade => (Some(Granularity::Decade), 1),
        Unit::Century => (Some(Granularity::Century), 1),
        Unit::Millennium => (Some(Granularity::Millennium), 1),
    }
}

/// The unit that the words name within a year: the finest of them. `None` if they name none.
/// Without a year, a feast that moves is [`Calendar::SomeDay`].
pub fn within_year(fields: &Fields, then: &Action, year: Option<i16>) -> Option<Calendar> {
    if let Some(offset) = then.easter {
        let Some(year) = year else { return Some(Calendar::SomeDay) };
        let sunday = if then.orthodox { orthodox_easter(year) } else { easter(year) };
        return sunday?.checked_add(offset.days()).ok().map(Calendar::Day);
    }
    if let Some((month, weekday, count)) = then.nth {
        let Some(year) = year else { return Some(Calendar::SomeDay) };
        let first = Date::new(year, month, 1).ok()?;
        let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
        let found = first.nth_weekday_of_month(count, weekday).ok()?;
        return found.checked_add(then.shift.unwrap_or(0).days()).ok().map(Calendar::Day);
    }
    match (fields.month, fields.day, year) {
        (Some(month), Some(day), Some(year)) => return Date::new(year, month, day).ok().map(Calendar::Day),
        (Some(month), Some(day), None) => return Some(Calendar::DayOfYear(month, day)),
        (Some(month), None, year) => return Some(Calendar::Month(year, month)),
        (None, ..) => {}
    }
    if let Some(season) = fields.season {
        return Some(Calendar::Season(year, season));
    }
    if let Some(quarter) = fields.quarter {
        return (1..=4).contains(&quarter).then_some(Calendar::Quarter(year, quarter));
    }
    if let Some(half) = fields.half {
        return (1..=2).contains(&half).then_some(Calendar::Half(year, half));
    }
    year.map(Calendar::Year)
}

/// The fields with the month and the day of a feast.
pub fn with_feast_month(mut fields: Fields, then: &Action) -> Fields {
    fields.month = fields.month.or(then.month);
    fields.day = fields.day.or(then.day);
    fields
}
