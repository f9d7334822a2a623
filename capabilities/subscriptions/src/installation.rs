//! The identifier of this installation, which stays the same if the site moves to another address.

use db::Connection;
use web::Result;

/// How many hexadecimal digits identify an installation.
const DIGITS: usize = 16;

/// Returns the identifier of this installation: the beginning of the hash of the first entry in its ledger, which never changes.
/// Nothing is published before that entry.
pub(crate) async fn mark(connection: &Connection) -> Result<String> {
    let first = ledger::entry(connection, 1).await?;
    Ok(first.map(|entry| entry.hash.chars().take(DIGITS).collect()).unwrap_or_default())
}
