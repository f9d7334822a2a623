//! What the forms of these pages share.

use chrono::{Datelike, NaiveDate};
use foundation::civil_date;
use settings::SettingsError;
use web::{AppState, Error, Result};

/// A message and the id of the field that it is about.
pub(crate) type Fault = ui::Fault<'static>;

/// A day as people write it, of the years that a setting can be about.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    civil_date::read(text).filter(|day| (1972..=2100).contains(&day.year()))
}

/// A failure of settings as the site's.
pub(crate) fn failed(error: SettingsError) -> Error {
    match error {
        SettingsError::Database(error) => error.into(),
        SettingsError::Ledger(error) => error.into(),
        SettingsError::NoEntry => Error::NotFound("Entry"),
        SettingsError::NameTaken => Error::NotUnderstood("There is already an entry with this name.".to_owned()),
    }
}

/// Makes a change stand, and lets this process see it.
pub(crate) async fn stand(state: &AppState, transaction: db::WriteTransaction) -> Result<()> {
    transaction.commit().await?;
    Ok(state.reload_settings().await?)
}
