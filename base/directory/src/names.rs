//! How the site names people.

use access::{AccountId, account_store};
use db::{Connection, DbError};

/// Returns the name of the account if `actor` has the form `account/7`; otherwise returns `actor` unchanged.
pub async fn actor_name(connection: &Connection, actor: &str) -> Result<String, DbError> {
    let account = actor.strip_prefix("account/").and_then(|id| id.parse::<AccountId>().ok());
    let Some(account) = account else { return Ok(actor.to_owned()) };
    Ok(account_store::by_id(connection, account).await?.map_or_else(|| actor.to_owned(), |account| account.name))
}
