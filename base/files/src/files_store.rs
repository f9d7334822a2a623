//! SQL statements for stored files.

use crate::{FileId, StoredFile};
use chrono::{DateTime, Utc};
use db::{ConnectionTrait, DbError, FromQueryResult, SqlMigration, WriteTransaction};

/// The migrations that create the files' tables.
pub const MIGRATIONS: &[SqlMigration] = &[FILES, VISIBILITY, FOLDER];

/// A single row, with the mark of the folder that holds the files.
const FOLDER: SqlMigration = SqlMigration {
    name: "m20261128_032_file_folder",
    statements: &["CREATE TABLE file_folder (id BIGINT PRIMARY KEY, mark TEXT NOT NULL)"],
    protects: &[db::seal_beside("file_folder")],
};

/// Files stored before private files existed are public.
const VISIBILITY: SqlMigration = SqlMigration {
    name: "m20261124_031_files_visibility",
    statements: &["ALTER TABLE stored_file ADD COLUMN is_public BOOLEAN NOT NULL DEFAULT TRUE"],
    protects: &[],
};

const FILES: SqlMigration = SqlMigration {
    name: "m20261121_030_files",
    statements: &[
        "CREATE TABLE stored_file (id {KEY}, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, content_type TEXT NOT NULL, \
         size BIGINT NOT NULL, stored_at {INSTANT} NOT NULL)",
    ],
    protects: &[db::ledger_sealed("stored_file")],
};

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    hash: String,
    name: String,
    content_type: String,
    size: i64,
    stored_at: DateTime<Utc>,
    is_public: bool,
}

impl TryFrom<Row> for StoredFile {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let id = FileId::new(row.id).ok_or_else(|| DbError::Value(format!("file {}", row.id)))?;
        let Row { hash, name, content_type, size, stored_at, is_public, .. } = row;
        Ok(Self { id, hash, name, content_type, size, stored_at, is_public })
    }
}

const COLUMNS: &str = "id, hash, name, content_type, size, stored_at, is_public";

/// Inserts a file. Returns `None` if one with the same content already exists.
pub(crate) async fn insert(
    transaction: &WriteTransaction,
    hash: &str,
    name: &str,
    content_type: &str,
    size: i64,
    at: DateTime<Utc>,
    is_public: bool,
) -> Result<Option<StoredFile>, DbError> {
    let sql = format!(
        "INSERT INTO stored_file (hash, name, content_type, size, stored_at, is_public) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (hash) DO NOTHING RETURNING {COLUMNS}"
    );
    let values = [hash.into(), name.into(), content_type.into(), size.into(), at.into(), is_public.into()];
    db::row::<Row>(transaction, &sql, values).await?.map(StoredFile::try_from).transpose()
}

/// Makes a file public, because the same content was stored again for everyone, or something that refers to it was published.
pub async fn make_public(transaction: &WriteTransaction, id: FileId) -> Result<(), DbError> {
    db::execute(transaction, "UPDATE stored_file SET is_public = TRUE WHERE id = $1", [id.get().into()]).await?;
    Ok(())
}

/// Makes a public file private again, because nothing public refers to it any longer.
pub async fn make_private(transaction: &WriteTransaction, id: FileId) -> Result<(), DbError> {
    db::execute(transaction, "UPDATE stored_file SET is_public = FALSE WHERE id = $1", [id.get().into()]).await?;
    Ok(())
}

/// Returns the file with this hash, or `None` if it is not stored.
pub async fn by_hash(connection: &impl ConnectionTrait, hash: &str) -> Result<Option<StoredFile>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM stored_file WHERE hash = $1");
    db::row::<Row>(connection, &sql, [hash.into()]).await?.map(StoredFile::try_from).transpose()
}

/// Returns the file with this key, or `None` if there is none.
pub async fn by_id(connection: &impl ConnectionTrait, id: FileId) -> Result<Option<StoredFile>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM stored_file WHERE id = $1");
    db::row::<Row>(connection, &sql, [id.get().into()]).await?.map(StoredFile::try_from).transpose()
}

/// Returns at most `limit` files with keys greater than `after`, in key order.
pub(crate) async fn after(connection: &impl ConnectionTrait, after: i64, limit: i64) -> Result<Vec<StoredFile>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM stored_file WHERE id > $1 ORDER BY id LIMIT $2");
    let rows = db::rows::<Row>(connection, &sql, [after.into(), limit.into()]).await?;
    rows.into_iter().map(StoredFile::try_from).collect()
}

/// Returns the mark of the folder that holds the files, or `None` if no folder has been marked yet.
pub(crate) async fn folder_mark(connection: &impl ConnectionTrait) -> Result<Option<String>, DbError> {
    db::single::<String>(connection, "SELECT mark FROM file_folder WHERE id = 1", []).await
}

/// Stores the mark of the folder, unless one is stored already.
pub(crate) async fn keep_folder_mark(transaction: &WriteTransaction, mark: &str) -> Result<(), DbError> {
    let sql = "INSERT INTO file_folder (id, mark) VALUES (1, $1) ON CONFLICT (id) DO NOTHING";
    db::execute(transaction, sql, [mark.into()]).await?;
    Ok(())
}
