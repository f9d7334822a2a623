//! Display names of accounts and given roles, for readers of the ledger.

use crate::own_account_pages::role_words;
use access::account::GivenRoleId;
use access::{AccountId, account_store, role_store};
use web::{AppState, Error, RecordNames};

/// Provides the names of this capability's records.
pub(crate) struct Names;

#[async_trait::async_trait]
impl RecordNames for Names {
    async fn name(&self, state: &AppState, record: &str) -> Result<Option<String>, Error> {
        let connection = state.db.reading();
        let owner = async |id: AccountId| Ok::<_, Error>(account_store::by_id(connection, id).await?.map(|account| account.name));
        if let Some(key) = record.strip_prefix("given-role/") {
            let Ok(id) = key.parse::<GivenRoleId>() else { return Ok(None) };
            let Some(given) = role_store::by_id(connection, id).await? else { return Ok(None) };
            let words = role_words(state, &given).await?;
            return Ok(owner(given.account).await?.map(|name| format!("the role ‘{words}’ of {name}")));
        }
        let Some(rest) = record.strip_prefix("account/") else { return Ok(None) };
        let (key, part) = rest.split_once('/').unwrap_or((rest, ""));
        let Ok(id) = key.parse::<AccountId>() else { return Ok(None) };
        let what = if part == "clearance" { "who clears reports for" } else { "the account of" };
        Ok(owner(id).await?.map(|name| format!("{what} {name}")))
    }
}
