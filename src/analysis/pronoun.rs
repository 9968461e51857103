//! "He" and "she" where only one person can be meant: the only one of that gender whom the paragraph told of before.
//!
//! Everything else is left alone: pronouns in direct speech, paragraphs that tell of two, "it" and "they", and whoever
//! was named a paragraph earlier.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Work;
use super::syntax::Syntax;
use super::syntax::phrase::Phrases;
use super::syntax::tag::Tag;
use crate::language::entity::{Gender, Is, Vocabulary};
use crate::language::grammar::Parts;
use crate::language::lexicon::{ClassId, LexemeId};
use crate::language::token::TokenKind;
use crate::model::index;
use crate::model::{BlockId, EntityId, EntityKind, Form, Mention, Provenance, QuoteKind, Rule, Span};

/// What a title says of a person's gender counts so much more than a given name.
const TITLE: i32 = 10;
/// The same for a word of kinship before the name.
const KIN: i32 = 5;
/// And for a given name.
const GIVEN: i32 = 2;
/// Most people and nouns of a paragraph that are weighed; behind them nothing is clear.
const MOST: usize = 64;

/// The pronouns that stand for people, in text order.
pub fn pronouns(work: Work<'_>, syntax: &Syntax) -> Vec<Mention> {
    let vocabulary = Vocabulary::of(&work.pack.lexicon);
    let reader = Reader {
        phrases: Phrases::new(work, syntax),
        genders: genders(work, &vocabulary),
        gender: work.pack.lexicon.class("GENDER"),
        vocabulary,
        spoken: spoken(work),
        rule: Rule::from("the only person whom the paragraph told of before"),
    };
    let blocks: Vec<usize> = (0..work.document.blocks.len()).collect();
    blocks.par_iter().flat_map_iter(|&block| reader.block(BlockId::from(block))).collect()
}

/// Direct speech, in text order, without overlaps.
fn spoken(work: Work<'_>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for quote in work.document.quotes.iter().filter(|quote| quote.kind == QuoteKind::Direct) {
        match spans.last_mut() {
            Some(last) if quote.span.start < last.end => last.end = last.end.max(quote.span.end),
            _ => spans.push(quote.span),
        }
    }
    spans
}

/// The genders of people, by their titles, kinship and given names.
fn genders(work: Work<'_>, vocabulary: &Vocabulary) -> FxHashMap<EntityId, Gender> {
    let mut votes: FxHashMap<EntityId, i32> = FxHashMap::default();
    let all = &work.tokens.all;
    let mut at = 0;
    for mention in work.document.mentions.iter().filter(|mention| mention.form == Form::Name) {
        at += all[at..].partition_point(|token| token.span.start < mention.span.start);
        let Some(first) = all.get(at) else { break };
        let word = |at: usize| all.get(at).map(|token| vocabulary.word(token.lexeme));
        let signed = |gender: Gender, points: i32| match gender {
            Gender::Male => points,
            Gender::Female => -points,
            Gender::Unknown => 0,
        };
        // "Mr." is a word and a full stop, or one word.
        let before = (1..=2).filter_map(|back| word(at.checked_sub(back)?)).find(|word| word.gender != Gender::Unknown);
        let kin = at.checked_sub(1).and_then(word).map_or(0, |word| signed(word.kin, KIN));
        let title = before.map_or(0, |word| signed(word.gender, TITLE));
        let given = signed(vocabulary.word(first.lexeme).given, GIVEN);
        *votes.entry(mention.entity).or_default() += title + kin + given;
    }
    let gender = |votes: i32| if votes > 0 { Gender::Male } else { Gender::Female };
    votes.into_iter().filter(|(_, votes)| *votes != 0).map(|(entity, votes)| (entity, gender(votes))).collect()
}

/// Somebody of whom the paragraph tells.
#[derive(Clone, Copy)]
struct Person {
    /// Who; nobody for a noun or pronoun that may be anyone.
    who: Option<EntityId>,
    gender: Gender,
    span: Span,
}

struct Reader<'a> {
    phrases: Phrases<'a>,
    genders: FxHashMap<EntityId, Gender>,
    /// The class of nouns that tell he from she.
    gender: Option<ClassId>,
    vocabulary: Vocabulary,
    spoken: Vec<Span>,
    rule: Rule,
}

impl Reader<'_> {
    fn block(&self, block: BlockId) -> Vec<Mention> {
        let work = self.phrases.work;
        let span = work.document.block(block).span;
        let mut named = work.document.mentions[index::beginning_in(&work.document.mentions, span)].iter().peekable();
        let mut found = Vec::new();
        let mut people: Vec<Person> = Vec::new();
        let mut end = 0;
        let mut spoken =
            self.spoken[self.spoken.partition_point(|spoken| spoken.end <= span.start)..].iter().peekable();
        for at in work.tokens.range(block) {
            let token = &work.tokens.all[at];
            let mention = named.next_if(|mention| mention.span.start <= token.span.start);
            if let Some(mention) = mention {
                end = mention.span.end;
            }
            while spoken.next_if(|spoken| spoken.end <= token.span.start).is_some() {}
            if spoken.peek().is_some_and(|spoken| spoken.start <= token.span.start) {
                continue;
            }
            if people.len() > MOST {
                break;
            }
            match (mention, self.pronoun(at)) {
                (Some(mention), _) => people.extend(self.person(mention)),
                (None, _) if token.span.start < end => {}
                (None, Some(gender)) => {
                    let known = people.iter().any(|person| !person.gender.conflicts(gender));
                    if let Some((entity, named)) = self.only(&people, gender) {
                        found.push(self.mention(token.span, entity, named, gender));
                        people.push(Person { who: Some(entity), gender, span: named });
                    } else if !known {
                        people.push(Person { who: None, gender, span: token.span });
                    }
                }
                (None, None) => people.extend(self.noun(at, named.peek().map(|mention| mention.span.start))),
            }
        }
        found
    }

    /// A pronoun that means the person at `named`.
    fn mention(&self, span: Span, entity: EntityId, named: Span, gender: Gender) -> Mention {
        let confidence = if self.genders.get(&entity) == Some(&gender) { 0.85 } else { 0.75 };
        let provenance = Provenance::new(self.rule.clone(), vec![named], confidence);
        Mention { span, entity, form: Form::Pronoun, provenance: Some(provenance) }
    }

    /// The gender of a pronoun for one person.
    fn pronoun(&self, at: usize) -> Option<Gender> {
        let parts = self.phrases.parts(at);
        let pronoun = matches!(self.phrases.tag(at), Tag::Pronoun | Tag::Possessive) && !parts.has(Parts::RELATIVE);
        match (pronoun && parts.has(Parts::HE), pronoun && parts.has(Parts::SHE)) {
            (true, false) => Some(Gender::Male),
            (false, true) => Some(Gender::Female),
            _ => None,
        }
    }

    fn person(&self, mention: &Mention) -> Option<Person> {
        let kind = self.phrases.work.document.entities.get(mention.entity.index()).map(|entity| entity.kind);
        let gender = self.genders.get(&mention.entity).copied().unwrap_or_default();
        (kind == Some(EntityKind::Person)).then_some(Person { who: Some(mention.entity), gender, span: mention.span })
    }

    /// The person of a common noun, unless it is the title of the name at `next`.
    fn noun(&self, at: usize, next: Option<u32>) -> Option<Person> {
        let work = self.phrases.work;
        let token = &work.tokens.all[at];
        if token.kind != TokenKind::Lower || token.lexeme == LexemeId::NONE {
            return None;
        }
        let behind = work.tokens.all.get(at + 1).map(|token| token.span.start);
        if behind.is_some() && behind == next {
            return None;
        }
        let word = self.vocabulary.word(token.lexeme);
        let told = self.gender.and_then(|class| work.pack.lexicon.text(token.lexeme, class));
        let gender = match told {
            Some("he") => Gender::Male,
            Some("she") => Gender::Female,
            _ if word.is(Is::Kin) => word.kin,
            _ if word.is(Is::Role) => word.gender,
            _ if word.is(Is::RoleNoun) => Gender::Unknown,
            _ => return None,
        };
        Some(Person { who: None, gender, span: token.span })
    }

    /// The only one of a gender, and where.
    fn only(&self, people: &[Person], gender: Gender) -> Option<(EntityId, Span)> {
        let mut fitting = people.iter().filter(|person| !person.gender.conflicts(gender));
        let first = fitting.next()?;
        let who = first.who?;
        fitting.all(|person| person.who == first.who).then_some((who, first.span))
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::fixture;
    use crate::model::Form;

    /// The pronouns that mean somebody are those marked, with the name that they mean.
    fn check(marked: &str) {
        let (mut text, mut expected) = (String::new(), Vec::new());
        for part in marked.split('[') {
            match part.split_once(']') {
                Some((inside, rest)) => {
                    let (words, name) = inside.split_once('|').expect("a name");
                    text += words;
                    expected.push(format!("{words} {name}"));
                    text += rest;
                }
                None => text += part,
            }
        }
        let got = fixture::annotated(&text);
        let pronouns = got.mentions.iter().filter(|mention| mention.form == Form::Pronoun);
        let got: Vec<String> = pronouns
            .map(|mention| format!("{} {}", got.words(mention.span), got.entities[mention.entity.index()].name))
            .collect();
        assert_eq!(got, expected, "in {text:?}");
    }

    #[test]
    fn only_one_person_can_be_meant() {
        check("On Monday Angela Merkel spoke. [She|Angela Merkel] left with [her|Angela Merkel] papers.");
        check("So Mr. Quill met Mrs. Reed, but [he|Mr. Quill] left and [she|Mrs. Reed] stayed.");
    }

    #[test]
    fn two_leave_it_open() {
        check("On Monday Robert Quill met John Reed. He left.");
        check("On Monday Robert Quill met the king. He left.");
        check("On Monday Robert Quill sat.\n\nHe left.");
    }

    #[test]
    fn speech_is_left_alone() {
        check("On Monday Robert Quill sat. “He is late,” said the man.");
    }
}
