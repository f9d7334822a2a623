//! All SQL statements about minutes and their resolutions and actions.

use crate::meeting::MeetingId;
use crate::minutes::{Minute, MinuteEntry};
use chrono::NaiveDate;
use db::{ConnectionTrait, DbError, WriteTransaction};

/// Deletes the minutes of a meeting from the tables, so that a new version can be written.
pub async fn remove(transaction: &WriteTransaction, meeting: MeetingId) -> Result<(), DbError> {
    for sql in [
        "DELETE FROM resolution WHERE minute_id IN (SELECT id FROM minute WHERE meeting_id = $1)",
        "DELETE FROM action WHERE minute_id IN (SELECT id FROM minute WHERE meeting_id = $1)",
        "DELETE FROM minute WHERE meeting_id = $1",
    ] {
        db::execute(transaction, sql, [meeting.get().into()]).await?;
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
        let sql = "INSERT INTO minute (meeting_id, position, reference, reference_key, number, title, private) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
        let values = [
            meeting.get().into(),
            position.into(),
            minute.reference.as_deref().into(),
            minute.reference.as_deref().map(reference_key).into(),
            minute.number.as_deref().into(),
            minute.title.as_str().into(),
            minute.private.into(),
        ];
        let id = db::single::<i64>(transaction, sql, values).await?;
        let id = id.ok_or_else(|| DbError::Value("an insert gave no key".to_owned()))?;
        write_resolutions(transaction, id, minute).await?;
        for (position, action) in (0_i32..).zip(&minute.actions) {
            let sql = "INSERT INTO action (minute_id, position, owner, task) VALUES ($1, $2, $3, $4)";
            let values = [id.into(), position.into(), action.owner.as_str().into(), action.task.as_deref().into()];
            db::execute(transaction, sql, values).await?;
        }
    }
    Ok(())
}

async fn write_resolutions(transaction: &WriteTransaction, minute_id: i64, minute: &Minute) -> Result<(), DbError> {
    let resolutions = minute.entries.iter().filter_map(|entry| match entry {
        MinuteEntry::Resolution { form, resolution } => Some((form, resolution)),
        _ => None,
    });
    for (position, (form, resolution)) in (0_i32..).zip(resolutions) {
        let sql = "INSERT INTO resolution (minute_id, position, form, sentence) VALUES ($1, $2, $3, $4)";
        let values = [minute_id.into(), position.into(), form.as_str().into(), resolution.sentence().into()];
        db::execute(transaction, sql, values).await?;
    }
    Ok(())
}

/// The location of a minute.
#[derive(Clone, Debug, db::Row)]
pub struct MinutePlace {
    /// The meeting’s key.
    pub meeting_id: i64,
    /// The position, counted from 0.
    pub position: i32,
    /// The title.
    pub title: String,
    /// The board’s name.
    pub board_name: String,
    /// The date of the meeting.
    pub held_on: NaiveDate,
}

const PLACE: &str = "SELECT n.meeting_id, n.position, n.title, b.name AS board_name, m.held_on FROM minute n \
                     JOIN meeting m ON m.id = n.meeting_id JOIN board b ON b.id = m.board_id";

/// Returns the minutes with a reference, latest first, because references restart each municipal year.
pub async fn with_reference(connection: &impl ConnectionTrait, reference: &str) -> Result<Vec<MinutePlace>, DbError> {
    let sql = format!("{PLACE} WHERE n.reference_key = $1 ORDER BY m.held_on DESC, n.id LIMIT 100");
    db::rows(connection, &sql, [reference_key(reference).into()]).await
}

/// Records which followed action each printed action of a meeting's minutes is, in the order of the minutes.
pub async fn link_followed(transaction: &WriteTransaction, meeting: MeetingId, followed: &[i64]) -> Result<(), DbError> {
    let sql =
        "SELECT a.id FROM action a JOIN minute n ON n.id = a.minute_id WHERE n.meeting_id = $1 ORDER BY n.position, a.position";
    let printed = db::column::<i64>(transaction, sql, [meeting.get().into()]).await?;
    for (printed, followed) in printed.into_iter().zip(followed) {
        let sql = "UPDATE action SET followed_id = $1 WHERE id = $2";
        db::execute(transaction, sql, [(*followed).into(), printed.into()]).await?;
    }
    Ok(())
}
