//! The municipal year: from one annual meeting of the council, in May, to the next.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A municipal year, identified by the calendar year in which it begins: 2023 is 2023/24.
///
/// The annual meeting is in May (Local Government Act 1972, Schedule 12 paragraph 1, from memory). Its day differs by council and
/// year, so the boundary used here is 1 May. Boards rarely meet between that day and the annual meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MunicipalYear(i32);

impl MunicipalYear {
    /// Returns the municipal year that begins in May of `year`, or `None` if it is not from 1900 to 2999.
    pub fn beginning_in(year: i32) -> Option<Self> {
        (1900..3000).contains(&year).then_some(Self(year))
    }

    /// Returns the municipal year in which `date` falls.
    pub fn of(date: NaiveDate) -> Self {
        Self(if date.month() >= 5 { date.year() } else { date.year() - 1 })
    }

    /// Returns the following municipal year. The last supported year returns itself.
    #[must_use]
    pub fn next(self) -> Self {
        Self::beginning_in(self.0 + 1).unwrap_or(self)
    }

    /// Returns its last day: 30 April of the year after the one in which it begins.
    pub fn last_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 + 1, 4, 30).unwrap_or(NaiveDate::MAX)
    }

    /// Returns the calendar year in which it begins.
    pub fn first_year(self) -> i32 {
        self.0
    }
}

impl std::fmt::Display for MunicipalYear {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn february_belongs_to_the_year_that_began_the_may_before() {
        let of = |y, m, d| MunicipalYear::of(NaiveDate::from_ymd_opt(y, m, d).expect("a valid date")).to_string();
        assert_eq!(of(2024, 2, 6), "2023/24");
        assert_eq!(of(2024, 6, 11), "2024/25");
        assert_eq!(of(2024, 4, 30), "2023/24");
        assert_eq!(of(2024, 5, 1), "2024/25");
        assert_eq!(of(1999, 11, 2), "1999/00");
        let year = MunicipalYear::beginning_in(2023).expect("a year");
        assert_eq!(NaiveDate::from_ymd_opt(2024, 4, 30), Some(year.last_day()));
    }
}
