//! A draft of an annual report and its texts.

use crate::AnnualReportId;
use crate::state_of_draft::State;
use chrono::{DateTime, Utc};
use foundation::MunicipalYear;
use foundation::text::title_key;
use meetings::BoardId;

/// A board's annual report for a year, in preparation.
#[derive(Clone, Copy, Debug, db::Row)]
#[row(table = "annual_report", unread(begun_at))]
pub(crate) struct Draft {
    pub id: AnnualReportId,
    #[row(column = "board_id")]
    pub board: BoardId,
    #[row(column = "municipal_year")]
    pub year: MunicipalYear,
    pub state: State,
}

impl Draft {
    /// Returns its name in the ledger.
    pub(crate) fn record_name(&self) -> String {
        format!("annual-report-draft/{}", self.id)
    }

    /// Returns the record name of its publication.
    pub(crate) fn published_record(&self) -> String {
        published_record(self.board, self.year)
    }
}

/// Returns the record name of a board's published annual report for a year.
pub(crate) fn published_record(board: BoardId, year: MunicipalYear) -> String {
    format!("annual-report/{board}/{}", year.first_year())
}

/// A part of the report that people write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The Chair's foreword.
    Foreword,
    /// The overview of the year.
    Overview,
    /// A service's report, by its number; `None` for a new one.
    Service(Option<i64>),
    /// The summary of an item, by the item's key.
    Summary(String),
}

impl Part {
    /// Parses the part named in a URL.
    pub(crate) fn read(text: &str) -> Option<Self> {
        match text {
            "foreword" => Some(Self::Foreword),
            "overview" => Some(Self::Overview),
            "new-service" => Some(Self::Service(None)),
            _ if text.starts_with("item-") && text.len() <= 300 => Some(Self::Summary(text.to_owned())),
            _ => {
                text.strip_prefix("service-")?.parse().ok().filter(|number| *number > 0).map(|number| Self::Service(Some(number)))
            }
        }
    }

    /// Returns the word that is stored and used in URLs.
    pub(crate) fn word(&self) -> String {
        match self {
            Self::Foreword => "foreword".to_owned(),
            Self::Overview => "overview".to_owned(),
            Self::Service(None) => "new-service".to_owned(),
            Self::Service(Some(number)) => format!("service-{number}"),
            Self::Summary(key) => key.clone(),
        }
    }

    /// Checks whether it has a title of its own.
    pub(crate) fn has_title(&self) -> bool {
        matches!(self, Self::Service(_))
    }
}

/// Returns the key of an item of a meeting; `before` are the keys of the meeting's earlier items, so that two items with the same
/// title get different keys.
pub(crate) fn item_key(meeting: i64, title: &str, before: &[String]) -> String {
    let title: String = title_key(title).chars().filter(char::is_ascii_alphanumeric).take(80).collect();
    let key = format!("item-{meeting}-{title}");
    let mut count = 1;
    let mut numbered = key.clone();
    while before.contains(&numbered) {
        count += 1;
        numbered = format!("{key}-{count}");
    }
    numbered
}

/// A text as stored.
#[derive(Clone, Debug, db::Row)]
#[row(table = "annual_report_text", unread(report_id))]
pub(crate) struct Passage {
    pub id: i64,
    pub part: String,
    pub position: i64,
    pub title: String,
    pub text: String,
    /// The version, counted from 1 and incremented with each save.
    pub version: i64,
    /// The person who saved it, as named in the ledger.
    pub saved_by: String,
    pub saved_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_from_their_addresses() {
        for part in
            [Part::Foreword, Part::Overview, Part::Service(None), Part::Service(Some(3)), Part::Summary("item-4-a".into())]
        {
            assert_eq!(Part::read(&part.word()), Some(part));
        }
        for text in ["", "service-", "service-0", "service-x", "members", "service--1"] {
            assert_eq!(Part::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_title_that_stands_twice_is_two_items() {
        let first = item_key(4, "County Lines", &[]);
        let second = item_key(4, "COUNTY LINES", std::slice::from_ref(&first));
        assert_eq!((first.as_str(), second.as_str()), ("item-4-countylines", "item-4-countylines-2"));
        assert!(item_key(4, &"ü".repeat(500), &[]).len() < 120);
    }
}
