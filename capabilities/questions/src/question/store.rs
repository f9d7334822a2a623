//! Reading and changing public questions. Every change checks the version, so that of two concurrent
//! changes the second is reported.

use crate::question::state::Act;
use crate::question::{Question, QuestionId};
use access::{By, Token};
use chrono::{DateTime, NaiveDate, Utc};
use db::{Connection, DbError, WriteTransaction};
use ledger::Action;
use meetings::MeetingId;
use serde_json::{Value as Json, json};
use web::Result;

/// Returns the question with this key.
pub(crate) async fn by_id(connection: &Connection, id: QuestionId) -> Result<Option<Question>, DbError> {
    db::by_id(connection, id).await
}

/// Returns the question tracked with this token.
pub(crate) async fn by_token(connection: &Connection, token: &Token) -> Result<Option<Question>, DbError> {
    db::first(connection, "WHERE token_hash = $1", db::values![token.hash()]).await
}

/// Returns the questions of a meeting: the planned ones in order, then the others in order of receipt.
pub(crate) async fn of_meeting(connection: &Connection, meeting: MeetingId) -> Result<Vec<Question>, DbError> {
    db::select(connection, "WHERE meeting_id = $1 ORDER BY COALESCE(position, 1000000), id", db::values![meeting]).await
}

/// The maximum number of questions that a list reads.
pub(crate) const MOST_LISTED: i64 = 2_000;

/// Returns all questions, newest first.
pub(crate) async fn all(connection: &Connection) -> Result<Vec<Question>, DbError> {
    db::select(connection, "ORDER BY id DESC LIMIT $1", db::values![MOST_LISTED]).await
}

/// Returns the questions that were merged into this one.
pub(crate) async fn merged_into(connection: &Connection, id: QuestionId) -> Result<Vec<Question>, DbError> {
    db::select(connection, "WHERE merged_into = $1 ORDER BY id", db::values![id]).await
}

/// The maximum number of earlier questions compared with a new one.
const MOST_COMPARED: i64 = 400;

/// Returns the questions put since `from`, newest first, to compare with a new one.
pub(crate) async fn put_since(connection: &Connection, from: DateTime<Utc>) -> Result<Vec<Question>, DbError> {
    let rest = "WHERE started_at >= $1 AND state IN ('put', 'answered', 'awaiting-written-answer') \
                ORDER BY id DESC LIMIT $2";
    db::select(connection, rest, db::values![from, MOST_COMPARED]).await
}

/// Appends a ledger entry about a question. Its details name no person and quote no text, because either may
/// have to be erased one day.
pub(crate) async fn write_down(
    transaction: &WriteTransaction,
    question: &Question,
    action: Action,
    payload: &Json,
    by: By<'_>,
) -> Result<()> {
    ledger::append(transaction, &by.did(action, &question.record_name(), payload)).await?;
    Ok(())
}

/// Writes a question if it is still at the version that was read. Returns `None` if someone else has changed it
/// since. `act` is what was done.
pub(crate) async fn change(
    transaction: &WriteTransaction,
    now: &Question,
    act: &str,
    payload: Json,
    by: By<'_>,
) -> Result<Option<Question>> {
    let changed = Question {
        version: now.version + 1,
        changed_by: by.actor.to_owned(),
        changed_at: by.at,
        last_act: act.to_owned(),
        ..now.clone()
    };
    if !db::save(transaction, &changed, "version = $1", db::values![now.version]).await? {
        return Ok(None);
    }
    let mut particulars = json!({ "act": act, "state": changed.state, "version": changed.version });
    if let (Some(all), Json::Object(more)) = (particulars.as_object_mut(), payload) {
        all.extend(more);
    }
    write_down(transaction, &changed, Action::Altered, &particulars, by).await?;
    Ok(Some(changed))
}

/// Writes a question in the same way for an action from the state table.
pub(crate) async fn act(
    transaction: &WriteTransaction,
    now: &Question,
    act: Act,
    payload: Json,
    by: By<'_>,
) -> Result<Option<Question>> {
    change(transaction, now, act.word(), payload, by).await
}

/// Returns the last position in a meeting's plan, or 0 if nothing is planned. Concurrent callers wait until the transaction ends,
/// so that no two questions get the same position.
pub(crate) async fn last_position(transaction: &WriteTransaction, meeting: MeetingId) -> Result<i64, DbError> {
    db::hold(transaction, &[&format!("questions planned for meeting {meeting}")]).await?;
    let sql = "SELECT CAST(COALESCE(MAX(position), 0) AS BIGINT) FROM public_question WHERE meeting_id = $1";
    db::count(transaction, sql, db::values![meeting]).await
}

/// Returns the first instant of the day this many months before another.
pub(crate) fn months_before(day: NaiveDate, months: u32) -> DateTime<Utc> {
    let from = day.checked_sub_months(chrono::Months::new(months)).unwrap_or(day);
    foundation::london::beginning(from)
}
