//! An annual report as it is published.

use chrono::NaiveDate;
use foundation::MunicipalYear;
use meetings::minutes::BoardRole;
use serde::{Deserialize, Serialize};

/// The content of a publication of kind `annual-report`: all of it, so that it never changes when the record goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AnnualReport {
    /// The board's name.
    pub board: String,
    pub year: MunicipalYear,
    /// What the chair writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreword: Option<String>,
    /// Who sat on the board, in the order of its register.
    #[serde(default)]
    pub members: Vec<Member>,
    /// What the board is responsible for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsibilities: Option<String>,
    /// What there is to say of the year as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overview: Option<String>,
    /// The meetings held, the earliest first.
    #[serde(default)]
    pub meetings: Vec<MeetingOfYear>,
    /// Services of their year.
    #[serde(default)]
    pub services: Vec<ServiceSummary>,
    /// What was given to whom to do.
    #[serde(default)]
    pub actions: Vec<ActionOfYear>,
}

/// A member in the year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Member {
    pub name: String,
    pub role: BoardRole,
    /// At how many meetings the minutes have them present.
    pub present: i64,
    pub apologies: i64,
    pub council_business: i64,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MeetingOfYear {
    pub id: i64,
    pub held_on: NaiveDate,
    /// The day in words, or the month where only that is known.
    pub day: String,
    /// Whether its minutes are on the record, which tell who was there.
    pub has_minutes: bool,
    #[serde(default)]
    pub items: Vec<ItemOfYear>,
    #[serde(default)]
    pub decisions: Vec<DecisionOfYear>,
}

/// An item that the board considered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ItemOfYear {
    /// By what a text for the report knows it: `item-4-countylines`.
    pub key: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub private: bool,
    /// Whether it opens every meeting and says nothing of the year: the minutes, announcements without a summary.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_routine: bool,
    /// What it was about: the record's words, or those written for the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Whether the summary was written for the report in place of the record's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_edited: bool,
    /// The record's own words, where others stand in their place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<String>,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DecisionOfYear {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    pub title: String,
    pub sentence: String,
}

/// Report from a service of its year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ServiceSummary {
    pub title: String,
    pub text: String,
}

/// Something that was given to somebody to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ActionOfYear {
    /// The post.
    pub owner: String,
    /// What, where the record says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// The minute's reference and title.
    pub matter: String,
    /// Whether it was done; none where the record does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<bool>,
}

impl AnnualReport {
    /// Its title: `Annual report 2023/24`.
    pub(crate) fn title(&self) -> String {
        format!("Annual report {}", self.year)
    }

    /// The chair, where the register names one.
    pub(crate) fn chair(&self) -> Option<&Member> {
        self.members.iter().find(|member| member.role == BoardRole::Chair)
    }

    /// How many meetings have minutes.
    pub(crate) fn minuted(&self) -> usize {
        self.meetings.iter().filter(|meeting| meeting.has_minutes).count()
    }
}

impl MeetingOfYear {
    /// The items that tell something of the year.
    pub(crate) fn business(&self) -> impl Iterator<Item = &ItemOfYear> {
        self.items.iter().filter(|item| !item.is_routine)
    }
}
