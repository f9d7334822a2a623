//! Functions that send statements. Parameters are `$1`, `$2` … in both databases.

use crate::{Connection, DbError, FoundRow, FromSql, Row};
use sea_orm::Value;

/// Returns all rows of the query `sql`.
pub async fn rows<T: Row>(
    connection: &Connection,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, DbError> {
    let found = connection.query_all(sql, values.into_iter().collect()).await?;
    found.iter().map(|row| T::read(&FoundRow::new(row, sql))).collect()
}

/// Returns the first row of the query `sql`, or `None` if there are no rows.
pub async fn row<T: Row>(
    connection: &Connection,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbError> {
    let found = connection.query_one(sql, values.into_iter().collect()).await?;
    found.map(|row| T::read(&FoundRow::new(&row, sql))).transpose()
}

/// Returns the first column of all rows of the query `sql`.
pub async fn column<T: FromSql>(
    connection: &Connection,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, DbError> {
    let found = connection.query_all(sql, values.into_iter().collect()).await?;
    found.iter().map(|row| FoundRow::new(row, sql).get_at(0)).collect()
}

/// Returns the first column of the first row of the query `sql`, or `None` if there are no rows.
pub async fn single<T: FromSql>(
    connection: &Connection,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbError> {
    let found = connection.query_one(sql, values.into_iter().collect()).await?;
    found.map(|row| FoundRow::new(&row, sql).get_at(0)).transpose()
}

/// Returns the number that the query `sql` counts.
pub async fn count(connection: &Connection, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<i64, DbError> {
    single(connection, sql, values).await?.ok_or_else(|| DbError::Value("a count gave no row".to_owned()))
}

/// Executes a statement that returns no rows. Returns the number of rows it affected.
pub async fn execute(connection: &Connection, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<u64, DbError> {
    Ok(connection.execute(sql, values.into_iter().collect()).await?.rows_affected())
}
