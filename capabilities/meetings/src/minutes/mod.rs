//! Published minutes: who attended, and each minute with its text, resolutions and actions.
//!
//! The form follows the rule book's 'Minutes: what an expert clerk expects', which is based on the Board's published minutes.

pub mod document;
pub mod interchange;
pub mod life;
pub mod life_store;
pub mod store;
pub mod voting;

use chrono::{NaiveDate, NaiveTime};
use documents::{Block, Clauses};
use serde::{Deserialize, Serialize};
pub use voting::{Motion, Outcome, RecordedVote, VotesCast};

/// The minutes of one meeting: the content of a publication of kind `minutes`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minutes {
    /// The board's name as printed, in normal case.
    pub board: String,
    /// The date of the meeting.
    pub held_on: NaiveDate,
    /// The venue: `Council Chamber - Town Hall, Runcorn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The start time, if the minutes state it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<NaiveTime>,
    /// The time at which it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<NaiveTime>,
    /// Who attended and who did not.
    pub attendance: AttendanceLists,
    /// The state between draft and signed record; `None` if it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<MinutesStanding>,
    /// The minutes in order.
    #[serde(default)]
    pub items: Vec<Minute>,
}

/// The state of minutes between draft and signed record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MinutesStanding {
    /// To be confirmed at the next meeting.
    Draft,
    /// Approved by the board.
    Approved {
        /// The date of the meeting that approved them.
        on: NaiveDate,
    },
    /// Approved and signed as a correct record.
    Signed {
        /// The date of the meeting that approved them.
        on: NaiveDate,
        /// The person who presided and signed them.
        by: String,
    },
}

impl MinutesStanding {
    /// Returns the state as a sentence.
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

/// The attendance lists at the head of minutes. An empty list is printed as 'None'.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AttendanceLists {
    /// Members present, with roles for the chair and vice-chair.
    pub present: Vec<Attendee>,
    /// Members who sent apologies.
    pub apologies: Vec<Attendee>,
    /// Members declared absent on council business.
    pub absent_on_council_business: Vec<Attendee>,
    /// Officers present.
    pub officers: Vec<Attendee>,
    /// Others who attended.
    pub also_in_attendance: Vec<Attendee>,
}

/// A person in an attendance list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// The name as printed, with a title if the name itself includes one (`Councillor C. Plumpton-Walsh` among others in
    /// attendance). The `Councillors` at the head of a list is not repeated on each name.
    pub name: String,
    /// `Chair` or `Vice-Chair`; `None` for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<BoardRole>,
    /// Any other text in brackets after the name, such as a post or an organisation.
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
    /// Replaces a member who cannot attend.
    Substitute,
}

impl BoardRole {
    /// Returns the role as councils write it.
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
    /// The running reference, such as `SAF27`; `None` if the council uses no references.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The agenda number, such as `4` or `4.1`; `None` if none is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The title as printed, joined into one line.
    pub title: String,
    /// A banner before this minute, such as 'Item dealt with under duties exercisable by the Board'.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub banner: Option<String>,
    /// Whether the item was taken in private (Part II, exempt under Schedule 12A).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub private: bool,
    /// The content of the minute, in order.
    #[serde(default)]
    pub entries: Vec<MinuteEntry>,
    /// The entries in the Action column beside this minute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionNote>,
}

/// One part of a minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum MinuteEntry {
    /// A paragraph, list, table or heading.
    Block(Block),
    /// `RESOLVED: That …`.
    Resolution {
        /// The introductory word, in capitals or not as printed: `RESOLVED`, `It was agreed`, `RECOMMENDED`.
        form: String,
        /// The resolution itself.
        resolution: Clauses,
        /// Who moved it, as printed: `Councillor A. Dummy`. `None` if the minutes do not say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        moved_by: Option<String>,
        /// Who seconded it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seconded_by: Option<String>,
        /// The votes on it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        vote: Option<RecordedVote>,
    },
    /// An arrival or departure, in its place: 'Councillor … left the meeting.'
    Movement {
        /// The sentence.
        movement: String,
    },
    /// The outcome of a motion or an amendment that is not itself a resolution: lost, withdrawn, or an amendment carried.
    Motion {
        /// The motion.
        motion: Motion,
    },
}

impl MinuteEntry {
    /// Creates a resolution of which neither its mover nor the votes are recorded.
    pub fn resolution(form: impl Into<String>, resolution: Clauses) -> Self {
        Self::Resolution { form: form.into(), resolution, moved_by: None, seconded_by: None, vote: None }
    }
}

/// An entry in the Action column: who is to act and, if known, what they are to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionNote {
    /// The post that is responsible, never a person: `Operational Director - Community & Green Space`.
    pub owner: String,
    /// What is to be done, if the record says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// The due date, if the board set one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resolution_without_votes_is_stored_as_before() {
        let clauses = Clauses { lead: "That it be noted.".into(), clauses: Vec::new() };
        let entry = MinuteEntry::resolution("RESOLVED", clauses);
        let stored = serde_json::to_string(&entry).expect("JSON");
        assert_eq!(stored, r#"{"form":"RESOLVED","resolution":{"lead":"That it be noted."}}"#);
        assert_eq!(serde_json::from_str::<MinuteEntry>(&stored).expect("the entry"), entry);
    }

    #[test]
    fn entries_with_votes_are_read_as_they_were_stored() {
        let vote =
            RecordedVote { in_favour: Some(VotesCast { count: 2, names: vec!["A. Dummy".into()] }), ..RecordedVote::default() };
        let clauses = Clauses { lead: "That it be noted.".into(), clauses: Vec::new() };
        let motion = Motion {
            sentence: "The amendment was lost.".into(),
            outcome: Outcome::Lost,
            amendment: true,
            words: None,
            moved_by: Some("Councillor B. Foil".into()),
            seconded_by: None,
            vote: Some(vote.clone()),
        };
        for entry in [
            MinuteEntry::Resolution {
                form: "RESOLVED".into(),
                resolution: clauses,
                moved_by: Some("Councillor A. Dummy".into()),
                seconded_by: Some("Councillor B. Foil".into()),
                vote: Some(vote),
            },
            MinuteEntry::Motion { motion },
        ] {
            let stored = serde_json::to_string(&entry).expect("JSON");
            assert_eq!(serde_json::from_str::<MinuteEntry>(&stored).expect("the entry"), entry, "{stored}");
        }
    }
}
