//! What the rules took each word for, so that the tagger can lean on them.

use crate::analysis::entity::find::Found;
use crate::analysis::entity::kind::Names;
use std::ops::Range;

/// What the rules took one word for; nothing is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Trace(u16);

/// A name that the rules found and then let go.
const DROPPED: u16 = 9;
/// A title before a name.
const TITLE: u16 = 10;

impl Trace {
    /// Where in which kind of name.
    pub fn rule(self) -> u64 {
        u64::from(self.0 & 0x3f)
    }

    /// True if the word is part of a name that the rules kept.
    pub fn is_name(self) -> bool {
        (1 << 2..DROPPED << 2).contains(&(self.0 & 0x3f))
    }

    /// The same with how sure the rules were.
    pub fn whole(self) -> u64 {
        u64::from(self.0)
    }
}

/// The traces of all words: `every` row that the rules looked at, and what they found.
pub(super) fn traces(count: usize, every: &[Range<usize>], found: &[Found], names: &Names) -> Vec<Trace> {
    let mut traces = vec![Trace::default(); count];
    for tokens in every {
        mark(&mut traces, tokens, DROPPED);
    }
    for (place, found) in found.iter().enumerate() {
        let name = &names.list[names.of[place] as usize];
        let standing = found.standing as u16;
        let margin = name.margin();
        let margin = if margin < 2.0 {
            0
        } else if margin < 5.0 {
            1
        } else if margin < 9.0 {
            2
        } else {
            3
        };
        let sure = standing << 6 | margin << 8 | u16::from(name.count > 1) << 10 | u16::from(name.titled > 0) << 11;
        for token in found.title.clone() {
            traces[token] = Trace(TITLE << 2);
        }
        mark(&mut traces, &found.tokens, name.kind as u16 + 1);
        for trace in &mut traces[found.tokens.clone()] {
            trace.0 |= sure;
        }
    }
    traces
}

fn mark(traces: &mut [Trace], tokens: &Range<usize>, kind: u16) {
    for token in tokens.clone() {
        let last = token + 1 == tokens.end;
        let place = if token == tokens.start { u16::from(last) } else { 2 + u16::from(last) };
        traces[token] = Trace(kind << 2 | place);
    }
}
