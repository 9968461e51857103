//! Nouns for something with a name: "this country" leads to the last place where the country is named.

use crate::analysis::Work;
use crate::model::{EntityId, Form, Provenance, Reference, ReferenceKind, Rule, Target};
use rustc_hash::FxHashMap;

/// All nominal mentions of entities that were named before.
pub fn namings(work: Work<'_>) -> Vec<Reference> {
    let rule = Rule::from("last place where it is named");
    let mut named: FxHashMap<EntityId, crate::model::Span> = FxHashMap::default();
    let mut references = Vec::new();
    for mention in &work.document.mentions {
        match mention.form {
            Form::Name => {
                named.insert(mention.entity, mention.span);
            }
            Form::Pronoun => {}
            Form::Nominal => {
                let Some(&span) = named.get(&mention.entity) else { continue };
                let confidence = mention.provenance.as_ref().map_or(0.7, |provenance| provenance.confidence);
                references.push(Reference {
                    span: mention.span,
                    kind: ReferenceKind::Entity,
                    targets: vec![Target::Span(span), Target::Entity(mention.entity)],
                    provenance: Provenance::new(rule.clone(), vec![span], confidence),
                });
            }
        }
    }
    references
}
