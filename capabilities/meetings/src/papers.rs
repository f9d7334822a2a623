//! Papers of agenda items that other capabilities write.

use documents::{Block, Document};
use web::{AppState, AttachedFile, Error};

/// The status of an agenda item's paper that another capability writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenPaper {
    /// The item's key.
    pub item: i64,
    /// Its status, in words.
    pub state: String,
    /// Whether it can be published with the agenda.
    pub is_ready: bool,
    /// Its page for the people who write it or may read it before it is public.
    pub address: String,
}

/// A paper of an agenda item that was published with the agenda.
#[derive(Clone, Debug)]
pub struct PublishedPaper {
    /// The name of its record.
    pub record: String,
    /// Its address.
    pub address: String,
    /// Its title on the agenda.
    pub title: String,
    /// The post of the reporting officer.
    pub lead_officer: Option<String>,
    /// Its recommendations, by clause.
    pub recommendations: Vec<String>,
    /// Its content, for a supplement.
    pub document: Document,
    /// Whether it differs from the version before.
    pub is_change: bool,
}

/// The meeting for which a paper is published.
#[derive(Clone, Copy, Debug)]
pub struct PaperFor<'a> {
    /// The agenda item's key.
    pub item: i64,
    /// The item's title on the agenda.
    pub title: &'a str,
    /// The meeting's key.
    pub meeting: i64,
    /// The board's name.
    pub board: &'a str,
    /// The date of the meeting.
    pub held_on: chrono::NaiveDate,
}

/// Papers of agenda items that are written by a capability other than the one for meetings.
#[async_trait::async_trait]
pub trait ItemPapers: Send + Sync {
    /// Returns the status of the papers of these items; items without one are left out.
    async fn standing(&self, state: &AppState, items: &[i64]) -> Result<Vec<WrittenPaper>, Error>;

    /// Publishes the paper of a public item, if there is one and it is ready.
    async fn publish(
        &self,
        state: &AppState,
        transaction: &db::WriteTransaction,
        paper: PaperFor<'_>,
        publishing: &publications::Publishing<'_>,
    ) -> Result<Option<PublishedPaper>, Error>;

    /// Returns the recommendations and content of a private item's paper, if there is one and it is ready; it stays private.
    async fn closed(
        &self,
        state: &AppState,
        transaction: &db::WriteTransaction,
        item: i64,
    ) -> Result<Option<(Vec<String>, Vec<Block>)>, Error>;

    /// Returns the files attached to an item's paper, public or private.
    async fn files(&self, state: &AppState, item: i64) -> Result<Vec<AttachedFile>, Error>;
}
