//! What takes part in every transaction that writes.

use crate::{DbError, WriteTransaction};

/// Something that sees every transaction begin and end: the ledger seals in this way which rows were changed.
#[async_trait::async_trait]
pub trait TransactionObserver: std::fmt::Debug + Send + Sync {
    /// Called when a transaction has begun. What it returns is the transaction's [`WriteTransaction::mark`].
    async fn began(&self, transaction: &WriteTransaction) -> Result<i64, DbError>;

    /// Called before a transaction is committed, which does not happen if this fails.
    async fn committing(&self, transaction: &WriteTransaction) -> Result<(), DbError>;
}

/// Does nothing.
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
