//! SQL statements for the ledger.

use crate::chain::{Hash, Sealed, digest, origin};
use crate::{Action, By, Entry, LedgerError, ledger_entry_name, rows};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use db::Kind;
use db::{Connection, DbError, SqlMigration, Value, WriteTransaction};

/// The migrations that create the ledger's tables.
pub const MIGRATIONS: &[SqlMigration] = &[ENTRIES, STATES, TIMES, rows::TABLES];

const ENTRIES: SqlMigration = SqlMigration {
    name: "m20261121_010_ledger",
    statements: &[
        "CREATE TABLE ledger_entry (position BIGINT PRIMARY KEY, at {INSTANT} NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, \
         record TEXT NOT NULL, payload_digest TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL)",
        "CREATE INDEX ledger_entry_by_record ON ledger_entry (record, position)",
        "CREATE TABLE ledger_payload (position BIGINT PRIMARY KEY REFERENCES ledger_entry (position), payload TEXT)",
        // A single row. Locking it puts entries in sequence when several transactions write at once.
        "CREATE TABLE ledger_head (id BIGINT PRIMARY KEY, position BIGINT NOT NULL, hash TEXT NOT NULL)",
    ],
    protects: &[
        db::unprotected("ledger_entry", "the chain protects it"),
        db::unprotected("ledger_payload", "its digests are in the chain"),
        db::unprotected("ledger_head", "it is compared with the chain"),
    ],
};

const STATES: SqlMigration = SqlMigration {
    name: "m20261124_011_ledger_states",
    statements: &[
        "ALTER TABLE ledger_entry ADD COLUMN state_digest TEXT",
        "CREATE INDEX ledger_entry_by_actor ON ledger_entry (actor, position)",
        "CREATE INDEX ledger_entry_by_action ON ledger_entry (action, position)",
    ],
    protects: &[],
};

const TIMES: SqlMigration = SqlMigration {
    name: "m20261124_012_ledger_times",
    statements: &["CREATE INDEX ledger_entry_by_time ON ledger_entry (at, position)"],
    protects: &[],
};

#[derive(db::Row)]
pub(crate) struct Head {
    pub(crate) position: i64,
    pub(crate) hash: String,
}

/// Appends an entry to the chain, in the same transaction as the action it records. Returns its position.
pub async fn append(transaction: &WriteTransaction, entry: &Entry<'_>) -> Result<i64, LedgerError> {
    // The update locks the row until the transaction ends, so no other transaction can take the same position.
    let head = db::row::<Head>(
        transaction,
        "INSERT INTO ledger_head (id, position, hash) VALUES (1, 0, $1) \
         ON CONFLICT (id) DO UPDATE SET position = ledger_head.position RETURNING position, hash",
        [origin().into()],
    )
    .await?
    .unwrap_or_else(Head::origin);
    let position = head.position + 1;
    let payload = entry.payload.to_string();
    let payload_digest = digest(&payload);
    let at = entry.at.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(entry.at);
    let sealed = Sealed {
        position,
        previous: &head.hash,
        at,
        actor: entry.actor,
        action: entry.action.word(),
        record: entry.record,
        payload_digest: &payload_digest,
        state_digest: None,
        row_seals: None,
    };
    let hash = sealed.hash();
    let columns = [
        position.into(),
        at.into(),
        entry.actor.into(),
        entry.action.word().into(),
        entry.record.into(),
        payload_digest.clone().into(),
        head.hash.clone().into(),
        hash.clone().into(),
    ];
    write(transaction, columns, position, payload, hash).await?;
    transaction.note_entry(position);
    Ok(position)
}

const INSERT_ENTRY: &str = "INSERT INTO ledger_entry (position, at, actor, action, record, payload_digest, previous_hash, hash) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Inserts the entry and its payload, and moves the head on. The head row is already locked. On PostgreSQL, where each statement is
/// a round trip, this is one statement; SQLite cannot write three tables in one statement, and has no round trips to save.
async fn write(
    transaction: &WriteTransaction,
    columns: [Value; 8],
    position: i64,
    payload: String,
    hash: Hash,
) -> Result<(), DbError> {
    if transaction.kind() == Kind::PostgreSql {
        let sql = format!(
            "WITH entry AS ({INSERT_ENTRY}), particulars AS (INSERT INTO ledger_payload (position, payload) VALUES ($1, $9)) \
             UPDATE ledger_head SET position = $1, hash = $8 WHERE id = 1"
        );
        db::execute(transaction, &sql, columns.into_iter().chain([payload.into()])).await?;
        return Ok(());
    }
    db::execute(transaction, INSERT_ENTRY, columns).await?;
    let sql = "INSERT INTO ledger_payload (position, payload) VALUES ($1, $2)";
    db::execute(transaction, sql, [position.into(), payload.into()]).await?;
    let sql = "UPDATE ledger_head SET position = $1, hash = $2 WHERE id = 1";
    db::execute(transaction, sql, [position.into(), hash.into()]).await?;
    Ok(())
}

/// Returns the position and hash of the last entry. The position is 0 if there are no entries.
pub async fn head(connection: &Connection) -> Result<(i64, Hash), LedgerError> {
    let head = head_row(connection).await?;
    Ok((head.position, head.hash))
}

pub(crate) async fn head_row(connection: &Connection) -> Result<Head, DbError> {
    let head = db::row::<Head>(connection, "SELECT position, hash FROM ledger_head WHERE id = 1", []).await?;
    Ok(head.unwrap_or_else(Head::origin))
}

impl Head {
    /// Returns the head of an empty ledger.
    fn origin() -> Self {
        Self { position: 0, hash: origin() }
    }
}

/// Erases the payload of an entry, and appends an entry that records the erasure. The chain still verifies. Returns the position of
/// the new entry, or `None` if there is no payload to erase.
pub async fn erase_payload(
    transaction: &WriteTransaction,
    position: i64,
    by: By<'_>,
    why: &str,
) -> Result<Option<i64>, LedgerError> {
    transaction.erase_traces();
    let sql = "UPDATE ledger_payload SET payload = NULL WHERE position = $1 AND payload IS NOT NULL";
    if db::execute(transaction, sql, [position.into()]).await? == 0 {
        return Ok(None);
    }
    let (record, payload) =
        (ledger_entry_name(position), serde_json::json!({ "what": "the particulars of the entry", "why": why }));
    append(transaction, &by.did(Action::Erased, &record, &payload)).await.map(Some)
}

#[derive(db::Row)]
struct Last {
    at: DateTime<Utc>,
    actor: String,
    action: String,
    record: String,
    payload_digest: String,
    previous_hash: String,
    row_seals: Option<String>,
}

/// Adds the seals of the rows that a transaction changed to its last entry, which is not yet visible to other transactions.
pub(crate) async fn seal_rows(transaction: &WriteTransaction, row_seals: &str) -> Result<(), DbError> {
    let position = transaction.last_entry().unwrap_or_default();
    let sql = "SELECT at, actor, action, record, payload_digest, previous_hash, row_seals FROM ledger_entry WHERE position = $1";
    let last = db::row::<Last>(transaction, sql, [position.into()]).await?;
    let last = last.ok_or_else(|| DbError::Value(format!("there is no entry {position} for the seals of rows")))?;
    // The entry has seals already if the transaction was observed before and has written no other entry since.
    let row_seals = &rows::joined(last.row_seals.as_deref().unwrap_or_default(), row_seals);
    let sealed = Sealed {
        position,
        previous: &last.previous_hash,
        at: last.at,
        actor: &last.actor,
        action: &last.action,
        record: &last.record,
        payload_digest: &last.payload_digest,
        state_digest: None,
        row_seals: Some(row_seals.as_str()),
    };
    let hash = sealed.hash();
    let (entry, head) = (
        "UPDATE ledger_entry SET row_seals = $1, hash = $2 WHERE position = $3",
        "UPDATE ledger_head SET hash = $1 WHERE id = 1",
    );
    db::execute(transaction, entry, [row_seals.as_str().into(), hash.as_str().into(), position.into()]).await?;
    db::execute(transaction, head, [hash.into()]).await?;
    Ok(())
}
