//! Shared helpers for the forms of these pages.

use chrono::{Datelike, NaiveDate};
use settings::SettingsError;
use web::{AppState, Error, Result};

/// Returns whether a day is in the years that a setting can cover.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "it filters options")]
pub(crate) fn is_covered(day: &NaiveDate) -> bool {
    (1972..=2100).contains(&day.year())
}

/// Converts an error of the settings to the site's error type.
pub(crate) fn failed(error: SettingsError) -> Error {
    match error {
        SettingsError::Database(error) => error.into(),
        SettingsError::Ledger(error) => error.into(),
        SettingsError::NoEntry => Error::NotFound("Entry"),
        SettingsError::NameTaken => Error::NotUnderstood("There is already an entry with this name.".to_owned()),
    }
}

/// Commits a change and reloads the settings in this process.
pub(crate) async fn stand(state: &AppState, transaction: web::AuthoredTransaction) -> Result<()> {
    transaction.commit().await?;
    Ok(state.reload_settings().await?)
}
