//! The only place that asks the machine what time it is.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Europe::London;

/// Tells the time: the machine's own, one shifted to another day (a demonstration), or one that stands still (a test).
#[derive(Clone, Copy, Debug)]
pub struct Clock(Kind);

#[derive(Clone, Copy, Debug)]
enum Kind {
    Running { ahead: TimeDelta },
    Standing(DateTime<Utc>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Kind::Running { ahead: TimeDelta::zero() })
    }

    /// A clock that runs like the machine's and begins, now, at `instant`.
    pub fn starting_at(instant: DateTime<Utc>) -> Self {
        Self(Kind::Running { ahead: instant - machine_time() })
    }

    /// A clock that always tells `instant`.
    pub fn standing_at(instant: DateTime<Utc>) -> Self {
        Self(Kind::Standing(instant))
    }

    /// The instant, in UTC.
    pub fn now(&self) -> DateTime<Utc> {
        match self.0 {
            Kind::Running { ahead } => machine_time() + ahead,
            Kind::Standing(instant) => instant,
        }
    }

    /// The instant as everybody else's clocks tell it, in a demonstration, too: for the codes of an app, which goes by its own clock.
    pub fn as_elsewhere(&self) -> DateTime<Utc> {
        match self.0 {
            Kind::Running { .. } => machine_time(),
            Kind::Standing(instant) => instant,
        }
    }

    /// The civil date in London, where England's councils live.
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
