//! What each word is in its sentence: one part of speech a token, found once and used by quotations, events and
//! references.
//!
//! A single pass from left to right over the parts that the grammar allows, with a second look at participles. It is
//! a sketch of syntax, made to find verbs, their subjects and the bounds of clauses; it builds no trees, and where a
//! word stays doubtful it is taken for a noun.

mod contraction;
pub mod phrase;
pub mod tag;
mod tagger;

use rayon::prelude::*;

use self::tag::Tag;
use self::tagger::Tagger;
use super::Work;
use crate::model::{Block, BlockId};

/// One tag a token.
#[derive(Clone, Debug, Default)]
pub struct Syntax {
    tags: Vec<Tag>,
}

/// Blocks that one thread tags at a time.
const CHUNK: usize = 256;

/// Tags all tokens of a document.
pub fn syntax(work: Work<'_>) -> Syntax {
    let blocks: &[Block] = &work.document.blocks;
    let chunks: Vec<Vec<Tag>> = blocks
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, blocks)| {
            let mut tags = Vec::new();
            for (index, block) in blocks.iter().enumerate() {
                let range = work.tokens.range(BlockId::from(chunk * CHUNK + index));
                Tagger::new(work, range, block).run(&mut tags);
            }
            tags
        })
        .collect();
    Syntax { tags: chunks.concat() }
}

impl Syntax {
    /// The tag of the token with this index.
    pub fn tag(&self, index: usize) -> Tag {
        self.tags.get(index).copied().unwrap_or(Tag::Stop)
    }

    /// All tags.
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture;

    /// Each word with a short name of its tag.
    fn check(text: &str, expected: &str) {
        fixture::tagged(text, |work, syntax| {
            let name = |at: usize| match syntax.tag(at) {
                Tag::Determiner => "det",
                Tag::Possessive => "poss",
                Tag::Adjective => "adj",
                Tag::Noun => "noun",
                Tag::Name => "name",
                Tag::Pronoun => "pron",
                Tag::Preposition => "prep",
                Tag::To => "to",
                Tag::Coordinator => "and",
                Tag::Subordinator => "sub",
                Tag::Relative => "rel",
                Tag::Be => "be",
                Tag::Have => "have",
                Tag::Modal => "modal",
                Tag::Negative => "neg",
                Tag::Adverb => "adv",
                Tag::Base => "base",
                Tag::Third => "third",
                Tag::Past => "past",
                Tag::Participle => "part",
                Tag::Ing => "ing",
                Tag::Genitive => "gen",
                _ => "-",
            };
            let found: Vec<&str> = (0..work.tokens.all.len()).map(name).filter(|name| *name != "-").collect();
            assert_eq!(found.join(" "), expected, "{text}");
        });
    }

    #[test]
    fn signs_without_end_are_tagged_too() {
        let text = format!("He came. {} She went.", ". ".repeat(1000));
        fixture::tagged(&text, |work, syntax| {
            let signs = (0..work.tokens.all.len()).filter(|&at| matches!(syntax.tag(at), Tag::Sign | Tag::Stop));
            assert_eq!(signs.count(), 1002);
        });
    }

    #[test]
    fn verbs_and_nouns_of_one_form_part() {
        check("The army attacked the town.", "det noun past det noun");
        check("The attack on the town failed.", "det noun prep det noun past");
        check("They attack the town.", "pron base det noun");
        check("He plans to visit them.", "pron third to base pron");
        check("The visit was long.", "det noun be adj");
    }

    #[test]
    fn participles_are_told_from_the_past() {
        check("The treaty signed between the leaders was broken.", "det noun part prep det noun be part");
        check("The captain, Mr. Proctor, died after they arrived.", "det noun name name past sub pron past");
        check("The meeting under Article 9 opened in May.", "det noun prep name past prep");
        check("For the help promised in the treaty, they meet.", "prep det noun part prep det noun pron base");
        check("The town was attacked by rebels.", "det noun be part prep noun");
        check("The rebels attacked by night.", "det noun past prep noun");
        check("They have signed it.", "pron have part pron");
    }

    #[test]
    fn conjunctions_are_told_from_prepositions() {
        check("They left after the war.", "pron past prep det noun");
        check("They left after the war had ended.", "pron past sub det noun have part");
        check("He said that they left.", "pron past sub pron past");
    }

    #[test]
    fn contracted_words_are_what_they_stand_for() {
        check("They don't leave.", "pron adv neg base");
        check("He’d battled on, and he'd battle again.", "pron adv have part prep and pron adv modal base adv");
        check("She's late and it’s been raining.", "pron adv be adj and pron adv have be ing");
        check("The army's plan won't work.", "det noun gen noun modal adv neg base");
    }

    #[test]
    fn a_verb_of_saying_behind_an_insertion_is_no_participle() {
        check("The man, a doctor, said he had left.", "det noun det noun past pron have part");
        check("The man, a doctor, said parents still want schools.", "det noun det noun past noun adv base noun");
        check("The castle, built in 1200, had burnt.", "det noun part prep have part");
    }

    #[test]
    fn peoples_do_as_plurals_do() {
        check("Armenians say they have left.", "name base pron have part");
    }

    #[test]
    fn possessives_and_genitives() {
        check("She gave him her book.", "pron past pron poss noun");
        check("The army's attack failed.", "det noun - gen noun past".replace("- ", "").as_str());
    }
}
