//! A scrolled list of rows of one or more lines: where it stands, and what is selected.
//!
//! It never jumps: a selected row that moves within the list takes the list along, so that it stays under the eye, and
//! rows that must be seen are brought into sight by the least movement.

use std::ops::Range;

use crate::tui::scene::Step;

/// The selection and the scroll position of a list; the rows themselves are the pane's.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The first line of each row, and the line behind the last.
    tops: Vec<u32>,
    /// Rows that can be selected.
    open: Vec<bool>,
    selected: Option<usize>,
    /// The first line in sight.
    first: u32,
    /// Lines in sight.
    height: u32,
}

impl List {
    /// Takes new rows: for each its height in lines, and whether it can be selected. The row `selected` keeps its place
    /// on the screen.
    pub fn set(&mut self, rows: impl Iterator<Item = (u16, bool)>, selected: Option<usize>) {
        let seen = self.selected.and_then(|row| self.tops.get(row)).map(|&top| i64::from(top) - i64::from(self.first));
        self.tops.clear();
        self.open.clear();
        let mut top = 0;
        for (height, open) in rows {
            self.tops.push(top);
            self.open.push(open);
            top += u32::from(height);
        }
        self.tops.push(top);
        self.selected = selected.filter(|&row| self.open.get(row) == Some(&true));
        if let (Some(seen), Some(row)) = (seen, self.selected) {
            let in_sight = (0..i64::from(self.height)).contains(&seen);
            if in_sight {
                self.first = (i64::from(self.tops[row]) - seen).max(0) as u32;
            }
        }
        self.clamp();
    }

    /// Sets how many lines are in sight.
    pub fn resize(&mut self, height: u16) {
        self.height = u32::from(height);
        self.clamp();
    }

    fn lines(&self) -> u32 {
        self.tops.last().copied().unwrap_or(0)
    }

    fn clamp(&mut self) {
        self.first = self.first.min(self.lines().saturating_sub(self.height));
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// The selected row.
    pub fn selected(&self) -> Option<usize> {
        self.selected
    }

    /// Selects a row that can be selected, and brings it into sight.
    pub fn select(&mut self, row: usize) {
        if self.open.get(row) == Some(&true) {
            self.selected = Some(row);
            self.show(row..row + 1);
        }
    }

    /// Brings rows into sight with the least movement; of more than fit, the first.
    pub fn show(&mut self, rows: Range<usize>) {
        let (Some(&top), Some(&end)) = (self.tops.get(rows.start), self.tops.get(rows.end)) else { return };
        if end > self.first + self.height {
            self.first = end - self.height.min(end);
        }
        self.first = self.first.min(top);
        self.clamp();
    }

    /// Moves the selection; `here` is the row of the current paragraph.
    pub fn step(&mut self, step: Step, here: Option<usize>) {
        let half = (self.height / 2).max(1) as i32;
        match step {
            Step::First => self.select_near(0, 1),
            Step::Last => self.select_near(self.len().saturating_sub(1), -1),
            Step::Here => self.select_near(here.unwrap_or(0), 1),
            Step::Rows(count) => self.walk(count),
            Step::HalfPages(count) => self.page(count.saturating_mul(half)),
        }
    }

    /// Selects the nearest row at or behind `row`, else before it.
    fn select_near(&mut self, row: usize, direction: i32) {
        let ahead = (row..self.len()).find(|&row| self.open[row]);
        let back = (0..row.min(self.len())).rev().find(|&row| self.open[row]);
        let found =
            if direction > 0 { ahead.or(back) } else { self.open.get(row).filter(|open| **open).map(|_| row).or(back) };
        if let Some(row) = found {
            self.select(row);
            if direction > 0 && back.is_none() && self.tops[row + 1] <= self.height {
                // The headings above the first row belong to it.
                self.first = 0;
            }
        }
    }

    fn walk(&mut self, count: i32) {
        let Some(from) = self.selected else {
            let row = self.row_at_line(self.first).unwrap_or(0);
            return self.select_near(row, 1);
        };
        let mut reached = from;
        let mut left = count.unsigned_abs();
        let mut row = from;
        while left > 0 {
            let next = if count > 0 { row.checked_add(1).filter(|&row| row < self.len()) } else { row.checked_sub(1) };
            let Some(next) = next else { break };
            row = next;
            if self.open[row] {
                reached = row;
                left -= 1;
            }
        }
        // What cannot be selected at the ends is still shown.
        let edge = if count > 0 { row.max(reached) } else { row.min(reached) };
        self.show(edge..edge + 1);
        self.select(reached);
    }

    fn page(&mut self, lines: i32) {
        let top = self.selected.map_or(self.first, |row| self.tops[row]);
        let line = (i64::from(top) + i64::from(lines)).clamp(0, i64::from(self.lines().saturating_sub(1))) as u32;
        let first = (i64::from(self.first) + i64::from(lines)).max(0) as u32;
        self.first = first;
        self.clamp();
        if let Some(row) = self.row_at_line(line) {
            self.select_near(row, if lines < 0 { -1 } else { 1 });
        }
        if let Some(row) = self.selected {
            self.show(row..row + 1);
        }
    }

    /// The row with a line, counted from the top of the list.
    fn row_at_line(&self, line: u32) -> Option<usize> {
        let row = self.tops.partition_point(|&top| top <= line).checked_sub(1)?;
        (row < self.len()).then_some(row)
    }

    /// The row on the screen line `line`, counted from the top of what is in sight.
    pub fn row_at(&self, line: u16) -> Option<usize> {
        self.row_at_line(self.first + u32::from(line))
    }

    /// The rows in sight, each with the screen line of its first line, which is negative if that is out of sight.
    pub fn visible(&self) -> impl Iterator<Item = (usize, i32)> + '_ {
        let from = self.row_at_line(self.first).unwrap_or(self.len());
        let end = self.first + self.height;
        (from..self.len())
            .take_while(move |&row| self.tops[row] < end)
            .map(|row| (row, (i64::from(self.tops[row]) - i64::from(self.first)) as i32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(heights: &[u16], height: u16) -> List {
        let mut list = List::default();
        list.resize(height);
        list.set(heights.iter().map(|&height| (height, true)), None);
        list
    }

    fn in_sight(list: &List) -> Vec<usize> {
        list.visible().map(|(row, _)| row).collect()
    }

    #[test]
    fn showing_moves_as_little_as_can_be() {
        let mut list = list(&[1; 20], 5);
        list.show(7..8);
        assert_eq!(in_sight(&list), [3, 4, 5, 6, 7]);
        list.show(4..6);
        assert_eq!(in_sight(&list), [3, 4, 5, 6, 7]);
        list.show(1..2);
        assert_eq!(in_sight(&list), [1, 2, 3, 4, 5]);
        list.show(0..20);
        assert_eq!(in_sight(&list), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_selected_row_stays_under_the_eye() {
        let mut list = list(&[1; 20], 5);
        list.select(10);
        let line = |list: &List, row: usize| list.visible().find(|(other, _)| *other == row).map(|(_, line)| line);
        assert_eq!(line(&list, 10), Some(4));
        list.set((0..20).map(|_| (2, true)), Some(13));
        assert_eq!(line(&list, 13), Some(4), "it moved in the list, not on the screen");
    }

    #[test]
    fn headings_are_stepped_over() {
        let mut list = List::default();
        list.resize(3);
        list.set([(1, false), (1, true), (1, false), (1, true)].into_iter(), None);
        list.step(Step::First, None);
        assert_eq!(list.selected(), Some(1));
        list.step(Step::Rows(1), None);
        assert_eq!(list.selected(), Some(3));
        list.step(Step::Rows(5), None);
        assert_eq!(list.selected(), Some(3));
        list.step(Step::First, None);
        assert_eq!(in_sight(&list), [0, 1, 2], "the heading of the first row is shown");
    }

    proptest! {
        #[test]
        fn any_walk_keeps_the_selection_in_sight(
            heights in prop::collection::vec((1u16..4, any::<bool>()), 0..30),
            height in 3u16..9,
            steps in prop::collection::vec((-9i32..9, any::<bool>()), 0..20),
        ) {
            let mut list = List::default();
            list.resize(height);
            list.set(heights.iter().copied(), None);
            for (count, pages) in steps {
                list.step(if pages { Step::HalfPages(count) } else { Step::Rows(count) }, None);
                if let Some(row) = list.selected() {
                    prop_assert!(heights[row].1);
                    prop_assert!(list.visible().any(|(other, line)| other == row && line >= 0), "{row} {list:?}");
                }
            }
        }
    }
}
