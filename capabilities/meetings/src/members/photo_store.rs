//! All SQL statements about members' photos.

use crate::meeting::{BoardId, PersonId};
use crate::members::photo::MemberPhoto;
use access::By;
use chrono::NaiveDate;
use db::{ConnectionTrait, DbError, WriteTransaction};
use foundation::MunicipalYear;
use ledger::Action;
use serde_json::json;
use std::collections::HashMap;
use web::Result;

/// The file name under which photos are stored, which distinguishes them from other pictures.
pub const FILE_NAME: &str = "member-photo";

/// Returns a member's photo, or `None` if there is none.
pub async fn of_person(connection: &impl ConnectionTrait, person: PersonId) -> Result<Option<MemberPhoto>, DbError> {
    let sql = "SELECT file, width, height, agreed_on, kept_by FROM member_photo WHERE person_id = $1";
    db::row::<MemberPhoto>(connection, sql, [person.get().into()]).await
}

#[derive(db::Row)]
struct OfBoardRow {
    slug: String,
    file: String,
    width: i64,
    height: i64,
    agreed_on: NaiveDate,
    kept_by: String,
}

/// Returns the photos of those who sit on a board in a year, by the address part of the member's page.
pub async fn of_board(
    connection: &impl ConnectionTrait,
    board: BoardId,
    year: MunicipalYear,
) -> Result<HashMap<String, MemberPhoto>, DbError> {
    let sql = "SELECT p.slug, f.file, f.width, f.height, f.agreed_on, f.kept_by FROM member_photo f JOIN person p ON p.id = f.person_id \
               WHERE EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.board_id = $1 AND m.municipal_year = $2)";
    let rows = db::rows::<OfBoardRow>(connection, sql, [board.get().into(), year.first_year().into()]).await?;
    let photo = |row: OfBoardRow| {
        let OfBoardRow { slug, file, width, height, agreed_on, kept_by } = row;
        (slug, MemberPhoto { file, width, height, agreed_on, kept_by })
    };
    Ok(rows.into_iter().map(photo).collect())
}

/// Sets a member's photo. The previous one is no longer public.
pub async fn keep(transaction: &WriteTransaction, person: PersonId, photo: &MemberPhoto, by: By<'_>) -> Result<()> {
    let before = of_person(transaction, person).await?;
    let sql = "INSERT INTO member_photo (person_id, file, width, height, agreed_on, kept_by) VALUES ($1, $2, $3, $4, $5, $6) \
               ON CONFLICT (person_id) DO UPDATE SET file = excluded.file, width = excluded.width, height = excluded.height, \
               agreed_on = excluded.agreed_on, kept_by = excluded.kept_by";
    let values = [
        person.get().into(),
        photo.file.as_str().into(),
        photo.width.into(),
        photo.height.into(),
        photo.agreed_on.into(),
        photo.kept_by.as_str().into(),
    ];
    db::execute(transaction, sql, values).await?;
    if let Some(before) = before.filter(|before| before.file != photo.file) {
        withhold(transaction, &before.file).await?;
    }
    let payload = json!({ "what": "photo", "file": photo.file, "agreed": true });
    ledger::append(transaction, &by.did(Action::Altered, &record(person), &payload)).await?;
    Ok(())
}

/// Removes a member's photo and makes its file private. Returns whether there was one.
pub async fn remove(transaction: &WriteTransaction, person: PersonId, by: By<'_>) -> Result<bool> {
    let Some(photo) = of_person(transaction, person).await? else { return Ok(false) };
    db::execute(transaction, "DELETE FROM member_photo WHERE person_id = $1", [person.get().into()]).await?;
    withhold(transaction, &photo.file).await?;
    let payload = json!({ "what": "photo", "file": photo.file });
    ledger::append(transaction, &by.did(Action::Erased, &record(person), &payload)).await?;
    Ok(true)
}

fn record(person: PersonId) -> String {
    format!("person/{person}")
}

/// Makes a file private, unless it is still a member's photo or the same picture was already stored for another purpose.
async fn withhold(transaction: &WriteTransaction, file: &str) -> Result<(), DbError> {
    let sql = "SELECT person_id FROM member_photo WHERE file = $1 LIMIT 1";
    if db::single::<i64>(transaction, sql, [file.into()]).await?.is_some() {
        return Ok(());
    }
    match files::by_hash(transaction, file).await?.filter(|file| file.name == FILE_NAME) {
        Some(file) => files::make_private(transaction, file.id).await,
        None => Ok(()),
    }
}
