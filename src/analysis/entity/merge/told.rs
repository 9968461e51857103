//! Names that the text itself calls one: "Ada Quill, better known as Zora".

use std::ops::Range;

use super::form::Merger;
use crate::language::gazetteer::Entry;
use crate::language::grammar::Parts;
use crate::language::token::TokenKind;
use crate::model::EntityKind;

/// Most tokens between two names of one, without what stands in brackets.
const MOST_BETWEEN: usize = 10;
/// The rule for names in other languages, which do not stand for their entity.
pub(in crate::analysis::entity) const TRANSLATED: &str = "the name in another language, as the text says";
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

    /// "Lavrin (Latin: Lavrinus; Greek: Λαυρίνος)": names in brackets, each behind its language, of what is named
    /// before the bracket.
    pub fn in_other_languages(&mut self) {
        let mut before: Option<usize> = None;
        for place in 1..self.found.len() {
            let start = self.found[place - 1].tokens.end;
            if self.sign(start) == Some("(") {
                before = Some(place - 1);
            }
            let Some(bearer) = before else { continue };
            let (open, name) = (self.found[bearer].tokens.end, self.found[place].tokens.clone());
            let inside = open + 1..name.start;
            if inside.len() > MOST_IN_BRACKETS || inside.clone().any(|token| self.sign(token) == Some(")")) {
                before = None;
                continue;
            }
            let (one, other) = (self.form_of[bearer], self.form_of[place]);
            let once = self.forms[other as usize].count == 1;
            let kinds = self.kind(one) == self.kind(other) || self.kind(other) == EntityKind::Other || once;
            let known = |form: u32| self.entry(form).id();
            let two = matches!((known(one), known(other)), (Some(one), Some(other)) if one != other);
            if kinds && !two && self.stands_behind_language(inside) {
                self.join(other, one, TRANSLATED, 0.9);
            }
        }
    }

    /// True if some tokens end with a language and a colon.
    fn stands_behind_language(&self, tokens: Range<usize>) -> bool {
        let at = |back: usize| tokens.len().checked_sub(back).map(|index| tokens.start + index);
        let language = |token: usize| {
            let entry = self.lore.gazetteer.name(self.work.tokens.all[token].of(&self.work.document.text));
            entry.is_some_and(|entry| entry.is(Entry::DEMONYM | Entry::NORP))
        };
        at(1).is_some_and(|token| self.sign(token) == Some(":")) && at(2).is_some_and(language)
    }

    fn sign(&self, token: usize) -> Option<&str> {
        self.work.tokens.all.get(token).map(|token| token.of(&self.work.document.text))
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
