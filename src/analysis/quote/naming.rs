//! Where persons are named: what the search for a speaker counts by.

use super::draft::Draft;
use crate::analysis::syntax::phrase::Phrases;
use crate::model::{BlockId, EntityId, EntityKind, Form, QuoteKind, Span};

/// A name of a person in the text.
#[derive(Clone, Copy, Debug)]
pub struct Naming {
    /// The words.
    pub span: Span,
    /// Whose name it is.
    pub entity: EntityId,
    /// Where it stands.
    pub block: BlockId,
    /// True in direct speech.
    pub marked: bool,
    /// True before a finite verb.
    pub subject: bool,
    /// True for "Smith's".
    pub owner: bool,
}

/// All names of persons, in text order. `drafts` are in text order.
pub fn namings(phrases: Phrases<'_>, drafts: &[Draft]) -> Vec<Naming> {
    let document = phrases.work.document;
    let direct = drafts.iter().filter(|draft| draft.kind == QuoteKind::Direct);
    let mut direct = direct.peekable();
    let mut marked_to = 0;
    let mut found = Vec::new();
    for mention in &document.mentions {
        let person = document.entities.get(mention.entity.index()).is_some_and(|e| e.kind == EntityKind::Person);
        if mention.form != Form::Name || !person {
            continue;
        }
        while let Some(draft) = direct.next_if(|draft| draft.outer.start <= mention.span.start) {
            marked_to = marked_to.max(draft.outer.end);
        }
        found.push(Naming {
            span: mention.span,
            entity: mention.entity,
            block: document.block_at(mention.span.start).unwrap_or(BlockId(0)),
            marked: mention.span.start < marked_to,
            subject: phrases.tag(phrases.tokens(mention.span).end).is_finite(),
            owner: document.text[mention.span.end as usize..].starts_with(['’', '\'']),
        });
    }
    found
}
