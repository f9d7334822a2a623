//! SQL statements for accounts, their passwords and their second factors.

use crate::account::{Account, AccountId, AccountState, By};
use crate::second_factor::{FactorKey, recovery_code_hash};
use crate::secret::Secret;
use crate::token::hexadecimal;
use crate::{AccessError, unreadable};
use chrono::{DateTime, Utc};
use db::{Connection, DbError, WriteTransaction};
use ledger::Action;
use serde_json::{Value as Json, json};

#[derive(db::Row)]
#[row(table = "account", unread(factor_step, provider_issuer))]
struct Row {
    id: AccountId,
    mail: String,
    name: String,
    state: AccountState,
    password_hash: Option<String>,
    factor: Option<String>,
    provider_subject: Option<String>,
    made_at: DateTime<Utc>,
}

impl From<Row> for Account {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            state: row.state,
            mail: row.mail,
            name: row.name,
            has_password: row.password_hash.is_some(),
            has_second_factor: row.factor.is_some(),
            has_provider: row.provider_subject.is_some(),
            made_at: row.made_at,
        }
    }
}

/// Returns the account's record name in the ledger.
pub fn record_name(id: AccountId) -> String {
    format!("account/{id}")
}

/// Creates an account in the invited state. The email address must not be in use.
pub async fn insert(transaction: &WriteTransaction, mail: &str, name: &str, by: By<'_>) -> Result<AccountId, AccessError> {
    let created = db::insert!(
        transaction,
        Row { mail, name, state: AccountState::Invited, made_at: by.at },
        "ON CONFLICT (mail) DO NOTHING"
    );
    let id = created.await?.ok_or(AccessError::MailTaken)?;
    write_down(transaction, id, Action::Collected, &json!({ "what": "the account was created" }), by).await?;
    Ok(id)
}

/// Returns the account with this key, or `None` if there is none.
pub async fn by_id(connection: &Connection, id: AccountId) -> Result<Option<Account>, DbError> {
    Ok(row_by_id(connection, id).await?.map(Account::from))
}

async fn row_by_id(connection: &Connection, id: AccountId) -> Result<Option<Row>, DbError> {
    db::by_id(connection, id).await
}

/// Returns the account with this email address, or `None` if there is none.
pub async fn by_mail(connection: &Connection, mail: &str) -> Result<Option<Account>, DbError> {
    Ok(db::first::<Row>(connection, "WHERE mail = $1", db::values![mail]).await?.map(Account::from))
}

/// Returns the account that the provider knows by this subject, or `None` if there is none.
pub async fn by_provider(connection: &Connection, issuer: &str, subject: &str) -> Result<Option<Account>, DbError> {
    let rest = "WHERE provider_issuer = $1 AND provider_subject = $2";
    Ok(db::first::<Row>(connection, rest, db::values![issuer, subject]).await?.map(Account::from))
}

/// Returns all accounts, sorted by name.
pub async fn all(connection: &Connection) -> Result<Vec<Account>, DbError> {
    Ok(db::select::<Row>(connection, "ORDER BY LOWER(name), id", []).await?.into_iter().map(Account::from).collect())
}

/// Returns the stored hash of an account's password, or `None` if none has been chosen.
pub async fn password_hash(connection: &Connection, id: AccountId) -> Result<Option<String>, DbError> {
    Ok(row_by_id(connection, id).await?.and_then(|row| row.password_hash))
}

/// Stores the hash of a new password.
pub async fn set_password(transaction: &WriteTransaction, id: AccountId, hash: &str, by: By<'_>) -> Result<(), AccessError> {
    db::update!(transaction, Row { password_hash: hash }, "id = $1", [id]).await?;
    write_down(transaction, id, Action::Altered, &json!({ "what": "the password was changed" }), by).await
}

/// Changes the account's name.
pub async fn set_name(transaction: &WriteTransaction, id: AccountId, name: &str, by: By<'_>) -> Result<(), AccessError> {
    let before = row_by_id(transaction, id).await?.ok_or(AccessError::NoAccount)?.name;
    db::update!(transaction, Row { name }, "id = $1", [id]).await?;
    write_down(transaction, id, Action::Altered, &json!({ "what": "the name was changed", "before": before }), by).await
}

/// Changes whether the account's holder may sign in.
pub async fn set_state(
    transaction: &WriteTransaction,
    id: AccountId,
    state: AccountState,
    by: By<'_>,
) -> Result<(), AccessError> {
    db::update!(transaction, Row { state }, "id = $1", [id]).await?;
    let what = match state {
        AccountState::Invited => "the account was changed back to invited",
        AccountState::Active => "the account was activated",
        AccountState::Closed => "the account was closed",
    };
    write_down(transaction, id, Action::Altered, &json!({ "what": what }), by).await
}

/// Links the account to a subject of the council's identity provider.
pub async fn set_provider(
    transaction: &WriteTransaction,
    id: AccountId,
    issuer: &str,
    subject: &str,
    by: By<'_>,
) -> Result<(), AccessError> {
    db::update!(transaction, Row { provider_issuer: issuer, provider_subject: subject }, "id = $1", [id]).await?;
    write_down(
        transaction,
        id,
        Action::Altered,
        &json!({ "what": "linked to the council's sign-in provider", "issuer": issuer }),
        by,
    )
    .await
}

fn purpose(id: AccountId) -> String {
    format!("second factor of account/{id}")
}

/// Stores the sealed key of an authenticator app, and replaces any recovery codes with these. The code of `step`, with which the
/// app was set up, counts as used. Returns `false`, and changes nothing, if the account already has an app: an intruder who knows
/// only the password, and started to set one up earlier, must not replace it.
pub async fn set_second_factor(
    transaction: &WriteTransaction,
    secret: &Secret,
    id: AccountId,
    (key, step): (&FactorKey, u64),
    recovery_codes: &[String],
    by: By<'_>,
) -> Result<bool, AccessError> {
    let sealed = secret.seal(&purpose(id), key.bytes())?;
    let sealed = hexadecimal(&sealed);
    let step = i64::try_from(step).unwrap_or(i64::MAX);
    let condition = "id = $1 AND factor IS NULL";
    if db::update!(transaction, Row { factor: sealed, factor_step: step }, condition, [id]).await? == 0 {
        return Ok(false);
    }
    replace_recovery_codes(transaction, id, recovery_codes).await?;
    write_down(transaction, id, Action::Altered, &json!({ "what": "two-step verification was set up" }), by).await?;
    Ok(true)
}

/// Removes the authenticator app, so that another is set up at the next sign-in.
pub async fn remove_second_factor(transaction: &WriteTransaction, id: AccountId, by: By<'_>) -> Result<(), AccessError> {
    db::update!(transaction, Factor { factor: None::<&str>, factor_step: None::<i64> }, "id = $1", [id]).await?;
    replace_recovery_codes(transaction, id, &[]).await?;
    write_down(transaction, id, Action::Altered, &json!({ "what": "two-step verification was reset" }), by).await
}

/// Replaces the recovery codes with new ones.
pub async fn renew_recovery_codes(
    transaction: &WriteTransaction,
    id: AccountId,
    codes: &[String],
    by: By<'_>,
) -> Result<(), AccessError> {
    replace_recovery_codes(transaction, id, codes).await?;
    write_down(transaction, id, Action::Altered, &json!({ "what": "new recovery codes were created" }), by).await
}

async fn replace_recovery_codes(transaction: &WriteTransaction, id: AccountId, codes: &[String]) -> Result<(), DbError> {
    db::execute(transaction, "DELETE FROM recovery_code WHERE account_id = $1", db::values![id]).await?;
    for code in codes {
        db::insert!(transaction, RecoveryCode { account_id: id, hash: recovery_code_hash(code) }).await?;
    }
    Ok(())
}

#[derive(db::Row)]
#[row(table = "recovery_code", key(account_id, hash), unread(used_at))]
struct RecoveryCode {
    account_id: AccountId,
    hash: String,
}

/// Returns the number of unused recovery codes.
pub async fn recovery_codes_left(connection: &Connection, id: AccountId) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL";
    db::count(connection, sql, db::values![id]).await
}

#[derive(db::Row)]
#[row(table = "account", key(id), unread(id))]
struct Factor {
    factor: Option<String>,
    factor_step: Option<i64>,
}

/// Checks whether this is a code from the account's app or one of its recovery codes, and uses it up if it is.
pub async fn use_second_factor(
    transaction: &WriteTransaction,
    secret: &Secret,
    id: AccountId,
    code: &str,
    at: DateTime<Utc>,
) -> Result<bool, AccessError> {
    // The row lock puts two requests with the same code one after the other.
    db::execute(transaction, "UPDATE account SET factor_step = factor_step WHERE id = $1", db::values![id]).await?;
    let found = db::first::<Factor>(transaction, "WHERE id = $1", db::values![id]).await?;
    let Some(Factor { factor: Some(sealed), factor_step }) = found else { return Ok(false) };
    let key = open_factor(secret, id, &sealed)?;
    let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
    // A step that cannot be read must not let a used code be used again.
    let unreadable = |_| DbError::unreadable("account", &format!("id {id}"), "factor_step", "it is negative");
    let last = factor_step.map(u64::try_from).transpose().map_err(unreadable)?;
    if let Some(step) = key.step_of(code, seconds, last) {
        let step = i64::try_from(step).unwrap_or(i64::MAX);
        db::update!(transaction, Factor { factor_step: step }, "id = $1", [id]).await?;
        return Ok(true);
    }
    let condition = "account_id = $1 AND hash = $2 AND used_at IS NULL";
    Ok(db::update!(transaction, RecoveryCode { used_at: at }, condition, [id, recovery_code_hash(code)]).await? > 0)
}

fn open_factor(secret: &Secret, id: AccountId, sealed: &str) -> Result<FactorKey, AccessError> {
    let digits = sealed.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> = digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect();
    let bytes = bytes.ok_or_else(|| unreadable("second factor of account", id.get()))?;
    let key = FactorKey::from_bytes(&secret.open(&purpose(id), &bytes)?);
    Ok(key.ok_or_else(|| unreadable("second factor of account", id.get()))?)
}

async fn write_down(
    transaction: &WriteTransaction,
    id: AccountId,
    action: Action,
    payload: &Json,
    by: By<'_>,
) -> Result<(), AccessError> {
    if row_by_id(transaction, id).await?.is_none() {
        return Err(AccessError::NoAccount);
    }
    ledger::append(transaction, &by.did(action, &record_name(id), payload)).await?;
    Ok(())
}
