//! Times as shown by clocks in London.

use crate::{civil_date, time_of_day};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Europe::London;

/// Formats a time for pages and emails: `4 June 2024 at 9.05am`.
pub fn on_page(at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&London);
    format!("{} at {}", civil_date::written(local.date_naive()), time_of_day::on_page(local.time()))
}

/// Returns the London time of day, to the minute.
pub fn time_of_day(at: DateTime<Utc>) -> NaiveTime {
    let time = at.with_timezone(&London).time();
    NaiveTime::from_hms_opt(time.hour(), time.minute(), 0).unwrap_or(time)
}

/// Returns the time at which a day begins in London. Clocks change at one in the morning, so there is always exactly one.
pub fn beginning(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    London.from_local_datetime(&midnight).earliest().map_or_else(|| midnight.and_utc(), |begins| begins.with_timezone(&Utc))
}

/// Returns the time at which London's clocks show this time of day on this day. For an hour that occurs twice in autumn, the second
/// is used; an hour that is skipped in spring is taken as the hour after.
pub fn at(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = day.and_time(time);
    let found = London.from_local_datetime(&local).latest();
    let found = found.or_else(|| London.from_local_datetime(&(local + TimeDelta::hours(1))).latest());
    found.map_or_else(|| local.and_utc(), |instant| instant.with_timezone(&Utc))
}

/// Returns the London date and time.
pub fn local(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&London).naive_local()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_time_is_told_and_days_begin_by_it() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        assert_eq!(on_page(at("2024-02-06T18:05:59Z")), "6 February 2024 at 6.05pm");
        assert_eq!(on_page(at("2024-06-10T23:30:00Z")), "11 June 2024 at 12.30am");
        assert_eq!(Some(time_of_day(at("2024-06-10T23:30:59Z"))), NaiveTime::from_hms_opt(0, 30, 0));
        let day = |month, day| NaiveDate::from_ymd_opt(2024, month, day).expect("a day");
        assert_eq!(beginning(day(6, 11)), at("2024-06-10T23:00:00Z"));
        assert_eq!(beginning(day(3, 31)), at("2024-03-31T00:00:00Z"));
        assert_eq!(beginning(day(2, 6)), at("2024-02-06T00:00:00Z"));
    }

    #[test]
    fn a_time_of_day_is_found_through_the_change_of_clocks() {
        let on = |month, day, hour, minute| {
            let day = NaiveDate::from_ymd_opt(2024, month, day).expect("a day");
            super::at(day, NaiveTime::from_hms_opt(hour, minute, 0).expect("a time")).to_rfc3339()
        };
        assert_eq!(on(6, 10, 16, 0), "2024-06-10T15:00:00+00:00");
        assert_eq!(on(1, 15, 16, 0), "2024-01-15T16:00:00+00:00");
        assert_eq!(on(3, 31, 1, 30), "2024-03-31T01:30:00+00:00", "leapt over: half past two in summer time");
        assert_eq!(on(10, 27, 1, 30), "2024-10-27T01:30:00+00:00", "the second time");
    }
}
