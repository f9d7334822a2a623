//! Where and when an invented meeting was held, and how papers write days and times.

use crate::Random;
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use foundation::civil_date;

/// The places whose councils meet.
const TOWNS: &[&str] =
    &["Wexcombe", "Mockham", "Fablington", "Little Sampling", "Much Pretending", "Dummerstow", "Barnmouth", "Figmentbridge"];

const COUNTIES: &[&str] = &["Mockshire", "Fableshire", "Wexland", "Figmentshire"];

const VENUES: &[&str] = &[
    "Great Barn",
    "Council Chamber",
    "Village Hall",
    "Weir Room, Sampling House",
    "Committee Room 2, County Offices",
    "Old School",
];

/// The circumstances of a meeting.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub(super) town: &'static str,
    pub(super) county: &'static str,
    /// `Great Barn, Wexcombe`.
    pub(super) place: String,
    pub(super) day: NaiveDate,
    pub(super) starts: NaiveTime,
    pub(super) ends: NaiveTime,
}

impl Scene {
    pub(super) fn invent(random: &mut Random) -> Self {
        let town = random.one_of(TOWNS);
        let starts = time(random.between(9, 19), 15 * random.below(4));
        let minutes = random.between(35, 170);
        Self {
            town,
            county: random.one_of(COUNTIES),
            place: format!("{}, {town}", random.one_of(VENUES)),
            day: day(random),
            starts,
            ends: starts.overflowing_add_signed(chrono::TimeDelta::minutes(i64::try_from(minutes).unwrap_or(60))).0,
        }
    }

    /// Returns the circumstances of the meeting after this one.
    pub(super) fn next(&self, random: &mut Random) -> Self {
        Self { day: after(self.day, random.between(7, 60)), ..self.clone() }
    }
}

pub(super) fn time(hour: usize, minute: usize) -> NaiveTime {
    let part = |value: usize| u32::try_from(value).unwrap_or_default();
    NaiveTime::from_hms_opt(part(hour), part(minute), 0).unwrap_or_default()
}

/// Invents a working day.
pub(super) fn day(random: &mut Random) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2012, 1, 2).unwrap_or_default();
    // Whole weeks from a Monday, and up to Thursday.
    let days = random.below(14 * 52) * 7 + random.below(4);
    after(first, days)
}

/// Returns the day this many days later.
pub(super) fn after(day: NaiveDate, days: usize) -> NaiveDate {
    day.checked_add_days(chrono::Days::new(days as u64)).unwrap_or(day)
}

/// Returns the day this many days earlier.
pub(super) fn before(day: NaiveDate, days: usize) -> NaiveDate {
    day.checked_sub_days(chrono::Days::new(days as u64)).unwrap_or(day)
}

/// How a day is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayForm {
    /// `4 March 2025`.
    Plain,
    /// `4th March 2025`.
    Ordinal,
    /// `Tuesday, 4 March 2025`.
    Weekday,
    /// `Tuesday 4th March 2025`.
    WeekdayOrdinal,
    /// `Tuesday, 4th March, 2025`.
    Commas,
}

/// All forms in which papers write days.
const DAY_FORMS: [DayForm; 5] = [DayForm::Plain, DayForm::Ordinal, DayForm::Weekday, DayForm::WeekdayOrdinal, DayForm::Commas];

/// Chooses a form.
pub(super) fn day_form(random: &mut Random) -> DayForm {
    DAY_FORMS[random.below(DAY_FORMS.len())]
}

pub(super) fn written(day: NaiveDate, form: DayForm) -> String {
    let ordinal = match day.day() {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    match form {
        DayForm::Plain => civil_date::written(day),
        DayForm::Ordinal => format!("{}{ordinal} {}", day.day(), day.format("%B %Y")),
        DayForm::Weekday => civil_date::written_with_weekday(day),
        DayForm::WeekdayOrdinal => format!("{} {}{ordinal} {}", day.format("%A"), day.day(), day.format("%B %Y")),
        DayForm::Commas => format!("{}, {}{ordinal} {}, {}", day.format("%A"), day.day(), day.format("%B"), day.year()),
    }
}

/// How a time is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeForm {
    /// `7.00pm`.
    Joined,
    /// `7.00 p.m.`.
    Dotted,
    /// `7:00 pm`.
    Colon,
    /// `19.00`.
    Day,
    /// `19:00 hours`.
    Hours,
}

const TIME_FORMS: [TimeForm; 5] = [TimeForm::Joined, TimeForm::Dotted, TimeForm::Colon, TimeForm::Day, TimeForm::Hours];

/// Chooses a form.
pub(super) fn time_form(random: &mut Random) -> TimeForm {
    TIME_FORMS[random.below(TIME_FORMS.len())]
}

pub(super) fn clock(time: NaiveTime, form: TimeForm) -> String {
    let (afternoon, hour) = time.hour12();
    let minute = time.minute();
    match form {
        TimeForm::Joined => format!("{hour}.{minute:02}{}", if afternoon { "pm" } else { "am" }),
        TimeForm::Dotted => format!("{hour}.{minute:02} {}", if afternoon { "p.m." } else { "a.m." }),
        TimeForm::Colon => format!("{hour}:{minute:02} {}", if afternoon { "pm" } else { "am" }),
        TimeForm::Day => format!("{}.{minute:02}", time.hour()),
        TimeForm::Hours => format!("{}:{minute:02} hours", time.hour()),
    }
}

/// Returns the sentence that ends minutes, and whether it gives the time. Some councils print none.
pub(super) fn ending(random: &mut Random, time: NaiveTime, body: &str) -> Option<String> {
    let clock = clock(time, time_form(random));
    // A full stop after `p.m.` is not printed twice.
    let stop = if clock.ends_with('.') { "" } else { "." };
    let ending = match random.below(8) {
        0 => format!("Meeting ended at {clock}"),
        1 => format!("The meeting closed at {clock}{stop}"),
        2 => format!("There being no further business, the meeting closed at {clock}{stop}"),
        3 => format!("The meeting concluded at {clock}{stop}"),
        4 => format!("The {body} rose at {clock}{stop}"),
        5 => format!(
            "There being no further business the Chairman thanked everyone and declared the meeting closed at {clock}{stop}"
        ),
        6 => format!("(The meeting finished at {clock})"),
        _ => return None,
    };
    Some(ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_written_as_councils_write_them() {
        let day = NaiveDate::from_ymd_opt(2025, 3, 4).expect("a day");
        let all: Vec<String> = DAY_FORMS.iter().map(|form| written(day, *form)).collect();
        assert_eq!(
            all,
            ["4 March 2025", "4th March 2025", "Tuesday, 4 March 2025", "Tuesday 4th March 2025", "Tuesday, 4th March, 2025"]
        );
        for form in &all {
            assert_eq!(civil_date::find(form), Some(day), "{form}");
        }
        let all: Vec<String> = TIME_FORMS.iter().map(|form| clock(time(19, 5), *form)).collect();
        assert_eq!(all, ["7.05pm", "7.05 p.m.", "7:05 pm", "19.05", "19:05 hours"]);
    }

    #[test]
    fn meetings_are_on_working_days() {
        let mut random = Random::from_parts(&[1]);
        for _ in 0..500 {
            let scene = Scene::invent(&mut random);
            assert!(scene.day.weekday().num_days_from_monday() < 4, "{}", scene.day);
            assert!(scene.ends > scene.starts, "{scene:?}");
        }
    }
}
