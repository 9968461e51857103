//! The text: lines with what is known of their words set apart quietly, and the margin that says where one is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::model::index::beginning_in;
use crate::model::{Block, BlockKind, EntityId, Form, InlineKind, QuoteKind, Span, TimexKind};
use crate::tui::page::Page;
use crate::tui::rows::Row;
use crate::tui::scene::Scene;
use crate::typeset::Line;
use crate::visible::PieceKind;

/// What is drawn of the text.
pub struct Text<'a> {
    /// The document, the place, the look.
    pub scene: Scene<'a>,
    /// The rows.
    pub page: &'a Page,
    /// The hits of the search.
    pub hits: &'a [Span],
    /// The words under the cursor, if it stands on something.
    pub cursor: Option<Span>,
    /// An entity of which every mention is marked.
    pub marked: Option<EntityId>,
    /// The reader's marks, by letter.
    pub marks: &'a [(char, u32)],
}

/// Some words and how they look; later ones lie over earlier ones.
type Marks = Vec<(Span, Style)>;

impl Text<'_> {
    /// Draws the rows into `area`, lines from the column `lines.x` on.
    pub fn draw(&self, area: Rect, lines: Rect, buffer: &mut Buffer) {
        let marks = self.marks_in_view();
        for (y, row) in (area.y..area.bottom()).zip(self.page.rows()) {
            match row {
                Row::Blank => {}
                Row::Folded(count) => {
                    let words = format!("{} {count} folded {}", self.scene.glyphs.fold, self.scene.glyphs.fold);
                    buffer.set_stringn(lines.x, y, words, lines.width as usize, self.scene.theme.dim);
                }
                Row::Line(block, line) => {
                    let block_of = self.scene.document.block(*block);
                    self.draw_margin(block_of, line, Rect { y, height: 1, ..lines }, area.x, buffer);
                    if block_of.kind == BlockKind::Separator {
                        self.draw_separator(Rect { y, height: 1, ..lines }, buffer);
                    } else {
                        self.draw_line(block_of, line, Rect { y, height: 1, ..lines }, &marks, buffer);
                    }
                }
            }
        }
    }

    fn draw_margin(&self, block: &Block, line: &Line, at: Rect, left: u16, buffer: &mut Buffer) {
        let (theme, glyphs) = (self.scene.theme, self.scene.glyphs);
        let mut put = |back: u16, sign: &str, style: Style| {
            if at.x >= left + back {
                buffer.set_string(at.x - back, at.y, sign, style);
            }
        };
        let gutter = (at.x - left).min(crate::tui::layout::GUTTER);
        if gutter == 0 {
            return;
        }
        if block.span == self.scene.context.block_span(self.scene.document) {
            put(gutter, glyphs.here, theme.here);
        } else if self.page.fresh().is_some_and(|fresh| line.span.end <= fresh) {
            put(gutter, glyphs.empty, theme.dim);
        }
        if let Some((name, _)) = self
            .marks
            .iter()
            .find(|(_, offset)| line.span.start <= *offset && *offset < line.span.end.max(line.span.start + 1))
        {
            put(gutter.saturating_sub(1), name.encode_utf8(&mut [0; 4]), theme.mode);
        }
        if gutter > 2 && self.quoted(line) {
            put(2, glyphs.quote, theme.quote);
        }
        for level in 0..u16::from(block.quote_depth) {
            let x = at.x + level * 2;
            if x < at.x + line.indent.min(at.width) {
                buffer.set_string(x, at.y, glyphs.quote, theme.quote);
            }
        }
    }

    /// True for a line of a quotation that takes whole paragraphs: those within a line need no bar.
    fn quoted(&self, line: &Line) -> bool {
        let document = self.scene.document;
        let middle = line.span.start + line.span.len() as u32 / 2;
        self.scene.index.quotes_at(document, middle).any(|id| {
            let quote = &document.quotes[id.index()];
            let block = document.block_at(quote.span.start).map(|id| document.block(id).span);
            quote.kind == QuoteKind::Direct && block.is_some_and(|block| !block.covers(quote.span))
        })
    }

    fn draw_separator(&self, at: Rect, buffer: &mut Buffer) {
        let sign = self.scene.glyphs.separator;
        let words = format!("{sign}   {sign}   {sign}");
        let x = at.x + (at.width.saturating_sub(9)) / 2;
        buffer.set_stringn(x, at.y, words, at.width as usize, self.scene.theme.dim);
    }

    fn draw_line(&self, block: &Block, line: &Line, at: Rect, marks: &Marks, buffer: &mut Buffer) {
        let base = self.base(block);
        let here: Vec<&(Span, Style)> = marks.iter().filter(|(span, _)| span.overlaps(line.span)).collect();
        let mut x = at.x + line.indent;
        let end = at.right();
        for piece in line.shown(&self.scene.document.text) {
            if piece.width == 0 {
                continue;
            }
            if x + piece.width as u16 > end {
                break;
            }
            let offset = piece.at as u32;
            let mut style = base;
            if block.label.is_some_and(|label| label.contains(offset)) {
                style = style.patch(self.scene.theme.label);
            }
            for (span, more) in &here {
                if span.contains(offset) {
                    style = style.patch(*more);
                }
            }
            if piece.kind == PieceKind::StandIn {
                style = style.patch(self.scene.theme.control);
            }
            if piece.width == 1 || piece.kind == PieceKind::Plain {
                let cell = &mut buffer[(x, at.y)];
                cell.set_symbol(&piece.shown).set_style(style);
                for behind in 1..piece.width as u16 {
                    let cell = &mut buffer[(x + behind, at.y)];
                    cell.reset();
                    cell.set_style(style);
                }
            } else {
                buffer.set_string(x, at.y, &piece.shown, style);
            }
            x += piece.width as u16;
        }
    }

    fn base(&self, block: &Block) -> Style {
        let theme = self.scene.theme;
        match block.kind {
            BlockKind::Heading(1) => theme.title,
            BlockKind::Heading(2) => theme.heading,
            BlockKind::Heading(_) => theme.subheading,
            BlockKind::Code | BlockKind::Table => theme.code,
            _ => theme.text,
        }
    }

    /// What is set apart on the screen, from the bottom up.
    fn marks_in_view(&self) -> Marks {
        let (document, theme, filter) = (self.scene.document, self.scene.theme, self.scene.filter);
        let view = self.page.view();
        // Words that begin a little above the screen may reach into it.
        let view = Span { start: view.start.saturating_sub(200), end: view.end };
        let mut marks = Marks::new();
        let first = document.inlines.partition_point(|inline| inline.span.start < view.start);
        for inline in document.inlines[first..].iter().take_while(|inline| inline.span.start < view.end) {
            marks.push((
                inline.span,
                match inline.kind {
                    InlineKind::Emphasis => theme.emphasis,
                    InlineKind::Strong => theme.strong,
                    InlineKind::Code => theme.code,
                    InlineKind::Link(_) | InlineKind::NoteMark(_) => theme.reference,
                },
            ));
        }
        for reference in &document.references[beginning_in(&document.references, view)] {
            if !reference.targets.is_empty() && !reference.is_quiet() && filter.knows(reference.span.start) {
                marks.push((reference.span, theme.reference));
            }
        }
        for mention in &document.mentions[beginning_in(&document.mentions, view)] {
            let marked = self.marked == Some(mention.entity) || filter.entity == Some(mention.entity);
            if marked {
                marks.push((mention.span, theme.followed));
            } else if mention.form == Form::Name {
                marks.push((mention.span, theme.entity(document.entities[mention.entity.index()].kind)));
            }
        }
        for timex in &document.timexes[beginning_in(&document.timexes, view)] {
            if matches!(timex.kind, TimexKind::Date | TimexKind::Time) {
                marks.push((timex.span, theme.date));
            }
        }
        marks.extend(self.hits.iter().map(|&hit| (hit, theme.hit)));
        let cursor = self.scene.context.offset;
        match self.hits.iter().find(|hit| hit.contains(cursor)) {
            Some(&hit) => marks.push((hit, theme.current_hit)),
            None => marks.extend(self.cursor.map(|span| (span, theme.cursor))),
        }
        marks
    }
}
