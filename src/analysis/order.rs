//! The order of events.

use super::Work;
use crate::model::TemporalLink;

/// All of them, in text order.
pub fn links(_work: Work<'_>) -> Vec<TemporalLink> {
    Vec::new()
}
