//! Where the reader has been: the jump list and the marks.

use std::collections::BTreeMap;

/// A place to come back to: what was at the top of the screen, and the cursor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// The offset of the first line on the screen.
    pub top: u32,
    /// The cursor.
    pub cursor: u32,
}

impl Stand {
    /// The same place in another text, or its end.
    pub fn within(self, text: &str) -> Self {
        Self { top: boundary(text, self.top), cursor: boundary(text, self.cursor) }
    }
}

/// The character boundary at or before an offset.
pub fn boundary(text: &str, offset: u32) -> u32 {
    let mut at = (offset as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at as u32
}

/// The jump list and the marks of one document.
///
/// As in editors: a jump leaves the place it starts from; going back from the newest end leaves that one, too, so that
/// nothing is lost by going back.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    places: Vec<Stand>,
    /// The place one is at while walking, or the length of the list at its end.
    at: usize,
    /// Marks by their letter.
    pub marks: BTreeMap<char, u32>,
}

/// No more places than these are kept.
const MOST: usize = 200;

impl Trail {
    /// Leaves a place behind before a jump.
    pub fn leave(&mut self, from: Stand) {
        self.places.retain(|place| place.cursor != from.cursor);
        self.places.push(from);
        if self.places.len() > MOST {
            self.places.remove(0);
        }
        self.at = self.places.len();
    }

    /// Keeps the places in another text.
    pub fn fit(&mut self, text: &str) {
        for place in &mut self.places {
            *place = place.within(text);
        }
    }

    /// So many places back, from here.
    pub fn back(&mut self, from: Stand, count: usize) -> Option<Stand> {
        let newest = self.places.len().checked_sub(1)?;
        let mut here = self.at;
        if here > newest {
            here = newest;
            if self.places[newest].cursor != from.cursor {
                self.places.push(from);
                here += 1;
            }
        }
        let there = here.saturating_sub(count.max(1));
        if there == here {
            return None;
        }
        self.at = there;
        Some(self.places[there])
    }

    /// So many places forward again.
    pub fn forward(&mut self, count: usize) -> Option<Stand> {
        let next = (self.at + count.max(1)).min(self.places.len().checked_sub(1)?);
        if next <= self.at {
            return None;
        }
        self.at = next;
        self.places.get(next).copied()
    }

    /// The place from which the last jump was made.
    pub fn last(&self) -> Option<Stand> {
        self.places.last().copied()
    }

    /// Where one is in the list: from 1, and how many there are. Right after a jump that is the newest.
    pub fn position(&self) -> (usize, usize) {
        ((self.at + 1).min(self.places.len()), self.places.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stand(cursor: u32) -> Stand {
        Stand { top: cursor, cursor }
    }

    #[test]
    fn back_and_forward_walk_without_losing_the_place_one_read_from() {
        let mut trail = Trail::default();
        trail.leave(stand(10));
        trail.leave(stand(20));
        assert_eq!(trail.position(), (2, 2));
        assert_eq!(trail.back(stand(30), 1), Some(stand(20)));
        assert_eq!(trail.back(stand(20), 1), Some(stand(10)));
        assert_eq!(trail.back(stand(10), 1), None);
        assert_eq!(trail.forward(1), Some(stand(20)));
        assert_eq!(trail.forward(1), Some(stand(30)));
        assert_eq!(trail.forward(1), None);
    }

    #[test]
    fn a_new_jump_keeps_what_lies_ahead() {
        let mut trail = Trail::default();
        trail.leave(stand(10));
        trail.leave(stand(20));
        assert_eq!(trail.back(stand(30), 2), Some(stand(10)));
        trail.leave(stand(10));
        assert_eq!(trail.back(stand(40), 1), Some(stand(10)));
        assert_eq!(trail.back(stand(10), 1), Some(stand(30)));
    }

    #[test]
    fn an_empty_trail_leads_nowhere() {
        let mut trail = Trail::default();
        assert_eq!((trail.forward(1), trail.last()), (None, None));
        assert_eq!(trail.back(stand(5), 1), None);
    }
}
