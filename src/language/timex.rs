//! Time expressions: what a match of a rule means, before it is placed in the calendar.
//!
//! A rule's pattern captures the parts of an expression under fixed names ([`PARTS`]); the word classes of the same
//! names say what the words mean. The rule's [`Action`] adds what the words alone do not say: the type, and what the
//! expression counts from. Placing it in the calendar is the business of [`crate::analysis`].

use std::sync::Arc;

use serde::Deserialize;

use crate::model::Modifier;

/// What a match means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// What it is.
    pub kind: Kind,
    /// A TIMEX3 value that is always the same: `PRESENT_REF`. With `from`, it is the value in texts that do not count
    /// in days: "today" in an essay.
    pub value: Option<Arc<str>>,
    /// The TIMEX3 modifier, where no capture `mod` says it.
    #[serde(default, deserialize_with = "modifier")]
    pub modifier: Option<Modifier>,
    /// What it counts from, if it counts. A duration that counts has a place in the calendar besides its length: the
    /// German for "three years ago", where TIMEX3 marks the three years.
    pub from: Option<From>,
    /// Steps from there: −1 for "yesterday". With a captured `number`, its sign: −1 for "two days ago". With a
    /// `weekday`, which of them, as a `relation` would say: 1 for the next.
    pub shift: Option<i32>,
    /// The code of the unit of the steps, where no capture `unit` says it (see [`Unit`]).
    pub unit: Option<Unit>,
    /// Whether the calendar value is open at one end, though the TIMEX3 value is not.
    pub open: Option<Open>,
    /// The code of a part of the day, where no capture `part` says it: "NI".
    pub part: Option<Arc<str>>,
    /// A month, for feasts on a fixed day.
    pub month: Option<i8>,
    /// A day of that month.
    pub day: Option<i8>,
    /// Days from Easter Sunday, for movable feasts.
    pub easter: Option<i32>,
    /// Whether it counts from Easter in the Eastern churches.
    #[serde(default)]
    pub orthodox: bool,
    /// Month, day of the week from 1 for Monday, and which one (−1 for the last): the fourth Thursday of November.
    pub nth: Option<(i8, i8, i8)>,
    /// Whether the day is the first number of a date in numbers, where the form or the language leaves no doubt.
    pub day_first: Option<bool>,
    /// Two parts (the second with captures in `_b`) are the ends of one span, not a list.
    #[serde(default)]
    pub range: bool,
    /// How many is not said: "for years".
    #[serde(default)]
    pub vague: bool,
    /// Keep the size of what it counts from, if that is a quarter: "a year earlier" than a quarter is a quarter.
    #[serde(default)]
    pub keep: bool,
    /// The years on either side of where a century begins, not all of it.
    #[serde(default)]
    pub turn: bool,
    /// What it names is the unit of this size around the date: "the week of 6 March".
    pub around: Option<Unit>,
    /// So far away to the day, the week or the month: "three years ago today".
    pub exactly: Option<Unit>,
    /// A reign begins then, whose years the text may count.
    #[serde(default)]
    pub accession: bool,
    /// Found in documents of that mode only.
    pub only: Option<Only>,
    /// Mentioned in passing: the text does not go on from it.
    #[serde(default)]
    pub passing: bool,
    /// Only a guess: dropped unless the document states another year near it.
    #[serde(default)]
    pub weak: bool,
}

/// What a match is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// TIMEX3 DATE, or TIME if a time of the day is captured.
    Date,
    /// TIMEX3 DURATION.
    Duration,
    /// TIMEX3 SET.
    Set,
    /// No time at all, though it looks like one: its words are taken and nothing comes of them.
    None,
}

/// What an expression counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum From {
    /// From when it is said: "yesterday", "next month". In a history, from the time told of.
    Said,
    /// From the time last told of: "the following day".
    Told,
    /// From the period last told of, a month or longer; none, if that was only a length of time: "during that period".
    Period,
}

/// A mode that a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Only {
    /// News, letters, statements, and documents of which it is not known.
    News,
    /// Histories, biographies.
    Narrative,
}

/// Which end of a calendar value is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Open {
    /// "since 2015"
    Onwards,
    /// "until 2015"
    Until,
}

impl Open {
    /// By the name that the word class LIMIT gives it.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "ONWARDS" => Some(Open::Onwards),
            "UNTIL" => Some(Open::Until),
            _ => None,
        }
    }

    /// "not before" is from then on.
    pub fn other(self) -> Self {
        match self {
            Open::Onwards => Open::Until,
            Open::Until => Open::Onwards,
        }
    }
}

/// Units of time, by the codes that TIMEX3 gives them in durations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub enum Unit {
    #[serde(rename = "TS")]
    Second,
    #[serde(rename = "TM")]
    Minute,
    #[serde(rename = "TH")]
    Hour,
    #[serde(rename = "D")]
    Day,
    #[serde(rename = "WE")]
    Weekend,
    #[serde(rename = "W")]
    Week,
    #[serde(rename = "M")]
    Month,
    #[serde(rename = "SE")]
    Season,
    #[serde(rename = "Q")]
    Quarter,
    #[serde(rename = "H")]
    Half,
    #[serde(rename = "Y")]
    Year,
    #[serde(rename = "DE")]
    Decade,
    #[serde(rename = "CE")]
    Century,
    #[serde(rename = "ML")]
    Millennium,
}

impl Unit {
    const ALL: [Unit; 14] = [
        Unit::Second,
        Unit::Minute,
        Unit::Hour,
        Unit::Day,
        Unit::Weekend,
        Unit::Week,
        Unit::Month,
        Unit::Season,
        Unit::Quarter,
        Unit::Half,
        Unit::Year,
        Unit::Decade,
        Unit::Century,
        Unit::Millennium,
    ];

    /// By its code in a word class.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.code() == code)
    }

    /// Its code: as in TIMEX3 durations, with a T before those shorter than a day.
    pub fn code(self) -> &'static str {
        match self {
            Unit::Second => "TS",
            Unit::Minute => "TM",
            Unit::Hour => "TH",
            Unit::Day => "D",
            Unit::Weekend => "WE",
            Unit::Week => "W",
            Unit::Month => "M",
            Unit::Season => "SE",
            Unit::Quarter => "Q",
            Unit::Half => "H",
            Unit::Year => "Y",
            Unit::Decade => "DE",
            Unit::Century => "CE",
            Unit::Millennium => "ML",
        }
    }
}

/// The names that captures of time rules may have, with the class that says what their words mean.
///
/// A name with `_b` behind it belongs to the second time of a match that finds two ("June 8 and 9, 2018"), one with
/// `_c` to the third; what a later one does not say itself it shares with the one before, and the other way round. `os`
/// marks a day of the Julian calendar ("Old Style"). `number_b` and `unit_b` in a match that finds only one time are
/// added to its length: "two hours and thirty minutes".
pub const PARTS: &[(&str, &[&str])] = &[
    ("span", &[]),
    ("weekday", &["WEEKDAY", "WEEKDAY_SHORT"]),
    ("day", &["ORDINAL", "NUMBER"]),
    ("month", &["MONTH", "ROMAN"]),
    ("year", &["NUMBER", "ORDINAL"]),
    // A month of the French Republic, 1 for Vendémiaire, and a year of it.
    ("republican", &["REPUBLICAN"]),
    ("republican_year", &["ROMAN"]),
    // The next year, in which the same day was counted where the year began on 1 January: "1648/9".
    ("dual", &[]),
    ("bc", &[]),
    ("ad", &[]),
    ("decade", &["DECADE"]),
    ("hundreds", &["NUMBER"]),
    ("os", &[]),
    ("fraction", &[]),
    ("century", &["ORDINAL", "NUMBER", "ROMAN"]),
    ("millennium", &["ORDINAL", "NUMBER", "ROMAN"]),
    // A decade of a century: 1 for the first.
    ("tenth", &["LATTER", "ORDINAL"]),
    // Which of so many parts of a century or a decade.
    ("portion", &["LATTER", "ORDINAL"]),
    ("of_two", &[]),
    ("of_three", &[]),
    ("of_four", &[]),
    // Rulers with the days of their accessions, which of that name, and which year of the reign.
    ("reign", &["REIGN"]),
    ("reign_number", &["ROMAN", "ORDINAL"]),
    ("reign_year", &["ORDINAL", "NUMBER"]),
    ("season", &["SEASON"]),
    ("quarter", &["ORDINAL", "ROMAN"]),
    ("half", &["ORDINAL", "LATTER", "ROMAN"]),
    ("first", &[]),
    ("second", &[]),
    ("hour", &["NUMBER", "ORDINAL"]),
    ("minute", &["MINUTE", "NUMBER"]),
    ("seconds", &[]),
    // Hour and minute in four digits: "0530 hours".
    ("hhmm", &[]),
    ("pm", &[]),
    ("am", &[]),
    // How many minutes the clock of a time zone is before that of Greenwich, and hours more or less.
    ("zone", &["ZONE"]),
    ("east", &[]),
    ("west", &[]),
    ("part", &["DAYPART"]),
    ("relation", &["SAID", "TOLD", "SAME"]),
    // The minutes are those that are missing to the hour.
    ("to", &[]),
    ("number", &["NUMBER", "VAGUE", "ONE"]),
    // The number is to be half a unit more: "two and a half years".
    ("and_half", &[]),
    ("unit", &["UNIT", "UNITS"]),
    ("mod", &["MOD"]),
];

/// The TIMEX3 name of a modifier, as rules and word classes write it.
pub fn modifier_by_name(name: &str) -> Option<Modifier> {
    Some(match name {
        "BEFORE" => Modifier::Before,
        "AFTER" => Modifier::After,
        "ON_OR_BEFORE" => Modifier::OnOrBefore,
        "ON_OR_AFTER" => Modifier::OnOrAfter,
        "LESS_THAN" => Modifier::LessThan,
        "MORE_THAN" => Modifier::MoreThan,
        "EQUAL_OR_LESS" => Modifier::EqualOrLess,
        "EQUAL_OR_MORE" => Modifier::EqualOrMore,
        "START" => Modifier::Start,
        "MID" => Modifier::Mid,
        "END" => Modifier::End,
        "APPROX" => Modifier::Approx,
        _ => return None,
    })
}

fn modifier<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Modifier>, D::Error> {
    let name = String::deserialize(from)?;
    modifier_by_name(&name)
        .map(Some)
        .ok_or_else(|| serde::de::Error::custom(format!("{name:?} is no TIMEX3 modifier, such as \"START\"")))
}

#[cfg(test)]
mod tests {
    use super::super::{LANGUAGES, Languages};
    use super::*;

    #[test]
    fn captures_have_known_names_and_classes() {
        for (code, _) in LANGUAGES {
            let pack = Languages::default().pack(code).0.expect("listed");
            for rule in pack.timex.iter() {
                for name in rule.pattern.names() {
                    let plain = name.strip_suffix("_b").or(name.strip_suffix("_c")).unwrap_or(name);
                    assert!(PARTS.iter().any(|(known, _)| *known == plain), "{code}: {}: {name}", rule.name);
                }
            }
        }
    }
}
