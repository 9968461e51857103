//! Note marks, links of formats with markup, and addresses in plain text.

use memchr::memmem;
use rustc_hash::FxHashMap;

use crate::analysis::Work;
use crate::model::{BlockId, BlockKind, InlineKind, Provenance, Reference, ReferenceKind, Rule, Span, Target};

/// All of them.
pub fn links(work: Work<'_>) -> Vec<Reference> {
    let mut found = inlines(work);
    found.extend(note_marks(work));
    addresses(work, &mut found);
    found
}

fn reference(span: Span, kind: ReferenceKind, target: Option<Target>, rule: &Rule) -> Reference {
    Reference {
        span,
        kind,
        targets: target.into_iter().collect(),
        provenance: Provenance::new(rule.clone(), Vec::new(), 1.0),
    }
}

fn inlines(work: Work<'_>) -> Vec<Reference> {
    let (note, link) = (Rule::from("note mark"), Rule::from("link in the source"));
    let mut anchors = None;
    let document = work.document;
    document
        .inlines
        .iter()
        .filter_map(|inline| match &inline.kind {
            InlineKind::NoteMark(block) => {
                Some(reference(inline.span, ReferenceKind::Note, Some(Target::Block(*block)), &note))
            }
            InlineKind::Link(url) => {
                let target = match url.strip_prefix('#') {
                    Some(name) => anchors.get_or_insert_with(|| anchors_of(work)).get(name).copied().map(Target::Block),
                    None => Some(Target::Url(url.clone())),
                };
                Some(reference(inline.span, ReferenceKind::Link, target, &link))
            }
            _ => None,
        })
        .collect()
}

/// The headings by the names that Markdown gives them: lower case, hyphens for spaces.
fn anchors_of(work: Work<'_>) -> FxHashMap<String, BlockId> {
    let mut anchors = FxHashMap::default();
    for (at, block) in work.document.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Heading(_)) {
            let words = block.span.of(&work.document.text).to_lowercase();
            let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            let name: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
            anchors.entry(name).or_insert(BlockId::from(at));
        }
    }
    anchors
}

/// `[1]` in plain text, if a note bears that label.
fn note_marks(work: Work<'_>) -> Vec<Reference> {
    let document = work.document;
    let text: &str = &document.text;
    let digits = |span: Span| text[span.range()].trim_matches(|c: char| !c.is_ascii_digit());
    let notes = document.blocks.iter().enumerate().filter(|(_, block)| block.kind == BlockKind::Note);
    let notes: FxHashMap<&str, BlockId> = notes
        .filter_map(|(at, block)| Some((digits(block.label?), BlockId::from(at))))
        .filter(|(label, _)| !label.is_empty())
        .collect();
    if notes.is_empty() {
        return Vec::new();
    }
    let rule = Rule::from("note mark");
    let tokens = &work.tokens.all;
    let marks = tokens
        .windows(3)
        .filter(|three| three[0].of(text) == "[" && three[2].of(text) == "]" && three[1].glued && three[2].glued);
    marks
        .filter_map(|three| {
            let span = three[0].span.join(three[2].span);
            let note = *notes.get(three[1].of(text))?;
            let own = document.block(note).span.covers(span);
            (!own).then(|| reference(span, ReferenceKind::Note, Some(Target::Block(note)), &rule))
        })
        .collect()
}

/// Addresses that stand in the text, outside of links.
fn addresses(work: Work<'_>, found: &mut Vec<Reference>) {
    let text: &str = &work.document.text;
    let rule = Rule::from("address in the text");
    let linked: Vec<Span> = found.iter().map(|reference| reference.span).collect();
    let mut last_end = 0;
    let mut next_link = 0;
    for at in memmem::find_iter(text.as_bytes(), b"://") {
        let scheme = text[..at].len() - text[..at].trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
        let start = at - scheme.min(8);
        if !matches!(&text[start..at], "http" | "https" | "ftp") || start < last_end {
            continue;
        }
        let rest = &text[at + 3..];
        let length = rest.find(|c: char| c.is_whitespace() || "<>\"”“«»{}|\\^`".contains(c)).unwrap_or(rest.len());
        let address = rest[..length].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', ')', ']']);
        // A bracket that the address opened belongs to it.
        let closes = address.contains('(') && rest[address.len()..].starts_with(')');
        let end = at + 3 + address.len() + usize::from(closes);
        last_end = end;
        if address.is_empty() {
            continue;
        }
        let span = Span::new(start, end);
        while next_link < linked.len() && linked[next_link].end <= span.start {
            next_link += 1;
        }
        if linked.get(next_link).is_none_or(|link| !link.overlaps(span)) {
            let url = text[start..end].to_owned();
            found.push(reference(span, ReferenceKind::Link, Some(Target::Url(url)), &rule));
        }
    }
}
