//! Events.

use super::Work;
use crate::model::Event;

/// All of them, in text order.
pub fn events(_work: Work<'_>) -> Vec<Event> {
    Vec::new()
}
