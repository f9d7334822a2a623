//! All SQL statements about corrected names: the history of corrections, and the addresses that people had under their former
//! names.

use crate::meeting::{BoardId, PersonId};
use crate::members::store::Person;
use access::By;
use chrono::{DateTime, Utc};
use db::{ConnectionTrait, DbError, WriteTransaction};
use foundation::text::{slug, title_key};
use foundation::{MunicipalYear, PersonName};
use ledger::Action;
use serde_json::json;
use web::Result;

/// A correction of a person's name.
#[derive(Clone, Debug)]
pub struct NameCorrection {
    /// The person.
    pub person: PersonId,
    /// The previous name.
    pub before: PersonName,
    /// The reason.
    pub reason: String,
    /// The person who corrected it, as named in the ledger.
    pub corrected_by: String,
    /// When it was corrected.
    pub corrected_at: DateTime<Utc>,
}

#[derive(db::Row)]
struct Row {
    person_id: i64,
    title: String,
    given: String,
    surname: String,
    reason: String,
    corrected_by: String,
    corrected_at: DateTime<Utc>,
}

impl TryFrom<Row> for NameCorrection {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            person: PersonId::new(row.person_id).ok_or_else(|| DbError::Value(format!("person {}", row.person_id)))?,
            before: PersonName { title: row.title, given: row.given, surname: row.surname },
            reason: row.reason,
            corrected_by: row.corrected_by,
            corrected_at: row.corrected_at,
        })
    }
}

/// Returns the corrections of a person's name, latest first.
pub async fn of_person(connection: &impl ConnectionTrait, person: PersonId) -> Result<Vec<NameCorrection>, DbError> {
    let sql = "SELECT person_id, title, given, surname, reason, corrected_by, corrected_at FROM person_name_correction \
               WHERE person_id = $1 ORDER BY id DESC";
    let rows = db::rows::<Row>(connection, sql, [person.get().into()]).await?;
    rows.into_iter().map(NameCorrection::try_from).collect()
}

/// Returns the name corrections of those who sit on a board in a year, so that minutes with a former name still match the right
/// person.
pub(crate) async fn of_board(
    connection: &impl ConnectionTrait,
    board: BoardId,
    year: MunicipalYear,
) -> Result<Vec<NameCorrection>, DbError> {
    let sql = "SELECT c.person_id, c.title, c.given, c.surname, c.reason, c.corrected_by, c.corrected_at FROM person_name_correction c \
               WHERE EXISTS (SELECT 1 FROM membership m WHERE m.person_id = c.person_id AND m.board_id = $1 AND m.municipal_year = $2) \
               ORDER BY c.id";
    let rows = db::rows::<Row>(connection, sql, [board.get().into(), year.first_year().into()]).await?;
    rows.into_iter().map(NameCorrection::try_from).collect()
}

/// Returns the current address part of the person who had this one before their name was corrected.
pub async fn slug_after(connection: &impl ConnectionTrait, former: &str) -> Result<Option<String>, DbError> {
    let sql = "SELECT p.slug FROM person_former_slug f JOIN person p ON p.id = f.person_id WHERE f.slug = $1";
    db::single(connection, sql, [former.into()]).await
}

/// Returns the address part for a name: `wanted`, or `wanted-2` and so on if another person has it, or had it before their name was
/// corrected. A person's own former address is free for them again.
pub(crate) async fn free_slug(
    connection: &impl ConnectionTrait,
    wanted: &str,
    person: Option<PersonId>,
) -> Result<String, DbError> {
    let sql = "SELECT id FROM person WHERE slug = $1 UNION SELECT person_id AS id FROM person_former_slug WHERE slug = $1 AND person_id <> $2";
    let own = person.map_or(0, PersonId::get);
    let mut slug = wanted.to_owned();
    let mut count = 1;
    while db::single::<i64>(connection, sql, [slug.as_str().into(), own.into()]).await?.is_some() {
        count += 1;
        slug = format!("{wanted}-{count}");
    }
    Ok(slug)
}

/// Renames a person. The address part changes with the name, and the previous one redirects to it.
pub async fn rename(transaction: &WriteTransaction, person: &Person, name: &PersonName, reason: &str, by: By<'_>) -> Result<()> {
    let wanted = slug(&name.plain());
    let new_slug = if wanted == slug(&person.name.plain()) {
        person.slug.clone()
    } else {
        let slug = free_slug(transaction, &wanted, Some(person.id)).await?;
        // An address that is theirs again no longer redirects to them.
        let own = "DELETE FROM person_former_slug WHERE slug = $1 AND person_id = $2";
        db::execute(transaction, own, [slug.as_str().into(), person.id.get().into()]).await?;
        slug
    };
    let sql = "UPDATE person SET title = $1, given = $2, surname = $3, surname_key = $4, slug = $5 WHERE id = $6";
    let values = [
        name.title.as_str().into(),
        name.given.as_str().into(),
        name.surname.as_str().into(),
        title_key(&name.surname).into(),
        new_slug.as_str().into(),
        person.id.get().into(),
    ];
    db::execute(transaction, sql, values).await?;
    if new_slug != person.slug {
        let sql = "INSERT INTO person_former_slug (slug, person_id) VALUES ($1, $2) ON CONFLICT (slug) DO UPDATE SET person_id = excluded.person_id";
        db::execute(transaction, sql, [person.slug.as_str().into(), person.id.get().into()]).await?;
    }
    let sql = "INSERT INTO person_name_correction (person_id, title, given, surname, reason, corrected_by, corrected_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        person.id.get().into(),
        person.name.title.as_str().into(),
        person.name.given.as_str().into(),
        person.name.surname.as_str().into(),
        reason.into(),
        by.actor.into(),
        by.at.into(),
    ];
    db::execute(transaction, sql, values).await?;
    let record = format!("person/{}", person.id);
    let payload = json!({ "what": "name corrected", "before": person.name.full(), "after": name.full(), "reason": reason });
    ledger::append(transaction, &by.did(Action::Altered, &record, &payload)).await?;
    Ok(())
}
