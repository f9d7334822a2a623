//! SQL statements for sign-ins through the provider that have not come back yet.

use crate::CLOCKS_DIFFER;
use crate::token::Token;
use chrono::{DateTime, TimeDelta, Utc};
use db::{Db, DbError, Table as _};

/// How long a browser may stay with the provider.
const AWAY: TimeDelta = TimeDelta::minutes(15);

/// What is stored while the browser is away.
#[derive(Clone, db::Row)]
#[row(table = "provider_attempt", key(state_hash), unread(state_hash, browser_hash, made_at))]
pub(crate) struct Attempt {
    /// The value that the provider's token must repeat.
    pub nonce: String,
    /// Proof that the one who comes back is the one who started (RFC 7636).
    pub verifier: String,
    /// The page to redirect to.
    pub next: String,
}

/// Returns the range of start times for attempts that count. A later one was recorded while the clock was wrong.
fn bounds(now: DateTime<Utc>) -> [db::Value; 2] {
    [(now - AWAY).into(), (now + CLOCKS_DIFFER).into()]
}

pub(crate) async fn keep(db: &Db, state: &Token, browser: &Token, attempt: &Attempt, now: DateTime<Utc>) -> Result<(), DbError> {
    let transaction = db.begin().await?;
    db::execute(&transaction, "DELETE FROM provider_attempt WHERE made_at <= $1 OR made_at > $2", bounds(now)).await?;
    let Attempt { nonce, verifier, next } = attempt;
    let row = db::insert!(
        &transaction,
        Attempt { state_hash: state.hash(), browser_hash: browser.hash(), nonce, verifier, next, made_at: now }
    );
    row.await?;
    transaction.commit().await
}

/// Deletes and returns an attempt, so that it can be completed only once.
pub(crate) async fn take(db: &Db, state: &Token, browser: &Token, now: DateTime<Utc>) -> Result<Option<Attempt>, DbError> {
    let transaction = db.begin().await?;
    let sql = format!(
        "DELETE FROM provider_attempt WHERE state_hash = $1 AND browser_hash = $2 AND made_at > $3 AND made_at <= $4 RETURNING {}",
        Attempt::LIST
    );
    let [from, until] = bounds(now);
    let values = [state.hash().into(), browser.hash().into(), from, until];
    let attempt = db::row::<Attempt>(&transaction, &sql, values).await?;
    transaction.commit().await?;
    Ok(attempt)
}
