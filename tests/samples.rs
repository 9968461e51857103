//! What must be true of the samples.
//!
//! Each line names some words in brackets, with as much around them as tells them from others, and what was found
//! there.

use dateline::analysis::{self, Options};
use dateline::input;
use dateline::model::{Block, Document, Entity, EntityKind, Event, Mode, Quote, RelationKind, Span, Status, Target};
use std::path::Path;

/// A sample with all that was found in it.
struct Sample {
    document: Document,
    /// The text with each run of white space as one space, and where each of its bytes stands.
    squeezed: String,
    places: Vec<usize>,
    wrong: Vec<String>,
}

fn sample(name: &str) -> Sample {
    Sample::open(&Path::new("assets/samples").join(name), &Options::default())
}

impl Sample {
    fn open(path: &Path, options: &Options) -> Self {
        let document = input::open(path).expect("the sample can be read");
        let document = analysis::analyse(document, options, |_| true);
        let (mut squeezed, mut places) = (String::new(), Vec::new());
        for (at, c) in document.text.char_indices() {
            let c = if c.is_whitespace() { ' ' } else { c };
            if c != ' ' || !squeezed.ends_with(' ') {
                squeezed.push(c);
                places.extend((0..c.len_utf8()).map(|byte| at + byte));
            }
        }
        places.push(document.text.len());
        Self { document, squeezed, places, wrong: Vec::new() }
    }

    /// Where the bracketed words of `marked` stand.
    fn span(&self, marked: &str) -> Span {
        let (before, rest) = marked.split_once('[').expect("some words are in brackets");
        let (words, after) = rest.split_once(']').expect("the bracket is closed");
        let context = format!("{before}{words}{after}");
        let found = self.squeezed.find(&context).unwrap_or_else(|| panic!("the sample says {context:?}"));
        let start = found + before.len();
        Span::new(self.places[start], self.places[start + words.len()])
    }

    /// Keeps what is wrong, so that a test tells all of it at once.
    fn hold(&mut self, marked: &str, found: &str, expected: &str) {
        if found != expected {
            self.wrong.push(format!("{marked}: found {found:?}, not {expected:?}"));
        }
    }

    /// The words are, or lie in, a time expression with this EDTF value; `?` behind it says that part was inferred.
    fn time(&mut self, marked: &str, edtf: &str) {
        let span = self.span(marked);
        let timex = self.document.timexes.iter().filter(|timex| timex.span.overlaps(span));
        let best = timex.max_by_key(|timex| timex.span.end.min(span.end) - timex.span.start.max(span.start));
        let mark = |status| if status == Status::Inferred { " ?" } else { "" };
        let show = |timex: &dateline::model::Timex| {
            let edtf = timex.when.as_ref().map_or("no value", |when| when.edtf.as_str());
            format!("{edtf}{}", mark(timex.status))
        };
        let found = best.map_or("no time".into(), show);
        self.hold(marked, &found, edtf);
    }

    fn entity(&self, marked: &str) -> Option<&Entity> {
        let span = self.span(marked);
        let mention = self.document.mentions.iter().find(|mention| mention.span.overlaps(span))?;
        self.document.entities.get(mention.entity.index())
    }

    /// The words mean the entity of this name.
    fn who(&mut self, marked: &str, name: &str) {
        let found = self.entity(marked).map_or("nobody", |entity| entity.name.as_str()).to_owned();
        self.hold(marked, &found, name);
    }

    /// The words mean an entity of this name and kind.
    fn what(&mut self, marked: &str, name: &str, kind: EntityKind) {
        let show = |entity: &Entity| format!("{} {:?}", entity.name, entity.kind);
        let found = self.entity(marked).map_or("nobody".into(), show);
        self.hold(marked, &found, &format!("{name} {kind:?}"));
    }

    /// The words name nothing.
    fn nobody(&mut self, marked: &str) {
        let found = self.entity(marked).map_or("nobody", |entity| entity.name.as_str()).to_owned();
        self.hold(marked, &found, "nobody");
    }

    /// Whoever the words mean has a role that contains these words.
    fn role(&mut self, marked: &str, words: &str) {
        let squeeze = |span: Span| self.document.words(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let roles = |entity: &Entity| entity.descriptors.iter().map(|told| squeeze(told.span)).collect::<Vec<_>>();
        let roles = self.entity(marked).map(roles).unwrap_or_default();
        if !roles.iter().any(|role| role.contains(words)) {
            self.wrong.push(format!("{marked}: has the roles {roles:?}, not {words:?}"));
        }
    }

    /// The innermost quotation that covers the words.
    fn quote(&self, marked: &str) -> Option<&Quote> {
        let span = self.span(marked);
        self.document.quotes.iter().filter(|quote| quote.span.covers(span)).max_by_key(|quote| quote.depth)
    }

    /// The words are said by the entity of this name, in a quotation of this depth; by "nobody" in none, at depth 0.
    fn said(&mut self, marked: &str, speaker: &str, depth: u8) {
        let name = |quote: &Quote| quote.speaker.map(|id| self.document.entities[id.index()].name.as_str());
        let show = |quote: &Quote| format!("{} {}", name(quote).unwrap_or("somebody"), quote.depth);
        let found = self.quote(marked).map_or("nobody 0".into(), show);
        self.hold(marked, &found, &format!("{speaker} {depth}"));
    }

    /// The words tell an event that has this EDTF value; `?` behind it says that part was inferred.
    fn happens(&mut self, marked: &str, edtf: &str) {
        let span = self.span(marked);
        let show = |event: &Event| match &event.when {
            Some(when) if event.status == Status::Inferred => format!("{} ?", when.edtf),
            Some(when) => when.edtf.clone(),
            None => "no time".into(),
        };
        // What is only told of in passing is as good as none.
        let all = self.document.events.iter().filter(|event| event.salience >= Event::SLIGHT);
        let event = all.into_iter().find(|event| event.trigger.overlaps(span));
        let found = event.map_or("no event".into(), show);
        self.hold(marked, &found, edtf);
    }

    /// The event that the words tell is called this.
    fn called(&mut self, marked: &str, label: &str) {
        let span = self.span(marked);
        let event = self.document.events.iter().find(|event| event.trigger.overlaps(span));
        let found = event.map_or("no event", |event| event.label.as_str()).to_owned();
        self.hold(marked, &found, label);
    }

    fn targets(&self, marked: &str) -> Vec<Target> {
        let span = self.span(marked);
        let references = self.document.references.iter().filter(|reference| reference.span.overlaps(span));
        let best = references.max_by_key(|found| found.span.end.min(span.end) - found.span.start.max(span.start));
        best.map(|reference| reference.targets.clone()).unwrap_or_default()
    }

    /// The words point first to a place that begins with, or lies in a sentence with, these.
    fn points(&mut self, marked: &str, words: &str) {
        let document = &self.document;
        let place = |target: &Target| match target {
            Target::Span(span) => Some(*span),
            Target::Block(id) => document.blocks.get(id.index()).map(|block| block.span),
            Target::Event(id) => document.events.get(id.index()).map(|event| event.span),
            Target::Entity(id) => {
                document.entities.get(id.index()).map(|entity| document.mentions[entity.mentions[0].index()].span)
            }
            Target::Timex(id) => document.timexes.get(id.index()).map(|timex| timex.span),
            Target::Url(_) => None,
        };
        let found = self.targets(marked).first().and_then(place);
        let squeezed = |span: Span| document.words(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let found = found.map_or("nowhere".into(), squeezed);
        if !found.contains(words) {
            self.wrong.push(format!("{marked}: points to {found:?}, not {words:?}"));
        }
    }

    fn done(self) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
    }
}

/// What holds for every document, whatever it says.
fn is_sound(document: &Document) {
    let text = &document.text;
    let inside = |span: Span| text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize);
    let spans = document.timexes.iter().map(|timex| timex.span);
    let spans = spans.chain(document.mentions.iter().map(|mention| mention.span));
    let spans = spans.chain(document.events.iter().flat_map(|event| [event.trigger, event.span]));
    let spans = spans.chain(document.quotes.iter().map(|quote| quote.span));
    let spans = spans.chain(document.references.iter().map(|reference| reference.span));
    let spans = spans.chain(document.blocks.iter().map(|block: &Block| block.span));
    spans.for_each(|span| assert!(span.start <= span.end && inside(span), "{span:?}"));
    for entity in &document.entities {
        assert!(!entity.mentions.is_empty(), "{}", entity.name);
    }
    let sorted = |starts: Vec<u32>| assert!(starts.is_sorted());
    sorted(document.timexes.iter().map(|timex| timex.span.start).collect());
    sorted(document.mentions.iter().map(|mention| mention.span.start).collect());
    sorted(document.events.iter().map(|event| event.trigger.start).collect());
    sorted(document.quotes.iter().map(|quote| quote.span.start).collect());
    sorted(document.references.iter().map(|reference| reference.span.start).collect());
    for event in &document.events {
        assert!(!event.label.trim().is_empty() && !event.label.contains('\n'), "{:?}", event.label);
    }
}

#[test]
fn all_layers_are_sound() {
    for name in ["report.txt", "treaty.txt", "history.md", "README.md"] {
        is_sound(&sample(name).document);
    }
}

#[test]
fn the_report_tells_when() {
    let mut report = sample("report.txt");
    let date = report.document.meta.date.as_ref().map(|date| date.value.to_string());
    assert_eq!(date.as_deref(), Some("1990-02-12"), "its dateline gives the date");
    assert_eq!(report.document.meta.mode, Mode::News);
    report.time("came out of it [yesterday] as", "1990-02-11 ?");
    report.time("he opened Parliament on [Feb. 2]", "1990-02-02 ?");
    report.time("They had first met on [Dec. 13]", "1989-12-13 ?");
    report.time("until [Saturday] no new", "../1990-02-10 ?");
    report.time("[Last Friday evening] Mr", "1990-02-09 ?");
    report.time("[In January 1985]", "1985-01");
    report.time("arrested on [Aug. 5, 1962]", "1962-08-05");
    report.time("sentenced in [November of that year]", "1962-11 ?");
    report.time("On [June 12, 1964], he", "1964-06-12");
    report.time("was let out [last October]", "1989-10 ?");
    report.time("called for [tomorrow afternoon]", "1990-02-13 ?");
    report.done();
}

#[test]
fn the_samples_tell_what_happened_when() {
    let mut report = sample("report.txt");
    report.happens("Mandela [walks] out", "1990-02-12 ?");
    report.happens("is [recovering] in Sweden", "no time");
    report.happens("[meet] his old friend", "1990-03 ?");
    report.happens("I [wish] to quote", "no event");
    report.happens("during my [trial] in 1964", "1964");
    report.done();
    let mut treaty = sample("treaty.txt");
    treaty.happens("Article 11 [Disputes]", "no event");
    treaty.called("Government shall [register] this", "The depositary Government shall register");
    treaty.called("observers shall be [sent] to", "Reports of the observers shall be sent");
    treaty.happens("[Change] and review", "no event");
    treaty.called("Parties [signed] the Protocol", "the Parties signed the Protocol");
    treaty.happens("to have [withdrawn] on", "no event");
    treaty.happens("ratifications were [deposited]", "1961-06-23 ?");
    treaty.done();
    let mut history = sample("history.md");
    history.happens("captains [petitioned] Parliament", "1714-21 ?");
    history.happens("Jefferys, had [made] him", "1753~");
    history.happens("Nathaniel Bliss, [died]", "1764-09 ?");
    history.done();
}

#[test]
fn the_report_tells_who() {
    let mut report = sample("report.txt");
    report.who("[Nelson Mandela], who", "Nelson Mandela");
    report.who("his wife, [Winnie Mandela]", "Winnie Mandela");
    report.who("by [Zindzi Mandela]", "Zindzi Mandela");
    report.who("by [P. W. Botha], to", "P. W. Botha");
    report.who("foreign minister, [Pik Botha]", "Pik Botha");
    report.role("[Cyril Ramaphosa]", "general secretary");
    report.role("by [Zindzi Mandela]", "younger daughter of the prisoner");
    report.who("president of the [ANC], who", "African National Congress");
    report.who("the [United Democratic Front]", "United Democratic Front");
    report.who("Mr. [de Klerk] refused", "F. W. de Klerk");
    report.what("bungalow at [Victor Verster], with", "Victor Verster Prison", EntityKind::Place);
    report.what("in [Orlando West], before", "Orlando West", EntityKind::Place);
    report.what("an [Act of 1986] did", "Act of 1986", EntityKind::Law);
    let botha = report.entity("predecessor, [P. W. Botha], who").map(|botha| botha.related.len());
    assert_eq!(botha, Some(0), "one sentence names both, so there is no doubt");
    report.done();
}

#[test]
fn the_report_tells_who_says_so() {
    let mut report = sample("report.txt");
    assert_eq!(report.quote("‘I have [fought] against white").map(|quote| quote.depth), Some(2));
    assert_eq!(report.quote("this day [coming]").map(|quote| quote.depth), None);
    report.said("that the [season of violence] was", "F. W. de Klerk", 1);
    report.said("announced the [release] to", "F. W. de Klerk", 1);
    report.said("was a man of [integrity]", "Nelson Mandela", 1);
    report.said("an [Act of 1986] did", "George Bush", 1);
    report.said("that some [sanctions] should", "Margaret Thatcher", 1);
    report.said("one day have a [black president]", "Pik Botha", 1);
    report.done();
    let mut history = sample("history.md");
    history.said("that it was [the Lizard], more", "John Harrison", 1);
    history.said("[Our never-failing guide]", "James Cook", 1);
    history.said("that a [watch] might do", "Isaac Newton", 1);
    history.said("these people have been [cruelly wronged]", "George III", 1);
    for words in ["know [what time] it is", "had explained his [watch]", "was remembered that there [were lodestones]"]
    {
        history.said(words, "nobody", 0);
    }
    history.done();
    let mut treaty = sample("treaty.txt");
    for words in
        ["Knowing how much [science] has", "promised in Article 2, the [Parties] shall", "a claim that it may [have]"]
    {
        treaty.said(words, "nobody", 0);
    }
    treaty.done();
}

#[test]
fn the_treaty_points_to_its_provisions() {
    let mut treaty = sample("treaty.txt");
    treaty.points("promised in [Article 2], the", "Article 2");
    treaty.points("[Paragraph 1 above] does", "1. Antarctica shall be used for peaceful purposes only");
    treaty.points("made under [Article 9(1)(e)]", "(e) questions of jurisdiction");
    treaty.points("conditions of [Article 1(2)]", "2. Paragraph 1 above");
    treaty.points("solution under [paragraph 1 above]", "1. If two or more Parties disagree");
    treaty.points("under [subparagraph (a)] shall", "1. (a) This Treaty may be amended");
    treaty.points("measures in [paragraph 1 of this Article] take", "1. Representatives of the Parties");
    treaty.done();
}

#[test]
fn the_treaty_tells_when() {
    let mut treaty = sample("treaty.txt");
    treaty.time("[this first day of December, one thousand nine hundred and fifty-nine]", "1959-12-01");
    treaty.time("last day of [that period]", "no value");
    treaty.time("ran from [1 July 1957] to", "1957-07-01");
    treaty.time("to [31 December 1958];", "1958-12-31");
    treaty.time("into force on [23 June 1961]", "1961-06-23");
    treaty.time("on [10 July of that year]", "1961-07-10 ?");
    treaty.time("On [4 October of that year]", "1991-10-04 ?");
    treaty.time("since [14 January 1998]", "1998-01-14/..");
    treaty.done();
}

#[test]
fn the_history_tells_when() {
    let mut history = sample("history.md");
    assert_eq!(history.document.meta.mode, Mode::Narrative);
    history.time("night of [22 October 1707]", "1707-10-22");
    history.time("it was [2 November] already", "1707-11-02 ?");
    history.time("in [the second century BC]", "-0199/-0100");
    history.time("about [AD 150]", "0150~");
    history.time("[About 1753] a watchmaker", "1753~");
    history.time("On [8 July of that year]", "1714-07-08 ?");
    history.time("[three weeks before] her", "no value");
    history.time("in 1598, the States General of the Netherlands [two years later]", "1600 ?");
    history.time("In [the 1720s]", "172X");
    history.time("[Five years later] the machine", "1735 ?");
    history.time("Jamaica on [19 January]", "1762-01-19 ?");
    history.time("[That September]", "1764-09 ?");
    history.time("[the following February]", "1765-02 ?");
    history.time("In [August of that year]", "1765-08 ?");
    history.done();
}

#[test]
fn the_treaty_tells_who() {
    let mut treaty = sample("treaty.txt");
    treaty.what("[THE ANTARCTIC TREATY]", "Antarctic Treaty", EntityKind::Law);
    treaty.what("provisions of this [Treaty].", "Antarctic Treaty", EntityKind::Law);
    treaty.what("the [Union of South Africa], the", "Union of South Africa", EntityKind::Place);
    treaty.what("Belgium: [Obert de Thieusies]", "Obert de Thieusies", EntityKind::Person);
    treaty.what("the [Madrid Protocol]", "Protocol on Environmental Protection", EntityKind::Law);
    let government = "Government of the United States of America";
    treaty.what("with the [Government of the United States of America], which", government, EntityKind::Org);
    for words in [
        "[Retold] in plain",
        "IN [WITNESS WHEREOF] the",
        "[DONE] at Washington",
        "that a [Party] gives",
        "the [Parties] from sending",
        "1. [Representatives of the Parties] named",
        "signatory [States] have deposited",
    ] {
        treaty.nobody(words);
    }
    treaty.done();
}

#[test]
fn the_history_tells_who() {
    let mut history = sample("history.md");
    history.who("[John Harrison] was born", "John Harrison");
    history.who("[William Harrison] sailed", "William Harrison");
    history.who("watchmaker, [John Jefferys]", "John Jefferys");
    history.who("the Reverend [Nevil Maskelyne]", "Nevil Maskelyne");
    history.who("[Maskelyne] was named", "Nevil Maskelyne");
    history.who("year [Harrison], with bad grace", "John Harrison");
    history.who("younger brother [James] made", "James");
    history.who("Captain [James Cook]", "James Cook");
    history.what("The [Harrisons] protested", "Harrisons", EntityKind::Person);
    history.what("that [Madeira] would", "Madeira", EntityKind::Place);
    history.what("across the [Humber] in", "Humber", EntityKind::Place);
    history.what("the [States General of the Netherlands] two", "States General of the Netherlands", EntityKind::Org);
    history.what("An [Act of 1765] split", "Act of 1765", EntityKind::Law);
    for ship in ["Association", "Eagle", "Romney", "Firebrand", "Centurion", "Orford", "Deptford"] {
        history.what(&format!("the [{ship}]"), ship, EntityKind::Other);
    }
    history.done();
}

/// The petition that the program was first built for, where it is at hand.
fn petition(options: &Options) -> Option<Sample> {
    let path = Path::new("../shared/samples/petition.txt");
    if !path.is_file() {
        println!("skipped: {} is not here", path.display());
        return None;
    }
    Some(Sample::open(path, options))
}

#[test]
fn the_petition_tells_when() {
    let Some(mut petition) = petition(&Options::default()) else { return };
    assert_eq!(petition.document.meta.date, None, "it has no date, and none is invented");
    petition.time("On [September 27, 2020]", "2020-09-27");
    let nineties = petition.span("the beginning of [the 90s of the last century]");
    let timex = petition.document.timexes.iter().find(|timex| timex.span.overlaps(nineties));
    let (first, last) = timex.and_then(|timex| timex.when.as_ref()).expect("it is a time").bounds.hull();
    let years = (first.map(|first| first.year()), last.map(|last| last.year()));
    assert!(years.0 == Some(1990) && years.1 > Some(1991) && years.1 <= Some(1999), "fuzzy: {years:?}");
    petition.time("night of [September 12] and", "XXXX-09-12/XXXX-09-13");
    petition.done();
}

#[test]
fn the_petition_with_a_date_knows_the_year() {
    let date = Some(jiff::civil::date(2022, 9, 16));
    let Some(mut petition) = petition(&Options { date, ..Options::default() }) else { return };
    petition.time("night of [September 12] and", "2022-09-12/2022-09-13 ?");
    petition.done();
}

#[test]
fn the_petition_tells_who_and_who_says_so() {
    let Some(mut petition) = petition(&Options::default()) else { return };
    petition.role("MP [S. Mohbaliyev]", "Chairman of ATUC");
    petition.who("nature of [this country]", "Armenia");
    petition.who("armed by its foreign patrons, [Armenia] invaded", "Armenia");
    petition.what("Chairman of [ATUC], MP", "ATUC", EntityKind::Org);
    petition.what("[ATUC Executive Committee]:", "ATUC Executive Committee", EntityKind::Org);
    let demonym = petition.entity("withdraw the [Armenian] armed");
    let tied = demonym.is_some_and(|people| {
        people.related.iter().any(|tie| {
            tie.kind == RelationKind::DemonymOf && petition.document.entities[tie.entity.index()].name == "Armenia"
        })
    });
    assert!(tied, "Armenian is a demonym of Armenia");
    let whole = petition.quote("“[From the beginning]").expect("it is a quotation").clone();
    assert!(whole.span.covers(petition.span("human rights and [freedoms]")) && whole.depth == 1);
    assert!(whole.source.is_some() || whole.speaker.is_some(), "it is the petition's");
    assert_eq!(petition.document.quotes.len(), 1, "nobody else says anything in it");
    petition.done();
}

#[test]
fn the_petition_dates_the_operation() {
    let Some(petition) = petition(&Options::default()) else { return };
    let trigger = petition.span("counter-offensive operation [launched]");
    let event = petition.document.events.iter().find(|event| event.trigger.overlaps(trigger));
    let when = event.and_then(|event| event.when.as_ref()).map(|when| when.edtf.as_str());
    assert_eq!(when, Some("2020-09-27"));
}

#[test]
fn the_petition_points_back() {
    let Some(mut petition) = petition(&Options::default()) else { return };
    let first = petition.targets("in [the tripartite declaration]");
    let second = petition.targets("law, [the tripartite statements]");
    let third = petition.targets("from [the tripartite Declarations]");
    assert!(!second.is_empty() && second.first() == third.first(), "{first:?} {second:?} {third:?}");
    petition.points("works in [the liberated territories]", "liberated");
    petition.done();
}
