//! The rows of the machine-readable formats: the document's layers, under the contract's keys.

use serde::Serialize;

use super::names;
use super::value::{Bound, Each, Id, Shown, bounds, entity_id, event_id};
use crate::model::index::CodePoints;
use crate::model::{
    BlockId, Descriptor, Document, Entity, Event, Mention, Quote, QuoteKind, Reference, Relation, Span, Target,
    TemporalLink, Timex, TimexKind,
};
use crate::query::cited;

/// How a table cites a block: by its number; in a dossier as "2¶5", with the number of its document.
pub fn place(document: &Document, block: BlockId) -> String {
    let cited = cited(document, block);
    if cited.part.is_some() { cited.words("¶") } else { cited.paragraph.to_string() }
}

/// Makes the rows of one document.
pub struct Rows<'a> {
    document: &'a Document,
    points: CodePoints<'a>,
}

#[derive(Serialize)]
struct Range {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct TimexRow<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    r#type: &'static str,
    value: &'a str,
    r#mod: Option<&'static str>,
    edtf: Option<&'a str>,
    earliest: Option<Shown<Bound>>,
    latest: Option<Shown<Bound>>,
    status: &'static str,
}

#[derive(Serialize)]
struct MentionRow<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    r#type: Option<&'static str>,
    entity: Shown<Id>,
    form: &'static str,
}

#[derive(Serialize)]
struct ClusterRow<'a, D, R, M> {
    id: Shown<Id>,
    name: &'a str,
    r#type: &'static str,
    descriptors: D,
    related: R,
    mentions: M,
}

#[derive(Serialize)]
struct RoleRow<'a> {
    name: [usize; 2],
    role: [usize; 2],
    text: &'a str,
    entity: Shown<Id>,
}

#[derive(Serialize)]
struct RelatedRow {
    kind: &'static str,
    entity: Shown<Id>,
}

#[derive(Serialize)]
struct EventRow<'a, P> {
    id: Shown<Id>,
    start: usize,
    end: usize,
    text: &'a str,
    label: &'a str,
    value: Option<&'a str>,
    edtf: Option<&'a str>,
    earliest: Option<Shown<Bound>>,
    latest: Option<Shown<Bound>>,
    status: &'static str,
    modality: &'static str,
    claimant: Option<Shown<Id>>,
    participants: P,
    paragraph: u32,
}

#[derive(Serialize)]
struct OrderRow {
    source: Shown<Id>,
    relation: &'static str,
    target: Shown<Id>,
}

#[derive(Serialize)]
struct QuoteRow<'a> {
    start: usize,
    end: usize,
    source: Option<[usize; 2]>,
    speaker: Option<Shown<Id>>,
    speaker_text: Option<&'a str>,
    cue: Option<[usize; 2]>,
    kind: &'static str,
    depth: u8,
    part_of: Option<usize>,
}

#[derive(Serialize)]
struct ReferenceRow<'a, C> {
    start: usize,
    end: usize,
    text: &'a str,
    kind: &'static str,
    target: Option<TargetRow<'a>>,
    candidates: C,
    confidence: f64,
}

/// A place in this document, or an address outside.
#[derive(Serialize)]
#[serde(untagged)]
enum TargetRow<'a> {
    Place(Range),
    Address { url: &'a str },
}

impl<'a> Rows<'a> {
    /// For the layers of `document`.
    pub fn new(document: &'a Document) -> Self {
        Self { document, points: CodePoints::new(&document.text) }
    }

    fn range(&self, span: Span) -> Range {
        Range { start: self.points.at(span.start), end: self.points.at(span.end) }
    }

    fn pair(&self, span: Span) -> [usize; 2] {
        let Range { start, end } = self.range(span);
        [start, end]
    }

    /// A time expression.
    pub fn timex(&self, timex: &'a Timex) -> impl Serialize {
        let Range { start, end } = self.range(timex.span);
        let [earliest, latest] = bounds(timex.when.as_ref());
        TimexRow {
            start,
            end,
            text: self.document.words(timex.span),
            r#type: names::timex(timex.kind),
            value: &timex.value,
            r#mod: timex.modifier.map(names::modifier),
            edtf: timex.when.as_ref().map(|when| &*when.edtf),
            earliest,
            latest,
            status: names::status(timex.status),
        }
    }

    /// A mention, which the contract calls an entity.
    pub fn mention(&self, mention: &'a Mention) -> impl Serialize {
        let Range { start, end } = self.range(mention.span);
        MentionRow {
            start,
            end,
            text: self.document.words(mention.span),
            r#type: self.document.entities.get(mention.entity.index()).map(|entity| entity.kind.code()),
            entity: entity_id(mention.entity),
            form: names::form(mention.form),
        }
    }

    /// An entity, which the contract calls a cluster; its mentions by their indexes.
    pub fn cluster(&self, index: usize, entity: &'a Entity) -> impl Serialize {
        self.entity_row(index, entity, &entity.mentions)
    }

    /// An entity with the places of its mentions.
    pub fn entity(&self, index: usize, entity: &'a Entity) -> impl Serialize {
        let mentions = move || entity.mentions.iter().filter_map(move |id| self.document.mentions.get(id.index()));
        self.entity_row(index, entity, Each(move || mentions().map(move |mention| self.mention(mention))))
    }

    fn entity_row<M: Serialize>(
        &self,
        index: usize,
        entity: &'a Entity,
        mentions: M,
    ) -> impl Serialize + use<'_, 'a, M> {
        let row = move |relation: &Relation| RelatedRow {
            kind: names::relation(relation.kind),
            entity: entity_id(relation.entity),
        };
        ClusterRow {
            id: entity_id(index.into()),
            name: &entity.name,
            r#type: entity.kind.code(),
            descriptors: Each(move || {
                self.document.descriptors(entity).map(move |told| self.document.words(told.span))
            }),
            related: Each(move || entity.related.iter().map(row)),
            mentions,
        }
    }

    /// The roles of an entity, each with the name beside which it stands.
    pub fn roles(&self, index: usize, entity: &'a Entity) -> impl Iterator<Item: Serialize> {
        let beside = |told: &'a Descriptor| Some((*told.provenance.evidence.first()?, told.span));
        entity.descriptors.iter().filter_map(beside).map(move |(name, role)| RoleRow {
            name: self.pair(name),
            role: self.pair(role),
            text: self.document.words(role),
            entity: entity_id(index.into()),
        })
    }

    /// An event.
    pub fn event(&self, index: usize, event: &'a Event) -> impl Serialize {
        let Range { start, end } = self.range(event.trigger);
        let [earliest, latest] = bounds(event.when.as_ref());
        EventRow {
            id: event_id(index.into()),
            start,
            end,
            text: self.document.words(event.trigger),
            label: &event.label,
            value: self.event_value(event),
            edtf: event.when.as_ref().map(|when| &*when.edtf),
            earliest,
            latest,
            status: names::status(event.status),
            modality: names::modality(event.modality),
            claimant: event.claimant.map(entity_id),
            participants: Each(move || event.participants.iter().map(|&id| entity_id(id))),
            paragraph: cited(self.document, event.block).paragraph,
        }
    }

    /// The TIMEX3 value of the expression that dates the event, else its EDTF where that is the same.
    fn event_value(&self, event: &'a Event) -> Option<&'a str> {
        let timex = event.timex.and_then(|id| self.document.timexes.get(id.index()));
        let dating = timex.filter(|timex| matches!(timex.kind, TimexKind::Date | TimexKind::Time));
        let plain = |edtf: &&str| edtf.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        dating.map(|timex| &*timex.value).or_else(|| event.when.as_ref().map(|when| &*when.edtf).filter(plain))
    }

    /// For each quotation the index of the one that it goes on with, as one act of speech: the first before it whose
    /// source are the same words, without another at its depth between.
    pub fn parts(&self) -> Vec<Option<usize>> {
        let mut open: Vec<(u8, Option<Span>, usize)> = Vec::new();
        let mut parts = Vec::with_capacity(self.document.quotes.len());
        for (index, quote) in self.document.quotes.iter().enumerate() {
            let before = open.iter().rposition(|(depth, ..)| *depth == quote.depth);
            let direct = quote.kind == QuoteKind::Direct;
            let part = before
                .map(|at| open[at])
                .filter(|(_, source, _)| direct && quote.source.is_some() && *source == quote.source);
            parts.push(part.map(|(.., first)| first));
            let source = quote.source.filter(|_| direct);
            let last = (quote.depth, source, part.map_or(index, |(.., first)| first));
            match before {
                Some(at) => open[at] = last,
                None => open.push(last),
            }
        }
        parts
    }

    /// A quotation, with the index of the one that it goes on with.
    pub fn quote(&self, quote: &'a Quote, part_of: Option<usize>) -> impl Serialize {
        let Range { start, end } = self.range(quote.span);
        QuoteRow {
            start,
            end,
            source: quote.source.map(|span| self.pair(span)),
            speaker: quote.speaker.map(entity_id),
            speaker_text: quote.source.map(|span| self.document.words(span)),
            cue: quote.cue.map(|span| self.pair(span)),
            kind: names::quote(quote.kind),
            depth: quote.depth,
            part_of,
        }
    }

    /// A reference with the places that it may lead to.
    pub fn reference(&self, reference: &'a Reference) -> impl Serialize {
        let Range { start, end } = self.range(reference.span);
        ReferenceRow {
            start,
            end,
            text: self.document.words(reference.span),
            kind: names::reference(reference.kind),
            target: reference.targets.first().map(|target| self.target(target)),
            candidates: Each(move || reference.targets.iter().map(move |target| self.target(target))),
            confidence: (f64::from(reference.provenance.confidence) * 100.0).round() / 100.0,
        }
    }

    fn target(&self, target: &'a Target) -> TargetRow<'a> {
        let document = self.document;
        let first = |entity: &Entity| entity.mentions.first().and_then(|id| document.mentions.get(id.index()));
        let span = match target {
            Target::Url(url) => return TargetRow::Address { url },
            Target::Span(span) => Some(*span),
            Target::Block(id) => document.blocks.get(id.index()).map(|block| block.span),
            Target::Entity(id) => document.entities.get(id.index()).and_then(first).map(|mention| mention.span),
            Target::Timex(id) => document.timexes.get(id.index()).map(|timex| timex.span),
            Target::Event(id) => document.events.get(id.index()).map(|event| event.trigger),
        };
        TargetRow::Place(self.range(span.unwrap_or_default()))
    }

    /// What came before what.
    pub fn order(&self, link: &TemporalLink) -> impl Serialize + use<> {
        OrderRow { source: event_id(link.source), relation: names::order(link.relation), target: event_id(link.target) }
    }
}
