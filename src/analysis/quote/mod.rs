//! Who says what: words between marks, words in the narrator's mouth, and whose they are.
//!
//! Marks are paired first, then judged: a title or a word held at arm's length is no speech. Reported speech is read
//! off verbs of saying and what they take. Speakers come last, in the order of the text, because "she" and a dialogue
//! without names depend on what came before. Words that the narrator interrupts are two quotations with one source,
//! each with a span of its own, so that his words never stand in anybody else's mouth. What a speaker's pronouns mean
//! inside the quotation is not looked at.

mod added;
mod body;
mod cast;
mod dash;
mod direct;
mod draft;
mod foot;
mod gender;
mod marks;
mod naming;
mod narrator;
mod report;
mod speaker;
mod transcript;
mod who;

use std::ops::Range;

use self::added::Added;
use self::draft::{Draft, WHYS, Why, is_turn};
use self::transcript::Labelled;
use self::who::{Speaker, Who};
use super::Work;
use super::syntax::Syntax;
use super::syntax::phrase::Phrases;
use crate::language::speech::Cues;
use crate::model::{Entity, Mention, Provenance, Quote, Rule};

/// Who says what, and who speaks without a name.
pub struct Told {
    /// All quotations, direct and reported, in text order, with their speakers.
    pub quotes: Vec<Quote>,
    /// The next entities of the document, with their mentions: a narrator without a name, speakers who have only
    /// labels.
    pub added: Vec<(Entity, Vec<Mention>)>,
}

/// Who says what in a document whose names are known.
pub fn quotes(work: Work<'_>, syntax: &Syntax) -> Told {
    let phrases = Phrases::new(work, syntax);
    let cues = Cues::of(&work.pack.lexicon);
    let mut drafts = direct::speech(phrases, &cues);
    let mut reported = report::reported(phrases, &cues, &drafts);
    set_depth(&drafts, &mut reported);
    let bodies = body::bodies(phrases, &cues, &drafts);
    drafts.append(&mut reported);
    drafts.sort_by_key(|draft| (draft.span.start, std::cmp::Reverse(draft.span.end)));
    let addressed: Vec<_> = drafts.iter().map(|draft| naming::addressed(phrases, draft)).collect();
    let namings = naming::namings(phrases, &drafts);
    let narrator = narrator::narrator(phrases, &drafts, &namings, &addressed, &bodies);
    let mut added = Added::new(work, &narrator);
    let mut speakers = speaker::speakers(phrases, &drafts, namings, &narrator, &addressed, &bodies);
    let unsigned =
        drafts.iter().zip(&mut speakers).filter(|(draft, speaker)| is_turn(draft) && speaker.entity().is_none());
    for (draft, speaker) in unsigned {
        if let Some((entity, span)) = body::signed(phrases, &cues, draft) {
            *speaker = Speaker::inferred(Who::Named(entity), Some(span), &Rule::from("signature at its foot"), 0.9);
        }
    }
    let mut told: Vec<(Draft, Speaker)> = drafts.into_iter().zip(speakers).collect();
    for body in bodies {
        let author = body.author.unwrap_or_else(|| added.called(&body.draft));
        told.push((body.draft, Speaker::stated(Who::Named(author))));
    }
    for (draft, speaker) in transcript::transcript(phrases) {
        let speaker = match speaker {
            Labelled::Entity(entity) => Speaker::stated(Who::Named(entity)),
            Labelled::Words => Speaker::stated(Who::Named(added.called(&draft))),
            Labelled::Nobody => Speaker::nobody(),
        };
        told.push((draft, speaker));
    }
    told.sort_by_key(|(draft, _)| (draft.span.start, std::cmp::Reverse(draft.span.end)));
    nest(&mut told);
    let rules: Vec<Rule> = WHYS.iter().map(|(_, name, _)| Rule::from(*name)).collect();
    let quotes = told.into_iter().map(|(draft, speaker)| finish(work, draft, speaker, &rules)).collect();
    Told { quotes, added: added.rows }
}

/// What lies in the text of an author or in the turn of a transcript lies deeper by one.
fn nest(told: &mut [(Draft, Speaker)]) {
    let mut open: Vec<u32> = Vec::new();
    for (draft, _) in told {
        open.retain(|end| *end > draft.span.start);
        draft.depth = draft.depth.saturating_add(open.len() as u8);
        if matches!(draft.why, Why::Body | Why::Turn) {
            open.push(draft.span.end);
        }
    }
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

fn finish(work: Work<'_>, draft: Draft, speaker: Speaker, rules: &[Rule]) -> Quote {
    let on = work.subject();
    let span = |tokens: Option<&Range<usize>>| tokens.filter(|tokens| !tokens.is_empty()).map(|tokens| on.span(tokens));
    let (source, cue) = (span(draft.source.as_ref()).or(speaker.words), span(draft.cue.as_ref()));
    let index = WHYS.iter().position(|(why, ..)| *why == draft.why).unwrap_or(0);
    let entity = speaker.entity();
    let rule = speaker.rule.unwrap_or_else(|| rules[index].clone());
    let evidence = cue.into_iter().chain(source).chain(speaker.evidence).collect();
    Quote {
        span: draft.span,
        source,
        cue,
        speaker: entity,
        kind: draft.kind,
        depth: draft.depth,
        provenance: Provenance::new(rule, evidence, WHYS[index].2 * speaker.confidence),
    }
}

#[cfg(test)]
mod authors;
#[cfg(test)]
mod tests;
