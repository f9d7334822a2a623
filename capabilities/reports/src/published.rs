//! Looks up a report that is already published.

use crate::report::Report;
use crate::report_store;
use db::Connection;
use foundation::text::readable_title;
use meetings::MeetingId;
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

/// Returns the published report on this subject to a meeting.
pub async fn published_for(connection: &Connection, meeting: MeetingId, subject: &str) -> Result<Option<PublishedReport>> {
    let Some(id) = report_store::known(connection, meeting, &readable_title(subject)).await? else { return Ok(None) };
    let record = format!("report/{id}");
    let Some(publication) = publications::current(connection, &record).await? else { return Ok(None) };
    let report = serde_json::from_str(&publication.content).map_err(|error| Error::Content(error.to_string()))?;
    Ok(Some(PublishedReport { record, address: format!("/reports/{id}"), report }))
}
