//! Parting a row of words into titles and names.

use super::unit::{Link, Reader, Unit, chunk};
use crate::language::entity::{Gender, Is};
use crate::language::gazetteer::Entry;
use crate::language::token::TokenKind;
use crate::model::EntityKind;

impl Reader<'_> {
    /// The longest known name at the start of `units`, and what it may be.
    pub(super) fn known(&self, units: &[Unit]) -> Option<(usize, Entry)> {
        let text = &self.work.document.text;
        let mut walk = self.lore.gazetteer.walk();
        let mut longest = None;
        let mut from = self.token(units[0].first).span.start;
        let mut capitals = true;
        for (index, unit) in units.iter().enumerate().take(10) {
            let end = self.token(unit.end - 1).span.end;
            walk.feed(&text[from as usize..end as usize]);
            if !walk.is_alive() {
                break;
            }
            from = end;
            capitals &= matches!(self.token(unit.first).kind, TokenKind::AllCaps | TokenKind::Initial);
            if let Some(entry) = walk.entry()
                && (capitals || !entry.is(Entry::CAPITALS))
            {
                longest = Some((index + 1, entry));
            }
        }
        longest
    }

    /// How many words at the start of `units` are a title of what follows, or a role without a name.
    pub(super) fn title(&self, units: &[Unit], known: Option<(usize, Entry)>) -> usize {
        let office = self.office(units);
        if office > 0 {
            return office;
        }
        if known.is_some_and(|(length, entry)| length > 1 && !entry.is(Entry::CITY | Entry::GIVEN | Entry::SURNAME)) {
            return 0;
        }
        let chunk = chunk(units);
        let mut length = 0;
        for (index, unit) in units[..chunk].iter().enumerate() {
            let word = self.word(unit.first);
            if word.is(Is::Honorific) || word.is(Is::Role) {
                length = index + 1;
            } else if !word.is(Is::RoleModifier) {
                break;
            }
        }
        if length == 0 {
            return 0;
        }
        let rest = &units[length..chunk];
        let strict = self.word(units[length - 1].first);
        let firm = strict.is(Is::Honorific) && strict.gender != Gender::Unknown;
        match rest {
            [] => length,
            _ if firm => length,
            [.., last] if self.word(last.end - 1).head.is_some() => {
                let given =
                    rest.len() > 1 && self.is_entry(&rest[0], Entry::GIVEN) && self.is_entry(last, Entry::SURNAME);
                if given { length } else { 0 }
            }
            _ => length,
        }
    }

    /// How many words at the start of `units` a rule takes for an office ("Secretary of State").
    pub(super) fn office(&self, units: &[Unit]) -> usize {
        let first = units[0].first;
        if !self.word(first).is(Is::Role) && !self.word(first).is(Is::RoleModifier) {
            return 0;
        }
        let Some(last) = units.last() else { return 0 };
        let end = (last.end + 4).min(self.work.tokens.all.len());
        match self.work.pack.entity.match_at(&self.work.subject(), &(first..end), first) {
            Some(found) if found.rule.then.office => {
                units.iter().take_while(|unit| unit.first < found.found.tokens.end).count()
            }
            _ => 0,
        }
    }

    pub(super) fn is_entry(&self, unit: &Unit, flags: u64) -> bool {
        let span = self.token(unit.first).span.join(self.token(unit.end - 1).span);
        self.lore.gazetteer.name(span.of(&self.work.document.text)).is_some_and(|entry| entry.is(flags))
    }

    pub(super) fn is_common(&self, unit: &Unit) -> bool {
        unit.end == unit.first + 1 && self.lore.gazetteer.is_common_word(self.text(unit.first))
    }

    /// True for a common word, and for one that no list knows and that ends as words do ("Overhearing").
    pub(super) fn looks_like_word(&self, unit: &Unit) -> bool {
        let ends = || {
            let word = self.text(unit.first).to_lowercase();
            self.lore.gazetteer.name(&word).is_none() && self.lore.vocabulary.ends_like_word(&word)
        };
        self.is_common(unit) || (unit.end == unit.first + 1 && ends())
    }

    /// How many words at the start of `units` are one name.
    pub(super) fn length(&self, units: &[Unit], known: Option<(usize, Entry)>) -> usize {
        let (known_length, entry) = known.unwrap_or_default();
        let mut length = self.simple_length(units, known_length, entry);
        while length < units.len() && self.joins(units, length) {
            length += chunk(&units[length..]);
        }
        // "Newfoundland and Labrador Court of Appeal": a known name before a head.
        if known_length > length && known_length < units.len() && units[known_length].link == Link::Space {
            let rest = &units[known_length..];
            let more = chunk(rest);
            if self.word(rest[more - 1].end - 1).head.is_some() {
                length = known_length + more;
                while length < units.len() && self.joins(units, length) {
                    length += chunk(&units[length..]);
                }
            }
        }
        length.max(known_length)
    }

    /// The same up to the first "of", "and" or possessive.
    pub(super) fn simple_length(&self, units: &[Unit], known: usize, entry: Entry) -> usize {
        let chunk = chunk(units);
        let headed = self.word(units[chunk - 1].end - 1).head.is_some();
        if known >= chunk || chunk == 1 {
            return chunk.max(1);
        }
        if headed {
            return chunk;
        }
        // "Armenian Foreign Minister Mirzoyan", "Microsoft CEO Jane Roe": a title parts two names.
        if let Some(role) = (1..chunk).find(|&index| self.word(units[index].first).is(Is::Role)) {
            let mut start = role;
            while start > 1 && self.word(units[start - 1].first).is(Is::RoleModifier) {
                start -= 1;
            }
            return start;
        }
        let whole = known > 0 && entry.is(Entry::DEMONYM | Entry::NORP | Entry::COUNTRY);
        if whole && self.is_entry(&units[known], Entry::GIVEN) {
            return known;
        }
        chunk
    }

    /// True if the name before `at` goes on over the link there.
    pub(super) fn joins(&self, units: &[Unit], at: usize) -> bool {
        let before = self.word(units[at - 1].end - 1);
        let next = &units[at..at + chunk(&units[at..])];
        let next_head = self.word(next[next.len() - 1].end - 1).head;
        let head_before = units[..at].iter().any(|unit| self.word(unit.end - 1).head.is_some());
        let common = |units: &[Unit]| units.iter().all(|unit| self.is_common(unit));
        match units[at].link {
            Link::Of => {
                before.head.is_some()
                    || (head_before && common(&units[at - 1..at]))
                    || (at == 1 && self.is_entry(&units[0], Entry::GIVEN) && !common(&units[..1]) && next.len() == 1)
            }
            Link::For => before.head.is_some_and(|head| matches!(head, EntityKind::Org | EntityKind::Law)),
            Link::And => {
                let name = Entry::COUNTRY | Entry::PLACE | Entry::DEMONYM | Entry::GIVEN | Entry::CITY | Entry::REGION;
                if self.byte(units[at].first - 1) == b'&' {
                    return !self.is_entry(&units[at - 1], Entry::COUNTRY) && !self.is_entry(&next[0], Entry::COUNTRY);
                }
                let inside = units[..at].iter().any(|unit| matches!(unit.link, Link::Of | Link::For)) && head_before;
                if inside && before.head.is_none() {
                    return !self.is_entry(&next[0], name) && common(next);
                }
                let shared = next_head == Some(EntityKind::Org) && next.len() > 1;
                shared && common(&units[..at]) && !self.is_entry(&units[at - 1], name)
            }
            Link::Possessive => {
                let plain = at == 1 && self.is_common(&units[0]) && !self.word(units[0].first).is(Is::Role);
                plain && next_head.is_some() && !self.is_entry(&units[0], Entry::GIVEN | Entry::COUNTRY)
            }
            Link::Start | Link::Space | Link::Particle => false,
        }
    }

    /// How many words at the start of `units`, in a line of capitals, are the name of a law or treaty: a row that ends
    /// with such a head or goes on behind it ("THE ANTARCTIC TREATY", "CONVENTION ON THE RIGHTS OF THE CHILD").
    pub(super) fn instrument(&self, units: &[Unit]) -> usize {
        let chunk = chunk(units);
        let law = |unit: &Unit| self.word(unit.end - 1).head == Some(EntityKind::Law);
        if !law(&units[chunk - 1]) || self.word(units[0].first).is(Is::Function) {
            return 0;
        }
        let length = self.length(units, None);
        let named = length > chunk || (chunk > 1 && !units[..chunk - 1].iter().all(|unit| self.is_common(unit)));
        if named { length } else { 0 }
    }

    /// How many words at the start of `units` the gazetteer takes for one well-known thing or for a full name.
    pub(super) fn strong(&self, units: &[Unit]) -> usize {
        let strong = Entry::COUNTRY | Entry::PLACE | Entry::DEMONYM | Entry::NORP | Entry::ORG | Entry::EVENT;
        if let Some((length, entry)) = self.known(units)
            && (entry.is(strong) || (length > 1 && entry.is(Entry::CITY | Entry::REGION)))
            && !entry.is(Entry::CAPITALS)
        {
            return length;
        }
        if self.is_common(&units[0]) || !self.is_entry(&units[0], Entry::GIVEN) {
            return 0;
        }
        let goes_on = |unit: &&Unit| matches!(unit.link, Link::Space | Link::Particle) && !self.is_common(unit);
        let length = 1 + units[1..].iter().take(3).take_while(goes_on).count();
        let initial = self.token(units[length - 1].first).kind == TokenKind::Initial;
        if length > 1 && !initial { length } else { 0 }
    }
}
