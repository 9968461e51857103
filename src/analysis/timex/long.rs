//! Places what is longer than a year, or lies across two: decades, centuries, millennia, their parts and their turns,
//! and the years of reigns.

use jiff::civil::Date;

use super::expression::Fields;
use super::find::Place;
use super::nearest::nearest_century;
use super::place::Placer;
use super::placed::Placed;
use super::reign::regnal_year;
use super::told::Base;
use crate::model::{Anchor, Calendar, Granularity, Mode, Status, When};

/// How far from where a century begins "the turn of the century" is still that one, in years.
const TURN: i16 = 30;

impl Placer<'_> {
    /// The place of what is longer than a year; `None` for all else.
    pub fn long(&self, place: &Place<'_>, fields: &Fields) -> Option<Placed> {
        let turn = place.expression.rule.then.turn;
        if let Some(years) = fields.regnal {
            return Some(Placed { by: "counted from the accession", status: Status::Inferred, ..regnal(years) });
        }
        if let Some(nth) = fields.reign_year {
            return Some(self.year_of_reign(nth));
        }
        if turn && fields.century.is_none() {
            return Some(self.turn_of_the_century());
        }
        if fields.century.is_none() && fields.decade.is_none() && fields.millennium.is_none() {
            return None;
        }
        let placed = self.decade_or_longer(place, fields);
        let extent = placed.calendar.and_then(|calendar| extent(calendar, fields, turn));
        Some(placed.covering(extent))
    }

    /// Decades, centuries and millennia.
    fn decade_or_longer(&self, place: &Place<'_>, fields: &Fields) -> Placed {
        let sign = if fields.bc { -1 } else { 1 };
        if let Some(millennium) = fields.millennium {
            return match millennium {
                1..=10 if fields.bc => Placed::stated(Calendar::Millennium(-millennium)),
                1..=10 => Placed::stated(Calendar::Millennium(millennium - 1)),
                _ => Placed::unresolved(None, "there is no such millennium"),
            };
        }
        match (fields.century, fields.decade) {
            // "the 90s of the 19th century"
            (Some(century @ 1..=100), Some(decade @ 0..=9)) if !fields.bc => {
                return Placed::stated(Calendar::Decade((century - 1) * 10 + decade));
            }
            (Some(century), _) if fields.relation.is_none() && !(1..=100).contains(&century) => {
                return Placed::unresolved(None, "there is no such century");
            }
            (Some(century), _) if fields.relation.is_none() => {
                return Placed::stated(Calendar::Century(if fields.bc { -century } else { century - 1 }));
            }
            (_, Some(decade)) if decade.abs() >= 10 || fields.bc => return Placed::stated(Calendar::Decade(decade)),
            _ => {}
        }
        let decade = fields.decade.unwrap_or(0) * sign;
        // "The nineties": of the last century if so said, else those last before the base.
        let base = match (self.mode, fields.relation) {
            (Mode::Narrative, None) => self.told.at_least(Granularity::Decade).or(self.document),
            // "The last century" is that of the writer.
            _ => self.document,
        };
        let by_writing = base.is_none();
        let Some(base) = base.or(self.written).or_else(|| self.told.at_least(Granularity::Decade)) else {
            return Placed::unresolved(None, "nothing says in which century this was written");
        };
        let Some((day, _)) = base.calendar.days() else { return Placed::unresolved(None, "") };
        let century = day.year().div_euclid(100);
        let century = match fields.relation {
            Some(steps) => century + steps as i16,
            // A narrative comes to the nearest ones, before or after.
            None if matches!(base.anchor, Anchor::Timex(_)) && !by_writing => nearest_century(day.year(), decade),
            // The second of "the 1920s and 30s" comes after the first.
            None if century * 10 + decade > day.year().div_euclid(10) && !place.expression.ends_range => century - 1,
            None => century,
        };
        let by = if by_writing {
            "century from the latest year stated here"
        } else {
            "century from the date it counts from"
        };
        Placed::from(base, Some(Calendar::Decade(century * 10 + decade)), by, if by_writing { 0.7 } else { 0.9 })
    }

    /// "in the third year of his reign"
    fn year_of_reign(&self, nth: i16) -> Placed {
        let Some(base) = self.accession else {
            return Placed::unresolved(None, "nothing says when the reign began");
        };
        let years = base.calendar.days().and_then(|(first, _)| regnal_year(&format!("0:{first}"), None, nth));
        match years.map(regnal) {
            // Where only the year of the accession is told, the years of the reign are no better known.
            Some(placed) if base.calendar.granularity() > Granularity::Day => {
                let next = Calendar::Year(placed.calendar.and_then(Calendar::year).map_or(0, |year| year + 1));
                let extent = placed.calendar.and_then(When::of).zip(When::of(next));
                let extent = extent.and_then(|(first, last)| When::interval(&first, &last));
                Placed::from(base, placed.calendar, "counted from the accession told before", 0.8).covering(extent)
            }
            Some(placed) => Placed::from(base, placed.calendar, "counted from the accession told before", 0.8)
                .covering(placed.extent),
            None => Placed::unresolved(None, "the reign was not so long"),
        }
    }

    /// "At the turn of the century": the one nearest to what is told, unless that is far from any.
    fn turn_of_the_century(&self) -> Placed {
        let told = || self.told.at_least(Granularity::Year);
        let base = match self.mode {
            Mode::Narrative => told(),
            _ => told().or(self.document),
        };
        let near = |base: Base| {
            let year = base.calendar.year()?;
            let turn = (year + 50).div_euclid(100) * 100;
            // Who writes shortly before one may mean the last.
            let is_far = (year - turn).abs() > TURN || (base.anchor == Anchor::DocumentDate && year < turn);
            (turn > 0 && !is_far).then_some((base, turn))
        };
        match base.and_then(near) {
            Some((base, turn)) => {
                let century = Calendar::Century(turn / 100);
                Placed::from(base, Some(century), "the turn nearest to the time it counts from", 0.7)
                    .covering(around(turn))
            }
            None => Placed::unresolved(None, "which century's turn is not told"),
        }
    }
}

/// A year of a reign: it is called after the year in which it begins.
fn regnal((first, last): (Date, Date)) -> Placed {
    let when = |day| When::of(Calendar::Day(day));
    let extent = when(first).zip(when(last)).and_then(|(first, last)| When::interval(&first, &last));
    Placed::stated(Calendar::Year(first.year())).covering(extent)
}

/// What is meant of a century or a decade, where it is a part of it: its second half, or the years around its
/// beginning.
fn extent(calendar: Calendar, fields: &Fields, turn: bool) -> Option<When> {
    let (first, last) = calendar.days()?;
    if turn {
        return around(first.year());
    }
    let (portion, of) = fields.portion.or(fields.half.map(|half| (i16::from(half), 2)))?;
    // 1801 to 1850 is written 1800 to 1849, as centuries are.
    let (from, years) = match calendar {
        Calendar::Century(century @ 0..) => (century.checked_mul(100)?, 100),
        _ => (first.year(), last.year() - first.year() + 1),
    };
    let end = |parts: i16| Some(from + years * parts / of);
    let year = |year: i16| When::of(Calendar::Year(year));
    When::interval(&year(end(portion - 1)?)?, &year(end(portion)? - 1)?)
}

/// The decades before and after a year that begins a century.
fn around(year: i16) -> Option<When> {
    let decade = |day: Option<Date>| When::of(Calendar::containing(day?, Granularity::Decade)?);
    let first = Date::new(year, 1, 1).ok()?;
    When::interval(&decade(first.yesterday().ok())?, &decade(Some(first))?)
}
