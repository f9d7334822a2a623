//! Single-use links in emails: an invitation, which lasts 72 hours, and a password reset, which lasts one.

use crate::account::{AccountId, By};
use crate::token::Token;
use crate::{AccessError, account_store, unreadable};
use chrono::{DateTime, TimeDelta, Utc};
use db::{ConnectionTrait, DbError, FromQueryResult, WriteTransaction};
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

impl Purpose {
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
#[derive(Clone, Copy, Debug)]
pub struct Link {
    id: i64,
    /// The account it belongs to.
    pub account: AccountId,
    /// What it is for.
    pub purpose: Purpose,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    account_id: i64,
    purpose: String,
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
    db::execute(
        transaction,
        "INSERT INTO account_link (account_id, purpose, hash, made_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        [account.get().into(), purpose.word().into(), token.hash().into(), by.at.into(), (by.at + purpose.lasts()).into()],
    )
    .await?;
    let (record, payload) = (account_store::record_name(account), json!({ "purpose": purpose.word() }));
    let entry = by.did(Action::Invited, &record, &payload);
    ledger::append(transaction, &entry).await?;
    Ok(token)
}

/// Returns the link with this token, or `None` unless it works at this moment.
pub async fn find(connection: &impl ConnectionTrait, token: &Token, at: DateTime<Utc>) -> Result<Option<Link>, DbError> {
    let sql = "SELECT id, account_id, purpose, expires_at, ended_at FROM account_link WHERE hash = $1";
    let row = db::row::<Row>(connection, sql, [token.hash().into()]).await?;
    let Some(row) = row.filter(|row| row.ended_at.is_none() && at < row.expires_at) else { return Ok(None) };
    let purpose = if row.purpose == Purpose::Invitation.word() { Purpose::Invitation } else { Purpose::NewPassword };
    let account = AccountId::new(row.account_id).ok_or_else(|| unreadable("account", row.account_id))?;
    Ok(Some(Link { id: row.id, account, purpose }))
}

/// Uses up a link. Returns `false` if another request used it first.
pub async fn use_up(transaction: &WriteTransaction, link: &Link, at: DateTime<Utc>) -> Result<bool, DbError> {
    let sql = "UPDATE account_link SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL";
    Ok(db::execute(transaction, sql, [at.into(), link.id.into()]).await? > 0)
}

/// Ends every link of the account.
pub async fn end_all(transaction: &WriteTransaction, account: AccountId, at: DateTime<Utc>) -> Result<(), DbError> {
    let sql = "UPDATE account_link SET ended_at = $1 WHERE account_id = $2 AND ended_at IS NULL";
    db::execute(transaction, sql, [at.into(), account.get().into()]).await?;
    Ok(())
}
