//! Trains the model that finds names: `cargo run --release --example names -- DATA [KEY=VALUE…]`.
//!
//! `DATA` is a folder with the texts that `assets/model/README.md` lists, one JSON object a line: `text`, and
//! `entities` with `start` and `end` in code points and a `type`. Each text is read three times: as it is, all in
//! capitals, and with a capital on every word. The model is a linear-chain conditional random field, trained by
//! adaptive dual averaging with an L1 penalty (Duchi, Hazan and Singer 2011; Xiao 2010), which keeps it sparse. Where a
//! text does not mark a kind of name, words outside names may have been one of that kind. Development texts are only
//! scored, never learnt from. The same texts give the same bytes: nothing is drawn but from a fixed seed.

mod crf;
mod score;
mod settings;
mod text;

use std::fs;
use std::path::Path;

use dateline::analysis::stretches_of_names;
use dateline::input::from_text;
use dateline::language::{LanguagePack, Languages};
use dateline::model::Source;
use rayon::prelude::*;

use crf::{Numbers, Row, Trainer, random};
use settings::{Failure, Settings};
use text::{Case, Corpus, Gold, Record, TRAINING, read, recase};

/// The first seed.
const SEED: u64 = 20_260_101;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, data, settings @ ..] = arguments.as_slice() else {
        return Err("usage: names DATA [KEY=VALUE…]".into());
    };
    let settings = Settings::of(settings)?;
    let languages = Languages::default();
    let pack = languages.pack("en").0.ok_or("no English")?;
    let mut numbers = Numbers::default();
    let mut rows = Vec::new();
    for corpus in TRAINING {
        let records = read(data, corpus.name)?;
        for case in [Case::AsWritten, Case::Capitals, Case::Titles] {
            for record in &records {
                learn_from(record, corpus, case, &settings, &pack, &mut numbers, &mut rows);
            }
        }
    }
    numbers.drop_rare(&mut rows, settings.least);
    eprintln!("{} stretches, {} features", rows.len(), numbers.kept.len());
    let trainers = train(&rows, &numbers, &settings);
    let bytes = Trainer::bytes(&trainers, &numbers.kept, &settings);
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/model/names.en.bin");
    fs::write(&target, &bytes)?;
    eprintln!("{} bytes in {}", bytes.len(), target.display());
    score::score(data, &pack, bytes, &settings)
}

/// Trains once for each seed, side by side; what they share is what the texts say, not the order they were read in.
fn train(rows: &[Row], numbers: &Numbers, settings: &Settings) -> Vec<Trainer> {
    let run = |number: u32| {
        let mut trainer = Trainer::new(numbers.kept.len(), settings);
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let mut seed = SEED + u64::from(number);
        for round in 1..=settings.rounds {
            for index in (1..order.len()).rev() {
                order.swap(index, (random(&mut seed) % (index as u64 + 1)) as usize);
            }
            let loss: f64 = order.iter().map(|&row| trainer.learn(&rows[row], &mut seed)).sum();
            eprintln!("seed {number}, round {round}: loss {loss:.0}");
        }
        trainer
    };
    (0..settings.seeds).into_par_iter().map(run).collect()
}

fn learn_from(
    record: &Record,
    corpus: &Corpus,
    case: Case,
    settings: &Settings,
    pack: &LanguagePack,
    numbers: &mut Numbers,
    rows: &mut Vec<Row>,
) {
    let weight = if case == Case::AsWritten { corpus.weight } else { corpus.weight * settings.cased };
    if weight == 0.0 {
        return;
    }
    let text = recase(&record.text, case);
    let gold = Gold::new(record, &text, pack);
    for words in stretches_of_names(from_text(Source::Stdin, text.clone()), pack, false) {
        let allowed = words.iter().map(|(span, _)| gold.allowed(*span, &text, corpus)).collect();
        let features = words.iter().map(|(_, features)| numbers.count(features)).collect();
        rows.push(Row { features, allowed, weight });
    }
}
