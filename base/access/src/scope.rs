//! Sets of records, described as data: which records of a kind an actor may do something with.
//!
//! [`crate::Policy`] makes a scope from the same permissions for one record and for a list. For one record, [`Scope::contains`] asks
//! its facts; for a list, [`crate::StoredFacts::condition`] makes a condition of it, so that the database leaves out the rest.

use crate::account::AccountId;
use crate::place::Place;
use crate::policy::Record;

/// A set of records of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    All,
    /// Those that are public.
    Public,
    /// Those that belong to one of these places.
    Within(Vec<Place>),
    /// Those that the account owns.
    OwnedBy(AccountId),
    /// Those that are shared with one of these places now.
    SharedWith(Vec<Place>),
    /// Those with these keys, such as the records that were opened for a reason.
    Keys(Vec<i64>),
    /// Those that hold exempt information.
    Exempt,
    /// Those in which the account has a conflict of interest.
    Conflicted(AccountId),
    /// Those in at least one of these sets; none if there is no set.
    AnyOf(Vec<Scope>),
    /// Those in all of these sets.
    AllOf(Vec<Scope>),
    /// Those in the first set but not in the second.
    Except(Box<Scope>, Box<Scope>),
}

impl Scope {
    /// Returns the empty set.
    pub fn none() -> Self {
        Self::AnyOf(Vec::new())
    }

    /// Returns whether the set is known to be empty, whatever records there are.
    pub fn is_none(&self) -> bool {
        match self {
            Self::AnyOf(sets) => sets.iter().all(Self::is_none),
            Self::AllOf(sets) => sets.iter().any(Self::is_none),
            Self::Except(set, _) => set.is_none(),
            Self::Within(places) | Self::SharedWith(places) => places.is_empty(),
            Self::Keys(keys) => keys.is_empty(),
            Self::All | Self::Public | Self::OwnedBy(_) | Self::Exempt | Self::Conflicted(_) => false,
        }
    }

    /// Returns the records that are in at least one of `sets`, without what adds nothing.
    pub fn any_of(sets: impl IntoIterator<Item = Self>) -> Self {
        let mut kept: Vec<Self> = Vec::new();
        for set in sets {
            match set {
                Self::All => return Self::All,
                set if set.is_none() || kept.contains(&set) => {}
                set => kept.push(set),
            }
        }
        if kept.len() == 1 { kept.remove(0) } else { Self::AnyOf(kept) }
    }

    /// Returns the set without the records of another.
    #[must_use]
    pub fn except(self, other: Self) -> Self {
        if other.is_none() { self } else { Self::Except(Box::new(self), Box::new(other)) }
    }

    /// Returns whether the record with these facts is in the set.
    pub fn contains(&self, record: &Record<'_>) -> bool {
        match self {
            Self::All => true,
            Self::Public => record.is_public,
            Self::Within(places) => record.place.is_some_and(|place| places.contains(place)),
            Self::OwnedBy(account) => record.owner == Some(*account),
            Self::SharedWith(places) => places.iter().any(|place| record.shared_with.contains(place)),
            Self::Keys(keys) => keys.contains(&record.id),
            Self::Exempt => record.is_exempt,
            Self::Conflicted(account) => record.conflicted.contains(account),
            Self::AnyOf(sets) => sets.iter().any(|set| set.contains(record)),
            Self::AllOf(sets) => sets.iter().all(|set| set.contains(record)),
            Self::Except(set, other) => set.contains(record) && !other.contains(record),
        }
    }
}
