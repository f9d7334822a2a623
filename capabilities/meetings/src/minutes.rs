//! Minutes as they are published: who was there, and each minute with what was said, resolved and given to whom.
//!
//! Form after the rule book's 'Minutes: what an expert clerk expects', itself after the Board's published minutes.

use chrono::{NaiveDate, NaiveTime};
use documents::{Block, Clauses};
use serde::{Deserialize, Serialize};

/// The minutes of one meeting: the content of a publication of kind `minutes`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minutes {
    /// The board's name as printed, in the case a person would write it.
    pub board: String,
    /// The day of the meeting.
    pub held_on: NaiveDate,
    /// Where it was held: `Council Chamber - Town Hall, Runcorn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// When it began, where the minutes say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<NaiveTime>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<NaiveTime>,
    /// Who was there and who was not.
    pub attendance: AttendanceLists,
    /// Where they stand between draft and signed record; none where nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<MinutesStanding>,
    /// The minutes in their order.
    #[serde(default)]
    pub items: Vec<Minute>,
}

/// Where minutes stand between draft and signed record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MinutesStanding {
    /// To be confirmed at the next meeting.
    Draft,
    /// Approved by the board.
    Approved {
        /// At the meeting of this day.
        on: NaiveDate,
    },
    /// Approved and signed as a correct record.
    Signed {
        /// At the meeting of this day.
        on: NaiveDate,
        /// By whoever presided.
        by: String,
    },
}

impl MinutesStanding {
    /// In a sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::Draft => "Draft minutes, to be confirmed at the next meeting.".to_owned(),
            Self::Approved { on } => format!("Approved at the meeting of {}.", foundation::civil_date::written(*on)),
            Self::Signed { on, by } => {
                format!(
                    "Approved at the meeting of {} and signed as a correct record by {by}.",
                    foundation::civil_date::written(*on)
                )
            }
        }
    }
}

/// The lists at the head of minutes. An empty list is printed as 'None'.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceLists {
    /// Members present, chair and vice-chair marked by their role.
    #[serde(default)]
    pub present: Vec<Attendee>,
    /// Members who sent apologies.
    #[serde(default)]
    pub apologies: Vec<Attendee>,
    /// Members whose absence was declared on council business.
    #[serde(default)]
    pub absent_on_council_business: Vec<Attendee>,
    /// Officers present.
    #[serde(default)]
    pub officers: Vec<Attendee>,
    /// Others who attended.
    #[serde(default)]
    pub also_in_attendance: Vec<Attendee>,
}

/// A person in an attendance list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// The name as printed, with its title where the name itself bears one (`Councillor C. Plumpton-Walsh` among others in
    /// attendance); the `Councillors` at the head of a list is not repeated on each name.
    pub name: String,
    /// `Chair` or `Vice-Chair`; none for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<BoardRole>,
    /// Whatever else stands in brackets after the name, such as a post or an organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A member's role on a board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoardRole {
    /// Presides.
    Chair,
    /// Presides when the chair is away.
    ViceChair,
    /// Any other member.
    #[default]
    Member,
    /// Sits in the place of a member who cannot come.
    Substitute,
}

impl BoardRole {
    /// Returns the role in the field's words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Chair => "Chair",
            Self::ViceChair => "Vice-Chair",
            Self::Member => "Member",
            Self::Substitute => "Substitute",
        }
    }
}

/// One minute: an item of the meeting with its reference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minute {
    /// The running reference, such as `SAF27`; none where the council gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The agenda number, such as `4` or `4.1`; none where none is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The title as printed, put together in one line.
    pub title: String,
    /// A banner that stands before this minute, such as 'Item dealt with under duties exercisable by the Board'.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub banner: Option<String>,
    /// Whether the item was taken in private (Part II, exempt under Schedule 12A).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub private: bool,
    /// What the minute says, in its order.
    #[serde(default)]
    pub entries: Vec<MinuteEntry>,
    /// What the Action column holds beside this minute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionNote>,
}

/// One part of what a minute says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum MinuteEntry {
    /// A paragraph, a list, a table, a heading.
    Block(Block),
    /// `RESOLVED: That …`.
    Resolution {
        /// The word before it, as printed in capitals or not: `RESOLVED`, `It was agreed`, `RECOMMENDED`.
        form: String,
        /// The resolution itself.
        resolution: Clauses,
    },
    /// An arrival or a departure, where it happened: 'Councillor … left the meeting.'
    Movement {
        /// The sentence.
        movement: String,
    },
}

/// An entry of the Action column: who is to act, and where it is known, on what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionNote {
    /// The post that is to act, never a person: `Operational Director - Community & Green Space`.
    pub owner: String,
    /// What is to be done, where the record says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// By when, where the board set a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
}
