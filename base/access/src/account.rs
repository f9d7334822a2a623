//! Accounts of the people who work with what is not public.

use crate::actor::Term;
use crate::place::Place;
use chrono::{DateTime, Utc};
pub use ledger::By;

db::record_id!(
    /// The key of an account.
    AccountId
);

db::record_id!(
    /// The key of a role given to an account.
    GivenRoleId
);

/// A person who signs in.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its key.
    pub id: AccountId,
    /// The email address with which they sign in, in lower case.
    pub mail: String,
    /// Their name as pages show it.
    pub name: String,
    /// Whether they may sign in.
    pub state: AccountState,
    /// Whether a password has been chosen.
    pub has_password: bool,
    /// Whether an authenticator app has been set up.
    pub has_second_factor: bool,
    /// Whether the council's identity provider has vouched for them.
    pub has_provider: bool,
    /// When the account was created.
    pub made_at: DateTime<Utc>,
}

/// Whether the account's holder may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// Invited, but has not yet accepted.
    Invited,
    /// May sign in.
    Active,
    /// May no longer sign in.
    Closed,
}

db::stored_words!(AccountState, word);

impl AccountState {
    /// All states, in declaration order.
    pub const ALL: [Self; 3] = [Self::Invited, Self::Active, Self::Closed];

    /// Returns the word stored in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Closed => "closed",
        }
    }
}

/// A role given to an account.
#[derive(Clone, Debug)]
pub struct GivenRole {
    /// Its key.
    pub id: GivenRoleId,
    /// The account that holds it.
    pub account: AccountId,
    /// The role's key.
    pub role: String,
    /// The place where it applies, or `None` if it applies everywhere.
    pub place: Option<Place>,
    /// The first and last days on which it is held.
    pub term: Term,
    /// Whether it came from the provider's groups, in which case they also withdraw it.
    pub is_from_provider: bool,
    /// When it was withdrawn, if it was.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// Returns an email address in the form in which it is stored and compared: trimmed and in lower case. Returns `None` if it cannot
/// be an email address.
pub fn mail_address(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (local, domain) = text.rsplit_once('@')?;
    let is_plain = |part: &str| {
        !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control() || "<>(),;:\\\"[]".contains(c))
    };
    let is_domain = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.') && !domain.contains("..");
    (text.len() <= 254 && is_plain(local) && is_plain(domain) && !local.contains('@') && is_domain).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_addresses_are_compared_in_small_letters_and_nothing_else_passes() {
        assert_eq!(mail_address(" Petra.Placeholder@Ashmere.Example "), Some("petra.placeholder@ashmere.example".into()));
        for text in [
            "",
            "petra",
            "petra@",
            "@ashmere.example",
            "petra@ashmere",
            "a b@c.example",
            "a@b@c.example",
            "a@b..example",
            "a\n@b.example",
            "<a@b.example>",
        ] {
            assert_eq!(mail_address(text), None, "{text}");
        }
    }
}
