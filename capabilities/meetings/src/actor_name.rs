//! What people call whoever the ledger names.

use access::{AccountId, account_store};
use db::{ConnectionTrait, DbError};

/// Returns the name of the account that the ledger names as `account/7`; any other name as it stands.
pub async fn of(connection: &impl ConnectionTrait, actor: &str) -> Result<String, DbError> {
    let account = actor.strip_prefix("account/").and_then(|id| id.parse::<AccountId>().ok());
    let Some(account) = account else { return Ok(actor.to_owned()) };
    Ok(account_store::by_id(connection, account).await?.map_or_else(|| actor.to_owned(), |account| account.name))
}
