//! Single-use links in emails: an invitation, which lasts 72 hours, and a password reset, which lasts one.

use crate::account::{AccountId, By};
use crate::token::Token;
use crate::{AccessError, account_store};
use chrono::{DateTime, TimeDelta, Utc};
use db::{Connection, DbError, WriteTransaction};
use ledger::Action;
use serde_json::json;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To choose the first password and set up an authenticator app.
    Invitation,
    /// To choose a new password.
    NewPassword,
}

db::stored_words!(Purpose, word);

impl Purpose {
    const ALL: [Self; 2] = [Self::Invitation, Self::NewPassword];

    fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::NewPassword => "new password",
        }
    }

    /// Returns how long the link works.
    pub fn lasts(self) -> TimeDelta {
        match self {
            Self::Invitation => TimeDelta::hours(72),
            Self::NewPassword => TimeDelta::hours(1),
        }
    }
}

/// A link that still works.
#[derive(Clone, Copy, Debug, db::Row)]
#[row(table = "account_link", unread(hash, made_at))]
pub struct Link {
    id: i64,
    /// The account it belongs to.
    #[row(column = "account_id")]
    pub account: AccountId,
    /// What it is for.
    pub purpose: Purpose,
    expires_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

/// Creates a link, and ends the account's earlier ones.
pub async fn make(
    transaction: &WriteTransaction,
    account: AccountId,
    purpose: Purpose,
    by: By<'_>,
) -> Result<Token, AccessError> {
    // If two links are created at once, the second ends the first.
    db::hold(transaction, &[&format!("links of account {account}")]).await?;
    end_all(transaction, account, by.at).await?;
    let token = Token::new();
    let expires_at = by.at + purpose.lasts();
    let link = db::insert!(transaction, Link { account_id: account, purpose, hash: token.hash(), made_at: by.at, expires_at });
    link.await?;
    let (record, payload) = (account_store::record_name(account), json!({ "purpose": purpose.word() }));
    let entry = by.did(Action::Invited, &record, &payload);
    ledger::append(transaction, &entry).await?;
    Ok(token)
}

/// Returns the link with this token, or `None` unless it works at this moment.
pub async fn find(connection: &Connection, token: &Token, at: DateTime<Utc>) -> Result<Option<Link>, DbError> {
    let link = db::first::<Link>(connection, "WHERE hash = $1", db::values![token.hash()]).await?;
    Ok(link.filter(|link| link.ended_at.is_none() && at < link.expires_at))
}

/// Uses up a link. Returns `false` if another request used it first.
pub async fn use_up(transaction: &WriteTransaction, link: &Link, at: DateTime<Utc>) -> Result<bool, DbError> {
    Ok(db::update!(transaction, Link { ended_at: at }, "id = $1 AND ended_at IS NULL", [link.id]).await? > 0)
}

/// Ends every link of the account.
pub async fn end_all(transaction: &WriteTransaction, account: AccountId, at: DateTime<Utc>) -> Result<(), DbError> {
    db::update!(transaction, Link { ended_at: at }, "account_id = $1 AND ended_at IS NULL", [account]).await?;
    Ok(())
}
