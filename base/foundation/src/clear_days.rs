//! Clear days and working days: how many there are between two days, and the latest day on which something must be done.
//!
//! The number of days that a law requires is a dated rule ([`crate::dated_rule`]) and is passed in. Days are counted without the
//! day on which the thing is done, the day of the meeting, weekends and the bank holidays of England and Wales (Local Government
//! Act 1972, section 100B, as the courts read it).

use crate::bank_holidays::BankHolidays;
use chrono::{Datelike, NaiveDate, Weekday};

/// Returns whether `day` is neither on a weekend nor a bank holiday.
pub fn is_working_day(day: NaiveDate, holidays: &BankHolidays) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holidays.contains(day)
}

/// Returns the number of clear days between the day of publication and the day of the meeting, not counting either. Returns 0 if
/// the meeting is not after the publication.
pub fn between(published: NaiveDate, meeting: NaiveDate, holidays: &BankHolidays) -> u32 {
    let mut count = 0;
    let mut day = published;
    while let Some(next) = day.succ_opt().filter(|next| *next < meeting) {
        count += u32::from(is_working_day(next, holidays));
        day = next;
    }
    count
}

/// Returns the last working day on which something may be published to leave `clear_days` before the meeting, or `None` if the
/// calendar does not reach that far back.
pub fn latest_publication(meeting: NaiveDate, clear_days: u32, holidays: &BankHolidays) -> Option<NaiveDate> {
    let mut day = meeting;
    for _ in 0..=clear_days {
        day = working_day_before(day, holidays)?;
    }
    Some(day)
}

/// Returns the working day before `day`, such as the last day for notice of a question. Returns `None` at the end of the calendar.
pub fn working_day_before(day: NaiveDate, holidays: &BankHolidays) -> Option<NaiveDate> {
    let mut before = day.pred_opt()?;
    while !is_working_day(before, holidays) {
        before = before.pred_opt()?;
    }
    Some(before)
}

/// Returns the `count`th working day after `day`, not counting `day` itself. Returns `None` at the end of the calendar.
pub fn working_days_after(day: NaiveDate, count: u32, holidays: &BankHolidays) -> Option<NaiveDate> {
    let mut after = day;
    for _ in 0..count {
        after = after.succ_opt()?;
        while !is_working_day(after, holidays) {
            after = after.succ_opt()?;
        }
    }
    Some(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank_holidays::BankHoliday;
    use chrono::Days;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    #[test]
    fn publication_and_meeting_are_left_out() {
        let holidays = BankHolidays::bundled();
        // The meeting is on a Tuesday. Monday, Friday, Thursday, Wednesday and Tuesday are clear, so Monday of the week before is
        // the last day.
        assert_eq!(latest_publication(day(2024, 2, 6), 5, &holidays), Some(day(2024, 1, 29)));
        assert_eq!(between(day(2024, 1, 29), day(2024, 2, 6), &holidays), 5);
        assert_eq!(between(day(2024, 1, 30), day(2024, 2, 6), &holidays), 4);
        assert_eq!(between(day(2024, 2, 6), day(2024, 2, 6), &holidays), 0);
        assert_eq!(between(day(2024, 2, 7), day(2024, 2, 6), &holidays), 0);
    }

    #[test]
    fn bank_holidays_do_not_count() {
        // Good Friday and Easter Monday 2024 are in between.
        let holidays = BankHolidays::bundled();
        assert_eq!(latest_publication(day(2024, 4, 3), 5, &holidays), Some(day(2024, 3, 22)));
        let mut own = holidays.clone();
        own.add(BankHoliday { day: day(2024, 3, 27), name: "A day of our own".into(), source: "A proclamation".into() });
        assert_eq!(latest_publication(day(2024, 4, 3), 5, &own), Some(day(2024, 3, 21)));
    }

    #[test]
    fn notice_ends_on_the_working_day_before() {
        let holidays = BankHolidays::bundled();
        assert_eq!(working_day_before(day(2024, 2, 6), &holidays), Some(day(2024, 2, 5)));
        assert_eq!(working_day_before(day(2024, 4, 2), &holidays), Some(day(2024, 3, 28)));
        assert_eq!(working_days_after(day(2024, 3, 28), 3, &holidays), Some(day(2024, 4, 4)));
        assert_eq!(working_days_after(day(2024, 3, 28), 0, &holidays), Some(day(2024, 3, 28)));
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trap() {
        let holidays = BankHolidays::bundled();
        assert_eq!(latest_publication(NaiveDate::MIN, 5, &holidays), None);
        assert_eq!(working_days_after(NaiveDate::MAX, 5, &holidays), None);
    }

    proptest! {
        #[test]
        fn the_latest_publication_is_early_enough_and_no_earlier(offset in 0u64..4000, clear in 0u32..12) {
            let holidays = BankHolidays::bundled();
            let meeting = day(2019, 1, 1) + Days::new(offset);
            let latest = latest_publication(meeting, clear, &holidays).expect("a day");
            prop_assert!(is_working_day(latest, &holidays));
            prop_assert_eq!(between(latest, meeting, &holidays), clear);
            if let Some(later) = working_days_after(latest, 1, &holidays).filter(|later| *later < meeting) {
                prop_assert!(between(later, meeting, &holidays) < clear);
            }
        }
    }
}
