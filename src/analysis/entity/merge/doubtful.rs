//! Single names that more than one person bears: whom they mean.

use rustc_hash::{FxHashMap, FxHashSet};

use super::form::{Ambiguous, Merger};
use crate::language::entity::{Gender, Is};
use crate::language::lexicon::LexemeId;
use crate::model::EntityKind;

/// Most titles of one bearer that are weighed.
const MOST_TITLES: usize = 8;
/// So many mentions are hardly any.
const HARDLY: u32 = 2;
/// So many times as often named is much more famous.
const MUCH: u32 = 8;
/// A title that stands with every so manieth place of a name is a usual one.
const OF_TITLES: u32 = 4;
/// So many times as often as others must be named in full whom the document's title names.
const TITLE: u32 = 3;
/// So many times as often as in full must one be called by the given name to go by no other.
const ALL_ALONG: u32 = 20;
/// So many places with a title make a surname somebody of its own.
const OWN_TITLE: u32 = 3;

/// Words of titles and how often they stand before a name.
type Titles = Vec<(LexemeId, u32)>;
/// By the form that stands for an entity, where it is first named in full, in bytes, and how often.
pub(super) type FullMentions = FxHashMap<u32, (u32, u32)>;

impl<'a> Merger<'a> {
    /// Where and how often the bearers of full names are named in full.
    pub fn full_mentions(&self, full: &[u32]) -> FullMentions {
        let mut mentions = FullMentions::default();
        for &form in full {
            let (start, count) = mentions.entry(self.root_of(form)).or_insert((u32::MAX, 0));
            *start = self.start(form).min(*start);
            *count += self.forms[form as usize].count;
        }
        mentions
    }

    /// Joins ambiguous names whose bearer can be told, surest first, and leaves in the list those of which each place
    /// is to be decided for itself.
    pub fn settle(&mut self, ambiguous: &mut Vec<Ambiguous>, single: &[u32], full: &FullMentions) {
        let people = self.of_kind(EntityKind::Person);
        let title = self.in_title(&people);
        ambiguous.retain(|doubt| !self.goes_to_the_first(doubt, title, full));
        let called = self.called_by_given_name(single);
        ambiguous.retain(|doubt| !self.others_go_by_given_name(doubt, &called));
        self.leave_out_given_names(ambiguous, single, full);
        let (titles, counts) = (self.titles(), self.counts());
        ambiguous.retain(|doubt| !self.bears_the_title(doubt, &titles, &counts));
        let often = full.iter().map(|(&root, &(_, count))| (root, count)).collect();
        ambiguous.retain(|doubt| !self.goes_to_the_famous(doubt, &counts) && !self.goes_to_the_famous(doubt, &often));
        ambiguous.retain(|doubt| !self.is_somebody(doubt, &often, &titles));
        self.same_single_names(single);
        let mut by_key: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for &form in single {
            by_key.entry(self.key(form)).or_default().push(form);
        }
        ambiguous.retain(|doubt| !self.follows_title(doubt.form, &by_key[self.key(doubt.form)]));
    }

    /// True for a name that is left to itself: one that goes by a title all along is more likely one more bearer, and
    /// one that stands all over the text while each of its bearers is named in full hardly once knows more of the
    /// person than they do.
    fn is_somebody(&mut self, doubt: &Ambiguous, often: &FxHashMap<u32, u32>, titles: &FxHashMap<u32, Titles>) -> bool {
        let form = &self.forms[doubt.form as usize];
        let own = |titles: &Titles| !titles.is_empty();
        let shared = || {
            let bearers = || doubt.bearers.iter().copied();
            titles.get(&doubt.form).is_some_and(own)
                && bearers().any(|root| shares_usual_titles(titles, doubt.form, root))
        };
        let titled = form.gender != Gender::Unknown && form.count >= OWN_TITLE && !shared();
        let most = doubt.bearers.iter().filter_map(|root| often.get(root)).max().copied().unwrap_or_default();
        let reason = match (titled, most <= HARDLY && form.count >= MUCH * HARDLY) {
            (true, _) => "the same surname beside a title",
            (_, true) => "the same name, of people who are hardly named in full",
            _ => return false,
        };
        self.doubts.extend(doubt.bearers.iter().map(|&bearer| (doubt.form, bearer, reason)));
        true
    }

    /// A surname stays with the bearer whom it meant before the others were named, or whom the title names, unless
    /// another is named in full more often: "Quill" is the subject of a life, not the subject's daughter.
    fn goes_to_the_first(&mut self, doubt: &Ambiguous, title: Option<u32>, full: &FullMentions) -> bool {
        let key = self.key(doubt.form);
        let named = |root: u32| full.get(&root).copied().unwrap_or((u32::MAX, 0));
        let start = self.start(doubt.form);
        let mut earlier = doubt.bearers.iter().copied().filter(|&root| named(root).0 < start);
        let (established, times) = match (earlier.next(), earlier.next(), title.map(|title| self.root_of(title))) {
            (Some(only), None, _) => (only, 1),
            (Some(_), Some(_), Some(title)) if doubt.bearers.contains(&title) => (title, TITLE),
            _ => return false,
        };
        let others = doubt.bearers.iter().filter(|&&root| root != established);
        let most = others.map(|&root| named(root).1).max().unwrap_or_default();
        let surname = self.parts(established).is_some_and(|(.., surname)| surname == key);
        surname
            && named(established).1 >= times * most
            && self.join(doubt.form, established, "the bearer whom the name meant before others came", 0.75)
    }

    /// The words of the titles that each entity is named with and how often, by its form that stands for it.
    fn titles(&self) -> FxHashMap<u32, Titles> {
        let mut titles: FxHashMap<u32, Titles> = FxHashMap::default();
        for (place, found) in self.found.iter().enumerate().filter(|(_, found)| !found.title.is_empty()) {
            let rows = titles.entry(self.root_of(self.form_of[place])).or_default();
            for token in found.title.clone() {
                let lexeme = self.work.tokens.all[token].lexeme;
                if !self.lore.vocabulary.word(lexeme).is(Is::Role) {
                    continue;
                }
                if let Some((_, count)) = rows.iter_mut().find(|(title, _)| *title == lexeme) {
                    *count += 1;
                } else if rows.len() < MOST_TITLES {
                    rows.push((lexeme, 1));
                }
            }
        }
        titles
    }

    /// "Prince Basil" is Prince Basil Quill, not Captain Basil Reed.
    fn bears_the_title(
        &mut self,
        doubt: &Ambiguous,
        titles: &FxHashMap<u32, Titles>,
        counts: &FxHashMap<u32, u32>,
    ) -> bool {
        let bears = |root: &u32| shares_usual_titles(titles, doubt.form, *root);
        let bearers: Vec<u32> = doubt.bearers.iter().copied().filter(bears).collect();
        match bearers[..] {
            [] => false,
            [only] => self.join(doubt.form, only, "the only bearer of the name with that title", 0.8),
            _ => self.goes_to_the_famous(&Ambiguous { form: doubt.form, bearers }, counts),
        }
    }

    /// The bearers of full names that the document also calls by the given name alone.
    fn called_by_given_name(&self, single: &[u32]) -> FxHashSet<u32> {
        let given = |root: u32| self.parts(root).map(|(given, ..)| given);
        let roots = single.iter().map(|&form| (form, self.root_of(form)));
        roots.filter(|&(form, root)| given(root) == Some(self.key(form))).map(|(_, root)| root).collect()
    }

    /// "Harrison" goes to John Harrison where all others of that name are called by their given names.
    fn others_go_by_given_name(&mut self, doubt: &Ambiguous, called: &FxHashSet<u32>) -> bool {
        let surname = |root: u32| self.parts(root).is_some_and(|(.., surname)| surname == self.key(doubt.form));
        let mut others = doubt.bearers.iter().copied().filter(|root| !called.contains(root));
        let (Some(only), None) = (others.next(), others.next()) else { return false };
        surname(only) && self.join(doubt.form, only, "the others of that name go by their given names", 0.7)
    }

    /// Leaves out those who hardly ever go by the surname, because they are called by their given names all along,
    /// where others are left.
    fn leave_out_given_names(&self, ambiguous: &mut [Ambiguous], single: &[u32], full: &FullMentions) {
        let mut called: FxHashMap<u32, u32> = FxHashMap::default();
        for &form in single {
            let root = self.root_of(form);
            if self.parts(root).is_some_and(|(given, ..)| given == self.key(form)) {
                *called.entry(root).or_default() += self.forms[form as usize].count;
            }
        }
        let often = |root: &u32| called.get(root).copied().unwrap_or_default();
        let in_full = |root: &u32| full.get(root).map_or(0, |&(_, count)| count);
        for doubt in ambiguous {
            let key = self.key(doubt.form);
            let surname = |root: &u32| self.parts(*root).is_some_and(|(.., surname)| surname == key);
            let goes = |root: &u32| !surname(root) || often(root) < ALL_ALONG * in_full(root);
            if doubt.bearers.iter().any(goes) {
                doubt.bearers.retain(goes);
            }
        }
    }

    /// How often each entity is named, by its form that stands for it.
    pub fn counts(&self) -> FxHashMap<u32, u32> {
        let mut counts = FxHashMap::default();
        for (form, row) in self.forms.iter().enumerate() {
            *counts.entry(self.root_of(form as u32)).or_default() += row.count;
        }
        counts
    }

    /// A name goes to the bearer who is named many times as often as all others, who are hardly named.
    fn goes_to_the_famous(&mut self, doubt: &Ambiguous, counts: &FxHashMap<u32, u32>) -> bool {
        let mut bearers: Vec<(u32, u32)> =
            doubt.bearers.iter().map(|&root| (counts.get(&root).copied().unwrap_or_default(), root)).collect();
        bearers.sort_unstable_by(|one, other| other.cmp(one));
        let [(most, famous), (second, _), ..] = bearers[..] else { return false };
        second <= HARDLY
            && most >= MUCH * second
            && self.join(doubt.form, famous, "the bearer of the name who is named most", 0.7)
    }

    /// "Mandela" goes where "Mr Mandela" went, if that was to one bearer and no other title stands with the name.
    fn follows_title(&mut self, form: u32, same: &[u32]) -> bool {
        let mut titled = same.iter().copied().filter(|&other| other != form);
        let (Some(only), None) = (titled.next(), titled.next()) else { return false };
        let (bare, titled) = (&self.forms[form as usize], &self.forms[only as usize]);
        let bare = bare.gender == Gender::Unknown && bare.count <= titled.count;
        bare && self.parent[only as usize] != only && self.join(form, only, "the same name as with a title", 0.8)
    }
}

/// True if a bearer is named with all the usual titles of a form.
fn shares_usual_titles(titles: &FxHashMap<u32, Titles>, form: u32, bearer: u32) -> bool {
    let (Some(own), Some(theirs)) = (titles.get(&form), titles.get(&bearer)) else { return false };
    let total: u32 = own.iter().map(|(_, count)| count).sum();
    // A name that stands with several titles may be several people's, so that all of them must fit.
    let mut usual = own.iter().filter(|(_, count)| count * OF_TITLES >= total);
    usual.all(|(usual, _)| theirs.iter().any(|(title, _)| title == usual))
}
