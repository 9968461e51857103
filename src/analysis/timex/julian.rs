//! The Julian calendar, turned into that of today.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The day in the Gregorian calendar of a day of the Julian one, by way of the Julian day number (Meeus). Year 0 is 1
/// BC.
/// `None` beyond the years −9999 to 9999.
pub fn gregorian(year: i32, month: i32, day: i32) -> Option<Date> {
    let early = (14 - month) / 12;
    let (y, m) = (year + 4800 - early, month + 12 * early - 3);
    let number = day + (153 * m + 2) / 5 + 365 * y + y.div_euclid(4) - 32083;
    date(1970, 1, 1).checked_add((number - 2_440_588).days()).ok()
}
