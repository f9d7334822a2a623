//! All SQL statements about the identifiers that things had on the site before.

use crate::lists::minute_address;
use db::{ConnectionTrait, DbError, FromQueryResult};

/// Our key for a thing that had this identifier; the identifier itself where none was told.
pub(crate) async fn ours(connection: &impl ConnectionTrait, kind: &str, former: i64) -> Result<i64, DbError> {
    let sql = "SELECT id FROM former_identifier WHERE kind = $1 AND former_id = $2";
    Ok(db::single(connection, sql, [kind.into(), former.into()]).await?.unwrap_or(former))
}

#[derive(FromQueryResult)]
struct ItemPlace {
    meeting_id: i64,
    reference: Option<String>,
    position: Option<i32>,
}

/// Returns where an agenda item is shown: its minute, or the meeting's agenda while there is none.
pub(crate) async fn agenda_item_address(connection: &impl ConnectionTrait, id: i64) -> Result<Option<String>, DbError> {
    let sql = "SELECT i.meeting_id, m.reference, m.position FROM agenda_item i LEFT JOIN minute m ON m.id = i.minute_id WHERE i.id = $1";
    let place = db::row::<ItemPlace>(connection, sql, [id.into()]).await?;
    Ok(place.map(|place| match place.position {
        Some(position) => minute_address(place.reference.as_deref(), place.meeting_id, position),
        None => format!("/meetings/{}#agenda", place.meeting_id),
    }))
}
