//! SQL statements for the sections of a draft that are marked as complete.

use crate::draft;
use crate::draft::DraftId;
use access::By;
use db::{ConnectionTrait, DbError, FromQueryResult, Value, WriteTransaction};
use ledger::Action;
use serde_json::json;
use web::Result;

#[derive(FromQueryResult)]
struct Row {
    section: i32,
}

/// Returns the sections of a draft that are marked as complete.
pub(crate) async fn of_draft(connection: &impl ConnectionTrait, draft: DraftId) -> Result<Vec<i32>, DbError> {
    let sql = "SELECT section FROM report_completed_section WHERE draft_id = $1 ORDER BY section";
    Ok(db::rows::<Row>(connection, sql, [draft.get().into()]).await?.into_iter().map(|row| row.section).collect())
}

/// Marks a section as complete, or removes the mark.
pub(crate) async fn mark(
    transaction: &WriteTransaction,
    draft: DraftId,
    section: i32,
    is_complete: bool,
    by: By<'_>,
) -> Result<()> {
    let changed = if is_complete {
        let sql = "INSERT INTO report_completed_section (draft_id, section, made_by, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT (draft_id, \
                   section) DO NOTHING";
        let values: [Value; 4] = [draft.get().into(), section.into(), by.actor.into(), by.at.into()];
        db::execute(transaction, sql, values).await?
    } else {
        let sql = "DELETE FROM report_completed_section WHERE draft_id = $1 AND section = $2";
        db::execute(transaction, sql, [draft.get().into(), section.into()]).await?
    };
    if changed > 0 {
        let what = if is_complete { "section complete" } else { "section in progress" };
        draft::store::note(transaction, draft, Action::Altered, &json!({ "what": what, "section": section }), by).await?;
    }
    Ok(())
}
