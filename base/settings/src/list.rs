//! Lists that a council keeps. An entry is closed and never removed, since records refer to it.

use chrono::{DateTime, NaiveDate, Utc};

foundation::record_id!(
    /// The key of an entry of a list.
    ListEntryId
);

/// A list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// The borough's wards.
    Wards,
    /// The executive's portfolios.
    Portfolios,
    /// The council's priorities, in their order.
    Priorities,
    /// Partner agencies.
    Agencies,
    /// The council's services.
    Services,
}

impl List {
    /// All lists.
    pub const ALL: [Self; 5] = [Self::Wards, Self::Portfolios, Self::Priorities, Self::Agencies, Self::Services];

    /// The word that is stored and stands in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wards => "wards",
            Self::Portfolios => "portfolios",
            Self::Priorities => "priorities",
            Self::Agencies => "agencies",
            Self::Services => "services",
        }
    }

    /// The list with this word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.word() == word)
    }

    /// What people call the list.
    pub fn label(self) -> &'static str {
        match self {
            Self::Wards => "Wards",
            Self::Portfolios => "Portfolios",
            Self::Priorities => "Priorities",
            Self::Agencies => "Partner agencies",
            Self::Services => "Services",
        }
    }

    /// What people call one entry.
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
    /// Its number within the list, from 1, by which places refer to it; it never changes either.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// The first day on which it is in force; `None` if it always was.
    pub from: Option<NaiveDate>,
    /// The last day on which it is in force; `None` if no end is known.
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

/// What is done to an entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryChange {
    /// It gets another name.
    Rename(String),
    /// It can be chosen no more.
    Close,
    /// It can be chosen again.
    Open,
    /// It is in force between these days; `None` for no limit.
    Dates(Option<NaiveDate>, Option<NaiveDate>),
}
