//! All SQL statements about members' published details: party, ward and contact details.

use crate::meeting::PersonId;
use crate::members::details::MemberDetails;
use crate::members::store::Person;
use access::By;
use db::{Connection, DbError, WriteTransaction};
use publications::{NewPublication, Publishing};
use web::{Error, Result};

/// Returns a member's published details, which are empty if none were entered.
pub async fn of_person(connection: &Connection, person: PersonId) -> Result<MemberDetails, DbError> {
    let details = db::first::<MemberDetails>(connection, "WHERE person_id = $1", db::values![person]).await?;
    Ok(details.unwrap_or_default())
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
    db::upsert!(
        transaction,
        MemberDetails {
            person_id: person.id,
            party: details.party,
            ward: details.ward,
            email: details.email,
            telephone: details.telephone,
        }
    )
    .await?;
    Ok(())
}
