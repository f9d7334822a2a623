//! The person or program making a request, and the roles and openings it holds.

use crate::account::AccountId;
use crate::place::Place;
use chrono::NaiveDate;

/// A role held today.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Held {
    /// The role's key.
    pub role: String,
    /// The place where it applies, or `None` if it applies everywhere.
    pub place: Option<Place>,
}

/// A record that was opened for a reason and is still open.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Opening {
    /// The record, such as `paper/3`.
    pub record: String,
}

/// The person making a request, with the roles they hold on that day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Actor {
    /// The account, or `None` if they are not signed in.
    pub account: Option<AccountId>,
    /// The name shown on pages.
    pub name: String,
    /// The roles they hold.
    pub held: Vec<Held>,
    /// The records they opened for a reason.
    pub openings: Vec<Opening>,
}

impl Actor {
    /// Returns an actor who is not signed in.
    pub fn nobody() -> Self {
        Self::default()
    }

    /// Returns whether the actor is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.account.is_some()
    }

    /// Returns whether the actor holds a role, in any place.
    pub fn holds(&self, role: &str) -> bool {
        self.held.iter().any(|held| held.role == role)
    }

    /// Returns the actor's name in the ledger: `account/5`, or `a resident`.
    pub fn ledger_name(&self) -> String {
        self.account.map_or_else(|| "a resident".to_owned(), |account| format!("account/{account}"))
    }
}

/// The days on which a role is held. The last day counts; without one, the role is held until it is withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, if there is one.
    pub until: Option<NaiveDate>,
}

impl Term {
    /// Returns whether `day` falls within the term.
    pub fn holds_on(self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }
}
