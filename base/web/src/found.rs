//! Finding the record that an address names.

use crate::{Error, Result};
use db::NotARecordId;
use std::num::ParseIntError;

/// What may be missing: a record, or a key that an address does not have. Both make the same page, so that an address tells
/// nothing about which keys there are.
///
/// ```
/// use web::OrNotFound;
///
/// let error: web::Result<access::AccountId> = "0".parse().or_not_found("Account");
/// assert!(matches!(error, Err(web::Error::NotFound("Account"))));
/// ```
pub trait OrNotFound<T> {
    /// Returns it, or the error whose page says that there is no such record: ‘Account not found’.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] if it is missing.
    fn or_not_found(self, what: &'static str) -> Result<T>;
}

impl<T> OrNotFound<T> for Option<T> {
    fn or_not_found(self, what: &'static str) -> Result<T> {
        self.ok_or(Error::NotFound(what))
    }
}

/// The error for part of an address that is not a key. No other errors mean that a record is missing.
pub trait NotAKey {}

impl NotAKey for NotARecordId {}
impl NotAKey for ParseIntError {}

impl<T, E: NotAKey> OrNotFound<T> for std::result::Result<T, E> {
    fn or_not_found(self, what: &'static str) -> Result<T> {
        self.map_err(|_| Error::NotFound(what))
    }
}
