//! Display names of the actors in the ledger.

use access::{AccountId, account_store};
use std::collections::HashMap;
use web::{AppState, Result};

/// The names of accounts, each looked up only once.
#[derive(Debug, Default)]
pub(crate) struct Names(HashMap<String, Option<String>>);

/// Parses the account from an actor such as `account/5`.
pub(crate) fn account(actor: &str) -> Option<AccountId> {
    actor.strip_prefix("account/")?.parse().ok()
}

impl Names {
    /// Looks up the names of these actors.
    pub(crate) async fn of(state: &AppState, actors: Vec<&str>) -> Result<Self> {
        let mut names = Self::default();
        names.learn(state, actors).await?;
        Ok(names)
    }

    /// Looks up the names that are not known yet.
    pub(crate) async fn learn(&mut self, state: &AppState, actors: Vec<&str>) -> Result<()> {
        for actor in actors {
            if let Some(id) = account(actor)
                && !self.0.contains_key(actor)
            {
                let account = account_store::by_id(state.db.reading(), id).await?;
                self.0.insert(actor.to_owned(), account.map(|account| account.name));
            }
        }
        Ok(())
    }

    /// Returns the person's name. `None` for a command or a missing account.
    pub(crate) fn name(&self, actor: &str) -> Option<&str> {
        self.0.get(actor)?.as_deref()
    }

    /// Returns a person's name with the account's key, or a command unchanged.
    pub(crate) fn written(&self, actor: &str) -> String {
        self.name(actor).map_or_else(|| actor.to_owned(), |name| format!("{name} ({actor})"))
    }
}
