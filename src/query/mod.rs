//! Answers for any front end, as plain data: where am I, who is here, when was that, what does this point to.
//!
//! Functions take a [`Document`](crate::model::Document), where they need it its [`Index`] (built once per snapshot,
//! off the drawing thread), and give ids, spans and small numbers; words are fetched when something is drawn. Each call
//! costs at most a pass over one layer. This module never draws, never changes a document, and infers nothing about the
//! text: what it orders and counts, the analysis found.

mod axis;
mod card;
mod carry;
mod cite;
mod cluster;
mod corrected;
mod curve;
mod fold;
mod index;
mod motion;
mod names;
mod order;
mod scope;
mod thing;
mod time;
mod when;
mod who;

pub use axis::{Axis, Column, Lane, Strip, StripLabel, lanes, strip};
pub use card::{Card, Fact, FactKind, about, card};
pub use carry::{Chosen, Known, carried};
pub use cite::{Cited, blocks_around, cite, cited, excerpt, squeeze};
pub use cluster::fold_clusters;
pub use corrected::{correction_words, corrections_of, unfit, was_words};
pub use curve::{Curve, Mark, curve_cells, curve_columns, curve_marks};
pub use fold::{Fold, folded};
pub use index::{Claimant, ClaimantId, Echo, EchoKind, Index, letter};
pub use motion::{Motion, step};
pub use names::{kind_words, modality_words};
pub use order::{Placed, Placement};
pub use scope::{Context, Filter, context_at};
pub use thing::{
    Occurrence, Thing, claimed_by, definition, last_before, meant, mention_at, occurrences, place_of, quotation_at,
    span_of, speaking_at, targets_in, thing_at,
};
pub use time::{
    Certainty, Extent, Years, certainty, date_of, date_words, day_number, day_words, is_inferred, year_words,
};
pub use when::{Cluster, EventRow, Gap, WhenRow, dated_here, told_rows, when_rows};
pub use who::{Section, WhoRow, position, presence, role, who_rows};

#[cfg(test)]
pub(crate) mod sample;
