//! The kinds of business.

use foundation::text::title_key;

/// The kind of business of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// Apologies for absence.
    Apologies,
    /// The chair's announcements.
    Announcements,
    /// The minutes of the previous meeting.
    Minutes,
    /// Declarations of interest.
    Declarations,
    /// Public Question Time.
    Questions,
    /// Overdue actions from earlier meetings.
    MattersArising,
    /// A written report.
    Report,
    /// A presentation.
    Presentation,
    /// An update given without a paper.
    VerbalUpdate,
    /// Items that the chair rules urgent (Local Government Act 1972, section 100B(4)).
    UrgentBusiness,
    /// The resolution to exclude the press and public (Local Government Act 1972, section 100A(4)).
    Exclusion,
}

impl ItemKind {
    /// All values, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::Apologies,
        Self::Announcements,
        Self::Minutes,
        Self::Declarations,
        Self::Questions,
        Self::MattersArising,
        Self::Report,
        Self::Presentation,
        Self::VerbalUpdate,
        Self::UrgentBusiness,
        Self::Exclusion,
    ];

    /// Returns the word used in the tables and in published agendas.
    pub fn word(self) -> &'static str {
        match self {
            Self::Apologies => "apologies",
            Self::Announcements => "announcements",
            Self::Minutes => "minutes",
            Self::Declarations => "declarations",
            Self::Questions => "questions",
            Self::MattersArising => "matters-arising",
            Self::Report => "report",
            Self::Presentation => "presentation",
            Self::VerbalUpdate => "verbal-update",
            Self::UrgentBusiness => "urgent-business",
            Self::Exclusion => "exclusion",
        }
    }

    /// Returns the kind for a stored word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Returns the label shown to users.
    pub fn label(self) -> &'static str {
        match self {
            Self::Apologies => "Apologies for absence",
            Self::Announcements => "Chair’s announcements",
            Self::Minutes => "Minutes",
            Self::Declarations => "Declarations of interest",
            Self::Questions => "Public Question Time",
            Self::MattersArising => "Matters arising",
            Self::Report => "Report",
            Self::Presentation => "Presentation",
            Self::VerbalUpdate => "Verbal update",
            Self::UrgentBusiness => "Urgent business",
            Self::Exclusion => "Exclusion of the press and public",
        }
    }

    /// Checks whether it opens a meeting, before the board's main business.
    pub fn is_opening(self) -> bool {
        matches!(
            self,
            Self::Apologies | Self::Announcements | Self::Minutes | Self::Declarations | Self::Questions | Self::MattersArising
        )
    }

    /// Checks whether it closes the public part of a meeting, after the main business.
    pub fn is_closing(self) -> bool {
        matches!(self, Self::UrgentBusiness | Self::Exclusion)
    }

    /// Checks whether it is the board's main business: a report, a presentation or an update.
    pub fn is_business(self) -> bool {
        !self.is_opening() && !self.is_closing()
    }

    /// Returns the kind of a published item that names none, inferred from the usual titles.
    pub fn of_title(title: &str) -> Self {
        let key = title_key(title);
        let begins = |words: &[&str]| words.iter().any(|words| key.starts_with(words));
        match () {
            () if begins(&["apolog"]) => Self::Apologies,
            () if key.contains("announcements") => Self::Announcements,
            () if key == "minutes" || begins(&["minutesof", "minutesfrom"]) => Self::Minutes,
            () if begins(&["declaration"]) => Self::Declarations,
            () if begins(&["publicquestion"]) => Self::Questions,
            () if begins(&["mattersarising"]) => Self::MattersArising,
            () if begins(&["urgentbusiness", "urgentitem"]) => Self::UrgentBusiness,
            () if begins(&["exclusionof"]) => Self::Exclusion,
            () if key.contains("presentation") => Self::Presentation,
            () if key.contains("verbalupdate") => Self::VerbalUpdate,
            () => Self::Report,
        }
    }
}
