//! The order of events.

use super::Work;
use super::syntax::Syntax;
use crate::model::TemporalLink;

/// All of them, in text order.
pub fn links(_work: Work<'_>, _syntax: &Syntax) -> Vec<TemporalLink> {
    Vec::new()
}
