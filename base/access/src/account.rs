//! Accounts: people who work with what is not public.

use crate::actor::Term;
use crate::place::Place;
use chrono::{DateTime, Utc};
pub use ledger::By;

foundation::record_id!(
    /// The key of an account.
    AccountId
);

foundation::record_id!(
    /// The key of a role that was given to an account.
    GivenRoleId
);

/// Somebody who signs in.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its key.
    pub id: AccountId,
    /// The mail address under which they sign in, in small letters.
    pub mail: String,
    /// Their name as pages show it.
    pub name: String,
    /// Whether they may sign in.
    pub state: AccountState,
    /// Whether a password was chosen.
    pub has_password: bool,
    /// Whether an app for codes was set up.
    pub has_second_factor: bool,
    /// Whether the council's provider of identities vouched for them.
    pub has_provider: bool,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

/// Whether somebody may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// Invited, and not yet there.
    Invited,
    /// May sign in.
    Active,
    /// May not any more.
    Closed,
}

impl AccountState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Invited, Self::Active, Self::Closed];

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Closed => "closed",
        }
    }

    pub(crate) fn read(word: &str) -> Result<Self, db::DbError> {
        let state = Self::ALL.into_iter().find(|state| state.word() == word);
        state.ok_or_else(|| db::DbError::Value(format!("the account state {word}")))
    }
}

/// A role as it was given to somebody.
#[derive(Clone, Debug)]
pub struct GivenRole {
    /// Its key.
    pub id: GivenRoleId,
    /// To whom.
    pub account: AccountId,
    /// The role's key.
    pub role: String,
    /// Where; none is everywhere.
    pub place: Option<Place>,
    /// From when to when.
    pub term: Term,
    /// Whether it came from the provider's groups, which then also take it away.
    pub is_from_provider: bool,
    /// When it was taken away, where it was.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// A mail address as it is compared and stored: small letters, without spaces around it. None where it cannot be one.
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
