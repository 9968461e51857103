//! Dialogues without names: two who speak in turn.
//!
//! Read backwards and forwards once the named speakers are known. Only in paragraphs near one another, and only between
//! two speakers; one who has no name but is called something else than the other keeps the turns apart.

use super::draft::Draft;
use super::speaker::{GAP, Speaker, Who};
use crate::analysis::Work;
use crate::model::{BlockId, QuoteKind, Rule};

/// How many turns away the other of two is looked for.
const REACH: usize = 6;

/// One paragraph of a dialogue.
struct Turn {
    block: BlockId,
    who: Option<Who>,
    /// Who is spoken to in it, and so has not the turn.
    addressed: Option<Who>,
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
        let addressed = speakers[index].addressed.map(Who::Named);
        match turns.last_mut().filter(|turn| turn.block == block) {
            Some(turn) => {
                turn.drafts.push(index);
                turn.who = turn.who.or(speakers[index].who);
                turn.addressed = turn.addressed.or(addressed);
            }
            None => turns.push(Turn { block, who: speakers[index].who, addressed, drafts: vec![index] }),
        }
    }
    let count = turns.len();
    for at in (0..count).rev() {
        fill_one(&mut turns, at, |away| Some(at + away).filter(|other| *other < count));
    }
    for at in 0..count {
        fill_one(&mut turns, at, |away| at.checked_sub(away));
    }
    for turn in turns {
        for index in turn.drafts {
            // A source that names somebody, if not who, is not overruled.
            if let (None, None, Some(Who::Named(entity))) = (speakers[index].entity, &drafts[index].source, turn.who) {
                speakers[index] = Speaker::inferred(entity, None, &rule, 0.5);
            }
        }
    }
}

/// Gives a turn to whoever has the one two away, if that is not the one between; else to the last who is not the one
/// beside. `away` leads to other turns on one side.
fn fill_one(turns: &mut [Turn], at: usize, away: impl Fn(usize) -> Option<usize>) {
    if turns[at].who.is_some() {
        return;
    }
    let mut last = at;
    let mut beside = None;
    for step in 1..=REACH {
        let Some(other) = away(step).filter(|&other| turns[other].block.0.abs_diff(turns[last].block.0) <= GAP) else {
            return;
        };
        last = other;
        let who = turns[other].who;
        if step == 1 {
            beside = who;
        } else if who.is_some() && who != beside && (step == 2 || beside.is_some()) {
            turns[at].who = who.filter(|_| who != turns[at].addressed);
            return;
        }
    }
}
