//! SQL statements for the files of drafts.

use crate::draft::DraftId;
use crate::draft::store::note;
use crate::draft_files::{DraftFile, FileUse};
use access::By;
use db::{ConnectionTrait, DbError, FromQueryResult, Value, WriteTransaction};
use ledger::Action;
use serde_json::json;
use web::Result;

#[derive(FromQueryResult)]
struct Row {
    number: i32,
    usage: String,
    hash: String,
    name: String,
    content_type: String,
    size: i64,
    width: i32,
    height: i32,
    description: String,
}

impl TryFrom<Row> for DraftFile {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let usage = FileUse::read(&row.usage).ok_or_else(|| DbError::Value(format!("the use of a file, {}", row.usage)))?;
        let Row { number, hash, name, content_type, size, width, height, description, .. } = row;
        Ok(Self { number, usage, hash, name, content_type, size, width, height, description })
    }
}

/// Returns the files of a draft that have not been removed, in the order in which they were added.
pub(crate) async fn of_draft(connection: &impl ConnectionTrait, draft: DraftId) -> Result<Vec<DraftFile>, DbError> {
    let sql = "SELECT number, usage, hash, name, content_type, size, width, height, description FROM report_draft_file WHERE draft_id = $1 \
               AND removed_at IS NULL ORDER BY number";
    db::rows::<Row>(connection, sql, [draft.get().into()]).await?.into_iter().map(DraftFile::try_from).collect()
}

#[derive(FromQueryResult)]
struct DraftRow {
    draft_id: i64,
}

/// Returns the drafts that have, or had, a file with these bytes.
pub(crate) async fn drafts_with(connection: &impl ConnectionTrait, hash: &str) -> Result<Vec<DraftId>, DbError> {
    let sql = "SELECT DISTINCT draft_id FROM report_draft_file WHERE hash = $1 ORDER BY draft_id LIMIT 100";
    let rows = db::rows::<DraftRow>(connection, sql, [hash.into()]).await?;
    Ok(rows.into_iter().filter_map(|row| DraftId::new(row.draft_id)).collect())
}

/// Adds a file to a draft and returns its number; the number in `file` is ignored.
pub(crate) async fn add(transaction: &WriteTransaction, draft: DraftId, file: &DraftFile, by: By<'_>) -> Result<i32> {
    // Append the ledger entry first, so that concurrent additions wait for one another.
    note(transaction, draft, Action::Altered, &json!({ "what": "file added", "use": file.usage.word(), "hash": file.hash }), by)
        .await?;
    let sql = "INSERT INTO report_draft_file (draft_id, number, usage, hash, name, content_type, size, width, height, description, made_by, \
               made_at) SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM report_draft_file WHERE \
               draft_id = $1 RETURNING number";
    let values: [Value; 11] = [
        draft.get().into(),
        file.usage.word().into(),
        file.hash.as_str().into(),
        file.name.as_str().into(),
        file.content_type.as_str().into(),
        file.size.into(),
        file.width.into(),
        file.height.into(),
        file.description.as_str().into(),
        by.actor.into(),
        by.at.into(),
    ];
    let number = db::single::<i32>(transaction, sql, values).await?;
    Ok(number.ok_or_else(|| DbError::Value("a file without a number".to_owned()))?)
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
    let sql = "UPDATE report_draft_file SET description = $1 WHERE draft_id = $2 AND number = $3 AND removed_at IS NULL";
    Ok(db::execute(transaction, sql, [description.into(), draft.get().into(), number.into()]).await? == 1)
}

/// Removes a file from a draft, keeping its bytes, because earlier versions of the text may refer to it. Returns `false` if
/// the draft has no such file.
pub(crate) async fn remove(transaction: &WriteTransaction, draft: DraftId, number: i32, by: By<'_>) -> Result<bool> {
    note(transaction, draft, Action::Altered, &json!({ "what": "file removed", "number": number }), by).await?;
    let sql = "UPDATE report_draft_file SET removed_by = $1, removed_at = $2 WHERE draft_id = $3 AND number = $4 AND removed_at IS NULL";
    let values = [by.actor.into(), by.at.into(), draft.get().into(), number.into()];
    Ok(db::execute(transaction, sql, values).await? == 1)
}
