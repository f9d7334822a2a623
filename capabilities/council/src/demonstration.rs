//! The council's settings in the demonstration.

use crate::form::failed;
use crate::{PUBLISHED_PACKS, start_from};
use ledger::By;
use settings::List;
use web::{AppState, DemonstrationPart, Result};

/// The entries of the council's lists: those that the two packs name.
const LISTS: [(List, &[&str]); 3] = [
    (List::Portfolios, &["Leader", "Community Safety"]),
    (List::Agencies, &["Cheshire Police", "Cheshire Fire and Rescue Service"]),
    (List::Services, &["Community Safety", "Democratic Services"]),
];

/// The council's lists, and the template of its published packs.
pub(crate) struct Settings;

#[async_trait::async_trait]
impl DemonstrationPart for Settings {
    fn after(&self) -> &'static [&'static str] {
        // What they set up from the template depends on the boards.
        &["boards"]
    }

    async fn is_loaded(&self, state: &AppState) -> Result<bool> {
        Ok(!settings::read(state.db.reading()).await?.entries.is_empty())
    }

    async fn load(&self, state: &AppState, by: By<'_>) -> Result<()> {
        let transaction = state.db.begin().await?;
        for (list, names) in LISTS {
            for name in names {
                settings::add_entry(&transaction, list, name, (None, None), by).await.map_err(failed)?;
            }
        }
        start_from(state, &transaction, PUBLISHED_PACKS, by).await?;
        transaction.commit().await?;
        Ok(state.reload_settings().await?)
    }
}
