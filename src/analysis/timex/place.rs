//! Places an expression in the calendar: what it says, and what it leaves to the time it counts from.

use jiff::civil::{Date, Weekday};

use super::expression::{Count, Expression, Fields, WrittenYear};
use super::find::Place;
use super::nearest::{century_for, likeliest, near_day, nearest_day};
use super::overview::{day_first, latest_year};
use super::placed::Placed;
use super::tense::{Tense, Tenses, Verb};
use super::told::{Base, Told};
use super::within::{size_of, with_feast_month, within_year};
use crate::analysis::work::Work;
use crate::language::grammar::Parts;
use crate::language::timex::{From, Unit};
use crate::language::token::TokenKind;
use crate::model::{Anchor, Calendar, Granularity, Mode, Span, Status};

/// How far behind a time "then" may stand to mean it, in bytes: about three sentences.
const THEN: u32 = 400;

/// Places expressions one after the other, remembering what has been told.
pub struct Placer<'a> {
    /// What each reading works on, and the words that show tense in its language.
    readings: Vec<(Work<'a>, Tenses)>,
    /// Whether it counts from the document's date or from what was told.
    pub mode: Mode,
    /// The document's own date.
    pub document: Option<Base>,
    /// The latest year that the document states: it was written no earlier.
    pub written: Option<Base>,
    /// Whether numeric dates have the day first, where the document shows it.
    day_first: Option<(bool, Span)>,
    /// When the reign began that was told of last.
    pub accession: Option<Base>,
    /// What has been told so far.
    pub told: Told,
    /// What has been told so far in the quotation that is being read.
    pub spoken: Told,
}

impl<'a> Placer<'a> {
    /// Looks over all expressions first, for what only the whole document shows.
    pub fn new(readings: &[Work<'a>], mode: Mode, places: &[Place<'_>]) -> Self {
        let date = readings.first().and_then(|work| work.document.meta.date.as_ref());
        let document = date.map(|date| Base {
            calendar: Calendar::Day(date.value),
            anchor: Anchor::DocumentDate,
            span: date.span,
        });
        let readings = readings.iter().map(|&work| (work, Tenses::new(work))).collect();
        let day_first = day_first(places);
        let written = latest_year(places);
        let (told, spoken) = (Told::default(), Told::default());
        Self { readings, mode, document, written, day_first, accession: None, told, spoken }
    }

    /// Places one expression.
    pub fn place(&self, place: &Place<'_>) -> Placed {
        let placed = self.place_unit(place);
        match place.expression.rule.then.around.map(size_of) {
            // "The week of 6 March"
            Some((Some(size), _)) => {
                Placed { calendar: placed.calendar.and_then(|calendar| calendar.widened(size)), ..placed }
            }
            _ => placed,
        }
    }

    fn place_unit(&self, place: &Place<'_>) -> Placed {
        let Expression { fields, rule, .. } = &place.expression;
        let then = &rule.then;
        if fields.impossible {
            return Placed::unresolved(None, "there is no such day");
        }
        if let Some(numeric) = fields.numeric {
            return self.numeric(place, fields, numeric);
        }
        if let Some(placed) = self.long(place, fields) {
            return placed;
        }
        let fields = &with_feast_month(*fields, then);
        if let Some(day) = fields.gregorian().filter(|_| fields.julian) {
            let by = "turned from the Old Style into the calendar of today";
            return Placed { by, status: Status::Inferred, confidence: 0.9, ..Placed::stated(Calendar::Day(day)) };
        }
        if let Some(WrittenYear::Full(year)) = fields.year {
            if let Some((base, quarter)) = self.compared(place, |_| Some(year)) {
                return Placed::from(base, Some(quarter), "the same quarter of another year", 0.7);
            }
            return match within_year(fields, then, Some(year)) {
                Some(calendar) => Placed::stated(calendar),
                None => Placed::unresolved(None, "there is no such day"),
            };
        }
        if let Some(WrittenYear::Short(year)) = fields.year {
            return self.short_year(place, fields, year);
        }
        let partial = within_year(fields, then, None);
        match partial {
            Some(calendar) => self.in_some_year(place, fields, calendar),
            None if fields.day.is_some() => self.in_some_month(place, fields),
            None if fields.weekday.is_some() => self.weekday(place, fields),
            None if fields.unit.is_some() => self.steps(place, fields),
            None if fields.time.is_some() => self.time_only(place, fields),
            None if then.from == Some(From::Told) => self.then(place),
            None => Placed::unresolved(None, ""),
        }
    }

    /// What something said in the text counts from.
    fn said(&self) -> Option<Base> {
        match self.mode {
            Mode::News | Mode::Unknown => self.document,
            // In a history the document's date is long after what is told, also for those who are quoted.
            Mode::Narrative => self.told.at_least(Granularity::Year).or(self.document),
        }
    }

    /// What an expression takes up from what has been told: in a quotation first from the quotation itself.
    fn anaphoric(&self, place: &Place<'_>, find: impl Fn(&Told) -> Option<Base>) -> Option<Base> {
        let spoken = if place.quoted { find(&self.spoken) } else { None };
        spoken.or_else(|| find(&self.told))
    }

    /// What an expression counts from, which must be as fine as `size` if anything so fine has been told.
    fn base(&self, place: &Place<'_>, size: Granularity) -> Option<Base> {
        let told = || self.anaphoric(place, |told| told.at_least(size));
        match (place.expression.rule.then.from, self.mode) {
            (Some(From::Told), _) => told().or_else(|| self.said()),
            // "Last week" counts from no bare year.
            (_, Mode::Narrative) => told().or(self.document),
            _ => self.said(),
        }
    }

    fn verb(&self, place: &Place<'_>) -> Option<Verb> {
        let (work, tenses) = &self.readings[place.reading];
        let tokens = &work.tokens.all;
        let end = place.expression.span.end;
        let mut behind = tokens[place.expression.token..].iter().skip_while(|token| token.span.start < end);
        // "third-quarter results"
        let is_adjective = place.expression.fields.quarter.is_some()
            && work.document.text[place.expression.span.range()].contains('-');
        // "Wednesday's ruling", "the June agreement"
        let attributive = behind.next().is_some_and(|token| match token.kind {
            TokenKind::Sign => token.glued && behind.next().is_some_and(|next| next.of(&work.document.text) == "s"),
            // A language without parts of speech does not tell nouns from other words.
            TokenKind::Lower if !work.pack.grammar.is_empty() => {
                let likeliest = work.pack.grammar.entry(token.lexeme).first;
                likeliest == Parts::default() || likeliest.has(Parts::NOUN.and(Parts::ADJECTIVE))
            }
            _ => false,
        });
        tenses.near(*work, place.expression.token, attributive || is_adjective)
    }

    /// "3/4/2020": which is the day, other dates of the document tell.
    fn numeric(&self, place: &Place<'_>, fields: &Fields, (first, second): (i8, i8)) -> Placed {
        let year = match fields.year {
            Some(WrittenYear::Full(year)) => Some(year),
            Some(WrittenYear::Short(year)) => Some(century_for(year, self.document.or(self.written))),
            None => None,
        };
        let of = |day: i8, month: i8| match year {
            Some(year) => Date::new(year, month, day).ok().map(Calendar::Day),
            None => Some(Calendar::DayOfYear(month, day)),
        };
        let stated = |calendar: Option<Calendar>| match calendar {
            Some(calendar @ Calendar::DayOfYear(..)) => self.in_some_year(place, fields, calendar),
            Some(calendar) => Placed::stated(calendar),
            None => Placed::unresolved(None, "there is no such day"),
        };
        if let Some(day_first) = place.expression.rule.then.day_first {
            return stated(if day_first { of(first, second) } else { of(second, first) });
        }
        match (first > 12, second > 12, self.day_first) {
            (true, false, _) => stated(of(first, second)),
            (false, true, _) => stated(of(second, first)),
            _ if first == second => stated(of(first, second)),
            (_, _, Some((day_first, span))) => {
                let calendar = if day_first { of(first, second) } else { of(second, first) };
                let mut placed = stated(calendar).because(Some(span));
                placed.status = if placed.status == Status::Stated { Status::Inferred } else { placed.status };
                placed.by = "day and month in the order of other dates here";
                placed.confidence = placed.confidence.min(0.9);
                placed
            }
            _ => self.near_document([of(first, second), of(second, first)]).unwrap_or_else(|| {
                Placed::unresolved(year.map(Calendar::Year), "which number is the day cannot be told")
            }),
        }
    }

    /// The only one of two readings that lies within a month of the document's date.
    fn near_document(&self, readings: [Option<Calendar>; 2]) -> Option<Placed> {
        let base = self.document?;
        let (written, _) = base.calendar.days()?;
        let is_near =
            |calendar: &Calendar| calendar.days().is_some_and(|(day, _)| (day - written).get_days().abs() <= 31);
        let mut near = readings.into_iter().flatten().filter(is_near);
        let found = near.next().filter(|_| near.next().is_none())?;
        Some(Placed::from(base, Some(found), "day and month as the document date suggests", 0.7))
    }

    /// "'98", or the "18" of "1914–18", which shares its century with the year before it.
    fn short_year(&self, place: &Place<'_>, fields: &Fields, year: i16) -> Placed {
        let base = if place.expression.ends_range { self.told.with_year() } else { None };
        let full = match base.and_then(|base| base.calendar.year()) {
            Some(first) if first > 0 => first - first % 100 + year,
            _ => century_for(year, self.document.or(self.written)),
        };
        match (within_year(fields, &place.expression.rule.then, Some(full)), base) {
            (Some(calendar), Some(base)) => Placed::from(base, Some(calendar), "century from the year before it", 0.95),
            (Some(calendar), None) => Placed {
                by: "century of the two digits",
                confidence: 0.8,
                status: Status::Inferred,
                ..Placed::stated(calendar)
            },
            (None, _) => Placed::unresolved(None, "there is no such day"),
        }
    }

    /// A part of a year whose year is not said.
    fn in_some_year(&self, place: &Place<'_>, fields: &Fields, calendar: Calendar) -> Placed {
        let then = &place.expression.rule.then;
        let missing = "no year is told that it could belong to";
        let in_year = |year: i16| match calendar {
            // A feast that moves is computed for its year.
            Calendar::SomeDay => within_year(fields, then, Some(year)),
            _ => calendar.in_year(year),
        };
        let told = then.from == Some(From::Told) || self.mode == Mode::Narrative;
        let base = if told { self.told.with_year() } else { None }.or_else(|| self.said());
        let Some(base) = base else { return Placed::unresolved(Some(calendar), missing) };
        let Some((from, to)) = base.calendar.days() else { return Placed::unresolved(Some(calendar), missing) };
        let near = |offset: i16| in_year(from.year().checked_add(offset)?);
        let (before, same, after) = (near(-1), near(0), near(1));
        // "The year-earlier third quarter" is one year before the one that is meant.
        let years_on = |found: Calendar| match then.shift.filter(|_| then.keep) {
            Some(steps) => found.in_year(found.year()?.checked_add(i16::try_from(steps).ok()?)?),
            None => Some(found),
        };
        if let (Some(steps), Some(Unit::Year)) = (fields.relation, fields.unit) {
            // "June last year"
            let year = i16::try_from(steps).ok().and_then(|steps| from.year().checked_add(steps));
            return Placed::from(base, year.and_then(in_year), "year by counting from there", 0.9);
        }
        if let Some(steps) = fields.relation.or(then.shift.filter(|_| !then.keep && then.nth.is_none())) {
            let ends = |calendar: &Calendar| calendar.days().map(|(_, last)| last);
            let starts = |calendar: &Calendar| calendar.days().map(|(first, _)| first);
            let found = match steps {
                ..0 => [same, before].into_iter().flatten().find(|c| ends(c) < Some(from)),
                0 => same,
                1.. => [same, after].into_iter().flatten().find(|c| starts(c) > Some(to)),
            };
            return Placed::from(base, found, "year by counting from there", 0.9);
        }
        if base.anchor == Anchor::DocumentDate {
            let verb = self.verb(place);
            let found = likeliest([before, same, after], (from, to), verb);
            let found = found.and_then(years_on);
            let confidence = if verb.is_some() { 0.85 } else { 0.7 };
            let by = "year from the document date and the tense";
            return Placed::from(base, found, by, confidence).because(verb.map(|verb| verb.span));
        }
        // A narrative goes forward: from December it comes to the January after.
        let later = base.calendar.granularity() <= Granularity::Season && place.expression.modifier.is_none();
        let month = |c: Option<Calendar>| c.and_then(|c| c.days()).map(|(first, _)| first.month());
        let rolls = later && from.month() >= 11 && month(same).is_some_and(|month| month <= 2);
        let found = if rolls { after } else { same }.and_then(years_on);
        Placed::from(base, found, "year from the time told before", 0.8)
    }

    /// "until then"
    fn then(&self, place: &Place<'_>) -> Placed {
        let near =
            |base: &Base| base.span.is_some_and(|span| place.expression.span.start.saturating_sub(span.end) < THEN);
        match self.anaphoric(place, Told::last).filter(near) {
            Some(base) => Placed::from(base, Some(base.calendar), "the time told before", 0.8),
            None => Placed::unresolved(None, "nothing is told that it could mean"),
        }
    }

    /// "the 12th"; "the 5th ult." is one of the month before.
    fn in_some_month(&self, place: &Place<'_>, fields: &Fields) -> Placed {
        let day = fields.day.unwrap_or(1);
        let shift = place.expression.rule.then.shift.unwrap_or(0);
        let near = |base: Base| near_day(base.calendar, day, fields).map(|found| (base, found));
        if let Some((base, found)) = self.said().and_then(near) {
            return Placed::from(base, Some(Calendar::Day(found)), "month by counting from there", 0.9);
        }
        let unknown = Calendar::DayOfMonth(day);
        let base = match self.mode {
            // A letter counts from its own date.
            _ if shift != 0 => self.document.or_else(|| self.told.at_least(Granularity::Month)),
            Mode::News => self.told.at_least(Granularity::Month).or(self.document),
            _ => self.told.at_least(Granularity::Month),
        };
        let Some(base) = base else {
            return Placed::unresolved(Some(unknown), "no month is told that it could belong to");
        };
        match base.calendar {
            Calendar::DayOfYear(month, _) => {
                Placed::from(base, Some(Calendar::DayOfYear(month, day)), "month from the time told before", 0.8)
            }
            calendar => {
                let month = calendar.widened(Granularity::Month).and_then(|month| month.shifted(shift));
                let first = month.and_then(|month| month.days()).map(|(first, _)| first);
                let found = first.and_then(|first| Date::new(first.year(), first.month(), day).ok());
                Placed::from(base, found.map(Calendar::Day), "month from the time it counts from", 0.8)
            }
        }
    }

    fn weekday(&self, place: &Place<'_>, fields: &Fields) -> Placed {
        let number = fields.weekday.unwrap_or(1);
        let unknown = Placed::unresolved(Some(Calendar::Weekday(number)), "no day is told that it could count from");
        let Ok(weekday) = Weekday::from_monday_one_offset(number) else { return unknown };
        let told = place.expression.rule.then.from == Some(From::Told) || self.mode == Mode::Narrative;
        let base = if told { self.told.at_least(Granularity::Day) } else { None }.or(match self.mode {
            Mode::Narrative => None,
            _ => self.document,
        });
        let Some(base) = base else { return unknown };
        let Some((day, _)) = base.calendar.days() else { return unknown };
        let nth = |count: i32| day.nth_weekday(count, weekday).ok();
        let day_of = |date: Option<Date>| date.map(Calendar::Day);
        if let Some(steps) = fields.relation.or(place.expression.rule.then.shift) {
            let found = match steps {
                0 if day.weekday() == weekday => Some(day),
                0 => nearest_day(nth(-1), nth(1), day),
                steps => nth(steps),
            };
            return Placed::from(base, day_of(found), "day by counting from there", 0.85);
        }
        if base.anchor != Anchor::DocumentDate {
            return Placed::from(base, day_of(nth(1)), "the next such day after the time told before", 0.7);
        }
        // "From Monday to Friday": the second comes after the first.
        if place.expression.ends_range
            && let Some(begin) = self.anaphoric(place, Told::day)
            && let Some((day, _)) = begin.calendar.days()
        {
            let found = day.nth_weekday(1, weekday).ok();
            return Placed::from(begin, day_of(found), "the next such day after the one before it", 0.8);
        }
        if day.weekday() == weekday {
            return Placed::from(base, Some(Calendar::Day(day)), "day from the document date", 0.85);
        }
        let verb = self.verb(place);
        let found = match verb.map(|verb| verb.tense) {
            Some(Tense::Future) => nth(1),
            _ => nth(-1),
        };
        Placed::from(base, day_of(found), "day from the document date and the tense", 0.85)
            .because(verb.map(|verb| verb.span))
    }

    /// "two days later", "last week", "that year", "yesterday".
    fn steps(&self, place: &Place<'_>, fields: &Fields) -> Placed {
        let then = &place.expression.rule.then;
        let Some(unit) = fields.unit else { return Placed::unresolved(None, "") };
        if then.from == Some(From::Period) {
            let Some(base) = self.anaphoric(place, Told::period) else {
                return Placed::unresolved(None, "no period is told whose dates are known");
            };
            return Placed::from(base, Some(base.calendar), "the period told before", 0.8);
        }
        let (unit, count) = in_whole_units(unit, fields.count);
        let fields = &Fields { count, ..*fields };
        let (size, factor) = match (unit, fields.count) {
            // "A decade later" is a year, ten years on; "the next decade" is a decade.
            (Unit::Decade, Some(_)) => (Some(Granularity::Year), 10),
            (Unit::Century, Some(_)) => (Some(Granularity::Year), 100),
            _ => size_of(unit),
        };
        let Some(size) = size else { return self.clock_steps(place) };
        let count = match (fields.count, then.shift, fields.relation) {
            (Some(Count::Whole(count)), sign, _) => count.saturating_mul(sign.unwrap_or(1)),
            (Some(_), _, _) => return Placed::unresolved(None, "how many is not said"),
            (None, Some(shift), _) => shift,
            (None, None, Some(relation)) => relation,
            (None, None, None) => 0,
        };
        if let Some((Some(size), _)) = then.exactly.map(size_of) {
            return self.exactly(place, (unit, count), size);
        }
        if unit == Unit::Year
            && count == -1
            && let Some((base, quarter)) = self.compared(place, |year| year.checked_sub(1))
        {
            return Placed::from(base, Some(quarter), "the same quarter of another year", 0.7);
        }
        // "The latest quarter" is the last one told of by that name, not that of a day told in passing.
        let quarter = unit == Unit::Quarter && then.from == Some(From::Told) && self.mode != Mode::Narrative;
        let reported = || self.told.quarter(self.written_on()).or(self.document);
        let base = if quarter { reported() } else { self.base(place, size) };
        let Some(base) = base else {
            return Placed::unresolved(None, "nothing is told that it could count from");
        };
        let count = count.saturating_mul(factor).saturating_add(self.offset(place, unit, base));
        let found = base.calendar.widened(size).and_then(|unit| unit.shifted(count));
        Placed::from(base, found, "by counting from there", 0.9)
    }

    /// "Three years ago today": so many units away, in what is no longer than `size`.
    fn exactly(&self, place: &Place<'_>, (unit, count): (Unit, i32), size: Granularity) -> Placed {
        let Some(base) = self.base(place, Granularity::Day) else {
            return Placed::unresolved(None, "nothing is told that it could count from");
        };
        let count = i64::from(count);
        let span = match unit {
            Unit::Week => jiff::Span::new().try_weeks(count),
            Unit::Month => jiff::Span::new().try_months(count),
            Unit::Year => jiff::Span::new().try_years(count),
            Unit::Decade => jiff::Span::new().try_years(count * 10),
            Unit::Century => jiff::Span::new().try_years(count * 100),
            _ => jiff::Span::new().try_days(count),
        };
        let day = base.calendar.days().zip(span.ok()).and_then(|((day, _), span)| day.checked_add(span).ok());
        let found = day.and_then(|day| Calendar::containing(day, size));
        Placed::from(base, found, "by counting from there", 0.9)
    }

    /// What accounts compare: the quarter last reported, in the year that is to be made of its own. `None` where the
    /// rule compares nothing, or nothing but other periods was reported.
    fn compared(&self, place: &Place<'_>, year: impl Fn(i16) -> Option<i16>) -> Option<(Base, Calendar)> {
        if !place.expression.rule.then.keep || self.mode == Mode::Narrative {
            return None;
        }
        let base = self.told.quarter_of_account(self.written_on())?;
        base.calendar.year().and_then(year).and_then(|year| base.calendar.in_year(year)).map(|quarter| (base, quarter))
    }

    /// The day that the document gives itself.
    fn written_on(&self) -> Option<Date> {
        self.document?.calendar.days().map(|(day, _)| day)
    }

    /// "The quarter" of which nothing was told is the last one that is over, and so is "the weekend" after a past verb.
    fn offset(&self, place: &Place<'_>, unit: Unit, base: Base) -> i32 {
        if base.anchor != Anchor::DocumentDate || place.expression.rule.then.shift != Some(0) {
            return 0;
        }
        let past = || self.verb(place).is_none_or(|verb| verb.tense != Tense::Future);
        match unit {
            Unit::Quarter if place.expression.rule.then.from == Some(From::Told) => -1,
            Unit::Weekend if past() => -1,
            _ => 0,
        }
    }

    /// "two hours later": the day stays.
    fn clock_steps(&self, place: &Place<'_>) -> Placed {
        match self.base(place, Granularity::Day) {
            Some(base) => {
                Placed::from(base, base.calendar.widened(Granularity::Day), "day from the time told before", 0.6)
            }
            None => Placed::unresolved(None, "no day is told that it could belong to"),
        }
    }

    /// "at 5 p.m.", "that night": the day is the last one told of, in news the document's.
    fn time_only(&self, place: &Place<'_>, fields: &Fields) -> Placed {
        let told = self.told.day();
        let from = place.expression.rule.then.from;
        let base = match (from, self.mode) {
            (Some(From::Told), _) | (_, Mode::Narrative) => told.or(match self.mode {
                Mode::Narrative => None,
                _ => self.document,
            }),
            (Some(From::Said), _) => self.document,
            (Some(From::Period) | None, _) => told.or(self.document),
        };
        let Some(base) = base else {
            return Placed::unresolved(Some(Calendar::SomeDay), "no day is told that it could belong to");
        };
        let steps = place.expression.rule.then.shift.or(fields.relation).unwrap_or(0);
        let found = base.calendar.widened(Granularity::Day).and_then(|day| day.shifted(steps));
        Placed::from(base, found, "day from the time it counts from", 0.8)
    }
}

/// "Two and a half years ago" is thirty months ago, "48 hours ago" two days.
fn in_whole_units(unit: Unit, count: Option<Count>) -> (Unit, Option<Count>) {
    match (unit, count) {
        (Unit::Year, Some(Count::Hundredths(years))) => {
            (Unit::Month, Some(Count::Whole(years.saturating_mul(12) / 100)))
        }
        (Unit::Hour, Some(Count::Whole(hours @ 24..))) => (Unit::Day, Some(Count::Whole(hours / 24))),
        same => same,
    }
}
