//! Prints how a document is read: its metadata, and one line a block.
//!
//! `cargo run --example blocks FILE`

use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), dateline::error::Error> {
    for path in std::env::args().skip(1) {
        let start = Instant::now();
        let document = dateline::input::open(Path::new(&path))?;
        let time = start.elapsed();
        let meta = &document.meta;
        println!("{path}: {}, {}, {:?}, {time:.2?}", meta.format, meta.encoding, meta.line_ending);
        println!("  title {:?}\n  date {:?}\n  author {:?}\n  {:?}", meta.title, meta.date, meta.author, meta.warnings);
        for block in document.blocks.iter() {
            let words: String = document.words(block.span).chars().take(90).collect();
            let label = block.label.map(|label| document.words(label)).unwrap_or_default();
            let (quote, indent) = (block.quote_depth, block.indent);
            println!("{:<12} {label:<10} q{quote} i{indent} {words:?}", format!("{:?}", block.kind));
        }
    }
    Ok(())
}
