//! Every statement about the ledger.

use crate::chain::{Fault, Hash, Sealed, Verification, digest, origin};
use crate::{Action, Entry, LedgerError};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use db::{ConnectionTrait, DbError, FromQueryResult, SqlMigration, WriteTransaction};

/// The ledger's tables.
pub const MIGRATIONS: &[SqlMigration] = &[ENTRIES, STATES];

const ENTRIES: SqlMigration = SqlMigration {
    name: "m20261121_010_ledger",
    statements: &[
        "CREATE TABLE ledger_entry (position BIGINT PRIMARY KEY, at {INSTANT} NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, \
         record TEXT NOT NULL, payload_digest TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL)",
        "CREATE INDEX ledger_entry_by_record ON ledger_entry (record, position)",
        "CREATE TABLE ledger_payload (position BIGINT PRIMARY KEY REFERENCES ledger_entry (position), payload TEXT)",
        // One row: taking it is what lets entries follow each other when several people write at once.
        "CREATE TABLE ledger_head (id BIGINT PRIMARY KEY, position BIGINT NOT NULL, hash TEXT NOT NULL)",
    ],
};

const STATES: SqlMigration = SqlMigration {
    name: "m20261124_011_ledger_states",
    statements: &[
        "ALTER TABLE ledger_entry ADD COLUMN state_digest TEXT",
        "CREATE INDEX ledger_entry_by_actor ON ledger_entry (actor, position)",
        "CREATE INDEX ledger_entry_by_action ON ledger_entry (action, position)",
    ],
};

#[derive(FromQueryResult)]
struct Head {
    position: i64,
    hash: String,
}

/// Writes an entry at the end of the chain, in the transaction of the act itself; gives its position.
pub async fn append(transaction: &WriteTransaction, entry: &Entry<'_>) -> Result<i64, LedgerError> {
    // The update holds the row until the transaction ends, so nobody else can take the same place.
    db::execute(
        transaction,
        "INSERT INTO ledger_head (id, position, hash) VALUES (1, 0, $1) ON CONFLICT (id) DO UPDATE SET position = ledger_head.position",
        [origin().into()],
    )
    .await?;
    let head = head_row(transaction).await?;
    let position = head.position + 1;
    let payload = entry.payload.to_string();
    let payload_digest = digest(&payload);
    let state_digest = entry.state.map(|state| digest(&state.to_string()));
    let at = entry.at.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(entry.at);
    let sealed = Sealed {
        position,
        previous: &head.hash,
        at,
        actor: entry.actor,
        action: entry.action.word(),
        record: entry.record,
        payload_digest: &payload_digest,
        state_digest: state_digest.as_deref(),
    };
    let hash = sealed.hash();
    db::execute(
        transaction,
        "INSERT INTO ledger_entry (position, at, actor, action, record, payload_digest, previous_hash, hash, state_digest) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            position.into(),
            at.into(),
            entry.actor.into(),
            entry.action.word().into(),
            entry.record.into(),
            payload_digest.clone().into(),
            head.hash.clone().into(),
            hash.clone().into(),
            state_digest.into(),
        ],
    )
    .await?;
    db::execute(transaction, "INSERT INTO ledger_payload (position, payload) VALUES ($1, $2)", [position.into(), payload.into()])
        .await?;
    db::execute(transaction, "UPDATE ledger_head SET position = $1, hash = $2 WHERE id = 1", [position.into(), hash.into()])
        .await?;
    Ok(position)
}

/// The position and hash of the last entry; position 0 where there is none.
pub async fn head(connection: &impl ConnectionTrait) -> Result<(i64, Hash), LedgerError> {
    let head = head_row(connection).await?;
    Ok((head.position, head.hash))
}

async fn head_row(connection: &impl ConnectionTrait) -> Result<Head, DbError> {
    let head = db::row::<Head>(connection, "SELECT position, hash FROM ledger_head WHERE id = 1", []).await?;
    Ok(head.unwrap_or_else(|| Head { position: 0, hash: origin() }))
}

#[derive(FromQueryResult)]
struct Row {
    position: i64,
    at: DateTime<Utc>,
    actor: String,
    action: String,
    record: String,
    payload_digest: String,
    previous_hash: String,
    hash: String,
    state_digest: Option<String>,
    payload: Option<String>,
}

/// Entries read at once, so that a long ledger needs little memory.
const BATCH: i64 = 1_000;

/// Reads the whole chain and names every entry that is not as it was written.
pub async fn verify(connection: &impl ConnectionTrait) -> Result<Verification, LedgerError> {
    let mut verification = Verification { head: origin(), ..Verification::default() };
    let mut position = 0;
    loop {
        let rows = db::rows::<Row>(
            connection,
            "SELECT e.position, e.at, e.actor, e.action, e.record, e.payload_digest, e.previous_hash, e.hash, e.state_digest, p.payload \
             FROM ledger_entry e LEFT JOIN ledger_payload p ON p.position = e.position \
             WHERE e.position > $1 ORDER BY e.position LIMIT $2",
            [position.into(), BATCH.into()],
        )
        .await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            check(&row, position + 1, &mut verification);
            position = row.position;
            verification.entries += 1;
            verification.head = row.hash;
        }
    }
    let head = head_row(connection).await?;
    if head.position != position || head.hash != verification.head {
        let what = "the chain does not end where its head says: entries were taken away or added at the end";
        verification.faults.push(Fault { position: head.position, record: String::new(), what });
    }
    Ok(verification)
}

fn check(row: &Row, expected: i64, verification: &mut Verification) {
    let sealed = Sealed {
        position: row.position,
        previous: &row.previous_hash,
        at: row.at,
        actor: &row.actor,
        action: &row.action,
        record: &row.record,
        payload_digest: &row.payload_digest,
        state_digest: row.state_digest.as_deref(),
    };
    let mut fault = |what| verification.faults.push(Fault { position: row.position, record: row.record.clone(), what });
    if row.position != expected {
        fault("entries before this one are missing");
    }
    if row.previous_hash != verification.head && row.position == expected {
        fault("it does not follow from the entry before");
    }
    if sealed.hash() != row.hash {
        fault("the entry was changed after it was written");
    }
    // An erased payload is lawful; a changed one is not.
    if row.payload.as_deref().is_some_and(|payload| digest(payload) != row.payload_digest) {
        fault("the particulars were changed after they were written");
    }
}

/// The last entry of a record that sealed its state, or that says it was erased.
#[derive(FromQueryResult)]
pub(crate) struct LastState {
    pub position: i64,
    pub record: String,
    pub action: String,
    pub state_digest: String,
}

impl LastState {
    /// Whether the record was erased.
    pub(crate) fn is_erased(&self) -> bool {
        self.action == Action::Erased.word()
    }
}

/// For each record of a kind, its last entry that sealed a state.
pub(crate) async fn last_states(connection: &impl ConnectionTrait, kind: &str) -> Result<Vec<LastState>, DbError> {
    db::rows::<LastState>(
        connection,
        "SELECT position, record, action, state_digest FROM (SELECT position, record, action, state_digest, \
         ROW_NUMBER() OVER (PARTITION BY record ORDER BY position DESC) AS newest FROM ledger_entry \
         WHERE state_digest IS NOT NULL AND record LIKE $1) AS states WHERE newest = 1",
        [format!("{kind}/%").into()],
    )
    .await
}
