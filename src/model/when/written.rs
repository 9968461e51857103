//! Dates as somebody types them: the EDTF that this program writes, read back.
//!
//! This reads years from −9999 to 9999, `199X`, `19XX` and `1XXX`, months, days, seasons, quarters and halves, all but
//! decades and centuries also with the year `XXXX`, times of a day and their zones, the qualifiers `?`, `~` and `%`,
//! and intervals of these with `..` for an open end. It does not read the rest of EDTF: sets, exponents, single
//! unspecified digits elsewhere.

use std::fmt;

use super::calendar::{Calendar, Date, Season, TimeOfDay};
use super::value::When;

/// A date that was typed in EDTF.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// Its value.
    pub when: When,
    /// The unit of the calendar that it names; of an interval the one that it begins with.
    pub first: Calendar,
    /// The unit that an interval ends with, else the same.
    pub last: Calendar,
    /// The time of the day, if it names one.
    pub time: Option<TimeOfDay>,
    /// It says "about": `~` or `%`.
    pub about: bool,
}

/// Why something is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotADate {
    /// It is not written as dates are.
    Form,
    /// The calendar does not have it: 30 February.
    NoSuchDay,
    /// The interval ends before it begins.
    Backwards,
}

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NotADate::Form => {
                "no date: write 1914, 1914-07, 1914-07-28, 191X, 1914-22 (summer), 1914~, 1914/1918 or 1914/.."
            }
            NotADate::NoSuchDay => "the calendar has no such day",
            NotADate::Backwards => "it ends before it begins",
        })
    }
}

impl std::error::Error for NotADate {}

impl Written {
    /// Reads a date. Spaces around it do not count.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse(edtf: &str) -> Result<Self, NotADate> {
        let edtf = edtf.trim();
        match edtf.split_once('/') {
            None => Self::single(edtf),
            Some(("..", end)) => Self::single(end).map(|end| Self { when: end.when.until(), ..end }),
            Some((start, "..")) => Self::single(start).map(|start| Self { when: start.when.onwards(), ..start }),
            Some((start, end)) => {
                let (start, end) = (Self::single(start)?, Self::single(end)?);
                // Without their years two days are in order anyhow: the second may belong to the next year.
                let when = When::interval(&start.when, &end.when).ok_or(NotADate::Backwards)?;
                let about = start.about && end.about;
                Ok(Self { when, last: end.last, time: None, about, ..start })
            }
        }
    }

    fn single(edtf: &str) -> Result<Self, NotADate> {
        let (date, qualifier) = match edtf.char_indices().last() {
            Some((at, qualifier @ ('?' | '~' | '%'))) => (&edtf[..at], Some(qualifier)),
            _ => (edtf, None),
        };
        let (day, time, zone) = match date.split_once('T') {
            Some((day, time)) => {
                let (time, zone) = zoned(time).ok_or(NotADate::Form)?;
                (day, Some(clock(time).ok_or(NotADate::Form)?), zone)
            }
            None => (date, None, None),
        };
        let calendar = unit(day)?;
        let when = match (calendar, time) {
            (_, None) => When::of(calendar),
            (Calendar::Day(_), Some(time)) => When::at(calendar, time),
            (_, Some(_)) => None,
        };
        let mut when = when.ok_or(NotADate::Form)?;
        if let Some(minutes) = zone {
            when = when.in_zone(minutes);
        }
        let about = matches!(qualifier, Some('~' | '%'));
        if about {
            when = when.approximate();
        }
        if let Some(qualifier) = qualifier {
            when.edtf = format!("{}{qualifier}", when.edtf.trim_end_matches('~'));
        }
        Ok(Self { when, first: calendar, last: calendar, time, about })
    }
}

/// `1914-07-28`, `191X`, `XXXX-22`.
fn unit(edtf: &str) -> Result<Calendar, NotADate> {
    let (sign, digits) = edtf.strip_prefix('-').map_or((1, edtf), |digits| (-1, digits));
    let mut parts = digits.split('-');
    let written = parts.next().unwrap_or_default();
    let rest = [parts.next(), parts.next()];
    if !written.is_ascii() || written.len() != 4 || parts.next().is_some() {
        return Err(NotADate::Form);
    }
    let year = match (number(written), sign) {
        (Some(0), -1) => return Err(NotADate::Form),
        (Some(year), sign) => Some(sign * year),
        (None, 1) if written == "XXXX" => None,
        (None, 1) if rest[0].is_none() => return coarse(written).ok_or(NotADate::Form),
        (None, _) => return Err(NotADate::Form),
    };
    match rest {
        [None, _] => year.map(Calendar::Year).ok_or(NotADate::Form),
        [Some(part), None] => part_of_year(year, two(part)?).ok_or(NotADate::Form),
        [Some("XX"), Some(day)] if year.is_none() => match two(day)? {
            day @ 1..=31 => Ok(Calendar::DayOfMonth(day)),
            _ => Err(NotADate::NoSuchDay),
        },
        [Some(month), Some(day)] => {
            let (month, day) = (two(month)?, two(day)?);
            // A day of an unknown year must be one of some year: 2000 has all.
            let date = Date::new(year.unwrap_or(2000), month, day).map_err(|_| NotADate::NoSuchDay)?;
            Ok(year.map_or(Calendar::DayOfYear(month, day), |_| Calendar::Day(date)))
        }
    }
}

/// A month, season, quarter or half of a year by its number in EDTF. The seasons of the northern hemisphere (25 to 28)
/// are those that have none (21 to 24).
fn part_of_year(year: Option<i16>, part: i8) -> Option<Calendar> {
    Some(match part {
        1..=12 => Calendar::Month(year, part),
        21..=28 => {
            let season = [Season::Spring, Season::Summer, Season::Autumn, Season::Winter];
            Calendar::Season(year, season[(part as usize - 21) % 4])
        }
        33..=36 => Calendar::Quarter(year, part as u8 - 32),
        40..=41 => Calendar::Half(year, part as u8 - 39),
        _ => return None,
    })
}

/// `199X`, `19XX`, `1XXX`.
fn coarse(written: &str) -> Option<Calendar> {
    if let Some(millennium) = written.strip_suffix("XXX") {
        return number(millennium).map(Calendar::Millennium);
    }
    match (written.strip_suffix("XX"), written.strip_suffix('X')) {
        (Some(century), _) => number(century).map(Calendar::Century),
        (None, Some(decade)) => number(decade).map(Calendar::Decade),
        (None, None) => None,
    }
}

/// A number of ASCII digits and nothing else.
fn number(digits: &str) -> Option<i16> {
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

fn two(digits: &str) -> Result<i8, NotADate> {
    let number = number(digits).filter(|_| digits.len() == 2).ok_or(NotADate::Form)?;
    i8::try_from(number).map_err(|_| NotADate::Form)
}

/// A time and its zone, in minutes before Greenwich, if it has one: `05:34:00-05:00`, `05:34Z`.
fn zoned(time: &str) -> Option<(&str, Option<i32>)> {
    if let Some(time) = time.strip_suffix('Z') {
        return Some((time, Some(0)));
    }
    let Some(at) = time.find(['+', '-']) else { return Some((time, None)) };
    let (hours, minutes) = time[at + 1..].split_once(':')?;
    let (hours, minutes) = (i32::from(two(hours).ok()?), i32::from(two(minutes).ok()?));
    let offset = (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)?;
    Some((&time[..at], Some(if time[at..].starts_with('-') { -offset } else { offset })))
}

/// `05:34`, `05:34:10`. A second of zero is not told from a minute without seconds, which are both written so.
fn clock(time: &str) -> Option<TimeOfDay> {
    let mut parts = time.split(':').map(|part| two(part).ok().and_then(|part| u8::try_from(part).ok()));
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = match parts.next() {
        Some(second) => Some(second?),
        None => None,
    };
    let fits = hour < 24 && minute < 60 && second.is_none_or(|second| second < 60) && parts.next().is_none();
    fits.then_some(TimeOfDay::Clock { hour, minute, second: second.filter(|&second| second > 0) })
}

#[cfg(test)]
mod tests {
    use super::super::calendar::Granularity;
    use super::*;
    use edtf_core::Edtf;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// All units whose EDTF names them alone. Weeks and what is older than the era are written as intervals.
    fn any_calendar() -> impl Strategy<Value = Calendar> {
        let year = || -9999i16..=9998;
        let some_year = || proptest::option::of(year());
        let day = (-9999i16..=9999, 0i32..=364)
            .prop_filter_map("a day", |(year, day)| date(year, 1, 1).checked_add(day.days()).ok());
        prop_oneof![
            (0i16..=9).prop_map(Calendar::Millennium),
            (0i16..=99).prop_map(Calendar::Century),
            (0i16..=999).prop_map(Calendar::Decade),
            year().prop_map(Calendar::Year),
            (some_year(), 1u8..=2).prop_map(|(year, half)| Calendar::Half(year, half)),
            (some_year(), 1u8..=4).prop_map(|(year, quarter)| Calendar::Quarter(year, quarter)),
            (some_year(), 1i8..=12).prop_map(|(year, month)| Calendar::Season(year, Season::of_month(month))),
            (some_year(), 1i8..=12).prop_map(|(year, month)| Calendar::Month(year, month)),
            day.clone().prop_map(Calendar::Day),
            day.prop_map(|day| Calendar::DayOfYear(day.month(), day.day())),
            (1i8..=31).prop_map(Calendar::DayOfMonth),
        ]
    }

    fn any_when() -> impl Strategy<Value = When> {
        let clock = (0u8..24, 0u8..60, proptest::option::of(1u8..60))
            .prop_map(|(hour, minute, second)| TimeOfDay::Clock { hour, minute, second });
        let zone = proptest::option::of((-48i32..=56).prop_map(|quarters| quarters * 15));
        (any_calendar(), proptest::option::of(clock), any::<bool>(), zone).prop_map(|(calendar, time, about, zone)| {
            let when = match (calendar, time) {
                (Calendar::Day(_), Some(time)) => When::at(calendar, time),
                _ => When::of(calendar),
            };
            let when = when.expect("EDTF has it");
            let when = zone.map_or(when.clone(), |minutes| when.in_zone(minutes));
            // EDTF has no way to say that a time of the day is approximate.
            if about && when.granularity != Granularity::Time { when.approximate() } else { when }
        })
    }

    fn read(edtf: &str) -> When {
        Written::parse(edtf).unwrap_or_else(|error| panic!("{edtf}: {error}")).when
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_it_was_meant(when in any_when()) {
            prop_assert_eq!(read(&when.edtf), when.clone());
            for open in [when.clone().onwards(), when.until()] {
                prop_assert_eq!(read(&open.edtf), open);
            }
        }

        #[test]
        fn intervals_are_read_as_they_were_meant(a in any_when(), b in any_when()) {
            if let Some(both) = When::interval(&a, &b).filter(|both| both.edtf.contains('/')) {
                prop_assert_eq!(read(&both.edtf), both);
            }
        }

        #[test]
        fn what_is_older_than_the_era_is_read_as_its_interval(century in -98i16..0, decade in -998i16..0) {
            for calendar in [Calendar::Century(century), Calendar::Decade(decade)] {
                let when = When::of(calendar).expect("EDTF has it");
                let read = read(&when.edtf);
                prop_assert_eq!((&read.edtf, read.bounds.hull()), (&when.edtf, when.bounds.hull()));
            }
        }

        #[test]
        fn whatever_is_read_is_edtf(typed in "(-?[0-9X]{4}(-[0-9X]{2}){0,2}[?~%]?|\\.\\.)(/(-?[0-9X]{4}(-[0-9]{2}){0,2}[?~%]?|\\.\\.))?") {
            if let Ok(written) = Written::parse(&typed) {
                prop_assert!(Edtf::parse(&written.when.edtf).is_ok(), "{}", written.when.edtf);
            }
        }

        #[test]
        fn nothing_breaks_it(typed in "\\PC{0,24}") {
            let _ = Written::parse(&typed);
        }
    }

    fn check(typed: &str, edtf: &str, words: &str) {
        let when = read(typed);
        assert_eq!((when.edtf.as_str(), when.in_words(None).as_str()), (edtf, words), "{typed}");
    }

    #[test]
    fn dates_are_read_as_people_type_them() {
        check(" 1914 ", "1914", "1914");
        check("1914-07", "1914-07", "July 1914");
        check("1914-07-28", "1914-07-28", "28 July 1914");
        check("-0479", "-0479", "480 BC");
        check("191X", "191X", "some time in the 1910s");
        check("19XX", "19XX", "some time in the 20th century");
        check("2003-26", "2003-22", "summer 2003");
        check("2003-34", "2003-34", "quarter 2 of 2003");
        check("XXXX-09-12", "XXXX-09-12", "12 September, year unknown");
        check("1914~", "1914~", "about 1914");
        check("1914?", "1914?", "perhaps 1914");
        check("1914-07%", "1914-07%", "perhaps about July 1914");
        check("1914-07-28T05:34", "1914-07-28T05:34:00", "28 July 1914, 05:34");
        check("1914-07-28T05:34-05:00", "1914-07-28T05:34:00-05:00", "28 July 1914, 05:34 UTC-05");
        check("1914-07-28T05:34Z", "1914-07-28T05:34:00Z", "28 July 1914, 05:34 UTC");
        check("1914/1918-11-11", "1914/1918-11-11", "1914 to 11 November 1918");
        check("2015/..", "2015/..", "from 2015");
        check("../2015-03", "../2015-03", "until March 2015");
    }

    #[test]
    fn what_is_none_says_why() {
        for (typed, why) in [
            ("", NotADate::Form),
            ("May 1914", NotADate::Form),
            ("914", NotADate::Form),
            ("1914-7", NotADate::Form),
            ("1914-13", NotADate::Form),
            ("1914-00-01", NotADate::NoSuchDay),
            ("1914-02-30", NotADate::NoSuchDay),
            ("XXXX-02-30", NotADate::NoSuchDay),
            ("-0000", NotADate::Form),
            ("-19XX", NotADate::Form),
            ("XXXX", NotADate::Form),
            ("1914-07T05:34", NotADate::Form),
            ("1914-07-28T25:00", NotADate::Form),
            ("1918/1914", NotADate::Backwards),
            ("../..", NotADate::Form),
            ("1914/", NotADate::Form),
            ("1914/1915/1916", NotADate::Form),
            ("+914", NotADate::Form),
            ("１９１４", NotADate::Form),
        ] {
            assert_eq!(Written::parse(typed), Err(why), "{typed}");
        }
    }
}
