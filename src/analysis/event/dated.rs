//! Events of languages whose verbs are not known: what a sentence tells of a time is the words beside the time.
//!
//! No more is claimed than that: no class, no modality, no claimant, and nothing for sentences without a time.

use unicode_width::UnicodeWidthStr;

use super::super::Work;
use crate::model::index::beginning_in;
use crate::model::{Event, EventClass, Modality, Provenance, Rule, Span, Timex, TimexId, TimexKind};

/// The widest label, in columns.
const COLUMNS: usize = 40;
/// Fewer letters than this tell nothing.
const LETTERS: usize = 6;
/// Names that take part.
const PARTICIPANTS: usize = 4;

/// One event for each time that has a place in the calendar and words beside it, in text order.
pub fn events(work: Work<'_>) -> Vec<Event> {
    let timexes = work.document.timexes.iter().enumerate();
    let mut events: Vec<Event> = timexes.filter_map(|(id, timex)| event(work, id, timex)).collect();
    // The two ends of a range have one and the same time and words.
    events.dedup_by(|second, first| second.trigger == first.trigger);
    events.sort_by_key(|event| event.trigger.start);
    events
}

fn event(work: Work<'_>, id: usize, timex: &Timex) -> Option<Event> {
    let document = work.document;
    let when = timex.when.clone().filter(|_| matches!(timex.kind, TimexKind::Date | TimexKind::Time))?;
    let block = document.block_at(timex.span.start)?;
    let sentence = document.sentence_at(timex.span.start).map(|id| document.sentences[id.index()].span)?;
    let told = beside(&document.text, sentence, timex.span)?;
    let mentions = &document.mentions[beginning_in(&document.mentions, sentence)];
    let mut participants = Vec::new();
    for mention in mentions {
        if !participants.contains(&mention.entity) && participants.len() < PARTICIPANTS {
            participants.push(mention.entity);
        }
    }
    Some(Event {
        trigger: told,
        span: told.join(timex.span),
        label: document.words(told).split_whitespace().collect::<Vec<_>>().join(" "),
        class: EventClass::Occurrence,
        participants,
        place: None,
        timex: Some(TimexId::from(id)),
        when: Some(when),
        status: timex.status,
        modality: Modality::Asserted,
        claimant: None,
        quote: None,
        block,
        same_as: None,
        salience: 0.5,
        provenance: Provenance::new(Rule::from("the words beside a time"), vec![told, timex.span], 0.5),
    })
}

/// The words behind a time up to the next sign that parts clauses, else those before it.
fn beside(text: &str, sentence: Span, time: Span) -> Option<Span> {
    const SIGNS: [char; 12] = [',', ';', ':', '.', '!', '?', '(', ')', '«', '»', '“', '”'];
    let letters = |words: &str| words.chars().filter(|c| c.is_alphabetic()).count() >= LETTERS;
    let behind = &text[time.end as usize..(sentence.end.max(time.end)) as usize];
    let behind = behind.split(SIGNS).find(|words| letters(words));
    let before = || {
        text[sentence.start.min(time.start) as usize..time.start as usize].rsplit(SIGNS).find(|words| letters(words))
    };
    let words = behind.or_else(before)?.trim();
    let start = words.as_ptr() as usize - text.as_ptr() as usize;
    Some(Span::new(start, start + fitted(words)))
}

/// How many bytes of whole words fit the widest label.
fn fitted(words: &str) -> usize {
    let mut end = 0;
    for (at, word) in words.split_whitespace().map(|word| (word.as_ptr() as usize - words.as_ptr() as usize, word)) {
        if end > 0 && words[..at + word.len()].width() > COLUMNS {
            break;
        }
        end = at + word.len();
    }
    end
}

#[cfg(test)]
mod tests {
    use crate::analysis::{Options, analyse};
    use crate::input;
    use crate::model::Source;

    #[test]
    fn a_sentence_with_a_date_is_told_in_its_own_words() {
        let text = "Am 3. Mai 1921 trat der Rat im Rathaus von Altenburg zusammen, weil das Brot knapp war. Der Krieg endete 1918. \
            Niemand sprach.";
        let options = Options { language: Some("de".into()), ..Options::default() };
        let document = analyse(input::from_text(Source::Stdin, text.to_owned()), &options, |_| true);
        let told: Vec<_> =
            document.events.iter().map(|event| (&*event.label, event.when.as_ref().map(|when| &*when.edtf))).collect();
        assert_eq!(
            told,
            [("trat der Rat im Rathaus von Altenburg", Some("1921-05-03")), ("Der Krieg endete", Some("1918")),]
        );
    }
}
