//! What the text says happened, happens, will happen or is asked for, and who says so.
//!
//! Each sentence is read by itself, block by block; then claimants and re-mentions are settled in the order of the
//! text. An event without a stated time gets none here; what is told of its order is the business of
//! [`super::order`].

mod claim;
mod date;
mod dated;
mod draft;
mod find;
mod label;
mod mention;
mod modality;
mod shared;

use rayon::prelude::*;

use self::claim::Claim;
use self::draft::{DATE_WHYS, Draft};
use self::find::Finder;
use super::Work;
use super::syntax::Syntax;
use super::syntax::phrase::Phrases;
use crate::language::event::EventWords;
use crate::model::{BlockId, Event, EventId, Provenance, Rule, Span};

/// Blocks that one thread reads at a time.
const CHUNK: usize = 128;
/// What each mention again adds to the salience of an event, and the most that all add.
const AGAIN: (f32, f32) = (0.03, 0.15);

/// All of them, in text order.
pub fn events(work: Work<'_>, syntax: &Syntax) -> Vec<Event> {
    if work.pack.grammar.is_empty() {
        return dated::events(work);
    }
    let phrases = Phrases::new(work, syntax);
    let words = EventWords::of(&work.pack.lexicon);
    let said: Vec<Span> = work.document.quotes.iter().map(|quote| quote.span).collect();
    let blocks = work.document.blocks.len();
    let chunks: Vec<Vec<Draft>> = (0..blocks.div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| {
            let finder = Finder::new(phrases, &words, &said);
            let mut drafts = Vec::new();
            for block in chunk * CHUNK..blocks.min((chunk + 1) * CHUNK) {
                finder.block(BlockId::from(block), &mut drafts);
            }
            drafts
        })
        .collect();
    let mut drafts: Vec<Draft> = chunks.into_iter().flatten().collect();
    drafts.sort_by_key(|draft| draft.trigger.start);
    drafts.dedup_by_key(|draft| draft.trigger.start);
    let claims = claim::claims(phrases, &drafts);
    let again = mention::again(phrases, &drafts);
    finish(work, drafts, &claims, &again)
}

fn finish(work: Work<'_>, drafts: Vec<Draft>, claims: &[Claim], again: &[Option<EventId>]) -> Vec<Event> {
    let rules: Vec<Rule> = DATE_WHYS.iter().map(|(_, name, _)| Rule::from(*name)).collect();
    let mut mentions = vec![0_u32; drafts.len()];
    for earlier in again.iter().flatten() {
        mentions[earlier.index()] += 1;
    }
    let subject = work.subject();
    drafts
        .into_iter()
        .enumerate()
        .map(|(index, draft)| {
            let why = DATE_WHYS.iter().position(|(why, ..)| *why == draft.date.why).unwrap_or(0);
            let dating = draft.date.timex.map(|timex| work.document.timexes[timex.index()].span);
            let evidence = [Some(draft.trigger), dating].into_iter().flatten().collect();
            let bonus = (AGAIN.0 * mentions[index] as f32).min(AGAIN.1);
            Event {
                trigger: draft.trigger,
                span: if draft.clause.is_empty() {
                    draft.trigger
                } else {
                    subject.span(&draft.clause).join(draft.trigger)
                },
                label: draft.label,
                class: draft.class,
                participants: draft.participants,
                place: draft.place,
                timex: draft.date.timex.filter(|_| draft.date.bound.is_none()),
                when: date::value(work.document, &draft.date),
                status: draft.date.status,
                modality: draft.modality,
                claimant: claims[index].claimant,
                quote: claims[index].quote,
                block: draft.block,
                same_as: again[index],
                salience: (draft.salience + bonus).min(1.0),
                provenance: Provenance::new(rules[why].clone(), evidence, DATE_WHYS[why].2),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
