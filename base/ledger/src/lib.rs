//! An audit log of who did what to which record, and when: a chain in which each entry seals the one before it.
//!
//! An entry is written in the same transaction as the action it records. Its payload (the details) is stored separately and enters
//! the chain as a digest, so that it can be erased when the law requires and the chain still verifies.

mod chain;
mod ledger_store;
mod page_store;
mod reading_store;
mod rows;
mod verification_store;

pub use chain::{Fault, Hash, Verification, origin};
pub use ledger_store::{MIGRATIONS, append, erase_payload, head};
pub use reading_store::{
    ChangedRow, Filter, ListedEntry, Of, WholeEntry, actors, changed_rows, count, entries, entry, whole_entries,
};
pub use rows::{RowSeals, hold, migrate, seal_anew, verify_rows};
pub use verification_store::{verify, verify_telling};

use chrono::{DateTime, Utc};

/// An action on a record. The first six are the processing operations named in section 62 of the Data Protection Act 2018.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Data was collected, or a record was created.
    Collected,
    /// A record was changed.
    Altered,
    /// A record was viewed.
    Consulted,
    /// A record was disclosed to a person; the payload says to whom.
    Disclosed,
    /// Records were combined.
    Combined,
    /// A record, or part of it, was erased.
    Erased,
    /// A version was published.
    Published,
    /// A file was imported.
    Imported,
    /// A person signed in.
    SignedIn,
    /// An attempt to sign in failed or was refused.
    SignInRefused,
    /// A session ended.
    SignedOut,
    /// A person was invited, or was sent a link to choose a new password.
    Invited,
    /// A role was given.
    Granted,
    /// A role, a session or an invitation was withdrawn.
    Revoked,
    /// A closed record was opened for a stated reason.
    GlassBroken,
    /// A reviewer looked at such an opening.
    Reviewed,
    /// Existing rows were sealed as they were found.
    Sealed,
}

impl Action {
    /// All actions.
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

    /// Returns the word stored in the ledger.
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

/// An action to be recorded.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// When it was done.
    pub at: DateTime<Utc>,
    /// Who did it: an account, or the command that was run.
    pub actor: &'a str,
    /// What was done.
    pub action: Action,
    /// The record it was done to, such as `meeting/12/minutes`.
    pub record: &'a str,
    /// The details of the action.
    pub payload: &'a serde_json::Value,
}

/// The kind of record that an entry itself is, for actions on entries.
pub const LEDGER_ENTRY: &str = "ledger-entry";

/// Returns the record name of an entry: `ledger-entry/7`.
pub fn ledger_entry_name(position: i64) -> String {
    format!("{LEDGER_ENTRY}/{position}")
}

/// Who does something, and when.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// The actor's name in the ledger: `account/5`, or the command that was run.
    pub actor: &'a str,
    /// When it is done.
    pub at: DateTime<Utc>,
}

impl<'a> By<'a> {
    /// Returns an entry that records an action on a record.
    pub fn did(self, action: Action, record: &'a str, payload: &'a serde_json::Value) -> Entry<'a> {
        Entry { at: self.at, actor: self.actor, action, record, payload }
    }
}

/// A ledger error.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The database returned an error.
    #[error(transparent)]
    Database(#[from] db::DbError),
    /// The rows were sealed with a different key from the one given.
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
