//! Whether a document counts its dates from its own or from the last one told.

use super::find::Place;
use crate::analysis::work::Work;
use crate::language::timex::{From, Kind};
use crate::model::Mode;

use super::expression::WrittenYear;

/// Weighs the signs of either kind.
pub fn mode(work: Work<'_>, places: &[Place<'_>]) -> Mode {
    let written = work.document.meta.date.as_ref().map(|date| date.value.year());
    let (mut said, mut near, mut far) = (0, 0, 0);
    for place in places {
        let then = &place.expression.rule.then;
        let fields = &place.expression.fields;
        match fields.year {
            Some(WrittenYear::Full(year)) => match written {
                Some(written) if (written - 1..=written + 1).contains(&year) => near += 1,
                _ => far += 1,
            },
            _ => {
                let is_date = then.kind == Kind::Date && then.value.is_none();
                let by_weekday = is_date && fields.weekday.is_some() && fields.month.is_none();
                said += usize::from(then.from == Some(From::Said) || by_weekday);
            }
        }
    }
    // Of the histories and news tried, histories state years at least five times as often as they count from "today".
    let history = far >= 6 && near + far > 3 * said;
    match (history, written) {
        (true, _) => Mode::Narrative,
        (false, Some(_)) => Mode::News,
        (false, None) => Mode::Unknown,
    }
}
