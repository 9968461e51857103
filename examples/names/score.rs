//! How a model does on development texts.

use dateline::analysis::stretches_of_names;
use dateline::input::from_text;
use dateline::language::LanguagePack;
use dateline::language::weights::{Label, Weights};
use dateline::model::{EntityKind, Source, Span};

use crate::settings::{Failure, Settings};
use crate::text::{Case, Gold, read, recase};

/// What the model is scored on.
const DEVELOPMENT: &[&str] =
    &["gum.dev", "uner_ewt.dev", "litbank.dev", "crossner_politics.dev", "crossner_literature.dev"];

/// Prints how the model does on the development texts: names of people, bodies and places, without titles.
pub fn score(data: &str, pack: &LanguagePack, bytes: Vec<u8>, settings: &Settings) -> Result<(), Failure> {
    let weights = Weights::read(bytes.leak()).map_err(|_| "unreadable")?;
    for name in DEVELOPMENT {
        let records = read(data, name)?;
        for case in [Case::AsWritten, Case::Capitals, Case::Titles] {
            let mut count = Count::default();
            for record in &records {
                let text = recase(&record.text, case);
                let gold = Gold::new(record, &text, pack).0;
                let found = tagged(&weights, &text, pack);
                count.add(&gold, &found);
                if case == Case::AsWritten && settings.errors == *name {
                    print_errors(&text, &gold, &found);
                }
            }
            println!("{name:24} {case:?}: {count}");
        }
    }
    Ok(())
}

/// Prints each name missed and each that is none, with the words around it.
fn print_errors(text: &str, gold: &[(Span, EntityKind)], found: &[(Span, EntityKind)]) {
    let show = |sign: char, (span, kind): &(Span, EntityKind)| {
        let before: String = text[..span.start as usize].chars().rev().take(30).collect();
        let before: String = before.chars().rev().collect();
        let behind: String = text[span.end as usize..].chars().take(20).collect();
        println!("{sign} {:6} {}", kind.code(), format!("{before}[{}]{behind}", span.of(text)).replace('\n', " "));
    };
    gold.iter().filter(|name| !found.contains(name)).for_each(|name| show('-', name));
    found.iter().filter(|name| !gold.contains(name)).for_each(|name| show('+', name));
}

fn tagged(weights: &Weights, text: &str, pack: &LanguagePack) -> Vec<(Span, EntityKind)> {
    let mut names: Vec<(Span, EntityKind)> = Vec::new();
    let mut labels = Vec::new();
    for words in stretches_of_names(from_text(Source::Stdin, text.to_owned()), pack, true) {
        let scores: Vec<_> = words
            .iter()
            .map(|(_, features)| {
                let mut points = Default::default();
                weights.add(features, &mut points);
                points
            })
            .collect();
        weights.decode(&scores, &mut labels);
        for ((span, _), label) in words.iter().zip(&labels) {
            match label {
                Label::First(kind) => names.push((*span, *kind)),
                Label::Further(_) => {
                    if let Some(last) = names.last_mut() {
                        last.0 = last.0.join(*span);
                    }
                }
                Label::Outside => {}
            }
        }
    }
    names
}

/// Names right, found and marked.
#[derive(Default)]
struct Count {
    right: usize,
    found: usize,
    marked: usize,
}

impl Count {
    fn add(&mut self, gold: &[(Span, EntityKind)], found: &[(Span, EntityKind)]) {
        let counted = |kind: EntityKind| matches!(kind, EntityKind::Person | EntityKind::Org | EntityKind::Place);
        self.right += found.iter().filter(|name| counted(name.1) && gold.contains(name)).count();
        self.found += found.iter().filter(|name| counted(name.1)).count();
        self.marked += gold.iter().filter(|name| counted(name.1)).count();
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |all: usize| 100.0 * self.right as f64 / all.max(1) as f64;
        let (precision, recall) = (share(self.found), share(self.marked));
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        write!(f, "precision {precision:.1} recall {recall:.1} F1 {f1:.1}")
    }
}
