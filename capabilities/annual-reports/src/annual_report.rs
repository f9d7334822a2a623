//! An annual report as published.

use chrono::NaiveDate;
use foundation::MunicipalYear;
use meetings::minutes::BoardRole;
use serde::{Deserialize, Serialize};

/// The content of a publication of kind `annual-report`, complete, so that it does not change when the record does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AnnualReport {
    /// The board's name.
    pub board: String,
    pub year: MunicipalYear,
    /// The Chair's foreword.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreword: Option<String>,
    /// The members of the board, in the order of its register.
    #[serde(default)]
    pub members: Vec<Member>,
    /// What the board is responsible for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsibilities: Option<String>,
    /// The overview of the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overview: Option<String>,
    /// The meetings held, earliest first.
    #[serde(default)]
    pub meetings: Vec<MeetingOfYear>,
    /// The services' reports on their year.
    #[serde(default)]
    pub services: Vec<ServiceSummary>,
    /// The actions agreed in the year.
    #[serde(default)]
    pub actions: Vec<ActionOfYear>,
}

/// A member during the year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Member {
    pub name: String,
    pub role: BoardRole,
    /// The number of meetings whose minutes list them as present.
    pub present: i64,
    pub apologies: i64,
    pub council_business: i64,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MeetingOfYear {
    pub id: i64,
    pub held_on: NaiveDate,
    /// The date in words, or the month if only that is known.
    pub day: String,
    /// Whether its minutes, which give the attendance, are on the record.
    pub has_minutes: bool,
    #[serde(default)]
    pub items: Vec<ItemOfYear>,
    #[serde(default)]
    pub decisions: Vec<DecisionOfYear>,
}

/// An item that the board considered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ItemOfYear {
    /// The key by which a text for the report refers to it: `item-4-countylines`.
    pub key: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub private: bool,
    /// Whether it is routine business that says nothing about the year: the minutes, or announcements without a summary.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_routine: bool,
    /// Its summary, from the record or written for the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Whether the summary was written for the report and replaces the record's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_edited: bool,
    /// The record's own summary, if it has been replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<String>,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DecisionOfYear {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    pub title: String,
    pub sentence: String,
}

/// A service's report on its year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ServiceSummary {
    pub title: String,
    pub text: String,
}

/// An action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ActionOfYear {
    /// The post that is to act.
    pub owner: String,
    /// The task, if the record gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// The minute's reference and title.
    pub matter: String,
    /// Whether it was done; `None` if the record does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<bool>,
}

impl AnnualReport {
    /// Returns its title: `Annual report 2023/24`.
    pub(crate) fn title(&self) -> String {
        format!("Annual report {}", self.year)
    }

    /// Returns the Chair, if the register names one.
    pub(crate) fn chair(&self) -> Option<&Member> {
        self.members.iter().find(|member| member.role == BoardRole::Chair)
    }

    /// Counts the meetings with minutes.
    pub(crate) fn minuted(&self) -> usize {
        self.meetings.iter().filter(|meeting| meeting.has_minutes).count()
    }
}

impl MeetingOfYear {
    /// Returns the items that say something about the year.
    pub(crate) fn business(&self) -> impl Iterator<Item = &ItemOfYear> {
        self.items.iter().filter(|item| !item.is_routine)
    }
}
