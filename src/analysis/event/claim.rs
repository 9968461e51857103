//! Which quotation an event is told in: the innermost one that asserts something.

use super::draft::Draft;
use crate::analysis::syntax::phrase::Phrases;
use crate::analysis::syntax::tag::Tag;
use crate::model::{EntityId, Quote, QuoteId, QuoteKind};

/// The quotation that an event is told in, and whose claim it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Claim {
    /// The innermost quotation that asserts something.
    pub quote: Option<QuoteId>,
    /// Its speaker; if that is nobody with a name, the speaker of the quotation around it, who vouches for it.
    pub claimant: Option<EntityId>,
}

/// For each event, in text order, its claim.
pub fn claims(phrases: Phrases<'_>, drafts: &[Draft]) -> Vec<Claim> {
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
            let claimant = open.iter().rev().find_map(|quote| quotes[quote.index()].speaker);
            Claim { quote: open.last().copied(), claimant }
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
