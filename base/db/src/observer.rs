//! The interface for taking part in every transaction that writes.

use crate::{DbError, WriteTransaction};

/// An observer of the beginning and end of every transaction. The ledger uses one to seal which rows were changed.
#[async_trait::async_trait]
pub trait TransactionObserver: std::fmt::Debug + Send + Sync {
    /// Called when a transaction has begun. The returned value becomes the transaction's [`WriteTransaction::mark`].
    async fn began(&self, transaction: &WriteTransaction) -> Result<i64, DbError>;

    /// Called before a transaction is committed. If this fails, the transaction is not committed.
    async fn committing(&self, transaction: &WriteTransaction) -> Result<(), DbError>;
}

/// An observer that does nothing.
#[derive(Debug)]
pub(crate) struct NoObserver;

#[async_trait::async_trait]
impl TransactionObserver for NoObserver {
    async fn began(&self, _: &WriteTransaction) -> Result<i64, DbError> {
        Ok(0)
    }

    async fn committing(&self, _: &WriteTransaction) -> Result<(), DbError> {
        Ok(())
    }
}
