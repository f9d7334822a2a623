//! All SQL statements about the state of minutes and their running references.

use crate::meeting::{BoardId, DraftItemId, MeetingId};
use crate::minutes::life::MinutesState;
use access::By;
use chrono::{DateTime, NaiveDate, Utc};
use db::{ConnectionTrait, DbError, WriteTransaction};
use foundation::MunicipalYear;
use ledger::Action;
use serde_json::json;
use std::collections::HashMap;
use web::Result;

/// The state of a meeting's minutes.
#[derive(Clone, Debug)]
pub struct Life {
    /// The state of the minutes.
    pub state: MinutesState,
}

#[derive(db::Row)]
struct LifeRow {
    state: String,
}

/// Returns the state of a meeting's minutes, or `None` if they are still being drafted or came from elsewhere.
pub async fn life(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Option<Life>, DbError> {
    let sql = "SELECT state FROM minutes_life WHERE meeting_id = $1";
    let row = db::row::<LifeRow>(connection, sql, [meeting.get().into()]).await?;
    let unreadable = |word: &str| DbError::Value(format!("the state “{word}” of the minutes of meeting {meeting}"));
    row.map(|row| Ok(Life { state: MinutesState::read(&row.state).ok_or_else(|| unreadable(&row.state))? })).transpose()
}

/// The details of a step.
#[derive(Clone, Debug, Default)]
pub struct Told<'a> {
    /// When they were circulated.
    pub circulated_at: Option<DateTime<Utc>>,
    /// The date on which they were approved.
    pub approved_on: Option<NaiveDate>,
    /// The meeting that approved them.
    pub approved_at: Option<MeetingId>,
    /// The person who signed them.
    pub signed_by: Option<&'a str>,
}

/// Stores the state of minutes after a step.
pub async fn write(
    transaction: &WriteTransaction,
    meeting: MeetingId,
    state: MinutesState,
    told: &Told<'_>,
    by: By<'_>,
) -> Result<()> {
    let sql = "INSERT INTO minutes_life (meeting_id, state, circulated_at, approved_on, approved_at, signed_on, signed_by) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (meeting_id) DO UPDATE SET state = excluded.state, \
               circulated_at = COALESCE(minutes_life.circulated_at, excluded.circulated_at), \
               approved_on = COALESCE(minutes_life.approved_on, excluded.approved_on), \
               approved_at = COALESCE(minutes_life.approved_at, excluded.approved_at), \
               signed_on = COALESCE(minutes_life.signed_on, excluded.signed_on), signed_by = COALESCE(minutes_life.signed_by, excluded.signed_by)";
    let values = [
        meeting.get().into(),
        state.word().into(),
        told.circulated_at.into(),
        told.approved_on.into(),
        told.approved_at.map(MeetingId::get).into(),
        told.signed_by.and(told.approved_on).into(),
        told.signed_by.into(),
    ];
    db::execute(transaction, sql, values).await?;
    let record = format!("meeting/{meeting}/minutes");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "state": state.word() }))).await?;
    Ok(())
}

#[derive(db::Row)]
struct NumberRow {
    item_id: i64,
    number: i32,
}

#[derive(db::Row)]
struct ReferenceRow {
    reference: String,
}

/// Returns the running numbers of a meeting's items, and assigns numbers in order to items that have none. New numbers follow the
/// highest assigned or published in that municipal year under this prefix. The board's row stays locked until the transaction ends,
/// so that no two meetings take the same number.
pub async fn numbers(
    transaction: &WriteTransaction,
    board: BoardId,
    meeting: MeetingId,
    held_on: NaiveDate,
    prefix: &str,
    items: &[DraftItemId],
) -> Result<HashMap<DraftItemId, i32>, DbError> {
    db::execute(transaction, "UPDATE board SET name = name WHERE id = $1", [board.get().into()]).await?;
    let year = MunicipalYear::of(held_on).first_year();
    let sql = "SELECT item_id, number FROM reference_number WHERE meeting_id = $1";
    let rows = db::rows::<NumberRow>(transaction, sql, [meeting.get().into()]).await?;
    let mut numbers: HashMap<DraftItemId, i32> =
        rows.into_iter().filter_map(|row| Some((DraftItemId::new(row.item_id)?, row.number))).collect();
    let sql = "SELECT MAX(number) FROM reference_number WHERE board_id = $1 AND municipal_year = $2";
    let given = db::single::<Option<i32>>(transaction, sql, [board.get().into(), year.into()]).await?.flatten().unwrap_or(0);
    let sql = "SELECT n.reference FROM minute n JOIN meeting m ON m.id = n.meeting_id WHERE m.board_id = $1 AND m.municipal_year = $2 \
               AND n.reference IS NOT NULL";
    let published = db::rows::<ReferenceRow>(transaction, sql, [board.get().into(), year.into()]).await?;
    let number_of = |row: ReferenceRow| row.reference.strip_prefix(prefix).and_then(|number| number.trim().parse::<i32>().ok());
    let mut last = published.into_iter().filter_map(number_of).max().unwrap_or(0).max(given);
    for item in items {
        if numbers.contains_key(item) {
            continue;
        }
        last += 1;
        let sql =
            "INSERT INTO reference_number (board_id, municipal_year, number, meeting_id, item_id) VALUES ($1, $2, $3, $4, $5)";
        let values = [board.get().into(), year.into(), last.into(), meeting.get().into(), item.get().into()];
        db::execute(transaction, sql, values).await?;
        numbers.insert(*item, last);
    }
    Ok(numbers)
}

/// Returns the numbers assigned to a meeting's items, without assigning any.
pub async fn given(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<HashMap<DraftItemId, i32>, DbError> {
    let sql = "SELECT item_id, number FROM reference_number WHERE meeting_id = $1";
    let rows = db::rows::<NumberRow>(connection, sql, [meeting.get().into()]).await?;
    Ok(rows.into_iter().filter_map(|row| Some((DraftItemId::new(row.item_id)?, row.number))).collect())
}
