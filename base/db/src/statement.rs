//! Sending statements. Parameters are `$1`, `$2` … in both databases.

use crate::DbError;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, TryGetable, Value};

fn statement(connection: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

/// All rows that `sql` gives.
pub async fn rows<T: FromQueryResult>(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, DbError> {
    let found = connection.query_all_raw(statement(connection, sql, values)).await?;
    found.iter().map(|row| T::from_query_result(row, "").map_err(DbError::from)).collect()
}

/// The first row that `sql` gives, where there is one.
pub async fn row<T: FromQueryResult>(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbError> {
    let found = connection.query_one_raw(statement(connection, sql, values)).await?;
    found.map(|row| T::from_query_result(&row, "").map_err(DbError::from)).transpose()
}

/// The first column of the first row that `sql` gives, where there is one.
pub async fn single<T: TryGetable>(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbError> {
    let found = connection.query_one_raw(statement(connection, sql, values)).await?;
    found.map(|row| row.try_get_by_index::<T>(0).map_err(DbError::from)).transpose()
}

/// Carries out a statement that gives no rows; tells how many it touched.
pub async fn execute(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, DbError> {
    Ok(connection.execute_raw(statement(connection, sql, values)).await?.rows_affected())
}
