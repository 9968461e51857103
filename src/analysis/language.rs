//! Which language a document is in, and so which pack reads it.
//!
//! A language that the document states itself (front matter) is believed. Else samples from its beginning, middle and
//! end are compared with the letter sequences of the languages listed here; a text too short for that has no language.
//! Documents in two languages are taken for the one with more text in the samples.

use whatlang::{Detector, Lang};

use crate::language::LanguagePack;
use crate::model::{Document, Language, Provenance, Span, Warning};

/// The pack that reads documents in languages without one.
const FALLBACK: &str = "en";
/// Letters that are needed to tell: about 200 characters of text.
const ENOUGH: usize = 150;
/// Bytes of each sample.
const SAMPLE: usize = 2_000;
/// Less sure than this is not known.
const SURE: f64 = 0.25;

/// The languages that are told apart: ISO 639-1 code and English name. Rare ones are left out, because the more there
/// are, the more often one of them is found in a short text of names.
const LANGUAGES: &[(Lang, &str, &str)] = &[
    (Lang::Ara, "ar", "Arabic"),
    (Lang::Aze, "az", "Azerbaijani"),
    (Lang::Bel, "be", "Belarusian"),
    (Lang::Ben, "bn", "Bengali"),
    (Lang::Bul, "bg", "Bulgarian"),
    (Lang::Cat, "ca", "Catalan"),
    (Lang::Ces, "cs", "Czech"),
    (Lang::Cmn, "zh", "Chinese"),
    (Lang::Dan, "da", "Danish"),
    (Lang::Deu, "de", "German"),
    (Lang::Ell, "el", "Greek"),
    (Lang::Eng, "en", "English"),
    (Lang::Est, "et", "Estonian"),
    (Lang::Fin, "fi", "Finnish"),
    (Lang::Fra, "fr", "French"),
    (Lang::Heb, "he", "Hebrew"),
    (Lang::Hin, "hi", "Hindi"),
    (Lang::Hrv, "hr", "Croatian"),
    (Lang::Hun, "hu", "Hungarian"),
    (Lang::Hye, "hy", "Armenian"),
    (Lang::Ind, "id", "Indonesian"),
    (Lang::Ita, "it", "Italian"),
    (Lang::Jpn, "ja", "Japanese"),
    (Lang::Kat, "ka", "Georgian"),
    (Lang::Kor, "ko", "Korean"),
    (Lang::Lat, "la", "Latin"),
    (Lang::Lav, "lv", "Latvian"),
    (Lang::Lit, "lt", "Lithuanian"),
    (Lang::Mkd, "mk", "Macedonian"),
    (Lang::Nld, "nl", "Dutch"),
    (Lang::Nob, "nb", "Norwegian"),
    (Lang::Pes, "fa", "Persian"),
    (Lang::Pol, "pl", "Polish"),
    (Lang::Por, "pt", "Portuguese"),
    (Lang::Ron, "ro", "Romanian"),
    (Lang::Rus, "ru", "Russian"),
    (Lang::Slk, "sk", "Slovak"),
    (Lang::Slv, "sl", "Slovene"),
    (Lang::Spa, "es", "Spanish"),
    (Lang::Srp, "sr", "Serbian"),
    (Lang::Swe, "sv", "Swedish"),
    (Lang::Tha, "th", "Thai"),
    (Lang::Tur, "tr", "Turkish"),
    (Lang::Ukr, "uk", "Ukrainian"),
    (Lang::Urd, "ur", "Urdu"),
    (Lang::Vie, "vi", "Vietnamese"),
];

/// The language of the text, if it states one or there is enough of it to tell.
pub fn language(document: &Document) -> Option<Language> {
    if document.meta.language.is_some() {
        return document.meta.language.clone();
    }
    let samples = samples(&document.text);
    let text: String = samples.iter().map(|span| span.of(&document.text)).collect::<Vec<_>>().join("\n");
    if text.chars().filter(|c| c.is_alphabetic()).count() < ENOUGH {
        return None;
    }
    let known = LANGUAGES.iter().map(|&(language, ..)| language).collect();
    let info = Detector::with_allowlist(known).detect(&text)?;
    let &(_, code, _) = LANGUAGES.iter().find(|(language, ..)| *language == info.lang())?;
    let provenance = Provenance::new("frequent letter sequences", samples, info.confidence() as f32);
    (info.confidence() >= SURE).then(|| Language { code: code.into(), provenance })
}

/// Some text from the beginning, the middle and the end; all of a short text.
fn samples(text: &str) -> Vec<Span> {
    if text.len() <= 3 * SAMPLE {
        return vec![Span::new(0, text.len())];
    }
    let starts = [0, (text.len() - SAMPLE) / 2, text.len() - SAMPLE];
    let boundary = |offset: usize| (offset..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    starts.map(|start| Span::new(boundary(start), boundary(start + SAMPLE))).into()
}

/// The pack for the document's language, else the English one with a warning that only forms common to all will be found.
pub fn pack(document: &mut Document) -> &'static LanguagePack {
    let code = document.meta.language.as_ref().map(|language| language.code.clone());
    if let Some(code) = code
        && code != FALLBACK
    {
        if let Some(pack) = LanguagePack::built_in(&code) {
            return pack;
        }
        let name = LANGUAGES.iter().find(|(_, known, _)| *known == code).map_or(code.as_str(), |&(.., name)| name);
        document.meta.warnings.push(Warning(format!(
            "There is no language pack for {name} yet: only names, numerals and forms common to all languages are found."
        )));
    }
    LanguagePack::built_in(FALLBACK).expect("English is built in")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        Document { text: text.into(), ..Document::default() }
    }

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(language(&document(text)).map(|language| language.code).as_deref(), expected, "{text}");
    }

    const ENGLISH: &str = "The council met in the town hall on the third day of the siege and heard the report of the \
        garrison, which was short. There was bread for nine days, it said, and water for as long as the well did not run \
        dry. Nobody spoke for some time.";
    const GERMAN: &str = "Der Rat trat am dritten Tag der Belagerung im Rathaus zusammen und hörte den Bericht der \
        Besatzung, der kurz war. Es gebe Brot für neun Tage, hieß es, und Wasser, solange der Brunnen nicht versiege. \
        Lange Zeit sprach niemand ein Wort.";
    const RUSSIAN: &str = "Совет собрался в ратуше на третий день осады и выслушал доклад гарнизона, который был краток. \
        Хлеба хватит на девять дней, говорилось в нём, а воды до тех пор, пока не иссякнет колодец. Долгое время никто не \
        говорил ни слова, и только потом поднялся городской голова.";

    #[test]
    fn languages_are_told_apart() {
        check(ENGLISH, Some("en"));
        check(GERMAN, Some("de"));
        check(RUSSIAN, Some("ru"));
    }

    #[test]
    fn a_short_text_has_no_language() {
        check("The council met.", None);
        check("", None);
        check(&"1234 ".repeat(1000), None);
    }

    #[test]
    fn samples_come_from_all_over_a_long_text() {
        let text = "é".repeat(10_000);
        let samples = samples(&text);
        assert_eq!((samples.len(), samples[0].start, samples[2].end as usize), (3, 0, text.len()));
        assert!(samples.iter().all(|span| text.is_char_boundary(span.range().start)));
    }

    #[test]
    fn a_language_without_a_pack_is_read_with_a_warning() {
        let mut english = document(ENGLISH);
        english.meta.language = language(&english);
        assert_eq!(pack(&mut english).code, "en");
        assert!(english.meta.warnings.is_empty());
        let mut russian = document(RUSSIAN);
        russian.meta.language = language(&russian);
        assert_eq!(pack(&mut russian).code, "en");
        assert!(russian.meta.warnings[0].0.contains("Russian"));
    }

    #[test]
    fn a_stated_language_is_believed() {
        let mut stated = document(ENGLISH);
        let provenance = Provenance::new("front matter", Vec::new(), 1.0);
        stated.meta.language = Some(Language { code: "fr".into(), provenance });
        assert_eq!(language(&stated).map(|language| language.code).as_deref(), Some("fr"));
    }
}
