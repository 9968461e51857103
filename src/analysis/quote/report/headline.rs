//! Headlines that name their source before a colon.

use super::reading::Report;
use crate::analysis::quote::draft::{Draft, Why};
use crate::analysis::syntax::tag::Tag;
use crate::language::grammar::Parts;
use crate::model::{BlockId, BlockKind, EntityKind, Mention, index};

/// Most tokens of a headline, and of what stands before its colon.
const TITLE: usize = 32;
const LABEL: usize = 8;

impl Report<'_> {
    /// "Poll: Voters want change", "Smith: I was wrong", as a title: what stands behind the colon is the source's.
    pub(super) fn headline(&self, block: usize) -> Option<Draft> {
        let tokens = self.phrases.work.tokens.range(BlockId::from(block));
        let title = block == 0 || matches!(self.phrases.work.document.blocks[block].kind, BlockKind::Heading(_));
        if !title || tokens.len() > TITLE {
            return None;
        }
        let text: &str = &self.phrases.work.document.text;
        let all = &self.phrases.work.tokens.all;
        let colon = (tokens.start + 1..tokens.end.min(tokens.start + LABEL)).find(|&at| all[at].of(text) == ":")?;
        let person = |mention: &Mention| {
            let kind = self.phrases.work.document.entities.get(mention.entity.index()).map(|entity| entity.kind);
            matches!(kind, Some(EntityKind::Person | EntityKind::Org))
        };
        let span = self.phrases.work.subject().span(&(tokens.start..colon));
        let mentions = &self.phrases.work.document.mentions;
        let named = mentions[index::beginning_in(mentions, span)].iter().any(person);
        let lexicon = &self.phrases.work.pack.lexicon;
        let document = self.document.is_some_and(|class| lexicon.is(all[colon - 1].lexeme, class));
        let content = colon + 1..self.trim(colon + 1, tokens.end);
        let tells = content.clone().any(|at| self.phrases.parts(at).has(Parts::ANY_VERB));
        let quoted = self.tag(colon + 1) == Tag::Quote;
        if !(named || document) || !tells || quoted {
            return None;
        }
        self.draft(content, Some(tokens.start..colon), colon..colon + 1, Why::Headline)
    }
}
