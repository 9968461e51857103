//! Names that the reader showed: laid among those that were found.
//!
//! The place that was shown is a name whatever was found there. The same words elsewhere are one too, unless they stand
//! inside a longer name. Shorter and longer forms of the name are not looked for: whoever wants them shows them.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::Work;
use crate::model::{
    Applied, Correction, Entity, EntityId, EntityKind, Form, Mention, MentionId, Passage, Provenance, Rule, Seeker,
    Span,
};

/// A name has no more tokens and bytes than these.
const MOST: (usize, usize) = (24, 200);

/// Entities and mentions in text order, with the names among the corrections and whom they name.
pub fn add(work: Work<'_>, applied: &[Applied], found: (Vec<Entity>, Vec<Mention>)) -> (Vec<Entity>, Vec<Mention>) {
    let shown: Vec<(&Passage, EntityKind)> = applied.iter().filter_map(|applied| name(&applied.correction)).collect();
    if shown.is_empty() {
        return found;
    }
    let (mut entities, mentions) = found;
    let text = &*work.document.text;
    let spans = candidates(work, &shown);
    let seeker = Seeker::new(text, shown.iter().map(|(at, _)| *at), spans.iter().copied());
    let mut places = Places { spans: BTreeMap::new(), mentions: &mentions };
    // What was shown goes before what is only called the same, and what was shown later before what was shown earlier.
    let mut last: FxHashMap<&str, (&Passage, EntityKind, Span)> = FxHashMap::default();
    for &(at, kind) in shown.iter().rev() {
        let Some(nth) = seeker.find(at).or_else(|| seeker.nearest(at)) else { continue };
        let known = last.entry(&at.words).or_insert((at, kind, spans[nth]));
        places.show(spans[nth], known.2);
    }
    let mut names: Vec<_> = last.into_values().collect();
    names.sort_unstable_by_key(|(at, _, anchor)| (std::cmp::Reverse(at.words.len()), anchor.start));
    for (at, _, anchor) in &names {
        seeker.all(at).for_each(|nth| places.same(spans[nth], *anchor));
    }
    names.sort_unstable_by_key(|(.., anchor)| anchor.start);
    let mut bearers: FxHashMap<Span, EntityId> = FxHashMap::default();
    for (at, kind, anchor) in names {
        // Whoever is called so already is meant, the nearest of several.
        let known = seeker.all(at).filter_map(|nth| places.known(spans[nth]));
        let known = known.min_by_key(|mention| mention.span.start.abs_diff(anchor.start));
        let bearer = known.map_or_else(
            || {
                entities.push(Entity {
                    name: at.words.clone(),
                    kind,
                    descriptors: Vec::new(),
                    related: Vec::new(),
                    mentions: Vec::new(),
                });
                EntityId::from(entities.len() - 1)
            },
            |mention| mention.entity,
        );
        bearers.insert(anchor, bearer);
    }
    let all = places.laid(&bearers);
    for entity in &mut entities {
        entity.mentions.clear();
    }
    for (nth, mention) in all.iter().enumerate() {
        entities[mention.entity.index()].mentions.push(MentionId::from(nth));
    }
    (entities, all)
}

fn name(correction: &Correction) -> Option<(&Passage, EntityKind)> {
    match correction {
        Correction::Name { at, kind } => Some((at, *kind)),
        _ => None,
    }
}

/// The rows of whole words that begin as one of the names does, in text order.
fn candidates(work: Work<'_>, shown: &[(&Passage, EntityKind)]) -> Vec<Span> {
    let text = &*work.document.text;
    let first = |words: &str| words.find(|c: char| !c.is_alphanumeric()).unwrap_or(words.len());
    let begin: FxHashSet<&str> = shown.iter().map(|(at, _)| &at.words[..first(&at.words)]).collect();
    let mut spans = Vec::new();
    for block in 0..work.document.blocks.len() {
        let tokens = work.tokens.in_block(block.into());
        for (nth, token) in tokens.iter().enumerate() {
            let start = token.span.start as usize;
            let rest = &text[start..token.span.end as usize];
            if !begin.contains(&rest[..first(rest)]) {
                continue;
            }
            let ends = tokens[nth..].iter().take(MOST.0).map(|token| token.span.end as usize);
            spans.extend(ends.take_while(|end| end - start <= MOST.1).map(|end| Span::new(start, end)));
        }
    }
    spans
}

/// Where names that were shown stand, none overlapping another.
struct Places<'a> {
    /// By their starts: the ends, and where the name was shown.
    spans: BTreeMap<u32, (u32, Span)>,
    /// What was found.
    mentions: &'a [Mention],
}

impl Places<'_> {
    /// A place that was shown, of the name that was shown at `anchor`.
    fn show(&mut self, span: Span, anchor: Span) {
        if self.is_free(span) {
            self.spans.insert(span.start, (span.end, anchor));
        }
    }

    /// A place where the same words stand.
    fn same(&mut self, span: Span, anchor: Span) {
        let inside = |mention: &Mention| span.start <= mention.span.start && mention.span.end <= span.end;
        if self.is_free(span) && self.over(span).all(|mention| mention.form != Form::Name || inside(mention)) {
            self.spans.insert(span.start, (span.end, anchor));
        }
    }

    fn is_free(&self, span: Span) -> bool {
        let before = self.spans.range(..span.end).next_back();
        before.is_none_or(|(_, (end, _))| *end <= span.start)
    }

    /// The mentions that overlap a span.
    fn over(&self, span: Span) -> impl Iterator<Item = &Mention> {
        // Mentions do not overlap, so that one at most reaches in from before.
        let first = self.mentions.partition_point(|mention| mention.span.end <= span.start);
        self.mentions[first..].iter().take_while(move |mention| mention.span.start < span.end)
    }

    /// The name that was found at exactly a span.
    fn known(&self, span: Span) -> Option<&Mention> {
        self.over(span).find(|mention| mention.span == span && mention.form == Form::Name)
    }

    /// All mentions in text order; `bearers` says by where a name was shown whom it names.
    fn laid(&self, bearers: &FxHashMap<Span, EntityId>) -> Vec<Mention> {
        let (shown, same) = (Rule::from("shown by the reader"), Rule::from("same name"));
        let overlaid = |mention: &Mention| {
            let before = self.spans.range(..mention.span.end).next_back();
            before.is_some_and(|(&start, (end, _))| {
                let known = mention.form == Form::Name && mention.span == Span { start, end: *end };
                *end > mention.span.start && !known
            })
        };
        let mut all: Vec<Mention> = self.mentions.iter().filter(|mention| !overlaid(mention)).cloned().collect();
        for (&start, &(end, anchor)) in &self.spans {
            let span = Span { start, end };
            if let Some(&entity) = bearers.get(&anchor).filter(|_| self.known(span).is_none()) {
                let provenance = match span == anchor {
                    true => Provenance::new(shown.clone(), Vec::new(), 1.0),
                    false => Provenance::new(same.clone(), vec![anchor], 0.95),
                };
                all.push(Mention { span, entity, form: Form::Name, provenance: Some(provenance) });
            }
        }
        all.sort_by_key(|mention| mention.span.start);
        all
    }
}
