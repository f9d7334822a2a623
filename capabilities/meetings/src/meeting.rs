//! A meeting as lists and pages show it.

use chrono::{NaiveDate, NaiveTime};
use foundation::{MunicipalYear, civil_date, time_of_day};

foundation::record_id!(
    /// The key of a board.
    BoardId
);
foundation::record_id!(
    /// The key of a meeting; also its `MId` in old-style addresses.
    MeetingId
);
foundation::record_id!(
    /// The key of a person.
    PersonId
);
foundation::record_id!(
    /// The key of a minute.
    MinuteId
);
foundation::record_id!(
    /// The key of an item of the agenda in preparation; it stays with the item through the meeting and its minutes.
    DraftItemId
);
foundation::record_id!(
    /// The key of an item of the work programme.
    ProgrammeItemId
);
foundation::record_id!(
    /// The key of an officer's post.
    PostId
);

/// A meeting of a board.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Its key.
    pub id: MeetingId,
    /// The board's key.
    pub board: BoardId,
    /// The board's name.
    pub board_name: String,
    /// The board's address part.
    pub board_slug: String,
    /// The day, or the first of its month where only that is known.
    pub held_on: NaiveDate,
    /// Whether the day itself is known.
    pub day_is_known: bool,
    /// When it begins or began.
    pub starts_at: Option<NaiveTime>,
    /// When it ended.
    pub ended_at: Option<NaiveTime>,
    /// Where.
    pub place: Option<String>,
    /// Whether its minutes are public.
    pub has_minutes: bool,
    /// Whether it was called off.
    pub is_cancelled: bool,
}

impl Meeting {
    /// Its address on this site.
    pub fn address(&self) -> String {
        format!("/meetings/{}", self.id)
    }

    /// The day in words: `Tuesday, 6 February 2024`, or `June 2023`.
    pub fn day(&self) -> String {
        if self.day_is_known { civil_date::written_with_weekday(self.held_on) } else { civil_date::written_month(self.held_on) }
    }

    /// The day without its weekday: `6 February 2024`, or `June 2023`.
    pub fn short_day(&self) -> String {
        if self.day_is_known { civil_date::written(self.held_on) } else { civil_date::written_month(self.held_on) }
    }

    /// The times in words: `6.30 p.m. to 7.40 p.m.`, or the one that is known; none where neither is.
    pub fn times(&self) -> Option<String> {
        match (self.starts_at, self.ended_at) {
            (Some(start), Some(end)) => Some(format!("{} to {}", time_of_day::written(start), time_of_day::written(end))),
            (Some(start), None) => Some(time_of_day::written(start)),
            (None, Some(end)) => Some(format!("At {}", time_of_day::written(end))),
            (None, None) => None,
        }
    }

    /// The municipal year in which it falls.
    pub fn municipal_year(&self) -> MunicipalYear {
        MunicipalYear::of(self.held_on)
    }

    /// Whether it is still to come on `today`. One whose day is unknown is to come until its month is over.
    pub fn is_to_come(&self, today: NaiveDate) -> bool {
        if self.has_minutes || self.is_cancelled {
            return false;
        }
        let last_day = if self.day_is_known {
            self.held_on
        } else {
            self.held_on.checked_add_months(chrono::Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(self.held_on)
        };
        last_day >= today
    }
}
