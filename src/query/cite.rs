//! Words taken from the text for rows, cards and citations.

use crate::model::{BlockId, Document, Span};

/// How a block is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cited {
    /// In a dossier the number of its document, from 1.
    pub part: Option<u32>,
    /// The number of the block in its document: all blocks count, from 1.
    pub paragraph: u32,
}

impl Cited {
    /// As "¶12", in a dossier "3¶12"; `sign` stands for the word paragraph.
    pub fn words(self, sign: &str) -> String {
        let part = self.part.map_or_else(String::new, |part| part.to_string());
        format!("{part}{sign}{}", self.paragraph)
    }
}

/// How a block is cited. The heading that a dossier gives a document counts as its first block.
pub fn cited(document: &Document, block: BlockId) -> Cited {
    let part = document.parts.partition_point(|part| part.heading <= block);
    match part.checked_sub(1) {
        None => Cited { part: None, paragraph: block.0 + 1 },
        Some(nth) => {
            let paragraph = (block.0 - document.parts[nth].heading.0).max(1);
            Cited { part: Some(part as u32), paragraph }
        }
    }
}

/// How many blocks the document has that a block belongs to, and the first of them.
pub fn blocks_around(document: &Document, block: BlockId) -> std::ops::Range<u32> {
    let part = document.parts.partition_point(|part| part.heading <= block);
    let all = document.blocks.len() as u32;
    let end = document.parts.get(part).map_or(all, |next| next.heading.0);
    let start = part.checked_sub(1).map_or(0, |nth| document.parts[nth].heading.0 + 1);
    start.min(end)..end
}

/// The words with every run of white space as one space, cut behind a word at `most` characters with an ellipsis.
/// Looks at few more of the words than it gives.
pub fn squeeze(words: &str, most: usize) -> String {
    let mut result = String::new();
    let mut left = most;
    for word in words[..boundary(words, most.saturating_mul(16))].split_whitespace() {
        let gap = usize::from(!result.is_empty());
        let length = word.chars().take(left + 1).count();
        if length + gap > left {
            if result.is_empty() {
                result.extend(word.chars().take(most.saturating_sub(1)));
            }
            result.push('…');
            return result;
        }
        if gap == 1 {
            result.push(' ');
        }
        result.push_str(word);
        left -= length + gap;
    }
    result
}

/// The last character boundary at or before `byte`.
fn boundary(words: &str, byte: usize) -> usize {
    let mut byte = byte.min(words.len());
    while !words.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// The sentence around `span`, at most about `most` characters of it, and where in it the words of `span` stand, in
/// bytes. White space is squeezed.
pub fn excerpt(document: &Document, span: Span, most: usize) -> (String, std::ops::Range<usize>) {
    let block = document.block_at(span.start).map_or(span, |block| document.block(block).span);
    let around = document.sentence_at(span.start).map(|id| document.sentences[id.index()].span);
    let around = around.filter(|sentence| sentence.covers(span)).unwrap_or(block.join(span));
    let words = squeeze(document.words(span), most);
    let side = most.saturating_sub(words.chars().count()) / 2;
    let before = tail(&document.text[around.start as usize..span.start as usize], side);
    let after = squeeze(&document.text[span.end as usize..around.end as usize], side);
    let glue = |at: u32| document.text[..at as usize].ends_with(char::is_whitespace);
    let mut line = before;
    if !line.is_empty() && glue(span.start) {
        line.push(' ');
    }
    let start = line.len();
    line.push_str(&words);
    let end = line.len();
    if !after.is_empty() && document.text[span.end as usize..].starts_with(char::is_whitespace) {
        line.push(' ');
    }
    line.push_str(&after);
    (line, start..end)
}

/// The end of the words, squeezed, at most `most` characters, cut before a word with an ellipsis.
fn tail(words: &str, most: usize) -> String {
    let mut parts = Vec::new();
    let mut left = most;
    let mut cut = false;
    let from = boundary(words, words.len().saturating_sub(most.saturating_mul(16)));
    for word in words[from..].split_whitespace().rev() {
        let length = word.chars().rev().take(left + 1).count() + usize::from(!parts.is_empty());
        if length > left {
            cut = true;
            break;
        }
        left -= length;
        parts.push(word);
    }
    if cut {
        parts.push("…");
    }
    parts.reverse();
    parts.join(" ")
}

/// A citation that can be pasted: the words, the paragraph, the document, its date.
///
/// `“They signed it.” (The long peace, ¶ 12, 3 May 1921)`: the date in ISO form.
pub fn cite(document: &Document, span: Span) -> String {
    let words = squeeze(document.words(span), usize::MAX - 1);
    let block = document.block_at(span.start).map_or(1, |block| cited(document, block).paragraph);
    let meta = document.meta_at(span.start);
    let name = squeeze(&meta.name(), 120);
    let date = meta.date.as_ref().map(|date| format!(", {}", date.value)).unwrap_or_default();
    let author = meta.author.as_ref().map(|author| format!("{}, ", author.value)).unwrap_or_default();
    format!("“{words}” ({author}{name}, ¶ {block}{date})")
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn squeezing_cuts_behind_a_word() {
        assert_eq!(squeeze("  the \n long  peace ", 40), "the long peace");
        assert_eq!(squeeze("the long peace", 9), "the long…");
        assert_eq!(squeeze("extraordinarily", 5), "extr…");
        assert_eq!(squeeze("", 5), "");
    }

    #[test]
    fn an_excerpt_keeps_the_words_in_the_middle() {
        let sample = Sample::new("It was late. Then they all signed the\nlong peace in the old hall. Night fell.");
        let (line, range) = excerpt(&sample.document, sample.at("signed the\nlong peace"), 60);
        assert_eq!(&line[range.clone()], "signed the long peace");
        assert_eq!(line, "Then they all signed the long peace in the old hall.");
        let (line, range) = excerpt(&sample.document, sample.at("signed the\nlong peace"), 36);
        assert_eq!((line.as_str(), &line[range]), ("… all signed the long peace in the…", "signed the long peace"));
    }

    #[test]
    fn a_citation_names_its_paragraph() {
        let sample = Sample::new("One.\n\nThey  signed it. Then\nnight fell.");
        let span = sample.at("They  signed it.");
        assert_eq!(cite(&sample.document, span), "“They signed it.” (standard input, ¶ 2)");
    }
}
