//! All SQL statements about declared interests and apologies.

use crate::interests::{Apology, Interest, InterestKind};
use crate::meeting::{DraftItemId, MeetingId, PersonId};
use access::By;
use db::{Connection, DbError, WriteTransaction};
use ledger::Action;
use serde_json::json;
use web::Result;

/// Returns the interests declared for a meeting and not withdrawn, in the order of declaration.
pub async fn of_meeting(connection: &Connection, meeting: MeetingId) -> Result<Vec<Interest>, DbError> {
    db::select(connection, "WHERE meeting_id = $1 AND withdrawn_at IS NULL ORDER BY id", db::values![meeting]).await
}

/// A new interest to store.
#[derive(Clone, Debug)]
pub struct NewInterest<'a> {
    /// The agenda item.
    pub item: DraftItemId,
    /// The person.
    pub person: PersonId,
    /// The kind.
    pub kind: InterestKind,
    /// What the interest is.
    pub nature: &'a str,
    /// Whether its details are withheld from the public (Localism Act 2011, section 32).
    pub is_sensitive: bool,
    /// Whether it is already in the member’s register.
    pub is_on_register: bool,
    /// Whether it was declared at the meeting.
    pub at_meeting: bool,
}

/// Stores a declared interest. The ledger entry states neither its nature nor whether it is sensitive.
pub async fn declare(transaction: &WriteTransaction, meeting: MeetingId, new: &NewInterest<'_>, by: By<'_>) -> Result<()> {
    db::insert!(
        transaction,
        Interest {
            meeting_id: meeting,
            item_id: new.item,
            person_id: new.person,
            kind: new.kind,
            nature: new.nature,
            sensitive: new.is_sensitive,
            on_register: new.is_on_register,
            declared_at: by.at,
            at_meeting: new.at_meeting,
        }
    )
    .await?;
    let payload = json!({ "what": "interest declared", "item": new.item, "person": new.person, "kind": new.kind.word() });
    let record = format!("meeting/{meeting}/interests");
    ledger::append(transaction, &by.did(Action::Collected, &record, &payload)).await?;
    Ok(())
}

/// Withdraws an interest that this person declared in advance. Returns `false` if there is no such interest.
pub async fn take_back(
    transaction: &WriteTransaction,
    meeting: MeetingId,
    id: i64,
    person: PersonId,
    by: By<'_>,
) -> Result<bool> {
    let condition = "id = $1 AND meeting_id = $2 AND person_id = $3 AND at_meeting = $4 AND withdrawn_at IS NULL";
    if db::update!(transaction, Interest { withdrawn_at: by.at }, condition, [id, meeting, person, false]).await? == 0 {
        return Ok(false);
    }
    let record = format!("meeting/{meeting}/interests");
    let payload = json!({ "what": "interest withdrawn", "interest": id });
    ledger::append(transaction, &by.did(Action::Altered, &record, &payload)).await?;
    Ok(true)
}

/// Returns the apologies for a meeting.
pub async fn apologies(connection: &Connection, meeting: MeetingId) -> Result<Vec<Apology>, DbError> {
    db::select(connection, "WHERE meeting_id = $1 ORDER BY sent_at, person_id", db::values![meeting]).await
}

/// Records that a member cannot attend.
pub async fn send_apology(transaction: &WriteTransaction, meeting: MeetingId, apology: &Apology, by: By<'_>) -> Result<()> {
    db::upsert!(
        transaction,
        Apology {
            meeting_id: meeting,
            person_id: apology.person,
            on_council_business: apology.on_council_business,
            substitute_id: apology.substitute,
            sent_at: by.at,
        }
    )
    .await?;
    let attends = "DELETE FROM attendance_reply WHERE meeting_id = $1 AND person_id = $2";
    db::execute(transaction, attends, db::values![meeting, apology.person]).await?;
    write_down(transaction, meeting, apology.person, "apologies", by).await
}

/// Records that a member can attend after all. Nothing changes if they sent no apologies.
pub async fn take_back_apology(transaction: &WriteTransaction, meeting: MeetingId, person: PersonId, by: By<'_>) -> Result<()> {
    let sql = "DELETE FROM apology WHERE meeting_id = $1 AND person_id = $2";
    if db::execute(transaction, sql, db::values![meeting, person]).await? == 0 {
        return Ok(());
    }
    write_down(transaction, meeting, person, "apologies withdrawn", by).await
}

async fn write_down(transaction: &WriteTransaction, meeting: MeetingId, person: PersonId, what: &str, by: By<'_>) -> Result<()> {
    let record = format!("meeting/{meeting}/apologies");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "what": what, "person": person }))).await?;
    Ok(())
}
