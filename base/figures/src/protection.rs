//! How a measure of people is protected: the counts that are too small to show, and when each period is counted.

use crate::period::Period;
use crate::suppression::Disclosure;
use chrono::{DateTime, Datelike, Months, NaiveDate, TimeDelta, Utc};
use foundation::{MunicipalYear, civil_date, london};

/// The lowest threshold that protects anyone: below 3, a person who knows that they are one of those counted knows the other.
const LOWEST_THRESHOLD: u64 = 3;
/// The most periods of a protection that one figure adds up.
const MOST_PERIODS: usize = 60;

/// The periods for which a measure of people is counted. They do not overlap, so that no two counts differ by a few days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Calendar months.
    Month,
    /// Quarters that begin in January, April, July and October.
    Quarter,
    /// Municipal years.
    MunicipalYear,
}

impl Every {
    /// Returns the period that contains a day.
    pub fn containing(self, day: NaiveDate) -> Option<Period> {
        match self {
            Self::Month => Period::month(day.year(), day.month()),
            Self::Quarter => {
                let from = NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1)?;
                Period::new(from, from.checked_add_months(Months::new(3))?.pred_opt()?)
            }
            Self::MunicipalYear => Period::municipal_year(MunicipalYear::of(day)),
        }
    }

    /// Returns the consecutive periods that make up this one. `None` if it is not made up of whole ones, or of more than 60.
    pub fn divide(self, whole: Period) -> Option<Vec<Period>> {
        let mut periods: Vec<Period> = Vec::new();
        let mut from = whole.from;
        while periods.len() < MOST_PERIODS {
            let period = self.containing(from).filter(|period| period.from == from && period.until <= whole.until)?;
            periods.push(period);
            if period.until == whole.until {
                return Some(periods);
            }
            from = period.until.succ_opt()?;
        }
        None
    }

    /// Returns the word for one of the periods: `quarter`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::MunicipalYear => "municipal year",
        }
    }

    /// Returns how such a period is written in a reference.
    fn example(self) -> &'static str {
        match self {
            Self::Month => "2024-03",
            Self::Quarter => "2024-Q1",
            Self::MunicipalYear => "2023/24",
        }
    }
}

/// How a measure of people is protected.
///
/// Each period is counted once, as it was recorded some days after its end, and is never counted again: two publications show the
/// same count, whatever was recorded between them. Declare it as a `const`, so that a wrong one does not compile:
///
/// ```
/// use figures::{Every, Protection};
/// const PROTECTION: Protection = Protection::below(5, Every::Quarter, 14);
/// ```
///
/// ```compile_fail
/// use figures::{Every, Protection};
/// const PROTECTION: Protection = Protection::below(0, Every::Quarter, 14);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Protection {
    disclosure: Disclosure,
    every: Every,
    days_to_settle: u16,
}

impl Protection {
    /// Creates a protection that hides counts from 1 to one below the threshold, for figures of whole periods, each counted as it
    /// was recorded this many days after its end.
    ///
    /// # Panics
    /// If the threshold is below 3, which protects no one. In a `const`, this is an error of the compiler.
    pub const fn below(threshold: u64, every: Every, days_to_settle: u16) -> Self {
        assert!(threshold >= LOWEST_THRESHOLD, "a measure of people needs a threshold of 3 or more; 5 is usual");
        Self { disclosure: Disclosure { threshold, hides_zero: false }, every, days_to_settle }
    }

    /// Hides counts of 0 as well, for measures where it matters that something is true of no one, or of everyone.
    #[must_use]
    pub const fn hiding_zero(mut self) -> Self {
        self.disclosure.hides_zero = true;
        self
    }

    /// Returns the rule for which counts are small.
    pub fn disclosure(&self) -> Disclosure {
        self.disclosure
    }

    /// Returns the periods for which figures are available.
    pub fn every(&self) -> Every {
        self.every
    }

    /// Returns the instant as at which a period is counted, or `None` if it is beyond the calendar.
    pub fn counted_at(&self, period: Period) -> Option<DateTime<Utc>> {
        let days = TimeDelta::days(i64::from(self.days_to_settle) + 1);
        period.until.checked_add_signed(days).map(london::beginning)
    }

    /// Returns the latest periods that have been counted by an instant, the last one first.
    pub fn counted_by(&self, instant: DateTime<Utc>, count: usize) -> Vec<Period> {
        let current = self.every.containing(london::local(instant).date());
        std::iter::successors(current, |period| self.every.containing(period.from.pred_opt()?))
            .skip_while(|period| self.counted_at(*period).is_none_or(|at| at > instant))
            .take(count)
            .collect()
    }

    /// Describes the protection in sentences, for the definition of a figure.
    pub fn words(&self) -> String {
        let least = if self.disclosure.hides_zero { "below" } else { "from 1 to" };
        let most = if self.disclosure.hides_zero { self.disclosure.threshold } else { self.disclosure.threshold - 1 };
        let days = match self.days_to_settle {
            0 => "at its end".to_owned(),
            1 => "1 day after its end".to_owned(),
            days => format!("{days} days after its end"),
        };
        format!(
            "Counts {least} {most} could identify a person and are not shown, nor are those from which they could be worked out. Each {} \
             is counted once, as it was recorded {days}.",
            self.every.word()
        )
    }
}

/// Why a figure of people is not available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// It is small, or a small count could be worked out from it. Which of the two is not said, since this would tell a reader more.
    Small {
        /// The threshold.
        threshold: u64,
    },
    /// The period is not made up of those for which the measure is counted.
    Period {
        /// The periods for which it is counted.
        every: Every,
    },
    /// The period has not been counted yet.
    NotYet {
        /// When it will be.
        counted_at: DateTime<Utc>,
    },
}

impl std::fmt::Display for Withheld {
    /// Formats what follows the name of the figure in a message.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Small { threshold } => {
                write!(formatter, "is not shown for this period: a count below {threshold} could identify a person")
            }
            Self::Period { every } => write!(
                formatter,
                "counts people and is available by {0}: choose a {0} such as {1}, or at most {MOST_PERIODS} of them together",
                every.word(),
                every.example()
            ),
            Self::NotYet { counted_at } => {
                let day = civil_date::written(london::local(*counted_at).date());
                write!(formatter, "will be counted for this period on {day}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        Period::read(text).expect(text)
    }

    #[test]
    fn a_period_is_divided_into_whole_ones() {
        let divided = |every: Every, text| every.divide(period(text)).map(|periods| periods.len());
        assert_eq!(divided(Every::Month, "2023/24"), Some(12));
        assert_eq!(divided(Every::Quarter, "2023-04-01..2024-03-31"), Some(4));
        assert_eq!(divided(Every::Quarter, "2024-Q1"), Some(1));
        assert_eq!(divided(Every::Quarter, "2023/24"), None, "municipal years begin in May");
        assert_eq!(divided(Every::Month, "2024-03-01..2024-03-30"), None);
        assert_eq!(divided(Every::Month, "2024-03-02..2024-03-31"), None);
        assert_eq!(divided(Every::Month, "2000-01-01..2005-12-31"), None, "more than anyone reads");
        assert_eq!(divided(Every::MunicipalYear, "2022-05-01..2024-04-30"), Some(2));
    }

    #[test]
    fn a_period_is_counted_once_it_has_settled() {
        let protection = Protection::below(5, Every::Quarter, 14);
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        // In summer time the day begins an hour earlier.
        assert_eq!(protection.counted_at(period("2024-Q1")), Some(at("2024-04-14T23:00:00Z")));
        let latest = |instant| protection.counted_by(at(instant), 2).iter().map(Period::key).collect::<Vec<_>>();
        assert_eq!(latest("2024-04-14T22:59:59Z"), ["2023-10-01..2023-12-31", "2023-07-01..2023-09-30"]);
        assert_eq!(latest("2024-04-14T23:00:00Z")[0], "2024-01-01..2024-03-31");
    }

    #[test]
    fn a_threshold_that_protects_nobody_is_refused() {
        assert!((0..3).all(|low| std::panic::catch_unwind(|| Protection::below(low, Every::Month, 0)).is_err()));
        assert!(Protection::below(3, Every::Month, 0).words().starts_with("Counts from 1 to 2 could identify a person"));
        let strict = Protection::below(5, Every::Month, 1).hiding_zero();
        assert!(strict.words().starts_with("Counts below 5 ") && strict.words().ends_with("1 day after its end."));
    }
}
