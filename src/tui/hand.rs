//! What the reader put right in a document by hand, and the way back and forth through it.

use crate::model::Correction;
use crate::place::Corrections;

/// A change of the corrections: from these to those.
pub type Change = (Corrections, Corrections);

/// Steps back are forgotten, the oldest first, where they hold more corrections than this in all.
const MOST: usize = 100_000;

/// The corrections of a document.
#[derive(Debug, Default)]
pub struct Hand {
    /// As they are.
    now: Corrections,
    /// As they were kept last: what could not be kept then is kept with the next change.
    kept: Corrections,
    done: Vec<Change>,
    undone: Vec<Change>,
}

impl Hand {
    /// Corrections as they were kept.
    pub fn new(kept: Corrections) -> Self {
        Self { now: kept.clone(), kept, ..Self::default() }
    }

    /// All of them in the order in which they count.
    pub fn all(&self) -> Vec<Correction> {
        self.now.all().cloned().collect()
    }

    /// The change that is to be kept.
    pub fn to_keep(&self) -> Change {
        (self.kept.clone(), self.now.clone())
    }

    /// Changes them; gives the change, if it is one.
    pub fn change(&mut self, how: impl FnOnce(&mut Corrections)) -> Option<Change> {
        let mut new = self.now.clone();
        how(&mut new);
        if new == self.now {
            return None;
        }
        let change = (std::mem::replace(&mut self.now, new.clone()), new);
        self.undone.clear();
        self.done.push(change.clone());
        let size = |(old, new): &Change| old.all().count() + new.all().count();
        let mut sizes: usize = self.done.iter().map(size).sum();
        while sizes > MOST && self.done.len() > 1 {
            sizes -= size(&self.done.remove(0));
        }
        Some(change)
    }

    /// Takes the last change back; gives what that changes.
    pub fn undo(&mut self) -> Option<Change> {
        let (old, new) = self.done.pop()?;
        let change = self.turn((&new, &old));
        self.undone.push((old, new));
        Some(change)
    }

    /// Makes the last change again that was taken back.
    pub fn redo(&mut self) -> Option<Change> {
        let (old, new) = self.undone.pop()?;
        let change = self.turn((&old, &new));
        self.done.push((old, new));
        Some(change)
    }

    fn turn(&mut self, change: (&Corrections, &Corrections)) -> Change {
        let new = self.now.changed(change.0, change.1);
        (std::mem::replace(&mut self.now, new.clone()), new)
    }

    /// Takes what was kept, with what others changed. True if that is something else.
    pub fn take(&mut self, kept: Corrections) -> bool {
        let other = self.now != kept;
        (self.now, self.kept) = (kept.clone(), kept);
        other
    }

    /// Takes what the files hold when they are read again. What could not be kept stays. True if it is to be kept now.
    pub fn read_again(&mut self, found: Corrections) -> bool {
        self.now = found.changed(&self.kept, &self.now);
        self.kept = found;
        self.now != self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Mode, Passage};

    fn name(words: &str) -> Correction {
        Correction::Never { at: Passage { words: words.into(), ..Passage::default() } }
    }

    fn words(hand: &Hand) -> String {
        hand.all().iter().filter_map(|one| Some(one.at()?.words.as_str())).collect::<Vec<_>>().join(" ")
    }

    fn own(words: &[&str]) -> Corrections {
        Corrections { own: words.iter().map(|words| name(words)).collect(), ..Corrections::default() }
    }

    #[test]
    fn what_could_not_be_kept_is_kept_later() {
        let mut hand = Hand::new(own(&["a"]));
        hand.change(|list| list.add(name("b")));
        hand.change(|list| list.add(name("c")));
        assert_eq!(hand.to_keep(), (own(&["a"]), own(&["a", "b", "c"])));
        // The file was mended, and changed, in an editor.
        assert!(hand.read_again(own(&["a", "x"])));
        assert_eq!(words(&hand), "a x b c");
        assert!(!hand.take(own(&["a", "x", "b", "c"])));
        assert!(!hand.read_again(own(&["x"])));
        assert_eq!(words(&hand), "x");
    }

    #[test]
    fn changes_are_taken_back_and_made_again() {
        let mut hand = Hand::default();
        assert!(hand.undo().is_none() && hand.redo().is_none());
        hand.change(|list| list.add(name("a")));
        hand.change(|list| list.add(name("b")));
        assert!(hand.change(|_| {}).is_none());
        hand.change(|list| list.retain(|one| *one != name("a")));
        assert_eq!(words(&hand), "b");
        let (old, new) = hand.undo().expect("a change");
        assert_eq!((old.own.len(), new.own.len(), words(&hand).as_str()), (1, 2, "a b"));
        hand.undo();
        assert_eq!(words(&hand), "a");
        hand.redo();
        hand.redo();
        assert_eq!((words(&hand).as_str(), hand.redo()), ("b", None));
        hand.undo();
        hand.change(|list| list.add(Correction::CountDates(Mode::News)));
        assert!(hand.redo().is_none());
    }

    #[test]
    fn what_others_changed_is_not_taken_back() {
        let mut hand = Hand::default();
        hand.change(|list| list.add(name("mine")));
        assert!(hand.take(own(&["theirs", "mine"])));
        hand.undo();
        assert_eq!(words(&hand), "theirs");
        hand.redo();
        assert_eq!(words(&hand), "theirs mine");
    }

    #[test]
    fn putting_them_beside_the_document_can_be_taken_back() {
        let mut hand = Hand::default();
        hand.change(|list| list.add(name("a")));
        hand.change(Corrections::put_beside);
        assert!(hand.to_keep().1.own.is_empty() && words(&hand) == "a");
        hand.undo();
        assert!(hand.to_keep().1.beside.is_none() && words(&hand) == "a");
        hand.undo();
        assert_eq!(words(&hand), "");
    }
}
