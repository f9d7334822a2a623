//! Every statement about sessions and the browsers that people signed in with before.

use crate::account::{AccountId, AccountState, By};
use crate::account_store;
use crate::actor::Actor;
use crate::session::{Session, SessionId, SessionLimits, Stage};
use crate::token::Token;
use crate::{AccessError, glass_store, role_store, unreadable};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use db::{ConnectionTrait, Db, DbError, FromQueryResult, WriteTransaction};
use ledger::Action;
use serde_json::json;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    account_id: i64,
    stage: String,
    begun_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    network: String,
    browser: String,
    means: String,
    pending: Option<String>,
}

const COLUMNS: &str = "id, account_id, stage, begun_at, seen_at, network, browser, means, pending";

impl Row {
    fn session(self) -> Result<Session, DbError> {
        let stage = Stage::ALL.into_iter().find(|stage| stage.word() == self.stage);
        Ok(Session {
            id: SessionId::new(self.id).ok_or_else(|| unreadable("session", self.id))?,
            account: AccountId::new(self.account_id).ok_or_else(|| unreadable("account", self.account_id))?,
            stage: stage.ok_or_else(|| DbError::Value(format!("the stage {}", self.stage)))?,
            begun_at: self.begun_at,
            seen_at: self.seen_at,
            network: self.network,
            browser: self.browser,
            means: self.means,
            pending: self.pending,
        })
    }
}

/// Where a session begins.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The network address.
    pub network: String,
    /// What the browser calls itself.
    pub browser: String,
}

/// Begins a session. Whoever comes to a further stage gets a new one, so that a token known before is worth nothing after.
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
    let id = db::single::<i64>(
        transaction,
        "INSERT INTO session (account_id, hash, stage, begun_at, seen_at, network, browser, means, pending) \
         VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8) RETURNING id",
        [
            account.get().into(),
            token.hash().into(),
            stage.word().into(),
            at.into(),
            origin.network.clone().into(),
            browser.into(),
            means.into(),
            pending.map(str::to_owned).into(),
        ],
    )
    .await?;
    if stage == Stage::SignedIn {
        let payload = json!({ "session": id, "means": means, "network": origin.network });
        write_down(transaction, account, Action::SignedIn, &payload, By { actor: &account_store::record_name(account), at })
            .await?;
    }
    Ok(token)
}

/// The session with this token, where it lasts; it is marked as used now, at most once a minute.
pub async fn find(db: &Db, token: &Token, limits: SessionLimits, now: DateTime<Utc>) -> Result<Option<Session>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM session WHERE hash = $1 AND ended_at IS NULL");
    let row = db::row::<Row>(db.reading(), &sql, [token.hash().into()]).await?;
    let Some(session) = row.map(Row::session).transpose()?.filter(|session| session.lasts(limits, now)) else { return Ok(None) };
    if now >= session.seen_at + TimeDelta::minutes(1) {
        let transaction = db.begin().await?;
        let sql = "UPDATE session SET seen_at = $1 WHERE id = $2 AND ended_at IS NULL";
        db::execute(&transaction, sql, [now.into(), session.id.get().into()]).await?;
        transaction.commit().await?;
    }
    Ok(Some(session))
}

/// Who somebody with a session is today: none where the account is closed.
pub async fn actor(
    connection: &impl ConnectionTrait,
    session: &Session,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Option<Actor>, DbError> {
    let account = account_store::by_id(connection, session.account).await?;
    let Some(account) = account.filter(|account| account.state == AccountState::Active) else { return Ok(None) };
    Ok(Some(Actor {
        account: Some(account.id),
        name: account.name,
        held: role_store::held(connection, account.id, today).await?,
        openings: glass_store::open_for(connection, account.id, now).await?,
    }))
}

/// The sessions of an account that last, the newest first.
pub async fn of_account(
    connection: &impl ConnectionTrait,
    account: AccountId,
    limits: SessionLimits,
    now: DateTime<Utc>,
) -> Result<Vec<Session>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM session WHERE account_id = $1 AND ended_at IS NULL ORDER BY id DESC");
    let rows = db::rows::<Row>(connection, &sql, [account.get().into()]).await?;
    let sessions: Vec<Session> = rows.into_iter().map(Row::session).collect::<Result<_, _>>()?;
    Ok(sessions.into_iter().filter(|session| session.stage == Stage::SignedIn && session.lasts(limits, now)).collect())
}

/// Ends a session, where it is this account's. Tells whether it was.
pub async fn end(
    transaction: &WriteTransaction,
    account: AccountId,
    session: SessionId,
    by: By<'_>,
) -> Result<bool, AccessError> {
    let sql = "UPDATE session SET ended_at = $1 WHERE id = $2 AND account_id = $3 AND ended_at IS NULL";
    let ended = db::execute(transaction, sql, [by.at.into(), session.get().into(), account.get().into()]).await? > 0;
    if ended {
        write_down(transaction, account, Action::SignedOut, &json!({ "session": session }), by).await?;
    }
    Ok(ended)
}

/// Ends every session of an account but one.
pub async fn end_others(
    transaction: &WriteTransaction,
    account: AccountId,
    kept: Option<SessionId>,
    by: By<'_>,
) -> Result<u64, AccessError> {
    let sql = "UPDATE session SET ended_at = $1 WHERE account_id = $2 AND id <> $3 AND ended_at IS NULL";
    let kept = kept.map_or(0, SessionId::get);
    let ended = db::execute(transaction, sql, [by.at.into(), account.get().into(), kept.into()]).await?;
    if ended > 0 {
        write_down(transaction, account, Action::SignedOut, &json!({ "sessions": ended }), by).await?;
    }
    Ok(ended)
}

/// Ends an unfinished session without a word: it was never one.
pub async fn drop_unfinished(transaction: &WriteTransaction, session: SessionId, at: DateTime<Utc>) -> Result<(), DbError> {
    let sql = "UPDATE session SET ended_at = $1, pending = NULL WHERE id = $2";
    db::execute(transaction, sql, [at.into(), session.get().into()]).await?;
    Ok(())
}

/// Remembers that somebody signed in with this browser.
pub async fn know_browser(transaction: &WriteTransaction, account: AccountId, at: DateTime<Utc>) -> Result<Token, DbError> {
    let token = Token::new();
    let sql = "INSERT INTO known_browser (hash, account_id, made_at) VALUES ($1, $2, $3)";
    db::execute(transaction, sql, [token.hash().into(), account.get().into(), at.into()]).await?;
    Ok(token)
}

/// Whether this account signed in with this browser before.
pub async fn is_known_browser(connection: &impl ConnectionTrait, account: AccountId, token: &Token) -> Result<bool, DbError> {
    let sql = "SELECT COUNT(*) FROM known_browser WHERE hash = $1 AND account_id = $2";
    Ok(db::single::<i64>(connection, sql, [token.hash().into(), account.get().into()]).await?.unwrap_or_default() > 0)
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
