//! What was found, for programs and for other programs' users: one file a format, one row in [`EXPORTERS`].
//!
//! Exporters write what the document holds and decide nothing: they neither read files nor analyse, and they do not
//! know the terminal.

pub mod annotate;
pub mod corrections;
pub mod entities;
mod exporter;
mod names;
mod rows;
mod table;
pub mod text;
pub mod timeline;
mod value;

pub use exporter::Exporter;

/// All formats.
pub const EXPORTERS: &[Exporter] = &[
    annotate::ANNOTATIONS,
    timeline::TIMELINE,
    timeline::FULL_TIMELINE,
    timeline::TIMELINE_JSON,
    entities::ENTITIES,
    entities::ENTITIES_JSON,
    corrections::CORRECTIONS,
    text::TEXT,
];

/// The format of this name.
pub fn named(name: &str) -> Option<&'static Exporter> {
    EXPORTERS.iter().find(|exporter| exporter.name == name)
}
