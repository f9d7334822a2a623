//! Connections for statements that only read.

use crate::broken::{LastBroken, is_broken};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use std::ops::Deref;

/// Connections for statements that only read. If the connection to a PostgreSQL server turns out to be broken, a query that only
/// reads is sent once more, on another connection.
#[derive(Clone, Debug)]
pub struct Reading {
    connection: DatabaseConnection,
    broken: LastBroken,
}

impl Reading {
    pub(crate) fn new(connection: DatabaseConnection, broken: LastBroken) -> Self {
        Self { connection, broken }
    }

    /// Returns the statement to send again if this attempt fails, or `None` if it may be sent only once.
    fn again(&self, statement: &Statement) -> Option<Statement> {
        let is_remote = self.connection.get_database_backend() == DbBackend::Postgres;
        (is_remote && only_reads(&statement.sql)).then(|| statement.clone())
    }

    /// Returns whether an attempt failed because its connection broke, and records it if so.
    fn broke<T>(&self, attempt: &Result<T, DbErr>) -> bool {
        let broke = attempt.as_ref().is_err_and(is_broken);
        if broke {
            self.broken.note();
        }
        broke
    }
}

/// Returns whether a query changes nothing, so that sending it twice does no harm.
fn only_reads(sql: &str) -> bool {
    let sql = sql.trim_start();
    sql.starts_with("SELECT ")
        || (sql.starts_with("WITH ") && !["INSERT ", "UPDATE ", "DELETE "].iter().any(|word| sql.contains(word)))
}

/// Gives access to the driver's own methods, for code that reads many rows at once.
impl Deref for Reading {
    type Target = DatabaseConnection;

    fn deref(&self) -> &DatabaseConnection {
        &self.connection
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Reading {
    fn get_database_backend(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let attempt = self.connection.execute_raw(statement).await;
        self.broke(&attempt);
        attempt
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let attempt = self.connection.execute_unprepared(sql).await;
        self.broke(&attempt);
        attempt
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let again = self.again(&statement);
        let attempt = self.connection.query_one_raw(statement).await;
        match (self.broke(&attempt), again) {
            (true, Some(statement)) => self.connection.query_one_raw(statement).await,
            _ => attempt,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let again = self.again(&statement);
        let attempt = self.connection.query_all_raw(statement).await;
        match (self.broke(&attempt), again) {
            (true, Some(statement)) => self.connection.query_all_raw(statement).await,
            _ => attempt,
        }
    }
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
