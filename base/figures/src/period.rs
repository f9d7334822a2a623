//! The periods for which figures are counted.

use chrono::{Datelike, Months, NaiveDate};
use foundation::{MunicipalYear, civil_date};
use serde::{Deserialize, Serialize};

/// A range of days, including both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

impl Period {
    /// Creates a period, or returns `None` if it would end before it begins.
    pub fn new(from: NaiveDate, until: NaiveDate) -> Option<Self> {
        (from <= until).then_some(Self { from, until })
    }

    /// Returns the period of a municipal year.
    pub fn municipal_year(year: MunicipalYear) -> Option<Self> {
        let first = year.first_year();
        Self::new(NaiveDate::from_ymd_opt(first, 5, 1)?, NaiveDate::from_ymd_opt(first + 1, 4, 30)?)
    }

    /// Returns the period of a month.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        let from = NaiveDate::from_ymd_opt(year, month, 1)?;
        Self::new(from, from.checked_add_months(Months::new(1))?.pred_opt()?)
    }

    /// Parses the output of [`Period::key`] and what people write in a reference: `2023/24`, `2024-03`, `2024-Q1` (January to
    /// March), `2023-10-01..2024-03-31`.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((from, until)) = text.split_once("..") {
            return Self::new(from.parse().ok()?, until.parse().ok()?);
        }
        if let Some((first, second)) = text.split_once('/') {
            let year: i32 = first.parse().ok()?;
            let end: i32 = second.parse().ok()?;
            return (second.len() == 2 && end == (year + 1) % 100)
                .then(|| MunicipalYear::beginning_in(year))
                .flatten()
                .and_then(Self::municipal_year);
        }
        let (year, part) = text.split_once('-')?;
        let year: i32 = year.parse().ok()?;
        if let Some(quarter) = part.strip_prefix('Q') {
            let quarter: u32 = quarter.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
            return Self::new(Self::month(year, quarter * 3 - 2)?.from, Self::month(year, quarter * 3)?.until);
        }
        Self::month(year, part.parse().ok()?)
    }

    /// Returns the shortest text that [`Period::read`] parses as this period.
    pub fn key(&self) -> String {
        let year = MunicipalYear::of(self.from);
        if Self::municipal_year(year) == Some(*self) {
            return year.to_string();
        }
        if Self::month(self.from.year(), self.from.month()) == Some(*self) {
            return self.from.format("%Y-%m").to_string();
        }
        format!("{}..{}", self.from, self.until)
    }

    /// Describes the period in words: `municipal year 2023/24`, `March 2024`, `1 October 2023 to 31 March 2024`.
    pub fn words(&self) -> String {
        let year = MunicipalYear::of(self.from);
        if Self::municipal_year(year) == Some(*self) {
            return format!("municipal year {year}");
        }
        if Self::month(self.from.year(), self.from.month()) == Some(*self) {
            return civil_date::written_month(self.from);
        }
        format!("{} to {}", civil_date::written(self.from), civil_date::written(self.until))
    }

    /// Returns the period of the same length immediately before: a year before a year, a month before a month.
    pub fn before(&self) -> Option<Self> {
        let months = |period: &Self| {
            let months = (period.until.year() - period.from.year()) * 12 + i32::try_from(period.until.month()).ok()?
                - i32::try_from(period.from.month()).ok()?
                + 1;
            u32::try_from(months).ok()
        };
        let whole = self.from.day() == 1 && self.until.succ_opt().is_some_and(|next| next.day() == 1);
        if whole {
            let from = self.from.checked_sub_months(Months::new(months(self)?))?;
            return Self::new(from, self.from.pred_opt()?);
        }
        let days = (self.until - self.from).num_days() + 1;
        Self::new(self.from.checked_sub_signed(chrono::TimeDelta::days(days))?, self.from.pred_opt()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn periods_are_read_and_written() {
        for (text, from, until, words) in [
            ("2023/24", "2023-05-01", "2024-04-30", "municipal year 2023/24"),
            ("2024-02", "2024-02-01", "2024-02-29", "February 2024"),
            ("2023-10-01..2024-03-31", "2023-10-01", "2024-03-31", "1 October 2023 to 31 March 2024"),
        ] {
            let period = Period::read(text).expect(text);
            assert_eq!((period.from, period.until), (day(from), day(until)));
            assert_eq!((period.key().as_str(), period.words().as_str()), (text, words));
        }
        assert_eq!(Period::read("2024-Q1"), Period::read("2024-01-01..2024-03-31"));
        for wrong in ["2023/25", "2024-13", "2024", "x..y", "2024-03-02..2024-03-01", "2024-Q5"] {
            assert_eq!(Period::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_period_before_is_as_long() {
        let before = |text: &str| Period::read(text).and_then(|period| period.before()).map(|period| period.key());
        assert_eq!(before("2023/24").as_deref(), Some("2022/23"));
        assert_eq!(before("2024-03").as_deref(), Some("2024-02"));
        assert_eq!(before("2024-01-11..2024-01-20").as_deref(), Some("2024-01-01..2024-01-10"));
    }
}
