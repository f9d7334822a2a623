//! Opening the database and beginning transactions.

use crate::address::{
    emptying_options, percent_path, postgresql_options, random_origin, sqlite_file, sqlite_options, without_password,
};
use crate::announcements::{AnnouncedCommits, Announcements};
use crate::broken::{LastBroken, is_broken, is_locked};
use crate::traces::Traces;
use crate::{Connection, DbError, NoObserver, TransactionObserver, WriteTransaction};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64};
use std::time::{Duration, Instant};

/// The kind of database in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file on the same machine.
    Sqlite,
    /// A PostgreSQL server.
    PostgreSql,
}

/// Connections for reading and for writing.
#[derive(Clone, Debug)]
pub struct Db {
    kind: Kind,
    reading: Arc<Connection>,
    writing: DatabaseConnection,
    broken: LastBroken,
    traces: Traces,
    origin: Arc<str>,
    observer: Arc<dyn TransactionObserver>,
    announcements: Announcements,
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
            let reading = Arc::new(Connection::of_pool(reading, broken.clone()));
            let traces = Traces::new(Some(Connection::of_pool(emptying, broken.clone())));
            return Ok(Self { kind: Kind::Sqlite, reading, writing, broken, traces, origin, observer, announcements });
        }
        if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            let mut options = postgresql_options(address, 10, &origin);
            broken.test_before_use(&mut options);
            let writing = Database::connect(options).await.map_err(open_error)?;
            let reading = Arc::new(Connection::of_pool(writing.clone(), broken.clone()));
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
    pub fn reading(&self) -> &Arc<Connection> {
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
            connection: Connection::of_transaction(transaction),
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
        self.reading.close().await?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn another_kind_of_database_is_refused_plainly() {
        let error = Db::open("mysql://root@localhost/x").await.expect_err("no such kind");
        assert!(error.to_string().contains("“mysql”"), "{error}");
    }
}
