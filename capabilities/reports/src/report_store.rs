//! SQL statements for reports.

use crate::ReportId;
use db::{ConnectionTrait, DbError, SqlMigration, WriteTransaction};
use meetings::MeetingId;

/// The table of reports. A report is identified by its meeting and subject; its content is in its publications.
pub(crate) const MIGRATIONS: &[SqlMigration] = &[SqlMigration {
    name: "m20261121_200_reports",
    statements: &[
        "CREATE TABLE report (id {KEY}, meeting_id BIGINT NOT NULL REFERENCES meeting (id), subject_key TEXT NOT NULL, \
         subject TEXT NOT NULL, UNIQUE (meeting_id, subject_key))",
    ],
    protects: &[db::ledger_sealed("report")],
}];

/// Returns whether there are any reports.
pub(crate) async fn has_any(connection: &impl ConnectionTrait) -> Result<bool, DbError> {
    Ok(db::count(connection, "SELECT COUNT(*) FROM (SELECT id FROM report LIMIT 1) found", []).await? > 0)
}

/// Returns the report on this subject to this meeting, creating it if there is none.
pub(crate) async fn report_for(transaction: &WriteTransaction, meeting: MeetingId, subject: &str) -> Result<ReportId, DbError> {
    let sql = "INSERT INTO report (meeting_id, subject_key, subject) VALUES ($1, $2, $3) \
               ON CONFLICT (meeting_id, subject_key) DO UPDATE SET subject = excluded.subject RETURNING id";
    let id = db::single(transaction, sql, db::values![meeting, foundation::text::title_key(subject), subject]).await?;
    id.ok_or_else(|| DbError::Value("an insert gave no key".to_owned()))
}

/// Returns the report on this subject to this meeting, if there is one.
pub(crate) async fn known(
    connection: &impl ConnectionTrait,
    meeting: MeetingId,
    subject: &str,
) -> Result<Option<ReportId>, DbError> {
    let sql = "SELECT id FROM report WHERE meeting_id = $1 AND subject_key = $2";
    db::single(connection, sql, db::values![meeting, foundation::text::title_key(subject)]).await
}

/// Returns the meeting to which the report went.
pub(crate) async fn meeting_of(connection: &impl ConnectionTrait, id: ReportId) -> Result<Option<MeetingId>, DbError> {
    db::single(connection, "SELECT meeting_id FROM report WHERE id = $1", db::values![id]).await
}
