//! SQL statements for publications.

use crate::reader_store::READERS;
use crate::{NewPublication, Outcome, PUBLISHED, Publication, PublicationError, PublicationId, Publishing};
use chrono::{DateTime, Utc};
use db::{Connection, DbError, SqlMigration, ToSql, WriteTransaction};
use jobs::Job;
use serde_json::json;

/// The migrations that create the publications' tables.
pub const MIGRATIONS: &[SqlMigration] = &[PUBLICATIONS, crate::closed_store::CLOSED, READERS];

const PUBLICATIONS: SqlMigration = SqlMigration {
    name: "m20261121_020_publications",
    statements: &[
        "CREATE TABLE publication (id {KEY}, kind TEXT NOT NULL, record TEXT NOT NULL, version INTEGER NOT NULL, title TEXT NOT NULL, \
         content TEXT NOT NULL, content_hash TEXT NOT NULL, published_at {INSTANT} NOT NULL, published_by TEXT NOT NULL, reason TEXT, \
         replaces BIGINT REFERENCES publication (id), ledger_position BIGINT NOT NULL, UNIQUE (record, version))",
    ],
    protects: &[db::ledger_sealed("publication")],
};

pub(crate) fn content_hash(content: &str) -> String {
    blake3::hash(content.as_bytes()).to_hex().to_string()
}

/// Publishes a version, appends a ledger entry, and enqueues the job that tells the rest of the program ([`PUBLISHED`]). If neither
/// the content nor the title has changed, nothing is written.
///
/// # Errors
///
/// Returns [`PublicationError::Overtaken`] if someone else has published a version since the version before was read, from which the
/// new content may have been made.
pub async fn publish(
    transaction: &WriteTransaction,
    new: &NewPublication<'_>,
    publishing: &Publishing<'_>,
) -> Result<Outcome, PublicationError> {
    let hash = content_hash(&new.content);
    let before = current(transaction, new.record).await?;
    if let Some(before) = &before
        && before.content_hash == hash
        && before.title == new.title
    {
        return Ok(Outcome::Unchanged(before.id));
    }
    let version = before.as_ref().map_or(1, |before| before.version + 1);
    let replaces = before.as_ref().map(|before| before.id);
    let payload = json!({
        "kind": new.kind, "version": version, "title": new.title, "content_hash": hash,
        "reason": publishing.reason, "replaces": replaces,
    });
    let entry = ledger::By { actor: publishing.actor, at: publishing.at }.did(ledger::Action::Published, new.record, &payload);
    let position = ledger::append(transaction, &entry).await?;
    let row = db::insert!(
        transaction,
        Publication {
            kind: new.kind,
            record: new.record,
            version,
            title: new.title,
            content: new.content,
            content_hash: hash,
            published_at: publishing.at,
            published_by: publishing.actor,
            reason: before.is_some().then_some(publishing.reason),
            replaces,
            ledger_position: position,
        },
        "ON CONFLICT (record, version) DO NOTHING"
    );
    let id = row.await?.ok_or_else(|| PublicationError::Overtaken(new.record.to_owned()))?;
    // One job for all that is published before it is run. It comes after the ledger's entry, which all writers wait for first.
    jobs::enqueue(transaction, &Job::new(PUBLISHED, json!({}), publishing.at).once("published")).await?;
    Ok(replaces.map_or(Outcome::First(id), |old| Outcome::Replaced { new: id, old }))
}

/// Returns the version of `record` that is public now, or `None` if there is none.
pub async fn current(connection: &Connection, record: &str) -> Result<Option<Publication>, PublicationError> {
    Ok(db::first(connection, "WHERE record = $1 ORDER BY version DESC LIMIT 1", db::values![record]).await?)
}

/// Returns one version, whether or not it is still the current one.
pub async fn by_id(connection: &Connection, id: PublicationId) -> Result<Option<Publication>, PublicationError> {
    Ok(db::by_id(connection, id).await?)
}

/// A version as shown in lists.
#[derive(Clone, Debug, db::Row)]
#[row(table = "publication")]
pub struct Summary {
    /// Its key.
    pub id: i64,
    /// The kind of publication.
    pub kind: String,
    /// The record that it is a version of.
    pub record: String,
    /// The version number, counted from 1.
    pub version: i32,
    /// Its title.
    pub title: String,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// The reason for replacing the version before.
    pub reason: Option<String>,
}

/// The maximum number of a record's versions listed at once.
const VERSIONS_AT_ONCE: i64 = 50;

/// Returns the versions of a record up to the one numbered `until`, newest first, at most 50.
pub async fn history(connection: &Connection, record: &str, until: i32) -> Result<Vec<Summary>, PublicationError> {
    let rest = "WHERE record = $1 AND version <= $2 ORDER BY version DESC LIMIT $3";
    Ok(db::select(connection, rest, db::values![record, until, VERSIONS_AT_ONCE]).await?)
}

/// Returns the number of the newest version of a record, or 0 if there is none.
pub async fn newest_version(connection: &Connection, record: &str) -> Result<i32, PublicationError> {
    let sql = "SELECT COALESCE(MAX(version), 0) FROM publication WHERE record = $1";
    Ok(db::single::<i32>(connection, sql, db::values![record]).await?.unwrap_or_default())
}

/// Returns the current versions of these records, sorted by record. Records without a version are left out.
pub async fn current_of_records(connection: &Connection, records: &[String]) -> Result<Vec<Summary>, PublicationError> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let places = (1..=records.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    let rest = format!(
        "p WHERE record IN ({places}) AND version = (SELECT MAX(version) FROM publication q WHERE q.record = p.record) ORDER BY record"
    );
    Ok(db::select(connection, &rest, records.iter().map(ToSql::to_sql)).await?)
}

/// Returns the newest versions of any record of these kinds, newest first.
pub async fn latest_of_kinds(connection: &Connection, kinds: &[&str], limit: i64) -> Result<Vec<Summary>, PublicationError> {
    latest_where(connection, "kind", kinds.iter().map(|kind| (*kind).to_owned()).collect(), limit).await
}

/// Returns the content of each record of a kind as it was public at a given time.
pub async fn contents_as_at(connection: &Connection, kind: &str, at: DateTime<Utc>) -> Result<Vec<String>, DbError> {
    let sql = "SELECT p.content FROM publication p WHERE p.kind = $1 AND p.id = (SELECT MAX(n.id) FROM publication n WHERE n.record = p.record \
               AND n.published_at <= $2) ORDER BY p.id";
    db::column(connection, sql, db::values![kind, at]).await
}

/// Returns the newest versions of these records, newest first.
pub async fn latest_of_records(
    connection: &Connection,
    records: &[String],
    limit: i64,
) -> Result<Vec<Summary>, PublicationError> {
    latest_where(connection, "record", records.to_vec(), limit).await
}

async fn latest_where(
    connection: &Connection,
    column: &str,
    wanted: Vec<String>,
    limit: i64,
) -> Result<Vec<Summary>, PublicationError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let places = (1..=wanted.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    let rest = format!("WHERE {column} IN ({places}) ORDER BY id DESC LIMIT ${}", wanted.len() + 1);
    Ok(db::select(connection, &rest, wanted.iter().map(ToSql::to_sql).chain(db::values![limit])).await?)
}

/// Returns up to `limit` publications with keys greater than `after`, in the order in which they were published.
pub async fn published_after(connection: &Connection, after: i64, limit: i64) -> Result<Vec<Publication>, PublicationError> {
    Ok(db::select(connection, "WHERE id > $1 ORDER BY id LIMIT $2", db::values![after, limit]).await?)
}

/// Returns the key of the newest publication, or 0 if there is none.
pub async fn last_id(connection: &Connection) -> Result<i64, PublicationError> {
    Ok(db::single::<Option<i64>>(connection, "SELECT MAX(id) FROM publication", []).await?.flatten().unwrap_or(0))
}
