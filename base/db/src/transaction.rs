//! Transactions that may write.

use crate::announcements::Announcements;
use crate::traces::Traces;
use crate::{Connection, DbError, TransactionObserver};
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

/// A transaction that may write. It is rolled back if it is dropped without `commit`.
#[derive(Debug)]
pub struct WriteTransaction {
    pub(crate) connection: Connection,
    pub(crate) origin: Arc<str>,
    pub(crate) observer: Arc<dyn TransactionObserver>,
    /// The value that the observer returned when the transaction began.
    pub(crate) mark: i64,
    /// The position of the last ledger entry written in this transaction; 0 if there is none.
    pub(crate) entry: AtomicI64,
    pub(crate) traces: Traces,
    pub(crate) erases: AtomicBool,
    pub(crate) announcements: Announcements,
    pub(crate) is_announced: AtomicBool,
}

impl WriteTransaction {
    /// Commits the transaction.
    pub async fn commit(self) -> Result<(), DbError> {
        self.observer.committing(&self).await?;
        self.connection.into_transaction()?.commit().await?;
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

/// Its statements are those of a connection.
impl Deref for WriteTransaction {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}
