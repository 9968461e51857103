//! Which quotation an event is told in: the innermost one that asserts something.

use super::draft::Draft;
use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::model::{Quote, QuoteId, QuoteKind};

/// For each event, in text order, its quotation.
pub fn claims(phrases: Phrases<'_>, drafts: &[Draft]) -> Vec<Option<QuoteId>> {
    let quotes = &phrases.work.document.quotes;
    let mut open: Vec<QuoteId> = Vec::new();
    let mut next = 0;
    drafts
        .iter()
        .map(|draft| {
            let at = draft.trigger.start;
            while next < quotes.len() && quotes[next].span.start <= at {
                if asserts(phrases, &quotes[next]) {
                    open.push(QuoteId::from(next));
                }
                next += 1;
            }
            open.retain(|quote| quotes[quote.index()].span.end > at);
            open.last().copied()
        })
        .collect()
}

/// True for marked words, and for reported clauses: who wants or praises something claims nothing of it.
fn asserts(phrases: Phrases<'_>, quote: &Quote) -> bool {
    if quote.kind == QuoteKind::Direct {
        return true;
    }
    let mut tokens = phrases.tokens(quote.span);
    phrases.tag(tokens.start) != Tag::To && tokens.any(|at| phrases.tag(at).is_finite())
}
