//! SQL statements for the sections of a draft that are marked as complete.

use crate::draft;
use crate::draft::DraftId;
use access::By;
use db::{Connection, DbError, WriteTransaction};
use ledger::Action;
use serde_json::json;
use web::Result;

#[derive(db::Row)]
#[row(table = "report_completed_section", key(draft_id, section), unread(draft_id, made_by, made_at))]
struct Completed {
    section: i32,
}

/// Returns the sections of a draft that are marked as complete.
pub(crate) async fn of_draft(connection: &Connection, draft: DraftId) -> Result<Vec<i32>, DbError> {
    let completed = db::select::<Completed>(connection, "WHERE draft_id = $1 ORDER BY section", db::values![draft]).await?;
    Ok(completed.into_iter().map(|row| row.section).collect())
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
        let on_conflict = "ON CONFLICT (draft_id, section) DO NOTHING";
        db::insert!(transaction, Completed { draft_id: draft, section, made_by: by.actor, made_at: by.at }, on_conflict)
            .await?
            .is_some()
    } else {
        let sql = "DELETE FROM report_completed_section WHERE draft_id = $1 AND section = $2";
        db::execute(transaction, sql, db::values![draft, section]).await? > 0
    };
    if changed {
        let what = if is_complete { "section complete" } else { "section in progress" };
        draft::store::note(transaction, draft, Action::Altered, &json!({ "what": what, "section": section }), by).await?;
    }
    Ok(())
}
