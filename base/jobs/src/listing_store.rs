//! SQL statements for people who look at the queue.

use crate::job_store;
use chrono::{DateTime, Utc};
use db::{Connection, DbError, ToSql, WriteTransaction};

/// The state of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits until it is due, or until a process has time for it.
    Waiting,
    /// A process has claimed it.
    Running,
    /// It has failed for good.
    Dead,
}

/// A job as shown in lists.
#[derive(Clone, Debug, PartialEq, Eq, db::Row)]
#[row(table = "job")]
pub struct ListedJob {
    /// Its key.
    pub id: i64,
    /// Its kind.
    pub kind: String,
    /// What it is about, as JSON.
    pub payload: String,
    /// Its unique key, if it has one.
    pub unique_key: Option<String>,
    /// When it was enqueued.
    pub queued_at: DateTime<Utc>,
    /// When it is due or, if it is running, when its claim ends; `None` if it is dead.
    pub run_at: Option<DateTime<Utc>>,
    /// The number of attempts.
    pub attempts: i32,
    /// The error of the last attempt that failed.
    pub problem: Option<String>,
    /// When it failed for good.
    pub failed_at: Option<DateTime<Utc>>,
    claim: Option<String>,
}

impl ListedJob {
    /// Returns its state. One whose process has died is running until its claim ends.
    pub fn state(&self, now: DateTime<Utc>) -> State {
        match self.run_at {
            None => State::Dead,
            Some(until) if self.claim.is_some() && until > now => State::Running,
            Some(_) => State::Waiting,
        }
    }
}

/// Returns dead jobs, or those that are not dead, with a key above `after`, in the order in which they were enqueued.
pub async fn list(connection: &Connection, dead: bool, after: i64, most: i64) -> Result<Vec<ListedJob>, DbError> {
    let condition = if dead { "run_at IS NULL" } else { "run_at IS NOT NULL" };
    db::select(connection, &format!("WHERE {condition} AND id > $1 ORDER BY id LIMIT $2"), db::values![after, most]).await
}

/// Returns the job with this key, or `None` if there is none: it may be done.
pub async fn by_id(connection: &Connection, id: i64) -> Result<Option<ListedJob>, DbError> {
    db::by_id(connection, id).await
}

/// How many jobs there are in each state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The number that wait.
    pub waiting: i64,
    /// The number that are running.
    pub running: i64,
    /// The number that have failed for good.
    pub dead: i64,
    /// Since when the oldest of those that are due has been due, if any is.
    pub due_since: Option<DateTime<Utc>>,
}

#[derive(db::Row)]
struct CountsRow {
    waiting: i64,
    running: i64,
    dead: i64,
}

/// Counts the jobs.
pub async fn count(connection: &Connection, now: DateTime<Utc>) -> Result<Counts, DbError> {
    let sql = "SELECT CAST(COALESCE(SUM(CASE WHEN run_at IS NOT NULL AND (claim IS NULL OR run_at <= $1) THEN 1 ELSE 0 END), 0) AS BIGINT) AS waiting, \
               CAST(COALESCE(SUM(CASE WHEN claim IS NOT NULL AND run_at > $1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS running, \
               CAST(COALESCE(SUM(CASE WHEN run_at IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS dead FROM job";
    let Some(CountsRow { waiting, running, dead }) = db::row::<CountsRow>(connection, sql, [now.into()]).await? else {
        return Ok(Counts::default());
    };
    let sql = "SELECT run_at FROM job WHERE run_at <= $1 ORDER BY run_at LIMIT 1";
    let due_since = db::single::<DateTime<Utc>>(connection, sql, [now.into()]).await?;
    Ok(Counts { waiting, running, dead, due_since })
}

/// Returns the kinds of waiting jobs that are not among those known, with the number of jobs of each: a newer version of the
/// program enqueued them, or a capability is gone. They are kept, and run once a program knows them.
pub async fn unknown_kinds(connection: &Connection, known: &[&'static str]) -> Result<Vec<(String, i64)>, DbError> {
    let places = (1..=known.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    let unless_known = if known.is_empty() { String::new() } else { format!("AND kind NOT IN ({places})") };
    let sql =
        format!("SELECT kind, COUNT(*) AS count FROM job WHERE run_at IS NOT NULL {unless_known} GROUP BY kind ORDER BY kind");
    db::rows(connection, &sql, known.iter().map(ToSql::to_sql)).await
}

/// Makes a job that failed due at once, with all its attempts. Returns `false` if it has not failed, is running or is gone. If
/// another job with the same unique key waits, that one is enough.
pub async fn retry(transaction: &WriteTransaction, id: i64, now: DateTime<Utc>) -> Result<bool, DbError> {
    let Some(job) = by_id(transaction, id).await? else { return Ok(false) };
    if job.run_at.is_none() && job_store::has_another_waiting(transaction, &job.kind, job.unique_key.as_deref()).await? {
        return Ok(db::execute(transaction, "DELETE FROM job WHERE id = $1", [id.into()]).await? > 0);
    }
    let again = db::columns!(ListedJob { run_at: now, attempts: 0, failed_at: None::<DateTime<Utc>> });
    let condition = "id = $1 AND problem IS NOT NULL AND claim IS NULL";
    let is_done = db::update_rows::<ListedJob>(transaction, again, condition, db::values![id]).await? > 0;
    transaction.announce();
    Ok(is_done)
}

/// Deletes a job that is dead, or that waits and is of none of the kinds known. Returns `false` if it is neither, or gone.
pub async fn delete(transaction: &WriteTransaction, id: i64, known: &[&'static str]) -> Result<bool, DbError> {
    let places = (2..known.len() + 2).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    let unless_known = if known.is_empty() { String::new() } else { format!("AND kind NOT IN ({places})") };
    let sql = format!("DELETE FROM job WHERE id = $1 AND (run_at IS NULL OR (claim IS NULL {unless_known}))");
    let values = std::iter::once(id.into()).chain(known.iter().map(|kind| (*kind).into()));
    Ok(db::execute(transaction, &sql, values).await? > 0)
}
