//! Who says what: words between marks, words in the narrator's mouth, and whose they are.
//!
//! Marks are paired first, then judged: a title or a word held at arm's length is no speech. Reported speech is read
//! off verbs of saying and what they take. Speakers come last, in the order of the text, because "she" and a dialogue
//! without names depend on what came before. What a speaker's pronouns mean inside the quotation is not looked at.

mod direct;
mod marks;
mod report;
mod speaker;

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::Work;
use super::syntax::Syntax;
use super::syntax::phrase::Phrases;
use crate::language::speech::Cues;
use crate::model::{Provenance, Quote, QuoteKind, Rule, Span};

/// An attribution before its speaker is known.
#[derive(Clone, Debug)]
struct Draft {
    span: Span,
    /// With marks; as `span` for reported speech.
    outer: Span,
    source: Option<Range<usize>>,
    cue: Option<Range<usize>>,
    kind: QuoteKind,
    depth: u8,
    why: Why,
}

/// Why words are taken for speech: the rule's name for a reader, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    SaidAfter,
    SaidBefore,
    Introduced,
    Label,
    Interrupted,
    Sentence,
    Paragraphs,
    Unclosed,
    Indented,
    ReportedClause,
    ReportedWish,
    ReportedThing,
    Inserted,
    AccordingTo,
    Noun,
}

const WHYS: [(Why, &str, f32); 15] = [
    (Why::SaidAfter, "words in quotation marks, with a verb of saying behind them", 0.95),
    (Why::SaidBefore, "words in quotation marks, with a verb of saying before them", 0.95),
    (Why::Introduced, "quotation introduced by the paragraph before", 0.9),
    (Why::Label, "speaker's name and a colon before quotation marks", 0.9),
    (Why::Interrupted, "quotation that goes on behind the verb of saying", 0.9),
    (Why::Sentence, "whole sentence in quotation marks", 0.7),
    (Why::Paragraphs, "paragraphs in quotation marks", 0.9),
    (Why::Unclosed, "paragraph that opens with a quotation mark", 0.5),
    (Why::Indented, "indented paragraphs introduced by a verb of saying", 0.8),
    (Why::ReportedClause, "clause that a verb of saying or thinking takes", 0.8),
    (Why::ReportedWish, "what somebody wants, promises or asks for", 0.6),
    (Why::ReportedThing, "what a verb of judging takes", 0.5),
    (Why::Inserted, "sentence with a verb of saying set into it", 0.8),
    (Why::AccordingTo, "clause ascribed by a set phrase", 0.8),
    (Why::Noun, "clause that a noun of saying takes", 0.7),
];

/// All quotations, direct and reported, in text order, with their speakers.
pub fn quotes(work: Work<'_>, syntax: &Syntax) -> Vec<Quote> {
    let phrases = Phrases::new(work, syntax);
    let cues = Cues::of(&work.pack.lexicon);
    let mut drafts = direct::speech(phrases, &cues);
    let taken: FxHashSet<usize> = drafts.iter().filter_map(|draft| draft.cue.clone()).flatten().collect();
    let mut reported = report::reported(phrases, &cues, &taken);
    set_depth(&drafts, &mut reported);
    drafts.append(&mut reported);
    drafts.sort_by_key(|draft| (draft.span.start, std::cmp::Reverse(draft.span.end)));
    let speakers = speaker::speakers(phrases, &drafts);
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
