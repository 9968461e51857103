//! Years of reigns, by which charters, statutes and chronicles date.
//!
//! A regnal year begins on the day of the accession and so lies across two of ours. Days are given in the calendar of
//! their time and not turned into that of today.

use jiff::ToSpan;
use jiff::civil::Date;

/// No reign lasted longer, in years.
const LONGEST: i16 = 80;

/// First and last day of a year of a reign. `accessions` are those of all rulers of one name, as a word class gives
/// them: "1:1100-08-05 2:1154-12-19", or "0:1837-06-20" for a name that only one bore; a year alone, "0:1868", where
/// the years of the reign are those of the calendar. `numeral` says which of them, `nth` which year, from 1. `None` if
/// there was no such ruler, or if it stays open which one is meant.
pub fn regnal_year(accessions: &str, numeral: Option<i32>, nth: i16) -> Option<(Date, Date)> {
    let reigns = || accessions.split(' ').filter_map(|reign| reign.split_once(':'));
    let (_, accession) = match numeral {
        Some(numeral) => reigns().find(|(number, _)| number.parse() == Ok(numeral))?,
        None => reigns().next().filter(|_| reigns().nth(1).is_none())?,
    };
    if !(1..=LONGEST).contains(&nth) {
        return None;
    }
    let first = match accession.parse::<i16>() {
        Ok(year) => Date::new(year, 1, 1).ok()?,
        Err(_) => accession.parse().ok()?,
    };
    let begins = |after: i16| first.checked_add(i32::from(after).years()).ok();
    Some((begins(nth - 1)?, begins(nth)?.yesterday().ok()?))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn regnal_years_run_from_accession_to_accession() {
        let henries = "1:1100-08-05 2:1154-12-19 3:1216-10-28";
        assert_eq!(regnal_year(henries, Some(3), 12), Some((date(1227, 10, 28), date(1228, 10, 27))));
        assert_eq!(regnal_year("0:1837-06-20", None, 1), Some((date(1837, 6, 20), date(1838, 6, 19))));
        assert_eq!(regnal_year("0:1868", None, 12), Some((date(1879, 1, 1), date(1879, 12, 31))));
    }

    #[test]
    fn nobody_reigns_who_is_not_known() {
        let henries = "1:1100-08-05 2:1154-12-19";
        for (numeral, nth) in [(None, 1), (Some(9), 1), (Some(1), 0), (Some(1), 81), (Some(1), i16::MAX)] {
            assert_eq!(regnal_year(henries, numeral, nth), None, "{numeral:?} {nth}");
        }
        assert_eq!(regnal_year("1:no day", Some(1), 1), None);
    }
}
