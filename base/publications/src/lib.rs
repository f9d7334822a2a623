//! Publications: immutable versions of what has been made public. Public pages show publications and nothing else.
//!
//! A version is never changed. A correction is a new version that says which one it replaces and why; both remain available.

mod closed_store;
mod difference;
mod publications_store;
mod reader_store;

pub use closed_store::{ClosedPublication, current_closed, publish_closed};
pub use difference::{Change, difference};
pub use publications_store::{
    MIGRATIONS, Summary, by_id, contents_as_at, current, current_of_records, history, last_id, latest_of_kinds,
    latest_of_records, newest_version, publish, published_after,
};

pub use reader_store::{read_on, read_until};

use chrono::{DateTime, Utc};

/// The kind of job that is enqueued when something is published.
pub const PUBLISHED: &str = "publications.published";

db::record_id!(
    /// The key of a publication.
    PublicationId
);

/// A version to be published.
#[derive(Clone, Debug)]
pub struct NewPublication<'a> {
    /// The kind of publication: `minutes`, `report`, `agenda`, `board`.
    pub kind: &'a str,
    /// The record that it is a version of, such as `meeting/12/minutes`.
    pub record: &'a str,
    /// The title shown in lists.
    pub title: &'a str,
    /// The content, as JSON of a type specific to the kind.
    pub content: String,
}

/// The circumstances of a publication.
#[derive(Clone, Copy, Debug)]
pub struct Publishing<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// The actor: an account, or the command that was run.
    pub actor: &'a str,
    /// The reason, shown beside a version that replaces another.
    pub reason: &'a str,
}

/// A published version.
#[derive(Clone, Debug, db::Row)]
#[row(table = "publication", unread(ledger_position))]
pub struct Publication {
    /// Its key.
    pub id: PublicationId,
    /// The kind of publication.
    pub kind: String,
    /// The record that it is a version of.
    pub record: String,
    /// The version number, counted from 1 for each record.
    pub version: i32,
    /// Its title.
    pub title: String,
    /// The content as JSON.
    pub content: String,
    /// The BLAKE3 hash of the content, in hexadecimal.
    pub content_hash: String,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// The actor who published it.
    pub published_by: String,
    /// The reason for replacing the version before.
    pub reason: Option<String>,
    /// The version it replaced.
    pub replaces: Option<PublicationId>,
}

/// The outcome of publishing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The same content is already public, so nothing was written.
    Unchanged(PublicationId),
    /// The first version of its record.
    First(PublicationId),
    /// A new version of a record that already had one.
    Replaced {
        /// The new version.
        new: PublicationId,
        /// The version before.
        old: PublicationId,
    },
}

impl Outcome {
    /// Returns the version that is public now.
    pub fn id(self) -> PublicationId {
        match self {
            Self::Unchanged(id) | Self::First(id) | Self::Replaced { new: id, .. } => id,
        }
    }

    /// Returns whether anything was written.
    pub fn is_change(self) -> bool {
        !matches!(self, Self::Unchanged(_))
    }
}

/// A publication error.
#[derive(Debug, thiserror::Error)]
pub enum PublicationError {
    /// The database returned an error.
    #[error(transparent)]
    Database(#[from] db::DbError),
    /// The ledger returned an error.
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    /// Another transaction published a version of the same record after this one had read the version before. The transaction must
    /// not be committed.
    #[error("someone else published another version of {0} at the same moment; nothing was published")]
    Overtaken(String),
}
