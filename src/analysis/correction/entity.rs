//! Who is who, by hand: entities merged, split, renamed, of another kind, or none at all.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{
    Applied, Corrected, Correction, Entity, EntityId, Form, Mention, MentionId, Passage, Provenance, Relation, Rule,
    Seeker, Span, Was,
};

/// Entities and mentions that were put right.
pub struct Put {
    /// In the order of their first mention.
    pub entities: Vec<Entity>,
    /// In text order.
    pub mentions: Vec<Mention>,
    /// By the number that each entity had before, the one that it has now; none if it is gone.
    pub ids: Vec<Option<EntityId>>,
}

/// Applies those corrections to entities and their mentions that have not been applied yet.
pub fn apply(text: &str, applied: &mut [Applied], (entities, mentions): (Vec<Entity>, Vec<Mention>)) -> Put {
    let before = entities.len();
    let corrections: Vec<(usize, Correction)> = (applied.iter().enumerate())
        .filter(|(_, applied)| !applied.fits && applied.correction.concerns_entities())
        .map(|(nth, applied)| (nth, applied.correction.clone()))
        .collect();
    let mine = corrections.iter().map(|(_, correction)| correction);
    let passages = mine.flat_map(|correction| correction.at().into_iter().chain(correction.other()));
    let spans = mentions.iter().map(|mention| mention.span);
    let seeker = Seeker::new(text, passages, spans.collect::<Vec<_>>());
    let splits = corrections.iter().any(|(_, correction)| matches!(correction, Correction::Split { .. }));
    let mut cast = Cast {
        text,
        seeker,
        leaning: if splits { leaning(&mentions) } else { FxHashMap::default() },
        row_of: mentions.iter().map(|mention| mention.entity.0).collect(),
        rows: entities.into_iter().map(Row::new).collect(),
        moved: FxHashMap::default(),
        done: FxHashSet::default(),
        mentions,
        merged: "put together by the reader".into(),
        apart: "set apart by the reader".into(),
    };
    let mut on = vec![None; applied.len()];
    for (nth, applied) in applied.iter().enumerate() {
        if let Some(Corrected::Entity(entity)) = applied.on {
            on[nth] = Some(entity.0);
        }
    }
    for (nth, correction) in &corrections {
        if let Some((mention, row, was)) = cast.correct(correction) {
            applied[*nth].settle(cast.mentions[mention].span, None, was);
            on[*nth] = Some(row);
        }
    }
    let ids = cast.ids();
    for (applied, row) in applied.iter_mut().zip(on) {
        if let Some(row) = row {
            applied.on = ids[cast.root(row) as usize].map(Corrected::Entity);
        }
    }
    let (entities, mentions) = cast.assemble(&ids);
    Put { entities, mentions, ids: ids[..before].to_vec() }
}

/// By the start of a name, the nouns and pronouns that were read as meaning what it means.
fn leaning(mentions: &[Mention]) -> FxHashMap<u32, Vec<u32>> {
    let mut leaning: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (nth, mention) in (0..).zip(mentions).filter(|(_, mention)| mention.form != Form::Name) {
        let evidence = mention.provenance.as_ref().and_then(|provenance| provenance.evidence.first());
        if let Some(name) = evidence {
            leaning.entry(name.start).or_default().push(nth);
        }
    }
    leaning
}

/// An entity while it is put right.
struct Row {
    entity: Entity,
    /// The row that it was merged into, or itself.
    into: Option<u32>,
    /// How many mentions it has, with those of the rows that were merged into it.
    size: u32,
    /// True if it is no entity.
    gone: bool,
    /// True if what it is called was split from it.
    nameless: bool,
}

impl Row {
    fn new(entity: Entity) -> Self {
        Self { size: entity.mentions.len() as u32, entity, into: None, gone: false, nameless: false }
    }
}

struct Cast<'a> {
    text: &'a str,
    seeker: Seeker<'a>,
    leaning: FxHashMap<u32, Vec<u32>>,
    mentions: Vec<Mention>,
    /// By mention, the row that it was put into.
    row_of: Vec<u32>,
    rows: Vec<Row>,
    /// By the start of a mention that was split off, the row that it was put into.
    moved: FxHashMap<u32, u32>,
    /// Rows and words that were split already.
    done: FxHashSet<(u32, &'a str)>,
    merged: Rule,
    apart: Rule,
}

impl<'a> Cast<'a> {
    /// The row that a row was merged into in the end. Shortens the way there.
    fn root(&mut self, row: u32) -> u32 {
        let mut root = row;
        while let Some(into) = self.rows[root as usize].into {
            root = into;
        }
        let mut at = row;
        while let Some(into) = self.rows[at as usize].into {
            self.rows[at as usize].into = Some(root);
            at = into;
        }
        root
    }

    /// The mention that a passage means. Where what stood around it is gone, a name still means the same.
    fn mention(&self, at: &Passage) -> Option<usize> {
        let by_name = || self.seeker.nearest(at).filter(|&nth| self.mentions[nth].form == Form::Name);
        self.seeker.find(at).or_else(by_name)
    }

    /// Applies a correction: at which mention, to which row, and what it stands instead of.
    fn correct(&mut self, correction: &'a Correction) -> Option<(usize, u32, Was)> {
        let at = correction.at()?;
        let mention = match correction {
            // Only this place is meant, not the name.
            Correction::Split { every: false, .. } => self.seeker.find(at)?,
            _ => self.mention(at)?,
        };
        let row = self.root(self.row_of[mention]);
        Some(match correction {
            Correction::Merge { with, .. } => {
                let other = self.mention(with)?;
                let (into, was) = self.merge(row, other);
                (mention, into, was)
            }
            Correction::Split { every, .. } => {
                let (apart, was) = self.split(row, mention, at, *every);
                (mention, apart, was)
            }
            Correction::Rename { name, .. } => {
                let row_there = &mut self.rows[row as usize];
                row_there.nameless = false;
                let old = std::mem::replace(&mut row_there.entity.name, name.clone());
                (mention, row, Was::name(&old, name))
            }
            Correction::Kind { kind, .. } | Correction::Name { kind, .. } => {
                let row_there = &mut self.rows[row as usize];
                row_there.gone &= !matches!(correction, Correction::Name { .. });
                let old = std::mem::replace(&mut row_there.entity.kind, *kind);
                (mention, row, Was::kind(old, *kind))
            }
            _ => {
                let row_there = &mut self.rows[row as usize];
                row_there.gone = true;
                (mention, row, Was::Called(row_there.entity.name.clone()))
            }
        })
    }

    /// Puts a row into that of another mention.
    fn merge(&mut self, row: u32, other: usize) -> (u32, Was) {
        let into = self.root(self.row_of[other]);
        if into == row {
            return (into, Was::Same);
        }
        self.rows[into as usize].size += self.rows[row as usize].size;
        self.rows[row as usize].into = Some(into);
        let evidence = self.mentions[other].span;
        let entity = &self.rows[row as usize].entity;
        let (first, was) = (entity.mentions.first().copied(), Was::Called(entity.name.clone()));
        if let Some(first) = first.and_then(|id| self.mentions.get_mut(id.index())) {
            first.provenance.get_or_insert_with(|| Provenance::new(self.merged.clone(), vec![evidence], 1.0));
        }
        (into, was)
    }

    /// Gives a mention, or all of its row with the same words, a row of their own.
    fn split(&mut self, row: u32, mention: usize, at: &'a Passage, every: bool) -> (u32, Was) {
        let mut there = vec![mention];
        if every {
            there = match self.done.insert((row, at.words.as_str())) {
                true => self.seeker.all(at).collect(),
                false => vec![],
            };
            there.retain(|&nth| self.root(self.row_of[nth]) == row);
        }
        let Some(&first) = there.first().filter(|_| (there.len() as u32) < self.rows[row as usize].size) else {
            return (row, Was::Same);
        };
        let whole = &mut self.rows[row as usize];
        let called = whole.entity.name.clone();
        let own = called.to_lowercase() == at.words.to_lowercase();
        whole.nameless |= own;
        let entity = Entity {
            name: if own { called.clone() } else { at.words.clone() },
            kind: whole.entity.kind,
            descriptors: Vec::new(),
            related: Vec::new(),
            mentions: vec![MentionId::from(first)],
        };
        let apart = self.rows.len() as u32;
        self.rows.push(Row { size: 0, ..Row::new(entity) });
        for nth in there {
            self.put(nth, apart);
            let start = self.mentions[nth].span.start;
            for other in self.leaning.get(&start).cloned().unwrap_or_default() {
                if self.root(self.row_of[other as usize]) == row {
                    self.put(other as usize, apart);
                }
            }
        }
        self.mentions[first].provenance = Some(Provenance::new(self.apart.clone(), vec![], 1.0));
        (apart, Was::Called(called))
    }

    /// Puts a mention into a new row.
    fn put(&mut self, mention: usize, row: u32) {
        let old = self.root(self.row_of[mention]);
        self.rows[old as usize].size -= 1;
        self.rows[row as usize].size += 1;
        self.row_of[mention] = row;
        self.moved.insert(self.mentions[mention].span.start, row);
    }

    /// By row the number of its entity: in the order of first mention, none for those that are none.
    fn ids(&mut self) -> Vec<Option<EntityId>> {
        let mut ids = vec![None; self.rows.len()];
        let mut next = 0;
        for nth in 0..self.mentions.len() {
            let root = self.root(self.row_of[nth]) as usize;
            if !self.rows[root].gone && ids[root].is_none() {
                ids[root] = Some(EntityId::from(next));
                next += 1;
            }
        }
        for row in 0..self.rows.len() {
            ids[row] = ids[self.root(row as u32) as usize];
        }
        ids
    }

    /// The entities by their new numbers, and the mentions that are left.
    fn assemble(mut self, ids: &[Option<EntityId>]) -> (Vec<Entity>, Vec<Mention>) {
        let mut mentions = Vec::with_capacity(self.mentions.len());
        for (mut mention, row) in std::mem::take(&mut self.mentions).into_iter().zip(&self.row_of) {
            if let Some(id) = ids[*row as usize] {
                mention.entity = id;
                mentions.push(mention);
            }
        }
        let count = ids.iter().flatten().map(|id| id.index() + 1).max().unwrap_or(0);
        let mut entities: Vec<Option<Entity>> = (0..count).map(|_| None).collect();
        let mut nameless = vec![false; count];
        let (mut descriptors, mut related) = (Vec::new(), Vec::new());
        for (row, id) in self.rows.into_iter().zip(ids) {
            let Some(id) = *id else { continue };
            let mut entity = row.entity;
            descriptors.extend(std::mem::take(&mut entity.descriptors).into_iter().map(|descriptor| (id, descriptor)));
            related.extend(std::mem::take(&mut entity.related).into_iter().map(|relation| (id, relation)));
            entity.mentions.clear();
            if row.into.is_none() {
                nameless[id.index()] = row.nameless;
                entities[id.index()] = Some(entity);
            }
        }
        let mut entities: Vec<Entity> = entities.into_iter().flatten().collect();
        for (nth, mention) in mentions.iter().enumerate() {
            entities[mention.entity.index()].mentions.push(nth.into());
        }
        // What is said beside a name that was split off is said of whom it means.
        let moved = |span: Option<&Span>| ids[*self.moved.get(&span?.start)? as usize];
        for (id, descriptor) in descriptors {
            let id = moved(descriptor.provenance.evidence.first()).unwrap_or(id);
            entities[id.index()].descriptors.push(descriptor);
        }
        for (id, relation) in related {
            if let Some(entity) = ids[relation.entity.index()] {
                tie(&mut entities[id.index()], id, Relation { entity, ..relation });
            }
        }
        for (entity, nameless) in entities.iter_mut().zip(nameless) {
            entity.descriptors.sort_by_key(|role| role.span);
            if nameless {
                rename(self.text, entity, &mentions);
            }
        }
        (entities, mentions)
    }
}

/// Adds a tie to another entity, unless there is one.
fn tie(entity: &mut Entity, id: EntityId, relation: Relation) {
    // Few entities have more than a handful of ties; what merging a thousand of them would add is no use to anybody.
    let known = entity.related.len() > MOST_TIES || entity.related.iter().any(|tie| tie.entity == relation.entity);
    if relation.entity != id && !known {
        entity.related.push(relation);
    }
}

/// More ties than these are not gathered by merging.
const MOST_TIES: usize = 64;

/// Names an entity anew that lost what it was called to another: by the fullest name that it still has.
fn rename(text: &str, entity: &mut Entity, mentions: &[Mention]) {
    let all = || entity.mentions.iter().map(|id| &mentions[id.index()]);
    let names = || all().filter(|mention| mention.form == Form::Name).map(|mention| mention.span.of(text));
    if names().any(|name| name.to_lowercase() == entity.name.to_lowercase()) {
        return;
    }
    let fullest = names().max_by_key(|name| (name.split_whitespace().count(), name.len()));
    if let Some(name) = fullest.or_else(|| all().next().map(|mention| mention.span.of(text))) {
        entity.name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}
