//! What stands under the cursor, what it points to, and where else the same is meant.

use crate::model::index::{Spanned, beginning_in, last_at};
use crate::model::{
    Anchor, BlockId, Document, EntityId, EventId, Form, InlineKind, MentionId, QuoteId, Reference, ReferenceKind, Span,
    Target, TimexId,
};

use super::index::{ClaimantId, Index};
use super::scope::Filter;

/// Something in the text that can be asked about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Thing {
    /// Words that refer to something: index into `Document::references`.
    Reference(u32),
    /// An inline link or note mark: index into `Document::inlines`.
    Inline(u32),
    /// A mention of somebody or something.
    Mention(MentionId),
    /// A quotation.
    Quote(QuoteId),
    /// What a row in a pane stands for.
    Place(Target),
}

impl From<Target> for Thing {
    fn from(target: Target) -> Self {
        Thing::Place(target)
    }
}

/// How far back a span that is still open at the cursor may have begun, in items of its layer.
const LOOK_BACK: usize = 32;

/// The innermost thing at `offset`: a reference or link, a mention, a time expression, an event's trigger, words
/// that others refer back to, else the event whose clause, else the quotation in which it lies.
pub fn thing_at(document: &Document, index: &Index, offset: u32) -> Option<Thing> {
    let nearest = |found: Option<usize>| found.map(|nth| nth as u32);
    let reference = nearest(innermost(&document.references, offset, Spanned::span));
    let quiet = |nth: &u32| document.references[*nth as usize].is_quiet();
    if let Some(nth) = reference.filter(|nth| !quiet(nth)) {
        return Some(Thing::Reference(nth));
    }
    let inline = |kind: &InlineKind| matches!(kind, InlineKind::Link(_) | InlineKind::NoteMark(_));
    let after = document.inlines.partition_point(|inline| inline.span.start <= offset);
    let back = document.inlines[after.saturating_sub(LOOK_BACK)..after].iter().rev();
    if let Some(back) = back.enumerate().find(|(_, i)| i.span.contains(offset) && inline(&i.kind)).map(|(back, _)| back)
    {
        return Some(Thing::Inline((after - 1 - back) as u32));
    }
    if let Some(nth) = innermost(&document.mentions, offset, Spanned::span) {
        return Some(Thing::Mention(nth.into()));
    }
    if let Some(nth) = innermost(&document.timexes, offset, Spanned::span) {
        return Some(Thing::Place(Target::Timex(nth.into())));
    }
    if let Some(nth) = reference {
        return Some(Thing::Reference(nth));
    }
    let event = |nth: usize| Thing::Place(Target::Event(nth.into()));
    if let Some(nth) = innermost(&document.events, offset, Spanned::span) {
        return Some(event(nth));
    }
    if let Some(nth) = innermost(index.introduced(), offset, |span| *span) {
        return Some(Thing::Place(Target::Span(index.introduced()[nth])));
    }
    if let Some(nth) = clause_at(document, offset) {
        return Some(event(nth));
    }
    index.quotes_at(document, offset).next().map(Thing::Quote)
}

/// The innermost mention at `offset`.
pub fn mention_at(document: &Document, offset: u32) -> Option<MentionId> {
    innermost(&document.mentions, offset, Spanned::span).map(MentionId::from)
}

/// The innermost quotation around `offset`.
pub fn quotation_at(document: &Document, index: &Index, offset: u32) -> Option<QuoteId> {
    index.quotes_at(document, offset).next()
}

/// The last item of a sorted layer that begins at or before `offset` and contains it.
fn innermost<T>(layer: &[T], offset: u32, span: impl Fn(&T) -> Span) -> Option<usize> {
    let after = layer.partition_point(|item| span(item).start <= offset);
    (after.saturating_sub(LOOK_BACK)..after).rev().find(|&nth| span(&layer[nth]).contains(offset))
}

/// The event with the shortest clause around `offset`, among those near it.
fn clause_at(document: &Document, offset: u32) -> Option<usize> {
    events_around(document, offset).min_by_key(|&nth| document.events[nth].span.len())
}

/// The events whose clauses contain `offset`, among those near it, as indexes.
pub fn events_around(document: &Document, offset: u32) -> impl Iterator<Item = usize> {
    let near = last_at(&document.events, offset).map_or(0, |nth| nth + 1);
    let nearby = near.saturating_sub(LOOK_BACK)..(near + LOOK_BACK).min(document.events.len());
    nearby.filter(move |&nth| document.events[nth].span.contains(offset))
}

/// Where a target stands in the text. `None` for an address outside, and for what the document does not have.
pub fn place_of(document: &Document, target: &Target) -> Option<Span> {
    match target {
        Target::Span(span) => Some(*span),
        Target::Block(block) => Some(document.blocks.get(block.index())?.span),
        Target::Entity(entity) => {
            let first = document.entities.get(entity.index())?.mentions.first()?;
            Some(document.mentions.get(first.index())?.span)
        }
        Target::Timex(timex) => Some(document.timexes.get(timex.index())?.span),
        Target::Event(event) => Some(document.events.get(event.index())?.trigger),
        Target::Url(_) => None,
    }
}

/// The words of a thing.
pub fn span_of(document: &Document, thing: &Thing) -> Option<Span> {
    match thing {
        Thing::Reference(nth) => Some(document.references.get(*nth as usize)?.span),
        Thing::Inline(nth) => Some(document.inlines.get(*nth as usize)?.span),
        Thing::Mention(mention) => Some(document.mentions.get(mention.index())?.span),
        Thing::Quote(quote) => Some(document.quotes.get(quote.index())?.span),
        Thing::Place(target) => place_of(document, target),
    }
}

/// What a thing refers to, the best candidate first; empty if it refers to nothing else.
pub fn definition(document: &Document, thing: &Thing) -> Vec<Target> {
    match thing {
        Thing::Reference(nth) => document.references.get(*nth as usize).map_or(Vec::new(), introduction_first),
        Thing::Inline(nth) => document.inlines.get(*nth as usize).and_then(|i| linked(&i.kind)).into_iter().collect(),
        Thing::Mention(mention) => naming(document, *mention),
        Thing::Quote(quote) => {
            let quote = document.quotes.get(quote.index());
            quote.and_then(|quote| quote.source).map(Target::Span).into_iter().collect()
        }
        Thing::Place(Target::Timex(timex)) => anchor(document, *timex).into_iter().collect(),
        Thing::Place(Target::Event(event)) => telling(document, *event).into_iter().collect(),
        Thing::Place(target) => vec![target.clone()],
    }
}

/// The targets of a reference; of a word used again, where the nearest is the surest, the introduction before that.
fn introduction_first(reference: &Reference) -> Vec<Target> {
    let mut targets = reference.targets.clone();
    if reference.kind == ReferenceKind::Repeated {
        targets.reverse();
    }
    targets
}

/// The last place before a thing where the same is meant.
pub fn last_before(document: &Document, index: &Index, thing: &Thing, filter: &Filter) -> Option<Span> {
    let here = span_of(document, thing)?;
    let places = occurrences(document, index, thing, filter);
    places.into_iter().map(|place| place.span).take_while(|span| span.start < here.start).last()
}

fn linked(kind: &InlineKind) -> Option<Target> {
    match kind {
        InlineKind::NoteMark(block) => Some(Target::Block(*block)),
        InlineKind::Link(address) if !address.starts_with('#') => Some(Target::Url(address.clone())),
        _ => None,
    }
}

/// Where a mention's entity is named: for a noun or pronoun its antecedent, for a name its first naming; then the
/// other of the two. From the first naming there is nowhere to go.
fn naming(document: &Document, mention: MentionId) -> Vec<Target> {
    let Some(this) = document.mentions.get(mention.index()) else { return Vec::new() };
    let all = &document.entities[this.entity.index()].mentions;
    let names = || all.iter().map(|id| &document.mentions[id.index()]).filter(|other| other.form == Form::Name);
    let first = names().next().map(|first| first.span).filter(|&first| first != this.span);
    let before = all.partition_point(|&other| other < mention);
    let last = all[..before].iter().rev().map(|id| &document.mentions[id.index()]);
    let last = last.filter(|other| other.form == Form::Name).map(|other| other.span).next();
    let (best, next) = if this.form == Form::Name { (first, last) } else { (last, first) };
    let mut targets: Vec<Target> = best.into_iter().chain(next).map(Target::Span).collect();
    targets.dedup();
    targets
}

/// What a time is counted from.
fn anchor(document: &Document, timex: TimexId) -> Option<Target> {
    match document.timexes.get(timex.index())?.anchor? {
        Anchor::Timex(other) => Some(Target::Timex(other)),
        Anchor::DocumentDate => document.meta.date.as_ref()?.span.map(Target::Span),
    }
}

/// An earlier telling of an event, else the words that date it.
fn telling(document: &Document, event: EventId) -> Option<Target> {
    let event = document.events.get(event.index())?;
    event.same_as.map(Target::Event).or(event.timex.map(Target::Timex))
}

/// A place in the text, as a row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The words.
    pub span: Span,
    /// The block that they stand in.
    pub block: BlockId,
}

/// All places that mean the same as a thing, in text order, its own included: mentions and references of an entity,
/// tellings and references of an event, equal dates, references to a block.
pub fn occurrences(document: &Document, index: &Index, thing: &Thing, filter: &Filter) -> Vec<Occurrence> {
    let mut spans: Vec<Span> = match meant(document, thing) {
        Some(Target::Entity(entity)) => mentions_of(document, entity),
        Some(Target::Event(event)) => tellings_of(document, index, event),
        Some(Target::Timex(timex)) => equal_dates(document, timex),
        Some(Target::Span(span)) => vec![span],
        _ => Vec::new(),
    };
    if let Some(target) = meant(document, thing) {
        spans.extend(referring(document, index, &target));
        if let Target::Block(block) = target {
            spans.extend(document.blocks.get(block.index()).map(|block| block.label.unwrap_or(block.span)));
        }
    }
    spans.sort_unstable();
    spans.dedup();
    spans.retain(|span| filter.knows(span.start));
    let row = |span: Span| Occurrence { span, block: document.block_at(span.start).unwrap_or(BlockId(0)) };
    spans.into_iter().map(row).collect()
}

/// What a thing means in the end.
pub fn meant(document: &Document, thing: &Thing) -> Option<Target> {
    match thing {
        Thing::Reference(nth) => {
            let reference = document.references.get(*nth as usize)?;
            introduction_first(reference).first().map(|target| settled(document, target))
        }
        Thing::Inline(nth) => linked(&document.inlines.get(*nth as usize)?.kind),
        Thing::Mention(mention) => Some(Target::Entity(document.mentions.get(mention.index())?.entity)),
        Thing::Quote(quote) => document.quotes.get(quote.index())?.speaker.map(Target::Entity),
        Thing::Place(target) => Some(target.clone()),
    }
}

/// On whose word a thing is told, or whose word it is.
pub fn claimed_by(document: &Document, index: &Index, thing: &Thing) -> Option<ClaimantId> {
    match meant(document, thing)? {
        Target::Event(event) => index.claimant_of(event),
        Target::Entity(entity) => index.claimant_called(entity),
        _ => None,
    }
}

/// Whose words stand at an offset, the innermost whom something is told by.
pub fn speaking_at(document: &Document, index: &Index, offset: u32) -> Option<ClaimantId> {
    index.quotes_at(document, offset).find_map(|quote| claimed_by(document, index, &Thing::Quote(quote)))
}

fn mentions_of(document: &Document, entity: EntityId) -> Vec<Span> {
    let entity = document.entities.get(entity.index());
    let mentions = entity.into_iter().flat_map(|entity| &entity.mentions);
    mentions.map(|mention| document.mentions[mention.index()].span).collect()
}

fn tellings_of(document: &Document, index: &Index, event: EventId) -> Vec<Span> {
    let first = index.canonical(event);
    let same = document.events.iter().enumerate().filter(|(nth, _)| index.canonical(EventId::from(*nth)) == first);
    same.map(|(_, event)| event.trigger).collect()
}

fn equal_dates(document: &Document, timex: TimexId) -> Vec<Span> {
    let Some(this) = document.timexes.get(timex.index()) else { return Vec::new() };
    let same = document.timexes.iter().filter(|other| match (&this.when, &other.when) {
        (Some(a), Some(b)) => a.edtf == b.edtf,
        (None, None) => this.value == other.value,
        _ => false,
    });
    same.map(|timex| timex.span).collect()
}

/// The event whose trigger the words of a target are; any other target as it is.
fn settled(document: &Document, target: &Target) -> Target {
    let event = |span: Span| {
        let event = beginning_in(&document.events, span).last()?;
        (document.events[event].trigger.end == span.end).then_some(Target::Event(event.into()))
    };
    match target {
        Target::Span(span) => event(*span).unwrap_or_else(|| target.clone()),
        _ => target.clone(),
    }
}

fn referring<'a>(document: &'a Document, index: &'a Index, target: &Target) -> impl Iterator<Item = Span> + 'a {
    let target = settled(document, target);
    let same = move |reference: &&Reference| {
        let other = introduction_first(reference).first().map(|other| settled(document, other));
        match (&target, other) {
            (Target::Event(a), Some(Target::Event(b))) => index.canonical(*a) == index.canonical(b),
            (target, other) => other.as_ref() == Some(target),
        }
    };
    document.references.iter().filter(same).map(|reference| reference.span)
}

/// Everything in view that one can go to or ask about, in text order: what the letters of `f` stand on. Of things that
/// begin at the same place the innermost kind counts.
pub fn targets_in(document: &Document, view: Span, filter: &Filter) -> Vec<(Span, Thing)> {
    let mut found: Vec<(Span, u8, Thing)> = Vec::new();
    let references = beginning_in(&document.references, view);
    let rank = |nth: usize| if document.references[nth].is_quiet() { 4 } else { 0 };
    found.extend(references.map(|nth| (document.references[nth].span, rank(nth), Thing::Reference(nth as u32))));
    let first = document.inlines.partition_point(|inline| inline.span.start < view.start);
    let inlines = document.inlines[first..].iter().enumerate().take_while(|(_, inline)| inline.span.start < view.end);
    found.extend(
        inlines
            .filter(|(_, inline)| linked(&inline.kind).is_some())
            .map(|(nth, inline)| (inline.span, 1, Thing::Inline((first + nth) as u32))),
    );
    let mentions = beginning_in(&document.mentions, view);
    found.extend(mentions.map(|nth| (document.mentions[nth].span, 2, Thing::Mention(nth.into()))));
    let timexes = beginning_in(&document.timexes, view);
    found.extend(timexes.map(|nth| (document.timexes[nth].span, 3, Thing::Place(Target::Timex(nth.into())))));
    let events = beginning_in(&document.events, view);
    found.extend(events.map(|nth| (document.events[nth].trigger, 5, Thing::Place(Target::Event(nth.into())))));
    found.retain(|(span, ..)| filter.knows(span.start));
    found.sort_by_key(|&(span, kind, _)| (span.start, kind));
    found.dedup_by_key(|(span, ..)| span.start);
    found.into_iter().map(|(span, _, thing)| (span, thing)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, petition};
    use super::*;

    fn thing(sample: &Sample, words: &str) -> Option<Thing> {
        let index = Index::new(&sample.document);
        thing_at(&sample.document, &index, sample.at(words).start)
    }

    #[test]
    fn the_innermost_thing_is_found() {
        let sample = petition();
        let mention = |nth: u32| Some(Thing::Mention(MentionId(nth)));
        assert_eq!(thing(&sample, "These provocations"), Some(Thing::Reference(0)));
        assert_eq!(thing(&sample, "Armenia invaded"), mention(0));
        assert_eq!(thing(&sample, "27, 2020"), Some(Thing::Place(Target::Timex(TimexId(1)))));
        assert_eq!(thing(&sample, "invaded"), Some(Thing::Place(Target::Event(EventId(1)))));
        assert_eq!(thing(&sample, "break the"), Some(Thing::Quote(QuoteId(0))));
        assert_eq!(thing(&sample, "to the world"), None);
    }

    #[test]
    fn going_to_the_definition() {
        let sample = petition();
        let go = |words: &str| -> Vec<Span> {
            let thing = thing(&sample, words).expect("a thing");
            let targets = definition(&sample.document, &thing);
            targets.iter().filter_map(|target| place_of(&sample.document, target)).collect()
        };
        assert_eq!(go("These provocations"), [sample.document.events[4].trigger]);
        assert_eq!(go("Armenia and Russia"), [sample.at("Armenia")]);
        assert_eq!(go("Armenia invaded"), []);
        assert_eq!(go("break the"), [sample.at("The petition")]);
    }

    #[test]
    fn occurrences_are_all_places_that_mean_the_same() {
        let sample = petition();
        let index = Index::new(&sample.document);
        let all = |words: &str, filter: &Filter| {
            let thing = thing(&sample, words).expect("a thing");
            occurrences(&sample.document, &index, &thing, filter).len()
        };
        let early = Filter { horizon: Some(200), ..Filter::default() };
        assert_eq!(all("Armenia invaded", &Filter::default()), 2);
        assert_eq!(all("Armenia invaded", &early), 1);
        assert_eq!(all("These provocations", &Filter::default()), 2);
    }

    #[test]
    fn the_last_place_before() {
        let sample = petition();
        let index = Index::new(&sample.document);
        let before = |words: &str| {
            let thing = thing(&sample, words).expect("a thing");
            last_before(&sample.document, &index, &thing, &Filter::default())
        };
        assert_eq!(before("These provocations"), Some(sample.document.events[4].trigger));
        assert_eq!(before("Armenia invaded"), None);
        assert_eq!(before("Armenia and Russia"), Some(sample.at("Armenia")));
    }

    #[test]
    fn every_target_in_view_once() {
        let sample = petition();
        let block = sample.document.blocks[4].span;
        let starts: Vec<&str> = targets_in(&sample.document, block, &Filter::default())
            .iter()
            .map(|(span, _)| sample.document.words(*span))
            .collect();
        assert_eq!(starts, ["the night of September 12 to 13", "provocation", "Lachin", "These provocations"]);
    }
}
