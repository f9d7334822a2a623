//! Where statements are sent to.

use crate::broken::{LastBroken, is_broken};
use crate::{DbError, Kind};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, IsolationLevel,
    QueryResult, Statement, TransactionTrait, Value,
};

/// A pool of connections for statements that only read, or one transaction.
///
/// It is one type, so that a function that sends statements is compiled once. If the connection to a PostgreSQL server turns out to be
/// broken, a query that only reads is sent once more, on another connection of the pool.
#[derive(Debug)]
pub struct Connection(Way);

#[derive(Debug)]
enum Way {
    Pool(DatabaseConnection, LastBroken),
    Transaction(DatabaseTransaction),
}

impl Connection {
    pub(crate) fn of_pool(pool: DatabaseConnection, broken: LastBroken) -> Self {
        Self(Way::Pool(pool, broken))
    }

    pub(crate) fn of_transaction(transaction: DatabaseTransaction) -> Self {
        Self(Way::Transaction(transaction))
    }

    /// Returns the transaction.
    ///
    /// # Errors
    /// Returns an error if it is a pool.
    pub(crate) fn into_transaction(self) -> Result<DatabaseTransaction, DbError> {
        match self.0 {
            Way::Transaction(transaction) => Ok(transaction),
            Way::Pool(..) => Err(DbError::Value("a pool of connections was used as a transaction".to_owned())),
        }
    }

    /// Closes the connections of the pool. A transaction is left as it is.
    pub(crate) async fn close(&self) -> Result<(), DbErr> {
        match &self.0 {
            Way::Pool(pool, _) => pool.clone().close().await,
            Way::Transaction(_) => Ok(()),
        }
    }

    /// Returns the kind of database.
    pub fn kind(&self) -> Kind {
        match self.backend() {
            DbBackend::Postgres => Kind::PostgreSql,
            _ => Kind::Sqlite,
        }
    }

    /// Begins a transaction that only reads, and sees the database as it is at this instant.
    pub async fn at_this_instant(&self) -> Result<Self, DbError> {
        let (level, mode) = (Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly));
        let transaction = match &self.0 {
            Way::Pool(pool, _) => pool.begin_with_config(level, mode).await?,
            Way::Transaction(transaction) => transaction.begin_with_config(level, mode).await?,
        };
        Ok(Self(Way::Transaction(transaction)))
    }

    fn backend(&self) -> DbBackend {
        match &self.0 {
            Way::Pool(pool, _) => pool.get_database_backend(),
            Way::Transaction(transaction) => transaction.get_database_backend(),
        }
    }

    fn statement(&self, sql: &str, values: Vec<Value>) -> Statement {
        Statement::from_sql_and_values(self.backend(), sql, values)
    }

    /// Returns all rows of a query, as the driver gives them.
    pub async fn query_all(&self, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, DbErr> {
        let statement = self.statement(sql, values);
        match &self.0 {
            Way::Transaction(transaction) => transaction.query_all_raw(statement).await,
            Way::Pool(pool, broken) => send_again(broken, statement, move |statement| pool.query_all_raw(statement)).await,
        }
    }

    /// Returns the first row of a query, as the driver gives it, or `None` if there are no rows.
    pub async fn query_one(&self, sql: &str, values: Vec<Value>) -> Result<Option<QueryResult>, DbErr> {
        let statement = self.statement(sql, values);
        match &self.0 {
            Way::Transaction(transaction) => transaction.query_one_raw(statement).await,
            Way::Pool(pool, broken) => send_again(broken, statement, move |statement| pool.query_one_raw(statement)).await,
        }
    }

    /// Executes a statement that returns no rows.
    pub async fn execute(&self, sql: &str, values: Vec<Value>) -> Result<ExecResult, DbErr> {
        let statement = self.statement(sql, values);
        match &self.0 {
            Way::Transaction(transaction) => transaction.execute_raw(statement).await,
            Way::Pool(pool, broken) => noted(broken, pool.execute_raw(statement).await),
        }
    }

    /// Executes a statement without preparing it, which a statement that defines tables may need.
    pub async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match &self.0 {
            Way::Transaction(transaction) => transaction.execute_unprepared(sql).await,
            Way::Pool(pool, broken) => noted(broken, pool.execute_unprepared(sql).await),
        }
    }
}

/// Sends a statement, and sends it once more if its connection turned out to be broken and sending it twice does no harm.
async fn send_again<T, F>(broken: &LastBroken, statement: Statement, send: impl Fn(Statement) -> F) -> Result<T, DbErr>
where
    F: Future<Output = Result<T, DbErr>>,
{
    let again = again(&statement);
    let attempt = noted(broken, send(statement).await);
    match again {
        Some(statement) if attempt.as_ref().is_err_and(is_broken) => send(statement).await,
        _ => attempt,
    }
}

/// Returns the statement to send again if this attempt fails, or `None` if it may be sent only once.
fn again(statement: &Statement) -> Option<Statement> {
    let is_remote = statement.db_backend == DbBackend::Postgres;
    (is_remote && only_reads(&statement.sql)).then(|| statement.clone())
}

/// Returns the result of an attempt, and records it if its connection broke.
fn noted<T>(broken: &LastBroken, attempt: Result<T, DbErr>) -> Result<T, DbErr> {
    attempt.inspect_err(|error| {
        if is_broken(error) {
            broken.note();
        }
    })
}

/// Returns whether a query changes nothing, so that sending it twice does no harm.
fn only_reads(sql: &str) -> bool {
    let sql = sql.trim_start();
    sql.starts_with("SELECT ")
        || (sql.starts_with("WITH ") && !["INSERT ", "UPDATE ", "DELETE "].iter().any(|word| sql.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_that_writes_is_never_sent_twice() {
        assert!(only_reads("SELECT 1"));
        assert!(only_reads(" WITH a AS (SELECT 1) SELECT * FROM a"));
        assert!(!only_reads("INSERT INTO a VALUES (1) RETURNING id"));
        assert!(!only_reads("WITH a AS (DELETE FROM b RETURNING id) SELECT * FROM a"));
        assert!(!only_reads("UPDATE a SET b = 1 RETURNING b"));
    }
}
