//! Small documents made by hand for tests of queries and panes: paragraphs are separated by an empty line.

use crate::model::*;
use jiff::civil::date;

/// A document under construction. Layers must be added in text order.
pub(crate) struct Sample {
    pub(crate) document: Document,
}

fn why(rule: &str) -> Provenance {
    Provenance::new(rule, Vec::new(), 0.9)
}

impl Sample {
    /// A bare document: every paragraph a block, the first a heading if it begins with `# `; every `. ` ends a
    /// sentence.
    pub(crate) fn new(text: &str) -> Self {
        let (mut blocks, mut sentences) = (Vec::new(), Vec::new());
        let mut start = 0;
        for part in text.split("\n\n") {
            let span = Span::new(start, start + part.len());
            let kind = if part.starts_with("# ") { BlockKind::Heading(1) } else { BlockKind::Paragraph };
            let block = BlockId::from(blocks.len());
            blocks.push(Block { span, kind, label: None, quote_depth: 0, indent: 0 });
            let mut from = start;
            for sentence in part.split_inclusive(". ") {
                let span = Span::new(from, from + sentence.trim_end().len());
                sentences.push(Sentence { span, block });
                from += sentence.len();
            }
            start += part.len() + 2;
        }
        let document = Document {
            text: text.into(),
            blocks: blocks.into(),
            sentences,
            meta: Meta::default(),
            ..Default::default()
        };
        Self { document }
    }

    /// The first place where `needle` stands.
    pub(crate) fn at(&self, needle: &str) -> Span {
        let start = self.document.text.find(needle).expect("the sample contains it");
        Span::new(start, start + needle.len())
    }

    fn after(&self, needle: &str, from: u32) -> Span {
        let found = self.document.text[from as usize..].find(needle).map(|start| start + from as usize);
        found.map_or_else(|| self.at(needle), |start| Span::new(start, start + needle.len()))
    }

    /// An event named by the next `needle`, with a date in the EDTF that [`when`] knows.
    pub(crate) fn event(&mut self, needle: &str, edtf: Option<&str>) -> EventId {
        let span = self.after(needle, self.document.events.last().map_or(0, |event| event.trigger.end));
        self.document.events.push(Event {
            trigger: span,
            span,
            label: needle.into(),
            class: EventClass::Occurrence,
            participants: Vec::new(),
            place: None,
            timex: None,
            when: edtf.map(when),
            status: if edtf.is_some() { Status::Stated } else { Status::Unresolved },
            modality: Modality::Asserted,
            claimant: None,
            quote: self.document.quotes.iter().rposition(|quote| quote.span.covers(span)).map(QuoteId::from),
            block: self.document.block_at(span.start).expect("a block"),
            same_as: None,
            salience: 0.8,
            provenance: why("told by a verb"),
        });
        EventId::from(self.document.events.len() - 1)
    }

    /// Says what came before what.
    pub(crate) fn link(&mut self, source: EventId, relation: TemporalRelation, target: EventId, confidence: f32) {
        let provenance = Provenance::new("a connective", Vec::new(), confidence);
        self.document.temporal_links.push(TemporalLink { source, relation, target, provenance });
    }

    /// An entity with all places where one of its `names` stands; the first is its name.
    pub(crate) fn entity(&mut self, names: &[&str], kind: EntityKind) -> EntityId {
        let entity = EntityId::from(self.document.entities.len());
        let mut spans: Vec<Span> = Vec::new();
        for name in names {
            for (start, _) in self.document.text.match_indices(name) {
                let span = Span::new(start, start + name.len());
                let whole = !self.document.text[span.end as usize..].starts_with(char::is_alphabetic);
                if whole && !spans.iter().any(|other| other.overlaps(span)) {
                    spans.push(span);
                }
            }
        }
        spans.sort();
        for (nth, &span) in spans.iter().enumerate() {
            let provenance = (nth > 0).then(|| Provenance::new("the same name", vec![spans[0]], 0.9));
            self.document.mentions.push(Mention { span, entity, form: Form::Name, provenance });
        }
        let (name, descriptors, related) = (names[0].to_owned(), Vec::new(), Vec::new());
        self.document.entities.push(Entity { name, kind, descriptors, related, mentions: Vec::new() });
        self.document.mentions.sort_by_key(|mention| mention.span);
        for entity in &mut self.document.entities {
            entity.mentions.clear();
        }
        for (index, mention) in self.document.mentions.iter().enumerate() {
            self.document.entities[mention.entity.index()].mentions.push(MentionId::from(index));
        }
        entity
    }

    /// Gives an entity a role in the words of the text.
    pub(crate) fn role(&mut self, entity: EntityId, words: &str) {
        let span = self.at(words);
        self.document.entities[entity.index()].descriptors.push(Descriptor { span, provenance: why("apposition") });
    }

    /// Ties an entity to another.
    pub(crate) fn relate(&mut self, entity: EntityId, kind: RelationKind, other: EntityId) {
        let provenance = why("by its form");
        self.document.entities[entity.index()].related.push(Relation { kind, entity: other, provenance });
    }

    /// A quotation of `words`, whose source is named by `source`.
    pub(crate) fn quote(&mut self, words: &str, source: &str, depth: u8) {
        let (span, source) = (self.at(words), Some(self.at(source)));
        let speaker = self.document.mentions.iter().find(|mention| Some(mention.span) == source);
        self.document.quotes.push(Quote {
            span,
            source,
            cue: None,
            speaker: speaker.map(|mention| mention.entity),
            kind: QuoteKind::Direct,
            depth,
            provenance: why("quotation marks"),
        });
    }

    /// Words that point to something.
    pub(crate) fn reference(&mut self, words: &str, kind: ReferenceKind, targets: Vec<Target>) {
        let provenance = Provenance::new("a definite phrase with the same noun", vec![self.at(words)], 0.7);
        self.document.references.push(Reference { span: self.at(words), kind, targets, provenance });
    }

    /// A time expression.
    pub(crate) fn timex(&mut self, words: &str, edtf: &str, status: Status) -> TimexId {
        let span = self.at(words);
        self.document.timexes.push(Timex {
            span,
            kind: TimexKind::Date,
            value: edtf.into(),
            modifier: None,
            when: Some(when(edtf)),
            status,
            anchor: None,
            provenance: Provenance::new("a calendar date", vec![span], 0.9),
            found: None,
        });
        TimexId::from(self.document.timexes.len() - 1)
    }
}

/// A value from a little EDTF: `YYYY`, `YYYX`, `YYYY-MM-DD`, `XXXX-MM-DD`, intervals of these.
pub(crate) fn when(edtf: &str) -> When {
    let (first, last) = edtf.split_once('/').unwrap_or((edtf, edtf));
    let number = |text: &str| text.parse::<i16>().expect("a number");
    let (granularity, bounds, candidate_years) = if first.starts_with("XXXX") {
        (Granularity::Day, Bounds::default(), Some((2020, 2026)))
    } else if let Some(decade) = first.strip_suffix('X') {
        let start: i16 = decade.parse::<i16>().expect("a decade") * 10;
        (Granularity::Decade, Bounds::within(date(start, 1, 1), date(start + 9, 12, 31)), None)
    } else if first.len() > 4 {
        let day = |text: &str| date(number(&text[..4]), number(&text[5..7]) as i8, number(&text[8..]) as i8);
        (Granularity::Day, Bounds::days(day(first), day(last)), None)
    } else {
        let (first, last) = (number(first), number(last));
        (Granularity::Year, Bounds::days(date(first, 1, 1), date(last, 12, 31)), None)
    };
    When { edtf: edtf.into(), bounds, granularity, candidate_years }
}

/// A petition in small: a fuzzy decade, a day, an undated signing, a day without a year, a speaker, a people.
pub(crate) fn petition() -> Sample {
    let mut sample = Sample::new(
        "Unions appealed to the world\n\nThe petition reads: from the beginning of the 90s Armenia invaded the lands.\n\n\
         On September 27, 2020 the counter-offensive of the Azerbaijani Army liberated Karabakh. Armenian forces left.\n\n\
         The tripartite declaration was signed by Armenia and Russia.\n\nOn the night of September 12 to 13 this country \
         committed a provocation in Lachin. These provocations break the declaration.\n\n\
         Chairman of ATUC, MP S. Mohbaliyev",
    );
    let armenia = sample.entity(&["Armenia"], EntityKind::Place);
    let armenian = sample.entity(&["Armenian"], EntityKind::Norp);
    let army = sample.entity(&["Azerbaijani Army"], EntityKind::Org);
    sample.entity(&["Karabakh"], EntityKind::Place);
    sample.entity(&["Russia"], EntityKind::Place);
    let lachin = sample.entity(&["Lachin"], EntityKind::Place);
    sample.entity(&["ATUC"], EntityKind::Org);
    let officer = sample.entity(&["S. Mohbaliyev"], EntityKind::Person);
    sample.role(officer, "Chairman of ATUC, MP");
    sample.relate(armenian, RelationKind::DemonymOf, armenia);
    let words =
        sample.document.text[sample.at("from the").start as usize..sample.at("Chairman").start as usize - 2].to_owned();
    sample.quote(&words, "The petition", 1);
    let appeal = sample.event("appealed", None);
    let invasion = sample.event("invaded", Some("199X"));
    let offensive = sample.event("counter-offensive", Some("2020-09-27"));
    let signing = sample.event("signed", None);
    let provocation = sample.event("provocation", Some("XXXX-09-12/XXXX-09-13"));
    for (event, label) in [
        (appeal, "Unions appealed to the world"),
        (invasion, "Armenia invaded the lands"),
        (offensive, "the counter-offensive"),
        (signing, "The tripartite declaration was signed"),
        (provocation, "committed a provocation in Lachin"),
    ] {
        sample.document.events[event.index()].label = label.into();
    }
    sample.document.events[invasion.index()].participants.push(armenia);
    sample.document.events[offensive.index()].participants.push(army);
    sample.document.events[provocation.index()].place = Some(lachin);
    sample.document.events[provocation.index()].status = Status::Unresolved;
    sample.link(signing, TemporalRelation::After, offensive, 0.6);
    sample.link(provocation, TemporalRelation::After, signing, 0.6);
    sample.reference("These provocations", ReferenceKind::Event, vec![Target::Event(provocation)]);
    sample.timex("the beginning of the 90s", "199X", Status::Inferred);
    sample.timex("September 27, 2020", "2020-09-27", Status::Stated);
    sample.timex("the night of September 12 to 13", "XXXX-09-12/XXXX-09-13", Status::Unresolved);
    sample
}
