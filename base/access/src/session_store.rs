//! SQL statements for sessions and for the browsers that people have signed in with before.

use crate::AccessError;
use crate::account::{AccountId, AccountState, By};
use crate::account_store;
use crate::session::{Session, SessionId, SessionLimits, Stage};
use crate::token::Token;
use chrono::{DateTime, TimeDelta, Utc};
use db::{Connection, Db, DbError, Table, WriteTransaction};
use ledger::Action;
use serde_json::json;

/// Where a session begins.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The network address.
    pub network: String,
    /// The browser's description of itself.
    pub browser: String,
}

/// Begins a session. Each further stage of signing in gets a new one, so that a token known from an earlier stage is worthless.
pub async fn begin(
    transaction: &WriteTransaction,
    account: AccountId,
    stage: Stage,
    means: &str,
    pending: Option<&str>,
    origin: &Origin,
    at: DateTime<Utc>,
) -> Result<Token, AccessError> {
    let token = Token::new();
    let browser: String = origin.browser.chars().filter(|c| !c.is_control()).take(200).collect();
    let id = db::insert!(
        transaction,
        Session {
            account_id: account,
            hash: token.hash(),
            stage,
            begun_at: at,
            seen_at: at,
            network: origin.network,
            browser,
            means,
            pending,
        }
    )
    .await?;
    if stage == Stage::SignedIn {
        let payload = json!({ "session": id, "means": means, "network": origin.network });
        write_down(transaction, account, Action::SignedIn, &payload, By { actor: &account_store::record_name(account), at })
            .await?;
    }
    Ok(token)
}

/// How often the last use of a session is recorded. An idle session may therefore end this much too early, but never too late.
const MARKED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// A session found by its token, with everything that a request needs to know about it.
#[derive(Clone, Debug, db::Row)]
pub struct Found {
    /// The session.
    #[row(nested)]
    pub session: Session,
    /// The account's name.
    #[row(column = "account_name")]
    pub name: String,
    /// Whether the account may sign in.
    pub account_state: AccountState,
    /// The position of the ledger's head when the session was read.
    pub ledger: i64,
    /// The value of the caller's extra expression, read at the same moment.
    pub beside: i64,
}

/// Returns the session with this token, or `None` unless it is valid, and marks it as used, at most once a minute.
///
/// One statement reads everything, so that it is consistent and costs one round trip. `beside` is an SQL expression whose integer
/// value the caller wants from the same moment.
pub async fn find(
    db: &Db,
    token: &Token,
    limits: SessionLimits,
    now: DateTime<Utc>,
    beside: &'static str,
) -> Result<Option<Found>, DbError> {
    let sql = format!(
        "SELECT {}, account_name, account_state, COALESCE((SELECT position FROM ledger_head WHERE id = 1), 0) AS ledger, \
         {beside} AS beside FROM session \
         JOIN (SELECT id AS owner, name AS account_name, state AS account_state FROM account) AS account ON owner = account_id \
         WHERE hash = $1 AND ended_at IS NULL",
        Session::columns("session")
    );
    let Some(found) = db::row::<Found>(db.reading(), &sql, db::values![token.hash()]).await? else { return Ok(None) };
    let session = &found.session;
    if !session.lasts(limits, now) {
        return Ok(None);
    }
    if now >= session.seen_at + MARKED_EVERY
        && let Err(error) = mark_used(db, session.id, now).await
    {
        // Requests still work if the database cannot be written to. The session then ends an hour after it was last marked, which
        // is too early.
        tracing::warn!(%error, "the use of a session was not written down");
    }
    Ok(Some(found))
}

async fn mark_used(db: &Db, session: SessionId, now: DateTime<Utc>) -> Result<(), DbError> {
    let transaction = db.begin().await?;
    // If several requests arrive at once, only the first marks it.
    let condition = "id = $1 AND ended_at IS NULL AND seen_at <= $2";
    db::update!(&transaction, Session { seen_at: now }, condition, [session, now - MARKED_EVERY]).await?;
    transaction.commit().await
}

/// Returns the valid sessions of an account, newest first.
pub async fn of_account(
    connection: &Connection,
    account: AccountId,
    limits: SessionLimits,
    now: DateTime<Utc>,
) -> Result<Vec<Session>, DbError> {
    // A session that ends because it is idle stays as it is, so an account has more of them from year to year.
    let rest = "WHERE account_id = $1 AND ended_at IS NULL AND stage = $2 AND seen_at > $3 ORDER BY id DESC";
    let values = db::values![account, Stage::SignedIn, now - limits.idle];
    let sessions: Vec<Session> = db::select(connection, rest, values).await?;
    Ok(sessions.into_iter().filter(|session| session.lasts(limits, now)).collect())
}

/// Ends a session if it belongs to this account. Returns whether it did.
pub async fn end(
    transaction: &WriteTransaction,
    account: AccountId,
    session: SessionId,
    by: By<'_>,
) -> Result<bool, AccessError> {
    let condition = "id = $1 AND account_id = $2 AND ended_at IS NULL";
    let ended = db::update!(transaction, Session { ended_at: by.at }, condition, [session, account]).await? > 0;
    if ended {
        write_down(transaction, account, Action::SignedOut, &json!({ "session": session }), by).await?;
    }
    Ok(ended)
}

/// Ends every session of an account except `kept`.
pub async fn end_others(
    transaction: &WriteTransaction,
    account: AccountId,
    kept: Option<SessionId>,
    by: By<'_>,
) -> Result<u64, AccessError> {
    let condition = "account_id = $1 AND id <> $2 AND ended_at IS NULL";
    let kept = kept.map_or(0, SessionId::get);
    let ended = db::update!(transaction, Session { ended_at: by.at }, condition, [account, kept]).await?;
    if ended > 0 {
        write_down(transaction, account, Action::SignedOut, &json!({ "sessions": ended }), by).await?;
    }
    Ok(ended)
}

/// Ends an unfinished session without a ledger entry, because the person never signed in.
pub async fn drop_unfinished(transaction: &WriteTransaction, session: SessionId, at: DateTime<Utc>) -> Result<(), DbError> {
    db::update!(transaction, Session { ended_at: at, pending: None::<&str> }, "id = $1", [session]).await?;
    Ok(())
}

#[derive(db::Row)]
#[row(table = "known_browser", key(hash), unread(made_at))]
struct KnownBrowser {
    hash: String,
    account_id: AccountId,
}

/// Records that the account signed in with this browser.
pub async fn know_browser(transaction: &WriteTransaction, account: AccountId, at: DateTime<Utc>) -> Result<Token, DbError> {
    let token = Token::new();
    db::insert!(transaction, KnownBrowser { hash: token.hash(), account_id: account, made_at: at }).await?;
    Ok(token)
}

/// Returns whether the account has signed in with this browser before.
pub async fn is_known_browser(connection: &Connection, account: AccountId, token: &Token) -> Result<bool, DbError> {
    let sql = "SELECT COUNT(*) FROM known_browser WHERE hash = $1 AND account_id = $2";
    Ok(db::count(connection, sql, db::values![token.hash(), account]).await? > 0)
}

async fn write_down(
    transaction: &WriteTransaction,
    account: AccountId,
    action: Action,
    payload: &serde_json::Value,
    by: By<'_>,
) -> Result<(), AccessError> {
    let record = account_store::record_name(account);
    let entry = by.did(action, &record, payload);
    ledger::append(transaction, &entry).await?;
    Ok(())
}
