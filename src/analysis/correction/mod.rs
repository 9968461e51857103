//! What the reader put right by hand: laid over what was found, so that every later stage builds on it.
//!
//! Entities are put right once names are merged, speakers once quotations have theirs, dates where times are resolved.
//! Corrections are applied in their order, so the later of two that contradict each other counts. One whose words are
//! gone does nothing and is kept. Those of speakers without a name wait until quotations have added these. What the
//! narrator's pronouns or the turns of a dialogue would follow from a corrected speaker is not inferred anew.

mod entity;
mod name;
mod quote;
#[cfg(test)]
mod tests;

use super::Work;
use super::timex::Pin;
use crate::model::{Applied, Corrected, Correction, Document, Entity, EntityId, Mention, Mode, Quote, Seeker, Was};

/// The corrections of a document, with what has come of them so far.
pub struct Hand {
    applied: Vec<Applied>,
}

impl Hand {
    /// Corrections in the order in which they count.
    pub fn new(corrections: &[Correction]) -> Self {
        Self { applied: corrections.iter().cloned().map(Applied::not_yet).collect() }
    }

    /// Entities in the order of their first mention, and mentions in text order, put right.
    pub fn entities(&mut self, work: Work<'_>, found: (Vec<Entity>, Vec<Mention>)) -> (Vec<Entity>, Vec<Mention>) {
        if !self.applied.iter().any(|applied| applied.correction.concerns_entities()) {
            return found;
        }
        let found = name::add(work, &self.applied, found);
        let put = entity::apply(&work.document.text, &mut self.applied, found);
        (put.entities, put.mentions)
    }

    /// The entities of a document to which speakers without a name were added, and its quotations, put right as to
    /// these.
    pub fn speakers(&mut self, document: &mut Document, quotes: &mut [Quote]) {
        if !self.applied.iter().any(|applied| !applied.fits && applied.correction.concerns_entities()) {
            return;
        }
        let ids = self.known_entities(document);
        for quote in quotes {
            quote.speaker = quote.speaker.and_then(|speaker| ids[speaker.index()]);
        }
    }

    /// The entities of a document and their mentions, put right where other layers name them already: gives by their
    /// old numbers the new ones, none for those that are gone.
    pub fn known_entities(&mut self, document: &mut Document) -> Vec<Option<EntityId>> {
        let found = (std::mem::take(&mut document.entities), std::mem::take(&mut document.mentions));
        let put = entity::apply(&document.text, &mut self.applied, found);
        (document.entities, document.mentions) = (put.entities, put.mentions);
        put.ids
    }

    /// The quotations of a document that has its entities, put right.
    pub fn quotes(&mut self, document: &Document, mut quotes: Vec<Quote>) -> Vec<Quote> {
        if self.applied.iter().any(|applied| matches!(applied.correction, Correction::Speaker { .. })) {
            quote::apply(document, &mut self.applied, &mut quotes);
        }
        quotes
    }

    /// What came of all corrections in a document that has its dates.
    pub fn finish(mut self, document: &Document) -> Vec<Applied> {
        let dates = self.applied.iter().filter_map(|applied| match &applied.correction {
            Correction::Date { at, .. } => Some(at),
            _ => None,
        });
        let seeker = Seeker::new(&document.text, dates, document.timexes.iter().map(|timex| timex.span));
        let found: Vec<Option<usize>> = (self.applied.iter())
            .map(|applied| match &applied.correction {
                Correction::Date { at, .. } => seeker.find(at),
                _ => None,
            })
            .collect();
        drop(seeker);
        for (applied, found) in self.applied.iter_mut().zip(found) {
            if let Some(nth) = found {
                let timex = &document.timexes[nth];
                let was = timex.found.as_ref().map(|found| Was::Called(found.in_words()));
                applied.settle(timex.span, Some(Corrected::Timex(nth.into())), was.unwrap_or_default());
            } else if let Correction::CountDates(_) = applied.correction {
                (applied.fits, applied.on) = (true, Some(Corrected::Document));
            }
        }
        self.applied
    }
}

/// The dates among corrections.
pub fn pins(corrections: &[Correction]) -> Vec<Pin<'_>> {
    let pins = corrections.iter().filter_map(|correction| match correction {
        Correction::Date { at, edtf } => Some(Pin { at, edtf }),
        _ => None,
    });
    pins.collect()
}

/// What the dates of the document are to count from.
pub fn mode(corrections: &[Correction]) -> Option<Mode> {
    let mode = |correction: &Correction| match correction {
        Correction::CountDates(mode) => Some(*mode),
        _ => None,
    };
    corrections.iter().rev().find_map(mode)
}
