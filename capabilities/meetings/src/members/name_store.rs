//! All SQL statements about corrected names: the history of corrections, and the addresses that people had under their former
//! names.

use crate::meeting::{BoardId, PersonId};
use crate::members::store::{Person, StoredPerson};
use access::By;
use chrono::{DateTime, Utc};
use db::{Connection, DbError, Value, WriteTransaction};
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

/// A correction as stored.
#[derive(db::Row)]
#[row(table = "person_name_correction")]
struct StoredCorrection {
    id: i64,
    person_id: PersonId,
    title: String,
    given: String,
    surname: String,
    reason: String,
    corrected_by: String,
    corrected_at: DateTime<Utc>,
}

impl From<StoredCorrection> for NameCorrection {
    fn from(row: StoredCorrection) -> Self {
        Self {
            person: row.person_id,
            before: PersonName { title: row.title, given: row.given, surname: row.surname },
            reason: row.reason,
            corrected_by: row.corrected_by,
            corrected_at: row.corrected_at,
        }
    }
}

async fn corrections(
    connection: &Connection,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<NameCorrection>, DbError> {
    let rows = db::select::<StoredCorrection>(connection, rest, values).await?;
    Ok(rows.into_iter().map(NameCorrection::from).collect())
}

/// Returns the corrections of a person's name, latest first.
pub async fn of_person(connection: &Connection, person: PersonId) -> Result<Vec<NameCorrection>, DbError> {
    corrections(connection, "WHERE person_id = $1 ORDER BY id DESC", db::values![person]).await
}

/// Returns the name corrections of those who sit on a board in a year, so that minutes with a former name still match the right
/// person.
pub(crate) async fn of_board(
    connection: &Connection,
    board: BoardId,
    year: MunicipalYear,
) -> Result<Vec<NameCorrection>, DbError> {
    let rest = "c WHERE EXISTS (SELECT 1 FROM membership m WHERE m.person_id = c.person_id AND m.board_id = $1 \
                AND m.municipal_year = $2) ORDER BY c.id";
    corrections(connection, rest, db::values![board, year]).await
}

/// An address part that a person had before their name was corrected.
#[derive(db::Row)]
#[row(table = "person_former_slug", key(slug))]
struct FormerSlug {
    slug: String,
    person_id: PersonId,
}

/// Returns the current address part of the person who had this one before their name was corrected.
pub async fn slug_after(connection: &Connection, former: &str) -> Result<Option<String>, DbError> {
    let sql = "SELECT p.slug FROM person_former_slug f JOIN person p ON p.id = f.person_id WHERE f.slug = $1";
    db::single(connection, sql, db::values![former]).await
}

/// Returns the address part for a name: `wanted`, or `wanted-2` and so on if another person has it, or had it before their name was
/// corrected. A person's own former address is free for them again.
pub(crate) async fn free_slug(connection: &Connection, wanted: &str, person: Option<PersonId>) -> Result<String, DbError> {
    let sql = "SELECT id FROM person WHERE slug = $1 UNION SELECT person_id AS id FROM person_former_slug WHERE slug = $1 AND person_id <> $2";
    let own = person.map_or(0, PersonId::get);
    let mut slug = wanted.to_owned();
    let mut count = 1;
    while db::single::<i64>(connection, sql, db::values![slug, own]).await?.is_some() {
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
        db::execute(transaction, own, db::values![slug, person.id]).await?;
        slug
    };
    db::update!(
        transaction,
        StoredPerson {
            title: name.title,
            given: name.given,
            surname: name.surname,
            surname_key: title_key(&name.surname),
            slug: new_slug,
        },
        "id = $1",
        [person.id]
    )
    .await?;
    if new_slug != person.slug {
        db::upsert!(transaction, FormerSlug { slug: person.slug, person_id: person.id }).await?;
    }
    db::insert!(
        transaction,
        StoredCorrection {
            person_id: person.id,
            title: person.name.title,
            given: person.name.given,
            surname: person.name.surname,
            reason,
            corrected_by: by.actor,
            corrected_at: by.at,
        }
    )
    .await?;
    let record = format!("person/{}", person.id);
    let payload = json!({ "what": "name corrected", "before": person.name.full(), "after": name.full(), "reason": reason });
    ledger::append(transaction, &by.did(Action::Altered, &record, &payload)).await?;
    Ok(())
}
