//! Publishing a report.

use crate::report::Report;
use crate::{ReportId, report_store};
use db::{DbError, WriteTransaction};
use foundation::text::readable_title;
use meetings::agenda::MeetingDay;
use meetings::{MeetingId, MeetingsError, Paper};
use publications::{NewPublication, Outcome, PublicationError, Publishing};

/// Why a report could not be published.
#[derive(Debug, thiserror::Error)]
pub enum ReportsError {
    /// The database returned an error.
    #[error(transparent)]
    Database(#[from] DbError),
    /// Its meeting could not be found or created.
    #[error(transparent)]
    Meetings(#[from] MeetingsError),
    /// The publication or its entry in the ledger failed.
    #[error(transparent)]
    Publication(#[from] PublicationError),
    /// The report could not be written as JSON.
    #[error("the report cannot be stored: {0}")]
    Content(#[from] serde_json::Error),
    /// Without a date, the report cannot be assigned to a meeting.
    #[error("the report “{0}” gives no date, so its meeting is not known; write its DATE as day, month and year")]
    NoDate(String),
}

impl From<ReportsError> for web::Error {
    fn from(error: ReportsError) -> Self {
        match error {
            ReportsError::Database(error) => Self::Database(error),
            ReportsError::Meetings(error) => error.into(),
            ReportsError::Publication(error) => error.into(),
            ReportsError::Content(error) => Self::Content(error.to_string()),
            ReportsError::NoDate(_) => Self::NotUnderstood(error.to_string()),
        }
    }
}

/// The outcome of publishing a report.
#[derive(Clone, Copy, Debug)]
pub struct PlacedReport {
    /// The report.
    pub report: ReportId,
    /// Its meeting.
    pub meeting: MeetingId,
    /// Its publication.
    pub outcome: Outcome,
}

/// Publishes a report that was made elsewhere and lists it under the board's meeting on its date. `board` is the board's name in the record, whatever
/// form of it the report prints.
pub async fn publish_report(
    transaction: &WriteTransaction,
    board: &str,
    report: &Report,
    publishing: &Publishing<'_>,
) -> Result<PlacedReport, ReportsError> {
    let date = report.block.date.ok_or_else(|| ReportsError::NoDate(readable_title(&report.block.subject)))?;
    let meeting = agendas::meeting_for(transaction, board, MeetingDay::Day(date), publishing).await?;
    publish_report_at(transaction, meeting, report, publishing).await
}

/// Publishes a report to a meeting that is known, and lists it there.
pub async fn publish_report_at(
    transaction: &WriteTransaction,
    meeting: MeetingId,
    report: &Report,
    publishing: &Publishing<'_>,
) -> Result<PlacedReport, ReportsError> {
    let subject = readable_title(&report.block.subject);
    let id = report_store::report_for(transaction, meeting, &subject).await?;
    let record = format!("report/{id}");
    let new = NewPublication { kind: "report", record: &record, title: &subject, content: serde_json::to_string(report)? };
    let outcome = publications::publish(transaction, &new, publishing).await?;
    if outcome.is_change() {
        let officer = Some(report.block.reporting_officer.as_str()).filter(|officer| !officer.is_empty());
        let address = format!("/reports/{id}");
        let paper = Paper { title: &subject, address: &address, record: &record, lead_officer: officer };
        agendas::place_paper(transaction, meeting, &paper).await?;
    }
    Ok(PlacedReport { report: id, meeting, outcome })
}
