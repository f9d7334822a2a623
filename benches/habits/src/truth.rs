//! What a paper says, as a person would write it down: field values without the paper's sentences.
//!
//! The truths of real papers are files in TOML, one for each paper, worked out by hand. Those of invented papers follow from how
//! they were made.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// What a paper says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Truth {
    /// The name of the paper's file.
    pub file: String,
    /// Whether the paper ends in the middle, so that a reader that refuses it is right.
    #[serde(default, skip_serializing_if = "is_false")]
    pub cut_off: bool,
    /// Its parts, in order.
    #[serde(default, rename = "part", skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// A part of a paper: the minutes of a meeting, an agenda, a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// The body that met or will meet, in normal case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub board: Option<String>,
    /// The day of the meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<NaiveDate>,
    /// When the meeting started or will start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<ClockTime>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<ClockTime>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Whether it is marked as a draft.
    #[serde(default, skip_serializing_if = "is_false")]
    pub draft: bool,
    /// Whether any of it is marked as not for publication, or was taken in private.
    #[serde(default, skip_serializing_if = "is_false")]
    pub private: bool,
    /// How many members of the public were there, if the paper counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<u32>,
    /// The line on which it begins, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The page on which it begins, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// Who attended and who did not, in the order of the paper.
    #[serde(default, rename = "person", skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    /// The items of business, in order.
    #[serde(default, rename = "item", skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// What a report says of itself; only reports have one, and only one.
    #[serde(default, rename = "report", skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<Report>,
}

/// The kind of a part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The minutes of a meeting, or a record of what was decided there.
    #[default]
    Minutes,
    /// The agenda or public notice of a meeting.
    Agenda,
    /// A report to a meeting.
    Report,
    /// A decision that one person took without a meeting. No reader should make a meeting of it.
    Decision,
}

/// A person in the record of attendance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name as printed, without titles and honours.
    pub name: String,
    /// As what they are recorded.
    pub standing: Standing,
    /// The line of the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The page of the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
}

/// As what a person is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Presided.
    Chair,
    /// The vice-chair, present.
    ViceChair,
    /// A member, present.
    Member,
    /// Came instead of a member.
    Substitute,
    /// An officer of the council.
    Officer,
    /// Anyone else who attended and is named.
    Other,
    /// A member who sent apologies.
    Apology,
    /// A member who is recorded as absent.
    Absent,
}

/// An item of business.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The number or reference as printed, without its full stop; empty if none is printed.
    #[serde(default)]
    pub number: String,
    /// The title, without its full stop or colon; `None` if it is lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The line on which it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The page on which it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// What was resolved, in order.
    #[serde(default, rename = "resolution", skip_serializing_if = "Vec::is_empty")]
    pub resolutions: Vec<Resolution>,
}

/// A resolution, or another decision that a body took.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// What was done.
    pub form: Form,
    /// Its first words.
    pub opens: String,
    /// The count of votes, if it is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<Vote>,
    /// Whether the paper says that no one was against it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unanimous: bool,
    /// Whether it was put and lost.
    #[serde(default, skip_serializing_if = "is_false")]
    pub lost: bool,
    /// Who moved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_by: Option<String>,
    /// Who seconded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconded_by: Option<String>,
    /// The line of its first words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The page of its first words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
}

/// What a body did with a proposal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Resolved.
    #[default]
    Resolved,
    /// Agreed or approved.
    Agreed,
    /// Noted.
    Noted,
    /// Accepted.
    Accepted,
    /// Deferred.
    Deferred,
    /// Recommended to another body.
    Recommended,
    /// Decided, in a notice of decisions.
    Decided,
}

/// Votes that were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// For.
    #[serde(rename = "for")]
    pub in_favour: u32,
    /// Against.
    pub against: u32,
    /// Neither.
    #[serde(default)]
    pub abstained: u32,
}

/// What a report says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Its subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The body that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_to: Option<String>,
    /// The day of that body's meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Who reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The headings of its sections, without numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<String>,
    /// How many numbered paragraphs it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraphs: Option<usize>,
}

/// A time of day, written as `19:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClockTime(pub NaiveTime);

impl TryFrom<String> for ClockTime {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        NaiveTime::parse_from_str(&text, "%H:%M")
            .map(Self)
            .map_err(|error| format!("`{text}` is not a time such as 19:00: {error}"))
    }
}

impl From<ClockTime> for String {
    fn from(time: ClockTime) -> Self {
        time.to_string()
    }
}

impl std::fmt::Display for ClockTime {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.0.format("%H:%M"))
    }
}

impl Truth {
    /// Parses the TOML of a truth.
    ///
    /// # Errors
    /// Returns an error that names the line if the text is not TOML, a field is unknown or a value does not fit.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// Formats the truth as TOML.
    ///
    /// # Errors
    /// Never for a truth that was parsed or generated.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }

    /// Returns whether a reader should find anything in the paper.
    pub fn is_readable(&self) -> bool {
        self.parts.iter().any(|part| part.kind != Kind::Decision)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
file = "invented.txt"

[[part]]
kind = "minutes"
board = "Safer Wexcombe Board"
day = "2025-03-04"
starts = "19:00"
draft = false
private = false
line = 1

[[part.person]]
name = "A. Dummy"
standing = "vice_chair"

[[part.item]]
number = "20/01"
title = "Taxis"

[[part.item.resolution]]
form = "agreed"
opens = "That the fees be"
vote = { for = 4, against = 1 }
"#;

    #[test]
    fn a_truth_is_written_as_it_was_read() {
        let truth = Truth::parse(TEXT).expect("a truth");
        let part = &truth.parts[0];
        assert_eq!(part.starts.map(String::from).as_deref(), Some("19:00"));
        assert_eq!(part.people[0].standing, Standing::ViceChair);
        assert_eq!(part.items[0].resolutions[0].vote, Some(Vote { in_favour: 4, against: 1, abstained: 0 }));
        let again = Truth::parse(&truth.to_toml().expect("TOML")).expect("a truth");
        assert_eq!(again, truth);
    }

    #[test]
    fn what_is_unknown_is_refused() {
        for (was, is) in [
            ("kind = \"minutes\"", "kind = \"minute\""),
            ("starts = \"19:00\"", "starts = \"7pm\""),
            ("board =", "bord ="),
            ("form = \"agreed\"", "form = \"settled\""),
        ] {
            let text = TEXT.replace(was, is);
            assert_ne!(text, TEXT);
            assert!(Truth::parse(&text).is_err(), "{is}");
        }
    }
}
