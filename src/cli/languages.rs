//! The languages at hand, and whether the rules of their packs do what their examples say.

use std::io::{self, Write};

use super::ending::Outcome;
use crate::analysis::{language, timex};
use crate::language::{LANGUAGES, Languages};

/// Prints a line for each language: its code, its name, how many rules for times it has, and where they come from.
///
/// # Errors
/// What writing to `out` says.
pub fn list(languages: &Languages, out: &mut dyn Write) -> io::Result<Outcome> {
    let mut outcome = Outcome::Done;
    for code in languages.codes() {
        let built_in = LANGUAGES.iter().any(|(known, _)| *known == code);
        let (pack, problem) = languages.pack(&code);
        let rules = pack.map_or(0, |pack| pack.timex.iter().count());
        let from = match (built_in, languages.own_folder(&code), &problem) {
            (true, None, _) => "built in".to_owned(),
            (true, Some(own), None) => format!("built in, and {}", own.display()),
            (false, Some(own), None) => own.display().to_string(),
            (_, _, Some(problem)) => format!("left out: {problem}"),
            (false, None, None) => String::new(),
        };
        writeln!(out, "{code:<4} {:<14} {rules:>4} rules  {from}", language::name(&code).unwrap_or(&code))?;
        if problem.is_some() {
            outcome = Outcome::SomeFailed;
        }
    }
    Ok(outcome)
}

/// Holds the rules of all packs to their examples, and prints those that fail.
///
/// # Errors
/// What writing to `out` says.
pub fn check(languages: &Languages, out: &mut dyn Write) -> io::Result<Outcome> {
    let mut outcome = Outcome::Done;
    for code in languages.codes() {
        let (pack, problem) = languages.pack(&code);
        let examples = pack.map(|pack| pack.wrong_examples()).into_iter().flatten();
        let examples = examples.chain(timex::wrong_values(languages, &code));
        let wrong: Vec<String> = problem.map(|problem| problem.to_string()).into_iter().chain(examples).collect();
        for line in &wrong {
            writeln!(out, "{code}: {line}")?;
            outcome = Outcome::SomeFailed;
        }
        if wrong.is_empty() {
            writeln!(out, "{code}: all examples hold")?;
        }
    }
    Ok(outcome)
}
