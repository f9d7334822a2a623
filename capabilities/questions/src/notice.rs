//! The deadline for notice of a question.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use foundation::{BankHolidays, civil_date, clear_days, london, time_of_day};
use meetings::{Meeting, rules};
use settings::Settings;

/// Returns the last instant at which notice of a question for a meeting is accepted: at `hour`, London time, the given number of
/// working days before. `None` at the limits of the calendar.
pub(crate) fn ends(meeting: NaiveDate, working_days: u32, hour: NaiveTime, holidays: &BankHolidays) -> Option<DateTime<Utc>> {
    let mut day = meeting;
    for _ in 0..working_days {
        day = clear_days::working_day_before(day, holidays)?;
    }
    Some(london::at(day, hour))
}

/// Returns when notice of questions for a meeting ends under the rules in force on its date. `None` if the date is not known.
pub(crate) fn of_meeting(meeting: &Meeting, settings: &Settings) -> Option<DateTime<Utc>> {
    if !meeting.day_is_known {
        return None;
    }
    let days = settings.number_on(&rules::QUESTION_NOTICE_DAYS, meeting.held_on)?;
    let hour = settings.value_on(&rules::QUESTION_NOTICE_HOUR, meeting.held_on)?.value;
    let hour = NaiveTime::parse_from_str(&hour, "%H:%M").ok()?;
    // An absurd number of days would only waste time.
    ends(meeting.held_on, days.min(60), hour, &settings.bank_holidays)
}

/// Checks whether a question received now is in time.
pub(crate) fn is_in_time(now: DateTime<Utc>, ends: DateTime<Utc>) -> bool {
    now <= ends
}

/// Formats the end of notice: `4pm on Monday, 10 June 2024`.
pub(crate) fn written(ends: DateTime<Utc>) -> String {
    let local = london::local(ends);
    format!("{} on {}", time_of_day::on_page(local.time()), civil_date::written_with_weekday(local.date()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, Days, TimeDelta, Timelike, Weekday};
    use chrono_tz::Europe::London;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    fn four() -> NaiveTime {
        NaiveTime::from_hms_opt(16, 0, 0).expect("a time")
    }

    fn of(meeting: NaiveDate) -> DateTime<Utc> {
        ends(meeting, 1, four(), &BankHolidays::bundled()).expect("an end")
    }

    #[test]
    fn notice_ends_at_four_on_the_working_day_before() {
        for (meeting, expected) in [
            // A Tuesday in summer time and one in winter.
            (day(2024, 6, 11), "2024-06-10T15:00:00Z"),
            (day(2024, 2, 6), "2024-02-05T16:00:00Z"),
            // A Monday: the Friday before. The Tuesday after Easter 2024: the Thursday before it.
            (day(2024, 6, 10), "2024-06-07T15:00:00Z"),
            (day(2024, 4, 2), "2024-03-28T16:00:00Z"),
            // The clocks go forward, and then back, between notice and meeting.
            (day(2025, 3, 31), "2025-03-28T16:00:00Z"),
            (day(2024, 10, 28), "2024-10-25T15:00:00Z"),
            // Christmas 2023, without a substitute holiday, and New Year 2022, with one.
            (day(2023, 12, 27), "2023-12-22T16:00:00Z"),
            (day(2022, 1, 4), "2021-12-31T16:00:00Z"),
            // One-off bank holidays: June and September 2022, May 2023.
            (day(2022, 6, 6), "2022-06-01T15:00:00Z"),
            (day(2022, 9, 20), "2022-09-16T15:00:00Z"),
            (day(2023, 5, 9), "2023-05-05T15:00:00Z"),
        ] {
            assert_eq!(of(meeting), expected.parse::<DateTime<Utc>>().expect("an instant"), "{meeting}");
        }
        assert_eq!(written(of(day(2024, 6, 11))), "4pm on Monday, 10 June 2024");
    }

    #[test]
    fn four_is_in_time_and_a_second_later_is_late() {
        let ends = of(day(2024, 6, 11));
        assert!(is_in_time(ends, ends));
        assert!(!is_in_time(ends + TimeDelta::seconds(1), ends));
        // Four o'clock UTC is five in London in summer.
        assert!(!is_in_time("2024-06-10T16:00:00Z".parse().expect("an instant"), ends));
    }

    proptest! {
        #[test]
        fn notice_ends_before_the_meeting_on_a_working_day_at_four_in_london(offset in 0u64..3600, second in 0i64..7200) {
            let holidays = BankHolidays::bundled();
            let meeting = day(2019, 1, 8) + Days::new(offset);
            let ends = of(meeting);
            let local = ends.with_timezone(&London);
            prop_assert_eq!((local.hour(), local.minute(), local.second()), (16, 0, 0));
            let last = local.date_naive();
            prop_assert!(last < meeting);
            prop_assert!(!matches!(last.weekday(), Weekday::Sat | Weekday::Sun) && !holidays.contains(last));
            // Only weekends and holidays lie between.
            prop_assert_eq!(clear_days::between(last, meeting, &holidays), 0);
            prop_assert_eq!(is_in_time(ends + TimeDelta::seconds(second - 3600), ends), second <= 3600);
        }

        #[test]
        fn more_days_of_notice_end_no_later(offset in 0u64..3600, days in 0u32..10) {
            let holidays = BankHolidays::bundled();
            let meeting = day(2019, 2, 1) + Days::new(offset);
            prop_assert!(ends(meeting, days + 1, four(), &holidays) < ends(meeting, days, four(), &holidays));
        }
    }

    #[test]
    fn the_end_of_the_calendar_is_no_trap() {
        assert_eq!(ends(NaiveDate::MIN, 1, four(), &BankHolidays::bundled()), None);
    }
}
