//! When scheduled jobs are due.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use foundation::london;

/// A kind of job that is enqueued at certain times, once however many processes run. After a time in which none ran, it is enqueued
/// once, and not for each time that was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The kind of job.
    pub kind: &'static str,
    /// When it is due.
    pub when: When,
}

/// When a schedule is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Every so many minutes.
    EveryMinutes(u16),
    /// Each day when London's clocks show this hour and minute.
    DailyAt(u8, u8),
}

impl Schedule {
    /// Declares a job that is enqueued every so many minutes.
    #[must_use]
    pub const fn every_minutes(kind: &'static str, minutes: u16) -> Self {
        Self { kind, when: When::EveryMinutes(minutes) }
    }

    /// Declares a job that is enqueued each day when London's clocks show this hour and minute.
    #[must_use]
    pub const fn daily_at(kind: &'static str, hour: u8, minute: u8) -> Self {
        Self { kind, when: When::DailyAt(hour, minute) }
    }
}

impl When {
    /// Returns the latest time at which it was due, up to `now`.
    pub fn last(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::EveryMinutes(_) => {
                let seconds = now.timestamp();
                DateTime::from_timestamp(seconds - seconds.rem_euclid(self.period().num_seconds()), 0).unwrap_or(now)
            }
            Self::DailyAt(..) => {
                let today = london::local(now).date();
                let days = [Some(today), today.checked_sub_days(Days::new(1))];
                let mut times = days.into_iter().flatten().map(|day| london::at(day, self.time_of_day()));
                times.find(|at| *at <= now).unwrap_or(now)
            }
        }
    }

    /// Returns the next time at which it is due, after `now`.
    pub fn next(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::EveryMinutes(_) => self.last(now) + self.period(),
            Self::DailyAt(..) => {
                let today = london::local(now).date();
                let days = [Some(today), today.checked_add_days(Days::new(1))];
                let mut times = days.into_iter().flatten().map(|day| london::at(day, self.time_of_day()));
                times.find(|at| *at > now).unwrap_or(now + self.period())
            }
        }
    }

    fn period(self) -> TimeDelta {
        match self {
            Self::EveryMinutes(minutes) => TimeDelta::minutes(i64::from(minutes.max(1))),
            Self::DailyAt(..) => TimeDelta::days(1),
        }
    }

    fn time_of_day(self) -> NaiveTime {
        let Self::DailyAt(hour, minute) = self else { return NaiveTime::MIN };
        NaiveTime::from_hms_opt(hour.into(), minute.into(), 0).unwrap_or(NaiveTime::MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn every_ten_minutes_is_by_the_clock() {
        let when = When::EveryMinutes(10);
        assert_eq!(when.last(at("2024-06-04T09:07:31Z")), at("2024-06-04T09:00:00Z"));
        assert_eq!(when.last(at("2024-06-04T09:10:00Z")), at("2024-06-04T09:10:00Z"));
        assert_eq!(when.next(at("2024-06-04T09:10:00Z")), at("2024-06-04T09:20:00Z"));
        assert_eq!(When::EveryMinutes(0).next(at("2024-06-04T09:10:00Z")), at("2024-06-04T09:11:00Z"), "and never without end");
    }

    #[test]
    fn seven_in_the_morning_is_by_londons_clocks() {
        let when = When::DailyAt(7, 0);
        assert_eq!(when.last(at("2024-02-06T06:59:59Z")), at("2024-02-05T07:00:00Z"));
        assert_eq!(when.last(at("2024-06-04T06:00:00Z")), at("2024-06-04T06:00:00Z"), "in summer");
        assert_eq!(when.next(at("2024-06-04T06:00:00Z")), at("2024-06-05T06:00:00Z"));
        assert_eq!(when.next(at("2024-03-30T07:00:00Z")), at("2024-03-31T06:00:00Z"), "the clocks change in between");
        // Half past one is skipped on the day on which clocks go forward, and happens twice on the day on which they go back.
        let night = When::DailyAt(1, 30);
        assert_eq!(night.next(at("2024-03-31T00:00:00Z")), at("2024-03-31T01:30:00Z"));
        assert_eq!(night.last(at("2024-10-27T00:45:00Z")), at("2024-10-26T00:30:00Z"));
        assert_eq!(night.last(at("2024-10-27T01:30:00Z")), at("2024-10-27T01:30:00Z"));
    }
}
