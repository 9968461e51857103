//! Names that the text itself calls one: "Ada Quill, better known as Zora".

use std::ops::Range;

use super::form::Merger;
use crate::language::grammar::Parts;
use crate::language::token::TokenKind;
use crate::model::EntityKind;

/// Most tokens between two names of one, without what stands in brackets.
const MOST_BETWEEN: usize = 10;
/// Most tokens in brackets behind the first.
const MOST_IN_BRACKETS: usize = 24;

impl Merger<'_> {
    /// Joins neighbours between which a rule finds that the second is another name of the first.
    pub fn told_aliases(&mut self) {
        for place in 1..self.found.len() {
            let (one, other) = (self.form_of[place - 1], self.form_of[place]);
            let named = matches!(self.kind(one), EntityKind::Person | EntityKind::Org | EntityKind::Place);
            if named && self.kind(one) == self.kind(other) && self.is_told_alias(place) {
                self.join(other, one, "another name, as the text says", 0.9);
            }
        }
    }

    fn is_told_alias(&self, place: usize) -> bool {
        let found = &self.found[place];
        // "York, known as England's garden".
        let mark = self.work.tokens.all.get(found.tokens.end).filter(|token| token.glued);
        let owner = mark.is_some_and(|mark| matches!(mark.of(&self.work.document.text), "'" | "’"));
        let known = |place: usize| self.entry(self.form_of[place]).id();
        if owner || matches!((known(place - 1), known(place)), (Some(one), Some(other)) if one != other) {
            return false;
        }
        let end = if found.title.is_empty() { found.tokens.start } else { found.title.start };
        let gap = self.without_brackets(self.found[place - 1].tokens.end..end);
        if gap.is_empty() || gap.len() > MOST_BETWEEN {
            return false;
        }
        let subject = self.work.subject();
        let rule = gap.clone().find_map(|token| {
            let found = self.work.pack.entity.match_at(&subject, &gap, token)?;
            found.rule.then.alias.then_some(found.found.tokens)
        });
        rule.is_some_and(|rule| (gap.start..rule.start).chain(rule.end..gap.end).all(|token| self.is_small(token)))
    }

    /// True for what may stand between two names of one beside the words that say so.
    fn is_small(&self, token: usize) -> bool {
        let token = &self.work.tokens.all[token];
        match token.kind {
            TokenKind::Sign => matches!(token.of(&self.work.document.text), "," | "(" | "“" | "\"" | "‘" | "'"),
            _ => {
                let link = Parts::RELATIVE.and(Parts::BE).and(Parts::DETERMINER);
                self.work.pack.grammar.entry(token.lexeme).first.has(link)
            }
        }
    }

    /// The tokens behind "(1818–1880)", if they begin so.
    fn without_brackets(&self, gap: Range<usize>) -> Range<usize> {
        let sign = |token: usize| self.work.tokens.all[token].of(&self.work.document.text);
        if gap.is_empty() || sign(gap.start) != "(" {
            return gap;
        }
        let close = gap.clone().take(MOST_IN_BRACKETS).find(|&token| sign(token) == ")");
        close.map_or(gap.clone(), |close| close + 1..gap.end)
    }
}
