//! Who says what, by hand.

use crate::model::{Applied, Corrected, Correction, Document, EntityId, Passage, Provenance, Quote, Rule, Seeker, Was};

/// How many quotations on either side may have the same words that name their source.
const BESIDE: usize = 8;

/// Gives quotations the speakers that the reader gave them.
pub fn apply(document: &Document, applied: &mut [Applied], quotes: &mut [Quote]) {
    let mut given = Given { document, rule: "speaker set by the reader".into(), quotes };
    let speakers: Vec<(usize, Passage, Option<Passage>)> = (applied.iter().enumerate())
        .filter_map(|(nth, applied)| match &applied.correction {
            Correction::Speaker { at, speaker } => Some((nth, at.clone(), speaker.clone())),
            _ => None,
        })
        .collect();
    let places = given.quotes.iter().map(|quote| quote.span).collect::<Vec<_>>();
    let places = Seeker::new(&document.text, speakers.iter().map(|(_, at, _)| at), places);
    let names = document.mentions.iter().map(|mention| mention.span);
    let names = Seeker::new(&document.text, speakers.iter().filter_map(|(.., speaker)| speaker.as_ref()), names);
    for (nth, at, speaker) in &speakers {
        let Some(quote) = places.find(at) else { continue };
        let name = speaker.as_ref().map(|speaker| names.find(speaker).or_else(|| names.nearest(speaker)));
        let mention = match name {
            Some(None) => continue,
            Some(Some(mention)) => Some(mention),
            None => None,
        };
        let was = given.give(quote, mention);
        applied[*nth].settle(given.quotes[quote].span, Some(Corrected::Quote(quote.into())), was);
    }
}

struct Given<'a> {
    document: &'a Document,
    rule: Rule,
    quotes: &'a mut [Quote],
}

impl Given<'_> {
    /// Gives a quotation its speaker, and those on either side that have the same words for their source.
    fn give(&mut self, nth: usize, mention: Option<usize>) -> Was {
        let mention = mention.map(|mention| &self.document.mentions[mention]);
        let speaker = mention.map(|mention| mention.entity);
        let Quote { cue, source, speaker: old, .. } = self.quotes[nth];
        let near = nth.saturating_sub(BESIDE)..(nth + BESIDE + 1).min(self.quotes.len());
        for (quote, at) in self.quotes[near.clone()].iter_mut().zip(near) {
            let by_cue = cue.is_some() && quote.cue == cue;
            if at != nth && !by_cue && (source.is_none() || quote.source != source) {
                continue;
            }
            quote.speaker = speaker;
            if speaker.is_none() {
                quote.source = None;
            }
            let evidence = quote.cue.into_iter().chain(mention.map(|mention| mention.span));
            quote.provenance = Provenance::new(self.rule.clone(), evidence.collect(), 1.0);
        }
        let name = |id: EntityId| self.document.entities[id.index()].name.clone();
        if old == speaker { Was::Same } else { Was::Said(old.map(name)) }
    }
}
