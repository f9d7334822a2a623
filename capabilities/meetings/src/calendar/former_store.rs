//! All SQL statements about identifiers from a council's former site.

use crate::calendar::lists::minute_address;
use db::{Connection, DbError};

/// Returns our key for an object with this former identifier, or the identifier itself if none was recorded.
pub async fn ours(connection: &Connection, kind: &str, former: i64) -> Result<i64, DbError> {
    let sql = "SELECT id FROM former_identifier WHERE kind = $1 AND former_id = $2";
    Ok(db::single(connection, sql, db::values![kind, former]).await?.unwrap_or(former))
}

#[derive(db::Row)]
struct ItemPlace {
    meeting_id: i64,
    reference: Option<String>,
    position: Option<i32>,
}

/// Returns the address of an agenda item: its minute, or the meeting's agenda if there is no minute.
pub async fn agenda_item_address(connection: &Connection, id: i64) -> Result<Option<String>, DbError> {
    let sql = "SELECT i.meeting_id, m.reference, m.position FROM agenda_item i LEFT JOIN minute m ON m.id = i.minute_id WHERE i.id = $1";
    let place = db::row::<ItemPlace>(connection, sql, db::values![id]).await?;
    Ok(place.map(|place| match place.position {
        Some(position) => minute_address(place.reference.as_deref(), place.meeting_id, position),
        None => format!("/meetings/{}#agenda", place.meeting_id),
    }))
}
