//! A calendar value as far as it is known: EDTF text, bounds, granularity.

use jiff::Span;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Date, Granularity, Modifier, PartOfDay, TimeOfDay};

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
    /// For a date whose year is unknown: the years it may lie in, by what the text puts before and after. −9999 and
    /// 9999 stand for no limit.
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
    /// Exactly from `start` to `end`.
    pub fn exact(start: Moment, end: Moment) -> Self {
        Self { earliest_start: Some(start), latest_start: Some(start), earliest_end: Some(end), latest_end: Some(end) }
    }

    /// Exactly from the start of `first` to the end of `last`.
    pub fn days(first: Date, last: Date) -> Self {
        Self::exact(first.at(0, 0, 0, 0), last.at(23, 59, 59, 0))
    }

    /// Somewhere between the start of `first` and the end of `last`.
    pub fn within(first: Date, last: Date) -> Self {
        Self::between(first.at(0, 0, 0, 0), last.at(23, 59, 59, 0))
    }

    /// Somewhere between `start` and `end`.
    pub fn between(start: Moment, end: Moment) -> Self {
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

impl When {
    /// A unit of the calendar. `None` for what EDTF cannot say, such as "a Tuesday".
    ///
    /// Without a year (`XXXX-09-12`) the bounds stay unknown.
    pub fn of(calendar: Calendar) -> Option<Self> {
        let bounds = calendar.days().map_or(Bounds::default(), |(first, last)| match calendar {
            // A century, a decade and a season name the span in which something lies, not its extent.
            Calendar::Millennium(_) | Calendar::Century(_) | Calendar::Decade(_) | Calendar::Season(..) => {
                Bounds::within(first, last)
            }
            _ => Bounds::days(first, last),
        });
        let granularity = calendar.granularity();
        Some(Self { edtf: edtf(calendar)?, bounds, granularity, candidate_years: None })
    }

    /// A part of a day, or a time of the day. A night runs into the next morning. EDTF knows no parts of the day: it
    /// names the day, and the bounds say more.
    pub fn at(calendar: Calendar, time: TimeOfDay) -> Option<Self> {
        let mut when = Self::of(calendar)?;
        when.granularity = match time {
            TimeOfDay::Part(_) => Granularity::PartOfDay,
            TimeOfDay::Clock { .. } => Granularity::Time,
        };
        let Calendar::Day(date) = calendar else { return Some(when) };
        let midnight = date.at(0, 0, 0, 0);
        let after = |seconds: i64| midnight.checked_add(Span::new().seconds(seconds)).unwrap_or(DateTime::MAX);
        match time {
            TimeOfDay::Part(part) => {
                let (from, to) = hours(part);
                when.bounds = Bounds::between(after(from * 3600), after(to * 3600 - 1));
            }
            TimeOfDay::Clock { hour: 24, .. } => when.bounds = Bounds::exact(after(86_400), after(86_459)),
            TimeOfDay::Clock { hour, minute, second } => {
                let start = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second.unwrap_or(0));
                when.bounds = Bounds::exact(after(start), after(start + if second.is_none() { 59 } else { 0 }));
                when.edtf = format!("{}T{hour:02}:{minute:02}:{:02}", when.edtf, second.unwrap_or(0));
            }
        }
        Some(when)
    }

    /// The same by the clock of a time zone, `minutes` before that of Greenwich. Only the EDTF text says so: bounds are
    /// those of the clock.
    pub fn in_zone(mut self, minutes: i32) -> Self {
        if self.granularity == Granularity::Time && self.edtf.contains('T') && !self.edtf.contains('/') {
            self.edtf += &offset(minutes);
        }
        self
    }

    /// The same under a TIMEX3 modifier: START, MID and END narrow the span and leave it fuzzy, APPROX widens it by one
    /// unit on either side, BEFORE and AFTER open it. Those of durations change nothing.
    pub fn modified(self, modifier: Modifier) -> Self {
        match modifier {
            Modifier::Start => self.narrowed(0, 4),
            Modifier::Mid => self.narrowed(3, 7),
            Modifier::End => self.narrowed(6, 10),
            Modifier::Approx => self.approximate(),
            Modifier::Before | Modifier::OnOrBefore => self.until(),
            Modifier::After | Modifier::OnOrAfter => self.onwards(),
            Modifier::LessThan | Modifier::MoreThan | Modifier::EqualOrLess | Modifier::EqualOrMore => self,
        }
    }

    /// Somewhere in a part of the span, in tenths of its length.
    fn narrowed(mut self, from: i64, to: i64) -> Self {
        if let (Some(start), Some(end)) = self.bounds.hull() {
            let seconds = start.duration_until(end).as_secs();
            let at = |tenths: i64| {
                start.checked_add(Span::new().try_seconds(seconds / 10 * tenths).unwrap_or_default()).unwrap_or(end)
            };
            let end = if to == 10 { end } else { at(to) };
            self.bounds = if self.granularity > Granularity::Day {
                Bounds::within(at(from).date(), end.date())
            } else {
                Bounds::between(at(from), end)
            };
        }
        self
    }

    /// Roughly then: the span may begin and end one of its own lengths away.
    pub fn approximate(mut self) -> Self {
        if !self.edtf.contains(['/', 'T', '~']) {
            self.edtf.push('~');
        }
        if let (Some(start), Some(end)) = self.bounds.hull() {
            let length = start.duration_until(end);
            let earlier = start.checked_sub(length).unwrap_or(DateTime::MIN);
            let later = end.checked_add(length).unwrap_or(DateTime::MAX);
            self.bounds = Bounds {
                earliest_start: Some(earlier),
                latest_start: Some(end),
                earliest_end: Some(start),
                latest_end: Some(later),
            };
        }
        self
    }

    /// From then on, with no end told: `2015/..`.
    pub fn onwards(mut self) -> Self {
        self.edtf = format!("{}/..", ends(&self.edtf).0);
        let Bounds { earliest_start, latest_start, .. } = self.bounds;
        self.bounds = Bounds { earliest_start, latest_start, earliest_end: latest_start, latest_end: None };
        self
    }

    /// Until then, with no beginning told: `../2015`.
    pub fn until(mut self) -> Self {
        self.edtf = format!("../{}", ends(&self.edtf).1);
        let Bounds { earliest_end, latest_end, .. } = self.bounds;
        self.bounds = Bounds { earliest_start: None, latest_start: earliest_end, earliest_end, latest_end };
        self
    }

    /// From the start of one to the end of the other. `None` if the second ends before the first begins.
    pub fn interval(first: &When, last: &When) -> Option<Self> {
        let (from, to) = (first.bounds, last.bounds);
        if let (Some(start), Some(end)) = (from.earliest_start, to.latest_end)
            && start > end
        {
            return None;
        }
        let (start, end) = (ends(&first.edtf).0, ends(&last.edtf).1);
        Some(Self {
            edtf: if start == end { start.to_owned() } else { format!("{start}/{end}") },
            bounds: Bounds {
                earliest_start: from.earliest_start,
                latest_start: from.latest_start,
                earliest_end: to.earliest_end,
                latest_end: to.latest_end,
            },
            granularity: first.granularity.max(last.granularity),
            candidate_years: first.candidate_years.or(last.candidate_years),
        })
    }
}

impl When {
    /// The part of the day that the bounds enclose, if they are those of one.
    pub fn part_of_day(&self) -> Option<PartOfDay> {
        let (start, end) = (self.bounds.earliest_start?, self.bounds.latest_end?);
        let from = i64::from(start.hour());
        let seconds = start.until(end).ok()?.total(jiff::Unit::Second).ok()?;
        let to = from + (seconds as i64 + 1) / 3600;
        PartOfDay::ALL.into_iter().find(|&part| hours(part) == (from, to))
    }
}

/// The hours that a part of the day may take, counted from midnight.
fn hours(part: PartOfDay) -> (i64, i64) {
    match part {
        PartOfDay::Morning => (5, 12),
        PartOfDay::Midday => (11, 14),
        PartOfDay::Afternoon => (12, 18),
        PartOfDay::Evening => (17, 24),
        PartOfDay::Night => (18, 30),
        PartOfDay::Daytime => (6, 20),
    }
}

/// A time zone as ISO 8601 has it: "Z", "-05:00", "+05:30".
fn offset(minutes: i32) -> String {
    let (sign, hours, rest) = (if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60);
    if minutes == 0 { "Z".into() } else { format!("{sign}{hours:02}:{rest:02}") }
}

/// The two ends of an EDTF interval, or the value twice.
fn ends(edtf: &str) -> (&str, &str) {
    edtf.split_once('/').unwrap_or((edtf, edtf))
}

/// `1998`, `-0479`, `XXXX`.
fn year_text(year: Option<i16>) -> String {
    match year {
        None => "XXXX".into(),
        Some(year) if year < 0 => format!("-{:04}", -i32::from(year)),
        Some(year) => format!("{year:04}"),
    }
}

fn edtf(calendar: Calendar) -> Option<String> {
    let of_date = |date: Date| format!("{}-{:02}-{:02}", year_text(Some(date.year())), date.month(), date.day());
    Some(match calendar {
        Calendar::Millennium(millennium @ 0..) => format!("{millennium}XXX"),
        Calendar::Century(century @ 0..) => format!("{century:02}XX"),
        Calendar::Decade(decade @ 0..) => format!("{decade:03}X"),
        // EDTF has no unspecified digits in years before the era.
        Calendar::Millennium(_) | Calendar::Century(_) | Calendar::Decade(_) => {
            let (first, last) = calendar.days()?;
            format!("{}/{}", year_text(Some(first.year())), year_text(Some(last.year())))
        }
        Calendar::Year(year) => year_text(Some(year)),
        Calendar::Half(year, half) => format!("{}-{}", year_text(year), 39 + half),
        Calendar::Quarter(year, quarter) => format!("{}-{}", year_text(year), 32 + quarter),
        Calendar::Season(year, season) => format!("{}-{}", year_text(year), 21 + season.index()),
        Calendar::Month(year, month) => format!("{}-{month:02}", year_text(year)),
        Calendar::Week(..) | Calendar::Weekend(..) => {
            let (first, last) = calendar.days()?;
            format!("{}/{}", of_date(first), of_date(last))
        }
        Calendar::Day(date) => of_date(date),
        Calendar::DayOfYear(month, day) => format!("XXXX-{month:02}-{day:02}"),
        Calendar::DayOfMonth(day) => format!("XXXX-XX-{day:02}"),
        Calendar::Weekday(_) | Calendar::SomeDay => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::calendar::Season;
    use super::*;
    use edtf_core::{Bound, BoundDate, Edtf};
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn any_calendar() -> impl Strategy<Value = Calendar> {
        let year = -9998i16..=9997;
        let day = (-9990i16..=9990, 1i16..=365)
            .prop_filter_map("a day", |(year, day)| date(year, 1, 1).checked_add(i32::from(day - 1).days()).ok());
        prop_oneof![
            (-9i16..=9).prop_map(Calendar::Millennium),
            (-98i16..=98).prop_map(Calendar::Century),
            (-998i16..=998).prop_map(Calendar::Decade),
            year.clone().prop_map(Calendar::Year),
            (year.clone(), 1u8..=2).prop_map(|(year, half)| Calendar::Half(Some(year), half)),
            (year.clone(), 1u8..=4).prop_map(|(year, quarter)| Calendar::Quarter(Some(year), quarter)),
            (year.clone(), 1i8..=12).prop_map(|(year, month)| Calendar::Season(Some(year), Season::of_month(month))),
            (year.clone(), 1i8..=12).prop_map(|(year, month)| Calendar::Month(Some(year), month)),
            (year.clone(), 1i8..=52).prop_map(|(year, week)| Calendar::Week(year, week)),
            (year, 1i8..=52).prop_map(|(year, week)| Calendar::Weekend(year, week)),
            day.prop_map(Calendar::Day),
        ]
    }

    fn day_of(bound: Bound) -> Option<Date> {
        let Bound::Date(BoundDate { year, month, day }) = bound else { return None };
        Date::new(year as i16, month as i8, day as i8).ok()
    }

    fn parse(when: &When) -> Edtf {
        Edtf::parse(&when.edtf).unwrap_or_else(|error| panic!("{}: {error}", when.edtf))
    }

    proptest! {
        #[test]
        fn what_is_written_parses_and_means_the_same(calendar in any_calendar()) {
            let when = When::of(calendar).expect("it has a year");
            let theirs = parse(&when).bounds();
            let (start, end) = when.bounds.hull();
            // A decade AD 0 and a century AD 0 begin with year 0 there, ours with year 1.
            if !matches!(calendar, Calendar::Century(0) | Calendar::Millennium(0)) {
                prop_assert_eq!(day_of(theirs.earliest), start.map(DateTime::date));
            }
            prop_assert_eq!(day_of(theirs.latest), end.map(DateTime::date));
        }

        #[test]
        fn modifiers_stay_parsable_and_in_order(calendar in any_calendar(), which in 0usize..8) {
            use Modifier::*;
            let modifier = [Start, Mid, End, Approx, Before, After, OnOrBefore, OnOrAfter][which];
            let plain = When::of(calendar).expect("it has a year");
            let when = plain.clone().modified(modifier);
            parse(&when);
            let (start, end) = when.bounds.hull();
            if let (Some(start), Some(end)) = (start, end) {
                prop_assert!(start <= end);
            }
            if matches!(modifier, Start | Mid | End) {
                prop_assert!(plain.bounds.hull().0 <= start && end <= plain.bounds.hull().1);
            }
        }

        #[test]
        fn intervals_parse_or_are_refused(a in any_calendar(), b in any_calendar()) {
            let (a, b) = (When::of(a).expect("a year"), When::of(b).expect("a year"));
            if let Some(both) = When::interval(&a, &b) {
                let theirs = parse(&both).bounds();
                prop_assert_eq!(day_of(theirs.latest), both.bounds.latest_end.map(DateTime::date));
            } else {
                prop_assert!(a.bounds.earliest_start > b.bounds.latest_end);
            }
        }

        #[test]
        fn times_parse(hour in 0u8..24, minute in 0u8..60, second in proptest::option::of(0u8..60)) {
            let day = Calendar::Day(date(2020, 9, 27));
            parse(&When::at(day, TimeOfDay::Clock { hour, minute, second }).expect("a day"));
        }
    }

    #[test]
    fn a_date_without_a_year_has_no_bounds() {
        for calendar in [
            Calendar::DayOfYear(9, 12),
            Calendar::Month(None, 9),
            Calendar::Season(None, Season::Summer),
            Calendar::Quarter(None, 2),
            Calendar::DayOfMonth(12),
        ] {
            let when = When::of(calendar).expect("EDTF has it");
            parse(&when);
            assert!(when.bounds.is_unknown(), "{}", when.edtf);
        }
        assert_eq!(When::of(Calendar::Weekday(3)), None);
    }

    #[test]
    fn a_night_runs_into_the_next_morning() {
        let night = When::at(Calendar::Day(date(2022, 9, 12)), TimeOfDay::Part(PartOfDay::Night)).expect("a day");
        let (start, end) = night.bounds.hull();
        assert_eq!(start.map(|moment| moment.date()), Some(date(2022, 9, 12)));
        assert_eq!(end.map(|moment| moment.date()), Some(date(2022, 9, 13)));
        assert_eq!(night.edtf, "2022-09-12");
    }

    #[test]
    fn the_beginning_of_a_decade_is_fuzzy() {
        let start = When::of(Calendar::Decade(199)).expect("a decade").modified(Modifier::Start);
        assert_eq!(start.edtf, "199X");
        assert_eq!(start.bounds.earliest_start, Some(date(1990, 1, 1).at(0, 0, 0, 0)));
        assert!(start.bounds.latest_end < Some(date(1995, 1, 1).at(0, 0, 0, 0)));
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_break_it() {
        for calendar in [
            Calendar::Year(9999),
            Calendar::Year(-9999),
            Calendar::Season(Some(9999), Season::Winter),
            Calendar::Day(date(9999, 12, 31)),
        ] {
            let when = When::of(calendar).expect("a year");
            let _ = when.clone().approximate();
            let _ = When::at(calendar, TimeOfDay::Part(PartOfDay::Night));
            let _ = When::at(calendar, TimeOfDay::Clock { hour: 24, minute: 0, second: None });
        }
    }
}
