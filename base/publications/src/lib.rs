//! Publications: immutable versions of what was made public. Public pages show publications and nothing else.
//!
//! A version is never changed. A correction is a new version that names the one it replaces and why; both stay readable.

mod closed_store;
mod difference;
mod publications_store;

pub use closed_store::{ClosedPublication, current_closed, publish_closed};
pub use difference::{Change, difference};
pub use publications_store::{
    MIGRATIONS, Summary, by_id, contents_as_at, current, current_of_records, history, last_id, latest_of_kinds,
    latest_of_records, newest_version, publish, published_after,
};

use chrono::{DateTime, Utc};

foundation::record_id!(
    /// The key of a publication.
    PublicationId
);

/// Something to be made public.
#[derive(Clone, Debug)]
pub struct NewPublication<'a> {
    /// What kind of thing it is: `minutes`, `report`, `agenda`, `board`.
    pub kind: &'a str,
    /// Which record it is a version of, such as `meeting/12/minutes`.
    pub record: &'a str,
    /// Its title, as lists show it.
    pub title: &'a str,
    /// The content, as JSON of the kind's own type.
    pub content: String,
}

/// The circumstances under which something is made public.
#[derive(Clone, Copy, Debug)]
pub struct Publishing<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom: an account, or the command that a person ran.
    pub actor: &'a str,
    /// Why, shown beside a version that replaces another.
    pub reason: &'a str,
}

/// A version that was made public.
#[derive(Clone, Debug)]
pub struct Publication {
    /// Its key.
    pub id: PublicationId,
    /// What kind of thing it is.
    pub kind: String,
    /// Which record it is a version of.
    pub record: String,
    /// Counted from 1 for each record.
    pub version: i32,
    /// Its title.
    pub title: String,
    /// The content as JSON.
    pub content: String,
    /// BLAKE3 of the content, in hexadecimal.
    pub content_hash: String,
    /// When it was made public.
    pub published_at: DateTime<Utc>,
    /// By whom.
    pub published_by: String,
    /// Why it replaced the version before.
    pub reason: Option<String>,
    /// The version it replaced.
    pub replaces: Option<PublicationId>,
}

/// What publishing came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The same content is public already; nothing was written.
    Unchanged(PublicationId),
    /// The first version of its record.
    First(PublicationId),
    /// A new version.
    Replaced {
        /// The new version.
        new: PublicationId,
        /// The one before.
        old: PublicationId,
    },
}

impl Outcome {
    /// The version that is public now.
    pub fn id(self) -> PublicationId {
        match self {
            Self::Unchanged(id) | Self::First(id) | Self::Replaced { new: id, .. } => id,
        }
    }

    /// Whether anything was written.
    pub fn is_change(self) -> bool {
        !matches!(self, Self::Unchanged(_))
    }
}

/// What can go wrong with publications.
#[derive(Debug, thiserror::Error)]
pub enum PublicationError {
    /// The database refused.
    #[error(transparent)]
    Database(#[from] db::DbError),
    /// The ledger refused.
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
}
