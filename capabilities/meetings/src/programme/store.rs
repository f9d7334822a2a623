//! All SQL statements about the work programme and standing items.

use crate::meeting::{BoardId, MeetingId, ProgrammeItemId};
use crate::preparation::item::ItemKind;
use crate::programme::{ProgrammeItem, ProgrammeState, Source};
use access::By;
use chrono::NaiveDate;
use db::{ConnectionTrait, DbError, Value, WriteTransaction};
use ledger::Action;
use serde_json::json;
use web::Result;

#[derive(db::Row)]
struct Row {
    id: i64,
    board_id: i64,
    title: String,
    purpose: Option<String>,
    kind: String,
    source: String,
    source_detail: Option<String>,
    owner: Option<String>,
    crime_scrutiny: bool,
    due_on: Option<NaiveDate>,
    state: String,
    meeting_id: Option<i64>,
    version: i64,
}

const COLUMNS: &str =
    "id, board_id, title, purpose, kind, source, source_detail, owner, crime_scrutiny, due_on, state, meeting_id, version";

impl TryFrom<Row> for ProgrammeItem {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let unreadable = || DbError::Value(format!("item {} of a work programme", row.id));
        Ok(Self {
            id: ProgrammeItemId::new(row.id).ok_or_else(unreadable)?,
            board: BoardId::new(row.board_id).ok_or_else(unreadable)?,
            kind: ItemKind::read(&row.kind).ok_or_else(unreadable)?,
            source: Source::read(&row.source).ok_or_else(unreadable)?,
            state: ProgrammeState::read(&row.state).ok_or_else(unreadable)?,
            title: row.title,
            purpose: row.purpose,
            source_detail: row.source_detail,
            owner: row.owner,
            is_crime_scrutiny: row.crime_scrutiny,
            due_on: row.due_on,
            meeting: row.meeting_id.and_then(MeetingId::new),
            version: row.version,
        })
    }
}

/// Returns a board's items that were not withdrawn: those without a meeting first, by due date.
pub async fn of_board(connection: &impl ConnectionTrait, board: BoardId) -> Result<Vec<ProgrammeItem>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM programme_item WHERE board_id = $1 AND state <> 'withdrawn' \
         ORDER BY state, COALESCE(due_on, $2), id LIMIT 1000"
    );
    let rows = db::rows::<Row>(connection, &sql, [board.get().into(), NaiveDate::from_ymd_opt(9999, 12, 31).into()]).await?;
    rows.into_iter().map(ProgrammeItem::try_from).collect()
}

/// Returns the number of a board's planned items that are not on an agenda yet.
pub async fn open_count(connection: &impl ConnectionTrait, board: BoardId) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM programme_item WHERE board_id = $1 AND state = 'planned'";
    Ok(db::single::<i64>(connection, sql, [board.get().into()]).await?.unwrap_or(0))
}

/// Returns the item with this key.
pub async fn by_id(connection: &impl ConnectionTrait, id: ProgrammeItemId) -> Result<Option<ProgrammeItem>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM programme_item WHERE id = $1");
    db::row::<Row>(connection, &sql, [id.get().into()]).await?.map(ProgrammeItem::try_from).transpose()
}

fn values(item: &ProgrammeItem) -> Vec<Value> {
    vec![
        item.title.as_str().into(),
        item.purpose.as_deref().into(),
        item.kind.word().into(),
        item.source.word().into(),
        item.source_detail.as_deref().into(),
        item.owner.as_deref().into(),
        item.is_crime_scrutiny.into(),
        item.due_on.into(),
    ]
}

/// Adds an item. The key, state, meeting and version of `item` are ignored.
pub async fn insert(transaction: &WriteTransaction, item: &ProgrammeItem, by: By<'_>) -> Result<ProgrammeItemId> {
    let sql = "INSERT INTO programme_item (title, purpose, kind, source, source_detail, owner, crime_scrutiny, due_on, board_id, state, version) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'planned', 1) RETURNING id";
    let mut values = values(item);
    values.push(item.board.get().into());
    let id = db::single::<i64>(transaction, sql, values).await?;
    let id = id.and_then(ProgrammeItemId::new).ok_or_else(|| DbError::Value("an insert gave no key".to_owned()))?;
    write_down(transaction, id, Action::Collected, "added", by).await?;
    Ok(id)
}

/// Updates an item that was edited from `item.version`. Returns `false`, and changes nothing, if someone else has changed it since.
pub async fn update(transaction: &WriteTransaction, item: &ProgrammeItem, by: By<'_>) -> Result<bool> {
    let sql = "UPDATE programme_item SET title = $1, purpose = $2, kind = $3, source = $4, source_detail = $5, owner = $6, \
               crime_scrutiny = $7, due_on = $8, version = version + 1 WHERE id = $9 AND version = $10";
    let mut values = values(item);
    values.extend([item.id.get().into(), item.version.into()]);
    if db::execute(transaction, sql, values).await? == 0 {
        return Ok(false);
    }
    write_down(transaction, item.id, Action::Altered, "changed", by).await?;
    Ok(true)
}

/// Sets the meeting on whose agenda an item is, or clears it if the item is taken off again.
pub async fn schedule(transaction: &WriteTransaction, id: ProgrammeItemId, meeting: Option<MeetingId>, by: By<'_>) -> Result<()> {
    let state = if meeting.is_some() { ProgrammeState::Scheduled } else { ProgrammeState::Planned };
    let sql = "UPDATE programme_item SET state = $1, meeting_id = $2, version = version + 1 WHERE id = $3";
    db::execute(transaction, sql, [state.word().into(), meeting.map(MeetingId::get).into(), id.get().into()]).await?;
    write_down(transaction, id, Action::Altered, state.word(), by).await
}

/// Withdraws an item from the programme, with a reason.
pub async fn withdraw(transaction: &WriteTransaction, id: ProgrammeItemId, reason: &str, by: By<'_>) -> Result<()> {
    let sql = "UPDATE programme_item SET state = 'withdrawn', version = version + 1 WHERE id = $1";
    db::execute(transaction, sql, [id.get().into()]).await?;
    write_down(transaction, id, Action::Altered, &format!("withdrawn: {reason}"), by).await
}

async fn write_down(transaction: &WriteTransaction, id: ProgrammeItemId, action: Action, what: &str, by: By<'_>) -> Result<()> {
    let record = format!("programme-item/{id}");
    ledger::append(transaction, &by.did(action, &record, &json!({ "what": what }))).await?;
    Ok(())
}

#[derive(db::Row)]
struct DayRow {
    held_on: NaiveDate,
}

/// Returns the dates on which the board met or will meet to scrutinise crime and disorder.
pub async fn crime_scrutinies(connection: &impl ConnectionTrait, board: BoardId) -> Result<Vec<NaiveDate>, DbError> {
    let sql = "SELECT DISTINCT m.held_on FROM draft_item i JOIN meeting m ON m.id = i.meeting_id WHERE m.board_id = $1 AND i.crime_scrutiny = $2 \
               AND i.removed_at IS NULL AND m.cancelled = $3 ORDER BY m.held_on";
    let rows = db::rows::<DayRow>(connection, sql, [board.get().into(), true.into(), false.into()]).await?;
    Ok(rows.into_iter().map(|row| row.held_on).collect())
}

/// An item on every agenda of a board.
#[derive(Clone, Debug)]
pub struct StandingItem {
    /// The kind.
    pub kind: ItemKind,
    /// The title.
    pub title: String,
}

#[derive(db::Row)]
struct StandingRow {
    kind: String,
    title: String,
}

/// Returns a board's standing items in order.
pub async fn standing_items(connection: &impl ConnectionTrait, board: BoardId) -> Result<Vec<StandingItem>, DbError> {
    let sql = "SELECT kind, title FROM standing_item WHERE board_id = $1 ORDER BY position, id";
    let rows = db::rows::<StandingRow>(connection, sql, [board.get().into()]).await?;
    let item = |row: StandingRow| {
        let unreadable = || DbError::Value(format!("the kind “{}” of a standing item of board {board}", row.kind));
        Ok(StandingItem { kind: ItemKind::read(&row.kind).ok_or_else(unreadable)?, title: row.title })
    };
    rows.into_iter().map(item).collect()
}

/// Replaces a board's standing items.
pub async fn set_standing_items(
    transaction: &WriteTransaction,
    board: BoardId,
    items: &[StandingItem],
    by: By<'_>,
) -> Result<()> {
    db::execute(transaction, "DELETE FROM standing_item WHERE board_id = $1", [board.get().into()]).await?;
    for (position, item) in (0_i32..).zip(items) {
        let sql = "INSERT INTO standing_item (board_id, position, kind, title) VALUES ($1, $2, $3, $4)";
        let values = [board.get().into(), position.into(), item.kind.word().into(), item.title.as_str().into()];
        db::execute(transaction, sql, values).await?;
    }
    let record = format!("board/{board}/standing-items");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "items": items.len() }))).await?;
    Ok(())
}
