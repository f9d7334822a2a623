//! The work programme: what is planned for a board, why and by when; and the board's yearly duties.

pub mod store;
pub mod work_programme;

use crate::meeting::{BoardId, MeetingId, ProgrammeItemId};
use crate::preparation::item::ItemKind;
use chrono::{Months, NaiveDate};

/// Why an item is in the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A standing order requires it.
    StandingOrder,
    /// A member asked for it.
    Member,
    /// It recurs each year by law or practice.
    AnnualDuty,
    /// It follows up a recommendation or an action.
    FollowUp,
    /// An officer or a partner proposed it.
    Officer,
}

impl Source {
    /// All values, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::StandingOrder, Self::Member, Self::AnnualDuty, Self::FollowUp, Self::Officer];

    /// Returns the word stored in the tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::StandingOrder => "standing-order",
            Self::Member => "member",
            Self::AnnualDuty => "annual-duty",
            Self::FollowUp => "follow-up",
            Self::Officer => "officer",
        }
    }

    /// Returns the source for a stored word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.word() == word)
    }

    /// Returns the label shown to users.
    pub fn label(self) -> &'static str {
        match self {
            Self::StandingOrder => "Standing order",
            Self::Member => "Member’s request",
            Self::AnnualDuty => "Annual duty",
            Self::FollowUp => "Follow-up of a recommendation",
            Self::Officer => "Officer’s proposal",
        }
    }
}

db::stored_words!(Source, word);

/// The state of a programme item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgrammeState {
    /// Planned, and not on an agenda yet.
    Planned,
    /// On the agenda of a meeting.
    Scheduled,
    /// Taken off the programme; the ledger records what became of it.
    Withdrawn,
}

impl ProgrammeState {
    /// All values, in the order in which an item goes through them.
    pub const ALL: [Self; 3] = [Self::Planned, Self::Scheduled, Self::Withdrawn];

    /// Returns the word stored in the tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Scheduled => "scheduled",
            Self::Withdrawn => "withdrawn",
        }
    }
}

db::stored_words!(ProgrammeState, word);

/// An item of the work programme.
#[derive(Clone, Debug, db::Row)]
#[row(table = "programme_item")]
pub struct ProgrammeItem {
    /// The key.
    pub id: ProgrammeItemId,
    /// The board.
    #[row(column = "board_id")]
    pub board: BoardId,
    /// The title.
    pub title: String,
    /// What the board is to do with it.
    pub purpose: Option<String>,
    /// The kind.
    pub kind: ItemKind,
    /// Where it comes from.
    pub source: Source,
    /// The standing order, member or recommendation concerned.
    pub source_detail: Option<String>,
    /// The post that presents it.
    pub owner: Option<String>,
    /// Whether it is scrutiny of crime and disorder (Police and Justice Act 2006, section 19).
    #[row(column = "crime_scrutiny")]
    pub is_crime_scrutiny: bool,
    /// The date by which it is to come before the board.
    pub due_on: Option<NaiveDate>,
    /// The state.
    pub state: ProgrammeState,
    /// The meeting on whose agenda it is.
    #[row(column = "meeting_id")]
    pub meeting: Option<MeetingId>,
    /// The version, which increases with every change.
    pub version: i64,
}

/// The state of the yearly duty to scrutinise crime and disorder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// The record shows no such meeting of the board.
    NeverMet,
    /// The board must meet again by a date, and a meeting for it is scheduled in time.
    Provided {
        /// The last day.
        by: NaiveDate,
        /// The date of the meeting.
        on: NaiveDate,
    },
    /// The board must meet again by a date, and no meeting for it is scheduled.
    Due {
        /// The last day.
        by: NaiveDate,
    },
    /// The last day has passed.
    Overdue {
        /// The last day, now past.
        by: NaiveDate,
    },
}

/// Returns the state of the duty on `today`, given the dates of past and planned meetings that scrutinise crime and disorder. The
/// minimum is once in every `months` months (Police and Justice Act 2006, section 19; SI 2009/942, regulation 4).
pub fn duty(scrutinies: &[NaiveDate], today: NaiveDate, months: u32) -> Duty {
    let Some(last) = scrutinies.iter().copied().filter(|day| *day < today).max() else {
        return match scrutinies.iter().copied().filter(|day| *day >= today).min() {
            Some(on) => Duty::Provided { by: on, on },
            None => Duty::NeverMet,
        };
    };
    let by = last.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX);
    match scrutinies.iter().copied().filter(|day| *day >= today).min() {
        Some(on) if on <= by => Duty::Provided { by, on },
        _ if by < today => Duty::Overdue { by },
        _ => Duty::Due { by },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    #[test]
    fn crime_and_disorder_comes_within_twelve_months() {
        let today = day(2024, 6, 4);
        assert_eq!(duty(&[], today, 12), Duty::NeverMet);
        assert_eq!(duty(&[day(2023, 9, 12)], today, 12), Duty::Due { by: day(2024, 9, 12) });
        let (by, on) = (day(2024, 9, 12), day(2024, 9, 10));
        assert_eq!(duty(&[day(2023, 9, 12), on], today, 12), Duty::Provided { by, on });
        assert_eq!(duty(&[day(2023, 9, 12), day(2024, 9, 13)], today, 12), Duty::Due { by });
        assert_eq!(duty(&[day(2023, 6, 3)], today, 12), Duty::Overdue { by: day(2024, 6, 3) });
        assert_eq!(duty(&[on], today, 12), Duty::Provided { by: on, on });
    }

    proptest! {
        #[test]
        fn a_board_that_meets_each_twelve_months_is_never_overdue(first in 0u64..2000, gap in 1u64..365, ahead in 0u64..365) {
            let last = day(2018, 1, 1) + chrono::Days::new(first);
            let today = last + chrono::Days::new(gap);
            let next = last + chrono::Days::new(ahead.max(gap));
            let stands = duty(&[last, next], today, 12);
            let is_provided = matches!(stands, Duty::Provided { .. });
            prop_assert!(is_provided, "{:?}", stands);
        }
    }
}
