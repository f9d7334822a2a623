//! SQL statements for clearance: the path of a draft, the decisions on it, deputies, and the paths by kind of report.

use crate::clearance::life::{ClearanceState, ClearanceStep, LIFE};
use crate::draft::{Clearance, DraftId};
use access::{AccountId, By, Place};
use chrono::{DateTime, NaiveDate, Utc};
use db::{Connection, DbError, WriteTransaction};
use web::Result;

#[derive(db::Row)]
#[row(table = "report_path", key(kind))]
struct KindPath {
    kind: String,
    /// The keys of the steps, separated by commas.
    steps: String,
}

/// Returns the path of a draft, in order.
pub(crate) async fn path(connection: &Connection, draft: DraftId) -> Result<Vec<Clearance>, DbError> {
    db::select(connection, "WHERE draft_id = $1 ORDER BY step", db::values![draft]).await
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
    db::execute(transaction, "DELETE FROM report_clearance WHERE draft_id = $1", db::values![draft]).await?;
    for (number, step) in (0_i32..).zip(steps) {
        let kept = before.iter().find(|known| known.name == step.name && known.content_hash.as_deref() == Some(hash));
        let state = LIFE.start(ClearanceStep::Send, |_| true, |_| kept.is_some())?.to;
        let row = db::insert!(
            transaction,
            Clearance {
                draft_id: draft,
                step: number,
                name: step.name,
                place: step.place,
                state,
                due_on: step.due_on,
                content_hash: kept.and_then(|kept| kept.content_hash.clone()),
                decided_by: kept.and_then(|kept| kept.decided_by.clone()),
                decided_at: kept.and_then(|kept| kept.decided_at),
            }
        );
        row.await?;
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
    let condition = "draft_id = $1 AND step = $2";
    let cleared = db::update!(
        transaction,
        Clearance { state: to, content_hash: hash, decided_by: by.actor, decided_at: by.at },
        condition,
        [draft, step.step]
    );
    cleared.await?;
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
            let condition = "draft_id = $1 AND step = $2";
            db::update!(transaction, Clearance { state: to }, condition, [draft, step.step]).await?;
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
    let condition = "draft_id = $1 AND step = $2 AND (reminded_on IS NULL OR reminded_on < $3)";
    Ok(db::update!(transaction, Clearance { reminded_on: today }, condition, [draft, step, today]).await? > 0)
}

/// An event in the clearance of a draft.
#[derive(Clone, Debug, db::Row)]
#[row(table = "report_clearance_event", key(draft_id, made_at), unread(draft_id))]
pub(crate) struct ClearanceEvent {
    pub name: String,
    pub what: String,
    pub reason: Option<String>,
    pub content_hash: Option<String>,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
}

/// Returns all clearance events of a draft, latest first.
pub(crate) async fn events(connection: &Connection, draft: DraftId) -> Result<Vec<ClearanceEvent>, DbError> {
    db::select(connection, "WHERE draft_id = $1 ORDER BY id DESC", db::values![draft]).await
}

/// Returns the names of those who have ever decided on a draft, such as `Finance`.
pub(crate) async fn decided_by(connection: &Connection, draft: DraftId) -> Result<Vec<String>, DbError> {
    let sql = "SELECT DISTINCT name FROM report_clearance_event WHERE draft_id = $1 ORDER BY name";
    db::column(connection, sql, db::values![draft]).await
}

/// Checks whether someone has handled a draft: cleared it, given it back, sent it or taken it back.
pub(crate) async fn has_handled(connection: &Connection, draft: DraftId, actor: &str) -> Result<bool, DbError> {
    let sql = "SELECT COUNT(*) FROM report_clearance_event WHERE draft_id = $1 AND made_by = $2";
    Ok(db::count(connection, sql, db::values![draft, actor]).await? > 0)
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
    let event = db::insert!(
        transaction,
        ClearanceEvent { draft_id: draft, name, what, reason, content_hash: hash, made_by: by.actor, made_at: by.at }
    );
    event.await?;
    Ok(())
}

/// Returns the drafts that are in clearance.
pub(crate) async fn waiting_drafts(connection: &Connection) -> Result<Vec<DraftId>, DbError> {
    db::column(connection, "SELECT id FROM report_draft WHERE state = 'in-clearance' ORDER BY id", []).await
}

/// A deputy's delegation: who clears reports in whose place.
#[derive(Clone, Debug, db::Row)]
#[row(table = "clearance_delegation")]
pub(crate) struct Delegation {
    pub id: i64,
    pub account_id: AccountId,
    pub delegate_id: AccountId,
    pub from_day: NaiveDate,
    pub until_day: NaiveDate,
}

/// Returns the current and future delegations as of `today`.
pub(crate) async fn delegations(connection: &Connection, today: NaiveDate) -> Result<Vec<Delegation>, DbError> {
    db::select(connection, "WHERE until_day >= $1 ORDER BY from_day, id", db::values![today]).await
}

/// Returns the people whose deputy an account is on `today`.
pub(crate) async fn represented_by(
    connection: &Connection,
    delegate: AccountId,
    today: NaiveDate,
) -> Result<Vec<AccountId>, DbError> {
    let sql = "SELECT DISTINCT account_id FROM clearance_delegation WHERE delegate_id = $1 AND from_day <= $2 AND until_day >= $2 ORDER BY \
               account_id";
    db::column(connection, sql, db::values![delegate, today]).await
}

/// The day on which a deputy was told of the reports they are to clear.
#[derive(db::Row)]
#[row(table = "clearance_deputy_told", key(delegation_id))]
struct DeputyTold {
    delegation_id: i64,
    told_on: NaiveDate,
}

/// The day on which someone was told that their deputy's time is over.
#[derive(db::Row)]
#[row(table = "clearance_return_told", key(delegation_id))]
struct ReturnTold {
    delegation_id: i64,
    told_on: NaiveDate,
}

/// Records that a deputy has been told of the reports they are to clear. Returns `false` if another process has already done so.
pub(crate) async fn told(transaction: &WriteTransaction, delegation: i64, today: NaiveDate) -> Result<bool, DbError> {
    let row = db::columns!(DeputyTold { delegation_id: delegation, told_on: today });
    Ok(db::insert_row::<DeputyTold>(transaction, row, "ON CONFLICT (delegation_id) DO NOTHING").await?.is_some())
}

/// Returns the delegations in force today whose deputies have not been told of the reports they are to clear.
pub(crate) async fn to_be_told(connection: &Connection, today: NaiveDate) -> Result<Vec<Delegation>, DbError> {
    let rest =
        "WHERE from_day <= $1 AND until_day >= $1 AND id NOT IN (SELECT delegation_id FROM clearance_deputy_told) ORDER BY id";
    db::select(connection, rest, db::values![today]).await
}

/// Records that someone has been told that their deputy's time is over. Returns `false` if another process has already done so.
pub(crate) async fn return_told(transaction: &WriteTransaction, delegation: i64, today: NaiveDate) -> Result<bool, DbError> {
    let row = db::columns!(ReturnTold { delegation_id: delegation, told_on: today });
    Ok(db::insert_row::<ReturnTold>(transaction, row, "ON CONFLICT (delegation_id) DO NOTHING").await?.is_some())
}

/// Returns the delegations that ended before `today`, and no earlier than `since`, about whose end no one has been told.
pub(crate) async fn returns_to_be_told(
    connection: &Connection,
    since: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Delegation>, DbError> {
    let rest =
        "WHERE until_day >= $1 AND until_day < $2 AND id NOT IN (SELECT delegation_id FROM clearance_return_told) ORDER BY id";
    db::select(connection, rest, db::values![since, today]).await
}

/// Returns a delegation, whether or not it is in force today.
pub(crate) async fn delegation(connection: &Connection, id: i64) -> Result<Option<Delegation>, DbError> {
    db::by_id(connection, id).await
}

/// Appoints a deputy for `account`.
pub(crate) async fn delegate(
    transaction: &WriteTransaction,
    (account, delegate): (AccountId, AccountId),
    (from, until): (NaiveDate, NaiveDate),
    by: By<'_>,
) -> Result<()> {
    db::insert!(transaction, Delegation { account_id: account, delegate_id: delegate, from_day: from, until_day: until }).await?;
    let payload = serde_json::json!({ "what": "deputy for clearance", "delegate": delegate.get(), "from": from, "until": until });
    ledger::append(transaction, &by.did(ledger::Action::Altered, &format!("account/{account}/clearance"), &payload)).await?;
    Ok(())
}

/// Ends a delegation made by `account`. Returns `false` if they have made none with this key.
pub(crate) async fn end_delegation(transaction: &WriteTransaction, id: i64, account: AccountId, by: By<'_>) -> Result<bool> {
    let sql = "DELETE FROM clearance_delegation WHERE id = $1 AND account_id = $2";
    if db::execute(transaction, sql, db::values![id, account]).await? == 0 {
        return Ok(false);
    }
    db::execute(transaction, "DELETE FROM clearance_deputy_told WHERE delegation_id = $1", db::values![id]).await?;
    let payload = serde_json::json!({ "what": "deputy for clearance removed" });
    ledger::append(transaction, &by.did(ledger::Action::Altered, &format!("account/{account}/clearance"), &payload)).await?;
    Ok(true)
}

/// Returns the keys of the steps set for a kind of report. `None` if the council has set none.
pub(crate) async fn steps_of_kind(connection: &Connection, kind: &str) -> Result<Option<Vec<String>>, DbError> {
    let stored = db::first::<KindPath>(connection, "WHERE kind = $1", db::values![kind]).await?;
    Ok(stored.map(|path| path.steps.split(',').filter(|step| !step.is_empty()).map(str::to_owned).collect()))
}

/// Sets the steps of a kind of report.
pub(crate) async fn set_steps(transaction: &WriteTransaction, kind: &str, steps: &[&str], by: By<'_>) -> Result<()> {
    db::upsert!(transaction, KindPath { kind, steps: steps.join(",") }).await?;
    let payload = serde_json::json!({ "what": "path", "kind": kind, "steps": steps });
    ledger::append(transaction, &by.did(ledger::Action::Altered, "report-template/1", &payload)).await?;
    Ok(())
}
