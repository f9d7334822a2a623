//! Inviting someone: an account, its roles and an emailed link, in one transaction.

use crate::mails;
use access::account::{By, mail_address};
use access::link_store::{self, Purpose};
use access::role_store::{self, NewRole};
use access::{AccessError, AccountId, Token, account_store};
use db::WriteTransaction;
use foundation::text::single_spaced;
use web::AppState;

/// Why someone could not be invited.
#[derive(Debug)]
pub enum InvitationError {
    /// The email address is not in the correct format.
    NoMailAddress,
    /// The name is empty.
    NoName,
    /// Any other error.
    Access(AccessError),
}

impl<E: Into<AccessError>> From<E> for InvitationError {
    fn from(error: E) -> Self {
        Self::Access(error.into())
    }
}

impl std::fmt::Display for InvitationError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoMailAddress => formatter.write_str("enter an email address in the correct format, like name@council.example"),
            Self::NoName => formatter.write_str("enter the person's name"),
            Self::Access(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for InvitationError {}

/// Creates an account with these roles and a link that works once; the email with it is queued if one is to be sent.
pub async fn invite(
    state: &AppState,
    transaction: &WriteTransaction,
    (name, mail): (&str, &str),
    roles: &[NewRole],
    by: By<'_>,
    sends_mail: bool,
) -> Result<(AccountId, Token), InvitationError> {
    let mail = mail_address(mail).ok_or(InvitationError::NoMailAddress)?;
    let name: String = single_spaced(name).chars().filter(|c| !c.is_control()).take(100).collect();
    if name.is_empty() {
        return Err(InvitationError::NoName);
    }
    let id = account_store::insert(transaction, &mail, &name, by).await?;
    for role in roles {
        role_store::give(transaction, id, role, false, by).await?;
    }
    let token = link(state, transaction, id, by, sends_mail).await?;
    Ok((id, token))
}

/// Creates another link for someone who was invited and has not signed in yet; the email with it is queued if one is to be sent.
pub async fn invite_again(
    state: &AppState,
    transaction: &WriteTransaction,
    id: AccountId,
    by: By<'_>,
    sends_mail: bool,
) -> Result<Token, InvitationError> {
    link(state, transaction, id, by, sends_mail).await
}

async fn link(
    state: &AppState,
    transaction: &WriteTransaction,
    id: AccountId,
    by: By<'_>,
    sends_mail: bool,
) -> Result<Token, InvitationError> {
    let token = link_store::make(transaction, id, Purpose::Invitation, by).await?;
    let account = account_store::by_id(transaction, id).await?.ok_or(AccessError::NoAccount)?;
    if sends_mail {
        mail::queue(transaction, &mails::invitation(state, &account, &token), by.at).await?;
    }
    Ok(token)
}
