//! All SQL statements about files attached to agenda items.

use crate::item_files::{FileContent, FileVersion, ItemFile, ItemFileId};
use chrono::{DateTime, Utc};
use db::{Connection, DbError, Table as _, Value, WriteTransaction};
use meetings::meeting::{DraftItemId, MeetingId};

/// A version as stored.
#[derive(db::Row)]
#[row(table = "item_file_version", key(item_file_id, number))]
struct StoredVersion {
    item_file_id: ItemFileId,
    number: i32,
    hash: String,
    name: String,
    content_type: String,
    size: i64,
    content: FileContent,
    reason: Option<String>,
    added_by: String,
    added_at: DateTime<Utc>,
}

/// A file as stored, with one of its versions.
#[derive(db::Row)]
#[row(table = "item_file", unread(position))]
struct StoredFile {
    id: ItemFileId,
    item_id: DraftItemId,
    title: String,
    is_published: bool,
    #[row(nested)]
    version: StoredVersion,
}

/// The join of each file with its latest version.
const NEWEST: &str = "item_file f JOIN item_file_version v ON v.item_file_id = f.id AND v.number = \
                      (SELECT MAX(w.number) FROM item_file_version w WHERE w.item_file_id = f.id)";

impl TryFrom<StoredFile> for ItemFile {
    type Error = DbError;

    fn try_from(row: StoredFile) -> Result<Self, DbError> {
        let StoredVersion { item_file_id, number, hash, name, content_type, size, content, reason, added_by, added_at } =
            row.version;
        let key = || format!("item_file_id {item_file_id}, number {number}");
        let unreadable = |_| DbError::unreadable(StoredVersion::TABLE, &key(), "size", format!("{size} is not a size"));
        let size = u64::try_from(size).map_err(unreadable)?;
        Ok(Self {
            id: row.id,
            item: row.item_id,
            title: row.title,
            is_published: row.is_published,
            version: FileVersion { number, hash, name, content_type, size, content, reason, added_by, added_at },
        })
    }
}

async fn files(connection: &Connection, rest: &str, values: impl IntoIterator<Item = Value>) -> Result<Vec<ItemFile>, DbError> {
    let sql = format!("SELECT {}, {} FROM {rest}", StoredFile::columns("f"), StoredVersion::columns("v"));
    db::rows::<StoredFile>(connection, &sql, values).await?.into_iter().map(ItemFile::try_from).collect()
}

/// Returns the files of an item in order.
pub async fn of_item(connection: &Connection, item: DraftItemId) -> Result<Vec<ItemFile>, DbError> {
    let rest = format!("{NEWEST} WHERE f.item_id = $1 ORDER BY f.position, f.id");
    files(connection, &rest, db::values![item]).await
}

/// Returns the files of all items on a meeting's agenda, item by item.
pub async fn of_meeting(connection: &Connection, meeting: MeetingId) -> Result<Vec<ItemFile>, DbError> {
    let rest = format!(
        "{NEWEST} JOIN draft_item i ON i.id = f.item_id WHERE i.meeting_id = $1 AND i.removed_at IS NULL \
         ORDER BY i.position, i.id, f.position, f.id"
    );
    files(connection, &rest, db::values![meeting]).await
}

/// Returns the file with this key.
pub(crate) async fn by_id(connection: &Connection, id: ItemFileId) -> Result<Option<ItemFile>, DbError> {
    Ok(files(connection, &format!("{NEWEST} WHERE f.id = $1"), db::values![id]).await?.into_iter().next())
}

/// Returns all versions of a file, newest first.
pub(crate) async fn versions(connection: &Connection, id: ItemFileId) -> Result<Vec<FileVersion>, DbError> {
    let rest = "item_file f JOIN item_file_version v ON v.item_file_id = f.id WHERE f.id = $1 ORDER BY v.number DESC";
    Ok(files(connection, rest, db::values![id]).await?.into_iter().map(|file| file.version).collect())
}

/// Adds a file after the other files of an item.
pub(crate) async fn insert(transaction: &WriteTransaction, item: DraftItemId, title: &str) -> Result<ItemFileId, DbError> {
    let sql = "SELECT COALESCE(MAX(position), -1) + 1 FROM item_file WHERE item_id = $1";
    let position = db::single::<i32>(transaction, sql, db::values![item]).await?;
    db::insert!(transaction, StoredFile { item_id: item, title, is_published: false, position }).await
}

/// Adds a version of a file.
pub(crate) async fn add_version(transaction: &WriteTransaction, id: ItemFileId, version: &FileVersion) -> Result<(), DbError> {
    db::insert!(
        transaction,
        StoredVersion {
            item_file_id: id,
            number: version.number,
            hash: version.hash,
            name: version.name,
            content_type: version.content_type,
            size: i64::try_from(version.size).unwrap_or(i64::MAX),
            content: version.content,
            reason: version.reason,
            added_by: version.added_by,
            added_at: version.added_at,
        }
    )
    .await
}

/// Changes the title of a file.
pub(crate) async fn rename(transaction: &WriteTransaction, id: ItemFileId, title: &str) -> Result<(), DbError> {
    db::update!(transaction, StoredFile { title }, "id = $1", [id]).await?;
    Ok(())
}

/// Marks a file as published.
pub(crate) async fn set_published(transaction: &WriteTransaction, id: ItemFileId) -> Result<(), DbError> {
    db::update!(transaction, StoredFile { is_published: true }, "id = $1", [id]).await?;
    Ok(())
}

/// Stores the order of an item's files.
pub(crate) async fn put_in_order(transaction: &WriteTransaction, order: &[ItemFileId]) -> Result<(), DbError> {
    for (position, id) in (0_i32..).zip(order) {
        db::update!(transaction, StoredFile { position }, "id = $1", [id]).await?;
    }
    Ok(())
}

/// Deletes a file that was never published, with its versions.
pub(crate) async fn remove(transaction: &WriteTransaction, id: ItemFileId) -> Result<(), DbError> {
    db::execute(transaction, "DELETE FROM item_file_version WHERE item_file_id = $1", db::values![id]).await?;
    db::execute(transaction, "DELETE FROM item_file WHERE id = $1", db::values![id]).await?;
    Ok(())
}
