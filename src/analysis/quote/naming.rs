//! Where persons are named and spoken to: what the search for a speaker counts by.

use super::draft::{Draft, is_turn};
use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::model::{BlockId, EntityId, EntityKind, Form, Mention, QuoteKind, Span, index};

/// How many mentions within a quotation are looked at for somebody spoken to.
const MENTIONS: usize = 32;
/// Most tokens before a name that belong to it when somebody is spoken to: "my dear Mr. Smith".
const TITLE: usize = 4;

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

/// Whom a draft speaks to: a name between commas, or between a comma and the end.
pub fn addressed(phrases: Phrases<'_>, draft: &Draft) -> Option<EntityId> {
    let document = phrases.work.document;
    if !is_turn(draft) {
        return None;
    }
    let inside = index::beginning_in(&document.mentions, draft.span);
    let tokens = phrases.tokens(draft.span);
    let spoken_to = |mention: &&Mention| {
        let at = phrases.tokens(mention.span);
        // A title may stand outside of the mention.
        let title = |before: &usize| {
            matches!(phrases.tag(*before), Tag::Name | Tag::Sign | Tag::Noun | Tag::Adjective | Tag::Possessive)
        };
        let least = tokens.start.max(at.start.saturating_sub(TITLE));
        let start = (least..at.start).rev().take_while(title).last().unwrap_or(at.start);
        let parts = |at: usize| matches!(phrases.tag(at), Tag::Comma | Tag::Stop | Tag::Colon);
        let opens = start <= tokens.start || parts(start - 1);
        let closes = at.end >= tokens.end || parts(at.end);
        // A name alone may be an answer.
        let alone = start <= tokens.start && at.end + 1 >= tokens.end;
        let person = document.entities.get(mention.entity.index()).is_some_and(|e| e.kind == EntityKind::Person);
        mention.form == Form::Name && person && opens && closes && !alone
    };
    document.mentions[inside].iter().take(MENTIONS).find(spoken_to).map(|mention| mention.entity)
}
