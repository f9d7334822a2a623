//! Rendering, reading and indexing a published report.

use crate::report::{Attachment, Report};
use crate::{ReportId, report_document, report_pages};
use db::Db;
use documents::{Document, Form, Print, plain_text};
use foundation::MunicipalYear;
use publications::Publication;
use search::SearchDocument;
use web::{AppState, AttachedFile, Error, OrNotFound, PrintedKind, PublishedKind, Result};

pub(crate) struct ReportKind;

pub(crate) fn read(content: &str) -> Result<Report> {
    serde_json::from_str(content).map_err(|error| Error::Content(error.to_string()))
}

pub(crate) fn id_of(record: &str) -> Option<ReportId> {
    record.strip_prefix("report/")?.parse().ok()
}

#[async_trait::async_trait]
impl PublishedKind for ReportKind {
    fn kind(&self) -> &'static str {
        "report"
    }

    fn label(&self) -> &'static str {
        "Report"
    }

    fn address(&self, record: &str) -> String {
        format!("/{}", record.replacen("report/", "reports/", 1))
    }

    fn document(&self, content: &str) -> Result<Document> {
        Ok(report_document::document(&read(content)?))
    }

    fn files(&self, content: &str) -> Result<Vec<AttachedFile>> {
        let file = |attachment: Attachment| AttachedFile {
            title: attachment.title,
            file: attachment.file,
            name: attachment.name,
            content_type: attachment.content_type,
            size: attachment.size,
        };
        Ok(read(content)?.attachments.into_iter().map(file).collect())
    }

    async fn search_documents(&self, db: &Db, publication: &Publication) -> Result<Vec<SearchDocument>> {
        let report = read(&publication.content)?;
        let meeting = match id_of(&publication.record) {
            Some(id) => report_pages::meeting_of(db, id).await?,
            None => None,
        };
        let year = report.block.date.map(|date| MunicipalYear::of(date).first_year());
        Ok(vec![SearchDocument {
            address: self.address(&publication.record),
            kind: "report".into(),
            title: publication.title.clone(),
            reference: None,
            body: plain_text::of_document(&report_document::document(&report)),
            board: meeting.map(|meeting| meeting.board_name),
            year,
            date: report.block.date,
        }])
    }
}

/// A report on its own as PDF.
pub(crate) struct PrintedReport;

#[async_trait::async_trait]
impl PrintedKind for PrintedReport {
    fn kind(&self) -> &'static str {
        "report"
    }

    fn label(&self) -> &'static str {
        "Report"
    }

    async fn print(&self, state: &AppState, id: i64) -> Result<Option<Print>> {
        let id = ReportId::new(id).or_not_found("Report")?;
        let Some(publication) = publications::current(state.db.reading(), &format!("report/{id}")).await? else {
            return Ok(None);
        };
        let Some(meeting) = report_pages::meeting_of(&state.db, id).await? else { return Ok(None) };
        Ok(Some(Print {
            title: format!("{}, report to the {}, {}", publication.title, meeting.board_name, meeting.short_day()),
            document: report_document::document(&read(&publication.content)?),
            form: Form::Paper,
            publisher: state.council_name(),
            running_head: format!("{} · {}", meeting.board_name, meeting.short_day()),
            dated: publication.published_at,
        }))
    }

    async fn changed_by(&self, _: &AppState, publication: &Publication) -> Result<Vec<i64>> {
        Ok(id_of(&publication.record).map(ReportId::get).into_iter().collect())
    }
}
