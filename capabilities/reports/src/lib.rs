//! Reports to boards: what was published, shown with its block, its numbered paragraphs and its appendices.

mod kind;
mod publishing;
pub mod report;
mod report_pages;
mod report_store;

pub use publishing::{PlacedReport, ReportsError, publish_report};

use web::Capability;

foundation::record_id!(
    /// The key of a report.
    ReportId
);

/// The capability as the program wires it.
pub fn capability() -> Capability {
    let routes = axum::Router::new().route("/reports/{id}", axum::routing::get(report_pages::show));
    Capability { name: "reports", migrations: report_store::MIGRATIONS, routes, kinds: vec![Box::new(kind::ReportKind)] }
}
