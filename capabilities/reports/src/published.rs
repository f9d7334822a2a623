//! Looks up a report that is already published.

use crate::report::Report;
use crate::report_store;
use chrono::NaiveDate;
use db::ConnectionTrait;
use foundation::text::readable_title;
use web::{Error, Result};

/// A published report, with its record.
#[derive(Clone, Debug)]
pub struct PublishedReport {
    /// The name of its record.
    pub record: String,
    /// The path of its page.
    pub address: String,
    /// Its content.
    pub report: Report,
}

/// Returns the published report on this subject to the board's meeting on this date.
pub async fn published_for(
    connection: &impl ConnectionTrait,
    board: &str,
    day: NaiveDate,
    subject: &str,
) -> Result<Option<PublishedReport>> {
    for meeting in meetings::meetings_on(connection, day).await?.into_iter().filter(|meeting| meeting.board_name == board) {
        let Some(id) = report_store::known(connection, meeting.id, &readable_title(subject)).await? else { continue };
        let record = format!("report/{id}");
        let Some(publication) = publications::current(connection, &record).await? else { continue };
        let report = serde_json::from_str(&publication.content).map_err(|error| Error::Content(error.to_string()))?;
        return Ok(Some(PublishedReport { record, address: format!("/reports/{id}"), report }));
    }
    Ok(None)
}
