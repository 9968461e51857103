//! Character encodings: from bytes to text.
//!
//! UTF-8 is tried first and costs one validation. What is not UTF-8 is UTF-16 if it looks like it, else the legacy
//! encoding that its bytes resemble most (the detector looks at a bounded sample). Bytes that mean nothing in the
//! encoding become U+FFFD and are reported; nothing else in the text is changed: stray zero bytes stay. A charset that
//! a document declares inside itself is not read: no format here has such declarations.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::signature::{self, NotText};
use crate::model::LineEnding;

/// A decoded text and how it was decoded.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte-order mark.
    pub text: String,
    /// The encoding, in the name that the Encoding Standard gives it.
    pub encoding: &'static str,
    /// True if invalid bytes were replaced.
    pub replaced: bool,
}

/// Bytes that are looked at where a sample is enough to tell.
pub const SAMPLE: usize = 64 * 1024;

/// Decodes `bytes`.
///
/// # Errors
/// Says what the bytes are if they are no text.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, NotText> {
    if let Some(not_text) = signature::certain(&bytes) {
        return Err(not_text);
    }
    if let Some(encoding) = utf16(&bytes) {
        return decode_as(encoding, &bytes);
    }
    let bytes = match String::from_utf8(without_mark(bytes)) {
        Ok(text) => {
            refuse_binary(text.as_bytes())?;
            return Ok(Decoded { text, encoding: UTF_8.name(), replaced: false });
        }
        Err(error) => error.into_bytes(),
    };
    refuse_binary(&bytes)?;
    if is_damaged_utf8(&bytes) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        return Ok(Decoded { text, encoding: UTF_8.name(), replaced: true });
    }
    decode_as(detect(&bytes), &bytes)
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Result<Decoded, NotText> {
    let (text, replaced) = encoding.decode_with_bom_removal(bytes);
    refuse_binary(text.as_bytes())?;
    Ok(Decoded { text: text.into_owned(), encoding: encoding.name(), replaced })
}

fn without_mark(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    bytes
}

/// UTF-16, by its byte-order mark or, without one, by zero bytes that stand at odd places or at even ones, hardly ever
/// at both.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let units = sample.len() / 2;
    let enough = units.div_ceil(20).max(2);
    let (encoding, most) = match (even, odd) {
        (even, odd) if odd >= enough && even * 20 <= odd => (UTF_16LE, odd),
        (even, odd) if even >= enough && odd * 20 <= even => (UTF_16BE, even),
        _ => return None,
    };
    // Where the zero bytes are few, a text that merely has some in it reads well without the rest of UTF-16's bytes.
    if most * 2 < units && std::str::from_utf8(sample).is_ok() && has_few_controls(sample) {
        return None;
    }
    (!encoding.decode_without_bom_handling(sample).1).then_some(encoding)
}

/// True for a control character that texts do not have.
fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x08 | 0x0b | 0x0c | 0x1b)
}

/// True if no more than one byte in 20 is a control character, zeros between two letters aside.
fn has_few_controls(sample: &[u8]) -> bool {
    let controls = sample.iter().filter(|&&byte| is_control(byte)).count();
    let stray = |&at: &usize| {
        let beside = [at.checked_sub(1), Some(at + 1)];
        beside.into_iter().flatten().filter_map(|at| sample.get(at)).all(|&byte| !is_control(byte))
    };
    let strays = if controls * 20 > sample.len() { memchr::memchr_iter(0, sample).filter(stray).count() } else { 0 };
    strays * 8 <= sample.len() && (controls - strays) * 20 <= sample.len()
}

/// Refuses what has more control characters than a text ever has: zeros that stand alone among letters are strays,
/// zeros in rows are not.
/// Refuses what begins as no text does, by the first [`SAMPLE`] bytes of it, or all if there are fewer.
///
/// # Errors
/// Says what it is.
pub fn refuse_beginning(sample: &[u8]) -> Result<(), NotText> {
    match signature::certain(sample) {
        Some(not_text) => Err(not_text),
        None if utf16(sample).is_some() => Ok(()),
        None => refuse_binary(sample),
    }
}

fn refuse_binary(bytes: &[u8]) -> Result<(), NotText> {
    let middle = bytes.len() / 2;
    let fits = if bytes.len() <= 3 * SAMPLE {
        has_few_controls(bytes)
    } else {
        let starts = [0, middle, bytes.len() - SAMPLE];
        starts.into_iter().all(|start| has_few_controls(&bytes[start..start + SAMPLE]))
    };
    if fits { Ok(()) } else { Err(signature::likely(bytes)) }
}

/// True for what was UTF-8 before a few bytes of it were damaged or cut off: nearly all bytes are valid, and most
/// characters beyond ASCII are.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|&byte| byte >= 0xc0).count();
        invalid += usize::from(!chunk.invalid().is_empty());
        if invalid * 1000 > bytes.len().max(4000) {
            return false;
        }
    }
    valid >= 4 * invalid
}

/// The legacy encoding that `bytes` resemble most.
fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let middle = bytes.len() / 2;
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    for start in [first, middle.max(first + SAMPLE), bytes.len().saturating_sub(SAMPLE).max(middle + SAMPLE)] {
        detector.feed(sample_from(bytes, start), false);
    }
    detector.feed(b"", true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// A sample that begins at a line, so that no character is cut, and ends with one.
fn sample_from(bytes: &[u8], start: usize) -> &[u8] {
    let Some(before) = bytes.get(..start) else { return &[] };
    let start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    let start = start.max(before.len().saturating_sub(SAMPLE));
    let sample = &bytes[start..bytes.len().min(start + 2 * SAMPLE)];
    &sample[..memchr::memrchr(b'\n', sample).map_or(sample.len(), |newline| newline + 1)]
}

/// How the lines of `text` end.
pub fn line_ending(text: &str) -> LineEnding {
    let bytes = text.as_bytes();
    if memchr::memchr(b'\r', bytes).is_none() {
        return LineEnding::Lf;
    }
    let lf = memchr::memchr_iter(b'\n', bytes).count();
    let (mut cr, mut both) = (0, 0);
    for at in memchr::memchr_iter(b'\r', bytes) {
        cr += 1;
        both += usize::from(bytes.get(at + 1) == Some(&b'\n'));
    }
    match (lf - both, cr - both, both) {
        (0, 0, _) => LineEnding::CrLf,
        (0, _, 0) => LineEnding::Cr,
        _ => LineEnding::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, &'static str, bool) {
        let decoded = decode(bytes.to_vec()).expect("text");
        (decoded.text, decoded.encoding, decoded.replaced)
    }

    fn check(text: &str, encoding: &'static Encoding) {
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy, "the sample cannot be written in {}", encoding.name());
        assert_eq!(decoded(&bytes), (text.to_owned(), encoding.name(), false));
    }

    #[test]
    fn utf8_with_and_without_a_mark() {
        assert_eq!(decoded("na\u{ef}ve".as_bytes()), ("na\u{ef}ve".into(), "UTF-8", false));
        assert_eq!(decoded(b"\xef\xbb\xbfplain"), ("plain".into(), "UTF-8", false));
        assert_eq!(decoded(b""), (String::new(), "UTF-8", false));
        assert_eq!(decoded(b"\xef\xbb\xbf"), (String::new(), "UTF-8", false));
    }

    #[test]
    fn utf16_with_and_without_a_mark() {
        let text = "The war began in 1914.\r\nΟ πόλεμος άρχισε το 1914 και διήρκεσε τέσσερα χρόνια.\r\n";
        let units: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!(decoded(&little), (text.into(), "UTF-16LE", false));
        assert_eq!(decoded(&big), (text.into(), "UTF-16BE", false));
        assert_eq!(decoded(&[b"\xff\xfe", &little[..]].concat()), (text.into(), "UTF-16LE", false));
        assert_eq!(decoded(&[b"\xfe\xff", &big[..]].concat()), (text.into(), "UTF-16BE", false));
        let cut = [b"\xff\xfe", &little[..little.len() - 1]].concat();
        assert!(decoded(&cut).2, "half a character at the end is reported");
    }

    #[test]
    fn legacy_encodings_are_found() {
        let russian = "Война началась в четверг, 22 июня 1941 года, когда войска перешли границу на рассвете. \
                       Правительство обратилось к народу только в полдень, и по радио говорил нарком.\n";
        check(russian, encoding_rs::WINDOWS_1251);
        check(russian, encoding_rs::KOI8_U);
        check(
            "Señor Núñez llegó a Córdoba el 3 de mayo de 1921; según él, la situación “no podía durar” más de un año.\n",
            encoding_rs::WINDOWS_1252,
        );
        check(
            "Ο πόλεμος άρχισε το καλοκαίρι και κανείς δεν περίμενε ότι θα κρατούσε τόσο πολύ στην Ελλάδα.\n",
            encoding_rs::WINDOWS_1253,
        );
    }

    #[test]
    fn utf8_with_a_few_broken_bytes_stays_utf8() {
        let mut bytes = "Kraków, Łódź, Gdańsk i Poznań. ".repeat(200).into_bytes();
        bytes.insert(31, 0xff);
        bytes.pop();
        let (text, encoding, replaced) = decoded(&bytes);
        assert_eq!((encoding, replaced), ("UTF-8", true));
        assert_eq!(text.matches('\u{fffd}').count(), 1);
        let mut cut = "a long enough line, and then é".repeat(10).into_bytes();
        cut.pop();
        assert_eq!(decoded(&cut).1, "UTF-8");
    }

    #[test]
    fn a_rare_accent_is_no_damage() {
        let bytes = [&b"An English text of some length. ".repeat(300)[..], b"Andr\xe9 came.\n"].concat();
        assert!(decoded(&bytes).0.ends_with("André came.\n"));
    }

    #[test]
    fn binary_data_is_refused() {
        let mut noise = Vec::new();
        let mut state = 1u32;
        for _ in 0..5000 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            noise.push((state >> 24) as u8);
        }
        assert!(decode(noise).is_err());
        assert!(decode(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0".to_vec()).is_err());
        assert!(decode(vec![0; 100]).is_err());
        assert!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01".to_vec()).is_err());
        // Half text, half table, as object files and databases are.
        let table = [b"a name, ".repeat(200), (0..400u32).flat_map(u32::to_le_bytes).collect()].concat();
        assert!(decode(table).is_err());
        let windows = [&b"MZ\x90\0\x03\0\0\0\x04\0\0\0"[..], &[0; 48]].concat();
        assert!(decode(windows).expect_err("no text").what.contains("Windows"));
    }

    #[test]
    fn stray_zero_bytes_stay_in_a_text() {
        for (text, zeros) in [("He \0came\0 on 3 May \0 1921.\n", 3), ("chapter one\0chapter two\0chapter three\0", 3)]
        {
            let read = decoded(text.as_bytes());
            assert_eq!((read.0.as_str(), read.1, text.matches('\0').count()), (text, "UTF-8", zeros));
        }
        // At even places only, where UTF-16 would have them.
        let even = "ab cd \0ef gh, i \0and then \0 ".repeat(3);
        assert!(even.match_indices('\0').all(|(at, _)| at % 2 == 0));
        assert_eq!(decoded(even.as_bytes()).1, "UTF-8");
        let mut long = "The council met in Vienna on 3 May 1921. ".repeat(500);
        long.insert_str(9_000, "\0\0\0");
        assert_eq!(decoded(long.as_bytes()).0, long);
        let legacy = b"Se\xf1or N\xfa\xf1ez lleg\xf3 a C\xf3rdoba\0 el 3 de mayo de 1921; seg\xfan \xe9l, nada.\n";
        assert!(decoded(legacy).0.contains("Córdoba\0 el"));
    }

    #[test]
    fn utf16_without_a_mark_is_found_in_other_scripts() {
        let check = |text: &str| {
            let units = text.encode_utf16();
            let big: Vec<u8> = units.clone().flat_map(u16::to_be_bytes).collect();
            assert_eq!(decoded(&big), (text.into(), "UTF-16BE", false));
            let little: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
            assert_eq!(decoded(&little), (text.into(), "UTF-16LE", false));
        };
        check("Война началась в четверг, 22 июня 1941 года, когда войска перешли границу.\n");
        check("Rīga, 1918. gada 18. novembrī: Ādams un Ēriks bija klāt, kad to pasludināja.\n");
        check("会議は1921年5月3日にウィーンで開かれた。\n出席者は12人。\n");
    }

    #[test]
    fn line_endings_are_told_apart() {
        for (text, expected) in [
            ("a", LineEnding::Lf),
            ("a\nb\n", LineEnding::Lf),
            ("a\r\nb\r\n", LineEnding::CrLf),
            ("a\rb\r", LineEnding::Cr),
            ("a\r\nb\n", LineEnding::Mixed),
            ("a\rb\n", LineEnding::Mixed),
        ] {
            assert_eq!(line_ending(text), expected, "{text:?}");
        }
    }
}
