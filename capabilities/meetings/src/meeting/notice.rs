//! The published notice of a meeting: that it is to be held, was moved or is cancelled.

use chrono::{NaiveDate, NaiveTime};
use documents::{Document, Fact};
use foundation::{civil_date, time_of_day};
use serde::{Deserialize, Serialize};

/// The content of a publication of kind `notice`. Its versions show what changed and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The board's name.
    pub board: String,
    /// The date.
    pub held_on: NaiveDate,
    /// The start time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<NaiveTime>,
    /// The venue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Whether it is cancelled.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_cancelled: bool,
    /// The details before it was moved. A meeting that came with its agenda has no earlier notice to show them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<WhenAndWhere>,
    /// Why it was moved or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The date, time and place of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhenAndWhere {
    /// The date.
    pub held_on: NaiveDate,
    /// The start time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<NaiveTime>,
    /// The venue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

impl WhenAndWhere {
    /// Returns the details in one line: `Tuesday, 19 November 2024, 6.30pm, Town Hall`.
    pub fn line(&self) -> String {
        let parts =
            [Some(civil_date::written_with_weekday(self.held_on)), self.starts_at.map(time_of_day::on_page), self.place.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl Notice {
    /// Returns the date, time and place of the meeting.
    pub fn when_and_where(&self) -> WhenAndWhere {
        WhenAndWhere { held_on: self.held_on, starts_at: self.starts_at, place: self.place.clone() }
    }
}

/// Returns the notice as a document.
pub(crate) fn document(notice: &Notice) -> Document {
    let mut facts = vec![Fact::new("Date", civil_date::written_with_weekday(notice.held_on))];
    facts.extend(notice.starts_at.map(|time| Fact::new("Time", time_of_day::written(time))));
    facts.extend(notice.place.as_ref().map(|place| Fact::new("Place", place)));
    if notice.is_cancelled {
        facts.push(Fact::new("Status", "Cancelled"));
    }
    facts.extend(notice.was.as_ref().map(|was| Fact::new("Before", was.line())));
    facts.extend(notice.reason.as_ref().map(|reason| Fact::new("Reason", reason)));
    Document {
        anchor: "notice".to_owned(),
        caption: Some(notice.board.clone()),
        title: format!("Notice of meeting, {}", civil_date::written(notice.held_on)),
        facts,
        ..Document::default()
    }
}
