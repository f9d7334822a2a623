//! All SQL statements about members' photos.

use crate::meeting::{BoardId, PersonId};
use crate::members::photo::MemberPhoto;
use access::By;
use db::{Connection, DbError, Table as _, WriteTransaction};
use foundation::MunicipalYear;
use ledger::Action;
use serde_json::json;
use std::collections::HashMap;
use web::Result;

/// The file name under which photos are stored, which distinguishes them from other pictures.
pub const FILE_NAME: &str = "member-photo";

/// Returns a member's photo, or `None` if there is none.
pub async fn of_person(connection: &Connection, person: PersonId) -> Result<Option<MemberPhoto>, DbError> {
    db::first(connection, "WHERE person_id = $1", db::values![person]).await
}

#[derive(db::Row)]
struct OfBoard {
    slug: String,
    #[row(nested)]
    photo: MemberPhoto,
}

/// Returns the photos of those who sit on a board in a year, by the address part of the member's page.
pub async fn of_board(
    connection: &Connection,
    board: BoardId,
    year: MunicipalYear,
) -> Result<HashMap<String, MemberPhoto>, DbError> {
    let sql = format!(
        "SELECT p.slug, {} FROM member_photo f JOIN person p ON p.id = f.person_id \
         WHERE EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.board_id = $1 AND m.municipal_year = $2)",
        MemberPhoto::columns("f"),
    );
    let photos = db::rows::<OfBoard>(connection, &sql, db::values![board, year]).await?;
    Ok(photos.into_iter().map(|of_board| (of_board.slug, of_board.photo)).collect())
}

/// Sets a member's photo. The previous one is no longer public.
pub async fn keep(transaction: &WriteTransaction, person: PersonId, photo: &MemberPhoto, by: By<'_>) -> Result<()> {
    let before = of_person(transaction, person).await?;
    db::upsert!(
        transaction,
        MemberPhoto {
            person_id: person,
            file: photo.file,
            width: photo.width,
            height: photo.height,
            agreed_on: photo.agreed_on,
            kept_by: photo.kept_by,
        }
    )
    .await?;
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
    db::execute(transaction, "DELETE FROM member_photo WHERE person_id = $1", db::values![person]).await?;
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
    if db::first::<MemberPhoto>(transaction, "WHERE file = $1 LIMIT 1", db::values![file]).await?.is_some() {
        return Ok(());
    }
    match files::by_hash(transaction, file).await?.filter(|file| file.name == FILE_NAME) {
        Some(file) => files::make_private(transaction, file.id).await,
        None => Ok(()),
    }
}
