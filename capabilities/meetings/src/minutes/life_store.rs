//! All SQL statements about the state of minutes and their running references.

use crate::meeting::{BoardId, DraftItemId, MeetingId};
use crate::minutes::life::MinutesState;
use access::By;
use chrono::{DateTime, NaiveDate, Utc};
use db::{Connection, DbError, WriteTransaction};
use foundation::MunicipalYear;
use ledger::Action;
use serde_json::json;
use std::collections::HashMap;
use web::Result;

/// The state of a meeting's minutes.
#[derive(Clone, Debug, db::Row)]
#[row(table = "minutes_life", key(meeting_id), unread(meeting_id, circulated_at, approved_on, approved_at, signed_on, signed_by))]
pub struct Life {
    /// The state of the minutes.
    pub state: MinutesState,
}

/// Returns the state of a meeting's minutes, or `None` if they are still being drafted or came from elsewhere.
pub async fn life(connection: &Connection, meeting: MeetingId) -> Result<Option<Life>, DbError> {
    db::first(connection, "WHERE meeting_id = $1", db::values![meeting]).await
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
    let on_conflict = "ON CONFLICT (meeting_id) DO UPDATE SET state = excluded.state, \
                       circulated_at = COALESCE(minutes_life.circulated_at, excluded.circulated_at), \
                       approved_on = COALESCE(minutes_life.approved_on, excluded.approved_on), \
                       approved_at = COALESCE(minutes_life.approved_at, excluded.approved_at), \
                       signed_on = COALESCE(minutes_life.signed_on, excluded.signed_on), \
                       signed_by = COALESCE(minutes_life.signed_by, excluded.signed_by)";
    let Told { circulated_at, approved_on, approved_at, signed_by } = *told;
    let signed_on = signed_by.and(approved_on);
    let row = db::columns!(Life { meeting_id: meeting, state, circulated_at, approved_on, approved_at, signed_on, signed_by });
    db::insert_row::<Life>(transaction, row, on_conflict).await?;
    let record = format!("meeting/{meeting}/minutes");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "state": state.word() }))).await?;
    Ok(())
}

/// The running number of an item.
#[derive(db::Row)]
#[row(table = "reference_number", key(item_id), unread(board_id, municipal_year, meeting_id))]
struct Given {
    item_id: DraftItemId,
    number: i32,
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
    db::execute(transaction, "UPDATE board SET name = name WHERE id = $1", db::values![board]).await?;
    let year = MunicipalYear::of(held_on);
    let mut numbers = given(transaction, meeting).await?;
    let sql = "SELECT MAX(number) FROM reference_number WHERE board_id = $1 AND municipal_year = $2";
    let highest = db::single::<Option<i32>>(transaction, sql, db::values![board, year]).await?.flatten().unwrap_or(0);
    let sql = "SELECT n.reference FROM minute n JOIN meeting m ON m.id = n.meeting_id WHERE m.board_id = $1 AND m.municipal_year = $2 \
               AND n.reference IS NOT NULL";
    let published = db::column::<String>(transaction, sql, db::values![board, year]).await?;
    let number_of = |reference: String| reference.strip_prefix(prefix).and_then(|number| number.trim().parse::<i32>().ok());
    let mut last = published.into_iter().filter_map(number_of).max().unwrap_or(0).max(highest);
    for item in items {
        if numbers.contains_key(item) {
            continue;
        }
        last += 1;
        db::insert!(
            transaction,
            Given { board_id: board, municipal_year: year, number: last, meeting_id: meeting, item_id: item }
        )
        .await?;
        numbers.insert(*item, last);
    }
    Ok(numbers)
}

/// Returns the numbers assigned to a meeting's items, without assigning any.
pub async fn given(connection: &Connection, meeting: MeetingId) -> Result<HashMap<DraftItemId, i32>, DbError> {
    let given = db::select::<Given>(connection, "WHERE meeting_id = $1", db::values![meeting]).await?;
    Ok(given.into_iter().map(|given| (given.item_id, given.number)).collect())
}
