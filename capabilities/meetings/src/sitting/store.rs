//! All SQL statements about what is recorded at a meeting. Each entry and each note has its own transaction, so that nothing
//! acknowledged is lost if the program stops.

use crate::meeting::{DraftItemId, MeetingId, PersonId};
use crate::sitting::{Entry, Recorded, SittingState};
use access::By;
use chrono::{DateTime, NaiveDate, Utc};
use db::{ConnectionTrait, DbError, WriteTransaction};
use foundation::london;
use ledger::Action;
use serde_json::json;
use web::Result;

/// The state of a meeting in progress.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// The state.
    pub state: SittingState,
    /// When it began.
    pub began_at: Option<DateTime<Utc>>,
    /// The time at which it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The person presiding.
    pub presiding: Option<PersonId>,
}

impl Sitting {
    /// Returns the day on which the meeting started, in London, or `None` if it has not started.
    pub fn started_on(&self) -> Option<NaiveDate> {
        self.began_at.map(|began| london::local(began).date())
    }
}

#[derive(db::Row)]
struct SittingRow {
    state: String,
    began_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    presiding_id: Option<i64>,
}

/// Returns the sitting of a meeting. Without a stored row, it has not started.
pub async fn sitting(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Sitting, DbError> {
    let sql = "SELECT state, began_at, ended_at, presiding_id FROM sitting WHERE meeting_id = $1";
    let row = db::row::<SittingRow>(connection, sql, [meeting.get().into()]).await?;
    Ok(match row {
        Some(row) => Sitting {
            state: SittingState::read(&row.state)
                .ok_or_else(|| DbError::Value(format!("the state “{}” of the sitting of meeting {meeting}", row.state)))?,
            began_at: row.began_at,
            ended_at: row.ended_at,
            presiding: row.presiding_id.and_then(PersonId::new),
        },
        None => Sitting { state: SittingState::NotBegun, began_at: None, ended_at: None, presiding: None },
    })
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
    let sql = "INSERT INTO sitting (meeting_id, state, began_at, ended_at, presiding_id) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (meeting_id) DO UPDATE SET state = excluded.state, began_at = excluded.began_at, ended_at = excluded.ended_at, \
               presiding_id = excluded.presiding_id";
    let values = [
        meeting.get().into(),
        sitting.state.word().into(),
        sitting.began_at.into(),
        sitting.ended_at.into(),
        sitting.presiding.map(PersonId::get).into(),
    ];
    db::execute(transaction, sql, values).await?;
    let record = format!("meeting/{meeting}/sitting");
    let payload = match reason {
        Some(reason) => json!({ "step": step, "reason": reason }),
        None => json!({ "step": step }),
    };
    ledger::append(transaction, &by.did(Action::Altered, &record, &payload)).await?;
    Ok(())
}

#[derive(db::Row)]
struct MeetingRow {
    meeting_id: i64,
}

/// Returns the meetings that have started and whose minutes are not circulated yet, oldest first.
pub async fn without_circulated_minutes(connection: &impl ConnectionTrait) -> Result<Vec<MeetingId>, DbError> {
    let sql = "SELECT s.meeting_id FROM sitting s LEFT JOIN minutes_life l ON l.meeting_id = s.meeting_id WHERE l.meeting_id IS NULL \
               ORDER BY s.began_at LIMIT 200";
    let rows = db::rows::<MeetingRow>(connection, sql, []).await?;
    Ok(rows.into_iter().filter_map(|row| MeetingId::new(row.meeting_id)).collect())
}

#[derive(db::Row)]
struct EntryRow {
    id: i64,
    item_id: Option<i64>,
    at: DateTime<Utc>,
    content: String,
    recorded_by: String,
    struck_by: Option<String>,
}

/// Returns all entries of a meeting in the order in which they were recorded, including struck-out ones.
pub async fn entries(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<Entry>, DbError> {
    let sql = "SELECT id, item_id, at, content, recorded_by, struck_by FROM sitting_entry WHERE meeting_id = $1 ORDER BY id";
    let rows = db::rows::<EntryRow>(connection, sql, [meeting.get().into()]).await?;
    let entry = |row: EntryRow| {
        let what = serde_json::from_str(&row.content).map_err(|error| DbError::Value(format!("entry {}: {error}", row.id)))?;
        Ok(Entry {
            id: row.id,
            item: row.item_id.and_then(DraftItemId::new),
            at: row.at,
            what,
            recorded_by: row.recorded_by,
            struck_by: row.struck_by,
        })
    };
    rows.into_iter().map(entry).collect()
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
    let content = serde_json::to_string(what).map_err(|error| web::Error::Content(error.to_string()))?;
    let sql = "INSERT INTO sitting_entry (meeting_id, item_id, at, content, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    let values =
        [meeting.get().into(), item.map(DraftItemId::get).into(), at.into(), content.into(), by.actor.into(), by.at.into()];
    let id = db::single::<i64>(transaction, sql, values).await?;
    let id = id.ok_or_else(|| DbError::Value("an insert gave no key".to_owned()))?;
    let record = format!("meeting/{meeting}/sitting");
    ledger::append(transaction, &by.did(Action::Collected, &record, &json!({ "entry": id, "item": item }))).await?;
    Ok(id)
}

/// Strikes out an entry as wrong. Returns `false` if it is already struck out or is not of this meeting.
pub async fn strike(transaction: &WriteTransaction, meeting: MeetingId, id: i64, by: By<'_>) -> Result<bool> {
    let sql = "UPDATE sitting_entry SET struck_at = $1, struck_by = $2 WHERE id = $3 AND meeting_id = $4 AND struck_at IS NULL";
    if db::execute(transaction, sql, [by.at.into(), by.actor.into(), id.into(), meeting.get().into()]).await? == 0 {
        return Ok(false);
    }
    let record = format!("meeting/{meeting}/sitting");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "struck out": id }))).await?;
    Ok(true)
}

/// The notes on an item.
#[derive(Clone, Debug, Default, db::Row)]
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

const NOTE: &str = "SELECT item_id, text, version, changed_by, changed_at FROM item_note";

/// Returns the notes on an item.
pub async fn note(connection: &impl ConnectionTrait, item: DraftItemId) -> Result<Note, DbError> {
    let found = db::row::<Note>(connection, &format!("{NOTE} WHERE item_id = $1"), [item.get().into()]).await?;
    Ok(found.unwrap_or_else(|| Note { item_id: item.get(), ..Note::default() }))
}

/// Returns the notes on all items of a meeting.
pub async fn notes(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<Note>, DbError> {
    db::rows(connection, &format!("{NOTE} WHERE meeting_id = $1"), [meeting.get().into()]).await
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
    let sql = if version == 0 {
        "INSERT INTO item_note (item_id, meeting_id, text, version, changed_by, changed_at) VALUES ($1, $2, $3, $4 + 1, $5, $6) \
         ON CONFLICT (item_id) DO NOTHING"
    } else {
        "UPDATE item_note SET text = $3, version = version + 1, changed_by = $5, changed_at = $6 WHERE item_id = $1 AND meeting_id = $2 \
         AND version = $4"
    };
    let values = [item.get().into(), meeting.get().into(), text.into(), version.into(), by.actor.into(), by.at.into()];
    if db::execute(transaction, sql, values).await? == 0 {
        return Ok(None);
    }
    let record = format!("meeting/{meeting}/notes");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "item": item, "version": version + 1 }))).await?;
    Ok(Some(version + 1))
}
