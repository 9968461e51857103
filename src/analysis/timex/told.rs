//! What has been told so far: the times that later ones may count from.

use jiff::civil::Date;

use crate::model::{Anchor, Calendar, Granularity, Span, TimexId};

/// How far back a time is looked for that is as fine as needed.
const REACH: usize = 24;

/// Among how many times told a quarter is looked for.
const QUARTERS: usize = 8;

/// How far a chain of "the next day" and "that evening" leads away from the last date that says more than that, in
/// bytes: about ten pages. Behind that nobody has kept count.
const FAR: u32 = 20_000;

/// A time to count from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Base {
    /// The time.
    pub calendar: Calendar,
    /// What it is.
    pub anchor: Anchor,
    /// The words that state it, if any do.
    pub span: Option<Span>,
}

/// The times told of so far that a narrative may go on from.
#[derive(Clone, Debug, Default)]
pub struct Told {
    times: Vec<Base>,
    /// How many times had been told when a length of time was last told.
    length: usize,
    /// How many times had been told when a period of account longer than a quarter was last told.
    account: usize,
    /// Where the text is, and where its last date stands that says more than how far it lies from another.
    at: u32,
    dated: u32,
}

impl Told {
    /// Comes to a place in the text.
    pub fn comes_to(&mut self, offset: u32) {
        self.at = offset;
    }

    /// Goes on to a time; `dated` if its words name a year, month or day of it.
    pub fn push(&mut self, calendar: Calendar, timex: TimexId, span: Span, dated: bool) {
        if dated {
            self.dated = span.end;
        }
        self.times.push(Base { calendar, anchor: Anchor::Timex(timex), span: Some(span) });
    }

    /// Remembers that a length of time was told, without a place in the calendar.
    pub fn lasts(&mut self) {
        self.length = self.times.len();
    }

    /// Remembers that a period of account longer than a quarter was told: "in the first nine months".
    pub fn accounts(&mut self) {
        self.account = self.times.len();
    }

    /// The last time told that lasts a month or longer, unless a mere length of time was told since.
    pub fn period(&self) -> Option<Base> {
        let since = &self.times[self.length.max(self.times.len().saturating_sub(REACH))..];
        since.iter().rev().find(|base| base.calendar.granularity() >= Granularity::Month).copied()
    }

    /// The last time told.
    pub fn last(&self) -> Option<Base> {
        self.times.last().copied()
    }

    /// The last time told that is as fine as `size`, or finer.
    pub fn at_least(&self, size: Granularity) -> Option<Base> {
        let lost = size <= Granularity::Day && self.at.saturating_sub(self.dated) > FAR;
        let fits = |base: &Base| base.calendar.granularity() <= size && base.calendar.days().is_some();
        self.recent().find(fits).filter(|_| !lost)
    }

    /// The last day told, unless the text has gone on to another year since.
    pub fn day(&self) -> Option<Base> {
        let year = self.last()?.calendar.year();
        self.at_least(Granularity::Day).filter(|base| year.is_none() || base.calendar.year() == year)
    }

    /// The last quarter told of those that were over on a day, else the last one told: results come with what is
    /// expected of the quarter that has begun.
    pub fn quarter(&self, over: Option<Date>) -> Option<Base> {
        self.quarters().find(is_over(over)).or_else(|| self.quarters().next())
    }

    /// The same, unless the text has gone on to a longer period of account since: "a year earlier" than nine months is
    /// no quarter.
    pub fn quarter_of_account(&self, over: Option<Date>) -> Option<Base> {
        let since = self.times.len() - self.account;
        let recent = || {
            let times = self.recent().take(since.min(QUARTERS));
            times.filter(|base| base.calendar.granularity() == Granularity::Quarter)
        };
        recent().filter(is_over(over)).max_by_key(|base| base.calendar.days()).or_else(|| recent().next())
    }

    fn quarters(&self) -> impl Iterator<Item = Base> {
        self.recent().take(QUARTERS).filter(|base| base.calendar.granularity() == Granularity::Quarter)
    }

    /// The last time told whose year is known. A finer one of the same year, told before, says more than the bare year.
    pub fn with_year(&self) -> Option<Base> {
        let last = self.recent().find(|base| base.calendar.year().is_some())?;
        let finer = || self.recent().find(|base| base.calendar.granularity() <= Granularity::Month);
        match last.calendar {
            Calendar::Year(year) => finer().filter(|base| base.calendar.year() == Some(year)).or(Some(last)),
            _ => Some(last),
        }
    }

    fn recent(&self) -> impl Iterator<Item = Base> {
        self.times.iter().rev().take(REACH).copied()
    }
}

/// Whether a time had ended on a day.
fn is_over(day: Option<Date>) -> impl Fn(&Base) -> bool {
    move |base| day.zip(base.calendar.days()).is_some_and(|(day, (_, last))| last <= day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_says_more_than_its_bare_year() {
        let mut told = Told::default();
        told.push(Calendar::Month(Some(1941), 12), TimexId(0), Span::new(0, 1), true);
        told.push(Calendar::Year(1941), TimexId(1), Span::new(1, 2), true);
        assert_eq!(told.with_year().map(|base| base.anchor), Some(Anchor::Timex(TimexId(0))));
        told.push(Calendar::Year(1943), TimexId(2), Span::new(2, 3), true);
        assert_eq!(told.with_year().map(|base| base.anchor), Some(Anchor::Timex(TimexId(2))));
    }

    #[test]
    fn a_length_of_time_hides_the_period_before() {
        let mut told = Told::default();
        told.push(Calendar::Year(1957), TimexId(0), Span::new(0, 1), true);
        told.push(Calendar::Day(date(1958, 12, 31)), TimexId(1), Span::new(1, 2), true);
        assert_eq!(told.period().map(|base| base.anchor), Some(Anchor::Timex(TimexId(0))));
        told.lasts();
        assert_eq!(told.period(), None);
    }

    #[test]
    fn what_is_compared_is_the_quarter_that_is_over() {
        let mut told = Told::default();
        let quarter = |number| Calendar::Quarter(Some(1989), number);
        told.push(quarter(3), TimexId(0), Span::new(0, 1), true);
        told.push(quarter(4), TimexId(1), Span::new(1, 2), true);
        let of = |base: Option<Base>| base.map(|base| base.calendar);
        assert_eq!(of(told.quarter(Some(date(1989, 11, 2)))), Some(quarter(3)));
        assert_eq!(of(told.quarter(None)), Some(quarter(4)));
        told.accounts();
        assert_eq!(of(told.quarter_of_account(None)), None);
        told.push(quarter(2), TimexId(2), Span::new(2, 3), true);
        assert_eq!(of(told.quarter_of_account(Some(date(1989, 11, 2)))), Some(quarter(2)));
    }

    #[test]
    fn a_day_of_another_year_is_past() {
        let mut told = Told::default();
        told.push(Calendar::Day(date(1714, 7, 8)), TimexId(0), Span::new(0, 1), true);
        assert_eq!(told.day().map(|base| base.anchor), Some(Anchor::Timex(TimexId(0))));
        told.push(Calendar::Year(1730), TimexId(1), Span::new(1, 2), true);
        assert_eq!(told.day(), None);
    }

    #[test]
    fn nobody_counts_days_over_many_pages() {
        let mut told = Told::default();
        told.push(Calendar::Day(date(1805, 10, 8)), TimexId(0), Span::new(0, 10), true);
        told.push(Calendar::Day(date(1805, 10, 9)), TimexId(1), Span::new(FAR as usize, FAR as usize + 10), false);
        told.comes_to(FAR);
        assert!(told.day().is_some());
        told.comes_to(FAR + 20);
        assert_eq!((told.day(), told.with_year().map(|base| base.anchor)), (None, Some(Anchor::Timex(TimexId(1)))));
    }

    #[test]
    fn a_finer_time_answers_for_a_coarser_one() {
        let mut told = Told::default();
        told.push(Calendar::Day(date(1940, 6, 22)), TimexId(0), Span::new(0, 1), true);
        told.push(Calendar::Year(1941), TimexId(1), Span::new(1, 2), true);
        assert_eq!(told.at_least(Granularity::Day).map(|base| base.anchor), Some(Anchor::Timex(TimexId(0))));
        assert_eq!(told.at_least(Granularity::Year).map(|base| base.anchor), Some(Anchor::Timex(TimexId(1))));
        assert_eq!(told.at_least(Granularity::Time), None);
    }
}
