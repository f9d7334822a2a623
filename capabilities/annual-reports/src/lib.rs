//! A board's annual report: assembled from the public record of its year, with the Chair's foreword and the services' own
//! reports; drafted, previewed, published and searchable.

mod access;
mod annual_report;
mod assembling;
mod board_part;
mod draft;
mod draft_pages;
mod draft_store;
mod list_pages;
mod published;
mod published_pages;
mod report_document;
mod state_of_draft;
mod tables;
mod text_pages;
mod text_store;
mod writing;

use meetings::parts::BoardPart;
use web::{Capability, Contributions, Routes};

db::record_id!(
    /// The key of a board's annual report for a year.
    AnnualReportId
);

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "annual-reports",
        migrations: tables::MIGRATIONS,
        routes: routes(),
        access: crate::access::ACCESS,
        kinds: vec![Box::new(published::AnnualReportKind)],
        printed_kinds: vec![Box::new(published::PrintedAnnualReport)],
        work: vec![Box::new(list_pages::Drafts)],
        contributions: Contributions::default().with::<dyn BoardPart>(Box::new(board_part::AnnualReports)),
        ..Capability::default()
    }
}

fn routes() -> Routes {
    Routes::new()
        .get("/annual-reports/{board}/{year}", published_pages::by_key)
        .get("/boards/{slug}/annual-reports/{year}", published_pages::show)
        .get("/boards/{slug}/annual-reports/{year}/annual-report.pdf", published_pages::pdf)
        .remembered()
        .get("/boards/{slug}/annual-reports", list_pages::list)
        .post("/boards/{slug}/annual-reports", list_pages::begin)
        .get("/boards/{slug}/annual-reports/{year}/draft", draft_pages::show)
        .get("/boards/{slug}/annual-reports/{year}/draft/preview", draft_pages::preview)
        .post("/boards/{slug}/annual-reports/{year}/draft/publish", draft_pages::publish)
        .post("/boards/{slug}/annual-reports/{year}/draft/reopen", draft_pages::reopen)
        .get("/boards/{slug}/annual-reports/{year}/draft/texts/{part}", text_pages::form)
        .post("/boards/{slug}/annual-reports/{year}/draft/texts/{part}", text_pages::save)
        .post("/boards/{slug}/annual-reports/{year}/draft/texts/{part}/move", text_pages::move_up)
}
