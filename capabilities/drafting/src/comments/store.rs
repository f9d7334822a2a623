//! SQL statements for comments on drafts.

use crate::draft::DraftId;
use access::By;
use chrono::{DateTime, Utc};
use db::{Connection, DbError, WriteTransaction};
use web::Result;

/// A comment, or a reply to one.
#[derive(Clone, Debug, db::Row)]
#[row(table = "report_comment", unread(draft_id, settled_by))]
pub(crate) struct Comment {
    pub id: i64,
    pub section: i32,
    /// The text it is about.
    pub quote: String,
    pub text: String,
    pub reply_to: Option<i64>,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
}

/// How many comments are shown on one page, each with its replies.
pub(crate) const AT_ONCE: usize = 30;
/// The most replies shown on a page of comments.
const MOST_REPLIES: i64 = 500;

/// Returns the comments on a draft after the one with the key `after`, oldest first, each followed by its replies. Also returns
/// the key of the last comment if there are more.
pub(crate) async fn threads(connection: &Connection, draft: DraftId, after: i64) -> Result<(Vec<Comment>, Option<i64>), DbError> {
    let rest = "WHERE draft_id = $1 AND reply_to IS NULL AND id > $2 ORDER BY id LIMIT $3";
    let limit = i32::try_from(AT_ONCE + 1).unwrap_or(i32::MAX);
    let mut comments: Vec<Comment> = db::select(connection, rest, db::values![draft, after, limit]).await?;
    let has_more = comments.len() > AT_ONCE;
    comments.truncate(AT_ONCE);
    let (Some(first), Some(last)) = (comments.first().map(|one| one.id), comments.last().map(|one| one.id)) else {
        return Ok((comments, None));
    };
    let rest = "WHERE draft_id = $1 AND reply_to >= $2 AND reply_to <= $3 ORDER BY id LIMIT $4";
    comments.extend(db::select::<Comment>(connection, rest, db::values![draft, first, last, MOST_REPLIES]).await?);
    Ok((comments, has_more.then_some(last)))
}

/// Returns the section of a comment on a draft. `None` for a reply.
pub(crate) async fn section_of(connection: &Connection, draft: DraftId, id: i64) -> Result<Option<i32>, DbError> {
    let sql = "SELECT section FROM report_comment WHERE id = $1 AND draft_id = $2 AND reply_to IS NULL";
    db::single::<i32>(connection, sql, db::values![id, draft]).await
}

/// Returns the unresolved comments on a section, at most [`AT_ONCE`], without their replies.
pub(crate) async fn unresolved_of(connection: &Connection, draft: DraftId, section: i32) -> Result<Vec<Comment>, DbError> {
    let rest =
        format!("WHERE draft_id = $1 AND section = $2 AND reply_to IS NULL AND settled_at IS NULL ORDER BY id LIMIT {AT_ONCE}");
    db::select(connection, &rest, db::values![draft, section]).await
}

/// The number of unresolved comments in a section.
#[derive(Clone, Copy, Debug, db::Row)]
pub(crate) struct Unsettled {
    pub section: i32,
    pub count: i64,
}

/// Counts the unresolved comments by section.
pub(crate) async fn unsettled(connection: &Connection, draft: DraftId) -> Result<Vec<Unsettled>, DbError> {
    let sql = "SELECT section, CAST(COUNT(*) AS BIGINT) AS count FROM report_comment WHERE draft_id = $1 AND reply_to IS NULL AND settled_at \
               IS NULL GROUP BY section";
    db::rows(connection, sql, db::values![draft]).await
}

/// Adds a comment or a reply.
pub(crate) async fn add(
    transaction: &WriteTransaction,
    draft: DraftId,
    (section, quote, text): (i32, &str, &str),
    reply_to: Option<i64>,
    by: By<'_>,
) -> Result<()> {
    let comment =
        db::insert!(transaction, Comment { draft_id: draft, section, quote, text, reply_to, made_by: by.actor, made_at: by.at });
    comment.await?;
    let payload = serde_json::json!({ "what": "comment", "section": section });
    crate::draft::store::note(transaction, draft, ledger::Action::Altered, &payload, by).await
}

/// Resolves a comment. If someone else has already resolved it, nothing changes.
pub(crate) async fn settle(transaction: &WriteTransaction, draft: DraftId, id: i64, by: By<'_>) -> Result<()> {
    let condition = "id = $1 AND draft_id = $2 AND settled_at IS NULL";
    if db::update!(transaction, Comment { settled_by: by.actor, settled_at: by.at }, condition, [id, draft]).await? == 0 {
        return Ok(());
    }
    let payload = serde_json::json!({ "what": "comment resolved", "comment": id });
    crate::draft::store::note(transaction, draft, ledger::Action::Altered, &payload, by).await
}
