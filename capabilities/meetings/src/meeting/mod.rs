//! A meeting as shown in lists and on pages.

pub mod managing;
pub mod notice;
pub mod store;

use chrono::{NaiveDate, NaiveTime};
use foundation::{MunicipalYear, civil_date, time_of_day};

db::record_id!(
    /// The key of a board.
    BoardId
);
db::record_id!(
    /// The key of a meeting, which is also its `MId` in old-style addresses.
    MeetingId
);
db::record_id!(
    /// The key of a person.
    PersonId
);
db::record_id!(
    /// The key of a minute.
    MinuteId
);
db::record_id!(
    /// The key of a draft agenda item, which the item keeps through the meeting and its minutes.
    DraftItemId
);
db::record_id!(
    /// The key of an item of the work programme.
    ProgrammeItemId
);

/// A meeting of a board.
#[derive(Clone, Debug, db::Row)]
#[row(table = "meeting", unread(municipal_year))]
pub struct Meeting {
    /// Its key.
    pub id: MeetingId,
    /// The board's key.
    #[row(column = "board_id")]
    pub board: BoardId,
    /// The board's name.
    #[row(joined)]
    pub board_name: String,
    /// The board's address part.
    #[row(joined)]
    pub board_slug: String,
    /// The date, or the first of its month if only the month is known.
    pub held_on: NaiveDate,
    /// Whether the exact date is known.
    #[row(column = "day_known")]
    pub day_is_known: bool,
    /// The start time.
    pub starts_at: Option<NaiveTime>,
    /// The time at which it ended.
    pub ended_at: Option<NaiveTime>,
    /// The venue.
    pub place: Option<String>,
    /// Whether its minutes are public.
    pub has_minutes: bool,
    /// Whether it was cancelled.
    #[row(column = "cancelled")]
    pub is_cancelled: bool,
    /// The date from which it was last moved.
    pub moved_from: Option<NaiveDate>,
    /// The deadlines that its clerk set for this meeting alone, in place of the council's usual ones.
    #[row(nested)]
    pub own_deadlines: Option<OwnDeadlines>,
}

/// Deadlines for reports to one meeting, which replace those that follow from the council's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, db::Row)]
#[row(table = "meeting_deadline", key(meeting_id), unread(meeting_id))]
pub struct OwnDeadlines {
    /// The last day to submit reports for clearance.
    #[row(column = "clearance_on")]
    pub clearance: NaiveDate,
    /// The last day for final reports to reach the clerk.
    #[row(column = "final_reports_on")]
    pub final_reports: NaiveDate,
}

impl Meeting {
    /// Returns its address on this site.
    pub fn address(&self) -> String {
        format!("/meetings/{}", self.id)
    }

    /// Returns the date in words: `Tuesday, 6 February 2024`, or `June 2023`.
    pub fn day(&self) -> String {
        if self.day_is_known { civil_date::written_with_weekday(self.held_on) } else { civil_date::written_month(self.held_on) }
    }

    /// Returns the date without its weekday: `6 February 2024`, or `June 2023`.
    pub fn short_day(&self) -> String {
        if self.day_is_known { civil_date::written(self.held_on) } else { civil_date::written_month(self.held_on) }
    }

    /// Returns the times as shown on pages: `6.30pm to 7.40pm`, or only the one that is known; `None` if neither is.
    pub fn times(&self) -> Option<String> {
        match (self.starts_at, self.ended_at) {
            (Some(start), Some(end)) => Some(format!("{} to {}", time_of_day::on_page(start), time_of_day::on_page(end))),
            (Some(start), None) => Some(time_of_day::on_page(start)),
            (None, Some(end)) => Some(format!("At {}", time_of_day::on_page(end))),
            (None, None) => None,
        }
    }

    /// Returns the municipal year in which it falls.
    pub fn municipal_year(&self) -> MunicipalYear {
        MunicipalYear::of(self.held_on)
    }

    /// Checks whether its date, or the last day of its month if only that is known, is on or after `today`.
    pub fn is_ahead(&self, today: NaiveDate) -> bool {
        self.last_possible_day() >= today
    }

    /// Checks whether it is upcoming on `today`. A cancelled meeting is not, nor is one whose minutes show that it was held.
    /// Minutes cannot show this before the date of the meeting.
    pub fn is_to_come(&self, today: NaiveDate) -> bool {
        let was_held = self.has_minutes && self.held_on <= today;
        !self.is_cancelled && !was_held && self.is_ahead(today)
    }

    fn last_possible_day(&self) -> NaiveDate {
        if self.day_is_known {
            return self.held_on;
        }
        self.held_on.checked_add_months(chrono::Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(self.held_on)
    }
}

/// Returns a meeting on this date, for tests.
#[cfg(test)]
pub(crate) fn sample(held_on: &str) -> Meeting {
    Meeting {
        id: MeetingId::new(3).expect("a key"),
        board: BoardId::new(1).expect("a key"),
        board_name: "Harbour Safety Board".into(),
        board_slug: "harbour-safety-board".into(),
        held_on: held_on.parse().expect("a day"),
        day_is_known: true,
        starts_at: None,
        ended_at: None,
        place: None,
        has_minutes: false,
        is_cancelled: false,
        moved_from: None,
        own_deadlines: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meeting() -> Meeting {
        sample("2024-06-11")
    }

    #[test]
    fn no_meeting_was_held_before_its_day() {
        let day = |day| NaiveDate::from_ymd_opt(2024, 6, day).expect("a day");
        let minuted = Meeting { has_minutes: true, ..meeting() };
        assert!(minuted.is_to_come(day(10)), "whatever was published of it");
        assert!(!minuted.is_to_come(day(11)) && !minuted.is_to_come(day(12)));
        assert!(meeting().is_to_come(day(11)) && !meeting().is_to_come(day(12)));
    }

    #[test]
    fn a_cancelled_meeting_is_not_to_come_and_its_day_may_be_ahead() {
        let cancelled = Meeting { is_cancelled: true, ..meeting() };
        let before = NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day");
        assert!(!cancelled.is_to_come(before) && cancelled.is_ahead(before));
        assert!(!cancelled.is_ahead(NaiveDate::from_ymd_opt(2024, 6, 12).expect("a day")));
    }

    #[test]
    fn a_meeting_of_a_month_is_to_come_until_the_month_is_over() {
        let month = Meeting { day_is_known: false, held_on: NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day"), ..meeting() };
        assert!(month.is_to_come(NaiveDate::from_ymd_opt(2024, 6, 30).expect("a day")));
        assert!(!month.is_to_come(NaiveDate::from_ymd_opt(2024, 7, 1).expect("a day")));
    }
}
