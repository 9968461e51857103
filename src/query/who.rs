//! Who: the rows of the entity pane.

use rustc_hash::FxHashSet;

use crate::model::index::beginning_in;
use crate::model::{Document, Entity, EntityId, MentionId, RelationKind, Span};

use super::cite::squeeze;
use super::index::Index;
use super::scope::{Context, Filter};

/// Where a row stands, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    /// In the current paragraph, in reading order.
    Here,
    /// On the screen, in reading order.
    InView,
    /// Anywhere, the most mentioned first.
    Elsewhere,
}

/// One entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WhoRow {
    /// Who.
    pub entity: EntityId,
    /// Where the row stands.
    pub section: Section,
    /// True for a demonym that stands under its country.
    pub under: bool,
    /// How often it is mentioned, as far as the filter's horizon.
    pub mentions: u32,
}

/// The rows, each entity once. Demonyms stand under their country where that is in the same section.
pub fn who_rows(document: &Document, index: &Index, context: &Context, filter: &Filter) -> Vec<WhoRow> {
    let counts = document.entities.iter().map(|entity| known_mentions(document, entity, filter)).collect();
    let mut list = List { document, index, filter, counts, shown: FxHashSet::default(), rows: Vec::new() };
    list.add(Section::Here, &mentioned_in(document, context.block_span(document)));
    list.add(Section::InView, &mentioned_in(document, context.view));
    if filter.horizon.is_none() {
        list.add(Section::Elsewhere, index.by_mentions());
    } else {
        let known = |id: &&EntityId| list.counts[id.index()] > 0;
        let mut all: Vec<EntityId> = index.by_mentions().iter().filter(known).copied().collect();
        all.sort_by_key(|id| std::cmp::Reverse(list.counts[id.index()]));
        list.add(Section::Elsewhere, &all);
    }
    list.rows
}

/// The entities mentioned in a span, in the order of their first mention there.
fn mentioned_in(document: &Document, span: Span) -> Vec<EntityId> {
    let mut seen = FxHashSet::default();
    let mentions = &document.mentions[beginning_in(&document.mentions, span)];
    mentions.iter().map(|mention| mention.entity).filter(|&entity| seen.insert(entity)).collect()
}

struct List<'a> {
    document: &'a Document,
    index: &'a Index,
    filter: &'a Filter,
    /// By entity, how often it is mentioned as far as the horizon.
    counts: Vec<u32>,
    shown: FxHashSet<EntityId>,
    rows: Vec<WhoRow>,
}

impl List<'_> {
    fn add(&mut self, section: Section, entities: &[EntityId]) {
        let here: FxHashSet<EntityId> = match section {
            // Everything else stands in the last section.
            Section::Elsewhere => FxHashSet::default(),
            _ => entities.iter().copied().collect(),
        };
        let together = |place: EntityId, shown: &FxHashSet<EntityId>| {
            !shown.contains(&place) && (section == Section::Elsewhere || here.contains(&place))
        };
        for &entity in entities {
            if self.index.demonym_of(entity).is_some_and(|place| together(place, &self.shown)) {
                continue;
            }
            let shown = self.push(section, entity, false);
            for &people in self.index.demonyms(entity).iter().filter(|_| shown) {
                if section == Section::Elsewhere || here.contains(&people) {
                    self.push(section, people, true);
                }
            }
        }
        // Those whose country did not come after all (ties in a circle) stand for themselves.
        for &entity in entities {
            self.push(section, entity, false);
        }
    }

    fn push(&mut self, section: Section, entity: EntityId, under: bool) -> bool {
        let mentions = self.counts[entity.index()];
        if mentions == 0 || self.shown.contains(&entity) || !self.concerns(entity) {
            return false;
        }
        self.shown.insert(entity);
        self.rows.push(WhoRow { entity, section, under, mentions });
        true
    }

    /// Following an entity leaves it and those that the text ties to it.
    fn concerns(&self, entity: EntityId) -> bool {
        let tied = |a: EntityId, b: EntityId| {
            let related = &self.document.entities[a.index()].related;
            related.iter().any(|relation| relation.entity == b)
        };
        self.filter.entity.is_none_or(|followed| entity == followed || tied(entity, followed) || tied(followed, entity))
    }
}

/// How often an entity is mentioned as far as the filter's horizon.
fn known_mentions(document: &Document, entity: &Entity, filter: &Filter) -> u32 {
    let mentions = &entity.mentions;
    match filter.horizon {
        None => mentions.len() as u32,
        Some(_) => mentions.partition_point(|id| filter.knows(document.mentions[id.index()].span.start)) as u32,
    }
}

/// Which mention of an entity the cursor has come to, and how many there are in all: "7/32". The first is 0 before the
/// first mention.
pub fn position(document: &Document, entity: EntityId, context: &Context, filter: &Filter) -> (u32, u32) {
    let entity = &document.entities[entity.index()];
    let mentions = &entity.mentions;
    // Within the current paragraph, what it mentions counts as come to.
    let end = context.block_span(document).end.max(context.offset + 1);
    let come_to = |id: &MentionId| document.mentions[id.index()].span.start < end;
    let total = known_mentions(document, entity, filter);
    ((mentions.partition_point(come_to) as u32).min(total), total)
}

/// How often an entity is mentioned in each of `bins.len()` equal parts of the text, as far as the horizon. Returns
/// the part in which the cursor is.
pub fn presence(
    document: &Document,
    entity: EntityId,
    context: &Context,
    filter: &Filter,
    bins: &mut [u16],
) -> Option<usize> {
    let last = bins.len().checked_sub(1)?;
    let length = document.text.len().max(1);
    let bin = |offset: u32| (offset as usize * (last + 1) / length).min(last);
    bins.fill(0);
    for mention in &document.entities[entity.index()].mentions {
        let start = document.mentions[mention.index()].span.start;
        if !filter.knows(start) {
            break;
        }
        bins[bin(start)] = bins[bin(start)].saturating_add(1);
    }
    Some(bin(context.offset))
}

/// The role of an entity in the words of the text, the first that is known already; for a demonym its country, for a
/// doubtful name whom it might be. Empty if the text says nothing.
pub fn role(document: &Document, index: &Index, entity: EntityId, filter: &Filter) -> String {
    let known = &document.entities[entity.index()];
    let told = document.descriptors(known).find(|descriptor| filter.knows(descriptor.span.start));
    if let Some(descriptor) = told {
        return squeeze(document.words(descriptor.span), 80);
    }
    let name = |id: EntityId| document.entities[id.index()].name.as_str();
    if let Some(place) = index.demonym_of(entity) {
        return format!("of {}", name(place));
    }
    let tie = |kind| known.related.iter().find(|relation| relation.kind == kind).map(|relation| relation.entity);
    if let Some(whole) = tie(RelationKind::MemberOf) {
        return format!("of {}", name(whole));
    }
    if let Some(whole) = tie(RelationKind::PartOf) {
        return format!("in {}", name(whole));
    }
    tie(RelationKind::MaybeSame).map_or_else(String::new, |other| format!("perhaps {}", name(other)))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, petition};
    use super::super::scope::context_at;
    use super::*;

    fn rows(sample: &Sample, at: &str, filter: &Filter) -> Vec<String> {
        let index = Index::new(&sample.document);
        let offset = sample.at(at).start;
        let block = sample.document.block_at(offset).expect("a block");
        let view = Span { start: sample.document.block(block).span.start, end: sample.document.text.len() as u32 };
        let context = context_at(&sample.document, offset, view);
        let show = |row: &WhoRow| {
            let name = &sample.document.entities[row.entity.index()].name;
            format!("{:?} {}{name} {}", row.section, if row.under { "> " } else { "" }, row.mentions)
        };
        who_rows(&sample.document, &index, &context, filter).iter().map(show).collect()
    }

    #[test]
    fn those_of_the_paragraph_come_first_and_demonyms_under_their_country() {
        let sample = petition();
        let all = Filter::default();
        assert_eq!(
            rows(&sample, "September 27", &all),
            [
                "Here Azerbaijani Army 1",
                "Here Karabakh 1",
                "Here Armenian 1",
                "InView Armenia 2",
                "InView Russia 1",
                "InView Lachin 1",
                "InView ATUC 1",
                "InView S. Mohbaliyev 1",
            ]
        );
        assert_eq!(rows(&sample, "Chairman", &all)[2..4], ["Elsewhere Armenia 2", "Elsewhere > Armenian 1"]);
    }

    #[test]
    fn the_horizon_hides_and_counts_only_to_here() {
        let sample = petition();
        let filter = Filter { horizon: Some(sample.at("On September").start), ..Filter::default() };
        assert_eq!(rows(&sample, "invaded", &filter), ["Here Armenia 1"]);
    }

    #[test]
    fn following_leaves_those_who_are_tied() {
        let sample = petition();
        let filter = Filter { entity: Some(EntityId(0)), ..Filter::default() };
        assert_eq!(rows(&sample, "invaded", &filter), ["Here Armenia 2", "InView Armenian 1"]);
    }

    #[test]
    fn a_role_is_in_the_words_of_the_text() {
        let sample = petition();
        let index = Index::new(&sample.document);
        let role = |nth: u32| role(&sample.document, &index, EntityId(nth), &Filter::default());
        assert_eq!((role(7).as_str(), role(1).as_str(), role(0).as_str()), ("Chairman of ATUC, MP", "of Armenia", ""));
    }

    #[test]
    fn presence_counts_by_parts_of_the_text() {
        let sample = petition();
        let context = context_at(&sample.document, sample.at("signed").start, Span::default());
        let mut bins = [0; 4];
        let here = presence(&sample.document, EntityId(0), &context, &Filter::default(), &mut bins);
        assert_eq!((here, bins.iter().sum::<u16>()), (Some(2), 2));
        assert_eq!(position(&sample.document, EntityId(0), &context, &Filter::default()), (2, 2));
    }
}
