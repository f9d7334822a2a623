//! SQL statements for subscriptions.

use crate::subscription::{MOST_ASKED, MOST_WAITING, Subscription, SubscriptionId, WAITS, Wanted, record_name};
use access::Token;
use chrono::{DateTime, Utc};
use db::{Connection, DbError, WriteTransaction};
use ledger::{Action, By, LedgerError};
use meetings::BoardId;
use publications::PublicationError;
use serde_json::{Value as Json, json};

#[derive(db::Row)]
#[row(table = "subscription", unread(asked_at, asked))]
struct Row {
    id: SubscriptionId,
    mail: String,
    board_id: BoardId,
    agendas: bool,
    minutes: bool,
    meetings: bool,
    hash: String,
    lapses_at: DateTime<Utc>,
    confirmed_at: Option<DateTime<Utc>>,
    told_until: i64,
}

impl From<Row> for Subscription {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            board: row.board_id,
            mail: row.mail,
            wanted: Wanted { agendas: row.agendas, minutes: row.minutes, meetings: row.meetings },
            hash: row.hash,
            lapses_at: row.lapses_at,
            confirmed_at: row.confirmed_at,
            told_until: row.told_until,
        }
    }
}

async fn subscriptions<const N: usize>(
    connection: &Connection,
    rest: &str,
    values: [db::Value; N],
) -> Result<Vec<Subscription>, DbError> {
    Ok(db::select::<Row>(connection, rest, values).await?.into_iter().map(Subscription::from).collect())
}

/// Returns the subscription with this key.
pub(crate) async fn by_id(connection: &Connection, id: SubscriptionId) -> Result<Option<Subscription>, DbError> {
    Ok(db::by_id::<Row>(connection, id).await?.map(Subscription::from))
}

/// Returns the subscription that this secret confirms, if it still can be.
pub(crate) async fn to_confirm(
    connection: &Connection,
    token: &Token,
    now: DateTime<Utc>,
) -> Result<Option<Subscription>, DbError> {
    let found = subscriptions(connection, "WHERE hash = $1", db::values![token.hash()]).await?.pop();
    Ok(found.filter(|subscription| subscription.can_be_confirmed(now)))
}

/// Stores a subscription to be confirmed. Returns `false` if the address has been asked so often that it
/// is not asked again for now.
pub(crate) async fn ask(
    transaction: &WriteTransaction,
    mail: &str,
    board: BoardId,
    wanted: Wanted,
    token: &Token,
    by: By<'_>,
) -> Result<Option<SubscriptionId>, LedgerError> {
    #[derive(db::Row)]
    struct Waiting {
        id: SubscriptionId,
        board_id: BoardId,
        asked: i32,
    }
    // Concurrent requests for one address are counted one after the other.
    db::hold(transaction, &[&format!("subscriptions of {mail}")]).await?;
    let sql =
        "SELECT id, board_id, asked FROM subscription WHERE mail = $1 AND confirmed_at IS NULL AND lapses_at > $2 ORDER BY id";
    let waiting = db::rows::<Waiting>(transaction, sql, db::values![mail, by.at]).await?;
    let before = waiting.iter().find(|waiting| waiting.board_id == board);
    let asked = before.map_or(0, |waiting| waiting.asked);
    let is_full = before.is_none() && i64::try_from(waiting.len()).unwrap_or(i64::MAX) >= MOST_WAITING;
    if is_full || asked >= MOST_ASKED {
        return Ok(None);
    }
    // The previous link stops working, so that the answer is to the latest request.
    if let Some(before) = before.map(|waiting| waiting.id) {
        erase(transaction, before, "asked again", by).await?;
    }
    let id = db::insert!(
        transaction,
        Row {
            mail,
            board_id: board,
            agendas: wanted.agendas,
            minutes: wanted.minutes,
            meetings: wanted.meetings,
            asked_at: by.at,
            asked: asked + 1,
            hash: token.hash(),
            lapses_at: by.at + WAITS,
            told_until: 0_i64,
        }
    )
    .await?;
    write_down(transaction, id, Action::Collected, &json!({ "board": board }), by).await?;
    Ok(Some(id))
}

/// Confirms a subscription and ends any earlier one of the same address for the same board. Returns `false` if it
/// can no longer be confirmed.
pub(crate) async fn confirm(
    transaction: &WriteTransaction,
    subscription: &Subscription,
    by: By<'_>,
) -> Result<bool, PublicationError> {
    let (record, payload) = (subscription.record_name(), json!({ "what": "confirmed" }));
    // Append the entry first: publishers wait for it, so that it is clear which publications are news.
    ledger::append(transaction, &by.did(Action::Altered, &record, &payload)).await?;
    let newest = publications::last_id(transaction).await?;
    let condition = "id = $1 AND confirmed_at IS NULL AND hash = $2";
    let confirmed = db::update!(
        transaction,
        Row { confirmed_at: by.at, told_until: newest },
        condition,
        [subscription.id, subscription.hash]
    );
    if confirmed.await? == 0 {
        return Ok(false);
    }
    let rest = "WHERE mail = $1 AND board_id = $2 AND id <> $3";
    let values = db::values![subscription.mail, subscription.board, subscription.id];
    for other in subscriptions(transaction, rest, values).await? {
        erase(transaction, other.id, "another was confirmed", by).await?;
    }
    Ok(true)
}

/// Erases a subscription with its address and its queued emails. Returns `false` if there is none.
pub(crate) async fn erase(
    transaction: &WriteTransaction,
    id: SubscriptionId,
    why: &str,
    by: By<'_>,
) -> Result<bool, LedgerError> {
    let (record, payload) = (record_name(id), json!({ "why": why }));
    // Append the entry before deleting the row, so that a process writing emails at this moment finishes
    // first and they can be removed.
    let entry = by.did(Action::Erased, &record, &payload);
    if by_id(transaction, id).await?.is_none() {
        return Ok(false);
    }
    transaction.erase_traces();
    ledger::append(transaction, &entry).await?;
    mail::take_back(transaction, &record).await?;
    Ok(db::execute(transaction, "DELETE FROM subscription WHERE id = $1", db::values![id]).await? > 0)
}

/// Returns the subscriptions whose time to confirm has passed.
pub(crate) async fn lapsed(connection: &Connection, now: DateTime<Utc>) -> Result<Vec<SubscriptionId>, DbError> {
    let rest = "WHERE confirmed_at IS NULL AND lapses_at <= $1 ORDER BY id LIMIT 500";
    let lapsed = subscriptions(connection, rest, db::values![now]).await?;
    Ok(lapsed.into_iter().map(|subscription| subscription.id).collect())
}

/// Checks whether anyone follows the board.
pub(crate) async fn is_followed(connection: &Connection, board: BoardId) -> Result<bool, DbError> {
    let sql = "SELECT id FROM subscription WHERE board_id = $1 AND confirmed_at IS NOT NULL LIMIT 1";
    Ok(db::single::<i64>(connection, sql, db::values![board]).await?.is_some())
}

/// Returns how many people follow the board.
pub(crate) async fn count(connection: &Connection, board: BoardId) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM subscription WHERE board_id = $1 AND confirmed_at IS NOT NULL";
    db::count(connection, sql, db::values![board]).await
}

/// Returns up to `limit` followers of the board, ordered by key, starting after `after`.
pub(crate) async fn followers(
    connection: &Connection,
    board: BoardId,
    after: i64,
    limit: i64,
) -> Result<Vec<Subscription>, DbError> {
    let rest = "WHERE board_id = $1 AND confirmed_at IS NOT NULL AND id > $2 ORDER BY id LIMIT $3";
    subscriptions(connection, rest, db::values![board, after, limit]).await
}

/// Returns the last publication that subscribers were notified about.
pub(crate) async fn position(connection: &Connection) -> Result<i64, DbError> {
    db::count(connection, "SELECT publication FROM subscription_position WHERE id = 1", []).await
}

/// Moves the position from one publication to another. Returns `false` if another process has done so since, and so notifies
/// subscribers of those in between.
pub(crate) async fn go_on(transaction: &WriteTransaction, from: i64, to: i64) -> Result<bool, DbError> {
    let sql = "UPDATE subscription_position SET publication = $1 WHERE id = 1 AND publication = $2";
    Ok(db::execute(transaction, sql, db::values![to, from]).await? > 0)
}

async fn write_down(
    transaction: &WriteTransaction,
    id: SubscriptionId,
    action: Action,
    payload: &Json,
    by: By<'_>,
) -> Result<(), LedgerError> {
    ledger::append(transaction, &by.did(action, &record_name(id), payload)).await?;
    Ok(())
}
