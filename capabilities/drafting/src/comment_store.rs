//! Every statement about comments on drafts.

use crate::draft::DraftId;
use access::By;
use chrono::{DateTime, Utc};
use db::{ConnectionTrait, DbError, FromQueryResult, Value, WriteTransaction};
use web::Result;

/// A comment, or a reply to one.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Comment {
    pub id: i64,
    pub section: i32,
    /// The words that it is about.
    pub quote: String,
    pub text: String,
    pub reply_to: Option<i64>,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
}

/// The comments on a draft, in the order in which they came.
pub(crate) async fn of_draft(connection: &impl ConnectionTrait, draft: DraftId) -> Result<Vec<Comment>, DbError> {
    let sql = "SELECT id, section, quote, text, reply_to, made_by, made_at, settled_at FROM report_comment WHERE draft_id = $1 ORDER BY id";
    db::rows(connection, sql, [draft.get().into()]).await
}

/// Adds a comment or a reply.
pub(crate) async fn add(
    transaction: &WriteTransaction,
    draft: DraftId,
    (section, quote, text): (i32, &str, &str),
    reply_to: Option<i64>,
    by: By<'_>,
) -> Result<()> {
    let sql = "INSERT INTO report_comment (draft_id, section, quote, text, reply_to, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values: [Value; 7] =
        [draft.get().into(), section.into(), quote.into(), text.into(), reply_to.into(), by.actor.into(), by.at.into()];
    db::execute(transaction, sql, values).await?;
    let payload = serde_json::json!({ "what": "comment", "section": section });
    crate::draft_store::note(transaction, draft, ledger::Action::Altered, &payload, by).await
}

/// Notes that a comment is settled.
pub(crate) async fn settle(transaction: &WriteTransaction, draft: DraftId, id: i64, by: By<'_>) -> Result<()> {
    let sql = "UPDATE report_comment SET settled_by = $1, settled_at = $2 WHERE id = $3 AND draft_id = $4 AND settled_at IS NULL";
    db::execute(transaction, sql, [by.actor.into(), by.at.into(), id.into(), draft.get().into()]).await?;
    crate::draft_store::note(
        transaction,
        draft,
        ledger::Action::Altered,
        &serde_json::json!({ "what": "comment settled", "comment": id }),
        by,
    )
    .await
}
