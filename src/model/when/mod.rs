//! Calendar values with their uncertainty: units of the calendar, EDTF text, four bounds, and how to say them.
//!
//! [`Calendar`] is what words such as "June 1940" mean when they are placed; [`When`] is the same with its EDTF text
//! and its bounds, ready for a timeline. Bounds follow SIMILE Timeline's four points: a fuzzy span has an earliest and
//! a latest start, an earliest and a latest end. Years run from −9999 to 9999, proleptic Gregorian, with a year 0 (1
//! BC), as in ISO 8601-2. This module computes with values; of texts it reads
//! nothing but EDTF ([`Written`]).

mod calendar;
mod value;
mod words;
mod written;

pub use calendar::{Calendar, Date, Granularity, Modifier, PartOfDay, Season, TimeOfDay};
pub use value::{Bounds, Moment, When};
pub use words::duration_in_words;
pub use written::{NotADate, Written};
