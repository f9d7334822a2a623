//! Functions that send statements. Parameters are `$1`, `$2` … in both databases.

use crate::{DbError, FoundRow, FromSql, Row};
use sea_orm::{ConnectionTrait, Statement, Value};

pub(crate) fn statement(connection: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

/// Returns all rows of the query `sql`.
pub async fn rows<T: Row>(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, DbError> {
    let found = connection.query_all_raw(statement(connection, sql, values)).await?;
    found.iter().map(|row| T::read(&FoundRow::new(row, sql))).collect()
}

/// Returns the first row of the query `sql`, or `None` if there are no rows.
pub async fn row<T: Row>(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbError> {
    let found = connection.query_one_raw(statement(connection, sql, values)).await?;
    found.map(|row| T::read(&FoundRow::new(&row, sql))).transpose()
}

/// Returns the first column of all rows of the query `sql`.
pub async fn column<T: FromSql>(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, DbError> {
    let found = connection.query_all_raw(statement(connection, sql, values)).await?;
    found.iter().map(|row| FoundRow::new(row, sql).get_at(0)).collect()
}

/// Returns the first column of the first row of the query `sql`, or `None` if there are no rows.
pub async fn single<T: FromSql>(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbError> {
    let found = connection.query_one_raw(statement(connection, sql, values)).await?;
    found.map(|row| FoundRow::new(&row, sql).get_at(0)).transpose()
}

/// Returns the number that the query `sql` counts.
pub async fn count(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<i64, DbError> {
    single(connection, sql, values).await?.ok_or_else(|| DbError::Value("a count gave no row".to_owned()))
}

/// Executes a statement that returns no rows. Returns the number of rows it affected.
pub async fn execute(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, DbError> {
    Ok(connection.execute_raw(statement(connection, sql, values)).await?.rows_affected())
}
