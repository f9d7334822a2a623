//! Who asks, and what they hold at this moment.

use crate::account::AccountId;
use crate::place::Place;
use chrono::NaiveDate;

/// A role that somebody holds today.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Held {
    /// The role's key.
    pub role: String,
    /// Where; none is everywhere.
    pub place: Option<Place>,
}

/// A record that was opened for a reason and is open still.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Opening {
    /// The record, such as `paper/3`.
    pub record: String,
}

/// Who asks. The roles are those that hold on the day of the question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Actor {
    /// The account; none for somebody who is not signed in.
    pub account: Option<AccountId>,
    /// The name that pages show.
    pub name: String,
    /// What they hold.
    pub held: Vec<Held>,
    /// What they opened for a reason.
    pub openings: Vec<Opening>,
}

impl Actor {
    /// Somebody who is not signed in.
    pub fn nobody() -> Self {
        Self::default()
    }

    /// Whether somebody is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.account.is_some()
    }

    /// Whether a role is held, anywhere.
    pub fn holds(&self, role: &str) -> bool {
        self.held.iter().any(|held| held.role == role)
    }

    /// As the ledger names the actor: `account/5`, or `a resident`.
    pub fn ledger_name(&self) -> String {
        self.account.map_or_else(|| "a resident".to_owned(), |account| format!("account/{account}"))
    }
}

/// From when to when a role is held. The last day counts; without one it is held until it is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: Option<NaiveDate>,
}

impl Term {
    /// Whether `day` lies in it.
    pub fn holds_on(self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }
}
