//! The calendar of the French Republic, in use from 1793 to 1805, which French texts about those years still quote.
//!
//! Only whole dates are turned: its months and years lie across two of ours.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The day in our calendar of a day of the Republic: its year from 1 to 14, its month from 1 for Vendémiaire to 12, its
/// day from 1 to 30. `None` for what that calendar does not have.
pub fn gregorian(year: i32, month: i32, day: i32) -> Option<Date> {
    if !((1..=14).contains(&year) && (1..=12).contains(&month) && (1..=30).contains(&day)) {
        return None;
    }
    // The years III, VII and XI had a day more.
    let days = 365 * (year - 1) + year / 4 + 30 * (month - 1) + day - 1;
    date(1792, 9, 22).checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_fall_where_histories_have_them() {
        for (republican, ours) in [
            ((1, 1, 1), date(1792, 9, 22)),
            ((2, 11, 9), date(1794, 7, 27)),
            ((3, 3, 2), date(1794, 11, 22)),
            ((4, 1, 13), date(1795, 10, 5)),
            ((8, 2, 18), date(1799, 11, 9)),
            ((13, 3, 11), date(1804, 12, 2)),
            ((14, 4, 10), date(1805, 12, 31)),
        ] {
            assert_eq!(gregorian(republican.0, republican.1, republican.2), Some(ours), "{republican:?}");
        }
        assert_eq!(gregorian(15, 1, 1), None);
        assert_eq!(gregorian(2, 13, 1), None);
        assert_eq!(gregorian(2, 1, 31), None);
    }
}
