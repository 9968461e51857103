//! Whether news and histories are told apart, on development data that is not part of the project.

use std::path::PathBuf;
use std::sync::Arc;

use dateline::analysis::{self, Options};
use dateline::input;
use dateline::model::{Mode, Source};

/// How many documents of a set are found to count as they do; `None` if the set is not there.
fn share(set: &str, right: impl Fn(Mode) -> bool) -> Option<(usize, usize)> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(format!("timex_{set}.jsonl"));
    let Ok(lines) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return None;
    };
    let languages = Arc::default();
    let modes: Vec<Mode> = lines
        .lines()
        .map(|line| {
            let given: serde_json::Value = serde_json::from_str(line).expect("a line is an object");
            let date = given["dct"].as_str().and_then(|day| day.get(..10)).and_then(|day| day.parse().ok());
            let text = given["text"].as_str().expect("it has a text").to_owned();
            let options = Options { date, languages: Arc::clone(&languages), ..Options::default() };
            // Times are the second layer, and no more is needed.
            let mut layers = 0;
            let times = |_: &_| {
                layers += 1;
                layers < 2
            };
            analysis::analyse(input::from_text(Source::Stdin, text), &options, times).meta.mode
        })
        .collect();
    let (found, all) = (modes.iter().filter(|mode| right(**mode)).count(), modes.len());
    println!("{set}: {found} of {all}");
    Some((found, all))
}

fn check(sets: &[&str], right: impl Fn(Mode) -> bool) {
    let shares: Vec<(usize, usize)> = sets.iter().filter_map(|set| share(set, &right)).collect();
    let (found, all) = shares.iter().fold((0, 0), |sum, share| (sum.0 + share.0, sum.1 + share.1));
    assert!(found * 100 >= all * 97, "{found} of {all}");
}

#[test]
fn news_counts_from_its_own_date() {
    check(&["timebank", "aquaint", "es_te3"], |mode| mode != Mode::Narrative);
}

#[test]
fn histories_count_from_what_they_tell() {
    check(&["wikiwars", "uk_wikiwars"], |mode| mode == Mode::Narrative);
}
