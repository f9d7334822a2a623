//! Who did what to which record, and when: a chain in which each entry seals the one before.
//!
//! An entry is written in the transaction of the act itself. Its payload (the particulars) is kept apart and enters the chain by
//! its digest, so that it can be erased when the law asks and the chain still verifies.

mod chain;
mod ledger_store;
mod page_store;
mod reading_store;
mod rows;
mod verification_store;

pub use chain::{Fault, Hash, Verification};
pub use ledger_store::{MIGRATIONS, append, erase_payload, head};
pub use reading_store::{
    ChangedRow, Filter, ListedEntry, Of, WholeEntry, actors, changed_rows, count, entries, entry, whole_entries,
};
pub use rows::{RowSeals, hold, migrate, seal_anew, verify_rows};
pub use verification_store::{verify, verify_telling};

use chrono::{DateTime, Utc};

/// What was done to a record. The first six are the acts that section 62 of the Data Protection Act 2018 names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Data was taken in, or a record was begun.
    Collected,
    /// A record was changed.
    Altered,
    /// A record was looked at.
    Consulted,
    /// A record was given to somebody; the particulars say to whom.
    Disclosed,
    /// Records were joined.
    Combined,
    /// A record, or part of it, was destroyed.
    Erased,
    /// A version was made public.
    Published,
    /// A file was taken in.
    Imported,
    /// Somebody signed in.
    SignedIn,
    /// An attempt to sign in failed or was held back.
    SignInRefused,
    /// A session was ended.
    SignedOut,
    /// Somebody was invited, or was sent a way to choose a new password.
    Invited,
    /// A role was given.
    Granted,
    /// A role, a session or an invitation was taken away.
    Revoked,
    /// A record that is otherwise closed was opened for a reason.
    GlassBroken,
    /// An opening for a reason was looked at by whoever reviews them.
    Reviewed,
    /// Rows that were there already were sealed as they were found.
    Sealed,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Collected,
        Self::Altered,
        Self::Consulted,
        Self::Disclosed,
        Self::Combined,
        Self::Erased,
        Self::Published,
        Self::Imported,
        Self::SignedIn,
        Self::SignInRefused,
        Self::SignedOut,
        Self::Invited,
        Self::Granted,
        Self::Revoked,
        Self::GlassBroken,
        Self::Reviewed,
        Self::Sealed,
    ];

    /// The word that stands in the ledger.
    pub fn word(self) -> &'static str {
        match self {
            Self::Collected => "collected",
            Self::Altered => "altered",
            Self::Consulted => "consulted",
            Self::Disclosed => "disclosed",
            Self::Combined => "combined",
            Self::Erased => "erased",
            Self::Published => "published",
            Self::Imported => "imported",
            Self::SignedIn => "signed in",
            Self::SignInRefused => "sign-in refused",
            Self::SignedOut => "signed out",
            Self::Invited => "invited",
            Self::Granted => "granted",
            Self::Revoked => "revoked",
            Self::GlassBroken => "glass broken",
            Self::Reviewed => "reviewed",
            Self::Sealed => "sealed",
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

/// The kind of record that an entry itself is, where something is done to it.
pub const LEDGER_ENTRY: &str = "ledger-entry";

/// The name of an entry as a record: `ledger-entry/7`.
pub fn ledger_entry_name(position: i64) -> String {
    format!("{LEDGER_ENTRY}/{position}")
}

/// Who does something, when.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// As the ledger names them: `account/5`, or the command that was run.
    pub actor: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

impl<'a> By<'a> {
    /// The entry that says what they did to a record.
    pub fn did(self, action: Action, record: &'a str, payload: &'a serde_json::Value) -> Entry<'a> {
        Entry { at: self.at, actor: self.actor, action, record, payload }
    }
}

/// What can go wrong with the ledger.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The database refused.
    #[error(transparent)]
    Database(#[from] db::DbError),
    /// The rows were sealed with another key than the one given.
    #[error(
        "the rows of this database were sealed with a different secret from this installation's; restore the file secret.key that belongs to \
         the database, or, if it is lost, run `moothall ledger seal-anew --reason REASON`"
    )]
    OtherKey,
}

impl From<LedgerError> for db::DbError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Database(error) => error,
            LedgerError::OtherKey => Self::Value(error.to_string()),
        }
    }
}
