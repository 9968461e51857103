//! What the search for names knows before it reads: words, names, and how to ask about them.

use crate::language::LanguagePack;
use crate::language::entity::{Is, Vocabulary, Word};
use crate::language::gazetteer::{Entry, Gazetteer};
use crate::model::EntityKind;

/// What is known before the document is read.
pub(super) struct Lore<'a> {
    pub pack: &'a LanguagePack,
    pub vocabulary: Vocabulary,
    pub gazetteer: &'a Gazetteer,
}

impl<'a> Lore<'a> {
    pub fn new(pack: &'a LanguagePack) -> Self {
        Self { pack, vocabulary: Vocabulary::of(&pack.lexicon), gazetteer: Gazetteer::built_in() }
    }

    /// What the vocabulary says of a word in small letters.
    pub fn small_word(&self, word: &str) -> Option<&Word> {
        self.pack.lexicon.find(word).map(|id| self.vocabulary.word(id))
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
