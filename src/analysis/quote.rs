//! Who says what.

use super::Work;
use crate::model::Quote;

/// All of them, in text order.
pub fn quotes(_work: Work<'_>) -> Vec<Quote> {
    Vec::new()
}
