//! SQL statements for reports.

use crate::ReportId;
use db::{Connection, DbError, SqlMigration, WriteTransaction};
use foundation::text::title_key;
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

#[derive(db::Row)]
#[row(table = "report", unread(subject_key, subject))]
struct Report {
    id: ReportId,
    meeting_id: MeetingId,
}

/// Returns whether there are any reports.
pub(crate) async fn has_any(connection: &Connection) -> Result<bool, DbError> {
    Ok(db::count(connection, "SELECT COUNT(*) FROM (SELECT id FROM report LIMIT 1) found", []).await? > 0)
}

/// Returns the report on this subject to this meeting, creating it if there is none.
pub(crate) async fn report_for(transaction: &WriteTransaction, meeting: MeetingId, subject: &str) -> Result<ReportId, DbError> {
    let on_conflict = "ON CONFLICT (meeting_id, subject_key) DO UPDATE SET subject = excluded.subject";
    let subject_key = title_key(subject);
    let id = db::insert!(transaction, Report { meeting_id: meeting, subject_key, subject }, on_conflict).await?;
    id.ok_or_else(|| DbError::Value("an insert gave no key".to_owned()))
}

/// Returns the report on this subject to this meeting, if there is one.
pub(crate) async fn known(connection: &Connection, meeting: MeetingId, subject: &str) -> Result<Option<ReportId>, DbError> {
    let rest = "WHERE meeting_id = $1 AND subject_key = $2";
    let report = db::first::<Report>(connection, rest, db::values![meeting, title_key(subject)]).await?;
    Ok(report.map(|report| report.id))
}

/// Returns the meeting to which the report went.
pub(crate) async fn meeting_of(connection: &Connection, id: ReportId) -> Result<Option<MeetingId>, DbError> {
    Ok(db::by_id::<Report>(connection, id).await?.map(|report| report.meeting_id))
}
