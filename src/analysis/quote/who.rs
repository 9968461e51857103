//! Whom words belong to, as far as that is known.

use crate::model::{EntityId, Rule, Span};

/// Who has a turn in a dialogue: somebody with a name, or only with words of his own ("the old man").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// An entity.
    Named(EntityId),
    /// The hash of the words.
    Called(u64),
}

impl Who {
    /// The entity, if it is one.
    pub fn entity(self) -> Option<EntityId> {
        match self {
            Who::Named(entity) => Some(entity),
            Who::Called(_) => None,
        }
    }
}

/// Whose words a draft is, and why.
#[derive(Clone, Debug)]
pub struct Speaker {
    /// Nobody if unknown.
    pub who: Option<Who>,
    /// The words that name the speaker, where the draft has no source of its own.
    pub words: Option<Span>,
    /// Set if the speaker was inferred; it then says more than the rule that found the words.
    pub rule: Option<Rule>,
    /// The words from which it was inferred.
    pub evidence: Vec<Span>,
    /// How sure, as a factor.
    pub confidence: f32,
}

impl Speaker {
    /// Somebody unknown.
    pub fn nobody() -> Self {
        Self { who: None, words: None, rule: None, evidence: Vec::new(), confidence: 1.0 }
    }

    /// The speaker as an entity, if it is one.
    pub fn entity(&self) -> Option<EntityId> {
        self.who.and_then(Who::entity)
    }

    /// As the source says.
    pub fn stated(who: Who) -> Self {
        Self { who: Some(who), ..Self::nobody() }
    }

    /// Found by a rule of its own.
    pub fn inferred(who: Who, evidence: Option<Span>, rule: &Rule, confidence: f32) -> Self {
        Self {
            who: Some(who),
            // Somebody without a name is shown by the words that call him something.
            words: evidence.filter(|_| who.entity().is_none()),
            rule: Some(rule.clone()),
            evidence: evidence.into_iter().collect(),
            confidence,
        }
    }
}
