//! What is kept of a document between sessions, beside the document and never in it: where one left off, what one put
//! right by hand, and, to open it faster, what was found in it.
//!
//! The first two are small files that a person can read, written atomically under a lock, so that several copies of
//! the program lose nothing of each other's. A document is known again by its path, else by its content. A file from a
//! newer version is left alone.

mod analyses;
mod correction;
mod folder;
mod left;
mod sheet;

pub use analyses::{Analyses, Key};
pub use correction::{CorrectionFiles, Corrections};
pub use left::{Place, Places, Point};
pub use sheet::written;
