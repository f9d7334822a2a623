//! An agenda as it is published: the meeting and the items to come before it.

use chrono::{Datelike, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// The content of a publication of kind `agenda`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agenda {
    /// The board's name.
    pub board: String,
    /// The day of the meeting.
    pub held_on: MeetingDay,
    /// When it is to begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<NaiveTime>,
    /// Where it is to be held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The items in their order.
    #[serde(default)]
    pub items: Vec<AgendaItem>,
}

/// One item of an agenda.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// The agenda number as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The title.
    pub title: String,
    /// What it is about, where the agenda or a later report on the year says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Whether it is to be taken in private (Part II, exempt under Schedule 12A).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub private: bool,
}

/// The day of a meeting, or only its month where no record gives the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum MeetingDay {
    /// The day is known.
    Day(NaiveDate),
    /// Only the month is known; the date is the first of it.
    Month {
        /// The first day of that month.
        month: NaiveDate,
    },
}

impl MeetingDay {
    /// The day, or the first of the month.
    pub fn date(self) -> NaiveDate {
        match self {
            Self::Day(date) => date,
            Self::Month { month } => month.with_day(1).unwrap_or(month),
        }
    }

    /// Whether the day itself is known.
    pub fn is_exact(self) -> bool {
        matches!(self, Self::Day(_))
    }
}
