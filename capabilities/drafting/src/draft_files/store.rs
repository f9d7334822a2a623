//! SQL statements for the files of drafts.

use crate::draft::DraftId;
use crate::draft::store::note;
use crate::draft_files::DraftFile;
use access::By;
use db::{Connection, DbError, WriteTransaction};
use ledger::Action;
use serde_json::json;
use web::Result;

/// Returns the files of a draft that have not been removed, in the order in which they were added.
pub(crate) async fn of_draft(connection: &Connection, draft: DraftId) -> Result<Vec<DraftFile>, DbError> {
    db::select(connection, "WHERE draft_id = $1 AND removed_at IS NULL ORDER BY number", db::values![draft]).await
}

/// Returns the drafts that have, or had, a file with these bytes.
pub(crate) async fn drafts_with(connection: &Connection, hash: &str) -> Result<Vec<DraftId>, DbError> {
    let sql = "SELECT DISTINCT draft_id FROM report_draft_file WHERE hash = $1 ORDER BY draft_id LIMIT 100";
    db::column(connection, sql, db::values![hash]).await
}

/// Adds a file to a draft and returns its number; the number in `file` is ignored.
pub(crate) async fn add(transaction: &WriteTransaction, draft: DraftId, file: &DraftFile, by: By<'_>) -> Result<i32> {
    // Append the ledger entry first, so that concurrent additions wait for one another.
    note(transaction, draft, Action::Altered, &json!({ "what": "file added", "use": file.usage.word(), "hash": file.hash }), by)
        .await?;
    let sql = "SELECT COALESCE(MAX(number), 0) FROM report_draft_file WHERE draft_id = $1";
    let number = 1 + db::single::<i32>(transaction, sql, db::values![draft]).await?.unwrap_or(0);
    let row = db::insert!(
        transaction,
        DraftFile {
            draft_id: draft,
            number,
            usage: file.usage,
            hash: file.hash,
            name: file.name,
            content_type: file.content_type,
            size: file.size,
            width: file.width,
            height: file.height,
            description: file.description,
            made_by: by.actor,
            made_at: by.at,
        }
    );
    row.await?;
    Ok(number)
}

/// Changes a file's description. Returns `false` if the draft has no such file.
pub(crate) async fn describe(
    transaction: &WriteTransaction,
    draft: DraftId,
    number: i32,
    description: &str,
    by: By<'_>,
) -> Result<bool> {
    note(transaction, draft, Action::Altered, &json!({ "what": "file description changed", "number": number }), by).await?;
    let condition = "draft_id = $1 AND number = $2 AND removed_at IS NULL";
    Ok(db::update!(transaction, DraftFile { description }, condition, [draft, number]).await? == 1)
}

/// Removes a file from a draft, keeping its bytes, because earlier versions of the text may refer to it. Returns `false` if
/// the draft has no such file.
pub(crate) async fn remove(transaction: &WriteTransaction, draft: DraftId, number: i32, by: By<'_>) -> Result<bool> {
    note(transaction, draft, Action::Altered, &json!({ "what": "file removed", "number": number }), by).await?;
    let condition = "draft_id = $1 AND number = $2 AND removed_at IS NULL";
    let removed = db::update!(transaction, DraftFile { removed_by: by.actor, removed_at: by.at }, condition, [draft, number]);
    Ok(removed.await? == 1)
}
