//! From a rule's match to an expression: what its words say, not yet placed in the calendar.

use std::ops::Range;

use crate::language::LanguagePack;
use crate::language::lexicon::{ClassId, Datum};
use crate::language::pattern::Subject;
use crate::language::rules::{CompiledRule, RuleMatch};
use crate::language::timex::{Action, Open, PARTS, Unit, modifier_by_name};
use crate::language::token::{Token, TokenKind};
use crate::model::{Modifier, PartOfDay, Season, Span, TimeOfDay};

/// A time expression as its words have it.
#[derive(Clone, Debug)]
pub struct Expression<'r> {
    /// The words.
    pub span: Span,
    /// The index of its first token.
    pub token: usize,
    /// The rule that found it.
    pub rule: &'r CompiledRule<Action>,
    /// What its words say.
    pub fields: Fields,
    /// TIMEX3 `mod`.
    pub modifier: Option<Modifier>,
    /// Whether the words before it open its span at one end: "since 2015".
    pub open: Option<Open>,
    /// It is the end of the range that the expression before it begins.
    pub ends_range: bool,
}

/// How often: "three", "3.5", "several".
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Count {
    /// A whole number.
    Whole(i32),
    /// A number with a fraction, in hundredths.
    Hundredths(i32),
    /// Some, many, a few.
    Vague,
}

impl Count {
    /// "and a half"; nothing where that cannot be added.
    fn and_half(self) -> Option<Self> {
        match self {
            Count::Whole(number) => number.checked_mul(100)?.checked_add(50).map(Count::Hundredths),
            Count::Hundredths(_) | Count::Vague => None,
        }
    }

    /// A number with a fraction, as a word class gives it: "1.5" for "anderthalb". `None` beyond a million.
    fn of_fraction(number: f64) -> Option<Self> {
        (number.abs() < 1e6).then(|| Count::Hundredths((number * 100.0).round() as i32))
    }
}

/// A year as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WrittenYear {
    /// Complete; years before the era count down from 0 for 1 BC.
    Full(i16),
    /// The last two digits: "'98", the "18" of "1914–18".
    Short(i16),
}

/// What the words of an expression say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fields {
    /// Year.
    pub year: Option<WrittenYear>,
    /// 199 for "the 1990s", 9 for "the nineties".
    pub decade: Option<i16>,
    /// Before the era.
    pub bc: bool,
    /// 19 for "the 19th century".
    pub century: Option<i16>,
    /// Half of a year.
    pub half: Option<u8>,
    /// Quarter of a year.
    pub quarter: Option<u8>,
    /// Season.
    pub season: Option<Season>,
    /// Month.
    pub month: Option<i8>,
    /// Day of the month.
    pub day: Option<i8>,
    /// Day of the week, 1 for Monday.
    pub weekday: Option<i8>,
    /// Day and month of a numeric date in the order of the text.
    pub numeric: Option<(i8, i8)>,
    /// Time of the day.
    pub time: Option<TimeOfDay>,
    /// Steps: −1 for "last", 0 for "this", 1 for "next".
    pub relation: Option<i32>,
    /// A number before a unit.
    pub count: Option<Count>,
    /// A unit.
    pub unit: Option<Unit>,
    /// What is added to the number of units: "two hours and thirty minutes".
    pub more: Option<(Count, Unit)>,
    /// Something in it cannot be: "30 February", "31/31/2020".
    pub impossible: bool,
}

/// The classes that say what captured words mean, looked up once.
pub struct Reader<'a> {
    on: Subject<'a>,
    classes: Vec<(&'static str, Vec<ClassId>)>,
    limit: Option<ClassId>,
}

impl<'a> Reader<'a> {
    /// A reader for the words of a pack.
    pub fn new(on: Subject<'a>, pack: &LanguagePack) -> Self {
        let class_ids = |names: &[&str]| names.iter().filter_map(|name| pack.lexicon.class(name)).collect();
        Self {
            on,
            classes: PARTS.iter().map(|(part, names)| (*part, class_ids(names))).collect(),
            limit: pack.lexicon.class("LIMIT"),
        }
    }

    /// Reads a match into one expression, or two.
    pub fn read<'r>(&self, found: &RuleMatch<'r, Action>, into: &mut Vec<Expression<'r>>) {
        let rule = found.rule;
        let tokens = found.get("span").unwrap_or(found.found.tokens.clone());
        let second = found.get("span_b");
        let mut fields = self.fields(found, "", Fields::default());
        let modifier = self.modifier(found, "mod").or(rule.then.modifier);
        let expression = |tokens: Range<usize>, fields, modifier, ends_range| Expression {
            span: self.on.span(&tokens),
            token: tokens.start,
            rule,
            fields,
            modifier,
            open: None,
            ends_range,
        };
        let Some(second) = second else {
            if found.get("number_b").is_some() {
                let added = self.fields(found, "_b", Fields::default());
                fields.more = added.count.zip(added.unit);
            }
            let open = rule.then.open.or_else(|| self.open(tokens.start));
            into.push(Expression { open, ..expression(tokens, fields, modifier, false) });
            return;
        };
        let rest = self.fields(found, "_b", fields);
        // "2007-08" is two years, "1998-07" a month.
        if let (Some(WrittenYear::Full(year)), Some(WrittenYear::Short(short @ 1..=12))) = (fields.year, rest.year)
            && short <= year.rem_euclid(100)
        {
            let month = Fields { month: i8::try_from(short).ok(), ..fields };
            into.push(expression(tokens.start..second.end, month, modifier, false));
            return;
        }
        // "September 12–13, 2020": what stands behind the second belongs to both.
        let mut both = fields;
        let turns = rule.then.range && !both.bc && matches!((both.month, rest.month), (Some(a), Some(b)) if a > b);
        both.year = both.year.or(match rest.year {
            // "from November to March 1920" begins in the year before.
            Some(WrittenYear::Full(year)) => Some(WrittenYear::Full(year - i16::from(turns))),
            _ => None,
        });
        both.month = both.month.or(rest.month);
        both.bc |= rest.bc;
        let unit = both.unit.or(rest.unit);
        both.unit = unit;
        into.push(expression(tokens, finished(both), modifier, false));
        let modifier = self.modifier(found, "mod_b").or(rule.then.modifier);
        into.push(expression(second, finished(rest), modifier, rule.then.range));
    }

    fn fields(&self, found: &RuleMatch<'_, Action>, suffix: &str, shared: Fields) -> Fields {
        let get = |name: &str| {
            let slot = found.rule.pattern.names().position(|known| known.strip_suffix(suffix) == Some(name))?;
            found.found.get(slot).filter(|tokens| !tokens.is_empty())
        };
        let read = |name: &str| get(name).and_then(|tokens| self.number(name, &tokens));
        let code = |name: &str| get(name).and_then(|tokens| self.text(name, &tokens));
        let small = |number: i32| i8::try_from(number).ok();
        let then = &found.rule.then;
        let mut fields = shared;
        fields.bc |= get("bc").is_some();
        if let Some(year) = get("year").and_then(|tokens| self.year(&tokens)) {
            fields.year = Some(match year {
                WrittenYear::Short(year) if get("ad").is_some() => WrittenYear::Full(year),
                year => year,
            });
        }
        if let Some(decade) = read("decade") {
            // "1965's" is no decade.
            match i16::try_from(decade) {
                Ok(year) if year % 10 != 0 => fields.year = Some(WrittenYear::Full(year)),
                Ok(year) => fields.decade = Some(year / 10),
                Err(_) => {}
            }
        }
        fields.century = read("century").and_then(|number| i16::try_from(number).ok()).or(fields.century);
        fields.half = read("half").map(|number| number as u8).or(fields.half);
        fields.quarter = read("quarter").map(|number| number as u8).or(fields.quarter);
        fields.season = code("season").and_then(Season::from_code).or(fields.season);
        fields.month = read("month").and_then(small).or(then.month).or(fields.month);
        fields.day = read("day").and_then(small).or(then.day).or(fields.day);
        fields.weekday = read("weekday").and_then(small).or(fields.weekday);
        fields.relation = read("relation").or(fields.relation);
        fields.unit = code("unit").and_then(Unit::from_code).or(then.unit).or(fields.unit);
        fields.count = get("number").and_then(|tokens| self.count(&tokens)).or(fields.count);
        fields.count = fields.count.or(then.vague.then_some(Count::Vague));
        if get("and_half").is_some() {
            fields.count = fields.count.unwrap_or(Count::Whole(0)).and_half();
        }
        if let (Some(first), Some(second)) = (read("first").and_then(small), read("second").and_then(small)) {
            fields.numeric = Some((first, second));
        }
        let part = code("part").or(then.part.as_deref()).and_then(time_by_code);
        let clock = read("hour").map(|hour| {
            let hour = match (hour, get("pm").is_some(), get("am").is_some()) {
                (1..=11, true, _) => hour + 12,
                (12, _, true) => 0,
                (hour, ..) => hour,
            };
            let (hour, minute) = match (hour.clamp(0, 24), read("minute").unwrap_or(0).clamp(0, 59)) {
                // "a quarter to eight"
                (hour, minute @ 1..) if get("to").is_some() => ((hour + 23) % 24, 60 - minute),
                whole => whole,
            };
            TimeOfDay::Clock { hour: hour as u8, minute: minute as u8, second: read("seconds").map(|s| s as u8) }
        });
        fields.time = clock.or(part);
        if suffix.is_empty() && found.get("span_b").is_none() { finished(fields) } else { fields }
    }

    /// Which end the word before a time opens.
    fn open(&self, start: usize) -> Option<Open> {
        let before = &self.on.tokens[start.checked_sub(1)?];
        Open::by_name(self.on.lexicon.text(before.lexeme, self.limit?)?)
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

    /// The numbers that the words of a range of tokens stand for. An article counts as one only where nothing else does:
    /// "a dozen" is twelve.
    fn words(&self, tokens: &Range<usize>) -> Vec<i32> {
        let tokens = &self.on.tokens[tokens.clone()];
        let of = |class: ClassId| move |token: &Token| self.on.lexicon.number(token.lexeme, class);
        let classes = self.classes("number").iter();
        classes
            .map(|&class| tokens.iter().filter_map(of(class)).collect())
            .find(|n: &Vec<i32>| !n.is_empty())
            .unwrap_or_default()
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
            run += 76;
        } else {
            run = run.checked_add(word)?;
        }
    }
    total.checked_add(run).filter(|&number| number > 0 || !words.is_empty())
}

/// Marks what cannot be, and turns years before the era.
fn finished(mut fields: Fields) -> Fields {
    if fields.bc
        && let Some(WrittenYear::Full(year) | WrittenYear::Short(year)) = fields.year
    {
        fields.year = Some(WrittenYear::Full(1 - year));
    }
    if fields.bc
        && let Some(decade) = fields.decade
    {
        fields.decade = Some(-decade);
    }
    if let (Some(day), Some(month)) = (fields.day, fields.month) {
        let longest = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        fields.impossible |= !(1..=longest).contains(&day);
    }
    if let Some((first, second)) = fields.numeric {
        fields.impossible |= first.max(second) > 31 || first.min(second) > 12 || first.min(second) < 1;
    }
    fields
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

    #[test]
    fn impossible_days_are_marked() {
        let day = |day, month| finished(Fields { day: Some(day), month: Some(month), ..Fields::default() }).impossible;
        assert!(day(30, 2) && day(31, 4) && day(0, 1));
        assert!(!day(29, 2) && !day(31, 12));
        let numeric = |a, b| finished(Fields { numeric: Some((a, b)), ..Fields::default() }).impossible;
        assert!(numeric(31, 31) && numeric(13, 13) && numeric(0, 5));
        assert!(!numeric(31, 12) && !numeric(12, 31));
    }
}
