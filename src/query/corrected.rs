//! What the reader put right by hand, in words, and what came of it.

use crate::model::{Applied, Corrected, Correction, Document, Mode, Was, Written};

use super::cite::squeeze;
use super::names::kind_words;

/// No more characters of the document's words than these in one place.
const WORDS: usize = 30;

/// A correction in a line: what is so now.
pub fn correction_words(correction: &Correction) -> String {
    let quoted = |words: &str| format!("“{}”", squeeze(words, WORDS));
    // The comma before "she said" belongs to the sentence.
    let it = correction.at().map_or_else(String::new, |at| quoted(at.words.trim_end_matches(',')));
    match correction {
        Correction::Merge { with, .. } => format!("{it} is the same as {}", quoted(&with.words)),
        Correction::Split { every: true, .. } => format!("{it} is another, wherever it stands"),
        Correction::Split { every: false, .. } => format!("{it} is another here"),
        Correction::Rename { name, .. } => format!("{it} goes by {}", quoted(name)),
        Correction::Kind { kind, .. } => format!("{it}: {}", kind_words(*kind)),
        Correction::Name { kind, .. } => format!("{it} is a name: {}", kind_words(*kind)),
        Correction::Never { .. } => format!("{it} is no name"),
        Correction::Speaker { speaker: Some(speaker), .. } => format!("{it} is said by {}", quoted(&speaker.words)),
        Correction::Speaker { speaker: None, .. } => format!("{it} is said by nobody who has a name"),
        Correction::Date { edtf, .. } => {
            let when = Written::parse(edtf).map(|written| written.when.in_words(None));
            format!("{it} is {}", when.unwrap_or_else(|_| squeeze(edtf, WORDS)))
        }
        Correction::CountDates(Mode::News) => "dates count from the document’s date".into(),
        Correction::CountDates(_) => "dates count from the last one told".into(),
    }
}

/// What a correction stands instead of, in words; none if it changed nothing.
pub fn was_words(applied: &Applied) -> Option<String> {
    Some(match &applied.was {
        Was::Same => return None,
        // What the place is called anyhow.
        Was::Called(name) if applied.correction.at().is_some_and(|at| at.words == *name) => return None,
        Was::Called(name) => match applied.correction {
            Correction::Split { .. } => format!("was one with {}", squeeze(name, WORDS)),
            _ => format!("was {}", squeeze(name, WORDS)),
        },
        Was::Of(kind) => format!("was: {}", kind_words(*kind)),
        Was::Said(Some(name)) => format!("was {}", squeeze(name, WORDS)),
        Was::Said(None) => "was nobody’s".into(),
    })
}

/// The corrections that concern something.
pub fn corrections_of(document: &Document, on: Corrected) -> impl Iterator<Item = &Applied> {
    document.corrections.iter().filter(move |applied| applied.on == Some(on))
}

/// What must be told of a document of which everything is known: that corrections fit nothing in it any more.
pub fn unfit(document: &Document) -> Option<String> {
    let unfit = document.corrections.iter().filter(|applied| !applied.fits);
    let words = correction_words(&unfit.clone().next()?.correction);
    Some(match unfit.count() {
        1 => format!("a correction fits nothing in the text any more: {words}"),
        count => format!("{count} corrections fit nothing in the text any more: {words}, …"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EntityKind, Passage};

    fn at(words: &str) -> Passage {
        Passage { words: words.into(), ..Passage::default() }
    }

    #[track_caller]
    fn check(correction: Correction, was: Was, words: &str, before: Option<&str>) {
        let applied = Applied { was, ..Applied::not_yet(correction) };
        assert_eq!(correction_words(&applied.correction), words);
        assert_eq!(was_words(&applied).as_deref(), before);
    }

    #[test]
    fn corrections_are_told_in_a_line() {
        let called = |name: &str| Was::Called(name.into());
        let merge = Correction::Merge { at: at("Berg"), with: at("Anna Berg") };
        check(merge.clone(), called("Berg"), "“Berg” is the same as “Anna Berg”", None);
        check(merge, called("Karl Berg"), "“Berg” is the same as “Anna Berg”", Some("was Karl Berg"));
        let split = Correction::Split { at: at("Berg"), every: true };
        check(split, called("Karl Berg"), "“Berg” is another, wherever it stands", Some("was one with Karl Berg"));
        let name = Correction::Rename { at: at("Berg"), name: "Karl".into() };
        check(name, called("Karl Berg"), "“Berg” goes by “Karl”", Some("was Karl Berg"));
        let kind = Correction::Kind { at: at("Rome"), kind: EntityKind::Org };
        check(kind, Was::Of(EntityKind::Place), "“Rome”: organisation", Some("was: place"));
        let shown = Correction::Name { at: at("Lund"), kind: EntityKind::Person };
        check(shown, Was::Same, "“Lund” is a name: person", None);
        check(Correction::Never { at: at("May") }, Was::Same, "“May” is no name", None);
        let says = Correction::Speaker { at: at("So be it,"), speaker: Some(at("Karl")) };
        check(says, Was::Said(None), "“So be it” is said by “Karl”", Some("was nobody’s"));
        let date = Correction::Date { at: at("the spring"), edtf: "1921-05-03".into() };
        check(date, Was::Same, "“the spring” is 3 May 1921", None);
        check(Correction::CountDates(Mode::Narrative), Was::Same, "dates count from the last one told", None);
    }

    #[test]
    fn what_fits_nothing_is_told() {
        let mut document = Document::default();
        assert_eq!(unfit(&document), None);
        document.corrections.push(Applied::not_yet(Correction::Never { at: at("May") }));
        assert!(
            unfit(&document)
                .is_some_and(|told| told == "a correction fits nothing in the text any more: “May” is no name")
        );
        document.corrections.push(Applied::not_yet(Correction::Never { at: at("June") }));
        assert!(
            unfit(&document).is_some_and(
                |told| told.starts_with("2 corrections fit nothing") && told.ends_with("“May” is no name, …")
            )
        );
    }
}
