//! Erasing the copies of deleted rows that remain in SQLite's write-ahead log.
//!
//! `secure_delete` overwrites deleted rows in the database file itself. The log keeps earlier copies of the pages until it is
//! overwritten, which may take days on a quiet site.

use crate::{Connection, statement};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long to wait before trying again, if a reader was in the way.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Empties the write-ahead log.
#[derive(Clone, Debug)]
pub(crate) struct Traces {
    /// A connection of its own, which waits for readers only briefly; `None` on PostgreSQL, which has no such log.
    connection: Option<Arc<Connection>>,
    is_trying_again: Arc<AtomicBool>,
}

impl Traces {
    pub(crate) fn new(connection: Option<Connection>) -> Self {
        Self { connection: connection.map(Arc::new), is_trying_again: Arc::default() }
    }

    /// Empties the log now or, if it is being read, as soon as it no longer is.
    pub(crate) async fn erase(&self) {
        let Some(connection) = &self.connection else { return };
        if is_emptied(connection).await || self.is_trying_again.swap(true, Ordering::AcqRel) {
            return;
        }
        let (connection, is_trying_again) = (connection.clone(), self.is_trying_again.clone());
        drop(tokio::spawn(async move {
            // The flag is cleared before each attempt, so that an erasure during the attempt starts another loop.
            loop {
                tokio::time::sleep(AGAIN_AFTER).await;
                is_trying_again.store(false, Ordering::Release);
                if is_emptied(&connection).await || is_trying_again.swap(true, Ordering::AcqRel) {
                    break;
                }
            }
        }));
    }

    pub(crate) async fn close(self) -> Result<(), sea_orm::DbErr> {
        match self.connection {
            Some(connection) => connection.close().await,
            None => Ok(()),
        }
    }
}

/// Writes the log into the database file and truncates it. Returns `false` if a reader or writer was in the way.
async fn is_emptied(connection: &Connection) -> bool {
    match statement::single::<i32>(connection, "PRAGMA wal_checkpoint(TRUNCATE)", []).await {
        Ok(busy) => busy == Some(0),
        Err(error) => {
            tracing::warn!(%error, "the database's write-ahead log could not be emptied after an erasure; trying again");
            false
        }
    }
}
