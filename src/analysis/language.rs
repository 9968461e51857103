//! Which language a document is in, and so which pack reads it.
//!
//! A language that the document states itself (front matter) is believed. Else samples from its beginning, middle and
//! end are compared with the letter sequences of the languages listed here; a text too short for that has no language.
//! Documents in two languages are taken for the one with more text in the samples; blocks that hold hardly any of its
//! commonest words are looked at again, one by one, because a quotation or a parallel text may be in another.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;
use whatlang::{Detector, Lang};

use super::Work;
use crate::language::token::Tokens;
use crate::language::{LanguagePack, Languages};
use crate::model::{BlockId, Document, Language, Provenance, Span, Warning};

/// The pack that reads documents in languages without one.
pub const FALLBACK: &str = "en";
/// Letters that are needed to tell: about 200 characters of text.
const ENOUGH: usize = 150;
/// Bytes of each sample.
const SAMPLE: usize = 2_000;
/// Less sure than this is not known.
const SURE: f64 = 0.25;
/// Words that a block needs to be in another language than its document, and how many of a hundred words the commonest
/// ones must be at least in any text of a language.
const WORDS: usize = 12;
const COMMON: usize = 10;

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

/// The language `given`, or that which the document states, or that of the text if there is enough of it to tell.
pub fn language(document: &Document, given: Option<&str>) -> Option<Language> {
    if let Some(code) = given {
        let provenance = Provenance::new("as it was set", Vec::new(), 1.0);
        return Some(Language { code: code.into(), provenance });
    }
    if document.meta.language.is_some() {
        return document.meta.language.clone();
    }
    let samples = samples(&document.text);
    let text: String = samples.iter().map(|span| span.of(&document.text)).collect::<Vec<_>>().join("\n");
    if text.chars().filter(|c| c.is_alphabetic()).count() < ENOUGH {
        return None;
    }
    let (code, confidence) = detect(&text, |_| true)?;
    let provenance = Provenance::new("frequent letter sequences", samples, confidence);
    Some(Language { code: code.into(), provenance })
}

/// The likeliest language of a text among those asked for, and how sure that is.
fn detect(text: &str, among: impl Fn(&str) -> bool) -> Option<(&'static str, f32)> {
    let known = LANGUAGES.iter().filter(|(_, code, _)| among(code)).map(|&(language, ..)| language).collect();
    let info = Detector::with_allowlist(known).detect(text)?;
    let &(_, code, _) = LANGUAGES.iter().find(|(language, ..)| *language == info.lang())?;
    (info.confidence() >= SURE).then_some((code, info.confidence() as f32))
}

/// Blocks in a language that is not the document's, with what reads them.
pub struct Foreign {
    /// Their language.
    pub pack: Arc<LanguagePack>,
    /// Which they are, in order.
    pub blocks: Vec<BlockId>,
    /// The tokens of these blocks alone.
    pub tokens: Tokens,
}

/// The blocks in other languages for which there is a pack.
pub fn foreign(work: Work<'_>, languages: &Languages) -> Vec<Foreign> {
    let Some(common) = work.pack.lexicon.class("COMMON") else { return Vec::new() };
    // Looked up for the first block that asks: most documents have none.
    let codes = LazyLock::new(|| languages.codes());
    let of = |block: BlockId| {
        let tokens = work.tokens.in_block(block).iter().filter(|token| token.kind.is_word());
        let (words, known) = tokens.fold((0, 0), |(words, known), token| {
            (words + 1, known + usize::from(work.pack.lexicon.is(token.lexeme, common)))
        });
        if words < WORDS || known * 100 >= words * COMMON {
            return None;
        }
        let text = first(work.document.block(block).span.of(&work.document.text), SAMPLE);
        let (code, _) = detect(text, |code| codes.iter().any(|known| known == code))?;
        (code != work.pack.code).then_some((code, block))
    };
    let blocks: Vec<BlockId> = (0..work.document.blocks.len()).map(BlockId::from).collect();
    let found: Vec<(&str, BlockId)> = blocks.into_par_iter().with_min_len(64).filter_map(of).collect();
    let mut by_code: BTreeMap<&str, Vec<BlockId>> = BTreeMap::new();
    found.into_iter().for_each(|(code, block)| by_code.entry(code).or_default().push(block));
    let read = |(code, blocks): (&str, Vec<BlockId>)| {
        let pack = languages.pack(code).0?;
        let document = work.document;
        let tokens = Tokens::of_some(&document.text, &document.blocks, &pack.lexicon, |block| {
            blocks.binary_search(&block).is_ok()
        });
        Some(Foreign { pack, blocks, tokens })
    };
    by_code.into_iter().filter_map(read).collect()
}

/// At most so many bytes from the beginning.
fn first(text: &str, bytes: usize) -> &str {
    &text[..(0..=bytes.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)]
}

/// The English name of a language by its ISO 639-1 code.
pub fn name(code: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(_, known, _)| *known == code).map(|&(.., name)| name)
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

/// The pack for the document's language, else the English one. What a reader should know of it is among the warnings.
pub fn pack(document: &mut Document, languages: &Languages) -> Arc<LanguagePack> {
    let code = document.meta.language.as_ref().map_or(FALLBACK.to_owned(), |language| language.code.clone());
    let (pack, problem) = languages.pack(&code);
    let name = name(&code).unwrap_or(&code);
    if let Some(problem) = problem {
        warn(document, format!("Your own language pack is left out: {problem}"));
    }
    match pack {
        Some(pack) if pack.entity.iter().next().is_none() => {
            warn(
                document,
                format!(
                    "In {name} dates are read by rules, names by lists and capitals; what happened is the words beside \
                     a date."
                ),
            );
            pack
        }
        Some(pack) => pack,
        None => {
            warn(
                document,
                format!(
                    "There is no language pack for {name} yet: only names, numerals and forms common to all languages are \
                     found."
                ),
            );
            languages.pack(FALLBACK).0.expect("English is built in")
        }
    }
}

/// Adds a warning, unless an analysis before this one has given it already.
fn warn(document: &mut Document, warning: String) {
    let warning = Warning(warning);
    if !document.meta.warnings.contains(&warning) {
        document.meta.warnings.push(warning);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockKind};

    fn document(text: &str) -> Document {
        Document { text: text.into(), ..Document::default() }
    }

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(language(&document(text), None).map(|language| language.code).as_deref(), expected, "{text}");
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
    const POLISH: &str = "Rada zebrała się w ratuszu trzeciego dnia oblężenia i wysłuchała krótkiego sprawozdania załogi. \
        Chleba starczy na dziewięć dni, mówiono, a wody na tak długo, jak długo nie wyschnie studnia. Przez długi czas nikt \
        nie powiedział ani słowa.";

    #[test]
    fn languages_are_told_apart() {
        check(ENGLISH, Some("en"));
        check(GERMAN, Some("de"));
        check(RUSSIAN, Some("ru"));
    }

    const TURKISH: &str = "Dışişleri Bakanı dün akşam yaptığı açıklamada görüşmelerin önümüzdeki hafta salı günü yeniden \
        başlayacağını söyledi. Geçen ay imzalanan protokol yılbaşında yürürlüğe girecek. Heyet, çalışmalarını sürdürmek \
        için iki gün sonra başkente dönecek.";
    const AZERBAIJANI: &str = "Xarici işlər naziri dünən axşam verdiyi açıqlamada danışıqların gələn həftə çərşənbə axşamı \
        günü yenidən başlayacağını deyib. Ötən ay imzalanmış protokol yeni ildən qüvvəyə minəcək. Nümayəndə heyəti \
        işini davam etdirmək üçün iki gündən sonra paytaxta qayıdacaq.";
    const ARMENIAN: &str = "Արտաքին գործերի նախարարը երեկ երեկոյան հայտարարեց, որ բանակցությունները կվերսկսվեն հաջորդ \
        շաբաթ՝ երեքշաբթի օրը։ Անցյալ ամիս ստորագրված արձանագրությունն ուժի մեջ կմտնի տարեսկզբին։ Պատվիրակությունը երկու \
        օր անց կվերադառնա մայրաքաղաք՝ աշխատանքը շարունակելու համար։";

    #[test]
    fn neighbours_are_told_apart() {
        check(TURKISH, Some("tr"));
        check(AZERBAIJANI, Some("az"));
        check(ARMENIAN, Some("hy"));
        // Of two sentences each, with the names of people and places that both languages share.
        check(
            "Cumhurbaşkanı Aliyev, Ankara'da Cumhurbaşkanı Erdoğan ile bir araya geldi. Görüşmede iki ülke arasındaki \
             ticaret hacminin artırılması, enerji projeleri ve bölgedeki son gelişmeler ele alındı. Liderler ortak basın \
             toplantısı düzenledi.",
            Some("tr"),
        );
        check(
            "Prezident Əliyev Ankarada Prezident Ərdoğan ilə görüşüb. Görüşdə iki ölkə arasında ticarət dövriyyəsinin \
             artırılması, enerji layihələri və bölgədəki son hadisələr müzakirə olunub. Liderlər birgə mətbuat konfransı \
             keçiriblər.",
            Some("az"),
        );
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
        english.meta.language = language(&english, None);
        assert_eq!(pack(&mut english, &Languages::default()).code, "en");
        assert!(english.meta.warnings.is_empty());
        let mut polish = document(POLISH);
        polish.meta.language = language(&polish, None);
        assert_eq!(pack(&mut polish, &Languages::default()).code, "en");
        assert!(polish.meta.warnings[0].0.contains("Polish"));
    }

    #[test]
    fn a_stated_language_is_believed() {
        let mut stated = document(ENGLISH);
        let provenance = Provenance::new("front matter", Vec::new(), 1.0);
        stated.meta.language = Some(Language { code: "fr".into(), provenance });
        assert_eq!(language(&stated, None).map(|language| language.code).as_deref(), Some("fr"));
    }

    #[test]
    fn a_block_in_another_language_is_read_with_its_own_rules() {
        let text = [
            ENGLISH,
            "Am 3. Mai 1921 trat der Rat im Rathaus zusammen und hörte den Bericht der Besatzung, der nur kurz war.",
            ENGLISH,
        ];
        let mut document = document(&text.join("\n\n"));
        let mut start = 0;
        let block = |text: &&str| {
            let span = Span::new(start, start + text.len());
            start += text.len() + 2;
            Block { span, kind: BlockKind::Paragraph, label: None, quote_depth: 0, indent: 0 }
        };
        document.blocks = text.iter().map(block).collect();
        let languages = Languages::default();
        let pack = languages.pack("en").0.unwrap();
        let tokens = Tokens::of(&document.text, &document.blocks, &pack.lexicon);
        let found = foreign(Work { document: &document, tokens: &tokens, pack: &pack }, &languages);
        let found: Vec<_> = found.iter().map(|other| (&*other.pack.code, other.blocks.as_slice())).collect();
        assert_eq!(found, [("de", &[BlockId::from(1)][..])]);
    }
}
