//! The day of Easter, from which the feasts that move are counted.

use jiff::civil::Date;

use super::julian::gregorian;

/// The day on which Easter falls in the Western churches (the anonymous Gregorian computus, as Meeus gives it).
pub fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let g = (8 * b + 13).div_euclid(25);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, month as i8, day as i8).ok()
}

/// The day on which Easter falls in the Eastern churches, in the calendar of today: by the Julian computus, as Meeus
/// gives it. Before 1583 it is that of the Western churches too.
pub fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(4), y.rem_euclid(7), y.rem_euclid(19));
    let d = (19 * c + 15).rem_euclid(30);
    let e = (2 * a + 4 * b - d + 34).rem_euclid(7);
    let days = d + e + 114;
    gregorian(y, days / 31, days % 31 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_falls_where_the_tables_have_it() {
        for day in [date(1818, 3, 22), date(1943, 4, 25), date(1961, 4, 2), date(2000, 4, 23), date(2024, 3, 31)] {
            assert_eq!(easter(day.year()), Some(day));
        }
        for year in -9999..=9999 {
            assert!(easter(year).is_some_and(|day| matches!(day.month(), 3 | 4)), "{year}");
        }
    }

    #[test]
    fn orthodox_easter_falls_where_the_tables_have_it() {
        for day in [date(1918, 5, 5), date(1986, 5, 4), date(2000, 4, 30), date(2010, 4, 4), date(2024, 5, 5)] {
            assert_eq!(orthodox_easter(day.year()), Some(day));
        }
    }
}
