//! The only place that reads the machine's clock.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Europe::London;

/// A clock: the machine's own, one shifted to another day (for a demonstration), or one that is stopped (for a test).
#[derive(Clone, Copy, Debug)]
pub struct Clock(Kind);

#[derive(Clone, Copy, Debug)]
enum Kind {
    Running { ahead: TimeDelta },
    Standing(DateTime<Utc>),
}

impl Clock {
    /// Returns the machine's clock.
    pub fn system() -> Self {
        Self(Kind::Running { ahead: TimeDelta::zero() })
    }

    /// Returns a clock that runs like the machine's and starts now, at `instant`.
    pub fn starting_at(instant: DateTime<Utc>) -> Self {
        Self(Kind::Running { ahead: instant - machine_time() })
    }

    /// Returns a clock stopped at `instant`.
    pub fn standing_at(instant: DateTime<Utc>) -> Self {
        Self(Kind::Standing(instant))
    }

    /// Returns the current time in UTC.
    pub fn now(&self) -> DateTime<Utc> {
        match self.0 {
            Kind::Running { ahead } => machine_time() + ahead,
            Kind::Standing(instant) => instant,
        }
    }

    /// Returns the real time, even in a demonstration. The codes of an authenticator app need it, because the app uses its own
    /// clock.
    pub fn as_elsewhere(&self) -> DateTime<Utc> {
        match self.0 {
            Kind::Running { .. } => machine_time(),
            Kind::Standing(instant) => instant,
        }
    }

    /// Returns today's date in London, which is the date for councils in England.
    pub fn today(&self) -> NaiveDate {
        self.now().with_timezone(&London).date_naive()
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that may")]
fn machine_time() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_is_londons_date_in_summer_time() {
        let late = DateTime::parse_from_rfc3339("2024-06-10T23:30:00Z").expect("a valid instant");
        let clock = Clock::standing_at(late.with_timezone(&Utc));
        assert_eq!(clock.today(), NaiveDate::from_ymd_opt(2024, 6, 11).expect("a valid date"));
    }
}
