//! A transaction with the person whose act it is.

use crate::{AppState, Result};
use access::Actor;
use chrono::{DateTime, Utc};
use db::WriteTransaction;
use ledger::By;
use std::ops::Deref;

/// A transaction with its author and time. It can be used wherever a transaction is wanted.
pub struct AuthoredTransaction {
    transaction: WriteTransaction,
    actor: String,
    at: DateTime<Utc>,
}

impl AuthoredTransaction {
    /// Returns the author and time, as the ledger records them.
    pub fn by(&self) -> By<'_> {
        By { actor: &self.actor, at: self.at }
    }

    /// Commits the transaction.
    pub async fn commit(self) -> Result<()> {
        Ok(self.transaction.commit().await?)
    }

    /// Returns the transaction alone, for what commits it together with something else.
    pub fn into_inner(self) -> WriteTransaction {
        self.transaction
    }
}

impl Deref for AuthoredTransaction {
    type Target = WriteTransaction;

    fn deref(&self) -> &WriteTransaction {
        &self.transaction
    }
}

impl AppState {
    /// Begins a transaction for an act of this person.
    pub async fn begin(&self, actor: &Actor) -> Result<AuthoredTransaction> {
        let transaction = self.db.begin().await?;
        // The clock is read when it is this act's turn to write, so that the ledger's times are in its order.
        Ok(AuthoredTransaction { transaction, actor: actor.ledger_name(), at: self.clock.now() })
    }
}
