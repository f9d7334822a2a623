//! SQL statements for the readers of publications: parts of the program that take in each publication once, in order.

use db::{Connection, DbError, SqlMigration, WriteTransaction};

/// The table of readers. What was published before the table was made is not printed ahead.
pub(crate) const READERS: SqlMigration = SqlMigration {
    name: "m20261129_022_publication_readers",
    statements: &[
        "CREATE TABLE publication_reader (name TEXT PRIMARY KEY, publication BIGINT NOT NULL)",
        "INSERT INTO publication_reader (name, publication) SELECT 'prints', COALESCE(MAX(id), 0) FROM publication",
    ],
    protects: &[db::seal_beside("publication_reader")],
};

/// Returns the last publication that a reader has taken in, or 0 if it has taken in none.
pub async fn read_until(connection: &Connection, reader: &str) -> Result<i64, DbError> {
    let sql = "SELECT publication FROM publication_reader WHERE name = $1";
    Ok(db::single::<i64>(connection, sql, [reader.into()]).await?.unwrap_or(0))
}

/// Moves a reader on from one publication to another. Returns `false` if another process has moved it since.
pub async fn read_on(transaction: &WriteTransaction, reader: &str, from: i64, to: i64) -> Result<bool, DbError> {
    let sql = "INSERT INTO publication_reader (name, publication) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE \
               SET publication = excluded.publication WHERE publication_reader.publication = $3";
    Ok(db::execute(transaction, sql, [reader.into(), to.into(), from.into()]).await? > 0)
}
