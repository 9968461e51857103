//! Time expressions and what they are counted from.

use super::Work;
use crate::model::{Mode, Timex};

/// Whether the document counts relative dates from its own date or from the narrative's last one.
pub fn mode(_work: Work<'_>) -> Mode {
    Mode::Unknown
}

/// All time expressions, resolved, in text order.
pub fn timexes(_work: Work<'_>) -> Vec<Timex> {
    Vec::new()
}
