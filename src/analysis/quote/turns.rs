//! Dialogues without names: two who speak in turn.
//!
//! Read backwards and forwards once the named speakers are known. Only in paragraphs that follow one another, and only
//! between two speakers.

use super::draft::Draft;
use super::speaker::Speaker;
use crate::analysis::Work;
use crate::model::{BlockId, EntityId, QuoteKind, Rule};

/// One paragraph of a dialogue.
struct Turn {
    block: BlockId,
    speaker: Option<EntityId>,
    /// The drafts in it.
    drafts: Vec<usize>,
}

/// Gives the speakers that are missing to those who had the turn before the last, or have the one after the next.
pub fn fill(work: Work<'_>, drafts: &[Draft], speakers: &mut [Speaker]) {
    let rule = Rule::from("turns of a dialogue");
    let mut turns: Vec<Turn> = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        if draft.kind != QuoteKind::Direct || draft.depth != 1 {
            continue;
        }
        let block = work.document.block_at(draft.outer.start).unwrap_or(BlockId(0));
        match turns.last_mut().filter(|turn| turn.block == block) {
            Some(turn) => {
                turn.drafts.push(index);
                turn.speaker = turn.speaker.or(speakers[index].entity);
            }
            None => turns.push(Turn { block, speaker: speakers[index].entity, drafts: vec![index] }),
        }
    }
    let backwards = (0..turns.len().saturating_sub(2)).rev().map(|at| (at, at + 1, at + 2));
    let forwards = (2..turns.len()).map(|at| (at, at - 1, at - 2));
    let steps: Vec<(usize, usize, usize)> = backwards.chain(forwards).collect();
    for (at, between, other) in steps {
        let (low, high) = (turns[at.min(other)].block.0, turns[at.max(other)].block.0);
        let fits = turns[at].speaker.is_none() && high - low == 2 && turns[between].speaker != turns[other].speaker;
        if fits {
            turns[at].speaker = turns[other].speaker;
        }
    }
    for turn in turns {
        for index in turn.drafts {
            // A source that names somebody, if not who, is not overruled.
            if let (None, None, Some(entity)) = (speakers[index].entity, &drafts[index].source, turn.speaker) {
                speakers[index] = Speaker::inferred(entity, None, &rule, 0.5);
            }
        }
    }
}
