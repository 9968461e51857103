//! Reads what the words of a match say: numbers, months, hours and the like, as the classes of the pack have them.

use std::ops::Range;

use super::expression::{Count, Expression, Fields, WrittenYear, finished};
use super::reign::regnal_year;
use super::republican::gregorian;
use crate::language::LanguagePack;
use crate::language::lexicon::{ClassId, Datum};
use crate::language::pattern::Subject;
use crate::language::rules::RuleMatch;
use crate::language::timex::{Action, Open, PARTS, Unit, modifier_by_name};
use crate::language::token::{Token, TokenKind};
use crate::model::{Modifier, PartOfDay, Season, TimeOfDay};

/// The classes that say what captured words mean, looked up once.
pub struct Reader<'a> {
    on: Subject<'a>,
    classes: Vec<(&'static str, Vec<ClassId>)>,
    limit: Option<ClassId>,
    /// "to" in "prior to".
    limit_to: Option<ClassId>,
    /// "not" in "not before".
    negation: Option<ClassId>,
    /// "beri" in "2015'ten beri".
    limit_behind: Option<ClassId>,
    /// "ilədək" in "2015-ci ilədək".
    limit_ending: Option<ClassId>,
}

/// The names of the captures of times that share parts: words, modifier, and what their parts end in.
const SHARING: [[&str; 3]; 3] = [["span", "mod", ""], ["span_b", "mod_b", "_b"], ["span_c", "mod_c", "_c"]];

impl<'a> Reader<'a> {
    /// A reader for the words of a pack.
    pub fn new(on: Subject<'a>, pack: &LanguagePack) -> Self {
        let class_ids = |names: &[&str]| names.iter().filter_map(|name| pack.lexicon.class(name)).collect();
        Self {
            on,
            classes: PARTS.iter().map(|(part, names)| (*part, class_ids(names))).collect(),
            limit: pack.lexicon.class("LIMIT"),
            limit_to: pack.lexicon.class("LIMIT_TO"),
            negation: pack.lexicon.class("LIMIT_NOT"),
            limit_behind: pack.lexicon.class("LIMIT_BEHIND"),
            limit_ending: pack.lexicon.class("LIMIT_ENDING"),
        }
    }

    /// Reads a match into one expression, or two or three that share parts.
    pub fn read<'r>(&self, found: &RuleMatch<'r, Action>, into: &mut Vec<Expression<'r>>) {
        let rule = found.rule;
        let expression = |tokens: Range<usize>, fields, modifier, ends_range| Expression {
            span: self.on.span(&tokens),
            token: tokens.start,
            rule,
            fields,
            modifier,
            open: None,
            ends_range,
        };
        let whole = || found.get("span").unwrap_or(found.found.tokens.clone());
        if found.get("span_b").is_none() {
            let (tokens, mut fields) = (whole(), finished(self.fields(found, "", Fields::default())));
            if found.get("number_b").is_some() {
                let added = self.fields(found, "_b", Fields::default());
                fields.more = added.count.zip(added.unit);
            }
            let open = rule.then.open.or_else(|| self.open(tokens.start)).or_else(|| self.open_behind(tokens.end));
            let modifier = self.modifier(found, "mod").or(rule.then.modifier);
            into.push(Expression { open, ..expression(tokens, fields, modifier, false) });
            return;
        }
        let mut shared = Fields::default();
        let mut items = Vec::new();
        for [span, modifier, suffix] in SHARING {
            let Some(tokens) = (if suffix.is_empty() { Some(whole()) } else { found.get(span) }) else { break };
            shared = self.fields(found, suffix, shared);
            items.push((tokens, shared, self.modifier(found, modifier).or(rule.then.modifier)));
        }
        if let [(first, fields, modifier), (second, rest, _)] = items.as_slice()
            && let Some(month) = month_of(fields, rest)
        {
            into.push(expression(first.start..second.end, month, *modifier, false));
            return;
        }
        share_backwards(items.iter_mut().map(|(_, fields, _)| fields), rule.then.range);
        let last = items.len() - 1;
        let read = |(index, (tokens, fields, modifier))| {
            expression(tokens, finished(fields), modifier, rule.then.range && index == last)
        };
        into.extend(items.into_iter().enumerate().map(read));
    }

    /// What the captures of one of the times of a match say, those whose names end in `suffix`; what they leave out is
    /// `shared` with the time before.
    fn fields(&self, found: &RuleMatch<'_, Action>, suffix: &str, shared: Fields) -> Fields {
        let part = Part::new(self, found, suffix);
        let small = |number: i32| i8::try_from(number).ok();
        let then = &found.rule.then;
        let mut fields = shared;
        fields.bc |= part.has("bc");
        part.years(&mut fields);
        part.reign(&mut fields);
        fields.julian = part.has("os");
        fields.half = part.number("half").map(|number| number.clamp(1, 2) as u8).or(fields.half);
        fields.quarter = part.number("quarter").map(|number| number as u8).or(fields.quarter);
        fields.season = part.code("season").and_then(Season::from_code).or(fields.season);
        fields.month = part.number("month").and_then(small).or(then.month).or(fields.month);
        fields.day = part.number("day").and_then(small).or(then.day).or(fields.day);
        part.republican(&mut fields);
        fields.weekday = part.number("weekday").and_then(small).or(fields.weekday);
        fields.relation = part.number("relation").or(fields.relation);
        fields.unit = part.code("unit").and_then(Unit::from_code).or(then.unit).or(fields.unit);
        fields.count = part.count(fields.count);
        if let (Some(first), Some(second)) =
            (part.number("first").and_then(small), part.number("second").and_then(small))
        {
            fields.numeric = Some((first, second));
        }
        fields.time = part.clock().or_else(|| part.code("part").or(then.part.as_deref()).and_then(time_by_code));
        fields.zone = part.zone();
        fields
    }

    /// Which end the word before a time opens: "until 1945", "prior to 1945", but not "not before 1945".
    fn open(&self, start: usize) -> Option<Open> {
        let on = &self.on;
        let is =
            |at: usize, class: Option<ClassId>| class.is_some_and(|class| on.lexicon.is(on.tokens[at].lexeme, class));
        let before = start.checked_sub(1)?;
        let at = if is(before, self.limit_to) { before.checked_sub(1)? } else { before };
        let open = Open::by_name(on.lexicon.text(on.tokens[at].lexeme, self.limit?)?)?;
        let negated = at.checked_sub(1).is_some_and(|at| is(at, self.negation));
        Some(if negated { open.other() } else { open })
    }

    /// Which end the words behind a time open, in languages that put them there ("2015'ten beri"), or the ending of its
    /// own last word ("2015-ci ilədək"). Words of the class that say nothing are passed over: the first of "bu yana".
    fn open_behind(&self, end: usize) -> Option<Open> {
        let says = |token: &Token, class: Option<ClassId>| self.on.lexicon.text(token.lexeme, class?);
        let behind = self.on.tokens[end..].iter().take(3).map_while(|token| says(token, self.limit_behind));
        let ending = self.on.tokens[..end].last().and_then(|token| says(token, self.limit_ending));
        behind.chain(ending).find_map(Open::by_name)
    }

    fn classes(&self, part: &str) -> &[ClassId] {
        self.classes.iter().find(|(name, _)| *name == part).map_or(&[], |(_, classes)| classes)
    }

    /// What the classes of a capture say of its first word that they know.
    fn datum(&self, part: &str, tokens: &Range<usize>) -> Option<&'a Datum> {
        let classes = self.classes(part);
        self.on.tokens[tokens.clone()]
            .iter()
            .find_map(|token| classes.iter().find_map(|&class| self.on.lexicon.datum(token.lexeme, class)))
    }

    fn text(&self, part: &str, tokens: &Range<usize>) -> Option<&'a str> {
        match self.datum(part, tokens)? {
            Datum::Text(text) => Some(text),
            Datum::Number(_) => None,
        }
    }

    fn modifier(&self, found: &RuleMatch<'_, Action>, part: &str) -> Option<Modifier> {
        self.text("mod", &found.get(part)?).and_then(modifier_by_name)
    }

    /// A number in digits, or the sum of what the part's classes say of its words: "twenty-first", "this past".
    fn number(&self, part: &str, tokens: &Range<usize>) -> Option<i32> {
        let tokens = &self.on.tokens[tokens.clone()];
        if let Some(number) = tokens.iter().find_map(|token| token.number(self.on.text)) {
            return Some(number);
        }
        let classes = self.classes(part);
        let of = |token: &Token| classes.iter().find_map(|&class| self.on.lexicon.number(token.lexeme, class));
        tokens.iter().filter_map(of).reduce(i32::saturating_add)
    }

    fn year(&self, tokens: &Range<usize>) -> Option<WrittenYear> {
        let token = &self.on.tokens[tokens.start];
        if let Some(number) = token.number(self.on.text) {
            let number = i16::try_from(number).ok()?;
            return Some(if token.span.len() == 2 { WrittenYear::Short(number) } else { WrittenYear::Full(number) });
        }
        // "nineteen ninety-six", "two thousand one"
        // In some languages its last word is an ordinal: "thousand nine hundred forty-first".
        let of = |token: &Token| self.classes("year").iter().find_map(|&of| self.on.lexicon.number(token.lexeme, of));
        let words: Vec<i32> = self.on.tokens[tokens.clone()].iter().filter_map(of).collect();
        let number = match words.as_slice() {
            [century @ 10..=20, rest @ ..] if !rest.is_empty() && !rest.iter().any(|&n| n >= 100) => {
                century * 100 + rest.iter().sum::<i32>()
            }
            _ => composed(&words)?,
        };
        i16::try_from(number).ok().map(WrittenYear::Full)
    }

    /// The numbers that the words of a range of tokens stand for. An article counts as one only where nothing else
    /// does: "a dozen" is twelve.
    fn words(&self, tokens: &Range<usize>) -> Vec<i32> {
        let tokens = &self.on.tokens[tokens.clone()];
        let of = |class: ClassId| move |token: &Token| self.on.lexicon.number(token.lexeme, class);
        let classes = self.classes("number").iter();
        classes
            .map(|&class| tokens.iter().filter_map(of(class)).collect())
            .find(|n: &Vec<i32>| !n.is_empty())
            .unwrap_or_default()
    }

    /// "5 1/2"
    fn with_fraction(&self, count: Option<Count>, tokens: &Range<usize>) -> Option<Count> {
        let number = |token: &Token| token.number(self.on.text);
        let [over, _, under] = &self.on.tokens[tokens.clone()] else { return None };
        let hundredths = number(over)?.checked_mul(100)?.checked_div(number(under)?)?;
        match count {
            Some(Count::Whole(whole)) => Some(Count::Hundredths(whole.checked_mul(100)?.checked_add(hundredths)?)),
            _ => None,
        }
    }

    fn count(&self, tokens: &Range<usize>) -> Option<Count> {
        let on = &self.on;
        let slice = &on.tokens[tokens.clone()];
        if slice[0].kind == TokenKind::Digits {
            let whole = i64::from(slice[0].number(on.text)?);
            return match slice {
                [_] => Some(Count::Whole(i32::try_from(whole).ok()?)),
                // "1,500", in German "1.500"; "3.5", in German "3,5"
                [_, sign, rest, ..] if matches!(sign.of(on.text), "," | ".") && rest.span.len() == 3 => {
                    Some(Count::Whole(i32::try_from(whole * 1000 + i64::from(rest.number(on.text)?)).ok()?))
                }
                [_, sign, rest, ..] if matches!(sign.of(on.text), "," | ".") && rest.span.len() <= 2 => {
                    let fraction = i64::from(rest.number(on.text)?) * if rest.span.len() == 1 { 10 } else { 1 };
                    Some(Count::Hundredths(i32::try_from(whole * 100 + fraction).ok()?))
                }
                // "5 million"
                _ => {
                    let factor: i64 = self.words(tokens).iter().map(|&n| i64::from(n)).product();
                    Some(Count::Whole(i32::try_from(whole.checked_mul(factor)?).ok()?))
                }
            };
        }
        let text =
            |token: &Token| self.classes("number").iter().find_map(|&class| on.lexicon.text(token.lexeme, class));
        if let Some(text) = slice.iter().find_map(text) {
            return Some(text.parse().ok().and_then(Count::of_fraction).unwrap_or(Count::Vague));
        }
        composed(&self.words(tokens)).map(Count::Whole)
    }
}

/// The captures of one of the times of a match.
struct Part<'p, 'a, 'r> {
    reader: &'p Reader<'a>,
    found: &'p RuleMatch<'r, Action>,
    /// What was captured, by name without what the names end in.
    captured: Vec<(&'r str, Range<usize>)>,
}

impl<'p, 'a, 'r> Part<'p, 'a, 'r> {
    /// Looks once which captures, of those whose names end in `suffix`, hold anything: most of them do not.
    fn new(reader: &'p Reader<'a>, found: &'p RuleMatch<'r, Action>, suffix: &str) -> Self {
        let held = |(slot, name): (usize, &'r str)| {
            let tokens = found.found.get(slot).filter(|tokens| !tokens.is_empty())?;
            Some((name.strip_suffix(suffix)?, tokens))
        };
        Self { reader, found, captured: found.rule.pattern.names().enumerate().filter_map(held).collect() }
    }

    fn get(&self, name: &str) -> Option<Range<usize>> {
        self.captured.iter().find(|(known, _)| *known == name).map(|(_, tokens)| tokens.clone())
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn number(&self, name: &str) -> Option<i32> {
        self.get(name).and_then(|tokens| self.reader.number(name, &tokens))
    }

    fn code(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(|tokens| self.reader.text(name, &tokens))
    }

    /// Year, decade and century.
    fn years(&self, fields: &mut Fields) {
        if let Some(year) = self.get("year").and_then(|tokens| self.reader.year(&tokens)) {
            fields.year = Some(match year {
                WrittenYear::Short(year) if self.has("ad") => WrittenYear::Full(year),
                WrittenYear::Full(year) if self.is_next_year(year) => WrittenYear::Full(year + 1),
                // The 5 of "1374-5".
                WrittenYear::Full(digit @ 1..=9) if !fields.bc && !self.has("ad") => match fields.year {
                    Some(WrittenYear::Full(first)) if first >= 1000 => WrittenYear::Full(first - first % 10 + digit),
                    _ => WrittenYear::Full(digit),
                },
                year => year,
            });
        }
        match self.number("decade").map(i16::try_from) {
            // "1965's" is no decade.
            Some(Ok(year)) if year % 10 != 0 => fields.year = Some(WrittenYear::Full(year)),
            // "the nineteen-sixties"
            Some(Ok(year)) => {
                let hundreds = self.number("hundreds").unwrap_or(0).clamp(0, 99) as i16;
                // "the 1830s and 40s"
                let hundreds = match fields.decade {
                    Some(first) if year < 100 && hundreds == 0 && first >= 100 => first / 10,
                    _ => hundreds,
                };
                fields.decade = Some(hundreds * 10 + year / 10);
            }
            Some(Err(_)) | None => {}
        }
        let small = |number: i32| i16::try_from(number).ok();
        fields.century = self.number("century").and_then(small).or(fields.century);
        fields.millennium = self.number("millennium").and_then(small).or(fields.millennium);
        // The first decade of a century is that of its years 0 to 9.
        fields.decade = self.number("tenth").map(|tenth| tenth.clamp(1, 10) as i16 - 1).or(fields.decade);
        let of = [("of_two", 2), ("of_three", 3), ("of_four", 4)].into_iter().find(|(name, _)| self.has(name));
        if let (Some(portion), Some((_, of))) = (self.number("portion"), of) {
            fields.portion = Some((portion.clamp(1, i32::from(of)) as i16, of));
        }
    }

    /// Whether a second number is the end of the number of the next year.
    fn is_next_year(&self, year: i16) -> bool {
        let next = i32::from(year) + 1;
        self.number("dual").is_some_and(|dual| dual == next % 100 || dual == next % 10)
    }

    /// A year of a reign, if the words say whose.
    fn reign(&self, fields: &mut Fields) {
        let Some(nth) = self.number("reign_year").and_then(|nth| i16::try_from(nth).ok()) else { return };
        match self.code("reign") {
            Some(accessions) => {
                fields.regnal = regnal_year(accessions, self.number("reign_number"), nth);
                fields.impossible |= fields.regnal.is_none();
            }
            None => fields.reign_year = Some(nth),
        }
    }

    /// The time zone, in minutes.
    fn zone(&self) -> Option<i32> {
        let hours = |name| self.number(name).map_or(0, |hours| hours.clamp(0, 14) * 60);
        let named = self.number("zone");
        (named.is_some() || self.has("east") || self.has("west"))
            .then(|| named.unwrap_or(0) + hours("east") - hours("west"))
    }

    /// A day of the French Republican calendar, in the calendar of today.
    fn republican(&self, fields: &mut Fields) {
        let Some(month) = self.number("republican") else { return };
        fields.day = None;
        if let (Some(year), Some(day)) = (self.number("republican_year"), self.number("day"))
            && let Some(date) = gregorian(year, month, day)
        {
            fields.year = Some(WrittenYear::Full(date.year()));
            (fields.month, fields.day) = (Some(date.month()), Some(date.day()));
        }
    }

    /// How many units, or what was counted before.
    fn count(&self, before: Option<Count>) -> Option<Count> {
        let count = self.get("number").and_then(|tokens| self.reader.count(&tokens)).or(before);
        let count = self.get("fraction").and_then(|tokens| self.reader.with_fraction(count, &tokens)).or(count);
        let count = count.or(self.found.rule.then.vague.then_some(Count::Vague));
        if self.has("and_half") { count.unwrap_or(Count::Whole(0)).and_half() } else { count }
    }

    fn clock(&self) -> Option<TimeOfDay> {
        if let Some(number) = self.number("hhmm") {
            let (hour, minute) = ((number / 100).clamp(0, 23) as u8, (number % 100).clamp(0, 59) as u8);
            return Some(TimeOfDay::Clock { hour, minute, second: None });
        }
        let hour = match (self.number("hour")?, self.has("pm"), self.has("am")) {
            (hour @ 1..=11, true, _) => hour + 12,
            (12, _, true) => 0,
            (hour, ..) => hour,
        };
        let (hour, minute) = match (hour.clamp(0, 24), self.number("minute").unwrap_or(0).clamp(0, 59)) {
            // "a quarter to eight"
            (hour, minute @ 1..) if self.has("to") => ((hour + 23) % 24, 60 - minute),
            whole => whole,
        };
        let second = self.number("seconds").map(|seconds| seconds as u8);
        Some(TimeOfDay::Clock { hour: hour as u8, minute: minute as u8, second })
    }
}

/// A part of the day by its TIMEX3 code, or an hour: noon is "12".
fn time_by_code(code: &str) -> Option<TimeOfDay> {
    let clock = |hour| TimeOfDay::Clock { hour, minute: 0, second: None };
    PartOfDay::from_code(code).map(TimeOfDay::Part).or_else(|| code.parse().ok().map(clock))
}

/// "two hundred twenty-five" from 2, 100, 20, 5.
fn composed(words: &[i32]) -> Option<i32> {
    let mut total: i32 = 0;
    let mut run: i32 = 0;
    for &word in words {
        if word >= 1000 {
            total = total.checked_add(run.max(1).checked_mul(word)?)?;
            run = 0;
        } else if word >= 100 {
            run = run.max(1).checked_mul(word)?;
        } else if word == 20 && run % 100 == 4 {
            // "quatre-vingt-dix"
            run = run.checked_add(76)?;
        } else {
            run = run.checked_add(word)?;
        }
    }
    total.checked_add(run).filter(|&number| number > 0 || !words.is_empty())
}

/// "2007-08" is two years, "1998-07" a month.
fn month_of(fields: &Fields, rest: &Fields) -> Option<Fields> {
    match (fields.year, rest.year) {
        (Some(WrittenYear::Full(year)), Some(WrittenYear::Short(short @ 1..=12))) if short <= year.rem_euclid(100) => {
            Some(Fields { month: i8::try_from(short).ok(), ..*fields })
        }
        _ => None,
    }
}

/// "September 12–13, 2020": what stands behind the last belongs to all; but a `range` "from November to March 1920"
/// begins in the year before.
fn share_backwards<'f>(items: impl DoubleEndedIterator<Item = &'f mut Fields>, range: bool) {
    let mut behind: Option<Fields> = None;
    for fields in items.rev() {
        if let Some(last) = behind {
            let turns = range && !last.bc && matches!((fields.month, last.month), (Some(a), Some(b)) if a > b);
            fields.year = fields.year.or(match last.year {
                Some(WrittenYear::Full(year)) => Some(WrittenYear::Full(year - i16::from(turns))),
                _ => None,
            });
            fields.month = fields.month.or(last.month);
            fields.unit = fields.unit.or(last.unit);
            fields.bc |= last.bc;
            // "25 October (7 November) 1917" is one day in two calendars only if the calendars say so.
            fields.julian &= fields.gregorian() == last.day_of_calendar();
        }
        behind = Some(*fields);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_words_add_up() {
        let cases: [(&[i32], Option<i32>); 7] = [
            (&[4, 20, 10, 9], Some(99)),
            (&[20, 5], Some(25)),
            (&[2, 100, 20, 5], Some(225)),
            (&[2, 1000], Some(2000)),
            (&[100], Some(100)),
            (&[i32::MAX, i32::MAX], None),
            (&[], None),
        ];
        for (words, number) in cases {
            assert_eq!(composed(words), number, "{words:?}");
        }
    }
}
