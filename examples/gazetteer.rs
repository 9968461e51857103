//! Rebuilds the tables under `assets/gazetteer`: `cargo run --example gazetteer -- SOURCES TEXT.jsonl…`.
//!
//! `SOURCES` is a folder with the lists that `assets/gazetteer/README.md` describes; each `TEXT.jsonl` holds texts in
//! which common words are counted, one object with a field `text` a line. The same input gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use dateline::language::gazetteer::{Entry, fold};
use fst::{MapBuilder, SetBuilder};

/// Numbers from here on are those of our own list; below are countries by their two-letter code.
const OWN: u64 = 1000;
/// What each name may be, and its number: our own list, which is read first, wins ("American" belongs to more than
/// one).
type Names = BTreeMap<String, (u64, u64)>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, sources, texts @ ..] = arguments.as_slice() else {
        return Err("usage: gazetteer SOURCES TEXT.jsonl…".into());
    };
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/gazetteer");
    let mut names = Names::new();
    own(&fs::read_to_string(target.join("own.tsv"))?, &mut names)?;
    countries(&fs::read_to_string(Path::new(sources).join("countries.tsv"))?, &mut names)?;
    demonyms(&fs::read_to_string(Path::new(sources).join("demonyms.tsv"))?, &mut names)?;
    for (file, flag) in [
        ("city.txt", Entry::CITY),
        ("region.txt", Entry::REGION),
        ("first.txt", Entry::GIVEN),
        ("surname.txt", Entry::SURNAME),
    ] {
        for line in fs::read_to_string(Path::new(sources).join(file))?.lines() {
            let least = if flag == Entry::CITY || flag == Entry::REGION { 4 } else { 2 };
            if fold(line).len() >= least {
                add(&mut names, line, flag, 0);
            }
        }
    }
    let mut counts = Counts::new();
    let mut seen = Seen::new();
    for text in texts {
        for line in fs::read_to_string(text)?.lines() {
            let record: serde_json::Value = serde_json::from_str(line)?;
            count_words(record["text"].as_str().unwrap_or_default(), &mut counts);
            see_names(&record, &mut seen);
        }
    }
    learn_names(&seen, &mut names);
    let mut map = MapBuilder::memory();
    for (name, (flags, id)) in &names {
        map.insert(name, flags | id)?;
    }
    fs::write(target.join("names.fst"), map.into_inner()?)?;
    common_words(&counts, &names, &target)
}

/// Adds what `name` may be. The first number given stays.
fn add(names: &mut Names, name: &str, flags: u64, id: u64) {
    let key = fold(name);
    if key.is_empty() {
        return;
    }
    let letters = name.chars().filter(|c| c.is_alphabetic());
    let capitals = letters.clone().count() <= 6 && letters.clone().all(char::is_uppercase);
    let entry = names.entry(key).or_default();
    entry.0 |= flags | if capitals { Entry::CAPITALS } else { 0 };
    if entry.1 == 0 {
        entry.1 = id;
    }
}

fn country(code: &str) -> Result<u64, Box<dyn Error>> {
    match code.as_bytes() {
        [first @ b'A'..=b'Z', second @ b'A'..=b'Z'] => Ok(u64::from(first - b'A') * 26 + u64::from(second - b'A') + 1),
        _ => Err(format!("{code:?} is no country code").into()),
    }
}

fn own(list: &str, names: &mut Names) -> Result<(), Box<dyn Error>> {
    for (number, line) in list.lines().enumerate() {
        if line.starts_with('#') {
            continue;
        }
        let mut fields = line.split('\t');
        let (flag, id) = match fields.next().unwrap_or_default() {
            "PLACE" => (Entry::PLACE, OWN + number as u64),
            "ORG" => (Entry::ORG, OWN + number as u64),
            "NORP" => (Entry::NORP, OWN + number as u64),
            "EVENT" => (Entry::EVENT, OWN + number as u64),
            "LAW" => (Entry::LAW, OWN + number as u64),
            "WORK" => (Entry::WORK, OWN + number as u64),
            code => (Entry::COUNTRY, country(code.trim_start_matches('='))?),
        };
        for name in fields {
            match name.strip_prefix("demonym:") {
                Some(demonym) => add(names, demonym, Entry::DEMONYM, id),
                None => add(names, name, flag, id),
            }
        }
    }
    Ok(())
}

fn countries(list: &str, names: &mut Names) -> Result<(), Box<dyn Error>> {
    for line in list.lines() {
        let [name, _, code, what] = line.split('\t').collect::<Vec<_>>()[..] else { continue };
        // Two-letter codes are words of the language too often ("IN", "NO").
        if name.len() <= 2 {
            continue;
        }
        match what {
            "capital" => add(names, name, Entry::CITY, 0),
            _ => add(names, name, Entry::COUNTRY, country(code)?),
        }
    }
    Ok(())
}

fn demonyms(list: &str, names: &mut Names) -> Result<(), Box<dyn Error>> {
    for line in list.lines() {
        let [demonym, _, code] = line.split('\t').collect::<Vec<_>>()[..] else { continue };
        for demonym in demonym.split(", ") {
            add(names, demonym, Entry::DEMONYM, country(code)?);
        }
    }
    Ok(())
}

/// In how many texts a name was marked as of a kind: the parts of people's names, towns, bodies.
type Seen = BTreeMap<(u64, String), u32>;

fn see_names(record: &serde_json::Value, seen: &mut Seen) {
    let points: Vec<char> = record["text"].as_str().unwrap_or_default().chars().collect();
    let mut here: BTreeSet<(u64, String)> = BTreeSet::new();
    for entity in record["entities"].as_array().into_iter().flatten() {
        let offset = |key: &str| entity[key].as_u64().unwrap_or_default() as usize;
        let Some(words) = points.get(offset("start")..offset("end")) else { continue };
        let name: String = words.iter().collect();
        let words: Vec<&str> = name.split_whitespace().collect();
        let plain = |word: &str| {
            word.len() > 2
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
                && word.starts_with(char::is_uppercase)
                && word.chars().any(char::is_lowercase)
        };
        match (entity["type"].as_str(), &words[..]) {
            (Some("PERSON"), [given, surname] | [given, _, surname]) if plain(given) && plain(surname) => {
                here.insert((Entry::GIVEN, fold(given)));
                here.insert((Entry::SURNAME, fold(surname)));
            }
            (Some("PLACE"), [place]) if plain(place) => {
                here.insert((Entry::CITY, fold(place)));
            }
            (Some("ORG"), [body]) if plain(body) => {
                here.insert((Entry::ORG, fold(body)));
            }
            _ => {}
        }
    }
    for name in here {
        *seen.entry(name).or_default() += 1;
    }
}

/// Adds names that texts showed: surnames at once, what may be a common word only from several texts.
fn learn_names(seen: &Seen, names: &mut Names) {
    for ((flag, name), count) in seen {
        let least = match *flag {
            Entry::SURNAME => 1,
            Entry::GIVEN | Entry::CITY => 2,
            _ => 3,
        };
        let known = names.get(name).is_some_and(|(flags, _)| flags & (Entry::COUNTRY | Entry::PLACE) != 0);
        if *count >= least && !known {
            let listed = names.get(name).is_some_and(|(flags, _)| flags & flag != 0);
            add(names, name, if listed { *flag } else { flag | Entry::learnt(*flag) }, 0);
        }
    }
}

/// For each word how often it was seen in small letters, and with a capital in the middle of a sentence.
type Counts = BTreeMap<String, (u32, u32)>;

fn count_words(text: &str, counts: &mut Counts) {
    let mut inside = false;
    for word in text.split_whitespace() {
        let letters = word.trim_matches(|c: char| !c.is_alphabetic());
        if !letters.is_empty() && letters.chars().all(char::is_alphabetic) {
            let small = letters.chars().all(char::is_lowercase);
            let entry = counts.entry(letters.to_lowercase()).or_default();
            entry.0 += u32::from(small);
            entry.1 += u32::from(!small && inside && word.starts_with(letters));
        }
        inside = word.ends_with(|c: char| c.is_alphabetic() || c == ',');
    }
}

/// Words seen in small letters at least twice and not above all as names.
fn common_words(counts: &Counts, names: &Names, target: &Path) -> Result<(), Box<dyn Error>> {
    let strong = Entry::COUNTRY | Entry::PLACE | Entry::DEMONYM | Entry::ORG;
    let common = counts.iter().filter(|(_, (small, capital))| *small >= 2 && *small * 6 >= *capital);
    let mut words: Vec<String> = common.map(|(word, _)| fold(word)).filter(|word| !word.is_empty()).collect();
    words.sort();
    words.dedup();
    words.retain(|word| names.get(word).is_none_or(|(flags, _)| flags & strong == 0 || flags & Entry::CAPITALS != 0));
    let mut set = SetBuilder::memory();
    for word in &words {
        set.insert(word)?;
    }
    fs::write(target.join("words.fst"), set.into_inner()?)?;
    Ok(())
}
