//! Patterns over tokens, with named captures: the notation that the rules of a language pack are written in.
//!
//! `assets/lang/README.md` describes the notation for those who write rules. Here a pattern is compiled to a small
//! program for a backtracking matcher. Repetitions are bounded and so are the steps of one attempt, so matching a
//! text costs time in proportion to its length, whatever the text. There are no unbounded repetitions, no back
//! references and no regular expressions inside words.

mod notation;
mod program;

pub(super) use program::{Atom, Test};
pub use program::{CAPTURES, Found, Pattern, Subject};

#[cfg(test)]
mod tests {
    use super::super::lexicon::{ClassWords, Lexicon};
    use super::super::token::tokenise;
    use super::*;
    use crate::model::Span;

    fn lexicon() -> Lexicon {
        let mut lexicon = Lexicon::default();
        let months = ClassWords::List(vec!["may".into(), "march".into(), "september".into()]);
        lexicon.add_class("MONTH", &months).unwrap();
        lexicon
    }

    /// The first match anywhere in `text`, and one of its captures.
    fn find(pattern: &str, text: &str, capture: &str) -> Option<(String, Option<String>)> {
        let mut lexicon = lexicon();
        let pattern = Pattern::compile(pattern, &mut lexicon).unwrap();
        let mut tokens = Vec::new();
        tokenise(text, Span::new(0, text.len()), &lexicon, &mut tokens);
        let on = Subject { text, tokens: &tokens, lexicon: &lexicon };
        (0..tokens.len()).find_map(|at| pattern.match_at(&on, 0, at, tokens.len())).map(|found| {
            let captured = pattern.slot(capture).and_then(|slot| found.get(slot));
            (on.words(&found.tokens).to_owned(), captured.map(|range| on.words(&range).to_owned()))
        })
    }

    fn check(pattern: &str, text: &str, expected: Option<&str>) {
        assert_eq!(find(pattern, text, "").map(|found| found.0).as_deref(), expected, "{pattern} on {text}");
    }

    #[test]
    fn sequences_options_and_captures() {
        let date = "day:#1-31 (_(st|nd|rd|th))? of? month:^MONTH (,? year:#1000-2999)?";
        assert_eq!(
            find(date, "on the 12th of September, 2020 he", "year"),
            Some(("12th of September, 2020".into(), Some("2020".into())))
        );
        check(date, "12 september", None);
        check(date, "99 September 5000", None);
        check(date, "12 September 5000", Some("12 September"));
    }

    #[test]
    fn what_is_captured_ahead_is_not_taken() {
        let found = Some(("10".into(), Some("May".into())));
        assert_eq!(find("day:# &(, # month:MONTH)", "the 10, 12 May", "month"), found);
        assert_eq!(find("# !(x:MONTH)", "12 March 13", "x"), Some(("13".into(), None)));
    }

    #[test]
    fn alternatives_of_any_length() {
        let pattern = "(a b | a c d | e) f";
        check(pattern, "x a c d f", Some("a c d f"));
        check(pattern, "e f", Some("e f"));
        check(pattern, "a b d", None);
        check("(a | (b | c) d | e)+ f", "a c d b d e f", Some("a c d b d e f"));
    }

    #[test]
    fn repetition_is_bounded_and_greedy() {
        check("a{2,3}", "a a a a", Some("a a a"));
        check("a{2}", "a b a", None);
        check("a* b", "a a b", Some("a a b"));
    }

    #[test]
    fn looking_around_takes_nothing() {
        check("MONTH !(be|have)", "it may be, in May have; May came", Some("May"));
        check("MONTH & came", "may go, May came", Some("May"));
        check("<!(in|of) MONTH", "in May of March September", Some("September"));
        check("<&(in|of) MONTH", "May, of March", Some("March"));
    }

    #[test]
    fn glue_quotes_and_signs() {
        check("#1-12 \"p.m.\"", "at 5 p.m. and", Some("5 p.m."));
        check("#1000-2999 _ s", "1990 s 1980s", Some("1980s"));
        check("# DASH #/2", "1914–18", Some("1914–18"));
    }

    #[test]
    fn mistakes_are_named() {
        for (pattern, message) in [
            ("(a", "not closed"),
            ("a)", "closes nothing"),
            ("NOPE", "no file defines"),
            ("a?", "match nothing"),
            ("a{9}", "repetitions"),
            ("\"a", "not closed"),
            ("# | ]", "expected"),
        ] {
            let error = Pattern::compile(pattern, &mut lexicon()).unwrap_err();
            assert!(error.contains(message), "{pattern}: {error}");
        }
    }

    #[test]
    fn hostile_input_stays_cheap() {
        let text = "a ".repeat(400);
        check("(a|a)* (a|a)* (a|a)* b", &text, None);
    }
}
