//! Doing what the state asks for, off the drawing thread: analysis, loading, counting.
//!
//! A newer job of a kind makes the older ones stop: what they still send is stale and dropped by the state.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, OnceLock};
use std::thread;

use super::dossiers;
use super::find::Pattern;
use super::message::{Job, Message, Opened, Wanted};
use super::task::{self, Task};
use crate::analysis::Options;
use crate::analysis::dossier::Dossier;
use crate::error::{Error, ErrorKind};
use crate::input::{self, several};
use crate::model::{Correction, Document, Source, Warning};
use crate::place::{Analyses, CorrectionFiles, Places};

/// Runs jobs and sends what comes of them.
#[derive(Clone)]
pub struct Worker {
    send: Sender<Message>,
    options: Arc<Options>,
    kept: Kept,
    newest: Arc<AtomicU64>,
    analyses: Arc<OnceLock<Option<Analyses>>>,
}

impl Worker {
    /// A worker that sends to `send`.
    pub fn new(send: Sender<Message>, options: Options, kept: Kept) -> Self {
        Self { send, options: Arc::new(options), kept, newest: Arc::default(), analyses: Arc::default() }
    }

    /// Analyses a document: first what is near the reader, so that the screen has its names at once, then all of it. A
    /// document that was analysed before keeps what is known of it until all is known anew.
    pub fn analyse(&self, job: Job, wanted: Wanted) {
        self.newest.store(job.0, Ordering::Relaxed);
        let task = Task {
            job,
            send: self.send.clone(),
            newest: self.newest.clone(),
            options: self.options_with(&wanted.corrections),
            corrections: self.kept.corrections.clone(),
            analyses: self.kept.analyses.then(|| self.analyses.clone()),
        };
        thread::spawn(move || {
            let work = || match &wanted.dossier {
                Some(dossier) => dossiers::analyse(&task, dossier, &wanted),
                None => task.analyse(&wanted),
            };
            if catch_unwind(AssertUnwindSafe(work)).is_err() {
                let why = "the analysis broke down: the text can be read, Who and When stay empty".to_owned();
                let _ = task.send.send(Message::Failed(job, why));
            }
        });
    }

    fn options_with(&self, corrections: &[Correction]) -> Options {
        // What the reader decides while reading goes before what the command line said.
        let decided = corrections.iter().any(|correction| matches!(correction, Correction::CountDates(_)));
        let mode = self.options.mode.filter(|_| !decided);
        Options { mode, corrections: corrections.to_vec(), ..(*self.options).clone() }
    }

    /// Reads a document again, and what is kept of it.
    pub fn load(&self, job: Job, source: Source) {
        self.newest.store(job.0, Ordering::Relaxed);
        self.read(job, source, Message::Loaded);
    }

    /// Reads a document of which the beginning is shown, and where it was left. Its first screens are analysed
    /// meanwhile; if that breaks down, the analysis of the whole will tell.
    pub fn load_rest(&self, job: Job, source: Source, beginning: Arc<Document>, corrections: &[Correction]) {
        let (worker, options) = (self.clone(), self.options_with(corrections));
        thread::spawn(move || {
            let work = || task::analyse_beginning(&beginning, &options);
            if let Ok(part) = catch_unwind(AssertUnwindSafe(work)) {
                let _ = worker.send.send(Message::Analysed(job, part));
            }
            // Not at the same time: the names of the first screen would come twice as late, the rest hardly sooner.
            worker.read(job, source, Message::Rest);
        });
    }

    /// Reads a document on a thread of its own; `answer` says what for.
    fn read(&self, job: Job, source: Source, answer: fn(Job, Result<Opened, Error>) -> Message) {
        let (send, kept) = (self.send.clone(), self.kept.clone());
        thread::spawn(move || {
            let read = |nth: usize, of: usize| {
                if nth.is_multiple_of(1 + of / 50) {
                    let _ = send.send(Message::Progress(job, format!("loading {nth} of {of}").into()));
                }
            };
            let _ = send.send(answer(job, open(&source, &kept, read)));
        });
    }

    /// Finds all hits of a search.
    pub fn count(&self, job: Job, text: Arc<str>, pattern: Pattern) {
        let send = self.send.clone();
        thread::spawn(move || {
            let hits = pattern.hits(&text, 0..text.len()).take(1_000_000).collect();
            let _ = send.send(Message::Counted(job, hits));
        });
    }
}

/// Where what is kept of documents lies.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Places; none if one does not want to begin where one left off.
    pub places: Option<Places>,
    /// Corrections; none if they are to be left out.
    pub corrections: Option<CorrectionFiles>,
    /// True if what is found in documents is to be kept, to open them faster.
    pub analyses: bool,
}

impl Kept {
    /// What is kept of a document. What cannot be read of it is among the document's warnings.
    pub fn of(&self, mut document: Document, dossier: Option<Arc<Dossier>>) -> Opened {
        let files = self.corrections.as_ref();
        let taken = files.map_or(Ok(()), |files| files.take_over(&document));
        let (corrections, told) = files.map(|files| files.load(&document)).unzip();
        let (place, notice) = self.places.as_ref().map(|places| places.load(&document)).unwrap_or_default();
        let told = told.unwrap_or_default();
        let unread = told.first().map(|_| "corrections that cannot be read count for nothing: :about says why".into());
        let taken = taken.err().map(|why| format!("corrections could not be kept: {why}"));
        let warning = document.meta.warnings.first().map(|warning| warning.0.clone());
        document.meta.warnings.extend(told.into_iter().map(Warning));
        let notice = unread.or(taken).or(notice).or(warning);
        Opened { document: Box::new(document), dossier, place, corrections, notice }
    }
}

/// A document from its file, or the dossier of several, and what is kept of it. `read` is told how many files of how
/// many have been read.
///
/// # Errors
/// What cannot be opened, and what to do; a dossier of which nothing can be opened.
pub fn open(source: &Source, kept: &Kept, read: impl Fn(usize, usize) + Sync) -> Result<Opened, Error> {
    let paths = match source {
        Source::Dossier(paths) => paths,
        Source::File(path) => return input::open(path).map(|document| kept.of(document, None)),
        Source::Stdin | Source::Line(_) => {
            return Err(Error::new(ErrorKind::Input, "what came through a pipe cannot be read again"));
        }
    };
    let (files, mut left_out) = several::files(paths);
    let several = several::read_all(&files, |nth| read(nth, files.len()));
    left_out.extend(several.left_out);
    if several.documents.is_empty() {
        let nothing = Error::new(ErrorKind::Input, "there is nothing to read in it");
        return Err(left_out.into_iter().next().unwrap_or(nothing.about(source.name()).hint("Name a file.")));
    }
    let dossier = Dossier::new(source.clone(), several.documents);
    let mut document = dossier.bare().clone();
    let told = |error: &Error| Warning(crate::visible::line(&error.to_string()).into_owned());
    document.meta.warnings.extend(left_out.iter().map(told));
    let mut opened = kept.of(document, Some(Arc::new(dossier)));
    opened.notice = match left_out.as_slice() {
        [] => opened.notice,
        [one] => Some(format!("left out: {}", told(one).0)),
        [one, more @ ..] => Some(format!("{} files left out: {} … :about tells all", more.len() + 1, told(one).0)),
    };
    Ok(opened)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Index, about};

    #[test]
    fn corrections_that_cannot_be_read_are_told_and_why_on_the_card_of_the_document() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("story.txt");
        std::fs::write(&file, "Anna met Karl.").unwrap();
        std::fs::write(folder.path().join("story.txt.dateline.toml"), "version = 1\n☠").unwrap();
        let files = CorrectionFiles::at(folder.path().join("state"), None);
        let kept = Kept { corrections: Some(files), ..Kept::default() };
        let source = Source::File(file);
        let opened = open(&source, &kept, |_, _| {}).unwrap();
        assert!(opened.notice.is_some_and(|notice| notice.contains(":about")));
        let card = about(&opened.document, &Index::default());
        let why = card.facts.iter().find(|fact| fact.label == "but").unwrap();
        assert!(why.text.contains("story.txt.dateline.toml:2: "), "{}", why.text);
        let left_out = open(&source, &Kept::default(), |_, _| {}).unwrap();
        assert!(left_out.corrections.is_none() && left_out.notice.is_none());
    }
}
