//! Published reports to boards, shown with their block, numbered paragraphs and appendices.

mod demonstration;
mod kind;
mod paper;
mod published;
mod publishing;
pub mod report;
mod report_document;
mod report_pages;
mod report_store;

pub use paper::{paper, paper_of_word};
pub use published::{PublishedReport, published_for};
pub use publishing::{PlacedReport, ReportsError, publish_report, publish_report_at};
pub use report_document::document;
pub use report_pages::attachments;

use web::{Capability, Routes};

db::record_id!(
    /// The key of a report.
    ReportId
);

/// Returns the capability for the program to register.
pub fn capability() -> Capability {
    Capability {
        name: "reports",
        migrations: report_store::MIGRATIONS,
        routes: Routes::new()
            .get("/reports/{id}", report_pages::show)
            .get("/reports/{id}/report.pdf", report_pages::pdf)
            .remembered(),
        kinds: vec![Box::new(kind::ReportKind)],
        printed_kinds: vec![Box::new(kind::PrintedReport)],
        demonstration: Some(Box::new(demonstration::Reports)),
        ..Capability::default()
    }
}
