//! Who did what to which record, and when: a chain in which each entry seals the one before.
//!
//! An entry is written in the transaction of the act itself. Its payload (the particulars) is kept apart and enters the chain by
//! its digest, so that it can be erased when the law asks and the chain still verifies.

mod chain;
mod ledger_store;

pub use chain::{Fault, Hash, Verification};
pub use ledger_store::{MIGRATIONS, append, head, verify};

use chrono::{DateTime, Utc};

/// What was done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A version was made public.
    Published,
    /// A file was taken in.
    Imported,
}

impl Action {
    /// The word that stands in the ledger.
    pub fn word(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Imported => "imported",
        }
    }
}

/// An act to be written down.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// When it was done.
    pub at: DateTime<Utc>,
    /// Who did it: an account, or the command that a person ran.
    pub actor: &'a str,
    /// What was done.
    pub action: Action,
    /// To which record, such as `meeting/12/minutes`.
    pub record: &'a str,
    /// The particulars.
    pub payload: &'a serde_json::Value,
}

/// What can go wrong with the ledger.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The database refused.
    #[error(transparent)]
    Database(#[from] db::DbError),
}
