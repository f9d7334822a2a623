//! Declarations of interest (Localism Act 2011, Part 1, Chapter 7; SI 2012/1464), and apologies for absence.

pub mod register;
pub mod register_store;
pub mod store;

use crate::meeting::{DraftItemId, PersonId};
use chrono::{DateTime, NaiveDate, Utc};

/// The kind of interest declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InterestKind {
    /// A disclosable pecuniary interest: no speaking and no voting without a dispensation (section 31).
    Disclosable,
    /// Another interest that the council's own code requires to be declared.
    Other,
}

impl InterestKind {
    /// All values, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::Disclosable, Self::Other];

    /// Returns the word stored in the tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Disclosable => "disclosable",
            Self::Other => "other",
        }
    }

    /// Returns the kind for a stored word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Returns the name used in minutes.
    pub fn label(self) -> &'static str {
        match self {
            Self::Disclosable => "Disclosable Pecuniary Interest",
            Self::Other => "Other Disclosable Interest",
        }
    }

    /// Checks whether the member must leave for the item.
    pub fn bars_from_taking_part(self) -> bool {
        self == Self::Disclosable
    }
}

db::stored_words!(InterestKind, word);

/// A declared interest.
#[derive(Clone, Debug, db::Row)]
#[row(table = "declared_interest", unread(meeting_id, withdrawn_at))]
pub struct Interest {
    /// The key.
    pub id: i64,
    /// The agenda item.
    #[row(column = "item_id")]
    pub item: DraftItemId,
    /// The person.
    #[row(column = "person_id")]
    pub person: PersonId,
    /// The kind.
    pub kind: InterestKind,
    /// The nature of the interest. For a sensitive interest, none of this is published (section 32).
    pub nature: String,
    /// Whether its details are withheld from the public (Localism Act 2011, section 32).
    #[row(column = "sensitive")]
    pub is_sensitive: bool,
    /// Whether it is already in the register of interests.
    #[row(column = "on_register")]
    pub is_on_register: bool,
    /// When it was declared.
    pub declared_at: DateTime<Utc>,
    /// Whether it was declared at the meeting rather than in advance.
    pub at_meeting: bool,
}

/// Returns the last day for notifying the monitoring officer of a disclosable interest that is not registered: `days` days
/// beginning with the day of disclosure (Localism Act 2011, section 31(3)).
pub fn notify_by(disclosed_on: NaiveDate, days: u32) -> Option<NaiveDate> {
    disclosed_on.checked_add_days(chrono::Days::new(u64::from(days.checked_sub(1)?)))
}

/// A member's reply about attending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The person.
    pub person: PersonId,
    /// Whether they will attend; otherwise they sent apologies.
    pub attends: bool,
    /// The substitute.
    pub substitute: Option<PersonId>,
}

/// A member's apology for absence.
#[derive(Clone, Debug, db::Row)]
#[row(table = "apology", key(meeting_id, person_id), unread(meeting_id, sent_at))]
pub struct Apology {
    /// The person.
    #[row(column = "person_id")]
    pub person: PersonId,
    /// Whether the absence is on the council's business.
    pub on_council_business: bool,
    /// The substitute.
    #[row(column = "substitute_id")]
    pub substitute: Option<PersonId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_disclosure_counts() {
        let disclosed = NaiveDate::from_ymd_opt(2024, 2, 6).expect("a day");
        assert_eq!(notify_by(disclosed, 28), NaiveDate::from_ymd_opt(2024, 3, 4));
        assert_eq!(notify_by(disclosed, 0), None);
    }
}
