//! SQL statements for closed publications: versions that are as immutable as public ones, but not public. They are in a table of
//! their own, so that nothing that lists, searches or follows public content can reach them.

use crate::publications_store::content_hash;
use crate::{NewPublication, PublicationError, Publishing};
use chrono::{DateTime, Utc};
use db::{Connection, DbError, SqlMigration, WriteTransaction};
use ledger::Action;
use serde_json::json;

pub(crate) const CLOSED: SqlMigration = SqlMigration {
    name: "m20261125_021_closed_publications",
    statements: &[
        "CREATE TABLE closed_publication (id {KEY}, kind TEXT NOT NULL, record TEXT NOT NULL, version INTEGER NOT NULL, title TEXT NOT NULL, \
         content TEXT NOT NULL, content_hash TEXT NOT NULL, published_at {INSTANT} NOT NULL, published_by TEXT NOT NULL, reason TEXT NOT NULL, \
         UNIQUE (record, version))",
    ],
    protects: &[db::ledger_sealed("closed_publication")],
};

/// A version that is not public.
#[derive(Clone, Debug, db::Row)]
#[row(table = "closed_publication")]
pub struct ClosedPublication {
    /// Its key.
    pub id: i64,
    /// The kind of publication: `exempt-pack`.
    pub kind: String,
    /// The record that it is a version of.
    pub record: String,
    /// The version number, counted from 1.
    pub version: i32,
    /// Its title, which may itself be exempt.
    pub title: String,
    /// The whole content, as JSON.
    pub content: String,
    /// The BLAKE3 hash of the content.
    pub content_hash: String,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// The actor's name in the ledger.
    pub published_by: String,
    /// The reason for the version.
    pub reason: String,
}

/// Publishes a version that is not public, with a ledger entry that reveals nothing of its content. Returns the version number. If
/// the content and title are unchanged, this creates nothing and returns the current number.
///
/// # Errors
///
/// Returns [`PublicationError::Overtaken`] if someone else has published a version since the version before was read.
pub async fn publish_closed(
    transaction: &WriteTransaction,
    new: &NewPublication<'_>,
    publishing: &Publishing<'_>,
) -> Result<i32, PublicationError> {
    let hash = content_hash(&new.content);
    let before = current_closed(transaction, new.record).await?;
    if let Some(before) = &before
        && before.content_hash == hash
        && before.title == new.title
    {
        return Ok(before.version);
    }
    let version = before.map_or(1, |before| before.version + 1);
    let by = ledger::By { actor: publishing.actor, at: publishing.at };
    let (record, payload) = (format!("closed/{}/{version}", new.record), json!({ "kind": new.kind, "version": version }));
    ledger::append(transaction, &by.did(Action::Published, &record, &payload)).await?;
    let closed = db::insert!(
        transaction,
        ClosedPublication {
            kind: new.kind,
            record: new.record,
            version,
            title: new.title,
            content: new.content,
            content_hash: hash,
            published_at: publishing.at,
            published_by: publishing.actor,
            reason: publishing.reason,
        },
        "ON CONFLICT (record, version) DO NOTHING"
    );
    closed.await?.ok_or_else(|| PublicationError::Overtaken(new.record.to_owned()))?;
    Ok(version)
}

/// Returns the current closed version of a record, or `None` if there is none.
pub async fn current_closed(connection: &Connection, record: &str) -> Result<Option<ClosedPublication>, DbError> {
    db::first(connection, "WHERE record = $1 ORDER BY version DESC LIMIT 1", db::values![record]).await
}
