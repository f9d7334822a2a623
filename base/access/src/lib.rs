//! Who is making a request, and what they may do with which record.
//!
//! The central question is [`Policy::can`]: a pure function whose answer is no unless a permission says yes. For lists there is the
//! same answer as a set of records ([`Policy::scope`]), which becomes a condition of the query. Around it are accounts
//! and the roles given to them, signing in (password and code, or the council's identity provider), sessions, limits on attempts,
//! and emergency access.

pub mod account;
pub mod account_store;
pub mod actor;
pub mod attempt_store;
pub mod declaration;
pub mod glass_store;
pub mod holdings;
mod holdings_store;
pub mod link_store;
pub mod password;
mod place;
mod policy;
pub mod provider;
mod provider_store;
pub mod role_store;
mod scope;
pub mod scoped_list;
pub mod second_factor;
mod secret;
pub mod session;
pub mod session_store;
mod stored_facts;
mod tables;
mod token;

pub use account::{Account, AccountId, AccountState, By};
pub use actor::Actor;
pub use declaration::{Action, Declaration, On, Permission, PlaceKind, RESIDENT, RecordKind, Role};
pub use password::Passwords;
pub use place::Place;
pub use policy::{Answer, Policy, PolicyError, Record};
pub use scope::Scope;
pub use scoped_list::ScopedList;
pub use secret::{Secret, SecretError};
pub use stored_facts::{Fact, Reading, Rows, StoredFacts};
pub use tables::MIGRATIONS;
pub use token::Token;

/// An error in accounts or signing in.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The database returned an error.
    #[error(transparent)]
    Database(#[from] db::DbError),
    /// The ledger returned an error.
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    /// A password could not be checked or hashed.
    #[error(transparent)]
    Password(#[from] password::PasswordError),
    /// The installation's secret cannot be read, or does not open what was sealed.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// Another account has this email address.
    #[error("another account has this email address")]
    MailTaken,
    /// There is no such account.
    #[error("there is no such account")]
    NoAccount,
    /// A role would end before it begins.
    #[error("the end date is before the start date")]
    EndsBeforeItBegins,
}

/// How far the clocks of two servers of one installation may differ. A time further ahead than this was written while a clock was
/// wrong.
pub(crate) const CLOCKS_DIFFER: chrono::TimeDelta = chrono::TimeDelta::minutes(1);

/// Returns the error for a stored key that is not valid.
pub(crate) fn unreadable(what: &str, id: i64) -> db::DbError {
    db::DbError::Value(format!("{what} {id}"))
}
