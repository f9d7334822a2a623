//! SQL statements for the queue.

use crate::listing_store::ListedJob;
use crate::{Claimed, Job, LEASE, Retry};
use chrono::{DateTime, TimeDelta, Utc};
use db::{Connection, Db, DbError, Kind as DatabaseKind, Table as _, ToSql, WriteTransaction};

/// The condition of the job that a process has claimed, while no other has claimed it.
const HELD: &str = "id = $1 AND claim = $2";

/// Enqueues a job in the transaction of the act that causes it. It is run once the transaction is committed, and never if it is
/// rolled back.
///
/// If a job with the same unique key waits, that one stays, and is due at the earlier of both times. No process can claim it until
/// this transaction ends, so it is run after what this transaction changed. Other transactions that enqueue it wait for this one:
/// enqueue such a job after appending to the ledger, so that all take both locks in the same order.
pub async fn enqueue(transaction: &WriteTransaction, job: &Job<'_>) -> Result<(), DbError> {
    let on_conflict = "ON CONFLICT (kind, unique_key) WHERE claim IS NULL AND run_at IS NOT NULL \
                       DO UPDATE SET run_at = CASE WHEN excluded.run_at < job.run_at THEN excluded.run_at ELSE job.run_at END";
    let Job { kind, payload, unique_key, queued_at, run_at } = job;
    let row = db::columns!(ListedJob { kind, payload: payload.to_string(), unique_key, queued_at, run_at, attempts: 0 });
    db::insert_row::<ListedJob>(transaction, row, on_conflict).await?;
    transaction.announce();
    Ok(())
}

/// A kind of job, and when its next job is due or its claim ends.
#[derive(Clone, Debug, db::Row)]
pub(crate) struct NextOfKind {
    pub(crate) kind: String,
    pub(crate) run_at: DateTime<Utc>,
}

/// Returns when the next job of each kind is due. Each costs one look into the index, however many jobs there are.
pub(crate) async fn next_of_kinds(connection: &Connection, kinds: &[&'static str]) -> Result<Vec<NextOfKind>, DbError> {
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let of_one = |place: usize| {
        format!(
            "SELECT kind, run_at FROM (SELECT kind, run_at FROM job WHERE kind = ${place} AND run_at IS NOT NULL \
             ORDER BY run_at LIMIT 1) AS of_kind_{place}"
        )
    };
    let sql = (1..=kinds.len()).map(of_one).collect::<Vec<_>>().join(" UNION ALL ");
    db::rows(connection, &sql, kinds.iter().map(ToSql::to_sql)).await
}

/// What a process needs to know of a job that it has claimed.
#[derive(db::Row)]
#[row(table = "job")]
struct ClaimedRow {
    id: i64,
    payload: String,
    unique_key: Option<String>,
    attempts: i32,
}

/// Claims the next due job of a kind, so that no other process runs it too: one that waits, or one whose claim has ended because
/// its process died.
pub(crate) async fn claim(db: &Db, kind: &'static str, retry: Retry, now: DateTime<Utc>) -> Result<Option<Claimed>, DbError> {
    let transaction = db.begin().await?;
    // SQLite has one writer, so there is no other transaction to pass over.
    let pass_over = if transaction.kind() == DatabaseKind::PostgreSql { "FOR UPDATE SKIP LOCKED" } else { "" };
    let sql = format!(
        "UPDATE job SET claim = $3, run_at = $4, attempts = attempts + 1 WHERE id = (SELECT id FROM job WHERE kind = $1 AND run_at <= $2 \
         ORDER BY run_at, id LIMIT 1 {pass_over}) RETURNING {}",
        ClaimedRow::LIST
    );
    let claim = format!("{:032x}", u128::from_be_bytes(foundation::random_bytes()));
    let values = db::values![kind, now, claim, now + LEASE];
    let Some(row) = db::row::<ClaimedRow>(&transaction, &sql, values).await? else { return Ok(None) };
    transaction.commit().await?;
    let [chance] = foundation::random_bytes::<1>();
    Ok(Some(Claimed {
        id: row.id,
        kind: kind.to_owned(),
        payload: row.payload,
        unique_key: row.unique_key,
        claim,
        attempts: row.attempts,
        again_at: retry.wait(row.attempts, chance).map(|wait| now + wait),
    }))
}

/// Extends a claim. Returns `false` if the job is no longer this process's: it is completed, or another has claimed it.
pub(crate) async fn extend(db: &Db, claimed: &Claimed, now: DateTime<Utc>) -> Result<bool, DbError> {
    let transaction = db.begin().await?;
    let extended = db::update!(&transaction, ListedJob { run_at: now + LEASE }, HELD, [claimed.id, claimed.claim]);
    let is_held = extended.await? > 0;
    transaction.commit().await?;
    Ok(is_held)
}

/// Returns whether a job is there, claimed or not.
pub(crate) async fn is_there(connection: &Connection, claimed: &Claimed) -> Result<bool, DbError> {
    Ok(db::by_id::<ListedJob>(connection, claimed.id).await?.is_some())
}

/// Returns whether this process still has the claim.
pub(crate) async fn is_held(connection: &Connection, claimed: &Claimed) -> Result<bool, DbError> {
    let values = db::values![claimed.id, claimed.claim];
    Ok(db::first::<ListedJob>(connection, &format!("WHERE {HELD}"), values).await?.is_some())
}

/// Deletes a job that is done. Returns `false` if another process has claimed it since.
pub(crate) async fn complete(transaction: &WriteTransaction, claimed: &Claimed) -> Result<bool, DbError> {
    let sql = format!("DELETE FROM job WHERE {HELD}");
    Ok(db::execute(transaction, &sql, db::values![claimed.id, claimed.claim]).await? > 0)
}

/// Makes a claimed job wait again until `run_at`, with the error of the attempt if it failed. An attempt that was interrupted does
/// not count. If another job with the same unique key waits already, that one is enough.
pub(crate) async fn put_back(db: &Db, claimed: &Claimed, run_at: DateTime<Utc>, problem: Option<&str>) -> Result<(), DbError> {
    let transaction = db.begin().await?;
    if has_another_waiting(&transaction, &claimed.kind, claimed.unique_key.as_deref()).await? {
        complete(&transaction, claimed).await?;
    } else {
        let sql = "UPDATE job SET claim = NULL, run_at = $1, attempts = $2, problem = COALESCE($3, problem) WHERE id = $4 AND claim = $5";
        let attempts = if problem.is_some() { claimed.attempts } else { claimed.attempts - 1 };
        let values = db::values![run_at, attempts, problem, claimed.id, claimed.claim];
        db::execute(&transaction, sql, values).await?;
    }
    transaction.announce();
    transaction.commit().await
}

/// Returns whether a job with this unique key waits. It is locked until the transaction ends.
pub(crate) async fn has_another_waiting(
    transaction: &WriteTransaction,
    kind: &str,
    unique_key: Option<&str>,
) -> Result<bool, DbError> {
    let Some(unique_key) = unique_key else { return Ok(false) };
    let lock = if transaction.kind() == DatabaseKind::PostgreSql { "FOR UPDATE" } else { "" };
    let sql =
        format!("SELECT id FROM job WHERE kind = $1 AND unique_key = $2 AND claim IS NULL AND run_at IS NOT NULL LIMIT 1 {lock}");
    Ok(db::single::<i64>(transaction, &sql, db::values![kind, unique_key]).await?.is_some())
}

/// Keeps a job that has failed for good, with its error.
pub(crate) async fn bury(db: &Db, claimed: &Claimed, problem: &str, now: DateTime<Utc>) -> Result<(), DbError> {
    let transaction = db.begin().await?;
    let (claim, run_at) = (None::<&str>, None::<DateTime<Utc>>);
    let buried = db::columns!(ListedJob { claim, run_at, problem, failed_at: now });
    db::update_rows::<ListedJob>(&transaction, buried, HELD, db::values![claimed.id, claimed.claim]).await?;
    transaction.commit().await
}

/// The most jobs whose times are corrected at once.
const BATCH: i64 = 500;

#[derive(db::Row)]
#[row(table = "job")]
struct Times {
    id: i64,
    queued_at: DateTime<Utc>,
    run_at: DateTime<Utc>,
    attempts: i32,
}

/// Corrects the times of jobs that were written while a clock was ahead, which would otherwise wait until that time has come. Jobs
/// that were enqueued for a later time keep their distance from the time at which they were enqueued.
pub(crate) async fn correct_times(db: &Db, now: DateTime<Utc>) -> Result<u64, DbError> {
    let (soon, latest) = (now + LEASE * 2, now + Retry::LONGEST_WAIT * 2);
    let condition = "run_at > $1 AND (queued_at > $2 OR (claim IS NOT NULL AND run_at > $2) OR (attempts > 0 AND run_at > $3))";
    let rest = format!("WHERE {condition} ORDER BY id LIMIT {BATCH}");
    let wrong = db::select::<Times>(db.reading(), &rest, db::values![now, soon, latest]).await?;
    if wrong.is_empty() {
        return Ok(0);
    }
    let transaction = db.begin().await?;
    let mut corrected = 0;
    for times in wrong {
        let wait = if times.attempts == 0 && times.run_at > times.queued_at {
            times.run_at - times.queued_at
        } else {
            TimeDelta::zero()
        };
        let (queued_at, run_at) = (times.queued_at.min(now), now + wait);
        let condition = format!("{condition} AND id = $4");
        let values = db::values![now, soon, latest, times.id];
        corrected +=
            db::update_rows::<Times>(&transaction, db::columns!(Times { queued_at, run_at }), &condition, values).await?;
    }
    transaction.commit().await?;
    Ok(corrected)
}
