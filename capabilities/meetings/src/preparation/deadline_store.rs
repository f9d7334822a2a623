//! All SQL statements about deadlines set for one meeting alone.

use crate::meeting::{MeetingId, OwnDeadlines};
use access::By;
use db::WriteTransaction;
use ledger::Action;
use serde_json::json;
use web::Result;

/// Sets a meeting's own deadlines, or removes them so that the usual ones apply again.
pub async fn set(transaction: &WriteTransaction, meeting: MeetingId, deadlines: Option<OwnDeadlines>, by: By<'_>) -> Result<()> {
    let id = meeting.get();
    db::execute(transaction, "DELETE FROM meeting_deadline WHERE meeting_id = $1", [id.into()]).await?;
    let mut what = json!({ "what": "usual deadlines" });
    if let Some(OwnDeadlines { clearance, final_reports }) = deadlines {
        let sql = "INSERT INTO meeting_deadline (meeting_id, clearance_on, final_reports_on) VALUES ($1, $2, $3)";
        db::execute(transaction, sql, [id.into(), clearance.into(), final_reports.into()]).await?;
        what = json!({ "what": "deadlines of this meeting", "clearance": clearance, "final_reports": final_reports });
    }
    ledger::append(transaction, &by.did(Action::Altered, &format!("meeting/{meeting}/deadlines"), &what)).await?;
    Ok(())
}
