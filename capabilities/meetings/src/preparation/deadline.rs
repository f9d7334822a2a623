//! Deadlines before a meeting, worked out backwards from its date.

use crate::meeting::Meeting;
use chrono::NaiveDate;
use foundation::bank_holidays::BankHolidays;
use foundation::clear_days;

/// The number of days between the steps, set by law and by the council's own practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Steps {
    /// Clear days between publication and the meeting (Local Government Act 1972, section 100B).
    pub clear_days: u32,
    /// Working days before publication by which final reports are due.
    pub final_reports: u32,
    /// Working days before final reports are due by which reports must be submitted for clearance.
    pub clearance: u32,
}

/// The deadlines of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// The last day to submit reports for clearance.
    pub clearance: NaiveDate,
    /// The last day for final reports to reach the clerk.
    pub final_reports: NaiveDate,
    /// The last day to publish the agenda and reports.
    pub publication: NaiveDate,
}

/// Returns the deadlines of a meeting, or `None` if they fall outside the supported range of dates.
pub fn of(meeting: NaiveDate, steps: Steps, holidays: &BankHolidays) -> Option<Deadlines> {
    let publication = clear_days::latest_publication(meeting, steps.clear_days, holidays)?;
    let final_reports = working_days_before(publication, steps.final_reports, holidays)?;
    let clearance = working_days_before(final_reports, steps.clearance, holidays)?;
    Some(Deadlines { clearance, final_reports, publication })
}

/// Returns the deadlines of a meeting, including any that its clerk set for this meeting alone. The publication deadline follows
/// from the law.
pub fn of_meeting(meeting: &Meeting, steps: Steps, holidays: &BankHolidays) -> Option<Deadlines> {
    let usual = of(meeting.held_on, steps, holidays)?;
    Some(match meeting.own_deadlines {
        Some(own) => Deadlines { clearance: own.clearance, final_reports: own.final_reports, ..usual },
        None => usual,
    })
}

fn working_days_before(day: NaiveDate, count: u32, holidays: &BankHolidays) -> Option<NaiveDate> {
    (0..count).try_fold(day, |day, _| clear_days::working_day_before(day, holidays))
}

#[cfg(test)]
mod tests {
    use super::*;
    use foundation::bank_holidays::in_england_and_wales;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    const STEPS: Steps = Steps { clear_days: 5, final_reports: 2, clearance: 3 };

    /// Returns the bank holidays up to 2031; those not yet proclaimed follow the standing rules.
    fn holidays() -> BankHolidays {
        let mut holidays = BankHolidays::bundled();
        (2029..=2031).flat_map(in_england_and_wales).for_each(|holiday| holidays.add(holiday));
        holidays
    }

    #[test]
    fn christmas_easter_and_days_for_one_occasion_push_deadlines_back() {
        let publication = |meeting| of(meeting, STEPS, &holidays()).expect("deadlines").publication;
        // Christmas 2023: Monday 25 and Tuesday 26 December, and 1 January.
        assert_eq!(publication(day(2024, 1, 3)), day(2023, 12, 21));
        // Good Friday 29 March and Easter Monday 1 April 2024.
        assert_eq!(publication(day(2024, 4, 4)), day(2024, 3, 25));
        // The Platinum Jubilee: Thursday 2 and Friday 3 June 2022.
        assert_eq!(publication(day(2022, 6, 7)), day(2022, 5, 26));
        // The State Funeral: Monday 19 September 2022.
        assert_eq!(publication(day(2022, 9, 20)), day(2022, 9, 9));
        // The coronation: Monday 8 May 2023, a week after the early May holiday.
        assert_eq!(publication(day(2023, 5, 9)), day(2023, 4, 27));
    }

    proptest! {
        /// Covers every meeting from 2020 to the end of 2030.
        #[test]
        fn deadlines_are_working_days_in_their_order(offset in 0u64..4018, clear_days in 0u32..11, final_reports in 0u32..6, clearance in 0u32..6) {
            let holidays = holidays();
            let meeting = day(2020, 1, 1) + chrono::Days::new(offset);
            let steps = Steps { clear_days, final_reports, clearance };
            let deadlines = of(meeting, steps, &holidays).expect("deadlines");
            prop_assert!(deadlines.clearance <= deadlines.final_reports && deadlines.final_reports <= deadlines.publication);
            prop_assert!(deadlines.publication < meeting);
            // Count the slow way, day by day, with neither end included.
            let counted = |from: NaiveDate, to: NaiveDate| {
                from.iter_days().skip(1).take_while(|day| *day < to).filter(|day| clear_days::is_working_day(*day, &holidays)).count()
            };
            prop_assert_eq!(counted(deadlines.publication, meeting), clear_days as usize);
            for day in [deadlines.clearance, deadlines.final_reports, deadlines.publication] {
                prop_assert!(clear_days::is_working_day(day, &holidays));
            }
        }
    }
}
