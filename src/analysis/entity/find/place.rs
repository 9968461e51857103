//! What stands around a name at one place: its title, gender, cues and emphasis.

use std::ops::Range;

use super::found::{Found, Standing, key};
use super::unit::Reader;
use crate::language::entity::{Gender, Is};
use crate::language::token::TokenKind;
use crate::model::EntityKind;

impl Reader<'_> {
    /// The name in `tokens` of a sentence with the title before it; `several` says that it has more than one word.
    pub(in crate::analysis::entity) fn found(
        &self,
        sentence: &Range<usize>,
        standing: Standing,
        tokens: Range<usize>,
        title: Range<usize>,
        several: bool,
    ) -> Found {
        let before = if title.is_empty() { tokens.start } else { title.start };
        let gender = title.clone().map(|token| self.word(token).gender).find(|gender| *gender != Gender::Unknown);
        let gender = gender.unwrap_or_else(|| match several {
            true => self.kinship(sentence, before..tokens.end),
            false => Gender::Unknown,
        });
        let span = self.work.subject().span(&tokens);
        let mut cues = self.cues(sentence, before, &tokens);
        let of_role = before > sentence.start + 1
            && self.word(before - 1).is(Is::Of)
            && self.word(before - 2).is(Is::Role)
            && self.token(tokens.start).kind == TokenKind::AllCaps;
        cues[EntityKind::Org as usize] += if of_role { 4 } else { 0 };
        let opening = before - usize::from(before > sentence.start && self.byte(before - 1) == b'_');
        let article = opening > sentence.start && self.word(opening - 1).is(Is::Article);
        let emphasised = standing == Standing::Firm && self.is_emphasised(&tokens);
        let key = key(span.of(&self.work.document.text));
        Found { emphasised, article, tokens, key, span, title, gender, cues, standing, rest: None }
    }

    /// The title right before `first`, in capitals or an honorific ("Foreign Minister", "Mr."), back to `start`.
    pub(in crate::analysis::entity) fn title_before(&self, start: usize, first: usize) -> Range<usize> {
        let (mut title, mut at) = (first..first, first);
        while at > start {
            let stop = self.byte(at - 1) == b'.' && self.token(at - 1).glued;
            let Some(word) = at.checked_sub(1 + usize::from(stop)).filter(|&word| word >= start) else { break };
            let says = self.word(word);
            let capital = self.token(word).kind.is_capital();
            let named = says.is(Is::Honorific) || says.is(Is::Role);
            if !capital || !(named || says.is(Is::RoleModifier)) {
                break;
            }
            at = word;
            if named {
                title = at..first;
            } else if !title.is_empty() {
                title.start = at;
            }
        }
        title
    }

    /// The gender that a word of kinship beside a name tells: "his wife, Albertina Sisulu", "Zindzi Mandela, the
    /// younger daughter of".
    fn kinship(&self, sentence: &Range<usize>, name: Range<usize>) -> Gender {
        let comma = name.start > sentence.start && self.text(name.start - 1) == ",";
        let before = name.start - usize::from(comma);
        let before = if before > sentence.start { self.word(before - 1).kin } else { Gender::Unknown };
        if before != Gender::Unknown {
            return before;
        }
        let behind: Vec<usize> = (name.end..sentence.end).take(4).collect();
        let [comma, first, rest @ ..] = &behind[..] else { return Gender::Unknown };
        if self.text(*comma) != "," {
            return Gender::Unknown;
        }
        let article = self.word(*first).is(Is::Determiner);
        let words = std::iter::once(first).chain(rest.iter().filter(|_| article));
        words.map(|at| self.word(*at).kin).find(|kin| *kin != Gender::Unknown).unwrap_or_default()
    }
}
