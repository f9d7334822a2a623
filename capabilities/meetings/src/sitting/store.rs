//! All SQL statements about what is recorded at a meeting. Each entry and each note has its own transaction, so that nothing
//! acknowledged is lost if the program stops.

use crate::meeting::{DraftItemId, MeetingId, PersonId};
use crate::sitting::{Entry, Recorded, SittingState};
use access::By;
use chrono::{DateTime, NaiveDate, Utc};
use db::{Connection, DbError, WriteTransaction};
use foundation::london;
use ledger::Action;
use serde_json::json;
use web::Result;

/// The state of a meeting in progress.
#[derive(Clone, Debug, db::Row)]
#[row(table = "sitting", key(meeting_id), unread(meeting_id))]
pub struct Sitting {
    /// The state.
    pub state: SittingState,
    /// When it began.
    pub began_at: Option<DateTime<Utc>>,
    /// The time at which it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The person presiding.
    #[row(column = "presiding_id")]
    pub presiding: Option<PersonId>,
}

impl Sitting {
    /// Returns the day on which the meeting started, in London, or `None` if it has not started.
    pub fn started_on(&self) -> Option<NaiveDate> {
        self.began_at.map(|began| london::local(began).date())
    }
}

/// Returns the sitting of a meeting. Without a stored row, it has not started.
pub async fn sitting(connection: &Connection, meeting: MeetingId) -> Result<Sitting, DbError> {
    let stored = db::first(connection, "WHERE meeting_id = $1", db::values![meeting]).await?;
    let not_begun = Sitting { state: SittingState::NotBegun, began_at: None, ended_at: None, presiding: None };
    Ok(stored.unwrap_or(not_begun))
}

/// Makes other transactions that record at this meeting wait until this one ends, so that nothing is recorded twice.
pub async fn hold(transaction: &WriteTransaction, meeting: MeetingId) -> Result<(), DbError> {
    db::hold(transaction, &[&format!("sitting of meeting {meeting}")]).await
}

/// Stores the state of a sitting, and the step that led to it with its reason, if given.
pub async fn write_sitting(
    transaction: &WriteTransaction,
    meeting: MeetingId,
    sitting: &Sitting,
    (step, reason): (&str, Option<&str>),
    by: By<'_>,
) -> Result<()> {
    let Sitting { state, began_at, ended_at, presiding } = sitting;
    db::upsert!(transaction, Sitting { meeting_id: meeting, state, began_at, ended_at, presiding_id: presiding }).await?;
    let record = format!("meeting/{meeting}/sitting");
    let payload = match reason {
        Some(reason) => json!({ "step": step, "reason": reason }),
        None => json!({ "step": step }),
    };
    ledger::append(transaction, &by.did(Action::Altered, &record, &payload)).await?;
    Ok(())
}

/// Returns the meetings that have started and whose minutes are not circulated yet, oldest first.
pub async fn without_circulated_minutes(connection: &Connection) -> Result<Vec<MeetingId>, DbError> {
    let sql = "SELECT s.meeting_id FROM sitting s LEFT JOIN minutes_life l ON l.meeting_id = s.meeting_id WHERE l.meeting_id IS NULL \
               ORDER BY s.began_at LIMIT 200";
    db::column(connection, sql, []).await
}

/// Returns all entries of a meeting in the order in which they were recorded, including struck-out ones.
pub async fn entries(connection: &Connection, meeting: MeetingId) -> Result<Vec<Entry>, DbError> {
    db::select(connection, "WHERE meeting_id = $1 ORDER BY id", db::values![meeting]).await
}

/// Stores an entry and returns its key. The ledger shows that something was recorded, but not what.
pub async fn record(
    transaction: &WriteTransaction,
    meeting: MeetingId,
    item: Option<DraftItemId>,
    what: &Recorded,
    at: DateTime<Utc>,
    by: By<'_>,
) -> Result<i64> {
    let id = db::insert!(
        transaction,
        Entry { meeting_id: meeting, item_id: item, at, content: what, recorded_by: by.actor, recorded_at: by.at }
    )
    .await?;
    let record = format!("meeting/{meeting}/sitting");
    ledger::append(transaction, &by.did(Action::Collected, &record, &json!({ "entry": id, "item": item }))).await?;
    Ok(id)
}

/// Strikes out an entry as wrong. Returns `false` if it is already struck out or is not of this meeting.
pub async fn strike(transaction: &WriteTransaction, meeting: MeetingId, id: i64, by: By<'_>) -> Result<bool> {
    let condition = "id = $1 AND meeting_id = $2 AND struck_at IS NULL";
    if db::update!(transaction, Entry { struck_at: by.at, struck_by: by.actor }, condition, [id, meeting]).await? == 0 {
        return Ok(false);
    }
    let record = format!("meeting/{meeting}/sitting");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "struck out": id }))).await?;
    Ok(true)
}

/// The notes on an item.
#[derive(Clone, Debug, Default, db::Row)]
#[row(table = "item_note", key(item_id), unread(meeting_id))]
pub struct Note {
    /// The agenda item’s key.
    pub item_id: i64,
    /// The text.
    pub text: String,
    /// The version, which increases with every change; 0 if there are no notes.
    pub version: i64,
    /// The person who last changed it, as named in the ledger.
    pub changed_by: String,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
}

/// Returns the notes on an item.
pub async fn note(connection: &Connection, item: DraftItemId) -> Result<Note, DbError> {
    let found = db::first::<Note>(connection, "WHERE item_id = $1", db::values![item]).await?;
    Ok(found.unwrap_or_else(|| Note { item_id: item.get(), ..Note::default() }))
}

/// Returns the notes on all items of a meeting.
pub async fn notes(connection: &Connection, meeting: MeetingId) -> Result<Vec<Note>, DbError> {
    db::select(connection, "WHERE meeting_id = $1", db::values![meeting]).await
}

/// Stores the notes on an item as edited from `version` and returns the new version. Returns `None`, and changes nothing, if
/// someone else has changed them since.
pub async fn write_note(
    transaction: &WriteTransaction,
    meeting: MeetingId,
    item: DraftItemId,
    text: &str,
    version: i64,
    by: By<'_>,
) -> Result<Option<i64>> {
    let changed = db::columns!(Note { text, version: version + 1, changed_by: by.actor, changed_at: by.at });
    let is_written = if version == 0 {
        let row = db::columns!(Note { item_id: item, meeting_id: meeting }).into_iter().chain(changed);
        db::insert_row::<Note>(transaction, row, "ON CONFLICT (item_id) DO NOTHING").await?.is_some()
    } else {
        let condition = "item_id = $1 AND meeting_id = $2 AND version = $3";
        db::update_rows::<Note>(transaction, changed, condition, db::values![item, meeting, version]).await? > 0
    };
    if !is_written {
        return Ok(None);
    }
    let record = format!("meeting/{meeting}/notes");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "item": item, "version": version + 1 }))).await?;
    Ok(Some(version + 1))
}
