//! What the search for names knows before it reads: words, names, and how to ask about them.

use crate::analysis::work::Work;
use crate::language::LanguagePack;
use crate::language::entity::{Is, Vocabulary, Word};
use crate::language::gazetteer::{Entry, Gazetteer};
use crate::language::lexicon::ClassId;
use crate::language::token::{TokenKind, Tokens};
use crate::model::EntityKind;

/// What is known before the document is read.
pub(super) struct Lore<'a> {
    pub pack: &'a LanguagePack,
    pub vocabulary: Vocabulary,
    pub gazetteer: &'a Gazetteer,
    /// The pack has rules for names.
    pub has_rules: bool,
    /// Short forms of given names.
    nickname: Option<ClassId>,
    /// The commonest words, which are no names at the start of a sentence; only if there are no rules that know more of
    /// them.
    pub common: Option<ClassId>,
    /// The language writes every noun with a capital, as German does, and there are no rules that know better.
    pub capitals_are_mute: bool,
}

/// Of a hundred longer words inside sentences, more than this with capitals are no names: German texts have 36 to 73,
/// those of other languages hardly ever more than 25.
const CAPITALS: usize = 32;
/// Tokens looked at to tell.
const SAMPLE: usize = 20_000;

impl<'a> Lore<'a> {
    pub fn new(work: Work<'a>) -> Self {
        let pack = work.pack;
        let has_rules = pack.entity.iter().next().is_some();
        Self {
            pack,
            vocabulary: Vocabulary::of(&pack.lexicon),
            gazetteer: Gazetteer::built_in(),
            has_rules,
            nickname: pack.lexicon.class("NICKNAME"),
            common: pack.lexicon.class("COMMON").filter(|_| !has_rules),
            capitals_are_mute: !has_rules && capitals(work.tokens) > CAPITALS,
        }
    }

    /// The same without the names that were learnt from texts with marked names.
    pub fn without_learnt(work: Work<'a>) -> Self {
        Self { gazetteer: Gazetteer::without_learnt(), ..Self::new(work) }
    }

    /// What the vocabulary says of a word in small letters.
    pub fn small_word(&self, word: &str) -> Option<&Word> {
        self.pack.lexicon.find(word).map(|id| self.vocabulary.word(id))
    }

    /// The given names that a name in small letters is short for: "Robert" for "Bob".
    pub fn formal(&self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let lexicon = &self.pack.lexicon;
        let names = self.nickname.and_then(|class| lexicon.text(lexicon.find(name)?, class));
        names.unwrap_or_default().split_whitespace()
    }

    /// The number that all names of the same thing share, if `entry` says what the document takes it for.
    pub fn known_id(&self, key: &str, entry: Entry, kind: EntityKind) -> Option<u32> {
        let (entry, flags) = match kind {
            EntityKind::Place => (entry, Entry::COUNTRY | Entry::PLACE),
            EntityKind::Org => (entry, Entry::ORG),
            EntityKind::Norp => (self.people(key, entry)?, Entry::DEMONYM | Entry::NORP),
            EntityKind::Event => (entry, Entry::EVENT),
            EntityKind::Law => (entry, Entry::LAW),
            EntityKind::Work => (entry, Entry::WORK),
            EntityKind::Person | EntityKind::Other => return None,
        };
        entry.is(flags).then(|| entry.id()).flatten()
    }

    /// The one word of a name that is no more than a surname or given name: "klerk" of "de klerk".
    pub fn lone_word<'k>(&self, key: &'k str) -> Option<&'k str> {
        let (particles, word) = key.rsplit_once(' ').unwrap_or(("", key));
        let particle = |word: &str| self.small_word(word).is_some_and(|word| word.is(Is::Particle));
        (particles.is_empty() || particles.split(' ').all(particle)).then_some(word)
    }

    /// The entry of a people, in the singular or the plural.
    fn people(&self, key: &str, entry: Entry) -> Option<Entry> {
        if entry.is(Entry::DEMONYM | Entry::NORP) {
            return Some(entry);
        }
        self.gazetteer.name(key.strip_suffix('s')?).filter(|entry| entry.is(Entry::DEMONYM | Entry::NORP))
    }
}

/// How many of a hundred longer words that follow a word in small letters have a capital.
fn capitals(tokens: &Tokens) -> usize {
    let pairs = tokens.all.iter().zip(tokens.all.iter().skip(1)).take(SAMPLE);
    let inside =
        pairs.filter(|(before, word)| before.kind == TokenKind::Lower && word.kind.is_word() && word.span.len() >= 4);
    let (all, large) =
        inside.fold((0, 0), |(all, large), (_, word)| (all + 1, large + usize::from(word.kind.is_capital())));
    large * 100 / all.max(1)
}
