//! Speakers whom the search for names cannot find: a narrator without a name, "THE COURT", "We, the undersigned".
//!
//! Each becomes an entity of its own, called what the text calls it, so that what they say has a claimant.

use rustc_hash::FxHashMap;

use super::draft::Draft;
use super::narrator::Narrator;
use crate::analysis::Work;
use crate::model::{Entity, EntityId, EntityKind, Form, Mention, Provenance, Rule, Span, index};

/// What a narrator is called whom the text does not name.
const NARRATOR: &str = "the narrator";

/// The entities that are added to those of the document, in the order of their ids.
pub struct Added<'a> {
    work: Work<'a>,
    /// Each with its mentions in text order.
    pub rows: Vec<(Entity, Vec<Mention>)>,
    called: FxHashMap<String, EntityId>,
}

impl<'a> Added<'a> {
    /// With the narrator, if the text has one without a name.
    pub fn new(work: Work<'a>, narrator: &Narrator) -> Self {
        let mut added = Self { work, rows: Vec::new(), called: FxHashMap::default() };
        if narrator.unnamed {
            let rule = Rule::from("who says \"I\" outside of quotation marks");
            added.push(NARRATOR.to_owned(), EntityKind::Person);
            for span in &narrator.mentions {
                added.mention(0, *span, Form::Pronoun, &rule);
            }
        }
        added
    }

    /// The entity that the words of a draft's source stand for: the same for the same words.
    pub fn called(&mut self, draft: &Draft) -> EntityId {
        let on = self.work.subject();
        let span = draft.source.as_ref().map_or(draft.span, |source| on.span(source));
        let words: Vec<&str> = span.of(&self.work.document.text).split_whitespace().collect();
        let name = words.join(" ");
        let next = EntityId::from(self.work.document.entities.len() + self.rows.len());
        let entity = *self.called.entry(name.to_lowercase()).or_insert(next);
        if entity == next {
            self.push(name, EntityKind::Other);
        }
        let rule = Rule::from("what the text calls who speaks");
        // Mentions do not lie in one another: of "We, the undersigned of Sandvik" only the "We" counts.
        let mentions = &self.work.document.mentions;
        let apart = index::beginning_in(mentions, span).is_empty();
        let first = draft.source.as_ref().map(|source| on.span(&(source.start..source.start + 1)));
        let span = if apart { span } else { first.unwrap_or(span) };
        self.mention(entity.index() - self.work.document.entities.len(), span, Form::Nominal, &rule);
        entity
    }

    fn push(&mut self, name: String, kind: EntityKind) {
        let row = Entity { name, kind, descriptors: Vec::new(), related: Vec::new(), mentions: Vec::new() };
        self.rows.push((row, Vec::new()));
    }

    fn mention(&mut self, row: usize, span: Span, form: Form, rule: &Rule) {
        let entity = EntityId::from(self.work.document.entities.len() + row);
        let provenance = Some(Provenance::new(rule.clone(), Vec::new(), 0.8));
        self.rows[row].1.push(Mention { span, entity, form, provenance });
    }
}
