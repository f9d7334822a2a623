//! All SQL statements about private notes. Only their author can read them, and the ledger does not record them.

use crate::meeting::MeetingId;
use access::AccountId;
use chrono::{DateTime, Utc};
use db::{Connection, DbError, WriteTransaction};

/// A user's private note.
#[derive(Clone, Debug, db::Row)]
#[row(table = "private_note", key(account_id, meeting_id, place), unread(account_id, meeting_id, written_at))]
pub struct PrivateNote {
    /// The subject: `item-4`, or a paragraph of its paper, `item-4-3`.
    pub place: String,
    /// The text.
    pub text: String,
}

/// Returns a user's own notes on a meeting.
pub async fn of(connection: &Connection, account: AccountId, meeting: MeetingId) -> Result<Vec<PrivateNote>, DbError> {
    db::select(connection, "WHERE account_id = $1 AND meeting_id = $2 ORDER BY place", db::values![account, meeting]).await
}

/// Stores a note, or deletes it if it is empty.
pub async fn keep(
    transaction: &WriteTransaction,
    account: AccountId,
    meeting: MeetingId,
    note: &PrivateNote,
    at: DateTime<Utc>,
) -> Result<(), DbError> {
    if note.text.is_empty() {
        transaction.erase_traces();
        let sql = "DELETE FROM private_note WHERE account_id = $1 AND meeting_id = $2 AND place = $3";
        db::execute(transaction, sql, db::values![account, meeting, note.place]).await?;
        return Ok(());
    }
    let PrivateNote { place, text } = note;
    db::upsert!(transaction, PrivateNote { account_id: account, meeting_id: meeting, place, text, written_at: at }).await
}
