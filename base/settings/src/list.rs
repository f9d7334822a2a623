//! Lists that a council keeps. An entry can be closed but is never removed, because records refer to it.

use chrono::{DateTime, NaiveDate, Utc};

db::record_id!(
    /// The key of a list entry.
    ListEntryId
);

/// One of the council's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// The borough's wards.
    Wards,
    /// The executive's portfolios.
    Portfolios,
    /// The council's priorities, in order.
    Priorities,
    /// Partner agencies.
    Agencies,
    /// The council's services.
    Services,
}

db::stored_words!(List, word);

impl List {
    /// All lists.
    pub const ALL: [Self; 5] = [Self::Wards, Self::Portfolios, Self::Priorities, Self::Agencies, Self::Services];

    /// Returns the word that is stored and used in page addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wards => "wards",
            Self::Portfolios => "portfolios",
            Self::Priorities => "priorities",
            Self::Agencies => "agencies",
            Self::Services => "services",
        }
    }

    /// Returns the list with this word, or `None` if there is none.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.word() == word)
    }

    /// Returns the label shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Wards => "Wards",
            Self::Portfolios => "Portfolios",
            Self::Priorities => "Priorities",
            Self::Agencies => "Partner agencies",
            Self::Services => "Services",
        }
    }

    /// Returns the word for one entry.
    pub fn one(self) -> &'static str {
        match self {
            Self::Wards => "ward",
            Self::Portfolios => "portfolio",
            Self::Priorities => "priority",
            Self::Agencies => "agency",
            Self::Services => "service",
        }
    }
}

/// An entry of a list.
#[derive(Clone, Debug)]
pub struct ListEntry {
    /// Its key, which never changes.
    pub id: ListEntryId,
    /// The list.
    pub list: List,
    /// Its number within the list, from 1, which places refer to. It never changes either.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// The first day on which it is in force, or `None` if it always was.
    pub from: Option<NaiveDate>,
    /// The last day on which it is in force, or `None` if it has no end yet.
    pub until: Option<NaiveDate>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

impl ListEntry {
    /// Returns whether the entry can be chosen for something that happens on `day`.
    pub fn is_in_force_on(&self, day: NaiveDate) -> bool {
        self.closed_at.is_none() && self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| until >= day)
    }
}

/// A change to a list entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryChange {
    /// Gives it another name.
    Rename(String),
    /// Closes it, so that it can no longer be chosen.
    Close,
    /// Reopens it, so that it can be chosen again.
    Open,
    /// Sets the days between which it is in force; `None` for no limit.
    Dates(Option<NaiveDate>, Option<NaiveDate>),
}
