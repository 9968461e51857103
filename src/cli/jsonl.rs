//! `dateline annotate --jsonl`: documents from a stream, one JSON object a line.

use std::io::{self, BufRead, Read, Write};

use serde::Deserialize;
use serde_json::Value;

use super::args::date;
use super::batch::{Answer, analysed, answer, failed};
use super::ending::Outcome;
use crate::analysis::Options;
use crate::export::annotate::write_as;
use crate::input;
use crate::model::Source;

/// A line that is longer is refused instead of held in memory.
const LONGEST_LINE: u64 = 1 << 30;

/// Annotates the documents of a stream, one JSON object a line; blank lines are passed over.
///
/// # Errors
/// Only if the output cannot be written.
pub fn annotate(input: impl BufRead + Send + 'static, options: Options, out: &mut dyn Write) -> io::Result<Outcome> {
    answer(Lines(input).zip(1..), move |(line, number)| record(line, number, &options), out)
}

/// What a line of a stream may hold; other keys are passed over. Everything is taken as any JSON value, so that a
/// wrong text does not lose the id.
#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    text: Value,
    #[serde(default)]
    dct: Value,
}

fn record(line: io::Result<Vec<u8>>, number: usize, options: &Options) -> Answer {
    let line = match line {
        Ok(line) if line.trim_ascii().is_empty() => return Answer { bytes: Vec::new(), failed: false },
        Ok(line) => line,
        Err(error) => return failed(Value::Null, format!("line {number}: {error}")),
    };
    let record: Record = match serde_json::from_slice(&line) {
        Ok(record) => record,
        Err(error) => return failed(Value::Null, format!("line {number}: {error}")),
    };
    drop(line);
    let Value::String(text) = record.text else {
        return failed(record.id, format!("line {number}: \"text\" is missing or no string"));
    };
    let mut options = options.clone();
    match record.dct {
        Value::Null => {}
        Value::String(day) => match date(&day) {
            Ok(day) => options.date = Some(day),
            Err(problem) => return failed(record.id, format!("line {number}: \"dct\": {problem}")),
        },
        _ => return failed(record.id, format!("line {number}: \"dct\" is neither a string nor null")),
    }
    let source = Source::Line(record.id.as_str().map_or_else(|| record.id.to_string(), str::to_owned));
    let id = record.id;
    match analysed(input::from_text(source, text), &options) {
        Ok(document) => {
            let mut bytes = Vec::with_capacity(4 * document.text.len() + 1024);
            // Writing into memory cannot fail.
            let written = write_as(&id, &document, &mut bytes);
            debug_assert!(written.is_ok());
            Answer { bytes, failed: false }
        }
        Err(problem) => failed(&id, format!("line {number}: {problem}")),
    }
}

/// The lines of a stream, without their ends, as bytes: one that is no UTF-8 is an error of its own.
struct Lines<R>(R);

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::new();
        match self.0.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(length) if length as u64 == LONGEST_LINE && line.last() != Some(&b'\n') => {
                drop(line);
                Some(self.0.skip_until(b'\n').and(Err(io::Error::other("longer than 1 GiB"))))
            }
            Ok(_) => Some(Ok(line)),
            Err(error) => Some(Err(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(input: &'static str) -> (Outcome, Vec<Value>) {
        let mut out = Vec::new();
        let outcome = annotate(input.as_bytes(), Options::default(), &mut out).expect("memory can be written");
        let lines = String::from_utf8(out).expect("JSON is UTF-8");
        (outcome, lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect())
    }

    #[test]
    fn every_line_has_its_answer_in_its_place() {
        let (outcome, answers) = run(concat!(
            "{\"id\":\"a\",\"text\":\"One.\",\"dct\":null}\n",
            "\n",
            "{\"id\":7,\"text\":\"Two.\",\"dct\":\"2022-09-16\",\"more\":[1]}\r\n",
            "{\"id\":\"c\",\"text\":3}\n",
            "{\"id\":\"d\",\"text\":\"\",\"dct\":\"soon\"}\n",
            "not JSON\n",
            "{\"id\":\"f\",\"text\":\"Last, without a line feed.\"}",
        ));
        assert_eq!(outcome, Outcome::SomeFailed);
        let ids: Vec<Value> = answers.iter().map(|answer| answer["id"].clone()).collect();
        assert_eq!(ids, ["a".into(), 7.into(), "c".into(), "d".into(), Value::Null, "f".into()]);
        assert_eq!(answers[1]["date"], "2022-09-16");
        let errors: Vec<bool> = answers.iter().map(|answer| answer.get("error").is_some()).collect();
        assert_eq!(errors, [false, false, true, true, true, false]);
        assert!(answers[4]["error"].as_str().is_some_and(|error| error.starts_with("line 6: ")));
    }

    #[test]
    fn a_stream_without_errors_is_done() {
        assert_eq!(run("").0, Outcome::Done);
        assert_eq!(run("{\"text\":\"\"}\n").0, Outcome::Done);
    }
}
