//! Calendar values with their uncertainty: EDTF text, four bounds, granularity.
//!
//! Bounds follow SIMILE Timeline's four points: a fuzzy span has an earliest and a latest start, an earliest
//! and a latest end. Years run from −9999 to 9999, proleptic Gregorian, with a year 0 (1 BC), as in
//! ISO 8601-2. This module computes with values; it does not read prose.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// A calendar day, proleptic Gregorian, years −9999…9999.
pub type Date = jiff::civil::Date;

/// A point in civil time; the time of the day is midnight where only the day is known.
pub type Moment = DateTime;

/// A calendar value as far as it is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct When {
    /// EDTF, level 0 to 2: `2020-09-27`, `199X`, `XXXX-09-12`, `2015/..`, `1914~`.
    pub edtf: String,
    /// What it means in the calendar. All `None` for a date whose year is unknown.
    pub bounds: Bounds,
    /// How fine it is.
    pub granularity: Granularity,
    /// For a date whose year is unknown: the years it may lie in, by what the text puts before and after.
    pub candidate_years: Option<(i16, i16)>,
}

/// The four bounds of a fuzzy span, each inclusive. `None` is unbounded or unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// It begins no sooner.
    pub earliest_start: Option<Moment>,
    /// It begins no later.
    pub latest_start: Option<Moment>,
    /// It ends no sooner.
    pub earliest_end: Option<Moment>,
    /// It ends no later.
    pub latest_end: Option<Moment>,
}

impl Bounds {
    /// Exactly from the start of `first` to the end of `last`.
    pub fn days(first: Date, last: Date) -> Self {
        let start = first.at(0, 0, 0, 0);
        let end = last.at(23, 59, 59, 0);
        Self { earliest_start: Some(start), latest_start: Some(start), earliest_end: Some(end), latest_end: Some(end) }
    }

    /// Somewhere between the start of `first` and the end of `last`.
    pub fn within(first: Date, last: Date) -> Self {
        let start = first.at(0, 0, 0, 0);
        let end = last.at(23, 59, 59, 0);
        Self { earliest_start: Some(start), latest_start: Some(end), earliest_end: Some(start), latest_end: Some(end) }
    }

    /// The whole range it may cover, open ends as `None`.
    pub fn hull(self) -> (Option<Moment>, Option<Moment>) {
        (self.earliest_start, self.latest_end)
    }

    /// True if nothing is known.
    pub fn is_unknown(self) -> bool {
        self == Self::default()
    }
}

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
