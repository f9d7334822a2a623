//! The bank holidays of England and Wales, and the law under which each is one.
//!
//! Schedule 1 to the Banking and Financial Dealings Act 1971 names Easter Monday, the last Mondays of May and August, and 26
//! December (or 27, if Christmas or 26 December is a Sunday). Christmas Day and Good Friday are holidays by custom. New Year's Day,
//! the first Monday of May and the substitutes for days that fall on a weekend are proclaimed under section 1(3) of the Act, in the
//! same manner each year. One-off holidays, and holidays moved to another day, are proclaimed or made under section 1(2) for that
//! year alone. GOV.UK lists them all.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The first year that is bundled.
pub const FIRST_YEAR: i32 = 2019;

/// The last year for which this version knows the holidays. Later ones follow from the standing rules alone, and a proclamation may
/// still change them.
pub const LAST_YEAR: i32 = 2028;

const ACT: &str = "Banking and Financial Dealings Act 1971, Schedule 1";
const PROCLAIMED: &str = "Royal proclamation under section 1(3) of the Banking and Financial Dealings Act 1971";
const CUSTOM: &str = "Common law holiday";

/// A bank holiday.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BankHoliday {
    /// The day.
    pub day: NaiveDate,
    /// Its name, as GOV.UK lists it.
    pub name: Cow<'static, str>,
    /// The law or decision that makes it a bank holiday.
    pub source: Cow<'static, str>,
}

/// A decision for one year alone.
enum Special {
    /// An additional holiday.
    Added(u32, u32, &'static str),
    /// A usual holiday, identified by its name, moved to another day.
    Moved(&'static str, u32, u32, &'static str),
}

const EARLY_MAY: &str = "Early May bank holiday";
const SPRING: &str = "Spring bank holiday";

/// The decisions for one year alone, by year.
const SPECIAL: &[(i32, &[Special])] = &[
    (2020, &[Special::Moved(EARLY_MAY, 5, 8, "Early May bank holiday (VE day)")]),
    (
        2022,
        &[
            Special::Moved(SPRING, 6, 2, SPRING),
            Special::Added(6, 3, "Platinum Jubilee bank holiday"),
            Special::Added(9, 19, "Bank Holiday for the State Funeral of Queen Elizabeth II"),
        ],
    ),
    (2023, &[Special::Added(5, 8, "Bank holiday for the coronation of King Charles III")]),
];

/// Returns Easter Sunday in the Gregorian calendar, or `None` if the calendar does not reach the year. This is the method of 1876
/// given in Butcher's Ecclesiastical Calendar, which is valid for every year.
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let correction = (century + 8).div_euclid(25);
    let third = (century - correction + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - third + 15).rem_euclid(30);
    let to_sunday =
        (32 + 2 * century.rem_euclid(4) + 2 * of_century.div_euclid(4) - epact - of_century.rem_euclid(4)).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * to_sunday).div_euclid(451);
    let counted = epact + to_sunday - 7 * late + 114;
    let month = u32::try_from(counted.div_euclid(31)).ok()?;
    let day = u32::try_from(counted.rem_euclid(31) + 1).ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Returns the bank holidays of a year in England and Wales, in order. There are none before 1978, when the present ones began.
pub fn in_england_and_wales(year: i32) -> Vec<BankHoliday> {
    let mut holidays = if year < 1978 { Vec::new() } else { usual(year).unwrap_or_default() };
    for special in SPECIAL.iter().filter(|(of, _)| *of == year).flat_map(|(_, specials)| *specials) {
        match special {
            Special::Added(month, day, name) => {
                holidays.extend(
                    NaiveDate::from_ymd_opt(year, *month, *day).map(|day| holiday(day, Cow::Borrowed(*name), PROCLAIMED)),
                );
            }
            Special::Moved(usual, month, day, name) => {
                let moved = holidays.iter_mut().find(|holiday| holiday.name == *usual);
                if let (Some(moved), Some(day)) = (moved, NaiveDate::from_ymd_opt(year, *month, *day)) {
                    *moved = holiday(day, Cow::Borrowed(*name), PROCLAIMED);
                }
            }
        }
    }
    holidays.sort();
    holidays
}

fn usual(year: i32) -> Option<Vec<BankHoliday>> {
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let easter = easter_sunday(year)?;
    let mut holidays = vec![
        substituted(day(1, 1)?, "New Year’s Day", PROCLAIMED),
        holiday(easter - Days::new(2), "Good Friday".into(), CUSTOM),
        holiday(easter + Days::new(1), "Easter Monday".into(), ACT),
        holiday(NaiveDate::from_weekday_of_month_opt(year, 5, Weekday::Mon, 1)?, EARLY_MAY.into(), PROCLAIMED),
        holiday(last_monday(day(5, 31)?), SPRING.into(), ACT),
        holiday(last_monday(day(8, 31)?), "Summer bank holiday".into(), ACT),
    ];
    let (christmas, boxing) = (day(12, 25)?, day(12, 26)?);
    match christmas.weekday() {
        // Boxing Day is then a Saturday, and the following Monday is its substitute.
        Weekday::Fri => {
            holidays.push(holiday(christmas, "Christmas Day".into(), CUSTOM));
            holidays.push(substituted(boxing, "Boxing Day", PROCLAIMED));
        }
        Weekday::Sat => {
            holidays.push(holiday(day(12, 27)?, "Christmas Day (substitute day)".into(), ACT));
            holidays.push(holiday(day(12, 28)?, "Boxing Day (substitute day)".into(), PROCLAIMED));
        }
        Weekday::Sun => {
            holidays.push(holiday(boxing, "Boxing Day".into(), ACT));
            holidays.push(holiday(day(12, 27)?, "Christmas Day (substitute day)".into(), ACT));
        }
        _ => {
            holidays.push(holiday(christmas, "Christmas Day".into(), CUSTOM));
            holidays.push(holiday(boxing, "Boxing Day".into(), ACT));
        }
    }
    Some(holidays)
}

fn holiday(day: NaiveDate, name: Cow<'static, str>, source: &'static str) -> BankHoliday {
    BankHoliday { day, name, source: Cow::Borrowed(source) }
}

/// Returns the holiday on its own day, or on the following Monday if that falls on a weekend.
fn substituted(day: NaiveDate, name: &'static str, source: &'static str) -> BankHoliday {
    let later = match day.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => return holiday(day, Cow::Borrowed(name), source),
    };
    holiday(day + Days::new(later), Cow::Owned(format!("{name} (substitute day)")), source)
}

fn last_monday(last_of_month: NaiveDate) -> NaiveDate {
    last_of_month - Days::new(u64::from(last_of_month.weekday().num_days_from_monday()))
}

/// The bank holidays that a council observes: those of England and Wales, with its administrator's additions and removals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BankHolidays {
    added: BTreeMap<NaiveDate, BankHoliday>,
    removed: BTreeSet<NaiveDate>,
}

impl BankHolidays {
    /// Returns the bundled bank holidays, unchanged.
    pub fn bundled() -> Self {
        Self::default()
    }

    /// Adds a bank holiday.
    pub fn add(&mut self, holiday: BankHoliday) {
        self.removed.remove(&holiday.day);
        self.added.insert(holiday.day, holiday);
    }

    /// Removes a bank holiday.
    pub fn remove(&mut self, day: NaiveDate) {
        self.added.remove(&day);
        self.removed.insert(day);
    }

    /// Returns whether `day` is a bank holiday.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.added.contains_key(&day)
            || (!self.removed.contains(&day) && in_england_and_wales(day.year()).iter().any(|holiday| holiday.day == day))
    }

    /// Returns the bank holidays of a year, in order.
    pub fn in_year(&self, year: i32) -> Vec<BankHoliday> {
        let mut holidays: Vec<BankHoliday> = in_england_and_wales(year)
            .into_iter()
            .filter(|holiday| !self.removed.contains(&holiday.day) && !self.added.contains_key(&holiday.day))
            .chain(self.added.values().filter(|holiday| holiday.day.year() == year).cloned())
            .collect();
        holidays.sort();
        holidays
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    /// The bank holidays of England and Wales as listed by GOV.UK, by month and day.
    const LISTED: [(i32, &[(u32, u32)]); 10] = [
        (2019, &[(1, 1), (4, 19), (4, 22), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)]),
        (2020, &[(1, 1), (4, 10), (4, 13), (5, 8), (5, 25), (8, 31), (12, 25), (12, 28)]),
        (2021, &[(1, 1), (4, 2), (4, 5), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)]),
        (2022, &[(1, 3), (4, 15), (4, 18), (5, 2), (6, 2), (6, 3), (8, 29), (9, 19), (12, 26), (12, 27)]),
        (2023, &[(1, 2), (4, 7), (4, 10), (5, 1), (5, 8), (5, 29), (8, 28), (12, 25), (12, 26)]),
        (2024, &[(1, 1), (3, 29), (4, 1), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)]),
        (2025, &[(1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)]),
        (2026, &[(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)]),
        (2027, &[(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)]),
        (2028, &[(1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)]),
    ];

    #[test]
    fn the_days_are_those_that_are_listed() {
        for (year, listed) in LISTED {
            let days: Vec<NaiveDate> = in_england_and_wales(year).into_iter().map(|holiday| holiday.day).collect();
            let listed: Vec<NaiveDate> = listed.iter().map(|(month, of)| day(year, *month, *of)).collect();
            assert_eq!(days, listed, "{year}");
        }
        assert_eq!((LISTED[0].0, LISTED[9].0), (FIRST_YEAR, LAST_YEAR));
    }

    #[test]
    fn easter_is_where_the_almanacs_have_it() {
        // These include the earliest and latest possible dates in the Gregorian calendar.
        for (year, month, of) in [(1818, 3, 22), (1943, 4, 25), (1961, 4, 2), (2000, 4, 23), (2008, 3, 23), (2038, 4, 25)] {
            assert_eq!(easter_sunday(year), Some(day(year, month, of)), "{year}");
        }
    }

    #[test]
    fn a_council_adds_and_takes_away() {
        let mut holidays = BankHolidays::bundled();
        let own = BankHoliday { day: day(2027, 6, 1), name: "A day of our own".into(), source: "A proclamation".into() };
        holidays.add(own.clone());
        holidays.remove(day(2027, 5, 31));
        assert!(holidays.contains(own.day) && !holidays.contains(day(2027, 5, 31)) && holidays.contains(day(2027, 5, 3)));
        let year = holidays.in_year(2027);
        assert!(year.contains(&own) && year.len() == 8);
        holidays.remove(own.day);
        assert!(!holidays.contains(own.day));
    }

    #[test]
    fn nothing_is_made_of_years_out_of_reach() {
        for year in [i32::MIN, -300_000, 0, 1977, 300_000, i32::MAX - 100] {
            assert!(in_england_and_wales(year).is_empty(), "{year}");
        }
    }

    proptest! {
        #[test]
        fn every_year_has_eight_or_more_working_days_off(year in 1978i32..2400) {
            let holidays = in_england_and_wales(year);
            prop_assert!((8..=10).contains(&holidays.len()));
            for pair in holidays.windows(2) {
                prop_assert!(pair[0].day < pair[1].day);
            }
            for holiday in &holidays {
                prop_assert!(!matches!(holiday.day.weekday(), Weekday::Sat | Weekday::Sun), "{}", holiday.day);
                prop_assert_eq!(holiday.day.year(), year);
            }
            let easter = easter_sunday(year).expect("Easter");
            prop_assert_eq!(easter.weekday(), Weekday::Sun);
            prop_assert!(day(year, 3, 22) <= easter && easter <= day(year, 4, 25));
        }
    }
}
