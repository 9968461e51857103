//! Sentences.

use super::Work;
use crate::model::Sentence;

/// All of them, in text order.
pub fn sentences(_work: Work<'_>) -> Vec<Sentence> {
    Vec::new()
}
