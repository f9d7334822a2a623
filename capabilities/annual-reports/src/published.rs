//! Rendering, reading, indexing and printing a published annual report.

use crate::annual_report::AnnualReport;
use crate::draft::published_record;
use crate::{AnnualReportId, draft_store, report_document};
use db::Db;
use documents::{Document, Form, Print, plain_text};
use foundation::MunicipalYear;
use meetings::BoardId;
use publications::Publication;
use search::SearchDocument;
use web::{AppState, Error, OrNotFound, PrintedKind, PublishedKind, Result};

pub(crate) fn read(content: &str) -> Result<AnnualReport> {
    serde_json::from_str(content).map_err(|error| Error::Content(error.to_string()))
}

/// Parses the board and year from a record name such as `annual-report/1/2023`.
pub(crate) fn of_record(record: &str) -> Option<(BoardId, MunicipalYear)> {
    let (board, year) = record.strip_prefix("annual-report/")?.split_once('/')?;
    Some((board.parse().ok()?, MunicipalYear::beginning_in(year.parse().ok()?)?))
}

/// Returns the path of a board's report.
pub(crate) fn page_address(slug: &str, year: MunicipalYear) -> String {
    format!("/boards/{slug}/annual-reports/{}", year.first_year())
}

pub(crate) struct AnnualReportKind;

#[async_trait::async_trait]
impl PublishedKind for AnnualReportKind {
    fn kind(&self) -> &'static str {
        "annual-report"
    }

    fn label(&self) -> &'static str {
        "Annual report"
    }

    // A record name has the board's key but not its slug; this path redirects to the page.
    fn address(&self, record: &str) -> String {
        format!("/{}", record.replacen("annual-report/", "annual-reports/", 1))
    }

    fn document(&self, content: &str) -> Result<Document> {
        Ok(report_document::document(&read(content)?))
    }

    async fn search_documents(&self, db: &Db, publication: &Publication) -> Result<Vec<SearchDocument>> {
        let report = read(&publication.content)?;
        let board = match of_record(&publication.record) {
            Some((board, _)) => meetings::board_by_id(db.reading(), board).await?,
            None => None,
        };
        let Some(board) = board else { return Ok(Vec::new()) };
        Ok(vec![SearchDocument {
            address: page_address(&board.slug, report.year),
            kind: "annual-report".into(),
            title: publication.title.clone(),
            body: plain_text::of_document(&report_document::document(&report)),
            board: Some(board.name),
            year: Some(report.year.first_year()),
            date: Some(publication.published_at.date_naive()),
            ..SearchDocument::default()
        }])
    }
}

/// A report as PDF.
pub(crate) struct PrintedAnnualReport;

#[async_trait::async_trait]
impl PrintedKind for PrintedAnnualReport {
    fn kind(&self) -> &'static str {
        "annual-report"
    }

    fn label(&self) -> &'static str {
        "Annual report"
    }

    async fn print(&self, state: &AppState, id: i64) -> Result<Option<Print>> {
        let connection = state.db.reading();
        let id = AnnualReportId::new(id).or_not_found("Annual report")?;
        let draft = draft_store::by_id(connection, id).await?.or_not_found("Annual report")?;
        let record = published_record(draft.board, draft.year);
        let Some(publication) = publications::current(connection, &record).await? else { return Ok(None) };
        let report = read(&publication.content)?;
        Ok(Some(Print {
            title: publication.title.clone(),
            document: report_document::document(&report),
            form: Form::Paper,
            publisher: state.council_name(),
            running_head: format!("{} · {}", report.board, report.title()),
            dated: publication.published_at,
        }))
    }

    async fn changed_by(&self, state: &AppState, publication: &Publication) -> Result<Vec<i64>> {
        let Some((board, year)) = of_record(&publication.record) else { return Ok(Vec::new()) };
        Ok(draft_store::of_year(state.db.reading(), board, year).await?.map(|draft| draft.id.get()).into_iter().collect())
    }
}
