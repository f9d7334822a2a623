//! Shared helpers for the forms of these pages.

use chrono::{Datelike, NaiveDate};
use foundation::civil_date;
use settings::SettingsError;
use web::{AppState, Error, Result};

/// A message and the id of the field that it is about.
pub(crate) type Fault = ui::Fault<'static>;

/// Parses a date, limited to the years that a setting can cover.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    civil_date::read(text).filter(|day| (1972..=2100).contains(&day.year()))
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
pub(crate) async fn stand(state: &AppState, transaction: db::WriteTransaction) -> Result<()> {
    transaction.commit().await?;
    Ok(state.reload_settings().await?)
}
