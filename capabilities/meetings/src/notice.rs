//! The notice of a meeting, as it is published: that it is to be held, was moved, or is called off.

use chrono::{NaiveDate, NaiveTime};
use documents::{Document, Fact};
use foundation::{civil_date, time_of_day};
use serde::{Deserialize, Serialize};

/// The content of a publication of kind `notice`. What changed, and why, the versions of it tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notice {
    /// The board's name.
    pub board: String,
    /// The day.
    pub held_on: NaiveDate,
    /// When it is to begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<NaiveTime>,
    /// Where it is to be held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Whether it is called off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_cancelled: bool,
}

/// The notice as a document.
pub(crate) fn document(notice: &Notice) -> Document {
    let mut facts = vec![Fact::new("Date", civil_date::written_with_weekday(notice.held_on))];
    facts.extend(notice.starts_at.map(|time| Fact::new("Time", time_of_day::written(time))));
    facts.extend(notice.place.as_ref().map(|place| Fact::new("Place", place)));
    if notice.is_cancelled {
        facts.push(Fact::new("State", "Cancelled"));
    }
    Document {
        anchor: "notice".to_owned(),
        caption: Some(notice.board.clone()),
        title: format!("Notice of meeting, {}", civil_date::written(notice.held_on)),
        facts,
        ..Document::default()
    }
}
