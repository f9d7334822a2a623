//! Opening the database and beginning transactions.

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Which database stands behind the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file beside the program.
    Sqlite,
    /// A PostgreSQL server.
    PostgreSql,
}

/// What can go wrong with the database, said for the person who runs the program.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The address is neither SQLite nor PostgreSQL.
    #[error("the database address begins with “{0}”; give sqlite://FILE or postgres://USER@HOST/DATABASE")]
    UnknownKind(String),
    /// The database could not be opened.
    #[error(
        "the database could not be opened ({address}): {source}; check that the folder exists and can be written, or that the server runs"
    )]
    Open {
        /// The address without its password.
        address: String,
        /// What the driver said.
        source: DbErr,
    },
    /// A statement failed.
    #[error("the database refused a statement: {0}")]
    Statement(#[from] DbErr),
    /// A stored value could not be read as what it should be.
    #[error("the database holds a value that cannot be read: {0}")]
    Value(String),
}

/// Connections for reading and for writing.
#[derive(Clone, Debug)]
pub struct Db {
    kind: Kind,
    reading: DatabaseConnection,
    writing: DatabaseConnection,
}

/// A transaction that may write. Dropped without `commit`, it leaves nothing behind.
#[derive(Debug)]
pub struct WriteTransaction(DatabaseTransaction);

impl Db {
    /// Opens the database at `address`: `sqlite://FILE` (made where it is missing) or `postgres://…`.
    pub async fn open(address: &str) -> Result<Self, DbError> {
        let open_error = |source| DbError::Open { address: without_password(address), source };
        if let Some(file) = sqlite_file(address) {
            let address = format!("sqlite://{}?mode=rwc", percent_path(&file));
            let writing = Database::connect(sqlite_options(&address, 1)).await.map_err(open_error)?;
            let reading = Database::connect(sqlite_options(&address, 4)).await.map_err(open_error)?;
            return Ok(Self { kind: Kind::Sqlite, reading, writing });
        }
        if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            let connection = Database::connect(options(address, 10)).await.map_err(open_error)?;
            return Ok(Self { kind: Kind::PostgreSql, reading: connection.clone(), writing: connection });
        }
        Err(DbError::UnknownKind(address.split(':').next().unwrap_or_default().chars().take(20).collect()))
    }

    /// Which database this is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// For statements that only read.
    pub fn reading(&self) -> &DatabaseConnection {
        &self.reading
    }

    /// For migrations, which manage their own transactions.
    pub(crate) fn writing(&self) -> &DatabaseConnection {
        &self.writing
    }

    /// Begins a transaction that may write.
    pub async fn begin(&self) -> Result<WriteTransaction, DbError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(WriteTransaction(self.writing.begin_with_options(options).await?))
    }

    /// Closes every connection, so that a file can be moved or a database dropped.
    pub async fn close(self) -> Result<(), DbError> {
        self.reading.close().await?;
        self.writing.close().await?;
        Ok(())
    }
}

impl WriteTransaction {
    /// Makes everything written in the transaction stand.
    pub async fn commit(self) -> Result<(), DbError> {
        Ok(self.0.commit().await?)
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for WriteTransaction {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.0.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.0.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.0.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.0.query_all_raw(statement).await
    }
}

/// The file of a SQLite database at this address; `None` for another kind of database.
pub fn sqlite_file(address: &str) -> Option<PathBuf> {
    let file = address.strip_prefix("sqlite:")?;
    Some(file.strip_prefix("//").unwrap_or(file).split('?').next().unwrap_or_default().into())
}

fn options(address: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(address.to_owned());
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    options
}

fn sqlite_options(address: &str, connections: u32) -> ConnectOptions {
    let mut options = options(address, connections);
    options.map_sqlx_sqlite_opts(|options| {
        options
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "NORMAL")
            .pragma("foreign_keys", "ON")
            .pragma("busy_timeout", "10000")
            .pragma("cache_size", "-4000")
            .pragma("mmap_size", "67108864")
    });
    options
}

/// A path as it stands in a database address: `?`, `#` and `%` would otherwise end it.
fn percent_path(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3F").replace('#', "%23")
}

/// The address with whatever stands between the user's name and the host left out.
fn without_password(address: &str) -> String {
    match (address.find("://"), address.rfind('@')) {
        (Some(scheme), Some(at)) if at > scheme => {
            let user = address[scheme + 3..at].split(':').next().unwrap_or_default();
            format!("{}://{user}@{}", &address[..scheme], &address[at + 1..])
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(without_password("postgres://clerk:s3cret@db.example/moothall"), "postgres://clerk@db.example/moothall");
        assert_eq!(without_password("sqlite://data/moothall.db"), "sqlite://data/moothall.db");
    }

    #[tokio::test]
    async fn another_kind_of_database_is_refused_plainly() {
        let error = Db::open("mysql://root@localhost/x").await.expect_err("no such kind");
        assert!(error.to_string().contains("“mysql”"), "{error}");
    }
}
