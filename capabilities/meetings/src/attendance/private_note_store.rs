//! All SQL statements about private notes. Only their author can read them, and the ledger does not record them.

use crate::meeting::MeetingId;
use access::AccountId;
use chrono::{DateTime, Utc};
use db::{ConnectionTrait, DbError, WriteTransaction};

/// A user's private note.
#[derive(Clone, Debug, db::Row)]
pub struct PrivateNote {
    /// The subject: `item-4`, or a paragraph of its paper, `item-4-3`.
    pub place: String,
    /// The text.
    pub text: String,
}

/// Returns a user's own notes on a meeting.
pub async fn of(connection: &impl ConnectionTrait, account: AccountId, meeting: MeetingId) -> Result<Vec<PrivateNote>, DbError> {
    let sql = "SELECT place, text FROM private_note WHERE account_id = $1 AND meeting_id = $2 ORDER BY place";
    db::rows(connection, sql, [account.get().into(), meeting.get().into()]).await
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
        db::execute(transaction, sql, [account.get().into(), meeting.get().into(), note.place.as_str().into()]).await?;
        return Ok(());
    }
    let sql = "INSERT INTO private_note (account_id, meeting_id, place, text, written_at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (account_id, meeting_id, place) DO UPDATE SET text = excluded.text, written_at = excluded.written_at";
    let values = [account.get().into(), meeting.get().into(), note.place.as_str().into(), note.text.as_str().into(), at.into()];
    db::execute(transaction, sql, values).await?;
    Ok(())
}
