//! All SQL statements about minutes and their resolutions and actions.

use crate::agenda::MinutedItem;
use crate::meeting::MeetingId;
use crate::minutes::{ActionNote, Minute, MinuteEntry};
use chrono::NaiveDate;
use db::{Connection, DbError, Table as _, WriteTransaction};

/// A resolution as the minutes print it.
#[derive(db::Row)]
#[row(table = "resolution", key(minute_id, position))]
struct PrintedResolution {
    minute_id: i64,
    position: i32,
    form: String,
    sentence: String,
}

/// An action as the minutes print it.
#[derive(db::Row)]
#[row(table = "action", key(minute_id, position), unread(followed_id))]
struct PrintedAction {
    minute_id: i64,
    position: i32,
    owner: String,
    task: Option<String>,
}

/// Deletes the minutes of a meeting from the tables, so that a new version can be written.
pub async fn remove(transaction: &WriteTransaction, meeting: MeetingId) -> Result<(), DbError> {
    for sql in [
        "DELETE FROM resolution WHERE minute_id IN (SELECT id FROM minute WHERE meeting_id = $1)",
        "DELETE FROM action WHERE minute_id IN (SELECT id FROM minute WHERE meeting_id = $1)",
        "DELETE FROM minute WHERE meeting_id = $1",
    ] {
        db::execute(transaction, sql, db::values![meeting]).await?;
    }
    Ok(())
}

/// Returns the lookup key of a reference: `SAF27`, `saf 27` and `Saf/27` have the same key.
pub fn reference_key(reference: &str) -> String {
    foundation::text::title_key(reference)
}

/// Writes the minutes of a meeting.
pub async fn write(transaction: &WriteTransaction, meeting: MeetingId, minutes: &[Minute]) -> Result<(), DbError> {
    for (position, minute) in (0_i32..).zip(minutes) {
        let id = db::insert!(
            transaction,
            MinutedItem {
                meeting_id: meeting,
                position,
                reference: minute.reference,
                reference_key: minute.reference.as_deref().map(reference_key),
                number: minute.number,
                title: minute.title,
                private: minute.private,
            }
        )
        .await?;
        write_resolutions(transaction, id, minute).await?;
        for (position, action) in (0_i32..).zip(&minute.actions) {
            let ActionNote { owner, task, .. } = action;
            db::insert!(transaction, PrintedAction { minute_id: id, position, owner, task }).await?;
        }
    }
    Ok(())
}

async fn write_resolutions(transaction: &WriteTransaction, minute_id: i64, minute: &Minute) -> Result<(), DbError> {
    let resolutions = minute.entries.iter().filter_map(|entry| match entry {
        MinuteEntry::Resolution { form, resolution, .. } => Some((form, resolution)),
        _ => None,
    });
    for (position, (form, resolution)) in (0_i32..).zip(resolutions) {
        let sentence = resolution.sentence();
        db::insert!(transaction, PrintedResolution { minute_id, position, form, sentence }).await?;
    }
    Ok(())
}

/// The location of a minute.
#[derive(Clone, Debug, db::Row)]
#[row(table = "minute", key(meeting_id, position))]
pub struct MinutePlace {
    /// The meeting’s key.
    pub meeting_id: i64,
    /// The position, counted from 0.
    pub position: i32,
    /// The title.
    pub title: String,
    /// The board’s name.
    #[row(joined)]
    pub board_name: String,
    /// The date of the meeting.
    #[row(joined)]
    pub held_on: NaiveDate,
}

/// Returns the minutes with a reference, latest first, because references restart each municipal year.
pub async fn with_reference(connection: &Connection, reference: &str) -> Result<Vec<MinutePlace>, DbError> {
    let sql = format!(
        "SELECT {}, b.name AS board_name, m.held_on FROM minute n JOIN meeting m ON m.id = n.meeting_id \
         JOIN board b ON b.id = m.board_id WHERE n.reference_key = $1 ORDER BY m.held_on DESC, n.id LIMIT 100",
        MinutePlace::columns("n"),
    );
    db::rows(connection, &sql, db::values![reference_key(reference)]).await
}

/// Records which followed action each printed action of a meeting's minutes is, in the order of the minutes.
pub async fn link_followed(transaction: &WriteTransaction, meeting: MeetingId, followed: &[i64]) -> Result<(), DbError> {
    let sql =
        "SELECT a.id FROM action a JOIN minute n ON n.id = a.minute_id WHERE n.meeting_id = $1 ORDER BY n.position, a.position";
    let printed = db::column::<i64>(transaction, sql, db::values![meeting]).await?;
    for (printed, followed) in printed.into_iter().zip(followed) {
        db::update!(transaction, PrintedAction { followed_id: followed }, "id = $1", [printed]).await?;
    }
    Ok(())
}
