//! Holding a name until a transaction ends, so that what was counted still holds when it is decided.

use crate::{DbError, Kind, WriteTransaction};

/// Holds `names` until the transaction ends: of two transactions that hold the same name, the second waits for the first, and then sees
/// what that one wrote. Whoever counts rows before adding one holds a name for what is counted.
///
/// On SQLite there is one writing transaction at a time, so there is nothing to wait for.
pub async fn hold(transaction: &WriteTransaction, names: &[&str]) -> Result<(), DbError> {
    if transaction.kind() == Kind::Sqlite {
        return Ok(());
    }
    let mut names = names.to_vec();
    // Always in the same order: two transactions that hold the same two names never wait for each other.
    names.sort_unstable();
    for name in names {
        crate::execute(transaction, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [name.into()]).await?;
    }
    Ok(())
}
