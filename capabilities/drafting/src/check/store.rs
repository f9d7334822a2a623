//! SQL statements for dismissed findings.

use crate::draft;
use crate::draft::DraftId;
use access::By;
use checking::{Finding, evidence_key};
use chrono::{DateTime, Utc};
use db::{Connection, DbError, WriteTransaction};
use ledger::Action;
use serde_json::json;
use web::Result;

/// A finding that someone dismissed. It stays dismissed while its rule and the words of its evidence are the same.
#[derive(Clone, Debug, db::Row)]
#[row(table = "report_dismissed_finding", unread(draft_id))]
pub(crate) struct Dismissed {
    pub id: i64,
    pub rule: String,
    /// The words of the evidence, as [`evidence_key`] returns them.
    pub words: String,
    /// The evidence as it was shown.
    pub evidence: String,
    pub reason: String,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
}

impl Dismissed {
    /// Checks whether this is the finding that was dismissed.
    pub(crate) fn covers(&self, finding: &Finding) -> bool {
        self.rule == finding.rule && self.words == evidence_key(&finding.evidence)
    }
}

/// The most findings of one draft that can be dismissed.
pub(crate) const MOST: usize = 500;

/// Returns the dismissed findings of a draft, oldest first.
pub(crate) async fn of_draft(connection: &Connection, draft: DraftId) -> Result<Vec<Dismissed>, DbError> {
    db::select(connection, &format!("WHERE draft_id = $1 ORDER BY id LIMIT {MOST}"), db::values![draft]).await
}

/// Dismisses a finding. If it is dismissed already, nothing changes.
pub(crate) async fn dismiss(
    transaction: &WriteTransaction,
    draft: DraftId,
    finding: &Finding,
    reason: &str,
    by: By<'_>,
) -> Result<()> {
    let known = of_draft(transaction, draft).await?;
    if known.len() >= MOST || known.iter().any(|dismissed| dismissed.covers(finding)) {
        return Ok(());
    }
    let (rule, evidence) = (finding.rule, finding.evidence.as_str());
    let words = evidence_key(evidence);
    db::insert!(
        transaction,
        Dismissed { draft_id: draft, rule, words: words.as_str(), evidence, reason, made_by: by.actor, made_at: by.at }
    )
    .await?;
    let payload = json!({ "what": "finding dismissed", "rule": rule, "evidence": evidence, "reason": reason });
    draft::store::note(transaction, draft, Action::Altered, &payload, by).await
}

/// Undoes the dismissal of a finding. If someone else has already undone it, nothing changes.
pub(crate) async fn undo(transaction: &WriteTransaction, draft: DraftId, id: i64, by: By<'_>) -> Result<()> {
    let Some(dismissed) = of_draft(transaction, draft).await?.into_iter().find(|dismissed| dismissed.id == id) else {
        return Ok(());
    };
    let sql = "DELETE FROM report_dismissed_finding WHERE id = $1 AND draft_id = $2";
    db::execute(transaction, sql, db::values![id, draft]).await?;
    let payload = json!({ "what": "dismissal undone", "rule": dismissed.rule, "evidence": dismissed.evidence });
    draft::store::note(transaction, draft, Action::Altered, &payload, by).await
}
