//! What is compared between a reading and a truth.

use archive::reading::About;
use serde::Serialize;

/// A field of a paper that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What a part is.
    Kind,
    /// The body that met.
    Board,
    /// The day of the meeting.
    Day,
    /// When it started.
    Starts,
    /// When it ended.
    Ends,
    /// Where it was.
    Place,
    /// That it is a draft. Counted only where one of the two says so.
    Draft,
    /// That some of it is private. Counted only where one of the two says so.
    Private,
    /// Each person who was present, attended, sent apologies or was absent.
    Attendance,
    /// Who presided, and the vice-chair.
    Chair,
    /// The numbers of the items.
    Numbers,
    /// The titles of the items.
    Titles,
    /// What was resolved.
    Resolutions,
    /// Counts of votes, and that no one was against.
    Votes,
    /// The subject of a report.
    Subject,
    /// Who reports.
    Author,
    /// The headings of a report's sections.
    Sections,
    /// How many numbered paragraphs a report has.
    Paragraphs,
    /// Parts that are none.
    FalseParts,
    /// People who are none, or were not named in the record of attendance.
    FalsePeople,
    /// Meetings that were read as part of another.
    MergedMeetings,
}

impl Field {
    /// All fields, in the order of the report.
    pub const ALL: [Self; 21] = [
        Self::Kind,
        Self::Board,
        Self::Day,
        Self::Starts,
        Self::Ends,
        Self::Place,
        Self::Draft,
        Self::Private,
        Self::Attendance,
        Self::Chair,
        Self::Numbers,
        Self::Titles,
        Self::Resolutions,
        Self::Votes,
        Self::Subject,
        Self::Author,
        Self::Sections,
        Self::Paragraphs,
        Self::FalseParts,
        Self::FalsePeople,
        Self::MergedMeetings,
    ];

    /// Returns its name.
    pub fn words(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Board => "board",
            Self::Day => "day",
            Self::Starts => "starts",
            Self::Ends => "ends",
            Self::Place => "place",
            Self::Draft => "draft",
            Self::Private => "private",
            Self::Attendance => "attendance",
            Self::Chair => "chair",
            Self::Numbers => "item numbers",
            Self::Titles => "titles",
            Self::Resolutions => "resolutions",
            Self::Votes => "votes",
            Self::Subject => "subject",
            Self::Author => "author",
            Self::Sections => "sections",
            Self::Paragraphs => "paragraphs",
            Self::FalseParts => "false parts",
            Self::FalsePeople => "false people",
            Self::MergedMeetings => "merged meetings",
        }
    }

    /// Returns the subject of the doubts that cover a miss in this field. `None` if no doubt can be about it.
    pub fn doubted_as(self) -> Option<About> {
        match self {
            Self::Kind | Self::FalseParts | Self::MergedMeetings => Some(About::Kind),
            Self::Board => Some(About::Board),
            Self::Day => Some(About::Day),
            Self::Ends => Some(About::End),
            Self::Draft => Some(About::Draft),
            Self::Private => Some(About::Private),
            Self::Attendance | Self::Chair | Self::FalsePeople => Some(About::Attendance),
            Self::Numbers | Self::Titles => Some(About::Items),
            Self::Resolutions | Self::Votes => Some(About::Resolution),
            Self::Starts | Self::Place | Self::Subject | Self::Author | Self::Sections | Self::Paragraphs => None,
        }
    }
}
