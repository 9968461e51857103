//! Many events of one date, folded to their count.

use rustc_hash::FxHashSet;

use crate::model::{Document, EventId};

use super::index::Index;
use super::when::{Cluster, EventRow, WhenRow};

/// So many events of one date are folded.
const FOLDED: usize = 6;

/// Folds runs of events of one date but for those that `opened` holds an event of.
pub fn fold_clusters(
    document: &Document,
    index: &Index,
    rows: Vec<WhenRow>,
    opened: &FxHashSet<EventId>,
) -> Vec<WhenRow> {
    let date = |row: &WhenRow| match row {
        WhenRow::Event(row) => index.dating(document, row.event).map(|when| when.edtf.as_str()),
        _ => None,
    };
    let runs = || rows.chunk_by(|one, next| date(one).is_some() && date(one) == date(next));
    if runs().all(|run| run.len() < FOLDED) {
        return rows;
    }
    let mut folded = Vec::with_capacity(rows.len() + 1);
    for run in runs() {
        match run.first() {
            Some(WhenRow::Event(first)) if run.len() >= FOLDED => {
                let by = events(run).map(|row| row.event).find(|event| opened.contains(event));
                let open = by.is_some();
                let first = by.unwrap_or(first.event);
                folded.push(WhenRow::Cluster(Cluster { first, count: run.len() as u32, open }));
                let kept = |event: &EventRow| open || event.here;
                let best = best(document, run);
                folded.extend(events(run).filter(|row| kept(row) || Some(*row) == best).map(WhenRow::Event));
            }
            _ => folded.extend_from_slice(run),
        }
    }
    folded
}

fn events(run: &[WhenRow]) -> impl Iterator<Item = EventRow> + '_ {
    run.iter().filter_map(|row| if let WhenRow::Event(row) = row { Some(*row) } else { None })
}

/// The most salient event of a run, the first of equals.
fn best(document: &Document, run: &[WhenRow]) -> Option<EventRow> {
    let salience = |row: &EventRow| document.events[row.event.index()].salience;
    events(run).reduce(|best, row| if salience(&row) > salience(&best) { row } else { best })
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    fn folded(opened: &[EventId]) -> Vec<String> {
        let words = ["zero", "one", "two", "three", "four", "five", "six", "seven"];
        let mut sample = Sample::new(&words.join(" "));
        for (nth, word) in words.into_iter().enumerate() {
            sample.event(word, Some(if nth == 0 { "1990" } else { "1991-02-03" }));
        }
        sample.document.events[4].salience = 1.0;
        let rows = (0..8).map(|nth| WhenRow::Event(EventRow { event: EventId(nth), here: nth == 6 })).collect();
        let opened = opened.iter().copied().collect();
        let show = |row: &WhenRow| match row {
            WhenRow::Event(row) => words[row.event.index()].to_owned(),
            WhenRow::Cluster(cluster) => format!("{} {}", if cluster.open { "v" } else { ">" }, cluster.count),
            _ => String::new(),
        };
        fold_clusters(&sample.document, &Index::new(&sample.document), rows, &opened).iter().map(show).collect()
    }

    #[test]
    fn a_run_is_folded_to_its_best_and_those_of_the_current_paragraph() {
        assert_eq!(folded(&[]), ["zero", "> 7", "four", "six"]);
    }

    #[test]
    fn an_opened_run_shows_all() {
        let all = folded(&[EventId(1)]);
        assert_eq!(all[..2], ["zero", "v 7"]);
        assert_eq!(all.len(), 9);
    }
}
