//! Locks on names until a transaction ends, so that a count is still right when a decision is based on it.

use crate::{DbError, Kind, WriteTransaction};

/// Locks `names` until the transaction ends. If two transactions lock the same name, the second waits for the first and then sees
/// what it wrote. Code that counts rows before adding one should lock a name for what it counts.
///
/// SQLite allows only one writing transaction at a time, so there is nothing to wait for.
pub async fn hold(transaction: &WriteTransaction, names: &[&str]) -> Result<(), DbError> {
    if transaction.kind() == Kind::Sqlite {
        return Ok(());
    }
    let mut names = names.to_vec();
    // Locking in a fixed order prevents deadlocks between transactions that lock the same names.
    names.sort_unstable();
    for name in names {
        crate::execute(transaction, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [name.into()]).await?;
    }
    Ok(())
}
