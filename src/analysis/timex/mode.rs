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
            _ if then.kind == Kind::Date && then.value.is_none() => {
                said +=
                    usize::from(then.from == Some(From::Said) || fields.weekday.is_some() && fields.month.is_none());
            }
            _ => {}
        }
    }
    match written {
        Some(_) if far >= 6 && far > 2 * (said + near) => Mode::Narrative,
        Some(_) => Mode::News,
        None if far >= 6 && far > 2 * said => Mode::Narrative,
        None => Mode::Unknown,
    }
}
