//! What the words of a time expression say, not yet placed in the calendar.

use jiff::civil::Date;

use super::julian;
use crate::language::rules::CompiledRule;
use crate::language::timex::{Action, Open, Unit};
use crate::model::{Modifier, Season, Span, TimeOfDay};

/// A time expression as its words have it.
#[derive(Clone, Debug)]
pub struct Expression<'r> {
    /// The words.
    pub span: Span,
    /// The index of its first token.
    pub token: usize,
    /// The rule that found it.
    pub rule: &'r CompiledRule<Action>,
    /// What its words say.
    pub fields: Fields,
    /// TIMEX3 `mod`.
    pub modifier: Option<Modifier>,
    /// Whether the words before it open its span at one end: "since 2015".
    pub open: Option<Open>,
    /// It is the end of the range that the expression before it begins.
    pub ends_range: bool,
}

/// How often: "three", "3.5", "several".
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Count {
    /// A whole number.
    Whole(i32),
    /// A number with a fraction, in hundredths.
    Hundredths(i32),
    /// Some, many, a few.
    Vague,
}

impl Count {
    /// "and a half"; nothing where that cannot be added.
    pub fn and_half(self) -> Option<Self> {
        match self {
            Count::Whole(number) => number.checked_mul(100)?.checked_add(50).map(Count::Hundredths),
            Count::Hundredths(_) | Count::Vague => None,
        }
    }

    /// A number with a fraction, as a word class gives it: "1.5" for "anderthalb". `None` beyond a million.
    pub fn of_fraction(number: f64) -> Option<Self> {
        (number.abs() < 1e6).then(|| Count::Hundredths((number * 100.0).round() as i32))
    }
}

/// A year as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WrittenYear {
    /// Complete; years before the era count down from 0 for 1 BC.
    Full(i16),
    /// The last two digits: "'98", the "18" of "1914–18".
    Short(i16),
}

/// What the words of an expression say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fields {
    /// Year.
    pub year: Option<WrittenYear>,
    /// 199 for "the 1990s", 9 for "the nineties".
    pub decade: Option<i16>,
    /// Before the era.
    pub bc: bool,
    /// 19 for "the 19th century".
    pub century: Option<i16>,
    /// 2 for "the second millennium".
    pub millennium: Option<i16>,
    /// Which of so many parts of a century or a decade: the second of three.
    pub portion: Option<(i16, i16)>,
    /// A year of a reign, from its first day to its last.
    pub regnal: Option<(Date, Date)>,
    /// A year of a reign that the text told of: its number.
    pub reign_year: Option<i16>,
    /// Half of a year.
    pub half: Option<u8>,
    /// Quarter of a year.
    pub quarter: Option<u8>,
    /// Season.
    pub season: Option<Season>,
    /// Month.
    pub month: Option<i8>,
    /// Day of the month.
    pub day: Option<i8>,
    /// Day of the week, 1 for Monday.
    pub weekday: Option<i8>,
    /// Day and month of a numeric date in the order of the text.
    pub numeric: Option<(i8, i8)>,
    /// Time of the day.
    pub time: Option<TimeOfDay>,
    /// By how many minutes the clock of the time of the day is before that of Greenwich.
    pub zone: Option<i32>,
    /// Steps: −1 for "last", 0 for "this", 1 for "next".
    pub relation: Option<i32>,
    /// A number before a unit.
    pub count: Option<Count>,
    /// A unit.
    pub unit: Option<Unit>,
    /// What is added to the number of units: "two hours and thirty minutes".
    pub more: Option<(Count, Unit)>,
    /// Its day is one of the Julian calendar, by its own words: "Old Style".
    pub julian: bool,
    /// Something in it cannot be: "30 February", "31/31/2020".
    pub impossible: bool,
}

impl Fields {
    /// Whether it says more of a date than how far it lies from another, or which day of the week it is.
    pub fn names_a_date(&self) -> bool {
        let Self { year, decade, month, day, numeric, season, regnal, .. } = self;
        regnal.is_some()
            || year.is_some()
            || decade.is_some()
            || month.is_some()
            || day.is_some()
            || numeric.is_some()
            || season.is_some()
    }

    /// The day that it names in full, if the calendar has it.
    pub fn day_of_calendar(&self) -> Option<Date> {
        match (self.year, self.month, self.day) {
            (Some(WrittenYear::Full(year)), Some(month), Some(day)) => Date::new(year, month, day).ok(),
            _ => None,
        }
    }

    /// The day, read as one of the Julian calendar, in the calendar of today.
    pub fn gregorian(&self) -> Option<Date> {
        match (self.year, self.month, self.day) {
            (Some(WrittenYear::Full(year)), Some(month), Some(day)) => {
                julian::gregorian(year.into(), month.into(), day.into())
            }
            _ => None,
        }
    }
}

/// Marks what cannot be, and turns years before the era.
pub fn finished(mut fields: Fields) -> Fields {
    if fields.bc
        && let Some(WrittenYear::Full(year) | WrittenYear::Short(year)) = fields.year
    {
        fields.year = Some(WrittenYear::Full(1 - year));
    }
    if fields.bc
        && let Some(decade) = fields.decade
    {
        fields.decade = Some(-decade);
    }
    if let (Some(day), Some(month)) = (fields.day, fields.month) {
        let longest = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        fields.impossible |= !(1..=longest).contains(&day);
    }
    if let Some((first, second)) = fields.numeric {
        fields.impossible |= first.max(second) > 31 || first.min(second) > 12 || first.min(second) < 1;
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn julian_days_are_turned() {
        let day = |year, month, day| Fields {
            year: Some(WrittenYear::Full(year)),
            month: Some(month),
            day: Some(day),
            ..Fields::default()
        };
        assert_eq!(day(1917, 10, 25).gregorian(), Date::new(1917, 11, 7).ok());
        assert_eq!(day(1582, 10, 5).gregorian(), Date::new(1582, 10, 15).ok());
        assert_eq!(day(1900, 2, 29).gregorian(), Date::new(1900, 3, 13).ok());
        assert_eq!(day(-9999, 1, 1).gregorian(), None);
    }

    #[test]
    fn impossible_days_are_marked() {
        let day = |day, month| finished(Fields { day: Some(day), month: Some(month), ..Fields::default() }).impossible;
        assert!(day(30, 2) && day(31, 4) && day(0, 1));
        assert!(!day(29, 2) && !day(31, 12));
        let numeric = |a, b| finished(Fields { numeric: Some((a, b)), ..Fields::default() }).impossible;
        assert!(numeric(31, 31) && numeric(13, 13) && numeric(0, 5));
        assert!(!numeric(31, 12) && !numeric(12, 31));
    }
}
