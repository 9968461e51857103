//! What dates count from.

use serde::{Deserialize, Serialize};

/// What relative and partial dates count from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mode {
    /// The document's own date: news, letters, statements.
    News,
    /// The last date told: histories, biographies.
    Narrative,
    /// Nothing is known yet.
    #[default]
    Unknown,
}
