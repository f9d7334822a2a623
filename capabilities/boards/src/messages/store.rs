//! All SQL statements about messages to the members and followers of boards.

use crate::messages::{Counts, Written};
use access::By;
use chrono::{DateTime, NaiveDate, Utc};
use db::{Connection, DbError, Table as _, Value, WriteTransaction};
use ledger::Action;
use meetings::meeting::BoardId;
use serde_json::json;
use web::Result;

/// A sent message.
#[derive(Clone, Debug, db::Row)]
#[row(table = "board_message", unread(board_id, meeting_id))]
pub(crate) struct SentMessage {
    pub id: i64,
    pub subject: String,
    pub text: String,
    pub to_members: bool,
    pub to_followers: bool,
    pub members: usize,
    pub followers: usize,
    /// The date of the meeting that the message is about.
    #[row(joined)]
    pub held_on: Option<NaiveDate>,
    /// The sender, as named in the ledger.
    pub sent_by: String,
    pub sent_at: DateTime<Utc>,
}

impl SentMessage {
    /// Returns the number of people it was sent to.
    pub(crate) fn counts(&self) -> Counts {
        Counts { members: self.members, followers: self.followers }
    }
}

async fn select(
    connection: &Connection,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<SentMessage>, DbError> {
    let columns = SentMessage::columns("m");
    let sql = format!("SELECT {columns}, g.held_on FROM board_message m LEFT JOIN meeting g ON g.id = m.meeting_id {rest}");
    db::rows(connection, &sql, values).await
}

/// Makes other transactions that send a message about this board wait until this one ends, so that no message is sent twice.
pub(crate) async fn hold(transaction: &WriteTransaction, board: BoardId) -> Result<(), DbError> {
    db::hold(transaction, &[&format!("messages of board {board}")]).await
}

/// Returns the number of messages sent about a board.
pub(crate) async fn count(connection: &Connection, board: BoardId) -> Result<i64, DbError> {
    db::count(connection, "SELECT COUNT(*) FROM board_message WHERE board_id = $1", db::values![board]).await
}

/// Returns the key of the last message about a board, or 0 if there is none.
pub(crate) async fn last(connection: &Connection, board: BoardId) -> Result<i64, DbError> {
    let sql = "SELECT id FROM board_message WHERE board_id = $1 ORDER BY id DESC LIMIT 1";
    Ok(db::single::<i64>(connection, sql, db::values![board]).await?.unwrap_or_default())
}

/// Returns up to `limit` messages about a board, latest first, after skipping the first `left_out`.
pub(crate) async fn of_board(
    connection: &Connection,
    board: BoardId,
    limit: i64,
    left_out: i64,
) -> Result<Vec<SentMessage>, DbError> {
    let rest = "WHERE m.board_id = $1 ORDER BY m.id DESC LIMIT $2 OFFSET $3";
    select(connection, rest, db::values![board, limit, left_out]).await
}

/// Returns the last message with the same subject and words that was sent to one of the same groups after `since`.
pub(crate) async fn same_since(
    connection: &Connection,
    board: BoardId,
    written: &Written,
    since: DateTime<Utc>,
) -> Result<Option<SentMessage>, DbError> {
    let rest = "WHERE m.board_id = $1 AND m.subject = $2 AND m.text = $3 AND m.sent_at > $4 ORDER BY m.id DESC LIMIT 20";
    let same = select(connection, rest, db::values![board, written.subject, written.text, since]).await?;
    let is_to_same = |sent: &SentMessage| sent.to_members && written.to_members || sent.to_followers && written.to_followers;
    Ok(same.into_iter().find(is_to_same))
}

/// Stores a message, with a ledger entry that names the sender, the groups and the number of recipients, but no addresses.
pub(crate) async fn insert(
    transaction: &WriteTransaction,
    board: BoardId,
    written: &Written,
    counts: Counts,
    by: By<'_>,
) -> Result<()> {
    let id = db::insert!(
        transaction,
        SentMessage {
            board_id: board,
            meeting_id: written.meeting.as_ref().map(|meeting| meeting.id),
            subject: written.subject,
            text: written.text,
            to_members: written.to_members,
            to_followers: written.to_followers,
            members: counts.members,
            followers: counts.followers,
            sent_by: by.actor,
            sent_at: by.at,
        }
    )
    .await?;
    let groups = [(written.to_members, "members"), (written.to_followers, "followers")];
    let groups: Vec<&str> = groups.into_iter().filter_map(|(is_to, group)| is_to.then_some(group)).collect();
    let record = format!("board/{board}/message-{id}");
    let payload = json!({ "to": groups, "members": counts.members, "followers": counts.followers, "subject": written.subject });
    ledger::append(transaction, &by.did(Action::Disclosed, &record, &payload)).await?;
    Ok(())
}
