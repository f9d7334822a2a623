//! What the reader would not decide alone.

use serde::{Deserialize, Serialize};

/// Something that a paper does not say clearly enough, so that a person has to decide it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The index of the part that it concerns in [`super::ReadPack::parts`]. `None` if it concerns the whole file.
    pub part: Option<usize>,
    /// The line that it is about, counted from 1.
    pub line: usize,
    /// What is in doubt.
    pub about: About,
    /// What is unclear, as a sentence for the person who decides.
    pub says: String,
    /// The readings that are possible, the likeliest first; empty if nothing was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<Reading>,
}

/// A possible reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The value, as an answer would give it: a name, or a date as `2025-03-04`.
    pub value: String,
    /// The line that gives it, counted from 1.
    pub line: usize,
}

/// What can be in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// Which kind of paper a part is, or where it begins.
    Kind,
    /// The body that met.
    Board,
    /// The day of the meeting.
    Day,
    /// Who attended.
    Attendance,
    /// Where the items of business begin, or their numbers.
    Items,
    /// What was resolved, or by how many votes.
    Resolution,
    /// When the meeting ended.
    End,
    /// Whether the paper is a draft.
    Draft,
    /// Whether a part is not for publication.
    Private,
    /// Details of private people: a home address, a signature, a private email address.
    People,
    /// Whether words are missing because the file is damaged.
    Damage,
}

impl About {
    /// Returns whether nothing may be published before a person has decided it.
    pub fn must_be_settled(self) -> bool {
        matches!(self, Self::Kind | Self::Board | Self::Day | Self::Draft | Self::Private | Self::People | Self::Damage)
    }

    /// Returns the name that pages show.
    pub fn words(self) -> &'static str {
        match self {
            Self::Kind => "Kind of paper",
            Self::Board => "Board",
            Self::Day => "Date of the meeting",
            Self::Attendance => "Attendance",
            Self::Items => "Items",
            Self::Resolution => "Resolution",
            Self::End => "End of the meeting",
            Self::Draft => "Draft",
            Self::Private => "Not for publication",
            Self::People => "Personal details",
            Self::Damage => "Damaged file",
        }
    }
}
