//! Who may be meant by a pronoun, or speak without being named: persons weighed by where the narration names them and
//! by their turns in the dialogue.
//!
//! The weights add up. They are those of a conditional logit over the candidates of each quotation, fitted by gradient
//! descent on the training part of LitBank (CC BY 4.0) from weights set by hand, in tenths; those for reported speech
//! are set by hand. What a person says of another is not looked at.

use rustc_hash::FxHashMap;

use super::gender::Told;
use super::naming::Naming;
use super::who::Who;
use crate::language::grammar::Parts;
use crate::model::{BlockId, EntityId, Span};

/// How many names back somebody is looked for.
const MENTIONS: usize = 40;
/// How many names are looked through for them, with those in direct speech.
const LOOK: usize = 120;
/// How many paragraphs back.
const BLOCKS: u32 = 30;
/// How many times is often.
const OFTEN: usize = 3;

/// What can speak for or against somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Sign {
    /// Nobody is named nearer before.
    Nearest,
    /// One person is.
    Second,
    /// Two or three are.
    Third,
    /// Named before in the same paragraph.
    SameBlock,
    /// Named in the paragraph before.
    BlockBefore,
    /// The last time as a subject.
    Subject,
    /// The last time as an owner: "Smith's".
    Owner,
    /// Known to be "he" or "she", as the pronoun is.
    Gender,
    /// Spoke in the turn before.
    LastTurn,
    /// Spoke in the turn before that.
    TurnBefore,
    /// Spoke a few turns ago.
    InScene,
    /// Was spoken to by name in the turn before.
    Addressed,
    /// Is named often around here.
    Often,
    /// Is named in the very words.
    Named,
    /// Named a few paragraphs ago only.
    Far,
    /// The narration of the same paragraph has them do something.
    Beside,
    /// Is said to speak in the next turn.
    NextTurn,
    /// Is said to speak in the turn after that.
    TurnAfter,
    /// The text says that they spoke in the turn before.
    LastStated,
    /// The text says that they spoke in the turn before that.
    BeforeStated,
    /// Is spoken to by name in the next turn.
    AddressedNext,
    /// Was spoken to by name a few turns ago.
    AddressedAgo,
    /// Seems to be "he" where the pronoun is "she", or the other way.
    Mismatch,
}

/// What somebody is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A pronoun beside marked words.
    Pronoun,
    /// A pronoun that reports something.
    Reported,
    /// Marked words without a source.
    Unnamed,
    /// A noun beside marked words: "the old man".
    Noun,
}

/// The weights of all signs, in their order.
type Weights = [i32; 23];

impl Mode {
    /// The least weight that is more than a guess.
    pub fn least(self) -> i32 {
        match self {
            Mode::Pronoun => 12,
            Mode::Unnamed => 5,
            Mode::Reported => 5,
            Mode::Noun => 18,
        }
    }

    fn weights(self) -> &'static Weights {
        match self {
            Mode::Pronoun => &PRONOUN,
            Mode::Reported => &REPORTED,
            Mode::Unnamed => &UNNAMED,
            Mode::Noun => &NOUN,
        }
    }
}

const PRONOUN: Weights = [11, 3, 0, 10, 5, 9, -7, 12, -5, 3, -1, 8, 4, -20, -5, 10, -8, 10, -2, 0, 11, 5, -14];
const REPORTED: Weights = [20, 8, 0, 8, 2, 8, -6, 12, 0, 0, 0, 0, 0, -40, -6, 0, 0, 0, 0, 0, 0, 0, -20];
const UNNAMED: Weights = [7, -1, -2, 6, 5, 6, -4, 9, -8, 10, 2, 17, 6, -20, -1, 20, -10, 9, -4, 0, 16, 8, -15];
const NOUN: Weights = [7, 0, -1, 7, 6, 7, -4, 11, -6, 9, 1, 17, 5, -19, -2, 20, -9, 9, -4, 0, 15, 7, -16];

/// Somebody who may be meant.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Who.
    pub who: Who,
    /// The words that name them nearest.
    pub evidence: Option<Span>,
    signs: u32,
}

impl Candidate {
    fn add(&mut self, sign: Sign) {
        self.signs |= 1 << sign as u32;
    }

    fn weight(&self, mode: Mode) -> i32 {
        let weights = mode.weights().iter().enumerate();
        weights.filter(|(sign, _)| self.signs >> sign & 1 == 1).map(|(_, weight)| weight).sum()
    }
}

/// The candidates for one place, in the order in which they were found.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    all: Vec<Candidate>,
    order: FxHashMap<Who, usize>,
}

impl Candidates {
    /// Adds a sign to somebody, who becomes a candidate.
    pub fn sign(&mut self, who: Who, evidence: Option<Span>, sign: Sign) {
        let at = *self.order.entry(who).or_insert(self.all.len());
        if at == self.all.len() {
            self.all.push(Candidate { who, evidence, signs: 0 });
        }
        let candidate = &mut self.all[at];
        candidate.evidence = candidate.evidence.or(evidence);
        candidate.add(sign);
    }

    /// Adds those whom the narration names in the paragraphs before `offset`, which stands in `block`.
    pub fn narrated(&mut self, namings: &[Naming], offset: u32, block: BlockId) {
        let before = namings.partition_point(|naming| naming.span.start < offset);
        let near = namings[..before].iter().rev().take(LOOK);
        let mut counts: FxHashMap<EntityId, usize> = FxHashMap::default();
        for naming in
            near.take_while(|naming| block.0 - naming.block.0 <= BLOCKS).filter(|naming| !naming.marked).take(MENTIONS)
        {
            let count = counts.entry(naming.entity).or_default();
            *count += 1;
            if *count == OFTEN {
                self.sign(Who::Named(naming.entity), None, Sign::Often);
            }
            if *count > 1 {
                continue;
            }
            let rank = counts.len();
            let near = match rank {
                1 => Sign::Nearest,
                2 => Sign::Second,
                _ => Sign::Third,
            };
            if rank <= 4 {
                self.sign(Who::Named(naming.entity), Some(naming.span), near);
            }
            let distance = match block.0 - naming.block.0 {
                0 => Some(Sign::SameBlock),
                1 => Some(Sign::BlockBefore),
                2 | 3 => None,
                _ => Some(Sign::Far),
            };
            let signs = [distance, naming.subject.then_some(Sign::Subject), naming.owner.then_some(Sign::Owner)];
            for sign in signs.into_iter().flatten() {
                self.sign(Who::Named(naming.entity), Some(naming.span), sign);
            }
        }
    }

    /// Adds what is known of each as "he" or "she"; drops those who surely are not as `wanted`.
    pub fn only(&mut self, wanted: Option<Parts>, gender: impl Fn(Who) -> Option<Told>) {
        let Some(wanted) = wanted else { return };
        self.all.retain(|candidate| gender(candidate.who).is_none_or(|told| told.parts == wanted || !told.surely));
        for candidate in &mut self.all {
            match gender(candidate.who) {
                Some(told) if told.parts == wanted => candidate.add(Sign::Gender),
                Some(_) => candidate.add(Sign::Mismatch),
                None => {}
            }
        }
    }

    /// Drops somebody.
    pub fn without(&mut self, entity: Option<EntityId>) {
        self.all.retain(|candidate| entity.is_none_or(|entity| candidate.who != Who::Named(entity)));
    }

    /// The likeliest, with their weight.
    pub fn best(&self, mode: Mode) -> Option<(Candidate, i32)> {
        let mut best: Option<(Candidate, i32)> = None;
        for candidate in &self.all {
            let weight = candidate.weight(mode);
            if best.is_none_or(|(_, most)| weight > most) {
                best = Some((*candidate, weight));
            }
        }
        best
    }
}
