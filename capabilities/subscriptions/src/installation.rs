//! What names of this installation's things are made of, so that they stay the same when the site moves to another address.

use db::ConnectionTrait;
use web::Result;

/// How many hexadecimal digits tell one installation from another.
const DIGITS: usize = 16;

/// Returns the mark of this installation: the beginning of the seal of the first entry in its ledger, which never changes. Nothing is
/// published before that entry.
pub(crate) async fn mark(connection: &impl ConnectionTrait) -> Result<String> {
    let first = ledger::entry(connection, 1).await?;
    Ok(first.map(|entry| entry.hash.chars().take(DIGITS).collect()).unwrap_or_default())
}
