//! Markdown: CommonMark with tables, footnotes, strikethrough, task lists and front matter.
//!
//! The document's text is the source without its markup; the source map leads back. Words stay as they are written: no
//! quotation mark is made curly, so that what is found can be looked up in the source. HTML loses its tags and keeps
//! its words. Not read: mathematics, definition lists, alerts, and the inline marks inside tables.

mod front_matter;
mod recognise;
mod table;
mod writer;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::model::{BlockKind, Document, InlineKind};
use writer::Writer;

pub use recognise::recognises;

/// Finds the text and the blocks of a source in Markdown.
pub fn read(source: String) -> Document {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut reading = Reading { writer: Writer::new(&source), html: String::new(), front: None, front_matter: None };
    for (event, range) in Parser::new_ext(&source, options).into_offset_iter() {
        reading.event(event, range);
    }
    let Reading { writer, front_matter, .. } = reading;
    let mut document = writer.finish();
    if let Some((kind, words)) = front_matter {
        front_matter::apply(kind, &words, &mut document.meta);
    }
    document
}

/// What the events so far have led to.
struct Reading<'s> {
    writer: Writer<'s>,
    /// The HTML of the block that is open.
    html: String,
    /// Front matter that is open.
    front: Option<pulldown_cmark::MetadataBlockKind>,
    front_matter: Option<(pulldown_cmark::MetadataBlockKind, String)>,
}

impl<'s> Reading<'s> {
    fn event(&mut self, event: Event<'s>, range: std::ops::Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => match self.front {
                Some(kind) => self.front_matter.get_or_insert((kind, String::new())).1.push_str(&words),
                None => self.writer.words(&words, range),
            },
            Event::Code(words) | Event::InlineMath(words) | Event::DisplayMath(words) => {
                let inside = self.writer.inside(&words, range);
                self.writer.open_inline(InlineKind::Code);
                self.writer.words(&words, inside);
                self.writer.close_inline();
            }
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) => {
                if html.starts_with("<br") {
                    self.writer.hard_break();
                }
            }
            Event::FootnoteReference(name) => self.writer.note_mark(&name, range),
            Event::SoftBreak => self.writer.space(range.start),
            Event::HardBreak => self.writer.hard_break(),
            Event::Rule => {
                self.writer.open(BlockKind::Separator);
                let words = self.writer.source(range.clone()).trim();
                self.writer.words(words, range.start..range.start + words.len());
                self.writer.close();
            }
            Event::TaskListMarker(done) => self.writer.words(if done { "[x] " } else { "[ ] " }, range),
        }
    }

    fn start(&mut self, tag: Tag<'s>, range: std::ops::Range<usize>) {
        match tag {
            Tag::Paragraph => self.writer.open(BlockKind::Paragraph),
            Tag::Heading { level, .. } => self.writer.open(BlockKind::Heading(level as u8)),
            Tag::BlockQuote(_) => self.writer.deeper(1),
            Tag::CodeBlock(_) => self.writer.open(BlockKind::Code),
            Tag::HtmlBlock => self.html.clear(),
            Tag::List(first) => self.writer.open_list(first),
            Tag::Item => self.writer.open_item(range),
            Tag::FootnoteDefinition(name) => self.writer.open_note(&name),
            Tag::Table(_) => self.writer.open_table(),
            Tag::TableHead | Tag::TableRow => self.writer.table_row(),
            Tag::TableCell => self.writer.table_cell(),
            Tag::Emphasis => self.writer.open_inline(InlineKind::Emphasis),
            Tag::Strong => self.writer.open_inline(InlineKind::Strong),
            Tag::Link { dest_url, .. } => self.writer.open_inline(InlineKind::Link(dest_url.into_string())),
            Tag::MetadataBlock(kind) => self.front = Some(kind),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock => self.writer.close(),
            TagEnd::BlockQuote(_) => self.writer.deeper(-1),
            TagEnd::HtmlBlock => {
                let words = without_tags(&self.html);
                self.html.clear();
                self.writer.unmapped(&words);
            }
            TagEnd::List(_) => self.writer.close_list(),
            TagEnd::Item => self.writer.close_item(),
            TagEnd::FootnoteDefinition => self.writer.close_note(),
            TagEnd::Table => self.writer.close_table(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link => self.writer.close_inline(),
            TagEnd::MetadataBlock(_) => self.front = None,
            _ => {}
        }
    }
}

/// The words between the tags of some HTML, without comments, scripts and styles.
fn without_tags(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        words.push_str(&rest[..open]);
        rest = &rest[open..];
        let close = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if let Some(name) = ["script", "style"].into_iter().find(|name| is_tag(rest, name)) {
            let end = format!("</{name}");
            rest.find(&end).and_then(|at| rest[at..].find('>').map(|close| at + close + 1))
        } else {
            rest.find('>').map(|at| at + 1)
        };
        match close {
            Some(close) => rest = &rest[close..],
            None => return words,
        }
    }
    words.push_str(rest);
    words
}

fn is_tag(html: &str, name: &str) -> bool {
    html.get(1..=name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests;
