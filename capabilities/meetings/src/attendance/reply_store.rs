//! All SQL statements about members who say that they will attend.

use crate::interests;
use crate::interests::Reply;
use crate::meeting::{MeetingId, PersonId};
use access::By;
use db::{Connection, WriteTransaction};
use ledger::Action;
use serde_json::json;
use web::Result;

/// A reply of someone who will attend.
#[derive(db::Row)]
#[row(table = "attendance_reply", key(meeting_id, person_id), unread(meeting_id, replied_at))]
struct Attending {
    person_id: PersonId,
}

/// Returns members' replies about a meeting: those who will attend, then those who sent apologies.
pub async fn of_meeting(connection: &Connection, meeting: MeetingId) -> Result<Vec<Reply>> {
    let rest = "WHERE meeting_id = $1 ORDER BY replied_at, person_id";
    let attending = db::select::<Attending>(connection, rest, db::values![meeting]).await?;
    let mut replies: Vec<Reply> =
        attending.into_iter().map(|one| Reply { person: one.person_id, attends: true, substitute: None }).collect();
    let apologies = interests::store::apologies(connection, meeting).await?;
    replies.extend(apologies.into_iter().map(|one| Reply { person: one.person, attends: false, substitute: one.substitute }));
    Ok(replies)
}

/// Records that a member will attend, which withdraws any apologies.
pub async fn attend(transaction: &WriteTransaction, meeting: MeetingId, person: PersonId, by: By<'_>) -> Result<()> {
    let sql = "DELETE FROM apology WHERE meeting_id = $1 AND person_id = $2";
    db::execute(transaction, sql, db::values![meeting, person]).await?;
    db::upsert!(transaction, Attending { meeting_id: meeting, person_id: person, replied_at: by.at }).await?;
    let record = format!("meeting/{meeting}/apologies");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "what": "will attend", "person": person }))).await?;
    Ok(())
}
