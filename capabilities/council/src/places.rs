//! Agencies and services as places for which roles are given. Closed ones keep their names and are no longer offered.

use directory::roles::{AGENCY_PLACE, SERVICE_PLACE};
use settings::List;
use web::{AppState, Error, Places};

fn open_entries(state: &AppState, list: List) -> Vec<(i64, String)> {
    let settings = state.settings();
    settings
        .list(list)
        .filter(|entry| entry.is_in_force_on(state.clock.today()))
        .map(|entry| (entry.number, entry.name.clone()))
        .collect()
}

fn name_of(state: &AppState, list: List, number: i64) -> Option<String> {
    state.settings().list(list).find(|entry| entry.number == number).map(|entry| entry.name.clone())
}

/// Partner agencies.
pub(crate) struct Agencies;

#[async_trait::async_trait]
impl Places for Agencies {
    fn kind(&self) -> &'static str {
        AGENCY_PLACE
    }

    async fn all(&self, state: &AppState) -> Result<Vec<(i64, String)>, Error> {
        Ok(open_entries(state, List::Agencies))
    }

    async fn name(&self, state: &AppState, id: i64) -> Result<Option<String>, Error> {
        Ok(name_of(state, List::Agencies, id))
    }
}

/// The council's services.
pub(crate) struct Services;

#[async_trait::async_trait]
impl Places for Services {
    fn kind(&self) -> &'static str {
        SERVICE_PLACE
    }

    async fn all(&self, state: &AppState) -> Result<Vec<(i64, String)>, Error> {
        Ok(open_entries(state, List::Services))
    }

    async fn name(&self, state: &AppState, id: i64) -> Result<Option<String>, Error> {
        Ok(name_of(state, List::Services, id))
    }
}
