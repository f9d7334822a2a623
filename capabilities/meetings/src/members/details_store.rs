//! All SQL statements about members' published details: party, ward and contact details.

use crate::meeting::PersonId;
use crate::members::details::MemberDetails;
use crate::members::store::Person;
use access::By;
use db::{ConnectionTrait, DbError, WriteTransaction};
use publications::{NewPublication, Publishing};
use web::{Error, Result};

#[derive(db::Row)]
struct Row {
    party: Option<String>,
    ward: Option<String>,
    email: Option<String>,
    telephone: Option<String>,
}

/// Returns a member's published details, which are empty if none were entered.
pub async fn of_person(connection: &impl ConnectionTrait, person: PersonId) -> Result<MemberDetails, DbError> {
    let sql = "SELECT party, ward, email, telephone FROM member_details WHERE person_id = $1";
    let row = db::row::<Row>(connection, sql, [person.get().into()]).await?;
    Ok(row.map_or_else(MemberDetails::default, |row| MemberDetails {
        party: row.party,
        ward: row.ward,
        email: row.email,
        telephone: row.telephone,
    }))
}

/// Publishes a member's details and stores them for lists.
pub async fn publish(transaction: &WriteTransaction, person: &Person, details: &MemberDetails, by: By<'_>) -> Result<()> {
    let content = serde_json::to_string(details).map_err(|error| Error::Content(error.to_string()))?;
    let record = format!("person/{}/details", person.id);
    let title = format!("Details, {}", person.name.full());
    let new = NewPublication { kind: "member-details", record: &record, title: &title, content };
    let publishing = Publishing { at: by.at, actor: by.actor, reason: "Details were changed" };
    if !publications::publish(transaction, &new, &publishing).await?.is_change() {
        return Ok(());
    }
    let sql = "INSERT INTO member_details (person_id, party, ward, email, telephone) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (person_id) DO UPDATE SET party = excluded.party, ward = excluded.ward, email = excluded.email, \
               telephone = excluded.telephone";
    let values = [
        person.id.get().into(),
        details.party.as_deref().into(),
        details.ward.as_deref().into(),
        details.email.as_deref().into(),
        details.telephone.as_deref().into(),
    ];
    db::execute(transaction, sql, values).await?;
    Ok(())
}
