//! The document itself: its text, where it came from, and its layers.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::{
    Applied, Block, BlockId, Date, Descriptor, Entity, Event, Inline, Mention, Mode, Provenance, Quote, Reference,
    Sentence, Span, TemporalLink, Timex,
};

/// A text and all that is known about it.
///
/// The text and the blocks never change once the document is loaded, so they are shared between the
/// snapshots that the analysis hands out. Every layer is sorted by the start of its spans, except
/// `entities`, which stand in the order of their first mention, and `corrections`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Document {
    /// Where it came from, and what it says about itself.
    pub meta: Meta,
    /// For plain text the decoded file, unchanged; for other formats the text without its markup.
    pub text: Arc<str>,
    /// Paragraphs, headings, list items … in order, not overlapping; what lies between them is blank.
    pub blocks: Arc<[Block]>,
    /// Emphasis, code, links and note marks inside blocks.
    pub inlines: Arc<[Inline]>,
    /// Sentences, each inside one block.
    pub sentences: Vec<Sentence>,
    /// Time expressions.
    pub timexes: Vec<Timex>,
    /// People, organisations, places … in the order of their first mention.
    pub entities: Vec<Entity>,
    /// Where they are named.
    pub mentions: Vec<Mention>,
    /// What the text says happened, happens, will happen or is asked for.
    pub events: Vec<Event>,
    /// What came before what, as far as the text tells.
    pub temporal_links: Vec<TemporalLink>,
    /// Who says what.
    pub quotes: Vec<Quote>,
    /// What "the declaration", "this country" and "Article 4" point to.
    pub references: Vec<Reference>,
    /// What a reader put right by hand, in the order in which it counts, and what came of it.
    pub corrections: Vec<Applied>,
    /// The documents that it is bound of, in text order; empty for a document that is no dossier.
    pub parts: Vec<Part>,
}

/// What is known about a document as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// How the user named it: a path, or "standard input".
    pub source: Source,
    /// The name of its format, as in `input::FORMATS`.
    pub format: String,
    /// Title, if the document states one.
    pub title: Option<Stated<String>>,
    /// The document date (TimeML's document creation time), if the user or the document states one. Never invented.
    pub date: Option<Stated<Date>>,
    /// What that was by itself, where the reader pinned another date to the words that state it.
    pub date_found: Option<Stated<Date>>,
    /// The author or issuer that a byline, letterhead or signature names.
    pub author: Option<Stated<String>>,
    /// The language found, if any.
    pub language: Option<Language>,
    /// The character encoding it was decoded from, in the name the Encoding Standard gives it ("windows-1252").
    pub encoding: String,
    /// True if bytes that are invalid in that encoding were replaced.
    pub replaced: bool,
    /// How its lines end.
    pub line_ending: LineEnding,
    /// Whether relative dates count from the document's date or from the narrative's last one.
    pub mode: Mode,
    /// True if the user chose that mode, false if it was found out.
    pub mode_given: bool,
    /// For formats with markup: from text back to the source. `None` where the text is the source.
    pub source_map: Option<SourceMap>,
    /// What a reader should know about how this was read.
    pub warnings: Vec<Warning>,
}

/// One document of a dossier. Parts follow each other in the text, none is empty: each begins with a heading of its
/// own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Its heading and its text.
    pub span: Span,
    /// Its text: offsets into the document that it is count from here.
    pub text: Span,
    /// Its heading, which names it; its own blocks follow.
    pub heading: BlockId,
    /// What is known about it as a whole. Spans in it are those of the dossier.
    pub meta: Arc<Meta>,
}

/// Where a document came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// Read from a pipe.
    #[default]
    Stdin,
    /// Read from a file.
    File(PathBuf),
    /// One line of a `--jsonl` stream, by its identifier.
    Line(String),
    /// Several files and folders, bound into one document.
    Dossier(Vec<PathBuf>),
}

impl Source {
    /// A name for status lines and messages.
    pub fn name(&self) -> String {
        match self {
            Source::Stdin => "standard input".into(),
            Source::File(path) => file_name(path),
            Source::Line(id) => id.clone(),
            Source::Dossier(paths) => match paths.as_slice() {
                [] => "nothing".into(),
                [folder] => file_name(folder),
                [first, rest @ ..] => format!("{} and {} more", file_name(first), rest.len()),
            },
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A value with the words or the place that state it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stated<T> {
    /// The value.
    pub value: T,
    /// The words in the text, if it stands there.
    pub span: Option<Span>,
    /// How it was found ("dateline", "front matter", "--date").
    pub by: String,
}

/// A language by its ISO 639-1 code, and how sure the detection is of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Language {
    /// "en".
    pub code: String,
    /// Why it is believed.
    pub provenance: Provenance,
}

/// How the lines of a file end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineEnding {
    /// `\n`
    #[default]
    Lf,
    /// `\r\n`
    CrLf,
    /// `\r`
    Cr,
    /// More than one of them.
    Mixed,
}

/// From positions in the text back to bytes of the source, as runs: each pair says that from this text offset on,
/// text and source advance together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMap(pub Vec<(u32, u32)>);

impl SourceMap {
    /// The source byte that the text byte `offset` was read from.
    pub fn source_offset(&self, offset: u32) -> u32 {
        match self.0.partition_point(|&(text, _)| text <= offset) {
            0 => offset,
            next => {
                let (text, source) = self.0[next - 1];
                source + (offset - text)
            }
        }
    }
}

/// Something that did not stop the work but that a reader should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning(pub String);

impl Meta {
    /// The title, or the name of the source.
    pub fn name(&self) -> String {
        self.title.as_ref().map_or_else(|| self.source.name(), |title| title.value.clone())
    }
}

impl Document {
    /// The words that `span` covers.
    pub fn words(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The descriptors of an entity in the order of the text, each in its first place only, without those that its name
    /// begins with: "Queen Anne" says of herself that she is a queen.
    pub fn descriptors<'a>(&'a self, entity: &'a Entity) -> impl Iterator<Item = &'a Descriptor> {
        let name = entity.name.to_lowercase();
        let mut known = FxHashSet::default();
        entity.descriptors.iter().filter(move |descriptor| {
            let words = self.words(descriptor.span).to_lowercase();
            let named = name.strip_prefix(&words).is_some_and(|rest| rest.starts_with(' '));
            !named && known.insert(words)
        })
    }

    /// The title, or the name of the source.
    pub fn name(&self) -> String {
        self.meta.name()
    }
}
