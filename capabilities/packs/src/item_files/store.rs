//! All SQL statements about files attached to agenda items.

use crate::item_files::{FileContent, FileVersion, ItemFile, ItemFileId};
use chrono::{DateTime, Utc};
use db::{ConnectionTrait, DbError, WriteTransaction};
use meetings::meeting::{DraftItemId, MeetingId};

#[derive(db::Row)]
struct Row {
    id: i64,
    item_id: i64,
    title: String,
    is_published: bool,
    number: i32,
    hash: String,
    name: String,
    content_type: String,
    size: i64,
    content: String,
    reason: Option<String>,
    added_by: String,
    added_at: DateTime<Utc>,
}

const COLUMNS: &str = "f.id, f.item_id, f.title, f.is_published, v.number, v.hash, v.name, v.content_type, v.size, v.content, v.reason, \
                       v.added_by, v.added_at";

/// The join of each file with its latest version.
const NEWEST: &str = "item_file f JOIN item_file_version v ON v.item_file_id = f.id AND v.number = \
                      (SELECT MAX(w.number) FROM item_file_version w WHERE w.item_file_id = f.id)";

impl TryFrom<Row> for ItemFile {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let unreadable = || DbError::Value(format!("file {} of an agenda item", row.id));
        let content: FileContent = serde_json::from_str(&row.content).map_err(|_| unreadable())?;
        Ok(Self {
            id: ItemFileId::new(row.id).ok_or_else(unreadable)?,
            item: DraftItemId::new(row.item_id).ok_or_else(unreadable)?,
            is_published: row.is_published,
            version: FileVersion {
                number: row.number,
                size: u64::try_from(row.size).map_err(|_| unreadable())?,
                hash: row.hash,
                name: row.name,
                content_type: row.content_type,
                content,
                reason: row.reason,
                added_by: row.added_by,
                added_at: row.added_at,
            },
            title: row.title,
        })
    }
}

async fn files(connection: &impl ConnectionTrait, sql: &str, id: i64) -> Result<Vec<ItemFile>, DbError> {
    let rows = db::rows::<Row>(connection, sql, [id.into()]).await?;
    rows.into_iter().map(ItemFile::try_from).collect()
}

/// Returns the files of an item in order.
pub async fn of_item(connection: &impl ConnectionTrait, item: DraftItemId) -> Result<Vec<ItemFile>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM {NEWEST} WHERE f.item_id = $1 ORDER BY f.position, f.id");
    files(connection, &sql, item.get()).await
}

/// Returns the files of all items on a meeting's agenda, item by item.
pub async fn of_meeting(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<ItemFile>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {NEWEST} JOIN draft_item i ON i.id = f.item_id WHERE i.meeting_id = $1 AND i.removed_at IS NULL \
         ORDER BY i.position, i.id, f.position, f.id"
    );
    files(connection, &sql, meeting.get()).await
}

/// Returns the file with this key.
pub(crate) async fn by_id(connection: &impl ConnectionTrait, id: ItemFileId) -> Result<Option<ItemFile>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM {NEWEST} WHERE f.id = $1");
    Ok(files(connection, &sql, id.get()).await?.into_iter().next())
}

/// Returns all versions of a file, newest first.
pub(crate) async fn versions(connection: &impl ConnectionTrait, id: ItemFileId) -> Result<Vec<FileVersion>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM item_file f JOIN item_file_version v ON v.item_file_id = f.id WHERE f.id = $1 ORDER BY v.number DESC"
    );
    Ok(files(connection, &sql, id.get()).await?.into_iter().map(|file| file.version).collect())
}

/// Adds a file after the other files of an item.
pub(crate) async fn insert(transaction: &WriteTransaction, item: DraftItemId, title: &str) -> Result<ItemFileId, DbError> {
    let sql = "INSERT INTO item_file (item_id, title, is_published, position) VALUES ($1, $2, $3, \
               (SELECT COALESCE(MAX(position), -1) + 1 FROM item_file WHERE item_id = $4)) RETURNING id";
    let id = db::single::<i64>(transaction, sql, [item.get().into(), title.into(), false.into(), item.get().into()]).await?;
    id.and_then(ItemFileId::new).ok_or_else(|| DbError::Value("an insert gave no key".to_owned()))
}

/// Adds a version of a file.
pub(crate) async fn add_version(transaction: &WriteTransaction, id: ItemFileId, version: &FileVersion) -> Result<(), DbError> {
    let content = serde_json::to_string(&version.content).map_err(|error| DbError::Value(error.to_string()))?;
    let sql = "INSERT INTO item_file_version (item_file_id, number, hash, name, content_type, size, content, reason, added_by, added_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = [
        id.get().into(),
        version.number.into(),
        version.hash.as_str().into(),
        version.name.as_str().into(),
        version.content_type.as_str().into(),
        i64::try_from(version.size).unwrap_or(i64::MAX).into(),
        content.into(),
        version.reason.as_deref().into(),
        version.added_by.as_str().into(),
        version.added_at.into(),
    ];
    db::execute(transaction, sql, values).await?;
    Ok(())
}

/// Changes the title of a file.
pub(crate) async fn rename(transaction: &WriteTransaction, id: ItemFileId, title: &str) -> Result<(), DbError> {
    db::execute(transaction, "UPDATE item_file SET title = $1 WHERE id = $2", [title.into(), id.get().into()]).await?;
    Ok(())
}

/// Marks a file as published.
pub(crate) async fn set_published(transaction: &WriteTransaction, id: ItemFileId) -> Result<(), DbError> {
    let sql = "UPDATE item_file SET is_published = $1 WHERE id = $2";
    db::execute(transaction, sql, [true.into(), id.get().into()]).await?;
    Ok(())
}

/// Stores the order of an item's files.
pub(crate) async fn put_in_order(transaction: &WriteTransaction, order: &[ItemFileId]) -> Result<(), DbError> {
    for (position, id) in (0_i32..).zip(order) {
        db::execute(transaction, "UPDATE item_file SET position = $1 WHERE id = $2", [position.into(), id.get().into()]).await?;
    }
    Ok(())
}

/// Deletes a file that was never published, with its versions.
pub(crate) async fn remove(transaction: &WriteTransaction, id: ItemFileId) -> Result<(), DbError> {
    db::execute(transaction, "DELETE FROM item_file_version WHERE item_file_id = $1", [id.get().into()]).await?;
    db::execute(transaction, "DELETE FROM item_file WHERE id = $1", [id.get().into()]).await?;
    Ok(())
}
