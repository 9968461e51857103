//! What was found in documents, kept on disk by their content, so that the second opening is immediate.
//!
//! One SQLite file in the cache folder, which may be deleted at any time. It is only ever a help: whatever is wrong
//! with it (locked, damaged, not to be written, made by a newer version, a full disk) is told once, and the documents
//! are analysed as if it were not there. What another build of the program found is not used. Documents that the
//! reader corrected are not kept here, nor anything where the reader has rules of his own for languages.

use std::borrow::Cow;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use etcetera::{BaseStrategy, choose_base_strategy};
use postcard::ser_flavors::Size;
use rusqlite::blob::ZeroBlob;
use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::analysis::Options;
use crate::model::fnv::fnv;
use crate::model::{
    BlockKind, Document, Entity, Event, Mention, Meta, Quote, Reference, Sentence, TemporalLink, Timex,
};

/// The version of the file's format that this program writes.
const VERSION: i32 = 1;
/// How long a write waits for another running copy.
const PATIENCE: Duration = Duration::from_millis(500);
/// Above so many bytes, what was not used for longest is deleted.
const MOST: u64 = 512 << 20;
/// Bytes that are written at once.
const PIECE: usize = 64 << 10;
/// A use is noted again only after so many seconds.
const DAY: i64 = 24 * 60 * 60;

/// The file of analyses.
#[derive(Debug)]
pub struct Analyses {
    connection: Mutex<Connection>,
    /// Knows this build of the program.
    maker: String,
    /// False if nothing can be written any more, which was told.
    writes: Mutex<bool>,
    /// The most bytes that the file may hold.
    most: u64,
}

/// What is found in a document, which goes to the file and comes back.
#[derive(Serialize, Deserialize)]
struct Layers<'a> {
    meta: Cow<'a, Meta>,
    sentences: Cow<'a, [Sentence]>,
    timexes: Cow<'a, [Timex]>,
    entities: Cow<'a, [Entity]>,
    mentions: Cow<'a, [Mention]>,
    events: Cow<'a, [Event]>,
    temporal_links: Cow<'a, [TemporalLink]>,
    quotes: Cow<'a, [Quote]>,
    references: Cow<'a, [Reference]>,
}

impl<'a> Layers<'a> {
    fn of(document: &'a Document) -> Self {
        Self {
            meta: Cow::Borrowed(&document.meta),
            sentences: Cow::Borrowed(&document.sentences),
            timexes: Cow::Borrowed(&document.timexes),
            entities: Cow::Borrowed(&document.entities),
            mentions: Cow::Borrowed(&document.mentions),
            events: Cow::Borrowed(&document.events),
            temporal_links: Cow::Borrowed(&document.temporal_links),
            quotes: Cow::Borrowed(&document.quotes),
            references: Cow::Borrowed(&document.references),
        }
    }

    /// Lays them over the bare document that they were found in, wherever that lies now.
    fn over(self, bare: &Document) -> Document {
        let mut meta = self.meta.into_owned();
        meta.source = bare.meta.source.clone();
        meta.source_map = bare.meta.source_map.clone();
        Document {
            meta,
            sentences: self.sentences.into_owned(),
            timexes: self.timexes.into_owned(),
            entities: self.entities.into_owned(),
            mentions: self.mentions.into_owned(),
            events: self.events.into_owned(),
            temporal_links: self.temporal_links.into_owned(),
            quotes: self.quotes.into_owned(),
            references: self.references.into_owned(),
            ..bare.clone()
        }
    }
}

/// Knows again a document that is analysed in a certain way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// The key of a bare document; `None` if its analysis depends on more than its content and the command line.
    pub fn new(document: &Document, options: &Options) -> Option<Self> {
        if !options.corrections.is_empty() || options.languages.has_own() {
            return None;
        }
        let text = document.text.as_bytes();
        // Two numbers that have nothing to do with each other: one text in 2^128 is taken for another.
        let numbers = (fnv(text.iter().copied()), fnv(text.iter().rev().map(|byte| byte.rotate_left(3))));
        let shape = document.blocks.iter().flat_map(|block| {
            let kind = match block.kind {
                BlockKind::Heading(level) => level,
                BlockKind::Paragraph => 10,
                BlockKind::Item => 11,
                BlockKind::Verse => 12,
                BlockKind::Table => 13,
                BlockKind::Code => 14,
                BlockKind::Separator => 15,
                BlockKind::Note => 16,
            };
            [block.span.start.to_le_bytes(), block.span.end.to_le_bytes(), [kind, block.quote_depth, block.indent, 0]]
        });
        let asked = (&options.language, options.date, options.mode, document.meta.date.as_ref().map(|date| date.value));
        let asked = fnv(format!("{asked:?} {}", document.meta.format).into_bytes());
        let shape = fnv(shape.flatten());
        Some(Self(format!("{:x}-{:016x}{:016x}-{shape:016x}-{asked:016x}", text.len(), numbers.0, numbers.1)))
    }
}

impl Analyses {
    /// The user's, if there is a home. What keeps it from being used, or from being written, is told.
    pub fn of_user() -> (Option<Self>, Option<String>) {
        match choose_base_strategy() {
            Ok(strategy) => Self::open(&strategy.cache_dir().join("dateline").join("analyses.sqlite")),
            Err(_) => (None, None),
        }
    }

    /// A file, which is made if it is not there. A damaged one is set aside.
    pub fn open(file: &Path) -> (Option<Self>, Option<String>) {
        match Self::connect(file) {
            Ok((analyses, told)) => (Some(analyses), told),
            Err(Unfit::Newer) => (None, Some("what is kept of analyses is of a newer version, and left alone".into())),
            Err(Unfit::Damaged) => {
                let aside = file.with_extension("broken");
                let moved = std::fs::rename(file, &aside);
                for behind in ["-wal", "-shm"] {
                    let _ = std::fs::remove_file(PathBuf::from(format!("{}{behind}", file.display())));
                }
                let again = moved.ok().and_then(|()| Self::connect(file).ok());
                let told = format!("what was kept of analyses is damaged and was set aside: {}", aside.display());
                (again.map(|(analyses, _)| analyses), Some(told))
            }
            Err(Unfit::Other(why)) => (None, Some(format!("analyses are not kept: {why}"))),
        }
    }

    fn connect(file: &Path) -> Result<(Self, Option<String>), Unfit> {
        let folder = file.parent().unwrap_or(Path::new("."));
        let made = std::fs::create_dir_all(folder);
        let opened = Connection::open(file).and_then(|connection| prepare(&connection).map(|()| connection));
        let (connection, told) = match opened {
            Ok(connection) => (connection, None),
            Err(error) => match Unfit::from(error) {
                // It can perhaps be read all the same.
                Unfit::Other(why) if made.is_ok() && file.exists() => {
                    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
                    (connection, Some(format!("new analyses are not kept: {why}")))
                }
                unfit => return Err(unfit),
            },
        };
        let version: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version > VERSION {
            return Err(Unfit::Newer);
        }
        connection.busy_timeout(PATIENCE)?;
        let writes = Mutex::new(told.is_none());
        let analyses = Self { connection: Mutex::new(connection), maker: maker(), writes, most: MOST };
        Ok((analyses, told))
    }

    /// What was found in a document, laid over its bare text. Nothing if it is not known, or if anything goes wrong.
    pub fn find(&self, key: &Key, bare: &Document) -> Option<Document> {
        let layers = {
            let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
            let mut query = connection.prepare("SELECT layers FROM analysed WHERE key = ?1 AND maker = ?2").ok()?;
            query.query_row(params![key.0, self.maker], |row| row.get::<_, Vec<u8>>(0)).optional().ok()??
        };
        let known: Layers<'static> = postcard::from_bytes(&layers).ok()?;
        Some(known.over(bare))
    }

    /// Keeps what was found in documents, and notes that others were used.
    ///
    /// # Errors
    /// What keeps it from being written, the first time only.
    pub fn keep(&self, found: &[(Key, &Document)], used: &[Key]) -> Result<(), String> {
        let mut writes = self.writes.lock().unwrap_or_else(PoisonError::into_inner);
        if !*writes || found.is_empty() && used.is_empty() {
            return Ok(());
        }
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        self.write(&mut connection, found, used).map_err(|error| {
            *writes = false;
            format!("analyses are not kept: {error}")
        })
    }

    fn write(&self, connection: &mut Connection, found: &[(Key, &Document)], used: &[Key]) -> rusqlite::Result<()> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
        let change = connection.transaction()?;
        {
            let mut add = change.prepare("INSERT OR REPLACE INTO analysed VALUES (?1, ?2, ?3, ?4)")?;
            for (key, document) in found {
                // Written bit by bit into the room made for it: a second copy of a book would take much memory.
                let layers = Layers::of(document);
                let size = postcard::serialize_with_flavor(&layers, Size::default()).map_err(unwritten)?;
                if size as u64 > MOST / 2 {
                    continue;
                }
                let row = add.insert(params![key.0, self.maker, now, ZeroBlob(size as u64)])?;
                let room = change.blob_open(MAIN_DB, "analysed", "layers", row, false)?;
                let mut room = BufWriter::with_capacity(PIECE, room);
                postcard::to_io(&layers, &mut room).map_err(unwritten)?.flush().map_err(unwritten)?;
            }
            let mut note = change.prepare("UPDATE analysed SET used = ?1 WHERE key = ?2 AND used < ?3")?;
            for key in used {
                note.execute(params![now, key.0, now - DAY])?;
            }
        }
        change.commit()?;
        self.make_room(connection)
    }

    /// Deletes what other builds found, then what was not used for longest, if the file has grown too large.
    fn make_room(&self, connection: &Connection) -> rusqlite::Result<()> {
        let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let size = |free: i64| Ok::<_, rusqlite::Error>((pragma("page_count")? - free) * pragma("page_size")?);
        if size(pragma("freelist_count")?)? <= self.most as i64 {
            return Ok(());
        }
        connection.execute("DELETE FROM analysed WHERE maker <> ?1", params![self.maker])?;
        if size(pragma("freelist_count")?)? > self.most as i64 {
            let half = "DELETE FROM analysed WHERE key IN \
                (SELECT key FROM analysed ORDER BY used LIMIT (SELECT 1 + count(*) / 2 FROM analysed))";
            connection.execute(half, [])?;
        }
        Ok(())
    }
}

fn unwritten(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(Box::new(error))
}

/// Why the file cannot be used.
enum Unfit {
    Newer,
    Damaged,
    Other(String),
}

impl From<rusqlite::Error> for Unfit {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Unfit::Damaged,
            _ => Unfit::Other(error.to_string()),
        }
    }
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    let version: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version >= VERSION {
        return Ok(());
    }
    // Others read while one writes. A cache need not survive a power cut, only stay whole.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.execute_batch(&format!(
        "BEGIN IMMEDIATE;
         CREATE TABLE IF NOT EXISTS analysed
             (key TEXT PRIMARY KEY, maker TEXT NOT NULL, used INTEGER NOT NULL, layers BLOB NOT NULL);
         PRAGMA user_version = {VERSION};
         COMMIT;"
    ))
}

/// Knows this build of the program: two builds of one version may find other things.
fn maker() -> String {
    let program = std::env::current_exe().and_then(std::fs::metadata).ok();
    let time = |program: &std::fs::Metadata| program.modified().ok()?.duration_since(UNIX_EPOCH).ok();
    let print = program.map(|program| (program.len(), time(&program)));
    format!("{} {print:?}", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::analysis::analyse;
    use crate::input::from_text;
    use crate::model::{Correction, Mode, Source};

    const TEXT: &str = "LONDON, 3 May 2021 – Maria Velt met Karl Oster on 2 May 2021. “We agreed,” she said.";

    fn analysed(text: &str) -> (Document, Document, Key) {
        let bare = from_text(Source::File("a.txt".into()), text.into());
        let key = Key::new(&bare, &Options::default()).expect("nothing by hand");
        (bare.clone(), analyse(bare, &Options::default(), |_| true), key)
    }

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cache").join("analyses.sqlite");
        (folder, file)
    }

    fn json(document: &Document) -> String {
        serde_json::to_string(document).unwrap()
    }

    #[test]
    fn what_was_found_is_found_again_by_content() {
        let (_folder, file) = folder();
        let (bare, known, key) = analysed(TEXT);
        let (analyses, told) = Analyses::open(&file);
        let analyses = analyses.unwrap();
        assert_eq!((told, analyses.find(&key, &bare).is_none()), (None, true));
        analyses.keep(&[(key.clone(), &known)], &[]).unwrap();
        assert_eq!(analyses.find(&key, &bare).map(|found| json(&found)), Some(json(&known)));
        // Another copy of the program, and the same text in another file.
        let other = Analyses::open(&file).0.unwrap();
        let mut moved = bare.clone();
        moved.meta.source = Source::File("b.txt".into());
        assert_eq!(other.find(&key, &moved).unwrap().meta.source, moved.meta.source);
        other.keep(&[(key.clone(), &known)], std::slice::from_ref(&key)).unwrap();
        assert!(known.mentions.len() > 1 && !known.events.is_empty() && !known.quotes.is_empty());
    }

    #[test]
    fn a_key_tells_other_texts_shapes_and_wishes_apart() {
        let (bare, _, key) = analysed(TEXT);
        assert_ne!(analysed(&TEXT.replace("Velt", "Welt")).2, key);
        let heading = Document { blocks: vec![].into(), ..bare.clone() };
        assert_ne!(Key::new(&heading, &Options::default()), Some(key.clone()));
        let options = Options { mode: Some(Mode::News), ..Options::default() };
        assert_ne!(Key::new(&bare, &options), Some(key));
        let options = Options { corrections: vec![Correction::CountDates(Mode::News)], ..Options::default() };
        assert_eq!(Key::new(&bare, &options), None);
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_begun_anew() {
        let (_folder, file) = folder();
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "no database at all, but long enough to be taken for one".repeat(100)).unwrap();
        let (analyses, told) = Analyses::open(&file);
        assert!(told.unwrap().contains("analyses.broken") && file.with_extension("broken").exists());
        let (bare, known, key) = analysed(TEXT);
        let analyses = analyses.unwrap();
        analyses.keep(&[(key.clone(), &known)], &[]).unwrap();
        assert!(analyses.find(&key, &bare).is_some());
        // Layers that cannot be understood are as good as none.
        let layers = "UPDATE analysed SET layers = x'ff00'";
        analyses.connection.lock().unwrap().execute(layers, []).unwrap();
        assert!(analyses.find(&key, &bare).is_none());
    }

    #[test]
    fn what_is_newer_or_cannot_be_made_is_left_alone() {
        let (_folder, file) = folder();
        drop(Analyses::open(&file));
        Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let (analyses, told) = Analyses::open(&file);
        assert!(analyses.is_none() && told.unwrap().contains("newer version"));
        let (analyses, told) = Analyses::open(Path::new("/dev/null/dateline/analyses.sqlite"));
        assert!(analyses.is_none() && told.unwrap().contains("not kept"));
    }

    #[test]
    fn another_copy_that_holds_the_file_costs_a_notice() {
        let (_folder, file) = folder();
        let (bare, known, key) = analysed(TEXT);
        let analyses = Analyses::open(&file).0.unwrap();
        let other = Connection::open(&file).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert!(analyses.keep(&[(key.clone(), &known)], &[]).unwrap_err().contains("locked"));
        assert!(analyses.keep(&[(key.clone(), &known)], &[]).is_ok(), "told once");
        assert!(analyses.find(&key, &bare).is_none());
    }

    #[test]
    fn what_another_build_found_is_not_used_and_goes_first() {
        let (_folder, file) = folder();
        let (bare, known, key) = analysed(TEXT);
        let mut analyses = Analyses::open(&file).0.unwrap();
        analyses.keep(&[(key.clone(), &known)], &[]).unwrap();
        analyses.maker = "another build".into();
        assert!(analyses.find(&key, &bare).is_none());
        let (bare, known, newer) = analysed("Maria Velt left on 3 May 2021.");
        analyses.most = 1;
        analyses.keep(&[(newer.clone(), &known)], &[]).unwrap();
        let count = "SELECT count(*) FROM analysed";
        let count: i32 = analyses.connection.lock().unwrap().query_row(count, [], |row| row.get(0)).unwrap();
        assert!(count == 0 && analyses.find(&newer, &bare).is_none());
    }
}
