//! What words point to.

use super::Work;
use crate::model::Reference;

/// All of them, in text order.
pub fn references(_work: Work<'_>) -> Vec<Reference> {
    Vec::new()
}
