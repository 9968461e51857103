//! Time expressions and what they are counted from.
//!
//! Three steps, as HeidelTime has them: [`find`] matches the rules of the language pack; [`reader`] reads what the
//! words say, which may leave much open; [`place`] puts it into the calendar, counting from the document's date or from
//! what was told before. What nothing supplies stays open. Finding runs in parallel, placing from the first to the
//! last.

mod expression;
mod feasts;
mod find;
mod julian;
mod keep;
mod long;
mod mode;
mod nearest;
mod overview;
mod pin;
mod place;
mod placed;
mod reader;
mod reign;
mod republican;
mod resolve;
mod tense;
mod told;
mod within;

use super::language::Foreign;
use super::work::Work;
use crate::language::Languages;
use crate::language::rules::Example;
use crate::language::timex::Kind;
use crate::language::token::Tokens;
use crate::model::{Block, BlockKind, Document, Mode, Span, Timex};

pub use pin::{Pin, pinned_day};

/// All time expressions, resolved, in text order; and whether they were counted from the document's own date or from
/// the narrative's last one, which is found out unless `given`. `foreign` are the blocks in other languages, `pins` the
/// dates that the reader gave: they count as stated, and what follows counts from them.
pub fn timexes(work: Work<'_>, foreign: &[Foreign], given: Option<Mode>, pins: &[Pin<'_>]) -> (Mode, Vec<Timex>) {
    let others = foreign.iter().map(|other| Work { document: work.document, tokens: &other.tokens, pack: &other.pack });
    let readings: Vec<Work<'_>> = std::iter::once(work).chain(others).collect();
    let in_other = |block| foreign.iter().position(|other| other.blocks.binary_search(&block).is_ok()).map(|at| at + 1);
    let mut places = find::find(&readings, in_other);
    let mode = given.unwrap_or_else(|| mode::mode(work, &places));
    keep::keep(work, mode, &mut places);
    pin::pin(&work.document.text, pins, &mut places);
    (mode, resolve::resolve(&readings, mode, &places))
}

/// Reads the examples of a language's rules and compares the values found with those that the examples give behind
/// `=>`. What is wrong, a line each.
pub fn wrong_values(languages: &Languages, code: &str) -> Vec<String> {
    let Some(pack) = languages.pack(code).0 else { return Vec::new() };
    let mut wrong = Vec::new();
    for rule in pack.timex.iter().filter(|rule| rule.then.kind != Kind::None) {
        for source in &rule.examples {
            // An example that is not written well is told where rules are held to their words.
            let Ok(Example { text, span: Some(span), expected: Some(expected) }) = Example::parse(source) else {
                continue;
            };
            let span_of_all = Span::new(0, text.len());
            let block = Block { span: span_of_all, kind: BlockKind::Paragraph, label: None, quote_depth: 0, indent: 0 };
            let document = Document { text: text.into(), blocks: [block].into(), ..Document::default() };
            let tokens = Tokens::of(&document.text, &document.blocks, &pack.lexicon);
            let work = Work { document: &document, tokens: &tokens, pack: &pack };
            let (_, timexes) = timexes(work, &[], None, &[]);
            let found: Vec<&str> =
                timexes.iter().filter(|timex| span.overlaps(timex.span)).map(|timex| &*timex.value).collect();
            if found.join(" ") != expected {
                wrong.push(format!("rule {:?} on {source:?} gives {:?}", rule.name.0, found.join(" ")));
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::analysis::{Options, analyse};
    use crate::input;
    use crate::model::{Anchor, Document, Modifier, Source, Status};

    fn read(text: &str, date: Option<&str>, mode: Option<Mode>) -> Document {
        let date = date.map(|date| date.parse().expect("a date"));
        let options = Options { date, mode, ..Options::default() };
        analyse(input::from_text(Source::Stdin, text.to_owned()), &options, |_| true)
    }

    /// Reads `marked` without its brackets and compares what is found with the bracketed words and their values.
    fn check_in(marked: &str, date: Option<&str>, mode: Option<Mode>, values: &[&str]) {
        let text = marked.replace(['[', ']'], "");
        let document = read(&text, date, mode);
        let found: Vec<(&str, &str)> =
            document.timexes.iter().map(|timex| (document.words(timex.span), timex.value.as_str())).collect();
        let words = marked.split('[').skip(1).map(|part| part.split(']').next().unwrap_or_default());
        let expected: Vec<(&str, &str)> = words.zip(values.iter().copied()).collect();
        assert_eq!(found, expected, "in {marked:?}");
    }

    fn check(marked: &str, values: &[&str]) {
        check_in(marked, None, None, values);
    }

    /// News of Tuesday, 20 October 1998.
    fn check_news(marked: &str, values: &[&str]) {
        check_in(marked, Some("1998-10-20"), Some(Mode::News), values);
    }

    fn check_narrative(marked: &str, values: &[&str]) {
        check_in(marked, None, Some(Mode::Narrative), values);
    }

    #[test]
    fn every_example_has_its_value() {
        for code in Languages::default().codes() {
            assert_eq!(wrong_values(&Languages::default(), &code), [] as [String; 0]);
        }
    }

    #[test]
    fn full_dates_are_stated() {
        check("It began on [3 May 1921].", &["1921-05-03"]);
        let document = read("It began on 3 May 1921.", None, None);
        assert_eq!(document.timexes[0].status, Status::Stated);
        assert_eq!(document.timexes[0].in_words(), "3 May 1921");
    }

    #[test]
    fn ranges_share_their_parts_and_their_span() {
        let document = read("They met from 12 to 14 September 2022 in Prague.", None, None);
        let edtf: Vec<_> =
            document.timexes.iter().filter_map(|timex| Some(timex.when.as_ref()?.edtf.as_str())).collect();
        assert_eq!(edtf, ["2022-09-12/2022-09-14"; 2]);
        check("The war of [1914]–[18] and that of [1939] to [1945].", &["1914", "1918", "1939", "1945"]);
    }

    #[test]
    fn a_day_without_a_year_stays_without_one() {
        let text = "It was liberated on September 27, 2020. On the night of September 12 they fired again.";
        let document = read(text, None, None);
        let night = &document.timexes[1];
        assert_eq!((night.value.as_str(), night.status), ("XXXX-09-12TNI", Status::Unresolved));
        let when = night.when.as_ref().expect("EDTF has it");
        assert_eq!(when.candidate_years, Some((2020, 9999)));
        assert!(when.bounds.is_unknown());
    }

    #[test]
    fn the_document_date_supplies_the_year() {
        let document = read("On the night of September 12 they fired.", Some("2022-09-16"), None);
        let night = &document.timexes[0];
        assert_eq!(night.value, "2022-09-12TNI");
        assert_eq!((night.status, night.anchor), (Status::Inferred, Some(Anchor::DocumentDate)));
        assert!(night.provenance.rule.0.contains("document date"), "{}", night.provenance.rule);
    }

    #[test]
    fn open_ends_are_open() {
        for (text, edtf) in [
            ("Since 2015 he has led it.", "2015/.."),
            ("They stayed until 3 May 1921.", "../1921-05-03"),
            ("By the end of March 2003 they had left.", "../2003-03"),
        ] {
            let document = read(text, None, None);
            assert_eq!(document.timexes[0].when.as_ref().map(|when| when.edtf.as_str()), Some(edtf), "{text}");
        }
    }

    #[test]
    fn tense_tells_past_from_future() {
        check_news("He arrived on [Friday].", &["1998-10-16"]);
        check_news("He will arrive on [Friday].", &["1998-10-23"]);
        check_news("The talks will begin in [March].", &["1999-03"]);
        check_news("The talks began in [March].", &["1998-03"]);
        check_news("They met on [December 12].", &["1997-12-12"]);
    }

    #[test]
    fn what_had_been_due_is_past() {
        check_news("The offer had been due to end [Friday].", &["1998-10-16"]);
        check_news("He would arrive on [Friday]. He succeeds her on [Thursday].", &["1998-10-23", "1998-10-15"]);
        check_news("They could come as early as [Friday].", &["1998-10-23"]);
    }

    #[test]
    fn what_is_planned_is_to_come() {
        check_news("She arrives on [Thursday] and leaves [Friday].", &["1998-10-22", "1998-10-23"]);
        check_news("The talks will run from [Friday] to [Monday].", &["1998-10-23", "1998-10-26"]);
        check_news("Prices are up since [January].", &["1998-01"]);
    }

    #[test]
    fn anniversaries_are_told_to_the_day() {
        check_news("He left [three years ago today].", &["1995-10-20"]);
        check_news("He left [a year ago this week] and not [99999 years ago today].", &["1997-W43", "XXXX"]);
    }

    #[test]
    fn clerks_date_in_their_own_ways() {
        check("It came in [1361] and again in [1374]-[5].", &["1361", "1374", "1375"]);
        check("He died on [30 January 1648/9].", &["1649-01-30"]);
        check(
            "The fire burned from [Sunday, 2 September] to [Thursday, 6 September 1666].",
            &["1666-09-02", "1666-09-06"],
        );
        check("It was seized in [7 Edward I] and in [the third year of Louis XIV].", &["1278", "1645"]);
        check_news("He came at [4:15 that afternoon].", &["1998-10-20T16:15"]);
    }

    #[test]
    fn limits_that_are_denied_open_the_other_way() {
        for (text, edtf) in
            [("It is no later than 1500.", "../1500"), ("It is not earlier than 3 May 1921.", "1921-05-03/..")]
        {
            let document = read(text, None, None);
            assert_eq!(document.timexes[0].when.as_ref().map(|when| when.edtf.as_str()), Some(edtf), "{text}");
        }
    }

    #[test]
    fn a_feast_has_a_day_in_each_church() {
        check("[Easter 1997] and [Orthodox Easter 1997].", &["1997-03-30", "1997-04-27"]);
    }

    #[test]
    fn accounts_compare_quarters() {
        check_news(
            "Net rose in [the third quarter] from [a year earlier]; a loss is expected in [the fourth quarter]. In \
             [the year-ago second quarter] it fell. In [the latest quarter] sales rose from [the 1996 period]. In \
             [the nine months] they rose from [a year earlier].",
            &["1998-Q3", "1997-Q3", "1998-Q4", "1997-Q2", "1998-Q3", "1996-Q3", "P9M", "1997"],
        );
    }

    #[test]
    fn years_of_a_reign_are_counted_from_the_accession() {
        let edtf = |text: &str| {
            let document = read(text, None, None);
            let when = document.timexes.last().and_then(|timex| timex.when.as_ref());
            when.map(|when| when.edtf.clone()).unwrap_or_default()
        };
        assert_eq!(edtf("Given in the 12th year of Henry III at Lincoln."), "1227-10-28/1228-10-27");
        assert_eq!(edtf("He came to the throne in 1412. In the third year of his reign he died."), "1414/1415");
        assert_eq!(
            edtf("She was crowned on 3 May 1412. In the first year of her reign it rained."),
            "1412-05-03/1413-05-02"
        );
        assert_eq!(edtf("In the third year of his reign he died."), "");
    }

    #[test]
    fn parts_of_centuries_are_bounded() {
        let edtf = |text: &str| read(text, None, None).timexes[0].when.as_ref().map(|when| when.edtf.clone());
        for (text, expected) in [
            ("In the first half of the 19th century.", "1800/1849"),
            ("In the last third of the 18th century.", "1766/1799"),
            ("In the second half of the 1930s.", "1935/1939"),
            ("In the first half of the fourth century BC.", "-0399/-0350"),
            ("At the turn of the twentieth century.", "189X/190X"),
            ("In the second millennium.", "1XXX"),
        ] {
            assert_eq!(edtf(text).as_deref(), Some(expected), "{text}");
        }
        check_narrative("He died in [1897]. By [the turn of the century] all were gone.", &["1897", "19"]);
    }

    #[test]
    fn zones_are_kept() {
        let document = read("It began at 9 p.m. EST Nov. 20, 1989.", None, None);
        let when = document.timexes[0].when.as_ref();
        assert_eq!(when.map(|when| when.edtf.as_str()), Some("1989-11-20T21:00:00-05:00"));
    }

    #[test]
    fn a_month_of_a_relative_year_belongs_to_that_year() {
        check_news("It fell in [June last year] and rose in [December next year].", &["1997-06", "1999-12"]);
    }

    #[test]
    fn the_last_century_is_counted_from_when_it_was_written() {
        let marked =
            "From [the beginning of the 90s of the last century] on, until on [September 27, 2020] they came back.";
        check(marked, &["199", "2020-09-27"]);
        let document = read(&marked.replace(['[', ']'], ""), None, None);
        let decade = &document.timexes[0];
        assert_eq!((decade.modifier, decade.status), (Some(Modifier::Start), Status::Inferred));
        assert_eq!(decade.when.as_ref().map(|when| when.edtf.as_str()), Some("199X"));
        assert!(decade.provenance.evidence.contains(&document.timexes[1].span));
        check("Since [the beginning of the 90s of the last century].", &["XX9"]);
    }

    #[test]
    fn a_narrative_goes_on_from_the_last_date() {
        check_narrative(
            "On [22 June 1941] it began. [Three days later] they crossed the river. In [December] it froze; in [January] more came.",
            &["1941-06-22", "1941-06-25", "1941-12", "1942-01"],
        );
        check_narrative(
            "The treaty was signed in [1919] (and revised in [1936]). In [May] the assembly met.",
            &["1919", "1936", "1919-05"],
        );
    }

    #[test]
    fn a_narrative_comes_to_the_nearest_decade() {
        check_narrative("He was born in [1914]. In [the twenties] he left.", &["1914", "192"]);
        check_narrative("He died in [1914]. In [the eighties] he had been known.", &["1914", "188"]);
    }

    /// Reads German news of Tuesday, 20 October 1998; brackets and values as in [`check`].
    fn check_german(marked: &str, mode: Option<Mode>, values: &[&str]) -> Document {
        check_as("de", marked, mode, values)
    }

    /// Reads news of Tuesday, 20 October 1998 in a language; brackets and values as in [`check`].
    fn check_as(code: &str, marked: &str, mode: Option<Mode>, values: &[&str]) -> Document {
        let language = Some(code.to_owned());
        let date = Some("1998-10-20".parse().expect("a date"));
        let text = marked.replace(['[', ']'], "");
        let document = analyse(
            input::from_text(Source::Stdin, text),
            &Options { date, mode, language, ..Options::default() },
            |_| true,
        );
        let found: Vec<(&str, &str)> =
            document.timexes.iter().map(|timex| (document.words(timex.span), timex.value.as_str())).collect();
        let words = marked.split('[').skip(1).map(|part| part.split(']').next().unwrap_or_default());
        assert_eq!(found, words.zip(values.iter().copied()).collect::<Vec<_>>(), "in {marked:?}");
        document
    }

    #[test]
    fn verbs_that_end_their_clauses_place_what_stands_before_them() {
        let check = |code, marked, value| check_as(code, marked, Some(Mode::News), &[value]);
        check("tr", "Vali yasağı ilan etti; yasak [cuma günü] sona erecek.", "1998-10-23");
        check("tr", "Bakan, gidecek olanlarla [cuma günü] görüştü.", "1998-10-16");
        check("az", "Nazir qərarı elan etdi, qadağa [cümə günü] bitəcək.", "1998-10-23");
        check("az", "Nümayəndə heyəti [cümə günü] Bakıya gəldi.", "1998-10-16");
        check("hy", "Նիստը կկայանա [ուրբաթ օրը]։", "1998-10-23");
        check("hy", "Նա [ուրբաթ օրը] եկավ։", "1998-10-16");
    }

    #[test]
    fn words_behind_a_time_open_its_span() {
        let edtf = |code, marked, value| {
            let document = check_as(code, marked, Some(Mode::News), &[value]);
            document.timexes[0].when.as_ref().map(|when| when.edtf.to_string())
        };
        assert_eq!(edtf("tr", "[2015'ten] bu yana bekliyor.", "2015").as_deref(), Some("2015/.."));
        assert_eq!(edtf("tr", "[3 Mayıs 1921] tarihine kadar kaldı.", "1921-05-03").as_deref(), Some("../1921-05-03"));
        assert_eq!(edtf("az", "[2015-ci ilədək] qaldı.", "2015").as_deref(), Some("../2015"));
        assert_eq!(edtf("az", "[2015-ci ildən] sonra getdi.", "2015").as_deref(), Some("2015/.."));
        assert_eq!(edtf("hy", "[2015 թվականից] ի վեր սպասում է։", "2015").as_deref(), Some("2015/.."));
        assert_eq!(edtf("hy", "Մնաց մինչև [2015 թ.]։", "2015").as_deref(), Some("../2015"));
    }

    #[test]
    fn today_is_a_day_only_where_days_are_told() {
        check_german("Am [Freitag] kam er, [heute] geht er.", None, &["1998-10-16", "1998-10-20"]);
        let essay = "[Damals] war es schwer, [jetzt] nicht mehr. [Einst] war es teuer. Das ist [heute] leicht.";
        check_german(essay, None, &["PAST_REF", "PRESENT_REF", "PAST_REF", "PRESENT_REF"]);
        check_german("Er kommt [heute].", None, &["1998-10-20"]);
    }

    #[test]
    fn tense_is_told_without_parts_of_speech() {
        check_german("Er wird am [Freitag] nach Bonn reisen.", None, &["1998-10-23"]);
        check_german("Seit [Mai] regiert er, im [Dezember] muss er gehen.", None, &["1998-05", "1998-12"]);
    }

    #[test]
    fn a_length_of_time_ago_has_a_place_in_the_calendar() {
        let document = check_german("Vor [zehn Jahren] kam er.", None, &["P10Y"]);
        assert_eq!(document.timexes[0].when.as_ref().map(|when| when.edtf.as_str()), Some("1988"));
        assert_eq!(document.timexes[0].anchor, Some(Anchor::DocumentDate));
        check_german("Es dauerte [eineinhalb Stunden].", None, &["PT1H30M"]);
    }

    #[test]
    fn german_quotations_end_where_english_ones_begin() {
        let marked = "„Am [3. Mai 1921]“ kam er. [Zwei Tage später] ging er.";
        check_german(marked, Some(Mode::Narrative), &["1921-05-03", "1998-10-22"]);
        let marked = "„Ja“, sagte er. Am [3. Mai 1921] kam er. [Zwei Tage später] ging er.";
        check_german(marked, Some(Mode::Narrative), &["1921-05-03", "1921-05-05"]);
    }

    #[test]
    fn anaphora_counts_from_what_was_told() {
        check(
            "On [3 May 1921] he left. [Two days later] he came. [The same day] she left. [The following spring] he died. \
             [That year] was hard. [A decade later] it ended.",
            &["1921-05-03", "1921-05-05", "1921-05-05", "1922-SP", "1922", "1932"],
        );
        check_news("He came on [October 12]. [The next day] he left.", &["1998-10-12", "1998-10-13"]);
    }

    #[test]
    fn a_statement_goes_on_from_what_it_tells() {
        let marked = "The petition reads: “In [the 1990s] they came. During [this period] nothing was built.”";
        check(marked, &["199", "199"]);
    }

    #[test]
    fn the_order_of_numbers_is_learnt_from_the_document() {
        check("From [25/12/2019] to [3/4/2020].", &["2019-12-25", "2020-04-03"]);
        check("From [12/25/2019] to [3/4/2020].", &["2019-12-25", "2020-03-04"]);
        let document = read("On 3/4/2020.", None, None);
        assert_eq!(document.timexes[0].status, Status::Unresolved);
    }

    #[test]
    fn impossible_dates_stay_as_written() {
        for text in ["On 30 February they met.", "On 31/31/2020 they met.", "On 29 February 2019 they met."] {
            let document = read(text, Some("2020-03-01"), None);
            let timex = &document.timexes[0];
            assert_eq!(timex.status, Status::Unresolved, "{text}");
            assert_eq!(timex.when, None, "{text}");
            assert!(timex.provenance.rule.0.contains("no such day"), "{}", timex.provenance.rule);
        }
    }

    #[test]
    fn what_is_no_time_is_left_alone() {
        for text in [
            "He may march on. She came second.",
            "It cost $1,990 and weighed 2,000 kg.",
            "See Section 1990, page 2001, room 1914.",
            "Version 1.2.3.4 of 10.0.0.1.",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn hostile_input_costs_linear_time() {
        for piece in ["1", "1990 ", "the ", "two ", "1/", "12 May 12 ", "((", "\u{201c}", "in the end of the "] {
            read(&piece.repeat(20_000), Some("2020-03-01"), None);
        }
    }

    #[test]
    fn the_petition_is_read_as_a_reader_would() {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/petition.txt");
        let Ok(text) = std::fs::read_to_string(&path) else {
            println!("skipped: {} is not there", path.display());
            return;
        };
        let values = |date| {
            let document = read(&text, date, None);
            document.timexes.iter().map(|timex| (timex.value.clone(), timex.status)).collect::<Vec<_>>()
        };
        let undated = values(None);
        for expected in [
            ("199", Status::Inferred),
            ("2020-09-27", Status::Stated),
            ("XXXX-09-12TNI", Status::Unresolved),
            ("XXXX-09-13TMO", Status::Unresolved),
        ] {
            assert!(undated.contains(&(expected.0.into(), expected.1)), "{expected:?} in {undated:?}");
        }
        let dated = values(Some("2022-09-16"));
        for value in ["2022-09-12TNI", "2022-09-13TMO"] {
            assert!(dated.contains(&(value.into(), Status::Inferred)), "{value} in {dated:?}");
        }
    }
}
