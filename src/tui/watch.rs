//! Notices when the file that is being read changes, from a thread of its own that looks at its time every few seconds.
//!
//! Only the file that the reader is in is looked at, of a dossier too, and nothing is read: the reader is told, and
//! asks for it to be read again or not.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use rustc_hash::FxHashMap;

use super::message::Message;

/// How often the file is looked at.
const PAUSE: Duration = Duration::from_secs(2);

/// Which file is looked at.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    file: Arc<Mutex<Option<PathBuf>>>,
}

/// By what a change is noticed; none if the file is not there.
type Stamp = Option<(u64, Option<SystemTime>)>;

fn stamp(file: &Path) -> Stamp {
    std::fs::metadata(file).ok().map(|file| (file.len(), file.modified().ok()))
}

impl Watch {
    /// Begins to look; what is noticed goes to `send`, until nobody listens.
    pub fn begin(send: Sender<Message>) -> Self {
        let watch = Self::default();
        let file = watch.file.clone();
        thread::spawn(move || {
            let mut known: FxHashMap<PathBuf, Stamp> = FxHashMap::default();
            loop {
                let now = file.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let noticed = now.and_then(|file| changed(&mut known, file));
                if noticed.is_some_and(|message| send.send(message).is_err()) {
                    return;
                }
                thread::sleep(PAUSE);
            }
        });
        watch
    }

    /// Looks at this file from now on, if it is one.
    pub fn look_at(&self, file: Option<&Path>) {
        let mut looked_at = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if looked_at.as_deref() != file {
            *looked_at = file.map(Path::to_owned);
        }
    }
}

/// What has become of a file since it was looked at before.
fn changed(known: &mut FxHashMap<PathBuf, Stamp>, file: PathBuf) -> Option<Message> {
    let now = stamp(&file);
    let before = known.insert(file.clone(), now)?;
    (before != now).then(|| Message::Changed(file, now.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changes_or_goes_is_noticed_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        std::fs::write(&file, "One.").unwrap();
        let mut known = FxHashMap::default();
        let mut look = || changed(&mut known, file.clone()).map(|message| format!("{message:?}"));
        assert_eq!(look(), None);
        assert_eq!(look(), None);
        std::fs::write(&file, "One and two.").unwrap();
        assert!(look().is_some_and(|told| told.contains("true")));
        assert_eq!(look(), None);
        std::fs::remove_file(&file).unwrap();
        assert!(look().is_some_and(|told| told.contains("false")));
        assert_eq!(look(), None);
    }
}
