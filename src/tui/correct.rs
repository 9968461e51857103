//! Putting right by hand: who is who, who says what, when that was. The analysis then runs anew, and what was known
//! stays on the screen until it has finished.

use rustc_hash::FxHashSet;
use tui_input::Input;

use super::hand::Change;
use super::message::Effect;
use super::overlay::{Choice, Item, List, Overlay, Palette, Prompt, PromptKind};
use super::state::State;
use crate::model::index::beginning_in;
use crate::model::{Corrected, Correction, Document, EntityId, EntityKind, Form, MentionId, Passage, Span, Target};
use crate::place::{CorrectionFiles, Corrections};
use crate::query::{
    Filter, cited, correction_words, kind_words, meant, mention_at, quotation_at, role, squeeze, who_rows,
};

type Count = Option<u32>;
type Effects = Vec<Effect>;

/// Somebody or something, and the words by which one came to it.
#[derive(Clone, Copy)]
struct Whom {
    entity: EntityId,
    /// The mention under the cursor; the first name, where a row was chosen.
    mention: MentionId,
    /// True if a row was chosen.
    by_row: bool,
}

/// So many characters of a name are shown.
const NAME: usize = 40;

impl State {
    /// Who is chosen in a pane, else who is meant under the cursor.
    fn whom(&self) -> Option<Whom> {
        let document = &self.snapshot.document;
        let by_row = |entity: EntityId| Some(Whom { entity, mention: named(document, entity)?, by_row: true });
        if let Some(pane) = self.panes.focus.and_then(|nth| self.panes.list.get(nth)) {
            return match pane.target()? {
                Target::Entity(entity) => by_row(entity),
                _ => None,
            };
        }
        let here = mention_at(document, self.page.cursor());
        let here =
            here.map(|mention| Whom { entity: document.mentions[mention.index()].entity, mention, by_row: false });
        here.or_else(|| match meant(document, &self.thing()?)? {
            Target::Entity(entity) => by_row(entity),
            _ => None,
        })
    }

    fn whom_or_tell(&mut self) -> Option<Whom> {
        let whom = self.whom();
        if whom.is_none() {
            self.tell("nobody is here: choose a row of Who, or put the cursor on a name");
        }
        whom
    }

    /// Where corrections find an entity: where its whole name stands, for a part of it may mean others too.
    fn anchor(&self, whom: Whom) -> Span {
        let document = &self.snapshot.document;
        document.mentions[named(document, whom.entity).unwrap_or(whom.mention).index()].span
    }

    fn place_of_whom(&self, whom: Whom) -> Passage {
        Passage::new(&self.snapshot.document.text, self.anchor(whom))
    }

    fn name_of(&self, entity: EntityId) -> String {
        let entity = self.snapshot.document.entities.get(entity.index());
        entity.map_or_else(String::new, |entity| squeeze(&crate::visible::line(&entity.name), NAME))
    }

    /// Asks who else somebody is.
    pub fn ask_merge(&mut self, _: Count) -> Effects {
        let Some(whom) = self.whom_or_tell() else { return vec![] };
        let at = self.place_of_whom(whom);
        let mut others = self.others(whom.entity);
        let document = self.document();
        let entity = &document.entities[whom.entity.index()];
        let words: FxHashSet<String> = entity.name.split_whitespace().map(str::to_lowercase).collect();
        let alike = |other: EntityId| {
            let name = &document.entities[other.index()].name;
            let tied = entity.related.iter().any(|tie| tie.entity == other);
            tied || name
                .split_whitespace()
                .any(|word| word.chars().nth(2).is_some() && words.contains(&word.to_lowercase()))
        };
        // Those first who may well be the same.
        others.sort_by_cached_key(|&other| !alike(other));
        let items = others.into_iter().filter_map(|other| {
            let with = document.mentions[named(&document, other)?.index()].span;
            let with = Passage::new(&document.text, with);
            Some(self.item(other, Correction::Merge { at: at.clone(), with }))
        });
        let title = format!("“{}” is the same as", self.name_of(whom.entity));
        self.choose_from(title, items.collect())
    }

    /// Asks which words of an entity mean somebody else.
    pub fn ask_split(&mut self, _: Count) -> Effects {
        let Some(whom) = self.whom_or_tell() else { return vec![] };
        let document = self.document();
        let entity = &document.entities[whom.entity.index()];
        let forms = forms(&document, whom.entity);
        let name = self.name_of(whom.entity);
        let every = |(words, count, first): &(String, usize, Span)| {
            let at = Passage::new(&document.text, *first);
            let times = if *count == 1 { "once".into() } else { format!("{count} times") };
            let words = format!("“{}” wherever it means {name}: {times}", squeeze(words, NAME));
            Item { words, kind: "", choice: Choice::Correct(Box::new(Correction::Split { at, every: true })) }
        };
        let several = forms.len() > 1;
        let mut items = Vec::new();
        if whom.by_row {
            items.extend(forms.iter().filter(|_| several).map(every));
        } else if entity.mentions.len() > 1 {
            let span = document.mentions[whom.mention.index()].span;
            let at = Passage::new(&document.text, span);
            let block = document.block_at(span.start);
            let place =
                block.map(|block| cited(&document, block).words(self.look.glyphs.paragraph)).unwrap_or_default();
            let words = format!("only here: “{}” {place}", squeeze(document.words(span), NAME));
            items.push(Item {
                words,
                kind: "",
                choice: Choice::Correct(Box::new(Correction::Split { at: at.clone(), every: false })),
            });
            let same =
                forms.iter().find(|(words, ..)| *words == at.words).filter(|(_, count, _)| several && *count > 1);
            items.extend(same.map(every));
        }
        if items.is_empty() {
            self.tell(match entity.mentions.len() {
                1 => format!("{name} is named only once: there is nothing to set apart"),
                _ => format!("{name} goes by one name: to set a place apart, put the cursor on it"),
            });
            return vec![];
        }
        self.choose_from(format!("Not “{name}” but another"), items)
    }

    /// Asks of which kind something is.
    pub fn ask_kind(&mut self, _: Count) -> Effects {
        let Some(whom) = self.whom_or_tell() else { return vec![] };
        let at = self.place_of_whom(whom);
        let now = self.snapshot.document.entities[whom.entity.index()].kind;
        let item = |kind: EntityKind| {
            let choice = Choice::Correct(Box::new(Correction::Kind { at: at.clone(), kind }));
            Item { words: kind_words(kind).into(), kind: "", choice }
        };
        let items = EntityKind::ALL.into_iter().filter(|kind| *kind != now).map(item).collect();
        self.choose_from(format!("“{}” is no {} but", self.name_of(whom.entity), kind_words(now)), items)
    }

    /// Asks by which name somebody goes.
    pub fn ask_name(&mut self, _: Count) -> Effects {
        let Some(whom) = self.whom_or_tell() else { return vec![] };
        let document = self.document();
        let mut prompt = Prompt::new(PromptKind::Rename(self.anchor(whom)), self.stand());
        prompt.input = Input::new(document.entities[whom.entity.index()].name.clone());
        self.overlay = Some(Overlay::Prompt(prompt));
        vec![]
    }

    /// Gives whoever is meant at a span the name that was typed; an empty line takes a given name away.
    pub fn rename(&mut self, span: Span, typed: &str) -> Effects {
        let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let document = self.document();
        let Some(entity) = self.entity_at(span.start) else {
            self.tell("nobody is known there any more");
            return vec![];
        };
        if name == document.entities[entity.index()].name {
            return vec![];
        }
        let correction = Correction::Rename { at: Passage::new(&document.text, span), name: name.clone() };
        if name.is_empty() {
            return match self.change(|list, dropped| list.retain(|one| !dropped.contains(one)), Some(&correction)) {
                Some(effects) => {
                    self.tell("the name that was given is taken away");
                    effects
                }
                None => {
                    self.tell("no name was given by hand");
                    vec![]
                }
            };
        }
        self.put_right(correction)
    }

    /// Leaves something out of all that is named.
    pub fn leave_out(&mut self, _: Count) -> Effects {
        let Some(whom) = self.whom_or_tell() else { return vec![] };
        let at = self.place_of_whom(whom);
        self.put_right(Correction::Never { at })
    }

    /// Asks whose words the quotation is in which the cursor stands.
    pub fn ask_speaker(&mut self, _: Count) -> Effects {
        let document = self.document();
        let Some(quote) = quotation_at(&document, &self.snapshot.index, self.page.cursor()) else {
            self.tell("no quotation is here: put the cursor on words that somebody says");
            return vec![];
        };
        let quote = &document.quotes[quote.index()];
        let at = Passage::new(&document.text, quote.span);
        let mut others = self.others(EntityId(u32::MAX));
        let rank = |id: &EntityId| match document.entities[id.index()].kind {
            EntityKind::Person => 0,
            EntityKind::Org => 1,
            EntityKind::Norp | EntityKind::Place => 2,
            _ => 3,
        };
        others.sort_by_key(rank);
        let mut items: Vec<Item> = (others.into_iter().filter(|other| Some(*other) != quote.speaker))
            .filter_map(|other| {
                let name = document.mentions[named(&document, other)?.index()].span;
                let speaker = Some(Passage::new(&document.text, name));
                Some(self.item(other, Correction::Speaker { at: at.clone(), speaker }))
            })
            .collect();
        let nobody = Correction::Speaker { at: at.clone(), speaker: None };
        let nobody =
            Item { words: "nobody who has a name".into(), kind: "", choice: Choice::Correct(Box::new(nobody)) };
        items.insert(items.len().min(NOBODY), nobody);
        self.choose_from(format!("“{}” is said by", squeeze(at.words.trim_end_matches(','), NAME)), items)
    }

    /// All entities that may be chosen but one: those of the paragraph first, then those in view, then all.
    fn others(&self, but: EntityId) -> Vec<EntityId> {
        let filter = Filter { entity: None, claimant: None, ..self.scope.filter };
        let rows = who_rows(&self.snapshot.document, &self.snapshot.index, &self.context, &filter);
        rows.into_iter().map(|row| row.entity).filter(|&entity| entity != but).collect()
    }

    /// An entity as something to choose.
    fn item(&self, entity: EntityId, correction: Correction) -> Item {
        let (document, index) = (&self.snapshot.document, &self.snapshot.index);
        let role = role(document, index, entity, &self.scope.filter);
        let name = self.name_of(entity);
        let words =
            if role.is_empty() { name } else { format!("{name}, {}", squeeze(&crate::visible::line(&role), NAME)) };
        let kind = kind_words(document.entities[entity.index()].kind);
        Item { words, kind, choice: Choice::Correct(Box::new(correction)) }
    }

    /// Asks for one of these; tells if there is none.
    pub(super) fn choose_from(&mut self, title: String, items: Vec<Item>) -> Effects {
        if items.is_empty() {
            self.tell("there is nobody else");
        } else {
            self.overlay = Some(Overlay::Palette(Box::new(Palette::of(title, items))));
        }
        vec![]
    }

    fn entity_at(&self, offset: u32) -> Option<EntityId> {
        let document = &self.snapshot.document;
        mention_at(document, offset).map(|mention| document.mentions[mention.index()].entity)
    }

    /// What a correction concerns in the document as it is known now.
    fn concerned(&self, correction: &Correction) -> Option<Corrected> {
        let document = &self.snapshot.document;
        let Some(at) = correction.at() else { return Some(Corrected::Document) };
        let there = Span { start: at.offset, end: at.offset.saturating_add(1) };
        match correction {
            Correction::Speaker { .. } => {
                beginning_in(&document.quotes, there).next().map(|nth| Corrected::Quote(nth.into()))
            }
            Correction::Date { .. } => {
                beginning_in(&document.timexes, there).next().map(|nth| Corrected::Timex(nth.into()))
            }
            _ => self.entity_at(at.offset).map(Corrected::Entity),
        }
    }

    /// The corrections whose place a new one takes: the same said before of the same.
    fn replaced(&self, correction: &Correction) -> FxHashSet<Correction> {
        if let Correction::Name { at: new, .. } = correction {
            let same = |one: &Correction| matches!(one, Correction::Name { at, .. } if at.words == new.words);
            return self.hand.all().into_iter().filter(same).collect();
        }
        let again = !matches!(correction, Correction::Merge { .. } | Correction::Split { .. });
        let Some(on) = self.concerned(correction).filter(|_| again) else { return FxHashSet::default() };
        let same = |one: &&crate::model::Applied| {
            one.on == Some(on) && std::mem::discriminant(&one.correction) == std::mem::discriminant(correction)
        };
        self.snapshot.document.corrections.iter().filter(same).map(|one| one.correction.clone()).collect()
    }

    /// Changes the corrections; `how` gets those that `new` would replace.
    pub fn change(
        &mut self,
        how: impl FnOnce(&mut Corrections, &FxHashSet<Correction>),
        new: Option<&Correction>,
    ) -> Option<Effects> {
        let replaced = new.map(|new| self.replaced(new)).unwrap_or_default();
        self.hand.change(|list| how(list, &replaced))?;
        Some(self.changed())
    }

    /// What follows from a change: it is kept, and the document analysed anew.
    fn changed(&mut self) -> Effects {
        let effects = vec![self.analyse(), self.keep()];
        self.renew_corrections();
        effects
    }

    /// Keeps what was changed since it was kept last.
    pub fn keep(&self) -> Effect {
        Effect::Keep(self.document(), Box::new(self.hand.to_keep()))
    }

    /// Makes a correction.
    pub fn put_right(&mut self, correction: Correction) -> Effects {
        let words = correction_words(&correction);
        let made = self.change(
            |list, replaced| {
                list.retain(|one| !replaced.contains(one) && *one != correction);
                list.add(correction.clone());
            },
            Some(&correction),
        );
        self.tell(format!("{}: {} takes it back", crate::visible::line(&words), self.key_of("undo")));
        made.unwrap_or_default()
    }

    /// The first key of a command, for telling.
    fn key_of(&self, name: &str) -> String {
        self.look.keymap.keys_of(name).into_iter().next().unwrap_or_else(|| format!(":{name}"))
    }

    /// Takes the last change by hand back.
    pub fn undo(&mut self, _: Count) -> Effects {
        match self.hand.undo() {
            Some(change) => {
                self.tell_difference("taken back", &change);
                self.changed()
            }
            None => {
                self.tell(format!(
                    "nothing was put right since you came here: {} lists all",
                    self.key_of("corrections")
                ));
                vec![]
            }
        }
    }

    /// Makes the change again that was taken back last.
    pub fn redo(&mut self, _: Count) -> Effects {
        match self.hand.redo() {
            Some(change) => {
                self.tell_difference("put right again", &change);
                self.changed()
            }
            None => {
                self.tell("nothing was taken back");
                vec![]
            }
        }
    }

    fn tell_difference(&mut self, what: &str, (old, new): &Change) {
        let (before, after): (FxHashSet<_>, FxHashSet<_>) = (old.all().collect(), new.all().collect());
        let other = before.symmetric_difference(&after).next().map(|one| correction_words(one));
        let words = other.unwrap_or_else(|| "where corrections are kept".into());
        self.tell(format!("{what}: {}", crate::visible::line(&words)));
    }

    /// Keeps all corrections beside the document from now on.
    pub fn keep_beside(&mut self, _: Count) -> Effects {
        if !CorrectionFiles::can_lie_beside(&self.snapshot.document) {
            self.tell("what came through a pipe has nothing beside it");
            return vec![];
        }
        let file = format!("{}.dateline.toml", crate::visible::line(&self.snapshot.document.meta.source.name()));
        match self.hand.change(Corrections::put_beside) {
            None => {
                self.tell(format!("they are kept in {file} already, or it cannot be written"));
                vec![]
            }
            Some(_) => {
                self.tell(format!("corrections are kept in {file}"));
                self.changed()
            }
        }
    }

    /// Takes what is kept by now. The document is analysed anew if others changed something.
    pub fn take_kept(&mut self, kept: Corrections) -> Effects {
        if !self.hand.take(kept) {
            return vec![];
        }
        self.renew_corrections();
        vec![self.analyse()]
    }

    /// Lists all corrections.
    pub fn list_corrections(&mut self, _: Count) -> Effects {
        let list = List::of_corrections(&self.snapshot.document, &self.hand.all());
        if list.rows.is_empty() {
            let keys: Vec<String> =
                ["merge", "rename", "kind", "speaker"].iter().map(|name| self.key_of(name)).collect();
            self.tell(format!("nothing is put right by hand: {} do that", keys.join(" ")));
        } else {
            self.overlay = Some(Overlay::List(list));
        }
        vec![]
    }

    /// Brings an open list of corrections up to date.
    pub fn renew_corrections(&mut self) {
        if let Some(Overlay::List(list)) = &mut self.overlay
            && list.is_of_corrections()
        {
            let chosen = list.chosen;
            *list = List::of_corrections(&self.snapshot.document, &self.hand.all());
            list.chosen = chosen.min(list.rows.len().saturating_sub(1));
            if list.rows.is_empty() {
                self.overlay = None;
            }
        }
    }

    /// Drops a correction.
    pub fn drop_correction(&mut self, correction: &Correction) -> Effects {
        let Some(effects) = self.change(|list, _| list.retain(|one| one != correction), None) else {
            self.tell("it lies in the file beside the document, which cannot be written");
            return vec![];
        };
        self.tell(format!("dropped: {}", crate::visible::line(&correction_words(correction))));
        effects
    }
}

/// How far down the list of speakers "nobody" stands.
const NOBODY: usize = 6;

/// The mention by which an entity is best known again: the first by its whole name, else by a name, else its first.
fn named(document: &Document, entity: EntityId) -> Option<MentionId> {
    let entity = document.entities.get(entity.index())?;
    let of = |id: &&MentionId| &document.mentions[id.index()];
    let mut whole = entity.mentions.iter().filter(|id| of(id).form == Form::Name);
    let first = whole.clone().next().or(entity.mentions.first());
    whole.find(|id| document.words(of(id).span) == entity.name).or(first).copied()
}

/// The names of an entity: each with how often it stands, and where first.
fn forms(document: &Document, entity: EntityId) -> Vec<(String, usize, Span)> {
    let mut forms: Vec<(String, usize, Span)> = Vec::new();
    let mut known = rustc_hash::FxHashMap::default();
    let mentions = document.entities[entity.index()].mentions.iter().map(|id| &document.mentions[id.index()]);
    for mention in mentions.filter(|mention| mention.form == Form::Name) {
        let words = Passage::new(&document.text, mention.span).words;
        let nth = *known.entry(words.clone()).or_insert(forms.len());
        match forms.get_mut(nth) {
            Some((_, count, _)) => *count += 1,
            None => forms.push((words, 1, mention.span)),
        }
    }
    forms
}
