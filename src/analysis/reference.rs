//! What words point to.

use super::Work;
use super::syntax::Syntax;
use crate::model::Reference;

/// All of them, in text order.
pub fn references(_work: Work<'_>, _syntax: &Syntax) -> Vec<Reference> {
    Vec::new()
}
