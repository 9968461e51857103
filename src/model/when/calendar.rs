//! Units of the calendar, from the millennium to the time of the day: their TIMEX3 values and their arithmetic.

use jiff::ToSpan;
use jiff::civil::{ISOWeekDate, Weekday as CivilWeekday};
use serde::{Deserialize, Serialize};

/// A calendar day, proleptic Gregorian, years −9999…9999.
pub type Date = jiff::civil::Date;

/// How fine a calendar value is, coarsest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Granularity {
    Time,
    PartOfDay,
    Day,
    Weekend,
    Week,
    Month,
    Season,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
    Millennium,
}

/// TIMEX3 `mod`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Modifier {
    Before,
    After,
    OnOrBefore,
    OnOrAfter,
    LessThan,
    MoreThan,
    EqualOrLess,
    EqualOrMore,
    Start,
    Mid,
    End,
    Approx,
}

/// A season of the northern year. A winter is named after the year in which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    const ALL: [Season; 4] = [Season::Spring, Season::Summer, Season::Autumn, Season::Winter];

    /// By its TIMEX3 code: SP, SU, FA, WI.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|season| season.code() == code)
    }

    /// Its TIMEX3 code.
    pub fn code(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Autumn => "FA",
            Season::Winter => "WI",
        }
    }

    /// From 0 for spring to 3 for winter.
    pub fn index(self) -> i32 {
        self as i32
    }

    /// The season of a month: winter has December, January and February.
    pub fn of_month(month: i8) -> Self {
        Self::ALL[usize::from(month.clamp(1, 12).unsigned_abs() + 9) % 12 / 3]
    }
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum PartOfDay {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

impl PartOfDay {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Morning, Self::Midday, Self::Afternoon, Self::Evening, Self::Night, Self::Daytime];

    /// By its TIMEX3 code: MO, MI, AF, EV, NI, DT.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }

    /// In a word: "morning".
    pub fn word(self) -> &'static str {
        match self {
            PartOfDay::Morning => "morning",
            PartOfDay::Midday => "noon",
            PartOfDay::Afternoon => "afternoon",
            PartOfDay::Evening => "evening",
            PartOfDay::Night => "night",
            PartOfDay::Daytime => "daytime",
        }
    }

    /// Its TIMEX3 code.
    pub fn code(self) -> &'static str {
        match self {
            PartOfDay::Morning => "MO",
            PartOfDay::Midday => "MI",
            PartOfDay::Afternoon => "AF",
            PartOfDay::Evening => "EV",
            PartOfDay::Night => "NI",
            PartOfDay::Daytime => "DT",
        }
    }
}

/// A time within a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TimeOfDay {
    /// A part of it.
    Part(PartOfDay),
    /// By the clock.
    Clock {
        /// 0…24; 24 only with no minutes.
        hour: u8,
        /// 0…59
        minute: u8,
        /// 0…59, where stated.
        second: Option<u8>,
    },
}

impl TimeOfDay {
    fn value(self) -> String {
        match self {
            TimeOfDay::Part(part) => format!("T{}", part.code()),
            TimeOfDay::Clock { hour, minute, second: None } => format!("T{hour:02}:{minute:02}"),
            TimeOfDay::Clock { hour, minute, second: Some(second) } => format!("T{hour:02}:{minute:02}:{second:02}"),
        }
    }
}

/// A unit of the calendar, placed in it as far as its year is known. Years are astronomical: 0 is 1 BC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Calendar {
    /// 1 is 1000 to 1999; −2 is the second millennium BC.
    Millennium(i16),
    /// 19 is 1900 to 1999; −5 is the fifth century BC.
    Century(i16),
    /// 199 is 1990 to 1999; −48 is 489 to 480 BC.
    Decade(i16),
    /// A year.
    Year(i16),
    /// Half 1 or 2 of a year.
    Half(Option<i16>, u8),
    /// Quarter 1 to 4 of a year.
    Quarter(Option<i16>, u8),
    /// A season; a winter runs into the next year.
    Season(Option<i16>, Season),
    /// Month 1 to 12 of a year.
    Month(Option<i16>, i8),
    /// ISO week of an ISO year.
    Week(i16, i8),
    /// Saturday and Sunday of an ISO week.
    Weekend(i16, i8),
    /// A day.
    Day(Date),
    /// Month and day of an unknown year.
    DayOfYear(i8, i8),
    /// The day of an unknown month.
    DayOfMonth(i8),
    /// A day of the week, 1 for Monday, of an unknown week.
    Weekday(i8),
    /// A day of which nothing is known.
    SomeDay,
}

/// `1998`, `BC0480`, `XXXX`.
fn year_value(year: Option<i16>) -> String {
    match year {
        None => "XXXX".into(),
        Some(year) if year > 0 => format!("{year:04}"),
        Some(year) => format!("BC{:04}", 1 - year),
    }
}

impl Calendar {
    /// The TIMEX3 value.
    pub fn value(self) -> String {
        use Calendar::*;
        match self {
            Millennium(millennium) if millennium < 0 => format!("BC{}", -millennium - 1),
            Millennium(millennium) => millennium.to_string(),
            Century(century) if century < 0 => format!("BC{:02}", -century - 1),
            Century(century) => format!("{century:02}"),
            Decade(decade) if decade < 0 => format!("BC{:03}", -decade),
            Decade(decade) => format!("{decade:03}"),
            Year(year) => year_value(Some(year)),
            Half(year, half) => format!("{}-H{half}", year_value(year)),
            Quarter(year, quarter) => format!("{}-Q{quarter}", year_value(year)),
            Season(year, season) => format!("{}-{}", year_value(year), season.code()),
            Month(year, month) => format!("{}-{month:02}", year_value(year)),
            Week(year, week) => format!("{}-W{week:02}", year_value(Some(year))),
            Weekend(year, week) => format!("{}-W{week:02}-WE", year_value(Some(year))),
            Day(date) => format!("{}-{:02}-{:02}", year_value(Some(date.year())), date.month(), date.day()),
            DayOfYear(month, day) => format!("XXXX-{month:02}-{day:02}"),
            DayOfMonth(day) => format!("XXXX-XX-{day:02}"),
            Weekday(day) => format!("XXXX-WXX-{day}"),
            SomeDay => "XXXX-XX-XX".into(),
        }
    }

    /// The TIMEX3 value with a time of the day.
    pub fn value_at(self, time: Option<TimeOfDay>) -> String {
        self.value() + &time.map_or(String::new(), TimeOfDay::value)
    }

    /// How fine it is.
    pub fn granularity(self) -> Granularity {
        use Calendar::*;
        match self {
            Millennium(_) => Granularity::Millennium,
            Century(_) => Granularity::Century,
            Decade(_) => Granularity::Decade,
            Year(_) => Granularity::Year,
            Half(..) => Granularity::Half,
            Quarter(..) => Granularity::Quarter,
            Season(..) => Granularity::Season,
            Month(..) => Granularity::Month,
            Week(..) => Granularity::Week,
            Weekend(..) => Granularity::Weekend,
            Day(_) | DayOfYear(..) | DayOfMonth(_) | Weekday(_) | SomeDay => Granularity::Day,
        }
    }

    /// Its year, or that in which it begins.
    pub fn year(self) -> Option<i16> {
        use Calendar::*;
        match self {
            Year(year) | Week(year, _) | Weekend(year, _) => Some(year),
            Half(year, _) | Quarter(year, _) | Season(year, _) | Month(year, _) => year,
            Day(date) => Some(date.year()),
            Millennium(_) | Century(_) | Decade(_) | DayOfYear(..) | DayOfMonth(_) | Weekday(_) | SomeDay => None,
        }
    }

    /// The same in another year. `None` for what names no part of a year, and for 29 February of a common year.
    pub fn in_year(self, year: i16) -> Option<Self> {
        use Calendar::*;
        Some(match self {
            Half(_, half) => Half(Some(year), half),
            Quarter(_, quarter) => Quarter(Some(year), quarter),
            Season(_, season) => Season(Some(year), season),
            Month(_, month) => Month(Some(year), month),
            DayOfYear(month, day) => Day(Date::new(year, month, day).ok()?),
            _ => return None,
        })
    }

    /// First and last day. `None` without a year, or beyond the years −9999…9999.
    pub fn days(self) -> Option<(Date, Date)> {
        use Calendar::*;
        let months = |year: i16, first: i8, last: i8| {
            Some((Date::new(year, first, 1).ok()?, Date::new(year, last, 1).ok()?.last_of_month()))
        };
        let years = |first: i16, last: i16| Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?));
        match self {
            Millennium(m) if m < 0 => years(m.checked_mul(1000)?.checked_add(1)?, (m + 1).checked_mul(1000)?),
            Millennium(m) => years(m.checked_mul(1000)?.max(1), m.checked_mul(1000)?.checked_add(999)?),
            Century(c) if c < 0 => years(c.checked_mul(100)?.checked_add(1)?, (c + 1).checked_mul(100)?),
            Century(c) => years(c.checked_mul(100)?.max(1), c.checked_mul(100)?.checked_add(99)?),
            Decade(d) if d < 0 => years(d.checked_mul(10)?.checked_sub(8)?, d.checked_mul(10)?.checked_add(1)?),
            Decade(d) => years(d.checked_mul(10)?, d.checked_mul(10)?.checked_add(9)?),
            Year(year) => years(year, year),
            Half(year, half) => months(year?, if half == 1 { 1 } else { 7 }, if half == 1 { 6 } else { 12 }),
            Quarter(year, quarter) => {
                let last = i8::try_from(quarter).ok()?.clamp(1, 4) * 3;
                months(year?, last - 2, last)
            }
            Season(year, self::Season::Winter) => {
                let year = year?;
                let end = Date::new(year.checked_add(1)?, 2, 1).map(Date::last_of_month);
                Some((Date::new(year, 12, 1).ok()?, end.unwrap_or(Date::MAX)))
            }
            Season(year, season) => {
                let first = season.index() as i8 * 3 + 3;
                months(year?, first, first + 2)
            }
            Month(year, month) => months(year?, month, month),
            Week(year, week) => {
                let monday = ISOWeekDate::new(year, week, CivilWeekday::Monday).ok()?.date();
                Some((monday, monday.checked_add(6.days()).ok()?))
            }
            Weekend(year, week) => {
                let saturday = ISOWeekDate::new(year, week, CivilWeekday::Saturday).ok()?.date();
                Some((saturday, saturday.checked_add(1.day()).ok()?))
            }
            Day(date) => Some((date, date)),
            DayOfYear(..) | DayOfMonth(_) | Weekday(_) | SomeDay => None,
        }
    }

    /// The unit of that size in which a day lies. `None` for sizes below the day.
    pub fn containing(date: Date, size: Granularity) -> Option<Self> {
        let year = date.year();
        let month = date.month();
        Some(match size {
            Granularity::Millennium if year > 0 => Calendar::Millennium(year / 1000),
            Granularity::Millennium => Calendar::Millennium(-((1000 - year) / 1000)),
            Granularity::Century if year > 0 => Calendar::Century(year / 100),
            Granularity::Century => Calendar::Century(-((100 - year) / 100)),
            Granularity::Decade if year > 0 => Calendar::Decade(year / 10),
            Granularity::Decade => Calendar::Decade(-((1 - year) / 10)),
            Granularity::Year => Calendar::Year(year),
            Granularity::Half => Calendar::Half(Some(year), if month <= 6 { 1 } else { 2 }),
            Granularity::Quarter => Calendar::Quarter(Some(year), (month as u8 - 1) / 3 + 1),
            Granularity::Season => {
                let begun = if month <= 2 { year.checked_sub(1)? } else { year };
                Calendar::Season(Some(begun), Season::of_month(month))
            }
            Granularity::Month => Calendar::Month(Some(year), month),
            Granularity::Week => {
                let week = date.iso_week_date();
                Calendar::Week(week.year(), week.week())
            }
            Granularity::Weekend => {
                let week = date.iso_week_date();
                Calendar::Weekend(week.year(), week.week())
            }
            Granularity::Day => Calendar::Day(date),
            Granularity::Time | Granularity::PartOfDay => return None,
        })
    }

    /// The unit `count` steps later, or earlier if negative, of the same size. `None` without a year or out of range.
    pub fn shifted(self, count: i32) -> Option<Self> {
        use Calendar::*;
        let cyclic = |year: Option<i16>, index: i32, cycle: i32| -> Option<(i16, i32)> {
            let total = i32::from(year?).checked_mul(cycle)?.checked_add(index)?.checked_add(count)?;
            Some((in_range(total.div_euclid(cycle))?, total.rem_euclid(cycle)))
        };
        let step = |number: i16| i16::try_from(i32::from(number).checked_add(count)?).ok();
        Some(match self {
            // There is no century and no decade 0 before the era: −1 is followed by 0.
            Millennium(millennium) => Millennium(step(millennium)?),
            Century(century) => Century(step(century)?),
            Decade(decade) => Decade(step(decade)?),
            Year(year) => Year(in_range(i32::from(year).checked_add(count)?)?),
            Half(year, half) => cyclic(year, i32::from(half) - 1, 2).map(|(y, i)| Half(Some(y), i as u8 + 1))?,
            Quarter(year, quarter) => {
                cyclic(year, i32::from(quarter) - 1, 4).map(|(y, i)| Quarter(Some(y), i as u8 + 1))?
            }
            Season(year, season) => {
                cyclic(year, season.index(), 4).map(|(y, i)| Season(Some(y), self::Season::ALL[i as usize]))?
            }
            Month(year, month) => cyclic(year, i32::from(month) - 1, 12).map(|(y, i)| Month(Some(y), i as i8 + 1))?,
            Week(..) | Weekend(..) => {
                let days = i64::from(count).checked_mul(7)?;
                let moved = self.days()?.0.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
                Calendar::containing(moved, self.granularity())?
            }
            Day(date) => Day(date.checked_add(jiff::Span::new().try_days(i64::from(count)).ok()?).ok()?),
            DayOfYear(..) | DayOfMonth(_) | Weekday(_) | SomeDay => return None,
        })
    }

    /// The coarser unit that it lies in (by its first day), or itself if it is no finer.
    pub fn widened(self, size: Granularity) -> Option<Self> {
        if self.granularity() == size {
            return Some(self);
        }
        match (self, size) {
            (Calendar::Week(year, _) | Calendar::Weekend(year, _), Granularity::Year) => Some(Calendar::Year(year)),
            _ if self.granularity() > size => None,
            _ => Self::containing(self.days()?.0, size),
        }
    }
}

/// A year that the calendar holds.
fn in_range(year: i32) -> Option<i16> {
    i16::try_from(year).ok().filter(|year| (-9999..=9999).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn values_are_those_of_timex3() {
        use Calendar::*;
        let cases = [
            (Millennium(1), "1"),
            (Millennium(-2), "BC1"),
            (Century(18), "18"),
            (Century(-5), "BC04"),
            (Decade(199), "199"),
            (Decade(-48), "BC048"),
            (Year(1998), "1998"),
            (Year(-479), "BC0480"),
            (Quarter(Some(1989), 3), "1989-Q3"),
            (Season(Some(2003), self::Season::Summer), "2003-SU"),
            (Month(Some(-479), 8), "BC0480-08"),
            (Week(1998, 3), "1998-W03"),
            (Weekend(1998, 3), "1998-W03-WE"),
            (Day(date(2020, 9, 27)), "2020-09-27"),
            (DayOfYear(9, 12), "XXXX-09-12"),
            (DayOfMonth(4), "XXXX-XX-04"),
            (Weekday(5), "XXXX-WXX-5"),
        ];
        for (calendar, value) in cases {
            assert_eq!(calendar.value(), value);
        }
        let night = Some(TimeOfDay::Part(PartOfDay::Night));
        assert_eq!(DayOfYear(9, 12).value_at(night), "XXXX-09-12TNI");
    }

    #[test]
    fn centuries_and_decades_before_the_era_count_backwards() {
        let years = |calendar: Calendar| calendar.days().map(|(a, b)| (a.year(), b.year()));
        assert_eq!(years(Calendar::Century(-5)), Some((-499, -400)));
        assert_eq!(years(Calendar::Millennium(-2)), Some((-1999, -1000)));
        assert_eq!(Calendar::containing(date(-1999, 8, 1), Granularity::Millennium), Some(Calendar::Millennium(-2)));
        assert_eq!(Calendar::containing(date(1999, 8, 1), Granularity::Millennium), Some(Calendar::Millennium(1)));
        assert_eq!(years(Calendar::Decade(-48)), Some((-488, -479)));
        assert_eq!(years(Calendar::Century(0)), Some((1, 99)));
        assert_eq!(Calendar::containing(date(-479, 8, 1), Granularity::Century), Some(Calendar::Century(-5)));
        assert_eq!(Calendar::containing(date(-479, 8, 1), Granularity::Decade), Some(Calendar::Decade(-48)));
        assert_eq!(Calendar::containing(date(-499, 8, 1), Granularity::Century), Some(Calendar::Century(-5)));
    }

    #[test]
    fn units_step_over_their_year() {
        let cases = [
            (Calendar::Month(Some(1998), 11), 3, "1999-02"),
            (Calendar::Quarter(Some(1989), 1), -1, "1988-Q4"),
            (Calendar::Season(Some(1998), Season::Winter), 1, "1999-SP"),
            (Calendar::Week(1998, 53), 1, "1999-W01"),
            (Calendar::Day(date(2020, 2, 28)), 2, "2020-03-01"),
        ];
        for (calendar, count, value) in cases {
            assert_eq!(calendar.shifted(count).map(Calendar::value).as_deref(), Some(value));
        }
        assert_eq!(Calendar::Year(9999).shifted(1), None);
        assert_eq!(Calendar::Day(date(9999, 12, 31)).shifted(i32::MAX), None);
    }

    #[test]
    fn seasons_follow_the_months() {
        let of = |month| Season::of_month(month).code();
        assert_eq!(
            [of(1), of(2), of(3), of(5), of(6), of(9), of(11), of(12)],
            ["WI", "WI", "SP", "SP", "SU", "FA", "FA", "WI"]
        );
        assert_eq!(
            Calendar::containing(date(1941, 1, 5), Granularity::Season),
            Some(Calendar::Season(Some(1940), Season::Winter))
        );
    }

    #[test]
    fn a_unit_lies_in_coarser_ones_only() {
        let day = Calendar::Day(date(1940, 6, 22));
        assert_eq!(day.widened(Granularity::Month), Some(Calendar::Month(Some(1940), 6)));
        assert_eq!(Calendar::Year(1940).widened(Granularity::Month), None);
        assert_eq!(Calendar::Decade(194).widened(Granularity::Century), Some(Calendar::Century(19)));
    }
}
