//! Checks proposed meeting dates before they are added to a board's calendar.

pub mod pages;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use foundation::bank_holidays::BankHolidays;

/// A meeting of any board that is already in the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub board: String,
    pub is_same_board: bool,
    pub held_on: NaiveDate,
    pub place: Option<String>,
}

/// Problems with a date, and other things the clerk should know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remarks {
    pub held_on: NaiveDate,
    /// Why no meeting can be scheduled on the date.
    pub obstacles: Vec<String>,
    /// What the clerk should know before continuing.
    pub hints: Vec<String>,
}

/// Returns the remarks for these dates, sorted and without duplicates.
pub(crate) fn remarks(
    days: &[NaiveDate],
    place: Option<&str>,
    standing: &[Standing],
    today: NaiveDate,
    publication: impl Fn(NaiveDate) -> Option<NaiveDate>,
    holidays: &BankHolidays,
) -> Vec<Remarks> {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    let of_day = |held_on: NaiveDate| {
        let mut remarks = Remarks { held_on, obstacles: Vec::new(), hints: Vec::new() };
        if held_on <= today {
            remarks.obstacles.push("Date must be in the future".to_owned());
        }
        if matches!(held_on.weekday(), Weekday::Sat | Weekday::Sun) {
            remarks.hints.push("Weekend".to_owned());
        }
        if let Some(holiday) = holidays.in_year(held_on.year()).into_iter().find(|holiday| holiday.day == held_on) {
            remarks.hints.push(format!("Bank holiday: {}", holiday.name));
        }
        if publication(held_on).is_some_and(|latest| latest < today) {
            remarks.hints.push("Too soon to give the clear days’ notice that the law requires".to_owned());
        }
        for other in standing.iter().filter(|other| other.held_on == held_on) {
            if other.is_same_board {
                remarks.obstacles.push("The board already has a meeting on that date".to_owned());
            } else if place.is_some() && other.place.as_deref() == place {
                remarks.hints.push(format!("The {} also meets on that date, in the same place", other.board));
            } else {
                remarks.hints.push(format!("The {} also meets on that date", other.board));
            }
        }
        remarks
    };
    days.into_iter().map(of_day).collect()
}

/// Returns the same weekdays a year later, fifty-two weeks on.
pub(crate) fn a_year_later(days: &[NaiveDate]) -> Vec<NaiveDate> {
    days.iter().filter_map(|day| day.checked_add_days(Days::new(364))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, month, day).expect("a day")
    }

    #[test]
    fn what_stands_against_a_day_is_told() {
        let standing = [
            Standing {
                board: "Harbour Board".into(),
                is_same_board: false,
                held_on: day(9, 10),
                place: Some("Boardroom".into()),
            },
            Standing { board: "Safer Board".into(), is_same_board: true, held_on: day(11, 12), place: None },
        ];
        let days = [day(12, 25), day(9, 10), day(6, 4), day(11, 12), day(9, 10), day(9, 14)];
        let told = remarks(&days, Some("Boardroom"), &standing, day(6, 4), |_| None, &BankHolidays::bundled());
        assert_eq!(told.len(), 5, "each day once");
        assert_eq!((told[0].held_on, told[0].obstacles.len()), (day(6, 4), 1));
        assert_eq!(told[1].hints, ["The Harbour Board also meets on that date, in the same place"]);
        assert_eq!(told[2].hints, ["Weekend"]);
        assert_eq!(told[3].obstacles, ["The board already has a meeting on that date"]);
        assert_eq!(told[4].hints, ["Bank holiday: Christmas Day"]);
    }

    #[test]
    fn a_year_later_is_the_same_weekday() {
        let later = a_year_later(&[day(9, 10)]);
        assert_eq!((later[0].weekday(), later[0].year()), (day(9, 10).weekday(), 2025));
    }
}
