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
    kept: Corrections,
    done: Vec<Change>,
    undone: Vec<Change>,
}

impl Hand {
    /// Corrections as they were kept.
    pub fn new(kept: Corrections) -> Self {
        Self { kept, ..Self::default() }
    }

    /// All of them in the order in which they count.
    pub fn all(&self) -> Vec<Correction> {
        self.kept.all().cloned().collect()
    }

    /// True if they are kept beside the document.
    pub fn lies_beside(&self) -> bool {
        self.kept.beside.is_some() && self.kept.own.is_empty()
    }

    /// Changes them; gives the change, if it is one.
    pub fn change(&mut self, how: impl FnOnce(&mut Corrections)) -> Option<Change> {
        let mut new = self.kept.clone();
        how(&mut new);
        if new == self.kept {
            return None;
        }
        let change = (std::mem::replace(&mut self.kept, new.clone()), new);
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
        let new = self.kept.changed(change.0, change.1);
        (std::mem::replace(&mut self.kept, new.clone()), new)
    }

    /// Takes what is kept by now, with what others changed. True if that is something else.
    pub fn take(&mut self, kept: Corrections) -> bool {
        let other = self.kept != kept;
        self.kept = kept;
        other
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
        assert!(hand.take(Corrections { own: vec![name("theirs"), name("mine")], beside: None }));
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
        assert!(hand.lies_beside());
        hand.undo();
        assert!(!hand.lies_beside() && words(&hand) == "a");
        hand.undo();
        assert_eq!(words(&hand), "");
    }
}
