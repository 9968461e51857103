//! Derived look-ups over a document's sorted layers. Computed on demand, never serialised.

use super::{Block, BlockId, Document, Event, Mention, Meta, Quote, Reference, Sentence, SentenceId, Span, Timex};

/// Anything that stands somewhere in the text.
pub trait Spanned {
    /// Where.
    fn span(&self) -> Span;
}

macro_rules! spanned {
    ($($type:ty: $field:ident),*) => {$(
        impl Spanned for $type {
            #[allow(clippy::misnamed_getters)]
            fn span(&self) -> Span {
                self.$field
            }
        }
    )*};
}
spanned!(Block: span, Sentence: span, Timex: span, Mention: span, Quote: span, Reference: span, Event: trigger);

/// The index of the first of `length` items in text order that begins at or after `offset`; `start` tells where one
/// begins.
///
/// What stands in a text is spread over it about evenly, so the search starts where the offset's share of the text
/// points to and widens from there: neighbouring questions touch neighbouring memory.
pub fn first_from(length: usize, offset: u32, start: impl Fn(usize) -> u32) -> usize {
    let Some(last) = length.checked_sub(1) else { return 0 };
    let (low, high) = (start(0), start(last));
    if offset <= low {
        return 0;
    }
    if offset > high {
        return length;
    }
    // Here `start(0) < offset <= start(last)`, and so for the two ends of the range that is searched.
    let share = u64::from(offset - low) * last as u64 / u64::from(high - low);
    let guess = share as usize;
    let (mut below, mut above) = (0, last);
    let mut step = 4;
    if start(guess) < offset {
        below = guess;
        while below + step < last {
            if start(below + step) >= offset {
                above = below + step;
                break;
            }
            below += step;
            step *= 2;
        }
    } else {
        above = guess;
        while above > step {
            if start(above - step) < offset {
                below = above - step;
                break;
            }
            above -= step;
            step *= 2;
        }
    }
    while below + 1 < above {
        let middle = below + (above - below) / 2;
        *(if start(middle) < offset { &mut below } else { &mut above }) = middle;
    }
    above
}

/// The index range of the items of a sorted layer that begin inside `span`.
pub fn beginning_in<T: Spanned>(layer: &[T], span: Span) -> std::ops::Range<usize> {
    let first = first_from(layer.len(), span.start, |at| layer[at].span().start);
    // Mostly few lie inside.
    let near = layer[first..].iter().take(16).take_while(|item| item.span().start < span.end).count();
    let more = if near < 16 { 0 } else { layer[first + near..].partition_point(|item| item.span().start < span.end) };
    first..first + near + more
}

/// The index of the last item of a sorted layer that begins at or before `offset`.
pub fn last_at<T: Spanned>(layer: &[T], offset: u32) -> Option<usize> {
    first_from(layer.len(), offset.saturating_add(1), |at| layer[at].span().start).checked_sub(1)
}

impl Document {
    /// The block at `offset`, or the one before the gap that it lies in; the first block before all.
    /// `None` only for a document without blocks.
    pub fn block_at(&self, offset: u32) -> Option<BlockId> {
        (!self.blocks.is_empty()).then(|| BlockId::from(last_at(&self.blocks, offset).unwrap_or(0)))
    }

    /// The sentence at `offset`, or the one before the gap that it lies in.
    pub fn sentence_at(&self, offset: u32) -> Option<SentenceId> {
        last_at(&self.sentences, offset).map(SentenceId::from)
    }

    /// The number of the part at `offset`, or of the one before the gap that it lies in; `None` in a document that is
    /// no dossier.
    pub fn part_at(&self, offset: u32) -> Option<usize> {
        let begun = self.parts.partition_point(|part| part.span.start <= offset);
        (!self.parts.is_empty()).then(|| begun.saturating_sub(1))
    }

    /// What is known about the document that the text at `offset` belongs to.
    pub fn meta_at(&self, offset: u32) -> &Meta {
        let part = self.part_at(offset).and_then(|nth| self.parts.get(nth));
        part.map_or(&self.meta, |part| &part.meta)
    }

    /// A block by its id.
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.index()]
    }
}

/// Converts byte offsets of one text to Unicode code points, in any order, at a constant cost each.
pub struct CodePoints<'a> {
    text: &'a str,
    /// The code points before every `STEP`th byte.
    before: Vec<u32>,
}

/// Small enough that a conversion costs nanoseconds, large enough that the table is a small part of the text.
const STEP: usize = 256;

impl<'a> CodePoints<'a> {
    /// A converter for `text`; counts it once.
    pub fn new(text: &'a str) -> Self {
        let mut points = 0;
        let before = text.as_bytes().chunks(STEP).map(|chunk| {
            let here = points;
            points += count(chunk);
            here
        });
        let mut before: Vec<u32> = before.collect();
        before.push(points);
        Self { text, before }
    }

    /// The code point offset of the byte offset `byte`, which must be a character boundary within the text.
    pub fn at(&self, byte: u32) -> usize {
        let byte = byte as usize;
        let step = byte / STEP;
        (self.before[step] + count(&self.text.as_bytes()[step * STEP..byte])) as usize
    }
}

/// The characters that begin in `bytes` of UTF-8.
fn count(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| (byte as i8) >= -0x40).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_count_characters_wherever_one_asks() {
        let text = "aé漢🙂z".repeat(200);
        let points = CodePoints::new(&text);
        for (point, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(byte as u32), point);
        }
        assert_eq!(points.at(text.len() as u32), text.chars().count());
        assert_eq!(CodePoints::new("").at(0), 0);
    }

    #[test]
    fn what_begins_in_a_span_is_found_however_it_is_spread() {
        let even: Vec<u32> = (0..1_000).map(|n| n * 7).collect();
        let uneven: Vec<u32> = (0..300).map(|n| n * n).chain([90_000; 3]).chain([4_000_000_000]).collect();
        for starts in [vec![], vec![5], vec![5, 5, 5], even, uneven] {
            let sentences: Vec<Sentence> = starts
                .iter()
                .map(|&start| Sentence { span: Span { start, end: start + 1 }, block: BlockId(0) })
                .collect();
            for start in (0..100).chain((100..95_000).step_by(37)).chain([3_999_999_999, 4_000_000_000, u32::MAX]) {
                let expected = starts.partition_point(|&at| at < start);
                for length in [0, 1, 50, 5_000] {
                    let span = Span { start, end: start.saturating_add(length) };
                    let end = starts.partition_point(|&at| at < span.end).max(expected);
                    assert_eq!(beginning_in(&sentences, span), expected..end, "{span:?}");
                }
                let last = starts.partition_point(|&at| at <= start).checked_sub(1);
                if start < u32::MAX {
                    assert_eq!(last_at(&sentences, start), last);
                }
            }
        }
    }

    #[test]
    fn source_map_counts_from_the_run_it_is_in() {
        let map = super::super::SourceMap(vec![(0, 2), (5, 9)]);
        assert_eq!((map.source_offset(0), map.source_offset(4), map.source_offset(6)), (2, 6, 10));
    }
}
