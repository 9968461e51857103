//! Time expressions: what a match of a rule means for the value.

use serde::Deserialize;

/// What a match means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {}
