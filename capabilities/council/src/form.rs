//! What the forms of these pages share.

use chrono::NaiveDate;
use settings::SettingsError;
use web::{AppState, Error, Result};

/// A message and the id of the field that it is about.
pub(crate) type Fault = ui::Fault<'static>;

/// A day as it is sent, of the years that a setting can be about.
pub(crate) fn day(day: &str, month: &str, year: &str) -> Option<NaiveDate> {
    let year = year.trim().parse().ok().filter(|year| (1972..=2100).contains(year))?;
    NaiveDate::from_ymd_opt(year, month.trim().parse().ok()?, day.trim().parse().ok()?)
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
