//! Who signs a document that is quoted as "the petition" or "the statement".

use std::ops::Range;

use super::draft::Draft;
use super::who::{Speaker, Who};
use crate::analysis::syntax::phrase::Phrases;
use crate::language::lexicon::ClassId;
use crate::model::{BlockId, BlockKind, EntityId, EntityKind, Rule, index};

/// How many blocks behind a document's words its signature is looked for.
const SIGNATURE: usize = 4;

/// Who signs a document: at the foot of the quotation, in its metadata.
pub fn author(phrases: Phrases<'_>, draft: &Draft, rule: &Rule) -> Speaker {
    let document = phrases.work.document;
    let signatory = phrases.work.pack.lexicon.class("SIGNATORY");
    let last = document.block_at(draft.outer.end.saturating_sub(1)).unwrap_or(BlockId(0));
    let foot = document.blocks.iter().enumerate().skip(last.index() + 1).take(SIGNATURE);
    for (block, _) in foot.take_while(|(_, block)| !matches!(block.kind, BlockKind::Heading(1 | 2))) {
        let range = phrases.work.tokens.range(BlockId::from(block));
        if range.is_empty() || range.len() > 30 || !signs(phrases, signatory, range.clone()) {
            continue;
        }
        let span = phrases.work.subject().span(&range);
        let mentions = &document.mentions[index::beginning_in(&document.mentions, span)];
        let org = mentions.iter().find(|mention| {
            document.entities.get(mention.entity.index()).is_some_and(|entity| entity.kind == EntityKind::Org)
        });
        if let Some(mention) = org.or(mentions.first()) {
            return Speaker::inferred(Who::Named(mention.entity), Some(mention.span), rule, 0.8);
        }
    }
    let author = document.meta.author.as_ref();
    let stated = author.and_then(|author| document.entities.iter().position(|entity| entity.name == author.value));
    match stated {
        Some(entity) => {
            let span = author.and_then(|author| author.span);
            Speaker::inferred(Who::Named(EntityId::from(entity)), span, rule, 0.7)
        }
        None => Speaker::nobody(),
    }
}

/// True if a block names an office or body: it may be a signature.
fn signs(phrases: Phrases<'_>, signatory: Option<ClassId>, tokens: Range<usize>) -> bool {
    let Some(class) = signatory else { return false };
    let lexicon = &phrases.work.pack.lexicon;
    phrases.work.tokens.all[tokens].iter().any(|token| lexicon.is(token.lexeme, class))
}
