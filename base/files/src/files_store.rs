//! SQL statements for stored files.

use crate::{FileId, StoredFile};
use chrono::{DateTime, Utc};
use db::{Connection, DbError, SqlMigration, WriteTransaction};

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

#[derive(db::Row)]
#[row(table = "file_folder")]
struct Folder {
    id: i64,
    mark: String,
}

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
    let file = db::insert!(
        transaction,
        StoredFile { hash, name, content_type, size, stored_at: at, is_public },
        "ON CONFLICT (hash) DO NOTHING"
    );
    match file.await? {
        Some(id) => by_id(transaction, id).await,
        None => Ok(None),
    }
}

/// Makes a file public, because the same content was stored again for everyone, or something that refers to it was published.
pub async fn make_public(transaction: &WriteTransaction, id: FileId) -> Result<(), DbError> {
    db::update!(transaction, StoredFile { is_public: true }, "id = $1", [id]).await?;
    Ok(())
}

/// Makes a public file private again, because nothing public refers to it any longer.
pub async fn make_private(transaction: &WriteTransaction, id: FileId) -> Result<(), DbError> {
    db::update!(transaction, StoredFile { is_public: false }, "id = $1", [id]).await?;
    Ok(())
}

/// Returns the file with this hash, or `None` if it is not stored.
pub async fn by_hash(connection: &Connection, hash: &str) -> Result<Option<StoredFile>, DbError> {
    db::first(connection, "WHERE hash = $1", db::values![hash]).await
}

/// Returns the file with this key, or `None` if there is none.
pub async fn by_id(connection: &Connection, id: FileId) -> Result<Option<StoredFile>, DbError> {
    db::by_id(connection, id).await
}

/// Returns at most `limit` files with keys greater than `after`, in key order.
pub(crate) async fn after(connection: &Connection, after: i64, limit: i64) -> Result<Vec<StoredFile>, DbError> {
    db::select(connection, "WHERE id > $1 ORDER BY id LIMIT $2", db::values![after, limit]).await
}

/// Returns the mark of the folder that holds the files, or `None` if no folder has been marked yet.
pub(crate) async fn folder_mark(connection: &Connection) -> Result<Option<String>, DbError> {
    Ok(db::by_id::<Folder>(connection, 1).await?.map(|folder| folder.mark))
}

/// Stores the mark of the folder, unless one is stored already.
pub(crate) async fn keep_folder_mark(transaction: &WriteTransaction, mark: &str) -> Result<(), DbError> {
    db::insert!(transaction, Folder { id: 1_i64, mark }, "ON CONFLICT (id) DO NOTHING").await?;
    Ok(())
}
