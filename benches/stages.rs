//! How fast each stage is, in megabytes of text a second and beside a plain pass over the words of the same text, so
//! that figures from different machines can be compared.
//!
//! `cargo bench` runs it over the text that it makes itself, the same each time; `RAYON_NUM_THREADS=1` tells what one
//! core does, and `BENCH_MB` sets the size. The best of several runs counts.

use std::hint::black_box;
use std::time::{Duration, Instant};

use dateline::model::index::CodePoints;
use dateline::model::{Document, Source};
use dateline::{analysis, export, input, typeset};

const RUNS: usize = 5;

fn main() {
    let megabytes = std::env::var("BENCH_MB").ok().and_then(|size| size.parse().ok()).unwrap_or(2);
    let text = prose(megabytes << 20);
    let mut table = Table::new(&text);

    let read = || input::from_text(Source::Stdin, text.clone());
    table.stage("blocks", || drop(black_box(read())));

    // The pipeline tells after each layer; the first run pays for compiling the language pack.
    let layers = ["sentences", "times", "entities", "quotes, events, order", "references"];
    let mut best = [Duration::MAX; 5];
    let mut document = Document::default();
    for _ in 0..RUNS {
        let (bare, mut at, mut layer) = (read(), Instant::now(), 0);
        document = analysis::analyse(bare, &analysis::Options::default(), |_| {
            let took = at.elapsed();
            if let Some(best) = best.get_mut(layer) {
                *best = took.min(*best);
            }
            (layer, at) = (layer + 1, Instant::now());
            true
        });
    }
    let whole = best.iter().sum();
    layers.iter().zip(best).for_each(|(name, took)| table.row(name, took));
    table.row("whole analysis", whole);

    table.stage("code points", || drop(black_box(CodePoints::new(&text))));
    table.stage("typeset", || {
        for block in document.blocks.iter() {
            (0..typeset::parts(block)).for_each(|nth| drop(black_box(typeset::set(&document.text, block, nth, 72))));
        }
    });
    table.stage("annotations", || {
        let mut out = Vec::with_capacity(4 * text.len());
        export::annotate::write(&document, &mut out).expect("memory can be written");
        black_box(out);
    });
}

/// The figures, each beside those of a plain pass.
struct Table {
    bytes: usize,
    reference: Duration,
}

impl Table {
    fn new(text: &str) -> Self {
        let words = || {
            black_box(text.split_whitespace().map(str::len).sum::<usize>());
        };
        let reference = best(words);
        println!("{:<24}{:>10}{:>10}{:>12}", "stage", "ms", "MB/s", "× word pass");
        let table = Self { bytes: text.len(), reference };
        table.row("word pass", reference);
        table
    }

    fn stage(&mut self, name: &str, work: impl FnMut()) {
        self.row(name, best(work));
    }

    fn row(&self, name: &str, took: Duration) {
        let seconds = took.as_secs_f64();
        let (speed, times) = (self.bytes as f64 / 1e6 / seconds, seconds / self.reference.as_secs_f64());
        println!("{name:<24}{:>10.2}{speed:>10.1}{times:>12.1}", seconds * 1e3);
    }
}

fn best(mut work: impl FnMut()) -> Duration {
    let run = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..RUNS).map(run).min().unwrap_or_default()
}

/// Prose of about `bytes`, with names, dates, speech and references in it, the same each time.
fn prose(bytes: usize) -> String {
    const PEOPLE: [&str; 6] = ["Ana Kowal", "Sir John Marsh", "Lena Ortiz", "Ms. Marsh", "Viktor Aho", "the chairman"];
    const PLACES: [&str; 6] = ["Lisbon", "the United Kingdom", "Port Royal", "New Zealand", "Kraków", "the capital"];
    const BODIES: [&str; 4] = ["the Board of Trade", "the Coastal Union (CU)", "the CU", "the committee"];
    const VERBS: [&str; 6] = ["met", "signed a treaty with", "wrote to", "left", "accused", "waited for"];
    const TIMES: [&str; 8] = [
        "On 3 May 1921",
        "Two years later",
        "In the 1930s",
        "Last Thursday",
        "By March",
        "Since 1914",
        "That day",
        "Then",
    ];
    const WORDS: [&str; 10] =
        ["slowly", "because", "the river", "was", "rising", "and", "nobody", "could say", "how far", "it would go"];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut pick = move |count: usize| {
        // Xorshift: no more is needed to vary a text.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % count as u64) as usize
    };
    let mut text = String::with_capacity(bytes + 4096);
    let mut chapter = 0;
    while text.len() < bytes {
        chapter += 1;
        text.push_str(&format!("Chapter {chapter}\n\n"));
        for _ in 0..20 {
            for _ in 0..5 {
                let (person, place, body) = (PEOPLE[pick(6)], PLACES[pick(6)], BODIES[pick(4)]);
                let (verb, time) = (VERBS[pick(6)], TIMES[pick(8)]);
                match pick(4) {
                    0 => text.push_str(&format!("{time}, {person} {verb} {body} in {place}. ")),
                    1 => text.push_str(&format!("“{time} {body} came to {place},” said {person}. “It was late.” ")),
                    2 => text.push_str(&format!("{person} said that {body} {verb} {person} after the treaty. ")),
                    _ => {
                        let tail: Vec<&str> = (0..12).map(|_| WORDS[pick(10)]).collect();
                        text.push_str(&format!("It happened {}. ", tail.join(" ")));
                    }
                }
            }
            text.push_str("\n\n");
        }
    }
    text
}
