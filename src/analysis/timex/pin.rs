//! Dates that the reader pinned to words of the text.

use super::find::Place;
use crate::model::{Calendar, Date, Passage, Seeker, Span, Written};

/// A date that the reader gave to words of the text.
#[derive(Clone, Copy, Debug)]
pub struct Pin<'a> {
    /// The words.
    pub at: &'a Passage,
    /// The date in EDTF, as [`Written`] reads it.
    pub edtf: &'a str,
}

/// The day that was pinned to the words of a span, such as those that state the document's date.
pub fn pinned_day(text: &str, span: Span, pins: &[Pin<'_>]) -> Option<Date> {
    let pin = pins.iter().rev().find(|pin| pin.at.stands_at(text, span))?;
    match Written::parse(pin.edtf).ok()?.first {
        Calendar::Day(day) => Some(day),
        _ => None,
    }
}

/// Gives pinned dates to the expressions at whose words they were pinned. Of two pins for one place the later one
/// counts; those that are no dates and those whose words are gone do nothing.
pub fn pin(text: &str, pins: &[Pin<'_>], places: &mut [Place<'_>]) {
    if pins.is_empty() {
        return;
    }
    let spans = places.iter().map(|place| place.expression.span);
    let seeker = Seeker::new(text, pins.iter().map(|pin| pin.at), spans);
    for pin in pins {
        if let Some(index) = seeker.find(pin.at) {
            places[index].pinned = Written::parse(pin.edtf).ok().map(Box::new);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Options, analyse};
    use crate::input;
    use crate::model::{Anchor, Correction, Document, Source, Status};

    fn pin_at(text: &str, words: &str, edtf: &str) -> Correction {
        let start = text.find(words).expect("the words stand there");
        pin(text, Span::new(start, start + words.len()), edtf)
    }

    fn pin(text: &str, span: Span, edtf: &str) -> Correction {
        Correction::Date { at: Passage::new(text, span), edtf: edtf.into() }
    }

    fn read(text: &str, corrections: Vec<Correction>, date: Option<Date>) -> Document {
        let options = Options { corrections, date, ..Options::default() };
        analyse(input::from_text(Source::Stdin, text.to_owned()), &options, |_| true)
    }

    /// Reads `text` with `edtf` pinned to `words`, and compares all values found.
    #[track_caller]
    fn check(text: &str, words: &str, edtf: &str, values: &[&str]) -> Document {
        let document = read(text, vec![pin_at(text, words, edtf)], None);
        let found: Vec<&str> = document.timexes.iter().map(|timex| timex.value.as_str()).collect();
        assert_eq!(found, values, "{text}");
        document
    }

    const STORY: &str = "In the spring he left. Two days later she wrote. The following year they met.";

    #[test]
    fn a_pinned_date_is_stated_by_the_reader() {
        let document = check(STORY, "the spring", "1921-05-03", &["1921-05-03", "1921-05-05", "1922"]);
        let timex = &document.timexes[0];
        assert_eq!(timex.status, Status::Stated);
        assert_eq!(timex.when.as_ref().map(|when| when.edtf.as_str()), Some("1921-05-03"));
        assert!(timex.provenance.rule.0.starts_with("pinned by the reader"), "{}", timex.provenance.rule);
        let found = timex.found.as_ref().expect("what the text says by itself is kept");
        assert_eq!((found.value.as_str(), found.status), ("XXXX-SP", Status::Unresolved));
    }

    #[test]
    fn what_follows_counts_from_it() {
        let document = check(STORY, "the spring", "1921-05-03", &["1921-05-03", "1921-05-05", "1922"]);
        assert_eq!(document.timexes[1].anchor, Some(Anchor::Timex(0.into())));
        assert_eq!(document.timexes[1].status, Status::Inferred);
        assert_eq!(document.timexes[1].found, None);
    }

    #[test]
    fn a_stated_date_can_be_overruled() {
        check(
            "On 3 May 1921 he left. Two days later she wrote.",
            "3 May 1921",
            "1931-05-03",
            &["1931-05-03", "1931-05-05"],
        );
    }

    #[test]
    fn a_time_of_the_day_stays_where_only_its_day_is_pinned() {
        let document = check(
            "On the night of September 12 they fired.",
            "the night of September 12",
            "2022-09-12",
            &["2022-09-12TNI"],
        );
        let end = document.timexes[0].when.as_ref().and_then(|when| when.bounds.latest_end);
        assert_eq!(end.map(|end| end.date().to_string()), Some("2022-09-13".into()));
    }

    #[test]
    fn a_pinned_end_of_a_range_changes_the_whole_of_it() {
        let edtf = |document: &Document| -> Vec<String> {
            document.timexes.iter().filter_map(|timex| Some(timex.when.as_ref()?.edtf.clone())).collect()
        };
        let text = "The war of 1914 to 1918 was long.";
        assert_eq!(edtf(&check(text, "1914", "1915", &["1915", "1918"])), ["1915/1918"; 2]);
        assert_eq!(edtf(&check(text, "1918", "1919~", &["1914", "1919"])), ["1914/1919~"; 2]);
        assert_eq!(edtf(&check(text, "1914", "1915/1919", &["1915", "1918"])), ["1915/1919"; 2]);
        assert_eq!(edtf(&check(text, "1918", "1915/1919", &["1914", "1919"])), ["1915/1919"; 2]);
    }

    #[test]
    fn a_pinned_dateline_dates_the_document() {
        let text = "CAPE TOWN, Feb. 12, 1990 — The mayor left the town yesterday, and nobody wrote of it.";
        let pin = pin_at(text, "Feb. 12, 1990", "1991-02-12");
        let document = read(text, vec![pin], None);
        assert_eq!(document.timexes[1].value, "1991-02-11");
        let date = document.meta.date.as_ref().expect("a dateline");
        assert_eq!((date.value.to_string(), date.by.as_str()), ("1991-02-12".into(), "pinned by the reader"));
        // Without the pin the same document has its own date again.
        let again = analyse(document, &Options::default(), |_| true);
        assert_eq!((again.timexes[1].value.as_str(), again.meta.date_found), ("1990-02-11", None));
        assert_eq!(again.meta.date.map(|date| date.by), Some("dateline".into()));
    }

    #[test]
    fn lengths_and_references_can_be_pinned() {
        let document = check("It took ten years and ended.", "ten years", "1910/1920", &["P10Y"]);
        assert_eq!(document.timexes[0].when.as_ref().map(|when| when.edtf.as_str()), Some("1910/1920"));
        check("It is now over. Two days later they met.", "now", "1921-05-03", &["1921-05-03", "1921-05-05"]);
    }

    #[test]
    fn it_is_found_again_after_an_edit() {
        let pin = pin_at(STORY, "the spring", "1921-05-03");
        let twice = format!("It was the spring of hope, a new page.\n\n{STORY}");
        let document = read(&twice, vec![pin.clone()], None);
        let pinned: Vec<u32> =
            document.timexes.iter().filter(|timex| timex.found.is_some()).map(|timex| timex.span.start).collect();
        let there = twice.rfind("the spring").map(|at| at as u32);
        assert_eq!(pinned, there.into_iter().collect::<Vec<_>>());
        let gone = read("All that was said of the spring is this and no more.", vec![pin], None);
        assert!(gone.timexes.iter().all(|timex| timex.found.is_none()));
    }

    #[test]
    fn of_equal_places_the_nearest_and_of_two_pins_the_later_counts() {
        let line = "In the spring he left for the northern hills and the sea.\n\n";
        let text = line.repeat(3);
        let second = Span::new(line.len() + 3, line.len() + 13);
        let pins = ["1921", "1922"].map(|edtf| pin(&text, second, edtf));
        let pinned = |pins: Vec<Correction>| -> Vec<bool> {
            read(&text, pins, None).timexes.iter().map(|timex| timex.found.is_some()).collect()
        };
        assert_eq!(pinned(pins.to_vec()), [false, true, false]);
        assert_eq!(read(&text, pins.to_vec(), None).timexes[1].value, "1922");
        assert_eq!(pinned(vec![pins[0].clone(), pin(&text, second, "")]), [false; 3]);
    }

    #[test]
    fn hostile_pins_break_nothing() {
        let text = "Ünd in the spring ü. ".repeat(200);
        let at = Passage { offset: u32::MAX, ..Passage::new(&text, Span::new(8, 18)) };
        let odd = Passage { words: String::new(), before: "é".repeat(9000), ..at.clone() };
        let pins = [at, odd].map(|at| Correction::Date { at, edtf: "9999-99".into() });
        let document = read(&text, pins.to_vec(), None);
        assert!(document.timexes.iter().all(|timex| timex.found.is_none()));
    }
}
