//! A council's settings: its name and colours; its wards, portfolios, priorities, agencies and services; the values of rules laid
//! down by law and standing orders; and bank holidays. Each value has the day from which it applies, and each change is recorded in
//! the ledger.

mod colour;
mod known;
mod list;
mod settings_store;
mod snapshot;
mod unit;

pub use colour::{Colour, ColourFault};
pub use known::{
    ACCESS, ATTEND, ATTENDING, BRAND_COLOUR, CONTACT, CONTACT_ADDRESS, CONTACT_EMAIL, CONTACT_HOURS, CONTACT_TEAM,
    CONTACT_TELEPHONE, COUNCIL, Known, LOGO, MARK_TEXT, NAME, OWN, PRIVACY, PRIVACY_EMAIL, PRIVACY_NOTICE, TEMPLATE, WATCH,
};
pub use ledger::By;
pub use list::{EntryChange, List, ListEntry, ListEntryId};
pub use settings_store::{MIGRATIONS, add_entry, change_bank_holiday, change_entry, read, set_value};
pub use snapshot::{Settings, Value};
pub use unit::{Unit, ValueFault};

/// A settings error.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The database returned an error.
    #[error(transparent)]
    Database(#[from] db::DbError),
    /// The ledger returned an error.
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    /// The list already has an open entry of this name.
    #[error("there is an entry of this name already")]
    NameTaken,
    /// There is no such entry.
    #[error("there is no such entry")]
    NoEntry,
}
