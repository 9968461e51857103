//! Days as numbers, and the words for dates and lengths of time.
//!
//! Calendar values themselves are computed in [`crate::model::when`]; here they are only placed and named.

use jiff::ToSpan;
use jiff::civil::date;

use crate::model::{Date, Event, Granularity, Moment, Status, When};

const EPOCH: Date = date(1970, 1, 1);

/// The days from 1 January 1970 to `day`, negative before it.
pub fn day_number(day: Date) -> i32 {
    (day.duration_since(EPOCH).as_hours() / 24) as i32
}

/// The inverse of [`day_number`], held within the years −9999…9999.
pub fn date_of(day: i32) -> Date {
    EPOCH.saturating_add(day.days())
}

/// The day of a moment, as a number.
pub fn day_of(moment: Moment) -> i32 {
    day_number(moment.date())
}

/// The days that a value may cover, each end with its uncertainty: what placing and measuring needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// It begins no sooner than this day.
    pub first: i32,
    /// It begins no later than this day.
    pub latest_start: i32,
    /// It ends no sooner than this day.
    pub earliest_end: i32,
    /// It ends no later than this day.
    pub last: i32,
}

impl Extent {
    /// True if it is longer than `part`, and `part` lies in it.
    pub fn holds(&self, part: &Self) -> bool {
        self.first <= part.first && part.last <= self.last && self.last - self.first > part.last - part.first
    }
}

/// The extent of a value, open ends closed at the nearest known bound. `None` if nothing of it lies in the calendar.
pub fn extent(when: &When) -> Option<Extent> {
    let bounds = &when.bounds;
    let known = [bounds.earliest_start, bounds.latest_start, bounds.earliest_end, bounds.latest_end];
    let [a, b, c, d] = known.map(|bound| bound.map(day_of));
    let first = a.or(b).or(c).or(d)?;
    let last = d.or(c).or(b).or(a)?.max(first);
    let latest_start = b.unwrap_or(first).clamp(first, last);
    let earliest_end = c.unwrap_or(latest_start).clamp(first, last);
    Some(Extent { first, latest_start, earliest_end, last })
}

/// How surely a row stands where it stands; drawn as `● ◐ ▒ ○`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// A whole calendar value: a day, a month, a year.
    Exact,
    /// Part of a date: the day but not the year.
    Partial,
    /// A span whose ends are uncertain.
    Fuzzy,
    /// No date, only what came before and after.
    Order,
}

/// How surely a value can be placed.
pub fn certainty(when: Option<&When>) -> Certainty {
    let Some(when) = when else { return Certainty::Order };
    if when.bounds.is_unknown() {
        let partial = when.candidate_years.is_some() || when.edtf.contains(|c: char| c.is_ascii_digit());
        return if partial { Certainty::Partial } else { Certainty::Order };
    }
    let vague = when.edtf.contains(['~', '%', '?', '[', '{']) || when.edtf.contains("..");
    if vague || when.granularity >= Granularity::Decade { Certainty::Fuzzy } else { Certainty::Exact }
}

/// True if part of an event's date was supplied and does not stand in the text.
pub fn is_inferred(event: &Event) -> bool {
    event.when.is_some() && event.status == Status::Inferred
}

/// The one or two short lines that a date column shows: EDTF where that reads well, an unknown year as `????`, years
/// before Christ, seasons, quarters and halves in words, an interval as its two ends. `None` as second line for a
/// single date.
pub fn date_words(when: &When) -> (String, Option<String>) {
    let show = |part: &str| -> String {
        let part = part.split_once('T').map_or(part, |(day, _)| day);
        match part {
            "" | ".." => "…".into(),
            _ => match part.strip_prefix("XXXX") {
                Some(rest) => season(rest).map_or_else(|| format!("????{rest}"), |name| format!("???? {name}")),
                None => part_words(part),
            },
        }
    };
    match when.edtf.split_once('/') {
        Some(("..", end)) => (format!("…{}", show(end)), None),
        Some((start, "..")) => (format!("{}…", show(start)), None),
        Some((start, end)) if start == end => (show(start), None),
        Some((start, end)) => (show(start), Some(show(end))),
        None => (show(&when.edtf), None),
    }
}

/// One end of an interval, or a single date, of EDTF.
fn part_words(part: &str) -> String {
    let (digits, before) = part.strip_prefix('-').map_or((part, false), |digits| (digits, true));
    let (year, rest) = digits.split_at(digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len()));
    let Ok(number) = year.parse::<i32>() else { return part.into() };
    if year.len() != 4 || rest.starts_with('X') {
        return part.into();
    }
    let year = match number {
        _ if before => format!("{} BC", number + 1),
        0 => "1 BC".into(),
        _ => number.to_string(),
    };
    match rest {
        "" | "~" | "?" | "%" => format!("{year}{rest}"),
        // With a month, ISO's four digits keep the column straight.
        _ => season(rest).map_or_else(|| part.into(), |name| format!("{year} {name}")),
    }
}

/// What EDTF writes as a number behind the year: a season, a quarter or a half.
fn season(rest: &str) -> Option<&'static str> {
    Some(match rest {
        "-21" => "spring",
        "-22" => "summer",
        "-23" => "autumn",
        "-24" => "winter",
        "-33" => "Q1",
        "-34" => "Q2",
        "-35" => "Q3",
        "-36" => "Q4",
        "-40" => "H1",
        "-41" => "H2",
        _ => return None,
    })
}

/// The years that a day without a year may lie in, each end open if the text says nothing about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    /// No sooner.
    pub first: Option<i16>,
    /// No later.
    pub last: Option<i16>,
}

impl Years {
    /// The years of a value that has none of its own; `None` if it has, or if nothing bounds them.
    pub fn of(when: &When) -> Option<Self> {
        let (first, last) = when.candidate_years.filter(|_| when.bounds.is_unknown())?;
        let years = Self { first: (first > -9999).then_some(first), last: (last < 9999).then_some(last) };
        (years.first.is_some() || years.last.is_some()).then_some(years)
    }

    /// "2020–2022", "2020 or later".
    pub fn words(self) -> String {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => year_words(first),
            (Some(first), Some(last)) => format!("{}–{}", year_words(first), year_words(last)),
            (Some(first), None) => format!("{} or later", year_words(first)),
            (None, Some(last)) => format!("{} or earlier", year_words(last)),
            (None, None) => "any".into(),
        }
    }
}

/// A year in words: "1921", "480 BC".
pub fn year_words(year: i16) -> String {
    if year > 0 { year.to_string() } else { format!("{} BC", 1 - i32::from(year)) }
}

/// A day in words, shortest where it is clear: "1921-05-03", "15 Mar 44 BC".
pub fn day_words(day: Date) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    if day.year() > 0 {
        return day.to_string();
    }
    let month = MONTHS[(day.month() as usize).saturating_sub(1) % 12];
    format!("{} {month} {}", day.day(), year_words(day.year()))
}

/// A length of time between `least` and `most` days, in the largest unit that fits: "21–30 years", "3 weeks".
pub fn length_words(least: i32, most: i32) -> String {
    let units = [(365.2425, "year"), (30.436875, "month"), (7.0, "week"), (1.0, "day")];
    let (unit, name) = units.into_iter().find(|(unit, _)| f64::from(least) >= 2.0 * unit).unwrap_or((1.0, "day"));
    let few = (f64::from(least) / unit).round() as i32;
    let many = ((f64::from(most) / unit) as i32).max(few);
    let plural = if many == 1 { "" } else { "s" };
    if few == many { format!("{few} {name}{plural}") } else { format!("{few}–{many} {name}{plural}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Bounds;

    fn when(edtf: &str, bounds: Bounds, granularity: Granularity) -> When {
        When { edtf: edtf.into(), bounds, granularity, candidate_years: None }
    }

    #[test]
    fn day_numbers_go_forth_and_back() {
        for day in [date(-9999, 1, 1), date(0, 2, 29), date(1969, 12, 31), date(1970, 1, 1), date(9999, 12, 31)] {
            assert_eq!(date_of(day_number(day)), day);
        }
        assert_eq!(day_number(date(1969, 12, 31)), -1);
        assert_eq!(day_number(date(2000, 3, 1)), 11017);
    }

    #[test]
    fn lengths_are_named_in_the_unit_that_fits() {
        let year = 365;
        assert_eq!(length_words(21 * year, 30 * year + 200), "21–30 years");
        assert_eq!(length_words(70, 75), "2 months");
        assert_eq!(length_words(21, 21), "3 weeks");
        assert_eq!(length_words(3, 5), "3–5 days");
        assert_eq!(length_words(1, 1), "1 day");
    }

    #[test]
    fn a_day_without_a_year_is_shown_with_question_marks() {
        let day = When {
            edtf: "XXXX-09-12/XXXX-09-13".into(),
            bounds: Bounds::default(),
            granularity: Granularity::Day,
            candidate_years: Some((2020, 2026)),
        };
        assert_eq!(date_words(&day), ("????-09-12".into(), Some("????-09-13".into())));
        let summer = When { edtf: "XXXX-22".into(), ..day.clone() };
        assert_eq!(date_words(&summer), ("???? summer".into(), None));
        assert_eq!(certainty(Some(&day)), Certainty::Partial);
        assert_eq!(extent(&day), None);
    }

    #[test]
    fn open_years_are_said_to_be_open() {
        let years = |candidates| {
            let value = When { candidate_years: candidates, ..when("XXXX-09-12", Bounds::default(), Granularity::Day) };
            Years::of(&value).map(Years::words)
        };
        assert_eq!(years(Some((2020, 2022))).as_deref(), Some("2020–2022"));
        assert_eq!(years(Some((2020, 9999))).as_deref(), Some("2020 or later"));
        assert_eq!(years(Some((-9999, -43))).as_deref(), Some("44 BC or earlier"));
        assert_eq!(years(Some((-9999, 9999))), None);
        assert_eq!(years(None), None);
    }

    #[test]
    fn years_and_seasons_are_words() {
        for (edtf, words) in [
            ("0150", "150"),
            ("-0043", "44 BC"),
            ("0000", "1 BC"),
            ("1764-23", "1764 autumn"),
            ("2014-40", "2014 H1"),
            ("1914~", "1914~"),
            ("199X", "199X"),
            ("1921-05", "1921-05"),
            ("-0043-03-15", "-0043-03-15"),
            ("Y17000", "Y17000"),
            ("1940-22/1941", "1940 summer"),
            ("2003-03-20T05:34", "2003-03-20"),
        ] {
            assert_eq!(date_words(&when(edtf, Bounds::default(), Granularity::Year)).0, words);
        }
    }

    #[test]
    fn certainty_tells_days_from_decades() {
        let day = when("2020-09-27", Bounds::days(date(2020, 9, 27), date(2020, 9, 27)), Granularity::Day);
        let decade = when("199X", Bounds::within(date(1990, 1, 1), date(1999, 12, 31)), Granularity::Decade);
        let about = when("1914~", Bounds::within(date(1913, 1, 1), date(1915, 12, 31)), Granularity::Year);
        assert_eq!(certainty(Some(&day)), Certainty::Exact);
        assert_eq!(certainty(Some(&decade)), Certainty::Fuzzy);
        assert_eq!(certainty(Some(&about)), Certainty::Fuzzy);
        assert_eq!(certainty(None), Certainty::Order);
    }

    #[test]
    fn an_open_end_closes_at_the_nearest_bound() {
        let since = Bounds {
            earliest_start: Some(date(2015, 1, 1).at(0, 0, 0, 0)),
            latest_start: Some(date(2015, 12, 31).at(0, 0, 0, 0)),
            ..Bounds::default()
        };
        let extent = extent(&when("2015/..", since, Granularity::Year)).expect("it has bounds");
        assert_eq!((extent.first, extent.last), (day_number(date(2015, 1, 1)), day_number(date(2015, 12, 31))));
    }
}
