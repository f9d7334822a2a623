//! All SQL statements about members who say that they will attend.

use crate::interests;
use crate::interests::Reply;
use crate::meeting::{MeetingId, PersonId};
use access::By;
use db::{ConnectionTrait, WriteTransaction};
use ledger::Action;
use serde_json::json;
use web::Result;

#[derive(db::Row)]
struct Row {
    person_id: i64,
}

/// Returns members' replies about a meeting: those who will attend, then those who sent apologies.
pub async fn of_meeting(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<Reply>> {
    let sql = "SELECT person_id FROM attendance_reply WHERE meeting_id = $1 ORDER BY replied_at, person_id";
    let rows = db::rows::<Row>(connection, sql, [meeting.get().into()]).await?;
    let mut replies: Vec<Reply> = rows
        .into_iter()
        .filter_map(|row| Some(Reply { person: PersonId::new(row.person_id)?, attends: true, substitute: None }))
        .collect();
    let apologies = interests::store::apologies(connection, meeting).await?;
    replies.extend(apologies.into_iter().map(|one| Reply { person: one.person, attends: false, substitute: one.substitute }));
    Ok(replies)
}

/// Records that a member will attend, which withdraws any apologies.
pub async fn attend(transaction: &WriteTransaction, meeting: MeetingId, person: PersonId, by: By<'_>) -> Result<()> {
    let (meeting_key, person_key) = (meeting.get(), person.get());
    let sql = "DELETE FROM apology WHERE meeting_id = $1 AND person_id = $2";
    db::execute(transaction, sql, [meeting_key.into(), person_key.into()]).await?;
    let sql = "INSERT INTO attendance_reply (meeting_id, person_id, replied_at) VALUES ($1, $2, $3) \
               ON CONFLICT (meeting_id, person_id) DO UPDATE SET replied_at = excluded.replied_at";
    db::execute(transaction, sql, [meeting_key.into(), person_key.into(), by.at.into()]).await?;
    let record = format!("meeting/{meeting}/apologies");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "what": "will attend", "person": person }))).await?;
    Ok(())
}
