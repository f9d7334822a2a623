//! All SQL statements about declared interests and apologies.

use crate::interests::{Apology, Interest, InterestKind};
use crate::meeting::{DraftItemId, MeetingId, PersonId};
use access::By;
use chrono::{DateTime, Utc};
use db::{ConnectionTrait, DbError, WriteTransaction};
use ledger::Action;
use serde_json::json;
use web::Result;

#[derive(db::Row)]
struct InterestRow {
    id: i64,
    item_id: i64,
    person_id: i64,
    kind: String,
    nature: String,
    sensitive: bool,
    on_register: bool,
    declared_at: DateTime<Utc>,
    at_meeting: bool,
}

impl TryFrom<InterestRow> for Interest {
    type Error = DbError;

    fn try_from(row: InterestRow) -> Result<Self, DbError> {
        let unreadable = || DbError::Value(format!("declared interest {}", row.id));
        Ok(Self {
            id: row.id,
            item: DraftItemId::new(row.item_id).ok_or_else(unreadable)?,
            person: PersonId::new(row.person_id).ok_or_else(unreadable)?,
            kind: InterestKind::read(&row.kind).ok_or_else(unreadable)?,
            nature: row.nature,
            is_sensitive: row.sensitive,
            is_on_register: row.on_register,
            declared_at: row.declared_at,
            at_meeting: row.at_meeting,
        })
    }
}

/// Returns the interests declared for a meeting and not withdrawn, in the order of declaration.
pub async fn of_meeting(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<Interest>, DbError> {
    let sql = "SELECT id, item_id, person_id, kind, nature, sensitive, on_register, declared_at, at_meeting FROM declared_interest \
               WHERE meeting_id = $1 AND withdrawn_at IS NULL ORDER BY id";
    let rows = db::rows::<InterestRow>(connection, sql, [meeting.get().into()]).await?;
    rows.into_iter().map(Interest::try_from).collect()
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
    let sql = "INSERT INTO declared_interest (meeting_id, item_id, person_id, kind, nature, sensitive, on_register, declared_at, at_meeting) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        meeting.get().into(),
        new.item.get().into(),
        new.person.get().into(),
        new.kind.word().into(),
        new.nature.into(),
        new.is_sensitive.into(),
        new.is_on_register.into(),
        by.at.into(),
        new.at_meeting.into(),
    ];
    db::execute(transaction, sql, values).await?;
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
    let sql = "UPDATE declared_interest SET withdrawn_at = $1 WHERE id = $2 AND meeting_id = $3 AND person_id = $4 AND at_meeting = $5 \
               AND withdrawn_at IS NULL";
    let values = [by.at.into(), id.into(), meeting.get().into(), person.get().into(), false.into()];
    if db::execute(transaction, sql, values).await? == 0 {
        return Ok(false);
    }
    let record = format!("meeting/{meeting}/interests");
    let payload = json!({ "what": "interest withdrawn", "interest": id });
    ledger::append(transaction, &by.did(Action::Altered, &record, &payload)).await?;
    Ok(true)
}

#[derive(db::Row)]
struct ApologyRow {
    person_id: i64,
    on_council_business: bool,
    substitute_id: Option<i64>,
}

/// Returns the apologies for a meeting.
pub async fn apologies(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<Apology>, DbError> {
    let sql =
        "SELECT person_id, on_council_business, substitute_id FROM apology WHERE meeting_id = $1 ORDER BY sent_at, person_id";
    let rows = db::rows::<ApologyRow>(connection, sql, [meeting.get().into()]).await?;
    let apology = |row: ApologyRow| {
        Some(Apology {
            person: PersonId::new(row.person_id)?,
            on_council_business: row.on_council_business,
            substitute: row.substitute_id.and_then(PersonId::new),
        })
    };
    Ok(rows.into_iter().filter_map(apology).collect())
}

/// Records that a member cannot attend.
pub async fn send_apology(transaction: &WriteTransaction, meeting: MeetingId, apology: &Apology, by: By<'_>) -> Result<()> {
    let sql = "INSERT INTO apology (meeting_id, person_id, on_council_business, substitute_id, sent_at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (meeting_id, person_id) DO UPDATE SET on_council_business = excluded.on_council_business, \
               substitute_id = excluded.substitute_id, sent_at = excluded.sent_at";
    let values = [
        meeting.get().into(),
        apology.person.get().into(),
        apology.on_council_business.into(),
        apology.substitute.map(PersonId::get).into(),
        by.at.into(),
    ];
    db::execute(transaction, sql, values).await?;
    let attends = "DELETE FROM attendance_reply WHERE meeting_id = $1 AND person_id = $2";
    db::execute(transaction, attends, [meeting.get().into(), apology.person.get().into()]).await?;
    write_down(transaction, meeting, apology.person, "apologies", by).await
}

/// Records that a member can attend after all.
pub async fn take_back_apology(transaction: &WriteTransaction, meeting: MeetingId, person: PersonId, by: By<'_>) -> Result<()> {
    let sql = "DELETE FROM apology WHERE meeting_id = $1 AND person_id = $2";
    db::execute(transaction, sql, [meeting.get().into(), person.get().into()]).await?;
    write_down(transaction, meeting, person, "apologies withdrawn", by).await
}

async fn write_down(transaction: &WriteTransaction, meeting: MeetingId, person: PersonId, what: &str, by: By<'_>) -> Result<()> {
    let record = format!("meeting/{meeting}/apologies");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "what": what, "person": person }))).await?;
    Ok(())
}
