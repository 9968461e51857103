//! Derived look-ups over a document's sorted layers. Computed on demand, never serialised.

use super::{Block, BlockId, Document, Event, Mention, Quote, Reference, Sentence, SentenceId, Span, Timex};

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

/// The index range of the items of a sorted layer that begin inside `span`.
pub fn beginning_in<T: Spanned>(layer: &[T], span: Span) -> std::ops::Range<usize> {
    let first = layer.partition_point(|item| item.span().start < span.start);
    let length = layer[first..].partition_point(|item| item.span().start < span.end);
    first..first + length
}

/// The index of the last item of a sorted layer that begins at or before `offset`.
pub fn last_at<T: Spanned>(layer: &[T], offset: u32) -> Option<usize> {
    layer.partition_point(|item| item.span().start <= offset).checked_sub(1)
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

    /// A block by its id.
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.index()]
    }
}

/// Converts byte offsets of one text to Unicode code points, for offsets that mostly rise.
///
/// Keeps the last place, so that a sorted layer costs one pass over the text.
pub struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    point: usize,
}

impl<'a> CodePoints<'a> {
    /// A converter at the start of `text`.
    pub fn new(text: &'a str) -> Self {
        Self { text, byte: 0, point: 0 }
    }

    /// The code point offset of the byte offset `byte`, which must be a character boundary within the text.
    pub fn at(&mut self, byte: u32) -> usize {
        let byte = byte as usize;
        let count =
            |range: std::ops::Range<usize>| self.text.as_bytes()[range].iter().filter(|&&b| (b as i8) >= -0x40).count();
        self.point =
            if byte >= self.byte { self.point + count(self.byte..byte) } else { self.point - count(byte..self.byte) };
        self.byte = byte;
        self.point
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_go_forth_and_back() {
        let text = "aé漢🙂z";
        let mut points = CodePoints::new(text);
        let offsets: Vec<u32> = text.char_indices().map(|(byte, _)| byte as u32).collect();
        for (point, &byte) in offsets.iter().enumerate() {
            assert_eq!(points.at(byte), point);
        }
        for (point, &byte) in offsets.iter().enumerate().rev() {
            assert_eq!(points.at(byte), point);
        }
    }

    #[test]
    fn source_map_counts_from_the_run_it_is_in() {
        let map = super::super::SourceMap(vec![(0, 2), (5, 9)]);
        assert_eq!((map.source_offset(0), map.source_offset(4), map.source_offset(6)), (2, 6, 10));
    }
}
