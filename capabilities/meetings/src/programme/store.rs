//! All SQL statements about the work programme and standing items.

use crate::meeting::{BoardId, MeetingId, ProgrammeItemId};
use crate::preparation::item::ItemKind;
use crate::programme::{ProgrammeItem, ProgrammeState};
use access::By;
use chrono::NaiveDate;
use db::{Connection, DbError, Value, WriteTransaction};
use ledger::Action;
use serde_json::json;
use web::Result;

/// Returns a board's items that were not withdrawn: those without a meeting first, by due date.
pub async fn of_board(connection: &Connection, board: BoardId) -> Result<Vec<ProgrammeItem>, DbError> {
    let rest = "WHERE board_id = $1 AND state <> 'withdrawn' ORDER BY state, COALESCE(due_on, $2), id LIMIT 1000";
    db::select(connection, rest, db::values![board, NaiveDate::from_ymd_opt(9999, 12, 31)]).await
}

/// Returns the number of a board's planned items that are not on an agenda yet.
pub async fn open_count(connection: &Connection, board: BoardId) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM programme_item WHERE board_id = $1 AND state = 'planned'";
    db::count(connection, sql, db::values![board]).await
}

/// Returns the item with this key.
pub async fn by_id(connection: &Connection, id: ProgrammeItemId) -> Result<Option<ProgrammeItem>, DbError> {
    db::by_id(connection, id).await
}

/// The columns that a person edits.
fn edited(item: &ProgrammeItem) -> impl Iterator<Item = (&'static str, Value)> {
    db::columns!(ProgrammeItem {
        title: item.title,
        purpose: item.purpose,
        kind: item.kind,
        source: item.source,
        source_detail: item.source_detail,
        owner: item.owner,
        crime_scrutiny: item.is_crime_scrutiny,
        due_on: item.due_on,
    })
    .into_iter()
}

/// Adds an item. The key, state, meeting and version of `item` are ignored.
pub async fn insert(transaction: &WriteTransaction, item: &ProgrammeItem, by: By<'_>) -> Result<ProgrammeItemId> {
    let planned = db::columns!(ProgrammeItem { board_id: item.board, state: ProgrammeState::Planned, version: 1_i64 });
    let id = db::insert_row::<ProgrammeItem>(transaction, edited(item).chain(planned), "").await?;
    let id = id.ok_or_else(|| DbError::Value("an insert gave no key".to_owned()))?;
    write_down(transaction, id, Action::Collected, "added", by).await?;
    Ok(id)
}

/// Updates an item that was edited from `item.version`. Returns `false`, and changes nothing, if someone else has changed it since.
pub async fn update(transaction: &WriteTransaction, item: &ProgrammeItem, by: By<'_>) -> Result<bool> {
    let next = db::columns!(ProgrammeItem { version: item.version + 1 });
    let condition = "id = $1 AND version = $2";
    let values = db::values![item.id, item.version];
    if db::update_rows::<ProgrammeItem>(transaction, edited(item).chain(next), condition, values).await? == 0 {
        return Ok(false);
    }
    write_down(transaction, item.id, Action::Altered, "changed", by).await?;
    Ok(true)
}

/// Puts a planned item on the agenda of a meeting. Returns `false`, and changes nothing, if it is no longer planned.
pub async fn schedule(transaction: &WriteTransaction, id: ProgrammeItemId, meeting: MeetingId, by: By<'_>) -> Result<bool> {
    let sql = "UPDATE programme_item SET state = $1, meeting_id = $2, version = version + 1 WHERE id = $3 AND state = $4";
    let (from, to) = (ProgrammeState::Planned, ProgrammeState::Scheduled);
    if db::execute(transaction, sql, db::values![to, meeting, id, from]).await? == 0 {
        return Ok(false);
    }
    write_down(transaction, id, Action::Altered, to.word(), by).await?;
    Ok(true)
}

/// Returns an item to the plan that is taken off the agenda of a meeting. Returns `false`, and changes nothing, if it is not on that
/// agenda.
pub async fn unschedule(transaction: &WriteTransaction, id: ProgrammeItemId, meeting: MeetingId, by: By<'_>) -> Result<bool> {
    let sql = "UPDATE programme_item SET state = $1, meeting_id = NULL, version = version + 1 \
               WHERE id = $2 AND state = $3 AND meeting_id = $4";
    let (from, to) = (ProgrammeState::Scheduled, ProgrammeState::Planned);
    if db::execute(transaction, sql, db::values![to, id, from, meeting]).await? == 0 {
        return Ok(false);
    }
    write_down(transaction, id, Action::Altered, to.word(), by).await?;
    Ok(true)
}

/// Withdraws a planned item from the programme, with a reason. Returns `false`, and changes nothing, if it is no longer planned.
pub async fn withdraw(transaction: &WriteTransaction, id: ProgrammeItemId, reason: &str, by: By<'_>) -> Result<bool> {
    let sql = "UPDATE programme_item SET state = $1, version = version + 1 WHERE id = $2 AND state = $3";
    let (from, to) = (ProgrammeState::Planned, ProgrammeState::Withdrawn);
    if db::execute(transaction, sql, db::values![to, id, from]).await? == 0 {
        return Ok(false);
    }
    write_down(transaction, id, Action::Altered, &format!("withdrawn: {reason}"), by).await?;
    Ok(true)
}

async fn write_down(transaction: &WriteTransaction, id: ProgrammeItemId, action: Action, what: &str, by: By<'_>) -> Result<()> {
    let record = format!("programme-item/{id}");
    ledger::append(transaction, &by.did(action, &record, &json!({ "what": what }))).await?;
    Ok(())
}

/// Returns the dates on which the board met or will meet to scrutinise crime and disorder.
pub async fn crime_scrutinies(connection: &Connection, board: BoardId) -> Result<Vec<NaiveDate>, DbError> {
    let sql = "SELECT DISTINCT m.held_on FROM draft_item i JOIN meeting m ON m.id = i.meeting_id WHERE m.board_id = $1 AND i.crime_scrutiny = $2 \
               AND i.removed_at IS NULL AND m.cancelled = $3 ORDER BY m.held_on";
    db::column(connection, sql, db::values![board, true, false]).await
}

/// An item on every agenda of a board.
#[derive(Clone, Debug, db::Row)]
#[row(table = "standing_item", key(board_id, position), unread(board_id, position))]
pub struct StandingItem {
    /// The kind.
    pub kind: ItemKind,
    /// The title.
    pub title: String,
}

/// Returns a board's standing items in order.
pub async fn standing_items(connection: &Connection, board: BoardId) -> Result<Vec<StandingItem>, DbError> {
    db::select(connection, "WHERE board_id = $1 ORDER BY position, id", db::values![board]).await
}

/// Replaces a board's standing items.
pub async fn set_standing_items(
    transaction: &WriteTransaction,
    board: BoardId,
    items: &[StandingItem],
    by: By<'_>,
) -> Result<()> {
    db::execute(transaction, "DELETE FROM standing_item WHERE board_id = $1", db::values![board]).await?;
    for (position, StandingItem { kind, title }) in (0_i32..).zip(items) {
        db::insert!(transaction, StandingItem { board_id: board, position, kind, title }).await?;
    }
    let record = format!("board/{board}/standing-items");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "items": items.len() }))).await?;
    Ok(())
}
