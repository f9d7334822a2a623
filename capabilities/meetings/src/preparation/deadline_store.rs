//! All SQL statements about deadlines set for one meeting alone.

use crate::meeting::{MeetingId, OwnDeadlines};
use access::By;
use db::WriteTransaction;
use ledger::Action;
use serde_json::json;
use web::Result;

/// Sets a meeting's own deadlines, or removes them so that the usual ones apply again.
pub async fn set(transaction: &WriteTransaction, meeting: MeetingId, deadlines: Option<OwnDeadlines>, by: By<'_>) -> Result<()> {
    db::execute(transaction, "DELETE FROM meeting_deadline WHERE meeting_id = $1", db::values![meeting]).await?;
    let mut what = json!({ "what": "usual deadlines" });
    if let Some(OwnDeadlines { clearance, final_reports }) = deadlines {
        let row = db::columns!(OwnDeadlines { meeting_id: meeting, clearance_on: clearance, final_reports_on: final_reports });
        db::insert_row::<OwnDeadlines>(transaction, row, "").await?;
        what = json!({ "what": "deadlines of this meeting", "clearance": clearance, "final_reports": final_reports });
    }
    ledger::append(transaction, &by.did(Action::Altered, &format!("meeting/{meeting}/deadlines"), &what)).await?;
    Ok(())
}
