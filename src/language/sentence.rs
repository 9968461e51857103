//! Sentence ends: what a match of a rule joins or parts.

use serde::Deserialize;

/// What a match means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {}
