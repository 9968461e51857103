//! Calendar values in English words, for cards and rows: "27 September 2020", "early in the 1990s".

use super::calendar::{Granularity, Modifier, PartOfDay};
use super::value::When;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl When {
    /// The value in words, under its TIMEX3 modifier if it has one.
    pub fn in_words(&self, modifier: Option<Modifier>) -> String {
        let value = match self.edtf.split_once('/') {
            Some(("..", end)) => format!("until {}", date(end)),
            Some((start, "..")) => format!("from {}", date(start)),
            Some((start, end)) => {
                format!("{} to {}", date(start), date(end))
            }
            None => self.single(),
        };
        let value = match modifier {
            Some(Modifier::Start) => format!("early in {}", article(&value)),
            Some(Modifier::Mid) => format!("in the middle of {}", article(&value)),
            Some(Modifier::End) => format!("late in {}", article(&value)),
            _ if self.granularity >= Granularity::Decade && !self.edtf.contains('/') => {
                format!("some time in {}", article(&value))
            }
            _ => value,
        };
        match self.candidate_years {
            Some((-9999, 9999)) => format!("{value}, year unknown"),
            Some((first, 9999)) => format!("{value}, year unknown ({} or later)", year(first.into())),
            Some((-9999, last)) => format!("{value}, year unknown ({} or earlier)", year(last.into())),
            Some((first, last)) => {
                format!("{value}, year unknown ({} to {})", year(first.into()), year(last.into()))
            }
            None if self.edtf.contains("XXXX") => format!("{value}, year unknown"),
            None => value,
        }
    }

    /// A value that is no interval, with the part of the day as far as the bounds tell it.
    fn single(&self) -> String {
        let date = date(&self.edtf);
        match self.granularity {
            Granularity::PartOfDay => format!("{} of {date}", self.part_of_day().map_or("part", PartOfDay::word)),
            _ => date,
        }
    }
}

/// "the" before decades, centuries and millennia.
fn article(value: &str) -> String {
    if value.ends_with('s') || value.contains("century") || value.contains("millennium") {
        format!("the {value}")
    } else {
        value.to_owned()
    }
}

/// "480 BC" for −479.
fn year(year: i32) -> String {
    if year > 0 { year.to_string() } else { format!("{} BC", 1 - year) }
}

/// One EDTF date, as this program writes it, in words.
fn date(edtf: &str) -> String {
    let (edtf, about) = match edtf.char_indices().last() {
        Some((at, '~')) => (&edtf[..at], "about "),
        Some((at, '?')) => (&edtf[..at], "perhaps "),
        Some((at, '%')) => (&edtf[..at], "perhaps about "),
        _ => (edtf, ""),
    };
    let (day, time) = edtf.split_once('T').map_or((edtf, None), |(day, time)| (day, Some(time)));
    let (sign, digits) = day.strip_prefix('-').map_or((1, day), |digits| (-1, digits));
    let mut parts = digits.split('-');
    let written = parts.next().unwrap_or_default();
    let of_year = match written.parse::<i32>() {
        Ok(number) => Some(year(sign * number)),
        Err(_) if written == "XXXX" => None,
        Err(_) => return format!("{about}{}", coarse(written)),
    };
    let sub = parts.next().and_then(|month| month.parse::<usize>().ok());
    let day = parts.next().and_then(|day| day.parse::<u8>().ok());
    let mut words = match (sub, day) {
        (None, Some(day)) => format!("the {day}th of some month").replace("1th", "1st"),
        (Some(month @ 1..=12), Some(day)) => format!("{day} {}", MONTHS[month - 1]),
        (Some(month @ 1..=12), None) => MONTHS[month - 1].to_owned(),
        (Some(season @ 21..=24), _) => ["spring", "summer", "autumn", "winter"][season - 21].to_owned(),
        (Some(quarter @ 33..=36), _) => format!("quarter {}", quarter - 32),
        (Some(half @ 40..=41), _) => format!("{} half", ["first", "second"][half - 40]),
        _ => String::new(),
    };
    if let Some(year) = of_year {
        let gap = match sub {
            None => "",
            Some(33..=41) => " of ",
            Some(_) => " ",
        };
        words = format!("{words}{gap}{year}");
    }
    if let Some(time) = time {
        let (time, zone) = time.split_at(time.find(['Z', '+', '-']).unwrap_or(time.len()));
        let zone = match zone {
            "" => String::new(),
            "Z" => " UTC".into(),
            zone => format!(" UTC{}", zone.trim_end_matches(":00")),
        };
        words = format!("{words}, {}{zone}", time.strip_suffix(":00").unwrap_or(time));
    }
    format!("{about}{words}")
}

/// `199X` is "1990s", `18XX` is "19th century".
fn coarse(written: &str) -> String {
    let known = written.trim_end_matches('X');
    match (known.len(), known.parse::<i32>()) {
        (3, Ok(decade)) => format!("{}s", decade * 10),
        (2, Ok(century)) => format!("{} century", ordinal(century + 1)),
        (1, Ok(millennium)) => format!("{} millennium", ordinal(millennium + 1)),
        _ => written.to_owned(),
    }
}

fn ordinal(number: i32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// A TIMEX3 duration in words: `P3M` is "3 months", `PXY` "some years". The value itself if it is none.
pub fn duration_in_words(value: &str) -> String {
    let Some(rest) = value.strip_prefix('P') else { return value.to_owned() };
    let (rest, time) = rest.strip_prefix('T').map_or((rest, false), |rest| (rest, true));
    let Some(split) = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == 'X')) else {
        return value.to_owned();
    };
    let (number, unit) = rest.split_at(split);
    let unit = match (unit, time) {
        ("S", true) => "second",
        ("M", true) => "minute",
        ("H", true) => "hour",
        ("D", _) => "day",
        ("W", _) => "week",
        ("M", _) => "month",
        ("Q", _) => "quarter",
        ("Y", _) => "year",
        ("DE", _) => "decade",
        ("CE", _) => "century",
        _ => return value.to_owned(),
    };
    match (number, unit) {
        ("1", unit) => format!("1 {unit}"),
        ("X", "century") => "some centuries".into(),
        ("X", unit) => format!("some {unit}s"),
        (number, "century") => format!("{number} centuries"),
        (number, unit) => format!("{number} {unit}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::calendar::{Calendar, PartOfDay, Season, TimeOfDay};
    use super::*;
    use jiff::civil::date;

    fn say(calendar: Calendar, modifier: Option<Modifier>) -> String {
        When::of(calendar).expect("EDTF has it").in_words(modifier)
    }

    #[test]
    fn units_are_said_as_people_say_them() {
        assert_eq!(say(Calendar::Day(date(2020, 9, 27)), None), "27 September 2020");
        assert_eq!(say(Calendar::Month(Some(1940), 6), None), "June 1940");
        assert_eq!(say(Calendar::Season(Some(2003), Season::Summer), None), "summer 2003");
        assert_eq!(say(Calendar::Quarter(Some(1989), 3), None), "quarter 3 of 1989");
        assert_eq!(say(Calendar::Half(Some(1989), 1), None), "first half of 1989");
        assert_eq!(say(Calendar::Year(-479), None), "480 BC");
        assert_eq!(say(Calendar::Decade(199), None), "some time in the 1990s");
        assert_eq!(say(Calendar::Decade(199), Some(Modifier::Start)), "early in the 1990s");
        assert_eq!(say(Calendar::Century(18), None), "some time in the 19th century");
        assert_eq!(say(Calendar::Millennium(1), None), "some time in the 2nd millennium");
        assert_eq!(say(Calendar::Century(-5), None), "500 BC to 401 BC");
        assert_eq!(say(Calendar::Year(1914), Some(Modifier::End)), "late in 1914");
    }

    #[test]
    fn an_unknown_year_is_said_with_its_candidates() {
        let mut day = When::of(Calendar::DayOfYear(9, 12)).expect("EDTF has it");
        assert_eq!(day.in_words(None), "12 September, year unknown");
        day.candidate_years = Some((2020, 9999));
        assert_eq!(day.in_words(None), "12 September, year unknown (2020 or later)");
        day.candidate_years = Some((2020, 2022));
        assert_eq!(day.in_words(None), "12 September, year unknown (2020 to 2022)");
    }

    #[test]
    fn intervals_times_and_approximations() {
        let year = |year| When::of(Calendar::Year(year)).expect("a year");
        assert_eq!(year(2015).onwards().in_words(None), "from 2015");
        assert_eq!(year(2015).until().in_words(None), "until 2015");
        assert_eq!(year(1914).approximate().in_words(None), "about 1914");
        let both = When::interval(&year(1914), &year(1918)).expect("in order");
        assert_eq!(both.in_words(None), "1914 to 1918");
        let clock = TimeOfDay::Clock { hour: 5, minute: 34, second: None };
        let at = When::at(Calendar::Day(date(2003, 3, 20)), clock).expect("a day");
        assert_eq!(at.in_words(None), "20 March 2003, 05:34");
        let night = When::at(Calendar::DayOfYear(9, 12), TimeOfDay::Part(PartOfDay::Night)).expect("a day");
        assert_eq!(night.in_words(None), "part of 12 September, year unknown");
        let evening = When::at(Calendar::Day(date(1805, 1, 4)), TimeOfDay::Part(PartOfDay::Evening)).expect("a day");
        assert_eq!(evening.in_words(None), "evening of 4 January 1805");
        let morning = When::at(Calendar::Day(date(1805, 1, 5)), TimeOfDay::Part(PartOfDay::Morning)).expect("a day");
        let both = When::interval(&evening, &morning).expect("in order");
        assert_eq!(both.in_words(None), "4 January 1805 to 5 January 1805");
    }

    #[test]
    fn durations() {
        assert_eq!(duration_in_words("P3M"), "3 months");
        assert_eq!(duration_in_words("PT1M"), "1 minute");
        assert_eq!(duration_in_words("PXY"), "some years");
        assert_eq!(duration_in_words("P2CE"), "2 centuries");
        assert_eq!(duration_in_words("PRESENT_REF"), "PRESENT_REF");
    }
}
