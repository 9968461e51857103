//! Sentence ends: what the words around a full stop say about it.
//!
//! Without a rule a stop before a capital, a digit or an opening mark ends a sentence. Rules name the stops that do
//! not. Words of the class STARTER are those that begin sentences often and names hardly ever.

use serde::Deserialize;

/// What a match says about the stops in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// None of them ends a sentence ("Dr.").
    Never,
    /// Only the last may, and only if a word of the class STARTER, a quotation or nothing follows ("the U.S. The …").
    Seldom,
}
