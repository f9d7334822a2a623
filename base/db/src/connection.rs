//! Opening the database and beginning transactions.

use crate::announcements::{AnnouncedCommits, Announcements};
use crate::broken::{LastBroken, is_broken, is_locked, is_unreachable};
use crate::reading::Reading;
use crate::traces::Traces;
use crate::{NoObserver, TransactionObserver};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};

/// The kind of database in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file on the same machine.
    Sqlite,
    /// A PostgreSQL server.
    PostgreSql,
}

/// A database error, worded for the person who runs the program.
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
        /// The error from the driver.
        source: DbErr,
    },
    /// A statement failed.
    #[error("the database refused a statement: {0}")]
    Statement(#[from] DbErr),
    /// A migration failed. None of it was kept in the database.
    #[error("the step {step} to this version's tables failed, and nothing of it was kept: {source}")]
    Step {
        /// The migration's name.
        step: &'static str,
        /// The error from the driver.
        source: DbErr,
    },
    /// The database has migrations that this program does not know.
    #[error(
        "the database has steps that this version of the program does not know ({0}): it was brought up by a newer version, or belongs \
         to another program; use that version, or a copy of the database from before"
    )]
    Newer(String),
    /// A stored value could not be parsed.
    #[error("the database holds a value that cannot be read: {0}")]
    Value(String),
    /// A column holds a value that is none of its type.
    #[error("the database holds a value that cannot be read: the column {column} of {table}, in the row with {row}: {found}")]
    Unreadable {
        /// The table.
        table: String,
        /// The row, by its key.
        row: String,
        /// The column.
        column: String,
        /// What was found there.
        found: String,
    },
}

impl DbError {
    /// Returns the error for a column whose value cannot be read. `row` is its key, such as `id 4`; empty if it is not known.
    pub fn unreadable(table: &str, row: &str, column: &str, found: impl Into<String>) -> Self {
        let row = if row.is_empty() { "a key that the query does not give" } else { row };
        Self::Unreadable { table: table.into(), row: row.into(), column: column.into(), found: found.into() }
    }

    /// Returns whether the database cannot be reached at the moment, in which case trying again later may succeed.
    pub fn is_unreachable(&self) -> bool {
        matches!(self, Self::Statement(error) | Self::Open { source: error, .. } if is_unreachable(error))
    }
}

/// Connections for reading and for writing.
#[derive(Clone, Debug)]
pub struct Db {
    kind: Kind,
    reading: Reading,
    writing: DatabaseConnection,
    broken: LastBroken,
    traces: Traces,
    origin: Arc<str>,
    observer: Arc<dyn TransactionObserver>,
    announcements: Announcements,
}

/// A transaction that may write. It is rolled back if it is dropped without `commit`.
#[derive(Debug)]
pub struct WriteTransaction {
    transaction: DatabaseTransaction,
    origin: Arc<str>,
    observer: Arc<dyn TransactionObserver>,
    /// The value that the observer returned when the transaction began.
    mark: i64,
    /// The position of the last ledger entry written in this transaction; 0 if there is none.
    entry: AtomicI64,
    traces: Traces,
    erases: AtomicBool,
    announcements: Announcements,
    is_announced: AtomicBool,
}

/// How long to keep trying to open a new SQLite file while another process opens it too.
const OPEN_WITHIN: Duration = Duration::from_secs(10);

impl Db {
    /// Opens the database at `address`: `sqlite://FILE` (created if it is missing) or `postgres://…`.
    pub async fn open(address: &str) -> Result<Self, DbError> {
        let open_error = |source| DbError::Open { address: without_password(address), source };
        let broken = LastBroken::default();
        let origin: Arc<str> = random_origin().into();
        let observer: Arc<dyn TransactionObserver> = Arc::new(NoObserver);
        let announcements = Announcements::default();
        if let Some(file) = sqlite_file(address) {
            let address = format!("sqlite://{}?mode=rwc", percent_path(&file));
            let writing = open_sqlite(sqlite_options(&address, 1)).await.map_err(open_error)?;
            let reading = open_sqlite(sqlite_options(&address, 4)).await.map_err(open_error)?;
            let emptying = Database::connect(emptying_options(&address)).await.map_err(open_error)?;
            let reading = Reading::new(reading, broken.clone());
            let traces = Traces::new(Some(emptying));
            return Ok(Self { kind: Kind::Sqlite, reading, writing, broken, traces, origin, observer, announcements });
        }
        if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            let mut options = postgresql_options(address, 10, &origin);
            broken.test_before_use(&mut options);
            let writing = Database::connect(options).await.map_err(open_error)?;
            let reading = Reading::new(writing.clone(), broken.clone());
            let traces = Traces::new(None);
            return Ok(Self { kind: Kind::PostgreSql, reading, writing, broken, traces, origin, observer, announcements });
        }
        Err(DbError::UnknownKind(address.split(':').next().unwrap_or_default().chars().take(20).collect()))
    }

    /// Returns the kind of database.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns the connections for statements that only read.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// Begins a transaction that may write.
    pub async fn begin(&self) -> Result<WriteTransaction, DbError> {
        let transaction = match self.begin_once().await {
            // The transaction never began, so it is safe to begin it on another connection.
            Err(error) if self.kind == Kind::PostgreSql && is_broken(&error) => {
                self.broken.note();
                self.begin_once().await
            }
            begun => begun,
        }?;
        let mut transaction = WriteTransaction {
            transaction,
            traces: self.traces.clone(),
            erases: AtomicBool::new(false),
            announcements: self.announcements.clone(),
            is_announced: AtomicBool::new(false),
            origin: self.origin.clone(),
            observer: self.observer.clone(),
            mark: 0,
            entry: AtomicI64::new(0),
        };
        transaction.mark = transaction.observer.began(&transaction).await?;
        Ok(transaction)
    }

    async fn begin_once(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.writing.begin_with_options(options).await
    }

    /// Returns the same database, with `observer` called for all its transactions from now on.
    #[must_use]
    pub fn observed_by(self, observer: Arc<dyn TransactionObserver>) -> Self {
        Self { observer, ..self }
    }

    /// Begins a transaction that may write, waiting for other writers for up to [`WRITE_WITHIN`].
    pub(crate) async fn begin_patiently(&self) -> Result<WriteTransaction, DbError> {
        let begun = Instant::now();
        loop {
            match self.begin().await {
                Err(DbError::Statement(error)) if is_locked(&error) && begun.elapsed() < WRITE_WITHIN => {
                    tracing::info!("another process writes to the database; waiting for it");
                }
                begun => return begun,
            }
        }
    }

    /// Checks that the database accepts writes, which it does not if the disk is full, by committing a row that is inserted and
    /// deleted again.
    ///
    /// If other writers hold the database for longer than a second, that is proof enough, and nothing is written.
    pub async fn try_writing(&self) -> Result<(), DbError> {
        let Ok(transaction) = tokio::time::timeout(TRY_WITHIN, self.begin()).await else { return Ok(()) };
        let transaction = transaction?;
        crate::migration::touch_record(&transaction).await?;
        transaction.commit().await
    }

    /// Erases what remains of deleted rows outside the tables by emptying SQLite's write-ahead log, so that deleted data is gone at
    /// once.
    pub async fn erase_traces(&self) {
        self.traces.erase().await;
    }

    /// Returns the commits that this process announces from now on ([`WriteTransaction::announce`]).
    pub fn announced_commits(&self) -> AnnouncedCommits {
        self.announcements.listen()
    }

    /// Closes every connection, so that the file can be moved or the database dropped.
    pub async fn close(self) -> Result<(), DbError> {
        self.traces.close().await?;
        DatabaseConnection::clone(&self.reading).close().await?;
        self.writing.close().await?;
        Ok(())
    }
}

/// How long a migration waits for other writers.
const WRITE_WITHIN: Duration = Duration::from_mins(10);

/// How long to wait for write access before assuming that another writer has it.
const TRY_WITHIN: Duration = Duration::from_secs(1);

/// Opens a SQLite file. Two processes that create one at once can get in each other's way while it is switched to a write-ahead
/// log, and SQLite's busy timeout does not cover that.
async fn open_sqlite(options: ConnectOptions) -> Result<DatabaseConnection, DbErr> {
    let begun = Instant::now();
    loop {
        match Database::connect(options.clone()).await {
            Err(error) if is_locked(&error) && begun.elapsed() < OPEN_WITHIN => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            opened => return opened,
        }
    }
}

impl WriteTransaction {
    /// Commits the transaction.
    pub async fn commit(self) -> Result<(), DbError> {
        self.observer.committing(&self).await?;
        self.transaction.commit().await?;
        if self.erases.into_inner() {
            self.traces.erase().await;
        }
        if self.is_announced.into_inner() {
            self.announcements.announce();
        }
        Ok(())
    }

    /// Makes the commit wake what waits in this process for commits, because this transaction leaves work for it.
    pub fn announce(&self) {
        self.is_announced.store(true, Ordering::Relaxed);
    }

    /// Makes the commit also erase what this transaction deletes from the database's files. Use this for personal data that must be
    /// gone.
    pub fn erase_traces(&self) {
        self.erases.store(true, Ordering::Relaxed);
    }

    /// Returns the kind of database.
    pub fn kind(&self) -> Kind {
        match self.transaction.get_database_backend() {
            DbBackend::Postgres => Kind::PostgreSql,
            _ => Kind::Sqlite,
        }
    }

    /// Lets the observer process the changes so far, as it does before the commit. Meant for transactions that make very many
    /// changes.
    pub async fn observe(&self) -> Result<(), DbError> {
        self.observer.committing(self).await
    }

    /// Returns a random word known only to this program's connections. Triggers on PostgreSQL use it to mark the changes made
    /// through them.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the value that the observer returned when the transaction began.
    pub fn mark(&self) -> i64 {
        self.mark
    }

    /// Records the position of a ledger entry written in this transaction.
    pub fn note_entry(&self, position: i64) {
        self.entry.store(position, Ordering::Relaxed);
    }

    /// Returns the position of the last ledger entry written in this transaction, or `None` if there is none.
    pub fn last_entry(&self) -> Option<i64> {
        Some(self.entry.load(Ordering::Relaxed)).filter(|position| *position != 0)
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for WriteTransaction {
    fn get_database_backend(&self) -> DbBackend {
        self.transaction.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.transaction.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.transaction.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.transaction.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.transaction.query_all_raw(statement).await
    }
}

/// Returns the file of the SQLite database at this address, or `None` if it is another kind of database.
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
            // Rows are read on the connection's own thread; with a smaller buffer that thread would wait at every other row.
            .row_buffer_size(1_000)
            .pragma("journal_mode", "WAL")
            // A commit waits until the write-ahead log is on the disk, so that acknowledged changes survive a power cut.
            .pragma("synchronous", "FULL")
            // Deleted data is overwritten, so that erased names cannot be read from the file.
            .pragma("secure_delete", "ON")
            .pragma("foreign_keys", "ON")
            .pragma("busy_timeout", "10000")
            .pragma("cache_size", "-4000")
            .pragma("mmap_size", "67108864")
    });
    options
}

/// Sets the origin as a session setting on each connection, where only that session can read it.
fn postgresql_options(address: &str, connections: u32, origin: &str) -> ConnectOptions {
    let mut options = options(address, connections);
    let origin = origin.to_owned();
    options.map_sqlx_postgres_opts(move |options| options.options([("moothall.origin", origin.as_str())]));
    options
}

fn random_origin() -> String {
    format!("{:032x}", u128::from_be_bytes(foundation::random_bytes()))
}

/// Returns the options for the connection that empties the write-ahead log. It is opened when first needed, and waits for readers
/// only briefly, because all writers wait for it.
fn emptying_options(address: &str) -> ConnectOptions {
    let mut options = options(address, 1);
    options.min_connections(0).connect_lazy(true).idle_timeout(Duration::from_mins(1)).map_sqlx_sqlite_opts(|options| {
        options.pragma("synchronous", "FULL").pragma("busy_timeout", "250").pragma("cache_size", "-200")
    });
    options
}

/// Escapes a path for a database address, in which `?`, `#` and `%` have a meaning of their own.
fn percent_path(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3F").replace('#', "%23")
}

/// Returns the address without the password, which is everything between the user's name and the host, or a parameter.
fn without_password(address: &str) -> String {
    let mut shown = String::new();
    let mut separator = "";
    for (place, piece) in address.split_inclusive(['?', '&']).enumerate() {
        let (words, next) = piece.split_at(piece.trim_end_matches(['?', '&']).len());
        if place > 0 && is_password(words) {
            continue;
        }
        shown.push_str(separator);
        shown.push_str(words);
        separator = next;
    }
    let kind = shown.find(':').map_or(0, |at| at + 1);
    let start = kind + shown[kind..].len() - shown[kind..].trim_start_matches('/').len();
    match shown.rfind('@') {
        Some(at) if at > start => {
            let user = shown[start..at].split(':').next().unwrap_or_default();
            format!("{}{user}{}", &shown[..start], &shown[at..])
        }
        _ => shown,
    }
}

/// Returns whether a parameter gives a password. A name with escaped letters may be that of one, so it is not shown either.
fn is_password(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default();
    name.contains('%') || name.to_lowercase().contains("password")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(without_password("postgres://clerk:s3cret@db.example/moothall"), "postgres://clerk@db.example/moothall");
        assert_eq!(without_password("sqlite://data/moothall.db"), "sqlite://data/moothall.db");
        for (address, shown) in [
            ("postgres://db.example/moothall?user=clerk&password=s3cret", "postgres://db.example/moothall?user=clerk"),
            ("postgres://db.example/moothall?password=s3cret&sslmode=require", "postgres://db.example/moothall?sslmode=require"),
            ("postgres:///moothall?host=db.example&pass%77ord=s3@cret", "postgres:///moothall?host=db.example"),
            ("postgres://clerk:s3c@ret@db.example/moothall?PASSWORD=s3cret", "postgres://clerk@db.example/moothall"),
            ("postgres://clerk:s3?cret@db.example/moothall", "postgres://clerk@db.example/moothall"),
            ("postgres:clerk:s3cret@db.example", "postgres:clerk@db.example"),
        ] {
            assert_eq!(without_password(address), shown);
        }
    }

    #[tokio::test]
    async fn another_kind_of_database_is_refused_plainly() {
        let error = Db::open("mysql://root@localhost/x").await.expect_err("no such kind");
        assert!(error.to_string().contains("“mysql”"), "{error}");
    }
}
