//! Prints how documents are read: what they state about themselves, and one line a block.
//!
//! `cargo run --example blocks FILE…`

use std::io::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    for path in std::env::args().skip(1) {
        let document = dateline::input::open(Path::new(&path))?;
        let meta = &document.meta;
        writeln!(out, "{path}: {}, {}, {:?}", meta.format, meta.encoding, meta.line_ending)?;
        writeln!(out, "  title  {:?}\n  date   {:?}\n  author {:?}", meta.title, meta.date, meta.author)?;
        for warning in &meta.warnings {
            writeln!(out, "  {}", warning.0)?;
        }
        for block in document.blocks.iter() {
            let words: String = document.words(block.span).chars().take(90).collect();
            let label = block.label.map(|label| document.words(label)).unwrap_or_default();
            let kind = format!("{:?}", block.kind);
            writeln!(out, "{kind:<12} {label:<10} quoted {} indent {} {words:?}", block.quote_depth, block.indent)?;
        }
    }
    Ok(())
}
