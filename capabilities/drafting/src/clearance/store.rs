//! SQL statements for clearance: the path of a draft, the decisions on it, deputies, and the paths by kind of report.

use crate::clearance::life::{ClearanceState, ClearanceStep, LIFE};
use crate::draft::{Clearance, DraftId};
use access::{AccountId, By, Place};
use chrono::{DateTime, NaiveDate, Utc};
use db::{ConnectionTrait, DbError, FromQueryResult, Value, WriteTransaction};
use web::Result;

#[derive(FromQueryResult)]
struct Row {
    step: i32,
    name: String,
    place: String,
    state: String,
    due_on: Option<NaiveDate>,
    content_hash: Option<String>,
    decided_by: Option<String>,
    decided_at: Option<DateTime<Utc>>,
    reminded_on: Option<NaiveDate>,
}

impl TryFrom<Row> for Clearance {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let unreadable = || DbError::Value(format!("clearance by {}", row.name));
        Ok(Self {
            step: row.step,
            place: Place::parse(&row.place).ok_or_else(unreadable)?,
            state: ClearanceState::read(&row.state).ok_or_else(unreadable)?,
            name: row.name,
            due_on: row.due_on,
            content_hash: row.content_hash,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
            reminded_on: row.reminded_on,
        })
    }
}

/// Returns the path of a draft, in order.
pub(crate) async fn path(connection: &impl ConnectionTrait, draft: DraftId) -> Result<Vec<Clearance>, DbError> {
    let sql = "SELECT step, name, place, state, due_on, content_hash, decided_by, decided_at, reminded_on FROM report_clearance WHERE \
               draft_id = $1 ORDER BY step";
    db::rows::<Row>(connection, sql, [draft.get().into()]).await?.into_iter().map(Clearance::try_from).collect()
}

/// A step of a path to be created.
#[derive(Clone, Debug)]
pub(crate) struct PathStep {
    pub name: String,
    pub place: Place,
    pub due_on: Option<NaiveDate>,
}

/// Creates the path of a draft that is sent for clearance. A step that cleared the same content before stays cleared.
pub(crate) async fn lay_out(transaction: &WriteTransaction, draft: DraftId, steps: &[PathStep], hash: &str) -> Result<()> {
    let before = path(transaction, draft).await?;
    db::execute(transaction, "DELETE FROM report_clearance WHERE draft_id = $1", [draft.get().into()]).await?;
    for (number, step) in (0_i32..).zip(steps) {
        let kept = before.iter().find(|known| known.name == step.name && known.content_hash.as_deref() == Some(hash));
        let state = LIFE.start(ClearanceStep::Send, |_| true, |_| kept.is_some())?.to;
        let sql = "INSERT INTO report_clearance (draft_id, step, name, place, state, due_on, content_hash, decided_by, decided_at) VALUES ($1, \
                   $2, $3, $4, $5, $6, $7, $8, $9)";
        let values: [Value; 9] = [
            draft.get().into(),
            number.into(),
            step.name.as_str().into(),
            step.place.as_str().into(),
            state.word().into(),
            step.due_on.into(),
            kept.and_then(|kept| kept.content_hash.clone()).into(),
            kept.and_then(|kept| kept.decided_by.clone()).into(),
            kept.and_then(|kept| kept.decided_at).into(),
        ];
        db::execute(transaction, sql, values).await?;
    }
    Ok(())
}

/// Records that a step cleared this content.
pub(crate) async fn clear(
    transaction: &WriteTransaction,
    draft: DraftId,
    step: &Clearance,
    hash: &str,
    by: By<'_>,
) -> Result<()> {
    let to = LIFE.take(step.state, ClearanceStep::Clear, |_| true, |_| true)?.to;
    let sql = "UPDATE report_clearance SET state = $1, content_hash = $2, decided_by = $3, decided_at = $4 WHERE draft_id = $5 AND step = $6";
    let values: [Value; 6] = [to.word().into(), hash.into(), by.actor.into(), by.at.into(), draft.get().into(), step.step.into()];
    db::execute(transaction, sql, values).await?;
    Ok(())
}

/// Reopens the steps that cleared different content, and takes those that cleared this content as cleared. Returns whether there
/// were any to reopen.
pub(crate) async fn ask_again(transaction: &WriteTransaction, draft: DraftId, hash: &str) -> Result<bool> {
    let mut is_asked = false;
    for step in path(transaction, draft).await? {
        let is_same = step.content_hash.as_deref() == Some(hash);
        let to = LIFE.take(step.state, ClearanceStep::Write, |_| true, |_| is_same)?.to;
        if to != step.state {
            let sql = "UPDATE report_clearance SET state = $1 WHERE draft_id = $2 AND step = $3";
            db::execute(transaction, sql, [to.word().into(), draft.get().into(), step.step.into()]).await?;
            is_asked |= to == ClearanceState::Again;
        }
    }
    Ok(is_asked)
}

/// Records the day on which someone was reminded of a step. Returns `false` if another process has already done so.
pub(crate) async fn reminded(
    transaction: &WriteTransaction,
    draft: DraftId,
    step: i32,
    today: NaiveDate,
) -> Result<bool, DbError> {
    let sql = "UPDATE report_clearance SET reminded_on = $1 WHERE draft_id = $2 AND step = $3 AND (reminded_on IS NULL OR reminded_on < $1)";
    Ok(db::execute(transaction, sql, [today.into(), draft.get().into(), step.into()]).await? > 0)
}

/// An event in the clearance of a draft.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct ClearanceEvent {
    pub name: String,
    pub what: String,
    pub reason: Option<String>,
    pub content_hash: Option<String>,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
}

/// Returns all clearance events of a draft, latest first.
pub(crate) async fn events(connection: &impl ConnectionTrait, draft: DraftId) -> Result<Vec<ClearanceEvent>, DbError> {
    let sql = "SELECT name, what, reason, content_hash, made_by, made_at FROM report_clearance_event WHERE draft_id = $1 ORDER BY id DESC";
    db::rows(connection, sql, [draft.get().into()]).await
}

#[derive(FromQueryResult)]
struct DraftRow {
    draft_id: i64,
}

#[derive(FromQueryResult)]
struct NameRow {
    name: String,
}

/// Returns the names of those who have ever decided on a draft, such as `Finance`.
pub(crate) async fn decided_by(connection: &impl ConnectionTrait, draft: DraftId) -> Result<Vec<String>, DbError> {
    let sql = "SELECT DISTINCT name FROM report_clearance_event WHERE draft_id = $1 ORDER BY name";
    Ok(db::rows::<NameRow>(connection, sql, [draft.get().into()]).await?.into_iter().map(|row| row.name).collect())
}

#[derive(FromQueryResult)]
struct CountRow {
    count: i64,
}

/// Checks whether someone has handled a draft: cleared it, given it back, sent it or taken it back.
pub(crate) async fn has_handled(connection: &impl ConnectionTrait, draft: DraftId, actor: &str) -> Result<bool, DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS count FROM report_clearance_event WHERE draft_id = $1 AND made_by = $2";
    let row = db::row::<CountRow>(connection, sql, [draft.get().into(), actor.into()]).await?;
    Ok(row.is_some_and(|row| row.count > 0))
}

/// The words recorded when a report is given back. Earlier versions of the program wrote the second.
pub(crate) const GIVEN_BACK: [&str; 2] = ["Given back", "gave it back"];

/// Appends an event.
pub(crate) async fn add_event(
    transaction: &WriteTransaction,
    draft: DraftId,
    (name, what, reason): (&str, &str, Option<&str>),
    hash: &str,
    by: By<'_>,
) -> Result<(), DbError> {
    let sql = "INSERT INTO report_clearance_event (draft_id, name, what, reason, content_hash, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values: [Value; 7] =
        [draft.get().into(), name.into(), what.into(), reason.into(), hash.into(), by.actor.into(), by.at.into()];
    db::execute(transaction, sql, values).await?;
    Ok(())
}

/// Returns the drafts that are in clearance.
pub(crate) async fn waiting_drafts(connection: &impl ConnectionTrait) -> Result<Vec<DraftId>, DbError> {
    let sql = "SELECT id AS draft_id FROM report_draft WHERE state = 'in-clearance' ORDER BY id";
    Ok(db::rows::<DraftRow>(connection, sql, []).await?.into_iter().filter_map(|row| DraftId::new(row.draft_id)).collect())
}

/// A deputy's delegation: who clears reports in whose place.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Delegation {
    pub id: i64,
    pub account_id: i64,
    pub delegate_id: i64,
    pub from_day: NaiveDate,
    pub until_day: NaiveDate,
}

#[derive(FromQueryResult)]
struct AwayRow {
    account_id: i64,
}

/// Returns the current and future delegations as of `today`.
pub(crate) async fn delegations(connection: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<Delegation>, DbError> {
    let sql = "SELECT id, account_id, delegate_id, from_day, until_day FROM clearance_delegation WHERE until_day >= $1 ORDER BY from_day, id";
    db::rows(connection, sql, [today.into()]).await
}

/// Returns the people whose deputy an account is on `today`.
pub(crate) async fn represented_by(
    connection: &impl ConnectionTrait,
    delegate: AccountId,
    today: NaiveDate,
) -> Result<Vec<AccountId>, DbError> {
    let sql = "SELECT DISTINCT account_id FROM clearance_delegation WHERE delegate_id = $1 AND from_day <= $2 AND until_day >= $2 ORDER BY \
               account_id";
    let rows = db::rows::<AwayRow>(connection, sql, [delegate.get().into(), today.into()]).await?;
    let account = |row: AwayRow| AccountId::new(row.account_id).ok_or_else(|| DbError::Value("a deputy’s account".to_owned()));
    rows.into_iter().map(account).collect()
}

/// Records that a deputy has been told of the reports they are to clear. Returns `false` if another process has already done so.
pub(crate) async fn told(transaction: &WriteTransaction, delegation: i64, today: NaiveDate) -> Result<bool, DbError> {
    let sql = "INSERT INTO clearance_deputy_told (delegation_id, told_on) VALUES ($1, $2) ON CONFLICT (delegation_id) DO NOTHING";
    Ok(db::execute(transaction, sql, [delegation.into(), today.into()]).await? > 0)
}

/// Returns the delegations in force today whose deputies have not been told of the reports they are to clear.
pub(crate) async fn to_be_told(connection: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<Delegation>, DbError> {
    let sql = "SELECT id, account_id, delegate_id, from_day, until_day FROM clearance_delegation WHERE from_day <= $1 AND until_day >= $1 AND \
               id NOT IN (SELECT delegation_id FROM clearance_deputy_told) ORDER BY id";
    db::rows(connection, sql, [today.into()]).await
}

/// Records that someone has been told that their deputy's time is over. Returns `false` if another process has already done so.
pub(crate) async fn return_told(transaction: &WriteTransaction, delegation: i64, today: NaiveDate) -> Result<bool, DbError> {
    let sql = "INSERT INTO clearance_return_told (delegation_id, told_on) VALUES ($1, $2) ON CONFLICT (delegation_id) DO NOTHING";
    Ok(db::execute(transaction, sql, [delegation.into(), today.into()]).await? > 0)
}

/// Returns the delegations that ended before `today`, and no earlier than `since`, about whose end no one has been told.
pub(crate) async fn returns_to_be_told(
    connection: &impl ConnectionTrait,
    since: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Delegation>, DbError> {
    let sql = "SELECT id, account_id, delegate_id, from_day, until_day FROM clearance_delegation WHERE until_day >= $1 AND until_day < $2 AND \
               id NOT IN (SELECT delegation_id FROM clearance_return_told) ORDER BY id";
    db::rows(connection, sql, [since.into(), today.into()]).await
}

/// Returns a delegation, whether or not it is in force today.
pub(crate) async fn delegation(connection: &impl ConnectionTrait, id: i64) -> Result<Option<Delegation>, DbError> {
    let sql = "SELECT id, account_id, delegate_id, from_day, until_day FROM clearance_delegation WHERE id = $1";
    db::row(connection, sql, [id.into()]).await
}

/// Appoints a deputy for `account`.
pub(crate) async fn delegate(
    transaction: &WriteTransaction,
    (account, delegate): (AccountId, AccountId),
    (from, until): (NaiveDate, NaiveDate),
    by: By<'_>,
) -> Result<()> {
    let sql = "INSERT INTO clearance_delegation (account_id, delegate_id, from_day, until_day) VALUES ($1, $2, $3, $4)";
    db::execute(transaction, sql, [account.get().into(), delegate.get().into(), from.into(), until.into()]).await?;
    let payload = serde_json::json!({ "what": "deputy for clearance", "delegate": delegate.get(), "from": from, "until": until });
    ledger::append(transaction, &by.did(ledger::Action::Altered, &format!("account/{account}/clearance"), &payload)).await?;
    Ok(())
}

/// Ends a delegation made by `account`. Returns `false` if they have made none with this key.
pub(crate) async fn end_delegation(transaction: &WriteTransaction, id: i64, account: AccountId, by: By<'_>) -> Result<bool> {
    let sql = "DELETE FROM clearance_delegation WHERE id = $1 AND account_id = $2";
    if db::execute(transaction, sql, [id.into(), account.get().into()]).await? == 0 {
        return Ok(false);
    }
    db::execute(transaction, "DELETE FROM clearance_deputy_told WHERE delegation_id = $1", [id.into()]).await?;
    let payload = serde_json::json!({ "what": "deputy for clearance removed" });
    ledger::append(transaction, &by.did(ledger::Action::Altered, &format!("account/{account}/clearance"), &payload)).await?;
    Ok(true)
}

/// Returns the keys of the steps set for a kind of report. `None` if the council has set none.
pub(crate) async fn steps_of_kind(connection: &impl ConnectionTrait, kind: &str) -> Result<Option<Vec<String>>, DbError> {
    let stored = db::single::<String>(connection, "SELECT steps FROM report_path WHERE kind = $1", [kind.into()]).await?;
    Ok(stored.map(|steps| steps.split(',').filter(|step| !step.is_empty()).map(str::to_owned).collect()))
}

/// Sets the steps of a kind of report.
pub(crate) async fn set_steps(transaction: &WriteTransaction, kind: &str, steps: &[&str], by: By<'_>) -> Result<()> {
    let sql = "INSERT INTO report_path (kind, steps) VALUES ($1, $2) ON CONFLICT (kind) DO UPDATE SET steps = excluded.steps";
    db::execute(transaction, sql, [kind.into(), steps.join(",").into()]).await?;
    let payload = serde_json::json!({ "what": "path", "kind": kind, "steps": steps });
    ledger::append(transaction, &by.did(ledger::Action::Altered, "report-template/1", &payload)).await?;
    Ok(())
}
