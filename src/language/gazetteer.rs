//! Names that the program knows: countries and their peoples, towns, regions, bodies, given names, surnames; and the
//! words that English writes in small letters.
//!
//! The tables are finite-state maps built by `examples/gazetteer.rs` and read in place, so that they cost nothing at
//! start. They hold names without saying what they mean in a text: that a name may be a town is a hint and no more.

use std::sync::OnceLock;

use fst::raw::{Fst, Output};

/// A name's entry: what it may be, and a number that all names of the same thing share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry(pub u64);

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $bit:expr),* $(,)?) => {
        impl Entry { $($(#[$doc])* pub const $name: u64 = 1 << ($bit + Self::ID_BITS);)* }
    };
}

flags! {
    /// A country, under any of its names.
    COUNTRY = 0,
    /// A well-known place that is no country.
    PLACE = 1,
    /// A town.
    CITY = 2,
    /// A province, state, district.
    REGION = 3,
    /// An adjective or inhabitant of the place with the same number.
    DEMONYM = 4,
    /// A given name.
    GIVEN = 5,
    /// A surname.
    SURNAME = 6,
    /// A body: institution, company, army.
    ORG = 7,
    /// A people, faith or party's followers without a place of its own.
    NORP = 8,
    /// A war, festival, age.
    EVENT = 9,
    /// A treaty, statute, charter.
    LAW = 10,
    /// A book, newspaper.
    WORK = 11,
    /// Counts only if written in capitals throughout ("US", "WHO").
    CAPITALS = 12,
}

impl Entry {
    /// Bits of the number.
    pub const ID_BITS: u32 = 20;

    /// How far behind a flag the mark stands that it was learnt from marked texts.
    const LEARNT_BITS: u32 = 20;
    /// All flags.
    const FLAGS: u64 = ((1 << Self::LEARNT_BITS) - 1) << Self::ID_BITS;

    /// The mark that `flag` was not in a list but learnt from texts that have their names marked.
    pub const fn learnt(flag: u64) -> u64 {
        flag << Self::LEARNT_BITS
    }

    /// The flags as a small number.
    pub fn flags(self) -> u64 {
        (self.0 & Self::FLAGS) >> Self::ID_BITS
    }

    /// The entry without what was learnt; `None` if nothing is left.
    fn listed(self) -> Option<Entry> {
        let learnt = self.0 >> Self::LEARNT_BITS & Self::FLAGS;
        let listed = Entry(self.0 & (Self::FLAGS | ((1 << Self::ID_BITS) - 1)) & !learnt);
        (listed.flags() != 0).then_some(listed)
    }

    /// True if it may be one of `flags`.
    pub fn is(self, flags: u64) -> bool {
        self.0 & flags != 0
    }

    /// The number that all names of the same thing share; `None` for names of many bearers.
    pub fn id(self) -> Option<u32> {
        let id = (self.0 & ((1 << Self::ID_BITS) - 1)) as u32;
        (id != 0).then_some(id)
    }
}

/// The tables, ready to be read.
pub struct Gazetteer {
    names: Fst<&'static [u8]>,
    words: Fst<&'static [u8]>,
    /// Names that were learnt from texts count.
    learnt: bool,
}

impl Gazetteer {
    /// The tables that are built in.
    pub fn built_in() -> &'static Gazetteer {
        static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
        GAZETTEER.get_or_init(|| Self::open(true))
    }

    /// The same without the names that were learnt from texts with marked names: for a model that is trained on those
    /// texts, which would otherwise believe that every name is in a list.
    pub fn without_learnt() -> &'static Gazetteer {
        static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
        GAZETTEER.get_or_init(|| Self::open(false))
    }

    fn open(learnt: bool) -> Gazetteer {
        // A test opens both, so this cannot fail in a program that was built from a green tree.
        let open = |bytes: &'static [u8]| match Fst::new(bytes) {
            Ok(table) => table,
            Err(error) => panic!("built-in gazetteer: {error}"),
        };
        Gazetteer {
            names: open(include_bytes!("../../assets/gazetteer/names.fst")),
            words: open(include_bytes!("../../assets/gazetteer/words.fst")),
            learnt,
        }
    }

    /// The entry of a whole name, in any case, with or without accents.
    pub fn name(&self, name: &str) -> Option<Entry> {
        let mut walk = self.walk();
        walk.feed(name);
        walk.entry()
    }

    /// True if English usually writes the word in small letters.
    pub fn is_common_word(&self, word: &str) -> bool {
        let mut walk = Walk::new(&self.words, true);
        walk.feed(word);
        walk.entry().is_some()
    }

    /// A walk along the names, to find the longest one in a row of words.
    pub fn walk(&self) -> Walk<'_> {
        Walk::new(&self.names, self.learnt)
    }
}

/// A place in the table, reached by the words read so far.
#[derive(Clone, Copy)]
pub struct Walk<'a> {
    table: &'a Fst<&'static [u8]>,
    node: Option<fst::raw::CompiledAddr>,
    output: u64,
    folder: Folder,
    learnt: bool,
}

impl<'a> Walk<'a> {
    fn new(table: &'a Fst<&'static [u8]>, learnt: bool) -> Self {
        Self { table, node: Some(table.root().addr()), output: 0, folder: Folder::default(), learnt }
    }

    /// Reads on; white space between the words must be given too.
    pub fn feed(&mut self, text: &str) {
        let mut folder = self.folder;
        for c in text.chars() {
            folder.fold(c, |letters| letters.bytes().for_each(|byte| self.step(byte)));
            if self.node.is_none() {
                return;
            }
        }
        self.folder = folder;
    }

    fn step(&mut self, byte: u8) {
        let Some(address) = self.node else { return };
        let node = self.table.node(address);
        self.node = node.find_input(byte).map(|index| {
            let transition = node.transition(index);
            self.output += transition.out.value();
            transition.addr
        });
    }

    /// True if some name goes on from here.
    pub fn is_alive(&self) -> bool {
        self.node.is_some()
    }

    /// The entry, if what was read is a whole name.
    pub fn entry(&self) -> Option<Entry> {
        let node = self.table.node(self.node?);
        let entry = node.is_final().then(|| Entry(Output::new(self.output).cat(node.final_output()).value()))?;
        if self.learnt { Some(entry) } else { entry.listed() }
    }
}

/// Folds a text as names are folded in the tables: small letters without accents, apostrophes and full stops left out,
/// everything else that is no letter or digit one blank between words.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// The same, appended to `folded`.
pub fn fold_into(text: &str, folded: &mut String) {
    let mut folder = Folder::default();
    for c in text.chars() {
        folder.fold(c, |piece| folded.push_str(piece));
    }
}

/// The state of folding: whether a blank is due before the next letter.
#[derive(Clone, Copy, Debug, Default)]
struct Folder {
    blank: bool,
    begun: bool,
}

impl Folder {
    /// Gives `write` the letters that `c` folds to, and the blank before them.
    fn fold(&mut self, c: char, mut write: impl FnMut(&str)) {
        let letters = match c {
            'a'..='z' | '0'..='9' | 'A'..='Z' => "",
            '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '.' | '\u{ad}' | '\u{300}'..='\u{36f}' => return,
            _ if c.is_alphabetic() => latin(c),
            _ => {
                self.blank = self.begun;
                return;
            }
        };
        self.begun = true;
        if std::mem::take(&mut self.blank) {
            write(" ");
        }
        match letters {
            "" if c.is_ascii() => write(c.to_ascii_lowercase().encode_utf8(&mut [0; 4])),
            "" => c.to_lowercase().for_each(|small| write(small.encode_utf8(&mut [0; 4]))),
            letters => write(letters),
        }
    }
}

/// The plain letters for a Latin letter with an accent or of another shape; nothing for letters of other scripts.
fn latin(c: char) -> &'static str {
    match c {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' | 'Ǎ' | 'ǎ' | 'Ạ'..='ặ' => "a",
        'Æ' | 'æ' => "ae",
        'Ç' | 'ç' | 'Ć'..='č' => "c",
        'Ď'..='đ' | 'Ð' | 'ð' => "d",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' | 'Ə' | 'ə' | 'Ẹ'..='ệ' => "e",
        'Ĝ'..='ģ' | 'Ǧ' | 'ǧ' => "g",
        'Ĥ'..='ħ' => "h",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' | 'Ỉ'..='ị' => "i",
        'Ĵ' | 'ĵ' => "j",
        'Ķ'..='ĸ' => "k",
        'Ĺ'..='ł' => "l",
        'Ñ' | 'ñ' | 'Ń'..='ŋ' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' | 'Ơ' | 'ơ' | 'Ọ'..='ợ' => "o",
        'Œ' | 'œ' => "oe",
        'Ŕ'..='ř' => "r",
        'ß' | 'ẞ' => "ss",
        'Ś'..='š' | 'Ș' | 'ș' => "s",
        'Ţ'..='ŧ' | 'Ț' | 'ț' => "t",
        'Þ' | 'þ' => "th",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' | 'Ư' | 'ư' | 'Ụ'..='ự' => "u",
        'Ŵ' | 'ŵ' => "w",
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' | 'Ỳ'..='ỹ' => "y",
        'Ź'..='ž' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(name: &str, flags: u64) -> bool {
        Gazetteer::built_in().name(name).is_some_and(|entry| entry.is(flags))
    }

    fn id(name: &str) -> Option<u32> {
        Gazetteer::built_in().name(name).and_then(Entry::id)
    }

    #[test]
    fn names_fold_alike() {
        for (name, folded) in [
            ("U.S.A.", "usa"),
            ("Möhbalıyev", "mohbaliyev"),
            ("Al-Hasakah", "al hasakah"),
            ("O’Brien", "obrien"),
            ("  St.\n Petersburg ", "st petersburg"),
            ("Москва 1", "москва 1"),
            ("a Ω b", "a ω b"),
        ] {
            assert_eq!(fold(name), folded);
        }
    }

    #[test]
    fn all_names_of_a_country_share_a_number() {
        assert_eq!(id("Burma"), id("Myanmar"));
        assert_eq!(id("UK"), id("Great Britain"));
        assert_eq!(id("USA"), id("united  states"));
        assert!(id("Eastern Zangezur").is_some() && id("Eastern Zangezur") == id("East Zangezur"));
        assert_ne!(id("Armenia"), id("Azerbaijan"));
        assert!(is("Armenian", Entry::DEMONYM) && id("Armenian") == id("Armenia"));
        assert_eq!(id("American"), id("America"));
    }

    #[test]
    fn names_are_of_many_kinds() {
        assert!(is("Lisbon", Entry::CITY) && is("Alabama", Entry::REGION) && is("Robinetta", Entry::GIVEN));
        assert!(is("NATO", Entry::ORG) && is("NATO", Entry::CAPITALS));
        assert!(!is("Lisbo", u64::MAX) && !is("of", u64::MAX));
    }

    #[test]
    fn common_words_are_known() {
        let gazetteer = Gazetteer::built_in();
        assert!(gazetteer.is_common_word("During") && gazetteer.is_common_word("the"));
        assert!(!gazetteer.is_common_word("Mohbaliyev") && !gazetteer.is_common_word("London"));
    }
}
