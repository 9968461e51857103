//! Who says what: words between marks, words in the narrator's mouth, and whose they are.
//!
//! Marks are paired first, then judged: a title or a word held at arm's length is no speech. Reported speech is read
//! off verbs of saying and what they take. Speakers come last, in the order of the text, because "she" and a dialogue
//! without names depend on what came before. Words that the narrator interrupts are two quotations with one source,
//! each with a span of its own, so that his words never stand in anybody else's mouth. What a speaker's pronouns mean
//! inside the quotation is not looked at.

mod dash;
mod direct;
mod draft;
mod gender;
mod marks;
mod report;
mod speaker;
mod turns;

use std::ops::Range;

use self::draft::{Draft, WHYS};
use super::Work;
use super::syntax::Syntax;
use super::syntax::phrase::Phrases;
use crate::language::speech::Cues;
use crate::model::{Provenance, Quote, Rule};

/// All quotations, direct and reported, in text order, with their speakers.
pub fn quotes(work: Work<'_>, syntax: &Syntax) -> Vec<Quote> {
    let phrases = Phrases::new(work, syntax);
    let cues = Cues::of(&work.pack.lexicon);
    let mut drafts = direct::speech(phrases, &cues);
    let mut reported = report::reported(phrases, &cues, &drafts);
    set_depth(&drafts, &mut reported);
    drafts.append(&mut reported);
    drafts.sort_by_key(|draft| (draft.span.start, std::cmp::Reverse(draft.span.end)));
    let mut speakers = speaker::speakers(phrases, &drafts);
    turns::fill(work, &drafts, &mut speakers);
    let rules: Vec<Rule> = WHYS.iter().map(|(_, name, _)| Rule::from(*name)).collect();
    let quote = |(draft, speaker): (Draft, speaker::Speaker)| finish(work, draft, speaker, &rules);
    drafts.into_iter().zip(speakers).map(quote).collect()
}

/// Reported speech inside a quotation lies one deeper. Both are in text order.
fn set_depth(direct: &[Draft], reported: &mut [Draft]) {
    let mut open: Vec<(u32, u8)> = Vec::new();
    let mut next = 0;
    for draft in reported {
        while let Some(quote) = direct.get(next).filter(|quote| quote.outer.start <= draft.span.start) {
            open.retain(|(end, _)| *end > quote.outer.start);
            open.push((quote.outer.end, quote.depth));
            next += 1;
        }
        open.retain(|(end, _)| *end > draft.span.start);
        let around = open.iter().filter(|(end, _)| *end >= draft.span.end).map(|(_, depth)| *depth).max();
        draft.depth = around.unwrap_or(0).saturating_add(1);
    }
}

fn finish(work: Work<'_>, draft: Draft, speaker: speaker::Speaker, rules: &[Rule]) -> Quote {
    let on = work.subject();
    let span = |tokens: Option<&Range<usize>>| tokens.filter(|tokens| !tokens.is_empty()).map(|tokens| on.span(tokens));
    let (source, cue) = (span(draft.source.as_ref()).or(speaker.words), span(draft.cue.as_ref()));
    let index = WHYS.iter().position(|(why, ..)| *why == draft.why).unwrap_or(0);
    let rule = speaker.rule.unwrap_or_else(|| rules[index].clone());
    let evidence = cue.into_iter().chain(source).chain(speaker.evidence).collect();
    Quote {
        span: draft.span,
        source,
        cue,
        speaker: speaker.entity,
        kind: draft.kind,
        depth: draft.depth,
        provenance: Provenance::new(rule, evidence, WHYS[index].2 * speaker.confidence),
    }
}

#[cfg(test)]
mod tests;
