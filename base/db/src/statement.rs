//! Functions that send statements. Parameters are `$1`, `$2` … in both databases.

use crate::DbError;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, TryGetable, Value};

fn statement(connection: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

/// Returns all rows of the query `sql`.
pub async fn rows<T: FromQueryResult>(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, DbError> {
    let found = connection.query_all_raw(statement(connection, sql, values)).await?;
    found.iter().map(|row| T::from_query_result(row, "").map_err(DbError::from)).collect()
}

/// Returns the first row of the query `sql`, or `None` if there are no rows.
pub async fn row<T: FromQueryResult>(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbError> {
    let found = connection.query_one_raw(statement(connection, sql, values)).await?;
    found.map(|row| T::from_query_result(&row, "").map_err(DbError::from)).transpose()
}

/// Returns the first column of the first row of the query `sql`, or `None` if there are no rows.
pub async fn single<T: TryGetable>(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbError> {
    let found = connection.query_one_raw(statement(connection, sql, values)).await?;
    found.map(|row| row.try_get_by_index::<T>(0).map_err(DbError::from)).transpose()
}

/// Executes a statement that returns no rows. Returns the number of rows it affected.
pub async fn execute(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, DbError> {
    Ok(connection.execute_raw(statement(connection, sql, values)).await?.rows_affected())
}
