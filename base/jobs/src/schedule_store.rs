//! SQL statements for schedules.

use crate::{Job, Schedule, job_store};
use chrono::{DateTime, Utc};
use db::{Db, DbError};
use serde_json::json;

/// The unique key of a scheduled job: while one waits, another would do nothing that it will not do.
const SCHEDULED: &str = "scheduled";

/// Enqueues a schedule's job if it has been due since it was last enqueued. Returns `false` if it has not, or if another process
/// has just done so.
pub(crate) async fn enqueue_if_due(db: &Db, schedule: Schedule, now: DateTime<Utc>) -> Result<bool, DbError> {
    let (last, next) = (schedule.when.last(now), schedule.when.next(now));
    let sql = "SELECT due_at FROM job_schedule WHERE name = $1";
    let known = db::single::<DateTime<Utc>>(db.reading(), sql, db::values![schedule.kind]).await?;
    if known.is_some_and(|known| !is_due(known, last, next)) {
        return Ok(false);
    }
    let transaction = db.begin().await?;
    // The condition is checked again in the statement, which another process's transaction may have been waiting for.
    let sql = "INSERT INTO job_schedule (name, due_at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at \
               WHERE job_schedule.due_at < $2 OR job_schedule.due_at > $3";
    if db::execute(&transaction, sql, db::values![schedule.kind, last, next]).await? == 0 {
        return Ok(false);
    }
    job_store::enqueue(&transaction, &Job::new(schedule.kind, json!({}), now).once(SCHEDULED)).await?;
    transaction.commit().await?;
    Ok(true)
}

/// Returns whether a job that was last due at `known` is due again. A time after the next one was noted while a clock was wrong;
/// the next one itself may have been noted by a machine whose clock is slightly ahead.
fn is_due(known: DateTime<Utc>, last: DateTime<Utc>, next: DateTime<Utc>) -> bool {
    known < last || known > next
}
